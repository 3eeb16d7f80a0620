"""Exact answers over all weightings of criteria, in fractions; imports nothing from the package under test.

The weightings are a simplex whose corners give all weight to one criterion. A cut through the origin parts a simplex in
simplices: an edge with a corner on either side is split where it meets the cut, until no edge crosses. The part of the
whole that a simplex fills is the determinant of its corners. Bounds of weights are cuts too.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import combinations, permutations, product
from math import prod

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.stats import rankdata

Row = tuple[Fraction, ...]
Simplex = tuple[Row, ...]
Bounds = tuple[Row, ...]
"""Least and most weight of each criterion."""
Floats = NDArray[np.float64]


def exact(numbers: Sequence[Sequence[float]]) -> tuple[Row, ...]:
    """Read decimals as they are written: 0.35 is 7/20."""
    return tuple(tuple(Fraction(repr(float(number))) for number in row) for row in numbers)


def dot(one: Row, other: Row) -> Fraction:
    return sum((a * b for a, b in zip(one, other, strict=True)), Fraction(0))


def less(one: Row, other: Row) -> Row:
    return tuple(a - b for a, b in zip(one, other, strict=True))


def _determinant(rows: Simplex) -> Fraction:
    places = range(len(rows))
    return sum(
        (
            (-1) ** sum(a > b for a, b in combinations(order, 2))
            * prod((rows[at][order[at]] for at in places), start=Fraction(1))
            for order in permutations(places)
        ),
        Fraction(0),
    )


def size(parts: Sequence[Simplex]) -> Fraction:
    """Give the part of all weightings that some simplices fill."""
    return sum((abs(_determinant(part)) for part in parts), Fraction(0))


def cut(part: Simplex, gap: Row) -> tuple[list[Simplex], list[Simplex]]:
    """Part a simplex in what lies where the gap is positive and what lies where it is negative."""
    signs = [dot(corner, gap) for corner in part]
    up = next((at for at, sign in enumerate(signs) if sign > 0), None)
    down = next((at for at, sign in enumerate(signs) if sign < 0), None)
    if up is None or down is None:
        return ([], [part]) if up is None else ([part], [])
    share = signs[up] / (signs[up] - signs[down])
    between = tuple(a + share * (b - a) for a, b in zip(part[up], part[down], strict=True))
    one = cut((*part[:down], between, *part[down + 1 :]), gap)
    other = cut((*part[:up], between, *part[up + 1 :]), gap)
    return one[0] + other[0], one[1] + other[1]


@cache
def within(bounds: Bounds) -> list[Simplex]:
    """Give all weightings within bounds."""
    left = 1 - sum((low for low, _ in bounds), Fraction(0))
    lows = tuple(low for low, _ in bounds)
    parts: list[Simplex] = [tuple((*lows[:at], lows[at] + left, *lows[at + 1 :]) for at in range(len(bounds)))]
    for at, (_, high) in enumerate(bounds):
        gap = tuple(high - (place == at) for place in range(len(bounds)))
        parts = [kept for part in parts for kept in cut(part, gap)[0]]
    return parts


def share_of(gap: Row, bounds: Bounds) -> Fraction:
    """Give the share of the weightings within bounds for which weight times gap is above nought."""
    every = within(bounds)
    return size([kept for part in every for kept in cut(part, gap)[0]]) / size(every)


def rank_shares(scores: Sequence[Row], bounds: Bounds) -> list[list[Fraction]]:
    """Give the share of all weightings within bounds that gives each candidate each rank; candidates all differ."""
    every = within(bounds)
    whole = size(every)
    shares = []
    for one in scores:
        by_rank: list[list[Simplex]] = [every, *([] for _ in scores[1:])]
        for other in scores:
            if other is not one:
                sides = [[cut(part, less(one, other)) for part in parts] for parts in by_rank]
                ahead = [[kept for side in rank for kept in side[0]] for rank in sides]
                behind = [[kept for side in rank for kept in side[1]] for rank in sides]
                by_rank = [kept + moved for kept, moved in zip(ahead, [[], *behind[:-1]], strict=True)]
        shares.append([size(parts) / whole for parts in by_rank])
    return shares


def corners(bounds: Bounds) -> Iterator[Row]:
    """Give the corners of all weightings within bounds: all weights but one lie on a bound."""
    for free in range(len(bounds)):
        for others in product(*bounds[:free], *bounds[free + 1 :]):
            rest = 1 - sum(others, Fraction(0))
            if bounds[free][0] <= rest <= bounds[free][1]:
                yield (*others[:free], rest, *others[free:])


def least_lead(gap: Row, bounds: Bounds) -> Fraction:
    """Give the least of weight times gap."""
    return min(dot(corner, gap) for corner in corners(bounds))


def least_shift(lead: Row, weights: Row, bounds: Bounds) -> Fraction | None:
    """Give the least weight that moves until the lead is gone; None where it never is.

    The least lies where all weights but two are on a bound or as they were; those two follow from the sum and from
    both being level.
    """
    if dot(lead, weights) <= 0:
        return Fraction(0)
    found = []
    for one, other in combinations(range(len(weights)), 2):
        rest = [at for at in range(len(weights)) if at not in {one, other}]
        for chosen in product(*({*bounds[at], weights[at]} for at in rest)):
            if lead[one] == lead[other]:
                continue
            left = 1 - sum(chosen, Fraction(0))
            ahead = sum((weight * lead[at] for at, weight in zip(rest, chosen, strict=True)), Fraction(0))
            first = (-ahead - left * lead[other]) / (lead[one] - lead[other])
            then = dict(zip(rest, chosen, strict=True)) | {one: first, other: left - first}
            if all(bounds[at][0] <= weight <= bounds[at][1] for at, weight in then.items()):
                found.append(sum((abs(weight - weights[at]) for at, weight in then.items()), Fraction(0)) / 2)
    return min(found, default=None)


def least_shift_by_solver(lead: Floats, weights: Floats, bounds: Floats) -> float | None:
    """Give the same by a general solver of linear programmes: what each weight gains and loses, and what that costs."""
    count = len(weights)
    room = [*((0, high - now) for now, (_, high) in zip(weights, bounds, strict=True))]
    room += [(0, now - low) for now, (low, _) in zip(weights, bounds, strict=True)]
    solved = linprog(
        np.full(2 * count, 0.5),
        A_ub=[np.concatenate([lead, -lead])], b_ub=[-float(lead @ weights)],
        A_eq=[np.concatenate([np.ones(count), -np.ones(count)])], b_eq=[0.0],
        bounds=room, method="highs",
    )  # fmt: skip
    return float(solved.fun) if solved.status == 0 else None


def ranks(scores: Floats, weights: Floats) -> NDArray[np.int64]:
    """Rank candidates by each weighting, a row a weighting; equal scores share the lower number."""
    sums = np.round(weights @ scores.T, 12)
    return (
        np.stack([rankdata(-row, method="min").astype(np.int64) for row in sums])
        if len(sums)
        else np.zeros((0, len(scores)), dtype=np.int64)
    )
