"""Files → documents: the room's door."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from iopmine.errors import ReadingError
from iopmine.reading.drafts import Draft, Limits, RowProblem
from iopmine.reading.files import Found, Trouble, find_files, ids_of
from iopmine.reading.kinds import KINDS, kind_of
from iopmine.reading.language import language_of
from iopmine.reading.manifest import with_manifest
from iopmine.reading.registry import Reader, readers
from iopmine.reading.worker import Worker
from iopmine.records import Document, Issue
from iopmine.text.normal import sha256

STAGE = "read"


def read_paths(paths: Sequence[Path], *, today: date, limits: Limits | None = None) -> Iterator[Document | Issue]:
    """Yield one Document per text under the given files and folders, and an Issue per failure or doubt.

    ``today`` bounds which dates are possible. Files are read one at a time; nothing raises for a bad file.
    """
    limits = limits or Limits()
    entries = find_files(paths)
    files = [entry for entry in entries if isinstance(entry, Found)]
    ids = ids_of(files, paths)
    with Worker(limits) as worker:
        for entry in entries:
            if isinstance(entry, Trouble):
                yield _issue(entry.path, entry.message)
            else:
                yield from _file(entry, ids[entry.path], today, limits, worker)


def _issue(path: Path, message: str, *, warning: bool = False) -> Issue:
    return Issue(STAGE, str(path.parent), str(path), "warning" if warning else "error", message)


def _file(found: Found, stem: str, today: date, limits: Limits, worker: Worker) -> Iterator[Document | Issue]:
    path = found.path
    reader = readers().get(path.suffix.casefold())
    if reader is None:
        allowed = ", ".join(readers())
        yield _issue(
            path, f"No reader for the ending {path.suffix or '(none)'}. Endings read: {allowed}.", warning=True
        )
        return
    try:
        for item in _drafts(path, reader, today, limits, worker):
            if isinstance(item, RowProblem):
                yield _issue(path, item.message, warning=item.level == "warning")
                continue
            yield from (_issue(path, notice, warning=True) for notice in item.notices)
            document = document_of(item, f"{stem}#{item.key}" if item.key else stem)
            yield with_manifest(document, found.row) if found.row else document
    except ReadingError as error:
        yield _issue(path, str(error))
    except PermissionError:
        yield _issue(path, "There is no permission to read the file. Change its permissions, or leave it out.")
    except OSError as error:
        yield _issue(
            path, f"The file cannot be read ({error.strerror or error}). Copy it to another disk and try again."
        )


def _drafts(path: Path, reader: Reader, today: date, limits: Limits, worker: Worker) -> Iterator[Draft | RowProblem]:
    size, allowed = path.stat().st_size, getattr(limits, reader.size)
    if size > allowed:
        raise ReadingError(
            f"The file is too large: {size} bytes, at most {allowed} are read.",
            hint="Split it into one file per article, or save its text only.",
        )
    if size == 0:
        raise ReadingError("The file is empty.", hint="Leave it out, or export it again.")
    if reader.shape == "table":
        yield from _distinct(reader.load()(path, today))
        return
    with path.open("rb") as file:
        # The file may have grown since it was measured.
        content = file.read(allowed)
    yield worker.read(reader, content, today) if reader.isolated else reader.load()(content, today)


def _distinct(rows: Iterator[Draft | RowProblem]) -> Iterator[Draft | RowProblem]:
    """Give a repeated row id a number of its own: two documents under one id would overwrite each other."""
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        if isinstance(row, Draft) and row.key in seen:
            key = f"{row.key}-row{number}"
            yield RowProblem(f"The id {row.key[:80]!r} occurs twice; the later row is read as {key[:90]!r}.")
            yield replace(row, key=key)
            continue
        if isinstance(row, Draft):
            seen.add(row.key)
        yield row


def document_of(draft: Draft, document_id: str) -> Document:
    """Settle what a draft leaves open: language, kind and hash."""
    kind = draft.kind if draft.kind in KINDS else kind_of(draft.text, dated=draft.date.published is not None)
    return Document(
        id=document_id,
        url=draft.url,
        source=draft.source,
        kind=kind,
        title=draft.title,
        text=draft.text,
        published=draft.date.published,
        published_precision=draft.date.precision,
        date_source=draft.date.source,
        modified=draft.date.modified,
        language=language_of(draft.text),
        story_id=draft.story_id,
        sha256=sha256(draft.text),
    )
