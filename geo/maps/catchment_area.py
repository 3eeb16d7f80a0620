"""The area within walking distance as it is drawn: one quiet outline, on the right side of every mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.maps import style
from geo.maps.frame import MapFrame
from geo.maps.legend import LineStyle
from geo.maps.outlines import line_path
from geo.maps.paper import Paper

EDGES = (
    LineStyle(colour=style.CATCHMENT, width_mm=0.5, dash=(3.4, 0.9)),
    LineStyle(colour=style.CATCHMENT, width_mm=0.5, dash=(1.5, 1.1)),
    LineStyle(colour=style.CATCHMENT, width_mm=0.5, dash=(0.5, 0.9)),
)
"""Lines of the outlines, the shortest distance first; all in dashes, since a route is a whole line."""
_CLOSE_M, _SMALLEST_HOLE_M2 = 80.0, 60_000.0
"""Half of how far apart streets may lie to be within one line, and the smallest hole that is drawn."""
_GIVEN_M, _LEAST_M, _LEAST_MM = 40.0, 25.0, 0.8
"""How far from a street the edge of an area is given, and how far it is drawn at least: in the field, and on paper."""
_ROUGH_M, _SIMPLE_M = 10.0, 0.5
"""What is smoothed away, and how far the line may be off."""
_ROOM_MM, _LEAST_ROOM_MM, _SPILL_MM = 2.7, 0.6, 4.0
"""Room around a mark that lies on its own side of a line, the least of it, and how far beyond the map is looked."""
_TINT = 0.07
Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A mark that lies within a walking distance, or beyond it."""

    at: tuple[float, float]
    """Where it stands on paper, mm."""
    distance_m: float
    """How far one walks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnArea:
    """An area within walking distance, as it is drawn."""

    limit_m: float
    """The distance."""
    edge: LineStyle
    """Line around it."""
    shape: BaseGeometry
    """The area on paper, mm; it may run beyond the map."""


def drawn_areas(
    frame: MapFrame, catchments: Sequence[tuple[float, BaseGeometry]], spots: Sequence[Spot]
) -> list[DrawnArea]:
    """Give the areas as they are drawn: each mark within a distance lies in its area, each mark beyond it does not.

    An area is drawn around streets, and a mark beside a street that is reached may itself be too far. So the outline
    goes around the marks that it would contradict.

    Parameters
    ----------
    frame
        The window.
    catchments
        Walking distance and area in metres, the shortest first; an empty area is not drawn.
    spots
        The marks on the map.
    """
    window = shapely.buffer(shapely.box(*frame.box), _SPILL_MM, join_style="mitre")
    found = []
    for edge, (limit_m, area) in zip(EDGES, catchments, strict=False):
        if not area.is_empty:
            quiet = smooth(area, _GIVEN_M - min(max(_LEAST_MM * frame.metres_per_mm, _LEAST_M), _GIVEN_M))
            shape = shapely.clip_by_rect(shapely.transform(quiet, frame.to_mm), *window.bounds)
            found.append(DrawnArea(limit_m=limit_m, edge=edge, shape=_agreeing(shape, limit_m, spots)))
    return found


@lru_cache(maxsize=12)
def smooth(area: BaseGeometry, narrower_m: float) -> BaseGeometry:
    """Draw one line around streets that lie close together, without small blocks between them and without burrs.

    Parameters
    ----------
    area
        Area around streets, in metres.
    narrower_m
        How much nearer to the streets the line is drawn.
    """
    closed = shapely.buffer(shapely.buffer(area, _CLOSE_M, quad_segs=4), -_CLOSE_M, quad_segs=4)
    parts = [
        shapely.Polygon(
            part.exterior, [hole for hole in part.interiors if shapely.Polygon(hole).area > _SMALLEST_HOLE_M2]
        )
        for part in shapely.get_parts(closed)
    ]
    core = shapely.buffer(shapely.multipolygons(parts), -_ROUGH_M - narrower_m, quad_segs=4)
    round_again = shapely.buffer(core, _ROUGH_M, quad_segs=6)
    return shapely.simplify(round_again if not round_again.is_empty else area, _SIMPLE_M)


def _agreeing(shape: BaseGeometry, limit_m: float, spots: Sequence[Spot]) -> BaseGeometry:
    """Take in the marks within the distance and leave out those beyond it."""
    if not spots:
        return shape
    at = np.array([spot.at for spot in spots])
    inside = np.array([spot.distance_m <= limit_m for spot in spots])
    discs = shapely.buffer(shapely.points(at), _rooms(at, inside), quad_segs=8)
    whole = shapely.union_all([shape, *discs[inside]])
    return shapely.difference(whole, shapely.union_all(discs[~inside]))


def _rooms(at: Points, inside: NDArray[np.bool_]) -> Points:
    """Give each mark its room: less where one on the other side stands close by."""
    apart = np.hypot(*(at[:, None, :] - at[None, :, :]).transpose(2, 0, 1))
    other = np.where(inside[:, None] != inside[None, :], apart, np.inf).min(axis=1)
    return np.asarray(np.clip(other / 2 - 0.1, _LEAST_ROOM_MM, _ROOM_MM))


def draw_areas(paper: Paper, frame: MapFrame, areas: Sequence[DrawnArea]) -> None:
    """Draw the areas and their outlines within the window."""
    left, top, right, bottom = frame.box
    for area in areas:
        paper.shape(
            shapely.clip_by_rect(area.shape, left, top, right, bottom), fill=area.edge.colour, order=2.3, alpha=_TINT
        )
        path = line_path(np.array([shapely.clip_by_rect(area.shape.boundary, left, top, right, bottom)]))
        paper.stroke(path, colour=style.PAPER, width_mm=1.1, order=2.4)
        paper.stroke(path, colour=area.edge.colour, width_mm=area.edge.width_mm, dash=area.edge.dash or (), order=2.5)
