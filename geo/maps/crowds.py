"""Marks that hide one another: pushed apart where that helps, gathered in one mark where it cannot."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geo.maps.labels import push_apart

_MOST_MOVED_MM = 3.0
"""How far a mark may be moved to be seen."""
_ROOM = 0.7
"""Part of their radii that marks keep free of one another."""

_NEAR_MM, _MANY = 12.0, 4
"""How near others stand, and how many of them, where a mark gets its number alone."""

Spots = dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """Where marks stand after they were pushed apart."""

    spots: Spots
    """Place of each mark on paper."""
    moved: Mapping[str, tuple[float, float]]
    """True place of those that no longer cover it."""


def part(spots: Spots, areas: Mapping[str, float], order: Sequence[str]) -> Parted:
    """Push marks apart that would hide one another.

    Parameters
    ----------
    spots
        True places on paper.
    areas
        Area of each mark in mm².
    order
        The marks that may move, the one that stays where it is first; others are left alone.
    """
    if not order:
        return Parted(spots=dict(spots), moved={})
    true = np.array([spots[key] for key in order])
    radii = np.sqrt(np.array([areas[key] for key in order]) / np.pi)
    parted = push_apart(true, _ROOM * radii, most_mm=_MOST_MOVED_MM)
    away = np.hypot(*(parted - true).T)
    found = {key: (float(x), float(y)) for key, (x, y) in zip(order, parted, strict=True)}
    moved = {key: spots[key] for key, far, radius in zip(order, away, radii, strict=True) if far >= radius}
    return Parted(spots={**spots, **found}, moved=moved)


def gathered_groups(points: Mapping[str, tuple[float, float]], *, most: int, reach_mm: float) -> list[list[str]]:
    """Give the groups of marks that stand in one spot of the map and are too many to be told apart."""
    taken: set[str] = set()
    groups = []
    keys = list(points)
    if len(keys) <= most:
        return []
    spots = np.array([points[key] for key in keys])
    counts = [(int((np.hypot(*(spots - spot).T) <= reach_mm).sum()), at) for at, spot in enumerate(spots)]
    for count, at in sorted(counts, key=lambda each: (-each[0], each[1])):
        if count <= most:
            break
        near = np.hypot(*(spots - spots[at]).T) <= reach_mm
        group = [key for key, inside in zip(keys, near, strict=True) if inside and key not in taken]
        if len(group) > most:
            groups.append(group)
            taken |= set(group)
    return groups


def close_to_many(spots: Spots, among: Collection[str]) -> frozenset[str]:
    """Give the marks that have several others so near that their names could not all stand."""
    keys = [key for key in spots if key in among]
    points = np.array([spots[key] for key in keys]).reshape(-1, 2)
    near = [int((np.hypot(*(points - point).T) <= _NEAR_MM).sum()) - 1 for point in points]
    return frozenset(key for key, count in zip(keys, near, strict=True) if count >= _MANY)
