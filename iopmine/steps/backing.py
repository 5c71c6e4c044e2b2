"""What the tested shifts rest on: words, articles, organisations, events of the time, and words that drift."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from iopmine.lexicon import Lexicon
from iopmine.records import Document, Receipt, Shift, WordDrift
from iopmine.steps.readings import Readings
from iopmine.store import Store
from iopmine.trends.drift import DOCUMENTS_LEAST, vocabulary_drift
from iopmine.trends.observations import DOCUMENTS, Dated, Observation, dated
from iopmine.trends.periods import midpoint
from iopmine.trends.receipts import Event, receipts

Words = Mapping[str, Mapping[str, int]]
"""Document id → how often it has which lemma."""
MAINLY = 0.3
"""A story belongs to a topic with such a share of it."""
# What the receipts of every shift read: which stories there are, and whom they name.
_ENTITY = "entity"
_ALWAYS = frozenset({DOCUMENTS, _ENTITY})
_SHARED = ("", "")


def words_of(readings: Readings, documents: Sequence[Document]) -> Words:
    """Return the own words of documents, in lower case."""
    return {
        d.id: Counter(lemma.lower() for lemma in readings.words(d)[0] if any(map(str.isalpha, lemma)))
        for d in documents
    }


def backed(
    lexicon: Lexicon,
    store: Store,
    documents: Sequence[Document],
    shifts: Sequence[Shift],
    observations: Sequence[Observation],
    words: Words,
) -> list[Receipt]:
    """Return what each shift rests on."""
    if not shifts:
        return []
    titles = {document.id: document.title for document in documents}
    names = {entity.id: entity.canonical for entity in store.entities() if entity.label == "ORG"}
    events = [Event(each.id, each.date, each.title_sv) for each in lexicon.timeline if each.status == "verified"]
    told: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for seen in observations:
        if seen.kind == _ENTITY and seen.key not in names:
            continue
        told[(seen.kind, seen.key) if seen.kind not in _ALWAYS else _SHARED].append(seen)
    return [
        receipt
        for shift in shifts
        for receipt in receipts(
            shift,
            [*told[_SHARED], *told[shift.kind, shift.key]],
            words=words,
            events=events,
            titles=titles,
            names=names,
        )
    ]


def drifted(observations: Sequence[Observation], words: Words, *, seed: int) -> Iterator[WordDrift]:
    """Yield the words that came or went inside a topic, area or frame, where it has stories enough."""
    stories: dict[tuple[str, str], dict[str, Dated]] = defaultdict(dict)
    for seen in dated(observations):
        if seen.kind != DOCUMENTS and seen.weight >= MAINLY and seen.document_id in words:
            earlier = stories[seen.kind, seen.key].setdefault(seen.story_id, seen)
            if _place(seen) < _place(earlier):
                stories[seen.kind, seen.key][seen.story_id] = seen
    enough = {of: having for of, having in stories.items() if len(having) >= DOCUMENTS_LEAST}
    for of, having in sorted(enough.items()):
        told = [having[story] for story in sorted(having)]
        yield from vocabulary_drift(
            [midpoint(one.published, one.precision) for one in told],
            [words[one.document_id].keys() for one in told],
            [one.group for one in told],
            of=of,
            series=len(enough),
            seed=seed,
        )


def _place(seen: Dated) -> tuple[float, str]:
    return midpoint(seen.published, seen.precision), seen.document_id
