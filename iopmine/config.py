"""Settings and the workspace: where a user's store, lexicon and results are.

A workspace is a folder with ``iopmine.toml``. Without one the packaged demo corpus is read and results go to
``./outputs``.
"""

from __future__ import annotations

import json
import shlex
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from iopmine.errors import ConfigError

MARK = "iopmine.toml"
Grain = Literal["month", "quarter", "year"]
SEEDS = 2**31
"""Random seeds are below this, so that those next to one are allowed too."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TopicSettings(_Strict):
    """How topics are fitted and counted."""

    number: Annotated[int | None, Field(ge=2, le=200, title="number of topics; chosen by corpus size if left out")] = (
        None
    )
    seed: Annotated[int, Field(ge=0, lt=SEEDS, title="random seed")] = 0
    by: Annotated[tuple[Grain, ...], Field(min_length=1, title="periods of the series")] = ("year",)
    primary: Annotated[
        tuple[Annotated[str, Field(pattern=r"^(?:topic|area|frame):\S+$")], ...],
        Field(title="curves asked about before the data were seen, for example frame:vinster"),
    ] = ("frame:vinster", "frame:vinstbegransning")
    anchors: Annotated[tuple[str, ...], Field(title="topics to begin from: NAME=WORD,WORD or area:ID or frame:ID")] = ()


class OutputSettings(_Strict):
    """What is written."""

    formats: Annotated[tuple[Literal["csv", "xlsx", "parquet"], ...], Field(min_length=1, title="table formats")] = (
        "csv",
        "xlsx",
    )


class GatherSettings(_Strict):
    """How sources are asked."""

    contact: Annotated[str, Field(max_length=200, title="your e-mail or web address, told to every host")] = ""
    pause: Annotated[float, Field(ge=0.0, le=3600.0, title="seconds between two requests to one host, 3 at least")] = (
        3.0
    )
    hosts_at_once: Annotated[int, Field(ge=1, le=64, title="hosts asked in parallel")] = 8
    readers: Annotated[int, Field(ge=1, le=64, title="processes that read pages")] = 2
    pages_per_source: Annotated[int, Field(ge=1, title="most pages asked of a source in one run")] = 500
    recheck_days: Annotated[int, Field(ge=0, title="days after which a kept page is looked at again; 0: never")] = 30
    sources: Annotated[tuple[str, ...], Field(title="sources to gather; all if left out")] = ()
    queries: Annotated[tuple[str, ...], Field(min_length=1, title="phrases to search for")] = (
        "idéburet offentligt partnerskap",
        "idéburna offentliga partnerskap",
        "vinster i välfärden",
    )
    loopback_ports: Annotated[tuple[int, ...], Field(title="ports of your own web servers on 127.0.0.1")] = ()


class WatchSettings(_Strict):
    """Whom to follow."""

    names: Annotated[tuple[str, ...], Field(title="names whose every mention is kept")] = ()


class Settings(_Strict):
    """All settings of ``iopmine.toml``, with their defaults."""

    title: Annotated[str, Field(title="heading of the explorer")] = ""
    topics: TopicSettings = TopicSettings()
    outputs: OutputSettings = OutputSettings()
    gather: GatherSettings = GatherSettings()
    watch: WatchSettings = WatchSettings()


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders of one body of work."""

    root: Path
    store: Path
    outputs: Path
    lexicon_extensions: tuple[Path, ...]
    sources: Path
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
        raise ConfigError(
            f"{folder} is no workspace: it has no {MARK}.",
            hint=f"Make one with: iopmine init {shlex.quote(str(folder))}",
        )
    root = folder or current
    if (root / MARK).is_file():
        return Workspace(
            root=root,
            store=root / "corpus" / "iop.sqlite",
            outputs=root / "outputs",
            lexicon_extensions=_extensions(root / "corpus" / "lexicon"),
            sources=root / "corpus" / "sources",
            settings=read_settings(root / MARK),
            packaged=False,
        )
    outputs = current / "outputs"
    return Workspace(
        current, outputs / "iop.sqlite", outputs, (), current / "corpus" / "sources", Settings(), packaged=True
    )


def _extensions(folder: Path) -> tuple[Path, ...]:
    return (folder,) if folder.is_dir() and any(folder.glob("*.csv")) else ()


def read_settings(path: Path) -> Settings:
    """Return the settings of a TOML file.

    Raises:
        ConfigError: not TOML, an unknown key, or a value that is not allowed; the message names each.
    """
    try:
        # Windows editors begin a file with a byte-order mark, which TOML does not know.
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path} could not be read as TOML: {error}.") from error
    try:
        return Settings.model_validate(raw)
    except ValidationError as error:
        faults = "; ".join(_fault(e["loc"], e["type"], e["msg"], e["input"]) for e in error.errors())
        raise ConfigError(f"{path}: {faults}.") from error


def _fault(key: tuple[int | str, ...], kind: str, message: str, found: object) -> str:
    """Say which setting is wrong, and what is allowed there."""
    name = ".".join(map(str, key))
    if kind == "extra_forbidden":
        return f"{name} is no setting; allowed there: {', '.join(_keys(key[:-1]))}"
    if kind == "tuple_type":
        example = json.dumps([found if isinstance(found, str) else "…"], ensure_ascii=False)
        return f"{name}: write a list, for example {example}; found: {str(found)[:60]!r}"
    return f"{name}: {message}; found: {str(found)[:60]!r}"


def _keys(table: tuple[int | str, ...]) -> list[str]:
    """Return the settings of a table, named by the keys that lead to it."""
    model: type[BaseModel] = Settings
    for key in table:
        inner = model.model_fields[str(key)].annotation
        model = inner if isinstance(inner, type) and issubclass(inner, BaseModel) else model
    return list(model.model_fields)
