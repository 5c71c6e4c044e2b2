"""The workbook with which people test topics: find the word, and the topic, that does not belong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import openpyxl

from iopmine.errors import UsageError
from iopmine.records.topics import TopicIntrusion, WordIntrusion
from iopmine.report.annotation.sheets import Heading, SheetWriter, plain, rows_of, sheets_of
from iopmine.report.spreadsheet import workbook

_LETTERS, _TOPIC_LETTERS = "ABCDEF", "ABCD"
_WORDS, _TOPICS, _KEY = "Ord", "Ämnen", "Facit"
_ANSWER = "Hör inte hit"
_WORD_HEADINGS = (
    Heading("Nr", 6), *(Heading(letter, 22) for letter in _LETTERS), Heading(_ANSWER, 14, tuple(_LETTERS)),
)  # fmt: skip
_TOPIC_HEADINGS = (
    Heading("Nr", 6), Heading("Rubrik", 30), Heading("Text", 50), *(Heading(letter, 34) for letter in _TOPIC_LETTERS),
    Heading(_ANSWER, 14, tuple(_TOPIC_LETTERS)),
)  # fmt: skip
_KEY_HEADINGS = (
    Heading("Blad", 10), Heading("Nr", 6), Heading("Ämnen", 20), Heading("Rätt", 8), Heading("Dokument", 24),
    Heading("Andelar", 30),
)  # fmt: skip
_ALONE = "Leave everything but the answers alone, the hidden sheet too."
_INSTRUCTIONS = (
    "Så här gör du",
    "Bladet Ord: fem av de sex orden hör ihop. Vilket hör inte hit? Välj dess bokstav i listan i sista kolumnen.",
    "Bladet Ämnen: en rubrik, en mening ur texten och några ämnen, vart och ett visat med sina vanligaste ord.",
    "Ett av ämnena är inte textens. Vilket? Välj dess bokstav i listan.",
    "Svara efter första intrycket. Vet du inte, lämna cellen tom: den räknas då inte.",
    "Är ni flera, ska var och en ha en egen kopia och inte se de andras svar.",
    "Ändra inget annat, och titta inte i det dolda bladet Facit: där står svaren.",
    "Läs sedan ut resultatet med: iopmine evaluate filens-namn.xlsx (nämn alla kopior om ni är flera).",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class IntrusionSheet:
    """A workbook that came back: its items, and the place chosen for each (None: blank)."""

    words: tuple[WordIntrusion, ...]
    topics: tuple[TopicIntrusion, ...]
    word_answers: tuple[int | None, ...]
    topic_answers: tuple[int | None, ...]


def write_intrusion(path: Path, words: Sequence[WordIntrusion], topics: Sequence[TopicIntrusion]) -> None:
    """Write the workbook; excerpts must be fit to be shown (masked, short).

    Raises:
        OutputError: the file cannot be written.
    """
    with workbook(path) as book:
        sheets = SheetWriter(book)
        sheets.lines("Läs mig", _INSTRUCTIONS)
        sheets.table(_WORDS, _WORD_HEADINGS, ((number, *item.words, None) for number, item in enumerate(words, 1)))
        sheets.table(_TOPICS, _TOPIC_HEADINGS, (_topic_row(number, item) for number, item in enumerate(topics, 1)))
        sheets.table(_KEY, _KEY_HEADINGS, _key_rows(words, topics), hidden=True)


def _topic_row(number: int, item: TopicIntrusion) -> tuple[str | int | None, ...]:
    shown = [", ".join(words) for words in item.words]
    return number, plain(item.title), plain(item.excerpt), *shown, *[None] * (len(_TOPIC_LETTERS) - len(shown)), None


def _key_rows(
    words: Sequence[WordIntrusion], topics: Sequence[TopicIntrusion]
) -> Iterator[tuple[str | int | None, ...]]:
    for number, word in enumerate(words, 1):
        yield _WORDS, number, str(word.topic_id), _LETTERS[word.intruder], None, None
    for number, item in enumerate(topics, 1):
        shares = "; ".join(map(str, item.shares))
        listed = "; ".join(map(str, item.topics))
        yield _TOPICS, number, listed, _LETTERS[item.intruder], item.document_id, shares


def is_intrusion(path: Path) -> bool:
    """Tell whether a workbook is such a one.

    Raises:
        UsageError: the file is no workbook, or cannot be read.
    """
    try:
        with sheets_of(path) as book:
            return {_WORDS, _TOPICS, _KEY} <= set(book.sheetnames)
    except OSError as error:
        raise _unreadable(path, error) from error


def read_intrusion(path: Path) -> IntrusionSheet:
    """Read a workbook back.

    Raises:
        UsageError: it is no such workbook, or a cell says what cannot be; the message names the row.
    """
    try:
        with sheets_of(path) as book:
            keys = {
                (cells["Blad"], cells["Nr"]): (f"{path}, sheet {_KEY!r}, row {row}", cells)
                for row, cells in rows_of(book, path, _KEY, [heading.name for heading in _KEY_HEADINGS])
            }
            words = list(_rows(book, path, _WORDS, _LETTERS, keys))
            topics = list(_rows(book, path, _TOPICS, _TOPIC_LETTERS, keys))
    except OSError as error:
        raise _unreadable(path, error) from error
    return IntrusionSheet(
        words=tuple(map(_word_item, words)),
        topics=tuple(map(_topic_item, topics)),
        word_answers=tuple(row.answer for row in words),
        topic_answers=tuple(row.answer for row in topics),
    )


def _unreadable(path: Path, error: OSError) -> UsageError:
    return UsageError(f"{path} could not be read: {error}.", hint="Name a workbook of iopmine annotate --intrusion.")


class _Row(NamedTuple):
    """A row of the visible and the hidden sheet, where the hidden one is, and the place chosen."""

    cells: dict[str, str]
    key: dict[str, str]
    key_at: str
    answer: int | None


_Keys = Mapping[tuple[str, str], tuple[str, dict[str, str]]]


def _rows(book: openpyxl.Workbook, path: Path, sheet: str, letters: str, keys: _Keys) -> Iterator[_Row]:
    for row, cells in rows_of(book, path, sheet, ["Nr", *letters, _ANSWER]):
        where = f"{path}, sheet {sheet!r}, row {row}"
        if (sheet, cells["Nr"]) not in keys:
            raise UsageError(f"{where}: there is no number {cells['Nr']!r}.", hint="Leave the cells Nr as they were.")
        key_at, key = keys[sheet, cells["Nr"]]
        said = cells[_ANSWER]
        shown = [cells[letter] for letter in letters]
        yield _Row(cells, key, key_at, _place(said, shown, where) if said else None)


def _place(letter: str, shown: Sequence[str], where: str) -> int:
    """Return the place that a letter names; a letter without anything under it names none."""
    offered = "".join(known for known, words in zip(_LETTERS, shown, strict=False) if words)
    if letter.upper() not in tuple(offered):
        raise UsageError(f"{where}: {letter!r} is none of {', '.join(offered)}.", hint="Leave it empty if unsure.")
    return _LETTERS.index(letter.upper())


def _numbers(row: _Row) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in row.key["Ämnen"].split(";"))
    except ValueError:
        raise UsageError(f"{row.key_at}: {row.key['Ämnen']!r} are no topics.", hint=_ALONE) from None


def _word_item(row: _Row) -> WordIntrusion:
    shown = tuple(row.cells[letter] for letter in _LETTERS)
    return WordIntrusion(_numbers(row)[0], shown, _place(row.key["Rätt"], shown, row.key_at))


def _topic_item(row: _Row) -> TopicIntrusion:
    topics = _numbers(row)
    shown = [row.cells[letter] for letter in _TOPIC_LETTERS]
    try:
        shares = tuple(float(part) for part in row.key["Andelar"].split(";"))
    except ValueError:
        shares = ()
    if not len(topics) == len(shares) == sum(map(bool, shown)):
        raise UsageError(f"{row.key_at}: topics and shares do not fit.", hint=_ALONE)
    words = tuple(tuple(part.split(", ")) for part in shown if part)
    place = _place(row.key["Rätt"], shown, row.key_at)
    title, excerpt = row.cells.get("Rubrik", ""), row.cells.get("Text", "")
    return TopicIntrusion(row.key["Dokument"], title, excerpt, topics, words, shares, place)
