"""The catalogue: folders of TOML files, one a source, read into records.

A workspace's own folder is read after the packaged one: a file with a new id adds a source, a file with the id of a
packaged one takes its place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pydantic import ValidationError

from iopmine.errors import SourceError, UsageError
from iopmine.records.issues import Issue
from iopmine.records.web import Entry, Source
from iopmine.sources.form import SourceForm, fault_text
from iopmine.sources.platforms import platforms

FILE_BYTES = 200_000
"""Largest file of a source."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The sources by id, in the order of their ids, and what was wrong with the files that could not be read."""

    sources: Mapping[str, Source]
    files: Mapping[str, Path]
    """Where each source stands, by id."""
    issues: tuple[Issue, ...] = ()

    def pick(self, ids: Collection[str]) -> tuple[Source, ...]:
        """Return the named sources in the order of the catalogue; all of them where none is named.

        Raises:
            SourceError: a named source's file could not be read; the message is the one of the issue.
            UsageError: a name that no source has; the message proposes near ones.
        """
        broken = {issue.source: issue for issue in self.issues}
        for name in ids:
            if name in broken:
                raise SourceError(broken[name].message.removesuffix(SourceError.default_hint).rstrip())
            if name not in self.sources:
                near = get_close_matches(name, self.sources, n=3)
                hint = f"Did you mean {' or '.join(near)}?" if near else "Run: iopmine sources list."
                raise UsageError(f"No source has the id {name!r}.", hint=hint)
        return tuple(source for source in self.sources.values() if not ids or source.id in ids)


def awaits_key(entry: Entry) -> bool:
    """Tell whether an entry is a template for which no key (the number of a press room, say) has been given yet."""
    return "{key}" in entry.url and not entry.options.get("key")


def platform_options() -> dict[str, tuple[str, ...]]:
    """Return the options of each platform, by the name that an entry gives.

    ``files`` is among them although nothing is found there: a folder or an archive is read by the step that adds files.
    """
    return {"files": ()} | {name: platform.options for name, platform in platforms().items()}


def read_source(path: Path) -> Source:
    """Return the source of a TOML file.

    Raises:
        SourceError: no TOML, an unknown key, a value that is not allowed, or an id that is not the file's name.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(FILE_BYTES + 1)
        if len(raw) > FILE_BYTES:
            raise SourceError(f"{path} is larger than {FILE_BYTES:,} bytes, which no source's file is.")
        # Windows editors begin a file with a byte-order mark, which TOML does not know.
        form = SourceForm.model_validate(tomllib.loads(raw.decode("utf-8-sig")), context=platform_options())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise SourceError(f"{path} could not be read as TOML: {error}.") from error
    except ValidationError as error:
        raise SourceError(f"{path}: {'; '.join(fault_text(fault) for fault in error.errors())}.") from error
    if form.id != path.stem:
        raise SourceError(f"{path}: id is {form.id!r}, but the file is named {path.stem!r}: both must be the same.")
    return form.record(path.parent)


def read_catalogue(folders: Iterable[Path]) -> Catalogue:
    """Return the sources of all folders, later folders deciding; a folder that does not exist has none.

    A file that cannot be read is an issue and its source is left out, also where an earlier folder has one of that
    id: what a user wrote to change a source is never answered with the unchanged one.
    """
    sources: dict[str, Source] = {}
    files: dict[str, Path] = {}
    issues: dict[str, Issue] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.toml"))):
        sources.pop(path.stem, None)
        issues.pop(path.stem, None)
        files[path.stem] = path
        try:
            sources[path.stem] = read_source(path)
        except SourceError as error:
            issues[path.stem] = Issue("gather", path.stem, str(path), "error", str(error))
    return Catalogue(
        {name: sources[name] for name in sorted(sources)},
        {name: files[name] for name in sorted(sources)},
        tuple(issues[name] for name in sorted(issues)),
    )
