"""Rebuilding areas that the edge of an extract has cut.

Of a river or a lake across the edge the file holds part of the outline, so no
ring closes and the area would be a white gap on the map. The outline that is
there divides the extract into faces; neighbours across it are inside and outside
by turns, which leaves two answers, of which evidence picks one.
"""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

LONGEST_GAP_M = 1_500.0
"""How far before the edge an outline may end at most; its next node lies outside the extract."""
USUAL_GAP_M = 150.0
"""How far any outline may end before the edge; farther only if it has longer stretches between nodes."""
_LEAST_M = 0.01
_OVERSHOOT_M = 1.0


def rebuild_area(outline: Sequence[LineString], frame: Polygon, land: STRtree | None = None) -> BaseGeometry | None:
    """Close an area that the edge of the extract has cut.

    Parameters
    ----------
    outline
        The pieces of outline that are there, in metres.
    frame
        The area that the extract covers, in metres.
    land
        Points that are on land, for an area of water: the answer with fewer of
        them a square metre is taken. Without them the smaller answer is.

    Returns
    -------
    area
        The part inside the frame; None where the outline ends farther from the edge
        than its nodes lie apart (at least 150 m, at most 1,500 m), or does not divide
        the frame in two.
    """
    closed = _to_the_edge(outline, frame) if outline else None
    if closed is None:
        return None
    noded = shapely.union_all([*closed, frame.boundary])
    faces = list(shapely.get_parts(shapely.polygonize(list(shapely.get_parts(noded)))))
    faces = [face for face in faces if frame.covers(face.representative_point())]
    side = _two_sides(faces)
    if side is None or len(np.unique(side)) == 1:
        return None
    answers = [shapely.union_all([face for face, s in zip(faces, side, strict=True) if s == which]) for which in (0, 1)]
    return min(answers, key=lambda area: (_density(area, land), area.area))


def _to_the_edge(outline: Sequence[LineString], frame: Polygon) -> list[BaseGeometry] | None:
    merged = shapely.line_merge(shapely.union_all(outline))
    lines = list(shapely.get_parts(merged))
    ends = [shapely.Point(line.coords[i]) for line in lines if not line.is_closed for i in (0, -1)]
    edge = frame.boundary
    gap_m = min(LONGEST_GAP_M, max(USUAL_GAP_M, *map(_longest_stretch, lines)))
    links: list[BaseGeometry] = []
    for end in ends:
        if sum(end.equals(other) for other in ends) > 1 or not frame.contains(end):
            continue
        link = shapely.shortest_line(end, edge)
        if link.length > gap_m:
            return None
        links.append(_beyond(end, link))
    return lines + links


def _longest_stretch(line: LineString) -> float:
    return float(np.hypot(*np.diff(shapely.get_coordinates(line), axis=0).T).max())


def _beyond(end: shapely.Point, link: LineString) -> LineString:
    """Draw a link a little past the edge, so that rounding cannot leave it short; what sticks out closes no face."""
    past = _OVERSHOOT_M / max(link.length, _LEAST_M)
    (x, y), (to_x, to_y) = link.coords
    return LineString([(end.x, end.y), (to_x + (to_x - x) * past, to_y + (to_y - y) * past)])


def _two_sides(faces: Sequence[BaseGeometry]) -> NDArray[np.int64] | None:
    """Colour faces so that neighbours differ; None where that cannot be."""
    if not faces:
        return None
    first, second = STRtree(faces).query(faces, predicate="touches")
    neighbours: dict[int, list[int]] = {}
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        if shapely.intersection(faces[one].boundary, faces[other].boundary).length > _LEAST_M:
            neighbours.setdefault(one, []).append(other)
    side = np.full(len(faces), -1, dtype=np.int64)
    side[0] = 0
    waiting = [0]
    while waiting:
        face = waiting.pop()
        for other in neighbours.get(face, ()):
            if side[other] == side[face]:
                return None
            if side[other] < 0:
                side[other] = 1 - side[face]
                waiting.append(other)
    return side if (side >= 0).all() else None


def _density(area: BaseGeometry, land: STRtree | None) -> float:
    if land is None:
        return 0.0
    return len(land.query(area, predicate="contains")) / float(area.area)
