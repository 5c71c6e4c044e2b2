"""Commands that ask the web: gather, sources."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from iopmine.cli.options import JsonOption, QuietOption, WorkspaceOption, workspace_of
from iopmine.cli.terminal import note, one_line, print_json, rewrite, say, table
from iopmine.cli.working import report_issues
from iopmine.errors import UsageError

if TYPE_CHECKING:
    from iopmine.cli.clock import SystemClock
    from iopmine.config import Workspace
    from iopmine.records import Issue, SourceRun
    from iopmine.steps.gather import Event, GatherOptions

FLOOR_MISSED = 3
_REFRESH = 0.2


def gather(
    sources: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Ids; all if left out.")] = None,
    since: Annotated[str | None, typer.Option(help="Nothing older than this day (2024-01-31).")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many pages of each source.")] = None,
    reread: Annotated[
        bool, typer.Option("--reread", help="Ask again for pages that were left out, for example for a new name.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the plan; ask nobody.")] = False,
    workspace: WorkspaceOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Gather what is new from the sources: pages about IOP, welfare profits, or a name you follow.

    Ctrl-C stops at once; what has been gathered is kept, and the same command goes on from there.

    Example: iopmine gather forum famna --since 2024-01-01
    """
    from iopmine.cli.clock import running
    from iopmine.steps.gather import GatherOptions

    options = GatherOptions(tuple(sources or ()), _day(since), limit, reread)
    place = workspace_of(workspace)
    with running() as clock:
        if dry_run:
            _plan(place, options, clock, quiet=quiet, as_json=as_json)
        else:
            _gather(place, options, clock, quiet=quiet, as_json=as_json)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"--since {text} is no day.", hint="Write it as 2024-01-31.") from error


def _plan(place: Workspace, options: GatherOptions, clock: SystemClock, *, quiet: bool, as_json: bool) -> None:
    from iopmine.steps.gather import plan

    planned = plan(place, options, clock=clock)
    if as_json:
        print_json(planned)
        return
    rows = [(p.source, len(p.entries), p.known, p.due, _duration(p.seconds)) for p in planned]
    say(table([("source", "entry points", "known pages", "to ask", "at least"), *rows]))
    note(f"{len(planned)} sources. Nothing was asked.", quiet=quiet)


def _gather(place: Workspace, options: GatherOptions, clock: SystemClock, *, quiet: bool, as_json: bool) -> None:
    from iopmine.records import Issue, SourceRun
    from iopmine.steps.gather import gather as step

    runs: list[SourceRun] = []
    issues: list[Issue] = []
    for event in _shown(step(place, options, clock=clock), quiet=quiet):
        if isinstance(event, SourceRun):
            runs.append(event)
        elif isinstance(event, Issue):
            issues.append(event)
    errors = report_issues(issues, quiet=quiet)
    if as_json:
        print_json({"runs": runs, "issues": issues})
    else:
        say(_report(runs), quiet=quiet)
        kept, changed = sum(run.kept for run in runs), sum(run.changed for run in runs)
        say(f"{kept} new texts, {changed} changed; store: {place.store}", quiet=quiet)
    if errors:
        raise typer.Exit(1)
    if any(run.floor_missed for run in runs):
        raise typer.Exit(FLOOR_MISSED)


def _report(runs: list[SourceRun]) -> str:
    head = ("source", "named", "new", "asked", "kept", "changed", "same", "left out", "failed", "gone", "not asked")
    rows = [
        (r.source, r.leads, r.new, r.asked, r.kept, r.changed, r.unchanged, r.left_out, r.failed, r.gone, r.cut)
        for r in runs
    ]
    return table([head, *rows])


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{round(seconds)} s" if seconds < 90 else f"{minutes} min" if minutes < 90 else f"{minutes / 60:.1f} h"


def _shown(events: Iterator[Event], *, quiet: bool) -> Iterator[Event]:
    """Yield the events and show, on a terminal, what each source has still to do and how long that will take."""
    if quiet or not sys.stderr.isatty():
        yield from events
        return
    from iopmine.steps.gather import Named, Settled

    board = _Board()
    shown = 0.0
    for event in events:
        if isinstance(event, Named):
            board.named(event.source, event.due)
        elif isinstance(event, Settled):
            board.settled(event.source, event.outcome, event.waiting)
        if time.monotonic() - shown > _REFRESH:
            shown = time.monotonic()
            rewrite(board.line())
        yield event
    rewrite(board.line())
    print(file=sys.stderr)


class _Board:
    """What is shown while sources are gathered: how far each is, and the longest wait."""

    def __init__(self) -> None:
        self._waiting: dict[str, int] = {}
        self._due: dict[str, int] = {}
        self._began: dict[str, float] = {}
        self._kept = 0
        self._done = 0

    def named(self, source: str, due: int) -> None:
        self._waiting[source] = self._due[source] = due
        self._began[source] = time.monotonic()

    def settled(self, source: str, outcome: str, waiting: int) -> None:
        self._waiting[source] = waiting
        self._kept += outcome == "kept"
        self._done += 1

    def _left(self, source: str) -> float:
        done = self._due[source] - self._waiting[source]
        spent = time.monotonic() - self._began[source]
        return spent / done * self._waiting[source] if done > 0 else 0.0

    def line(self) -> str:
        open_ = [source for source, waiting in self._waiting.items() if waiting > 0]
        head = f"{len(self._due) - len(open_)} of {len(self._due)} sources done, {self._done} pages, {self._kept} kept"
        if not open_:
            return head
        slowest = max(open_, key=self._left)
        left = f"{self._waiting[slowest]} pages left of {slowest}"
        return f"{head}; {left}, about {_duration(self._left(slowest))}"


class Action(StrEnum):
    """What to do with the catalogue."""

    LIST = "list"
    CHECK = "check"
    NEW = "new"


def sources(
    action: Annotated[Action, typer.Argument(help="What to do.")] = Action.LIST,
    names: Annotated[list[str] | None, typer.Argument(metavar="[ID or URL]...", help="Which.")] = None,
    workspace: WorkspaceOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the sources, check them against their floors, or find a new one.

    list: all sources with their platforms, last success and warnings.
    check [ID]...: ask each for its list and one page; exit code 3 if a floor is missed.
    new URL: find a feed, sitemap, open interface or newsroom behind an address and write the source's file.

    Example: iopmine sources new https://www.example.se/
    """
    place, given = workspace_of(workspace), tuple(names or ())
    if action is Action.LIST:
        if given:
            raise UsageError(f"sources list takes nothing more; given: {', '.join(map(repr, given))}.")
        _list(place, quiet=quiet, as_json=as_json)
        return
    from iopmine.cli.clock import running

    with running() as clock:
        if action is Action.CHECK:
            _check(place, given, clock, quiet=quiet, as_json=as_json)
        elif len(given) == 1:
            _new(place, given[0], clock, quiet=quiet, as_json=as_json)
        else:
            raise UsageError("sources new takes one address.", hint="For example: https://www.example.se/")


def _list(place: Workspace, *, quiet: bool, as_json: bool) -> None:
    from iopmine.steps.sources import list_sources

    listed, issues = list_sources(place)
    errors = report_issues(issues, quiet=quiet)
    if as_json:
        print_json([{"source": each.source, "own": each.own, "health": each.health} for each in listed])
    else:
        rows = [
            (
                each.source.id,
                each.source.kind,
                ", ".join(sorted({entry.platform for entry in each.source.entries})),
                each.health.last_success[:10] or "never gathered",
                each.health.kept,
                one_line(" ".join(each.health.warnings)),
            )
            for each in listed
        ]
        say(table([("source", "kind", "platforms", "last success", "kept", ""), *rows]))
        note(f"{len(listed)} sources.", quiet=quiet)
    if errors:
        raise typer.Exit(1)


def _check(place: Workspace, ids: tuple[str, ...], clock: SystemClock, *, quiet: bool, as_json: bool) -> None:
    from iopmine.steps.sources import check_sources

    checked = []
    for each in check_sources(place, ids, clock=clock):
        checked.append(each)
        if not as_json:
            text = f"{each.leads} articles, newest {each.newest or 'undated'}, {each.characters or 0} characters"
            said = f"{each.source}: {'; '.join(each.faults) if each.faults else f'well ({text})'}"
            say(one_line(said), quiet=quiet and not each.faults)
    if as_json:
        print_json(checked)
    if any(each.faults for each in checked):
        raise typer.Exit(FLOOR_MISSED)


def _new(place: Workspace, url: str, clock: SystemClock, *, quiet: bool, as_json: bool) -> None:
    from iopmine.steps.sources import new_source

    made = new_source(place, url, clock=clock)
    if as_json:
        print_json({"path": str(made.path), "source": made.detection.source, "attempts": made.detection.attempts})
        return
    for attempt in made.detection.attempts:
        note(
            f"{'found' if attempt.found else 'tried'}: {attempt.platform} {attempt.url} {attempt.outcome}", quiet=quiet
        )
    say(f"Wrote {made.path}. Look at it, then: iopmine sources check {made.detection.source.id}", quiet=quiet)


COMMANDS = (gather, sources)
