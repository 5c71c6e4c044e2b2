"""A source as the text of its TOML file: the same source gives the same text, and reading it gives the source."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from iopmine.records.web import Entry, Option, Source
from iopmine.sources.form import LOCAL, USUAL
from iopmine.urls import is_web_address


def source_toml(source: Source, folder: Path) -> str:
    """Return the text of the file; ``folder`` is where it will lie, which local paths are written relative to.

    Keys stand in the agreed order; those that hold what is so anyway are left out.
    """
    blocks = [_head(source)]
    floors = [
        f"{name.removeprefix('floor_')} = {value}"
        for name, value in (("floor_leads", source.floor_leads), ("floor_characters", source.floor_characters))
        if value != USUAL[name]
    ]
    if floors:
        blocks.append(["[floors]", *floors])
    for entry in source.entries:
        blocks.extend(_entry(entry, folder))
    blocks.extend(
        ["[[history]]", f"date = {_text(note.date)}", f"event = {_text(note.event)}"] for note in source.history
    )
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _head(source: Source) -> list[str]:
    lines = [
        f"{key} = {_text(value)}"
        for key, value, needed in (
            ("id", source.id, True),
            ("name", source.name, True),
            ("kind", source.kind, True),
            ("home", source.home, False),
            ("language", source.language, True),
            ("paywall", source.paywall, False),
            ("note", source.note, False),
        )
        if needed or value
    ]
    if source.pause:
        lines.append(f"pause = {source.pause!r}")
    if source.pages_per_run != USUAL["pages_per_run"]:
        lines.append(f"pages_per_run = {source.pages_per_run}")
    lines.extend(
        f"{key} = [{', '.join(map(_pattern, patterns))}]"
        for key, patterns in (("keep", source.keep), ("drop", source.drop))
        if patterns
    )
    return lines


def _entry(entry: Entry, folder: Path) -> Iterator[list[str]]:
    url = entry.url
    if entry.platform in LOCAL and not is_web_address(url) and Path(url).is_relative_to(folder):
        url = Path(url).relative_to(folder).as_posix()
    yield [
        "[[entries]]",
        f"id = {_text(entry.id)}",
        f"platform = {_text(entry.platform)}",
        f"url = {_text(url)}",
        f"status = {_text(entry.status)}",
    ]
    if entry.options:
        yield ["[entries.options]", *(f"{key} = {_value(entry.options[key])}" for key in sorted(entry.options))]


def _value(value: Option) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return _text(value) if isinstance(value, str) else f"[{', '.join(map(_text, value))}]"


def _text(text: str) -> str:
    """Return a basic string: JSON's escapes are TOML's, but for DEL, which TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _pattern(pattern: str) -> str:
    """Return a literal string, in which backslashes stand for themselves, where the text allows one."""
    return f"'{pattern}'" if pattern.isprintable() and "'" not in pattern else _text(pattern)
