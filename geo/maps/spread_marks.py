"""Parts marks that would hide one another on a sheet of a province, by a little, and says that it did."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from geo.maps.frame import MapFrame
from geo.maps.marks import PlaceMark, mark_areas
from geo.words import say

MOST_MM = 4.0
"""How far a mark is moved from its true place at most."""
_ROOM = 0.6
"""Room that a mark takes around its middle, as a part of the root of its area."""
_ROUNDS = 24
_TOLD_MM = 0.15
"""A shorter move is not told: it is narrower than the line around a mark."""


def spread(frame: MapFrame, marks: Sequence[PlaceMark]) -> tuple[tuple[PlaceMark, ...], tuple[str, ...]]:
    """Move marks apart that would hide one another.

    Parameters
    ----------
    frame
        Window of the map.
    marks
        Marks in metres; a larger one is moved less.

    Returns
    -------
    marks, notes
        The marks in the same order, and the remark that some were moved, if any was.
    """
    placed = [at for at, mark in enumerate(marks) if mark.xy is not None]
    if len(placed) < 2:  # noqa: PLR2004 (one mark hides none)
        return tuple(marks), ()
    areas = mark_areas(marks)
    true = frame.to_mm([marks[at].xy for at in placed])
    shift = _moved(true, np.array([areas[marks[at].key] for at in placed])) - true
    far = np.hypot(*shift.T)
    if not (far > _TOLD_MM).any():
        return tuple(marks), ()
    spots = list(marks)
    for at, (across, down) in zip(placed, shift * frame.metres_per_mm, strict=True):
        x, y = marks[at].xy or (0.0, 0.0)
        spots[at] = replace(marks[at], xy=(x + float(across), y - float(down)))
    return tuple(spots), (say("maps.moved", most=_told(float(far.max()))),)


def _told(far_mm: float) -> str:
    return str(int(np.ceil(far_mm)))


def _moved(true: NDArray[np.float64], areas: NDArray[np.float64]) -> NDArray[np.float64]:
    """Push every pair apart that overlaps, round after round; each stays near its true place."""
    radii, now = _ROOM * np.sqrt(areas), true.copy()
    gaps = radii[:, None] + radii[None, :]
    share = areas[None, :] / (areas[:, None] + areas[None, :])
    for _ in range(_ROUNDS):
        between = now[:, None, :] - now[None, :, :]
        away = np.hypot(between[..., 0], between[..., 1])
        np.fill_diagonal(away, np.inf)
        over = np.maximum(gaps - away, 0.0)
        if not over.any():
            break
        unit = np.where(away[..., None] > 0, between / np.maximum(away, 1e-9)[..., None], _fan(len(now)))
        now += (unit * (over * share)[..., None]).sum(axis=1)
        shift = now - true
        now = true + shift / np.maximum(np.hypot(*shift.T) / MOST_MM, 1.0)[:, None]
    return now


def _fan(count: int) -> NDArray[np.float64]:
    """Give pairs that stand on one spot a direction each, opposite for the two of a pair."""
    one, other = np.meshgrid(np.arange(count), np.arange(count), indexing="ij")
    angle = 2.4 * (np.minimum(one, other) + np.maximum(one, other))
    side = np.where(one > other, 1.0, -1.0)
    return np.stack([side * np.cos(angle), side * np.sin(angle)], axis=-1)
