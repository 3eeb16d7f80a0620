"""Snapping a million points to the Porto walk network, against osmnx on an equal graph.

The points are drawn in the box of the network, and those kept that have a street within 1,000 m, our greatest leg: our
engine looks no farther, osmnx knows no limit. osmnx gets the streets that ours may choose (no small components), as the
simplified graph that it makes itself: a link an edge, in one direction, with its geometry. Making that graph is outside
the race, as is building our network; either makes its index of streets within it. The points of osmnx are numbers in
the metric system that it needs; ours are degrees, projected within the race.
"""

import statistics
import time
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from scipy.spatial import KDTree

from benchmarks.network_race import SEED, Figures, Floats, Ints, Setting, agree, peer, porto, race
from geo.crs import project
from geo.network.build import Network
from geo.network.snap import Snaps, candidates, snap

POINTS, TRIAL = 1_000_000, 50_000
PEER_SECONDS = 60.0
"""What osmnx may take for one run."""
_MIN_COMPONENT_M = 500.0
_CENTIMETRE = 0.01
_REACH_M = 990.0
"""A node so near, in the metric system, is within the greatest leg."""


def snapping(setting: Setting) -> Figures:
    """Snap a million points; osmnx snaps as many as take a minute, and times are compared by point.

    Every answer of the race is compared, so that no second search is needed for that.
    """
    osmnx, networkx = peer("osmnx"), peer("networkx")
    network = porto()[1]
    theirs = _osmnx_graph(networkx, network)
    lon, lat = _points(network, POINTS)
    x, y = project(lon, lat, network.crs)
    points = gpd.GeoSeries(shapely.points(lon, lat), crs=4326)
    some = _affordable(osmnx, theirs, (x, y))
    answers: dict[str, Any] = {}
    runners = {
        f"geo, {POINTS} points": lambda: answers.update(geo=snap(network, points)),
        f"osmnx, {some} points": lambda: answers.update(
            osmnx=osmnx.distance.nearest_edges(theirs, x[:some], y[:some], return_dist=True)
        ),
    }
    own, other = (taken.wall for taken in race(setting.runs, runners).values())
    ours = _plane_m(network, answers["geo"], (x, y))[:some]
    agree(ours, answers["osmnx"][1], _CENTIMETRE, f"snapping, {some} of {POINTS} points, metres")
    medians = statistics.median(other) / some / (statistics.median(own) / POINTS)
    minima = min(other) / some / (min(own) / POINTS)
    print(f"  osmnx / geo by point: {medians:.2f} by medians, {minima:.2f} by minima")
    return {"snap_vs_osmnx": medians}


def _points(network: Network, count: int) -> tuple[Floats, Floats]:
    """Draw points in the box of the network, in degrees, that have a street within the greatest leg."""
    draw = np.random.default_rng(SEED)
    lon, lat = (draw.uniform(axis.min(), axis.max(), 3 * count // 2) for axis in (network.lon, network.lat))
    segment = candidates(network, _MIN_COMPONENT_M)
    node = np.unique(np.concatenate([network.u[segment], network.v[segment]]))
    tree = KDTree(np.stack([network.x[node], network.y[node]], axis=1))
    reach, _ = tree.query(np.stack(project(lon, lat, network.crs), axis=1), distance_upper_bound=_REACH_M)
    near = np.flatnonzero(np.isfinite(reach))
    share = len(near) / len(lon)
    print(
        f"snapping: {share:.0%} of random points have a street node within {_REACH_M:.0f} m; {count} of these are used"
    )
    assert len(near) >= count, "too few points"
    return lon[near[:count]], lat[near[:count]]


def _affordable(osmnx: Any, graph: Any, places: tuple[Floats, Floats]) -> int:
    """Tell how many points osmnx can snap within its time, from the cost of few and of more."""
    seconds = []
    for count in (1, TRIAL):
        began = time.perf_counter()
        osmnx.distance.nearest_edges(graph, places[0][:count], places[1][:count])
        seconds.append(time.perf_counter() - began)
    by_point = max(seconds[1] - seconds[0], 1e-3) / TRIAL
    print(f"  osmnx: {seconds[0]:.2f} s before the first point, {by_point * 1e6:.1f} microseconds for each")
    return min(POINTS, int((PEER_SECONDS - seconds[0]) / by_point))


def _plane_m(network: Network, snaps: Snaps, places: tuple[Floats, Floats]) -> Floats:
    """Give the distance of points to their feet in the metric system, metres, as osmnx measures it."""
    u, v, part = network.u[snaps.segment], network.v[snaps.segment], snaps.fraction
    x = network.x[u] + part * (network.x[v] - network.x[u])
    y = network.y[u] + part * (network.y[v] - network.y[u])
    return np.hypot(x - places[0], y - places[1])


def _osmnx_graph(networkx: Any, network: Network) -> Any:
    """Make osmnx's kind of graph of the links on which a foot may lie."""
    links = network.links
    chosen = np.unique(links.of_segment[candidates(network, _MIN_COMPONENT_M)])
    shapes = _shapes(network, chosen)
    graph = networkx.MultiDiGraph(crs=network.crs)
    node = links.node
    graph.add_nodes_from(
        (int(at), {"x": network.x[node[at]], "y": network.y[node[at]]})
        for at in np.unique(np.concatenate([links.begin[chosen], links.end[chosen]]))
    )
    graph.add_edges_from(
        (int(links.begin[link]), int(links.end[link]), {"osmid": int(link), "geometry": shape})
        for link, shape in zip(chosen, shapes, strict=True)
    )
    print(f"osmnx's graph: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges")
    return graph


def _shapes(network: Network, chosen: Ints) -> Any:
    """Draw the links through the nodes of their segments, in the metric system."""
    links = network.links
    order = np.lexsort((links.offset_mm, links.of_segment))
    order = order[np.isin(links.of_segment[order], chosen)]
    turned, link = links.turned[order], links.of_segment[order]
    first = np.where(turned, network.v[order], network.u[order])
    last = np.where(turned, network.u[order], network.v[order])
    ends = np.flatnonzero(np.append(link[1:] != link[:-1], True))
    nodes = np.insert(first, ends + 1, last[ends])
    of_link = np.insert(link, ends + 1, link[ends])
    coordinates = np.stack([network.x[nodes], network.y[nodes]], axis=1)
    return shapely.linestrings(coordinates, indices=np.searchsorted(chosen, of_link))
