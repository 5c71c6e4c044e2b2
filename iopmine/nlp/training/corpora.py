"""The openly licensed corpora as sentences with name tags of one scheme (PER, LOC, ORG; BIO).

The corpora disagree in what they call a name. What is evened out here, and why:

- SUC 3.0 marks countries and towns that act as institutions; the automatic column calls them places, as the other
  corpora do, so a manual institution that the automatic column calls a place becomes a place.
- SUC 3.0 cuts names of several words into several institutions (``Atlas | Copco``): neighbours are joined.
- Titles in lower case stand inside persons in SUC 3.0 (``kriminalinspektör Inge F.``): they are left outside.
- Swedish web news has tags without B and I: neighbours of one label are one name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from iopmine.errors import ReadingError

_SUC = {"person": "PER", "place": "LOC", "inst": "ORG"}
_KEPT = frozenset({"PER", "LOC", "ORG"})
_SOFT_HYPHEN = "\xad"


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """A sentence as tokens with one tag each: ``O``, ``B-LABEL`` or ``I-LABEL``."""

    tokens: tuple[str, ...]
    tags: tuple[str, ...]


def read_web_news(path: Path) -> list[TaggedSentence]:
    """Return the sentences of the Swedish NER corpus of web news 2012 (token and label on a line, no BIO)."""
    return [_sentence([row[0] for row in rows], _spans_of_runs([row[-1] for row in rows])) for rows in _blocks(path, 2)]


def read_suc(path: Path) -> list[TaggedSentence]:
    """Return the sentences of SUCX 3.0 with token, manual tag and automatic tag on a line."""
    sentences = []
    for rows in _blocks(path, 3):
        tokens = [row[0] for row in rows]
        manual = [_SUC.get(row[1].partition("-")[2], "") for row in rows]
        names = [_suc_name(name, rows) for name in _spans_of_runs(manual, heads=_heads(rows))]
        sentences.append(_sentence(tokens, _without_titles(tokens, names)))
    return sentences


def read_iob2(path: Path) -> list[TaggedSentence]:
    """Return the sentences of a Universal NER file (number, token, tag, … on a line)."""
    sentences = []
    for rows in _blocks(path, 3):
        tags = [row[2] for row in rows]
        labels = [tag.partition("-")[2] for tag in tags]
        heads = {i for i, tag in enumerate(tags) if tag.startswith("B")}
        sentences.append(_sentence([row[1] for row in rows], _spans_of_runs(labels, heads=heads)))
    return sentences


def spans(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """Return the names that BIO tags mark, as (first token, end token, label), half-open."""
    found = set()
    start = -1
    for index, tag in enumerate([*tags, "O"]):
        if start >= 0 and tag != f"I-{tags[start][2:]}":
            found.add((start, index, tags[start][2:]))
            start = -1
        if tag != "O" and start < 0:
            start = index
    return found


def _blocks(path: Path, columns: int) -> Iterator[list[list[str]]]:
    """Yield the lines of each sentence, split into columns; comments and lines of identity are left out."""
    try:
        lines = unicodedata.normalize("NFC", path.read_text(encoding="utf-8")).split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadingError(f"The corpus {path} could not be read: {error}.") from error
    block: list[list[str]] = []
    for line in lines:
        row = line.replace(_SOFT_HYPHEN, "").split()
        if len(row) >= columns and not line.startswith("# "):
            block.append(row)
        elif not line.strip() and block:
            yield block
            block = []
    if block:
        yield block


def _suc_name(name: tuple[int, int, str], rows: list[list[str]]) -> tuple[int, int, str]:
    """Return a manual institution as a place where the automatic column calls all of it a place."""
    start, end, label = name
    place = label == "ORG" and all(row[2].endswith("LOC") for row in rows[start:end])
    return start, end, "LOC" if place else label


def _heads(rows: list[list[str]]) -> set[int]:
    """Return where a name begins in SUC: at a B, but not at one that goes on an institution."""
    heads = set()
    for index, row in enumerate(rows):
        goes_on = index > 0 and row[1] == "B-inst" and rows[index - 1][1].endswith("-inst")
        if row[1].startswith("B") and not goes_on:
            heads.add(index)
    return heads


def _spans_of_runs(labels: Sequence[str], *, heads: set[int] | None = None) -> list[tuple[int, int, str]]:
    """Return the runs of one label; a run is cut where ``heads`` says that a new name begins."""
    found = []
    start = 0
    for index in range(1, len(labels) + 1):
        cut = index == len(labels) or labels[index] != labels[start] or (heads is not None and index in heads)
        if cut:
            if labels[start] in _KEPT:
                found.append((start, index, labels[start]))
            start = index
    return found


def _without_titles(tokens: Sequence[str], names: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    cut = []
    for start, end, label in names:
        first = start
        while label == "PER" and first < end - 1 and tokens[first][:1].islower() and tokens[end - 1][:1].isupper():
            first += 1
            if tokens[first - 1] in {"von", "af", "de", "van", "da", "di", "el", "al"}:
                first -= 1
                break
        cut.append((first, end, label))
    return cut


def _sentence(tokens: Sequence[str], names: Sequence[tuple[int, int, str]]) -> TaggedSentence:
    tags = ["O"] * len(tokens)
    for start, end, label in names:
        tags[start:end] = [f"B-{label}", *[f"I-{label}"] * (end - start - 1)]
    return TaggedSentence(tuple(tokens), tuple(tags))
