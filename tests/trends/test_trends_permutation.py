"""Permutation p-values and Holm's correction, against values worked out by other means."""

from itertools import permutations

import numpy as np
import pytest

from iopmine.trends.families import families
from iopmine.trends.permutation import centred, holm, permutation_p_values, running_sums, standardised

ONE = np.zeros(7, dtype=np.intp)


def test_p_value_agrees_with_all_permutations():
    values = standardised(np.array([[0.0, 0, 1, 0, 1, 1, 1]]), ONE)
    level = families(np.arange(7.0))[0]
    observed = level.statistic(running_sums(values[0]))
    every = np.array([level.statistic(running_sums(values[0][list(order)])) for order in permutations(range(7))])
    exact = (every >= observed - 1e-9).mean()
    drawn = [permutation_p_values(values, ONE, [level], permutations=5000, seed=s)[0, 0] for s in range(40)]
    assert np.mean(drawn) == pytest.approx(exact, rel=0.12)


def test_p_values_under_the_null_are_at_most_uniform():
    draw = np.random.default_rng(3)
    values = standardised((draw.random((300, 50)) < 0.3).astype(float), np.zeros(50, dtype=np.intp))
    p_values = np.concatenate(
        [
            permutation_p_values(
                values[i : i + 1], np.zeros(50, dtype=np.intp), families(np.arange(50.0)), permutations=199, seed=i
            )
            for i in range(300)
        ]
    )
    for level in (0.05, 0.2, 0.5):
        slack = 3 * np.sqrt(level * (1 - level) / 300)
        assert ((p_values <= level).mean(axis=0) <= level + slack).all()


def test_p_value_of_a_series_does_not_depend_on_the_others():
    draw = np.random.default_rng(1)
    moments = np.sort(draw.random(80))
    values = standardised((draw.random((6, 80)) < 0.3).astype(float), np.zeros(80, dtype=np.intp))
    values[0] = np.sort(values[0])
    together = permutation_p_values(values, np.zeros(80, dtype=np.intp), families(moments), permutations=999, seed=4)
    alone = permutation_p_values(values[:1], np.zeros(80, dtype=np.intp), families(moments), permutations=999, seed=4)
    assert together[0].tolist() == alone[0].tolist()


def test_strata_keep_their_own_values():
    strata = np.array([0, 1] * 30)
    # Each stratum is constant, so no exchange within one changes anything.
    values = standardised(np.array([strata.astype(float)]), strata)
    assert not values.any()
    assert permutation_p_values(values, strata, families(np.arange(60.0)), permutations=99, seed=0).min() == 1
    assert centred(np.array([[1.0, 0, 3, 2]]), np.array([0, 1, 0, 1])).tolist() == [[-1, -1, 1, 1]]


def test_windows_over_the_same_stories_are_one_and_weigh_as_before():
    draw = np.random.default_rng(2)
    moments = np.sort(draw.random(15))
    sums = running_sums(draw.standard_normal((4, 15)))
    for family in families(moments):
        assert family.prior.sum() == pytest.approx(1)
        fewer = family.distinct()
        assert len(fewer.prior) < len(family.prior)
        assert fewer.statistic(sums) == pytest.approx(family.statistic(sums))


def test_holm_against_a_worked_example():
    given = np.array([[0.01, 0.04], [0.03, 0.005]])
    assert holm(given) == pytest.approx(np.array([[0.03, 0.06], [0.06, 0.02]]))
    assert holm(np.array([0.9, 0.8])).tolist() == [1.0, 1.0]
