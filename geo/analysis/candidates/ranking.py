"""The order of candidate sites by the sum of weight times score, and which of them no other outdoes throughout."""

import numpy as np
from numpy.typing import NDArray

from geo.analysis.candidates.criteria import Flags
from geo.analysis.candidates.facts import Floats
from geo.analysis.candidates.sums import TIE, weighted

_BLOCK = 256
"""Candidates that are held against the best ones at a time."""


def weighted_sum(scores: Floats, weights: Floats) -> Floats:
    """Add weight times score over the criteria.

    Parameters
    ----------
    scores
        Scores, a row a candidate; NaN where a candidate is left out.
    weights
        Weight of each criterion, 0 or more; they are divided by their sum.

    Returns
    -------
    sums
        From 0 to 1, which rounding is kept from leaving; NaN where a score is.

    Notes
    -----
    Added criterion by criterion, so that the sum of a candidate is the same to the last bit whichever others there are.
    """
    return np.clip(weighted(scores, weights / weights.sum()), 0.0, 1.0)


def ranks(sums: Floats) -> Floats:
    """Give the rank of each sum: 1 more than the number of sums that are greater.

    Parameters
    ----------
    sums
        Sums; NaN is not ranked.

    Returns
    -------
    ranks
        From 1, the greatest sum; sums that are the same (`TIE`) share the lower number. NaN where there is no sum.
    """
    known = np.sort(sums[~np.isnan(sums)])
    greater = len(known) - np.searchsorted(known, sums + TIE, side="right")
    return np.where(np.isnan(sums), np.nan, 1.0 + greater)


def pareto(scores: Floats) -> Flags:
    """Tell which candidates no other outdoes.

    Parameters
    ----------
    scores
        Scores, a row a candidate, without NaN.

    Returns
    -------
    efficient
        Whether no other is at least as good on every criterion and better on one; of equal rows both may be.

    Notes
    -----
    What outdoes another has the greater sum, and what is outdone outdoes nothing that its better does not: the
    candidates are taken by their sums, and each block is held against the efficient ones so far and against itself.
    """
    if not scores.size:
        return np.ones(len(scores), dtype=bool)
    rows, place = np.unique(scores, axis=0, return_inverse=True)
    order = np.lexsort((*rows.T[::-1], _plain_sum(rows)))[::-1]
    best = order[:0]
    for start in range(0, len(order), _BLOCK):
        block = order[start : start + _BLOCK]
        block = block[_matches(rows[block], rows[best]) == 0]
        best = np.concatenate([best, block[_matches(rows[block], rows[block]) == 1]])  # each matches itself
    efficient = np.zeros(len(rows), dtype=bool)
    efficient[best] = True
    return efficient[place.reshape(-1)]


def _plain_sum(rows: Floats) -> Floats:
    """Add the columns one by one, so that a row that is nowhere less has no lesser sum, rounding or not."""
    total = np.zeros(len(rows))
    for column in rows.T:
        total += column
    return total


def _matches(rows: Floats, others: Floats) -> NDArray[np.int64]:
    """Count for each row the others that are nowhere less."""
    no_less = np.ones((len(others), len(rows)), dtype=bool)
    for one, other in zip(rows.T, others.T, strict=True):
        no_less &= other[:, None] >= one
    return np.asarray(np.count_nonzero(no_less, axis=0), dtype=np.int64)
