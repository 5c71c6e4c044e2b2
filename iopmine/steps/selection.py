"""How much selection missed: a sample of what relevance turned away, and recall from the coded sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Final

from iopmine.config import Workspace
from iopmine.errors import UsageError
from iopmine.nlp.evaluation.selection import Stratum, TurnedAway, band_of, draw, missed
from iopmine.reading.titles import beginning_with
from iopmine.records import Document, Issue
from iopmine.report.annotation.rejected import Rejected, read_rejected, write_rejected
from iopmine.steps.annotate import AnnotateOptions, incoming, reader, shown
from iopmine.steps.opening import open_store
from iopmine.text.redaction import redact
from iopmine.trends.intervals import wilson
from iopmine.urls import url_id

_DEBATE: Final = "valfardsdebatt"


@dataclass(frozen=True, slots=True)
class Recall:
    """Recall of selection: the share of all relevant documents that it kept, with a 95 % interval.

    Every document that was kept counts as relevant; ``missed`` estimates how many of those turned away are.
    """

    recall: float
    interval: tuple[float, float]
    kept: int
    turned_away: int
    coded: int
    relevant: int
    missed: float
    strata: tuple[Stratum, ...]


def rejected(
    workspace: Workspace, paths: Sequence[Path], out: Path, size: int, options: AnnotateOptions, *, today: date
) -> Iterator[str | Issue]:
    """Write a sheet with a stratified sample of the documents that relevance turned away, for a person to code.

    Without paths these are the store's documents and the pages that gathering left out, shown by their beginning; what
    is kept for the debate about profits or for a watched name was not turned away.

    Yields the id of each document of the sample when it is written, and an issue per failure.

    Raises:
        UsageError: nothing was turned away, the store's documents are not extracted, or the file is no .xlsx.
        OutputError: the sheet cannot be written.
    """
    if out.suffix.casefold() != ".xlsx":
        raise UsageError(f"{out.name}: the sheet to code is a workbook.", hint="End the name in .xlsx.")
    read = reader(workspace, options.model)
    away: dict[str, Document] = {}
    scores, kept, unknown = [], 0, 0
    chosen, reasons = (set[str](), dict[str, str]()) if paths else _gathered(workspace)
    for item in chain(incoming(workspace, paths, today=today), () if paths else _left_out(workspace)):
        if isinstance(item, Issue):
            yield item
            continue
        # The store knows what extraction found; a file is read here.
        document = read(item).document if paths else item
        if document.relevance is None:
            unknown += 1
        elif document.iop_relevant:
            kept += 1
        elif paths or not (document.topic == _DEBATE or document.id in chosen):
            away[document.id] = document
            scores.append(TurnedAway(document.id, document.relevance, document.source))
    if not away:
        hint = "Run: iopmine extract." if unknown else "Name more texts, or add them to the store."
        raise UsageError(f"Relevance has turned away none of {kept + unknown} documents.", hint=hint)
    rows = []
    for drawn in draw(scores, size, seed=options.seed):
        document = shown(read, away[drawn.document_id], persons=options.persons).document
        rows.append(
            Rejected(
                document_id=document.id,
                source=document.source,
                title=document.title,
                text=document.text,
                stratum=band_of(drawn.score),
                reason=redact(reasons.get(document.id, "")),
                url=redact(document.url),
            )
        )
        yield document.id
    strata = Counter(band_of(document.score) for document in scores)
    write_rejected(out, rows, dict(sorted(strata.items())), kept)


def _gathered(workspace: Workspace) -> tuple[set[str], dict[str, str]]:
    """Return the ids of documents that gathering kept, and why pages were left out, by their id."""
    with open_store(workspace, read_only=True) as store:
        kept = {address.document_id for address in store.addresses(states=("kept",))}
        return kept, {url_id(page.url): page.reason for page in store.addresses(states=("left_out",))}


def _left_out(workspace: Workspace) -> Iterator[Document]:
    """Yield the pages that were gathered and left out, as far as they were kept for this purpose."""
    with open_store(workspace, read_only=True) as store:
        for page in store.addresses(states=("left_out",)):
            yield Document(
                id=url_id(page.url),
                url=page.url,
                source=page.source,
                kind="",
                title=page.title,
                text=beginning_with(page.title, page.excerpt),
                published=None,
                published_precision=None,
                date_source=None,
                modified=None,
                language="",
                relevance=page.relevance or 0.0,
                iop_relevant=False,
            )


def recall_of_selection(path: Path) -> Recall:
    """Return the recall of selection from a coded sheet.

    The share of relevant documents among those turned away is weighted by stratum; its interval is Wilson's with the
    effective sample size, and recall falls as that share rises.

    Raises:
        UsageError: the sheet cannot be read, or nobody has coded it.
    """
    sheet = read_rejected(path)
    coded = Counter(stratum for stratum, said in sheet.codings if said is not None)
    relevant = Counter(stratum for stratum, said in sheet.codings if said)
    strata = [Stratum(name, size, coded[name], relevant[name]) for name, size in sorted(sheet.strata.items())]
    if not coded:
        raise UsageError(f"Nobody has coded {path} yet.", hint="Choose ja or nej in the column Om IOP.")
    found = missed(strata)
    low, high = wilson(found.share * found.effective, found.effective)

    def recall(share: float) -> float:
        whole = sheet.kept + share * found.documents
        return round(sheet.kept / whole, 4) if whole else 0.0

    return Recall(
        recall=recall(found.share),
        interval=(recall(high), recall(low)),
        kept=sheet.kept,
        turned_away=found.documents,
        coded=coded.total(),
        relevant=relevant.total(),
        missed=round(found.share * found.documents, 1),
        strata=tuple(strata),
    )
