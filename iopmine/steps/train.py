"""``iopmine train``: the packaged model trained anew from its corpora, or adapted to a user's own gold."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from iopmine import __version__
from iopmine.config import Workspace
from iopmine.errors import UsageError
from iopmine.lexicon import load
from iopmine.nlp import evaluation, pipeline
from iopmine.nlp.training import project
from iopmine.nlp.training.adaptation import adapted
from iopmine.nlp.training.assembly import assemble
from iopmine.nlp.training.from_gold import recogniser_of, tagged_sentences, write_adapted
from iopmine.resources import models_folder
from iopmine.steps.evaluate import documents_of, gold_lines, matching_of

_SETTINGS = Path("configs") / "sv_iop.toml"
_ADAPTED = "sv_iop_adapted"
# One document in so many is held back to see whether the adapted model is better.
_HELD_BACK = 5
# With fewer names held back, better or worse is chance.
_LEAST_NAMES = 50


@dataclass(frozen=True, slots=True)
class Figure:
    """A score on sentences or documents that were held back from training; ``names`` is how many there were."""

    data: str
    label: str
    precision: float
    recall: float
    f1: float
    names: int = 0


@dataclass(frozen=True, slots=True)
class Trained:
    """The folder, its digest, and the figures.

    ``better`` is None where there is no model before to compare with, or too few names were held back to tell.
    """

    folder: Path
    sha256: str
    figures: tuple[Figure, ...]
    better: bool | None


def train(
    data: Path, out: Path, *, settings: Path | None = None, say: Callable[[str], None] = lambda _: None
) -> Trained:
    """Train the whole pipeline from the corpora in ``data`` and write it to ``out``.

    It is trained twice: without the sentences held back, for the figures, and then with all of them.

    Raises:
        ModelError: python-crfsuite or the settings are missing.
        ReadingError: a corpus is missing, or not of its form.
    """
    wanted = project.read_settings(settings or models_folder() / _SETTINGS)
    material = project.read_material(wanted, data, models_folder() / "lists", load(None))
    trial = project.train(wanted, material, everything=False, say=say)
    figures = [
        _figure(name, label, counts)
        for name, sentences in material.held_back.items()
        for label, counts in project.name_counts(trial.names, sentences).items()
    ]
    with TemporaryDirectory() as folder:
        assemble(trial, Path(folder) / pipeline.MODEL, _meta(()))
        shares = project.word_shares(pipeline.build(model=str(Path(folder) / pipeline.MODEL)), material)
    figures += [Figure("treebank", name, share, share, share) for name, share in shares]
    parts = project.train(wanted, material, everything=True, say=say)
    digest = assemble(parts, out, _meta(figures))
    return Trained(out, digest, tuple(figures), None)


def adapt(
    workspace: Workspace,
    gold: Sequence[Path],
    texts: Path | None = None,
    *,
    out: Path | None = None,
    model: str | None = None,
    today: date,
) -> Trained:
    """Adapt the recogniser of names to gold and write the model to ``out`` (default: the workspace's models).

    A fifth of the documents, drawn by their ids, is held back to compare the pipelines before and after; the model
    that is written has learnt from all of them.

    Raises:
        UsageError: the gold cannot be read, or has fewer than two documents with names.
        ModelError: the model is no folder with a recogniser of iopmine's own.
    """
    rows = [row for row in gold_lines(gold) if evaluation.scored_labels(row)]
    documents = {document.id: document for document in documents_of(rows, texts, today=today)}
    rows = [row for row in rows if row["id"] in documents]
    held = {row["id"] for row in sorted(rows, key=_draw)[: max(1, len(rows) // _HELD_BACK)]}
    if len(rows) < 2:
        raise UsageError("Adapting a model takes two gold documents with names or more.", hint="iopmine annotate")
    base = models_folder() / pipeline.MODEL if model is None else Path(model)
    nlp = pipeline.build(model=model, lexicon_extensions=workspace.lexicon_extensions, only_entities=True)
    recogniser, before = recogniser_of(nlp, base)
    learnt = {row["id"]: list(tagged_sentences(nlp, row, documents[row["id"]].text)) for row in rows}
    matching = matching_of(load(None, *workspace.lexicon_extensions))
    kept = [row for row in rows if row["id"] in held]

    def scores(name: str) -> Figure:
        found = pipeline.extract(nlp, [documents[row["id"]] for row in kept], persons=True)
        tally = evaluation.evaluate(kept, found, matching).by_name.exact
        precision, recall, f1 = (round(value, 4) for value in tally.score())
        hits, _, misses = tally.totals()
        return Figure(name, "names", precision, recall, f1, hits + misses)

    first = scores("before")
    recogniser.model = adapted(before, [s for key, part in learnt.items() if key not in held for s in part])
    second = scores("after")
    final = adapted(before, [s for part in learnt.values() for s in part])
    folder = out or (workspace.root or Path()) / "models" / _ADAPTED
    digest = write_adapted(base, final, folder, f"Adapted to {len(rows)} gold documents.")
    better = second.f1 > first.f1 if first.names >= _LEAST_NAMES else None
    return Trained(folder, digest, (first, second), better)


def _draw(row: Mapping[str, Any]) -> str:
    """Order documents by a hash of their ids: a draw that does not depend on the order of the file."""
    return hashlib.sha256(str(row["id"]).encode()).hexdigest()


def _figure(data: str, label: str, counts: tuple[int, int, int]) -> Figure:
    tp, fp, fn = counts
    precision, recall = tp / max(1, tp + fp), tp / max(1, tp + fn)
    return Figure(data, label, round(precision, 4), round(recall, 4), round(2 * tp / max(1, 2 * tp + fp + fn), 4))


def _meta(figures: Sequence[Figure]) -> dict[str, Any]:
    return {
        "name": "iop",
        "version": __version__,
        "description": "Swedish: sentence bounds, parts of speech, morphology, lemmas, names; lists and rules for IOP.",
        "author": "The iopmine developers",
        "license": "CC BY-SA 4.0",
        "sources": [
            {"name": "UD Swedish Talbanken", "license": "CC BY-SA 4.0"},
            {"name": "UNER Swedish Talbanken", "license": "CC BY-SA 4.0"},
            {"name": "SUCX 3.0, Språkbanken Text", "license": "CC BY 4.0"},
            {"name": "Swedish NER corpus (web news 2012)", "license": "CC BY 4.0"},
            {"name": "The Swedish Parliament Corpus, interpellations", "license": "official documents"},
        ],
        "performance": {f"{figure.data}_{figure.label}".casefold(): figure.f1 for figure in figures},
    }
