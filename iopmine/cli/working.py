"""Commands that work: init, add, extract, report, run."""

from __future__ import annotations

import shlex
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iopmine.cli.board import shown
from iopmine.cli.options import JsonOption, QuietOption, WorkspaceOption, now, today, workspace_of
from iopmine.cli.terminal import note, one_line, print_json, progress, say
from iopmine.errors import UsageError
from iopmine.text.counting import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iopmine.records import Issue

Model = Annotated[str | None, typer.Option("--model", help="A model folder, or an installed Swedish spaCy pipeline.")]
Persons = Annotated[
    bool, typer.Option("--persons", help="Also write names of persons (left out and masked otherwise).")
]
Texts = Annotated[bool, typer.Option("--texts", help="Also write the full texts.")]


def report_issues(issues: Iterable[Issue], *, quiet: bool) -> int:
    """Print one line an issue to stderr and return how many were errors."""
    errors = 0
    for issue in issues:
        errors += issue.level == "error"
        note(f"{issue.level}: {issue.url or issue.source}: {issue.message}", quiet=quiet and issue.level != "error")
    return errors


def _listed(names: str) -> tuple[str, ...]:
    """Return the parts of a list with commas."""
    return tuple(name.strip() for name in names.split(",") if name.strip())


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="New or existing folder.")],
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make a workspace of your own.

    Example: iopmine init my-study
    """
    from iopmine.steps.init import STAGE
    from iopmine.steps.init import init as step
    from iopmine.steps.opening import location_issue

    made = step(folder)
    unsafe = location_issue(folder / "corpus" / "iop.sqlite", STAGE)
    report_issues([unsafe] if unsafe else [], quiet=quiet)
    if as_json:
        print_json([str(path) for path in made])
        return
    say(
        f"Made the workspace {folder}. Next: iopmine --help, or: cd {shlex.quote(str(folder))} && iopmine add PATH",
        quiet=quiet,
    )


def add(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders.")],
    workspace: WorkspaceOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Put files into the store: text, HTML, PDF, DOCX, RTF, CSV, JSON lines, archives, or folders of them.

    Archives are WARC, ZIP, press-archive exports, alert mails (.eml); lists of addresses and references (RIS, BibTeX)
    without text are noted for: iopmine gather.

    Example: iopmine add articles/ report.pdf
    """
    from iopmine.steps.add import Added
    from iopmine.steps.add import add as step

    place = workspace_of(workspace)
    outcomes = list(progress(step(place, paths, today=today(), now=now()), "added", quiet=quiet))
    added = [outcome for outcome in outcomes if isinstance(outcome, Added)]
    issues = [outcome for outcome in outcomes if not isinstance(outcome, Added)]
    errors = report_issues(issues, quiet=quiet)
    texts = [outcome for outcome in added if not outcome.address]
    new, addresses = sum(outcome.new for outcome in texts), len(added) - len(texts)
    if as_json:
        print_json({"new": new, "known": len(texts) - new, "addresses": addresses, "issues": issues})
    else:
        listed = f", {counted(addresses, 'address', 'addresses')} to gather" if addresses else ""
        say(
            f"{new} new or changed, {len(texts) - new} known already{listed}, {errors} failed; store: {place.store}",
            quiet=quiet,
        )
    if errors or not added:
        raise typer.Exit(1)


def extract(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH]...", help="Files or folders.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="x.jsonl for one line a document, else a folder.")] = None,
    formats: Annotated[
        str, typer.Option("--format", help="Tables in a folder: csv,xlsx,parquet,jsonl,conllu,vrt.")
    ] = "csv,xlsx",
    only: Annotated[str | None, typer.Option("--only", help="entities: names alone, faster.")] = None,
    persons: Persons = False,
    texts: Texts = False,
    model: Model = None,
    workers: Annotated[int, typer.Option("--workers", min=1, metavar="N", help="Processes that work at once.")] = 1,
    workspace: WorkspaceOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Find organisations, places, challenge areas, frames and partnerships.

    With paths those files are read and no store is needed; without, what is new or changed in the store.

    Example: iopmine extract articles/ --out found.jsonl
    """
    from iopmine.steps.extract import ExtractOptions, extract_files, extract_store

    if only not in {None, "entities"}:
        raise UsageError(f"--only {only} is not known; allowed is: entities.")
    options = ExtractOptions(
        formats=_listed(formats),
        only_entities=only == "entities",
        persons=persons,
        texts=texts,
        model=model,
        workers=workers,
    )
    place = workspace_of(workspace)
    if not paths:
        asked = [name for name, given in (("--out", out), ("--persons", persons), ("--texts", texts)) if given]
        if asked:
            raise UsageError(
                f"{' and '.join(asked)}: only with files, and none is named.",
                hint="Name files or folders; the tables of the store are written by: iopmine report.",
            )
        results = extract_store(place, options)
    elif out is None:
        raise UsageError("--out is missing.", hint="Say where results go: --out found.jsonl or --out FOLDER.")
    else:
        results = extract_files(place, paths, out, options, today=today())
    issues, done = [], 0
    for result in progress(results, "extracted", quiet=quiet):
        if isinstance(result, str):
            done += 1
        else:
            issues.append(result)
    errors = report_issues(issues, quiet=quiet)
    if as_json:
        print_json({"documents": done, "issues": issues})
    else:
        say(
            f"{counted(done, 'document')} extracted, {errors} failed{f'; results: {out}' if paths else ''}", quiet=quiet
        )
    if errors or (paths and not done):
        raise typer.Exit(1)


def report(
    persons: Persons = False,
    texts: Texts = False,
    workspace: WorkspaceOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Write the tables and the explorer.

    Example: iopmine report
    """
    from iopmine.steps.report import report as step

    written = step(workspace_of(workspace), persons=persons, texts=texts)
    if as_json:
        print_json({"page": str(written.page), "tables": str(written.tables)})
        return
    say(f"Tables: {written.tables}\nOpen the explorer in a browser:", quiet=quiet)
    say(one_line(written.page))


def run(workspace: WorkspaceOption = None, quiet: QuietOption = False, as_json: JsonOption = False) -> None:
    """Do everything: gather, extract, topics, report. Without a workspace over the embedded demo corpus.

    In a workspace the sources are asked if iopmine.toml names a contact; else what was added is worked on.

    Example: iopmine run
    """
    from iopmine.cli.clock import running
    from iopmine.steps.run import run as step

    place = workspace_of(workspace)
    with running() as clock:
        summary = step(
            place,
            today=today(),
            now=now(),
            progress=lambda text: note(text, quiet=quiet),
            clock=clock,
            watch=partial(shown, quiet=quiet),
        )
    errors = report_issues(summary.issues, quiet=quiet)
    if as_json:
        print_json(summary)
    else:
        say(summary.text, quiet=quiet)
        say(one_line(summary.page))
    if errors:
        raise typer.Exit(1)


COMMANDS = (run, init, add, extract, report)
