"""``iopmine status``: what is in the store."""

from __future__ import annotations

from iopmine.config import Workspace
from iopmine.steps.opening import open_store
from iopmine.store import StoreStatus

__all__ = ["StoreStatus", "status"]


def status(workspace: Workspace) -> StoreStatus:
    """Return the counts of the store.

    Raises:
        StoreError: there is no store yet, or it cannot be opened.
    """
    with open_store(workspace, read_only=True) as store:
        return store.status()
