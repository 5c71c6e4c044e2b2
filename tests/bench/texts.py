"""The texts that benchmarks read: the embedded corpus, as often as a measurement needs it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from iopmine.records import Document
from iopmine.resources import demo_folder


def articles() -> list[Document]:
    """The articles of the embedded corpus, by name."""
    paths = sorted(demo_folder().rglob("*.txt"))
    return [document(path.stem, path.read_text(encoding="utf-8")) for path in paths]


def document(name: str, text: str) -> Document:
    return Document(name, "", "", "", text.partition("\n")[0], text, None, None, None, None, "sv")


def times(documents: list[Document], number: int) -> list[Document]:
    """The documents so many times, each copy under an id of its own."""
    return [replace(document, id=f"{document.id}-{copy}") for copy in range(number) for document in documents]


def lengthened(documents: list[Document], number: int) -> list[Document]:
    """As many documents, each so many times as long."""
    return [replace(document, text="\n\n".join([document.text] * number)) for document in documents]


def words(documents: list[Document]) -> int:
    return sum(len(document.text.split()) for document in documents)


def written(folder: Path, documents: list[Document]) -> Path:
    folder.mkdir()
    for item in documents:
        (folder / f"{item.id}.txt").write_text(item.text, encoding="utf-8")
    return folder
