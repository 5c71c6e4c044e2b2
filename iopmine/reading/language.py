"""The language of a text, where there is enough of it to tell."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# What occurs on Swedish sites; more candidates only add ways to be wrong on short texts.
LANGUAGES = ("sv", "no", "nb", "nn", "da", "en", "fi", "de")
MIN_CHARACTERS = 200
_ENOUGH = 1500


@cache
def _identifier() -> LanguageIdentifier:
    """An identifier of our own: py3langid's shared one would keep the restriction for everybody."""
    # With it comes numpy, which a process that reads nothing can do without.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([code for code in LANGUAGES if code in identifier.labels])
    return identifier


def load_model() -> None:
    """Load the model that ``language_of`` needs, which may take seconds, and use it once."""
    language_of("Kommunen och föreningen möts. " * MIN_CHARACTERS)


def language_of(text: str) -> str:
    """Return the ISO 639-1 code, ``no`` for Bokmål, or an empty string below 200 characters."""
    if len(text.strip()) < MIN_CHARACTERS:
        return ""
    code = str(_identifier().classify(text[:_ENOUGH])[0])
    return "no" if code == "nb" else code
