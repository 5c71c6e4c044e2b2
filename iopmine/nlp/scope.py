"""Which sentences go on about an agreement: its own, and those that follow until another agreement is told of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from iopmine.nlp.clues import Clue
from iopmine.nlp.drafts import Draft
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
            for number in current:
                result[number].own.append((clue.start, clue.end))
                result[number].shared += governing[index]
            continue
        if not alone and current and _leads_on(clue, drafts[current[0]]):
            current = []
        if clue.denied or not current:
            continue
        same = clue.paragraph == found[at].paragraph
        about = _is_about(text, clue) or (same and clue.item)
        terms = alone and _TERMS.search(text, clue.start, clue.end) is not None
        if same or about or terms:
            at = index if same or about else at
            for number in current:
                kept = result[number].about if about or terms else result[number].beside
                kept.append((clue.start, clue.end))
    return result


def head(text: str, found: Sequence[Clue], drafts: Sequence[Draft]) -> list[Span]:
    """Return the sentences about agreements before the first of several is named: what they say holds for all."""
    if len(drafts) < 2:
        return []
    before = found[: min(index for draft in drafts for index in draft.sentences)]
    told = [
        c for c in before if not c.denied and (c.public or c.public_role >= 0 or text.endswith(":", c.start, c.end))
    ]
    return [(c.start, c.end) for c in told if not c.denied and _is_about(text, c)]


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


def _leads_on(clue: Clue, draft: Draft) -> bool:
    """Tell whether a sentence turns to a body that is no party of the agreement."""
    keys = {mention_of(name).key for name in clue.ideas}
    return bool(keys) and not keys & draft.ideas.keys()
