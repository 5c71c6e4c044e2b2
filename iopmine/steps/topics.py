"""``iopmine topics``: topics, series and tested shifts over what the store holds."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from iopmine.config import Grain, Workspace
from iopmine.errors import TopicError, UsageError
from iopmine.lexicon import load
from iopmine.records import Document, Issue, Receipt, Series, Share, Shift, Topic
from iopmine.steps.catalogue import catalogue_of
from iopmine.steps.modelling import modelled
from iopmine.steps.opening import open_store
from iopmine.steps.readings import Readings
from iopmine.steps.register import update_register
from iopmine.store import Store
from iopmine.trends.enough import TooFew
from iopmine.trends.observations import DOCUMENTS, Observation
from iopmine.trends.periods import period_of
from iopmine.trends.receipts import Event, receipts
from iopmine.trends.series import series
from iopmine.trends.shifts import find_shifts

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
    workspace: Workspace,
    *,
    number: int | None = None,
    by: Sequence[str] | None = None,
    seed: int | None = None,
    by_source: bool = False,
) -> TopicResult:
    """Model the stored texts and save the run; what is None is taken from the workspace's settings.

    ``by_source``: also the curves of each source.

    Raises:
        StoreError: there is no store yet.
        UsageError: an unknown period.
    """
    settings = workspace.settings.topics
    grains = _grains(by or settings.by)
    number = number if number is not None else settings.number
    seed = seed if seed is not None else settings.seed
    primary = [(kind, key) for kind, _, key in (name.partition(":") for name in settings.primary)]
    with open_store(workspace) as store:
        store.clear_issues(STAGE)
        update_register(store)
        documents = list(store.documents())
        run = _run_id(documents, number, grains, seed, settings.primary, by_source=by_source)
        found, shares = _model(workspace, store, documents, number, seed, run)
        observations = list(observed(store, documents, shares))
        points = [
            point
            for grain in grains
            for point in series(
                observations,
                by=grain,
                groups=by_source,
                placements=True,
                standardised=True,
                seen=_seen(workspace, store, grain),
            )
        ]
        tested = [o for o in observations if o.kind != "entity"]
        shifts, too_few = find_shifts(tested, primary=primary, seed=seed)
        rests_on = _receipts(workspace, store, documents, shifts, observations)
        options = {"topics": number, "by": grains, "seed": seed, "primary": settings.primary, "by_source": by_source}
        store.save_run(run, json.dumps(options, sort_keys=True), found, shares, points, shifts, rests_on)
        for note in too_few:
            store.add_issue(Issue(STAGE, note.kind, note.key, "info", too_few_text(note)))
    return TopicResult(run, tuple(found), tuple(shares), tuple(points), tuple(shifts), tuple(too_few))


def _grains(by: Sequence[str]) -> tuple[Grain, ...]:
    allowed = get_args(Grain)
    unknown = [grain for grain in by if grain not in allowed]
    if unknown:
        raise UsageError(f"Unknown period: {', '.join(unknown)}.", hint=f"Choose from: {', '.join(allowed)}.")
    return tuple(cast(Grain, grain) for grain in by)


def _run_id(
    documents: Iterable[Document],
    number: int | None,
    grains: Sequence[str],
    seed: int,
    primary: Sequence[str],
    *,
    by_source: bool,
) -> str:
    """Name the run after what it was made of: the same texts and settings give the same id."""
    digest = hashlib.sha256(json.dumps([number, list(grains), seed, list(primary), by_source]).encode())
    for document in documents:
        digest.update(f"{document.id} {document.sha256} {document.published}\n".encode())
    return f"run-{digest.hexdigest()[:12]}"


def _model(
    workspace: Workspace, store: Store, documents: Sequence[Document], number: int | None, seed: int, run: str
) -> tuple[list[Topic], list[Share]]:
    """Fit the topics; a corpus too small for a model gets none, and a note that says so."""
    try:
        found, shares, unmatched = modelled(workspace, store, documents, number, seed, run)
    except TopicError as error:
        store.add_issue(Issue(STAGE, "", "", "warning", str(error)))
        return [], []
    for name in unmatched:
        message = f"The topic that was named {name!r} is not among those of this run; its name is kept."
        store.add_issue(Issue(STAGE, "topic", name, "warning", message))
    return found, shares


def _seen(workspace: Workspace, store: Store, grain: Grain) -> dict[tuple[str, str], int]:
    """Return how many articles of each source were seen in each period, kept or not: what tells silence from a gap."""
    coverage = store.coverage()
    if not coverage:
        return {}
    names = {source.id: source.name for source in catalogue_of(workspace).sources.values()}
    seen: Counter[tuple[str, str]] = Counter()
    for cell in coverage:
        period = period_of(cell.month, "month", grain)
        if period is not None:
            seen[names.get(cell.source, cell.source), period] += cell.seen
    return dict(seen)


def _receipts(
    workspace: Workspace, store: Store, documents: Sequence[Document], shifts: Sequence[Shift], seen: list[Observation]
) -> list[Receipt]:
    """Return what the shifts rest on: words, articles, organisations, and events of the same time."""
    if not shifts:
        return []
    readings = Readings(store, documents)
    words = {d.id: Counter(lemma.lower() for lemma in readings.words(d)[0] if lemma) for d in documents}
    titles = {document.id: document.title for document in documents}
    names = {entity.id: entity.canonical for entity in store.entities()}
    timeline = load(None, *workspace.lexicon_extensions).timeline
    events = [Event(event.id, event.date, event.title_sv) for event in timeline if event.status == "verified"]
    return [
        receipt
        for shift in shifts
        for receipt in receipts(shift, seen, words=words, events=events, titles=titles, names=names)
    ]


def observed(store: Store, documents: Iterable[Document], shares: Iterable[Share]) -> Iterator[Observation]:
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
    """Say in a sentence why a series was not tested, and what it could have shown."""
    smallest = f"; a change of {note.smallest:.2f} or more could be seen" if note.smallest is not None else ""
    return f"{note.kind} {note.key}: {note.stories} stories, {note.present:g} with it; {note.needed}{smallest}"
