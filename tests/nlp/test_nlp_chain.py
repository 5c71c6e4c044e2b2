"""The chain: decoding against brute force, weights against features, files against damage."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopmine.errors import ModelError
from iopmine.nlp.chain import decode
from iopmine.nlp.chain.forms import NameForms, list_key, shape, without_ending
from iopmine.nlp.chain.names import NameKnowledge, NameModel, decoded
from iopmine.nlp.chain.sequences import NameSequences
from iopmine.nlp.chain.tagger import ChainTagger
from iopmine.nlp.chain.weights import ChainWeights, build, features_of, load, save
from iopmine.nlp.training.features import SentenceFeatures
from iopmine.nlp.training.names import TEMPLATES

WORDS = (
    "Ekdala",
    "kommun",
    "och",
    "Kvinnojouren",
    "Linnean",
    "Real",
    "Madrids",
    "i",
    "SKR:s",
    "2024",
    "Göteborgs-Posten",
)
KNOWLEDGE = NameKnowledge(
    {"Ekdala": ("place",), "Real Madrid": ("club",), "SKR": ("body",), "Kvinnojouren Linnean": ("body",)},
    {"kommun": "L4", "och": "L4", "ekdala": "C2"},
)


def weights_over(sentences: list[list[str]], seed: int = 0) -> ChainWeights:
    """Random weights for every feature of the sentences."""
    rng = np.random.default_rng(seed)
    describe = SentenceFeatures(KNOWLEDGE.forms(), TEMPLATES, KNOWLEDGE.sequences())
    features = sorted({f for s in sentences for word in describe.of(s) for f in word})
    labels = ["B-ORG", "L-ORG", "O"]
    state = {(f, label): float(rng.normal()) for f in features for label in labels}
    steps = {(a, b): float(rng.normal()) for a in labels for b in labels}
    return build(labels, state, steps, TEMPLATES)


def brute_force(emissions: np.ndarray, transitions: np.ndarray) -> tuple[list[int], np.ndarray, float]:
    n, k = emissions.shape
    paths = list(itertools.product(range(k), repeat=n))
    scores = np.array(
        [
            sum(emissions[i, p[i]] for i in range(n)) + sum(transitions[a, b] for a, b in itertools.pairwise(p))
            for p in paths
        ]
    )
    odds = np.exp(scores - scores.max())
    labels = np.zeros((n, k))
    for path, share in zip(paths, odds / odds.sum(), strict=True):
        labels[range(n), path] += share
    return list(paths[int(scores.argmax())]), labels, float(scores.max() + np.log(odds.sum()))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.integers(0, 10_000))
def test_decoding_many_sentences_is_decoding_each(lengths: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    emissions, transitions = rng.normal(size=(sum(lengths), 3)), rng.normal(size=(3, 3))
    best = decode.viterbi(emissions, transitions, np.array(lengths))
    found = decode.expectations(emissions, transitions, np.array(lengths))
    start, total = 0, 0.0
    for length in lengths:
        path, labels, partition = brute_force(emissions[start : start + length], transitions)
        assert best[start : start + length].tolist() == path
        assert np.allclose(found.labels[start : start + length], labels)
        total += partition
        start += length
    assert found.log_partition == pytest.approx(total)
    assert found.steps.sum() == pytest.approx(sum(lengths) - len(lengths))


def test_long_sentences_do_not_underflow() -> None:
    emissions = np.full((20_000, 3), -40.0)
    labels = decode.marginals(emissions, np.zeros((3, 3)), np.array([20_000]))
    assert np.allclose(labels, 1 / 3)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7), min_size=1, max_size=4))
def test_the_sums_kept_by_form_are_those_of_the_features(sentences: list[list[str]]) -> None:
    weights = weights_over(sentences)
    rows = features_of(weights)
    describe = SentenceFeatures(KNOWLEDGE.forms(), TEMPLATES, KNOWLEDGE.sequences())
    expected = [sum(rows[f] for f in word) for sentence in sentences for word in describe.of(sentence)]
    tagger = ChainTagger(weights, KNOWLEDGE.forms(), KNOWLEDGE.sequences())
    words = [word for sentence in sentences for word in sentence]
    for _ in range(2):
        found = tagger.emissions(words, np.array([len(s) for s in sentences]))
        assert np.allclose(found, np.array(expected), atol=1e-4)


def test_weights_survive_the_file_and_are_the_same_bytes(tmp_path: Path) -> None:
    weights = weights_over([list(WORDS)])
    save(weights, tmp_path / "a.npz")
    save(weights, tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    again = load(tmp_path / "a.npz")
    before, after = features_of(weights), features_of(again)
    assert before.keys() == after.keys()
    assert all(np.allclose(before[f], after[f], atol=2e-3) for f in before)


@pytest.mark.parametrize("cut", [0, 10, 200, -40])
def test_a_cut_file_is_an_error_of_its_own(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "weights.npz"
    save(weights_over([list(WORDS)]), path)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(ModelError, match=r"weights\.npz"):
        load(path)


def test_a_pickle_is_never_opened(tmp_path: Path) -> None:
    np.savez(tmp_path / "weights.npz", labels=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ModelError):
        load(tmp_path / "weights.npz")


def test_what_outlines_and_endings_are() -> None:
    assert [shape(w) for w in ("Göteborgs", "SKR", "iPhone", "1998", "A-B")] == ["Xx+", "X+", "xXx+", "d+", "X-X"]
    assert [without_ending(w) for w in ("göteborgs", "skr:s", "oss", "åsa's")] == ["göteborg", "skr", "oss", "åsa"]


def test_abbreviations_are_listed_as_printed() -> None:
    assert (list_key("IS"), list_key("Volvo")) == ("IS", "volvo")
    forms = NameForms({list_key("IS"): ("body",), list_key("Volvo"): ("company",)}, {})
    assert forms.lists("Is") == ()
    assert forms.lists("IS") == forms.lists("IS:s") == ("body",)
    assert forms.lists("VOLVO") == forms.lists("Volvos") == ("company",)
    assert forms.lists("volvo") == ()


def test_the_longest_listed_name_is_marked_with_its_genitive() -> None:
    names = NameSequences({("real", "madrid"): ("club",), ("real", "madrid", "castilla"): ("club",)})
    words = ["mot", "Real", "Madrids", "lag", "Real", "Madrid", "Castilla"]
    marks = list(names.marks(words, [1, 4], [len(words)] * len(words)))
    assert marks == [(1, "B-club"), (2, "E-club"), (4, "B-club"), (5, "I-club"), (6, "E-club")]


def test_tags_that_do_not_fit_begin_anew() -> None:
    tags = ["B-ORG", "L-ORG", "L-LOC", "O", "U-PER", "U-PER", "B-ORG", "O"]
    spans = [(n.start, n.end, n.label) for n in decoded(tags, [0.9, 0.5, 0.8, 1, 1, 1, 0.7, 1])]
    assert spans == [(0, 2, "ORG"), (2, 3, "LOC"), (4, 5, "PER"), (5, 6, "PER"), (6, 7, "ORG")]
    assert next(decoded(tags, [0.9, 0.5, 0.8, 1, 1, 1, 0.7, 1])).probability == 0.5


def test_a_model_folder_is_the_same_when_read_back(tmp_path: Path) -> None:
    model = NameModel(weights_over([list(WORDS)]), KNOWLEDGE)
    model.to_disk(tmp_path / "a")
    NameModel.from_disk(tmp_path / "a").to_disk(tmp_path / "b")
    for path in sorted((tmp_path / "a").iterdir()):
        if path.suffix != ".npz":
            assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
    again = NameModel.from_disk(tmp_path / "b")
    assert again.recognise(WORDS, [len(WORDS)]) == NameModel.from_disk(tmp_path / "a").recognise(WORDS, [len(WORDS)])
    assert again.recognise([], []) == []
