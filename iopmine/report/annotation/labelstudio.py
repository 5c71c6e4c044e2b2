"""Tasks for Label Studio, with what the pipeline found as predictions, and the labelling configuration beside them.

Some versions of Label Studio count characters, others UTF-16 code units, so that an emoji moves every offset after
it; some show line breaks as two characters. Each label brings its words along: they decide where it stands.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from iopmine.errors import UsageError
from iopmine.report.annotation.items import (
    JUDGED,
    NAMES,
    Annotation,
    Code,
    ReadBack,
    Span,
    judged_of,
    of_words,
    trimmed,
)
from iopmine.report.files import replacing, write_bytes

_HINT = "Export the project of Label Studio as JSON."
_BASIC_PLANE = 0xFFFF
_CHOICES = {"areas": "area", "frames": "frame"}


def write(path: Path, annotations: Iterable[Annotation], codes: Iterable[Code]) -> None:
    """Write a list of tasks, and the configuration to ``NAME.config.xml`` beside it.

    Raises:
        OutputError: a file cannot be written.
    """
    with replacing(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        file.write("[")
        for number, annotation in enumerate(annotations):
            file.write(",\n" if number else "\n")
            file.write(json.dumps(_task(annotation), ensure_ascii=False))
        file.write("\n]\n")
    write_bytes(path.with_suffix(".config.xml"), _config(list(codes)).encode("utf-8"))


def _task(annotation: Annotation) -> dict[str, Any]:
    result: list[dict[str, Any]] = [
        {
            "id": f"name{number}",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": span.start,
                "end": span.end,
                "text": annotation.text[span.start : span.end],
                "labels": [span.label],
            },
        }
        for number, span in enumerate(annotation.spans)
    ]
    relevance = () if annotation.relevant is None else ("yes" if annotation.relevant else "no",)
    for name, choices in (("areas", annotation.areas), ("frames", annotation.frames), ("relevant", relevance)):
        if choices:
            value = {"choices": list(choices)}
            result.append({"id": name, "from_name": name, "to_name": "text", "type": "choices", "value": value})
    judged = [name for name in JUDGED if name in annotation.judged]
    return {
        "data": {"text": annotation.text, "document_id": annotation.document_id, "judged": judged},
        "predictions": [{"model_version": "iopmine", "result": result}],
    }


def _config(codes: Sequence[Code]) -> str:
    lines = ["<View>", '  <Labels name="label" toName="text">']
    lines += [f'    <Label value="{label}"/>' for label in NAMES]
    lines += ["  </Labels>", '  <Text name="text" value="$text"/>']
    lines += ['  <Header value="Talar texten om idéburet offentligt partnerskap?"/>']
    lines += ['  <Choices name="relevant" toName="text" choice="single">']
    lines += ['    <Choice value="yes"/>', '    <Choice value="no"/>', "  </Choices>"]
    for name, kind in _CHOICES.items():
        lines.append(f'  <Choices name="{name}" toName="text" choice="multiple">')
        lines += [f"    <Choice value={quoteattr(c.id)} hint={quoteattr(c.name)}/>" for c in codes if c.kind == kind]
        lines.append("  </Choices>")
    return "\n".join([*lines, "</View>", ""])


def read(path: Path) -> ReadBack:
    """Read an export; of each task the last annotation counts that was not cancelled, and predictions never do.

    Raises:
        UsageError: the file is not what Label Studio exports; the message names the task.
        OSError: the file cannot be read.
    """
    try:
        tasks = json.loads(path.read_bytes().decode("utf-8-sig"))
    except ValueError as error:
        raise UsageError(f"{path} is no JSON: {error}.", hint=_HINT) from error
    found, left_out = [], []
    for number, task in enumerate(tasks if isinstance(tasks, list) else [tasks], start=1):
        try:
            key = str(task["data"].get("document_id") or task["id"])
            done = [a for a in task.get("annotations") or () if not a.get("was_cancelled")]
            if done:
                found.append(_annotation(key, task["data"], done[-1]["result"]))
            else:
                left_out.append(key)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise UsageError(f"{path}, task {number}: no task of Label Studio ({error}).", hint=_HINT) from error
    return ReadBack(tuple(found), tuple(left_out))


def _annotation(key: str, data: Mapping[str, Any], result: Sequence[Mapping[str, Any]]) -> Annotation:
    text = data["text"]
    if not isinstance(text, str):
        raise TypeError("it has no text")
    areas, frames, said = (tuple(sorted(_choices(result, name))) for name in ("areas", "frames", "relevant"))
    locator = Locator(text)
    spans = [
        Span(*locator.located(int(value["start"]), int(value["end"]), value.get("text")), str(label))
        for value in (entry["value"] for entry in result if entry.get("type") == "labels")
        for label in value["labels"]
    ]
    return Annotation(
        document_id=key,
        text=text,
        spans=trimmed(spans, text),
        areas=areas,
        frames=frames,
        relevant=of_words(said),
        judged=judged_of(data.get("judged"), areas, frames),
    )


def _choices(result: Sequence[Mapping[str, Any]], name: str) -> Iterator[str]:
    for entry in result:
        if entry.get("from_name") == name:
            yield from entry["value"]["choices"]


class Locator:
    """Finds where the labels of one text stand in characters."""

    def __init__(self, text: str) -> None:
        self._text = text
        beyond = (index for index, letter in enumerate(text) if ord(letter) > _BASIC_PLANE)
        # Where the letters stand, in UTF-16 code units, that take two of them.
        self._pairs = [index + number for number, index in enumerate(beyond)]

    def located(self, start: int, end: int, words: str | None) -> tuple[int, int]:
        """Return the offsets in characters.

        ``words`` decide: they stand at the offsets as given, or as UTF-16 code units, or else nearest to them.

        Raises:
            ValueError: the words are nowhere, or there are none and the offsets lie outside the text.
        """
        if words is None:
            if not 0 <= start < end <= len(self._text):
                raise ValueError(f"the span {start} to {end} lies outside the text of {len(self._text)} characters")
            return start, end
        # Line breaks come back as they are, as a space, or as a backslash and an n.
        parts = words.replace("\\n", "\n").split()
        if not parts:
            raise ValueError("a label holds no words")
        if self._text[start:end].split() == parts:
            return start, end
        first, last = self._characters(start), self._characters(end)
        if self._text[first:last].split() == parts:
            return first, last
        return self._nearest(parts, start)

    def _characters(self, units: int) -> int:
        return units - bisect_left(self._pairs, units)

    def _nearest(self, parts: Sequence[str], start: int) -> tuple[int, int]:
        pattern = re.compile(r"\s+".join(map(re.escape, parts)))
        found = min(pattern.finditer(self._text), key=lambda m: abs(m.start() - start), default=None)
        if found is None:
            raise ValueError(f"{' '.join(parts)!r} does not stand in the text")
        return found.span()
