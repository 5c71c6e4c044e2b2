"""The Swedish word list of simplemma, asked for single forms: lemmas, endings, heads of compounds.

Barbaresi, A. (2021), Simplemma: a simple multilingual lemmatizer; its Swedish list holds nearly a million forms.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from simplemma.strategies import DEFAULT_DICTIONARY_FACTORY

# Endings that may be taken off a form, longest first, and endings that may then stand in their place.
_TAKEN: Final = tuple(
    sorted(
        """a s r t n d e ar er or en et na te de as es at it tt ad are ade ad ast aste arna erna orna ande ende
        anden""".split(),
        key=lambda ending: (-len(ending), ending),
    )
)
_PUT: Final = ("", *"s a n en et ar er or t de te are r".split())
_MOST_STEMS: Final = 4
_SHORTEST_STEM: Final = 2
_SHORTEST_HEAD: Final = 4


@lru_cache(maxsize=1)
def _list() -> Mapping[str, str]:
    # The one that simplemma itself reads: a list of its own would be read and kept a second time.
    return DEFAULT_DICTIONARY_FACTORY.get_dictionary("sv")


def lookup(form: str) -> str | None:
    """Return the lemma that the list gives this very form (names have a capital), or None."""
    return _list().get(form)


def alternation(form: str, lemma: str) -> str:
    """Return how a form's ending turns into that of its lemma: ``gatorna``, ``gata`` give ``orna>a``."""
    same = 0
    for ours, theirs in zip(form, lemma, strict=False):
        if ours != theirs:
            break
        same += 1
    return f"{form[same:]}>{lemma[same:]}"


def paradigm(form: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return for each ending of a form the endings that may replace it in the list, longest ending first.

    ``hundar`` without ``ar`` also takes ``en``, ``arna`` and nothing: a noun.
    """
    known = _list().get
    found = []
    endings = [ending for ending in _TAKEN if form.endswith(ending) and len(form) - len(ending) >= _SHORTEST_STEM]
    for ending in [*endings, ""][:_MOST_STEMS]:
        stem = form[: len(form) - len(ending)]
        found.append((ending, tuple(other for other in _PUT if known(stem + other) is not None)))
    return found


def head(form: str, shortest: int = _SHORTEST_HEAD) -> str | None:
    """Return the longest proper ending of a form that is a word of the list, as the head of a compound may be."""
    for start in range(2, len(form) - shortest + 1):
        if lookup(form[start:]) is not None:
            return form[start:]
    return None
