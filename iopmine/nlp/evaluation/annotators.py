"""How far two annotators of the same texts agree: F1 of their spans, and Krippendorff's alpha.

Alpha is nominal, for two observers without missing values. Its units are words (a run of letters and digits, or one
other character that is no white space) for names, where a word carries the label of the span it lies in and "none"
outside of all; and documents for labels of documents (one unit for each document and label that either annotator
uses). Words rather than characters, so that a long name weighs no more than its words, and a genitive ending nothing.
Source: Krippendorff, Content Analysis (4th ed., 2018), chapter 12.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from iopmine.nlp.evaluation.form import LABELS
from iopmine.nlp.evaluation.gold import GoldSpan, gold_spans, scored_labels
from iopmine.nlp.evaluation.tally import Tally

Row = Mapping[str, Any]
Judged = Counter[tuple[str, str]]
_WORD = re.compile(r"\w+|[^\w\s]")
_NONE = ""
_DOCUMENT_FIELDS = {"challenge_areas": "area", "frames": "frame"}


@dataclass(frozen=True, slots=True)
class Agreement:
    """One line: F1 of the second annotator's judgements against the first's, alpha, and how many units it rests on.

    ``alpha`` is None where both used a single value throughout: agreement beyond chance cannot be told then.
    """

    name: str
    f1: float
    alpha: float | None
    units: int


@dataclass(slots=True)
class _Part:
    """What is compared of one kind: sets of judgements for F1, and pairs of values by label for alpha."""

    tally: Tally = field(default_factory=Tally)
    judged: dict[str, Judged] = field(default_factory=dict)
    together: Judged = field(default_factory=Counter)


def compare(first: Sequence[Row], second: Sequence[Row], texts: Mapping[str, str]) -> list[Agreement]:
    """Return the agreement on the documents that both annotated, by label; ``texts`` maps ids to texts.

    Only fields that both lines of a document have are compared.

    Raises:
        UsageError: an exact span lies outside its text.
    """
    others = {row["id"]: row for row in second}
    both = [(row, others[row["id"]]) for row in first if row["id"] in others]
    names, relevance = _Part(), _Part()
    matters = {key: _Part() for key in _DOCUMENT_FIELDS}
    for one, other in both:
        labels = scored_labels(one) & scored_labels(other)
        if labels and one["id"] in texts:
            _names(one, other, texts[one["id"]], labels, names)
        if one.get("iop_relevant") is not None and other.get("iop_relevant") is not None:
            _relevance(one, other, relevance)
    for key, part in matters.items():
        _matters([(one, other) for one, other in both if key in one and key in other], key, part)
    lines = list(_lines(names, "names", "", sorted(LABELS, key=LABELS.index)))
    lines += _lines(relevance, "relevance", "", ())
    for key, part in matters.items():
        name = _DOCUMENT_FIELDS[key]
        lines += _lines(part, f"{name}s", f"{name} ", sorted(part.judged))
    return lines


def alpha(judged: Mapping[tuple[str, str], float]) -> float | None:
    """Return Krippendorff's nominal alpha of pairs of values, (first annotator, second annotator) → how often.

    Of a unit that more than two have judged, each pair counts by one over the number of judgements less one.
    """
    values: dict[str, float] = defaultdict(float)
    apart = 0.0
    for (one, other), times in judged.items():
        values[one] += times
        values[other] += times
        apart += 2 * times * (one != other)
    total = sum(values.values())
    expected = total * total - sum(times * times for times in values.values())
    return 1 - (total - 1) * apart / expected if expected else None


def _names(one: Row, other: Row, text: str, labels: frozenset[str], part: _Part) -> None:
    spans = [[s for s in gold_spans(row, text) if s.label in labels] for row in (one, other)]
    part.tally.open()
    for label in labels:
        found, wanted = ({(s.start, s.end) for s in annotated if s.label == label} for annotated in reversed(spans))
        part.tally.add(found, wanted, label)
    words = [found.span() for found in _WORD.finditer(text)]
    values = list(zip(*(_by_word(words, annotated) for annotated in spans), strict=True))
    part.together.update(values)
    for label in labels:
        judged = part.judged.setdefault(label, Counter())
        for value, other_value in values:
            judged[value if value == label else _NONE, other_value if other_value == label else _NONE] += 1


def _by_word(words: Sequence[tuple[int, int]], spans: Sequence[GoldSpan]) -> list[str]:
    starts, ends = [start for start, _ in words], [end for _, end in words]
    values = [_NONE] * len(words)
    for span in spans:
        for index in range(bisect_right(ends, span.start), bisect_left(starts, span.end)):
            values[index] = span.label
    return values


def _relevance(one: Row, other: Row, part: _Part) -> None:
    pair = tuple("yes" if row["iop_relevant"] else "no" for row in (one, other))
    part.tally.open()
    part.tally.add({pair[1]} & {"yes"}, {pair[0]} & {"yes"}, "yes")
    part.together[pair[0], pair[1]] += 1


def _matters(both: Sequence[tuple[Row, Row]], key: str, part: _Part) -> None:
    used = sorted({label for pair in both for row in pair for label in row[key] or ()})
    for one, other in both:
        part.tally.open()
        for label in used:
            found, wanted = ({label} & set(row[key] or ()) for row in (other, one))
            part.tally.add(found, wanted, label)
            pair = (label if wanted else _NONE, label if found else _NONE)
            part.judged.setdefault(label, Counter())[pair] += 1
            part.together["yes" if wanted else "no", "yes" if found else "no"] += 1


def _lines(part: _Part, name: str, prefix: str, labels: Sequence[str]) -> Iterator[Agreement]:
    if not part.tally.documents:
        return
    yield _line(name, part.tally, None, part.together)
    for label in labels:
        if label in part.judged:
            yield _line(f"{prefix}{label}", part.tally, label, part.judged[label])


def _line(name: str, tally: Tally, label: str | None, judged: Judged) -> Agreement:
    value = alpha(judged)
    f1 = round(tally.score(label)[2], 4)
    return Agreement(name, f1, None if value is None else round(value, 4), judged.total())
