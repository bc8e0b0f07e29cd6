"""Linear models for the trainers: logistic and softmax regression over named features, by L-BFGS. numpy only.

In: rows of features by name, and what is right. Out: weights by name. The losses are smooth and start at 0: no seed.
"""

from __future__ import annotations

import collections
import math
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy
from numpy.typing import NDArray

Vector = NDArray[numpy.float64]
Features = dict[str, float]
Weights = dict[str, float]
Group = list[tuple[Features, float]]  # what can be chosen, each with how right it is
T = TypeVar("T")
BIAS = 0.01  # penalty of the bias: as good as none
STEPS, KEPT = 100, 8


class _Sparse:
    """Rows of features as a matrix."""

    def __init__(self, rows: Sequence[Features], index: dict[str, int]) -> None:
        cells = [(i, index[name], value) for i, row in enumerate(rows) for name, value in row.items() if name in index]
        self.rows = numpy.array([i for i, _, _ in cells], dtype=numpy.int64)
        self.columns = numpy.array([j for _, j, _ in cells], dtype=numpy.int64)
        self.values = numpy.array([value for _, _, value in cells])
        self.shape = (len(rows), len(index))

    def times(self, weights: Vector) -> Vector:
        return _sums(self.rows, self.values * weights[self.columns], self.shape[0])

    def back(self, some: Vector) -> Vector:
        return _sums(self.columns, self.values * some[self.rows], self.shape[1])


def _sums(of: NDArray[numpy.int64], values: Vector, size: int) -> Vector:
    return numpy.bincount(of, values, minlength=size).astype(numpy.float64)


def _index(rows: Sequence[Features], rarest: int) -> dict[str, int]:
    counts = collections.Counter(name for row in rows for name in row)
    return {name: place for place, name in enumerate(sorted(n for n, count in counts.items() if count >= rarest))}


def _least(slope: Callable[[Vector], tuple[float, Vector]], weights: Vector) -> Vector:
    """Where a smooth loss is least, by L-BFGS with a line search that halves."""
    steps: list[tuple[Vector, Vector]] = []
    loss, gradient = slope(weights)
    for _ in range(STEPS):
        way, shares = gradient.copy(), []
        for step, change in reversed(steps):
            share = (step @ way) / (change @ step)
            shares.append(share)
            way -= share * change
        way *= (
            (steps[-1][0] @ steps[-1][1]) / (steps[-1][1] @ steps[-1][1]) if steps else 1 / max(1, abs(gradient).max())
        )
        for (step, change), share in zip(steps, reversed(shares), strict=True):
            way += step * (share - (change @ way) / (change @ step))
        size, falls = 1.0, gradient @ way
        while True:
            tried = weights - size * way
            new, turned = slope(tried)
            if new <= loss - 1e-4 * size * falls or size < 1e-8:
                break
            size /= 2
        if (tried - weights) @ (turned - gradient) > 1e-10:
            steps = [*steps, (tried - weights, turned - gradient)][-KEPT:]
        done = abs(loss - new) < 1e-5 * max(1.0, abs(loss))
        weights, loss, gradient = tried, new, turned
        if done:
            break
    return weights


def logistic(rows: Sequence[Features], right: Sequence[float], penalty: float, rarest: int) -> Weights:
    """Weights that tell how likely each row is right, 0 to 1; features of fewer than `rarest` rows are left out."""
    index = _index(rows, rarest)
    matrix, wanted = _Sparse(rows, index), numpy.array(right)
    penalties = numpy.array([BIAS if name == "bias" else penalty for name in index])

    def slope(weights: Vector) -> tuple[float, Vector]:
        found = matrix.times(weights)
        shares = 1 / (1 + numpy.exp(-found))
        loss = float((numpy.logaddexp(0, found) - wanted * found).sum() + 0.5 * (penalties * weights * weights).sum())
        return loss, matrix.back(shares - wanted) + penalties * weights

    return dict(zip(index, _least(slope, numpy.zeros(len(index))).tolist(), strict=True))


def parted(rows: Sequence[Features], right: Sequence[float], penalty: float, rarest: int, share: float) -> Weights:
    """As `logistic`, where features that part right from wrong by their counts alone are spared some of the penalty.

    `share`: how far each is scaled by the logarithm of its odds ratio (Wang and Manning 2012, "Baselines and bigrams").
    """
    all_counts = collections.Counter(name for row in rows for name in row if name != "bias")
    counts = collections.Counter(name for row, is_so in zip(rows, right, strict=True) if is_so > 0.5 for name in row)
    yes = sum(right) + 2
    no = len(rows) + 4 - yes
    scale = {
        name: 1 - share + share * abs(math.log((counts[name] + 1) / yes * no / (every - counts[name] + 1)))
        for name, every in all_counts.items()
        if every < len(rows)
    }
    scaled = [{name: value * scale.get(name, 1.0) for name, value in row.items()} for row in rows]
    return {name: value * scale.get(name, 1.0) for name, value in logistic(scaled, right, penalty, rarest).items()}


def ranked(groups: Sequence[Group], penalty: float, rarest: int = 3) -> Weights:
    """Weights by which the rightest of each group is chosen: the softmax's expected rightness is made greatest."""
    rows = [features for group in groups for features, _ in group]
    index = _index(rows, rarest)
    matrix = _Sparse(rows, index)
    right = numpy.array([share for group in groups for _, share in group]) + 1e-6
    of = numpy.repeat(numpy.arange(len(groups)), [len(group) for group in groups])

    def slope(weights: Vector) -> tuple[float, Vector]:
        found = matrix.times(weights)
        top = numpy.full(len(groups), -math.inf)
        numpy.maximum.at(top, of, found)
        raised = numpy.exp(found - top[of])
        shares = raised / numpy.bincount(of, raised, minlength=len(groups))[of]
        expected = numpy.bincount(of, shares * right, minlength=len(groups))
        loss = float(-numpy.log(expected).sum() + 0.5 * penalty * (weights @ weights))
        return loss, matrix.back(shares - shares * right / expected[of]) + penalty * weights

    return dict(zip(index, _least(slope, numpy.zeros(len(index))).tolist(), strict=True))


def scores(weights: Weights, rows: Sequence[Features]) -> list[float]:
    """What the features of each row add up to."""
    return [math.fsum(weights.get(name, 0.0) * value for name, value in row.items()) for row in rows]


def chosen(weights: Weights, choices: Sequence[tuple[T, Features]]) -> T:
    """The likeliest of what can be chosen."""
    found = scores(weights, [features for _, features in choices])
    return choices[max(range(len(choices)), key=found.__getitem__)][0]
