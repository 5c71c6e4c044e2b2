"""Which sentences go on about an agreement: its own, and those that follow until another agreement is told of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from iopmine.nlp.clauses import in_a_row
from iopmine.nlp.clues import Clue
from iopmine.nlp.drafts import Draft
from iopmine.nlp.groups import counted, is_of_several
from iopmine.nlp.parties import mention_of
from iopmine.nlp.status import Stance, is_occasion, stance_of

Span = tuple[int, int]

_LEAD = re.compile(r"[\s–—•*·▪-]{0,6}")
# A sentence, or a line of a fact box, whose subject is the agreement although no word for one stands in it.
_GOES_ON = re.compile(
    r"""(?=\w)(?:det|den|avtalstid\w*|avtalsperiod\w*|avtalsform\w*|ersättning\w*|tid(?:en|splan)?\b|period(?:en)?\b|belopp\w*
      |kostnad\w*|satsning\w*|start\b|slut\b|omfattning\b|gäller\b|löper\b|pågår\b|förläng\w+|avslut\w+
      |från\b|t\.?o\.?m|säsongsvis|läsår\w*|\d|när\b|pris\w*|summa\w*|första\såret|båda|parterna)\b""",
    re.IGNORECASE | re.VERBOSE,
)

# What an agreement costs and when it runs is told in sentences that need not name it.
_TERMS = re.compile(
    r"""\b(?: bidrar | betalar | betalas | satsar | skjuter\still | avsätt(?:er|s) | avsatt\w* | kosta[rd]e?
         | kostnad\w* | ersättning\w*
      | värt | går\sin\smed | lägger | anslå\w+ | handlar\sdet\som | insats\w* | potten | förläng(?:er|s|t|des)
      | (?:kommunens|stadens|regionens)\s(?:an)?del | miljon\w* | mnkr | mkr
      | sträcker\ssig | inleds | startar | börjar | perioden | avtalstid\w* | löptid\w* | t\.?o\.?m\.?
      | till\soch\smed | upphör )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_SUM = re.compile(r"\b(?:totalt|sammanlagt|tillsammans|sammantaget)\b", re.IGNORECASE)
_OF_ALL = re.compile(
    r"\W{0,3}(?:(?:alla|samtliga|båda|bägge)\b|tillsammans\s(?:kostar|omfattar|är)\sde\b)(?!\s(?:som|vet|kan|barn|unga|människor))",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Scope:
    """The sentences of an agreement: its own, those about it, and what else is said on the way (money may be there).

    ``shared`` are clauses whose verb holds for a clause that has none: "A har tecknat avtal med B och C med D".
    """

    own: list[Span] = field(default_factory=list)
    about: list[Span] = field(default_factory=list)
    beside: list[Span] = field(default_factory=list)
    shared: list[Span] = field(default_factory=list)


def scopes(text: str, found: Sequence[Clue], drafts: Sequence[Draft]) -> list[Scope]:
    """Return the scope of each draft. Linear in the number of sentences."""
    result = [Scope() for _ in drafts]
    owners: dict[int, list[int]] = {}
    for number, draft in enumerate(drafts):
        for index in draft.sentences:
            owners.setdefault(index, []).append(number)
    alone = len(drafts) == 1
    current = [0] if alone else []
    at = drafts[0].sentences[0] if alone else 0
    governing = _governing(text, found)
    for index, clue in enumerate(found):
        if index in owners:
            current, at = owners[index], index
            _own(text, clue, [drafts[number] for number in current], [result[number] for number in current])
            for number in current:
                result[number].shared += governing[index]
        elif alone and not clue.denied and is_of_several(text, clue.start, clue.end):
            # What the same body is told to do with several agreements, it does with this one.
            result[0].shared += [(clue.start, clue.end)] if clue.public else []
        elif not alone and current and _leads_on(text, found[at], clue, drafts[current[0]]):
            current = []
        elif current and not clue.denied:
            goes_on = _goes_on(text, found[at], clue, [result[number] for number in current], alone=alone)
            at = index if goes_on else at
    return result


def _own(text: str, clue: Clue, drafts: Sequence[Draft], scopes: Sequence[Scope]) -> None:
    """Give a sentence, or its part, to each of the agreements whose parties it names."""
    for scope, span in zip(scopes, _parts(text, clue, drafts), strict=True):
        scope.own.append(span)
        if len(drafts) > 1:
            scope.shared.append((clue.start, clue.end))


def _goes_on(text: str, own: Clue, clue: Clue, scopes: Sequence[Scope], *, alone: bool) -> bool:
    """Give a sentence to the agreements told of before it; tell whether they are still the subject."""
    same = clue.paragraph == own.paragraph
    about = _is_about(text, clue) or (same and clue.item)
    # What all cost together is no term of one.
    one = alone or (len(scopes) == 1 and not clue.ideas and not _SUM.search(text, clue.start, clue.end))
    terms = one and _TERMS.search(text, clue.start, clue.end) is not None
    for scope in scopes if same or about or terms else ():
        (scope.about if about or terms else scope.beside).append((clue.start, clue.end))
    return same or about


def _parts(text: str, clue: Clue, drafts: Sequence[Draft]) -> list[Span]:
    """Return what a sentence says of each of several agreements: "A får 200 000 kronor, B 1,7 miljoner".

    What stands from a body to the next is said of it; of bodies in one row, the whole sentence is said of each.
    """
    whole = (clue.start, clue.end)
    names = [name for name in clue.ideas if any(mention_of(name).key in draft.ideas for draft in drafts)]
    row = any(in_a_row(text, one, other) for one, other in pairwise(names))
    if len(drafts) == 1 or row:
        return [whole] * len(drafts)
    cuts = [clue.start, *(name.candidate.start for name in names[1:]), clue.end]
    parts = list(zip(names, pairwise(cuts), strict=True)) if names else []
    return [next((span for name, span in parts if mention_of(name).key in d.ideas), whole) for d in drafts]


class ForAll(NamedTuple):
    """Sentences about several agreements: those before the first is named, and those that surely speak of each."""

    likely: list[Span]
    sure: list[Span]


def for_all(text: str, found: Sequence[Clue], drafts: Sequence[Draft]) -> ForAll:
    """Return the sentences that hold for all of several agreements.

    Without doubt do those that count as many as are told of ("fyra avtal går ut"), and "alla pågår".
    """
    if len(drafts) < 2:
        return ForAll([], [])
    first = min(index for draft in drafts for index in draft.sentences)
    likely = [
        (c.start, c.end)
        for c in found[:first]
        if not c.denied
        and (c.public or c.public_role >= 0 or text.endswith(":", c.start, c.end))
        and _is_about(text, c)
    ]
    told = [c for c in found if not c.denied and not c.ideas]
    sure = [
        (c.start, c.end)
        for c in told
        if _OF_ALL.match(text, c.start, c.end) or len(drafts) in counted(text, c.start, c.end)
    ]
    return ForAll(likely, sure)


def _governing(text: str, found: Sequence[Clue]) -> list[list[Span]]:
    """For each clause without a verb of its own, the one it goes on from, if any."""
    result: list[list[Span]] = []
    governor = end = -1
    for index, clue in enumerate(found):
        goes_on = end == clue.start and stance_of(text, clue.start, clue.end) is Stance.NONE
        governor, end = governor if goes_on else index, clue.end
        result.append([(found[governor].start, found[governor].end)] if goes_on else [])
    return result


def _is_about(text: str, clue: Clue) -> bool:
    lead = _LEAD.match(text, clue.start)
    named = clue.pact or clue.iop or clue.partnership
    about = named or _GOES_ON.match(text, lead.end() if lead else clue.start) is not None
    return about and not is_occasion(text, clue.start, clue.end)


def _leads_on(text: str, own: Clue, clue: Clue, draft: Draft) -> bool:
    """Tell whether a sentence turns to a body that is no party of the agreement, or is the next item of a list."""
    keys = {mention_of(name).key for name in clue.ideas}
    if keys:
        return not keys & draft.ideas.keys()
    lead = _LEAD.match(text, clue.start)
    goes_on = _GOES_ON.match(text, lead.end() if lead else clue.start) is not None
    return clue.item and own.item and not goes_on and text.find("\n", own.start, clue.start) >= 0
