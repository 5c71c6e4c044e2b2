"""Documents on their way in: what files may hold but no store or UTF-8 file can is made harmless first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from iopmine.reading import read_paths
from iopmine.records import Document, Issue, Lead
from iopmine.text.normal import sha256

_HALF = re.compile("[\ud800-\udfff]")
_HALVES_NOTICE = (
    "The text holds halves of characters (lone surrogates); each is shown as \ufffd. Export it from its source again."
)

_NO_TEXT = "Only the address is given here, without a text. Run: iopmine add on the file, then: iopmine gather."


def arriving(paths: Sequence[Path], *, today: date, stage: str) -> Iterator[Document | Lead | Issue]:
    """Yield what ``read_paths`` yields, as noticed by ``stage`` and without halves of characters.

    Python gives the bytes of a file name that are no UTF-8 as lone surrogates, and JSON may escape one in a text. A
    byte of a name becomes the letter it is in the Windows code page; in a text each half becomes the replacement
    character, so that no offset moves, and an issue says so.
    """
    # Sorted, so that results do not depend on the order in which paths were named.
    for item in read_paths(sorted(paths), today=today):
        if isinstance(item, Issue):
            yield _noted(replace(item, stage=stage))
            continue
        if isinstance(item, Lead):
            yield replace(item, source=_legible(item.source), title=_legible(item.title))
            continue
        document = _whole(item)
        if document.text != item.text:
            yield _noted(Issue(stage, document.source, document.id, "warning", _HALVES_NOTICE))
        yield document


def arriving_texts(paths: Sequence[Path], *, today: date, stage: str) -> Iterator[Document | Issue]:
    """Yield what ``arriving`` yields; an address without a text is an issue that says where it belongs."""
    for item in arriving(paths, today=today, stage=stage):
        yield Issue(stage, item.source, item.url, "warning", _NO_TEXT) if isinstance(item, Lead) else item


def _noted(issue: Issue) -> Issue:
    return replace(issue, source=_legible(issue.source), url=_legible(issue.url), message=_legible(issue.message))


def _whole(document: Document) -> Document:
    """Return the document without halves; nearly every one has none and is returned as it is."""
    given = (document.id, document.url, document.source, document.title, document.text, document.story_id)
    if not any(map(_HALF.search, given)):
        return document
    text = _HALF.sub("\ufffd", document.text)
    return replace(
        document,
        id=_legible(document.id),
        url=_legible(document.url),
        source=_legible(document.source),
        title=_legible(document.title),
        story_id=_legible(document.story_id),
        text=text,
        sha256=sha256(text),
    )


def _legible(name: str) -> str:
    return _HALF.sub(lambda half: _letter(ord(half.group())), name)


def _letter(code: int) -> str:
    """Return the letter of an escaped byte (U+DC80 to U+DCFF stand for bytes 80 to FF)."""
    return bytes([code - 0xDC00]).decode("cp1252", "replace") if 0xDC80 <= code <= 0xDCFF else "\ufffd"
