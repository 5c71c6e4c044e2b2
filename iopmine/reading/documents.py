"""Files → documents: the room's door."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from iopmine.errors import ReadingError
from iopmine.reading.archives import Archives
from iopmine.reading.contents import Means, Wanted, read_file
from iopmine.reading.drafts import Draft, Item, Limits, RowProblem
from iopmine.reading.files import Found, Trouble, find_files, ids_of
from iopmine.reading.kinds import KINDS, kind_of
from iopmine.reading.language import language_of
from iopmine.reading.manifest import with_manifest
from iopmine.reading.registry import reader_of, readers
from iopmine.reading.worker import Worker
from iopmine.records import Document, Issue, Lead
from iopmine.text.normal import sha256

STAGE = "read"


def read_paths(
    paths: Sequence[Path], *, today: date, limits: Limits | None = None, wanted: Wanted | None = None
) -> Iterator[Document | Lead | Issue]:
    """Yield one Document per text under the given files and folders, and an Issue per failure or doubt.

    What holds no text but says where one is (an address list, a reference without abstract) is yielded as a Lead
    whose source is the id of the file.

    Args:
        today: bounds which dates are possible.
        limits: of sizes, time and memory.
        wanted: asked, before any parser, about the bytes of each HTML or text member of an archive; those it turns
            away are counted and not read. Its bytes are in whatever encoding the page has (``prefilter.byte_filter``).

    Files are read one at a time; nothing raises for a bad file.
    """
    limits = limits or Limits()
    entries = find_files(paths)
    files = [entry for entry in entries if isinstance(entry, Found)]
    ids = ids_of(files, paths)
    with Worker(limits) as worker:
        means = Means(today, limits, worker, wanted)
        archives = Archives(means)
        for entry in entries:
            if isinstance(entry, Trouble):
                yield _issue(entry.path, RowProblem(entry.message, "error"))
            else:
                yield from _file(entry, ids[entry.path], means, archives)


def _issue(path: Path, problem: RowProblem) -> Issue:
    source, place = (str(path), problem.where) if problem.where else (str(path.parent), str(path))
    return Issue(STAGE, source, place, problem.level, problem.message)


def _file(found: Found, stem: str, means: Means, archives: Archives) -> Iterator[Document | Lead | Issue]:
    path = found.path
    try:
        for item in _items(path, means, archives):
            if isinstance(item, RowProblem):
                yield _issue(path, item)
            elif isinstance(item, Lead):
                yield replace(item, source=stem)
            else:
                yield from (_issue(path, RowProblem(notice)) for notice in item.notices)
                document = document_of(item, item.id or (f"{stem}#{item.key}" if item.key else stem))
                yield with_manifest(document, found.row) if found.row else document
    except ReadingError as error:
        yield _issue(path, RowProblem(str(error), "error"))
    except PermissionError:
        message = "There is no permission to read the file. Change its permissions, or leave it out."
        yield _issue(path, RowProblem(message, "error"))
    except OSError as error:
        message = f"The file cannot be read ({error.strerror or error}). Copy it to another disk and try again."
        yield _issue(path, RowProblem(message, "error"))


def _items(path: Path, means: Means, archives: Archives) -> Iterator[Item]:
    reader = reader_of(path.name)
    if reader is None:
        allowed = ", ".join(readers())
        yield RowProblem(f"No reader for the ending {path.suffix or '(none)'}. Endings read: {allowed}.")
    elif reader.shape == "archive":
        yield from archives.read(path, reader)
    else:
        yield from read_file(path, reader, means)


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
        language=language_of(draft.text) if draft.language is None else draft.language,
        story_id=draft.story_id,
        sha256=sha256(draft.text),
        pages=draft.pages,
    )
