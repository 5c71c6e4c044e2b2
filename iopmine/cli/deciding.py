"""Commands that decide: entities."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from iopmine.cli.options import JsonOption, QuietOption, WorkspaceOption, workspace_of
from iopmine.cli.terminal import note as tell
from iopmine.cli.terminal import one_line, print_json, say, table
from iopmine.errors import UsageError

if TYPE_CHECKING:
    from iopmine.config import Workspace
    from iopmine.steps.entities import CandidateName, Written


class Action(StrEnum):
    """What to do with names."""

    LIST = "list"
    MERGE = "merge"
    SPLIT = "split"
    ALIAS = "alias"
    NOT_THIS = "not-this"


_TAKES = {
    Action.LIST: (),
    Action.MERGE: ("the entity that gives way", "the entity that stays"),
    Action.SPLIT: ("a name",),
    Action.ALIAS: ("an entity", "a name"),
    Action.NOT_THIS: ("a name",),
}


def entities(
    action: Annotated[Action, typer.Argument(help="What to do.")] = Action.LIST,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Ids or names; see the actions above.")
    ] = None,
    document: Annotated[str, typer.Option("--document", help="not-this: in this document only.")] = "",
    note: Annotated[str, typer.Option("--note", help="Why, kept beside the decision.")] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="list: at most so many of each sort.")] = 30,
    workspace: WorkspaceOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """List names that the lexicon lacks, or decide about names.

    list: organisations that the lexicon does not know, and names that stay unresolved, with an example.
    merge A B: the entities A and B are one, under the id of B.
    alias ENTITY NAME: the name means that entity.
    split NAME: the name stands for a body of its own.
    not-this NAME: the name is a false alarm.

    Decisions are lines of corpus/lexicon/decisions.csv in the workspace; the next extract obeys them.

    Example: iopmine entities alias org:famna "Famnas kansli"
    """
    given = tuple(names or ())
    _check(action, given, document, note)
    place = workspace_of(workspace)
    if action is Action.LIST:
        _list(place, limit, quiet=quiet, as_json=as_json)
        return
    written = _decide(place, action, given, document, note)
    if as_json:
        print_json(written)
        return
    done = "Written" if written.new else "Stands already"
    tell(f"{done}: {written.path}. The next iopmine extract obeys it.", quiet=quiet)


def _check(action: Action, given: tuple[str, ...], document: str, note: str) -> None:
    takes = _TAKES[action]
    if len(given) != len(takes):
        wanted = " and ".join(takes) or "nothing more"
        raise UsageError(f"entities {action} takes {wanted}; given: {', '.join(map(repr, given)) or 'nothing'}.")
    if document and action is not Action.NOT_THIS:
        raise UsageError(f"--document does not go with {action}; it goes with: not-this.")
    if note and action is Action.LIST:
        raise UsageError("--note goes with a decision: merge, split, alias or not-this.")


def _decide(place: Workspace, action: Action, given: tuple[str, ...], document: str, note: str) -> Written:
    from iopmine.steps.entities import alias, merge, not_this, split

    match action:
        case Action.MERGE:
            return merge(place, *given, note=note)
        case Action.ALIAS:
            return alias(place, *given, note=note)
        case Action.SPLIT:
            return split(place, *given, note=note)
        case _:
            return not_this(place, *given, document=document, note=note)


def _list(place: Workspace, limit: int, *, quiet: bool, as_json: bool) -> None:
    from iopmine.steps.entities import entities as step

    found = step(place, limit=limit)
    if as_json:
        print_json(found)
        return
    _show("Organisations that the lexicon does not know", found.unknown, quiet=quiet)
    _show("Names that several bodies have, unresolved", found.unresolved, quiet=quiet)


def _show(heading: str, found: tuple[CandidateName, ...], *, quiet: bool) -> None:
    tell(f"{heading}: {len(found)} shown", quiet=quiet)
    say(
        table(
            (
                c.id or "-",
                c.name,
                c.mentions,
                c.documents,
                one_line(f"{c.example.left}[{c.example.name}]{c.example.right}"),
            )
            for c in found
        )
    )


COMMANDS = (entities,)
