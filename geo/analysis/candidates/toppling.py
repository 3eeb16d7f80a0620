"""What would take the first place away: the least shift of weight that brings a rival level with the winner.

Least of: half the sum of all changes of weights. Subject to: the weights add to 1 and lie within their bounds, and the
rival has at least the score of the winner. This small linear programme has one row that couples the criteria, so that
moving weight step by step solves it exactly: from the criterion where the winner leads most to the one where it leads
least, as far as bounds allow, until both are level. The tests hold it against a general solver.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.candidates.sums import TIE, first, weighted
from geo.figures import format_share
from geo.tables.columns import Table
from geo.tables.ranking import SWINGS, TOPPLING

Floats = NDArray[np.float64]
Texts = NDArray[np.object_]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shift:
    """The least shift of weight that brings two candidates level."""

    change: float
    """Weight that moves; 0 where they are level already."""
    weights: Floats
    """The weights that do it."""


def least_shift(lead: Floats, weights: Floats, bounds: Floats) -> Shift | None:
    """Find the least shift of weight that undoes a lead.

    Parameters
    ----------
    lead
        Score of the one less that of the other, on each criterion.
    weights
        The weights now, within the bounds; the one is not behind by them.
    bounds
        Least and most weight of each criterion.

    Returns
    -------
    shift
        The shift; None where no weighting within the bounds brings them level. Of criteria with the same lead weight
        moves from and to the one that comes first.
    """
    spare, room = np.maximum(weights - bounds[:, 0], 0.0), np.maximum(bounds[:, 1] - weights, 0.0)
    givers, takers = np.argsort(-lead, kind="stable"), np.argsort(lead, kind="stable")
    then, ahead, change, give, take = weights.astype(float), float(lead @ weights), 0.0, 0, 0
    while ahead > TIE:
        if give == len(lead) or take == len(lead) or lead[givers[give]] <= lead[takers[take]]:
            return None
        giver, taker = givers[give], takers[take]
        gain = lead[giver] - lead[taker]
        moved = min(spare[giver], room[taker], ahead / gain)
        then[giver], then[taker] = then[giver] - moved, then[taker] + moved
        spare[giver], room[taker] = spare[giver] - moved, room[taker] - moved
        ahead, change = ahead - moved * gain, change + moved
        give, take = give + (spare[giver] <= 0), take + (room[taker] <= 0)
    return Shift(change=float(change), weights=then)


def toppling(ids: Texts, scores: Floats, criteria_ids: Texts, weights: Floats, bounds: Floats) -> pd.DataFrame:
    """Say for each rival of the winner how much weight must move before they are level.

    Parameters
    ----------
    ids
        The candidates.
    scores
        Score of each candidate on each criterion; none is missing.
    criteria_ids
        The criteria, as people are told of them.
    weights
        The weights now; they add to 1 and lie within the bounds. The winner has the highest sum, of equal ones the
        lowest id.
    bounds
        Least and most weight of each criterion.

    Returns
    -------
    toppling
        The columns of `geo.tables.ranking.TOPPLING`, by rival. Another one may be ahead of both by then.
    """
    if len(ids) == 0:
        return _table([], TOPPLING)
    winner = first(ids, weighted(scores, weights))
    rows = [
        _toppled(
            (ids[winner], ids[rival]),
            least_shift(scores[winner] - scores[rival], weights, bounds),
            criteria_ids,
            weights,
        )
        for rival in sorted(range(len(ids)), key=lambda at: ids[at])
        if rival != winner
    ]
    return _table(rows, TOPPLING)


def _toppled(pair: tuple[str, str], shift: Shift | None, criteria_ids: Texts, weights: Floats) -> Row:
    row: Row = {"winner_id": pair[0], "rival_id": pair[1], "possible": shift is not None}
    if shift is None:
        return row | {"change": None, "weights": None}
    moves = zip(criteria_ids, weights.tolist(), shift.weights.tolist(), strict=True)
    told = [f"{name} {format_share(now, 1)} → {format_share(then, 1)}" for name, now, then in moves if now != then]
    return row | {"change": shift.change, "weights": "; ".join(told)}


def swings(ids: Texts, scores: Floats, criteria_ids: Texts, weights: Floats, bounds: Floats) -> pd.DataFrame:
    """Say for each criterion at which weight, below and above the one now, another comes level with the winner first.

    The other criteria keep their proportions. Every score then is a straight line over the weight, and the winner stays
    first up to the nearest crossing. Where the other criteria have no weight there are no proportions to keep, and
    nothing is told.

    Parameters
    ----------
    ids, scores, criteria_ids, weights, bounds
        As for `toppling`.

    Returns
    -------
    swings
        The columns of `geo.tables.ranking.SWINGS`, the criteria in the order given. At most one below and one above;
        of several at the same weight the one that is ahead beyond it, then the lowest id. None where no other comes
        level while all weights stay within their bounds.
    """
    if len(ids) == 0:
        return _table([], SWINGS)
    lead = scores[first(ids, weighted(scores, weights))] - scores
    ahead = weighted(lead, weights)
    rows: list[Row] = []
    for place in np.flatnonzero(weights < 1 - TIE).tolist():
        slope = (lead[:, place] - ahead) / (1 - weights[place])
        low, high = _span(place, weights, bounds)
        below, above = _nearest(ids, ahead, slope), _nearest(ids, ahead, -slope)
        then = [(ids[rival], weights[place] - step) for rival, step in below if weights[place] - step >= low - TIE]
        then += [(ids[rival], weights[place] + step) for rival, step in above if weights[place] + step <= high + TIE]
        words = {"criterion": criteria_ids[place], "weight": weights[place]}
        rows += [{**words, "rival_id": rival, "weight_then": float(np.clip(at, 0, 1))} for rival, at in sorted(then)]
    return _table(rows, SWINGS)


def _nearest(ids: Texts, ahead: Floats, slope: Floats) -> list[tuple[int, float]]:
    """Give who comes level first as the leads fall by their slopes, and after which step; nobody if none falls."""
    falling = np.flatnonzero(slope > TIE)
    if not len(falling):
        return []
    steps = np.maximum(ahead[falling], 0.0) / slope[falling]
    level = falling[steps <= steps.min() + TIE]
    rival = min(level, key=lambda at: (-slope[at], ids[at]))
    return [(int(rival), float(steps.min()))]


def _span(place: int, weights: Floats, bounds: Floats) -> tuple[float, float]:
    """Give the least and the most weight of a criterion at which all are within their bounds, in their proportions."""
    others = (np.arange(len(weights)) != place) & (weights > 0)
    parts = weights[others] / (1 - weights[place])
    least, most = bounds[others, 0] / parts, bounds[others, 1] / parts
    return max(bounds[place, 0], 1 - most.min()), min(bounds[place, 1], 1 - least.max())


def _table(rows: list[Row], table: Table) -> pd.DataFrame:
    kinds = {"yes_no": "boolean", "share": "Float64"}
    frame = pd.DataFrame(rows, columns=list(table.names))
    return frame.astype({column.name: kinds.get(column.kind, "str") for column in table.columns})
