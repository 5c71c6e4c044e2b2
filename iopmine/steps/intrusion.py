"""``iopmine annotate --intrusion`` and its evaluation: whether people see what holds a topic together."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from pathlib import Path

from iopmine.config import Workspace
from iopmine.errors import UsageError
from iopmine.nlp.evaluation.annotators import alpha
from iopmine.records import Document
from iopmine.report.annotation.intrusion import IntrusionSheet, read_intrusion, write_intrusion
from iopmine.report.masking import Privacy
from iopmine.report.quotation import Quoter
from iopmine.steps.opening import open_store
from iopmine.steps.persons import names_stored
from iopmine.steps.readings import Readings
from iopmine.store import Store
from iopmine.topics.intrusion import Answers, Excerpt, eligible, log_odds, precision, topic_items, word_items
from iopmine.topics.labels import foremost, telling_sentence
from iopmine.topics.snapshot import snapshot
from iopmine.trends.intervals import wilson

TEXTS = 20
WORD_CHANCE = 1 / 6
DECIMALS = 4


@dataclass(frozen=True, slots=True)
class IntrusionDrawn:
    """How many topics are tested by their words, and how many documents by their topics."""

    words: int
    documents: int


@dataclass(frozen=True, slots=True)
class IntrusionPrecision:
    """In how large a part of the items the intruder was found, with a 95 % interval (Wilson); None without answers.

    Several answers to an item count as one: ``found`` is the sum of the items' means.
    """

    name: str
    items: int
    found: float
    share: float | None
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class IntrusionScores:
    """What people found: ``words`` and ``topics`` in all, ``by_topic`` the words of each topic.

    ``log_odds`` are topic log odds: 0 is best. ``chance`` is the share of intruding words found by blind guessing.
    Alphas (Krippendorff) tell how far coders agree; None with one coder.
    """

    coders: int
    words: IntrusionPrecision
    topics: IntrusionPrecision
    log_odds: float | None
    chance: float
    word_alpha: float | None
    topic_alpha: float | None
    by_topic: tuple[IntrusionPrecision, ...]


def intrusion(
    workspace: Workspace, out: Path, *, texts: int = TEXTS, seed: int = 1, persons: bool = False
) -> IntrusionDrawn:
    """Write a workbook in which people look for the word, and the topic, that does not belong.

    The topics are those of the latest run; ``texts`` documents of different stories are drawn. Excerpts are at most 25
    words, names of persons masked unless ``persons``.

    Raises:
        StoreError: there is no store yet.
        UsageError: no topics that can be tested, or the file is no .xlsx.
        OutputError: the workbook cannot be written.
    """
    if out.suffix.casefold() != ".xlsx":
        raise UsageError(f"{out.name}: the sheet to code is a workbook.", hint="End the name in .xlsx.")
    with open_store(workspace, read_only=True) as store:
        run = store.latest_run()
        topics = store.topics(run) if run else []
        documents = {document.id: document for document in store.documents()}
        readings = Readings(store, documents.values())
        stories = {key: document.story_id or key for key, document in documents.items()}
        first = {stories[key]: documents[key] for key in sorted(documents, reverse=True)}
        shares = store.shares(run) if run else []
        read = foremost(snapshot(topics, shares, stories=stories))
        lemmas = {first[key].id: [token.lemma for token in readings.tokens(first[key])] for key in read}
        found = snapshot(topics, shares, stories=stories, lemmas=lemmas)
        drawn = eligible(found)
        random.Random(seed).shuffle(drawn)  # noqa: S311 - a sample, not a secret
        telling = ((key, telling_sentence(readings.reading(first[key]))) for key in drawn)
        places = dict(islice(((key, place) for key, place in telling if place), texts))
        excerpts = _excerpts(store, {key: (first[key], place) for key, place in places.items()}, persons=persons)
    terms = [topic.terms for topic in topics]
    words = word_items(found, terms, seed=seed)
    items = topic_items(found, terms, excerpts, seed=seed)
    if not words and not items:
        raise UsageError("There are no topics that can be tested.", hint="Make some with: iopmine topics.")
    write_intrusion(out, words, items)
    return IntrusionDrawn(len(words), len(items))


def _excerpts(
    store: Store, chosen: Mapping[str, tuple[Document, tuple[int, int]]], *, persons: bool
) -> dict[str, Excerpt]:
    """Return titles and quotations of stretches of documents; names of persons and contact data are masked."""
    texts = {document.id: document.text for document, _ in chosen.values()}
    privacy = Privacy(names_stored(store, texts), tuple(store.mentions()), persons)
    found = {}
    for key, (document, place) in chosen.items():
        quotation = Quoter(document.text, privacy.masked_in(document.id)).around(*place)
        found[key] = Excerpt(document.id, privacy.clean(document.title, document.id), str(quotation))
    return found


def intrusion_scores(paths: Sequence[Path]) -> IntrusionScores:
    """Score workbooks that came back, one a coder.

    Raises:
        UsageError: a workbook cannot be read, they are not copies of one, or nobody has answered.
    """
    sheets = [read_intrusion(path) for path in paths]
    first = sheets[0]
    for path, sheet in zip(paths, sheets, strict=True):
        if (sheet.words, sheet.topics) != (first.words, first.topics):
            raise UsageError(f"{path} is no copy of {paths[0]}.", hint="Give every coder a copy of one workbook.")
    words = _answers(sheets, lambda sheet: sheet.word_answers)
    topics = _answers(sheets, lambda sheet: sheet.topic_answers)
    if all(chosen is None for _, chosen in (*words, *topics)):
        raise UsageError(f"Nobody has answered {paths[0]} yet.", hint="Choose letters in the column Hör inte hit.")
    intruders = [item.intruder for item in first.words]
    by_topic = [
        _precision(_title(first, place), intruders, [answer for answer in words if answer[0] == place])
        for place in sorted(range(len(first.words)), key=lambda place: first.words[place].topic_id)
    ]
    return IntrusionScores(
        coders=len(sheets),
        words=_precision("words", intruders, words),
        topics=_precision("topics", [item.intruder for item in first.topics], topics),
        log_odds=log_odds(first.topics, topics),
        chance=round(WORD_CHANCE, DECIMALS),
        word_alpha=_alpha(words),
        topic_alpha=_alpha(topics),
        by_topic=tuple(by_topic),
    )


def _answers(sheets: Sequence[IntrusionSheet], part: Callable[[IntrusionSheet], Sequence[int | None]]) -> Answers:
    return [(item, chosen) for sheet in sheets for item, chosen in enumerate(part(sheet))]


def _title(sheet: IntrusionSheet, place: int) -> str:
    item = sheet.words[place]
    own = [word for at, word in enumerate(item.words) if at != item.intruder]
    return f"{item.topic_id}: {', '.join(own)} | {item.words[item.intruder]}"


def _precision(name: str, intruders: Sequence[int], answers: Answers) -> IntrusionPrecision:
    hits = precision(intruders, answers)
    if not hits.items:
        return IntrusionPrecision(name, 0, 0.0, None, None)
    low, high = (round(end, DECIMALS) for end in wilson(hits.found, hits.items))
    return IntrusionPrecision(
        name, hits.items, round(hits.found, 2), round(hits.found / hits.items, DECIMALS), (low, high)
    )


def _alpha(answers: Answers) -> float | None:
    """Return Krippendorff's alpha over the items that at least two coders have answered."""
    said: dict[int, list[str]] = defaultdict(list)
    for item, chosen in answers:
        if chosen is not None:
            said[item].append(str(chosen))
    pairs: dict[tuple[str, str], float] = defaultdict(float)
    for values in said.values():
        for one, other in combinations(values, 2):
            pairs[one, other] += 1 / (len(values) - 1)
    value = alpha(pairs)
    return None if value is None else round(value, DECIMALS)
