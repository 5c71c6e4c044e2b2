"""What the recogniser is told about words before it learns: name lists, and how running text writes each word."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from iopmine.errors import ReadingError
from iopmine.lexicon import Lexicon

_LETTER = re.compile(r"[^\W\d_]")
# A word must have been seen this often where its capital tells something.
_LEAST_SEEN = 2
_OFTEN = 50


def lexicon_lists(lexicon: Lexicon) -> dict[str, set[str]]:
    """Return the names of the lexicon with the lists they stand in: given, surname, place, authority, org."""
    lists: dict[str, set[str]] = {}
    for name in lexicon.given_names:
        lists.setdefault(name, set()).add("given")
    for name in lexicon.surnames:
        lists.setdefault(name, set()).add("surname")
    for entity in lexicon.entities.values():
        if entity.label == "LOC":
            lists.setdefault(entity.canonical, set()).add(f"place-{entity.kind or 'ort'}")
        else:
            lists.setdefault(entity.canonical, set()).add("org")
    return lists


def file_lists(folder: Path) -> dict[str, set[str]]:
    """Return the names of ``*.txt`` files (one a line) with the files' stems as lists.

    Raises:
        ReadingError: the folder holds no list, or one is not UTF-8.
    """
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise ReadingError(f"There is no name list (*.txt) in {folder}.")
    lists: dict[str, set[str]] = {}
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            name = unicodedata.normalize("NFC", " ".join(line.split()))
            if name:
                lists.setdefault(name, set()).add(path.stem)
    return lists


def merged(*parts: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Return all names with all lists they stand in, sorted."""
    found: dict[str, set[str]] = {}
    for part in parts:
        for name, lists in part.items():
            found.setdefault(name, set()).update(lists)
    return {name: tuple(sorted(found[name])) for name in sorted(found)}


def usage(sentences: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return how running text writes each word, by its folded form.

    ``L`` small, ``C`` with a capital inside sentences, ``M`` now so, now so; a digit tells how sure: ``L4`` small and
    frequent, ``L3`` small, ``L2`` nearly always small, ``C1`` mostly and ``C2`` nearly always with a capital.
    """
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for words in sentences:
        for index, word in enumerate(words):
            if word[:1].islower():
                small[word.casefold()] += 1
            elif index and word[:1].isupper():
                capital[word.casefold()] += 1
    seen = {w for w in small.keys() | capital.keys() if _LETTER.search(w) and small[w] + capital[w] >= _LEAST_SEEN}
    return {word: _usage(small[word], capital[word]) for word in sorted(seen)}


def _usage(small: int, capital: int) -> str:
    share = capital / (small + capital)
    if share < 0.02:
        return "L4" if small >= _OFTEN else "L3"
    if share < 0.1:
        return "L2"
    if share < 0.5:
        return "M"
    return "C1" if share < 0.9 else "C2"
