"""The ways of journeys, street by street."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geo.network.build import Network
from geo.network.ends import Ends, ends, parts_of_links, spots
from geo.network.route import Weight, graph_of, legs_of, seeds_of
from geo.network.snap import Snaps
from geo.network.sweep import FARTHEST, Labels, sweep

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Piece = tuple[int, int, int]
"""A link with the millimetres on it between which it is travelled, in the direction of travel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The streets of a journey between two feet, in the order of travel."""

    segment: Ints
    """Segment of each part."""
    begin: Floats
    """Where travel on it begins, from 0 at its `u` to 1 at its `v`."""
    end: Floats
    """Where travel on it ends; less than `begin` against its direction."""
    length_mm: int
    """Whole length over the network."""
    time_ms: int
    """Whole time over the network."""

    def coordinates(self, network: Network) -> Floats:
        """Give the line of the journey, longitude and latitude in degrees, a row a point; none for one spot."""
        u, v = network.u[self.segment], network.v[self.segment]
        at_u, at_v = (np.column_stack([network.lon[node], network.lat[node]]) for node in (u, v))
        points = [at_u + (at_v - at_u) * share[:, None] for share in (self.begin, self.end)]
        return np.vstack([points[0][:1], points[1]])

    def metres(self, network: Network) -> Floats:
        """Give the length of each part, metres."""
        return np.abs(self.end - self.begin) * network.length_m[self.segment]


def find_path(
    network: Network, origins: Snaps, targets: Snaps, points: tuple[int, int], *, weight: Weight = "distance"
) -> Path | None:
    """Find the way between two feet.

    Of several ways of the same length it gives the quickest, then the one by land, then the one that goes by the lower
    links; its length and time are those of `geo.network.route.nearest`.

    Parameters
    ----------
    network
        Network of a mode.
    origins, targets
        Snaps on that network.
    points
        Point of access of the origin and of the target, rows of their snaps.
    weight
        What is made small.

    Returns
    -------
    path
        None where there is no way.
    """
    (path,) = find_paths(network, origins, _one(targets, points[1]), [(points[0], 0)], weight=weight)
    return path


def find_paths(
    network: Network,
    origins: Snaps,
    targets: Snaps,
    points: Sequence[tuple[int, int]],
    *,
    weight: Weight = "distance",
) -> list[Path | None]:
    """Find the ways of many journeys, each to the nearest of some targets, from one search.

    Parameters
    ----------
    network
        Network of a mode.
    origins, targets
        Snaps on that network.
    points
        Points of access of the journeys of rank 1 that `geo.network.route.nearest` finds between these origins and
        targets; of another pair the way may be longer than need be, or missing.
    weight
        What is made small.

    Returns
    -------
    paths
        What `find_path` gives for each pair.
    """
    searched = _search(network, targets, weight)
    ways, pieces = [], []
    for origin, target in points:
        here, there = _one(origins, origin), _one(targets, target)
        choice = [*_along_link(network, here, there), *_over_junctions(searched, here, target)]
        way = min(choice, key=lambda way: way.rank(weight), default=None)
        ways.append(way)
        pieces.append(_pieces(searched, there, way) if way else [])
    return _paths(network, pieces, ways)


@dataclass(frozen=True, slots=True)
class _Searched:
    """What one search from some targets found."""

    network: Network
    weight: Weight
    entries: Ends
    """Junctions next to the targets."""
    legs: tuple[Ints, Ints]
    """Length and time of the leg of each target, which the labels hold."""
    labels: Labels


def _search(network: Network, targets: Snaps, weight: Weight) -> _Searched:
    entries, legs = ends(network, targets, leaving=False), legs_of(network, targets)
    seeds = seeds_of(entries, legs, targets.owner, weight)
    labels = sweep(graph_of(network.links.entering, weight), seeds, 1, FARTHEST)
    return _Searched(network, weight, entries, legs, labels)


@dataclass(frozen=True, slots=True)
class _Way:
    """A way from the origin: its first piece, and the junction where that ends, -1 if at the target."""

    length_mm: int
    time_ms: int
    by_ferry: bool
    first: Piece
    junction: int

    def rank(self, weight: Weight) -> tuple[int, int, bool, Piece]:
        cost, other = (self.length_mm, self.time_ms) if weight == "distance" else (self.time_ms, self.length_mm)
        return cost, other, self.by_ferry, self.first


def _one(snaps: Snaps, point: int) -> Snaps:
    """Give one point of access as a place of its own."""
    arrays = {item.name: getattr(snaps, item.name)[[point]] for item in fields(Snaps) if item.name != "count"}
    return Snaps(**{**arrays, "count": 1, "owner": np.zeros(1, dtype=np.int64)})


def _along_link(network: Network, here: Snaps, there: Snaps) -> list[_Way]:
    """Give the way directly along the link that two feet share, if there is one."""
    links, mine, theirs = network.links, spots(network, here), spots(network, there)
    if len(mine.link) == 0 or len(theirs.link) == 0 or mine.link[0] != theirs.link[0]:
        return []
    link, low, high = int(mine.link[0]), int(mine.at_mm[0]), int(theirs.at_mm[0])
    allowed = (links.forward[link] and low <= high) or (links.backward[link] and low >= high)
    time_ms = abs(int(theirs.at_ms[0]) - int(mine.at_ms[0]))
    return [_Way(abs(high - low), time_ms, bool(links.ferry[link]), (link, low, high), -1)] if allowed else []


def _over_junctions(searched: _Searched, here: Snaps, target: int) -> list[_Way]:
    """Give the ways to a target by the junctions next to the foot of the origin."""
    network, links, entries = searched.network, searched.network.links, searched.entries
    mine, exits = spots(network, here), ends(network, here, leaving=True)
    cost, seed, other, by_ferry = (part[:, 0] for part in searched.labels)
    own = [row for row, at in enumerate(seed[exits.junction]) if at >= 0 and entries.point[at] == target]
    leg_mm, leg_ms = (int(part[target]) for part in searched.legs)
    found = []
    for row in own:
        junction, link, at = int(exits.junction[row]), int(mine.link[0]), int(mine.at_mm[0])
        over = (int(cost[junction]), int(other[junction]))
        length_mm, time_ms = over if searched.weight == "distance" else over[::-1]
        piece = (link, at, 0 if exits.is_begin[row] else int(links.length_mm[link]))
        whole = (int(exits.length_mm[row]) + length_mm - leg_mm, int(exits.time_ms[row]) + time_ms - leg_ms)
        found.append(_Way(*whole, bool(by_ferry[junction]), piece, junction))
    return found


def _pieces(searched: _Searched, there: Snaps, way: _Way) -> list[Piece]:
    """Give the whole way in pieces."""
    if way.junction < 0:
        return [way.first]
    seed = int(searched.labels[1][way.junction, 0])
    return [way.first, *_trace(searched, way.junction), _arrival(searched, there, seed)]


def _trace(searched: _Searched, junction: int) -> list[Piece]:
    """Follow the labels from a junction to the one next to the target: whole links, each as good as the label says."""
    links = searched.network.links
    start, head, arc_cost, arc_other, arc_ferry = graph_of(links.leaving, searched.weight)
    cost, seed, other, by_ferry = (part[:, 0] for part in searched.labels)
    pieces: list[Piece] = []
    while True:
        arcs = np.arange(start[junction], start[junction + 1])
        to = head[arcs]
        fits = (seed[to] == seed[junction]) & (arc_cost[arcs] + cost[to] == cost[junction])
        fits &= arc_other[arcs] + other[to] == other[junction]
        fits &= (arc_ferry[arcs] | by_ferry[to]) == by_ferry[junction]
        if not fits.any():
            return pieces
        arc = arcs[np.flatnonzero(fits)[0]]
        link, length = int(links.leaving.link[arc]), int(links.leaving.length_mm[arc])
        pieces.append((link, 0, length) if links.leaving.ahead[arc] else (link, length, 0))
        junction = int(head[arc])


def _arrival(searched: _Searched, there: Snaps, seed: int) -> Piece:
    """Give the last piece: from the junction of a seed to the foot of the target."""
    theirs = spots(searched.network, there)
    link, at = int(theirs.link[0]), int(theirs.at_mm[0])
    return link, 0 if searched.entries.is_begin[seed] else int(searched.network.links.length_mm[link]), at


def _paths(network: Network, pieces: Sequence[Sequence[Piece]], ways: Sequence[_Way | None]) -> list[Path | None]:
    """Give the segments that the pieces of each way cover, in the direction of travel."""
    whole = np.array([piece for part in pieces for piece in part], dtype=np.int64).reshape(-1, 3)
    link, here, there = whole[:, 0], whole[:, 1], whole[:, 2]
    parts = parts_of_links(network, link, np.minimum(here, there), np.maximum(here, there))
    back = (here > there)[parts.row]
    # Along the link within a piece; backwards where the piece runs against it.
    place = np.where(back, -np.arange(len(back)), np.arange(len(back)))
    order = np.lexsort((place, parts.row))
    against = (back != network.links.turned[parts.segment])[order]
    segment, first, last = parts.segment[order], parts.begin[order], parts.end[order]
    begin, end = np.where(against, last, first), np.where(against, first, last)
    bounds = np.searchsorted(parts.row[order], np.cumsum([0, *map(len, pieces)]))
    return [
        None
        if way is None
        else Path(
            segment=segment[low:high],
            begin=begin[low:high],
            end=end[low:high],
            length_mm=way.length_mm,
            time_ms=way.time_ms,
        )
        for way, (low, high) in zip(ways, pairwise(bounds.tolist()), strict=True)
    ]
