"""``iop_tagger``: parts of speech and morphological features of Swedish by trained chains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from iopmine.errors import ModelError
from iopmine.nlp.components.support import StoredAsFolder, forms_of, grouped, verified, words_by_sentence
from iopmine.nlp.tagging.model import NO_FEATURES, TaggingModel


class Tagger(StoredAsFolder):
    """Sets ``token.pos`` and ``token.morph``; sentence bounds are heeded if they are set, white space is left out."""

    def __init__(self, nlp: Language, model: TaggingModel | None = None) -> None:
        self._nlp = nlp
        self._open(model)

    def __call__(self, doc: Doc) -> Doc:
        """Tag a document.

        Raises:
            ModelError: the component has not been loaded from disk.
        """
        self._tag([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], batch_size: int = 64) -> Iterator[Doc]:
        """Tag documents, at most ``batch_size`` at once; they come in their order."""
        for group in grouped(stream, batch_size):
            self._tag(group)
            yield from group

    def _tag(self, docs: Sequence[Doc]) -> None:
        if self._model is None:
            raise ModelError("iop_tagger has no weights.", hint="Open a trained pipeline: spacy.load('models/sv_iop').")
        places: list[list[int]] = []
        forms: list[str] = []
        lengths: list[int] = []
        for doc in docs:
            here, sizes = words_by_sentence(doc)
            places.append(here)
            lengths += sizes
            forms += forms_of(doc, here)
        reading = self._model.read(forms, lengths)
        labels = np.stack([self._pos_ids[reading.pos], self._morph_ids[reading.features]], axis=1)
        first = 0
        for doc, here in zip(docs, places, strict=True):
            # numpy and thinc do not agree on the type of an array.
            columns: Any = np.tile(np.array([[self._space, self._no_morph]], dtype=np.uint64), (len(doc), 1))
            columns[here] = labels[first : first + len(here)]
            first += len(here)
            doc.from_array(["POS", "MORPH"], columns)

    def _open(self, model: TaggingModel | None) -> None:
        self._model = model
        add = self._nlp.vocab.morphology.add
        strings = self._nlp.vocab.strings
        self._space, self._no_morph = strings["SPACE"], add("")
        pos, features = (model.pos_labels, model.feature_labels) if model else ((), ())
        self._pos_ids = np.array([strings[name] for name in pos], dtype=np.uint64)
        self._morph_ids = np.array([add("" if name == NO_FEATURES else name) for name in features], dtype=np.uint64)

    def to_disk(self, path: Path, exclude: Iterable[str] = ()) -> None:
        """Write the model into a folder."""
        if self._model is not None:
            self._model.to_disk(Path(path))

    def from_disk(self, path: Path, exclude: Iterable[str] = ()) -> Self:
        """Read the model from a folder.

        Raises:
            ModelError: a file is missing or damaged.
        """
        self._open(TaggingModel.from_disk(verified(Path(path))))
        return self


@Language.factory("iop_tagger", assigns=["token.pos", "token.morph"])
def create_tagger(nlp: Language, name: str) -> Tagger:
    """Make the component; its weights come with the pipeline's folder."""
    return Tagger(nlp)
