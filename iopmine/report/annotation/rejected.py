"""The sheet with which a person checks selection: a sample of what relevance turned away, to be coded yes or no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from iopmine.errors import UsageError
from iopmine.report.annotation.sheets import NO, YES, Heading, SheetWriter, plain, rows_of, sheets_of, yes_or_no
from iopmine.report.spreadsheet import workbook

_SAMPLE = (
    Heading("Dokument", 24), Heading("Källa", 20), Heading("Rubrik", 40), Heading("Om IOP", 10, (YES, NO)),
    Heading("Text", 120), Heading("Skikt", 0), Heading("Skäl", 40), Heading("Adress", 40),
)  # fmt: skip
_STRATA = (Heading("Skikt", 20), Heading("Antal", 14))
_KEPT = "utvalda"
_INSTRUCTIONS = (
    "Så här gör du",
    "Bladet Urval har texter som iopmine har sorterat bort. Läs texten och välj ja eller nej i kolumnen Om IOP.",
    "Ja: texten talar om idéburet offentligt partnerskap, om än kort. Nej: annars, också om IOP betyder annat.",
    "Kan du inte avgöra det, lämna cellen tom. Ändra inget annat: dolda kolumner och bladet Skikt behövs.",
    "Läs sedan ut resultatet med: iopmine evaluate filens-namn.xlsx",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rejected:
    """A document of the sample, the stratum it was drawn from, and why and where it was turned away, if known."""

    document_id: str
    source: str
    title: str
    text: str
    stratum: str
    reason: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class CodedSheet:
    """What came back: (stratum, relevant or not; None: not coded) of each row, and the sizes of the strata.

    ``kept`` is how many documents selection kept when the sample was drawn.
    """

    codings: tuple[tuple[str, bool | None], ...]
    strata: Mapping[str, int]
    kept: int


def write_rejected(path: Path, sample: Sequence[Rejected], strata: Mapping[str, int], kept: int) -> None:
    """Write the sheet; ``strata`` says how many documents each stratum holds, ``kept`` how many were kept.

    Raises:
        OutputError: the file cannot be written.
    """
    with workbook(path) as book:
        sheets = SheetWriter(book)
        sheets.lines("Läs mig", _INSTRUCTIONS)
        rows = [(r.document_id, r.source, plain(r.title), None, r.text, r.stratum, r.reason, r.url) for r in sample]
        sheets.table("Urval", _SAMPLE, rows)
        sheets.table("Skikt", _STRATA, [*strata.items(), (_KEPT, kept)])


def read_rejected(path: Path) -> CodedSheet:
    """Read a coded sheet.

    Raises:
        UsageError: it is no such sheet, or a cell says what cannot be; the message names the row.
    """
    try:
        with sheets_of(path) as book:
            sizes = {cells["Skikt"]: cells["Antal"] for _, cells in rows_of(book, path, "Skikt", ("Skikt", "Antal"))}
            codings = []
            for number, cells in rows_of(book, path, "Urval", ("Dokument", "Om IOP", "Skikt")):
                where = f"{path}, sheet 'Urval', row {number}"
                if cells["Skikt"] not in sizes:
                    raise UsageError(f"{where}: {cells['Skikt']!r} is no stratum of the sheet 'Skikt'.")
                codings.append((cells["Skikt"], yes_or_no(cells["Om IOP"], where)))
            kept = int(sizes.pop(_KEPT, "0"))
            return CodedSheet(tuple(codings), {name: int(size) for name, size in sizes.items()}, kept)
    except OSError as error:
        raise UsageError(f"{path} could not be read: {error}.", hint="Name a sheet of iopmine annotate.") from error
