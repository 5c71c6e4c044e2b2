"""The command that trains: train."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iopmine.cli.options import JsonOption, QuietOption, WorkspaceOption, today, workspace_of
from iopmine.cli.terminal import note, print_json, say, table
from iopmine.errors import UsageError

if TYPE_CHECKING:
    from iopmine.steps.train import Trained


def train(
    gold: Annotated[
        list[Path] | None, typer.Option("--gold", help="Adapt to this gold file (JSON lines); may be repeated.")
    ] = None,
    texts: Annotated[
        Path | None, typer.Option("--texts", help="Folder with the texts of gold lines that carry none.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", help="Train anew from the corpora in this folder (models/project.yml).")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder of the model that is made.")] = None,
    model: Annotated[
        Path | None, typer.Option("--model", help="Adapt this model folder, not the packaged one.")
    ] = None,
    workspace: WorkspaceOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Adapt the model to your own gold, or train it anew from its corpora.

    With --gold, a fifth of the documents is held back and tells whether the adapted model is better.
    With --data (and the extra: pip install "iopmine[train]"), everything is trained from annotated corpora.

    Example: iopmine train --gold gold.jsonl
    """
    from iopmine.steps import train as steps

    if bool(gold) == bool(data):
        raise UsageError("Name either --gold, to adapt the model, or --data, to train it anew.")
    if data is not None and out is None:
        raise UsageError("Training anew needs a folder for the model: --out.")
    result: Trained
    if data is not None and out is not None:
        result = steps.train(data, out, say=lambda text: note(text, quiet=quiet))
    else:
        place = workspace_of(workspace)
        named = str(model) if model else None
        result = steps.adapt(place, gold or [], texts, out=out, model=named, today=today())
    if as_json:
        print_json({**asdict(result), "folder": str(result.folder)})
        return
    rows = [(f.data, f.label, f"{f.precision:.3f}", f"{f.recall:.3f}", f"{f.f1:.3f}") for f in result.figures]
    say(table([("held back", "", "precision", "recall", "F1"), *rows]))
    if gold:
        say(_verdict(result))
    say(f"{result.folder}  sha256 {result.sha256}")
    note(f"Use it with: iopmine extract --model {result.folder}", quiet=quiet)


def _verdict(result: Trained) -> str:
    names = result.figures[0].names
    if result.better is None:
        return f"Only {names} names were held back: too few to tell whether the adapted model is better."
    told = "is better" if result.better else "is not better"
    return f"The adapted model {told} on the {names} names held back."


COMMANDS = (train,)
