"""Ranks over all weightings: between which ranks a candidate stays, and in which share of the weightings it is first.

Stochastic multicriteria acceptability analysis: weightings are drawn evenly from all those within the bounds, and the
candidates are ranked by each. Source: Lahdelma, Hokkanen and Salminen, SMAA (European Journal of Operational Research
106, 1998), and Lahdelma and Salminen, SMAA-2 (Operations Research 49, 2001); the share of a rank is its rank
acceptability index. A share of N draws has a standard error of at most 0.5 / sqrt(N): 0.16 of a hundredth for 100,000.

Sums are held in whole steps of 2^-40, with the candidate in the bits below: one sort of whole numbers gives the order,
and it is the same on every machine.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.analysis.candidates.weights import draw, tightened

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_STEPS = 2.0**40
"""Steps in a score of 1. Neighbours at most one step apart are equal: they differ by less than 2e-12."""
_CELLS = 1 << 16
"""Sums that are held at once, measured: these stay near the processor. It changes no outcome."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Smaa:
    """Ranks over the weightings drawn; a row a candidate. Rank 1 is the best; equal scores share the lower number."""

    rank_low: Ints
    """Best rank."""
    rank_high: Ints
    """Worst rank."""
    first_share: Floats
    """Share of the weightings in which it has rank 1, alone or with others."""
    shares: Floats
    """Share of the weightings that give it rank 1, 2, …: a column a rank."""
    weightings: int
    """How many weightings were drawn."""


def smaa(scores: Floats, bounds: Floats, *, weightings: int, seed: int, top: int = 10) -> Smaa:
    """Rank candidates by many weightings.

    Parameters
    ----------
    scores
        Score of each candidate on each criterion, 0 to 1; none is missing.
    bounds
        Least and most weight of each criterion.
    weightings
        How many weightings are drawn, at least one.
    seed
        The same seed gives the same ranks, to the last bit.
    top
        How many ranks get a share.

    Raises
    ------
    InputError
        No weights that add to 1 lie within the bounds.
    ValueError
        A score is missing or not from 0 to 1.
    """
    if not ((scores >= 0) & (scores <= 1)).all():
        msg = "scores must lie from 0 to 1"
        raise ValueError(msg)
    count = _Count.of(len(scores), top)
    rows = max(1, _CELLS // max(len(scores), 1))
    for block in draw(tightened(bounds), weightings if len(scores) else 0, seed):
        for begin in range(0, len(block), rows):
            count.add(*_order(scores, block[begin : begin + rows]))
    shares = count.places.reshape(len(scores), top) / weightings
    return Smaa(
        rank_low=count.low,
        rank_high=count.high,
        first_share=shares[:, 0].copy(),
        shares=shares,
        weightings=weightings,
    )


def _order(scores: Floats, weights: Floats) -> tuple[Ints, Ints]:
    """Give, a row a weighting, the candidates from the best to the worst, and the rank of each."""
    bits = len(scores).bit_length()
    keys = _sums(scores, weights) << bits
    keys |= np.arange(len(scores))
    keys.sort(axis=1)
    who = keys & ((1 << bits) - 1)
    keys >>= bits
    ranks = np.ones_like(keys)
    ranks[:, 1:] = np.where(keys[:, 1:] - keys[:, :-1] > 1, np.arange(2, len(scores) + 1), 1)
    return who, np.maximum.accumulate(ranks, axis=1, out=ranks)


def _sums(scores: Floats, weights: Floats) -> Ints:
    """Give the weighted sums in whole steps, the best the lowest; added up as in `geo.analysis.candidates.sums`."""
    sums, part = np.zeros((len(weights), len(scores))), np.empty((len(weights), len(scores)))
    for weight, column in zip(weights.T, np.ascontiguousarray(scores.T), strict=True):
        np.multiply(weight[:, None], column, out=part)
        sums += part
    sums *= -_STEPS
    return np.rint(sums, out=sums).astype(np.int64)


@dataclass(slots=True, kw_only=True)
class _Count:
    """What is counted of the ranks."""

    low: Ints
    high: Ints
    places: Ints
    """How often each candidate has each of the first ranks, a candidate after the other."""
    top: int

    @classmethod
    def of(cls, candidates: int, top: int) -> "_Count":
        none = np.zeros(candidates, dtype=np.int64)
        places = np.zeros(candidates * top, dtype=np.int64)
        return cls(low=none + candidates, high=none.copy(), places=places, top=top)

    def add(self, who: Ints, ranks: Ints) -> None:
        """Count the ranks of some weightings, as `_order` gives them."""
        of = np.empty(who.shape, dtype=np.int32)
        np.put_along_axis(of, who, ranks, axis=1)
        np.minimum(self.low, of.min(axis=0), out=self.low)
        np.maximum(self.high, of.max(axis=0), out=self.high)
        columns = int((ranks <= self.top).any(axis=0).sum())
        shown = ranks[:, :columns] <= self.top
        cells = who[:, :columns][shown] * self.top + ranks[:, :columns][shown] - 1
        self.places += np.bincount(cells, minlength=len(self.places))
