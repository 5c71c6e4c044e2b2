"""Gold lines: read, checked, and turned into spans.

A line lists surface forms (see ``corpus/README.md``), which become spans as the guidelines say: whole words,
case-sensitive, longest form first, genitive ending free. A line may carry exact ``spans`` instead, and its own
``text``. A field that a line lacks was not annotated and is not scored; an empty list says that there is none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iopmine.errors import UsageError
from iopmine.nlp.evaluation.form import FREE_FIELDS, LABELS, NAME_FIELDS, fault_of
from iopmine.text.inflection import GENITIVE, WORD_END, WORD_START

# Names that other tools and corpora give to the three labels.
_ALIASES = {"PRS": "PER", "PERSON": "PER", "GPE": "LOC", "LOCATION": "LOC", "PLACE": "LOC", "ORGANIZATION": "ORG"}
_HINT = "The form of gold is in corpus/README.md."
_ENDING = re.compile(GENITIVE + WORD_END)


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A required mention (or, with an empty label, one that is neither asked for nor punished).

    ``reach`` is the end with a genitive ending; ``canonical`` is the entity's name, where the gold gives one.
    """

    start: int
    end: int
    reach: int
    label: str
    canonical: str = ""


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Return the gold documents of a JSON lines file.

    Raises:
        UsageError: the file is missing, or a line is no gold line; the message names the line.
    """
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The gold file {path} could not be read: {error}.", hint=_HINT) from error
    gold = []
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line) if line.strip() else None
        except ValueError as error:
            raise UsageError(f"{path}, line {number}: not JSON ({error}).", hint=_HINT) from error
        if row is not None:
            fault = fault_of(row)
            if fault:
                raise UsageError(f"{path}, line {number}: {fault}.", hint=_HINT)
            gold.append(row)
    if not gold:
        raise UsageError(f"{path} holds no gold line.", hint=_HINT)
    return gold


def normal_label(label: str) -> str:
    """Return ORG, LOC or PER for a label under its usual names, or an empty string for any other."""
    upper = label.upper()
    found = _ALIASES.get(upper, upper)
    return found if found in LABELS else ""


def scored_labels(row: Mapping[str, Any]) -> frozenset[str]:
    """Return the labels of names that a gold line was annotated for."""
    given = frozenset(label for key, label in NAME_FIELDS.items() if key in row)
    return given or frozenset(LABELS if "spans" in row else ())


def gold_spans(row: Mapping[str, Any], text: str) -> list[GoldSpan]:
    """Return the spans of a gold document in its text, in text order; exact spans go before surface forms.

    Raises:
        UsageError: an exact span lies outside the text.
    """
    if row.get("spans") is not None:
        return sorted((_exact(span, row["id"], text) for span in row["spans"]), key=lambda s: (s.start, s.end))
    free = {entry["text"]: ("", "") for key in FREE_FIELDS for entry in row.get(key) or ()}
    named = {
        entry["text"]: (label, entry.get("canonical") or "")
        for key, label in reversed(NAME_FIELDS.items())
        for entry in row.get(key) or ()
    }
    forms = free | named
    taken = bytearray(len(text))
    spans = []
    for form in sorted(forms, key=lambda f: (-len(f), f)):
        for found in form_pattern(form).finditer(text):
            start, end = found.span(1)
            if not any(taken[start : found.end()]):
                taken[start : found.end()] = b"\1" * (found.end() - start)
                spans.append(GoldSpan(start, end, found.end(), *forms[form]))
    return sorted(spans, key=lambda s: s.start)


def _exact(span: Mapping[str, Any], document_id: str, text: str) -> GoldSpan:
    start, end = span["start"], span["end"]
    if end > len(text):
        raise UsageError(
            f"The span {start} to {end} of {document_id} lies outside its text of {len(text)} characters.",
            hint="Offsets count characters from 0, and the end is the character after the last.",
        )
    ending = _ENDING.match(text, end) if text[end - 1].isalnum() else None
    reach = ending.end() if ending else end
    return GoldSpan(start, end, reach, normal_label(span["label"]), span.get("canonical") or "")


def form_pattern(form: str) -> re.Pattern[str]:
    """Return the pattern of a surface form: whole words, group 1 the form, any white space between its words."""
    body = r"\s+".join(re.escape(part) for part in form.split())
    before = WORD_START if form[:1].isalnum() else ""
    after = GENITIVE + WORD_END if form[-1:].isalnum() else ""
    return re.compile(f"{before}({body}){after}")
