"""``iopmine run``: the whole line, over a workspace or over the embedded corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from iopmine.config import Workspace
from iopmine.fetch import Clock
from iopmine.records import Issue
from iopmine.resources import demo_folder
from iopmine.steps.add import fill
from iopmine.steps.extract import ExtractOptions, extract_store
from iopmine.steps.gather import Event, GatherOptions, gather
from iopmine.steps.opening import open_store
from iopmine.steps.report import report
from iopmine.steps.topics import topics
from iopmine.text.counting import counted


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
    waiting: int
    """Noted addresses that were not asked for because the workspace names no contact."""

    @property
    def text(self) -> str:
        """The summary in a few lines."""
        corpus = "the embedded demo corpus (texts written for iopmine)" if self.demo else "the workspace"
        waiting = (
            f"Noted, and not asked for: {counted(self.waiting, 'address', 'addresses')}. To gather, write your e-mail "
            "or web address into iopmine.toml ([gather] contact).\n"
            if self.waiting
            else ""
        )
        return (
            f"Over {corpus}: {counted(self.documents, 'document')} in {counted(self.stories, 'story', 'stories')}, "
            f"{counted(self.mentions, 'mention')} of {self.entities} organisations and places, "
            f"{counted(self.partnerships, 'partnership')}, {counted(self.topics, 'topic')}, "
            f"{counted(self.shifts, 'tested shift')}.\n"
            f"{waiting}Tables: {self.tables}\n"
            "Open the explorer in a browser:"
        )


def run(
    workspace: Workspace,
    *,
    today: date,
    now: str,
    progress: Callable[[str], None],
    clock: Clock | None = None,
    watch: Callable[[Iterator[Event]], Iterable[Event]] = iter,
) -> RunSummary:
    """Gather (in a workspace with a contact address) or add the embedded corpus, then extract, model and report.

    ``progress`` is called with a line as each step begins. Without a ``clock`` nobody is asked; else ``watch`` is given
    what happens while sources are gathered, and passes it on.

    Raises:
        StoreError: the workspace has no store yet, or it cannot be written.
        OutputError: results cannot be written.
    """
    issues: list[Issue] = []
    waiting = 0
    if workspace.packaged:
        progress("Reading the embedded corpus …")
        issues += [item for item in fill(workspace, [demo_folder()], today=today, now=now) if isinstance(item, Issue)]
    elif clock is not None and workspace.settings.gather.contact:
        progress("Gathering what is new from the sources …")
        events = watch(gather(workspace, GatherOptions(), clock=clock))
        issues += [event for event in events if isinstance(event, Issue)]
    elif clock is not None:
        waiting = _waiting(workspace)
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
        waiting=waiting,
    )


def _waiting(workspace: Workspace) -> int:
    with open_store(workspace, read_only=True) as store:
        return sum(states.get("new", 0) for states in store.address_counts().values())
