"""Scores against gold: exact spans of names, areas, frames and partnership pairs, with what went wrong.

The gold lists surface forms (see the annotation guidelines in ``corpus/README.md``); they are turned into spans as the
guidelines say: whole words, case-sensitive, longest form first, genitive ending free.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from iopmine.errors import UsageError
from iopmine.records import Extraction
from iopmine.text.inflection import WORD_END, WORD_START

_GOLD_FIELDS = (("orgs", "ORG"), ("locs", "LOC"), ("persons", "PER"), ("units", ""), ("other", ""), ("optional", ""))
_GENITIVE = r"(?::s|['’]s|s)?"


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A required mention (or, with an empty label, one that is neither asked for nor punished)."""

    start: int
    end: int
    reach: int
    label: str


@dataclass(slots=True)
class Tally:
    """True positives, false positives and false negatives by label."""

    tp: Counter[str] = field(default_factory=Counter)
    fp: Counter[str] = field(default_factory=Counter)
    fn: Counter[str] = field(default_factory=Counter)

    def score(self, label: str | None = None) -> tuple[float, float, float]:
        """Return (precision, recall, F1) of a label, or over all labels together."""
        tp, fp, fn = (sum(c.values()) if label is None else c[label] for c in (self.tp, self.fp, self.fn))
        precision = tp / (tp + fp) if tp + fp else 0.0
        recall = tp / (tp + fn) if tp + fn else 0.0
        return precision, recall, 2 * tp / (2 * tp + fp + fn) if tp else 0.0

    def add(self, predicted: set[Any], wanted: set[Any], label: str) -> None:
        """Count two sets of one label against each other."""
        self.tp[label] += len(predicted & wanted)
        self.fp[label] += len(predicted - wanted)
        self.fn[label] += len(wanted - predicted)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All scores of a run, with the errors as (kind, label, words, document id)."""

    documents: int
    names: Tally
    areas: Tally
    frames: Tally
    pairs: Tally
    relevance: Tally
    dates: Tally
    errors: tuple[tuple[str, str, str, str], ...]


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Return the gold documents of a JSON lines file.

    Raises:
        UsageError: the file is missing or a line is not a JSON object with an id.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UsageError(f"The gold file {path} could not be read: {error.strerror}.") from error
    gold = []
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line) if line.strip() else None
        except ValueError as error:
            raise UsageError(f"{path}, line {number}: not JSON ({error}).") from error
        if row is not None:
            fault = _fault(row)
            if fault:
                raise UsageError(f"{path}, line {number}: {fault}.", hint="The form of gold is in corpus/README.md.")
            gold.append(row)
    if not gold:
        raise UsageError(f"{path} holds no gold line.", hint="The form of gold is in corpus/README.md.")
    return gold


def _fault(row: object) -> str:
    """Say what keeps a JSON value from being a gold line, or nothing."""
    if not isinstance(row, dict) or "id" not in row:
        return "a gold line is a JSON object with an id"
    for key, _ in _GOLD_FIELDS:
        if not all(isinstance(entry, dict) and "text" in entry for entry in row.get(key) or ()):
            return f"{key} is a list of objects with a text"
    agreements = row.get("partnerships") or ()
    sides = [agreement.get(side) or () for agreement in agreements for side in ("public", "idea_based")]
    if not all(isinstance(name, str) for names in sides for name in names):
        return "the parties of a gold line are names, not objects; this looks like a result of iopmine extract"
    return ""


def gold_spans(row: Mapping[str, Any], text: str) -> list[GoldSpan]:
    """Return the spans of a gold document in its text, in text order."""
    forms = {entry["text"]: label for key, label in reversed(_GOLD_FIELDS) for entry in row.get(key) or ()}
    taken = bytearray(len(text))
    spans = []
    for form in sorted(forms, key=lambda f: (-len(f), f)):
        for found in _form_pattern(form).finditer(text):
            start, end = found.span(1)
            if not any(taken[start : found.end()]):
                taken[start : found.end()] = b"\1" * (found.end() - start)
                spans.append(GoldSpan(start, end, found.end(), forms[form]))
    return sorted(spans, key=lambda s: s.start)


def _form_pattern(form: str) -> re.Pattern[str]:
    body = r"\s+".join(re.escape(part) for part in form.split())
    before = WORD_START if form[:1].isalnum() else ""
    after = _GENITIVE + WORD_END if form[-1:].isalnum() else ""
    return re.compile(f"{before}({body}){after}")


def evaluate(
    gold: Sequence[Mapping[str, Any]],
    extractions: Iterable[Extraction],
    *,
    areas: Mapping[str, Sequence[str]],
    frames: Mapping[str, Sequence[str]],
    resolve: Mapping[str, str],
) -> Evaluation:
    """Score extractions against gold with the same ids.

    ``areas`` and ``frames`` map the gold's labels to the ids that satisfy them (a label that is an id needs no entry);
    ``resolve`` maps folded names of parties to entity ids.
    """
    by_id = {row["id"]: row for row in gold}
    result = Evaluation(len(gold), Tally(), Tally(), Tally(), Tally(), Tally(), Tally(), ())
    errors: list[tuple[str, str, str, str]] = []
    for extraction in extractions:
        row = by_id.get(extraction.document.id)
        if row is None:
            continue
        errors += _score_names(row, extraction, result.names)
        _score_labels(row.get("challenge_areas") or (), {h.id for h in extraction.areas}, areas, result.areas)
        _score_labels(row.get("frames") or (), {h.id for h in extraction.frames}, frames, result.frames)
        errors += _score_pairs(row, extraction, resolve, result.pairs)
        flag = {True} if extraction.document.iop_relevant else set()
        result.relevance.add(flag, {True} if row.get("iop_relevant") else set(), "iop")
        wanted = {row["date"]} if row.get("date") else set()
        document = extraction.document
        read = document.date_source == "text" and document.published_precision == "day"
        given = {document.published} if read else set()
        result.dates.add(given, wanted, "day")
    return Evaluation(
        result.documents,
        result.names,
        result.areas,
        result.frames,
        result.pairs,
        result.relevance,
        result.dates,
        tuple(sorted(errors)),
    )


def _score_names(row: Mapping[str, Any], extraction: Extraction, tally: Tally) -> list[tuple[str, str, str, str]]:
    text = extraction.document.text
    spans = gold_spans(row, text)
    required = {(s.start, s.end, s.label): s for s in spans if s.label}
    errors: list[tuple[str, str, str, str]] = []
    hit: set[tuple[int, int, str]] = set()
    for mention in extraction.mentions:
        match = next((k for k, s in required.items() if _same(mention.start, mention.end, mention.label, s)), None)
        if match is not None and match not in hit:
            hit.add(match)
            tally.tp[mention.label] += 1
            continue
        touched = [s for s in spans if mention.start < s.reach and s.start < mention.end]
        if touched and not any(s.label for s in touched):
            continue
        tally.fp[mention.label] += 1
        errors.append(("spurious" if not touched else "boundary", mention.label, mention.text, extraction.document.id))
    for key, span in required.items():
        if key not in hit:
            tally.fn[span.label] += 1
            errors.append(("missed", span.label, text[span.start : span.end], extraction.document.id))
    return errors


def _same(start: int, end: int, label: str, span: GoldSpan) -> bool:
    return start == span.start and end in {span.end, span.reach} and label == span.label


def _family(key: str) -> str:
    return key.partition(".")[0]


def _score_labels(
    labels: Iterable[str], predicted: set[str], mapping: Mapping[str, Sequence[str]], tally: Tally
) -> None:
    """A label is found when one of its ids, or a sub- or parent area of one, is predicted."""
    wanted = [mapping.get(label, (label,)) for label in labels]
    used: set[str] = set()
    for ids in wanted:
        match = {
            p for p in predicted for i in ids if p == i or (_family(p) == _family(i) and "." not in p + i) or _kin(p, i)
        }
        used |= match
        (tally.tp if match else tally.fn)["all"] += 1
    tally.fp["all"] += len(predicted - used)


def _kin(predicted: str, wanted: str) -> bool:
    return predicted.startswith(wanted + ".") or wanted.startswith(predicted + ".")


def _score_pairs(
    row: Mapping[str, Any], extraction: Extraction, resolve: Mapping[str, str], tally: Tally
) -> list[tuple[str, str, str, str]]:
    """Pairs (public party, idea-based party), names compared as the entities they resolve to."""
    wanted = {
        (resolve.get(party_key(p), party_key(p)), resolve.get(party_key(i), party_key(i)))
        for agreement in row.get("partnerships") or ()
        for p in agreement.get("public") or ()
        for i in agreement.get("idea_based") or ()
    }
    predicted = {
        (
            resolve.get(party_key(p.canonical), party_key(p.canonical)),
            resolve.get(party_key(i.canonical), party_key(i.canonical)),
        )
        for reading in extraction.partnerships
        for p in reading.public_parties
        for i in reading.idea_based_parties
    }
    tally.add(predicted, wanted, "pair")
    doc_id = extraction.document.id
    return [("pair missed", "PAIR", " + ".join(pair), doc_id) for pair in wanted - predicted] + [
        ("pair spurious", "PAIR", " + ".join(pair), doc_id) for pair in predicted - wanted
    ]


def party_key(name: str) -> str:
    """Return the form in which names of parties are compared: caseless, without a genitive ending."""
    return re.sub(r"(?::s|['’]s|s)$", "", " ".join(name.split()).casefold())
