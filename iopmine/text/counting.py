"""Numbers of things in plain English, for messages."""

from __future__ import annotations


def counted(number: int, thing: str, things: str = "") -> str:
    """Return a number with its noun: *1 source*, *2 sources*; ``things`` is the plural where no s makes it."""
    return f"{number} {thing if number == 1 else things or f'{thing}s'}"
