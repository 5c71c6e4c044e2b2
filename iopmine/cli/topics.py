"""``iopmine topics``: topics, curves and tested shifts, and how far they can be trusted."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iopmine.cli.options import JsonOption, QuietOption, WorkspaceOption, workspace_of
from iopmine.cli.terminal import note, one_line, print_json, say, table
from iopmine.config import SEEDS
from iopmine.errors import UsageError
from iopmine.text.counting import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iopmine.config import Workspace
    from iopmine.steps.topics import TopicResult
    from iopmine.steps.what_if import WhatIf
    from iopmine.trends.calibration import Calibration


def topics(
    number: Annotated[int | None, typer.Option("--topics", min=2, help="Number of topics.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="Periods: month,quarter,year.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", min=0, max=SEEDS - 1, help="Random seed.")] = None,
    group: Annotated[str | None, typer.Option("--group", help="source: also the curves of each source.")] = None,
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="N=NAME", help="First name a topic, for this and later runs.")
    ] = None,
    anchor: Annotated[
        list[str] | None,
        typer.Option(
            "--anchor", metavar="NAME=WORDS", help="A topic to begin from: NAME=WORD,WORD, area:ID or frame:ID."
        ),
    ] = None,
    labelled: Annotated[
        Path | None, typer.Option("--labelled", help="CSV file of documents whose topic you know: document_id,topic.")
    ] = None,
    what_if: Annotated[
        bool, typer.Option("--what-if", help="Also try other settings: in how many of them each shift holds.")
    ] = False,
    calibrate: Annotated[
        bool, typer.Option("--calibrate", help="Also simulate corpora like yours: how often the tests err and find.")
    ] = False,
    workspace: WorkspaceOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Model topics, count series and test for shifts over what the store holds.

    Example: iopmine topics --topics 12 --by year,quarter
    """
    from iopmine.steps.topics import TopicOptions
    from iopmine.steps.topics import topics as step

    if group not in {None, "source"}:
        raise UsageError(f"--group {group} is not known; allowed is: source.")
    place = workspace_of(workspace)
    periods = tuple(part.strip() for part in (by or "").split(",") if part.strip())
    for given in name or ():
        _name_topic(place, given)
        # The file with the names may be the first that the workspace's lexicon has.
        place = workspace_of(workspace)
    options = TopicOptions(number, periods or None, seed, group == "source", tuple(anchor or ()), labelled)
    result = step(place, options)
    tried = _tried(place, quiet=quiet) if what_if else None
    worth = _calibration(place, seed, quiet=quiet) if calibrate else None
    if as_json:
        # Titles may name persons; tables and explorer mask them.
        result = replace(
            result, receipts=tuple(replace(r, text="") if r.what == "document" else r for r in result.receipts)
        )
        print_json({**asdict(result), "what_if": tried, "calibration": worth})
        return
    for line in _told(result, tried, worth):
        say(line)
    say(
        f"{counted(len(result.topics), 'topic')}, {counted(len(result.series), 'point')}, "
        f"{counted(len(result.shifts), 'shift')}.",
        quiet=quiet,
    )


def _told(result: TopicResult, tried: WhatIf | None, worth: Calibration | None) -> Iterator[str]:
    """Yield what a person reads: topics, shifts, what could not be tested, and how far all that can be trusted."""
    from iopmine.steps.calibrate import calibration_lines
    from iopmine.steps.topics import result_lines
    from iopmine.steps.what_if import what_if_lines

    if result.topics:
        yield table([(t.id, t.label, _stability(t.stability)) for t in result.topics])
    yield from map(one_line, result_lines(result))
    if tried is not None:
        yield from map(one_line, what_if_lines(tried))
    if worth is not None:
        yield from calibration_lines(worth)


def _name_topic(place: Workspace, given: str) -> None:
    from iopmine.steps.modelling import name_topic

    number, equals, label = given.partition("=")
    if not equals or not number.strip().isdecimal():
        raise UsageError(f"--name {given} names no topic.", hint='Write it like this: --name 3="Hemlöshet".')
    name_topic(place, int(number), label)


def _tried(place: Workspace, *, quiet: bool) -> WhatIf:
    from iopmine.steps.what_if import try_settings

    return try_settings(place, progress=lambda text: note(text, quiet=quiet))


def _calibration(place: Workspace, seed: int | None, *, quiet: bool) -> Calibration:
    from iopmine.steps.calibrate import calibrate

    return calibrate(place, seed=seed, progress=lambda text: note(text, quiet=quiet))


def _stability(value: float | None) -> str:
    return "" if value is None else f"stability {value:.2f}"


COMMANDS = (topics,)
