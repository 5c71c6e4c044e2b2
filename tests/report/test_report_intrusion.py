"""The workbook of intrusion tests: what is written comes back with the answers, and changed cells are named."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from iopmine.errors import UsageError
from iopmine.records.topics import TopicIntrusion, WordIntrusion
from iopmine.report.annotation.intrusion import is_intrusion, read_intrusion, write_intrusion

WORDS = [
    WordIntrusion(4, ("=vård", "å", "ö", "ideell sektor", "e", "f"), 3),
    WordIntrusion(0, ("a", "b", "c", "d", "e", "f"), 0),
]
TOPICS = [
    TopicIntrusion(
        "rad#1", "=Rubrik", "Ett _x000D_ “citat” …", (4, 0, 2), (("vård", "å"), ("b",), ("c", "d")), (0.5, 0.0, 0.25), 1
    ),
    TopicIntrusion("d2", "", "Kort.", (2, 1, 0, 4), (("a",), ("b",), ("c",), ("d",)), (0.1, 0.2, 0.0123, 0.6), 2),
]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    write_intrusion(tmp_path / "test.xlsx", WORDS, TOPICS)
    return tmp_path / "test.xlsx"


def answer(path: Path, **cells: str) -> None:
    """Write into cells such as Ord_H2."""
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        name, cell = place.rsplit("_", 1)
        book[name][cell].value = value
    book.save(path)


def test_what_is_written_comes_back(sheet):
    assert is_intrusion(sheet)
    back = read_intrusion(sheet)
    assert back.words == tuple(WORDS)
    assert back.topics == tuple(TOPICS)
    assert (back.word_answers, back.topic_answers) == ((None, None), (None, None))
    answer(sheet, Ord_H2="D", Ord_H3="f", Ämnen_H2="c")
    back = read_intrusion(sheet)
    assert (back.word_answers, back.topic_answers) == ((3, 5), (2, None))
    assert (back.words, back.topics) == (tuple(WORDS), tuple(TOPICS)), "answers change no item"


def test_answers_are_chosen_from_lists_and_the_key_is_hidden(sheet):
    book = openpyxl.load_workbook(sheet)
    assert book["Facit"].sheet_state == "hidden"
    for name, letters in (("Ord", "A,B,C,D,E,F"), ("Ämnen", "A,B,C,D")):
        (rule,) = book[name].data_validations.dataValidation
        assert rule.formula1.strip('"') == letters
        assert str(rule.sqref).startswith("H2:H")
        assert book[name]["H1"].value == "Hör inte hit"


def test_the_same_items_give_the_same_bytes(sheet, tmp_path):
    write_intrusion(tmp_path / "igen.xlsx", WORDS, TOPICS)
    assert (tmp_path / "igen.xlsx").read_bytes() == sheet.read_bytes()


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        ("Ord_H2", "G", "sheet 'Ord', row 2: 'G' is none of A, B, C, D, E, F"),
        ("Ämnen_H2", "D", "sheet 'Ämnen', row 2: 'D' is none of A, B, C"),
        ("Ord_H3", "a b", "row 3: 'a b'"),
        ("Ord_A3", "9", "there is no number '9'"),
        ("Ord_H1", "Svar", "no column 'Hör inte hit'"),
        ("Facit_C2", "vård", "'vård' are no topics"),
        ("Facit_D2", "", "is none of"),
        ("Facit_F4", "0.1; x", "topics and shares do not fit"),
        ("Facit_F4", "0.1", "topics and shares do not fit"),
        ("Ämnen_D2", "", "topics and shares do not fit"),
    ],
)
def test_a_cell_that_says_what_cannot_be_is_named(sheet, cell, value, message):
    answer(sheet, **{cell: value})
    with pytest.raises(UsageError) as refused:
        read_intrusion(sheet)
    assert message in refused.value.message
    assert refused.value.hint


def test_other_files_are_told_apart(sheet, tmp_path):
    other = openpyxl.Workbook()
    other.save(tmp_path / "annan.xlsx")
    assert not is_intrusion(tmp_path / "annan.xlsx")
    for read in (is_intrusion, read_intrusion):
        for name in ("borta.xlsx", "trasig.xlsx"):
            (tmp_path / "trasig.xlsx").write_bytes(sheet.read_bytes()[:500])
            with pytest.raises(UsageError, match=name):
                read(tmp_path / name)
    with pytest.raises(UsageError, match="no sheet"):
        read_intrusion(tmp_path / "annan.xlsx")
