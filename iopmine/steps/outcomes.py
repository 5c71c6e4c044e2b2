"""What becomes of an address after an answer: its next line in the address book, by rules that touch nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, NamedTuple

from iopmine.errors import FetchError, ReadingError
from iopmine.fetch.clock import stamp
from iopmine.records import Address, Page
from iopmine.steps.asking import Read

_FIRST_WAIT: Final = timedelta(hours=1)
_LONGEST_WAIT: Final = timedelta(days=30)
_ROBOTS_WAIT: Final = timedelta(days=1)
_GONE_WAITS: Final = (timedelta(days=1), timedelta(days=7), timedelta(days=30))
# Doubling once more would be longer than the longest wait.
_DOUBLINGS: Final = 10


NOT_MODIFIED: Final = 304


class Outcome(NamedTuple):
    """The address as it is to be noted, what happened (a word of ``steps.gather.Settled``), and what to say of it."""

    address: Address
    word: str
    said: str = ""


def refused(address: Address, error: FetchError, now: datetime) -> Outcome:
    """Return the outcome of a request without a page.

    What was kept stays kept, whatever its host answers now, unless the page is gone; the document stays even then.
    """
    noted = replace(address, status=error.status)
    match error.outcome:
        case "gone":
            return _gone(noted, error.message, now)
        case "later":
            # With a status it was this page that was asked for; without one its host was left alone.
            asked = address.attempts + (error.status is not None)
            return Outcome(replace(noted, not_before=error.not_before, attempts=asked), "later")
        case "disallowed":
            until = stamp(now + _ROBOTS_WAIT)
            if _is_held(address):
                return Outcome(replace(noted, not_before=until), "disallowed")
            return Outcome(replace(noted, state="disallowed", reason=error.message, not_before=until), "disallowed")
        case "refused" | "failed":
            return _failed(noted, error.message, now)


def _is_held(address: Address) -> bool:
    return address.state in {"kept", "left_out"}


def _gone(address: Address, message: str, now: datetime) -> Outcome:
    """A page that its source still names is looked for again after a day, a week, a month."""
    wait = _GONE_WAITS[min(address.attempts, len(_GONE_WAITS) - 1)]
    reason = f"{message} Gone since {stamp(now)[:10]}."
    gone = replace(
        address,
        state="gone",
        reason=reason,
        fetched_at=stamp(now),
        excerpt="",
        attempts=address.attempts + 1,
        not_before=stamp(now + wait),
    )
    return Outcome(gone, "gone")


def unread(address: Address, page: Page, error: ReadingError, now: datetime) -> Outcome:
    """Return the outcome of a page that could not be read."""
    return _failed(replace(address, status=page.status), str(error), now)


def _failed(address: Address, reason: str, now: datetime) -> Outcome:
    wait = min(_FIRST_WAIT * 2 ** min(address.attempts, _DOUBLINGS), _LONGEST_WAIT)
    waiting = replace(address, attempts=address.attempts + 1, not_before=stamp(now + wait))
    if _is_held(address):
        return Outcome(waiting, "failed", reason)
    return Outcome(replace(waiting, state="failed", reason=reason), "failed", reason)


def unchanged(address: Address, page: Page) -> Outcome | None:
    """Return the outcome of a page that is as it was when it was last read, None if it is not."""
    if page.status != NOT_MODIFIED and digest(page) != address.sha256:
        return None
    return Outcome(replace(_answered(address, page), sha256=address.sha256), "unchanged")


def judged(read: Read) -> Outcome:
    """Return the outcome of a page that was read: kept, with the id of its document, or left out.

    Raises:
        ValueError: the page was not judged.
    """
    if read.judgement is None:
        raise ValueError(f"{read.address.url} was not judged")
    answered = _answered(read.address, read.page)
    if read.document is None and read.address.state == "kept":
        # A site under repair or a log-in page answers 200 too; the text that was kept stays.
        said = f"The page no longer holds what it was kept for. {read.judgement.reason}"
        return Outcome(answered, "unchanged", said)
    noted = replace(answered, reason=read.judgement.reason, relevance=read.judgement.relevance, excerpt=read.excerpt)
    if read.document is None:
        left_out = replace(noted, state="left_out", published=read.published or noted.published)
        return Outcome(left_out, "left_out")
    document = read.document
    kept = replace(
        noted,
        state="kept",
        document_id=document.id,
        title=document.title,
        published=document.published or noted.published,
    )
    return Outcome(kept, "kept")


def digest(page: Page) -> str:
    """Return the SHA-256 of the bytes of a page."""
    return page.sha256 or sha256(page.body).hexdigest()


def _answered(address: Address, page: Page) -> Address:
    return replace(
        address,
        status=page.status,
        etag=page.etag or address.etag * (page.status == NOT_MODIFIED),
        last_modified=page.last_modified or address.last_modified * (page.status == NOT_MODIFIED),
        fetched_at=page.fetched_at,
        sha256=digest(page),
        attempts=0,
        not_before="",
        reservation=page.reservation or (address.reservation if page.status == NOT_MODIFIED else ""),
    )
