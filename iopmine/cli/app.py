"""The commands and their help. Each one calls the step of the same name and prints what it returns."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated

import typer

from iopmine import __version__
from iopmine.cli import deciding, gathering, inspecting, judging, topics, training, working

app = typer.Typer(
    name="iopmine",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Text mining of Swedish news on idéburet offentligt partnerskap (IOP).",
    epilog="Start with: iopmine run",
)


def _version(asked: bool) -> None:
    if asked:
        print(f"iopmine {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Hold the options of iopmine itself."""


def _help_of(command: Callable[..., None]) -> str:
    """Return the help of a command with its example kept on one line, so that it can be copied."""
    return inspect.cleandoc(command.__doc__ or "").replace("\nExample:", "\n\b\nExample:")


_ROOMS = (working, topics, gathering, inspecting, judging, deciding, training)
for command in (command for room in _ROOMS for command in room.COMMANDS):
    app.command(help=_help_of(command))(command)
