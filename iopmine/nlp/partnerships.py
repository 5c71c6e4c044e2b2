"""From names and sentences to readings of agreements: who with whom, about what, since when, for how much.

What the sentences of an agreement say of period, amount and status is attached with its span.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from iopmine.nlp.analysis import Analysis
from iopmine.nlp.clues import Clue, clues
from iopmine.nlp.drafts import Draft, drafts_of
from iopmine.nlp.money import Amount, amounts
from iopmine.nlp.names import NameReading
from iopmine.nlp.parties import PartyMention, PublicSide
from iopmine.nlp.periods import Period, period, precision
from iopmine.nlp.status import status_of
from iopmine.records import Evidence, PartnershipReading, Party


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
    found = clues(analysis, names)
    public = PublicSide(analysis.text, found, names, authority)
    drafts = drafts_of(found, public)
    return [_reading(document_id, analysis.text, found, draft, areas, alone=len(drafts) == 1) for draft in drafts]


def _reading(
    document_id: str,
    text: str,
    found: Sequence[Clue],
    draft: Draft,
    areas: Sequence[tuple[str, int]],
    *,
    alone: bool,
) -> PartnershipReading:
    own = [(found[i].start, found[i].end) for i in draft.sentences]
    spans = own + [(c.start, c.end) for c in _around(found, draft, alone=alone)]
    when, amount = _first_period(text, spans), _first_amount(text, spans)
    status, said = status_of(text, own)
    if said is None:
        status, said = status_of(text, spans)
    if draft.rule == "partnership:wish":
        status, said = "planned", None
    evidence = [Evidence("public_parties", p.start, p.end) for p in draft.public.values()]
    evidence += [Evidence("idea_based_parties", p.start, p.end) for p in draft.ideas.values()]
    evidence += [Evidence(name, start, end) for name, start, end in when.spans]
    if amount is not None:
        evidence.append(Evidence("amount_sek", amount.start, amount.end))
    if said is not None:
        evidence.append(Evidence("status", *said))
    return PartnershipReading(
        document_id=document_id,
        public_parties=_parties(draft.public),
        idea_based_parties=_parties(draft.ideas),
        areas=_nearest_areas(areas, own),
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


def _around(found: Sequence[Clue], draft: Draft, *, alone: bool) -> list[Clue]:
    """The sentences that go on about an agreement: the rest of its paragraphs, or of the text if it is alone."""
    own = set(draft.sentences)
    paragraphs = {found[i].paragraph for i in draft.sentences}
    rest = [clue for i, clue in enumerate(found) if i not in own and not clue.denied]
    if alone:
        return [c for c in rest if c.paragraph in paragraphs or c.pact or c.iop or c.public_role >= 0 or c.public]
    return [c for c in rest if c.paragraph in paragraphs and not c.ideas]


def _parties(mentions: Mapping[str, PartyMention]) -> tuple[Party, ...]:
    return tuple(Party(p.entity_id, p.canonical) for p in sorted(mentions.values(), key=lambda p: p.start))


def _first_period(text: str, spans: Sequence[tuple[int, int]]) -> Period:
    """Return the first start, end and length that the sentences give, one sentence after another."""
    best = Period(None, None, None, ())
    for start, end in spans:
        found = period(text, start, end)
        kept = tuple(span for span in found.spans if getattr(best, span[0]) is None)
        best = Period(
            best.start or found.start, best.end or found.end, best.duration or found.duration, best.spans + kept
        )
        if best.start and best.end:
            break
    return best


def _first_amount(text: str, spans: Sequence[tuple[int, int]]) -> Amount | None:
    found = [amount for start, end in spans for amount in amounts(text, start, end)]
    return next((a for a in found if a.basis != "unclear"), found[0] if found else None)


def _nearest_areas(areas: Sequence[tuple[str, int]], spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The areas with evidence in the agreement's own sentences, else the document's first."""
    within = [key for key, at in areas if any(start <= at < end for start, end in spans)]
    keys = within or [key for key, _ in areas[:1]]
    return tuple(dict.fromkeys(keys))[:2]


def _place(public: Mapping[str, PartyMention]) -> str:
    return min(public.values(), key=lambda p: p.start).canonical
