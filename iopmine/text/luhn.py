"""The check digit of Swedish identity and organisation numbers."""

from __future__ import annotations


def has_check_digit(digits: str) -> bool:
    """Tell whether the last of ten digits is the check digit of the others (Luhn, as in Folkbokföringslag 18 §)."""
    total = 0
    for index, char in enumerate(digits):
        product = int(char) * (2 - index % 2)
        total += product - 9 if product > 9 else product
    return total % 10 == 0
