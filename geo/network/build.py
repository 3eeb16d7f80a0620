"""The street network of one mode as arrays, ready for exact queries.

Lengths are geodesic metres on WGS84. They are rounded to 2⁻³⁰ m (a nanometre), so that sums of them are exact in
floating point and do not depend on the order of adding: a path has one length, however it was found.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.crs import geodesic_m, project
from geo.errors import NetworkError
from geo.extract import Streets
from geo.network.modes import MODES, Mode, WayRules, blocked_nodes, rules_of_ways

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
_GRAIN = 2.0**30


@dataclass(frozen=True, slots=True, kw_only=True)
class Arcs:
    """Permitted directions of segments, gathered per node."""

    start: Ints
    """Where the arcs of node i begin; one longer than the nodes."""
    head: Ints
    """Node at the other end of each arc."""
    segment: Ints
    """Segment of each arc."""
    length_m: Floats
    """Length of each arc, metres."""
    seconds: Floats
    """Time over each arc."""
    ferry: Bools
    """Whether the arc is a ferry."""


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
    length_m: Floats
    """Geodesic length of each segment, metres."""
    seconds: Floats
    """Time over each segment at the mode's speed."""
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
    leaving: Arcs
    """Arcs by the node that they leave."""
    entering: Arcs
    """Arcs by the node that they enter; their head is where they come from."""


def build(streets: Streets, mode: str | Mode, *, crs: CRS) -> Network:
    """Build the network of a mode from streets.

    Parameters
    ----------
    streets
        Streets of an extract.
    mode
        ``walk``, ``bike``, ``car``, or rules of your own.
    crs
        Metric reference system in which the nearest street is found.

    Raises
    ------
    NetworkError
        If the mode is unknown.
    """
    rules = mode if isinstance(mode, Mode) else _mode(mode)
    ways = rules_of_ways(streets.way_tags, rules)
    way, position, start, end = _segments(streets, ways.forward | ways.backward)
    length_m = rounded(geodesic_m(*_at(streets, start), *_at(streets, end)))
    node, u, v = _nodes(start, end, blocked_nodes(streets.node_tags, rules))
    forward, backward = ways.forward[way], ways.backward[way]
    seconds, ferry = _seconds(length_m, way, ways), ways.ferry[way]
    component, component_m = _components(len(node), (u, v, forward, backward), length_m)
    tail, head, segment = _arcs(u, v, forward, backward)
    lon, lat = _at(streets, node)
    x, y = project(lon, lat, crs)
    weights = (segment, length_m[segment], seconds[segment], ferry[segment])
    return Network(
        mode=rules,
        crs=crs,
        node_id=streets.node_id[node],
        lon=lon,
        lat=lat,
        x=x,
        y=y,
        u=u,
        v=v,
        length_m=length_m,
        seconds=seconds,
        forward=forward,
        backward=backward,
        ferry=ferry,
        way=way,
        way_id=streets.way_id[way],
        position=position,
        component=component,
        component_m=component_m,
        leaving=_gathered(tail, head, len(node), weights),
        entering=_gathered(head, tail, len(node), weights),
    )


def rounded(values: Floats) -> Floats:
    """Round lengths or times to the grain in which sums are exact."""
    return np.asarray(np.rint(values * _GRAIN) / _GRAIN, dtype=np.float64)


def _mode(name: str) -> Mode:
    if name not in MODES:
        msg = f"`{name}` is not a mode; choose from {', '.join(MODES)}"
        raise NetworkError(msg)
    return MODES[name]


def _at(streets: Streets, node: Ints) -> tuple[Floats, Floats]:
    return streets.node_lon[node], streets.node_lat[node]


def _segments(streets: Streets, permitted: Bools) -> tuple[Ints, Ints, Ints, Ints]:
    """Split the permitted ways; give way, place in the way, first and last node of each segment."""
    size = np.diff(streets.way_start)
    way = np.repeat(np.arange(len(size), dtype=np.int64), size)
    position = np.arange(len(streets.way_node), dtype=np.int64) - streets.way_start[way]
    inner = np.flatnonzero(permitted[way] & (position < size[way] - 1))
    inner = inner[streets.way_node[inner] != streets.way_node[inner + 1]]
    return way[inner], position[inner], streets.way_node[inner], streets.way_node[inner + 1]


def _nodes(start: Ints, end: Ints, blocked: Ints) -> tuple[Ints, Ints, Ints]:
    """Give a number to each node in use, and give every segment at a blocked node a copy of its own."""
    ends = np.concatenate([start, end])
    cut = np.isin(ends, blocked)
    used, number = np.unique(ends[~cut], return_inverse=True)
    ids = np.empty(len(ends), dtype=np.int64)
    ids[~cut] = number
    ids[cut] = len(used) + np.arange(np.count_nonzero(cut))
    return np.concatenate([used, ends[cut]]), ids[: len(start)], ids[len(start) :]


def _seconds(length_m: Floats, way: Ints, rules: WayRules) -> Floats:
    """Give the time over each segment; a ferry's duration is spread over its length."""
    seconds = length_m / (rules.kmh[way] / 3.6)
    way_m = np.bincount(way, weights=length_m, minlength=len(rules.kmh))[way]
    timed = ~np.isnan(rules.duration_s[way]) & (way_m > 0)
    seconds[timed] = (rules.duration_s[way] * length_m)[timed] / way_m[timed]
    return rounded(seconds)


def _arcs(u: Ints, v: Ints, forward: Bools, backward: Bools) -> tuple[Ints, Ints, Ints]:
    """Give tail, head and segment of every permitted direction."""
    there, back = np.flatnonzero(forward), np.flatnonzero(backward)
    return np.concatenate([u[there], v[back]]), np.concatenate([v[there], u[back]]), np.concatenate([there, back])


def _gathered(near: Ints, far: Ints, nodes: int, weights: tuple[Ints, Floats, Floats, Bools]) -> Arcs:
    segment, length_m, seconds, ferry = weights
    order = np.lexsort((segment, near))
    start = np.zeros(nodes + 1, dtype=np.int64)
    np.cumsum(np.bincount(near, minlength=nodes), out=start[1:])
    return Arcs(
        start=start,
        head=far[order],
        segment=segment[order],
        length_m=length_m[order],
        seconds=seconds[order],
        ferry=ferry[order],
    )


def _components(nodes: int, ends: tuple[Ints, Ints, Bools, Bools], length_m: Floats) -> tuple[Ints, Floats]:
    """Give the strongly connected component of each segment and the length of each component."""
    if nodes == 0:
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    u, v, _, _ = ends
    tail, head, _ = _arcs(*ends)
    graph = coo_array((np.ones(len(tail)), (tail, head)), shape=(nodes, nodes)).tocsr()
    count, label = connected_components(graph, directed=True, connection="strong")
    component = np.where(label[u] == label[v], label[u], -1).astype(np.int64)
    inside = component >= 0
    component_m = np.bincount(component[inside], weights=length_m[inside], minlength=count)
    return component, component_m.astype(np.float64)
