"""Commands that ask the web: gather, sources."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from iopmine.cli.board import shown
from iopmine.cli.options import JsonOption, QuietOption, WorkspaceOption, workspace_of
from iopmine.cli.terminal import duration, note, one_line, print_json, say, table
from iopmine.cli.working import report_issues
from iopmine.errors import UsageError
from iopmine.text.counting import counted

if TYPE_CHECKING:
    from iopmine.cli.clock import SystemClock
    from iopmine.config import Workspace
    from iopmine.records import Issue, SourceRun
    from iopmine.steps.gather import GatherOptions

FLOOR_MISSED = 3
_REST_OF_DAY = {4: "-01-01", 7: "-01"}


def gather(
    sources: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Ids; all if left out.")] = None,
    since: Annotated[str | None, typer.Option(help="Nothing older than this year, month or day.")] = None,
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

    Ctrl-C stops at once; what has been gathered is kept, and the same command goes on from there. Exit code 1 if a page
    or a source's file failed, 3 if a source named fewer articles than its floor.

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
    """Return the first day of a year, month or day."""
    try:
        return date.fromisoformat(f"{text}{_REST_OF_DAY.get(len(text), '')}") if text else None
    except ValueError as error:
        raise UsageError(
            f"--since {text} is no year, month or day.", hint="Write 2024, 2024-01 or 2024-01-31."
        ) from error


def _plan(place: Workspace, options: GatherOptions, clock: SystemClock, *, quiet: bool, as_json: bool) -> None:
    from iopmine.steps.catalogue import catalogue_of
    from iopmine.steps.planning import plan

    planned = plan(place, options, clock=clock)
    errors = report_issues(catalogue_of(place).issues, quiet=quiet)
    if as_json:
        print_json(planned)
    else:
        rows = [(p.source, len(p.entries), p.known, p.due, duration(p.seconds), ", ".join(p.hosts)) for p in planned]
        say(table([("source", "entry points", "known pages", "to ask", "at least", "hosts"), *rows]))
        most = max((p.most for p in planned), default=0)
        note(
            f"{counted(len(planned), 'source')}. Nothing was asked. Times count entry points and known pages alone. "
            f"New pages come on top: at most {most} a source with its known ones.",
            quiet=quiet,
        )
    if errors:
        raise typer.Exit(1)


def _gather(place: Workspace, options: GatherOptions, clock: SystemClock, *, quiet: bool, as_json: bool) -> None:
    from iopmine.records import Issue, SourceRun
    from iopmine.steps.gather import gather as step

    runs: list[SourceRun] = []
    issues: list[Issue] = []
    for event in shown(step(place, options, clock=clock), quiet=quiet):
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
        say(f"{counted(kept, 'new text')}, {changed} changed; store: {place.store}", quiet=quiet)
    # A floor that was missed says more than a page that failed: the source itself has changed.
    if any(run.floor_missed for run in runs):
        raise typer.Exit(FLOOR_MISSED)
    if errors or any(run.failed for run in runs):
        raise typer.Exit(1)


def _report(runs: list[SourceRun]) -> str:
    columns = {
        "source": "source",
        "named": "leads",
        "new": "new",
        "asked": "asked",
        "kept": "kept",
        "changed": "changed",
        "same": "unchanged",
        "left out": "left_out",
        "failed": "failed",
        "gone": "gone",
        "disallowed": "disallowed",
        "not asked": "cut",
    }
    return table([columns, *([getattr(run, field) for field in columns.values()] for run in runs)])


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
        note(f"{counted(len(listed), 'source')}.", quiet=quiet)
    if errors:
        raise typer.Exit(1)


def _check(place: Workspace, ids: tuple[str, ...], clock: SystemClock, *, quiet: bool, as_json: bool) -> None:
    from iopmine.steps.catalogue import catalogue_of
    from iopmine.steps.sources import check_sources

    checked = []
    errors = 0 if ids else report_issues(catalogue_of(place).issues, quiet=quiet)
    for each in check_sources(place, ids, clock=clock):
        checked.append(each)
        if not as_json:
            articles, characters = counted(each.leads, "article"), counted(each.characters or 0, "character")
            text = f"{articles}, newest {each.newest or 'undated'}, {characters}"
            said = f"{each.source}: {'; '.join(each.faults) if each.faults else f'well ({text})'}"
            say(one_line(said), quiet=quiet and not each.faults)
    if as_json:
        print_json(checked)
    if any(each.faults for each in checked):
        raise typer.Exit(FLOOR_MISSED)
    if errors:
        raise typer.Exit(1)


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
