"""Which bodies are parties of one agreement: those told in one breath, unless the text keeps their agreements apart.

A list, a count ("två partnerskap" of two bodies), "det ena … det andra", "A respektive B" and "ett med A, ett med B"
keep apart; a list of bare names under a sentence about one agreement, "B är också part" and "stiftelsen" for a body
named before bring together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from iopmine.nlp.clues import Clue
from iopmine.nlp.number_words import read_number
from iopmine.nlp.parties import PartyMention, mention_of
from iopmine.nlp.references import follows_others

# "Två partnerskap", "fyra av kommunens idéburna offentliga partnerskap": between number and noun stand an owner and
# words in the plural only, so that "två föreningar har ett partnerskap" counts none.
_NUMBERS = (
    r"två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton|tjugo|\d{1,2}"
)
_COUNTED = re.compile(
    rf"(?<![\w–-])(?P<n>{_NUMBERS})\s(?:av\s)?(?:[^\W\d]{{3,30}}s\s)?(?:(?:[^\W\d]{{2,20}}a|pågående|liknande)\s){{0,3}}"
    r"(?:partnerskap(?:en)?|iop(?::er(?:na)?|-avtal(?:en)?)?|avtal(?:en)?|överenskommelser(?:na)?)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    # "Vårt idéburna offentliga partnerskap" is one: the adjective is definite, not plural.
    r"(?<!vårt\s)(?<!sitt\s)(?<!det\s)(?<!detta\s)(?<!ert\s)\bidéburna\soffentliga\spartnerskap\b(?!et)|\b(?:partnerskapen|avtalen|överenskommelserna|iop:er(?:na)?)\b"
    r"|\b(?:de|flera|fler|följande|alla|våra|sina|olika|samtliga)\s(?:[\w-]+\s){0,2}?(?:partnerskap|iop|avtal)\b",
    re.IGNORECASE,
)
# One agreement, or the parties of one.
_ONE = re.compile(
    r"\b(?:ett|sitt|det|detta)\s(?:[\w-]+\s){0,3}?(?:partnerskap(?:et)?|iop(?:-avtal(?:et)?)?)\b(?!\w)"
    r"|\b(?:partnerskapet|iop:[nt]|iop-avtalet|överenskommelsen)\b"
    r"|\b(?:parter(?:na)?(?:\s(?:är|i\savtalet))?:|parterna\sär\b|(?:under)?tecknar[en]\w*|undertecknare\b)",
    re.IGNORECASE,
)
# One agreement as news: "har tecknat ett partnerskap".
_NEW = re.compile(r"\bett\s(?:[\w-]+\s){0,3}?(?:partnerskap|iop(?:-avtal)?)\b", re.IGNORECASE)
_ALL_OF_THEM = re.compile(r"\W{0,3}(?:de(?:t\sär\sde)?|båda|bägge|alla|samtliga)\b", re.IGNORECASE)
_EACH = re.compile(r"\b(?:respektive|var\s?sitt|var\s?sin|vardera|med\svar\soch\sen\sav)\b", re.IGNORECASE)
_ORDINAL = re.compile(r"\W{0,3}(?:det|den)\s(?:ena|första|andra|tredje|fjärde|femte)\b(?!\sparten)", re.IGNORECASE)
_TOO = re.compile(
    r"\b(?:även|också|tillkommer|tredje|fjärde|dessutom)\b[^.]{0,60}\bpart\b"
    r"|\b(?:andra|tredje|fjärde|övriga)\sparte(?:n|rna)\b",
    re.IGNORECASE,
)
# A body by its kind, where it is no apposition to the name that follows.
_KIND = re.compile(r"\b(?P<kind>stiftelse|förening|jour|mission|kooperativ|församling)(?:e?n|et)\b(?!\s[A-ZÅÄÖ])")
# An item that is a name and nothing more says nothing of an agreement of its own.
_BARE = re.compile(r"\W{0,4}(?:\d{1,2}[.)]\W{0,3})?(?:[^\W\d][^\d:,;–|\t\n]{1,60})?")
# What follows a list speaks of all that it names, a sentence or two later.
_TOGETHER = re.compile(
    r"\b(?:tillsammans|gemensamt|parterna|organisationerna|föreningarna|(?:de|alla|samtliga)\s[a-zåäö]{3,10})\b",
    re.IGNORECASE,
)
_AFTER = 2

Label = tuple[str, object]


def counted(text: str, start: int, end: int) -> set[int]:
    """Return the numbers of agreements that a sentence gives: "två partnerskap", "fyra av kommunens avtal"."""
    numbers = (read_number(found["n"]) for found in _COUNTED.finditer(text, start, end))
    return {number.value for number in numbers if number is not None and not number.rough}


def is_of_several(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence speaks of several agreements and of none in particular."""
    several = _SEVERAL.search(text, start, end) is not None or bool(counted(text, start, end))
    return several and _ONE.search(text, start, end) is None


def is_added(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence adds a party to the agreement told of before: "även B är part"."""
    return _TOO.search(text, start, end) is not None


class Groups:
    """Groups the bodies of a text; ``found`` are its clues, ``chosen`` the sentences (indexes) that speak for each."""

    def __init__(self, text: str, found: Sequence[Clue], chosen: Mapping[str, Sequence[int]]) -> None:
        self._text, self._found, self._chosen = text, found, chosen
        self._named: dict[int, list[PartyMention]] = {}
        for index in sorted({index for sentences in chosen.values() for index in sentences}):
            here = [mention for mention in map(mention_of, found[index].ideas) if mention.key in chosen]
            if here:
                self._named[index] = here
        self._lists = self._found_lists()
        self._labels = self._labelled()
        self._root = {key: key for key in chosen}

    def all(self) -> list[list[str]]:
        """Return the bodies of each agreement. Linear in the number of sentences."""
        heads: dict[Label, str] = {}
        for key, label in self._labels.items():
            self._join(heads.setdefault(label, key), key)
        last: str | None = None
        for index, keys in self._together():
            clue = self._found[index]
            apart = {self._labels[key] for key in keys if key in self._labels}
            if len(apart) < 2:
                for key in keys[1:]:
                    self._join(keys[0], key)
            if last is not None and is_added(self._text, clue.start, clue.end):
                self._join(last, keys[0])
            last = keys[-1]
        groups: dict[str, list[str]] = {}
        for key in self._chosen:
            groups.setdefault(self._find(key), []).append(key)
        return list(groups.values())

    def _together(self) -> Iterator[tuple[int, list[str]]]:
        """Yield (sentence, bodies that it speaks for), with the body that "stiftelsen" stands for."""
        at: dict[int, dict[str, None]] = {}
        for key, sentences in self._chosen.items():
            for index in sentences:
                at.setdefault(index, {})[key] = None
        before: list[PartyMention] = []
        for index in sorted(at):
            clue = self._found[index]
            here = self._named.get(index, [])
            kind = _KIND.search(self._text, clue.start, clue.end) if here and clue.partnership else None
            if kind is not None:
                meant = next((m for m in reversed(before) if kind["kind"] in m.canonical.casefold()), None)
                at[index] |= {meant.key: None} if meant is not None else {}
            # Only the bodies named last can be meant.
            before = [*before[-3:], *here]
            yield index, list(at[index])

    def _find(self, key: str) -> str:
        while self._root[key] != key:
            self._root[key] = key = self._root[self._root[key]]
        return key

    def _join(self, one: str, other: str) -> None:
        """Put two bodies in one group unless their groups have agreements of their own."""
        one, other = self._find(one), self._find(other)
        here, there = self._labels.get(one), self._labels.get(other)
        if one == other or (here is not None and there is not None and here != there):
            return
        self._root[other] = one
        if here is None and there is not None:
            self._labels[one] = there

    def _labelled(self) -> dict[str, Label]:
        """Name the agreement of each body that the text keeps apart from others."""
        if len(self._chosen) in self._counts() and not self._are_together():
            return {key: ("each", key) for key in self._chosen}
        labels: dict[str, Label] = {}
        for index, here in self._named.items():
            for mention in here:
                label = self._label(index, mention, here)
                if label is not None:
                    labels.setdefault(mention.key, label)
        return labels

    def _label(self, index: int, mention: PartyMention, here: Sequence[PartyMention]) -> Label | None:
        clue = self._found[index]
        if clue.item:
            first = self._lists.get(index)
            return ("list", first) if first is not None else ("item", self._line(clue))
        if self._is_cut(index):
            return "clause", index
        if _ORDINAL.match(self._text, clue.start) is not None:
            return "ordinal", index
        if len({each.key for each in here}) > 1 and self._each(index):
            return "each", mention.key
        return None

    def _counts(self) -> set[int]:
        """How many agreements the text says there are, where it names as many bodies."""
        told = (counted(self._text, clue.start, clue.end) for clue in self._found if not clue.denied)
        return set().union(*told)

    def _line(self, clue: Clue) -> int:
        return self._text.rfind("\n", 0, clue.start) + 1

    def _are_together(self) -> bool:
        """Tell whether a sentence about one agreement names several bodies."""
        several = [self._found[i] for i, here in self._named.items() if len({mention.key for mention in here}) > 1]
        alone = (clue for clue in several if not counted(self._text, clue.start, clue.end))
        return any(_NEW.search(self._text, clue.start, clue.end) for clue in alone)

    def _is_cut(self, index: int) -> bool:
        """Tell whether a clause and the one beside it were one sentence, each with a partner of its own."""
        around = [i for i in (index - 1, index + 1) if i in self._named]
        return any(self._found[min(i, index)].end == self._found[max(i, index)].start for i in around)

    def _each(self, index: int) -> bool:
        """Tell whether a sentence says that each of its bodies has an agreement: "A respektive B", in the plural."""
        clue = self._found[index]
        if _EACH.search(self._text, clue.start, clue.end) or follows_others(self._text, self._found, index):
            return True
        if _ONE.search(self._text, clue.start, clue.end) is not None:
            return False
        following = self._found[index + 1] if index + 1 < len(self._found) else None
        spans = (
            [clue] if following is None or not _ALL_OF_THEM.match(self._text, following.start) else [clue, following]
        )
        return any(_SEVERAL.search(self._text, c.start, c.end) and not c.denied for c in spans)

    def _found_lists(self) -> dict[int, int]:
        """Return the sentences that lie in a list of the parties of one agreement, each with the first of its list."""
        found: dict[int, int] = {}
        first = 0
        for index in range(len(self._found) + 1):
            if index < len(self._found) and self._found[index].item:
                continue
            if index - first > 1 and self._is_of_parties(first, index):
                found |= dict.fromkeys(range(first, index), first)
            first = index + 1
        return found

    def _is_of_parties(self, first: int, after: int) -> bool:
        """Tell whether the items from ``first`` to before ``after`` are bare names under one agreement."""
        if not all(_BARE.fullmatch(self._text, c.start, c.end) for c in self._found[first:after]):
            return False
        leading = self._found[max(0, first - 1) : first]
        following = self._found[after : after + _AFTER]
        if any(_SEVERAL.search(self._text, c.start, c.end) for c in leading):
            return False
        one = any(_ONE.search(self._text, c.start, c.end) for c in leading)
        ends = following[-1].end if following else 0
        together = following and _TOGETHER.search(self._text, following[0].start, ends) is not None
        return one or bool(together and any(_ONE.search(self._text, c.start, c.end) for c in following))
