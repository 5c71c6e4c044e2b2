"""Permutation p-values and Holm's correction, against values worked out by other means."""

from itertools import permutations

import numpy as np
import pytest

from iopmine.trends.blocks import Blocks, time_blocks
from iopmine.trends.clustering import Clustering, running_sums
from iopmine.trends.families import PRIOR, families, log_sum
from iopmine.trends.permutation import centred, exchanges, holm, permutation_test, standardised, stratum_variances


def gathered(moments, weights, *, strata=None, block_days=0):
    moments, weights = np.asarray(moments, dtype=float), np.atleast_2d(np.asarray(weights, dtype=float))
    precise = np.ones(len(moments), dtype=bool)
    return Blocks(
        stories=tuple(str(i) for i in range(len(moments))),
        moments=moments,
        strata=np.zeros(len(moments), dtype=np.intp) if strata is None else np.asarray(strata, dtype=np.intp),
        events=time_blocks(moments, block_days, precise),
        precise=precise,
        keys=tuple(("frame", str(i)) for i in range(len(weights))),
        weights=weights,
        block_days=block_days,
    )


def permuted(corpus, *, draws=199, seed=0):
    values = standardised(corpus.weights, corpus.strata)
    return permutation_test(values, corpus, families(corpus), permutations=draws, seed=seed)


def test_p_value_agrees_with_all_permutations():
    corpus = gathered(2010 + np.arange(7.0), [0, 0, 1, 0, 1, 1, 1])
    values = standardised(corpus.weights, corpus.strata)[0]
    forms, variances = families(corpus), stratum_variances(values[None], corpus.strata)[0]

    def together(row):
        parts = [form.statistic(row, running_sums(row), variances) + np.log(PRIOR[form.name]) for form in forms]
        return log_sum(np.array(parts))

    every = np.array([together(values[list(order)]) for order in permutations(range(7))])
    exact = (every >= together(values) - 1e-9).mean()
    drawn = [permuted(corpus, draws=3000, seed=seed).p_values[0] for seed in range(30)]
    assert np.mean(drawn) == pytest.approx(exact, rel=0.12)


def test_p_values_under_the_null_are_at_most_uniform():
    draw = np.random.default_rng(3)
    corpora = [gathered(2010 + np.arange(60.0) / 4, draw.random(60) < 0.3, block_days=14) for _ in range(300)]
    found = [permuted(corpus, seed=seed) for seed, corpus in enumerate(corpora)]
    p_values = np.array([row.p_values[0] for row in found])
    for level in (0.05, 0.2, 0.5):
        assert (p_values <= level).mean() <= level + 3 * np.sqrt(level * (1 - level) / 300)


def test_p_value_of_a_series_does_not_depend_on_the_others():
    draw = np.random.default_rng(1)
    moments, hits = np.sort(2010 + 10 * draw.random(80)), draw.random((6, 80)) < 0.3
    hits[0] = np.sort(hits[0])
    assert (
        permuted(gathered(moments, hits), seed=4).p_values[0]
        == permuted(gathered(moments, hits[:1]), seed=4).p_values[0]
    )


def test_each_form_is_seen_by_its_own_test():
    draw = np.random.default_rng(5)
    when = np.sort(2010 + 12 * draw.random(400))
    shares = {
        "level": np.where(when > 2016, 0.45, 0.1),
        "pulse": np.where((when > 2014) & (when < 2016), 0.6, 0.1),
        "trend": 0.05 + 0.5 * (when - 2010) / 12,
        "season": 0.3 + 0.25 * np.cos(2 * np.pi * when),
    }
    corpus = gathered(when, [draw.random(400) < share for share in shares.values()], block_days=14)
    names = [form.name for form in families(corpus)]
    assert names == list(shares)
    found = permuted(corpus)
    assert (found.p_values <= 0.01).all()
    assert [names[best] for best in found.log_ratios.argmax(axis=1)] == names


def test_a_season_needs_years_and_months():
    when = 2010 + np.arange(100) / 40
    assert "season" not in [form.name for form in families(gathered(when, np.arange(100) % 2))]
    assert "season" in [form.name for form in families(gathered(2010 + np.arange(100) / 10, np.arange(100) % 2))]


def test_strata_keep_their_own_values():
    strata = np.array([0, 1] * 30)
    # Each stratum is constant, so no exchange within one changes anything.
    corpus = gathered(2010 + np.arange(60.0), strata, strata=strata)
    assert not standardised(corpus.weights, strata).any()
    assert permuted(corpus, draws=99).p_values[0] == 1
    assert centred(np.array([[1.0, 0, 3, 2]]), np.array([0, 1, 0, 1])).tolist() == [[-1, -1, 1, 1]]


def test_exchanges_move_blocks_whole_and_keep_strata():
    strata, events = np.array([0, 0, 1, 0, 1, 1, 0, 0]), np.array([0, 0, 0, 1, 1, 2, 2, 2])
    orders = exchanges(np.random.default_rng(0), strata, events, 50)
    assert (strata[orders] == strata).all()
    assert (np.sort(orders, axis=1) == np.arange(8)).all()
    for order in orders:
        for stratum in (0, 1):
            passed = events[order[strata == stratum]]
            # Each block comes in one piece.
            assert (np.diff(passed) != 0).sum() == len(set(passed.tolist())) - 1
    assert len({tuple(order) for order in orders.tolist()}) > 3


def test_windows_over_the_same_stories_are_one_and_weigh_as_before():
    draw = np.random.default_rng(2)
    corpus = gathered(np.sort(2010 + draw.random(15)), draw.random(15) < 0.5)
    values = draw.standard_normal((4, 15))
    for family in families(corpus)[:2]:
        assert family.prior.sum() == pytest.approx(1)
        fewer = family.distinct()
        assert len(fewer.prior) < len(family.prior)
        sums, variances = running_sums(values), np.ones(1)
        assert fewer.statistic(values, sums, variances) == pytest.approx(family.statistic(values, sums, variances))


def test_inflation_is_what_repeating_each_value_does():
    draw = np.random.default_rng(4)
    once = standardised((draw.random((1, 2000)) < 0.3).astype(float), np.zeros(2000, dtype=np.intp))[0]
    # Four copies within a day, the next story a season later: the variance of sums is four times as large.
    moments = np.repeat(np.arange(2000) / 4, 4) + np.tile(np.arange(4) / 1000, 2000)
    values = np.repeat(once, 4)
    near = Clustering.of(gathered(moments, values, block_days=14))
    assert near.inflation(values, running_sums(values)) == pytest.approx(4)
    alone = Clustering.of(gathered(moments, values, block_days=0))
    assert alone.inflation(values, running_sums(values)) == 1


def test_holm_against_a_worked_example():
    given = np.array([[0.01, 0.04], [0.03, 0.005]])
    assert holm(given) == pytest.approx(np.array([[0.03, 0.06], [0.06, 0.02]]))
    assert holm(np.array([0.9, 0.8])).tolist() == [1.0, 1.0]
    # Half of the level is for the first: .02 / .5 = .04; then the other two share all of it: .03 × 2, .04 × 1.
    weighted = holm(np.array([0.02, 0.03, 0.04]), np.array([0.5, 0.25, 0.25]))
    assert weighted == pytest.approx(np.array([0.04, 0.06, 0.06]))
