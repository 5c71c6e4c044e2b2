"""``iopmine evaluate --agreement``: how far two annotators of the same texts agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from iopmine.errors import UsageError
from iopmine.nlp.evaluation.annotators import Agreement, compare
from iopmine.steps.evaluate import documents_of, gold_lines


@dataclass(frozen=True, slots=True)
class Agreements:
    """How many documents both annotated, the ids that only one of them has, and the lines."""

    documents: int
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    rows: tuple[Agreement, ...]


def agreement(first: Path, second: Path, texts: Path | None = None, *, today: date) -> Agreements:
    """Compare the gold of two annotators, document by document.

    Raises:
        UsageError: a file cannot be read, no document is in both, the same id has two texts, or no text is there.
    """
    one, other = gold_lines([first]), gold_lines([second])
    ids, other_ids = {row["id"] for row in one}, {row["id"] for row in other}
    both = ids & other_ids
    if not both:
        raise UsageError(f"No document is in both {first} and {second}.", hint="The same id stands for one document.")
    found = [
        {d.id: d.text for d in documents_of([row for row in rows if row["id"] in both], texts, today=today)}
        for rows in (one, other)
    ]
    differing = sorted(key for key in found[0].keys() & found[1].keys() if found[0][key] != found[1][key])
    if differing:
        raise UsageError(f"The two files have different texts of {differing[0]!r}.", hint="Annotate the same texts.")
    rows = compare(one, other, found[0] | found[1])
    return Agreements(len(both), tuple(sorted(ids - both)), tuple(sorted(other_ids - both)), tuple(rows))
