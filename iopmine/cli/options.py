"""Options that several commands share, and what they resolve to."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from iopmine.config import Workspace

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace", "-w", metavar="DIR", help="Workspace to use (default: this folder, else the packaged corpus)."
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but results and errors.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def workspace_of(folder: Path | None) -> Workspace:
    """Return the workspace of the ``--workspace`` option."""
    from iopmine.config import find_workspace

    return find_workspace(folder, current=Path.cwd())


def today() -> date:
    """Return the day by this computer's clock; the steps get it as a parameter."""
    return datetime.now(UTC).astimezone().date()


def now() -> str:
    """Return the time in UTC as an ISO string with seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
