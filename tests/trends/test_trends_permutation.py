"""Permutation p-values and Holm's correction, against values worked out by other means."""

from itertools import permutations

import numpy as np
import pytest
from scipy.stats import chi2_contingency

from iopmine.trends.blocks import Blocks, time_blocks
from iopmine.trends.clustering import Clustering, running_sums
from iopmine.trends.families import PRIOR, RISE, families, log_sum
from iopmine.trends.permutation import exchanges, holm, permutation_test
from iopmine.trends.strata import Spread, centred, standardised


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
    return permutation_test(corpus.weights, corpus, families(corpus), permutations=draws, seed=seed)


def test_p_value_agrees_with_all_permutations():
    corpus = gathered(2010 + np.arange(7.0), [0, 0, 1, 0, 1, 1, 1])
    values = standardised(corpus.weights, corpus.strata)[0]
    forms, spread = families(corpus), Spread.of(corpus.weights[0], corpus.strata)

    def together(row):
        parts = [form.statistic(row, running_sums(row), spread, 1.0) + np.log(PRIOR[form.name]) for form in forms]
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
    spread = Spread.of(corpus.weights[0], corpus.strata)
    values = standardised(np.array([draw.permutation(corpus.weights[0]) for _ in range(4)]), corpus.strata)
    noise = np.array([1.0, 1.0, 1.5, 2.0])
    for family in families(corpus)[:2]:
        assert family.prior.sum() == pytest.approx(1)
        fewer = family.distinct()
        assert len(fewer.prior) < len(family.prior)
        sums = running_sums(values)
        found = fewer.statistic(values, sums, spread, noise)
        assert found == pytest.approx(family.statistic(values, sums, spread, noise))


def ratios(weights, begin, end, *, strata=None):
    """The form and the index of the window that begins and ends next to two moments, with its log likelihood ratio."""
    corpus = gathered(2000 + np.arange(len(weights)) / 50, weights, strata=strata)
    spread = Spread.of(corpus.weights[0], corpus.strata)
    sums = running_sums(standardised(corpus.weights, corpus.strata)[0])
    form = next(form for form in families(corpus) if form.name == "pulse")
    index = int((abs(form.begin - begin) + abs(form.end - end)).argmin())
    return form, index, spread, form.log_ratios(sums, spread, 1.0)[index]


def test_the_evidence_of_a_window_is_the_likelihood_ratio_of_its_table():
    weights = np.zeros(800)
    weights[::20] = 1
    weights[400:480:4] = 1
    form, index, spread, ratio = ratios(weights, 2008.0, 2009.6)
    first, last = form.first[index], form.last[index]
    inside, outside = weights[first:last], np.concatenate([weights[:first], weights[last:]])
    table = [[part.sum(), len(part) - part.sum()] for part in (inside, outside)]
    doubled = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    # The variance of a permutation has the divisor n - 1.
    certain = form.variance[index] * (spread.variances @ form.room[:, index])
    expected = doubled / 2 * 799 / 800 * certain / (1 + certain) - np.log1p(certain) / 2
    assert ratio == pytest.approx(expected + np.log(2 * RISE["pulse"] * form.prior[index]), rel=1e-6)


def test_two_stories_of_something_rare_are_weak_evidence():
    rare = np.zeros(2000)
    rare[[100, 1500, 900, 905]] = 1
    form, index, spread, ratio = ratios(rare, 2017.8, 2018.3)
    assert 0 < form.last[index] - form.first[index] < 60
    certain = form.variance[index] * (spread.variances @ form.room[:, index])
    above = form.score(running_sums(standardised(rare[None], np.zeros(2000, dtype=np.intp))[0]))[index]
    normal = above**2 * form.variance[index] / (2 * (1 + certain))
    assert ratio - np.log(2 * RISE["pulse"] * form.prior[index]) + np.log1p(certain) / 2 < normal / 2


def test_what_passes_is_rather_a_rise_than_a_fall():
    rise = np.tile([0.0, 1.0], 400)
    rise[400:480] = np.tile([1.0, 1.0, 0.0, 1.0], 20)
    up, down = (ratios(weights, 2008.0, 2009.6)[3] for weights in (rise, 1 - rise))
    assert up - down == pytest.approx(np.log(RISE["pulse"] / (1 - RISE["pulse"])))


def test_a_pulse_within_strata_of_different_shares_is_no_change_of_their_mix():
    strata = np.repeat([0, 1, 0], [300, 200, 300])
    mixed = np.where(strata == 1, np.tile([1.0, 1.0, 1.0, 0.0], 200), np.tile([1.0, 0.0, 0.0, 0.0], 200))
    assert ratios(mixed, 2006.0, 2010.0)[3] > 5
    assert ratios(mixed, 2006.0, 2010.0, strata=strata)[3] < 0


def test_inflation_is_what_repeating_each_value_does():
    draw = np.random.default_rng(4)
    once = standardised((draw.random((1, 2000)) < 0.3).astype(float), np.zeros(2000, dtype=np.intp))[0]
    # Four copies within a day, the next story a season later: the variance of sums is four times as large.
    moments = np.repeat(np.arange(2000) / 4, 4) + np.tile(np.arange(4) / 1000, 2000)
    values = np.repeat(once, 4)
    near = Clustering.of(gathered(moments, values, block_days=14))
    # Those of the following year are unlike it, up to chance.
    assert near.inflation(values, running_sums(values)) == pytest.approx(4, rel=0.03)
    alone = Clustering.of(gathered(moments, values, block_days=0))
    assert alone.inflation(values, running_sums(values)) == 1


def test_a_change_that_lasts_is_no_burst():
    draw = np.random.default_rng(5)
    moments = np.sort(2000 + 20 * draw.random(3000))
    lasting = standardised(
        (draw.random((1, 3000)) < np.where(moments < 2010, 0.1, 0.5)).astype(float), np.zeros(3000, int)
    )[0]
    inflation = Clustering.of(gathered(moments, lasting, block_days=14)).inflation(lasting, running_sums(lasting))
    assert inflation < 1.3
    # As many near neighbours that are alike, for a fortnight each time.
    fortnight = (moments * 26).astype(int)
    burst = standardised((draw.random(fortnight.max() + 1) < 0.3)[fortnight][None].astype(float), np.zeros(3000, int))[
        0
    ]
    assert Clustering.of(gathered(moments, burst, block_days=14)).inflation(burst, running_sums(burst)) > 4


def test_holm_against_a_worked_example():
    given = np.array([[0.01, 0.04], [0.03, 0.005]])
    assert holm(given) == pytest.approx(np.array([[0.03, 0.06], [0.06, 0.02]]))
    assert holm(np.array([0.9, 0.8])).tolist() == [1.0, 1.0]
    # Half of the level is for the first: .02 / .5 = .04; then the other two share all of it: .03 × 2, .04 × 1.
    weighted = holm(np.array([0.02, 0.03, 0.04]), np.array([0.5, 0.25, 0.25]))
    assert weighted == pytest.approx(np.array([0.04, 0.06, 0.06]))
