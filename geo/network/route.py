"""Exact shortest paths from places to facilities: nearest k, counts, reachability.

One reverse sweep per set of facilities answers all origins: labels start at the feet of the facilities with their
egress legs, and the origins read them at the ends of their own segments. Two feet on one segment are also joined
directly along it.
"""

from dataclasses import dataclass, fields, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from geo.network.build import Arcs, Network, rounded
from geo.network.snap import TIE_M, Snaps
from geo.network.sweep import COST, FERRY, OTHER, SEED, sweep

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Weight = Literal["distance", "time"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Journeys from origins to targets, by origin and rank; lengths in metres, `total_m` the sum of the other three."""

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
    access_m: Floats
    """Leg of the origin."""
    network_m: Floats
    """Length over the network."""
    egress_m: Floats
    """Leg of the target."""
    total_m: Floats
    """Whole length."""
    seconds: Floats
    """Whole time."""
    by_ferry: Bools
    """The journey takes a ferry (another one may not need to)."""

    def rows(self, chosen: Ints | Bools) -> "Found":
        """Give some of the journeys."""
        return Found(**{item.name: getattr(self, item.name)[chosen] for item in fields(self)})


def nearest(
    network: Network, origins: Snaps, targets: Snaps, *, k: int, limit: float = np.inf, weight: Weight = "distance"
) -> Found:
    """Find the k targets that are nearest to each origin.

    Exact: the shortest directed path between the feet plus both legs. Totals within a micrometre are equal and go by
    the row of the target.

    Parameters
    ----------
    network
        Network of a mode.
    origins, targets
        Snaps on that network.
    k
        How many targets an origin gets at most.
    limit
        Largest total, limit included: metres, or seconds where `weight` is ``time``.
    weight
        What is made small; the other figure is of the same path.
    """
    found = _best_points(_journeys(network, origins, targets, k=k, limit=limit, weight=weight), weight)
    rank, order = _ranked(found, weight)
    return replace(found.rows(order[rank <= k]), rank=rank[rank <= k])


def within(network: Network, origins: Snaps, targets: Snaps, *, limit: float) -> Found:
    """Find every target within a limit (metres) of each origin, ranked."""
    return nearest(network, origins, targets, k=max(targets.count, 1), limit=limit)


def count_within(network: Network, origins: Snaps, targets: Snaps, *, limit: float) -> Ints:
    """Count the targets within a limit (metres) of each origin; 0 also where an origin has no foot."""
    return np.bincount(within(network, origins, targets, limit=limit).origin, minlength=origins.count)


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
    return replace(network, leaving=_dry(network.leaving), entering=_dry(network.entering))


def _dry(arcs: Arcs) -> Arcs:
    kept = ~arcs.ferry
    start = np.concatenate([[0], np.cumsum(kept)])[arcs.start]
    rest = {item.name: getattr(arcs, item.name)[kept] for item in fields(arcs) if item.name != "start"}
    return Arcs(start=start, **rest)


@dataclass(frozen=True, slots=True)
class Ends:
    """Nodes next to feet: how much lies between foot and node, in the direction of travel."""

    point: Ints
    """Point of access."""
    node: Ints
    """Node that the foot is, or an end of its segment."""
    length_m: Floats
    """Metres between foot and node."""
    seconds: Floats
    """Seconds between foot and node."""


def ends(network: Network, snaps: Snaps, *, leaving: bool) -> Ends:
    """Give the nodes that a traveller may leave a foot for, or reach it from.

    Parameters
    ----------
    network
        Network of a mode.
    snaps
        Feet.
    leaving
        True for journeys that begin at the feet, False for journeys that end there.
    """
    there, back = (network.forward, network.backward) if leaving else (network.backward, network.forward)
    inside = (snaps.segment >= 0) & (snaps.node < 0)
    safe = np.maximum(snaps.segment, 0) if len(network.u) else np.zeros(0, dtype=np.int64)
    if len(network.u) == 0:
        inside = np.zeros(0, dtype=bool)
    at = np.flatnonzero(snaps.node >= 0)
    to_v = np.flatnonzero(inside)[there[snaps.segment[inside]]]
    to_u = np.flatnonzero(inside)[back[snaps.segment[inside]]]
    share = np.concatenate([np.zeros(len(at)), 1.0 - snaps.fraction[to_v], snaps.fraction[to_u]])
    point = np.concatenate([at, to_v, to_u])
    node = np.concatenate([snaps.node[at], network.v[snaps.segment[to_v]], network.u[snaps.segment[to_u]]])
    length_m, seconds = network.length_m[safe[point]], network.seconds[safe[point]]
    order = np.argsort(point, kind="stable")
    return Ends(point[order], node[order], rounded(share * length_m)[order], rounded(share * seconds)[order])


def legs_s(network: Network, leg_m: Floats) -> Floats:
    """Give the time over straight legs, seconds."""
    return rounded(leg_m / (network.mode.leg_kmh / 3.6))


def _journeys(network: Network, origins: Snaps, targets: Snaps, *, k: int, limit: float, weight: Weight) -> Found:
    """Give for every origin at least the k nearest targets, some of them more than once."""
    over = _over_nodes(network, origins, targets, k=k, limit=limit, weight=weight)
    along = _along_segment(network, origins, targets)
    columns = [np.concatenate(pair) for pair in zip(over, along, strict=True)]
    origin_point, target_point, network_m, seconds, by_ferry = columns
    access_m, egress_m = origins.leg_m[origin_point], targets.leg_m[target_point]
    found = Found(
        origin=origins.owner[origin_point],
        rank=np.zeros(len(origin_point), dtype=np.int64),
        target=targets.owner[target_point],
        origin_point=origin_point,
        target_point=target_point,
        access_m=access_m,
        network_m=network_m,
        egress_m=egress_m,
        total_m=access_m + network_m + egress_m,
        seconds=legs_s(network, access_m) + seconds + legs_s(network, egress_m),
        by_ferry=by_ferry,
    )
    return found.rows(_weighed(found, weight) <= limit + TIE_M)


Legs = tuple[Ints, Ints, Floats, Floats, Bools]
"""Point of access of origin and target, metres and seconds between their feet, and whether by ferry."""


def _over_nodes(network: Network, origins: Snaps, targets: Snaps, *, k: int, limit: float, weight: Weight) -> Legs:
    """Give the journeys that leave the origin's segment, from one reverse sweep."""
    seeds, exits = ends(network, targets, leaving=False), ends(network, origins, leaving=True)
    seed_m = seeds.length_m + targets.leg_m[seeds.point]
    seed_s = seeds.seconds + legs_s(network, targets.leg_m[seeds.point])
    arcs = network.entering
    weights = [(arcs.length_m, arcs.seconds), (seed_m, seed_s)]
    (cost, other), (seed_cost, seed_other) = weights if weight == "distance" else [pair[::-1] for pair in weights]
    first, floats, marks = sweep(
        arcs.start, arcs.head, cost, other, arcs.ferry,
        seeds.node, seed_cost, seed_other, targets.owner[seeds.point], k, limit + TIE_M,
    )  # fmt: skip
    size = first[exits.node + 1] - first[exits.node]
    row = np.repeat(np.arange(len(size)), size)
    label = np.arange(len(row)) - np.repeat(np.cumsum(size) - size, size) + np.repeat(first[exits.node], size)
    target_point = seeds.point[marks[label, SEED]]
    egress_m = targets.leg_m[target_point]
    metres, seconds = (COST, OTHER) if weight == "distance" else (OTHER, COST)
    network_m = exits.length_m[row] + (floats[label, metres] - egress_m)
    network_s = exits.seconds[row] + (floats[label, seconds] - legs_s(network, egress_m))
    return exits.point[row], target_point, network_m, network_s, marks[label, FERRY] > 0


def _along_segment(network: Network, origins: Snaps, targets: Snaps) -> Legs:
    """Give the journeys between two feet inside one segment, directly along it; feet within the tie are one spot."""
    mine, theirs = (np.flatnonzero((snaps.segment >= 0) & (snaps.node < 0)) for snaps in (origins, targets))
    theirs = theirs[np.argsort(targets.segment[theirs], kind="stable")]
    low = np.searchsorted(targets.segment[theirs], origins.segment[mine], side="left")
    size = np.searchsorted(targets.segment[theirs], origins.segment[mine], side="right") - low
    origin_point = np.repeat(mine, size)
    target_point = theirs[np.repeat(low - np.cumsum(size) + size, size) + np.arange(size.sum())]
    segment = origins.segment[origin_point]
    ahead = targets.fraction[target_point] - origins.fraction[origin_point]
    ahead[np.abs(ahead) * network.length_m[segment] <= TIE_M] = 0.0
    allowed = np.where(ahead >= 0, network.forward[segment], False) | np.where(
        ahead <= 0, network.backward[segment], False
    )
    origin_point, target_point, segment = origin_point[allowed], target_point[allowed], segment[allowed]
    share = np.abs(ahead[allowed])
    length_m, seconds = rounded(share * network.length_m[segment]), rounded(share * network.seconds[segment])
    return origin_point, target_point, length_m, seconds, network.ferry[segment]


def _weighed(found: Found, weight: Weight) -> Floats:
    return found.total_m if weight == "distance" else found.seconds


def _best_points(found: Found, weight: Weight) -> Found:
    """Keep the best journey of each origin and target over all their points of access."""
    keys = (found.target_point, found.origin_point, found.seconds, found.total_m, _weighed(found, weight))
    order = np.lexsort((*keys, found.target, found.origin))
    origin, target = found.origin[order], found.target[order]
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (origin[1:] != origin[:-1]) | (target[1:] != target[:-1])
    return found.rows(order[fresh])


def _ranked(found: Found, weight: Weight) -> tuple[Ints, Ints]:
    """Order journeys by origin, total and target, totals within the tie being equal; give rank and order."""
    total = _weighed(found, weight)
    order = np.lexsort((found.target, total, found.origin))
    origin, cost = found.origin[order], total[order]
    apart = np.ones(len(order), dtype=bool)
    apart[1:] = (origin[1:] != origin[:-1]) | (np.diff(cost) > TIE_M)
    order = order[np.lexsort((found.target[order], np.cumsum(apart)))]
    begin = np.searchsorted(found.origin[order], found.origin[order], side="left")
    return np.arange(len(order)) - begin + 1, order


def _as_one(targets: Snaps) -> Snaps:
    return replace(targets, count=1, owner=np.zeros(len(targets.owner), dtype=np.int64))
