"""Opening a workspace's store, with a message that says how to make one."""

from __future__ import annotations

from iopmine.config import Workspace
from iopmine.errors import StoreError
from iopmine.store import Store


def open_store(workspace: Workspace, *, read_only: bool = False) -> Store:
    """Open the store of a workspace.

    Raises:
        StoreError: nothing has been stored yet, or the file cannot be opened.
    """
    if not workspace.store.exists():
        hint = "Run: iopmine run" if workspace.packaged else "Put texts into it with: iopmine add PATH"
        raise StoreError(f"There is no store at {workspace.store} yet.", hint=f"{hint}.")
    return Store.open(workspace.store, read_only=read_only)
