"""From names and sentences to readings of agreements: who with whom, about what, since when, for how much.

A reading starts at a sentence that speaks of the partnership and names parties; what the same passage says of
period, amount and status is attached with its span. Wishes, refusals and purchases give no reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from iopmine.nlp.analysis import Analysis
from iopmine.nlp.money import Amount, amounts
from iopmine.nlp.names import NameReading
from iopmine.nlp.periods import Period, period, precision
from iopmine.nlp.spans import SpanIndex
from iopmine.nlp.status import concluded, is_negated, is_wish, status_of
from iopmine.records import Evidence, PartnershipReading, Party
from iopmine.text.normal import slug

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
# A council or committee speaks for its municipality: "Dalköpings kommunfullmäktige", "Socialnämnden i Lund".
_COUNCIL = re.compile(r"\b(?P<place>[A-ZÅÄÖ][a-zåäö]+(?: [A-ZÅÄÖ][a-zåäö]+)?) (?:kommunfullmäktige|kommunstyrelse)\b")
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


@dataclass(frozen=True, slots=True)
class _PartyMention:
    """A party with the words that name it, or that let it be inferred (``kommunen``)."""

    entity_id: str
    canonical: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """What tells parties apart: the entity, or the name of an unlinked one."""
        return self.entity_id or f"?{self.canonical.casefold()}"


@dataclass(slots=True)
class _Draft:
    """A reading in the making: parties by key, the sentences it rests on, and the rule."""

    public: dict[str, _PartyMention]
    ideas: dict[str, _PartyMention]
    spans: list[tuple[int, int]]
    rule: str


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
    if reading.candidate.rule == "context:org":
        return True
    return entity.side in {"ideburen", "kooperation"} and entity.kind not in _UMBRELLA


def read_partnerships(
    document_id: str,
    analysis: Analysis,
    names: Sequence[NameReading],
    areas: Sequence[tuple[str, int]],
    authority: Callable[[str], str],
) -> list[PartnershipReading]:
    """Return the agreements that a relevant text tells of.

    ``areas`` holds (area id, character position) of the document's area evidence; ``authority`` gives the official name
    of a municipality id. Linear in the number of sentences.
    """
    text = analysis.text
    split = _sentences(analysis, names)
    main_public = _main_public(text, split, names, authority)
    direct = [d for i, s in enumerate(split) for d in _drafts(text, split, i, s, main_public)]
    drafts = _merge([*direct, *_told_elsewhere(text, split, direct, main_public)])
    return [_reading(document_id, text, draft, areas) for draft in drafts]


def _sentences(analysis: Analysis, names: Sequence[NameReading]) -> list[_Sentence]:
    text = analysis.text
    terms = SpanIndex(analysis.iop)
    result, name_index = [], 0
    for start, end in analysis.sentences:
        here: list[NameReading] = []
        while name_index < len(names) and names[name_index].candidate.start < end:
            if names[name_index].candidate.start >= start:
                here.append(names[name_index])
            name_index += 1
        if analysis.marked.covers(start):
            continue
        parties = [n for n in here if not _in_role(text, start, n)]
        result.append(
            _Sentence(
                start,
                end,
                tuple(n for n in parties if is_public(n)),
                tuple(n for n in parties if is_idea_based(n)),
                terms.touches(start, end),
                _AGREEMENT.search(text, start, end) is not None,
            )
        )
    return result


def _in_role(text: str, sentence_start: int, name: NameReading) -> bool:
    """An interviewee's employer, a funder or a researcher's university is not a party."""
    before = text[max(sentence_start, name.candidate.start - 70) : name.candidate.start]
    return bool(_ROLE_BEFORE.search(before) or _ROLE_TITLE.search(before))


def _mention(name: NameReading) -> _PartyMention:
    entity_id = name.link.entity.id if name.link.entity is not None else ""
    return _PartyMention(entity_id, name.link.canonical, name.candidate.start, name.candidate.end)


def _main_public(
    text: str, split: Iterable[_Sentence], names: Sequence[NameReading], authority: Callable[[str], str]
) -> _PartyMention | None:
    """The public body that "kommunen" means: the one named most often, else the one whose council or place is named."""
    named = _most_frequent([_mention(name) for sentence in split for name in sentence.public])
    if named is not None:
        return named
    council = _COUNCIL.search(text)
    if council is not None:
        canonical = f"{council.group('place')} kommun"
        return _PartyMention(f"org:{slug(canonical)}", canonical, *council.span())
    role = _PUBLIC_ROLE.search(text)
    if role is None:
        return None
    places = [_mention(n) for n in names if n.candidate.label == "LOC"]
    place = _most_frequent([p for p in places if p.entity_id.startswith("kommun:")])
    return _PartyMention(place.entity_id, authority(place.entity_id), *role.span()) if place else None


def _most_frequent(mentions: Sequence[_PartyMention]) -> _PartyMention | None:
    """Return the first mention of the entity mentioned most often; between equals the earlier one."""
    groups: dict[str, list[_PartyMention]] = {}
    for mention in mentions:
        groups.setdefault(mention.key, []).append(mention)
    return min(groups.values(), key=lambda g: (-len(g), g[0].start))[0] if groups else None


def _drafts(
    text: str, split: list[_Sentence], index: int, sentence: _Sentence, main_public: _PartyMention | None
) -> list[_Draft]:
    """Return the reading that starts at a sentence: it speaks of the agreement, denies nothing, wishes nothing."""
    span = (sentence.start, sentence.end)
    asserts = concluded(text, *span)
    if not (sentence.speaks_of_iop or sentence.speaks_of_agreement or asserts) or is_negated(text, *span):
        return []
    if (is_wish(text, *span) and not asserts) or not (sentence.ideas or sentence.speaks_of_iop):
        return []
    public = _public_side(split, index, main_public)
    ideas = sentence.ideas or _neighbouring_ideas(text, split, index)
    if not public or not ideas:
        return []
    rule = "sentence" if sentence.ideas and sentence.public else "passage"
    return [_Draft(public, _by_key(map(_mention, ideas)), [span], f"partnership:{rule}")]


def _told_elsewhere(
    text: str, split: list[_Sentence], direct: list[_Draft], main_public: _PartyMention | None
) -> list[_Draft]:
    """Lists and retellings name parties in sentences that do not repeat the word: pair them with the main public body.

    Only where the text asserts a partnership somewhere, and never in a sentence of a wish or a denial.
    """
    if main_public is None or not _asserts_partnership(text, split):
        return []
    paired = {key for draft in direct for key in draft.ideas}
    drafts = []
    for sentence in split:
        ideas = {k: v for k, v in _by_key(map(_mention, sentence.ideas)).items() if k not in paired}
        span = (sentence.start, sentence.end)
        if ideas and not is_negated(text, *span) and not is_wish(text, *span):
            public = _by_key(map(_mention, sentence.public)) or {main_public.key: main_public}
            drafts.append(_Draft(public, ideas, [span], "partnership:document"))
    return drafts


def _asserts_partnership(text: str, split: list[_Sentence]) -> bool:
    """Tell whether some sentence says that a partnership exists, rather than wishing for or denying one."""
    return any(
        concluded(text, s.start, s.end) or s.public or s.ideas
        for s in split
        if s.speaks_of_iop and not is_negated(text, s.start, s.end) and not is_wish(text, s.start, s.end)
    )


def _public_side(split: list[_Sentence], index: int, main_public: _PartyMention | None) -> dict[str, _PartyMention]:
    """The public parties of a sentence: its own, else the neighbour's, else the text's main one."""
    if split[index].public:
        return _by_key(map(_mention, split[index].public))
    if main_public is not None:
        return {main_public.key: main_public}
    return {}


def _neighbouring_ideas(text: str, split: list[_Sentence], index: int) -> tuple[NameReading, ...]:
    for near in (index + 1, index - 1):
        if 0 <= near < len(split) and split[near].ideas and not is_negated(text, split[near].start, split[near].end):
            return split[near].ideas
    return ()


def _by_key(mentions: Iterable[_PartyMention]) -> dict[str, _PartyMention]:
    result: dict[str, _PartyMention] = {}
    for mention in mentions:
        result.setdefault(mention.key, mention)
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
    evidence = [Evidence("public_parties", p.start, p.end) for p in draft.public.values()]
    evidence += [Evidence("idea_based_parties", p.start, p.end) for p in draft.ideas.values()]
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


def _parties(mentions: dict[str, _PartyMention]) -> tuple[Party, ...]:
    return tuple(Party(p.entity_id, p.canonical) for p in sorted(mentions.values(), key=lambda p: p.start))


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


def _place(public: dict[str, _PartyMention]) -> str:
    return min(public.values(), key=lambda p: p.start).canonical
