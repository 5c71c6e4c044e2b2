"""What several components ask of one text: its words, sentences, marked passages and mentions of IOP, found once.

The answers are kept for the last texts only, a batch of them, by the text itself: components stay independent of each
other and work in any order, in anyone's pipeline, and a document carries nothing that spaCy could not store.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import NamedTuple

from iopmine.nlp.relevance import iop_terms
from iopmine.nlp.spans import SpanIndex
from iopmine.text.passages import Passage, passages
from iopmine.text.sentences import sentences

_LONG_TEXT = 20_000
_WORD = re.compile(r"\w+|[^\w\s]")
_GENITIVE_MARK = re.compile(r"(?::s|['’]s)(?!\w)")
# A sentence may open with a dash, a bullet, a number or a quotation mark before its first word.
_OPENING = re.compile(r"[\s–—•*·▪\"”’'(\[-]{0,20}+(?:\d{1,3}[.)]\s{1,5})?")


class Word(NamedTuple):
    """A word or punctuation mark with its offsets."""

    text: str
    start: int
    end: int
    folded: str


def words(text: str) -> list[Word]:
    """Split a text (in matching form) into words and single punctuation marks."""
    return [Word(printed := m.group(), m.start(), m.end(), printed.casefold()) for m in _WORD.finditer(text)]


def opens_word(text: str, start: int) -> bool:
    """Tell whether a name may start here: not inside a compound with a hyphen."""
    return not (start > 1 and text[start - 1] in "-‑" and text[start - 2].isalnum())


def ends_word(text: str, end: int) -> bool:
    """Tell whether a name may end here: a genitive may follow, a hyphen or colon and letters may not."""
    if text[end : end + 1] in {"-", "‑"}:
        return not text[end + 1 : end + 2].isalnum()
    if text[end : end + 1] == ":" and text[end + 1 : end + 2].isalpha():
        return genitive_reach(text, end) > end
    return not text[end : end + 1].isalnum()


def genitive_reach(text: str, end: int) -> int:
    """Return the end of a name with the genitive written apart by a colon or an apostrophe, if there is one."""
    found = _GENITIVE_MARK.match(text, end)
    return found.end() if found else end


class Analysis:
    """One text (in matching form) with what is found in it on first demand."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def words(self) -> list[Word]:
        """The words and punctuation marks."""
        return words(self.text)

    @cached_property
    def forms(self) -> list[str]:
        """The words and punctuation marks as printed, in order."""
        return [word.text for word in self.words]

    @cached_property
    def printed(self) -> frozenset[str]:
        """The same, each once."""
        return frozenset(self.forms)

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """The sentences as (start, end), in order."""
        return list(sentences(self.text))

    @cached_property
    def sentence_starts(self) -> frozenset[int]:
        """The offsets of the first letter of each sentence, behind dashes, bullets and quotation marks."""
        return frozenset(_first_letter(self.text, start) for start, _ in self.sentences)

    @cached_property
    def passages(self) -> list[Passage]:
        """The passages that are not the article's own news, in order."""
        return passages(self.text)

    @cached_property
    def marked(self) -> SpanIndex:
        """The same passages, to be asked whether a position lies in one."""
        return SpanIndex((p.start, p.end) for p in self.passages)

    @cached_property
    def iop(self) -> list[tuple[int, int]]:
        """The mentions of IOP, spelled out or short, in order."""
        return iop_terms(self.text)

    @cached_property
    def title_end(self) -> int:
        """The offset at which the first line, the title, ends."""
        end = self.text.find("\n")
        return len(self.text) if end < 0 else end


def _first_letter(text: str, start: int) -> int:
    found = _OPENING.match(text, start)
    return found.end() if found else start


def analyse(text: str) -> Analysis:
    """Return the analysis of a text; the one made for the component before, if it was the same text."""
    return _long(text) if len(text) > _LONG_TEXT else _short(text)


# A batch of articles walks the components together; of reports as long as books only the last are kept.
@lru_cache(maxsize=64)
def _short(text: str) -> Analysis:
    return Analysis(text)


@lru_cache(maxsize=2)
def _long(text: str) -> Analysis:
    return Analysis(text)
