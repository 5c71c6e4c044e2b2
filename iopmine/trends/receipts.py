"""What a shift rests on: words, documents and organisations that carry it, and events of its time.

An event inside the interval of the date is a coincidence in time. Nothing here says why the debate changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from iopmine.records import Receipt, Shift
from iopmine.trends.keyness import keyness
from iopmine.trends.observations import Observation, dated
from iopmine.trends.periods import day_of, midpoint

MOST = 5
WORDS_MOST = 10
ENTITY_STORIES_LEAST = 3
_DECIMALS = 4


class Event(NamedTuple):
    """A dated event: ``date`` is a truncated ISO date; ``end`` is empty for what happened on one."""

    id: str
    date: str
    title: str
    end: str = ""


class _Sides(NamedTuple):
    """How often something stands inside and outside the stretch, and among how many words or stories each."""

    inside: float | None = None
    outside: float | None = None
    of_inside: int | None = None
    of_outside: int | None = None


_NO_SIDES = _Sides()


class _Story(NamedTuple):
    """A story that is compared: its earliest document, whether it lies inside, and what it weighs in the series."""

    document_id: str
    inside: bool
    weight: float
    entities: frozenset[str]


def receipts(
    shift: Shift,
    observations: Iterable[Observation],
    *,
    words: Mapping[str, Mapping[str, int]] | None = None,
    events: Iterable[Event] = (),
    titles: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> list[Receipt]:
    """Return the receipts of a shift, best first within each kind.

    ``words``: the word counts of documents, by document id; ``titles``: of documents; ``names``: of entities. Words
    and organisations are those of the stories that have what is followed, inside the stretch against outside it. What
    a receipt says in a sentence: ``telling.receipt_sentence``.
    """
    stories = _stories(shift, observations)
    return [
        *_words(shift, stories, words or {}),
        *_documents(shift, stories, titles or {}),
        *_organisations(shift, stories, names or {}),
        *_events(shift, events),
    ]


def _stories(shift: Shift, observations: Iterable[Observation]) -> list[_Story]:
    """Return the stories of the time that was tested, in order of time."""
    rows = dated(observations)
    earliest: dict[str, tuple[float, str, str]] = {}
    weights: dict[str, float] = defaultdict(float)
    entities: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        moment = midpoint(row.published, row.precision)
        place = (moment, row.document_id, day_of(moment))
        earliest[row.story_id] = min(earliest.get(row.story_id, place), place)
        if (row.kind, row.key) == (shift.kind, shift.key):
            weights[row.story_id] = max(weights[row.story_id], row.weight)
        if row.kind == "entity" and row.weight > 0:
            entities[row.story_id].add(row.key)
    begin, end = shift.scope.split("/") if shift.scope else ("", "9999")
    return [
        _Story(document, shift.begin <= day <= shift.end, weights[story], frozenset(entities[story] - {shift.key}))
        for story, (_, document, day) in sorted(earliest.items(), key=lambda item: item[1])
        if begin <= day <= end
    ]


def _receipt(
    shift: Shift, what: str, thing: str, text: str, value: float, *, sides: _Sides = _NO_SIDES, g2: float | None = None
) -> Receipt:
    g2 = None if g2 is None else round(g2, _DECIMALS)
    return Receipt(shift.kind, shift.key, shift.date, what, thing, text, round(value, _DECIMALS), *sides, g2)


def _having(stories: Collection[_Story], inside: bool) -> list[_Story]:
    return [story for story in stories if story.inside is inside and story.weight > 0]


def _words(shift: Shift, stories: Collection[_Story], words: Mapping[str, Mapping[str, int]]) -> list[Receipt]:
    sides = [
        [words[story.document_id] for story in _having(stories, side) if story.document_id in words]
        for side in (True, False)
    ]
    return [
        _receipt(
            shift,
            "word",
            found.word,
            found.word,
            found.log_ratio,
            sides=_Sides(found.inside, found.outside, found.of_inside, found.of_outside),
            g2=found.g2,
        )
        for found in keyness(*sides)[:WORDS_MOST]
    ]


def _documents(shift: Shift, stories: Collection[_Story], titles: Mapping[str, str]) -> list[Receipt]:
    """Return the documents that move the difference most: those that stand out against the other side."""
    if shift.family in ("trend", "season") or not stories:
        return []
    inside = [story for story in stories if story.inside]
    # A rise is carried by what has it inside, a fall by what had it outside.
    carrying = inside if shift.effect > 0 else [story for story in stories if not story.inside]
    other = shift.outside if shift.effect > 0 else shift.inside
    moved = [(story.weight - (other or 0.0)) / len(carrying) for story in carrying]
    order = sorted(range(len(carrying)), key=lambda number: (-moved[number], number))
    return [
        _receipt(shift, "document", carrying[n].document_id, titles.get(carrying[n].document_id, ""), moved[n])
        for n in order[:MOST]
        if moved[n] > 0
    ]


def _organisations(shift: Shift, stories: Collection[_Story], names: Mapping[str, str]) -> list[Receipt]:
    """Return who is named more, or less, in the stories that have it: share inside minus share outside."""
    sides = [_having(stories, True), _having(stories, False)]
    if not all(sides) or shift.family in ("trend", "season"):
        return []
    found = []
    for key in {key for side in sides for story in side for key in story.entities}:
        here, there = (sum(key in story.entities for story in side) for side in sides)
        if here + there >= ENTITY_STORIES_LEAST:
            of = _Sides(here, there, len(sides[0]), len(sides[1]))
            change = here / len(sides[0]) - there / len(sides[1])
            found.append(_receipt(shift, "organisation", key, names.get(key, key), change, sides=of))
    return sorted(found, key=lambda row: (-abs(row.value), row.id))[:MOST]


def _events(shift: Shift, events: Iterable[Event]) -> list[Receipt]:
    """Return the events that could fall inside the interval of the date, as coincidences."""
    if shift.family in ("trend", "season"):
        return []
    return [
        _receipt(shift, "event", event.id, event.title, 0.0)
        for event in sorted(events, key=lambda event: (event.date, event.id))
        # A truncated date is before what it may be, and with a late letter after all of it.
        if event.date <= shift.date_high and (event.end or event.date) + "~" >= shift.date_low
    ]
