"""Files for annotators: what is written comes back, whatever the letters, and corrections are taken as meant."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iopmine.errors import UsageError
from iopmine.report.annotation import Annotation, Code, Span, read_annotations, write_annotations
from iopmine.report.annotation.labelstudio import Locator
from iopmine.report.annotation.rejected import Rejected, read_rejected, write_rejected

TEXT = "Röda\r\nKorset i Ekdala 🙂🙂 möter Åsen.\n=1+1 Åsens chef Bo i Ekdala_x000D_."
CODES = [Code("area", "vard", "Vård", "Om vård."), Code("frame", "tillit", "Tillit", "Om tillit.")]


def spans(text: str, *found: tuple[str, str]) -> tuple[Span, ...]:
    return tuple(sorted(Span(text.index(words), text.index(words) + len(words), label) for words, label in found))


SHOWN = Annotation(
    "rad#1", TEXT, "=SUM(A1)", spans(TEXT, ("Röda\r\nKorset", "ORG"), ("Åsen", "ORG"), ("Ekdala", "LOC")),
    ("vard",), ("tillit",), True,
)  # fmt: skip


def submitted(path: Path, utf16: bool = False) -> Path:
    """Turn predictions into annotations, as a person does who presses Submit; some versions count in UTF-16."""
    tasks = json.loads(path.read_text(encoding="utf-8"))
    for task in tasks:
        text = task["data"]["text"]
        task["annotations"] = [{"result": [], "was_cancelled": True}, task.pop("predictions")[0]]
        task["annotations"] = task["annotations"][::-1]
        for entry in task["annotations"][0]["result"]:
            value = entry["value"]
            if utf16 and "start" in value:
                value["start"], value["end"] = (
                    len(text[:at].encode("utf-16-le")) // 2 for at in (value["start"], value["end"])
                )
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return path


def returned(path: Path, *annotations: Annotation, utf16: bool = False) -> tuple[Annotation, ...]:
    write_annotations(path, annotations, CODES)
    if path.suffix == ".json":
        submitted(path, utf16)
    return read_annotations(path).annotations


@pytest.mark.parametrize("ending", ["jsonl", "json", "xlsx"])
def test_what_is_written_comes_back(ending, tmp_path):
    plain = Annotation("tom", "", judged=frozenset({"ORG", "relevant"}))
    for got, meant in zip(returned(tmp_path / f"a.{ending}", SHOWN, plain), (SHOWN, plain), strict=True):
        for name in ("document_id", "text", "spans", "areas", "frames", "relevant", "judged"):
            assert getattr(got, name) == getattr(meant, name), name


LETTERS = st.sampled_from([*'abåäöÅ 🙂\n\r\t_"=é-', "\u00a0", "\u2028", "\r\n", "_x0041_", "👩‍🚒", "e\u0301"])


@st.composite
def annotated(draw: st.DrawFn) -> Annotation:
    text = "".join(draw(st.lists(LETTERS, max_size=60)))
    bounds = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    found = [
        Span(a, b, draw(st.sampled_from(["ORG", "LOC", "PER"])))
        for a, b in zip(bounds[::2], bounds[1::2], strict=False)
    ]
    kept = tuple(s for s in found if (words := text[s.start : s.end]) == words.strip() and any(map(str.isalnum, words)))
    return Annotation("d", text, spans=kept, areas=("vard",), relevant=draw(st.sampled_from([True, False, None])))


@pytest.mark.parametrize(("ending", "utf16"), [("jsonl", False), ("json", False), ("json", True), ("xlsx", False)])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(annotation=annotated())
def test_no_offset_moves(annotation, ending, utf16, tmp_path):
    (got,) = returned(tmp_path / f"a.{ending}", annotation, utf16=utf16)
    assert got.text == annotation.text
    if utf16:
        # Where the same words stand at both counts, the offsets as given are taken.
        meant = [(got.text[s.start : s.end], s.label) for s in annotation.spans]
        assert sorted((got.text[s.start : s.end], s.label) for s in got.spans) <= sorted(meant)
    else:
        assert got.spans == annotation.spans
    assert (got.areas, got.relevant) == (annotation.areas, annotation.relevant)


EKDALA, ASEN = TEXT.index("Ekdala"), TEXT.index("Åsen")


@pytest.mark.parametrize(
    ("start", "words", "found"),
    [
        (EKDALA, "Ekdala", (EKDALA, EKDALA + 6)),
        (EKDALA + 3, "Ekdala", (EKDALA, EKDALA + 6)),
        (ASEN + 2, "Åsen", (ASEN, ASEN + 4)),
        (0, "Röda\\nKorset", (0, 12)),
        (0, "Röda Korset", (0, 12)),
    ],
)
def test_labels_are_found_by_their_words(start, words, found):
    assert Locator(TEXT).located(start, start + len(words), words) == found


def test_a_label_without_words_stands_where_it_says():
    assert Locator(TEXT).located(3, 5, None) == (3, 5)


def test_words_that_are_nowhere_are_refused():
    for arguments in ((0, 4, "Borta"), (0, 999, None), (3, 3, None), (0, 1, " ")):
        with pytest.raises(ValueError, match=r"stand|outside|no words"):
            Locator(TEXT).located(*arguments)


def test_tasks_that_nobody_has_annotated_are_left_out(tmp_path):
    path = tmp_path / "a.json"
    write_annotations(path, [SHOWN], CODES)
    read = read_annotations(path)
    assert (read.annotations, read.left_out) == ((), ("rad#1",))
    config = (tmp_path / "a.config.xml").read_text(encoding="utf-8")
    assert '<Choice value="vard" hint="Vård"/>' in config


@pytest.mark.parametrize(
    "row",
    [
        {"id": 7, "text": "Åsen i Ekdala ", "label": [[0, 4, "ORG"], [7, 14, "LOC"]]},
        {"id": 7, "text": "Åsen i Ekdala ", "labels": [[0, 4, "ORG"], [7, 13, "LOC"]], "meta": {"document_id": "7"}},
        {
            "id": 7,
            "text": "Åsen i Ekdala ",
            "entities": [
                {"start_offset": 0, "end_offset": 4, "label": "ORG"},
                {"start_offset": 7, "end_offset": 13, "label": "LOC"},
            ],
        },
    ],
)  # fmt: skip
def test_exports_of_other_doccano_projects(row, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    (got,) = read_annotations(path).annotations
    assert (got.document_id, got.relevant, got.areas) == ("7", None, ())
    assert got.spans == ((0, 4, "ORG"), (7, 13, "LOC"))
    assert got.judged == {"ORG", "LOC", "PER", "relevant"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", "inte json"), ("a.jsonl", "[1]"), ("a.jsonl", '{"id": 1}'), ("a.jsonl", "\udcff"),
        ("a.jsonl", '{"id": 1, "text": "x", "label": [[0, 9, "ORG"]]}'),
        ("a.jsonl", '{"id": 1, "text": "x", "label": [3]}'), ("a.json", "{"), ("a.json", "[3]"),
        ("a.json", '[{"data": {"text": 3}, "id": 1, "annotations": [{"result": []}]}]'),
        ("a.xlsx", "inget kalkylblad"), ("a.doc", "x"), ("borta.jsonl", None),
    ],
)  # fmt: skip
def test_files_that_cannot_be_read_back(name, content, tmp_path):
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(UsageError, match=r"a\.|borta\."):
        read_annotations(tmp_path / name)


@pytest.fixture
def corrected(tmp_path: Path) -> Callable[..., Path]:
    """Return the workbook of SHOWN with cells changed: sheet, row, column, value."""

    def corrected(*changes: tuple[str, int, int, object]) -> Path:
        path = tmp_path / "a.xlsx"
        write_annotations(path, [SHOWN], CODES)
        book = openpyxl.load_workbook(path)
        for sheet, row, column, value in changes:
            book[sheet].cell(row, column).value = value
        book.save(path)
        return path

    return corrected


def words_of(path: Path) -> list[tuple[str, str]]:
    (got,) = read_annotations(path).annotations
    return [(" ".join(TEXT[s.start : s.end].split()), s.label) for s in got.spans]


LEFT = [("Röda Korset", "ORG"), ("Ekdala", "LOC"), ("Åsen", "ORG")]


def test_a_person_corrects_the_sheet(corrected):
    assert words_of(corrected()) == LEFT
    assert words_of(corrected(("Namn", 2, 3, None))) == LEFT[1:], "an empty label: no name"
    assert words_of(corrected(("Namn", 3, 3, "organisation")))[1] == ("Ekdala", "ORG")
    assert words_of(corrected(("Namn", 2, 2, "Korset")))[0] == ("Korset", "ORG")
    added = corrected(("Namn", 5, 1, "rad#1"), ("Namn", 5, 2, "Åsen"), ("Namn", 5, 3, "Organisation"))
    assert words_of(added) == [*LEFT, ("Åsen", "ORG")], "everywhere where it does not stand yet"
    person = corrected(("Namn", 5, 1, "rad#1"), ("Namn", 5, 2, "Bo"), ("Namn", 5, 3, "person"))
    assert words_of(person)[-1] == ("Bo", "PER")


def test_a_person_corrects_the_documents(corrected):
    (got,) = read_annotations(
        corrected(("Dokument", 2, 3, "Nej"), ("Dokument", 2, 4, "vård"), ("Dokument", 2, 5, None))
    ).annotations
    assert (got.relevant, got.areas, got.frames) == (False, ("vard",), ())
    (open_,) = read_annotations(corrected(("Dokument", 2, 3, None))).annotations
    assert open_.relevant is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("Namn", 2, 2, "Blå Korset"), "row 2: 'Blå Korset' does not stand in rad#1"),
        (("Namn", 2, 1, "rad#2"), "row 2: there is no document 'rad#2'"),
        (("Namn", 2, 3, "företag"), "row 2: 'företag' is no label"),
        (("Namn", 1, 3, "Sort"), "there is no column 'Etikett'"),
        (("Dokument", 2, 4, "rymd"), "row 2: 'rymd' is no code"),
        (("Dokument", 2, 3, "kanske"), "row 2: 'kanske' is neither ja nor nej"),
        (("Dokument", 2, 1, "x"), "there is no document 'x'"),
        (("Texter", 2, 3, "x"), "no workbook that can be read"),
    ],
)
def test_what_a_sheet_cannot_say_is_refused_with_its_row(change, says, corrected):
    with pytest.raises(UsageError, match=says):
        read_annotations(corrected(change))


def test_text_in_a_sheet_is_never_a_formula(tmp_path):
    path = tmp_path / "a.xlsx"
    formula = Annotation("=1+1", '=HYPERLINK("http://example.org")', "=SUM(A1)", spans=(Span(0, 10, "ORG"),))
    write_annotations(path, [formula], [Code("area", "=x", "=y", "@z")])
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
    assert "=HYPERLINK" in str(openpyxl.load_workbook(path)["Dokument"]["F2"].value)
    (got,) = read_annotations(path).annotations
    assert (got.document_id, got.spans) == ("=1+1", formula.spans)


def test_the_same_rows_give_the_same_bytes(tmp_path):
    for name in ("a.xlsx", "a.json", "a.jsonl"):
        write_annotations(tmp_path / name, [SHOWN], CODES)
        first = (tmp_path / name).read_bytes()
        write_annotations(tmp_path / name, [SHOWN], CODES)
        assert (tmp_path / name).read_bytes() == first


def test_a_long_text_comes_back_whole(tmp_path):
    long = Annotation("d", "Å_🙂\n" * 20_000, spans=(Span(79_996, 79_997, "LOC"),))
    (got,) = returned(tmp_path / "a.xlsx", long)
    assert (got.text, got.spans) == (long.text, long.spans)


def test_a_coded_sheet_of_rejected_documents(tmp_path):
    path = tmp_path / "r.xlsx"
    rows = [Rejected("a", "Bladet", "=T", "Text", "0.00-0.02"), Rejected("b", "", "T", "", "0.02-0.10")]
    write_rejected(path, rows, {"0.00-0.02": 40, "0.02-0.10": 7}, 12)
    book = openpyxl.load_workbook(path)
    book["Urval"].cell(2, 4).value = "JA"
    book.save(path)
    sheet = read_rejected(path)
    assert sheet.codings == (("0.00-0.02", True), ("0.02-0.10", None))
    assert (dict(sheet.strata), sheet.kept) == ({"0.00-0.02": 40, "0.02-0.10": 7}, 12)
    book["Urval"].cell(2, 6).value = "annat"
    book.save(path)
    with pytest.raises(UsageError, match="row 2: 'annat' is no stratum"):
        read_rejected(path)
    with pytest.raises(UsageError, match="could not be read"):
        read_rejected(tmp_path / "borta.xlsx")
