"""Topics beside gensim, tomotopy and BERTopic, where they are installed: ``python -m tests.bench topics``.

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

from iopmine.topics.coherence import WINDOW, diversity, npmi
from iopmine.topics.consensus import TOP_TERMS
from iopmine.topics.embedding import document_vectors
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
            found = FAMILIES[family](matrix, topics=topics, seed=0).fit(topics)
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


def bertopic_model() -> Fit:
    """BERTopic on an embedding computed here, ours: nothing is downloaded, and both see the same documents."""
    bertopic, umap = importlib.import_module("bertopic"), importlib.import_module("umap")
    vectorisers = importlib.import_module("sklearn.feature_extraction.text")

    def terms(matrix: DocumentTermMatrix, topics: int) -> Terms:
        # Words are joined by a character that no word has: a collocation stays one word.
        texts = ["|".join(words) for words in spoken(matrix)]
        model = bertopic.BERTopic(
            language="multilingual",  # the default strips å, ä and ö
            nr_topics=topics + 1,  # one of them holds what belongs to none
            umap_model=umap.UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=1),
            vectorizer_model=vectorisers.CountVectorizer(tokenizer=lambda text: text.split("|"), token_pattern=None),
        )
        model.fit(texts, embeddings=document_vectors(matrix, seed=0))
        return [
            tuple(word for word, _ in words if word)
            for number, words in sorted(model.get_topics().items())
            if number >= 0
        ]

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
        "BERTopic, our embedding": bertopic_model,
    }.items():
        try:
            found[name] = make()
        except ImportError as error:
            print(f"{name}: not installed ({error.name})")
    return found


def parts(matrix: DocumentTermMatrix, number: int) -> list[DocumentTermMatrix]:
    """Random parts of 80 % of the documents: whoever fits each anew, words and all, finds the same topics or not."""
    draw, size = np.random.default_rng(5), round(0.8 * len(matrix.ids))
    return [matrix.rows(np.sort(draw.choice(len(matrix.ids), size, replace=False))) for _ in range(number)]


def gensim_npmi(terms: Terms, matrix: DocumentTermMatrix) -> float:
    """The same measure as gensim computes it, or nothing where gensim is not installed."""
    try:
        models, corpora = importlib.import_module("gensim.models"), importlib.import_module("gensim.corpora")
    except ImportError:
        return float("nan")
    texts = spoken(matrix)
    scored = [list(words) for words in terms if len(words) > 1]
    if not scored:
        return float("nan")
    known = corpora.Dictionary([*texts, *scored])
    measure = models.CoherenceModel(
        topics=scored, texts=texts, dictionary=known, coherence="c_npmi", window_size=WINDOW, processes=1
    )
    return float(measure.get_coherence())


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
    print(
        f"{'':32} {'topics':>6} {'npmi':>6} {'gensim':>6} {'held out':>8} {'diverse':>7} {'stable':>7} {'CPU s':>7} "
        f"{'ratio':>6}"
    )
    unit = None
    for name, model in rivals().items():
        begun = time.process_time()
        terms = model(half, topics)
        spent = time.process_time() - begun
        unit = unit or spent
        again = [overlap(terms, model(part, topics)) for part in parts(half, SUBSAMPLES)]
        print(
            f"{name:32} {len(terms):6} {np.mean(npmi(terms, half)):6.3f} {gensim_npmi(terms, half):6.3f} "
            f"{np.mean(npmi(terms, held)):8.3f} {diversity(terms):7.2f} {np.mean(again):7.2f} {spent:7.2f} "
            f"{spent / unit:6.1f}",
            flush=True,
        )


def topics() -> None:
    """Topics beside gensim, tomotopy and BERTopic: coherence, on unseen documents too, diversity, stability, time."""
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
