"""``iopmine extract --workers``: the same bytes as one process writes, from files and from the store."""

from __future__ import annotations

import os
import signal
import subprocess
import time

import pytest

from iopmine.nlp import pipeline
from iopmine.records import Issue
from iopmine.steps.add import add
from iopmine.steps.extract import ExtractOptions, extract_store
from iopmine.store import Store
from tests.harness import ARTICLES, ENVIRONMENT, NOW, TODAY, command
from tests.steps.test_steps_extract import tree


@pytest.fixture
def many(articles):
    for number in range(40):
        for name, text in ARTICLES.items():
            (articles / f"{name}-{number}.txt").write_text(f"{text}\nNummer {number}.\n", encoding="utf-8")
    (articles / "tom.txt").touch()
    return articles


def test_two_workers_write_the_same_files_as_one_process(extract, many, tmp_path):
    formats = ("csv", "xlsx", "jsonl", "conllu")
    one = extract([many], tmp_path / "a", formats=formats)
    two = extract([many], tmp_path / "b", formats=formats, workers=2)
    assert tree(tmp_path / "a") == tree(tmp_path / "b")
    assert [item for item in one if isinstance(item, str)] == [item for item in two if isinstance(item, str)]
    assert [item for item in one if isinstance(item, Issue)] == [item for item in two if isinstance(item, Issue)]


def test_the_store_holds_the_same_whoever_worked(place, many):
    list(add(place, [many], today=TODAY, now=NOW))
    fingerprint = pipeline.fingerprint(pipeline.build())
    done = list(extract_store(place, ExtractOptions(workers=2)))
    assert len(done) == 123
    with Store.open(place.store) as store:
        assert store.pipelines() == [fingerprint]
        by_two = [*store.mentions()], [*store.lemmas()], [*store.readings()]
        # Made anew from the same texts by one process.
        store.save_extractions(pipeline.extract(pipeline.build(), store.documents()), pipeline="another")
        assert ([*store.mentions()], [*store.lemmas()], [*store.readings()]) == by_two
        assert store.verify() == []
    assert len(list(extract_store(place, ExtractOptions()))) == 123


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_ctrl_c_ends_all(many, tmp_path):
    process = subprocess.Popen(
        command("extract", many, "--out", tmp_path / "x.jsonl", "--workers", 2),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    time.sleep(1.5)
    # As a terminal does: to every process of the group.
    os.killpg(process.pid, signal.SIGINT)
    # Comes back when the last process that holds the pipes has ended, the workers too.
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert err == "iopmine: Stopped. What was reported as done is stored; the same command goes on from there.\n"
    assert not (tmp_path / "x.jsonl").exists()


def test_nothing_new_loads_no_pipeline(place, many, monkeypatch):
    list(add(place, [many], today=TODAY, now=NOW))
    assert len(list(extract_store(place, ExtractOptions()))) == 123
    monkeypatch.setattr("iopmine.steps.extract.extractor", None)
    assert list(extract_store(place, ExtractOptions())) == []
    (many / "ny.txt").write_text(ARTICLES["badhus"], encoding="utf-8")
    list(add(place, [many], today=TODAY, now=NOW))
    with pytest.raises(TypeError):
        list(extract_store(place, ExtractOptions()))
