"""What was found out about the date of a text, and which of several findings to believe."""

from __future__ import annotations

from dataclasses import dataclass, replace

from iopmine.records import DateSource, Precision


@dataclass(frozen=True, slots=True)
class DateReading:
    """A publication date with its precision and origin, and the date of the last change; None where not given."""

    published: str | None = None
    precision: Precision | None = None
    source: DateSource | None = None
    modified: str | None = None


def best_reading(*readings: DateReading) -> DateReading:
    """Choose between readings given in order of trust (meta, text, url): the first that has a date.

    A later reading replaces it only where it says the same more precisely (``2022-05`` → ``2022-05-12``).
    """
    best = DateReading()
    for reading in readings:
        modified = best.modified or reading.modified
        sharper = (
            reading.published is not None
            and best.published is not None
            and len(reading.published) > len(best.published)
            and reading.published.startswith(best.published)
        )
        best = replace(reading if best.published is None or sharper else best, modified=modified)
    return best
