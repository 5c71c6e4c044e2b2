"""``iopmine evaluate``: the pipeline scored against gold annotations."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from iopmine.config import Workspace
from iopmine.errors import UsageError
from iopmine.lexicon import Lexicon, load
from iopmine.nlp import evaluation, pipeline
from iopmine.reading import read_paths
from iopmine.records import Document

LabelMap = Mapping[str, Mapping[str, Sequence[str]]]
_LABELS = ("ORG", "LOC", "PER")
_LABELS_HINT = 'It is JSON of the form {"areas": {"label": ["area id"]}, "frames": {"label": ["frame id"]}}.'


@dataclass(frozen=True, slots=True)
class Score:
    """One line of the result."""

    name: str
    precision: float
    recall: float
    f1: float
    tp: int
    fp: int
    fn: int


@dataclass(frozen=True, slots=True)
class Scores:
    """All lines, and the most frequent errors as (times, kind, label, words, a document)."""

    documents: int
    rows: tuple[Score, ...]
    errors: tuple[tuple[int, str, str, str, str], ...]

    @property
    def names_f1(self) -> float:
        """F1 of names over all labels."""
        return next(row.f1 for row in self.rows if row.name == "names")


def evaluate(
    workspace: Workspace,
    gold: Sequence[Path],
    texts: Path,
    *,
    labels: Path | None = None,
    model: str | None = None,
    today: date,
    errors: int = 0,
) -> Scores:
    """Run the pipeline over the texts of the gold and score it.

    ``labels`` is a JSON file ``{"areas": {label: [ids]}, "frames": {…}}`` for gold with free labels; labels that are
    ids need none. Exact spans, genitive ending free; parties compared as the entities they resolve to.

    Raises:
        UsageError: a gold file cannot be read, or none of its texts is in the folder.
    """
    rows = [row for path in gold for row in evaluation.read_gold(path)]
    wanted = {row["id"] for row in rows}
    documents = [d for d in read_paths([texts], today=today) if isinstance(d, Document) and d.id in wanted]
    if not documents:
        raise UsageError(f"None of the {len(wanted)} gold texts is in {texts}.", hint="Texts are named ID.txt.")
    missing = wanted - {document.id for document in documents}
    lexicon = load(None, *workspace.lexicon_extensions)
    nlp = pipeline.build(model=model, lexicon_extensions=workspace.lexicon_extensions)
    mapping = _label_map(labels)
    result = evaluation.evaluate(
        [row for row in rows if row["id"] not in missing],
        pipeline.extract(nlp, documents, persons=True),
        areas=mapping.get("areas", {}),
        frames=mapping.get("frames", {}),
        resolve=_resolver(lexicon),
    )
    return Scores(len(documents), tuple(_rows(result)), _most_frequent(result, errors))


def _label_map(path: Path | None) -> LabelMap:
    if path is None:
        return {}
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
        return {
            part: {label: [str(key) for key in keys] for label, keys in loaded.get(part, {}).items()}
            for part in ("areas", "frames")
        }
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise UsageError(f"The label map {path} could not be read: {error}.", hint=_LABELS_HINT) from error


def _resolver(lexicon: Lexicon) -> dict[str, str]:
    """Map the names of bodies, as gold writes them, to entity ids."""
    found = {evaluation.party_key(name.text): name.entity_id for name in lexicon.names if name.label == "ORG"}
    return found | {evaluation.party_key(e.canonical): e.id for e in lexicon.entities.values() if e.label == "ORG"}


def _rows(result: evaluation.Evaluation) -> list[Score]:
    rows = [_score(label, result.names, label) for label in _LABELS]
    rows.append(_score("names", result.names, None))
    parts = ("relevance", "areas", "frames", "pairs", "dates")
    return rows + [_score(part, getattr(result, part), None) for part in parts]


def _score(name: str, tally: evaluation.Tally, label: str | None) -> Score:
    tp, fp, fn = (sum(c.values()) if label is None else c[label] for c in (tally.tp, tally.fp, tally.fn))
    precision, recall, f1 = (round(value, 4) for value in tally.score(label))
    return Score(name, precision, recall, f1, tp, fp, fn)


def _most_frequent(result: evaluation.Evaluation, limit: int) -> tuple[tuple[int, str, str, str, str], ...]:
    counts = Counter(error[:3] for error in result.errors)
    where = {error[:3]: error[3] for error in reversed(result.errors)}
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]
    return tuple((times, *error, where[error]) for error, times in ranked)
