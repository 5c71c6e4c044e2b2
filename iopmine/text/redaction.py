"""Personal data that never leaves the store: e-mail addresses, phone numbers, personal identity numbers.

Names of persons are a matter of entity recognition (room ``nlp``); this module finds what has a form of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

EMAIL_MASK = "[e-post]"
PHONE_MASK = "[telefon]"
PERSON_MASK = "[person]"
IDENTITY_MASK = "[personnummer]"

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]|\(a\)|\(snabel-a\))\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}",
    re.IGNORECASE,
)
# Years, times and register numbers must not look like phones: a Swedish number starts with 0, +46 or 0046.
_PHONE_START = re.compile(r"(?<![\w/:-])(?:\+46|0046|0)[\d\s()/–-]{5,18}\d(?![\w:])")
_IDENTITY = re.compile(r"(?<!\d)(?:19|20)?(\d{2})(\d{2})(\d{2})[-+ ]?(\d{4})(?!\d)")


def _luhn(digits: str) -> bool:
    """Check digit of the ten-digit number (Luhn, as in Folkbokföringslag 18 §)."""
    total = 0
    for index, char in enumerate(digits):
        product = int(char) * (2 - index % 2)
        total += product - 9 if product > 9 else product
    return total % 10 == 0


def _identity_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _IDENTITY.finditer(text):
        year, month, day, last = found.groups()
        # Organisation numbers have a month of at least 20 and stay; co-ordination numbers add 60 to the day.
        if 1 <= int(month) <= 12 and (1 <= int(day) <= 31 or 61 <= int(day) <= 91) and _luhn(year + month + day + last):
            yield found.start(), found.end(), IDENTITY_MASK


def _phones(text: str) -> Iterator[tuple[int, int, str]]:
    for candidate in _PHONE_START.finditer(text):
        for found in phonenumbers.PhoneNumberMatcher(
            candidate.group(), "SE", leniency=phonenumbers.Leniency.POSSIBLE, max_tries=10
        ):
            yield candidate.start() + found.start, candidate.start() + found.end, PHONE_MASK


def personal_data(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, mask) of each e-mail address, phone number and personal identity number, in order."""
    found = [(m.start(), m.end(), EMAIL_MASK) for m in _EMAIL.finditer(text)]
    found += _identity_numbers(text)
    found += _phones(text)
    kept: list[tuple[int, int, str]] = []
    for item in sorted(found):
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


def blackout(text: str, persons: tuple[tuple[int, int], ...] = ()) -> str:
    """Return a text of equal length with personal data covered by ``█``, so that offsets into it stay true.

    ``persons`` holds the (start, end) offsets of the names of persons to cover as well.
    """
    letters = list(text)
    for start, end in [*((s, e) for s, e, _ in personal_data(text)), *persons]:
        letters[start:end] = "█" * (end - start)
    return "".join(letters)
