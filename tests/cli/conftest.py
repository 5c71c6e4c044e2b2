"""The command line called in this process, and files of every bad kind."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from iopmine.cli import main
from tests.harness import ARTICLE


class Said(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Call the command line in this process (a process of its own for each call would cost the imports each time)."""

    def call(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["iopmine", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capsys.readouterr()
        code = stop.value.code
        assert isinstance(code, int | None)
        return Said(code or 0, out, err)

    return call


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "laxhjalpen.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def filled(workspace: Path, article: Path, call: Callable[..., Said]) -> Path:
    """A workspace with one article, extracted."""
    assert call("add", "-w", workspace, article).code == 0
    assert call("extract", "-w", workspace).code == 0
    return workspace
