"""Ctrl-C: one line, exit code 130, and everything that was stored is whole."""

from __future__ import annotations

import os
import signal
import subprocess
import time

import pytest

from iopmine.store import Store
from tests.harness import ARTICLE, ENVIRONMENT, command

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
FILES = 900


def listen_to_ctrl_c() -> None:
    """Undo what a job in the background inherits: there SIGINT is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def many(tmp_path):
    folder = tmp_path / "många"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number:03d}.txt").write_text(f"Nummer {number}\n\n{ARTICLE}", encoding="utf-8")
    return folder


def documents(store):
    if not store.exists():
        return 0
    with Store.open(store, read_only=True) as opened:
        return opened.document_count()


def test_ctrl_c_while_adding(many, workspace, iopmine, tmp_path):
    store = workspace / "corpus" / "iop.sqlite"
    process = subprocess.Popen(
        command("add", "-w", workspace, many),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
        preexec_fn=listen_to_ctrl_c,
    )
    deadline = time.monotonic() + 60
    while documents(store) < 20:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    reported = documents(store)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert out == ""
    assert err == "iopmine: Stopped. What was reported as done is stored; the same command goes on from there.\n"
    with Store.open(store) as opened:
        assert opened.verify() == []
        stored = opened.document_count()
    assert reported <= stored < FILES
    done = iopmine("add", "-w", workspace, many, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith(f"{FILES - stored} new or changed, {stored} known already, 0 failed")


@pytest.mark.parametrize("seconds", [0.05, 0.2, 0.4])
def test_ctrl_c_while_modules_are_loaded(seconds, article, tmp_path):
    """The answer is the same however early it comes, once our own code runs."""
    program = "from iopmine.cli import main; print('here', flush=True); main()"
    process = subprocess.Popen(
        [command()[0], "-c", program, "extract", article, "--out", tmp_path / "x.jsonl"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT, preexec_fn=listen_to_ctrl_c,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "here\n"
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err == "iopmine: Stopped. What was reported as done is stored; the same command goes on from there.\n"
    assert not (tmp_path / "x.jsonl").exists()
