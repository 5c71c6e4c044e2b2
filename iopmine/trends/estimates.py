"""When and how much: intervals of the date and size of a change, averaged over all the contrasts of its form.

The date has a uniform prior in time, and its interval is what the likelihood ratios leave likely; the size at each
possible date has a normal distribution around the difference within strata. What bursts add to the variance widens
both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from iopmine.trends.blocks import Blocks, Floats
from iopmine.trends.clustering import Clustering, running_sums
from iopmine.trends.families import CELLS, Family, Regression, Windows, every_pulse
from iopmine.trends.strata import Spread, centred, standardised

_DATE_TAIL = 0.05
_SIZE_TAIL = 0.025
_HALVINGS = 60
_DRAWS = 4000


@dataclass(frozen=True)
class Estimate:
    """A change of one form: moments in fractional years, sizes as shares, stories half-open.

    ``inside``/``outside``: what is compared (see ``Shift``). ``first``, ``last``: the stories inside; all of them for
    a trend or season.
    """

    date: float
    date_low: float
    date_high: float
    begin: float
    end: float
    effect: float
    effect_low: float
    effect_high: float
    inside: float
    outside: float
    first: int
    last: int


@dataclass(frozen=True)
class Weighed:
    """One series, ready to be measured: raw weights, standardised values, and what turns the latter into shares.

    ``inflation``: what bursts add to the variance of their sums.
    """

    gathered: Blocks
    weights: Floats
    values: Floats
    spread: Spread
    clustering: Clustering
    inflation: float

    @classmethod
    def of(cls, gathered: Blocks, row: int) -> Weighed:
        """Return a series of the blocks."""
        weights = gathered.weights[[row]]
        values = standardised(weights, gathered.strata)
        return cls(
            gathered,
            weights[0],
            values[0],
            Spread.of(weights[0], gathered.strata),
            clustering := Clustering.of(gathered),
            float(clustering.inflation(values, running_sums(values))[0]),
        )

    def noise(self, form: Windows, window: int) -> float:
        """Return the variance of sums, in units of independent values, of what a window leaves unexplained."""
        strata, inside = self.gathered.strata, np.zeros(len(self.values))
        inside[form.first[window] : form.last[window]] = 1.0
        contrast = centred(inside[None], strata)[0]
        room = float(contrast @ contrast)
        left = self.values - contrast * (float(contrast @ self.values) / room if room else 0.0)
        variance = float(left @ left) / len(left)
        if not variance:
            return self.inflation
        left = left / np.sqrt(variance)
        return variance * float(self.clustering.inflation(left, running_sums(left)))


def estimate(series: Weighed, form: Family) -> Estimate:
    """Return when the change was, and how large."""
    if isinstance(form, Windows):
        return _window(series, form if form.name == "level" else every_pulse(series.gathered))
    return _trend(series, form) if form.name == "trend" else _season(series, form)


def _window(series: Weighed, form: Windows) -> Estimate:
    sums = running_sums(series.values)
    noise = series.inflation
    # What the likeliest window explains is not noise: the second round is without it.
    for _ in range(2):
        ratios = form.log_ratios(sums, series.spread, noise)
        noise = series.noise(form, int(ratios.argmax()))
    posterior = np.exp(ratios - ratios.max())
    posterior /= posterior.sum()
    when = form.begin if form.name == "level" else (form.begin + form.end) / 2
    order = np.argsort(when, kind="stable")
    window = int(order[_reached(posterior[order], 0.5)[0]]) if form.name == "level" else int(posterior.argmax())
    # A window stands for those that begin and end within half a cell of it.
    half = (series.gathered.moments[-1] - series.gathered.moments[0]) / CELLS / 2
    reached = [_reached(posterior[order], tail) for tail in (_DATE_TAIL, 1 - _DATE_TAIL)]
    if form.name == "pulse":
        # Where two ends are open, rounding outwards is what covers as often as it says.
        reached = [(index, end) for (index, _), end in zip(reached, (0.0, 1.0), strict=True)]
    low, high = (float(when[order[index]] + (2 * part - 1) * half) for index, part in reached)
    room = np.maximum(form.room.sum(axis=0), np.finfo(float).tiny)
    sizes = series.spread.deviation * form.score(sums) / room
    errors = series.spread.deviation * np.sqrt(noise * (series.spread.variances @ form.room)) / room
    errors = np.maximum(errors, np.sqrt(series.inflation) * _errors(series.weights, form))
    first, last = int(form.first[window]), int(form.last[window])
    date = float(when[window])
    return Estimate(
        date,
        min(low, date),
        max(high, date),
        float(form.begin[window]),
        float(form.end[window]),
        float(sizes[window]),
        *_mixed(posterior, sizes, errors),
        *_shares(series.weights, first, last),
        first,
        last,
    )


def _errors(weights: Floats, form: Windows) -> Floats:
    """Return the standard error of inside minus outside, each with its own variance: a rare thing varies less."""
    sums, squares = running_sums(weights), running_sums(weights**2)
    inside = (form.last - form.first).astype(np.float64)
    parts = zip((inside, len(weights) - inside), (0.0, 1.0), strict=True)
    total: Floats = np.zeros(len(inside))
    for count, rest in parts:
        mean, square = (abs(rest * of[-1] - form.score(of)) / count for of in (sums, squares))
        total += (square - mean**2).clip(0) / count
    errors: Floats = np.sqrt(total)
    return errors


def _trend(series: Weighed, form: Regression) -> Estimate:
    moments = series.gathered.moments
    begin, end = float(moments[0]), float(moments[-1])
    slope, spread = _coefficients(series, form)
    span = (end - begin) * form.units[0]
    effect, error = float(slope[0] * span), float(np.sqrt(spread[0, 0]) * span)
    low, high = _mixed(np.ones(1), np.array([effect]), np.array([error]))
    mean, middle = float(series.weights.mean()), float(moments.mean())
    first, last = (mean + effect * (moment - middle) / (end - begin) for moment in (begin, end))
    return Estimate(
        (begin + end) / 2,
        begin,
        end,
        begin,
        end,
        effect,
        low,
        high,
        _clipped(last),
        _clipped(first),
        0,
        len(moments),
    )


def _season(series: Weighed, form: Regression) -> Estimate:
    moments = series.gathered.moments
    begin, end = float(moments[0]), float(moments[-1])
    waves, spread = _coefficients(series, form)
    # A normal distribution of the two coefficients, drawn with one seed for all: the same records twice.
    drawn = np.random.default_rng(0).multivariate_normal(waves, spread, _DRAWS) * form.units
    cosine, sine = waves * form.units
    peak = float(np.arctan2(sine, cosine))
    away = (np.arctan2(drawn[:, 1], drawn[:, 0]) - peak + np.pi) % (2 * np.pi) - np.pi
    early, late = np.quantile(away, [_DATE_TAIL, 1 - _DATE_TAIL]) / (2 * np.pi)
    low, high = 2 * np.quantile(np.hypot(drawn[:, 0], drawn[:, 1]), [_SIZE_TAIL, 1 - _SIZE_TAIL])
    latest = np.floor(end - peak / (2 * np.pi)) + peak / (2 * np.pi)
    half, mean = float(np.hypot(cosine, sine)), float(series.weights.mean())
    return Estimate(
        latest,
        latest + float(early),
        latest + float(late),
        begin,
        end,
        2 * half,
        float(low),
        float(high),
        _clipped(mean + half),
        _clipped(mean - half),
        0,
        len(moments),
    )


def _coefficients(series: Weighed, form: Regression) -> tuple[Floats, Floats]:
    """Return the least-squares coefficients within strata, as shares for each regressor, and their covariance."""
    inverse = np.linalg.pinv(form.room.sum(axis=0))
    spread = inverse @ form.information(series.spread.variances) @ inverse
    return (
        series.spread.deviation * inverse @ (series.values @ form.columns),
        series.spread.deviation**2 * series.inflation * spread,
    )


def _shares(weights: Floats, first: int, last: int) -> tuple[float, float]:
    """Return the mean weight inside and outside."""
    inside, outside = split(weights, first, last)
    return float(inside.mean()), float(outside.mean())


def split(weights: Floats, first: int, last: int) -> tuple[Floats, Floats]:
    """Return what belongs to the stories inside, and to those outside."""
    return weights[first:last], np.concatenate([weights[:first], weights[last:]])


def _reached(weights: Floats, share: float) -> tuple[int, float]:
    """Return the index at which the running sum of the weights reaches a share, and what part of it that takes."""
    sums = np.cumsum(weights)
    index = min(int(np.searchsorted(sums, share)), len(weights) - 1)
    needed = share - (sums[index] - weights[index])
    return index, min(max(float(needed / weights[index]), 0.0), 1.0) if weights[index] else 0.5


def _mixed(weights: Floats, means: Floats, errors: Floats) -> tuple[float, float]:
    """Return the interval of a mixture of normal distributions, found by halving."""
    errors = np.maximum(errors, np.finfo(float).eps)
    ends = []
    for tail in (_SIZE_TAIL, 1 - _SIZE_TAIL):
        low, high = float((means - 9 * errors).min()), float((means + 9 * errors).max())
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            below = float(weights @ ndtr((middle - means) / errors))
            low, high = (middle, high) if below < tail else (low, middle)
        ends.append((low + high) / 2)
    return ends[0], ends[1]


def _clipped(share: float) -> float:
    return min(max(share, 0.0), 1.0)
