"""Marks that hide one another: pushed apart where that helps, gathered in one mark where it cannot."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.figures import format_number
from geo.maps import style
from geo.maps.frame import MapFrame
from geo.maps.insets import name_at
from geo.maps.place_mark import PlaceMark
from geo.maps.region import Region
from geo.maps.style import MarkStyle
from geo.words import say

_MOST_MOVED_MM = 3.0
"""How far a mark may be moved to be seen."""
_ROOM = 0.7
"""Part of their radii that marks keep free of one another."""

_NEAR_MM, _MANY = 12.0, 4
"""How near others stand, and how many of them, where a mark gets its number alone."""

_MOST_TOGETHER, _TOGETHER_MM, _GATHERED_MM2 = 60, 14.0, 34.0
"""How many marks may stand within a reach before they are drawn as one, and the area of that one."""
_GATHERED = MarkStyle(shape="circle", colour=style.GREY, fill="open")

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


def gather(
    frame: MapFrame, region: Region, marks: Sequence[PlaceMark], areas: dict[str, float]
) -> tuple[tuple[PlaceMark, ...], tuple[str, ...]]:
    """Draw hopelessly many marks in one spot as one; gives the marks, and a note on each that stands for many.

    The area of a mark that stands for many is added to the areas.
    """
    by_key = {mark.key: mark for mark in marks}
    spots = {
        mark.key: (float(x), float(y))
        for mark in marks
        if mark.xy is not None and not mark.quiet and bool(frame.holds(mark.xy)[0])
        for x, y in frame.to_mm(mark.xy)
    }
    groups = gathered_groups(spots, most=_MOST_TOGETHER, reach_mm=_TOGETHER_MM)
    found, notes = [], []
    for group in groups:
        points = [xy for key in group if (xy := by_key[key].xy) is not None]
        told, count, names = min(group), format_number(len(group)), name_at(region, points)
        x, y = np.median(np.array(points), axis=0)
        areas[f"{told}…"] = _GATHERED_MM2
        words = say("maps.ground.gathered", count=count)
        found.append(
            PlaceMark(key=f"{told}…", name=words, xy=(float(x), float(y)), places=None, style=_GATHERED,
                      told=say("maps.ground.gathered_told"), label=words)
        )  # fmt: skip
        notes.append(say("maps.ground.gathered_note", count=count, name=names))
    inside = {key for group in groups for key in group}
    return (*(mark for mark in marks if mark.key not in inside), *found), tuple(notes)


def push_apart(
    points: NDArray[np.float64], radii_mm: NDArray[np.float64], *, most_mm: float = 2.0, rounds: int = 16
) -> NDArray[np.float64]:
    """Part marks that would hide one another.

    Parameters
    ----------
    points
        Places on paper. The first is where it is and stays there.
    radii_mm
        Room that each mark takes.
    most_mm
        How far a mark may move from its true place.
    rounds
        How often all pairs are looked at.
    """
    moved, near = points.copy(), _near_pairs(points, radii_mm, 4 * most_mm)
    gaps = [float(radii_mm[one] + radii_mm[other]) for one, other in near]
    for _ in range(rounds):
        xs, ys = moved[:, 0].tolist(), moved[:, 1].tolist()
        for (one, other), gap in zip(near, gaps, strict=True):
            x, y = xs[other] - xs[one], ys[other] - ys[one]
            away = abs(complex(x, y))
            if away < gap:
                unit_x, unit_y = (x / away, y / away) if away > 0 else (1.0, 0.0)
                step_x, step_y = unit_x * (gap - away) / 2, unit_y * (gap - away) / 2
                xs[one], ys[one] = xs[one] - step_x, ys[one] - step_y
                xs[other], ys[other] = xs[other] + step_x, ys[other] + step_y
        shift = np.column_stack([xs, ys]) - points
        far = np.maximum(np.hypot(shift[:, 0], shift[:, 1]) / most_mm, 1.0)
        moved = points + shift / far[:, None]
        moved[:1] = points[:1]
    return moved


def _near_pairs(points: NDArray[np.float64], radii_mm: NDArray[np.float64], spare_mm: float) -> list[tuple[int, int]]:
    """Give the pairs of marks that could come to touch."""
    ones, others = np.triu_indices(len(points), k=1)
    away = np.hypot(*(points[others] - points[ones]).T)
    close = away < radii_mm[ones] + radii_mm[others] + spare_mm
    return list(zip(ones[close].tolist(), others[close].tolist(), strict=True))
