"""Scores, ranks, Pareto and TOPSIS of candidate sites once more: exact fractions and plain loops, nothing of `geo`."""

import math
from collections.abc import Sequence
from fractions import Fraction

Rows = Sequence[Sequence[float]]


def exact(number: float) -> Fraction:
    """Read a number as people write it: 0.1 is a tenth."""
    return Fraction(repr(float(number)))


def linear(value: float, worst: float, best: float) -> Fraction:
    """Score on a straight line, level beyond its ends."""
    part = (exact(value) - exact(worst)) / (exact(best) - exact(worst))
    return min(max(part, Fraction(0)), Fraction(1))


def stepped(value: float, steps: Sequence[tuple[float, float]]) -> Fraction:
    """Score of the last step that is not above the value, of the first where all are."""
    reached = [score for start, score in steps if start <= value]
    return exact(reached[-1] if reached else steps[0][1])


def target(value: float, wanted: tuple[float, float], zero: tuple[float, float]) -> Fraction:
    """Score 1 within what is wanted, straight down to 0 on both sides."""
    if value < wanted[0]:
        return linear(value, zero[0], wanted[0])
    return linear(value, zero[1], wanted[1]) if value > wanted[1] else Fraction(1)


def sums(scores: Rows, weights: Sequence[float]) -> list[Fraction]:
    """Sum of weight times score, the weights divided by their sum."""
    total = sum(map(exact, weights))
    return [
        sum((exact(w) * exact(s) for w, s in zip(weights, row, strict=True)), Fraction(0)) / total for row in scores
    ]


def ranks(values: Sequence[Fraction]) -> list[int]:
    """One more than the number of greater ones."""
    return [1 + sum(other > value for other in values) for value in values]


def outdoes(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether one is nowhere less than the other and somewhere more."""
    return all(a >= b for a, b in zip(one, other, strict=True)) and list(one) != list(other)


def pareto(scores: Rows) -> tuple[list[bool], int]:
    """Whether no other outdoes each, and how many pairs were compared."""
    pairs = [(i, j) for i in range(len(scores)) for j in range(len(scores)) if i != j]
    lost = {j for i, j in pairs if outdoes(scores[i], scores[j])}
    return [at not in lost for at in range(len(scores))], len(pairs)


def lengths(scores: Rows) -> list[float]:
    """Root of the sum of squares of each column."""
    return [math.sqrt(sum(value * value for value in column)) for column in zip(*scores, strict=True)]


def weighted(scores: Rows, weights: Sequence[float]) -> list[list[float]]:
    """Each score divided by the length of its column, times its weight; 0 in a column of zeros."""
    by = lengths(scores)
    return [[w * s / n if n else 0.0 for w, s, n in zip(weights, row, by, strict=True)] for row in scores]


def distances(scores: Rows, weights: Sequence[float]) -> tuple[list[float], list[float]]:
    """Distance of each row to the best and to the worst of every column."""
    table = weighted(scores, weights)
    best, worst = ([pick(column) for column in zip(*table, strict=True)] for pick in (max, min))
    return [math.dist(row, best) for row in table], [math.dist(row, worst) for row in table]


def closeness(scores: Rows, weights: Sequence[float]) -> list[float]:
    """Distance to the worst as a part of both distances."""
    return [b / (a + b) for a, b in zip(*distances(scores, weights), strict=True)]
