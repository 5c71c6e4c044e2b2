"""The topics of a store: fitted on one text per story, numbered as in the run before, with the names people gave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from iopmine.config import Grain, Workspace
from iopmine.errors import UsageError
from iopmine.lexicon.schema import TOPIC_LABELS
from iopmine.lexicon.topic_labels import as_csv, topic_labels
from iopmine.records import (
    Document,
    EmergingTopic,
    Share,
    Topic,
    TopicEvent,
    TopicExample,
    TopicMatter,
    TopicNumber,
)
from iopmine.report.files import write_bytes
from iopmine.steps.opening import open_store
from iopmine.steps.readings import Readings
from iopmine.steps.seeding import Seeds
from iopmine.store import Store
from iopmine.topics.emerging import emerging
from iopmine.topics.labels import Description, Hit, describe, foremost
from iopmine.topics.lineage import Lineage, lineage
from iopmine.topics.matrix import TokenisedDocument
from iopmine.topics.naming import label_of, names_of, with_label
from iopmine.topics.number import NumberScore, choose_number
from iopmine.topics.phrases import Reading
from iopmine.topics.readout import LABEL_WORDS, fit_topics, share_records, topic_records
from iopmine.topics.snapshot import Snapshot, snapshot
from iopmine.trends.periods import period_of

# Growth is told from year to year where the texts span so many years, else from quarter to quarter.
_YEARS_LEAST: Final = 4
_DECIMALS: Final = 4

Stories = Mapping[str, Sequence[Document]]
"""Id of the document that speaks for a story → all its placements."""


class Modelled(NamedTuple):
    """Topics, the shares of every placement, what else is said of the topics, and names whose topic is gone."""

    topics: list[Topic]
    shares: list[Share]
    further: list[TopicNumber | TopicEvent | EmergingTopic | TopicMatter | TopicExample]
    unmatched: list[str]


def stories_of(documents: Sequence[Document]) -> Stories:
    """Return the placements of each story under the id of the first of them, in the order of the documents."""
    placements: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        placements[document.story_id or document.id].append(document)
    return {story[0].id: story for story in placements.values()}


def tokenised(readings: Readings, stories: Stories) -> list[TokenisedDocument]:
    """Return the words of the document that speaks for each story."""
    return [TokenisedDocument(key, story[0].sha256, *readings.words(story[0])) for key, story in stories.items()]


def modelled(
    workspace: Workspace,
    store: Store,
    documents: Sequence[Document],
    readings: Readings,
    *,
    number: int | None,
    seed: int,
    seeds: Seeds,
    run: str,
) -> Modelled:
    """Fit topics on one text per story, and say of each what it is about and where it comes from.

    Raises:
        TopicError: too few documents or words, or more topics than they carry.
    """
    stories = stories_of(documents)
    fitted = fit_topics(
        tokenised(readings, stories), topics=number, seed=seed, anchors=seeds.anchors, labelled=seeds.labelled
    )
    topics, shares = topic_records(fitted.model, run=run), share_records(fitted.model, run=run)
    line = _lineage(store, topics, shares, run)
    if line is not None:
        topics, shares = renumbered(topics, shares, line.numbers)
    found = snapshot(topics, shares)
    born = {number for event in (line.events if line else ()) if event.kind == "born" for number in event.new}
    described = describe(found, _read(readings, stories, found), _hits(store, stories))
    phrases = {each.topic_id: each.phrase for each in described}
    topics = [t if t.label in fitted.model.names else replace(t, label=title(phrases[t.id], t.terms)) for t in topics]
    topics, unmatched = _named(workspace, topics, found)
    return Modelled(
        topics,
        placed(shares, stories),
        [
            *_numbers(fitted.numbers, run),
            *(line.events if line else ()),
            *emerging(found, _periods(stories), born=born),
            *_rows(described),
        ],
        unmatched,
    )


def _rows(described: Sequence[Description]) -> Iterator[TopicMatter | TopicExample]:
    for each in described:
        yield from each.matters
        yield from each.documents
        yield from each.sentences


def title(phrase: str, terms: Sequence[str]) -> str:
    """Return what a topic is called: its phrase if it has several words, else three words with the phrase first."""
    if " " in phrase:
        return phrase
    words = dict.fromkeys(word for word in (phrase, *terms) if word)
    return ", ".join(list(words)[:LABEL_WORDS])


def placed(shares: Sequence[Share], stories: Stories) -> list[Share]:
    """Return the shares of every placement: all that print a story share its topics."""
    return [replace(share, document_id=d.id) for share in shares for d in stories[share.document_id]]


def renumbered(
    topics: Sequence[Topic], shares: Sequence[Share], numbers: Sequence[int]
) -> tuple[list[Topic], list[Share]]:
    """Return topics and shares under other numbers, given in the order of the topics; both sorted by them."""
    number = {topic.id: new for topic, new in zip(topics, numbers, strict=True)}
    moved = sorted((replace(topic, id=number[topic.id]) for topic in topics), key=lambda topic: topic.id)
    theirs = (replace(share, topic_id=number[share.topic_id]) for share in shares)
    return moved, sorted(theirs, key=lambda share: (share.document_id, share.topic_id))


def name_topic(workspace: Workspace, number: int, label: str) -> Path:
    """Give a topic of the latest run a name that it keeps in later runs, and return the file it stands in.

    Raises:
        UsageError: no workspace, no such topic, or an empty name.
        StoreError: there is no store yet.
    """
    if workspace.packaged:
        raise UsageError(
            "Names of topics are kept in a workspace of your own.", hint="Make one with: iopmine init DIR."
        )
    folder = workspace.root / "corpus" / "lexicon"
    with open_store(workspace, read_only=True) as store:
        run = store.latest_run()
        found = snapshot(store.topics(run), store.shares(run)) if run else snapshot([], [])
    new = label_of(found, number, label)
    path = folder / TOPIC_LABELS.file
    write_bytes(path, as_csv(with_label(topic_labels(folder), new, number, found)))
    return path


def _lineage(store: Store, topics: list[Topic], shares: list[Share], run: str) -> Lineage | None:
    """Compare with the run before; None without one. A topic that is new gets a number that no topic has had.

    A run is not compared with itself: made once more, with no other in between, it comes out the same.
    """
    others = {other: found for other in store.run_ids() if other != run and (found := store.topics(other))}
    if not others:
        return None
    before, former = list(others.items())[-1]
    taken = {topic.id for found in others.values() for topic in found}
    return lineage(snapshot(former, store.shares(before)), snapshot(topics, shares), taken=taken)


def _read(readings: Readings, stories: Stories, found: Snapshot) -> dict[str, Reading]:
    return {key: readings.reading(stories[key][0]) for key in foremost(found)}


def _hits(store: Store, stories: Stories) -> list[Hit]:
    """Return each area and frame of the documents that speak for stories, once each."""
    hits: dict[Hit, None] = {}
    for area in store.areas():
        if area.document_id in stories:
            hits[area.document_id, "area", area.id] = None
    for frame in store.frames():
        if frame.document_id in stories:
            hits[frame.document_id, "frame", frame.id] = None
    return list(hits)


def _periods(stories: Stories) -> dict[str, str]:
    """Return the year or quarter of each dated story."""
    years = sorted(story[0].published[:4] for story in stories.values() if story[0].published)
    grain: Grain = "year" if years and int(years[-1]) - int(years[0]) >= _YEARS_LEAST else "quarter"
    found = {}
    for key, (first, *_) in stories.items():
        if first.published and first.published_precision:
            period = period_of(first.published, first.published_precision, grain)
            if period is not None:
                found[key] = period
    return found


def _numbers(tried: Sequence[NumberScore], run: str) -> list[TopicNumber]:
    chosen = choose_number(tried) if tried else None
    return [
        TopicNumber(
            run, each.topics, round(each.stability, _DECIMALS), round(each.spread, _DECIMALS), each.topics == chosen
        )
        for each in tried
    ]


def _named(workspace: Workspace, topics: list[Topic], found: Snapshot) -> tuple[list[Topic], list[str]]:
    labels = [label for folder in workspace.lexicon_extensions for label in topic_labels(folder)]
    if not labels:
        return topics, []
    names = names_of(labels, found)
    return [replace(topic, label=names.by_topic.get(topic.id, topic.label)) for topic in topics], list(names.unmatched)
