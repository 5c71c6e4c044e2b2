"""``iopmine topics``: topics, series and tested shifts over what the store holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from iopmine.config import Grain, Workspace
from iopmine.errors import TopicError, UsageError
from iopmine.lexicon import load
from iopmine.records import (
    CalibrationRow,
    Document,
    EmergingTopic,
    Held,
    Issue,
    Receipt,
    Series,
    Share,
    Shift,
    TooFew,
    Topic,
    TopicEvent,
    TopicExample,
    TopicMatter,
    TopicNumber,
    WordDrift,
)
from iopmine.steps.backing import backed, drifted, words_of
from iopmine.steps.modelling import Modelled, modelled
from iopmine.steps.observing import observed, seen_by_period, tested
from iopmine.steps.opening import open_store
from iopmine.steps.readings import Readings
from iopmine.steps.register import update_register
from iopmine.steps.seeding import Seeds, seeds
from iopmine.store import Store
from iopmine.text.counting import counted
from iopmine.topics.telling import emerging_sentence, fate_sentence, number_sentence
from iopmine.trends.drift import DOCUMENTS_LEAST
from iopmine.trends.observations import Observation
from iopmine.trends.series import series
from iopmine.trends.shifts import find_shifts

STAGE = "topics"


@dataclass(frozen=True, slots=True)
class TopicOptions:
    """How topics are modelled and counted; what is None is taken from the workspace's settings.

    ``number`` of topics, ``by``: periods of the curves, ``seed``: of everything drawn. ``by_source``: also the curves
    of each source. ``anchors`` and ``labelled``: topics that are named beforehand (``steps.seeding``).
    """

    number: int | None = None
    by: tuple[str, ...] | None = None
    seed: int | None = None
    by_source: bool = False
    anchors: tuple[str, ...] = ()
    labelled: Path | None = None


@dataclass(frozen=True, slots=True)
class TopicResult:
    """What one run of the model and the tests gave; ``former``: names of the topics it was compared with."""

    run: str
    former: Mapping[int, str]
    topics: tuple[Topic, ...]
    shares: tuple[Share, ...]
    series: tuple[Series, ...]
    shifts: tuple[Shift, ...]
    too_few: tuple[TooFew, ...]
    receipts: tuple[Receipt, ...]
    drift: tuple[WordDrift, ...]
    further: tuple[TopicNumber | TopicEvent | EmergingTopic | TopicMatter | TopicExample, ...]


def topics(workspace: Workspace, options: TopicOptions | None = None) -> TopicResult:
    """Model the stored texts, count and test what they have, and save the run.

    Raises:
        StoreError: there is no store yet.
        UsageError: an unknown period, or a topic to begin from that cannot be.
        TopicError: the options ask for what the texts do not carry.
    """
    options = options or TopicOptions()
    settings = workspace.settings.topics
    grains = _grains(options.by or settings.by)
    number = options.number if options.number is not None else settings.number
    seed = options.seed if options.seed is not None else settings.seed
    primary = [(kind, key) for kind, _, key in (name.partition(":") for name in settings.primary)]
    with open_store(workspace) as store:
        store.clear_issues(STAGE)
        update_register(store)
        documents = list(store.documents())
        anchors = (*settings.anchors, *options.anchors)
        lexicon = load(None, *workspace.lexicon_extensions)
        begun = seeds(store, lexicon, documents, anchors, options.labelled)
        told = _told(number, grains, seed, settings.primary, options.by_source, begun)
        run = _run_id(documents, told)
        readings = Readings(store, documents)
        asked = options.number is not None or bool(options.anchors) or options.labelled is not None
        found = _model(workspace, store, documents, readings, number, seed, begun, run, asked=asked)
        seen = list(observed(store, documents, found.shares))
        points = _points(workspace, store, seen, grains, by_source=options.by_source)
        compared = tested(seen)
        shifts, too_few = find_shifts(compared, primary=primary, seed=seed)
        # Reading all words again is worth it only where they are asked for.
        wanted = shifts or len(documents) >= DOCUMENTS_LEAST
        words = words_of(readings, documents) if wanted else {}
        rests_on = backed(lexicon, store, documents, shifts, seen, words)
        drift = list(drifted(compared, words, seed=seed))
        further = [*rests_on, *drift, *too_few, *found.further, *_computed_after(store, run, shifts)]
        store.save_run(
            run,
            json.dumps(told, sort_keys=True, ensure_ascii=False),
            found.topics,
            found.shares,
            points,
            shifts,
            further,
        )
        earlier = {event.earlier_run for event in found.further if isinstance(event, TopicEvent)}
        former = {topic.id: topic.label for other in earlier for topic in store.topics(other)}
    return TopicResult(
        run,
        former,
        tuple(found.topics),
        tuple(found.shares),
        tuple(points),
        tuple(shifts),
        tuple(too_few),
        tuple(rests_on),
        tuple(drift),
        tuple(found.further),
    )


def _grains(by: Sequence[str]) -> tuple[Grain, ...]:
    allowed = get_args(Grain)
    unknown = [grain for grain in by if grain not in allowed]
    if unknown:
        raise UsageError(f"Unknown period: {', '.join(unknown)}.", hint=f"Choose from: {', '.join(allowed)}.")
    return tuple(cast(Grain, grain) for grain in by)


def _told(
    number: int | None, grains: Sequence[str], seed: int, primary: Sequence[str], by_source: bool, begun: Seeds
) -> dict[str, object]:
    """Return the settings as they are stored with the run."""
    return {
        "topics": number,
        "by": list(grains),
        "seed": seed,
        "primary": list(primary),
        "by_source": by_source,
        "anchors": {name: list(words) for name, words in begun.anchors.items()},
        "labelled": dict(begun.labelled),
    }


def _run_id(documents: Iterable[Document], told: Mapping[str, object]) -> str:
    """Name the run after what it was made of: the same texts and settings give the same id."""
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode())
    for document in documents:
        digest.update(f"{document.id} {document.sha256} {document.published}\n".encode())
    return f"run-{digest.hexdigest()[:12]}"


def _model(
    workspace: Workspace,
    store: Store,
    documents: Sequence[Document],
    readings: Readings,
    number: int | None,
    seed: int,
    begun: Seeds,
    run: str,
    *,
    asked: bool,
) -> Modelled:
    """Fit the topics; a corpus too small for a model gets none, and a note that says so.

    What a person has just ``asked`` for and cannot be is an error instead: it must not take the place of a good run.
    """
    try:
        found = modelled(workspace, store, documents, readings, number=number, seed=seed, seeds=begun, run=run)
    except TopicError as error:
        if asked:
            raise
        store.add_issue(Issue(STAGE, "", "", "warning", str(error)))
        return Modelled([], [], [], [])
    for name in found.unmatched:
        message = f"The topic that was named {name!r} is not among those of this run; its name is kept."
        store.add_issue(Issue(STAGE, "topic", name, "warning", message))
    return found


def _computed_after(store: Store, run: str, shifts: Sequence[Shift]) -> list[CalibrationRow | Held]:
    """Return what was computed after the same run was made before, if its shifts are the same."""
    if run not in store.run_ids() or sorted(store.shifts(run), key=repr) != sorted(shifts, key=repr):
        return []
    return [*store.of_run(run, CalibrationRow), *store.of_run(run, Held)]


def _points(
    workspace: Workspace, store: Store, seen: Sequence[Observation], grains: Sequence[Grain], *, by_source: bool
) -> list[Series]:
    return [
        point
        for grain in grains
        for point in series(
            seen,
            by=grain,
            groups=by_source,
            placements=True,
            standardised=True,
            seen=seen_by_period(workspace, store, grain),
        )
    ]


def result_lines(result: TopicResult) -> Iterator[str]:
    """Yield what the run says beside its topics: why so many, what became of them, the shifts, what was too little."""
    if not result.series:
        yield "No curves: none of the texts has a date."
    if not result.topics:
        yield "No topics: the texts are too few or too much alike; iopmine status says more."
    tried = [each for each in result.further if isinstance(each, TopicNumber)]
    if tried:
        yield number_sentence(tried, "en")
    names = {**result.former, **{topic.id: topic.label for topic in result.topics}}
    for each in result.further:
        if isinstance(each, TopicEvent) and each.kind != "kept":
            yield fate_sentence(each, names, "en")
        elif isinstance(each, EmergingTopic):
            yield emerging_sentence(each, names[each.topic_id], "en")
    for shift in result.shifts:
        yield f"{shift.kind} {shift.key}: {shift.evidence}"
    if result.too_few:
        series, least = len(result.too_few), [note.smallest for note in result.too_few if note.smallest is not None]
        seen = f" (smallest change that could have been seen: {min(least):.0%} of the stories)" if least else ""
        yield f"Too few stories to test {counted(series, 'series', 'series')}{seen}; see the table too_few."
