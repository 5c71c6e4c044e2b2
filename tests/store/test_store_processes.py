"""Several processes on one store, and processes that die."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

import iopmine
from iopmine.store import Store

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(iopmine.__file__).parents[1])}

WRITER = """
import sys
from pathlib import Path
from iopmine.records import Document, Extraction, Mention
from iopmine.store import Store

path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with Store.ensure(path) as store:
    for number in range(count):
        text = f"partnerskap {number} " * 60
        document = Document(f"{name}-{number:04d}", "", "s", "", "t", text, None, None, None, None, "sv")
        store.add(document, raw_sha256=f"{name}{number}", added_at="2026")
        stored = store.document(document.id)
        mention = Mention(document.id, "ORG", 0, 11, text[:11], "", "", "r", 1.0)
        store.save_extraction(Extraction(stored, (mention,)), pipeline="p")
        print(document.id, flush=True)
"""

FILLER = """
import resource, signal, sys
from pathlib import Path
from iopmine.errors import StoreFullError
from iopmine.records import Document
from iopmine.store import Store

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path, size = Path(sys.argv[1]), int(sys.argv[2])
with Store.create(path) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + size,) * 2)
    try:
        for number in range(2000):
            text = f"partnerskap {number} " * 400
            document = Document(f"{number:04d}", "", "s", "", "t", text, None, None, None, None, "sv")
            store.add(document, raw_sha256=str(number), added_at="2026")
            print(document.id, flush=True)
    except StoreFullError as error:
        print("full:", error.message)
"""


def start(program: str, *arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def check(path: Path, acknowledged: list[str]) -> None:
    with Store.open(path) as store:
        assert store.verify() == []
        stored = [document.id for document in store.documents()]
        assert set(acknowledged) <= set(stored)
        assert len(store.search("partnerskap", limit=10_000, lines=0)) == len(stored)
        found = [mention.document_id for mention in store.mentions()]
        assert set(acknowledged) <= set(found) <= set(stored)


def test_four_writers_at_once(path):
    writers = [start(WRITER, path, f"w{number}", 40) for number in range(4)]
    acknowledged = []
    for writer in writers:
        out, errors = writer.communicate(timeout=120)
        assert (writer.returncode, errors) == (0, "")
        acknowledged += out.split()
    assert len(acknowledged) == 160
    check(path, acknowledged)


def test_readers_are_never_blocked_by_a_writer(path):
    Store.create(path).close()
    writer = start(WRITER, path, "w", 300)
    seen = []
    with Store.open(path, read_only=True, busy_timeout=0) as reader:
        while writer.poll() is None:
            documents = [document.id for document in reader.documents()]
            hits = reader.search("partnerskap", limit=1000, lines=1)
            assert len(hits) >= len(documents)
            assert reader.verify() == []
            seen.append(len(documents))
            if len(seen) == 3:
                reader.backup(path.with_name("copy.sqlite"))
            time.sleep(0.01)
    out, errors = writer.communicate()
    assert (writer.returncode, errors) == (0, "")
    assert seen == sorted(seen)
    assert len(set(seen)) > 2
    check(path, out.split())
    with Store.open(path.with_name("copy.sqlite")) as copy:
        assert copy.verify() == []


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_nothing_acknowledged_is_lost_when_a_writer_is_killed(path):
    random_, acknowledged = random.Random(11), []
    for attempt in range(8):
        writer = start(WRITER, path, f"w{attempt}", 100_000)
        with writer:
            assert writer.stdout is not None
            assert writer.stderr is not None
            # The first line, so that the kill hits the writing; the last one may be cut by it.
            lines = [writer.stdout.readline()]
            time.sleep(random_.uniform(0, 0.25))
            writer.kill()
            lines += writer.stdout.readlines()
            assert writer.stderr.read() == ""
        acknowledged += [line.strip() for line in lines if line.endswith("\n")]
        check(path, acknowledged)
    assert len(acknowledged) > 50
    # A second run completes what was begun.
    writer = start(WRITER, path, "w0", 30)
    assert writer.communicate()[0].split() == [f"w0-{number:04d}" for number in range(30)]
    check(path, acknowledged)


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_a_writer_killed_while_it_makes_the_store_leaves_none_or_a_whole_one(path):
    random_ = random.Random(5)
    for _ in range(4):
        writer = start(WRITER, path, "w", 0)
        time.sleep(random_.uniform(0.05, 0.3))
        writer.kill()
        writer.communicate()
        with Store.ensure(path) as store:
            assert store.verify() == []
        path.unlink()


@pytest.mark.skipif(os.name == "nt", reason="POSIX limits")
@pytest.mark.parametrize("size", [300_000, 1_500_000])
def test_a_full_disk_says_so_and_keeps_what_was_acknowledged(path, size):
    filler = start(FILLER, path, size)
    out, errors = filler.communicate(timeout=60)
    *acknowledged, last = out.splitlines()
    assert (filler.returncode, errors) == (0, "")
    assert last.startswith("full: There is no room left")
    with Store.open(path) as store:
        assert store.verify() == []
        assert {document.id for document in store.documents()} >= set(acknowledged)
