"""Titles of texts that have no markup for them."""

from __future__ import annotations

from iopmine.text.normal import fold, squeeze
from iopmine.text.sentences import sentences

MAX_TITLE = 250
_HEAD_BLOCKS = 6


def title_of(text: str) -> str:
    """Return the first line that holds a word, without Markdown's signs; of a long line its first sentence."""
    for raw in text.splitlines():
        line = squeeze(raw[: 4 * MAX_TITLE]).lstrip("#").strip()
        if any(char.isalnum() for char in line):
            return shortened(line)
    return ""


def beginning_with(title: str, body: str) -> str:
    """Return the text with its title first; a heading among the first blocks that repeats it is not printed twice."""
    if body.startswith(title):
        return body
    blocks = body.split("\n\n")
    wanted = fold(title)
    kept = [block for index, block in enumerate(blocks) if index >= _HEAD_BLOCKS or fold(block) != wanted]
    return "\n\n".join([title, *kept])


def shortened(line: str) -> str:
    """Return the line, or its first sentence if the line is too long for a title, or the words that fit."""
    if len(line) <= MAX_TITLE:
        return line
    start, end = next(sentences(line), (0, len(line)))
    if end - start <= MAX_TITLE:
        return line[start:end]
    return line[:MAX_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"
