"""``iopmine add``: what was reported is stored, whatever happens next; a second call completes the first."""

from __future__ import annotations

import os
import random
import re
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest

from iopmine.config import find_workspace
from iopmine.records import Issue, Lead
from iopmine.steps.add import Added, add
from iopmine.steps.init import init
from iopmine.steps.verify import verify
from iopmine.store import Store
from tests.harness import ARTICLES, ENVIRONMENT, NOW, PAGE, SHELTER, TODAY, command

POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX signals and limits")
FILES = 60
KILLS = 9


def added(place, *paths):
    return list(add(place, list(paths), today=TODAY, now=NOW))


def stored(path: Path) -> dict[str, str]:
    with Store.open(path, read_only=True) as store:
        return {document.id: document.text for document in store.documents()}


def test_new_known_and_changed(place, articles):
    first = added(place, articles)
    assert [(item.document_id, item.new) for item in first] == [(name, True) for name in sorted(ARTICLES)]
    assert all(isinstance(item, Added) and item.title for item in first)
    assert [item.new for item in added(place, articles)] == [False] * 3
    (articles / "badhus.txt").write_text(ARTICLES["badhus"] + "\nDet öppnar igen i juni.\n", encoding="utf-8")
    assert {item.document_id for item in added(place, articles) if item.new} == {"badhus"}
    assert stored(place.store)["badhus"].endswith("igen i juni.\n")
    with Store.open(place.store) as store:
        assert len(store.versions("badhus")) == 1
        assert store.document("harbarge").published == "2018-03-12"
        assert store.verify() == []


def test_a_copy_in_another_encoding_is_known(place, articles, tmp_path):
    added(place, articles)
    (tmp_path / "harbarge.txt").write_bytes(SHELTER.encode("utf-16"))
    assert [item.new for item in added(place, tmp_path / "harbarge.txt")] == [False]


def test_each_document_is_stored_before_it_is_reported(place, articles):
    results = add(place, [articles], today=TODAY, now=NOW)
    for number in range(1, 4):
        assert isinstance(next(results), Added)
        assert len(stored(place.store)) == number, "another process sees it already"
    results.close()


def test_issues_are_rows_and_stop_nothing(place, articles):
    (articles / "a-tom.txt").touch()
    (articles / "okand.xyz").touch()
    results = added(place, articles, articles / "borta.txt")
    issues = [item for item in results if isinstance(item, Issue)]
    assert len(results) == 6
    assert {(Path(issue.url).name, issue.level, issue.stage) for issue in issues} == {
        ("a-tom.txt", "error", "add"), ("okand.xyz", "warning", "add"), ("borta.txt", "error", "add"),
    }  # fmt: skip
    with Store.open(place.store, read_only=True) as store:
        assert sorted(store.issues(), key=str) == sorted(issues, key=str)
    added(place, articles)
    with Store.open(place.store, read_only=True) as store:
        assert len(list(store.issues())) == 3, "noted once"


def test_the_store_is_the_users_alone(place, articles):
    added(place, articles)
    if os.name != "nt":
        assert place.store.stat().st_mode & 0o077 == 0


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Small files of two kinds: text, and pages that are read in a process of their own."""
    folder = tmp_path / "många"
    folder.mkdir()
    for number in range(FILES // 2):
        (folder / f"t{number:02d}.txt").write_text(f"Text {number}\n\n{SHELTER}", encoding="utf-8")
        (folder / f"h{number:02d}.html").write_text(PAGE.format(title=f"Sida {number}"), encoding="utf-8")
    return folder


class Watched:
    """``iopmine add`` on a terminal of its own, so that it reports how far it has come."""

    def __init__(self, workspace: Path, folder: Path) -> None:
        self.terminal, inner = os.openpty()
        self.said = b""
        self.process = subprocess.Popen(
            command("add", "-w", workspace, folder), stdout=subprocess.DEVNULL, stderr=inner, env=ENVIRONMENT
        )
        os.close(inner)

    def listen(self, *, reports: int | None = None) -> None:
        """Read the terminal until so many reports were made, or until the process has ended."""
        while reports is None or self.said.count(b"added: ") < reports:
            try:
                piece = os.read(self.terminal, 4096)
            except OSError:
                piece = b""
            if not piece:
                os.close(self.terminal)
                self.process.wait()
                break
            self.said += piece

    @property
    def reported(self) -> int:
        """How many documents were reported."""
        return max(map(int, re.findall(rb"added: (\d+)", self.said)), default=0)


@POSIX
@pytest.mark.slow
def test_sigkill_anywhere_loses_nothing_that_was_reported(many, tmp_path):
    init(tmp_path / "hel")
    begun = time.monotonic()
    whole = Watched(tmp_path / "hel", many)
    whole.listen(reports=1)
    first = time.monotonic() - begun
    whole.listen()
    assert whole.reported == FILES
    wanted = stored(tmp_path / "hel" / "corpus" / "iop.sqlite")
    assert len(wanted) == FILES
    moments, partly = random.Random(2), 0
    for attempt in range(KILLS):
        workspace = tmp_path / f"försök{attempt}"
        init(workspace)
        place = find_workspace(workspace, current=tmp_path)
        run = Watched(workspace, many)
        # One in three while it starts and makes the store, the others while it stores.
        if attempt % 3:
            run.listen(reports=moments.choice((1, 2)))
            time.sleep(moments.uniform(0, 0.08))
        else:
            time.sleep(moments.uniform(0.5, 1) * first)
        run.process.kill()
        run.listen()
        found = stored(place.store) if place.store.exists() else {}
        assert run.reported <= len(found), "reported and lost"
        assert found.items() <= wanted.items(), "half a document"
        partly += 0 < len(found) < FILES
        second = added(place, many)
        assert sum(item.new for item in second) == FILES - len(found)
        assert stored(place.store) == wanted
        assert verify(place).faults == ()
    assert partly >= 3, f"only {partly} of {KILLS} kills came while it was storing"


@POSIX
def test_two_at_once(many, workspace):
    store = workspace / "corpus" / "iop.sqlite"
    pair = [
        subprocess.Popen(
            command("add", "-w", workspace, many, "--json"), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env=ENVIRONMENT,
        )
        for _ in range(2)
    ]  # fmt: skip
    ends = [(*process.communicate(timeout=120), process.returncode) for process in pair]
    assert [(err, code) for _, err, code in ends] == [("", 0)] * 2
    news = [int(re.search(r'"new": (\d+)', out)[1]) for out, _, _ in ends]  # type: ignore[index]
    assert sum(news) == FILES, "each document is new to exactly one of them"
    assert len(stored(store)) == FILES
    assert verify(find_workspace(workspace, current=workspace)).faults == ()


@POSIX
@pytest.mark.parametrize("room", [0, 40_000, 200_000])
def test_a_full_disk_says_so_and_the_same_command_goes_on(room, workspace, tmp_path, iopmine):
    resource = pytest.importorskip("resource")
    rows, number = tmp_path / "rader.csv", 800
    # Short texts: for longer ones the language model is unpacked into a temporary file, which the limit stops too.
    rows.write_text(
        "text\n" + "".join(f'"Rubrik {row}\n\nPartnerskap nummer {row} i Norrviken."\n' for row in range(number)),
        encoding="utf-8",
    )
    store = workspace / "corpus" / "iop.sqlite"
    Store.create(store).close()
    limit = store.stat().st_size + room
    process = subprocess.run(
        command("add", "-w", workspace, rows), capture_output=True, text=True, env=ENVIRONMENT, timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    assert process.returncode == 1
    assert process.stdout == ""
    assert process.stderr.startswith(f"iopmine: There is no room left on the disk to write to {store}")
    assert process.stderr.endswith("Free some space and run the same command again: it goes on where it stopped.\n")
    assert process.stderr.count("\n") == 1
    with Store.open(store) as opened:
        assert opened.verify() == []
        before = opened.document_count()
    assert before < number
    assert before > 0 or room < 200_000
    done = iopmine("add", "-w", workspace, rows, cwd=tmp_path)
    assert done.stdout.startswith(f"{number - before} new or changed, {before} known already, 0 failed")


def test_the_text_of_an_address_that_has_died_comes_from_a_file(place, tmp_path):
    url = "https://exempel.se/nyheter/dott"
    with Store.ensure(place.store) as store:
        store.note_leads([Lead(url, "exempel", "rss")], now=NOW)
        store.settle(replace(store.address(url), state="gone", reason="Gone since 2026-01-01."), now=NOW)
    rows = tmp_path / "arkiv.csv"
    rows.write_text(f"id,title,text,url\na,Avtal,Ett avtal om läxhjälp i Ekdala.,{url}\n", encoding="utf-8")
    list(add(place, [rows], today=TODAY, now=NOW))
    with Store.open(place.store) as store:
        address = store.address(url)
        assert (address.state, address.document_id) == ("kept", "arkiv#a")
        assert store.due("exempel", now="2027-01-01T00:00:00Z") == []
