"""Topics that a person names beforehand: by words, by an area or frame of the lexicon, or by documents."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from iopmine.errors import UsageError
from iopmine.lexicon import Lexicon
from iopmine.records import AreaHit, Document, FrameHit
from iopmine.store import Store
from iopmine.text.normal import nfc, squeeze

EXAMPLES_MOST: Final = 20
"""Of an area or frame, so many documents with most evidence for it are examples."""
_COLUMNS: Final = ("document_id", "topic")
_HINT: Final = 'Write NAME=WORD,WORD, area:ID or frame:ID, for example "Hemlöshet=hemlös,härbärge" or area:hemloshet.'


@dataclass(frozen=True, slots=True)
class Seeds:
    """``anchors``: name of a topic → its words (lemmas); ``labelled``: document id → name of its topic."""

    anchors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    labelled: Mapping[str, str] = field(default_factory=dict)


def seeds(
    store: Store, lexicon: Lexicon, documents: Iterable[Document], given: Sequence[str], labelled: Path | None = None
) -> Seeds:
    """Return what topics are to begin from.

    Args:
        store: holds the evidence for areas and frames.
        lexicon: knows their names.
        documents: of the store.
        given: ``NAME=WORD,WORD``, ``area:ID`` or ``frame:ID`` each.
        labelled: a CSV file with the columns document_id and topic; a label given there goes before the evidence.

    Raises:
        UsageError: a wish of another form, an unknown area or frame or one without evidence, or a file that cannot be
            read.
    """
    speaks: dict[str, str] = {}
    speaker_of: dict[str, str] = {}
    for document in documents:
        speaker_of[document.id] = speaks.setdefault(document.story_id or document.id, document.id)
    anchors: dict[str, tuple[str, ...]] = {}
    by_document: dict[str, str] = {}
    for wish in given:
        name, equals, words = wish.partition("=")
        listed = tuple(word for part in words.split(",") if (word := squeeze(nfc(part)).lower()))
        kind, _, key = wish.partition(":")
        if equals and name.strip() and listed and not any(word.startswith(("area:", "frame:")) for word in listed):
            anchors[squeeze(nfc(name))] = listed
        elif not equals and kind in {"area", "frame"}:
            by_document |= _examples(store, lexicon, kind, key, speaker_of)
        else:
            raise UsageError(f"--anchor {wish} is no topic to begin from.", hint=_HINT)
    if labelled is not None:
        by_document |= _labels(labelled, speaker_of)
    return Seeds(anchors, by_document)


def _examples(store: Store, lexicon: Lexicon, kind: str, key: str, speaker_of: Mapping[str, str]) -> dict[str, str]:
    """Return the documents with most evidence for an area or frame, under its Swedish name."""
    known = {each.id: each.label_sv for each in (lexicon.areas if kind == "area" else lexicon.frames)}
    if key not in known:
        raise UsageError(f"--anchor {kind}:{key}: there is no such {kind}.", hint=f"Choose from: {', '.join(known)}.")
    hits: Iterable[AreaHit | FrameHit] = store.areas() if kind == "area" else store.frames()
    evidence: dict[str, Counter[str]] = defaultdict(Counter)
    for hit in hits:
        if hit.document_id in speaker_of:
            evidence[speaker_of[hit.document_id]][hit.id] += 1
    # A document is an example of what it has most evidence for.
    own = [(-count[key], id_) for id_, count in evidence.items() if count[key] == max(count.values())]
    if not own:
        raise UsageError(
            f"--anchor {kind}:{key}: no stored text is mainly about it.",
            hint="Give words instead: --anchor NAME=WORD,WORD.",
        )
    return {id_: known[key] for _, id_ in sorted(own)[:EXAMPLES_MOST]}


def _labels(path: Path, speaker_of: Mapping[str, str]) -> dict[str, str]:
    """Read labelled documents; a reprint's label is that of its story."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path} cannot be read: {error}.", hint="Give a CSV file in UTF-8.") from error
    found: dict[str, str] = {}
    for number, row in enumerate(rows, start=2):
        id_, name = (squeeze(nfc(row.get(column) or "")) for column in _COLUMNS)
        if not id_ or not name:
            raise UsageError(f"{path}, line {number}: document_id and topic are both needed.")
        if id_ not in speaker_of:
            raise UsageError(f"{path}, line {number}: there is no document {id_!r} in the store.")
        found[speaker_of[id_]] = name
    if not found:
        raise UsageError(f"{path} labels no document.", hint=f"Its columns are {' and '.join(_COLUMNS)}.")
    return found
