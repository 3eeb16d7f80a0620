"""The weighted sum of scores, when two sums are equal, and who is first.

A sum is reckoned criterion by criterion, in order, without a library that reorders it: candidates with the same scores
then have the same sum to the last bit, and so it is on every machine.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Texts = NDArray[np.object_]

TIE = 1e-12
"""Scores nearer to each other than this are equal: they differ by rounding alone."""


def weighted(scores: Floats, weights: Floats) -> Floats:
    """Give the sum of weight times score of each candidate: a row a candidate, a column a criterion."""
    total = np.zeros(len(scores))
    for column, weight in zip(scores.T, weights, strict=True):
        total += weight * column
    return total


def first(ids: Texts, totals: Floats) -> int:
    """Give the place of the highest sum; of equal ones the lowest id counts."""
    level = np.flatnonzero(totals > totals.max() - TIE)
    return int(min(level, key=lambda at: ids[at]))
