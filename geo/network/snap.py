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
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84, geodesic_m, reproject, to_crs, unproject
from geo.network.build import Network, whole
from geo.network.nearest import nearest

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Geometries = NDArray[np.object_]
TIE_M = 1e-6
"""Distances to the network that differ by no more are equal."""
_AT_NODE_M = 1e-3
_AREA = 2
_POINTS = (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT)
_Feet = tuple[Ints, Floats, Floats, Ints, Floats]
"""Place, longitude and latitude of points of access; segment (-1 without any) and fraction of the foot of each."""


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
    network: Network, geometries: gpd.GeoSeries, *, max_snap_m: float = 1000.0, min_component_m: float | None = 500.0
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
        Shortest component whose segments are candidates, metres; None for every street, whatever its component.

    Returns
    -------
    snaps
        One row a point of access, in the order of the places.
    """
    segments = candidates(network, min_component_m)
    parts = (_of_points(network, segments, geometries), _of_outlines(network, segments, geometries))
    owner, lon, lat, segment, fraction = (np.concatenate(both) for both in zip(*parts, strict=True))
    order = np.argsort(owner, kind="stable")
    feet = (segment[order], fraction[order])
    return _snaps(network, owner[order], (lon[order], lat[order]), feet, sizes=(len(geometries), max_snap_m))


def candidates(network: Network, min_component_m: float | None) -> Ints:
    """Give the segments on which a foot may lie: of components of some length, or all where there is no such rule."""
    if min_component_m is None:
        return np.flatnonzero(~network.ferry)
    inside = (network.component >= 0) & ~network.ferry
    long_enough = np.zeros(len(inside), dtype=bool)
    long_enough[inside] = network.component_m[network.component[inside]] >= min_component_m
    return np.flatnonzero(long_enough)


def _of_points(network: Network, segments: Ints, geometries: gpd.GeoSeries) -> _Feet:
    """Find the nearest candidate of every point, and of every part of a multipoint."""
    owner, given_x, given_y = _points(geometries.to_numpy())
    x, y = reproject(given_x, given_y, geometries.crs, network.crs)
    placed = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    owner, x, y = owner[placed], x[placed], y[placed]
    lon, lat = reproject(given_x[placed], given_y[placed], geometries.crs, WGS84)
    segment, fraction = np.full(len(owner), -1, dtype=np.int64), np.full(len(owner), np.nan)
    if len(segments):
        segment = segments[nearest(_ends(network, segments).reshape(-1, 4), x, y, tie_m=TIE_M)]
        fraction = _fraction(network, segment, x, y)
    return owner, lon, lat, segment, fraction


def _points(shapes: Geometries) -> tuple[Ints, Floats, Floats]:
    """Give place, x and y of the points and of the parts of multipoints."""
    kind = shapely.get_type_id(shapes)
    single, several = (np.flatnonzero(kind == one) for one in _POINTS)
    parts, of_part = shapely.get_parts(shapes[several], return_index=True)
    owner, points = np.concatenate([single, several[of_part]]), np.concatenate([shapes[single], parts])
    filled = ~shapely.is_empty(points)
    owner, points = owner[filled], points[filled]
    return owner, shapely.get_x(points), shapely.get_y(points)


def lines(network: Network, segments: Ints) -> Geometries:
    """Give segments as straight lines in the metric reference system of the network."""
    return np.asarray(shapely.linestrings(_ends(network, segments)), dtype=object)


def _ends(network: Network, segments: Ints) -> Floats:
    """Give begin and end of segments, each as x and y."""
    ends = np.stack([network.u[segments], network.v[segments]], axis=1)
    return np.stack([network.x[ends], network.y[ends]], axis=2)


def _fraction(network: Network, segment: Ints, x: Floats, y: Floats) -> Floats:
    """Give how far along each segment the place lies that is nearest to each point."""
    u, v = network.u[segment], network.v[segment]
    dx, dy = network.x[v] - network.x[u], network.y[v] - network.y[u]
    square = dx * dx + dy * dy
    along = (x - network.x[u]) * dx + (y - network.y[u]) * dy
    return np.asarray(np.clip(along / np.where(square > 0, square, 1.0), 0.0, 1.0), dtype=np.float64)


def _of_outlines(network: Network, segments: Ints, geometries: gpd.GeoSeries) -> _Feet:
    """Find the nearest candidate of every area, by its outline, and of every line."""
    owner = np.flatnonzero(~np.isin(shapely.get_type_id(geometries.to_numpy()), _POINTS))
    shapes = to_crs(geometries.iloc[owner], network.crs).to_numpy()
    placed = np.isfinite(shapely.bounds(shapes)).all(axis=1)
    owner, shapes = owner[placed], shapes[placed]
    outlines = np.where(shapely.get_dimensions(shapes) == _AREA, shapely.boundary(shapes), shapes)
    segment, fraction = np.full(len(owner), -1, dtype=np.int64), np.full(len(owner), np.nan)
    # An outline without foot has no point of access; some point of the outline stands for it.
    access = shapely.point_on_surface(outlines)
    if len(segments) and len(owner):
        segment, fraction = _nearest_to_outlines(network, segments, outlines)
        access = _outline_points(network, segment, fraction, outlines)
    lon, lat = unproject(shapely.get_x(access), shapely.get_y(access), network.crs)
    return owner, lon, lat, segment, fraction


def _nearest_to_outlines(network: Network, segments: Ints, outlines: Geometries) -> tuple[Ints, Floats]:
    """Give segment and fraction of the foot of every outline, ties settled."""
    drawn = lines(network, segments)
    tree = shapely.STRtree(drawn)
    # Without a limit: with one the tree gathers all that lies within it first.
    _, reach = tree.query_nearest(outlines, all_matches=False, return_distance=True)
    row, found = tree.query(outlines, predicate="dwithin", distance=reach + 2 * TIE_M)
    gap = shapely.distance(outlines[row], drawn[found])
    least, first = np.full(len(outlines), np.inf), np.full(len(outlines), len(segments))
    np.minimum.at(least, row, gap)
    tied = gap <= least[row] + TIE_M
    np.minimum.at(first, row[tied], found[tied])
    fraction = [_first_fraction(*pair) for pair in zip(outlines, drawn[first], strict=True)]
    return segments[first], np.array(fraction, dtype=np.float64)


def _first_fraction(outline: BaseGeometry, line: LineString) -> float:
    """Give the lowest fraction of a segment among its places that are nearest to an outline."""
    gap = float(shapely.distance(outline, line))
    vertices, ends = shapely.get_coordinates(outline), shapely.get_coordinates(line)
    spots = [
        ends[shapely.distance(shapely.points(ends), outline) <= gap + TIE_M],
        vertices[shapely.distance(shapely.points(vertices), line) <= gap + TIE_M],
        shapely.get_coordinates(shapely.intersection(outline, line) if gap <= TIE_M else None),
        shapely.get_coordinates(shapely.get_point(shapely.shortest_line(line, outline), 0)),
    ]
    along = shapely.line_locate_point(line, np.asarray(shapely.points(np.concatenate(spots)), dtype=object))
    return float(along.min()) / (float(shapely.length(line)) or 1.0)


def _outline_points(network: Network, segment: Ints, fraction: Floats, outlines: Geometries) -> Geometries:
    """Give the point of each outline that is nearest to the foot."""
    u, v = network.u[segment], network.v[segment]
    x = network.x[u] + fraction * (network.x[v] - network.x[u])
    y = network.y[u] + fraction * (network.y[v] - network.y[u])
    lines = np.atleast_1d(shapely.shortest_line(outlines, shapely.points(x, y)))
    return np.asarray(shapely.get_point(lines, 0), dtype=object)


def _snaps(
    network: Network, owner: Ints, place: tuple[Floats, Floats], feet: tuple[Ints, Floats], *, sizes: tuple[int, float]
) -> Snaps:
    """Measure the legs, drop those that are too long, and name the nodes that feet coincide with."""
    count, max_snap_m = sizes
    (lon, lat), (segment, part) = place, feet
    safe = np.maximum(segment, 0) if len(network.u) else None
    if safe is None:
        return _without_feet(count, owner, lon, lat)
    u, v = network.u[safe], network.v[safe]
    plane_m = np.hypot(network.x[v] - network.x[u], network.y[v] - network.y[u])
    at_u, at_v = part * plane_m <= _AT_NODE_M, (1 - part) * plane_m <= _AT_NODE_M
    fraction = np.where(at_u, 0.0, np.where(at_v, 1.0, part))
    foot_lon = network.lon[u] + fraction * (network.lon[v] - network.lon[u])
    foot_lat = network.lat[u] + fraction * (network.lat[v] - network.lat[u])
    has_foot = segment >= 0
    leg_m = np.full(len(owner), np.nan)
    leg_m[has_foot] = whole(geodesic_m(lon[has_foot], lat[has_foot], foot_lon[has_foot], foot_lat[has_foot])) / 1000.0
    near = has_foot & (leg_m <= max_snap_m)
    return Snaps(
        count=count,
        owner=owner,
        lon=lon,
        lat=lat,
        segment=np.where(near, segment, -1),
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
