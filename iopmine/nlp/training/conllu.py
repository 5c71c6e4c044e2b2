"""Reading annotated sentences in the CoNLL-U format of Universal Dependencies."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from iopmine.errors import ReadingError

_COLUMNS: Final = 10


@dataclass(frozen=True, slots=True)
class AnnotatedSentence:
    """A sentence of syntactic words: form, lemma, part of speech (UPOS) and features (FEATS) of each."""

    forms: tuple[str, ...]
    lemmas: tuple[str, ...]
    pos: tuple[str, ...]
    features: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.forms)


def read_conllu(path: Path) -> list[AnnotatedSentence]:
    """Return the sentences of a file, in NFC; ranges of words (``1-2``) and empty nodes (``1.1``) are left out.

    Raises:
        ReadingError: the file is missing, not UTF-8, or has a line without ten columns.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadingError(f"The annotated file {path} could not be read: {error}.") from error
    return list(_sentences(path, unicodedata.normalize("NFC", text)))


def _sentences(path: Path, text: str) -> Iterator[AnnotatedSentence]:
    rows: list[list[str]] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        row = line.rstrip("\r")
        if row and not row.startswith("#"):
            columns = row.split("\t")
            if len(columns) != _COLUMNS:
                raise ReadingError(
                    f"Line {number} of {path} has {len(columns)} columns, CoNLL-U has {_COLUMNS}.",
                    hint="Separate the columns by tabs, and the sentences by an empty line.",
                )
            if columns[0].isdigit():
                rows.append(columns)
        elif not row and rows:
            yield AnnotatedSentence(*(tuple(row[column] for row in rows) for column in (1, 2, 3, 5)))
            rows = []
