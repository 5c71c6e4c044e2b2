"""Which idea-based bodies of a text are parties: each is weighed by the sentences it stands in.

Sentences that speak of a partnership, name the public party, or conclude count for a body, wishes and denials against
it. Bodies that share a sentence make one agreement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from iopmine.nlp.clues import Clue
from iopmine.nlp.parties import PartyMention, PublicSide, by_key, mention_of

# What must speak for a body before it is a party.
_ENOUGH = 2
# The title and the sentences that say what a text is about.
_LEAD = 5


@dataclass(slots=True)
class _Case:
    """What speaks for one idea-based body: the sentences (indexes) and their weight; wishes apart."""

    mention: PartyMention
    first: int
    weight: int = 0
    sentences: list[int] = field(default_factory=list)
    wishes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """A reading in the making: parties by key, the sentences it rests on (indexes), and the rule."""

    public: dict[str, PartyMention]
    ideas: dict[str, PartyMention]
    sentences: list[int]
    rule: str


def drafts_of(found: Sequence[Clue], public: PublicSide) -> list[Draft]:
    """Return a draft for each group of bodies that stand together, in the order of the text."""
    cases = _cases(found)
    chosen = {key: case.sentences for key, case in cases.items() if case.weight >= _ENOUGH}
    rule = "partnership:evidence"
    refused = any(clue.denied for clue in found)
    if not chosen and not refused and any(clue.tells for clue in found):
        # The only body of a text that tells of a partnership is its party, wherever it is named.
        chosen = _only_one(cases)
        rule = "partnership:only"
    # Who is wished for and nowhere told of is planned; a text that refuses plans nothing.
    hoped = {key for key, case in cases.items() if case.wishes and not any(found[i].tells for i in case.sentences)}
    drafts = _grouped(found, cases, {k: v for k, v in chosen.items() if k not in hoped}, public, rule)
    if not refused:
        planned = {key: sorted({*cases[key].wishes, *cases[key].sentences}) for key in hoped}
        drafts += _grouped(found, cases, planned, public, "partnership:wish")
    return sorted(drafts, key=lambda d: d.sentences[0])


def _cases(found: Sequence[Clue]) -> dict[str, _Case]:
    """Weigh every idea-based body of a text."""
    asserted = any(clue.asserts for clue in found)
    topic = asserted and any(clue.tells or clue.asserts for clue in found[:_LEAD])
    cases: dict[str, _Case] = {}
    last: list[_Case] = []
    for index, clue in enumerate(found):
        here = []
        for mention in by_key(map(mention_of, clue.ideas)).values():
            case = cases.setdefault(mention.key, _Case(mention, index))
            _weigh(case, found, index, asserted=asserted, topic=topic)
            here.append(case)
        # "I stället ingår jouren ett partnerskap": the body named last is the one that the word stands for.
        if not here and clue.asserts and clue.idea_role:
            for case in last:
                case.weight += 2
                case.sentences.append(index)
        last = here or last
    return cases


def _weigh(case: _Case, found: Sequence[Clue], index: int, *, asserted: bool, topic: bool) -> None:
    clue = found[index]
    if clue.denied:
        case.weight -= 2
        return
    if clue.wish and not clue.concluded:
        if (clue.iop or clue.partnership) and _wished_by_public(clue):
            case.wishes.append(index)
        return
    near = _near(found, index)
    own = 2 * (clue.iop or clue.partnership) + 2 * (clue.item and asserted) + near
    listed = (near or topic) and len(clue.ideas) > 1
    weight = own + clue.pact + clue.concluded + bool(clue.public) + topic + listed
    # An agreement that nothing calls a partnership may be a purchase or a grant.
    if not own and not topic and weight <= _ENOUGH:
        weight = min(weight, 1) if asserted else 0
    if weight > 0:
        case.weight += weight
        case.sentences.append(index)


def _near(found: Sequence[Clue], index: int) -> int:
    """Return 1 if a neighbouring sentence tells of a partnership and leaves its bodies to this one."""
    around = [found[i] for i in (index - 1, index + 1) if 0 <= i < len(found)]
    return int(any(clue.asserts and not clue.ideas for clue in around))


def _wished_by_public(clue: Clue) -> bool:
    """Tell whether it is the public body that wants, plans or proposes: its name stands before the partner's."""
    first = min(name.candidate.start for name in clue.ideas)
    starts = [name.candidate.start for name in clue.public]
    return any(0 <= start < first for start in (*starts, clue.public_role))


def _only_one(cases: Mapping[str, _Case]) -> dict[str, list[int]]:
    able = {key: case.sentences or [case.first] for key, case in cases.items() if case.weight >= 0}
    return able if len(able) == 1 else {}


def _grouped(
    found: Sequence[Clue],
    cases: Mapping[str, _Case],
    chosen: Mapping[str, Sequence[int]],
    public: PublicSide,
    rule: str,
) -> list[Draft]:
    """Join the bodies that share a sentence: each group with a public party is a reading."""
    at: dict[int, list[str]] = defaultdict(list)
    for key, sentences in chosen.items():
        for index in sentences:
            at[index].append(key)
    group: dict[str, set[str]] = {key: {key} for key in chosen}
    for together in at.values():
        joined: set[str] = set().union(*(group[key] for key in together))
        for key in joined:
            group[key] = joined
    drafts = []
    for keys in {id(members): members for members in group.values()}.values():
        sentences = sorted({index for key in keys for index in chosen[key]})
        parties = _public_of([found[index] for index in sentences], public)
        if parties:
            ideas = {key: cases[key].mention for key in sorted(keys, key=lambda k: cases[k].mention.start)}
            drafts.append(Draft(parties, ideas, sentences, rule))
    return drafts


def _public_of(sentences: Sequence[Clue], public: PublicSide) -> dict[str, PartyMention]:
    """The public parties of a group: those of its first sentence that names some, else those that are meant."""
    best = next((clue for clue in sentences if clue.public and clue.ideas), None)
    if best is None:
        best = next((clue for clue in sentences if clue.public), sentences[0])
    return public.of(best)
