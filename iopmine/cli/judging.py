"""Commands for gold: annotate, evaluate."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iopmine.cli.options import JsonOption, QuietOption, WorkspaceOption, today, workspace_of
from iopmine.cli.terminal import note, print_json, progress, say, table
from iopmine.cli.working import report_issues
from iopmine.errors import UsageError
from iopmine.text.counting import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iopmine.config import Workspace
    from iopmine.nlp.evaluation import Interval
    from iopmine.records import Issue
    from iopmine.steps.agreement import Agreements
    from iopmine.steps.evaluate import Scores
    from iopmine.steps.intrusion import IntrusionPrecision, IntrusionScores
    from iopmine.steps.selection import Recall

FLOOR_MISSED = 3

Seed = Annotated[int, typer.Option("--seed", min=0, help="Random seed.")]


def evaluate(
    gold: Annotated[
        list[Path], typer.Argument(help="Gold files (JSON lines), or coded sheets (.xlsx).", metavar="GOLD...")
    ],
    texts: Annotated[
        Path | None, typer.Option("--texts", help="Folder with the texts of gold lines that carry none.")
    ] = None,
    labels: Annotated[
        Path | None, typer.Option("--labels", help="JSON map from the gold's free labels to area and frame ids.")
    ] = None,
    agreement: Annotated[
        bool, typer.Option("--agreement", help="Compare two annotators' files with each other instead.")
    ] = False,
    model: Annotated[
        str | None, typer.Option("--model", help="A model folder, or an installed Swedish spaCy pipeline.")
    ] = None,
    floor: Annotated[float, typer.Option("--floor", help="Least F1 of names; below it the exit code is 3.")] = 0.0,
    errors: Annotated[int, typer.Option("--errors", min=0, help="Show so many of the most frequent errors.")] = 0,
    seed: Seed = 1,
    workspace: WorkspaceOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Score the pipeline against gold annotations, with 95 % intervals.

    A sheet of annotate --rejected that a person has coded gives the recall of selection instead, and those of
    annotate --intrusion (one a coder) give the precision of topics.

    Example: iopmine evaluate gold.jsonl --texts folder --errors 20
    """
    result: Agreements | IntrusionScores | Recall | Scores
    if agreement:
        result, lines = _agreement(gold, texts)
    elif all(path.suffix.casefold() == ".xlsx" for path in gold):
        result, lines = _coded(gold)
    else:
        from iopmine.steps.evaluate import evaluate as step

        place = workspace_of(workspace)
        scores = step(place, gold, texts, labels=labels, model=model, today=today(), errors=errors, seed=seed)
        if floor and scores.names_f1 is None:
            raise UsageError("--floor is a floor of names, and the gold has none.", hint="Leave --floor out.")
        result, lines = scores, _shown(scores)
    if as_json:
        print_json(result)
    else:
        first, *rest = lines
        say(first, quiet=quiet)
        for line in rest:
            say(line)
    names_f1 = getattr(result, "names_f1", None)
    if names_f1 is not None and names_f1 < floor:
        note(f"F1 of names {names_f1:.3f} is under the floor {floor:.3f}.")
        raise typer.Exit(FLOOR_MISSED)


def _shown(scores: Scores) -> Iterator[str]:
    missing = f"; {len(scores.without_text)} gold lines without text" if scores.without_text else ""
    yield f"{counted(scores.documents, 'document')}{missing}"
    rows: list[tuple[object, ...]] = [("", "precision", "recall", "F1", "95 %", "tp", "fp", "fn")]
    for s in scores.rows:
        # Where nothing is wanted and nothing found there is no figure, rather than nought.
        figures = (f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}", _range(s.f1_interval))
        figures = figures if s.tp + s.fp + s.fn else ("", "", "", "")
        rows.append((s.name, *figures, s.tp, s.fp, s.fn))
    if scores.rows:
        yield table(rows)
    if scores.links:
        rows = [("", "right", "95 %", "wrong", "95 %", "right", "wrong", "unlinked")]
        for link in scores.links:
            right = (f"{link.correct_share:.3f}", _range(link.correct_interval))
            wrong = (f"{link.wrong_share:.3f}", _range(link.wrong_interval))
            rows.append((link.name, *right, *wrong, link.correct, link.wrong, link.unlinked))
        yield f"\n{table(rows)}"
    if scores.errors:
        shown = [(e.times, e.kind, e.label, e.words, e.document_id, e.context) for e in scores.errors]
        yield f"\n{table(shown, indent='  ')}"


def _range(interval: Interval | None) -> str:
    return "" if interval is None else f"{interval[0]:.2f}-{interval[1]:.2f}"


def _agreement(gold: list[Path], texts: Path | None) -> tuple[Agreements, Iterator[str]]:
    from iopmine.steps.agreement import agreement as step

    if len(gold) != 2:
        raise UsageError(f"--agreement compares two files, and {len(gold)} are named.", hint="Name one per annotator.")
    result = step(gold[0], gold[1], texts, today=today())

    def lines() -> Iterator[str]:
        alone = len(result.only_first) + len(result.only_second)
        yield f"{counted(result.documents, 'document')} in both files{f', {alone} in one alone' if alone else ''}"
        shown = [
            (row.name, f"{row.f1:.3f}", "" if row.alpha is None else f"{row.alpha:.3f}", row.units)
            for row in result.rows
        ]
        yield table([("", "F1", "alpha", "units"), *shown])

    return result, lines()


def _coded(sheets: list[Path]) -> tuple[IntrusionScores | Recall, Iterator[str]]:
    from iopmine.report.annotation.intrusion import is_intrusion

    if is_intrusion(sheets[0]):
        return _intrusion(sheets)
    if len(sheets) > 1:
        raise UsageError(f"{sheets[0]} is scored alone, and {len(sheets)} sheets are named.", hint="Name one sheet.")
    return _selection(sheets[0])


def _intrusion(sheets: list[Path]) -> tuple[IntrusionScores, Iterator[str]]:
    from iopmine.steps.intrusion import intrusion_scores

    found = intrusion_scores(sheets)

    def lines() -> Iterator[str]:
        words, topics = counted(found.words.items, "topic"), counted(found.topics.items, "text")
        yield f"{words} tested by words and {topics} by topics; {_coders(found)}"
        rows = [(p.name, p.items, f"{p.found:g}", *_share(p)) for p in (found.words, found.topics, *found.by_topic)]
        yield table([("intruder found in", "items", "found", "precision", "95 %"), *rows])
        if found.log_odds is not None:
            yield f"topic log odds {found.log_odds:.3f} (0 is best)"
        yield f"blind guessing finds {found.chance:.2f} of the intruding words"

    return found, lines()


def _share(precision: IntrusionPrecision) -> tuple[str, str]:
    return ("", "") if precision.share is None else (f"{precision.share:.3f}", _range(precision.interval))


def _coders(found: IntrusionScores) -> str:
    if found.coders == 1:
        return "1 coder"
    words, topics = ("-" if value is None else f"{value:.2f}" for value in (found.word_alpha, found.topic_alpha))
    return f"{found.coders} coders, alpha {words} for words and {topics} for topics"


def _selection(sheet: Path) -> tuple[Recall, Iterator[str]]:
    from iopmine.steps.selection import recall_of_selection

    found = recall_of_selection(sheet)

    def lines() -> Iterator[str]:
        yield f"{found.coded} of {found.turned_away} documents turned away are coded, {found.relevant} speak of IOP"
        yield table([("scores", "documents", "coded", "relevant"), *map(astuple, found.strata)])
        kept = counted(found.kept, "document")
        yield f"recall of selection {found.recall:.3f} (95 %: {_range(found.interval)}), {kept} kept"

    return found, lines()


def annotate(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH]...", help="Files or folders.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="File to write.")] = None,
    form: Annotated[
        str | None, typer.Option("--format", help="doccano, labelstudio or xlsx (default: by the ending of the file).")
    ] = None,
    read: Annotated[
        Path | None, typer.Option("--read", help="Turn this file, which annotators gave back, into gold lines.")
    ] = None,
    rejected: Annotated[
        int | None, typer.Option("--rejected", min=1, help="Draw so many of the documents that relevance turned away.")
    ] = None,
    intrusion: Annotated[
        bool, typer.Option("--intrusion", help="Write a test of the latest topics: find the word that is foreign.")
    ] = False,
    sample: Annotated[int | None, typer.Option("--sample", min=1, help="Draw so many of the documents.")] = None,
    seed: Seed = 1,
    persons: Annotated[
        bool, typer.Option("--persons", help="Also show and mark names of persons (masked otherwise).")
    ] = False,
    model: Annotated[
        str | None, typer.Option("--model", help="A model folder, or an installed Swedish spaCy pipeline.")
    ] = None,
    workspace: WorkspaceOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Write files for annotators, filled in with what the pipeline finds, and read gold back from them.

    Without paths the documents of the store are taken. The file holds full texts: keep it to yourselves.

    Example: iopmine annotate articles/ --out names.xlsx --sample 50
    """
    if out is None:
        raise UsageError("--out is missing.", hint="Say where results go: --out FILE.")
    if read is not None:
        clash = bool(paths or sample or rejected or persons or intrusion)
        _read_back(read, out, form, clash=clash, quiet=quiet, as_json=as_json)
        return
    place = workspace_of(workspace)
    if intrusion:
        if paths or rejected or form or model:
            raise UsageError("--intrusion tests the topics of the store.", hint="Leave paths and other options out.")
        _write_intrusion(place, out, sample, seed, persons=persons, quiet=quiet, as_json=as_json)
        return
    from iopmine.steps.annotate import AnnotateOptions
    from iopmine.steps.annotate import annotate as step
    from iopmine.steps.selection import rejected as draw

    options = AnnotateOptions(form=form, sample=sample, seed=seed, persons=persons, model=model)
    if rejected is not None:
        results = draw(place, paths or (), out, rejected, options, today=today())
    else:
        results = step(place, paths or (), out, options, today=today())
    _written(list(progress(results, "annotated", quiet=quiet)), out, quiet=quiet, as_json=as_json)


def _written(done: list[str | Issue], out: Path, *, quiet: bool, as_json: bool) -> None:
    """Say what was written; some failures are one."""
    issues = [result for result in done if not isinstance(result, str)]
    errors = report_issues(issues, quiet=quiet)
    documents = len(done) - len(issues)
    if as_json:
        print_json({"documents": documents, "issues": issues})
    else:
        say(f"{counted(documents, 'document')} written for annotation, {errors} failed: {out}", quiet=quiet)
    if errors:
        raise typer.Exit(1)


def _write_intrusion(
    place: Workspace, out: Path, sample: int | None, seed: int, *, persons: bool, quiet: bool, as_json: bool
) -> None:
    from iopmine.steps.intrusion import TEXTS
    from iopmine.steps.intrusion import intrusion as step

    drawn = step(place, out, texts=sample or TEXTS, seed=seed, persons=persons)
    if as_json:
        print_json(drawn)
    else:
        say(
            f"{counted(drawn.words, 'topic')} and {counted(drawn.documents, 'text')} written for annotation: {out}",
            quiet=quiet,
        )


def _read_back(path: Path, out: Path, form: str | None, *, clash: bool, quiet: bool, as_json: bool) -> None:
    from iopmine.steps.annotate import read_back

    if clash:
        raise UsageError("--read takes one file and nothing to annotate.", hint="Leave paths and other options out.")
    gold = read_back(path, out, form=form)
    if as_json:
        print_json(gold)
        return
    waiting = f", {len(gold.left_out)} not annotated yet" if gold.left_out else ""
    say(f"{counted(gold.documents, 'gold line')}{waiting}: {out}", quiet=quiet)


COMMANDS = (annotate, evaluate)
