"""Topics beside gensim and tomotopy, where they are installed: ``python -m tests.bench topics``.

Every model sees the same words of one half of the documents; words are scored on the other half too, with our
window-of-ten coherence. Times are seconds of CPU with one thread, ratios are to our whole fit. The documents are made
here, from planted subjects; ``python -m tests.bench.bench_topics --folder DIR`` reads text files with our pipeline.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment
from threadpoolctl import threadpool_limits

from iopmine.topics.coherence import diversity, npmi
from iopmine.topics.consensus import TOP_TERMS, subsamples
from iopmine.topics.matrix import DocumentTermMatrix, TokenisedDocument, document_term_matrix
from iopmine.topics.model import FAMILIES, fit
from iopmine.topics.selection import heaviest

DOCUMENTS, WORDS, SUBJECTS, WORDS_OF_SUBJECT = 10_000, 50, 25, 120
TOPICS = 20
SUBSAMPLES = 3

Terms = list[tuple[str, ...]]
Fit = Callable[[DocumentTermMatrix, int], Terms]


def made(documents: int = DOCUMENTS, seed: int = 1) -> Iterator[TokenisedDocument]:
    """Documents that mix two of some subjects with words of all; frequencies as in running text."""
    draw = random.Random(seed)
    name = [chr(97 + i // 26) + chr(97 + i % 26) for i in range(26 * 26)]
    subjects = [[f"ämne{name[i]}{name[j]}" for j in range(WORDS_OF_SUBJECT)] for i in range(SUBJECTS)]
    common = [f"vanlig{name[j]}" for j in range(400)]
    zipf = [1 / (rank + 2.7) for rank in range(400)]
    for index in range(documents):
        first, second = draw.sample(subjects, 2)
        words = [
            *draw.choices(first, zipf[:WORDS_OF_SUBJECT], k=WORDS // 2),
            *draw.choices(second, zipf[:WORDS_OF_SUBJECT], k=WORDS // 5),
            *draw.choices(common, zipf, k=WORDS - WORDS // 2 - WORDS // 5),
        ]
        draw.shuffle(words)
        yield TokenisedDocument(f"{index}", hashlib.sha256(f"{index}".encode()).hexdigest(), tuple(words))


def read(folder: Path) -> Iterator[TokenisedDocument]:
    """The text files of a folder, lemmatised; this may take a while."""
    from iopmine.nlp import pipeline
    from tests.bench.texts import document

    nlp = pipeline.build()
    texts = (document(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.txt")))
    for item in pipeline.extract(nlp, texts):
        digest = hashlib.sha256(item.document.text.encode()).hexdigest()
        lemmas, pos = tuple(t.lemma for t in item.tokens), tuple(t.pos for t in item.tokens)
        yield TokenisedDocument(item.document.id, digest, lemmas, pos)


def ours(matrix: DocumentTermMatrix, topics: int) -> Terms:
    return fit(matrix, topics=topics).terms()


def one_fit(family: str) -> Fit:
    def terms(matrix: DocumentTermMatrix, topics: int) -> Terms:
        with threadpool_limits(limits=1):
            found = FAMILIES[family](matrix, topics=topics, seed=0)
        return [tuple(matrix.vocabulary[i] for i in heaviest(row, TOP_TERMS)) for row in found]

    return terms


def spoken(matrix: DocumentTermMatrix) -> list[list[str]]:
    """The words of each document, as the matrix knows them."""
    parts = np.split(matrix.words, np.cumsum(matrix.lengths())[:-1])
    return [[matrix.vocabulary[column] for column in part] for part in parts]


def tomotopy_lda(iterations: int) -> Fit:
    tomotopy = importlib.import_module("tomotopy")

    def terms(matrix: DocumentTermMatrix, topics: int) -> Terms:
        model = tomotopy.LDAModel(k=topics, seed=1)
        for words in spoken(matrix):
            if words:
                model.add_doc(words)
        model.train(iterations, workers=1)
        return [tuple(word for word, _ in model.get_topic_words(k, top_n=TOP_TERMS)) for k in range(topics)]

    return terms


def gensim_model(kind: str) -> Fit:
    models, corpora = importlib.import_module("gensim.models"), importlib.import_module("gensim.corpora")

    def terms(matrix: DocumentTermMatrix, topics: int) -> Terms:
        texts = spoken(matrix)
        known = corpora.Dictionary(texts)
        bags = [known.doc2bow(words) for words in texts]
        model = getattr(models, kind)(bags, num_topics=topics, id2word=known, random_state=1)
        return [tuple(word for word, _ in model.show_topic(k, TOP_TERMS)) for k in range(topics)]

    return terms


def rivals() -> dict[str, Fit]:
    """What is compared, by name; libraries that are not installed are left out."""
    found: dict[str, Fit] = {
        "iopmine, consensus": ours,
        "one nmf, heaviest words": one_fit("nmf"),
        "one embedding, heaviest words": one_fit("embedding"),
    }
    for name, make in {
        "gensim LDA, 1 pass": lambda: gensim_model("LdaModel"),
        "gensim NMF": lambda: gensim_model("Nmf"),
        "tomotopy LDA, 100 iterations": lambda: tomotopy_lda(100),
        "tomotopy LDA, 500 iterations": lambda: tomotopy_lda(500),
    }.items():
        try:
            found[name] = make()
        except ImportError as error:
            print(f"{name}: not installed ({error.name})")
    return found


def overlap(one: Sequence[Sequence[str]], other: Sequence[Sequence[str]]) -> float:
    """The mean Jaccard overlap of topics' words, paired by the Hungarian method; an unpaired topic counts 0."""
    scores = np.array([[len({*a} & {*b}) / max(len({*a} | {*b}), 1) for b in other] for a in one])
    return float(scores[linear_sum_assignment(-scores)].sum() / len(one))


def compare(documents: Sequence[TokenisedDocument], topics: int) -> None:
    begun = time.process_time()
    matrix = document_term_matrix(documents)
    reading = time.process_time() - begun
    half, held = (matrix.rows(np.arange(start, len(matrix.ids), 2)) for start in (0, 1))
    print(f"{len(documents)} documents, {len(matrix.vocabulary)} words, read in {reading:.2f} s; {topics} topics")
    print(f"{'':32} {'npmi':>6} {'held out':>8} {'diverse':>7} {'stable':>7} {'CPU s':>7} {'ratio':>6}")
    unit = None
    for name, model in rivals().items():
        begun = time.process_time()
        terms = model(half, topics)
        spent = time.process_time() - begun
        unit = unit or spent
        again = [overlap(terms, model(part, topics)) for part in subsamples(half, SUBSAMPLES, seed=5)]
        print(
            f"{name:32} {np.mean(npmi(terms, half)):6.3f} {np.mean(npmi(terms, held)):8.3f} {diversity(terms):7.2f} "
            f"{np.mean(again):7.2f} {spent:7.2f} {spent / unit:6.1f}"
        )


def topics() -> None:
    """Topic words beside gensim and tomotopy: coherence, also on documents not seen, diversity, stability, time."""
    compare(list(made()), TOPICS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="text files to read in place of documents made here")
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--topics", type=int, default=TOPICS)
    options = parser.parse_args()
    compare(list(read(options.folder) if options.folder else made(options.documents)), options.topics)


if __name__ == "__main__":
    main()
