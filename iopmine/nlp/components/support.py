"""What trained components share: the words of a document by sentence, and folders as bytes."""

from __future__ import annotations

import io
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Self

import numpy as np
from spacy.attrs import IS_SPACE, ORTH, SENT_START
from spacy.tokens import Doc

from iopmine.errors import ModelError
from iopmine.nlp import integrity

_EPOCH = (1980, 1, 1, 0, 0, 0)
# Sentences are decoded in step, so documents are cheapest in groups of about this many words.
_GROUP_WORDS = 10_000


def words_by_sentence(doc: Doc) -> tuple[list[int], list[int]]:
    """Return the indices of the tokens that are not white space, and how many of them each sentence has.

    A document without sentence bounds is one sentence; sentences of white space alone are left out.
    """
    columns = doc.to_array([IS_SPACE, SENT_START])
    kept = np.nonzero(columns[:, 0] == 0)[0]
    sentence = np.cumsum(columns[:, 1] == 1)[kept]
    lengths = np.unique(sentence, return_counts=True)[1]
    return kept.tolist(), lengths.tolist()


def forms_of(doc: Doc, places: list[int]) -> list[str]:
    """Return the forms of the tokens at some indices, read by column: asking token by token costs more."""
    strings = doc.vocab.strings
    return [strings[orth] for orth in doc.to_array(ORTH)[places].tolist()]


def grouped(stream: Iterable[Doc], batch_size: int) -> Iterator[list[Doc]]:
    """Yield the documents in groups of at most ``batch_size`` documents and, but for a long one, 10,000 words."""
    documents = iter(stream)
    while batch := list(islice(documents, batch_size)):
        group: list[Doc] = []
        words = 0
        for doc in batch:
            group.append(doc)
            words += len(doc)
            if words >= _GROUP_WORDS:
                yield group
                group, words = [], 0
        if group:
            yield group


def folder_bytes(write: Callable[[Path], None]) -> bytes:
    """Return what ``write`` puts into an empty folder as one zip archive, the same bytes every time."""
    buffer = io.BytesIO()
    with TemporaryDirectory() as name, zipfile.ZipFile(buffer, "w") as archive:
        folder = Path(name)
        write(folder)
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), date_time=_EPOCH)
            archive.writestr(info, path.read_bytes())
    return buffer.getvalue()


def read_folder(data: bytes, read: Callable[[Path], object]) -> None:
    """Unpack an archive of ``folder_bytes`` and hand its folder to ``read``.

    Raises:
        ModelError: the bytes are not such an archive.
    """
    try:
        with TemporaryDirectory() as name, zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                if PurePosixPath(member).is_absolute() or ".." in PurePosixPath(member).parts:
                    raise ModelError(f"The model's bytes hold a file outside its folder: {member!r}.")
            archive.extractall(name)
            read(Path(name))
    except zipfile.BadZipFile as error:
        raise ModelError(f"The model's bytes could not be read: {error}.") from error


def verified(path: Path) -> Path:
    """Return the folder of a component once its files are seen to be those that the pipeline was sealed with.

    Raises:
        ModelError: a file is missing or damaged.
    """
    integrity.check(path.parent, part=f"{path.name}/")
    return path


class StoredAsFolder(ABC):
    """Gives a component that writes and reads a folder the same as bytes."""

    @abstractmethod
    def to_disk(self, path: Path, exclude: Iterable[str] = ()) -> None:
        """Write the model into a folder."""

    @abstractmethod
    def from_disk(self, path: Path, exclude: Iterable[str] = ()) -> Self:
        """Read the model from a folder.

        Raises:
            ModelError: a file is missing or damaged.
        """

    def to_bytes(self, exclude: Iterable[str] = ()) -> bytes:
        """Return the folder of ``to_disk`` as one archive."""
        return folder_bytes(self.to_disk)

    def from_bytes(self, data: bytes, exclude: Iterable[str] = ()) -> Self:
        """Read the archive of ``to_bytes``.

        Raises:
            ModelError: the bytes are damaged.
        """
        read_folder(data, self.from_disk)
        return self
