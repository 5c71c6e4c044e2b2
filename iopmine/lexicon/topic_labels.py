"""``topic_labels.csv``: the names that people gave topics, read and written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from iopmine.lexicon.facts import TopicLabel
from iopmine.lexicon.schema import TOPIC_LABELS
from iopmine.lexicon.tables import read
from iopmine.text.normal import nfc, squeeze


def topic_labels(folder: Path) -> tuple[TopicLabel, ...]:
    """Return the names of topics that stand in a folder of the lexicon; none where it has no such file.

    Raises:
        LexiconError: the file is broken.
    """
    if not (folder / TOPIC_LABELS.file).is_file():
        return ()
    return tuple(row.record for row in read(TOPIC_LABELS, folder, ()))


def as_csv(labels: Iterable[TopicLabel]) -> bytes:
    """Return names of topics as the bytes of ``topic_labels.csv``: one line each, sorted."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column.name for column in TOPIC_LABELS.columns)
    rows = ((row.label, "; ".join(row.words), "; ".join(row.documents), row.note) for row in labels)
    writer.writerows(sorted([nfc(squeeze(cell)) for cell in row] for row in rows))
    return text.getvalue().encode()
