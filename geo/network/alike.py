"""Places that are alike: a search need not be told a million times of one spot."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from geo.network.snap import Snaps

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Distinct:
    """Places that differ, and what they stand for."""

    snaps: Snaps
    """The places that were kept, each spot of a place once."""
    owner: Ints
    """Row that each kept place had."""
    point: Ints
    """Row that each kept point of access had."""
    like: Ints
    """Kept place that each place is like: itself, or the first at its spot."""


def distinct(snaps: Snaps, most: int = 1) -> Distinct:
    """Keep a few places of those with the same foot and leg; what is found from or to the rest is the same.

    A place with several points of access at different spots is like no other.

    Parameters
    ----------
    snaps
        Places.
    most
        How many of those at one spot are kept: the first.
    """
    if not _some_alike(snaps):
        same = np.arange(snaps.count)
        return Distinct(snaps=snaps, owner=same, point=np.arange(len(snaps.owner)), like=same)
    spot = _spots(snaps)
    order = np.lexsort((spot, snaps.owner))
    points = np.sort(order[_fresh(snaps.owner[order], spot[order])])
    owner = snaps.owner[points]
    key = spot.max(initial=0) + 1 + np.arange(snaps.count)
    single = np.bincount(owner, minlength=snaps.count)[owner] == 1
    key[owner[single]] = spot[points[single]]
    by_key = np.argsort(key, kind="stable")
    start = np.flatnonzero(_fresh(key[by_key]))
    size = np.diff(np.append(start, snaps.count))
    kept, first = np.zeros(snaps.count, dtype=bool), np.zeros(snaps.count, dtype=np.int64)
    kept[by_key] = np.arange(snaps.count) - np.repeat(start, size) < most
    first[by_key] = np.repeat(by_key[start], size)
    number, points = np.cumsum(kept) - 1, points[kept[owner]]
    arrays = {item.name: getattr(snaps, item.name)[points] for item in fields(Snaps) if item.name != "count"}
    few = Snaps(**{**arrays, "count": int(kept.sum()), "owner": number[snaps.owner[points]]})
    return Distinct(snaps=few, owner=np.flatnonzero(kept), point=points, like=number[first])


def _some_alike(snaps: Snaps) -> bool:
    """Tell whether any two spots may be one: quick, and seldom wrong the safe way."""
    mixed = np.sort(snaps.segment + snaps.fraction / 2 + snaps.leg_m / 1000)
    return bool((mixed[1:] == mixed[:-1]).any())


def _spots(snaps: Snaps) -> Ints:
    """Give a number to each foot with its leg; where there is no foot, to each point."""
    columns = (snaps.leg_m, snaps.fraction, snaps.segment)
    order = np.lexsort(columns)
    number = np.zeros(len(order), dtype=np.int64)
    number[order] = np.cumsum(_fresh(*(column[order] for column in columns)))
    return number


def _fresh(*columns: NDArray[np.int64 | np.float64]) -> NDArray[np.bool_]:
    """Tell which rows differ from the one before."""
    fresh = np.zeros(len(columns[0]), dtype=bool)
    fresh[:1] = True
    for column in columns:
        fresh[1:] |= column[1:] != column[:-1]
    return fresh
