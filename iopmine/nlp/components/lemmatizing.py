"""``iop_lemmatizer``: lemmas of Swedish words from their form, part of speech and morphological features."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from iopmine.errors import ModelError
from iopmine.nlp.components.support import StoredAsFolder, verified
from iopmine.nlp.tagging.lemmas import LemmaModel
from iopmine.nlp.vocabulary import field_lemma

# Lemmas remembered, some hundred bytes each. Beyond this the memory starts anew.
_KEPT = 200_000
# Longer ones are damaged text or addresses, and have no lemma but themselves.
_LONGEST_FORM = 100
_FILE = "lemmas.npz"


class Lemmatizer(StoredAsFolder):
    """Sets ``token.lemma``; a document without features is lemmatised by the parts of speech alone."""

    def __init__(self, nlp: Language, model: LemmaModel | None = None) -> None:
        self._strings = nlp.vocab.strings
        self._model = model
        self._known: dict[tuple[int, int, int], int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Lemmatise a document whose parts of speech are set.

        Raises:
            ModelError: the component has not been loaded from disk.
        """
        if len(doc):
            keys = map(tuple, doc.to_array(["ORTH", "POS", "MORPH"]).tolist())
            lemmas = np.fromiter(map(self._lemma, keys), dtype=np.uint64, count=len(doc))
            # numpy and thinc do not agree on the type of an array.
            column: Any = lemmas.reshape(-1, 1)
            doc.from_array(["LEMMA"], column)
        return doc

    def _lemma(self, key: tuple[int, int, int]) -> int:
        found = self._known.get(key)
        if found is None:
            if self._model is None:
                hint = "Open a trained pipeline: spacy.load('models/sv_iop')."
                raise ModelError("iop_lemmatizer has no lemmas.", hint=hint)
            if len(self._known) >= _KEPT:
                self._known.clear()
            form, pos, features = (self._strings[number] for number in key)
            known = field_lemma(form) or (form if len(form) > _LONGEST_FORM else None)
            lemma = known or self._model.lemma(form, pos, features.strip("_"))
            found = self._known[key] = self._strings.add(lemma)
        return found

    def to_disk(self, path: Path, exclude: Iterable[str] = ()) -> None:
        """Write the model into a folder."""
        if self._model is not None:
            Path(path).mkdir(parents=True, exist_ok=True)
            self._model.save(Path(path) / _FILE)

    def from_disk(self, path: Path, exclude: Iterable[str] = ()) -> Self:
        """Read the model from a folder.

        Raises:
            ModelError: the file is missing or damaged.
        """
        self._model = LemmaModel.load(verified(Path(path)) / _FILE)
        self._known.clear()
        return self


@Language.factory("iop_lemmatizer", requires=["token.pos", "token.morph"], assigns=["token.lemma"])
def create_lemmatizer(nlp: Language, name: str) -> Lemmatizer:
    """Make the component; its lemmas come with the pipeline's folder."""
    return Lemmatizer(nlp)
