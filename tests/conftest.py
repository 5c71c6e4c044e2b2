"""What several rooms' tests share: the command line in a process of its own, and one run over the embedded corpus."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from iopmine.steps.init import init
from tests.harness import Finished, run_iopmine


@pytest.fixture(scope="session")
def iopmine() -> Callable[..., Finished]:
    return run_iopmine


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder in which ``iopmine run`` was called once, for all workers of this session; not to be changed."""
    base = tmp_path_factory.getbasetemp()
    place = (base if worker_id == "master" else base.parent) / "demo"
    said = place / "said.txt"
    try:
        place.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + 240
        while not said.exists():
            assert time.monotonic() < deadline, "the other worker's run did not end"
            time.sleep(0.2)
    else:
        done = run_iopmine("run", cwd=place)
        part = place / "said.part"
        part.write_text(f"{done.returncode}\n{done.stderr}\n{done.stdout}", encoding="utf-8")
        part.replace(said)
    assert said.read_text(encoding="utf-8").startswith("0\n"), said.read_text(encoding="utf-8")
    return place


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The name of this process among the workers, also where pytest-xdist is not installed."""
    return os.environ.get("PYTEST_XDIST_WORKER", "master")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """An empty workspace."""
    place = tmp_path / "arbete"
    init(place)
    return place


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A system Chromium, or a skip that says why."""
    path = os.environ.get("IOPMINE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        pytest.skip("no system Chromium (apt-get install chromium)")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
