"""Undoing inflection: the rules that may turn a form into its lemma, and what speaks for each.

A rule is written ``taken>put``: ``orna>a`` turns ``gatorna`` into ``gata``. After Chrupała (2006), who learns such
scripts and chooses among them with a classifier.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from iopmine.nlp.tagging.wordlist import alternation, head, lookup

KEPT: Final = ">"
"""The rule that leaves a form as it is."""
_LONGEST_HEAD: Final[int] = 8
_SHORTEST_HEAD: Final = 3


def normal_form(form: str, pos: str) -> str:
    """Return a form as its lemma would be written: names and initials keep capitals, other words lose them.

    ``Barnen`` gives ``barnen``, ``FN-förbundet`` and ``DDT`` stay.
    """
    folded = form.lower()
    if pos == "PROPN" or form == folded:
        return form
    if lookup(folded) is not None:
        return folded
    first, hyphen, rest = form.partition("-")
    if hyphen and first != first.lower() and (first[1:] != first[1:].lower() or lookup(first.lower()) is None):
        return f"{first}-{rest.lower()}"
    initials = sum(c.isupper() for c in form) > 1 and (":" in form or (form.isupper() and len(form) <= 5))
    return form if initials else folded


def applied(rule: str, form: str) -> str | None:
    """Return what a rule makes of a form, or None if its ending is another or nothing would be left of the stem."""
    taken, _, put = rule.partition(">")
    if len(taken) >= len(form) or not form.endswith(taken):
        return None
    return form[: len(form) - len(taken)] + put


def listed_lemmas(form: str, features: str) -> list[str]:
    """Return the lemmas that the word list gives a form, the head of the compound, or the form without genitive."""
    found = []
    for written in (form, form[:-1]) if "Case=Gen" in features and form.endswith("s") else (form,):
        lemma = lookup(written)
        if lemma is None and (base := _compound_head(written)) is not None:
            lemma = written[: -len(base)] + (lookup(base) or base)
        if lemma is not None:
            found.append(lemma)
    return found


def candidates(form: str, listed: Iterable[str], learnt: Iterable[str]) -> list[str]:
    """Return the rules that apply to a form: those learnt for such words, those of the word list, and ``KEPT``."""
    rules = [rule for rule in learnt if applied(rule, form) is not None]
    rules += [KEPT, *(alternation(form, lemma) for lemma in listed)]
    return [rule for rule in dict.fromkeys(rules) if applied(rule, form) is not None]


def evidence(form: str, pos: str, features: str, rule: str, listed: list[str]) -> list[str]:
    """Return what speaks for or against a rule, as the names of binary features."""
    result = applied(rule, form) or form
    told = [f"r|{pos}|{features}|{rule}", f"r|{pos}|{rule}"]
    told += [f"s|{pos}|{rule}|{form[-length:]}" for length in range(1, 5) if len(form) >= length]
    told += [f"e|{pos}|{result[-length:]}" for length in range(1, 4)]
    found = lookup(form)
    if found is not None:
        told += [f"d|{pos}|{found == result}", f"d|{pos}|{rule}|{found == result}"]
    told += [f"l|{pos}|{place}|{len(listed)}|{lemma == result}" for place, lemma in enumerate(listed)]
    own = lookup(result)
    told.append(f"o|{pos}|{own is None}|{own == result}")
    if own != result:
        told.append(f"h|{pos}|{_own_head(result)}")
    base = _compound_head(form, _SHORTEST_HEAD) if found is None else None
    if base is not None:
        same = result == form[: -len(base)] + (lookup(base) or base)
        told += [f"b|{same}", f"b|{pos}|{same}|{min(len(base), _LONGEST_HEAD)}"]
    return told


def _compound_head(form: str, *shortest: int) -> str | None:
    """Return the head of a compound; a name without a hyphen is not taken apart."""
    return head(form, *shortest) if form[:1].islower() or "-" in form else None


def _own_head(lemma: str) -> int:
    """Return the length of the longest ending that the word list knows as a lemma, at most eight; 0 without one."""
    starts = (0, *range(2, len(lemma) - _SHORTEST_HEAD + 1))
    first = next((start for start in starts if lookup(lemma[start:]) == lemma[start:]), len(lemma))
    return min(len(lemma) - first, _LONGEST_HEAD)
