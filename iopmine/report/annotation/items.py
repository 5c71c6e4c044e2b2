"""What an annotator sees and says of one document, whatever the tool."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

NAMES = ("ORG", "LOC", "PER")
JUDGED = (*NAMES, "areas", "frames", "relevant")
"""All that can be judged of a document."""


class Span(NamedTuple):
    """A name: characters, half-open, and its label."""

    start: int
    end: int
    label: str


class Code(NamedTuple):
    """A code that a document can be given: of a challenge area or a frame."""

    kind: Literal["area", "frame"]
    id: str
    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """One document with its labels; ``judged`` names what was looked at, so that silence can mean "none"."""

    document_id: str
    text: str
    title: str = ""
    spans: tuple[Span, ...] = ()
    areas: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    relevant: bool | None = None
    judged: frozenset[str] = frozenset(JUDGED)


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What a file gave back: annotations, and the ids of documents that nobody has annotated yet."""

    annotations: tuple[Annotation, ...]
    left_out: tuple[str, ...] = ()


def trimmed(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Return the spans without white space at either side, in text order, each once; empty ones are dropped."""
    kept = set()
    for start, end, label in spans:
        words = text[start:end]
        left = len(words) - len(words.lstrip())
        if words.strip():
            kept.add(Span(start + left, start + left + len(words.strip()), label))
    return tuple(sorted(kept))


def document_labels(annotation: Annotation) -> list[str]:
    """Return areas, frames and relevance as one list of labels, as tools with a single list take them."""
    relevance = [] if annotation.relevant is None else [f"relevant:{'yes' if annotation.relevant else 'no'}"]
    return [*(f"area:{key}" for key in annotation.areas), *(f"frame:{key}" for key in annotation.frames), *relevance]


def of_labels(labels: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...], bool | None]:
    """Return (areas, frames, relevance) of such a list; a label of another kind is passed over."""
    parts = sorted({tuple(label.split(":", 1)) for label in labels if ":" in label})
    areas, frames, said = ([part[1] for part in parts if part[0] == kind] for kind in ("area", "frame", "relevant"))
    return tuple(areas), tuple(frames), of_words(said)


def of_words(said: Sequence[str]) -> bool | None:
    """Return what "yes" or "no" alone says; None for nothing, and for both."""
    return said[0] == "yes" if len(said) == 1 and said[0] in {"yes", "no"} else None


def judged_of(stated: object, areas: Sequence[str], frames: Sequence[str]) -> frozenset[str]:
    """Return what was judged: as our file says, else (a file of someone else) names and what is there."""
    if isinstance(stated, list):
        return frozenset(JUDGED) & {str(part) for part in stated}
    there = [name for name, found in (("areas", areas), ("frames", frames)) if found]
    return frozenset([*NAMES, "relevant", *there])
