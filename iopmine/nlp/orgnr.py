"""Organisation numbers that a text gives, and whose they are.

Ten digits with a check digit (Luhn); the third and fourth make a "month" of at least 20, which keeps them apart from
personal identity numbers. Source: Skatteverket, SKV 709, Organisationsnummer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from iopmine.nlp.candidates import Candidate
from iopmine.text.luhn import has_check_digit

_CUE = r"(?:org(?:anisations)?\.?[ -]?(?:nummer|nr)\.?:? ?)"
# Ten digits in a row are an organisation number only where the text says so; with the hyphen they speak for themselves.
_NUMBER = re.compile(
    rf"(?<![\d-])(?:{_CUE}(?:16)?(?P<told>\d{{6}}[-–]?\d{{4}})|(?P<bare>\d{{6}}[-–]\d{{4}}))(?![\d-])", re.IGNORECASE
)
_LEAST_MONTH = 20
# Between a name and its number there is room for "(", ", org.nr" or a place, not for another sentence.
_REACH = 60
_SENTENCE_END = re.compile(r"[.!?]\s+[A-ZÅÄÖ]|\n")
_BESIDE = re.compile(r"[\s,;:–|-]{1,4}")


def organisation_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, number) of each valid organisation number, the number in the form ``802000-1234``."""
    for found in _NUMBER.finditer(text):
        digits = re.sub(r"\D", "", found["told"] or found["bare"])
        if int(digits[2:4]) >= _LEAST_MONTH and has_check_digit(digits):
            yield found.start(), found.end(), f"{digits[:6]}-{digits[6:]}"


def numbered(text: str, chosen: Sequence[Candidate]) -> dict[int, str]:
    """Return the organisation number of each mention that the text gives one, by the mention's place in ``chosen``.

    A number belongs to the organisation right before it in the sentence, or else to the one that directly follows.
    """
    owners: dict[int, str] = {}
    orgs = [(index, candidate) for index, candidate in enumerate(chosen) if candidate.label == "ORG"]
    position = 0
    for start, end, number in organisation_numbers(text):
        while position < len(orgs) and orgs[position][1].reach <= start:
            position += 1
        before = orgs[position - 1] if position else None
        after = orgs[position] if position < len(orgs) else None
        if before and start - before[1].reach <= _REACH and not _SENTENCE_END.search(text, before[1].reach, start):
            owners[before[0]] = number
        elif after and _BESIDE.fullmatch(text, end, after[1].start):
            owners[after[0]] = number
    return owners
