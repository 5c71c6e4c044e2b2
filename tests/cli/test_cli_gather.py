"""The commands that ask the web, as a user types them: against our own web on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.harness import ENVIRONMENT, command, run_iopmine
from tests.web import Knobs, Web, catalogue, friendly


def workspace(folder: Path, web: Web, *, pause: float = 0.0) -> Path:
    run_iopmine("init", folder, cwd=folder.parent)
    files = catalogue.write(folder / "corpus" / "sources", web.bases)
    ids = json.dumps([path.stem for path in files])
    ports = sorted(port for _, port in web.addresses)
    (folder / "iopmine.toml").write_text(
        f'[gather]\ncontact = "prov@example.org"\npause = {pause}\nsources = {ids}\nloopback_ports = {ports}\n',
        encoding="utf-8",
    )
    return folder


def test_gather_status_and_sources(tmp_path: Path) -> None:
    with Web(friendly(only=["nyheter", "kommun"])) as web:
        place = workspace(tmp_path / "a", web)
        plan = json.loads(run_iopmine("gather", "--dry-run", "--json", cwd=place).stdout)
        assert [each["source"] for each in plan] == ["ekdala", "nyheter"]
        assert web.log.hits() == []

        first = run_iopmine("gather", "--json", cwd=place)
        runs = {run["source"]: run for run in json.loads(first.stdout)["runs"]}
        # Some pages of these sites are broken on purpose.
        assert first.returncode == int(any(run["failed"] for run in runs.values())), first.stderr
        assert runs["nyheter"]["kept"] > 0
        again = run_iopmine("gather", cwd=place)
        assert "0 new texts, 0 changed" in again.stdout

        listed = run_iopmine("sources", "list", cwd=place).stdout
        assert "ekdala" in listed
        assert "famna" in listed
        checked = run_iopmine("sources", "check", "ekdala", cwd=place)
        assert (checked.returncode, "ekdala: well" in checked.stdout) == (0, True)
        web.change(revision=3)
        assert run_iopmine("sources", "check", "ekdala", cwd=place).returncode == 3

    told = run_iopmine("status", cwd=place).stdout
    assert "Gathered sources" in told
    state = json.loads(run_iopmine("status", "--json", cwd=place).stdout)
    assert {each["source"] for each in state["sources"]} == {"ekdala", "nyheter"}
    assert sum(cell["kept"] for cell in state["coverage"]) == state["counts"]["documents"]


def test_a_new_source_is_written_and_can_be_gathered(tmp_path: Path) -> None:
    with Web(friendly(only=["wordpress"])) as web:
        place = workspace(tmp_path / "a", web)
        done = run_iopmine("sources", "new", web.bases["wordpress"] + "/", cwd=place)
        assert done.returncode == 0, done.stderr
        assert "Wrote" in done.stdout
        assert run_iopmine("sources", "new", cwd=place).returncode == 2
        assert run_iopmine("sources", "list", "x", cwd=place).returncode == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent to a console there")
def test_ctrl_c_stops_within_a_second_and_the_next_run_goes_on(tmp_path: Path) -> None:
    with Web(friendly(Knobs(pages=40), only=["nyheter", "wordpress"])) as web:
        place = workspace(tmp_path / "a", web, pause=0.4)
        process = subprocess.Popen(
            command("gather"), cwd=place, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        until = time.monotonic() + 60
        while len(web.log.hits()) < 12 and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        stopped = time.monotonic()
        _, said = process.communicate(timeout=30)
        # A second, and what a busy machine takes to end three Python processes.
        assert time.monotonic() - stopped < 1.0 + 0.5 * os.getloadavg()[0]
        assert process.returncode == 130
        assert "goes on from there" in said
        assert "Traceback" not in said
        before = len(web.log.hits())
        assert json.loads(run_iopmine("gather", "--limit", "3", "--json", cwd=place).stdout)["runs"]
        assert len(web.log.hits()) > before


def test_gather_says_what_it_needs(tmp_path: Path) -> None:
    run_iopmine("init", tmp_path / "a", cwd=tmp_path)
    nobody = run_iopmine("gather", cwd=tmp_path / "a")
    assert (nobody.returncode, "contact" in nobody.stderr) == (2, True)
    assert run_iopmine("gather", cwd=tmp_path).returncode == 2
    assert run_iopmine("gather", "--since", "igår", cwd=tmp_path / "a").returncode == 2
    unknown = run_iopmine("gather", "--dry-run", "forumm", cwd=tmp_path / "a")
    assert (unknown.returncode, "forum" in unknown.stderr) == (2, True)
