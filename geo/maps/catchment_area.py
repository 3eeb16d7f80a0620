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
_TINT = 0.05
_BODY_MM, _PART, _QUIET_MM, _ALONG_MM, _CORNER_MM = 1.7, 0.25, 0.25, 0.5, 0.8
"""Half the width from which an area has its full outline, the part of the largest piece that another has at least, the
width of the line around the rest, how near outlines of two distances are where one is drawn for both, and how far the
full outline goes into corners."""
_LEAST_TOLD_MM = 3.0
"""An outline of which less stands apart from that of a shorter distance is one with it."""
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
    """Draw the areas and their outlines within the window; along a single road that leads away the line is thin."""
    window = frame.box
    for area, line in zip(areas, own_lines(areas), strict=True):
        paper.shape(shapely.clip_by_rect(area.shape, *window), fill=area.edge.colour, order=2.3, alpha=_TINT)
        body, edge = shapely.buffer(_body(area.shape), _CORNER_MM), area.edge
        thin, full = shapely.difference(line, body), shapely.intersection(line, body)
        for part, width_mm, halo_mm in ((thin, _QUIET_MM, 0.25), (full, edge.width_mm, 0.6)):
            merged = shapely.line_merge(part) if part.geom_type == "MultiLineString" else part
            path = line_path(np.array([shapely.clip_by_rect(merged, *window)]))
            paper.stroke(path, colour=style.PAPER, width_mm=width_mm + halo_mm, order=2.4)
            paper.stroke(path, colour=edge.colour, width_mm=width_mm, dash=edge.dash or (), order=2.5)


def own_lines(areas: Sequence[DrawnArea]) -> list[BaseGeometry]:
    """Give the outline of each area on paper, without what runs along the outline of a shorter distance."""
    nearer: BaseGeometry = shapely.Polygon()
    found: list[BaseGeometry] = []
    for area in areas:
        found.append(shapely.difference(area.shape.boundary, nearer))
        nearer = shapely.union(nearer, shapely.buffer(area.shape.boundary, _ALONG_MM))
    return found


def told_limits(frame: MapFrame, areas: Sequence[DrawnArea]) -> list[tuple[LineStyle, tuple[float, ...]]]:
    """Give the lines of the outlines in the window with the distances that each is the outline of."""
    found: list[tuple[LineStyle, tuple[float, ...]]] = []
    for area, line in zip(areas, own_lines(areas), strict=True):
        if found and shapely.clip_by_rect(line, *frame.box).length < _LEAST_TOLD_MM:
            edge, limits = found[-1]
            found[-1] = (edge, (*limits, area.limit_m))
        else:
            found.append((area.edge, (area.limit_m,)))
    return found


def _body(shape: BaseGeometry) -> BaseGeometry:
    """Leave out what is no wider than the surroundings of one road, and the fields around a crossing."""
    parts = shapely.get_parts(shapely.buffer(shape, -_BODY_MM, quad_segs=4))
    sizes = shapely.area(parts)
    large = parts[sizes >= _PART * sizes.max(initial=0.0)]
    body: BaseGeometry = shapely.union_all(shapely.buffer(large, _BODY_MM, quad_segs=4))
    return body
