"""Exact shortest paths from places to facilities: nearest k, counts, reachability.

One reverse sweep per set of facilities answers all origins: labels start at the feet of the facilities with their
egress legs, and the origins read them at the ends of their own links. Two feet on one link are also joined directly
along it. Lengths are whole millimetres and times whole milliseconds, so that ties are exact.
"""

from dataclasses import dataclass, fields, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from geo.network.alike import Distinct, distinct
from geo.network.build import Network, whole
from geo.network.ends import Ends, ends, matches, spots
from geo.network.links import Arcs
from geo.network.snap import Snaps
from geo.network.sweep import FARTHEST, Graph, Seeds, spread, sweep

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Int32s = NDArray[np.int32]
Bools = NDArray[np.bool_]
Weight = Literal["distance", "time"]
_BLOCK_PAIRS = 3_000_000
"""How many pairs of places are held at a time where they are only counted."""
_SLACK = 1e-6
"""Part of a millimetre by which a limit may lie below a whole one and still include it: 0.29 m is 290 mm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Journeys from origins to targets, by origin and rank."""

    origin: Ints
    """Row of the origin."""
    rank: Ints
    """1 for the nearest, and so on."""
    target: Ints
    """Row of the target."""
    origin_point: Ints
    """Point of access of the origin, a row of its snaps."""
    target_point: Ints
    """Point of access of the target, a row of its snaps."""
    access_mm: Ints
    """Leg of the origin."""
    network_mm: Ints
    """Length over the network."""
    egress_mm: Ints
    """Leg of the target."""
    time_ms: Ints
    """Whole time."""
    by_ferry: Bools
    """The journey takes a ferry (another one may not need to)."""

    @property
    def total_mm(self) -> Ints:
        """Whole length, millimetres."""
        return self.access_mm + self.network_mm + self.egress_mm

    @property
    def total_m(self) -> Floats:
        """Whole length, metres."""
        return self.total_mm / 1000.0

    @property
    def access_m(self) -> Floats:
        """Leg of the origin, metres."""
        return self.access_mm / 1000.0

    @property
    def network_m(self) -> Floats:
        """Length over the network, metres."""
        return self.network_mm / 1000.0

    @property
    def egress_m(self) -> Floats:
        """Leg of the target, metres."""
        return self.egress_mm / 1000.0

    @property
    def seconds(self) -> Floats:
        """Whole time, seconds."""
        return self.time_ms / 1000.0

    def rows(self, chosen: Ints | Bools) -> "Found":
        """Give some of the journeys."""
        return Found(**{item.name: getattr(self, item.name)[chosen] for item in fields(self)})


def nearest(
    network: Network, origins: Snaps, targets: Snaps, *, k: int, limit: float = np.inf, weight: Weight = "distance"
) -> Found:
    """Find the k targets that are nearest to each origin.

    Exact: the shortest directed path between the feet plus both legs, in whole millimetres. Equal totals go by the row
    of the target.

    Parameters
    ----------
    network
        Network of a mode.
    origins, targets
        Snaps on that network.
    k
        How many targets an origin gets at most.
    limit
        Largest total, limit included: metres, or seconds where `weight` is ``time``. Nothing beyond 2,147 kilometres
        (596 hours) is found.
    weight
        What is made small; the other figure is of the same path.
    """
    here, there = distinct(origins), distinct(targets, k)
    asked = _Asked(network, here.snaps, there.snaps, weight, whole_limit(limit))
    found = _ranked(asked, _best(asked, _over_junctions(asked, min(k, max(there.snaps.count, 1)))))
    return _for_all(found.rows(found.rank <= k), here, there, origins)


def within(network: Network, origins: Snaps, targets: Snaps, *, limit: float) -> Found:
    """Find every target within a limit (metres) of each origin, ranked."""
    asked = _Asked(network, origins, targets, "distance", whole_limit(limit))
    return _ranked(asked, _best(asked, _over_junctions_each(asked)))


def count_within(network: Network, origins: Snaps, targets: Snaps, *, limit: float) -> Ints:
    """Count the targets within a limit (metres) of each origin; 0 also where an origin has no foot."""
    here, there = distinct(origins), distinct(targets)
    alike, counts = np.bincount(there.like), np.zeros(here.snaps.count, dtype=np.int64)
    # Some targets at a time: a pair takes some hundreds of bytes.
    block = max(1, _BLOCK_PAIRS // max(here.snaps.count, 1))
    for first in range(0, there.snaps.count, block):
        some = np.arange(first, min(first + block, there.snaps.count))
        asked = _Asked(network, here.snaps, there.snaps.take(some), "distance", whole_limit(limit))
        found = _best(asked, _over_junctions_each(asked))
        np.add.at(counts, found.origin, alike[some[found.target]])
    return counts[here.like]


def reachable(network: Network, origins: Snaps, targets: Snaps) -> Bools:
    """Tell which origins have a path, however long, to any of the targets."""
    found = nearest(network, origins, _as_one(targets), k=1)
    answer = np.zeros(origins.count, dtype=bool)
    answer[found.origin] = True
    return answer


def only_by_ferry(network: Network, origins: Snaps, targets: Snaps, found: Found) -> Bools:
    """Tell which journeys found have no way round without a ferry, however long."""
    answer = np.zeros(len(found.origin), dtype=bool)
    dry = without_ferries(network)
    for target in np.unique(found.target[found.by_ferry]):
        rows = np.flatnonzero(found.by_ferry & (found.target == target))
        asked = origins.take(found.origin[rows])
        answer[rows] = ~reachable(dry, asked, targets.take(np.array([target])))
    return answer


def without_ferries(network: Network) -> Network:
    """Give the same network with its ferries out of service."""
    links = network.links
    return replace(network, links=replace(links, leaving=_dry(links.leaving), entering=_dry(links.entering)))


def graph_of(arcs: Arcs, weight: Weight = "distance") -> Graph:
    """Give arcs as a sweep takes them, with the weight to make small first."""
    cost, other = (arcs.length_mm, arcs.time_ms) if weight == "distance" else (arcs.time_ms, arcs.length_mm)
    return arcs.start, arcs.head, cost, other, arcs.ferry


def seeds_of(found: Ends, legs: tuple[Ints, Ints], target: Ints, weight: Weight = "distance") -> Seeds:
    """Give ends of links as the seeds of a sweep.

    Parameters
    ----------
    found
        Junctions next to the feet of targets.
    legs
        Length and time of the leg of each point of access.
    target
        Number of the target of each point of access.
    weight
        What is made small.
    """
    sizes = (found.length_mm + legs[0][found.point], found.time_ms + legs[1][found.point])
    cost, other = sizes if weight == "distance" else sizes[::-1]
    # What is longer than can be told is beyond every limit.
    parts = (found.junction, np.minimum(cost, FARTHEST + 1), np.minimum(other, FARTHEST + 1), target[found.point])
    junction, cost, other, number = (part.astype(np.int32) for part in parts)
    return junction, cost, other, number


def legs_of(network: Network, snaps: Snaps) -> tuple[Ints, Ints]:
    """Give length and time of the leg of each point of access; 0 where there is no foot."""
    leg_mm = whole(np.nan_to_num(snaps.leg_m))
    return leg_mm, np.rint(leg_mm / (network.mode.leg_kmh / 3.6)).astype(np.int64)


def whole_limit(limit: float) -> int:
    """Give a limit in metres as whole millimetres, or one in seconds as whole milliseconds."""
    thousandths = limit * 1000 + _SLACK
    return FARTHEST if thousandths >= FARTHEST else int(np.floor(thousandths))


def _dry(arcs: Arcs) -> Arcs:
    kept = ~arcs.ferry
    start = np.concatenate([[0], np.cumsum(kept)])[arcs.start]
    rest = {item.name: getattr(arcs, item.name)[kept] for item in fields(arcs) if item.name != "start"}
    return Arcs(start=start, **rest)


@dataclass(frozen=True, slots=True)
class _Asked:
    network: Network
    origins: Snaps
    targets: Snaps
    weight: Weight
    limit: int

    def of_weight(self, length: Ints, time: Ints) -> Ints:
        """Choose what is made small."""
        return length if self.weight == "distance" else time


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways between two feet."""

    origin_point: Ints
    """Point of access of the origin."""
    target_point: Ints
    """Point of access of the target."""
    length_mm: Ints
    """Length from foot to foot."""
    time_ms: Ints
    """Time from foot to foot."""
    by_ferry: Bools
    """The way takes a ferry."""


@dataclass(frozen=True, slots=True)
class _Read:
    """Labels as origins read them at the ends of their links."""

    row: Ints
    """Row of the end of the link of an origin."""
    seed: Int32s
    cost: Int32s
    other: Int32s
    by_ferry: Bools


def _over_junctions(asked: _Asked, k: int) -> Ways:
    """Give the ways over junctions to the k targets nearest to each, from one reverse sweep."""
    entries, exits = _entries(asked), ends(asked.network, asked.origins, leaving=True)
    graph = graph_of(asked.network.links.entering, asked.weight)
    cost, seed, other, by_ferry = sweep(graph, _seeds(asked, entries), k, asked.limit)
    row, rank = np.nonzero(seed[exits.junction] >= 0)
    at = exits.junction[row]
    read = _Read(row, seed[at, rank], cost[at, rank], other[at, rank], by_ferry[at, rank])
    return _ways(asked, entries, exits, read)


def _over_junctions_each(asked: _Asked) -> Ways:
    """Give the ways over junctions to every target within the limit, from a reverse sweep a target."""
    entries, exits = _entries(asked), ends(asked.network, asked.origins, leaving=True)
    graph = graph_of(asked.network.links.entering, asked.weight)
    wanted = np.zeros(len(asked.network.links.node), dtype=bool)
    wanted[exits.junction] = True
    junction, seed, cost, other, by_ferry = spread(graph, _seeds(asked, entries), asked.limit, wanted)
    order = np.argsort(exits.junction, kind="stable")
    pair, place = matches(exits.junction[order], junction.astype(np.int64))
    read = _Read(order[place], seed[pair], cost[pair], other[pair], by_ferry[pair])
    return _ways(asked, entries, exits, read)


def _entries(asked: _Asked) -> Ends:
    return ends(asked.network, asked.targets, leaving=False)


def _seeds(asked: _Asked, entries: Ends) -> Seeds:
    return seeds_of(entries, legs_of(asked.network, asked.targets), asked.targets.owner, asked.weight)


def _ways(asked: _Asked, entries: Ends, exits: Ends, read: _Read) -> Ways:
    """Give the ways between feet that labels stand for: the leg of the target is no part of them."""
    target_point = entries.point[read.seed]
    over = (read.cost.astype(np.int64), read.other.astype(np.int64))
    over_mm, over_ms = over if asked.weight == "distance" else over[::-1]
    leg_mm, leg_ms = legs_of(asked.network, asked.targets)
    return Ways(
        exits.point[read.row],
        target_point,
        exits.length_mm[read.row] + over_mm - leg_mm[target_point],
        exits.time_ms[read.row] + over_ms - leg_ms[target_point],
        read.by_ferry,
    )


def along_link(network: Network, origins: Snaps, targets: Snaps) -> Ways:
    """Give the ways between two feet on one link, directly along it.

    Parameters
    ----------
    network
        Network of a mode.
    origins, targets
        Snaps on that network.
    """
    links = network.links
    here, there = spots(network, origins), spots(network, targets)
    there = there.rows(np.argsort(there.link, kind="stable"))
    mine, theirs = matches(there.link, here.link)
    here, there = here.rows(mine), there.rows(theirs)
    ahead = there.at_mm - here.at_mm
    allowed = (links.forward[here.link] & (ahead >= 0)) | (links.backward[here.link] & (ahead <= 0))
    return Ways(
        here.point[allowed],
        there.point[allowed],
        np.abs(ahead)[allowed],
        np.abs(there.at_ms - here.at_ms)[allowed],
        links.ferry[here.link[allowed]],
    )


def _best(asked: _Asked, over: Ways) -> Found:
    """Keep the best journey within the limit of each origin and target, over all their points of access."""
    along = along_link(asked.network, asked.origins, asked.targets)
    joined = Ways(*(np.concatenate([getattr(over, item.name), getattr(along, item.name)]) for item in fields(Ways)))
    access, egress = legs_of(asked.network, asked.origins), legs_of(asked.network, asked.targets)
    found = Found(
        origin=asked.origins.owner[joined.origin_point],
        rank=np.zeros(len(joined.origin_point), dtype=np.int64),
        target=asked.targets.owner[joined.target_point],
        origin_point=joined.origin_point,
        target_point=joined.target_point,
        access_mm=access[0][joined.origin_point],
        network_mm=joined.length_mm,
        egress_mm=egress[0][joined.target_point],
        time_ms=access[1][joined.origin_point] + joined.time_ms + egress[1][joined.target_point],
        by_ferry=joined.by_ferry,
    )
    cost = asked.of_weight(found.total_mm, found.time_ms)
    other = asked.of_weight(found.time_ms, found.total_mm)
    keys = (found.target_point, found.origin_point, found.by_ferry, other, cost, found.target, found.origin)
    order = np.lexsort(keys)
    order = order[cost[order] <= asked.limit]
    origin, target = found.origin[order], found.target[order]
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (origin[1:] != origin[:-1]) | (target[1:] != target[:-1])
    return found.rows(order[fresh])


def _ranked(asked: _Asked, found: Found) -> Found:
    """Order journeys by origin, total and target, and number them per origin."""
    cost = asked.of_weight(found.total_mm, found.time_ms)
    order = np.lexsort((found.target, cost, found.origin))
    found = found.rows(order)
    rank = np.arange(len(order)) - np.searchsorted(found.origin, found.origin, side="left") + 1
    return replace(found, rank=rank)


def _for_all(found: Found, here: Distinct, there: Distinct, origins: Snaps) -> Found:
    """Give the journeys of all origins from those of the distinct ones, in the rows of the places as they were."""
    start = np.searchsorted(found.origin, here.like, side="left")
    size = np.searchsorted(found.origin, here.like, side="right") - start
    origin = np.repeat(np.arange(origins.count), size)
    every = found.rows(np.arange(len(origin)) + np.repeat(start - np.cumsum(size) + size, size))
    own = here.owner[every.origin] == origin
    first_point = np.searchsorted(origins.owner, origin, side="left")
    return replace(
        every,
        origin=origin,
        target=there.owner[every.target],
        origin_point=np.where(own, here.point[every.origin_point], first_point),
        target_point=there.point[every.target_point],
    )


def _as_one(targets: Snaps) -> Snaps:
    return replace(targets, count=1, owner=np.zeros(len(targets.owner), dtype=np.int64))
