"""Files on disk: every text to the last character, every bad file one clear line, the rest of the batch done."""

import hashlib
import os
import sys
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.errors import ReadingError
from iopmine.reading import Limits, read_paths
from iopmine.reading.decoding import decode, mojibake
from iopmine.reading.plain import read as read_plain
from iopmine.records import Issue

TODAY = date(2026, 11, 22)

ARTICLE = (
    "Avtal om nattöppet på Söder\n24 okt | 2017\nFöreningen Måsen – ”äntligen” – får 50 000 € för att hålla öppet.\n"
)


def only_issue(result, level):
    documents, issues = result
    assert documents == []
    assert [issue.level for issue in issues] == [level]
    assert issues[0].message.strip().endswith((".", "wrong"))
    return issues[0].message


def test_a_text_file_is_its_own_text(tmp_path, read):
    path = tmp_path / "avtal.txt"
    path.write_bytes(ARTICLE.encode())
    [document], issues = read(path)
    assert issues == []
    assert (document.id, document.title, document.text) == ("avtal", "Avtal om nattöppet på Söder", ARTICLE)
    assert (document.published, document.published_precision, document.date_source) == ("2017-10-24", "day", "text")
    assert document.sha256 == hashlib.sha256(ARTICLE.encode()).hexdigest()


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (ARTICLE.encode("utf-8-sig"), ARTICLE),
        (ARTICLE.encode("cp1252"), ARTICLE),
        (ARTICLE.encode("utf-16"), ARTICLE),
        (ARTICLE.encode("utf-16-le"), ARTICLE),
        (ARTICLE.encode("mac_roman"), ARTICLE),
        ("Å ä ö på Söder".encode("latin-1"), "Å ä ö på Söder"),
        (b"\r\n\r\n  Rubrik \r\n\r\nText\r\n", "\r\n\r\n  Rubrik \r\n\r\nText\r\n"),
        ("A\u030angstro\u0308m\u00a0\u00ad\n".encode(), "A\u030angstro\u0308m\u00a0\u00ad\n"),
    ],
)
def test_nothing_but_the_byte_order_mark_is_changed(content, text):
    assert read_plain(content, TODAY).text == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(lambda text: f"x{text}"))
def test_utf8_is_read_back_exactly(text):
    assert decode(text.encode()).text == text


@given(st.text("abc åäöÅÄÖé–”.\n", min_size=30).filter(lambda text: any(char in "åäö" for char in text)))
def test_windows_text_is_read_back_exactly(text):
    assert decode(text.encode("cp1252")).text == text


def test_one_damaged_byte_does_not_garble_a_utf8_file():
    content = (ARTICLE * 20).encode().replace("Måsen".encode(), b"M\xe5sen", 1)
    assert decode(content).text.count("Söder") == 20


@pytest.mark.parametrize(
    "content", [b"\x00\x01\x02\x03" * 50, b"\x89PNG\r\n", b"%PDF-1.7 x", bytes(range(256)) * 9, b"PK\x03\x04"]
)
def test_a_binary_named_txt_is_refused(content, tmp_path, read):
    (tmp_path / "x.txt").write_bytes(content)
    assert "binary" in only_issue(read(tmp_path), "error")


def test_mojibake_is_read_and_flagged(tmp_path, read):
    (tmp_path / "x.txt").write_text(ARTICLE.encode().decode("cp1252", "replace"), encoding="utf-8")
    documents, [issue] = read(tmp_path)
    assert len(documents) == 1
    assert issue.level == "warning"
    assert "garbled" in issue.message
    assert not mojibake(ARTICLE * 50)


@pytest.mark.parametrize("content", [b"", b" \r\n\t\n", b"\xef\xbb\xbf"])
def test_a_file_without_a_word_is_reported(content, tmp_path, read):
    (tmp_path / "x.txt").write_bytes(content)
    only_issue(read(tmp_path), "error")


def test_a_large_file_is_not_read(tmp_path, read):
    with (tmp_path / "x.txt").open("wb") as file:
        file.truncate(50_000_000)
    started = time.perf_counter()
    assert "too large" in only_issue(read(tmp_path), "error")
    assert time.perf_counter() - started < 1


def test_an_empty_folder_and_a_missing_path_are_errors(tmp_path, read):
    assert "no files" in only_issue(read(tmp_path), "error")
    assert "no such file" in only_issue(read(tmp_path / "nowhere"), "error")


@pytest.mark.skipif(sys.platform == "win32", reason="permissions work differently")
def test_an_unreadable_file_is_reported_and_the_batch_goes_on(tmp_path, read, monkeypatch):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    locked = tmp_path / "b.txt"
    locked.write_text(ARTICLE, encoding="utf-8")
    locked.chmod(0)
    if os.access(locked, os.R_OK):  # an administrator may read everything
        opened = type(locked).open

        def refuse(path, *args, **kwargs):
            if path.name == "b.txt":
                raise PermissionError(13, "Permission denied")
            return opened(path, *args, **kwargs)

        monkeypatch.setattr(type(locked), "open", refuse)
    documents, [issue] = read(tmp_path)
    assert [document.id for document in documents] == ["a"]
    assert "permission" in issue.message
    assert issue.url == str(locked)


def test_an_unknown_ending_is_a_warning_that_names_the_known_ones(tmp_path, read):
    (tmp_path / "bild.jpg").write_bytes(b"\xff\xd8")
    message = only_issue(read(tmp_path), "warning")
    assert ".jpg" in message
    assert ".txt" in message


def test_folders_are_read_in_order_without_hidden_files(tmp_path, read):
    for name in ("b/z.txt", "a.txt", "b/a2.TXT", ".git/x.txt", ".hidden.txt", "b/~$lock.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(ARTICLE, encoding="utf-8")
    documents, issues = read(tmp_path)
    assert [document.id for document in documents] == ["a", "a2", "z"]
    assert issues == []


def test_colliding_stems_get_relative_paths(tmp_path, read):
    for name in ("a/x.txt", "b/x.txt", "b/X.md", "c/y.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(ARTICLE, encoding="utf-8")
    documents, _ = read(tmp_path)
    assert [document.id for document in documents] == ["a/x.txt", "b/X.md", "b/x.txt", "y"]
    documents, _ = read(tmp_path / "a" / "x.txt", tmp_path / "b" / "x.txt")
    assert [document.id for document in documents] == ["a/x.txt", "b/x.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX")
def test_links_in_a_circle_dead_links_and_pipes_do_no_harm(tmp_path, read):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "dead.txt").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe.txt")
    documents, issues = read(tmp_path, tmp_path / "a.txt")
    assert [document.id for document in documents] == ["a"]
    assert sorted(issue.url.rsplit(os.sep, 1)[1] for issue in issues) == ["dead.txt", "pipe.txt"]


def test_documents_come_one_by_one(tmp_path):
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(ARTICLE, encoding="utf-8")
    items = read_paths([tmp_path], today=TODAY, limits=Limits(page_bytes=10))
    first = next(items)
    assert isinstance(first, Issue)
    assert first.url.endswith("0.txt")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n\n# Rubrik med ord\n\nText", "Rubrik med ord"),
        ("---\n***\nRubrik", "Rubrik"),
        ("En första mening här. " + "Och sedan fler ord. " * 20, "En första mening här."),
    ],
)
def test_titles(text, title):
    draft = read_plain(text.encode(), TODAY)
    assert (draft.title, draft.text) == (title, text)


def test_a_line_without_end_gives_a_title_that_fits():
    draft = read_plain(("ord " * 500).encode(), TODAY)
    assert len(draft.title) <= 252
    assert draft.title.startswith("ord ord")


def test_a_reading_error_says_what_to_do():
    with pytest.raises(ReadingError, match=r"binary.*export it"):
        read_plain(b"\x00\x01", TODAY)
