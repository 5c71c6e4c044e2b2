"""``iopmine add``: files into the store, one transaction a document, so that nothing reported is ever lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from iopmine.config import Workspace
from iopmine.errors import ConfigError
from iopmine.records import Document, Issue, Lead
from iopmine.steps.arriving import arriving
from iopmine.steps.catalogue import ADDED
from iopmine.steps.opening import location_issue, make_folder
from iopmine.store import Store
from iopmine.urls import is_web_address

STAGE = "add"


@dataclass(frozen=True, slots=True)
class Added:
    """A document that is in the store; ``new`` if it, or its text, was not there before.

    An ``address`` is in the address book instead, for ``iopmine gather`` to ask for; then the id is the address.
    """

    document_id: str
    title: str
    new: bool
    address: bool = False


def add(workspace: Workspace, paths: Sequence[Path], *, today: date, now: str) -> Iterator[Added | Issue]:
    """Yield one result per document when it is stored, and one issue per failure or doubt.

    ``now`` is the time of adding, an ISO string. Stopping at any point loses nothing already yielded; a second call
    with the same paths completes the work.

    Raises:
        ConfigError: no workspace: texts would lie among those of the demo corpus.
        StoreError: the store cannot be opened or written; ``StoreFullError`` if the disk is full.
    """
    if workspace.packaged:
        raise ConfigError("Adding texts needs a workspace of your own.", hint="Make one with: iopmine init DIR.")
    yield from fill(workspace, paths, today=today, now=now)


def fill(workspace: Workspace, paths: Sequence[Path], *, today: date, now: str) -> Iterator[Added | Issue]:
    """Do what ``add`` does, also where there is no workspace and ``iopmine run`` takes the embedded corpus.

    Raises:
        StoreError: as ``add``.
    """
    make_folder(workspace.store.parent)
    with Store.ensure(workspace.store) as store:
        unsafe = location_issue(workspace.store, STAGE)
        if unsafe is not None:
            yield _noted(store, unsafe)
        for item in arriving(paths, today=today, stage=STAGE):
            if isinstance(item, Issue):
                yield _noted(store, item)
            elif isinstance(item, Lead):
                yield _entered(store, item, now)
            else:
                yield _stored(store, item, now)


def _noted(store: Store, issue: Issue) -> Issue:
    store.add_issue(issue)
    return issue


def _entered(store: Store, lead: Lead, now: str) -> Added:
    new = store.note_leads([replace(lead, source=ADDED.id)], now=now)
    return Added(lead.url, lead.title, bool(new), address=True)


def _stored(store: Store, document: Document, now: str) -> Added:
    # A file's text is the whole of what was read from it; pages from the web also have the hash of their bytes.
    new = store.add(document, raw_sha256=document.sha256, added_at=now)
    if is_web_address(document.url):
        _found_elsewhere(store, document)
    return Added(document.id, document.title, new)


def _found_elsewhere(store: Store, document: Document) -> None:
    """Note that the text of an address was found after all, for example in a web archive where the page has died."""
    address = store.address(document.url)
    if address is not None and not address.document_id:
        found = replace(
            address,
            document_id=document.id,
            sha256=document.sha256,
            state="kept",
            reason="Added from a file.",
            not_before="",
        )
        store.settle(found, now="")
