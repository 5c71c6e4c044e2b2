"""What a word form tells about its part of speech and its morphology."""

from __future__ import annotations

from typing import Final

from iopmine.nlp.chain.forms import OUT, Form, affixes, outside, shape
from iopmine.nlp.chain.weights import Template
from iopmine.nlp.tagging.closed import CLASSES
from iopmine.nlp.tagging.distribution import Distribution
from iopmine.nlp.tagging.wordlist import alternation, head, lookup, paradigm

TAGGED: Final = "\x1e"
"""Stands between a form and its part of speech where the two are described together."""

_ATTRIBUTES: Final = ("word", "ending", "coarse", "fine", "change")
# Described forms are large; the chains keep what they need of them.
_KEPT: Final = 6_000


def _templates(*names: str) -> tuple[Template, ...]:
    return tuple(Template.parse(name) for name in names)


WORD_TEMPLATES: Final = _templates(
    "word-1.word+0",
    "word+0.word+1",
    "ending-1.ending+0",
    "ending+0.ending+1",
    "fine-1.word+0",
    "word+0.fine+1",
    "fine-1.fine+0",
    "fine+0.fine+1",
    "coarse-1.coarse+0.coarse+1",
    "coarse-2.coarse-1.word+0",
    "word+0.coarse+1.coarse+2",
    "fine-1.fine+1",
    "word-1.word+1",
    "change-1.change+0",
    "change+0.change+1",
    "fine-1.change+0",
    "word-1.ending+0",
    "word-1.change+0",
)
"""The combinations of neighbours that tell the part of speech."""

FEATURE_TEMPLATES: Final = _templates(
    "pos-1.pos+0",
    "pos+0.pos+1",
    "pos-1.pos+0.pos+1",
    "pos-2.pos-1.pos+0",
    "ending-1.ending+0",
    "ending+0.ending+1",
    "word-1.pos+0",
    "word-1.word+0",
    "word-1.ending+0",
    "word-2.pos-1.pos+0",
    "ending-2.ending+0",
    "fine-1.ending+0",
    "pos-1.change+0",
    "change-1.change+0",
)
"""The combinations of neighbours that tell the morphological features."""


class WordForms:
    """Describes forms for the choice of a part of speech."""

    attributes: tuple[str, ...] = _ATTRIBUTES

    def __init__(self, distribution: Distribution) -> None:
        self._clusters = distribution.clusters
        self._usage = distribution.usage
        self._described: dict[str, Form] = {}

    def describe(self, form: str) -> Form:
        """Return what the form tells; it is remembered, since two chains ask for it."""
        if form == OUT:
            return outside(len(self.attributes))
        if form not in self._described:
            if len(self._described) >= _KEPT:
                self._described.clear()
            self._described[form] = self._describe(form)
        return self._described[form]

    def _describe(self, form: str) -> Form:
        folded, outline, ending = form.casefold(), shape(form), form.casefold()[-3:]
        capital = form[:1].isupper()
        change = _change(form, folded)
        known = self._clusters.get(folded)
        base = head(folded) if known is None else None
        groups = known or self._clusters.get(base or "")
        usage = self._usage.get(folded, "unseen" if capital else "rare")
        core = [f"w={folded}", f"sh={outline}", f"s2={folded[-2:]}", f"s3={ending}", f"u={usage}", f"a={change}"]
        core += _group_features(groups, "c" if known else "h")
        core += _class_features(folded)
        full = [f"W={form}", *affixes("p", folded, range(1, 5)), *affixes("s", folded, range(1, 8))]
        full += _surface(form, folded)
        full += _head_features(base) + _paradigm_features(folded)
        fine, coarse = (f"{groups[1]}", f"{groups[0]}") if groups else (f"-{ending}", f"-{ending}")
        if groups and known is None:
            fine, coarse = f"h{fine}", f"h{coarse}"
        return Form(tuple(core), (), tuple(full), (folded, ending, coarse, fine, change))


class MorphForms:
    """Describes forms that know their part of speech (``form TAGGED pos``) for the choice of their features."""

    attributes: tuple[str, ...] = (*_ATTRIBUTES, "pos")

    def __init__(self, words: WordForms) -> None:
        self._words = words

    def describe(self, form: str) -> Form:
        """Return what the form with its part of speech tells."""
        if form == OUT:
            return outside(len(self.attributes))
        bare, _, pos = form.rpartition(TAGGED)
        told = self._words.describe(bare)
        folded, ending, _, fine, change = told.attributes
        listed = (feature for feature in told.core if feature.startswith("l="))
        here = (f"w={folded}", f"s3={ending}", f"a={change}", f"f={fine}", f"t={pos}", f"ts={pos}{folded[-2:]}")
        core = (*here, *listed)
        joint = (f"T={pos}{folded}", *(f"t{feature}|{pos}" for feature in affixes("s", folded, (1, 2, 3, 4))))
        full = (*told.full, *joint, f"ta={pos}{change}", *(f"t{f}|{pos}" for f in told.full if f[:2] in ("x=", "ha")))
        return Form(core, (), full, (*told.attributes, pos))


def _change(form: str, folded: str) -> str:
    """Return how the word list undoes a form's ending; ``?`` if it does not know the form, ``^`` marks a name."""
    lemma = lookup(folded)
    if lemma is None:
        return "^" if form != folded and lookup(form) is not None else "?"
    change = alternation(folded, lemma.casefold())
    return f"^{change}" if lemma[:1].isupper() else change


def _group_features(groups: tuple[int, ...] | None, mark: str) -> list[str]:
    if not groups:
        return ["c-"]
    return [f"{mark}{level}={group}" for level, group in enumerate(groups)]


def _class_features(folded: str) -> list[str]:
    classes = CLASSES.get(folded, ())
    together = [f"L={'+'.join(classes)}"] if len(classes) > 1 else []
    return [*(f"l={name}" for name in classes), *together]


def _surface(form: str, folded: str) -> list[str]:
    features = []
    if "-" in form.strip("-"):
        features += ["hyphen", f"last={folded.rpartition('-')[2][-4:]}"]
    if any(c.isdigit() for c in form):
        features.append("digit")
    return features


def _head_features(base: str | None) -> list[str]:
    if base is None:
        return []
    return [f"hd={base}", f"ha={alternation(base, (lookup(base) or base).casefold())}"]


def _paradigm_features(folded: str) -> list[str]:
    return [f"x={ending}>{other}" for ending, others in paradigm(folded) for other in others]
