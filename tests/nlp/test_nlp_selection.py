"""The sample of what was turned away, and what it says about all of it."""

from __future__ import annotations

from collections import Counter
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.nlp.evaluation.selection import Stratum, TurnedAway, band_of, draw, missed


@pytest.mark.parametrize(
    ("score", "band"),
    [(0.0, "0.00-0.02"), (0.0199, "0.00-0.02"), (0.02, "0.02-0.10"), (0.1, "0.10-0.50"), (0.4999, "0.10-0.50")],
)
def test_bands(score, band):
    assert band_of(score) == band


DOCUMENTS = [
    *(TurnedAway(f"a{i}", 0.01, "ett" if i % 10 else "två") for i in range(200)),
    *(TurnedAway(f"b{i}", 0.05, "ett") for i in range(5)),
    *(TurnedAway(f"c{i}", 0.3, "tre") for i in range(40)),
]


def test_each_band_gives_the_same_number_as_far_as_it_has_so_many():
    drawn = draw(DOCUMENTS, 30, seed=1)
    assert Counter(band_of(d.score) for d in drawn) == {"0.00-0.02": 12, "0.02-0.10": 5, "0.10-0.50": 13}
    assert len(set(drawn)) == 30
    from_first = Counter(d.source for d in drawn if d.score == 0.01)
    assert 1 <= from_first["två"] <= 2, "a tenth of the band's documents"
    assert draw(reversed(DOCUMENTS), 30, seed=1) == drawn
    assert draw(DOCUMENTS, 30, seed=2) != drawn
    assert set(draw(DOCUMENTS, 999, seed=1)) == set(DOCUMENTS)


@given(
    st.lists(st.tuples(st.floats(0, 0.5), st.sampled_from("xyz")), max_size=40), st.integers(1, 50), st.integers(0, 9)
)
def test_as_many_are_drawn_as_asked_for_and_none_twice(given_, size, seed):
    documents = [TurnedAway(str(i), score, source) for i, (score, source) in enumerate(given_)]
    drawn = draw(documents, size, seed=seed)
    assert len(drawn) == len(set(drawn)) == min(size, len(documents))


def test_shares_are_weighted_by_stratum():
    found = missed([Stratum("a", 900, 30, 0), Stratum("b", 100, 50, 10), Stratum("c", 50, 0, 0)])
    assert found.share == pytest.approx((900 * 0 + 100 * 10 / 50) / 1000)
    assert found.documents == 1050
    # Weights 30 (thirty times) and 2 (fifty times): 1000² / (30·900 + 50·4).
    assert found.effective == int(1000**2 / (30 * 900 + 50 * 4))
    with pytest.raises(ValueError, match="nothing was coded"):
        missed([Stratum("a", 9, 0, 0)])


def test_the_estimate_is_right_on_average():
    relevant = {d.document_id for d in DOCUMENTS if d.document_id.endswith("7") or d.score > 0.2}
    truth = len(relevant) / len(DOCUMENTS)
    shares = []
    for seed in range(150):
        drawn = draw(DOCUMENTS, 40, seed=seed)
        sizes = Counter(band_of(d.score) for d in DOCUMENTS)
        coded = Counter(band_of(d.score) for d in drawn)
        hits = Counter(band_of(d.score) for d in drawn if d.document_id in relevant)
        shares.append(missed([Stratum(b, sizes[b], coded[b], hits[b]) for b in sizes]).share)
    assert mean(shares) == pytest.approx(truth, abs=0.015)
