"""From names and sentences to readings of agreements: who with whom, about what, since when, for how much.

What the sentences of an agreement say of period, amount and status is attached with its span.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from iopmine.nlp.analysis import Analysis
from iopmine.nlp.clauses import clauses
from iopmine.nlp.clues import clues
from iopmine.nlp.drafts import Draft, Drafts
from iopmine.nlp.money import Amount, amounts
from iopmine.nlp.names import NameReading
from iopmine.nlp.parties import PartyMention, PublicSide
from iopmine.nlp.periods import Period, period, precision
from iopmine.nlp.scope import Scope, Span, head, scopes
from iopmine.nlp.stages import Stage, planned_at, status_of
from iopmine.records import Evidence, PartnershipReading, Party

# What the agreement in force says goes before what was told of an older one.
_NEWEST = re.compile(
    r"\b(?:det|den)\s(?:senaste|nya|nuvarande|gällande)\b|\bnya\s(?:avtalet|partnerskapet)", re.IGNORECASE
)


def read_partnerships(
    document_id: str,
    analysis: Analysis,
    names: Sequence[NameReading],
    areas: Sequence[tuple[str, int]],
    authority: Callable[[str], str],
    published: str | None = None,
) -> list[PartnershipReading]:
    """Return the agreements that a relevant text tells of.

    ``areas`` holds (area id, character position) of the document's area evidence; ``authority`` gives the official name
    of a municipality id; ``published`` is the text's date, truncated ISO. Linear in the number of sentences.
    """
    text = analysis.text
    sentences = clues(analysis, names)
    found = clauses(text, sentences, names)
    drafts = Drafts(text, found, PublicSide(text, sentences, names, authority)).all()
    for_all = head(text, found, drafts)
    return [
        _reading(document_id, text, draft, scope, _areas_of(areas, scope, alone=len(drafts) == 1), for_all, published)
        for draft, scope in zip(drafts, scopes(text, found, drafts), strict=True)
    ]


def _reading(
    document_id: str,
    text: str,
    draft: Draft,
    scope: Scope,
    areas: tuple[str, ...],
    for_all: Sequence[Span],
    published: str | None,
) -> PartnershipReading:
    when = _first_period(text, scope.own + scope.about, published)
    amount = _first_amount(text, scope, shared=len(draft.public) > 1)
    stage = _stage(text, draft, scope, when, for_all, published)
    return PartnershipReading(
        document_id=document_id,
        public_parties=_parties(draft.public),
        idea_based_parties=_parties(draft.ideas),
        areas=areas,
        place=min(draft.public.values(), key=lambda p: p.start).canonical,
        status=stage.status,
        start=when.start,
        end=when.end,
        precision=precision(when.start or when.end),
        duration=when.duration,
        amount_sek=amount.sek if amount else None,
        amount_basis=amount.basis if amount else None,
        rule=draft.rule,
        evidence=tuple(_evidence(draft, when, amount, stage)),
    )


def _evidence(draft: Draft, when: Period, amount: Amount | None, stage: Stage) -> list[Evidence]:
    evidence = [Evidence("public_parties", p.start, p.end) for p in draft.public.values()]
    evidence += [Evidence("idea_based_parties", p.start, p.end) for p in draft.ideas.values()]
    evidence += [Evidence(name, start, end) for name, start, end in when.spans]
    if amount is not None:
        evidence.append(Evidence("amount_sek", amount.start, amount.end))
    if stage.span is not None:
        evidence.append(Evidence("status", *stage.span))
    return evidence


def _stage(
    text: str, draft: Draft, scope: Scope, when: Period, for_all: Sequence[Span], published: str | None
) -> Stage:
    if draft.rule == "partnership:wish":
        return Stage("planned", planned_at(text, scope.own))
    own = status_of(text, scope.own, scope.about, end=when.end, signed_in=when.signed, published=published)
    shared = status_of(text, [*scope.shared, *for_all]) if own.status == "unclear" else own
    return shared if shared.status in {"signed", "running"} else own


def _parties(mentions: Mapping[str, PartyMention]) -> tuple[Party, ...]:
    return tuple(Party(p.entity_id, p.canonical) for p in sorted(mentions.values(), key=lambda p: p.start))


def _first_period(text: str, spans: Sequence[Span], published: str | None) -> Period:
    """Return the first start, end and length that the sentences give, one sentence after another."""
    best = Period(None, None, None, ())
    for start, end in sorted(spans, key=lambda span: _NEWEST.search(text, *span) is None):
        found = period(text, start, end, published=published)
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


def _first_amount(text: str, scope: Scope, *, shared: bool) -> Amount | None:
    """Return the first amount, one with a basis before others; none where public parties pay different shares."""
    spans = sorted([*scope.own, *scope.about, *scope.beside])
    found = [amount for start, end in spans for amount in amounts(text, start, end)]
    if shared and len({amount.sek for amount in found}) > 1:
        return None
    return next((amount for amount in found if amount.basis != "unclear"), found[0] if found else None)


def _areas_of(areas: Sequence[tuple[str, int]], scope: Scope, *, alone: bool) -> tuple[str, ...]:
    """The areas with evidence in the agreement's own sentences, else around it, else the document's first."""
    for spans in (scope.own, scope.about + scope.beside):
        keys = [key for key, at in areas if any(start <= at < end for start, end in spans)]
        if keys:
            return tuple(dict.fromkeys(keys))[:2]
    return tuple(key for key, _ in areas[:1]) if alone else ()
