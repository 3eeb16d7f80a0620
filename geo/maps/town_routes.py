"""The walks to the nearest facilities on a town map, one tree of lines from the location; colours tell them apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from geo.maps import style
from geo.maps.frame import MapFrame
from geo.maps.legend import LineStyle
from geo.maps.outlines import line_path
from geo.maps.paper import Paper
from geo.maps.site import Near

_STEP_M, _SAME_M = 10.0, 4.0
"""How often two routes are held against one another, and how near they are where they are one."""
_WIDTH_MM, _DASH_MM, _HALO_MM = 0.6, 2.0, 0.8
LEG = LineStyle(colour=style.INK, width_mm=0.35, dash=(0.7, 0.6))
"""Line from a place to the street, in the open."""
_SHORTEST_LEG_MM = 1.2
"""A leg that is shorter is hidden by the marks and not explained."""
_SHORTEST_SEEN_MM = 0.8
"""A route of which less is to be seen beside the marks is not explained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of one or more routes."""

    line: LineString
    """Its line in metres."""
    groups: tuple[str, ...]
    """Groups of facilities that it leads to."""


def group_of(category: str) -> str:
    """Give the group of a category of facilities."""
    return style.GROUP_OF.get(category, "other")


def route_line(group: str) -> LineStyle:
    """Give the line of the routes to a group of facilities."""
    return LineStyle(colour=style.FACILITY_GROUPS[group].colour, width_mm=_WIDTH_MM, casing=style.INK)


def stretches(near: Sequence[Near]) -> tuple[Stretch, ...]:
    """Part the routes where they fork, so that each street is drawn once.

    From one place the shortest ways form a tree: two of them run together from the start, and once apart stay so.

    Parameters
    ----------
    near
        Facilities, of which some have a route.
    """
    routed = [(group_of(each.category), _way(each.route)) for each in near if each.route is not None]
    routed = [(group, way) for group, way in routed if way.length > 0]
    together = _together([way for _, way in routed])
    found = []
    for row, (_, way) in enumerate(routed):
        bounds = sorted({0.0, way.length, *(min(length, way.length) for length in together[row].tolist())})
        for begin, end in pairwise(bounds):
            with_it = [other for other in range(len(routed)) if other == row or together[row, other] >= end]
            if with_it[0] == row and end > begin:
                groups = {routed[other][0] for other in with_it}
                found.append(
                    Stretch(
                        line=LineString(shapely.get_coordinates(substring(way, begin, end))),
                        groups=tuple(group for group in style.FACILITY_GROUPS if group in groups),
                    )
                )
    return tuple(found)


def legs(near: Sequence[Near]) -> BaseGeometry:
    """Give the straight lines between places and streets, each once, in metres."""
    ends = {
        tuple(map(tuple, piece))
        for each in near
        if each.route is not None
        for piece in (shapely.get_coordinates(each.route)[:2], shapely.get_coordinates(each.route)[-2:])
    }
    return shapely.MultiLineString([LineString(pair) for pair in sorted(ends) if pair[0] != pair[1]])


def has_leg(frame: MapFrame, near: Sequence[Near], hidden: BaseGeometry) -> bool:
    """Tell whether a leg can be seen on the map beside what hides it, a shape on paper."""
    drawn = shapely.difference(frame.shape_to_mm(legs(near)), hidden)
    return bool((shapely.length(shapely.get_parts(drawn)) >= _SHORTEST_LEG_MM).any())


def _way(route: BaseGeometry) -> LineString:
    """Give the part of a route over streets."""
    points = shapely.get_coordinates(route)[1:-1]
    return LineString(points)


def _together(ways: Sequence[LineString]) -> NDArray[np.float64]:
    """Give how far each two ways run together from their start, metres; 0 where they start apart."""
    lengths = np.zeros((len(ways), len(ways)))
    for row, way in enumerate(ways):
        steps = np.append(np.arange(0.0, way.length, _STEP_M), way.length)
        points = shapely.line_interpolate_point(way, steps)
        for column, other in enumerate(ways):
            apart = np.flatnonzero(shapely.distance(points, other) > _SAME_M)
            lengths[row, column] = way.length if len(apart) == 0 else steps[max(int(apart[0]) - 1, 0)]
    return np.minimum(lengths, lengths.T)


def draw_routes(paper: Paper, frame: MapFrame, near: Sequence[Near]) -> None:
    """Draw the routes and their legs, below all marks and labels."""
    parts = [(part.groups, frame.shape_to_mm(part.line)) for part in stretches(near)]
    parts = [(groups, shape) for groups, shape in parts if not shape.is_empty]
    straight = frame.shape_to_mm(legs(near))
    whole = line_path(np.array([shape for _, shape in parts] or [LineString()]))
    if not straight.is_empty:
        path = line_path(np.array([straight]))
        paper.stroke(path, colour=style.PAPER, width_mm=LEG.width_mm + _HALO_MM, order=2.6)
        paper.stroke(path, colour=LEG.colour, width_mm=LEG.width_mm, dash=LEG.dash or (), order=2.61)
    if parts:
        paper.stroke(whole, colour=style.PAPER, width_mm=_WIDTH_MM + 0.35 + _HALO_MM, order=2.62)
        paper.stroke(whole, colour=style.INK, width_mm=_WIDTH_MM + 0.35, order=2.63)
    for groups, shape in parts:
        _draw_stretch(paper, groups, shape)


def _draw_stretch(paper: Paper, groups: tuple[str, ...], shape: BaseGeometry) -> None:
    """Draw a stretch in the colours of its groups, one after another."""
    path, count = line_path(np.array([shape])), len(groups)
    for turn, group in enumerate(groups):
        # The first colour lies beneath; the others are dashes over it, each with its own place in the row.
        dash = (0.0, turn * _DASH_MM, _DASH_MM, (count - 1 - turn) * _DASH_MM) if turn else ()
        colour = route_line(group).colour
        paper.stroke(path, colour=colour, width_mm=_WIDTH_MM, dash=dash, order=2.64 + 0.001 * turn)


def seen_stretches(frame: MapFrame, near: Sequence[Near], hidden: BaseGeometry) -> tuple[Stretch, ...]:
    """Give the stretches of which something is to be seen beside what hides them, a shape on paper."""
    return tuple(part for part in stretches(near) if _seen(frame, part.line, hidden))


def _seen(frame: MapFrame, line: BaseGeometry, hidden: BaseGeometry) -> bool:
    return bool(shapely.difference(frame.shape_to_mm(line), hidden).length >= _SHORTEST_SEEN_MM)


def keys_of_routes(frame: MapFrame, near: Sequence[Near], hidden: BaseGeometry) -> Mapping[str, tuple[str, ...]]:
    """Give the keys of the facilities of which the route is to be seen, by group."""
    found: dict[str, tuple[str, ...]] = {}
    for each in near:
        if each.route is not None and _seen(frame, _way(each.route), hidden):
            group = group_of(each.category)
            found[group] = (*found.get(group, ()), each.key)
    return found
