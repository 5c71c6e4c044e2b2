"""Opening a workspace's store, with a message that says how to make one, and making its folder where it is safe."""

from __future__ import annotations

from pathlib import Path

from iopmine.config import Workspace
from iopmine.errors import OutputError, StoreError
from iopmine.records import Issue
from iopmine.store import Store, unsafe_location


def open_store(workspace: Workspace, *, read_only: bool = False) -> Store:
    """Open the store of a workspace.

    Raises:
        StoreError: nothing has been stored yet, or the file cannot be opened.
    """
    if not workspace.store.exists():
        hint = "Run: iopmine run" if workspace.packaged else "Put texts into it with: iopmine add PATH"
        raise StoreError(f"There is no store at {workspace.store} yet.", hint=f"{hint}.")
    return Store.open(workspace.store, read_only=read_only)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"The folder {folder} cannot be made: {error.strerror or error}.") from error


def location_issue(store: Path, stage: str) -> Issue | None:
    """Return a warning if a store at this path would lie where a database in use is not safe."""
    place = unsafe_location(store)
    if place is None:
        return None
    message = f"The store lies in {place}, which can damage a database in use. Move the workspace to a local folder."
    return Issue(stage, "", str(store), "warning", message)
