"""A store in a temporary folder, and documents to put into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from iopmine.records import (
    AreaHit,
    Document,
    Entity,
    Evidence,
    Extraction,
    FrameHit,
    Mention,
    PartnershipReading,
    Party,
    Token,
)
from iopmine.store import Store
from iopmine.text.normal import sha256

MakeDocument = Callable[..., Document]


def _document(document_id: str, text: str, *, hashed: bool = True, **fields: object) -> Document:
    values: dict[str, object] = {
        "url": f"https://example.se/{document_id}",
        "source": "Exempelbladet",
        "kind": "news",
        "title": text.split("\n")[0],
        "published": "2018-06-07",
        "published_precision": "day",
        "date_source": "meta",
        "modified": None,
        "language": "sv",
        "sha256": sha256(text) if hashed else "",
    }
    return Document(id=document_id, text=text, **(values | fields))  # type: ignore[arg-type]


def _extraction(document: Document) -> Extraction:
    def at(start: int, end: int) -> tuple[int, int, str]:
        return start, end, document.text[start:end]

    name = document.id
    public, ideal = Party("kommun:1480", "Göteborgs Stad"), Party("org:x", "Bräcke diakoni")
    reading = PartnershipReading(
        name, (public,), (ideal,), ("flykt", "vräkt"), "kommun:1480", "signed", "2018-06", None, "month", 3, 2_000_000,
        "per_year", "avtal", (Evidence("start", 0, 3), Evidence("amount_sek", 1, 4)),
    )  # fmt: skip
    return Extraction(
        document,
        mentions=(
            Mention(name, "ORG", *at(0, 3), "org:x", "Bräcke diakoni", "lista", 1),
            Mention(name, "LOC", *at(1, 2), "", "", "mönster", 0.5),
        ),
        entities=(
            Entity("org:x", "ORG", "Bräcke diakoni", aliases=("Bräcke", "Diakonin")),
            Entity("kommun:1480", "ORG", "Göteborgs Stad", kommunkod="1480"),
        ),
        areas=(AreaHit(name, "flykt", 0, 2, "rubrik", 0.75),),
        frames=(FrameHit(name, "vinst", 2, 4, "text", 0.25),),
        partnerships=(reading, PartnershipReading(name, (), (ideal,), (), "", "unclear", *[None] * 6, "omnämnande")),
        tokens=(Token(name, 0, 3, "får", "NOUN"), Token(name, 4, 6, "å", "NOUN")),
    )


@pytest.fixture
def make_document() -> MakeDocument:
    return _document


@pytest.fixture
def make_extraction() -> Callable[[Document], Extraction]:
    return _extraction


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "iop.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.create(path) as store:
        yield store


@pytest.fixture
def add(store: Store) -> Callable[..., bool]:
    def add(document_id: str, text: str, **fields: object) -> bool:
        document = _document(document_id, text, **fields)
        return store.add(document, raw_sha256=f"raw {document.sha256}", added_at="2026-01-01T00:00:00Z")

    return add
