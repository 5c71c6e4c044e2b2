"""``iopmine annotate``: files for annotators from what the pipeline finds, and gold from what they gave back."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from iopmine.config import Workspace
from iopmine.errors import UsageError
from iopmine.lexicon import Lexicon, load
from iopmine.nlp import pipeline
from iopmine.nlp.evaluation import gold_spans, normal_label
from iopmine.nlp.evaluation.form import NAME_FIELDS
from iopmine.records import Document, Extraction, Issue
from iopmine.report.annotation import Annotation, Code, Span, read_annotations, write_annotations
from iopmine.report.annotation.formats import format_of
from iopmine.report.files import write_bytes
from iopmine.report.masking import Privacy, mask
from iopmine.steps.arriving import arriving_texts
from iopmine.steps.opening import open_store
from iopmine.steps.persons import names_in

Read = Callable[[Document], Extraction]
STAGE = "annotate"
_OTHER = "other"
_PASSES = 3


@dataclass(frozen=True, slots=True)
class AnnotateOptions:
    """What to write; see the command's help."""

    form: str | None = None
    sample: int | None = None
    seed: int = 1
    persons: bool = False
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Gold:
    """What was read back: how many gold lines were written, and which documents nobody has annotated yet."""

    documents: int
    left_out: tuple[str, ...]


def annotate(
    workspace: Workspace, paths: Sequence[Path], out: Path, options: AnnotateOptions, *, today: date
) -> Iterator[str | Issue]:
    """Write a file with what the pipeline finds in files (or, without paths, in the store), to be corrected by people.

    Contact data are covered by marks of the same length, and names of persons too unless they are asked for; what is
    written is what the pipeline finds in the text as it is then shown. Yields the id of each document when it is done,
    and an issue per failure.

    Raises:
        UsageError: no such format, or no documents.
        OutputError: the file cannot be written.
    """
    format_of(out, options.form)
    documents: list[Document] = []
    for item in incoming(workspace, paths, today=today):
        if isinstance(item, Issue):
            yield item
        else:
            documents.append(item)
    if not documents:
        raise UsageError("There is nothing to annotate.", hint="Name files or folders with texts.")
    if options.sample is not None and options.sample < len(documents):
        chosen = random.Random(options.seed)  # noqa: S311 - a sample, not a secret
        documents = chosen.sample(sorted(documents, key=lambda d: d.id), options.sample)
    read = reader(workspace, options.model)
    found = []
    for document in sorted(documents, key=lambda d: d.id):
        found.append(_annotation(shown(read, document, persons=options.persons), persons=options.persons))
        yield document.id
    write_annotations(out, found, _codes(load(None, *workspace.lexicon_extensions)), options.form)


def incoming(workspace: Workspace, paths: Sequence[Path], *, today: date) -> Iterator[Document | Issue]:
    """Yield the documents of files or, without paths, of the store."""
    if paths:
        yield from arriving_texts(paths, today=today, stage=STAGE)
        return
    with open_store(workspace, read_only=True) as store:
        yield from store.documents()


def reader(workspace: Workspace, model: str | None) -> Read:
    """Return the pipeline as a function of one document; persons are found too, so that they can be covered."""
    nlp = pipeline.build(model=model, lexicon_extensions=workspace.lexicon_extensions)
    return lambda document: next(pipeline.extract(nlp, [document], persons=True))


def shown(read: Read, document: Document, *, persons: bool) -> Extraction:
    """Return what the pipeline finds in a document after personal data are covered; no offset moves.

    A covered name changes what stands around it, and so what is found: the text is read again until nothing new is.
    """
    extraction = read(document)
    for _ in range(_PASSES):
        privacy = Privacy({document.id: names_in(extraction)}, extraction.mentions, persons)
        text = mask(document.text, privacy.masked_in(document.id), keep_length=True).text
        if text == document.text:
            break
        document = replace(document, text=text, title=privacy.clean(document.title, document.id), sha256="")
        extraction = read(document)
    return extraction


def _annotation(extraction: Extraction, *, persons: bool) -> Annotation:
    document = extraction.document
    labels = {"ORG", "LOC", "PER"} if persons else {"ORG", "LOC"}
    spans = {Span(m.start, m.end, m.label) for m in extraction.mentions if m.label in labels}
    return Annotation(
        document_id=document.id,
        text=document.text,
        title=document.title,
        spans=tuple(sorted(spans)),
        areas=tuple(sorted({hit.id for hit in extraction.areas})),
        frames=tuple(sorted({hit.id for hit in extraction.frames})),
        relevant=document.iop_relevant,
        judged=frozenset({*labels, "areas", "frames", "relevant"}),
    )


def _codes(lexicon: Lexicon) -> list[Code]:
    return [Code("area", a.id, a.label_sv, a.definition) for a in lexicon.areas] + [
        Code("frame", f.id, f.label_sv, f.definition) for f in lexicon.frames
    ]


def read_back(path: Path, out: Path, *, form: str | None = None) -> Gold:
    """Turn a file that annotators gave back into gold lines, sorted by id.

    Raises:
        UsageError: the file is not in its format, or two of its documents have one id.
        OutputError: the gold cannot be written.
    """
    read = read_annotations(path, form)
    lines = sorted((gold_line(annotation) for annotation in read.annotations), key=lambda line: str(line["id"]))
    doubled = [key for key, times in Counter(line["id"] for line in lines).items() if times > 1]
    if doubled:
        raise UsageError(f"{path}: two documents have the id {doubled[0]!r}.", hint="Read each annotator's file apart.")
    content = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    write_bytes(out, content.encode("utf-8"))
    return Gold(len(lines), tuple(sorted(read.left_out)))


def gold_line(annotation: Annotation) -> dict[str, Any]:
    """Return the gold line of an annotation; exact spans are kept where surface forms would not give them back."""
    judged = annotation.judged
    line: dict[str, Any] = {"id": annotation.document_id, "text": annotation.text}
    if annotation.relevant is not None and "relevant" in judged:
        line["iop_relevant"] = annotation.relevant
    spans = [span._replace(label=normal_label(span.label)) for span in annotation.spans]
    line |= _forms(spans, annotation.text, [field for field, label in NAME_FIELDS.items() if label in judged])
    if {(s.start, s.end, s.label) for s in gold_spans(line, annotation.text)} != set(spans):
        line["spans"] = [span._asdict() for span in spans]
    if "areas" in judged:
        line["challenge_areas"] = list(annotation.areas)
    if "frames" in judged:
        line["frames"] = list(annotation.frames)
    return line


def _forms(spans: Iterable[Span], text: str, fields: Sequence[str]) -> Mapping[str, list[dict[str, Any]]]:
    """Return the surface forms of spans by field, with how often each stands there."""
    field_of = {NAME_FIELDS[field]: field for field in fields}
    counts: dict[str, Counter[str]] = {field: Counter() for field in fields}
    for start, end, label in spans:
        counts.setdefault(field_of.get(label, _OTHER), Counter())[" ".join(text[start:end].split())] += 1
    return {
        field: [{"text": form, "count": times} for form, times in sorted(found.items())]
        for field, found in counts.items()
    }
