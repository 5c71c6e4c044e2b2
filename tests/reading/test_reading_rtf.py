"""Rich text: letters whole, page breaks and soft hyphens understood, bad files refused with a reason."""

from datetime import date

import pytest

from iopmine.errors import ReadingError
from iopmine.reading import Draft, rtf

TODAY = date(2026, 11, 22)
HEAD = rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}}"


def text_of(body: bytes) -> str:
    draft = rtf.read(HEAD + body + b"}", TODAY)
    assert isinstance(draft, Draft)
    return draft.text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"\'c5r p\'e5 \'f6n\par B\'e4sta v\'e4n", "År på ön\n\nBästa vän"),
        (rb"\u197?r p\u229? \u246?n \u8211? bra", "År på ön – bra"),
        (rb"Hus \u-10179?\u-8704? h\'e4r", "Hus \U0001f600 här"),
        ("Rått: å ä ö".encode(), "Rått: å ä ö"),
        ("Rått: å ä ö".encode("cp1252"), "Rått: å ä ö"),
        (rb"Sido\-brytning\page N\'e4sta sida", "Sidobrytning\n\nNästa sida"),
        (rb"A\u778?ngstro\u776?m", "Ångström"),
    ],
)
def test_letters(body, text):
    assert text_of(body) == text


def test_a_file_becomes_one_document_with_title_and_day(tmp_path, read):
    path = tmp_path / "avtal.rtf"
    path.write_bytes(HEAD + rb"{\b Avtal om natt\'f6ppet}\par 2018-06-07\par F\'f6reningen h\'e5ller \'f6ppet.}")
    [document], issues = read(path)
    assert issues == []
    assert (document.id, document.title, document.published) == ("avtal", "Avtal om nattöppet", "2018-06-07")


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"just words", "no RTF"), (HEAD + b"}", "no text"), (HEAD + rb"\'", "no text"), (b"", "no RTF")],
)
def test_bad_files_are_refused(content, said):
    with pytest.raises(ReadingError, match=said):
        rtf.read(content, TODAY)


def test_a_linked_line_keeps_its_address():
    body = (
        rb"Nyheter:\par > Huset \'f6ppnar igen, VLT, 2018-06-07\par\par Huset \'f6ppnar igen\par VLT, 2018-06-07\par "
        rb"Publicerat p\'e5 webb.\par\par Det blev klart i g\'e5r.\par "
        rb'{\field{\*\fldinst{HYPERLINK "http://ret.nu/aB1"}}{\fldrslt{Se webartikeln}}}\par'
    )
    [draft] = rtf.read(HEAD + body + b"}", TODAY)
    assert (draft.source, draft.url) == ("VLT", "http://ret.nu/aB1")
    assert draft.text == "Huset öppnar igen\n\nDet blev klart i går."
