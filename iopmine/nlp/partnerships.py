"""From names and sentences to readings of agreements: who with whom, about what, since when, for how much.

What the sentences of an agreement say of period, amount and status is attached with its span.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from iopmine.nlp.analysis import Analysis
from iopmine.nlp.clauses import clauses
from iopmine.nlp.clues import Clue, clues
from iopmine.nlp.drafts import Draft, Drafts
from iopmine.nlp.money import Amount, amounts
from iopmine.nlp.names import NameReading
from iopmine.nlp.parties import PartyMention, PublicSide
from iopmine.nlp.periods import Period, period, precision
from iopmine.nlp.scope import ForAll, Scope, Span, for_all, scopes
from iopmine.nlp.spans import SpanIndex
from iopmine.nlp.stages import Stage, planned_at, status_of
from iopmine.records import Evidence, PartnershipReading, Party

# What the agreement in force says goes before what was told of an older one.
_NEWEST = re.compile(
    r"\b(?:det|den)\s(?:senaste|nya|nuvarande|gällande)\b|\bnya\s(?:avtalet|partnerskapet)", re.IGNORECASE
)

# What ran before is told beside it: "den förra överenskommelsen gällde 2022–2023".
_OLDER = re.compile(
    r"\b(?:förra|tidigare|gamla|föregående)\s(?:avtal\w*|överenskommelse\w*|partnerskap\w*|iop\w*|period\w*)|\bdet\sgamla\b",
    re.IGNORECASE,
)

_TO_BE = re.compile(r"\b(?:ska|skall|kommer\satt)\s", re.IGNORECASE)
_LASTING = frozenset({"extended", "ended", "annulled"})

# Bodies that are called after what they are for.
_BY_NAME = frozenset({"vald", "brott.brottsoffer", "psykisk_halsa.fontanhus", "demokrati.god_man"})

AreaSpan = tuple[str, int, int]


def read_partnerships(
    document_id: str,
    analysis: Analysis,
    names: Sequence[NameReading],
    areas: Sequence[AreaSpan],
    authority: Callable[[str], str],
    published: str | None = None,
    *,
    evidence: Sequence[AreaSpan] = (),
) -> list[PartnershipReading]:
    """Return the agreements that a relevant text tells of.

    ``areas`` holds (area id, start, end) of the areas that the document is about, ``evidence`` every hit of an area;
    ``authority`` gives the official name of a municipality id; ``published`` is the text's date, truncated ISO.
    Linear in the number of sentences.
    """
    text = analysis.text
    sentences = clues(analysis, names)
    found = clauses(text, sentences, names)
    drafts = Drafts(text, found, PublicSide(text, sentences, names, authority)).all()
    shared = for_all(text, found, drafts)
    hits = sorted((hit for hit in evidence if not analysis.marked.covers(hit[1])), key=lambda hit: hit[1:])
    bodies = SpanIndex((n.candidate.start, n.candidate.reach) for n in names if n.candidate.label == "ORG")
    # What a body is called tells its subject only where nothing else does: a football club may run a meeting place.
    hits = [hit for hit in hits if not bodies.touches(hit[1], hit[2]) or hit[0] in _BY_NAME]
    areas = [area for area in areas if not bodies.touches(area[1], area[2]) or area[0] in _BY_NAME] or areas
    readings = []
    for draft, scope in zip(drafts, scopes(text, found, drafts), strict=True):
        about = _areas_of(areas, scope, alone=len(drafts) == 1) or _told_area(hits, _named_in(found, draft, scope))
        readings.append(_reading(document_id, text, draft, scope, about, shared, published))
    return readings


def _reading(
    document_id: str,
    text: str,
    draft: Draft,
    scope: Scope,
    areas: Sequence[AreaSpan],
    shared: ForAll,
    published: str | None,
) -> PartnershipReading:
    place = min(draft.public.values(), key=lambda p: p.start)
    when = _first_period(text, scope.own + scope.about, published)
    if when.start is None or when.end is None:
        when = _completed(when, _first_period(text, shared.sure, published))
    amount = _first_amount(text, scope, shared=len(draft.public) > 1)
    stage = _stage(text, draft, scope, when, shared, published)
    return PartnershipReading(
        document_id=document_id,
        public_parties=_parties(draft.public),
        idea_based_parties=_parties(draft.ideas),
        areas=tuple(key for key, *_ in areas),
        place=place.canonical,
        status=stage.status,
        start=when.start,
        end=when.end,
        precision=precision(when.start or when.end),
        duration=when.duration,
        amount_sek=amount.sek if amount else None,
        amount_basis=amount.basis if amount else None,
        rule=draft.rule,
        evidence=tuple(_evidence(draft, place, areas, when, amount, stage)),
    )


def _evidence(
    draft: Draft, place: PartyMention, areas: Sequence[AreaSpan], when: Period, amount: Amount | None, stage: Stage
) -> list[Evidence]:
    """Return the words behind each field that is given; ``precision`` follows from the date and has none of its own."""
    evidence = [Evidence("public_parties", p.start, p.end) for p in draft.public.values()]
    evidence += [Evidence("idea_based_parties", p.start, p.end) for p in draft.ideas.values()]
    evidence += [Evidence("areas", start, end) for _, start, end in areas]
    # The place is that of the public party named first.
    evidence.append(Evidence("place", place.start, place.end))
    evidence += [Evidence(name, start, end) for name, start, end in when.spans]
    if amount is not None:
        evidence.append(Evidence("amount_sek", amount.start, amount.end))
        evidence += [Evidence("amount_basis", *amount.said)] if amount.said is not None else []
    if stage.span is not None:
        evidence.append(Evidence("status", *stage.span))
    return evidence


def _stage(text: str, draft: Draft, scope: Scope, when: Period, shared: ForAll, published: str | None) -> Stage:
    """Return the stage of an agreement: what its own sentences say, else those about all agreements of the text."""
    if draft.rule == "partnership:wish":
        return Stage("planned", planned_at(text, scope.own))
    own = status_of(text, scope.own, scope.about, end=when.end, signed_in=when.signed, published=published)
    if own.status in _LASTING:
        # What has ended by its dates is told by its last day.
        last = next(((start, end) for name, start, end in when.spans if name == "end"), None)
        return own if own.span is not None else Stage(own.status, last)
    sure = status_of(text, shared.sure)
    if sure.status in _LASTING or own.status != "unclear":
        return sure if sure.status in _LASTING else own
    around = status_of(text, [*scope.shared, *shared.likely, *shared.sure])
    if around.status in {"signed", "running"}:
        return around
    ahead = planned_at(text, [*shared.likely, *shared.sure])
    if ahead is not None:
        return Stage("planned", ahead)
    # Nothing says it, but the text was written between the first day and the last.
    first = next(((start, end) for name, start, end in when.spans if name == "start"), None)
    ahead_of_it = any(_TO_BE.search(text, start, end) for start, end in scope.own)
    return Stage("running", first) if published and _runs(when, published) and not ahead_of_it else own


def _runs(when: Period, published: str) -> bool:
    """Tell whether a day lies in a period of which both ends are told."""
    if when.start is None or when.end is None:
        return False
    return when.start <= published[: len(when.start)] and published <= when.end[: len(published)]


def _parties(mentions: Mapping[str, PartyMention]) -> tuple[Party, ...]:
    return tuple(Party(p.entity_id, p.canonical) for p in sorted(mentions.values(), key=lambda p: p.start))


def _first_period(text: str, spans: Sequence[Span], published: str | None) -> Period:
    """Return the first start, end and length that the sentences give, one sentence after another."""
    best = Period(None, None, None, ())
    for start, end in sorted(spans, key=lambda span: _NEWEST.search(text, *span) is None):
        found = period(text, *_in_force(text, start, end), published=published)
        if found.start and best.end and not best.start and found.start > best.end:
            continue
        kept = tuple(span for span in found.spans if getattr(best, span[0]) is None)
        best = Period(
            best.start or found.start,
            best.end or found.end,
            best.duration or found.duration,
            best.spans + kept,
            best.signed or found.signed,
        )
        if best.start and best.end:
            break
    return best.resolved()


def _completed(own: Period, common: Period) -> Period:
    """Return a period with what is said of all agreements where nothing is said of this one: "Samtliga gäller från"."""
    if common.start and own.end and common.start > own.end:
        return own
    said = {name for name, *_ in own.spans}
    spans = (*own.spans, *(span for span in common.spans if span[0] not in said))
    return Period(own.start or common.start, own.end or common.end, own.duration or common.duration, spans, own.signed)


def _in_force(text: str, start: int, end: int) -> Span:
    """Return the part of a sentence that does not tell of an older agreement."""
    older = _OLDER.search(text, start, end)
    if older is None:
        return start, end
    newest = _NEWEST.search(text, older.end(), end)
    if newest is not None:
        return newest.start(), end
    # "Det nya avtalet, som ersätter det gamla, gäller …" goes on about the new one.
    resumed = text.startswith(",", older.end()) and _NEWEST.search(text, start, older.start()) is not None
    return (older.end(), end) if resumed else (start, older.start())


def _first_amount(text: str, scope: Scope, *, shared: bool) -> Amount | None:
    """Return the first amount, one with a basis before others; none where public parties pay different shares."""
    spans = sorted([*scope.own, *scope.about, *scope.beside])
    found = [amount for start, end in spans for amount in amounts(text, start, end)]
    if shared and len({amount.sek for amount in found}) > 1:
        return None
    return next((amount for amount in found if amount.basis != "unclear"), found[0] if found else None)


def _areas_of(areas: Sequence[AreaSpan], scope: Scope, *, alone: bool) -> list[AreaSpan]:
    """The areas with evidence in the agreement's own sentences, else around it, else the document's first."""
    for spans in (scope.own, scope.about + scope.beside):
        told = SpanIndex(spans)
        first: dict[str, AreaSpan] = {}
        for area in areas:
            if told.covers(area[1]):
                first.setdefault(area[0], area)
        if first:
            return list(first.values())[:2]
    return list(areas[:1]) if alone else []


def _named_in(found: Sequence[Clue], draft: Draft, scope: Scope) -> list[list[Span]]:
    """Return the sentences that name the parties of an agreement, and those that go on about it."""
    own = []
    for mention in draft.ideas.values():
        clue = found[max(0, bisect_right(found, mention.start, key=lambda c: c.start) - 1)]
        own.append((clue.start, clue.end))
    return [[*scope.own, *own], [*scope.about, *scope.beside]]


def _told_area(hits: Sequence[AreaSpan], around: Sequence[Sequence[Span]]) -> list[AreaSpan]:
    """Return the area with most hits (in text order) in an agreement's sentences, between equals the most specific."""
    for spans in around:
        here: list[AreaSpan] = []
        for start, end in set(spans):
            first = bisect_left(hits, start, key=lambda hit: hit[1])
            here += hits[first : bisect_left(hits, end, lo=first, key=lambda hit: hit[1])]
        if here:
            counts = Counter(key for key, *_ in here)
            return [min(here, key=lambda hit: (-counts[hit[0]], "." not in hit[0], hit[1], hit[0]))]
    return []
