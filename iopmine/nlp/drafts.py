"""Which idea-based bodies of a text are parties: each is weighed by the sentences it stands in.

Sentences that speak of a partnership, name the public party, or conclude count for a body, denials against it; wishes
of others count for nothing. Bodies that share a sentence make one agreement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from iopmine.nlp.clues import Clue
from iopmine.nlp.groups import Groups, is_added
from iopmine.nlp.parties import PartyMention, PublicSide, by_key, mention_of
from iopmine.nlp.references import follows_others, is_ordinal, is_outcome, names_kind_of
from iopmine.nlp.status import Stance, is_occasion, is_refused, stance_of

# What must speak for a body before it is a party.
_ENOUGH = 2
# The title and the sentences that say what a text is about.
_LEAD = 5
# How many sentences later "avtalet" may still be the one told of.
_FAR = 2
_POINTS_BACK = re.compile(
    r"\W{0,3}(?:det(?:ta)?|den|avtalet|samarbetet|verksamheten|något|uppgörelsen)\b", re.IGNORECASE
)
# An agreement is tied to a body by its preposition or by the word for its parties.
_LINK = re.compile(
    r"\b(?:partnerskap\w*|iop(?:[:-]?\w+)?|\w*avtal\w*|överenskommelse\w*)\s(?:[\w-]+\s){0,4}?(?:med|mellan)\s"
    r"(?!stöd|hjälp|fokus|start|pengar|sikte)|\bpart(?:er|erna|ner)?\b|\bpart\si\b"
    r"|\b(?:slutits?|tecknats?|ingåtts?|tillkom\w*)\b[^.]{0,30}\bmed\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:tillsammans|i\ssamarbete|i\ssamverkan)\smed\s|\b(?:genom|inom|tack\svare|ramen\sför)\s(?:ett|sitt|det)\s(?:[\w-]+\s){0,2}?(?:partnerskap|iop)",
    re.IGNORECASE,
)
# Bodies in one breath: "Ekdala kommun och Föreningen Steget".
_JOINT = re.compile(r"\s?(?:,|och|samt|&)\s")
# One agreement, not the model or a number of them: "ett idéburet offentligt partnerskap om …".
_ONE = re.compile(
    r"\b(?:ett|sitt|det|detta|sitt\sförsta|nya|stort)\s(?:[\w-]+\s){0,3}?(?:partnerskap(?:et)?|iop(?::[nt]|-avtal\w*|:et)?)\b"
    r"|\b(?:partnerskapet|iop:[nt]|iop-avtalet)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\b(?:iop(?:[:-]\w+)?|partnerskap(?:et)?)\s(?:[\w-]+\s){0,3}?(?:planeras|förbereds|förhandlas|är\spå\sgång)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Case:
    """What speaks for one idea-based body: the sentences (indexes) and their weight; wishes and hopes apart."""

    mention: PartyMention
    first: int
    weight: int = 0
    hoped: bool = False
    sentences: list[int] = field(default_factory=list)
    wishes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """A reading in the making: parties by key, the sentences it rests on (indexes), and the rule."""

    public: dict[str, PartyMention]
    ideas: dict[str, PartyMention]
    sentences: list[int]
    rule: str


class Drafts:
    """Weighs the bodies of one text; ``found`` are its clues, ``public`` knows its public side."""

    def __init__(self, text: str, found: Sequence[Clue], public: PublicSide) -> None:
        self._text = text
        self._found = found
        self._public = public
        self._stances: dict[int, Stance] = {}
        self._asserted = any(clue.asserts for clue in found)
        self._topic = self._asserted and any(clue.tells or clue.asserts for clue in found[:_LEAD])
        self._refused = any(
            clue.denied and (clue.iop or clue.partnership or clue.pact) and is_refused(text, clue.start, clue.end)
            for clue in found
        )
        named = [clue for clue in found if clue.iop or clue.partnership]
        self._none = bool(named) and all(clue.denied for clue in named)
        self._cases = self._weighed()

    def all(self) -> list[Draft]:
        """Return a draft for each group of bodies that stand together, in the order of the text."""
        cases = self._cases
        # Whoever is hoped for is a party only where an agreement with that very body is told of.
        chosen = {k: case.sentences for k, case in cases.items() if case.weight >= _ENOUGH and self._is_told(case)}
        if self._none:
            return []
        rule = "partnership:evidence"
        if not chosen and not self._refused and any(map(self._reports, range(len(self._found)))):
            # The only body of a text that tells of a partnership is its party, wherever it is named.
            chosen = self._only_one()
            rule = "partnership:only"
        # Who is wished for and nowhere told of is planned; a text that refuses plans nothing.
        hoped = {key for key, case in cases.items() if case.wishes and not any(map(self._tells, case.sentences))}
        drafts = self._grouped({k: v for k, v in chosen.items() if k not in hoped}, rule)
        if not self._refused:
            planned = {key: sorted({*cases[key].wishes, *cases[key].sentences}) for key in hoped}
            planned |= {key: elsewhere for key in chosen if (elsewhere := self._planned_elsewhere(cases[key], drafts))}
            drafts += self._grouped(planned, "partnership:wish")
        return sorted(drafts or self._open(), key=_place_in_text)

    def _planned_elsewhere(self, case: _Case, drafts: Sequence[Draft]) -> list[int]:
        """The plans that other public bodies have with a body that is told to be a party already."""
        taken = {key for draft in drafts if case.mention.key in draft.ideas for key in draft.public}
        return [
            index
            for index in case.wishes
            if self._found[index].public and taken.isdisjoint(self._public.of(self._found[index]))
        ]

    def _stance(self, index: int) -> Stance:
        """The stance of a clause; one without a verb of its own shares that of the clause it goes on from."""
        first, stance = index, self._stances.get(index)
        while stance is None:
            clue = self._found[first]
            own = stance_of(self._text, clue.start, clue.end)
            if own is Stance.NONE and first > 0 and self._found[first - 1].end == clue.start:
                first -= 1
                stance = self._stances.get(first)
            else:
                stance = own
        self._stances.update(dict.fromkeys(range(first, index + 1), stance))
        return stance

    def _reports(self, index: int) -> bool:
        clue = self._found[index]
        told = clue.tells and self._stance(index) is not Stance.HOPED
        return told and not is_occasion(self._text, clue.start, clue.end)

    def _tells(self, index: int) -> bool:
        return self._found[index].tells and self._stance(index) is Stance.TOLD

    def _is_told(self, case: _Case) -> bool:
        own = (i for i in case.sentences if any(mention_of(n).key == case.mention.key for n in self._found[i].ideas))
        return not case.hoped or any(self._found[index].tells for index in own)

    def _weighed(self) -> dict[str, _Case]:
        """Weigh every idea-based body of the text."""
        cases: dict[str, _Case] = {}
        last: list[_Case] = []
        for index, clue in enumerate(self._found):
            here = []
            for mention in by_key(map(mention_of, clue.ideas)).values():
                case = cases.setdefault(mention.key, _Case(mention, index))
                self._weigh(case, index)
                here.append(case)
            if not here:
                self._refer_back(last, index)
            last = here or last
        return cases

    def _refer_back(self, last: Sequence[_Case], index: int) -> None:
        """Weigh the bodies named last by a sentence that names none.

        "I stället ingår jouren ett partnerskap" speaks for them, "Det är inte ett IOP" against them.
        """
        clue = self._found[index]
        if clue.asserts and self._stance(index) is not Stance.HOPED:
            named = clue.idea_role or is_outcome(self._text, clue)
            for case in last:
                if named or names_kind_of(self._text, clue, case.mention):
                    case.weight += 2
                    case.sentences.append(index)
        elif clue.denied and (clue.iop or clue.partnership) and _POINTS_BACK.match(self._text, clue.start):
            for case in last:
                if case.sentences and index - case.sentences[-1] <= _FAR:
                    case.weight = min(case.weight - 3, -1)

    def _weigh(self, case: _Case, index: int) -> None:
        clue, stance = self._found[index], self._stance(index)
        if clue.denied:
            case.weight -= 2
            return
        if stance in {Stance.HOPED, Stance.PLANNED}:
            case.hoped = case.hoped or (stance is Stance.HOPED and (clue.iop or clue.partnership))
            if stance is Stance.PLANNED and (clue.iop or clue.partnership) and _planned_by_public(self._text, clue):
                case.wishes.append(index)
            return
        others = follows_others(self._text, self._found, index)
        told_of = others or is_ordinal(self._text, self._found, index)
        linked = told_of or _LINK.search(self._text, clue.start, clue.end) is not None
        if is_occasion(self._text, clue.start, clue.end) and not linked:
            return
        near = self._near(index)
        tied = linked or stance is Stance.TOLD or clue.item or self._joined(clue)
        own = (2 if tied else 1) * (clue.iop or clue.partnership or told_of) + 2 * (clue.item and self._asserted) + near
        listed = (near or self._topic) and len(clue.ideas) > 1
        weight = own + clue.pact + (stance is Stance.TOLD) + bool(clue.public) + self._topic + listed
        if not (tied or near or listed) or not (own or listed or linked or clue.pact or clue.public):
            weight = min(weight, 1)
        # An agreement that nothing calls a partnership may be a purchase or a grant.
        if not own and not self._topic and weight <= _ENOUGH:
            weight = min(weight, 1) if self._asserted else 0
        if weight > 0:
            case.weight += weight
            case.sentences += [index - 1, index] if others else [index]

    def _joined(self, clue: Clue) -> bool:
        """Tell whether a sentence names public and idea-based bodies in one breath, or says "together with"."""
        if _TOGETHER.search(self._text, clue.start, clue.end) is not None:
            return True
        public, ideas = ([(n.candidate.start, n.candidate.reach) for n in side] for side in (clue.public, clue.ideas))
        gaps = [(a[1], b[0]) for a in public for b in ideas] + [(b[1], a[0]) for a in public for b in ideas]
        return any(_JOINT.fullmatch(self._text, low, high) for low, high in gaps if low < high <= low + 8)

    def _near(self, index: int) -> int:
        """Return 1 if a neighbouring sentence tells of a partnership and leaves its bodies to this one."""
        around = [self._found[i] for i in (index - 1, index + 1) if 0 <= i < len(self._found)]
        return int(any(clue.asserts and not clue.ideas for clue in around))

    def _only_one(self) -> dict[str, list[int]]:
        able = {key: case.sentences or [case.first] for key, case in self._cases.items() if self._may_be(case)}
        return able if len(able) == 1 else {}

    def _may_be(self, case: _Case) -> bool:
        return case.weight >= 0 and self._is_told(case)

    def _grouped(self, chosen: Mapping[str, Sequence[int]], rule: str) -> list[Draft]:
        """Join the bodies of one agreement: each group with a public party is a reading."""
        drafts = []
        for keys in Groups(self._text, self._found, chosen).all():
            sentences = sorted({index for key in keys for index in chosen[key]})
            parties = self._public_of(sentences)
            ideas = {
                key: self._cases[key].mention
                for key in sorted(keys, key=lambda k: self._cases[k].mention.start)
                if key not in parties
            }
            if parties and ideas:
                drafts.append(Draft(parties, ideas, sentences, rule))
        return drafts

    def _public_of(self, sentences: Sequence[int]) -> dict[str, PartyMention]:
        """The public parties of a group: those of its first sentence that names some, else those that are meant."""
        clues = [self._found[index] for index in sentences]
        best = next((clue for clue in clues if clue.public and clue.ideas), None)
        if best is None:
            best = next((clue for clue in clues if clue.public), clues[0])
        parties = self._public.of(best)
        # A title may leave out who else signed: "A kommun och B" – "A kommun, Region C och B har skrivit under".
        for clue in clues:
            fuller = self._public.of(clue) if clue.public and clue.ideas and clue.tells else {}
            if parties.keys() < fuller.keys():
                parties = fuller
        return parties | self._joining(sentences[-1] + 1)

    def _joining(self, index: int) -> dict[str, PartyMention]:
        """The public bodies of which the next sentence says that they are parties too: "Även X kommun är part"."""
        if index >= len(self._found) or self._found[index].ideas or self._found[index].denied:
            return {}
        clue = self._found[index]
        joins = is_added(self._text, clue.start, clue.end)
        return by_key(self._public.named(clue)) if joins else {}

    def _open(self) -> list[Draft]:
        """The agreement of a text that names no idea-based party: one that a public body is told to have made."""
        for index, clue in enumerate(self._found):
            able = (clue.iop or clue.partnership) and clue.public and not (clue.ideas or clue.denied)
            if able and self._stance(index) is Stance.TOLD and _ONE.search(self._text, clue.start, clue.end):
                if is_occasion(self._text, clue.start, clue.end):
                    continue
                return [Draft(self._public.of(clue), {}, [index], "partnership:open")]
        return []


def _place_in_text(draft: Draft) -> tuple[int, int]:
    """Where a draft comes in the order of the text: by its first sentence, within it by the first of its parties."""
    return draft.sentences[0], min((mention.start for mention in draft.ideas.values()), default=0)


def _planned_by_public(text: str, clue: Clue) -> bool:
    """Tell whether it is the public body that wants, plans or proposes: its name stands before the partner's.

    What "planeras" is planned by those who can.
    """
    if _PASSIVE.search(text, clue.start, clue.end) is not None:
        return True
    first = min(name.candidate.start for name in clue.ideas)
    starts = [name.candidate.start for name in clue.public]
    return any(0 <= start < first for start in (*starts, clue.public_role))
