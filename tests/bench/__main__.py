"""How fast the pipeline is: ``python -m tests.bench [NAME …]``, without a name all of them.

Each line is a ratio measured in one run, by turns, medians of five: machines differ, ratios hardly. Times are seconds
of CPU, except with workers, where it is the clock that counts. The store has a benchmark of its own, ``bench_store``.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import spacy

from iopmine.config import find_workspace
from iopmine.nlp import pipeline
from iopmine.nlp.workers import Order, Workers
from iopmine.records import Document
from iopmine.steps.extract import ExtractOptions, extract_files
from tests.bench.bench_topics import topics
from tests.bench.official import small
from tests.bench.texts import articles, lengthened, times, words, written
from tests.harness import TODAY

Run = Callable[[list[Document]], object]
ROUNDS = 5


def ours(*, only_entities: bool = False) -> Run:
    nlp = pipeline.build(only_entities=only_entities)
    return lambda documents: sum(1 for _ in pipeline.extract(nlp, documents))


def tokeniser() -> Run:
    nlp = spacy.blank("sv")
    return lambda documents: [nlp.make_doc(document.text) for document in documents]


def official() -> Run:
    nlp = small()
    return lambda documents: sum(1 for _ in nlp.pipe(document.text for document in documents))


def seconds(runs: list[tuple[Run, list[Document]]], clock: Callable[[], float] = time.process_time) -> list[float]:
    """The median of each run; they take turns, so that a busy machine slows all of them down."""
    taken: list[list[float]] = [[] for _ in runs]
    for run, documents in runs:
        run(documents[:50])
    for _ in range(ROUNDS):
        for (run, documents), spent in zip(runs, taken, strict=True):
            start = clock()
            run(documents)
            spent.append(clock() - start)
    return [statistics.median(spent) for spent in taken]


def speed() -> None:
    """Words a second, everything and names alone, beside the bare tokeniser and an official small pipeline."""
    documents = articles()
    names = ["everything", "names only", "bare tokeniser", "official shape, small"]
    found = seconds([(run, documents) for run in (ours(), ours(only_entities=True), tokeniser(), official())])
    for name, spent in zip(names, found, strict=True):
        print(f"{name:24} {words(documents) / spent:10.0f} words/s {spent / found[2]:6.1f} x the tokeniser's time")
    print(f"everything: {found[3] / found[0]:.2f} x as fast as the official shape")
    print(f"names only: {found[3] / found[1]:.2f} x as fast, and {found[0] / found[1]:.2f} x everything")


def files() -> None:
    """The step itself: reading text files, the pipeline, writing JSON lines; caches as empty as at the start."""
    with tempfile.TemporaryDirectory() as place:
        folder = written(Path(place) / "texts", articles())
        workspace = find_workspace(None, current=Path(place))
        for only_entities in (True, False):
            start = time.process_time()
            options = ExtractOptions(only_entities=only_entities)
            done = list(extract_files(workspace, [folder], Path(place) / "x.jsonl", options, today=TODAY))
            spent = time.process_time() - start
            name = "names only" if only_entities else "everything"
            print(f"extract {len(done)} files, {name}: {words(articles()) / spent:.0f} words/s, start-up included")


def workers() -> None:
    """One and two worker processes on the same documents, started and warm."""
    documents = times(articles(), 3)
    with Workers(1, Order(tokens=False)) as one, Workers(2, Order(tokens=False)) as two:
        runs: list[tuple[Run, list[Document]]] = [
            (lambda given: sum(1 for _ in one.extract(given)), documents),
            (lambda given: sum(1 for _ in two.extract(given)), documents),
        ]
        for run, _ in runs:
            run(documents)
        first, second = seconds(runs, time.perf_counter)
    print(f"two workers: {first / second:.2f} x one (clock time; needs two idle cores)")


def size() -> None:
    """Ten times the documents, and documents twice as long."""
    documents = articles()[::4]
    for name, run in (("everything", ours()), ("names only", ours(only_entities=True))):
        one, ten, half, twice = seconds(
            [
                (run, documents),
                (run, times(documents, 10)),
                (run, lengthened(documents, 4)),
                (run, lengthened(documents, 8)),
            ]
        )
        print(f"{name}: ten times the documents cost {ten / one:.2f} x, documents twice as long {twice / half:.2f} x")


BENCHES = {bench.__name__: bench for bench in (speed, files, workers, size, topics)}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"No benchmark {', '.join(unknown)}; there are: {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    for name in names or BENCHES:
        print(f"# {name}: {BENCHES[name].__doc__}")
        BENCHES[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
