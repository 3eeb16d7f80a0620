"""Where a place meets the street: the foot on the nearest permitted segment.

A foot depends on the place and the mode alone, never on the other end of a journey. Candidates are the segments of
strongly connected components of some length, ferries excepted. Nearest is measured in the metric reference system of
the network; equal distances (within a micrometre) go to the lowest way id, then to the lowest place in the way, then
to the lowest place on the segment. A foot within a millimetre of the end of its segment is that node.
"""

from dataclasses import dataclass, fields

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84, geodesic_m, to_crs, unproject
from geo.network.build import Network, whole

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Geometries = NDArray[np.object_]
TIE_M = 1e-6
"""Distances to the network that differ by no more are equal."""
_AT_NODE_M = 1e-3
_AREA = 2
SCALE_SLACK = 1.02
"""How far a metric reference system may stretch a length, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snaps:
    """Points of access of places, each with its foot on the network."""

    count: int
    """How many places there are; a place may have several points of access, or none."""
    owner: Ints
    """Row of the place that each point of access belongs to, ascending."""
    lon: Floats
    """Longitude of the point of access, degrees on WGS84."""
    lat: Floats
    """Latitude of the point of access."""
    segment: Ints
    """Segment of the foot; -1 where none is near enough."""
    fraction: Floats
    """Place of the foot on its segment, from 0 at `u` to 1 at `v`; NaN without foot."""
    node: Ints
    """Node that the foot coincides with; -1 if it lies inside the segment."""
    way_id: Ints
    """OSM id of the way of the foot; 0 without foot."""
    foot_lon: Floats
    """Longitude of the foot; NaN without foot."""
    foot_lat: Floats
    """Latitude of the foot; NaN without foot."""
    leg_m: Floats
    """Straight leg from point to foot, geodesic metres to the millimetre; NaN without foot."""

    def take(self, owners: Ints) -> "Snaps":
        """Give the snaps of some places, numbered in the order given."""
        start = np.searchsorted(self.owner, owners, side="left")
        size = np.searchsorted(self.owner, owners, side="right") - start
        rows = np.repeat(start - np.cumsum(size) + size, size) + np.arange(size.sum())
        arrays = {item.name: getattr(self, item.name)[rows] for item in fields(self) if item.name not in _SCALARS}
        return Snaps(**{**arrays, "count": len(owners), "owner": np.repeat(np.arange(len(owners)), size)})


_SCALARS = frozenset({"count"})


def snap(
    network: Network, geometries: gpd.GeoSeries, *, max_snap_m: float = 1000.0, min_component_m: float = 500.0
) -> Snaps:
    """Find the foot of every place on the network.

    Parameters
    ----------
    network
        Network of a mode.
    geometries
        Places, in any declared reference system. A point is its own point of access and every part of a
        multipoint is one; an area (or line) has the point of its outline that is nearest to a candidate segment.
        A geometry that is empty, missing or without finite coordinates has no point of access.
    max_snap_m
        Longest leg, geodesic metres; beyond it a point of access has no foot.
    min_component_m
        Shortest component whose segments are candidates, metres.

    Returns
    -------
    snaps
        One row a point of access, in the order of the places.
    """
    segments = candidates(network, min_component_m)
    metric = to_crs(geometries, network.crs).to_numpy()
    placed = np.flatnonzero(np.isfinite(shapely.bounds(metric)).all(axis=1))
    owner, points, plain = _points_of_access(metric[placed])
    tree = shapely.STRtree(_lines(network, segments))
    foot = _feet(network, (tree, segments), points, max_snap_m=max_snap_m * SCALE_SLACK)
    points = np.where(plain, points, foot.points)
    lon, lat = _degrees(geometries.iloc[placed], points, plain=plain, network=network)
    return _snaps(network, placed[owner], (lon, lat), foot, sizes=(len(metric), max_snap_m))


def candidates(network: Network, min_component_m: float) -> Ints:
    """Give the segments on which a foot may lie."""
    inside = (network.component >= 0) & ~network.ferry
    long_enough = np.zeros(len(inside), dtype=bool)
    long_enough[inside] = network.component_m[network.component[inside]] >= min_component_m
    return np.flatnonzero(long_enough)


@dataclass(frozen=True, slots=True)
class _Feet:
    segment: Ints
    fraction: Floats
    points: Geometries


def _lines(network: Network, segments: Ints) -> Geometries:
    ends = np.stack([network.u[segments], network.v[segments]], axis=1)
    return np.asarray(shapely.linestrings(np.stack([network.x[ends], network.y[ends]], axis=2)), dtype=object)


def _points_of_access(shapes: Geometries) -> tuple[Ints, Geometries, NDArray[np.bool_]]:
    """Give owner and geometry of every point of access, and whether it is a plain point; an area gives its outline."""
    area = shapely.get_dimensions(shapes) == _AREA
    shapes = np.where(area, shapely.boundary(shapes), shapes)
    several = shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOINT
    parts, index = shapely.get_parts(shapes[several], return_index=True)
    owner = np.concatenate([np.flatnonzero(~several), np.flatnonzero(several)[index]]).astype(np.int64)
    points = np.concatenate([shapes[~several], parts])
    order = np.argsort(owner, kind="stable")
    owner, points = owner[order], points[order]
    return owner, points, shapely.get_type_id(points) == shapely.GeometryType.POINT


def _feet(network: Network, candidate: tuple[shapely.STRtree, Ints], points: Geometries, *, max_snap_m: float) -> _Feet:
    """Find the nearest candidate segment of every point or outline, ties settled."""
    tree, segments = candidate
    feet = _Feet(np.full(len(points), -1), np.full(len(points), np.nan), points.copy())
    if len(segments) == 0 or len(points) == 0:
        return feet
    # Without a limit: with one the tree gathers all that lies within it first.
    (row, _), reach = tree.query_nearest(points, all_matches=False, return_distance=True)
    row, reach = row[reach <= max_snap_m], reach[reach <= max_snap_m]
    near, found = tree.query(points[row], predicate="dwithin", distance=reach + 2 * TIE_M)
    row, segment = row[near], segments[found]
    plain = shapely.get_type_id(points[row]) == shapely.GeometryType.POINT
    gap, fraction = np.zeros(len(row)), np.zeros(len(row))
    gap[plain], fraction[plain] = _perpendicular(network, segment[plain], points[row[plain]])
    for pair in np.flatnonzero(~plain):
        gap[pair], fraction[pair] = _nearest_pair(points[row[pair]], _line(network, segment[pair]))
    chosen = _first_of_ties(row, gap, segment, fraction)
    row, segment, fraction, plain = row[chosen], segment[chosen], fraction[chosen], plain[chosen]
    feet.segment[row], feet.fraction[row] = segment, fraction
    feet.points[row[~plain]] = _outline_points(network, segment[~plain], fraction[~plain], points[row[~plain]])
    return feet


def _perpendicular(network: Network, segment: Ints, points: Geometries) -> tuple[Floats, Floats]:
    """Give the plane distance to each segment, and the fraction of the foot on it."""
    u, v = network.u[segment], network.v[segment]
    dx, dy = network.x[v] - network.x[u], network.y[v] - network.y[u]
    px, py = shapely.get_x(points) - network.x[u], shapely.get_y(points) - network.y[u]
    square = dx * dx + dy * dy
    fraction = np.clip((px * dx + py * dy) / np.where(square > 0, square, 1.0), 0.0, 1.0)
    return np.hypot(px - fraction * dx, py - fraction * dy), fraction


def _line(network: Network, segment: int) -> Floats:
    ends = [network.u[segment], network.v[segment]]
    return np.column_stack([network.x[ends], network.y[ends]])


def _nearest_pair(outline: BaseGeometry, ends: Floats) -> tuple[float, float]:
    """Give the plane distance of an outline to a segment and the lowest fraction of the segment at that distance."""
    line = shapely.linestrings(ends)
    gap = float(shapely.distance(outline, line))
    vertices = shapely.get_coordinates(outline)
    spots = [
        ends[shapely.distance(shapely.points(ends), outline) <= gap + TIE_M],
        vertices[shapely.distance(shapely.points(vertices), line) <= gap + TIE_M],
        shapely.get_coordinates(shapely.intersection(outline, line) if gap <= TIE_M else None),
        shapely.get_coordinates(shapely.get_point(shapely.shortest_line(line, outline), 0)),
    ]
    along = shapely.line_locate_point(line, shapely.points(np.concatenate(spots)))
    return gap, float(along.min()) / (float(shapely.length(line)) or 1.0)


def _first_of_ties(row: Ints, gap: Floats, segment: Ints, fraction: Floats) -> Ints:
    """Choose for each row the pair with the lowest segment (way id, place in way), then fraction, among the nearest."""
    least = np.full(int(row.max(initial=0)) + 1, np.inf)
    np.minimum.at(least, row, gap)
    nearest = np.flatnonzero(gap <= least[row] + TIE_M)
    order = nearest[np.lexsort((fraction[nearest], segment[nearest], row[nearest]))]
    _, first = np.unique(row[order], return_index=True)
    return np.asarray(order[first], dtype=np.int64)


def _outline_points(network: Network, segment: Ints, fraction: Floats, outlines: Geometries) -> Geometries:
    """Give the point of each outline that is nearest to the foot."""
    u, v = network.u[segment], network.v[segment]
    x = network.x[u] + fraction * (network.x[v] - network.x[u])
    y = network.y[u] + fraction * (network.y[v] - network.y[u])
    lines = np.atleast_1d(shapely.shortest_line(outlines, shapely.points(x, y)))
    return np.asarray(shapely.get_point(lines, 0), dtype=object)


def _degrees(
    geometries: gpd.GeoSeries, points: Geometries, *, plain: NDArray[np.bool_], network: Network
) -> tuple[Floats, Floats]:
    """Give the points of access in degrees: untouched where they came so, else from the metric system.

    An outline without foot has no point of access; some point of the outline stands for it.
    """
    stand_in = shapely.point_on_surface(points)
    lon, lat = unproject(shapely.get_x(stand_in), shapely.get_y(stand_in), network.crs)
    source = to_crs(geometries, WGS84).to_numpy()
    _, exact, exact_plain = _points_of_access(source)
    same = plain & exact_plain
    lon[same], lat[same] = shapely.get_x(exact[same]), shapely.get_y(exact[same])
    return lon, lat


def _snaps(
    network: Network, owner: Ints, place: tuple[Floats, Floats], feet: _Feet, *, sizes: tuple[int, float]
) -> Snaps:
    """Measure the legs, drop those that are too long, and name the nodes that feet coincide with."""
    count, max_snap_m = sizes
    lon, lat = place
    safe = np.maximum(feet.segment, 0) if len(network.u) else None
    if safe is None:
        return _without_feet(count, owner, lon, lat)
    u, v = network.u[safe], network.v[safe]
    plane_m = np.hypot(network.x[v] - network.x[u], network.y[v] - network.y[u])
    at_u, at_v = feet.fraction * plane_m <= _AT_NODE_M, (1 - feet.fraction) * plane_m <= _AT_NODE_M
    fraction = np.where(at_u, 0.0, np.where(at_v, 1.0, feet.fraction))
    foot_lon = network.lon[u] + fraction * (network.lon[v] - network.lon[u])
    foot_lat = network.lat[u] + fraction * (network.lat[v] - network.lat[u])
    has_foot = feet.segment >= 0
    leg_m = np.full(len(owner), np.nan)
    leg_m[has_foot] = whole(geodesic_m(lon[has_foot], lat[has_foot], foot_lon[has_foot], foot_lat[has_foot])) / 1000.0
    near = has_foot & (leg_m <= max_snap_m)
    return Snaps(
        count=count,
        owner=owner,
        lon=lon,
        lat=lat,
        segment=np.where(near, feet.segment, -1),
        fraction=np.where(near, fraction, np.nan),
        node=np.where(near & at_u, u, np.where(near & at_v, v, -1)),
        way_id=np.where(near, network.way_id[safe], 0),
        foot_lon=np.where(near, foot_lon, np.nan),
        foot_lat=np.where(near, foot_lat, np.nan),
        leg_m=np.where(near, leg_m, np.nan),
    )


def _without_feet(count: int, owner: Ints, lon: Floats, lat: Floats) -> Snaps:
    """Give the snaps on a network without segments."""
    none, nowhere = np.full(len(owner), -1), np.full(len(owner), np.nan)
    return Snaps(
        count=count,
        owner=owner,
        lon=lon,
        lat=lat,
        segment=none,
        fraction=nowhere,
        node=none,
        way_id=np.zeros(len(owner), dtype=np.int64),
        foot_lon=nowhere,
        foot_lat=nowhere,
        leg_m=nowhere,
    )
