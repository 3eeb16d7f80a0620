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
_SIMPLIFY_M, _CLEAR_M = 4.0, 1.0
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
        Polygons in the network's metric system; empty where the place has no foot within the limit. Every reached
        street lies inside. A street that is farther than the limit and the margin does not: it is cut out, a metre on
        either side, save where it passes over or under a reached one.
    """
    near = _parts_within(network, snaps, whole_limit(limit_m))
    lines = _lines(network, near)
    if len(lines) == 0:
        return shapely.Polygon()
    merged = shapely.line_merge(shapely.multilinestrings(lines))
    simple = shapely.simplify(shapely.get_parts(merged), _SIMPLIFY_M)
    band = shapely.union_all(shapely.buffer(simple, buffer_m, quad_segs=_QUARTER_SEGMENTS))
    far = _lines(network, _gaps(network, _parts_within(network, snaps, whole_limit(limit_m + buffer_m))), band.bounds)
    shapely.prepare(band)
    far = far[shapely.intersects(band, far)]
    if len(far) == 0:
        return band
    cut = shapely.union_all(shapely.buffer(far, _CLEAR_M, cap_style="flat"))
    shapely.prepare(cut)
    crossed = lines[shapely.intersects(cut, lines)]
    kept = shapely.union_all(shapely.buffer(crossed, _CLEAR_M / 2, quad_segs=_QUARTER_SEGMENTS))
    return shapely.union(shapely.difference(band, cut), kept)


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
    return _lines(network, _parts_within(network, snaps, whole_limit(limit_m)))


LinkParts = tuple[Ints, Ints, Ints]
"""Parts of links: link, and the millimetres on it where each begins and ends; by link, and then along it."""


def _parts_within(network: Network, snaps: Snaps, limit_mm: int) -> LinkParts:
    """Give the parts of links within a limit of a place."""
    links = network.links
    from_begin, from_end = _reach_of_links(network, _junction_mm(network, snaps, limit_mm), limit_mm)
    both = from_begin + from_end >= links.length_mm
    every = np.arange(len(links.length_mm))
    parts = [
        (every[both], np.zeros(both.sum()), links.length_mm[both]),
        (every[~both], np.zeros((~both).sum()), from_begin[~both]),
        (every[~both], (links.length_mm - from_end)[~both], links.length_mm[~both]),
        _own_links(network, snaps, limit_mm),
    ]
    link, low, high = (np.concatenate(column).astype(np.int64) for column in zip(*parts, strict=True))
    return _merged(network, link, low, high)


def _gaps(network: Network, parts: LinkParts) -> LinkParts:
    """Give what is left of the streets, ferries excepted."""
    links, (link, low, high) = network.links, parts
    land = np.flatnonzero(~links.ferry)
    # Of each link one gap more than it has parts: from its begin or the end of a part to the next part or its end.
    of_link = np.concatenate([land, link])
    begin, end = np.concatenate([np.zeros(len(land), np.int64), high]), np.concatenate([links.length_mm[land], low])
    first, last = np.lexsort((begin, of_link)), np.lexsort((end, of_link))
    return of_link[first], begin[first], end[last]


def _lines(network: Network, parts: LinkParts, bounds: tuple[float, ...] | None = None) -> NDArray[np.object_]:
    """Draw parts of links, a line a segment; only those that come near a box where one is given."""
    covered = parts_of_links(network, *parts)
    segment, begin, end = covered.segment, covered.begin, covered.end
    if bounds is not None:
        x, y = (at[np.stack([network.u[segment], network.v[segment]])] for at in (network.x, network.y))
        near = (x.max(axis=0) >= bounds[0]) & (x.min(axis=0) <= bounds[2])
        near &= (y.max(axis=0) >= bounds[1]) & (y.min(axis=0) <= bounds[3])
        segment, begin, end = segment[near], begin[near], end[near]
    return _cut(network, segment, begin, end)


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
    at_begin, at_end = left[links.begin], left[links.end]
    copy, link, ahead = links.leaving_copies()
    np.maximum.at(at_begin, link[ahead], left[copy[ahead]])
    np.maximum.at(at_end, link[~ahead], left[copy[~ahead]])
    from_begin = np.minimum(at_begin, links.length_mm) * (links.forward & ~links.ferry)
    from_end = np.minimum(at_end, links.length_mm) * (links.backward & ~links.ferry)
    return from_begin, from_end


def _own_links(network: Network, snaps: Snaps, limit_mm: int) -> tuple[Ints, Ints, Ints]:
    """Give what is reached along the links of the feet themselves."""
    links, found = network.links, spots(network, snaps)
    left = np.clip(limit_mm - legs_of(network, snaps)[0][found.point], 0, None) * ~links.ferry[found.link]
    low = np.maximum(found.at_mm - left * links.backward[found.link], 0)
    high = np.minimum(found.at_mm + left * links.forward[found.link], links.length_mm[found.link])
    return found.link, low, high


def _merged(network: Network, link: Ints, low: Ints, high: Ints) -> LinkParts:
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
