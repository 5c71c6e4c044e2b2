"""A small folder of invented articles, and the steps called in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from iopmine.config import Workspace, find_workspace
from iopmine.records import Issue
from iopmine.steps.extract import ExtractOptions, extract_files
from tests.harness import ARTICLES, TODAY


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "artiklar"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def place(workspace: Path) -> Workspace:
    return find_workspace(workspace, current=workspace)


@pytest.fixture
def extract(tmp_path: Path) -> Callable[..., list[str | Issue]]:
    """Extract from files without a workspace, and return what the step yields."""
    packaged = find_workspace(None, current=tmp_path)

    def extract(paths: list[Path], out: Path, **options: object) -> list[str | Issue]:
        return list(extract_files(packaged, paths, out, ExtractOptions(**options), today=TODAY))  # type: ignore[arg-type]

    return extract
