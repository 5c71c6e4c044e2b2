"""The sources that a workspace can gather from: the packaged ones, its own, and the addresses that were added."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from iopmine.config import Workspace
from iopmine.records import Source
from iopmine.resources import sources_folder
from iopmine.sources.catalogue import Catalogue, read_catalogue

ADDED: Final = Source(
    id="egna-adresser",
    name="Egna adresser",
    kind="other",
    home="",
    entries=(),
    floor_leads=0,
    note="Addresses that came in with: iopmine add.",
)
"""The source of addresses that came in as files: reference lists, alert mails, lists of addresses."""


def catalogue_of(workspace: Workspace) -> Catalogue:
    """Return the catalogue of a workspace; files that cannot be read are issues in it."""
    read = read_catalogue((sources_folder(), workspace.sources))
    sources = {**read.sources, ADDED.id: ADDED}
    return replace(read, sources={name: sources[name] for name in sorted(sources)})
