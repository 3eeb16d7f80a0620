"""Every distance from some places to others, in blocks of origins, exact.

A block searches from the side that has fewer places in it: backwards from the targets, as the nearest ones are found,
or forwards from the origins. Costs are whole numbers, so that both give the same, and no figure depends on how the
origins are put into blocks.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import KDTree

from geo.network.build import Network
from geo.network.ends import ends
from geo.network.route import Weight, along_link, graph_of, legs_of, reachable, seeds_of, whole_limit
from geo.network.snap import SCALE_SLACK, Snaps
from geo.network.sweep import NO_WAY, Seeds, between, key_of, of_key

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
BLOCK_PAIRS = 2**20
"""Pairs in a block, if nothing else is asked: about 60 MB at the most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The ways from some origins, one after the other, to all targets: a row an origin, a column a target."""

    first: int
    """Row of the first origin."""
    distance_m: Floats
    """Length of each way, both legs included, metres; NaN where there is none within the limit."""
    minutes: Floats
    """Time of the same way; NaN where there is none."""
    exists: Bools
    """There is a way, however long."""


def matrix(
    network: Network,
    origins: Snaps,
    targets: Snaps,
    *,
    limit: float = np.inf,
    weight: Weight = "distance",
    block_pairs: int = BLOCK_PAIRS,
    threads: int = 1,
) -> Iterator[Block]:
    """Find the way from each origin to each target, in blocks of whole origins.

    Each is the journey that `geo.network.route.nearest` finds for the pair: the shortest directed path between the
    feet plus both legs, in whole millimetres.

    Parameters
    ----------
    network
        Network of a mode.
    origins, targets
        Snaps on that network.
    limit
        Largest total, limit included: metres, or seconds where `weight` is ``time``. Nothing beyond 2,147 kilometres
        (596 hours) is found.
    weight
        What is made small; the other figure is of the same path, the least where several are equally short.
    block_pairs
        How many pairs a block has at the most; one origin with all targets is a block at the least.
    threads
        How many searches are made at a time.

    Yields
    ------
    block
        By origin.
    """
    asked = _Asked(network, targets, weight, whole_limit(limit), _seeds(network, targets, weight, leaving=False))
    ways, kind, goal_kind = _which_exist(network, origins, targets)
    size = max(1, block_pairs // max(1, targets.count))
    for first in range(0, origins.count if targets.count else 0, size):
        some = origins.take(np.arange(first, min(first + size, origins.count)))
        keys = _keys(asked, some, threads)
        found = keys != NO_WAY
        cost, other = (np.where(found, part, np.nan) for part in of_key(keys))
        mm, ms = (cost, other) if weight == "distance" else (other, cost)
        exists = found | ways[np.ix_(kind[first : first + size], goal_kind)]
        yield Block(first=first, distance_m=mm / 1000, minutes=ms / 1000 / 60, exists=exists)


def most_pairs(origins: NDArray[np.object_], targets: NDArray[np.object_], reach_m: float) -> int:
    """Count the pairs of places that lie within a distance as the crow flies: no fewer lie within it by road.

    Parameters
    ----------
    origins, targets
        Geometries in one metric reference system; a shape counts as a circle around it.
    reach_m
        Distance.

    Returns
    -------
    count
        How many pairs at the most.
    """
    (here, around_m), (there, about_m) = (_circles(shapes) for shapes in (origins, targets))
    if not len(here) or not len(there):
        return 0
    reach_m = reach_m * SCALE_SLACK + around_m + about_m
    return int(KDTree(here).count_neighbors(KDTree(there), reach_m))


def fastest_m(network: Network, seconds: float) -> float:
    """Give the farthest that anyone comes in some time over a network: at the speed of its fastest street."""
    return seconds * float((network.length_mm / network.time_ms).max(initial=network.mode.leg_kmh / 3.6))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every block asks of."""

    network: Network
    targets: Snaps
    weight: Weight
    limit: int
    seeds: Seeds
    """Where the targets are, for a search from them."""


def _seeds(network: Network, snaps: Snaps, weight: Weight, *, leaving: bool) -> Seeds:
    return seeds_of(ends(network, snaps, leaving=leaving), legs_of(network, snaps), snaps.owner, weight)


def _keys(asked: _Asked, origins: Snaps, threads: int) -> Ints:
    """Give the least way of each pair, over junctions or along the link that both feet are on."""
    links, targets = asked.network.links, asked.targets
    seeds, shape = _seeds(asked.network, origins, asked.weight, leaving=True), (origins.count, targets.count)
    if origins.count < targets.count:
        graph = graph_of(links.leaving, asked.weight)
        keys = between(graph, seeds, asked.seeds, asked.limit, shape, threads=threads)
    else:
        graph = graph_of(links.entering, asked.weight)
        keys = between(graph, asked.seeds, seeds, asked.limit, shape[::-1], threads=threads).T
    origin, target, key = _along_link(asked, origins)
    np.minimum.at(keys, (origin, target), key)
    return keys


def _along_link(asked: _Asked, origins: Snaps) -> tuple[Ints, Ints, Ints]:
    """Give origin, target and key of the ways along one link that are within the limit."""
    ways = along_link(asked.network, origins, asked.targets)
    here, there = legs_of(asked.network, origins), legs_of(asked.network, asked.targets)
    mm, ms = (
        own + here[part][ways.origin_point] + there[part][ways.target_point]
        for part, own in enumerate((ways.length_mm, ways.time_ms))
    )
    cost, other = (mm, ms) if asked.weight == "distance" else (ms, mm)
    near = cost <= asked.limit
    owners = origins.owner[ways.origin_point[near]], asked.targets.owner[ways.target_point[near]]
    return *owners, key_of(cost[near], other[near])


def _which_exist(network: Network, origins: Snaps, targets: Snaps) -> tuple[Bools, Ints, Ints]:
    """Tell between which kinds of origins and targets there is a way, however long, and of what kind each place is.

    A foot lies in a strongly connected part of the network, all of which can be reached from it and leads to it: places
    with feet in the same parts are of one kind.
    """
    (here, kind), (there, other_kind) = (_kinds(network, snaps) for snaps in (origins, targets))
    some = origins.take(here)
    ways = [reachable(network, some, targets.take(there[[one]])) for one in range(len(there))]
    return np.array(ways, dtype=bool).reshape(len(there), len(here)).T, kind, other_kind


def _kinds(network: Network, snaps: Snaps) -> tuple[Ints, Ints]:
    """Give the first place of every kind, and the kind of each place."""
    footed = np.flatnonzero(snaps.segment >= 0)
    parts: list[list[int]] = [[] for _ in range(snaps.count)]
    for place, part in zip(
        snaps.owner[footed].tolist(), network.component[snaps.segment[footed]].tolist(), strict=True
    ):
        parts[place].append(part)
    kinds: dict[tuple[int, ...], int] = {}
    kind = np.array([kinds.setdefault(tuple(sorted(set(own))), len(kinds)) for own in parts], dtype=np.int64)
    return np.unique(kind, return_index=True)[1], kind


def _circles(shapes: NDArray[np.object_]) -> tuple[Floats, float]:
    """Give the middle of each shape and the radius of a circle that covers any of them."""
    bounds = shapely.bounds(shapes).reshape(-1, 4)
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    radius = np.hypot(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1]) / 2
    return (bounds[:, :2] + bounds[:, 2:]) / 2, float(radius.max(initial=0.0))
