"""Paths for walkers that are drawn beside a street as ways of their own."""

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.network.build import Network
from geo.network.modes import clean
from geo.network.snap import lines

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Geometries = NDArray[np.object_]
BESIDE_M = 20.0
"""A path at most this far aside is beside a street."""
_PATHS = frozenset({"footway", "cycleway", "path", "pedestrian"})
_LEAST_COSINE = float(np.cos(np.radians(30.0)))
"""Cosine of the largest angle between a street and a path that goes the same way."""


def beside(network: Network, way_tags: pd.DataFrame, segment: Ints, part: tuple[Floats, Floats]) -> Floats:
    """Tell over which share of parts of streets a path runs beside them.

    A point of a street has a path beside it where, square to the street, one of about the same direction (30 degrees)
    lies within 20 m, in the metric reference system of the network.

    Parameters
    ----------
    network
        Network of the walk, the paths included.
    way_tags
        Tags of the ways of the streets that the network was built from, row by row.
    segment
        Segment of each part.
    part
        Where each part begins and ends on its segment, from 0 at `u` to 1 at `v`.

    Returns
    -------
    share
        Of each part, from 0 to 1.
    """
    paths = _paths(network, way_tags)
    roads, ways = _cut(lines(network, segment), part), lines(network, paths)
    strips = shapely.buffer(roads, BESIDE_M, cap_style="flat")
    row, found = shapely.STRtree(ways).query(strips, predicate="intersects")
    same = _go_along(network, segment[row], paths[found])
    row, found = row[same], found[same]
    return _share(roads, row, shapely.intersection(ways[found], strips[row]))


def _paths(network: Network, way_tags: pd.DataFrame) -> Ints:
    """Give the segments of paths."""
    is_path = way_tags["highway"].map(clean).isin(_PATHS).to_numpy(dtype=bool)
    return np.flatnonzero(is_path[network.way] & ~network.ferry)


def _cut(whole: Geometries, part: tuple[Floats, Floats]) -> Geometries:
    """Give parts of straight lines."""
    begin, end = np.moveaxis(shapely.get_coordinates(whole).reshape(-1, 2, 2), 1, 0)
    spots = [begin + (end - begin) * share[:, None] for share in part]
    return np.asarray(shapely.linestrings(np.stack(spots, axis=1)), dtype=object)


def _go_along(network: Network, segment: Ints, path: Ints) -> NDArray[np.bool_]:
    """Tell which paths go in about the direction of the segment, either way."""
    u, v = network.u[segment], network.v[segment]
    dx, dy = network.x[v] - network.x[u], network.y[v] - network.y[u]
    u, v = network.u[path], network.v[path]
    path_dx, path_dy = network.x[v] - network.x[u], network.y[v] - network.y[u]
    along = np.abs(dx * path_dx + dy * path_dy)
    return along >= _LEAST_COSINE * np.hypot(dx, dy) * np.hypot(path_dx, path_dy)


def _share(roads: Geometries, row: Ints, stretches: Geometries) -> Floats:
    """Give which share of each road lies square to stretches of path."""
    is_line = shapely.get_type_id(stretches) == shapely.GeometryType.LINESTRING
    row, ends = row[is_line], shapely.points(shapely.get_coordinates(stretches[is_line]).reshape(-1, 2, 2))
    along_m = np.sort(shapely.line_locate_point(roads[row][:, None], ends), axis=1)
    covered_m, reached_m = np.zeros(len(roads)), np.zeros(len(roads))
    for place in np.lexsort((along_m[:, 0], row)):
        road, (begin_m, end_m) = row[place], along_m[place]
        covered_m[road] += max(end_m - max(begin_m, reached_m[road]), 0.0)
        reached_m[road] = max(reached_m[road], end_m)
    whole_m = shapely.length(roads)
    return np.minimum(covered_m / np.where(whole_m > 0, whole_m, 1.0), 1.0)
