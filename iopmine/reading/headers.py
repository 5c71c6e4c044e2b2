"""The header that WARC records and HTTP answers begin with: a first line, and lines of ``Name: value``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Header:
    """A first line (``HTTP/1.1 200 OK``) and the values by name in lower case; of a repeated name the first."""

    first: str
    values: dict[str, str]

    def get(self, name: str) -> str:
        """Return the value of a name in lower case, or an empty string."""
        return self.values.get(name, "")


def parse_header(lines: Iterable[bytes]) -> Header:
    """Read the lines of a header; one that begins with white space continues the value before it (RFC 9112, 5.2)."""
    first, *rest = [_decoded(line) for line in lines] or [""]
    values: dict[str, str] = {}
    name = ""
    for line in rest:
        if line[:1] in {" ", "\t"} and name in values:
            values[name] = f"{values[name]} {line.strip()}"
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        if colon:
            values.setdefault(name, value.strip())
    return Header(first.strip(), values)


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")
