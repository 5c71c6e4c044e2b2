"""``iop_ner``: names of organisations, places and persons by a trained chain, for general Swedish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from iopmine.errors import ModelError
from iopmine.nlp.chain.names import NameModel
from iopmine.nlp.components.support import StoredAsFolder, forms_of, grouped, verified, words_by_sentence
from iopmine.nlp.extensions import register


class Recogniser(StoredAsFolder):
    """Sets ``doc.ents`` and each ``ent._.score`` (a probability); sentence bounds are heeded where they are set."""

    def __init__(self, model: NameModel | None = None) -> None:
        register()
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """Find the names of a document; one name may go on over a line break.

        Raises:
            ModelError: the component has not been loaded from disk.
        """
        self._recognise([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], batch_size: int = 64) -> Iterator[Doc]:
        """Find the names of documents, at most ``batch_size`` at once; they come in their order."""
        for group in grouped(stream, batch_size):
            self._recognise(group)
            yield from group

    def _recognise(self, docs: Sequence[Doc]) -> None:
        if self.model is None:
            raise ModelError("iop_ner has no weights.", hint="Open a trained pipeline: spacy.load('models/sv_iop').")
        places: list[tuple[Doc, int]] = []
        words: list[str] = []
        lengths: list[int] = []
        for doc in docs:
            here, sizes = words_by_sentence(doc)
            places += [(doc, index) for index in here]
            words += forms_of(doc, here)
            lengths += sizes
        found: dict[int, list[Span]] = {}
        for name in self.model.recognise(words, lengths):
            doc, first = places[name.start]
            span = Span(doc, first, places[name.end - 1][1] + 1, label=name.label)
            span._.score = round(name.probability, 4)
            span._.rule = "model"
            found.setdefault(id(doc), []).append(span)
        for doc in docs:
            doc.ents = tuple(found.get(id(doc), ()))

    def to_disk(self, path: Path, exclude: Iterable[str] = ()) -> None:
        """Write the model into a folder."""
        if self.model is not None:
            self.model.to_disk(Path(path))

    def from_disk(self, path: Path, exclude: Iterable[str] = ()) -> Recogniser:
        """Read the model from a folder.

        Raises:
            ModelError: a file is missing or damaged.
        """
        self.model = NameModel.from_disk(verified(Path(path)))
        return self


@Language.factory("iop_ner", assigns=["doc.ents", "token.ent_iob", "token.ent_type"])
def create_recogniser(nlp: Language, name: str) -> Recogniser:
    """Make the component; its weights come with the pipeline's folder."""
    return Recogniser()
