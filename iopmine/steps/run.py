"""``iopmine run``: the whole line, over a workspace or over the embedded corpus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from iopmine.config import Workspace
from iopmine.fetch import Clock
from iopmine.records import Issue
from iopmine.resources import demo_folder
from iopmine.steps.add import add
from iopmine.steps.extract import ExtractOptions, extract_store
from iopmine.steps.gather import GatherOptions, gather
from iopmine.steps.report import report
from iopmine.steps.topics import topics


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run made, and where it is."""

    documents: int
    stories: int
    mentions: int
    entities: int
    partnerships: int
    topics: int
    shifts: int
    page: Path
    tables: Path
    issues: tuple[Issue, ...]
    demo: bool

    @property
    def text(self) -> str:
        """The summary in a few lines."""
        corpus = "the embedded demo corpus (texts written for iopmine)" if self.demo else "the workspace"
        return (
            f"Over {corpus}: {self.documents} documents in {self.stories} stories, {self.mentions} mentions of "
            f"{self.entities} organisations and places, {self.partnerships} partnerships, "
            f"{self.topics} topics, {self.shifts} tested shifts.\n"
            f"Tables: {self.tables}\n"
            "Open the explorer in a browser:"
        )


def run(
    workspace: Workspace, *, today: date, now: str, progress: Callable[[str], None], clock: Clock | None = None
) -> RunSummary:
    """Gather (in a workspace with a contact address) or add the embedded corpus, then extract, model and report.

    ``progress`` is called with a line as each step begins. Without a ``clock`` nobody is asked.

    Raises:
        StoreError: the workspace has no store yet, or it cannot be written.
        OutputError: results cannot be written.
    """
    issues: list[Issue] = []
    if workspace.packaged:
        progress("Reading the embedded corpus …")
        issues += [item for item in add(workspace, [demo_folder()], today=today, now=now) if isinstance(item, Issue)]
    elif clock is not None and workspace.settings.gather.contact:
        progress("Gathering what is new from the sources …")
        issues += [event for event in gather(workspace, GatherOptions(), clock=clock) if isinstance(event, Issue)]
    progress("Extracting names, areas, frames and partnerships …")
    issues += [item for item in extract_store(workspace, ExtractOptions()) if isinstance(item, Issue)]
    progress("Modelling topics, series and shifts …")
    result = topics(workspace)
    progress("Writing tables and the explorer …")
    written = report(workspace)
    data = written.data
    return RunSummary(
        documents=len(data.documents),
        stories=len({document.story_id or document.id for document in data.documents}),
        mentions=len(data.mentions),
        entities=len(data.entities),
        partnerships=len(data.partnerships),
        topics=len(result.topics),
        shifts=len(result.shifts),
        page=written.page,
        tables=written.tables,
        issues=tuple(issues),
        demo=workspace.packaged,
    )
