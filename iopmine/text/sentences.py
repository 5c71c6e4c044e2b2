"""Sentence bounds of Swedish news text, by punctuation, abbreviations and line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ABBREVIATIONS = frozenset(
    "bl.a t.ex d.v.s dvs m.fl m.m o.s.v osv s.k f.d e.d resp ca kl nr st tel jfr kap max min obs ev inkl exkl "
    "fr.o.m t.o.m p.g.a pga mkt dr prof forts jan feb mar apr jun jul aug sep sept okt nov dec mån tis ons "
    "tors fre lör sön a.a i.e e.g bl.a. mfl mm fr.o.m. sid st. gm f.n t.v n.b".split()
)
_STOP = re.compile(r"[.!?…][\"”’')\]]*(?=\s)|\n[ \t]*\n+|\n(?=\s*[–•*·▪-]\s)|\n(?=\S)")
_LAST_WORD = re.compile(r"([\w.]+)\.$")
_NEXT = re.compile(r"\s*([\"”’'(\[–-]*\s*)(\S)")


def _ends_here(text: str, start: int, stop: re.Match[str]) -> bool:
    if stop.group().startswith("\n"):
        return _line_ends(text, start, stop)
    following = _NEXT.match(text, stop.end())
    if following and following.group(2).islower():
        return False
    if stop.group().startswith("."):
        last = _LAST_WORD.search(text, max(start, stop.start() - 20), stop.start() + 1)
        if last:
            word = last.group(1).casefold()
            return word not in _ABBREVIATIONS and not (len(word) == 1 and word.isalpha())
    return True


def _line_ends(text: str, start: int, stop: re.Match[str]) -> bool:
    """Tell whether a line break ends a sentence: it does unless the line is hard-wrapped running text."""
    if stop.group().count("\n") > 1:
        return True
    line = text[max(start, text.rfind("\n", 0, stop.start()) + 1) : stop.start()].rstrip()
    following = text[stop.end() : stop.end() + 40].lstrip()
    wrapped = len(line) > 60 and line[-1:] not in '.!?:”"' and following[:1].islower()
    return not wrapped


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences as (start, end) offsets, white space trimmed, in order, never overlapping."""
    start = 0
    for stop in _STOP.finditer(text):
        if stop.end() <= start or not _ends_here(text, start, stop):
            continue
        end = stop.end()
        yield from _trimmed(text, start, end)
        start = end
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
