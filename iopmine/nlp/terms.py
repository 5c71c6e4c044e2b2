"""Term patterns of areas and frames: compiled once, looked up word by word.

Syntax (see ``corpus/README.md``): caseless whole words; ``*`` = any letters; a space = any white space; a leading
``=`` = case-sensitive; ``a + b`` = b follows a in the same sentence and paragraph, at most six words between;
``a | b <> c | d`` = each of a and b with each of c and d in that way, in either order. A dictionary over words and
prefixes keeps the cost per word constant, however many patterns there are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from iopmine.nlp.analysis import Word
from iopmine.nlp.spans import SpanIndex

_PART = re.compile(r"[\w*]+|[^\w\s*]")
_STOPS = frozenset(".!?")
# Words that may stand between the two sides of ``a + b``: an object with its attributes, not a clause of its own.
_GAP = 6


@dataclass(frozen=True, slots=True)
class TermHit:
    """A term found at [start, end) (characters), for the area or frame ``key``."""

    key: str
    term: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    key: str
    term: str
    # The sides of ``a + b``; a plain term has one.
    sides: tuple[tuple[str, ...], ...]
    exact: bool
    # The part of the first side that the pattern is looked up by: its longest, since "i" and "inte" stand everywhere.
    anchor: int

    @property
    def is_word(self) -> bool:
        """Whether the pattern is one word in any case: then a word that may start it is a hit."""
        return len(self.sides) == len(self.sides[0]) == 1 and not self.exact

    def reach(self, words: list[Word], index: int) -> int:
        """Return the index after the last word of a hit that starts at a word, or -1."""
        if index < 0:
            return -1
        end = self._side(self.sides[0], words, index)
        for side in self.sides[1:]:
            if end < 0:
                break
            end = self._later(side, words, end)
        return end

    def _side(self, parts: tuple[str, ...], words: list[Word], index: int) -> int:
        end = index + len(parts)
        if end > len(words):
            return -1
        for part, word in zip(parts, words[index:end], strict=True):
            if not _reads(part, word.text if self.exact else word.folded):
                return -1
        return end

    def _later(self, parts: tuple[str, ...], words: list[Word], index: int) -> int:
        for start in range(index, min(index + _GAP + 1, len(words))):
            if words[start].text in _STOPS or words[start].start - words[start - 1].end > 1:
                return -1
            end = self._side(parts, words, start)
            if end >= 0:
                return end
        return -1


def _reads(part: str, text: str) -> bool:
    """Tell whether a word reads as one part of a pattern: the same letters, ``*`` for any."""
    if text == part or "*" not in part:
        return text == part
    head, _, tail = part.partition("*")
    return len(text) >= len(head) + len(tail) and text.startswith(head) and text.endswith(tail)


def spelled_out(term: str) -> list[str]:
    """Return the patterns that ``a | b <> c | d`` stands for; any other term stands for itself."""
    left, either, right = term.partition(" <> ")
    if not either:
        return [term]
    pairs = list(product(left.split(" | "), right.split(" | ")))
    return [f"{a} + {b}" for a, b in pairs] + [f"{b} + {a}" for a, b in pairs]


# The patterns that a word is looked up for: those it is by itself, and those of more words.
_Starting = tuple[tuple[_Pattern, ...], tuple[_Pattern, ...]]
# Word forms remembered with their patterns; a long batch starts anew rather than growing.
_REMEMBERED = 50_000
# Marks the key of a near miss inside the index.
_MASK = "!"


class TermIndex:
    """Patterns of many keys, found in one pass over the words of a text."""

    def __init__(self, terms: Iterable[tuple[str, str]]) -> None:
        """Compile (key, term) pairs."""
        self._words: dict[str, list[_Pattern]] = defaultdict(list)
        self._prefixes: dict[str, list[_Pattern]] = defaultdict(list)
        self._open: list[_Pattern] = []
        for key, term in terms:
            for each in spelled_out(term):
                self._insert(key, each)
        self._lengths = sorted({len(prefix) for prefix in self._prefixes})
        # Words come again and again: which patterns one may be part of is worked out once.
        self._starting: dict[str, _Starting] = {}

    def _insert(self, key: str, term: str) -> None:
        exact = term.startswith("=")
        body = term.removeprefix("=").strip()
        sides = tuple(tuple(_PART.findall(side)) for side in (body if exact else body.casefold()).split(" + "))
        if not all(sides):
            return
        anchor = max(range(len(sides[0])), key=lambda i: (len(sides[0][i].partition("*")[0]), -i))
        pattern = _Pattern(key, term, sides, exact, anchor)
        word = sides[0][anchor].casefold()
        if "*" not in word:
            self._words[word].append(pattern)
        elif not word.startswith("*"):
            self._prefixes[word.partition("*")[0]].append(pattern)
        else:
            self._open.append(pattern)

    def find(self, words: list[Word]) -> list[TermHit]:
        """Return every hit in a list of words, in text order; overlapping hits are all reported."""
        return sorted(self._hits(words), key=lambda hit: hit.start)

    def _hits(self, words: list[Word]) -> Iterator[TermHit]:
        if len(self._starting) > _REMEMBERED:
            self._starting.clear()
        for index, word in enumerate(words):
            starting = self._starting.get(word.folded)
            if starting is None:
                starting = self._starting[word.folded] = self._patterns_at(word.folded)
            single, longer = starting
            for pattern in single:
                yield TermHit(pattern.key, pattern.term, word.start, word.end)
            for pattern in longer:
                first = index - pattern.anchor
                end = pattern.reach(words, first)
                if end >= 0:
                    yield TermHit(pattern.key, pattern.term, words[first].start, words[end - 1].end)

    def _patterns_at(self, folded: str) -> _Starting:
        found = list(self._words.get(folded, ()))
        for length in self._lengths:
            if length > len(folded):
                break
            found += self._prefixes.get(folded[:length], ())
        able = [p for p in (*found, *self._open) if p.exact or _reads(p.sides[0][p.anchor], folded)]
        return tuple(p for p in able if p.is_word), tuple(p for p in able if not p.is_word)


class MaskedTerms:
    """The terms of a taxonomy and the near misses that mask them, found in one pass."""

    def __init__(self, triggers: Iterable[tuple[str, str]], near_misses: Iterable[tuple[str, str]]) -> None:
        """Compile (key, term) pairs."""
        self._index = TermIndex([*triggers, *((_MASK + key, term) for key, term in near_misses)])

    def find(self, words: list[Word]) -> list[TermHit]:
        """Return the hits that no near miss of the same key touches, in text order."""
        hits: list[TermHit] = []
        misses: list[TermHit] = []
        for hit in self._index.find(words):
            if hit.key.startswith(_MASK):
                misses.append(TermHit(hit.key.removeprefix(_MASK), hit.term, hit.start, hit.end))
            else:
                hits.append(hit)
        return unmasked(hits, misses)


def unmasked(hits: Iterable[TermHit], near_misses: Iterable[TermHit]) -> list[TermHit]:
    """Drop the hits that touch a near-miss of the same key: ``integrationstest`` is not integration."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for miss in near_misses:
        spans[miss.key].append((miss.start, miss.end))
    masks = {key: SpanIndex(found) for key, found in spans.items()}
    return [hit for hit in hits if hit.key not in masks or not masks[hit.key].touches(hit.start, hit.end)]
