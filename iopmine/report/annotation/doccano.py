"""JSON lines for doccano: a project of the kind "intent detection and slot filling" has names and document labels.

Read back are the exports of that kind (``entities``, ``cats``) and of sequence labelling (``label`` or ``labels``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from iopmine.errors import UsageError
from iopmine.report.annotation.items import (
    JUDGED,
    Annotation,
    Code,
    ReadBack,
    Span,
    document_labels,
    judged_of,
    of_labels,
    trimmed,
)
from iopmine.report.files import replacing

_HINT = "Export the project of doccano as JSONL."


def write(path: Path, annotations: Iterable[Annotation], codes: Iterable[Code]) -> None:  # noqa: ARG001
    """Write one line a document; doccano makes the labels it meets, so it needs no list of codes.

    Raises:
        OutputError: the file cannot be written.
    """
    with replacing(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        for annotation in annotations:
            row = {
                "text": annotation.text,
                "entities": [list(span) for span in annotation.spans],
                "cats": document_labels(annotation),
                # doccano keeps further columns and gives them back; its own "id" is a number.
                "document_id": annotation.document_id,
                "judged": [name for name in JUDGED if name in annotation.judged],
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def read(path: Path) -> ReadBack:
    """Read an export.

    Raises:
        UsageError: a line is not what doccano writes; the message names it.
        OSError: the file cannot be read.
    """
    found = []
    for number, line in enumerate(path.read_bytes().decode("utf-8-sig").split("\n"), start=1):
        if line.strip():
            try:
                found.append(_annotation(json.loads(line)))
            except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
                raise UsageError(
                    f"{path}, line {number}: no line of a doccano export ({error}).", hint=_HINT
                ) from error
    return ReadBack(tuple(found))


def _annotation(row: Mapping[str, Any]) -> Annotation:
    text = row.get("text", row.get("data"))
    if not isinstance(text, str):
        raise TypeError("it has no text")
    meta = row.get("meta") or {}
    key = row.get("document_id") or meta.get("document_id") or row["id"]
    given: list[Any] = next((row[name] for name in ("entities", "label", "labels") if name in row), [])
    areas, frames, relevant = of_labels([str(label) for label in row.get("cats") or []])
    return Annotation(
        document_id=str(key),
        text=text,
        spans=trimmed(_spans(given, text), text),
        areas=areas,
        frames=frames,
        relevant=relevant,
        judged=judged_of(row.get("judged", meta.get("judged")), areas, frames),
    )


def _spans(given: Iterable[Any], text: str) -> Iterator[Span]:
    for entry in given:
        if isinstance(entry, dict):
            start, end, label = entry["start_offset"], entry["end_offset"], entry["label"]
        else:
            start, end, label = entry
        if not 0 <= int(start) < int(end) <= len(text):
            raise ValueError(f"the span {start} to {end} lies outside the text of {len(text)} characters")
        yield Span(int(start), int(end), str(label))
