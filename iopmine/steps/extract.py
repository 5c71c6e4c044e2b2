"""``iopmine extract``: names, areas, frames and partnerships, from files or from the store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TypeVar

from iopmine import __version__
from iopmine.config import Workspace
from iopmine.errors import UsageError
from iopmine.lexicon import load
from iopmine.nlp.identity import packaged_fingerprint
from iopmine.nlp.workers import Order, Ready
from iopmine.records import Entity, Extraction, Issue, Partnership
from iopmine.report.files import write_bytes
from iopmine.report.lines import LINE_FORMATS, stream_lines
from iopmine.report.masking import Privacy, mask
from iopmine.report.package import write_datapackage, write_manifest
from iopmine.report.tables import TABLE_FORMATS, write_tables
from iopmine.steps.opening import open_store
from iopmine.steps.persons import names_in
from iopmine.steps.register import made, update_register
from iopmine.steps.working import extractor
from iopmine.store import Store
from iopmine.stories.cluster import story_ids
from iopmine.stories.marks import marks_of
from iopmine.text.normal import sha256, slug

T = TypeVar("T")
STAGE = "extract"
# The formats that hold each word.
_NEED_TOKENS = frozenset({"conllu", "vrt"})
# One transaction for so many documents; what a stop undoes is done again in seconds.
BATCH = 50
# What Windows or POSIX does not take in a file name, or would read as something else than a name.
_NO_NAME = re.compile(
    r"""[\x00-\x1f\x7f<>:"/\\|?*]|^[.~ ]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|^$""", re.IGNORECASE
)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class ExtractOptions:
    """What to find and what to write; see the command's help."""

    formats: tuple[str, ...] = ("csv", "xlsx")
    only_entities: bool = False
    persons: bool = False
    texts: bool = False
    model: str | None = None
    workers: int = 1

    def order(self, workspace: Workspace, *, tokens: bool = True) -> Order:
        """Return what the pipeline is to do; ``tokens`` tells whether its words are needed."""
        return Order(self.model, workspace.lexicon_extensions, self.only_entities, self.persons, tokens)


def extract_files(
    workspace: Workspace, paths: Sequence[Path], out: Path, options: ExtractOptions, *, today: date
) -> Iterator[str | Issue]:
    """Extract from files and write ``out``: JSON lines if it ends in .jsonl, else a folder of tables.

    Yields the id of each document when it is done, and an issue per failure.

    Raises:
        UsageError: an unknown format.
        OutputError: the results cannot be written.
    """
    # Loaded when there are files to read: a call over the store has no use for readers.
    from iopmine.steps.arriving import arriving_texts

    _check_formats(options.formats)
    as_lines = out.suffix == ".jsonl"
    tokens = not as_lines and not _NEED_TOKENS.isdisjoint(options.formats)
    unread: list[Issue] = []
    lost: list[Issue] = []
    with extractor(options.order(workspace, tokens=tokens), options.workers) as ready:
        documents = _without_issues(arriving_texts(paths, today=today, stage=STAGE), unread)
        extractions = _without_issues(ready.extract(documents), lost)
        if as_lines:
            yield from _with_issues(_write_jsonl(out, extractions, options), unread, lost)
        else:
            gathered: list[Extraction] = []
            yield from _with_issues(_gather(extractions, gathered), unread, lost)
            _write_folder(
                out, gathered, [*unread, *lost], options, _manifest(workspace, options, ready.ready, gathered)
            )


def _check_formats(formats: Sequence[str]) -> None:
    allowed = (*TABLE_FORMATS, *LINE_FORMATS)
    unknown = [name for name in formats if name not in allowed]
    if unknown or not formats:
        raise UsageError(
            f"Unknown format: {', '.join(unknown) or '(none)'}.", hint=f"Choose from: {', '.join(allowed)}."
        )
    # Said before hours of extraction, not after.
    if "parquet" in formats and find_spec("pyarrow") is None:
        raise UsageError("Parquet needs pyarrow.", hint="Run: pip install 'iopmine[parquet]'.")


def _without_issues(items: Iterable[T | Issue], issues: list[Issue]) -> Iterator[T]:
    """Yield what is no issue and note the issues."""
    for item in items:
        if isinstance(item, Issue):
            issues.append(item)
        else:
            yield item


def _with_issues(done: Iterator[str], *noted: list[Issue]) -> Iterator[str | Issue]:
    """Yield ids and, between them, the issues that have been noted by then."""
    told = [0] * len(noted)

    def news() -> Iterator[Issue]:
        for index, issues in enumerate(noted):
            yield from issues[told[index] :]
            told[index] = len(issues)

    for document_id in done:
        yield from news()
        yield document_id
    yield from news()


def _write_jsonl(out: Path, extractions: Iterator[Extraction], options: ExtractOptions) -> Iterator[str]:
    """Write one line per document as it is done: memory does not grow with their number."""
    with stream_lines(out, "jsonl", persons=options.persons) as write:
        for extraction in extractions:
            write(extraction, names_in(extraction))
            if options.texts:
                _write_text(out.with_suffix(".texts"), extraction, options)
            yield extraction.document.id


def _gather(extractions: Iterator[Extraction], gathered: list[Extraction]) -> Iterator[str]:
    for extraction in extractions:
        gathered.append(extraction)
        yield extraction.document.id


def _write_text(folder: Path, extraction: Extraction, options: ExtractOptions) -> None:
    """Write the text that offsets point into, personal data covered by marks of the same length."""
    document = extraction.document
    privacy = Privacy({document.id: names_in(extraction)}, extraction.mentions, options.persons)
    shown = mask(document.text, privacy.masked_in(document.id), keep_length=True).text
    write_bytes(folder / f"{text_name(document.id)}.txt", shown.encode("utf-8"))


def text_name(document_id: str) -> str:
    """Return a file name for a document: its id, where every system takes that, else a slug and a hash of it."""
    plain = not _NO_NAME.search(document_id) and len(document_id.encode()) <= _LONGEST
    return document_id if plain else f"{slug(document_id[:60])}-{sha256(document_id)[:8]}"


def _write_folder(
    out: Path, extractions: list[Extraction], issues: list[Issue], options: ExtractOptions, manifest: dict[str, object]
) -> None:
    demo = any(extraction.document.demo for extraction in extractions)
    files = write_tables(
        out,
        {
            "documents": [e.document for e in extractions],
            "mentions": [m for e in extractions for m in e.mentions],
            "entities": _entities(extractions),
            "partnerships": _register(extractions),
            "partnership_readings": [p for e in extractions for p in e.partnerships],
            "areas": [h for e in extractions for h in e.areas],
            "frames": [h for e in extractions for h in e.frames],
            "count_claims": [c for e in extractions for c in e.count_claims],
            "issues": issues,
        },
        formats=[name for name in options.formats if name in TABLE_FORMATS],
        texts=options.texts,
        demo=demo,
        names={e.document.id: names_in(e) for e in extractions},
        persons=options.persons,
    )
    for name in options.formats:
        if name in LINE_FORMATS:
            with stream_lines(out / f"documents.{name}", name, persons=options.persons) as write:
                for extraction in extractions:
                    write(extraction, names_in(extraction))
    if options.texts:
        for extraction in extractions:
            _write_text(out / "texts", extraction, options)
    write_datapackage(out, files, version=__version__, demo=demo, texts=options.texts)
    write_manifest(out, manifest)


def _register(extractions: Sequence[Extraction]) -> list[Partnership]:
    documents = [extraction.document for extraction in extractions]
    stories = story_ids((document.id, document.published, marks_of(document.text)) for document in documents)
    readings = (reading for extraction in extractions for reading in extraction.partnerships)
    return made(readings, {document.id: document.published for document in documents}, stories, _entities(extractions))


def _entities(extractions: Sequence[Extraction]) -> list[Entity]:
    found = {entity.id: entity for extraction in extractions for entity in extraction.entities}
    return [found[key] for key in sorted(found)]


def _manifest(
    workspace: Workspace, options: ExtractOptions, ready: Ready, extractions: Sequence[Extraction]
) -> dict[str, object]:
    return {
        "iopmine": __version__,
        "pipeline": ready.fingerprint,
        "model": ready.model,
        "lexicon": load(None, *workspace.lexicon_extensions).sha256,
        "settings": {"only_entities": options.only_entities, "persons": options.persons, "texts": options.texts},
        "inputs": {e.document.id: e.document.sha256 for e in extractions},
    }


def extract_store(workspace: Workspace, options: ExtractOptions) -> Iterator[str | Issue]:
    """Extract what is new or changed in the store; yields the id of each document when it is saved.

    Raises:
        StoreError: there is no store yet, or it cannot be written.
    """
    if options.only_entities:
        raise UsageError("--only entities works on files.", hint="Name the files or folders to read.")
    with open_store(workspace) as store:
        if options.model is not None or not _is_up_to_date(store, workspace):
            lost: list[Issue] = []
            with extractor(options.order(workspace), options.workers) as ready:
                fingerprint = ready.ready.fingerprint
                extractions = _without_issues(ready.extract(store.pending(fingerprint)), lost)
                yield from _with_issues(_saved(store, extractions, fingerprint), lost)
        update_register(store)


def _is_up_to_date(store: Store, workspace: Workspace) -> bool:
    """Tell, without loading the packaged pipeline, whether it has seen every document as it is now."""
    fingerprint = packaged_fingerprint(workspace.lexicon_extensions)
    return fingerprint is not None and next(store.pending(fingerprint), None) is None


def _saved(store: Store, extractions: Iterator[Extraction], fingerprint: str) -> Iterator[str]:
    """Save the extractions, and yield the ids of those that are."""
    while batch := list(islice(extractions, BATCH)):
        store.save_extractions(batch, pipeline=fingerprint)
        yield from (extraction.document.id for extraction in batch)
