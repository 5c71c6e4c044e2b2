"""What the records have in common: small vocabularies, and fields that describe themselves."""

from __future__ import annotations

from dataclasses import fields
from typing import Literal

Label = Literal["ORG", "LOC", "PER"]
Precision = Literal["day", "month", "year"]
DateSource = Literal["meta", "text", "url", "feed"]
TopicName = Literal["iop", "valfardsdebatt", "ovrigt"]
DemoKind = Literal["", "retold", "invented"]


def doc(text: str) -> dict[str, str]:
    """Return field metadata: the sentence that describes the column in the data dictionary."""
    return {"doc": text}


def column_names(record: type) -> tuple[str, ...]:
    """Return the field names of a record type, in column order."""
    return tuple(f.name for f in fields(record))


def precision_of(date: str) -> Precision:
    """Return the precision of a truncated ISO date.

    Raises:
        ValueError: it is none.
    """
    match len(date):
        case 4:
            return "year"
        case 7:
            return "month"
        case 10:
            return "day"
    raise ValueError(f"not a truncated ISO date: {date!r}")
