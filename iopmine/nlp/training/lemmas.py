"""Learning lemmas: a table of what was seen, and a conditional logit over the rules that undo endings."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from iopmine.nlp.tagging.closed import LEMMAS
from iopmine.nlp.tagging.endings import KEPT, candidates, evidence, listed_lemmas, normal_form
from iopmine.nlp.tagging.lemmas import INFLECTED, UNINFLECTED, LemmaModel, seen_key
from iopmine.nlp.tagging.wordlist import alternation
from iopmine.nlp.training.conllu import AnnotatedSentence

_LONGEST_TAKEN: Final = 5
_LONGEST_PUT: Final = 4
_PENALTY: Final = 0.5
_ITERATIONS: Final = 120
_SMALLEST_WEIGHT: Final = 0.01

Word = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Choice:
    """A word with the rules that apply, the place of the right one, and how much it counts."""

    options: list[list[str]]
    right: int
    weight: float


def learn_lemmas(sentences: Sequence[AnnotatedSentence]) -> LemmaModel:
    """Return a model learnt from annotated sentences."""
    words = [
        (form, pos, features.strip("_"), lemma)
        for s in sentences
        for form, pos, features, lemma in zip(s.forms, s.pos, s.features, s.lemmas, strict=True)
        if pos not in UNINFLECTED
    ]
    solved = _solved(words)
    rules = _rules(solved)
    return LemmaModel(_seen(words), rules, _weights(list(_choices(solved, rules))))


def _seen(words: Iterable[tuple[str, str, str, str]]) -> dict[tuple[str, str, str], str]:
    """Return the commonest lemma of each word, by its features and, where that differs, whatever they are."""
    counts: dict[Word, Counter[str]] = defaultdict(Counter)
    for form, lemma in LEMMAS.items():
        for pos in ("PRON", "DET"):
            counts[form, pos, ""][lemma] += 1
    for form, pos, features, lemma in words:
        for known in (features, ""):
            counts[seen_key(form, pos), pos, known][lemma] += 1
    commonest = {key: min(found, key=lambda lemma: (-found[lemma], lemma)) for key, found in counts.items()}
    return {key: lemma for key, lemma in commonest.items() if not key[2] or lemma != commonest[key[0], key[1], ""]}


def _solved(words: Iterable[tuple[str, str, str, str]]) -> Counter[tuple[str, str, str, str]]:
    """Count (form as lemmas are written, part of speech, features, rule) of the words that a rule can undo."""
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for form, pos, features, lemma in words:
        if pos not in INFLECTED or form.endswith("-") or lemma == "_":
            continue
        written = normal_form(form, pos)
        rule = alternation(written, lemma)
        taken, _, put = rule.partition(">")
        if len(taken) <= _LONGEST_TAKEN and len(put) <= _LONGEST_PUT:
            counts[written, pos, features, rule] += 1
    return counts


def _rules(solved: Counter[tuple[str, str, str, str]]) -> dict[tuple[str, str], tuple[str, ...]]:
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (_, pos, features, rule), count in solved.items():
        counts[pos, features][rule] += count
        counts[pos, ""][rule] += count
    # A rule that only adds letters applies to every word: once seen is no habit, and whole words are no ending.
    return {
        key: tuple(sorted(r for r, n in found.items() if r[0] != ">" or (n > 1 and len(r) <= len(KEPT) + 2)))
        for key, found in counts.items()
    }


def _choices(
    solved: Counter[tuple[str, str, str, str]], rules: dict[tuple[str, str], tuple[str, ...]]
) -> Iterator[_Choice]:
    for (form, pos, features, rule), count in sorted(solved.items()):
        listed = listed_lemmas(form, features)
        found = candidates(form, listed, rules.get((pos, features)) or rules[pos, ""])
        if rule in found and len(found) > 1:
            options = [evidence(form, pos, features, option, listed) for option in found]
            yield _Choice(options, found.index(rule), 1 + math.log(count))


def _weights(choices: Sequence[_Choice]) -> dict[str, float]:
    """Fit the logit by L-BFGS: the loss is that of choosing another rule, with a penalty on squared weights."""
    names: dict[str, int] = {}
    columns: list[int] = []
    ends = [0]
    for option in (option for choice in choices for option in choice.options):
        columns += [names.setdefault(name, len(names)) for name in option]
        ends.append(len(columns))
    if not names:
        return {}
    told = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(ends) - 1, len(names)))
    sizes = np.array([len(choice.options) for choice in choices])
    starts = np.cumsum(sizes) - sizes
    right = starts + np.array([choice.right for choice in choices])
    weights = np.array([choice.weight for choice in choices])
    of = np.repeat(np.arange(len(choices)), sizes)
    turned = told.T.tocsr()
    wanted = np.asarray(told[right].T @ weights)

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = np.asarray(told @ values)
        top = np.maximum.reduceat(scores, starts)
        grown = np.exp(scores - top[of])
        sums = np.add.reduceat(grown, starts)
        missed = (weights * (top + np.log(sums) - scores[right])).sum()
        slope = np.asarray(turned @ (grown / sums[of] * weights[of])) - wanted + _PENALTY * values
        return float(missed + _PENALTY / 2 * values @ values), slope

    start = np.zeros(len(names))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS}).x
    return {name: round(float(found[i]), 3) for name, i in names.items() if abs(found[i]) >= _SMALLEST_WEIGHT}
