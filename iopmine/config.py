"""Settings and the workspace: where a user's store, lexicon and results are.

A workspace is a folder with ``iopmine.toml``. Without one the packaged demo corpus is read and results go to ``./outputs``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from iopmine.errors import ConfigError

MARK = "iopmine.toml"
Grain = Literal["month", "quarter", "year"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TopicSettings(_Strict):
    """How topics are fitted and counted."""

    number: Annotated[int | None, Field(ge=2, le=200, title="number of topics; chosen by corpus size if left out")] = (
        None
    )
    seed: Annotated[int, Field(ge=0, title="random seed")] = 0
    by: Annotated[tuple[Grain, ...], Field(min_length=1, title="periods of the series")] = ("year",)


class OutputSettings(_Strict):
    """What is written."""

    formats: Annotated[tuple[Literal["csv", "xlsx", "parquet"], ...], Field(min_length=1, title="table formats")] = (
        "csv",
        "xlsx",
    )


class Settings(_Strict):
    """All settings of ``iopmine.toml``, with their defaults."""

    title: Annotated[str, Field(title="heading of the explorer")] = ""
    topics: TopicSettings = TopicSettings()
    outputs: OutputSettings = OutputSettings()


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders of one body of work."""

    root: Path
    store: Path
    outputs: Path
    lexicon_extensions: tuple[Path, ...]
    settings: Settings
    packaged: bool

    @property
    def tables(self) -> Path:
        """Folder of the result tables."""
        return self.outputs / "tables"

    @property
    def report(self) -> Path:
        """Folder of the explorer."""
        return self.outputs / "report"


def find_workspace(folder: Path | None, *, current: Path) -> Workspace:
    """Return the workspace of a folder, of the current folder, or the one over the packaged corpus.

    Raises:
        ConfigError: the named folder is no workspace, or its settings are wrong.
    """
    if folder is not None and not (folder / MARK).is_file():
        raise ConfigError(f"{folder} is no workspace: it has no {MARK}.", hint=f"Make one with: iopmine init {folder}.")
    root = folder or current
    if (root / MARK).is_file():
        return Workspace(
            root=root,
            store=root / "corpus" / "iop.sqlite",
            outputs=root / "outputs",
            lexicon_extensions=_extensions(root / "corpus" / "lexicon"),
            settings=read_settings(root / MARK),
            packaged=False,
        )
    outputs = current / "outputs"
    return Workspace(current, outputs / "iop.sqlite", outputs, (), Settings(), packaged=True)


def _extensions(folder: Path) -> tuple[Path, ...]:
    return (folder,) if folder.is_dir() and any(folder.glob("*.csv")) else ()


def read_settings(path: Path) -> Settings:
    """Return the settings of a TOML file.

    Raises:
        ConfigError: not TOML, an unknown key, or a value that is not allowed; the message names each.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path} could not be read as TOML: {error}.") from error
    try:
        return Settings.model_validate(raw)
    except ValidationError as error:
        faults = "; ".join(f"[{'.'.join(map(str, e['loc']))}] {e['msg']}" for e in error.errors())
        raise ConfigError(f"{path}: {faults}.") from error
