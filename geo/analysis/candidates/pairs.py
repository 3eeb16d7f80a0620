"""Pairs of candidates that no weighting within the bounds puts in the other order.

The least lead of one over another is the least of a sum of weight times difference in score, over all weightings within
the bounds. It is a fractional knapsack: every criterion has its least weight, and what is left goes to the criteria
with the smallest difference first, each up to its most. That is exact (Dantzig, Operations Research 5, 1957).
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.candidates.sums import TIE
from geo.analysis.candidates.weights import tightened
from geo.tables.ranking import PAIRS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Texts = NDArray[np.object_]

_CELLS = 1 << 20
"""Differences that are held at once. It changes no outcome."""


def pairs(ids: Texts, scores: Floats, bounds: Floats) -> pd.DataFrame:
    """Find the pairs that no weighting reverses.

    Parameters
    ----------
    ids
        The candidates.
    scores
        Score of each candidate on each criterion; none is missing.
    bounds
        Least and most weight of each criterion.

    Returns
    -------
    pairs
        The columns of `geo.tables.ranking.PAIRS`, by ids: those of which the first is at least as good as the second
        by every weighting, and better by some.

    Raises
    ------
    InputError
        No weights that add to 1 lie within the bounds.
    """
    rows: list[tuple[Ints, Ints, Floats]] = []
    for begin, least, most in _leads(scores, bounds):
        better, worse = np.nonzero((least >= -TIE) & (most > TIE))
        rows.append((better + begin, worse, least[better, worse]))
    better, worse, lead = (np.concatenate(part) for part in zip(*rows, strict=True)) if rows else _none()
    values = np.where(lead > TIE, lead, 0.0)
    frame = pd.DataFrame({"better_id": ids[better], "worse_id": ids[worse], "least_lead": values})
    frame = frame.astype({"better_id": "str", "worse_id": "str"})
    return frame.sort_values(list(PAIRS.key), ignore_index=True)


def _leads(scores: Floats, bounds: Floats) -> Iterator[tuple[int, Floats, Floats]]:
    """Give, from a candidate on, the least and the greatest lead of some candidates over each one."""
    low, high = tightened(bounds).T
    room, left = high - low, 1 - low.sum()
    rows = max(1, _CELLS // max(scores.size, 1))
    for begin in range(0, len(scores), rows):
        gaps = scores[begin : begin + rows, None, :] - scores[None, :, :]
        floor = (gaps * low).sum(axis=2)
        if (room >= left - TIE).all():
            yield begin, floor + left * gaps.min(axis=2), floor + left * gaps.max(axis=2)
            continue
        order = np.argsort(gaps, axis=2, kind="stable")
        gaps, rooms = np.take_along_axis(gaps, order, axis=2), room[order]
        yield begin, floor + _fill(gaps, rooms, left), floor + _fill(gaps[..., ::-1], rooms[..., ::-1], left)


def _fill(gaps: Floats, room: Floats, left: float) -> Floats:
    """Give the sum of weight times gap where the weight that is left fills the rooms in order."""
    before = np.cumsum(room, axis=2) - room
    filled: Floats = (gaps * np.clip(left - before, 0, room)).sum(axis=2)
    return filled


def _none() -> tuple[Ints, Ints, Floats]:
    nobody = np.zeros(0, dtype=np.int64)
    return nobody, nobody, np.zeros(0)
