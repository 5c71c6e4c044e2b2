"""``iopmine verify``: whether the store is as it was written, and the outputs follow from it byte for byte."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from iopmine.config import Workspace
from iopmine.errors import StoreError
from iopmine.steps.opening import open_store
from iopmine.steps.report import report

_PARTS = ("tables", "report")
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked, and each fault as one line."""

    documents: int
    files: int
    faults: tuple[str, ...]
    note: str = ""
    """What could not be checked, empty if all was."""


def verify(workspace: Workspace, *, rebuild: bool = False) -> Verification:
    """Check every document and row of the store, then write the outputs anew elsewhere and compare.

    ``rebuild`` makes the full-text index anew first. Outputs that were never written are no fault. In a store that
    cannot be written to, all is checked but the words of the index, which SQLite compares by writing.

    Raises:
        StoreError: there is no store, it cannot be opened, or its index is to be made anew and it cannot be written to.
    """
    read_only = workspace.store.exists() and not _writable(workspace.store)
    if read_only and rebuild:
        raise StoreError(
            f"{workspace.store} cannot be written to, so its index cannot be made anew.",
            hint="Check the permissions of the file and of its folder.",
        )
    with open_store(workspace, read_only=read_only) as store:
        if rebuild:
            store.rebuild_index()
        faults = [f"{issue.url or issue.source}: {issue.message}" for issue in store.verify()]
        documents = store.document_count()
    files, differences = (0, []) if faults else _compare(workspace)
    note = f"{workspace.store} cannot be written to: the words of its index were not compared." if read_only else ""
    return Verification(documents, files, (*faults, *differences), note)


def _writable(store: Path) -> bool:
    """Tell whether the store and the files that SQLite puts beside it can be written."""
    return os.access(store, os.W_OK) and os.access(store.parent, os.W_OK)


def _compare(workspace: Workspace) -> tuple[int, list[str]]:
    """Return how many files were compared, and a line for each that is missing, left over or different."""
    written = _files(workspace.outputs)
    if not written:
        return 0, []
    with tempfile.TemporaryDirectory(prefix="iopmine-verify-") as folder:
        fresh_place = replace(workspace, outputs=Path(folder))
        report(fresh_place, persons=_asked_for(workspace, "persons"), texts=_asked_for(workspace, "texts"))
        fresh = _files(fresh_place.outputs)
        lines = [f"outputs/{name}: missing; run: iopmine report." for name in sorted(fresh.keys() - written.keys())]
        lines += [f"outputs/{name}: not made from this store." for name in sorted(written.keys() - fresh.keys())]
        lines += [
            f"outputs/{name}: differs from what the store gives; run: iopmine report."
            for name in sorted(fresh.keys() & written.keys())
            if fresh[name].read_bytes() != written[name].read_bytes()
        ]
        return len(fresh), lines


def _asked_for(workspace: Workspace, option: str) -> bool:
    """Tell whether the outputs were written with an option of ``report``, as their manifest says."""
    try:
        return json.loads((workspace.outputs / _MANIFEST).read_bytes())[option] is True
    except (OSError, ValueError, KeyError, TypeError):
        # A manifest that is gone or damaged shows as a difference.
        return False


def _files(outputs: Path) -> dict[str, Path]:
    found = [path for part in _PARTS for path in sorted((outputs / part).rglob("*"))]
    return {path.relative_to(outputs).as_posix(): path for path in (*found, outputs / _MANIFEST) if path.is_file()}
