"""Term patterns of areas and frames: compiled once, looked up word by word.

Syntax (see ``corpus/README.md``): caseless whole words; ``*`` = any letters; a space = any white space; a leading
``=`` = case-sensitive. A dictionary over first words and prefixes keeps the cost per word constant, however many
patterns there are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from iopmine.nlp.analysis import Word
from iopmine.nlp.spans import SpanIndex

_PART = re.compile(r"[\w*]+|[^\w\s*]")


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
    parts: tuple[str, ...]
    exact: bool


def _fits(part: str, word: Word, exact: bool) -> bool:
    return _reads(part, word.text if exact else word.folded)


def _reads(part: str, text: str) -> bool:
    """Tell whether a word reads as one part of a pattern: the same letters, ``*`` for any."""
    if "*" not in part:
        return text == part
    head, _, tail = part.partition("*")
    return len(text) >= len(head) + len(tail) and text.startswith(head) and text.endswith(tail)


class TermIndex:
    """Patterns of many keys, found in one pass over the words of a text."""

    def __init__(self, terms: Iterable[tuple[str, str]]) -> None:
        """Compile (key, term) pairs."""
        self._words: dict[str, list[_Pattern]] = defaultdict(list)
        self._prefixes: dict[str, list[_Pattern]] = defaultdict(list)
        self._open: list[_Pattern] = []
        for key, term in terms:
            self._insert(key, term)
        self._lengths = sorted({len(prefix) for prefix in self._prefixes})
        # Words come again and again: which patterns start at one is worked out once.
        self._starting = lru_cache(maxsize=50_000)(self._patterns_at)

    def _insert(self, key: str, term: str) -> None:
        exact = term.startswith("=")
        body = term.removeprefix("=").strip()
        parts = tuple(_PART.findall(body if exact else body.casefold()))
        if not parts:
            return
        pattern = _Pattern(key, term, parts, exact)
        first = parts[0].casefold()
        if "*" not in first:
            self._words[first].append(pattern)
        elif not first.startswith("*"):
            self._prefixes[first.partition("*")[0]].append(pattern)
        else:
            self._open.append(pattern)

    def find(self, words: list[Word]) -> Iterator[TermHit]:
        """Yield every hit in a list of words, in text order; overlapping hits are all reported."""
        for index, word in enumerate(words):
            for pattern in self._starting(word.folded):
                last = index + len(pattern.parts) - 1
                if last < len(words) and all(
                    _fits(part, words[index + offset], pattern.exact) for offset, part in enumerate(pattern.parts)
                ):
                    yield TermHit(pattern.key, pattern.term, word.start, words[last].end)

    def _patterns_at(self, folded: str) -> tuple[_Pattern, ...]:
        found = list(self._words.get(folded, ()))
        for length in self._lengths:
            if length > len(folded):
                break
            found += self._prefixes.get(folded[:length], ())
        return tuple(p for p in (*found, *self._open) if p.exact or _reads(p.parts[0], folded))


def unmasked(hits: Iterable[TermHit], near_misses: Iterable[TermHit]) -> list[TermHit]:
    """Drop the hits that touch a near-miss of the same key: ``integrationstest`` is not integration."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for miss in near_misses:
        spans[miss.key].append((miss.start, miss.end))
    masks = {key: SpanIndex(found) for key, found in spans.items()}
    return [hit for hit in hits if hit.key not in masks or not masks[hit.key].touches(hit.start, hit.end)]
