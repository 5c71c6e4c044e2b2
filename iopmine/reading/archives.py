"""Archives: members taken out one by one, passed by the prefilter, and read as the files or pages they are."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from iopmine.errors import ReadingError
from iopmine.reading.address_rows import web_address
from iopmine.reading.contents import Means, check_size, distinct, read_bytes, read_file
from iopmine.reading.drafts import Draft, Item, Member, PassedOver, RowProblem
from iopmine.reading.readings import best_reading
from iopmine.reading.registry import Reader, readers
from iopmine.reading.url_dates import date_from_url
from iopmine.records import Lead
from iopmine.urls import host_of, url_id

_UNWANTED = "without a wanted phrase"
_NO_ADDRESS = "without a usable web address"
_REPEATED = "read before under the same address"
_NOTHING_NEW = "with a text read before, or only a list of addresses"


class Archives:
    """Reads the archives of one call; remembers pages, since crawls repeat them and spread over several files."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._known: set[bytes] = set()
        self._captures: Counter[str] = Counter()

    def read(self, path: Path, reader: Reader) -> Iterator[Item]:
        """Yield what the members hold, a problem for each that cannot be read, and last a count of all.

        Raises:
            ReadingError: the file is no archive of its kind.
        """
        check_size(path, reader, self._means.limits)
        yield from distinct(self._members(path, reader))

    def _members(self, path: Path, reader: Reader) -> Iterator[Item]:
        passed: Counter[str] = Counter()
        read = failed = 0
        for found in reader.load()(path, self._means.limits):
            if isinstance(found, PassedOver):
                passed[found.reason] += 1
            elif isinstance(found, RowProblem):
                failed += 1
                yield found
            elif self._unwanted(found):
                passed[_UNWANTED] += 1
            elif found.url and not web_address(found.url):
                passed[_NO_ADDRESS] += 1
            elif found.url and self._repeated("page", found.url, found.content):
                passed[_REPEATED] += 1
            else:
                items = list(self._member(path, replace(found, url=web_address(found.url))))
                whole = any(isinstance(item, Draft | Lead) for item in items)
                read += whole
                failed += bool(items) and not whole
                passed[_NOTHING_NEW] += not items
                yield from items
        yield RowProblem(_summary(read, failed, passed), "info")

    def _unwanted(self, member: Member) -> bool:
        wanted, reader = self._means.wanted, readers().get(member.ending)
        return wanted is not None and reader is not None and reader.searchable and not wanted(member.content)

    def _repeated(self, what: str, url: str, content: bytes) -> bool:
        """Tell whether this page, or this text of a page, was met under the address before, and remember it."""
        digest = hashlib.sha256(f"{what} {web_address(url)}\n".encode() + content).digest()[:16]
        known = digest in self._known
        self._known.add(digest)
        return known

    def _member(self, path: Path, member: Member) -> Iterator[Item]:
        where = member.url or f"{path}#{member.name}"
        try:
            for item in self._contents(member):
                if isinstance(item, RowProblem):
                    yield replace(item, where=where)
                elif isinstance(item, Draft):
                    yield from (RowProblem(notice, where=where) for notice in item.notices)
                    yield from self._page(item, member) if member.url else _named(item, member)
                elif not member.url:
                    yield item
        except ReadingError as error:
            yield RowProblem(str(error), "error", where)

    def _contents(self, member: Member) -> Iterator[Item]:
        reader = readers().get(member.ending)
        if reader is None:
            return
        # Nothing is published after it was fetched.
        fetched = date.fromisoformat(member.fetched_at[:10]) if member.fetched_at else self._means.today
        means = replace(self._means, today=min(fetched, self._means.today))
        if reader.shape == "page":
            yield from read_bytes(member.content, reader, means, url=member.url)
            return
        # Tables are read from disk; the name of the member does not come into it.
        with TemporaryDirectory() as folder:
            file = Path(folder) / "table"
            file.write_bytes(member.content)
            yield from read_file(file, reader, means)

    def _page(self, draft: Draft, member: Member) -> Iterator[Draft]:
        """Give a web page its address, and the id that every copy of the page has.

        A later capture with another text has a number behind its id; one with the same text is not read twice.
        """
        if self._repeated("text", member.url, draft.text.encode("utf-8", "surrogatepass")):
            return
        page = f"{url_id(member.url)}#{draft.key}" if draft.key else url_id(member.url)
        self._captures[page] += 1
        number = self._captures[page]
        yield replace(
            draft,
            id=page if number == 1 else f"{page}-{number}",
            url=member.url,
            source=draft.source or host_of(member.url),
            date=best_reading(draft.date, date_from_url(member.url, today=self._means.today)),
            notices=(),
        )


def _named(draft: Draft, member: Member) -> Iterator[Draft]:
    yield replace(draft, key=f"{member.name}#{draft.key}" if draft.key else member.name, notices=())


def _summary(read: int, failed: int, passed: Counter[str]) -> str:
    """Say ``2000 members: 95 read, 1900 left out (1800 without a wanted phrase, …), 5 could not be read``."""
    reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(passed.items()) if count)
    left_out = f"{passed.total()} left out" + (f" ({reasons})" if reasons else "")
    return f"{read + passed.total() + failed} members: {read} read, {left_out}, {failed} could not be read."
