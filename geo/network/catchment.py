"""The streets that can be reached from a place within a limit, and the area around them."""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.network.build import Network
from geo.network.route import ends
from geo.network.snap import Snaps
from geo.network.sweep import sweep

Floats = NDArray[np.float64]
_SIMPLIFY_M = 4.0
_QUARTER_SEGMENTS = 4


def catchment(network: Network, snaps: Snaps, *, limit_m: float, buffer_m: float = 40.0) -> BaseGeometry:
    """Give the area around the streets within a limit of a place, travelling away from it.

    Streets are cut where the limit is reached, the leg from the place to its foot included; ferries are left out of
    the picture but not out of the journey.

    Parameters
    ----------
    network
        Network of a mode.
    snaps
        Feet of one place.
    limit_m
        Farthest distance, in metres.
    buffer_m
        Width of the area on either side of a reached street, in metres.

    Returns
    -------
    area
        Polygons in the network's metric system; empty where the place has no foot within the limit.
    """
    lines = reached(network, snaps, limit_m=limit_m)
    if len(lines) == 0:
        return shapely.Polygon()
    merged = shapely.line_merge(shapely.multilinestrings(lines))
    simple = shapely.simplify(shapely.get_parts(merged), _SIMPLIFY_M)
    return shapely.union_all(shapely.buffer(simple, buffer_m, quad_segs=_QUARTER_SEGMENTS))


def reached(network: Network, snaps: Snaps, *, limit_m: float) -> NDArray[np.object_]:
    """Give the pieces of street within a limit of a place.

    Parameters
    ----------
    network, snaps, limit_m
        As for `catchment`.

    Returns
    -------
    lines
        Straight pieces in the network's metric system, ends at the limit exactly.
    """
    from_u, from_v = _reach_of_segments(network, _node_distances(network, snaps, limit_m), limit_m)
    both = from_u + from_v >= 1.0
    whole, ahead, back = (np.flatnonzero(some) for some in (both, ~both & (from_u > 0), ~both & (from_v > 0)))
    parts = [
        _cut(network, whole, np.zeros(len(whole)), np.ones(len(whole))),
        _cut(network, ahead, np.zeros(len(ahead)), from_u[ahead]),
        _cut(network, back, 1.0 - from_v[back], np.ones(len(back))),
        _cut(network, *_own_segments(network, snaps, limit_m)),
    ]
    return np.concatenate(parts)


def _node_distances(network: Network, snaps: Snaps, limit_m: float) -> Floats:
    """Give the distance from the place to every node; infinite beyond the limit."""
    seeds, arcs = ends(network, snaps, leaving=True), network.leaving
    cost = seeds.length_m + snaps.leg_m[seeds.point]
    one_target = np.zeros(len(seeds.node), dtype=np.int64)
    first, floats, _ = sweep(
        arcs.start, arcs.head, arcs.length_m, arcs.seconds, arcs.ferry,
        seeds.node, cost, seeds.seconds, one_target, 1, limit_m,
    )  # fmt: skip
    distance_m = np.full(len(network.node_id), np.inf)
    known = np.flatnonzero(np.diff(first) > 0)
    distance_m[known] = floats[first[known], 0]
    return distance_m


def _reach_of_segments(network: Network, distance_m: Floats, limit_m: float) -> tuple[Floats, Floats]:
    """Give the share of each segment that is reached from its begin and from its end."""
    length_m = np.maximum(network.length_m, 1e-9)
    land = ~network.ferry
    from_u = np.clip((limit_m - distance_m[network.u]) / length_m, 0, 1) * (network.forward & land)
    from_v = np.clip((limit_m - distance_m[network.v]) / length_m, 0, 1) * (network.backward & land)
    return from_u, from_v


def _own_segments(network: Network, snaps: Snaps, limit_m: float) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Give what is reached along the segments of the feet themselves."""
    inside = (snaps.segment >= 0) & (snaps.node < 0) & (snaps.leg_m < limit_m)
    segment, fraction = snaps.segment[inside], snaps.fraction[inside]
    share = (limit_m - snaps.leg_m[inside]) / np.maximum(network.length_m[segment], 1e-9)
    low = np.where(network.backward[segment], np.maximum(fraction - share, 0), fraction)
    high = np.where(network.forward[segment], np.minimum(fraction + share, 1), fraction)
    return segment, low, high


def _cut(network: Network, segment: NDArray[np.int64], low: Floats, high: Floats) -> NDArray[np.object_]:
    kept = high > low
    segment, low, high = segment[kept], low[kept], high[kept]
    begin = np.column_stack([network.x[network.u[segment]], network.y[network.u[segment]]])
    end = np.column_stack([network.x[network.v[segment]], network.y[network.v[segment]]])
    way = end - begin
    lines = shapely.linestrings(np.stack([begin + way * low[:, None], begin + way * high[:, None]], axis=1))
    return np.asarray(lines, dtype=object)
