"""Verbs that are auxiliaries only with another verb: ``har`` with a supine, ``får`` and ``vill`` with an infinitive.

The other verb may stand further off than the chain sees (``har de senaste tre åren drivit``), so it is looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

_WANTED: Final = {
    **dict.fromkeys(("ha", "har", "hade", "haft"), "VerbForm=Sup"),
    **dict.fromkeys(("få", "får", "fick", "fått", "vill", "ville", "vilja", "velat"), "VerbForm=Inf"),
}
_VERBS: Final = frozenset({"AUX", "VERB"})
_STOPS: Final = frozenset(".;:!?")
# What an infinitive of their own does not stand behind; a supine may (``har i åratal drivit``).
_BARRIERS: Final = frozenset({"ADP", "PART", "SCONJ"})
_NEGATIONS: Final = frozenset({"inte", "ej", "icke", "aldrig"})
_FARTHEST: Final = 12


def settled(
    forms: Sequence[str], lengths: Sequence[int], pos: Sequence[str], features: Sequence[str]
) -> Iterator[tuple[int, str]]:
    """Yield (index, part of speech) of the verbs that may be auxiliaries, as the verbs behind them decide."""
    end = 0
    for length in lengths:
        start, end = end, end + length
        for index in range(start, end):
            wanted = _WANTED.get(forms[index].casefold())
            if wanted is not None and pos[index] in _VERBS:
                reach = range(index + 1, min(end, index + 1 + _FARTHEST))
                yield index, "AUX" if _governs(wanted, forms, pos, features, reach) else "VERB"


def _governs(wanted: str, forms: Sequence[str], pos: Sequence[str], features: Sequence[str], reach: range) -> bool:
    for index in reach:
        found = features[index]
        if wanted in found:
            return True
        if "VerbForm=Fin" in found or forms[index] in _STOPS:
            return False
        if wanted == "VerbForm=Inf" and ("VerbForm=Sup" in found or _bars(forms[index], pos[index])):
            return False
    return False


def _bars(form: str, pos: str) -> bool:
    return pos in _BARRIERS and form.casefold() not in _NEGATIONS
