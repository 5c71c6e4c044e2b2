"""The spreadsheet for annotators without tools, in Swedish: a row for each name and each document, and the codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import openpyxl

from iopmine.errors import UsageError
from iopmine.report.annotation.items import JUDGED, Annotation, Code, ReadBack, Span, trimmed
from iopmine.report.annotation.sheets import (
    NO,
    YES,
    Heading,
    SheetWriter,
    joined,
    pieces,
    plain,
    rows_of,
    sheets_of,
    yes_or_no,
)
from iopmine.report.spreadsheet import workbook
from iopmine.text.inflection import GENITIVE, WORD_END, WORD_START
from iopmine.text.sentences import sentences

LABELS = {"organisation": "ORG", "plats": "LOC", "person": "PER"}
# A table or list without sentence ends would be one sentence.
_CONTEXT = 300
_SHOWN = {label: word for word, label in LABELS.items()}
_NAMES = (
    Heading("Dokument", 24), Heading("Namn", 32), Heading("Etikett", 14, tuple(LABELS)), Heading("Mening", 90),
    Heading("Från", 0), Heading("Till", 0),
)  # fmt: skip
_DOCUMENTS = (
    Heading("Dokument", 24), Heading("Rubrik", 40), Heading("Om IOP", 10, (YES, NO)),
    Heading("Samhällsutmaningar", 36), Heading("Ramar", 36), Heading("Text", 110),
)  # fmt: skip
_CODES = (Heading("Slag", 12), Heading("Kod", 30), Heading("Namn", 40), Heading("Beskrivning", 90))
_TEXTS = (Heading("Dokument", 24), Heading("Bedömt", 24), Heading("Del", 90))
_KINDS = {"area": "utmaning", "frame": "ram"}
_INSTRUCTIONS = (
    "Så här gör du",
    "Bladet Namn har en rad för varje namn som iopmine har hittat. Namnet står inom hakparentes i sin mening.",
    "Stämmer raden? Låt den stå. Fel etikett? Välj rätt i listan. Inget namn? Töm cellen Etikett men behåll raden.",
    "Är namnet för kort eller för långt? Rätta cellen Namn så att den visar de ord ur meningen som hör till namnet.",
    "Saknas ett namn? Skriv en ny rad längst ned: Dokument, Namn, Etikett. Den gäller överallt i texten.",
    "Genitiv-s hör inte till namnet: skriv Ekdala kommun, inte Ekdala kommuns.",
    "Bladet Dokument har en rad för varje text. Om IOP: ja om den nämner idéburet offentligt partnerskap.",
    "Samhällsutmaningar och Ramar: koder eller namn ur bladet Koder, med semikolon emellan. Tomt betyder ingen.",
    "Ändra inte rubriker, flikarnas namn eller cellerna Dokument. Dolda kolumner och blad behövs när filen läses.",
)  # fmt: skip


def write(path: Path, annotations: Iterable[Annotation], codes: Iterable[Code]) -> None:
    """Write the workbook.

    Raises:
        OutputError: the file cannot be written.
    """
    listed = list(annotations)
    with workbook(path) as book:
        sheets = SheetWriter(book)
        sheets.lines("Läs mig", _INSTRUCTIONS)
        sheets.table("Namn", _NAMES, (row for annotation in listed for row in _name_rows(annotation)))
        sheets.table("Dokument", _DOCUMENTS, map(_document_row, listed))
        sheets.table("Koder", _CODES, ((_KINDS[c.kind], c.id, c.name, c.definition) for c in codes))
        sheets.table("Texter", _TEXTS, (row for annotation in listed for row in _text_rows(annotation)), hidden=True)


def _name_rows(annotation: Annotation) -> Iterator[tuple[str | int, ...]]:
    text = annotation.text
    bounds = list(sentences(text))
    at = 0
    for start, end, label in annotation.spans:
        while at < len(bounds) - 1 and bounds[at][1] <= start:
            at += 1
        first, last = max(bounds[at][0], start - _CONTEXT), min(bounds[at][1], end + _CONTEXT)
        shown = plain(f"{text[min(first, start) : start]}[{text[start:end]}]{text[end : max(last, end)]}")
        words = plain(text[start:end])
        yield annotation.document_id, words, _SHOWN.get(label, label), shown, start, end


def _document_row(annotation: Annotation) -> tuple[str, ...]:
    said = "" if annotation.relevant is None else YES if annotation.relevant else NO
    areas, frames = "; ".join(annotation.areas), "; ".join(annotation.frames)
    return annotation.document_id, plain(annotation.title), said, areas, frames, annotation.text


def _text_rows(annotation: Annotation) -> Iterator[tuple[str, str, str]]:
    judged = " ".join(name for name in JUDGED if name in annotation.judged)
    for piece in pieces(annotation.text) or ['""']:
        yield annotation.document_id, judged, piece


def read(path: Path) -> ReadBack:
    """Read a workbook back.

    Raises:
        UsageError: a sheet or column is gone, or a cell says what cannot be; the message names the row.
        OSError: the file cannot be read.
    """
    with sheets_of(path) as book:
        texts, judged = _texts(book, path)
        names = _names(book, path, texts)
        codes = _codes(book, path)
        found = []
        for number, cells in rows_of(book, path, "Dokument", ("Dokument", "Om IOP", "Samhällsutmaningar", "Ramar")):
            key, where = cells["Dokument"], f"{path}, sheet 'Dokument', row {number}"
            if key not in texts:
                raise UsageError(
                    f"{where}: there is no document {key!r}.", hint="Leave the cells Dokument as they were."
                )
            found.append(
                Annotation(
                    document_id=key,
                    text=texts[key],
                    title=cells.get("Rubrik", ""),
                    spans=trimmed(names.get(key, ()), texts[key]),
                    areas=_coded(cells["Samhällsutmaningar"], codes["utmaning"], where),
                    frames=_coded(cells["Ramar"], codes["ram"], where),
                    relevant=yes_or_no(cells["Om IOP"], where),
                    judged=judged[key],
                )
            )
    return ReadBack(tuple(found))


def _texts(book: openpyxl.Workbook, path: Path) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    parts: dict[str, list[str]] = {}
    judged: dict[str, frozenset[str]] = {}
    for _, cells in rows_of(book, path, "Texter", ("Dokument", "Bedömt", "Del")):
        parts.setdefault(cells["Dokument"], []).append(cells["Del"])
        judged[cells["Dokument"]] = frozenset(cells["Bedömt"].split())
    return {key: joined(each) for key, each in parts.items()}, judged


def _codes(book: openpyxl.Workbook, path: Path) -> dict[str, dict[str, str]]:
    """Return kind → (code or name, caseless → code)."""
    codes: dict[str, dict[str, str]] = {kind: {} for kind in _KINDS.values()}
    for _, cells in rows_of(book, path, "Koder", ("Slag", "Kod", "Namn")):
        known = codes.setdefault(cells["Slag"], {})
        known[cells["Kod"].casefold()] = cells["Kod"]
        known.setdefault(cells["Namn"].casefold(), cells["Kod"])
    return codes


def _coded(cell: str, codes: Mapping[str, str], where: str) -> tuple[str, ...]:
    said = [part.strip() for part in re.split(r"[;\n]", cell) if part.strip()]
    unknown = [part for part in said if part.casefold() not in codes]
    if unknown:
        raise UsageError(f"{where}: {unknown[0]!r} is no code of the sheet 'Koder'.", hint="Separate codes with ';'.")
    return tuple(sorted({codes[part.casefold()] for part in said}))


def _names(book: openpyxl.Workbook, path: Path, texts: Mapping[str, str]) -> dict[str, list[Span]]:
    """Return the names of each document: the rows that were left or corrected, then those that were added."""
    spans: dict[str, list[Span]] = {}
    added: list[tuple[str, str, str, list[tuple[int, int]]]] = []
    for number, cells in rows_of(book, path, "Namn", ("Dokument", "Namn", "Etikett", "Från", "Till")):
        key, words, where = cells["Dokument"], plain(cells["Namn"]), f"{path}, sheet 'Namn', row {number}"
        label = cells["Etikett"].casefold()
        if not label:
            continue
        if key not in texts:
            raise UsageError(f"{where}: there is no document {key!r}.", hint="Take the names of the sheet 'Dokument'.")
        if label not in LABELS and label.upper() not in _SHOWN:
            raise UsageError(f"{where}: {cells['Etikett']!r} is no label.", hint=f"Choose from: {', '.join(LABELS)}.")
        label = LABELS.get(label, label.upper())
        at = (int(cells["Från"]), int(cells["Till"])) if cells["Från"] and cells["Till"] else None
        if at and plain(texts[key][slice(*at)]) == words:
            spans.setdefault(key, []).append(Span(*at, label))
            continue
        places = _occurrences(words, texts[key]) if words else []
        if not places:
            raise UsageError(f"{where}: {words!r} does not stand in {key}.", hint="Write the name as the text has it.")
        if at:
            spans.setdefault(key, []).append(Span(*_nearest(places, *at), label))
        else:
            added.append((words, key, label, places))
    for _, key, label, places in sorted(added, key=lambda row: (-len(row[0]), row)):
        _add(places, label, spans.setdefault(key, []))
    return spans


def _occurrences(words: str, text: str) -> list[tuple[int, int]]:
    """Return where a name stands: as whole words, else anywhere; any white space between its words."""
    body = r"\s+".join(map(re.escape, words.split()))
    before = WORD_START if words[0].isalnum() else ""
    after = f"(?={GENITIVE}{WORD_END})" if words[-1].isalnum() else ""
    found = [m.span() for m in re.finditer(f"{before}{body}{after}", text)]
    return found or [m.span() for m in re.finditer(body, text)]


def _nearest(places: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """Return where a corrected name stands: the occurrence that touches the old one, else the nearest."""
    return min(places, key=lambda at: (max(at[0] - end, start - at[1], 0), abs(at[0] - start)))


def _add(places: Sequence[tuple[int, int]], label: str, spans: list[Span]) -> None:
    """Add a name wherever it stands outside of the names that are there."""
    taken = list(spans)
    spans += [Span(a, b, label) for a, b in places if not any(a < s.end and s.start < b for s in taken)]
