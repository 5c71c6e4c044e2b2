"""From names and sentences to readings of agreements: who with whom, about what, since when, for how much.

A reading starts at a sentence that speaks of the partnership and names parties; what the same passage says of
period, amount and status is attached with its span. Wishes, refusals and purchases give no reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from iopmine.nlp.money import Amount, amounts
from iopmine.nlp.names import NameReading
from iopmine.nlp.periods import Period, period, precision
from iopmine.nlp.relevance import iop_terms
from iopmine.nlp.status import concluded, is_negated, is_wish, status_of
from iopmine.records import Evidence, PartnershipReading, Party
from iopmine.text.passages import Passage, inside

_AGREEMENT = re.compile(
    r"\b(?:partnerskap\w*|(?:iop[- ])?avtal(?:et|en|s|ets)?\b|överenskommelse\w*|samarbetsavtal\w*|samverkansavtal\w*)",
    re.IGNORECASE,
)
_ROLE_BEFORE = re.compile(
    r"(?:säger|enligt|skriver|menar|berättar|forskare|forskarna|rapport\w*\s+från|finansier\w+\s+av|stöd\s+från|professor|docent|modell\w*\s+(?:av|från)|"
    r"utveckla\w+\s+av|framtag\w+\s+av|tog\s+fram|utvärder\w+\s+av|granska\w+\s+av|överklaga\w+\s+till|medlem\w*\s+i|intresseorganisation\w*)[\s\w,]{0,40}$",
    re.IGNORECASE,
)
_ROLE_TITLE = re.compile(
    r"(?:generalsekreterare|projektledare|expert|ordförande|direktor|verksamhetschef|chef|handläggare|pressansvarig|talesperson)\w*(?:\s+(?:för|på|i|vid|hos|från))?\s*,?\s*$",
    re.IGNORECASE,
)
_PUBLIC_ROLE = re.compile(r"\b(kommunen|staden|regionen)(?:s)?\b", re.IGNORECASE)
_UMBRELLA = frozenset(
    {"paraplyorganisation", "arbetsgivarorganisation", "studieförbund-centralt", "parti", "departement", "medier"}
)
_PUBLIC_PREFIXES = ("kommun:", "region:")
_PUBLIC_KINDS = frozenset({"kommun", "region"})


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    public: tuple[NameReading, ...]
    ideas: tuple[NameReading, ...]
    speaks_of_iop: bool
    speaks_of_agreement: bool


@dataclass(slots=True)
class _Draft:
    """A reading in the making."""

    start: int
    end: int
    public: dict[str, NameReading]
    ideas: dict[str, NameReading]
    rule: str
    inferred_public: tuple[int, int] | None = None
    spans: list[tuple[int, int]] = field(default_factory=list)


def is_public(reading: NameReading) -> bool:
    """Tell whether a mention is a municipality, a region or a body that signs for them."""
    entity = reading.link.entity
    if reading.candidate.label != "ORG" or entity is None:
        return False
    return (
        entity.id.startswith(_PUBLIC_PREFIXES)
        or entity.kind in _PUBLIC_KINDS
        or "samordningsförbund" in entity.canonical.casefold()
    )


def is_idea_based(reading: NameReading) -> bool:
    """Tell whether a mention may be an idea-based party: not an umbrella body, authority, party or company."""
    entity = reading.link.entity
    if reading.candidate.label != "ORG":
        return False
    if entity is None:
        return reading.candidate.rule.startswith(("list", "document"))
    return entity.side in {"ideburen", "kooperation"} and entity.kind not in _UMBRELLA


def read_partnerships(
    document_id: str,
    text: str,
    sentences: Sequence[tuple[int, int]],
    names: Sequence[NameReading],
    passages: list[Passage],
    areas: Sequence[tuple[str, int]],
) -> list[PartnershipReading]:
    """Return the agreements that a relevant text tells of.

    ``areas`` holds (area id, character position) of the document's area evidence. Linear in the number of sentences.
    """
    split = _sentences(text, sentences, names, passages)
    main_public = _main_public(split)
    drafts = _merge([d for i, s in enumerate(split) for d in _drafts(text, split, i, s, main_public)])
    return [_reading(document_id, text, draft, areas) for draft in drafts]


def _sentences(
    text: str, bounds: Sequence[tuple[int, int]], names: Sequence[NameReading], passages: list[Passage]
) -> list[_Sentence]:
    terms = [start for start, _ in iop_terms(text)]
    result, name_index = [], 0
    for start, end in bounds:
        here: list[NameReading] = []
        while name_index < len(names) and names[name_index].candidate.start < end:
            if names[name_index].candidate.start >= start:
                here.append(names[name_index])
            name_index += 1
        if inside(start, passages):
            continue
        parties = [n for n in here if not _in_role(text, start, n)]
        result.append(
            _Sentence(
                start,
                end,
                tuple(n for n in parties if is_public(n)),
                tuple(n for n in parties if is_idea_based(n)),
                any(start <= t < end for t in terms),
                _AGREEMENT.search(text, start, end) is not None,
            )
        )
    return result


def _in_role(text: str, sentence_start: int, name: NameReading) -> bool:
    """An interviewee's employer, a funder or a researcher's university is not a party."""
    before = text[max(sentence_start, name.candidate.start - 70) : name.candidate.start]
    return bool(_ROLE_BEFORE.search(before) or _ROLE_TITLE.search(before))


def _main_public(split: Iterable[_Sentence]) -> NameReading | None:
    """The public body that "kommunen" means: the only one named, or the one named most often and first."""
    counts: dict[str, list[NameReading]] = {}
    for sentence in split:
        for name in sentence.public:
            if name.link.entity is not None:
                counts.setdefault(name.link.entity.id, []).append(name)
    if not counts:
        return None
    ranked = sorted(counts.values(), key=lambda group: (-len(group), group[0].candidate.start))
    if (
        len(ranked) > 1
        and len(ranked[0]) == len(ranked[1])
        and ranked[1][0].candidate.start < ranked[0][0].candidate.start
    ):
        return None
    return ranked[0][0]


def _drafts(
    text: str, split: list[_Sentence], index: int, sentence: _Sentence, main_public: NameReading | None
) -> list[_Draft]:
    if not (sentence.speaks_of_iop or sentence.speaks_of_agreement or concluded(text, sentence.start, sentence.end)):
        return []
    if is_negated(text, sentence.start, sentence.end) or (
        is_wish(text, sentence.start, sentence.end) and not concluded(text, sentence.start, sentence.end)
    ):
        return []
    if not sentence.ideas and not sentence.speaks_of_iop:
        return []
    public, inferred = _public_side(text, split, index, main_public)
    if not public:
        return []
    ideas = sentence.ideas or _neighbouring_ideas(text, split, index)
    if not ideas:
        return []
    rule = "sentence" if sentence.ideas and sentence.public else "passage"
    return [
        _Draft(
            sentence.start,
            sentence.end,
            _by_id(public),
            _by_id(ideas),
            f"partnership:{rule}",
            inferred,
            [(sentence.start, sentence.end)],
        )
    ]


def _public_side(
    text: str, split: list[_Sentence], index: int, main_public: NameReading | None
) -> tuple[tuple[NameReading, ...], tuple[int, int] | None]:
    sentence = split[index]
    if sentence.public:
        return sentence.public, None
    role = _PUBLIC_ROLE.search(text, sentence.start, sentence.end)
    for near in (index - 1, index + 1):
        if role is None and 0 <= near < len(split) and split[near].public:
            return split[near].public[:1], None
    if main_public is not None:
        return (main_public,), role.span() if role else None
    return (), None


def _neighbouring_ideas(text: str, split: list[_Sentence], index: int) -> tuple[NameReading, ...]:
    for near in (index + 1, index - 1):
        if 0 <= near < len(split) and split[near].ideas and not is_negated(text, split[near].start, split[near].end):
            return split[near].ideas
    return ()


def _by_id(names: Iterable[NameReading]) -> dict[str, NameReading]:
    result: dict[str, NameReading] = {}
    for name in names:
        key = name.link.entity.id if name.link.entity is not None else f"?{name.link.canonical.casefold()}"
        result.setdefault(key, name)
    return result


def _merge(drafts: list[_Draft]) -> list[_Draft]:
    """Fold drafts that tell of one agreement: a shared public party and a shared idea-based party."""
    merged: list[_Draft] = []
    for draft in drafts:
        for other in merged:
            if draft.public.keys() & other.public.keys() and draft.ideas.keys() & other.ideas.keys():
                other.ideas.update({k: v for k, v in draft.ideas.items() if k not in other.ideas})
                other.spans += draft.spans
                break
        else:
            merged.append(draft)
    return merged


def _reading(document_id: str, text: str, draft: _Draft, areas: Sequence[tuple[str, int]]) -> PartnershipReading:
    when = _first_period(text, draft.spans)
    amount = _first_amount(text, draft.spans)
    evidence = [Evidence("public_parties", n.candidate.start, n.candidate.end) for n in draft.public.values()]
    evidence += [Evidence("idea_based_parties", n.candidate.start, n.candidate.end) for n in draft.ideas.values()]
    evidence += [Evidence(name, start, end) for name, start, end in when.spans]
    if amount is not None:
        evidence.append(Evidence("amount_sek", amount.start, amount.end))
    status, span = status_of(text, draft.spans)
    if span is not None:
        evidence.append(Evidence("status", *span))
    return PartnershipReading(
        document_id=document_id,
        public_parties=_parties(draft.public),
        idea_based_parties=_parties(draft.ideas),
        areas=_nearest_areas(areas, draft.spans),
        place=_place(draft.public),
        status=status,
        start=when.start,
        end=when.end,
        precision=precision(when.start or when.end),
        duration=when.duration,
        amount_sek=amount.sek if amount else None,
        amount_basis=amount.basis if amount else None,
        rule=draft.rule,
        evidence=tuple(evidence),
    )


def _parties(names: dict[str, NameReading]) -> tuple[Party, ...]:
    return tuple(
        Party(n.link.entity.id if n.link.entity else "", n.link.canonical)
        for n in sorted(names.values(), key=lambda n: n.candidate.start)
    )


def _first_period(text: str, spans: list[tuple[int, int]]) -> Period:
    best = Period(None, None, None, ())
    for start, end in spans:
        found = period(text, start, end)
        best = Period(
            best.start or found.start, best.end or found.end, best.duration or found.duration, best.spans + found.spans
        )
        if best.start and best.end:
            break
    return best


def _first_amount(text: str, spans: list[tuple[int, int]]) -> Amount | None:
    found = [amount for start, end in spans for amount in amounts(text, start, end)]
    return next((a for a in found if a.basis != "unclear"), found[0] if found else None)


def _nearest_areas(areas: Sequence[tuple[str, int]], spans: list[tuple[int, int]]) -> tuple[str, ...]:
    """The areas with evidence in the agreement's own sentences, else the document's first."""
    within = [key for key, at in areas if any(start <= at < end for start, end in spans)]
    keys = within or [key for key, _ in areas[:1]]
    return tuple(dict.fromkeys(keys))[:2]


def _place(public: dict[str, NameReading]) -> str:
    first = min(public.values(), key=lambda n: n.candidate.start)
    return first.link.canonical
