"""Retellings: two texts written from one press release, with few sentences in common but the same facts.

What tells them from two reports on one subject is a quotation, word for word, and most names and numbers in common
within a fortnight. Page furniture and a sentence that a member of parliament uses twice are no quotation.
"""

from __future__ import annotations

import re
from datetime import date

import numpy as np

from iopmine.stories.fingerprint import Fingerprints, article, sequences, word_hash, words_of
from iopmine.text.normal import fold

SHARED_FACTS = 0.5
"""Share of the names and numbers of the text with fewer of them that the other must have too."""
FACTS_LEAST = 8
"""Names and numbers that both have: a town, a year and a minister are in half of all reports."""
QUOTED_LEAST = 4
"""Word sequences of quotations that both have: nine words in a row."""
DAYS_APART = 14

_DAY = len("2018-06-07")
# What a newspaper marks as said: a paragraph that begins with a dash, or words between quotation marks.
_QUOTATION = re.compile(
    r"^[ \t]{0,9}[–—-][ \t]?(?=[\wÅÄÖ”])[^\n]{20,2000}|[”\"“»][^”\"“«»\n]{20,2000}[”\"“«»]", re.MULTILINE
)
# A capital inside a sentence (one after a full stop, a dash or a line end says nothing), or a number.
_FACT = re.compile(r"(?<=[\wåäö,;)»”] )[A-ZÅÄÖ][\w-]{1,60}|\b\d{1,15}(?:[.,]\d{1,15}){0,3}")


def facts(text: str) -> Fingerprints:
    """Return the names and numbers of an article as sorted distinct hashes, genitives as their names."""
    found = {fold(match.group()).rstrip("s").replace(",", ".") for match in _FACT.finditer(article(text))}
    return np.unique(np.fromiter(map(word_hash, found), np.uint64, len(found)))


def quotations(text: str) -> Fingerprints:
    """Return the word sequences of the quotations in an article as sorted distinct hashes."""
    said = [sequences(words_of(match.group())) for match in _QUOTATION.finditer(article(text))]
    return np.unique(np.concatenate([np.empty(0, np.uint64), *said]))


def told_together(one: str | None, other: str | None) -> bool:
    """Tell whether two publication dates (truncated ISO) can lie within a fortnight; a missing one can lie anywhere."""
    if one is None or other is None:
        return True
    if len(one) == len(other) == _DAY:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= DAYS_APART
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def same_facts(one: Fingerprints, other: Fingerprints) -> bool:
    """Tell whether the facts of two texts are the same for the most part."""
    return _common(one, other) >= max(FACTS_LEAST, SHARED_FACTS * min(len(one), len(other)))


def same_quotation(one: Fingerprints, other: Fingerprints) -> bool:
    """Tell whether two texts quote the same words."""
    return _common(one, other) >= QUOTED_LEAST


def _common(one: Fingerprints, other: Fingerprints) -> int:
    return len(np.intersect1d(one, other, assume_unique=True))
