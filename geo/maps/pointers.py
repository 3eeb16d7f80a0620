"""Arrows at the edge of a map, towards what lies outside it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geo.maps import style
from geo.maps.frame import MapFrame
from geo.maps.labels import Box, Wish, around
from geo.maps.paper import Letter, Paper
from geo.maps.style import MarkStyle

ARROW = MarkStyle(shape="triangle", colour=style.INK)
"""How an arrow is explained in a legend."""
_INSET_MM, _REACH_MM, _HALF_MM, _APART_MM = 2.6, 1.5, 1.1, 7.0
_KEY = Letter(size_pt=6.6, weight="semibold", halo=style.PAPER)
Spot = tuple[float, float]
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """An arrow towards one or more places outside the map."""

    at: Spot
    """Middle of the arrow on paper, mm."""
    towards: Spot
    """Direction on paper, of length 1."""
    keys: tuple[str, ...]
    """Keys of the places."""
    told: tuple[str, ...]
    """What is said of each: its key and how far it is."""

    @property
    def box(self) -> Box:
        """Room that it takes: left, top, right, bottom."""
        x, y = self.at
        return x - _REACH_MM, y - _REACH_MM, x + _REACH_MM, y + _REACH_MM

    def wish(self) -> Wish:
        """Ask for a place for its words."""
        places = around(self.box, self.told, _KEY, rings=(0.0, 1.0, 2.5, 5.0))
        return Wish(key=self.keys[0], lines=self.told, letter=_KEY, candidates=places)

    def draw(self, paper: Paper) -> None:
        """Draw the arrow."""
        along = np.array(self.towards)
        across = np.array([-along[1], along[0]])
        back = np.array(self.at) - _REACH_MM * 0.8 * along
        corners = np.array([np.array(self.at) + _REACH_MM * along, back + _HALF_MM * across, back - _HALF_MM * across])
        paper.area(corners, fill=style.INK, edge=style.PAPER, width_mm=0.9, order=4.1)
        paper.area(corners, fill=style.INK, edge=None, order=4.11)


def pointers(frame: MapFrame, origin: Spot, away: Sequence[tuple[str, str, Spot]]) -> tuple[Pointer, ...]:
    """Point from a place on the map to places outside it; those that lie in about one direction share an arrow.

    Parameters
    ----------
    frame
        The window.
    origin
        Where the arrows start from, in metres.
    away
        Key, what is said of it, and place in metres, in order of importance.
    """
    start = frame.to_mm(origin)[0]
    found: list[Pointer] = []
    for key, told, xy in away:
        towards = frame.to_mm(xy)[0] - start
        unit = towards / (float(np.hypot(*towards)) or 1.0)
        at = _edge(frame, start, unit)
        near = next((row for row, other in enumerate(found) if np.hypot(*(at - other.at)) < _APART_MM), None)
        if near is None:
            direction = (float(unit[0]), float(unit[1]))
            found.append(Pointer(at=(float(at[0]), float(at[1])), towards=direction, keys=(key,), told=(told,)))
        else:
            other = found[near]
            found[near] = replace(other, keys=(*other.keys, key), told=(*other.told, told))
    return tuple(found)


def _edge(frame: MapFrame, start: Vector, unit: Vector) -> Vector:
    """Give where a line leaves the window, a little before its edge."""
    left, top, right, bottom = frame.box
    low, high = np.array([left, top]) + _INSET_MM, np.array([right, bottom]) - _INSET_MM
    start = np.clip(start, low, high)
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = np.where(unit > 0, (high - start) / unit, np.where(unit < 0, (low - start) / unit, np.inf))
    return np.asarray(start + unit * float(steps.min()))
