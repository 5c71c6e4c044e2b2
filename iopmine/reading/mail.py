"""Mails (.eml): the items of an alert mail, the articles of an export in its text, or the mail as one text."""

from __future__ import annotations

from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from iopmine.errors import ReadingError
from iopmine.reading.dateforms import plausible
from iopmine.reading.decoding import decode
from iopmine.reading.drafts import Draft, RowProblem, several
from iopmine.reading.drafts import Item as Read
from iopmine.reading.mail_items import Item, items_of
from iopmine.reading.mail_lines import MailLine, lines_of_html, lines_of_text
from iopmine.reading.press import Written, read_export
from iopmine.reading.press.wrapping import Paragraphs
from iopmine.reading.readings import DateReading
from iopmine.reading.registry import reader_of
from iopmine.reading.titles import beginning_with, shortened, title_of
from iopmine.records import Lead
from iopmine.text.normal import nfc, squeeze
from iopmine.urls import canonical_url

MIN_TEXT = 200
"""An item with fewer characters of text is an address to be fetched, not a text."""
ENTRY = "mail"


def read(content: bytes, today: date) -> Draft | list[Read]:
    """Read a mail; an item with little text becomes a Lead.

    Raises:
        ReadingError: the file is no mail, or holds no text.
    """
    message = message_from_bytes(content, policy=policy.default)
    if not isinstance(message, EmailMessage) or not any(message[name] for name in ("from", "subject", "date")):
        raise ReadingError("The file is no mail.", hint="Save the mail from your mail program as .eml again.")
    found, attached = _found(message, today), _attached(message)
    return [*several(found), *attached] if attached else found


def _found(message: EmailMessage, today: date) -> Draft | list[Read]:
    lines, written = _lines(message)
    export = read_export([line.text for line in lines], written, today)
    if export is not None:
        return list(export)
    items = items_of(lines)
    if not items:
        return _whole(message, written(range(len(lines))), today)
    return [_read(item, number, today) for number, item in enumerate(items, start=1)]


def _attached(message: EmailMessage) -> list[Read]:
    """A problem for each attachment that may hold texts."""
    names = [squeeze(nfc(str(part.get_filename() or ""))) for part in message.iter_attachments()]
    return [
        RowProblem(f"The attachment {name[:120]!r} of the mail is not read. Save it as a file and add that.")
        for name in names
        if reader_of(name) is not None
    ]


def _lines(message: EmailMessage) -> tuple[list[MailLine], Written]:
    """The lines of the HTML body, else of the plain one; those of HTML are paragraphs, plain ones may be broken."""
    markup, plain = (_decoded(message.get_body((kind,))) for kind in ("html", "plain"))
    lines = lines_of_html(markup)
    if any(line.text for line in lines):
        return lines, lambda numbers: "\n\n".join(filter(None, (lines[number].text for number in numbers)))
    lines = lines_of_text(plain)
    if any(line.text for line in lines):
        return lines, Paragraphs([line.text for line in lines])
    raise ReadingError("The mail holds no text.", hint="Save its attachments as files and add those.")


def _decoded(part: object) -> str:
    """The text of a part in the encoding it declares, or in the one it is in."""
    payload = part.get_payload(decode=True) if isinstance(part, EmailMessage) else None
    if not isinstance(part, EmailMessage) or not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decode(payload).text


def _read(item: Item, number: int, today: date) -> Draft | Lead:
    body = nfc("\n\n".join(item.lines))
    iso = item.stamp.iso if item.stamp and plausible(item.stamp.iso, today) else None
    title = shortened(squeeze(item.title))
    if len(body) < MIN_TEXT:
        return Lead(url=canonical_url(item.url), source="", entry=ENTRY, title=title, published=iso)
    return Draft(
        title=title,
        text=beginning_with(title, body),
        key=str(number),
        url=canonical_url(item.url),
        source=item.stamp.outlet if item.stamp else "",
        date=DateReading(iso, "day", "text") if iso else DateReading(),
    )


def _whole(message: EmailMessage, body: str, today: date) -> Draft:
    title = shortened(squeeze(nfc(str(message["subject"] or "")))) or title_of(body)
    return Draft(title=title, text=beginning_with(title, body), date=_sent(message, today))


def _sent(message: EmailMessage, today: date) -> DateReading:
    """The day of the mail, in the sender's time zone."""
    try:
        iso = parsedate_to_datetime(str(message["date"])).date().isoformat()
    except (TypeError, ValueError):
        return DateReading()
    return DateReading(iso, "day", "meta") if plausible(iso, today) else DateReading()
