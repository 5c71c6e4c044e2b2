"""Commands that look: search, status, verify."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from iopmine.cli.options import JsonOption, QuietOption, WorkspaceOption, workspace_of
from iopmine.cli.terminal import note, one_line, print_json, say, table
from iopmine.text.counting import counted

if TYPE_CHECKING:
    from iopmine.sources.health import Health


def search(
    query: Annotated[str, typer.Argument(help='Words, "phrases", begin* or -without.')],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Show at most so many documents.")] = 20,
    kwic: Annotated[int, typer.Option("--kwic", min=0, help="Show at most so many lines of each document.")] = 3,
    since: Annotated[str | None, typer.Option(help="From this year, month or day on.")] = None,
    until: Annotated[str | None, typer.Option(help="Up to this year, month or day.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only this kind of text, for example opinion.")] = None,
    workspace: WorkspaceOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Search the store, with each hit in its context.

    Example: iopmine search '"idéburet offentligt partnerskap" Göteborg' --kwic 2
    """
    from iopmine.steps.search import search as step

    hits = step(workspace_of(workspace), query, limit=limit, lines=kwic, since=since, until=until, kind=kind)
    if as_json:
        print_json(hits)
        return
    for hit in hits:
        say(f"{hit.published or 'undated':10}  {one_line(hit.title)}  [{one_line(hit.document_id)}]")
        for line in filter(None, (one_line(hit.source), one_line(hit.url))):
            say(f"            {line}")
        for match in hit.lines:
            say(f"    {match.left[-60:]:>60}[{match.keyword}]{match.right[:60]}")
    note(f"{counted(len(hits), 'document')}.", quiet=quiet)


def status(workspace: WorkspaceOption = None, quiet: QuietOption = False, as_json: JsonOption = False) -> None:
    """Show what is in the store, and how each gathered source is doing.

    Example: iopmine status --json
    """
    from iopmine.steps.status import status as step

    place = workspace_of(workspace)
    state = step(place)
    found = state.store
    if as_json:
        print_json({**asdict(found), "sources": state.sources, "coverage": state.coverage})
        return
    note(
        f"{place.store}, {found.size_bytes / 1e6:.1f} MB, schema {found.schema_version}, "
        f"last added {found.last_added or 'never'}",
        quiet=quiet,
    )
    say(table([(name, count) for name, count in found.counts.items() if count]))
    say("\nDocuments by year")
    say(table([(year or "undated", count) for year, count in found.by_year.items()], indent="  "))
    say("\nDocuments by source")
    ranked = sorted(found.by_source.items(), key=lambda item: (-item[1], item[0]))
    say(table([(source or "(none)", count) for source, count in ranked[:20]], indent="  "))
    if state.sources:
        say("\nGathered sources")
        head = ("source", "last success", "named", "usually", "kept", "")
        say(table([head, *map(_health_row, state.sources)], indent="  "))


def _health_row(health: Health) -> tuple[object, ...]:
    usual = f"{health.usual[0]}-{health.usual[1]}" if health.usual else ""
    success = health.last_success[:10] or "never"
    return health.source, success, health.leads, usual, health.kept, " ".join(health.warnings)


def verify(
    rebuild: Annotated[bool, typer.Option("--rebuild-index", help="Make the full-text index anew first.")] = False,
    workspace: WorkspaceOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Check the store byte by byte, recompute the outputs and show differences.

    A store that cannot be written to is checked too, but for the words of its index.

    Example: iopmine verify
    """
    from iopmine.steps.verify import verify as step

    report = step(workspace_of(workspace), rebuild=rebuild)
    if as_json:
        print_json(report)
    else:
        for line in report.faults:
            say(one_line(line))
        checked = f"{counted(report.documents, 'document')} and {counted(report.files, 'output file')} checked."
        say(checked, quiet=quiet)
        say("All is as it was written." if not report.faults else f"{counted(len(report.faults), 'difference')}.")
        if report.note:
            note(report.note, quiet=quiet)
    if report.faults:
        raise typer.Exit(1)


COMMANDS = (search, status, verify)
