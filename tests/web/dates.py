"""The forms in which Swedish pages give a date, and what can be known from each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from email.utils import format_datetime

from tests.web.phrases import MONTHS

WEEKDAYS = "måndag tisdag onsdag torsdag fredag lördag söndag".split()
ENGLISH = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_PLAIN = "/nyheter/{slug}"


def long(day: date) -> str:
    """7 februari 2017."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short(day: date) -> str:
    """24 okt."""
    return f"{day.day:02} {MONTHS[day.month - 1][:3]}"


def weekday(day: date) -> str:
    """Fredag."""
    return WEEKDAYS[day.weekday()].capitalize()


def moment(day: date) -> datetime:
    """Return seven o'clock of that day, Swedish winter time."""
    return datetime(day.year, day.month, day.day, 7, tzinfo=timezone(timedelta(hours=1)))


def rfc(day: date) -> str:
    """Return the date as RSS has it."""
    return format_datetime(moment(day))


def _day(day: date) -> str | None:
    return day.isoformat()


def _month(day: date) -> str | None:
    return f"{day:%Y-%m}"


def _none(day: date) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class DateForm:
    """One way to state a date: numbers are those of the list of forms that was drawn up from real pages."""

    number: int
    above: Callable[[date], str] = lambda day: ""
    below: Callable[[date], str] = lambda day: ""
    path: str = _PLAIN
    """May hold the fields of a date."""
    known: Callable[[date], str | None] = _day


FORMS: tuple[DateForm, ...] = (
    DateForm(1, lambda d: f"{short(d)} | {d.year}"),
    DateForm(2, long),
    DateForm(3, below=lambda d: f"Sidansvarig Publicerad: {WEEKDAYS[d.weekday()][:2]} {short(d)} {d.year}."),
    DateForm(4, lambda d: f"Publicerad: {long(d)}"),
    DateForm(5, below=lambda d: f"Publicerad: {long(d)}"),
    DateForm(6, lambda d: "Publicerad", path="/nyheter/{year}/{month:02}/{day:02}/{slug}/"),
    DateForm(7, lambda d: "Publicerat:", known=_none),
    DateForm(8, lambda d: f"Senast uppdaterad: {d.isoformat()}", known=_none),
    DateForm(9, lambda d: f"Senast uppdaterad: {d.day} {MONTHS[d.month - 1]}, {d.year} - 15:52", known=_none),
    DateForm(10, below=lambda d: f"Uppdaterad<br>{d.isoformat()}", known=_none),
    DateForm(11, below=lambda d: f"Sidan uppdaterades: {long(d)}", known=_none),
    DateForm(12, lambda d: f"{d.isoformat()} 08:40Pressmeddelande"),
    DateForm(
        13,
        lambda d: (
            f"Pressmeddelande\N{NO-BREAK SPACE}  •  \N{NO-BREAK SPACE}{ENGLISH[d.month - 1]} {d:%d}, {d.year} 10:00 CET"
        ),
    ),
    DateForm(16, lambda d: f"{long(d)} kl 13:18</p><p>Denna artikel publicerades för {2026 - d.year} år sedan"),
    DateForm(17, lambda d: f"| {d.isoformat()}"),
    DateForm(18, lambda d: f"{weekday(d)} {long(d)}"),
    DateForm(20, lambda d: f"{weekday(d)} {d.day} {MONTHS[d.month - 1]}", path="/nyheter/{year}/{month:02}/{slug}"),
    DateForm(21, below=lambda d: f"Tid: {weekday(d)} {d.day} {MONTHS[d.month - 1]}, kl. 13.00", known=_none),
    DateForm(24, below=lambda d: f"Alvik den {long(d)}"),
    DateForm(26, lambda d: f"publicerad {d.year} {d.month:02} {d.day:02}"),
    DateForm(27, below=lambda d: "Utskriftsdatum: 03 April 2020", known=_none),
    DateForm(29, path="/nyheter/{year}-{month:02}-{day:02}-{slug}.html"),
    DateForm(30, below=lambda d: f"Avtalet gäller 1 januari {d.year} – 31 december {d.year + 1}.", known=_none),
    DateForm(32, lambda d: f"{short(d)} | {d.year}</p><p>Senast uppdaterad 2026-10-30"),
    DateForm(37, lambda d: f"Ekdala kommun |{d.isoformat()}| |Ks 1121/2017|"),
    DateForm(38, lambda d: f"{MONTHS[d.month - 1].capitalize()} {d.year}", known=_month),
    DateForm(39, below=lambda d: f"Publicerad av: Embla Sandevi, den {long(d)}."),
)
