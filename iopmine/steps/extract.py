"""``iopmine extract``: names, areas, frames and partnerships, from files or from the store."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from iopmine import __version__
from iopmine.config import Workspace
from iopmine.errors import UsageError
from iopmine.lexicon import load
from iopmine.nlp import pipeline
from iopmine.records import Document, Extraction, Issue
from iopmine.report.files import write_bytes
from iopmine.report.lines import LINE_FORMATS, stream_lines
from iopmine.report.masking import Privacy, mask
from iopmine.report.package import write_datapackage, write_manifest
from iopmine.report.tables import TABLE_FORMATS, write_tables
from iopmine.steps.arriving import arriving
from iopmine.steps.opening import open_store
from iopmine.steps.persons import names_in
from iopmine.text.normal import sha256, slug

STAGE = "extract"
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


def extract_files(
    workspace: Workspace, paths: Sequence[Path], out: Path, options: ExtractOptions, *, today: date
) -> Iterator[str | Issue]:
    """Extract from files and write ``out``: JSON lines if it ends in .jsonl, else a folder of tables.

    Yields the id of each document when it is done, and an issue per failure.

    Raises:
        UsageError: an unknown format.
        OutputError: the results cannot be written.
    """
    _check_formats(options.formats)
    nlp = pipeline.build(
        model=options.model, lexicon_extensions=workspace.lexicon_extensions, only_entities=options.only_entities
    )
    fingerprint = pipeline.fingerprint(nlp, workspace.lexicon_extensions)
    issues: list[Issue] = []
    documents = _readable(arriving(paths, today=today, stage=STAGE), issues)
    extractions = pipeline.extract(nlp, documents, persons=options.persons)
    if out.suffix == ".jsonl":
        yield from _with_issues(_write_jsonl(out, extractions, options), issues)
    else:
        gathered: list[Extraction] = []
        yield from _with_issues(_gather(extractions, gathered), issues)
        _write_folder(out, gathered, issues, options, _manifest(workspace, options, fingerprint, gathered))


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


def _readable(items: Iterator[Document | Issue], issues: list[Issue]) -> Iterator[Document]:
    for item in items:
        if isinstance(item, Issue):
            issues.append(item)
        else:
            yield item


def _with_issues(done: Iterator[str], issues: list[Issue]) -> Iterator[str | Issue]:
    """Yield ids and, between them, the issues that reading has noted by then."""
    told = 0
    for document_id in done:
        yield from issues[told:]
        told = len(issues)
        yield document_id
    yield from issues[told:]


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
            "partnerships": [p for e in extractions for p in e.partnerships],
            "areas": [h for e in extractions for h in e.areas],
            "frames": [h for e in extractions for h in e.frames],
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


def _entities(extractions: Sequence[Extraction]) -> list[object]:
    found = {entity.id: entity for extraction in extractions for entity in extraction.entities}
    return [found[key] for key in sorted(found)]


def _manifest(
    workspace: Workspace, options: ExtractOptions, fingerprint: str, extractions: Sequence[Extraction]
) -> dict[str, object]:
    return {
        "iopmine": __version__,
        "pipeline": fingerprint,
        "model": options.model or "spacy.blank('sv')",
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
    nlp = pipeline.build(model=options.model, lexicon_extensions=workspace.lexicon_extensions)
    fingerprint = pipeline.fingerprint(nlp, workspace.lexicon_extensions)
    with open_store(workspace) as store:
        pending = store.pending(fingerprint)
        batch: list[Extraction] = []
        for extraction in pipeline.extract(nlp, pending):
            batch.append(extraction)
            if len(batch) == BATCH:
                store.save_extractions(batch, pipeline=fingerprint)
                yield from (e.document.id for e in batch)
                batch = []
        store.save_extractions(batch, pipeline=fingerprint)
        yield from (e.document.id for e in batch)
