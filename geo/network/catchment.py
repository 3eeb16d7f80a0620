"""The streets that can be reached from a place within a limit, and the area around them."""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.network.build import Network
from geo.network.ends import ends, parts_of_links, spots
from geo.network.route import graph_of, legs_of, seeds_of, whole_limit
from geo.network.snap import Snaps
from geo.network.sweep import FARTHEST, sweep

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
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
        Straight pieces in the network's metric system, ends at the limit to the millimetre.
    """
    links, limit_mm = network.links, whole_limit(limit_m)
    from_begin, from_end = _reach_of_links(network, _junction_mm(network, snaps, limit_mm), limit_mm)
    both = from_begin + from_end >= links.length_mm
    every = np.arange(len(links.length_mm))
    parts = [
        (every[both], np.zeros(both.sum()), links.length_mm[both]),
        (every[~both], np.zeros((~both).sum()), from_begin[~both]),
        (every[~both], (links.length_mm - from_end)[~both], links.length_mm[~both]),
        _own_links(network, snaps, limit_mm),
    ]
    columns = (np.concatenate(column).astype(np.int64) for column in zip(*parts, strict=True))
    covered = parts_of_links(network, *_merged(network, *columns))
    return _cut(network, covered.segment, covered.begin, covered.end)


def _junction_mm(network: Network, snaps: Snaps, limit_mm: int) -> Ints:
    """Give the distance from the place to every junction; more than the limit beyond it."""
    leaving = ends(network, snaps, leaving=True)
    seeds = seeds_of(leaving, legs_of(network, snaps), np.zeros_like(snaps.owner))
    cost, *_ = sweep(graph_of(network.links.leaving), seeds, 1, min(limit_mm, FARTHEST))
    return cost[:, 0].astype(np.int64)


def _reach_of_links(network: Network, distance_mm: Ints, limit_mm: int) -> tuple[Ints, Ints]:
    """Give how much of each link is reached from its begin and from its end."""
    links = network.links
    left = np.clip(limit_mm - distance_mm, 0, None)
    from_begin = np.minimum(left[links.begin], links.length_mm) * (links.forward & ~links.ferry)
    from_end = np.minimum(left[links.end], links.length_mm) * (links.backward & ~links.ferry)
    return from_begin, from_end


def _own_links(network: Network, snaps: Snaps, limit_mm: int) -> tuple[Ints, Ints, Ints]:
    """Give what is reached along the links of the feet themselves."""
    links, found = network.links, spots(network, snaps)
    left = np.clip(limit_mm - legs_of(network, snaps)[0][found.point], 0, None) * ~links.ferry[found.link]
    low = np.maximum(found.at_mm - left * links.backward[found.link], 0)
    high = np.minimum(found.at_mm + left * links.forward[found.link], links.length_mm[found.link])
    return found.link, low, high


def _merged(network: Network, link: Ints, low: Ints, high: Ints) -> tuple[Ints, Ints, Ints]:
    """Join the parts of each link that touch or overlap."""
    kept = high > low
    link, low, high = link[kept], low[kept], high[kept]
    # The links behind one another, with a gap between them.
    begin = np.concatenate([[0], np.cumsum(network.links.length_mm + 1)])[link]
    order = np.argsort(begin + low, kind="stable")
    link, low, high, begin = link[order], low[order], high[order], begin[order]
    until = np.maximum.accumulate(begin + high)
    fresh = np.ones(len(link), dtype=bool)
    fresh[1:] = begin[1:] + low[1:] > until[:-1]
    last = np.append(np.flatnonzero(fresh)[1:], len(link)) - 1 if len(link) else np.zeros(0, dtype=np.int64)
    return link[fresh], low[fresh], until[last] - begin[last]


def _cut(network: Network, segment: Ints, low: Floats, high: Floats) -> NDArray[np.object_]:
    kept = high > low
    segment, low, high = segment[kept], low[kept], high[kept]
    begin = np.column_stack([network.x[network.u[segment]], network.y[network.u[segment]]])
    end = np.column_stack([network.x[network.v[segment]], network.y[network.v[segment]]])
    way = end - begin
    lines = shapely.linestrings(np.stack([begin + way * low[:, None], begin + way * high[:, None]], axis=1))
    return np.asarray(lines, dtype=object)
