"""What uncertain facts do to the ranks: one at a time, and all of one candidate at once, all else as it is."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.candidates.sums import TIE, first, weighted
from geo.tables.ranking import SENSITIVITY

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Texts = NDArray[np.object_]


def sensitivity(
    ids: Texts, score: Floats, low: Floats, high: Floats, criteria_ids: Texts, weights: Floats
) -> pd.DataFrame:
    """Say how the ranks depend on each uncertain fact.

    Parameters
    ----------
    ids
        The candidates.
    score
        Score of each candidate on each criterion; none is missing.
    low, high
        The score if what is unknown turns out worst, and best.
    criteria_ids
        The criteria.
    weights
        Weight of each criterion; they add to 1.

    Returns
    -------
    sensitivity
        The columns of `geo.tables.ranking.SENSITIVITY`, candidates and criteria in the order given: a row for each
        score that is uncertain. Rank 1 is the best; equal scores share the lower number, and of those the lowest id
        is first.
    """
    who, which = np.nonzero(low < high)
    totals = weighted(score, weights)
    best = totals[who] + weights[which] * (high - score)[who, which]
    worst = totals[who] + weights[which] * (low - score)[who, which]
    frame = pd.DataFrame(
        {
            "candidate_id": ids[who],
            "criterion": np.asarray(criteria_ids, dtype=object)[which],
            "rank_best": _ranks(totals, who, best),
            "rank_worst": _ranks(totals, who, worst),
            "winner_changes": _changes(ids, totals, who, best) | _changes(ids, totals, who, worst),
        }
    )
    kinds = {"candidate_id": "str", "criterion": "str", "rank_best": "Int64", "rank_worst": "Int64"}
    return frame.astype({**kinds, "winner_changes": "boolean"})[list(SENSITIVITY.names)]


def rank_span(score: Floats, low: Floats, high: Floats, weights: Floats) -> tuple[Ints, Ints]:
    """Give the rank of each candidate if all that is unknown of it turns out best, and worst, at once.

    Parameters
    ----------
    score
        Score of each candidate on each criterion; none is missing.
    low, high
        The score if what is unknown turns out worst, and best; where it is NaN the score itself counts.
    weights
        Weight of each criterion; they add to 1.

    Returns
    -------
    best, worst
        Ranks among the others with their own scores; 1 is the best, and equal scores share the lower number.
    """
    totals, who = weighted(score, weights), np.arange(len(score))
    best, worst = (weighted(np.where(np.isnan(end), score, end), weights) for end in (high, low))
    return _ranks(totals, who, best), _ranks(totals, who, worst)


def _ranks(totals: Floats, who: Ints, then: Floats) -> Ints:
    """Give the rank of a candidate with another sum, among the others with their own."""
    above = len(totals) - np.searchsorted(np.sort(totals), then + TIE, side="left")
    itself: Ints = (totals[who] >= then + TIE).astype(np.int64)
    return 1 + above - itself


def _changes(ids: Texts, totals: Floats, who: Ints, then: Floats) -> Bools:
    """Say whether another candidate is first if this one has another sum."""
    if len(totals) <= 1:
        return np.zeros(len(who), dtype=np.bool_)
    winner = first(ids, totals)
    others = np.delete(np.arange(len(totals)), winner)
    second = int(others[first(ids[others], totals[others])])
    against = np.where(who == winner, second, winner)
    gap = then - totals[against]
    ahead = (gap >= TIE) | ((np.abs(gap) < TIE) & (ids[who] < ids[against]))
    return np.where(who == winner, ~ahead, ahead).astype(np.bool_)
