"""The formats by name, and which one a file is in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from types import MappingProxyType

from iopmine.errors import UsageError
from iopmine.report.annotation import doccano, labelstudio, workbook
from iopmine.report.annotation.items import Annotation, Code, ReadBack

Writer = Callable[[Path, Iterable[Annotation], Iterable[Code]], None]
Reader = Callable[[Path], ReadBack]
FORMATS: MappingProxyType[str, tuple[str, Writer, Reader]] = MappingProxyType(
    {
        "doccano": (".jsonl", doccano.write, doccano.read),
        "labelstudio": (".json", labelstudio.write, labelstudio.read),
        "xlsx": (".xlsx", workbook.write, workbook.read),
    }
)
"""Name → (ending of its files, writer, reader)."""


def write_annotations(
    path: Path, annotations: Iterable[Annotation], codes: Iterable[Code], form: str | None = None
) -> None:
    """Write a file for annotators in the named format, or in the one that the ending of the path says.

    Raises:
        UsageError: no format has this name or ending.
        OutputError: the file cannot be written.
    """
    FORMATS[format_of(path, form)][1](path, annotations, codes)


def read_annotations(path: Path, form: str | None = None) -> ReadBack:
    """Read a file back that annotators have worked on.

    Raises:
        UsageError: it cannot be read, or is not in its format.
    """
    read = FORMATS[format_of(path, form)][2]
    try:
        return read(path)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} could not be read: {error}.", hint="Name a file that annotators gave back."
        ) from error


def format_of(path: Path, form: str | None = None) -> str:
    """Return the name of the format to use.

    Raises:
        UsageError: no format has this name or ending.
    """
    allowed = ", ".join(f"{name} ({ending})" for name, (ending, _, _) in FORMATS.items())
    if form is not None:
        if form not in FORMATS:
            raise UsageError(f"--format {form} is not known.", hint=f"Choose from: {allowed}.")
        return form
    for name, (ending, _, _) in FORMATS.items():
        if path.suffix.casefold() == ending:
            return name
    raise UsageError(f"{path.name} says no format by its ending.", hint=f"Name one with --format: {allowed}.")
