"""The words of the explorer, in Swedish and in English, from ``strings.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@cache
def table() -> dict[str, tuple[str, str]]:
    """Return every string by key, in Swedish and in English."""
    parsed = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {key: (swedish, english) for key, (swedish, english) in parsed.items()}


def strings(language: Language) -> dict[str, str]:
    """Return every string by key in one language."""
    column = LANGUAGES.index(language)
    return {key: pair[column] for key, pair in table().items()}
