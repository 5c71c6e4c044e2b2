"""``iopmine evaluate``: the pipeline scored against gold annotations."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from iopmine.config import Workspace
from iopmine.errors import UsageError
from iopmine.lexicon import Lexicon, load
from iopmine.nlp import evaluation, pipeline
from iopmine.nlp.evaluation import Fault, Interval, Matching, Tally
from iopmine.nlp.evaluation.form import LABELS
from iopmine.nlp.evaluation.tally import f1, interval, precision, recall, share_of
from iopmine.reading import publication_date, read_paths
from iopmine.records import Document

Gold = Sequence[Mapping[str, Any]]
SEED = 1
_LABELS_HINT = 'It is JSON of the form {"areas": {"label": ["area id"]}, "frames": {"label": ["frame id"]}}.'


@dataclass(frozen=True, slots=True)
class Score:
    """One line of the result; intervals are 95 %, None where there is nothing to resample."""

    name: str
    precision: float
    recall: float
    f1: float
    tp: int
    fp: int
    fn: int
    precision_interval: Interval | None
    recall_interval: Interval | None
    f1_interval: Interval | None


@dataclass(frozen=True, slots=True)
class LinkScore:
    """How the names that were found were linked: counts, and the shares linked right and wrong with intervals."""

    name: str
    correct: int
    wrong: int
    unlinked: int
    correct_share: float
    wrong_share: float
    correct_interval: Interval | None
    wrong_interval: Interval | None


@dataclass(frozen=True, slots=True)
class Errors:
    """Errors alike: how often, of which kind, with which label and words, in which document, and one in context."""

    times: int
    kind: str
    label: str
    words: str
    document_id: str
    context: str


@dataclass(frozen=True, slots=True)
class Scores:
    """All lines, the links, the most frequent errors, and the gold lines whose text was not found."""

    documents: int
    rows: tuple[Score, ...]
    links: tuple[LinkScore, ...]
    errors: tuple[Errors, ...]
    without_text: tuple[str, ...]

    @property
    def names_f1(self) -> float | None:
        """F1 of names over all labels, None if the gold has no names."""
        return next((row.f1 for row in self.rows if row.name == "names"), None)


def evaluate(
    workspace: Workspace,
    gold: Sequence[Path],
    texts: Path | None = None,
    *,
    labels: Path | None = None,
    model: str | None = None,
    today: date,
    errors: int = 0,
    seed: int = SEED,
) -> Scores:
    """Run the pipeline over the texts of the gold and score it.

    A gold line may carry its own ``text``; the texts of the others are files in the folder ``texts``, named by id.
    ``labels`` is a JSON file ``{"areas": {label: [ids]}, "frames": {…}}`` for gold with free labels; labels that are
    ids need none. ``seed`` is that of the bootstrap behind the intervals.

    Raises:
        UsageError: a gold file cannot be read, two lines have one id, or no text is there.
    """
    rows = gold_lines(gold)
    documents = documents_of(rows, texts, today=today)
    lexicon = load(None, *workspace.lexicon_extensions)
    nlp = pipeline.build(model=model, lexicon_extensions=workspace.lexicon_extensions)
    extractions = pipeline.extract(nlp, documents, persons=True)
    result = evaluation.evaluate(rows, extractions, matching_of(lexicon, labels))
    missing = {row["id"] for row in rows} - {document.id for document in documents}
    return Scores(
        result.documents,
        tuple(_rows(result, seed)),
        tuple(_link_rows(result.by_name.links, seed)),
        _most_frequent(result.faults, errors),
        tuple(sorted(missing)),
    )


def gold_lines(paths: Sequence[Path]) -> Gold:
    """Return the lines of all gold files.

    Raises:
        UsageError: a file cannot be read, or two lines have one id.
    """
    rows = [row for path in paths for row in evaluation.read_gold(path)]
    doubled = [key for key, times in Counter(row["id"] for row in rows).items() if times > 1]
    if doubled:
        raise UsageError(f"Two gold lines have the id {doubled[0]!r}.", hint="Give each its own, or evaluate apart.")
    return rows


def documents_of(rows: Gold, texts: Path | None, *, today: date) -> list[Document]:
    """Return the documents that gold belongs to: of the lines with a text, and of the files in the folder.

    Raises:
        UsageError: there is none.
    """
    carried = [_carried(row, today) for row in rows if "text" in row]
    wanted = {row["id"] for row in rows if "text" not in row}
    if wanted and texts is None and not carried:
        raise UsageError(f"None of the {len(wanted)} gold lines carries a text.", hint="Name their folder: --texts.")
    read = read_paths([texts], today=today) if wanted and texts is not None else ()
    documents = [*carried, *(d for d in read if isinstance(d, Document) and d.id in wanted)]
    if not documents:
        raise UsageError(f"None of the {len(wanted)} gold texts is in {texts}.", hint="Texts are named ID.txt.")
    return documents


def _carried(row: Mapping[str, Any], today: date) -> Document:
    """Return the document that a gold line carries; its text is taken as it is, since offsets may point into it."""
    text = row["text"]
    read = publication_date(text, today=today)
    return Document(
        id=row["id"],
        url="",
        source="",
        kind="",
        title=text.partition("\n")[0],
        text=text,
        published=read.published,
        published_precision=read.precision,
        date_source=read.source,
        modified=None,
        language="sv",
    )


def matching_of(lexicon: Lexicon, labels: Path | None = None) -> Matching:
    """Return how gold and pipeline are compared: by the names of the lexicon and a map of the gold's labels.

    Raises:
        UsageError: the label map cannot be read.
    """
    mapping = _label_map(labels)
    key = evaluation.party_key
    bodies = {key(name.text): name.entity_id for name in lexicon.names if name.label == "ORG"}
    bodies |= {key(e.canonical): e.id for e in lexicon.entities.values() if e.label == "ORG"}
    places = {key(name.text): name.entity_id for name in reversed(lexicon.names) if name.label == "LOC"}
    return Matching(mapping["areas"], mapping["frames"], bodies, places, frozenset(lexicon.entities))


def _label_map(path: Path | None) -> dict[str, dict[str, list[str]]]:
    try:
        loaded = {} if path is None else json.loads(path.read_text(encoding="utf-8"))
        return {
            part: {label: [str(key) for key in keys] for label, keys in loaded.get(part, {}).items()}
            for part in ("areas", "frames")
        }
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise UsageError(f"The label map {path} could not be read: {error}.", hint=_LABELS_HINT) from error


def _rows(result: evaluation.Evaluation, seed: int) -> Iterator[Score]:
    """Yield a line for each label and for all labels of a part together; parts that no gold line has give none."""
    for prefix, tally in (("", result.names), ("lenient ", result.by_name.lenient)):
        for label in sorted(tally.labels, key=LABELS.index):
            yield _score(f"{prefix}{label}", tally, label, seed)
        if tally.documents:
            yield _score(f"{prefix}names", tally, None, seed)
    for name, tally in (("relevance", result.relevance), ("dates", result.dates), ("pairs", result.pairs)):
        if tally.documents:
            yield _score(name, tally, None, seed)
    for one in ("area", "frame", "topic", "kind", "field"):
        tally = getattr(result, f"{one}s")
        if tally.documents:
            yield _score(f"{one}s", tally, None, seed)
        for label in tally.labels:
            yield _score(f"{one} {label}", tally, label, seed)


def _score(name: str, tally: Tally, label: str | None, seed: int) -> Score:
    counts = tally.counts(label)
    values = tally.score(label)
    totals = tally.totals(label)
    return Score(
        name,
        precision=round(values[0], 4),
        recall=round(values[1], 4),
        f1=round(values[2], 4),
        tp=totals[0],
        fp=totals[1],
        fn=totals[2],
        precision_interval=interval(counts, precision, seed=seed),
        recall_interval=interval(counts, recall, seed=seed),
        f1_interval=interval(counts, f1, seed=seed),
    )


def _link_rows(links: Tally, seed: int) -> Iterator[LinkScore]:
    for name, label in (*((label, label) for label in links.labels), ("names", None)):
        counts = links.counts(label)
        correct, wrong, unlinked = links.totals(label)
        found = correct + wrong + unlinked
        if found:
            yield LinkScore(
                f"links {name}",
                correct=correct,
                wrong=wrong,
                unlinked=unlinked,
                correct_share=round(correct / found, 4),
                wrong_share=round(wrong / found, 4),
                correct_interval=interval(counts, share_of(0), seed=seed),
                wrong_interval=interval(counts, share_of(1), seed=seed),
            )


def _most_frequent(faults: Sequence[Fault], limit: int) -> tuple[Errors, ...]:
    counts = Counter(fault[:3] for fault in faults)
    first = {fault[:3]: fault for fault in reversed(faults)}
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]
    return tuple(Errors(times, *first[key]) for key, times in ranked)
