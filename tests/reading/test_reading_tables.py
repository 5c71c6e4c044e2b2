"""Tables: one document a row, whatever the delimiter, the encoding and the names of the columns."""

import json

import pytest

TEXT = "Kommunen och Föreningen Måsen går in i ett partnerskap."


def write(path, content, encoding="utf-8"):
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_delimiters_and_encodings(delimiter, encoding, tmp_path, read):
    rows = [["Rubrik", "Brödtext", "publicerad"], ["Nytt avtal", f'"{TEXT}"', "2018-06"], ["Två", '"a, b; c"', ""]]
    path = write(tmp_path / "t.csv", "\r\n".join(delimiter.join(row) for row in rows), encoding)
    [first, second], issues = read(path)
    assert issues == []
    assert (first.id, first.title, first.text) == ("t#1", "Nytt avtal", f"Nytt avtal\n\n{TEXT}")
    assert (first.published, first.published_precision, first.date_source) == ("2018-06", "month", "meta")
    assert (second.id, second.text) == ("t#2", "Två\n\na, b; c")


def test_columns_for_origin_are_taken_over(tmp_path, read):
    head = "id,url,source,published,kind,story_id,title,text\n"
    row = f"A7,https://www.ekdala.example/x?utm_source=y,Ekdalsposten,2018-06-07,press,s1,Titel,{TEXT}\n"
    [document], issues = read(write(tmp_path / "t.csv", head + row))
    assert issues == []
    assert (document.id, document.url, document.source) == ("t#A7", "https://www.ekdala.example/x", "Ekdalsposten")
    assert (document.published, document.kind, document.story_id) == ("2018-06-07", "press", "s1")


def test_a_table_without_a_text_column_names_what_it_has_and_what_it_needs(tmp_path, read):
    documents, [issue] = read(write(tmp_path / "t.csv", "Titel;Antal\nx;3\n"))
    assert documents == []
    assert issue.level == "error"
    assert "Titel" in issue.message
    assert "Antal" in issue.message
    assert "brödtext" in issue.message


def test_rows_without_text_wrong_dates_and_repeated_ids_are_reported(tmp_path, read):
    path = write(tmp_path / "t.csv", f"id,date,text\n1,igår,{TEXT}\n2,,\n1,2031-01-01,{TEXT}\n")
    documents, issues = read(path)
    assert [document.id for document in documents] == ["t#1", "t#1-row3"]
    assert all(document.published is None for document in documents)
    assert len(issues) == 4
    assert all(issue.level == "warning" for issue in issues)


def test_an_article_longer_than_the_csv_default_is_read_whole(tmp_path, read):
    long = TEXT * 5000
    [document], _ = read(write(tmp_path / "t.csv", f"text\n{long}\n"))
    assert document.text.endswith(long)


@pytest.mark.parametrize("content", ["", "\n", "text", 'text\n"unclosed'])
def test_odd_tables_give_no_traceback(content, tmp_path, read):
    documents, issues = read(write(tmp_path / "t.csv", content))
    assert len(documents) <= 1
    assert all(issue.message for issue in issues)


def test_json_lines_with_broken_lines(tmp_path, read):
    lines = [
        json.dumps({"id": "a", "title": "Titel", "text": TEXT, "published": "2018"}),
        "",
        "{broken",
        "[1, 2]",
        json.dumps({"rubrik": "Utan text"}),
        json.dumps({"text": TEXT, "title": None, "date": 5}, ensure_ascii=False),
        "[" * 5000,
    ]
    documents, issues = read(write(tmp_path / "t.jsonl", "\n".join(lines)))
    assert [document.id for document in documents] == ["t#a", "t#6"]
    assert (documents[0].published, documents[0].published_precision) == ("2018", "year")
    assert documents[1].title == TEXT
    assert [issue.message.split(" ")[1].rstrip(":") for issue in issues] == ["3", "4", "5", "6", "7"]
