"""Personal data that never leaves the store: e-mail addresses, phone numbers, personal identity numbers.

Names of persons are a matter of entity recognition (room ``nlp``); this module finds what has a form of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote_plus

import phonenumbers

from iopmine.text.luhn import has_check_digit

EMAIL_MASK = "[e-post]"
PHONE_MASK = "[telefon]"
PERSON_MASK = "[person]"
IDENTITY_MASK = "[personnummer]"

# Also written so that robots do not see it: (at), [at], (a), snabel-a, (dot).
_EMAIL = re.compile(
    r"""(?<![\w.+-])[\w.+-]{1,64}
        (?: \s?(?: @ | ＠ | &\#64; | [(\[{]\s?(?:@|at|a|snabel-?a)\s?[)\]}] )\s? | \ssnabel-?a\s )
        [\w-]{1,63} (?: (?: \. | \s?[(\[{](?:dot|punkt)[)\]}]\s? ) [\w-]{1,63} ){1,4}""",
    re.IGNORECASE | re.VERBOSE,
)
# Years, times and register numbers must not look like phones: a Swedish number starts with 0, +46 or 0046. Points part
# it only where there are three of them, else it is a time.
_PHONE_START = re.compile(
    r"""(?<![\w/‑-]) (?<!\d:)
        (?: (?:\+46|0046|0(?!00)) [\d\s()/–‑-]{5,18} \d | 0\d{1,2}(?:\.\d{2,3}){3} )
        (?![\w:])""",
    re.VERBOSE,
)
# The shortest number with its area code; what is shorter is a register number, an amount or a code.
_PHONE_DIGITS = 8
_DATE = re.compile(r"(?:0[1-9]|[12]\d|3[01])[-\s/](?:0[1-9]|1[0-2])[-\s/](?:19|20)\d\d")
# The rest of an amount whose first digits stand before it: 2[ 070 174], 5[ 000 000–7 000 000].
_THOUSANDS = re.compile(r"\d{3}(?:\s\d{3})*(?:\s?[–-]\s?\d{1,3}(?:\s\d{3})*)?")
_LEADING = re.compile(r"(?<![\d-])\d{1,3}\s$")
_IDENTITY = re.compile(
    r"(?<!\d)(?:19|20)?(?:(\d\d)(\d\d)(\d\d)(?:\s?[-–‑+]\s?|\s)?|(\d\d)([ -])(\d\d)\5(\d\d)[-–+])(\d{4})(?!\d)"
)

_ADDRESS_PART = re.compile(r"""[^\s/?&=#"'<>]+""")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")


def _identity_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _IDENTITY.finditer(text):
        year, month, day = (found[1], found[2], found[3]) if found[1] else (found[4], found[6], found[7])
        # Organisation numbers have a month of at least 20 and stay; co-ordination numbers add 60 to the day.
        possible = 1 <= int(month) <= 12 and (1 <= int(day) <= 31 or 61 <= int(day) <= 91)
        if possible and has_check_digit(year + month + day + found[8]):
            yield found.start(), found.end(), IDENTITY_MASK


def _phones(text: str) -> Iterator[tuple[int, int, str]]:
    for candidate in _PHONE_START.finditer(text):
        digits = sum(map(str.isdigit, candidate.group()))
        if digits < _PHONE_DIGITS or _DATE.fullmatch(candidate.group()) or _is_amount(text, candidate):
            continue
        for found in phonenumbers.PhoneNumberMatcher(
            candidate.group(), "SE", leniency=phonenumbers.Leniency.POSSIBLE, max_tries=10
        ):
            yield candidate.start() + found.start, candidate.start() + found.end, PHONE_MASK


def _is_amount(text: str, candidate: re.Match[str]) -> bool:
    """Tell whether the digits go on from those before them, in threes."""
    before = text[max(0, candidate.start() - 5) : candidate.start()]
    return bool(_LEADING.search(before) and _THOUSANDS.fullmatch(candidate.group()))


def _in_addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the parts of web addresses that hold personal data in encoded form (``?to=anna%40example.org``)."""
    if "%" not in text and "=" not in text:
        return
    for part in _ADDRESS_PART.finditer(text):
        word = part.group()
        if _PERCENT.search(word) or ("+" in word and text[part.start() - 1 : part.start()] == "="):
            found = next(_plain(unquote_plus(word)), None)
            if found is not None:
                yield part.start(), part.end(), found[2]


def _plain(text: str) -> Iterator[tuple[int, int, str]]:
    yield from ((found.start(), found.end(), EMAIL_MASK) for found in _EMAIL.finditer(text))
    yield from _identity_numbers(text)
    yield from _phones(text)


def personal_data(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, mask) of each e-mail address, phone number and personal identity number, in order."""
    kept: list[tuple[int, int, str]] = []
    for item in sorted((*_plain(text), *_in_addresses(text))):
        if not kept or item[0] >= kept[-1][1]:
            kept.append(item)
    return kept


def redact(text: str, persons: tuple[str, ...] = ()) -> str:
    """Return the text with personal data masked, and each of the given names of persons."""
    pieces, last = [], 0
    for start, end, mask in personal_data(text):
        pieces += [text[last:start], mask]
        last = end
    masked = "".join([*pieces, text[last:]])
    if not persons:
        return masked
    names = "|".join(
        r"\s+".join(map(re.escape, name.split())) for name in sorted(persons, key=len, reverse=True) if name
    )
    return re.sub(rf"(?<!\w)(?:{names})(?=s?(?!\w))", PERSON_MASK, masked) if names else masked
