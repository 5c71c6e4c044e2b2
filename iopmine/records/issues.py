"""What was noticed and did not stop a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from iopmine.records.fields import doc


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that was noticed and did not stop the run."""

    stage: str = field(metadata=doc("Step that noticed: add, extract, topics …"))
    source: str = field(metadata=doc("Source or folder."))
    url: str = field(metadata=doc("Address or file."))
    level: Literal["info", "warning", "error"] = field(metadata=doc("info, warning or error."))
    message: str = field(metadata=doc("What happened and what to do."))
