"""The form of a source's TOML file: which keys it has, what they allow, and how a fault is told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from iopmine.records.web import Entry, EntryStatus, HistoryNote, Source
from iopmine.urls import is_web_address

LOCAL = frozenset({"addresses", "files"})
"""Platforms whose entry may be a path, relative to the file of the source."""
USUAL: dict[str, Any] = {field.name: field.default for field in fields(Source)}
"""What holds for a source whose file does not say otherwise, by field of the record."""
PLACEHOLDERS = ("{page}", "{query}", "{key}")
FOR_ALL = ("hosts",)
"""Options that an entry of any platform may have: other sites that its leads may lie on (``*`` for all)."""
PATTERN_LENGTH = 200
"""Most characters of a keep or drop pattern."""
_NESTED = re.compile(r"[+*?}]\)[+*{]")
"""A repeated group whose end varies in length can take time without end on an address that nearly matches."""
_PATH = re.compile(r"[^\x00-\x1f\x7f]+")


def _plain(value: object) -> object:
    """Write TOML's own dates as text, and text composed."""
    if isinstance(value, date):
        return value.isoformat()
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_plain), Field(min_length=1, max_length=2000)]
Note = Annotated[str, BeforeValidator(_plain), Field(max_length=2000)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=60)]
Day = Annotated[
    str, BeforeValidator(_plain), Field(pattern=r"^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$")
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class FloorsForm(_Strict):
    """What a healthy source brings at least."""

    leads: Annotated[int, Field(ge=0)] = USUAL["floor_leads"]
    characters: Annotated[int, Field(ge=0)] = USUAL["floor_characters"]


class HistoryForm(_Strict):
    """Something that happened to a source."""

    date: Day
    event: Text


def _allowed(info: ValidationInfo) -> Mapping[str, Collection[str]]:
    """Return the options of each platform, by its name: the context that a form is validated in."""
    return info.context or {}


class EntryForm(_Strict):
    """One way into a source."""

    id: Slug
    platform: Slug
    url: Text
    status: EntryStatus = "probable"
    options: dict[Key, Any] = Field(default_factory=dict)

    @field_validator("platform")
    @classmethod
    def _known(cls, platform: str, info: ValidationInfo) -> str:
        if platform not in _allowed(info):
            raise ValueError(f"{platform!r} is no platform; allowed: {', '.join(sorted(_allowed(info)))}")
        return platform

    @field_validator("options")
    @classmethod
    def _simple(cls, options: dict[str, Any]) -> dict[str, Any]:
        for key, value in options.items():
            texts = isinstance(value, list) and all(isinstance(item, str) for item in value)
            if not (texts or isinstance(value, str | int)):
                raise ValueError(f"{key} must be a text, a whole number, true, false or a list of texts")
        return options

    @model_validator(mode="after")
    def _askable(self, info: ValidationInfo) -> EntryForm:
        allowed = {*_allowed(info)[self.platform], *FOR_ALL}
        if unknown := sorted(set(self.options) - allowed):
            told = f"options.{unknown[0]} is no option of the platform {self.platform}"
            raise ValueError(f"{told}; allowed: {', '.join(sorted(allowed))}")
        filled = self.url
        for placeholder in PLACEHOLDERS:
            filled = filled.replace(placeholder, "1")
        local = self.platform in LOCAL and "://" not in filled and _PATH.fullmatch(filled)
        if "{" in filled or "}" in filled or not (local or is_web_address(filled)):
            raise ValueError(
                f"url {self.url!r} is no absolute http(s) address; it may hold {', '.join(PLACEHOLDERS)}"
                + (", or be a path" if self.platform in LOCAL else "")
            )
        return self

    def record(self, folder: Path) -> Entry:
        """Return the entry, with a path made absolute."""
        path = self.platform in LOCAL and not is_web_address(self.url)
        options = {key: tuple(value) if isinstance(value, list) else value for key, value in self.options.items()}
        return Entry(self.id, self.platform, str(folder / self.url) if path else self.url, self.status, options)


class SourceForm(_Strict):
    """A whole file."""

    id: Slug
    name: Text
    kind: Text
    home: Annotated[str, Field(max_length=2000)] = ""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] = USUAL["language"]
    paywall: Literal["", "no", "yes", "unknown"] = ""
    note: Note = ""
    pause: Annotated[float, Field(ge=0, le=3600)] = USUAL["pause"]
    pages_per_run: Annotated[int, Field(ge=1, le=100_000)] = USUAL["pages_per_run"]
    keep: list[str] = Field(default_factory=list)
    drop: list[str] = Field(default_factory=list)
    floors: FloorsForm = FloorsForm()
    entries: Annotated[list[EntryForm], Field(min_length=1)]
    history: list[HistoryForm] = Field(default_factory=list)

    @field_validator("keep", "drop")
    @classmethod
    def _patterns(cls, patterns: list[str]) -> list[str]:
        for pattern in patterns:
            if fault := pattern_fault(pattern):
                raise ValueError(f"{pattern[:60]!r} {fault}")
        return patterns

    @model_validator(mode="after")
    def _whole(self) -> SourceForm:
        names = [entry.id for entry in self.entries]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"entries: each id stands once; found more often: {', '.join(twice)}")
        if self.home and not is_web_address(self.home):
            raise ValueError(f"home {self.home[:60]!r} is no absolute http(s) address")
        if not self.home and any(entry.platform not in LOCAL for entry in self.entries):
            raise ValueError("home is missing; only lists of addresses and local files do without")
        return self

    def record(self, folder: Path) -> Source:
        """Return the source; ``folder`` is where its file lies, which paths are relative to."""
        return Source(
            id=self.id,
            name=self.name,
            kind=self.kind,
            home=self.home,
            entries=tuple(entry.record(folder) for entry in self.entries),
            keep=tuple(self.keep),
            drop=tuple(self.drop),
            floor_leads=self.floors.leads,
            floor_characters=self.floors.characters,
            pages_per_run=self.pages_per_run,
            pause=self.pause,
            paywall=self.paywall,
            language=self.language,
            note=self.note,
            history=tuple(HistoryNote(note.date, note.event) for note in self.history),
        )


def pattern_fault(pattern: str) -> str:
    """Say what is wrong with a keep or drop pattern, or return an empty string."""
    if not pattern or len(pattern) > PATTERN_LENGTH:
        return f"must have 1 to {PATTERN_LENGTH} characters"
    try:
        re.compile(pattern)
    except (re.error, OverflowError) as error:
        return f"is no regular expression: {error}"
    return "repeats a group whose end varies in length, which can take for ever" if _NESTED.search(pattern) else ""


def fault_text(error: Mapping[str, Any]) -> str:
    """Say which key is wrong, what was found, and what is allowed there."""
    where = error["loc"]
    name = "".join(f" {part + 1}" if isinstance(part, int) else f".{part}" for part in where).lstrip(".")
    if error["type"] == "extra_forbidden":
        return f"{name} is no key; allowed there: {', '.join(_keys(where[:-1]))}"
    if error["type"] == "missing":
        return f"{name} is missing"
    said = error["msg"].removeprefix("Value error, ")
    if error["type"] == "value_error":
        return f"{name}: {said}".removeprefix(": ")
    return f"{name}: {said}; found: {str(error['input'])[:60]!r}"


_TABLES: dict[Any, type[BaseModel]] = {"entries": EntryForm, "history": HistoryForm, "floors": FloorsForm}


def _keys(table: tuple[int | str, ...]) -> list[str]:
    return list((_TABLES[table[0]] if table else SourceForm).model_fields)
