"""The topics of a store: fitted on one text per story, numbered as in the run before, with the names people gave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from iopmine.config import Workspace
from iopmine.errors import UsageError
from iopmine.lexicon.schema import TOPIC_LABELS
from iopmine.lexicon.topic_labels import as_csv, topic_labels
from iopmine.records import Document, Share, Topic
from iopmine.report.files import write_bytes
from iopmine.steps.opening import open_store
from iopmine.steps.readings import Readings
from iopmine.store import Store
from iopmine.topics.lineage import lineage
from iopmine.topics.matrix import TokenisedDocument
from iopmine.topics.naming import label_of, names_of, with_label
from iopmine.topics.readout import model_topics
from iopmine.topics.snapshot import snapshot


def modelled(
    workspace: Workspace, store: Store, documents: Sequence[Document], number: int | None, seed: int, run: str
) -> tuple[list[Topic], list[Share], list[str]]:
    """Return topics, the shares of every placement, and names that people gave to topics that are not there any more.

    Raises:
        TopicError: too few documents or words, or more topics than they carry.
    """
    placements: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        placements[document.story_id or document.id].append(document)
    readings = Readings(store, documents)
    first = {story[0].id: story for story in placements.values()}
    tokenised = [TokenisedDocument(key, story[0].sha256, *readings.words(story[0])) for key, story in first.items()]
    topics, shares = model_topics(tokenised, topics=number, seed=seed, run=run)
    topics, shares = _renumbered(store, topics, shares)
    topics, unmatched = _named(workspace, topics, shares)
    return topics, [replace(s, document_id=d.id) for s in shares for d in first[s.document_id]], unmatched


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


def _renumbered(store: Store, topics: list[Topic], shares: list[Share]) -> tuple[list[Topic], list[Share]]:
    """Give each topic the number it had in the run before; a new one gets a number that no topic has had."""
    before = store.latest_run()
    former = store.topics(before) if before else []
    if before is None or not former:
        return topics, shares
    line = lineage(snapshot(former, store.shares(before)), snapshot(topics, shares), taken=_taken(store))
    number: Mapping[int, int] = {topic.id: new for topic, new in zip(topics, line.numbers, strict=True)}
    renumbered = sorted((replace(topic, id=number[topic.id]) for topic in topics), key=lambda topic: topic.id)
    moved = (replace(share, topic_id=number[share.topic_id]) for share in shares)
    return renumbered, sorted(moved, key=lambda share: (share.document_id, share.topic_id))


def _taken(store: Store) -> set[int]:
    return {topic.id for run in store.run_ids() for topic in store.topics(run)}


def _named(workspace: Workspace, topics: list[Topic], shares: list[Share]) -> tuple[list[Topic], list[str]]:
    labels = [label for folder in workspace.lexicon_extensions for label in topic_labels(folder)]
    if not labels:
        return topics, []
    names = names_of(labels, snapshot(topics, shares))
    return [replace(topic, label=names.by_topic.get(topic.id, topic.label)) for topic in topics], list(names.unmatched)
