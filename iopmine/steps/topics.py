"""``iopmine topics``: topics, series and tested shifts over what the store holds."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast, get_args

from iopmine.config import Grain, Workspace
from iopmine.errors import TopicError, UsageError
from iopmine.records import Document, Issue, Series, Share, Shift, Topic
from iopmine.steps.opening import open_store
from iopmine.steps.readings import Readings
from iopmine.steps.register import update_register
from iopmine.store import Store
from iopmine.topics.matrix import TokenisedDocument
from iopmine.topics.readout import model_topics
from iopmine.trends.observations import DOCUMENTS, Observation
from iopmine.trends.series import series
from iopmine.trends.shifts import TooFew, find_shifts

STAGE = "topics"


@dataclass(frozen=True, slots=True)
class TopicResult:
    """What one run of the model and the tests gave."""

    run: str
    topics: tuple[Topic, ...]
    shares: tuple[Share, ...]
    series: tuple[Series, ...]
    shifts: tuple[Shift, ...]
    too_few: tuple[TooFew, ...]


def topics(
    workspace: Workspace, *, number: int | None = None, by: Sequence[str] | None = None, seed: int | None = None
) -> TopicResult:
    """Model the stored texts and save the run; what is None is taken from the workspace's settings.

    Raises:
        StoreError: there is no store yet.
        UsageError: an unknown period.
    """
    settings = workspace.settings.topics
    grains = _grains(by or settings.by)
    number = number if number is not None else settings.number
    seed = seed if seed is not None else settings.seed
    with open_store(workspace) as store:
        store.clear_issues(STAGE)
        update_register(store)
        documents = list(store.documents())
        run = _run_id(documents, number, grains, seed)
        found, shares = _model(store, documents, number, seed, run)
        observations = list(_observations(store, documents, shares))
        points = [point for grain in grains for point in series(observations, by=grain)]
        shifts, too_few = find_shifts((o for o in observations if o.kind != "entity"), seed=seed)
        saved = json.dumps({"topics": number, "by": grains, "seed": seed}, sort_keys=True)
        store.save_run(run, saved, found, shares, points, shifts)
        for note in too_few:
            store.add_issue(Issue(STAGE, note.kind, note.key, "info", too_few_text(note)))
    return TopicResult(run, tuple(found), tuple(shares), tuple(points), tuple(shifts), tuple(too_few))


def _grains(by: Sequence[str]) -> tuple[Grain, ...]:
    allowed = get_args(Grain)
    unknown = [grain for grain in by if grain not in allowed]
    if unknown:
        raise UsageError(f"Unknown period: {', '.join(unknown)}.", hint=f"Choose from: {', '.join(allowed)}.")
    return tuple(cast(Grain, grain) for grain in by)


def _run_id(documents: Iterable[Document], number: int | None, grains: Sequence[str], seed: int) -> str:
    """Name the run after what it was made of: the same texts and settings give the same id."""
    digest = hashlib.sha256(json.dumps([number, list(grains), seed]).encode())
    for document in documents:
        digest.update(f"{document.id} {document.sha256} {document.published}\n".encode())
    return f"run-{digest.hexdigest()[:12]}"


def _model(
    store: Store, documents: Sequence[Document], number: int | None, seed: int, run: str
) -> tuple[list[Topic], list[Share]]:
    """Fit the topics on one text per story, and give every placement of the story its shares.

    A corpus too small for a model gets none, and a note that says so.
    """
    placements: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        placements[document.story_id or document.id].append(document)
    readings = Readings(store, documents)
    first = {story[0].id: story for story in placements.values()}
    tokenised = [
        TokenisedDocument(key, story[0].sha256, tuple(token.lemma for token in readings.tokens(story[0])))
        for key, story in first.items()
    ]
    try:
        found, shares = model_topics(tokenised, topics=number, seed=seed, run=run)
    except TopicError as error:
        store.add_issue(Issue(STAGE, "", "", "warning", str(error)))
        return [], []
    return found, [replace(s, document_id=d.id) for s in shares for d in first[s.document_id]]


def _observations(store: Store, documents: Iterable[Document], shares: Iterable[Share]) -> Iterator[Observation]:
    """Yield what each document was seen to have; topics speak for all placements of a story."""
    by_id = {document.id: document for document in documents}
    for document in by_id.values():
        yield _observation(document, DOCUMENTS, "all")
    seen: set[tuple[str, str, str]] = set()
    for kind, found in (("area", store.areas()), ("frame", store.frames())):
        for hit in found:
            if (hit.document_id, kind, hit.id) not in seen:
                seen.add((hit.document_id, kind, hit.id))
                yield _observation(by_id[hit.document_id], kind, hit.id)
    for mention in store.mentions():
        key = (mention.document_id, "entity", mention.entity_id)
        if mention.entity_id and key not in seen:
            seen.add(key)
            yield _observation(by_id[mention.document_id], "entity", mention.entity_id)
    for share in shares:
        yield _observation(by_id[share.document_id], "topic", str(share.topic_id), share.weight)


def _observation(document: Document, kind: str, key: str, weight: float = 1.0) -> Observation:
    return Observation(
        document.id,
        document.story_id or document.id,
        document.published,
        document.published_precision,
        document.source,
        kind,
        key,
        weight,
    )


def too_few_text(note: TooFew) -> str:
    """Say in a sentence why a series was not tested."""
    return f"{note.kind} {note.key}: {note.stories} stories, {note.present:g} with it; {note.needed}"
