"""Zip archives: ordinary files are read as if unpacked, hostile ones are refused each with its reason."""

import io
import struct
import zipfile
from pathlib import Path

import docx
import pytest

from iopmine.reading import Limits

TEXT = "Nytt avtal\n\nKommunen och Föreningen Måsen går in i ett partnerskap om unga i Ekdala."


def packed(path, members, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def faults(issues):
    return {issue.url.partition("#")[2]: issue.message for issue in issues if issue.level != "info"}


def summary(issues):
    [found] = [issue.message for issue in issues if issue.level == "info"]
    return found


def test_files_of_every_kind_are_read_under_stem_and_name(tmp_path, read):
    html = f"<html><body><main><h1>Sida</h1>{'<p>Kommunen och föreningen har ett avtal.</p>' * 9}</main></body></html>"
    members = {
        "artiklar/åtta.txt": TEXT,
        "sida.html": html,
        "tabell.csv": f"id,text\n7,{TEXT!r}\n",
        "__MACOSX/._sida.html": "x",
        ".DS_Store": "x",
        "bild.png": "x",
    }
    documents, issues = read(packed(tmp_path / "export.zip", members))
    assert [document.id for document in documents] == [
        "export#artiklar/åtta.txt",
        "export#sida.html",
        "export#tabell.csv#7",
    ]
    assert documents[0].text == TEXT
    assert faults(issues) == {}
    assert summary(issues) == (
        "6 members: 3 read, 3 left out (2 hidden files, 1 with the ending .png), 0 could not be read."
    )


def test_a_manifest_row_and_other_files_stay_what_they_are(tmp_path, read):
    packed(tmp_path / "a.zip", {"a.txt": TEXT})
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    documents, _ = read(tmp_path)
    assert [document.id for document in documents] == ["a.txt", "a.zip#a.txt"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../ut.txt", "leads out"),
        ("a/../../ut.txt", "leads out"),
        ("..\\ut.txt", "leads out"),
        ("/etc/a.txt", "absolute"),
        ("C:\\a.txt", "absolute"),
        ("a\x1b[2J.txt", "control characters"),
        ("a\u202etxt.txt", "control characters"),
        ("inre.zip", "archive inside an archive"),
        ("inre.warc.gz", "archive inside an archive"),
        ("inre.tar.gz", "archive inside an archive"),
        ("tom.txt", "empty"),
    ],
)
def test_names_and_nested_archives_are_refused_with_a_reason(name, said, tmp_path, read):
    path = packed(tmp_path / "x.zip", {name: "" if name == "tom.txt" else TEXT, "b.txt": TEXT})
    documents, issues = read(path)
    assert [document.id for document in documents] == ["x#b.txt"]
    [(where, message)] = faults(issues).items()
    assert said in message
    assert "\x1b" not in where
    assert "\u202e" not in where
    assert summary(issues).endswith("1 could not be read.")
    assert list(tmp_path.iterdir()) == [path]


def test_bombs_are_refused_by_ratio_size_and_total(tmp_path, read):
    members = {"bomb.txt": "a" * 5_000_000, "stor.txt": TEXT * 60, "a.txt": TEXT, "b.txt": TEXT}
    path = packed(tmp_path / "x.zip", members)
    documents, issues = read(path, limits=Limits(page_bytes=5_000, unpacked_bytes=150))
    assert [document.id for document in documents] == ["x#a.txt"]
    found = faults(issues)
    assert "more than 200 times" in found["bomb.txt"]
    assert "too large" in found["stor.txt"]
    assert "more than is read of one" in found["b.txt"]


def test_a_file_that_lies_about_its_size_is_reported(tmp_path, read):
    path = packed(tmp_path / "x.zip", {"a.txt": TEXT * 100, "b.txt": TEXT})
    size = len((TEXT * 100).encode())
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", 50)))
    documents, issues = read(path)
    assert [document.id for document in documents] == ["x#b.txt"]
    assert "damaged" in faults(issues)["a.txt"]


def test_encrypted_and_damaged_files_are_reported(tmp_path, read):
    path = packed(tmp_path / "x.zip", {"a.txt": TEXT * 9, "b.txt": TEXT}, zipfile.ZIP_STORED)
    content = path.read_bytes().replace(b"Nytt avtal", b"Nytt AVTAL", 1)
    path.write_bytes(content)
    assert "damaged" in faults(read(path)[1])["a.txt"]
    # Bit 0 of the flags, in the local header and in the directory.
    locked = bytearray(content)
    locked[locked.index(b"PK\x03\x04") + 6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(locked)
    assert "encrypted" in faults(read(path)[1])["a.txt"]


def test_names_in_utf8_without_a_flag_are_understood(tmp_path, read):
    path = packed(tmp_path / "x.zip", {"aaaa.txt": TEXT})
    path.write_bytes(path.read_bytes().replace(b"aaaa.txt", "öö.txt".encode()))
    [document], _ = read(path)
    assert document.id == "x#öö.txt"


def test_two_files_of_one_name_do_not_overwrite_each_other(tmp_path, read):
    path = tmp_path / "x.zip"
    packed(path, {"a.txt": TEXT, "b.txt": f"{TEXT} Mer."})
    path.write_bytes(path.read_bytes().replace(b"b.txt", b"a.txt"))
    documents, _ = read(path)
    assert len({document.id for document in documents}) == 2


@pytest.mark.parametrize("content", [b"ingen zip", b"PK\x03\x04", b"PK\x05\x06" + bytes(18)])
def test_other_files_are_refused(content, tmp_path, read):
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    documents, issues = read(path)
    assert documents == []
    assert issues


def test_a_word_file_that_is_a_bomb_is_refused_in_an_archive_too(tmp_path, read):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(210):
                part.write(bytes(1_000_000))
    path = packed(tmp_path / "x.zip", {"bomb.docx": bomb.getvalue(), "a.txt": TEXT}, zipfile.ZIP_STORED)
    documents, issues = read(path)
    assert [document.id for document in documents] == ["x#a.txt"]
    assert "unpacks to 210" in faults(issues)["bomb.docx"]


def test_a_word_file_with_an_entity_bomb_reads_no_file_and_takes_no_memory(tmp_path, read):
    levels = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "x"><!ENTITY f SYSTEM "file:///etc/hostname">{levels}]>'
    for name in ("a9", "f"):
        word = io.BytesIO()
        document = docx.Document()
        document.add_paragraph("PLATS")
        document.save(word)
        out = io.BytesIO()
        with zipfile.ZipFile(word) as old, zipfile.ZipFile(out, "w") as new:
            for info in old.infolist():
                content = old.read(info)
                if info.filename == "word/document.xml":
                    body = content.decode().partition("?>")[2].replace("PLATS", f"Avtal &{name}; om unga")
                    content = (bomb + body).encode()
                new.writestr(info.filename, content)
        path = packed(tmp_path / f"{name}.zip", {"bomb.docx": out.getvalue()})
        documents, issues = read(path, limits=Limits(memory_bytes=1_000_000_000))
        assert all(len(document.text) < 200 for document in documents)
        assert all(Path("/etc/hostname").read_text().strip() not in document.text for document in documents)
        assert issues
