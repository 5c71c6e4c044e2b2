"""Intrusion tests on the command line: drawn from the store, scored from the sheets of one or several coders."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from iopmine.records import Document, Share, Topic
from iopmine.records.topics import TopicIntrusion, WordIntrusion
from iopmine.report.annotation.intrusion import write_intrusion
from iopmine.store import Store


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A sheet with one item of each kind, rightly answered."""
    path = tmp_path / "test.xlsx"
    topics = [TopicIntrusion("d", "R", "T.", (0, 1, 2), (("a",), ("b",), ("c",)), (0.5, 0.4, 0.0), 2)]
    write_intrusion(path, [WordIntrusion(7, tuple("abcdef"), 1)], topics)
    book = openpyxl.load_workbook(path)
    book["Ord"]["H2"].value, book["Ämnen"]["H2"].value = "B", "A"
    book.save(path)
    return path


def test_answers_are_scored_with_their_uncertainty(sheet, call):
    shown = call("evaluate", sheet)
    assert shown.code == 0
    assert "1 topic tested by words and 1 text by topics; 1 coder" in shown.out + shown.err
    assert "7: a, c, d, e, f | b" in shown.out
    assert "1.000" in shown.out
    assert "0.21-1.00" in shown.out
    assert "topic log odds -4.605 (0 is best)" in shown.out
    assert "blind guessing finds 0.17" in shown.out
    result = call("evaluate", sheet, "--json").json
    assert (result["words"]["share"], result["topics"]["share"], result["word_alpha"]) == (1.0, 0.0, None)


def test_several_coders_are_scored_together(sheet, call, tmp_path):
    shutil.copy(sheet, tmp_path / "b.xlsx")
    assert "2 coders, alpha - for words and - for topics" in call("evaluate", sheet, tmp_path / "b.xlsx").out


def test_a_store_without_topics_and_options_that_do_not_go_together(workspace, article, call, tmp_path):
    out = tmp_path / "x.xlsx"
    assert call("annotate", "-w", workspace, "--intrusion", "--out", out).code != 0, "no store"
    assert call("add", "-w", workspace, article).code == 0
    refused = call("annotate", "-w", workspace, "--intrusion", "--out", out)
    assert refused.code == 2
    assert "iopmine topics" in refused.err
    clash = call("annotate", article, "-w", workspace, "--intrusion", "--out", out)
    assert (clash.code, "Leave paths" in clash.err) == (2, True)
    assert call("annotate", "--read", out, "--intrusion", "--out", tmp_path / "y.jsonl").code == 2
    assert not out.exists()


def test_a_sheet_is_drawn_from_the_latest_topics(workspace, call, tmp_path):
    fields = dict.fromkeys(("published", "published_precision", "date_source", "modified"))
    with Store.ensure(next(workspace.glob("corpus")) / "iop.sqlite") as store:
        store.add(Document("d", "", "", "", "T", "T\n", language="sv", **fields), raw_sha256="x", added_at="")
        topics = [Topic("r", n, "", tuple(f"ord{'abc'[n]}{'abcde'[i]}" for i in range(5)), None) for n in range(3)]
        store.save_run("r", "{}", topics, [Share("r", "d", 0, 1.0)], [], [])
    drawn = call("annotate", "-w", workspace, "--intrusion", "--out", tmp_path / "x.xlsx", "--json")
    assert drawn.json == {"words": 3, "documents": 0}
    unanswered = call("evaluate", tmp_path / "x.xlsx")
    assert unanswered.code == 2
    assert "Nobody has answered" in unanswered.err
