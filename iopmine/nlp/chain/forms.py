"""What one word form tells: its features, and the attributes that combine with those of its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

OUT = "\x02"
"""The form that stands for everything outside the sentence."""
_LONGEST_ABBREVIATION = 6
_RUNS = re.compile(r"([^\W\d_]|\d)\1+")


@dataclass(frozen=True, slots=True)
class Form:
    """The features of a form, by how far they are seen, and its attributes.

    ``core`` counts at every offset of the window, ``near`` beside the word as well, ``full`` at the word itself.
    ``attributes`` holds one value for each attribute name of the describer, in its order.
    """

    core: tuple[str, ...]
    near: tuple[str, ...]
    full: tuple[str, ...]
    attributes: tuple[str, ...]

    def at(self, offset: int) -> tuple[str, ...]:
        """Return the features seen from a word at this distance."""
        if offset == 0:
            return self.core + self.near + self.full
        return self.core + self.near if abs(offset) == 1 else self.core


class Describer(Protocol):
    """Describes word forms; ``attributes`` names the attributes of ``Form`` in their order."""

    @property
    def attributes(self) -> tuple[str, ...]:
        """The names of the attributes."""

    def describe(self, form: str) -> Form:
        """Return what the form tells; ``OUT`` stands for the outside of a sentence."""


def outside(attributes: int) -> Form:
    """Return what the outside of a sentence tells."""
    return Form((OUT,), (), (), (OUT,) * attributes)


def shape(form: str) -> str:
    """Return the outline of a form with runs folded: ``Göteborgs`` gives ``Xx+``, ``1998`` gives ``d+``."""
    outline = "".join("X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c for c in form)
    return _RUNS.sub(r"\1+", outline)


def without_ending(folded: str) -> str:
    """Return a folded form without what may be a genitive ending."""
    for ending in (":s", "'s", "’s"):
        if folded.endswith(ending):
            return folded[:-2]
    return folded[:-1] if len(folded) > 3 and folded.endswith("s") else folded


def list_key(name: str) -> str:
    """Return the form by which a listed word is known: folded, but an abbreviation as it is printed."""
    return name if name.isupper() and len(name) <= _LONGEST_ABBREVIATION else name.casefold()


def affixes(kind: str, folded: str, lengths: Iterable[int]) -> list[str]:
    """Return the prefixes (``kind`` p) or suffixes of the given lengths that are shorter than the form itself."""
    fitting = [n for n in lengths if n < len(folded)]
    return [f"{kind}{n}={folded[:n] if kind == 'p' else folded[-n:]}" for n in fitting]


@dataclass(slots=True)
class NameForms:
    """Describes forms for the recognition of names.

    ``classes`` maps single words (by ``list_key``) to the name lists they stand in; ``usage`` maps folded words to how
    they are written in running text (``L`` small, ``C`` with a capital, ``M`` mixed, with a digit for how often).
    """

    classes: Mapping[str, Sequence[str]]
    usage: Mapping[str, str]
    attributes: tuple[str, ...] = field(default=("shape", "word", "lists"), init=False)

    def describe(self, form: str) -> Form:
        """Return what the form tells about names."""
        if form == OUT:
            return outside(len(self.attributes))
        folded, outline = form.casefold(), shape(form)
        capital = form[:1].isupper()
        lists = self.lists(form)
        core = [f"w={folded}", f"sh={outline}", *(f"l={name}" for name in lists)]
        usage = self.usage.get(folded)
        if usage is not None or capital:
            core.append(f"u={usage or 'unseen'}")
        if capital and not lists:
            core.append("l=none")
        return Form(
            tuple(core), (), tuple(self._full(form, folded, capital, lists)), (outline, folded, "+".join(lists))
        )

    def lists(self, form: str) -> tuple[str, ...]:
        """Return the lists a capitalised form stands in, with or without a genitive ending."""
        if not (form[:1].isupper() or form[:1].isdigit()):
            return ()
        found: set[str] = set()
        for key in (form, form.casefold(), without_ending(form), without_ending(form.casefold())):
            found.update(self.classes.get(key, ()))
        return tuple(sorted(found))

    def _full(self, form: str, folded: str, capital: bool, lists: Sequence[str]) -> list[str]:
        stem = without_ending(folded)
        features = [f"W={form}", f"st={stem}", *affixes("p", folded, (3, 4))]
        features += affixes("s", folded, range(2, 9 if capital else 6))
        if capital and stem != folded:
            features += affixes("t", stem, range(3, 9))
        if len(lists) > 1:
            features.append("L=" + "+".join(lists))
        first, hyphen, _ = form.strip("-").partition("-")
        if hyphen:
            features += [f"hf={first.casefold()}", f"hl={folded.strip('-').rpartition('-')[2]}"]
            features += [f"hc={name}" for name in self.lists(first)]
        return features
