"""The street network of one mode as arrays, ready for exact queries.

Lengths are geodesic on WGS84, in whole millimetres, and times in whole milliseconds, one at least for each segment.
Sums of whole numbers do not depend on the order of adding: a path has one length, however it was found, and what is
equally far is so exactly.
"""

from dataclasses import dataclass, fields

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely.geometry.base import BaseGeometry

from geo.crs import geodesic_m, project
from geo.errors import NetworkError
from geo.extract import Streets
from geo.network.links import Links, Segments, join
from geo.network.modes import MODES, Mode, WayRules, blocked_nodes, rules_of_ways
from geo.network.turns import turns_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Streets that a mode may use: nodes, segments between them and the ways they belong to."""

    mode: Mode
    """The rules that made it."""
    crs: CRS
    """Metric reference system in which feet are found."""
    node_id: Ints
    """OSM id of each node; the copies of a cut node share one."""
    lon: Floats
    """Longitude of each node, degrees on WGS84."""
    lat: Floats
    """Latitude of each node, degrees on WGS84."""
    x: Floats
    """First metric coordinate of each node."""
    y: Floats
    """Second metric coordinate of each node."""
    u: Ints
    """Node at which each segment begins, in the direction of its way."""
    v: Ints
    """Node at which each segment ends."""
    length_mm: Ints
    """Geodesic length of each segment, millimetres."""
    time_ms: Ints
    """Time over each segment at the mode's speed, milliseconds."""
    forward: Bools
    """Permitted from `u` to `v`."""
    backward: Bools
    """Permitted from `v` to `u`."""
    ferry: Bools
    """The segment is part of a ferry line."""
    way: Ints
    """Position of each segment's way in `Streets.way_id`."""
    way_id: Ints
    """OSM id of each segment's way; segments are sorted by it, then by `position`."""
    position: Ints
    """Place of each segment within its way, from 0."""
    component: Ints
    """Strongly connected component of both ends of each segment; -1 if they differ."""
    component_m: Floats
    """Length of each component, metres; a two-way street counts once."""
    links: Links
    """The segments joined between junctions, over which paths are sought."""

    @property
    def length_m(self) -> Floats:
        """Length of each segment, metres."""
        return self.length_mm / 1000.0

    def farthest_m(self, seconds: Floats | float) -> Floats | float:
        """Give the farthest that anyone comes in some time: at the top speed of the mode, or on the fastest ferry."""
        top = max(self.mode.top_kmh, self.mode.leg_kmh) / 3.6
        return seconds * float((self.length_mm / self.time_ms).max(initial=top))

    @property
    def seconds(self) -> Floats:
        """Time over each segment, seconds."""
        return self.time_ms / 1000.0


def build(streets: Streets, mode: str | Mode, *, crs: CRS, area: BaseGeometry | None = None) -> Network:
    """Build the network of a mode from streets.

    Parameters
    ----------
    streets
        Streets of an extract.
    mode
        ``walk``, ``bike``, ``car``, ``cbs_car``, or rules of your own.
    crs
        Metric reference system in which the nearest street is found.
    area
        Area in degrees on WGS84 outside which no street counts: a segment counts where both its ends lie in it. None
        for all.

    Raises
    ------
    NetworkError
        If the mode is unknown.
    """
    rules = mode if isinstance(mode, Mode) else _mode(mode)
    ways = rules_of_ways(streets.way_tags, rules)
    way, position, start, end = _segments(streets, ways.forward | ways.backward, _inside(streets, area))
    node, uncut, u, v = _nodes(start, end, blocked_nodes(streets.node_tags, rules))
    segments = _measured(streets, ways, way, (start, end, u, v))
    component, component_m = _components(len(node), segments)
    lon, lat = _at(streets, node)
    x, y = project(lon, lat, crs)
    return Network(
        mode=rules,
        crs=crs,
        node_id=streets.node_id[node],
        lon=lon,
        lat=lat,
        x=x,
        y=y,
        way=way,
        position=position,
        component=component,
        component_m=component_m,
        links=join(segments, len(node), turns_of(streets.turns, rules, node[:uncut])),
        **{item.name: getattr(segments, item.name) for item in fields(Segments)},
    )


def _measured(streets: Streets, rules: WayRules, way: Ints, nodes: tuple[Ints, Ints, Ints, Ints]) -> Segments:
    """Measure the segments between nodes of the streets (the first two) and those of the network (the last two)."""
    start, end, u, v = nodes
    length_m = geodesic_m(*_at(streets, start), *_at(streets, end))
    length_mm, time_ms = (np.maximum(whole(part), 1) for part in (length_m, _seconds(length_m, way, rules)))
    return Segments(
        u=u,
        v=v,
        length_mm=length_mm,
        time_ms=time_ms,
        forward=rules.forward[way],
        backward=rules.backward[way],
        ferry=rules.ferry[way],
        way_id=streets.way_id[way],
    )


def whole(values: Floats) -> Ints:
    """Give metres as whole millimetres, or seconds as whole milliseconds."""
    return np.rint(values * 1000.0).astype(np.int64)


def _mode(name: str) -> Mode:
    if name not in MODES:
        msg = f"`{name}` is not a mode; choose from {', '.join(MODES)}"
        raise NetworkError(msg)
    return MODES[name]


def _at(streets: Streets, node: Ints) -> tuple[Floats, Floats]:
    return streets.node_lon[node], streets.node_lat[node]


def _inside(streets: Streets, area: BaseGeometry | None) -> Bools:
    if area is None:
        return np.ones(len(streets.node_id), dtype=bool)
    shapely.prepare(area)
    return np.asarray(shapely.intersects_xy(area, streets.node_lon, streets.node_lat), dtype=bool)


def _segments(streets: Streets, permitted: Bools, inside: Bools) -> tuple[Ints, Ints, Ints, Ints]:
    """Split the permitted ways; give way, place in the way, first and last node of each segment with both inside."""
    size = np.diff(streets.way_start)
    way = np.repeat(np.arange(len(size), dtype=np.int64), size)
    position = np.arange(len(streets.way_node), dtype=np.int64) - streets.way_start[way]
    inner = np.flatnonzero(permitted[way] & (position < size[way] - 1))
    start, end = streets.way_node[inner], streets.way_node[inner + 1]
    kept = (start != end) & inside[start] & inside[end]
    return way[inner[kept]], position[inner[kept]], start[kept], end[kept]


def _nodes(start: Ints, end: Ints, blocked: Ints) -> tuple[Ints, int, Ints, Ints]:
    """Give a number to each node in use, the blocked ones last: every segment there has a copy of its own.

    The second answer is how many are not blocked.
    """
    ends = np.concatenate([start, end])
    cut = np.isin(ends, blocked)
    used, number = np.unique(ends[~cut], return_inverse=True)
    ids = np.empty(len(ends), dtype=np.int64)
    ids[~cut] = number
    ids[cut] = len(used) + np.arange(np.count_nonzero(cut))
    return np.concatenate([used, ends[cut]]), len(used), ids[: len(start)], ids[len(start) :]


def _seconds(length_m: Floats, way: Ints, rules: WayRules) -> Floats:
    """Give the time over each segment; a ferry's duration is spread over its length."""
    seconds = length_m / (rules.kmh[way] / 3.6)
    way_m = np.bincount(way, weights=length_m, minlength=len(rules.kmh))[way]
    timed = ~np.isnan(rules.duration_s[way]) & (way_m > 0)
    seconds[timed] = (rules.duration_s[way] * length_m)[timed] / way_m[timed]
    return np.asarray(seconds, dtype=np.float64)


def _components(nodes: int, segments: Segments) -> tuple[Ints, Floats]:
    """Give the strongly connected component of each segment and the length of each component."""
    if nodes == 0:
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    u, v = segments.u, segments.v
    there, back = np.flatnonzero(segments.forward), np.flatnonzero(segments.backward)
    tail, head = np.concatenate([u[there], v[back]]), np.concatenate([v[there], u[back]])
    graph = coo_array((np.ones(len(tail)), (tail, head)), shape=(nodes, nodes)).tocsr()
    count, label = connected_components(graph, directed=True, connection="strong")
    component = np.where(label[u] == label[v], label[u], -1).astype(np.int64)
    inside = component >= 0
    length_mm = np.bincount(component[inside], weights=segments.length_mm[inside], minlength=count)
    return component, length_mm / 1000.0
