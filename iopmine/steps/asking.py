"""One address on its way: asked for, looked at, read and judged. Runs in threads and touches no store."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from iopmine.errors import FetchError, ReadingError, StoreError
from iopmine.fetch import Fetcher
from iopmine.reading import Limits, Worker
from iopmine.reading.pages import markup_of, moved_to, read_page, told_date
from iopmine.reading.quick_look import beginning_of, seen_in, stated_day
from iopmine.records import Address, Document, Page, Source, Validators
from iopmine.steps.interest import Interest, Judgement
from iopmine.text.passages import without

_LIST = "addresses"
_UNSEEN = "No word about IOP or profits in welfare, and no watched name."
_EXCERPT = 1000
_REPORT = "The other pages go on; please report it as a fault of iopmine, with the address."


@dataclass(frozen=True, slots=True)
class Asked:
    """What a host answered: a page, or why there is none."""

    source: Source
    address: Address
    page: Page | None = None
    error: FetchError | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What was made of a page: a document, a judgement that leaves it out, or why it could not be read."""

    source: Source
    address: Address
    page: Page
    document: Document | None = None
    judgement: Judgement | None = None
    excerpt: str = ""
    published: str | None = None
    """Truncated ISO date of a page that is left out, so that what is left out can be counted by month."""
    notices: tuple[str, ...] = ()
    error: ReadingError | None = None


def ask(fetcher: Fetcher, source: Source, address: Address) -> Asked:
    """Ask for the page of an address; what was read before is asked for only if it has changed.

    Raises:
        StoreError: what is learnt of the host cannot be written.
    """
    try:
        return Asked(source, address, _page_of(fetcher, source, address))
    except FetchError as error:
        return Asked(source, address, error=error)
    except StoreError:
        raise
    except Exception as error:  # noqa: BLE001 - one odd answer must not end every run at the same page
        message = f"Asking for {address.url} failed unexpectedly ({type(error).__name__})."
        return Asked(source, address, error=FetchError(message, hint=_REPORT))


def _page_of(fetcher: Fetcher, source: Source, address: Address) -> Page:
    validators = Validators(address.etag, address.last_modified) if address.sha256 else None
    page = fetcher.get(
        address.fetch_url or address.url, source=source.id, expect="page", validators=validators, pause=source.pause
    )
    if not address.fetch_url and moved_to(page, address) == "front":
        gone = "The address now leads to the front page of its site."
        raise FetchError(gone, outcome="gone", status=page.status)
    return page


class Desk:
    """Reads and judges pages, several at a time, each in a process that can be killed."""

    def __init__(self, workers: list[Worker], interest: Interest, *, today: date) -> None:
        self._interest = interest
        self._today = today
        self._free: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for worker in workers:
            self._free.put(worker)

    def read(self, source: Source, address: Address, page: Page) -> Read:
        """Read a page, unless a quick look shows that nothing in it can be of interest."""
        try:
            return self._glanced(source, address, page) or self._judged(source, address, page)
        except ReadingError as error:
            return Read(source, address, page, error=error)
        except Exception as error:  # noqa: BLE001 - one odd page must not end every run at the same place
            message = f"Reading the page failed unexpectedly ({type(error).__name__})."
            return Read(source, address, page, error=ReadingError(message, hint=_REPORT))

    def _glanced(self, source: Source, address: Address, page: Page) -> Read | None:
        """Leave a page out if a quick look suffices for that."""
        markup = markup_of(page)
        text = seen_in(markup)
        if not text or self._interest.may_hold(text):
            return None
        told = told_date(stated_day(markup, today=self._today), page, address, today=self._today)
        excerpt = beginning_of(markup, characters=_EXCERPT)
        left_out = Judgement(False, _UNSEEN, 0.0)
        return Read(source, address, page, judgement=left_out, excerpt=excerpt, published=told.published)

    def _judged(self, source: Source, address: Address, page: Page) -> Read:
        done = partial(Read, source, address, page)
        document, notices = self._document(source, page, address)
        # Links to other articles say nothing about this one.
        told = without(document.text, "related")
        if len(told) < source.floor_characters:
            raise _too_short(len(told), source.floor_characters)
        judgement = self._interest.judge(told)
        if judgement.kept:
            return done(document=document, judgement=judgement, notices=notices)
        return done(judgement=judgement, excerpt=document.text[:_EXCERPT], published=document.published)

    def _document(self, source: Source, page: Page, address: Address) -> tuple[Document, tuple[str, ...]]:
        worker = self._free.get()
        try:
            document, notices = read_page(page, address, worker, today=self._today)
        finally:
            self._free.put(worker)
        return (replace(document, source=source.name) if _is_one_outlet(source) else document), notices


def _is_one_outlet(source: Source) -> bool:
    """Tell whether all pages of a source are its own; lists of addresses name pages of many."""
    return any(entry.platform != _LIST for entry in source.entries)


def _too_short(characters: int, floor: int) -> ReadingError:
    return ReadingError(
        f"The page has {characters} characters of text of its own; a page of this source has at least {floor}.",
        hint="Look at it in a browser: the site may have changed, or want a login.",
    )


@contextmanager
def open_desk(processes: int, interest: Interest, *, today: date, limits: Limits | None = None) -> Iterator[Desk]:
    """Give a desk with so many processes; they end with the ``with`` statement."""
    with ExitStack() as stack:
        workers = [stack.enter_context(Worker(limits or Limits())) for _ in range(processes)]
        yield Desk(workers, interest, today=today)
