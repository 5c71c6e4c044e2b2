"""What was asked of each site and when, from the server's side: exact enough to judge politeness by."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from typing import TextIO


@dataclass(frozen=True, slots=True)
class Hit:
    """One request. Times are seconds of the machine's monotonic clock, comparable between its processes."""

    site: str
    host: str
    began: float
    """When the request line had come."""
    ended: float
    """Just before the last bytes of the answer went out: no asker can know the end of it earlier than that."""
    method: str
    path: str
    """As sent, with its query."""
    headers: dict[str, str]
    """Of the request; names in lower case."""
    status: int
    """0: the answer had no status line."""
    sent: int
    """Bytes handed to the connection, head and body."""
    open: int
    """Requests of this site under way when this one began, itself included."""
    connection: int
    """Number of the connection, counted over the whole web."""
    cut: bool = False
    """The asker left before the answer was over."""


class Log:
    """All hits in the order in which they ended; thread-safe, and written as JSON lines if there is a file."""

    def __init__(self, path: Path | None = None) -> None:
        self._lock = threading.Lock()
        self._hits: list[Hit] = []
        self._open: dict[str, int] = {}
        self._file: TextIO | None = path.open("a", encoding="utf-8") if path else None

    def begin(self, site: str) -> int:
        """Count one more request of the site as under way; return how many are."""
        with self._lock:
            self._open[site] = self._open.get(site, 0) + 1
            return self._open[site]

    def end(self, hit: Hit) -> None:
        """Note the hit; its request is no longer under way."""
        with self._lock:
            self._open[hit.site] -= 1
            self._hits.append(hit)
            if self._file:
                self._file.write(json.dumps(asdict(hit), ensure_ascii=False) + "\n")
                self._file.flush()

    def hits(self, site: str | None = None, *, path: str | None = None) -> list[Hit]:
        """Return the hits so far, of one site or one exact path if given, by their beginning."""
        with self._lock:
            return chosen(self._hits, site, path)

    def clear(self) -> None:
        """Forget the hits; a file keeps its lines."""
        with self._lock:
            self._hits.clear()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._file:
                self._file.close()
                self._file = None


def chosen(hits: Iterable[Hit], site: str | None, path: str | None) -> list[Hit]:
    """Return the hits of a site and path, by their beginning."""
    found = [hit for hit in hits if site in {None, hit.site} and path in {None, hit.path}]
    return sorted(found, key=lambda hit: hit.began)


def read(path: Path) -> list[Hit]:
    """Return the hits of a JSON-lines log; a last line that is being written is left out."""
    lines = path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []
    return [Hit(**json.loads(line)) for line in lines]


def gaps(hits: Iterable[Hit]) -> list[float]:
    """Return for each request but the first the seconds since all earlier ones had ended; below 0: they overlapped."""
    ordered = chosen(hits, None, None)
    ends = accumulate((hit.ended for hit in ordered), max)
    return [after.began - end for end, after in zip(ends, ordered[1:], strict=False)]
