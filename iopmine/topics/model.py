"""The topic model: the consensus of many fits, and how much of each topic is in each document."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from iopmine.errors import TopicError
from iopmine.topics.anchors import named_topics
from iopmine.topics.consensus import RESAMPLES, TOP_TERMS, Fit, consensus
from iopmine.topics.embedding import Clustering
from iopmine.topics.matrix import DocumentTermMatrix
from iopmine.topics.nmf import Factorisation, project, rows_to_one
from iopmine.topics.selection import heaviest

TOPICS_LEAST, TOPICS_MOST = 4, 30
FAMILIES: Final[Mapping[str, Fit]] = {"nmf": Factorisation, "embedding": Clustering}
"""Ways to a fit. On Swedish parliamentary debate nmf is the more coherent one on documents it has not seen."""
_REST_LEAST = 0.5
_ROWS = 8192
"""Documents that are shared out at a time: memory stays bounded."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class TopicModel:
    """Topics in order of size, largest first.

    ``ids``: the n_documents row names. ``vocabulary``: the n_words column names. ``components``: word weights, rows
    summing to 1, shape (n_topics, n_words). ``shares``: how much of each document belongs to each topic, shape
    (n_documents, n_topics); rows sum to 1, less what belongs to topics that did not come back, or to 0 where a
    document has none of the words. ``seed``: what the subsamples were drawn with. ``chosen``: the columns of the
    words that speak for each topic. ``stability``: how well each topic came back in fits on subsamples, 0-1.
    ``names``: what a person has named each topic beforehand, or empty strings.
    """

    ids: tuple[str, ...]
    vocabulary: tuple[str, ...]
    components: Floats
    shares: Floats
    seed: int
    chosen: tuple[tuple[int, ...], ...]
    stability: tuple[float, ...]
    names: tuple[str, ...]

    def terms(self, count: int = TOP_TERMS) -> list[tuple[str, ...]]:
        """Return the leading words of each topic: those chosen, then the heaviest of the others."""
        leading = []
        for words, row in zip(self.chosen, self.components, strict=True):
            more = heaviest(row, count + len(words)).tolist() if count > len(words) else []
            columns = list(dict.fromkeys([*words, *more]))[:count]
            leading.append(tuple(self.vocabulary[column] for column in columns))
        return leading


def default_topics(documents: int) -> int:
    """Return how many topics a corpus of this size is given: the root of half its documents, 4 to 30."""
    return min(max(round(math.sqrt(documents / 2)), TOPICS_LEAST), TOPICS_MOST)


def most_topics(matrix: DocumentTermMatrix) -> int:
    """Return how many topics the documents and words carry at most."""
    return min(len(matrix.ids) // 2, len(matrix.vocabulary))


def fit(
    matrix: DocumentTermMatrix,
    *,
    topics: int | None = None,
    seed: int = 0,
    family: str = "nmf",
    resamples: int = RESAMPLES,
    anchors: Mapping[str, Sequence[str]] | None = None,
    labelled: Mapping[str, str] | None = None,
) -> TopicModel:
    """Fit a model with a number of topics (default: by the size of the corpus), the named ones among them.

    A topic that does not come back on subsamples, or ends up without words, is left out, so there may be fewer than
    asked for. ``anchors`` and ``labelled``: see ``named_topics``; what they do not explain is shared by free topics.
    The result is the same to the bit on every run: one thread, so that sums are added in one order.

    Raises:
        TopicError: more topics than half the documents, or than words; or fewer than two; an unknown family; or names
            without examples.
    """
    wanted = default_topics(len(matrix.ids)) if topics is None else topics
    check_number(matrix, wanted)
    if family not in FAMILIES:
        raise TopicError(f"Unknown kind of topic model: {family!r}.", hint=f"Choose from: {', '.join(FAMILIES)}.")
    with threadpool_limits(limits=1):
        if not anchors and not labelled:
            return _model(matrix, _free(matrix, matrix, wanted, seed, family, resamples), seed)
        named = named_topics(matrix, anchors or {}, labelled or {}, seed=seed)
        rest = 1.0 - named.shares.sum(axis=1)
        parts = [_Part(named.components, named.shares, named.words, named.stability, named.names)]
        others = matrix.rows(np.flatnonzero(rest > _REST_LEAST))
        if (more := min(wanted - len(named.names), most_topics(others))) >= 2:
            free = _free(matrix, others, more, seed, family, resamples)
            parts.append(free._replace(shares=free.shares * rest[:, None]))
        return _model(matrix, _joined(parts), seed)


class _Part(NamedTuple):
    components: Floats
    shares: Floats
    words: tuple[npt.NDArray[np.intp], ...]
    stability: Floats
    names: tuple[str, ...]


def _free(
    matrix: DocumentTermMatrix, fitted: DocumentTermMatrix, topics: int, seed: int, family: str, resamples: int
) -> _Part:
    """Find topics in some documents and how much of each is in all of them."""
    found = consensus(fitted, topics=topics, seed=seed, resamples=resamples, fit=FAMILIES[family])
    everything = np.vstack([found.components, found.dropped])
    shares = np.empty((len(matrix.ids), len(found.components)))
    for start in range(0, len(matrix.ids), _ROWS):
        rows = slice(start, start + _ROWS)
        shares[rows] = rows_to_one(project(matrix.weights(rows), everything))[:, : len(found.components)]
    return _Part(found.components, shares, found.words, found.recurrence, ("",) * len(found.components))


def _joined(parts: Sequence[_Part]) -> _Part:
    components, shares, words, stability, names = zip(*parts, strict=True)
    return _Part(
        np.vstack(components),
        np.hstack(shares),
        tuple(chain.from_iterable(words)),
        np.concatenate(stability),
        tuple(chain.from_iterable(names)),
    )


def _model(matrix: DocumentTermMatrix, part: _Part, seed: int) -> TopicModel:
    order = _by_size(part.shares, part.components)
    return TopicModel(
        matrix.ids,
        matrix.vocabulary,
        part.components[order],
        part.shares[:, order],
        seed,
        chosen=tuple(tuple(part.words[topic].tolist()) for topic in order),
        stability=tuple(part.stability[order].tolist()),
        names=tuple(part.names[topic] for topic in order),
    )


def check_number(matrix: DocumentTermMatrix, topics: int) -> None:
    """See that the documents carry so many topics.

    Raises:
        TopicError: they do not.
    """
    most = most_topics(matrix)
    if not 2 <= topics <= most:
        raise TopicError(
            f"{len(matrix.ids)} documents and {len(matrix.vocabulary)} words carry 2 to {most} topics; "
            f"{topics} were asked for.",
            hint=f"Ask for at most {most} with --topics, or add more documents.",
        )


def _by_size(shares: Floats, components: Floats) -> npt.NDArray[np.intp]:
    """Return the topics that have words, largest first; ties by their heaviest word."""
    size = shares.sum(axis=0)
    order: npt.NDArray[np.intp] = np.lexsort((components.argmax(axis=1), -size))
    alive: npt.NDArray[np.bool_] = (components.sum(axis=1) > 0) & (size > 0)
    kept: npt.NDArray[np.intp] = order[alive[order]]
    return kept
