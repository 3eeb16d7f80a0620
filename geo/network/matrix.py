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
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from geo.crs import SCALE_SLACK
from geo.network.build import Network
from geo.network.ends import ends
from geo.network.route import Ways, Weight, along_link, graph_of, legs_of, seeds_of, whole_limit
from geo.network.snap import Snaps
from geo.network.sweep import FARTHEST, NO_WAY, Seeds, between, key_of, of_key

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
        along = along_link(network, some, targets)
        keys = _keys(asked, some, along, threads)
        cost, other = (np.where(keys != NO_WAY, part, np.nan) for part in of_key(keys))
        mm, ms = (cost, other) if weight == "distance" else (other, cost)
        exists = ways[np.ix_(kind[first : first + size], goal_kind)]
        exists[some.owner[along.origin_point], targets.owner[along.target_point]] = True
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


def _keys(asked: _Asked, origins: Snaps, along: Ways, threads: int) -> Ints:
    """Give the least way of each pair, over junctions or along the link that both feet are on."""
    links, targets = asked.network.links, asked.targets
    seeds, shape = _seeds(asked.network, origins, asked.weight, leaving=True), (origins.count, targets.count)
    if origins.count < targets.count:
        graph = graph_of(links.leaving, asked.weight)
        keys = between(graph, seeds, asked.seeds, asked.limit, shape, threads=threads)
    else:
        graph = graph_of(links.entering, asked.weight)
        keys = between(graph, asked.seeds, seeds, asked.limit, shape[::-1], threads=threads).T
    here, there = legs_of(asked.network, origins), legs_of(asked.network, targets)
    mm, ms = (
        own + here[part][along.origin_point] + there[part][along.target_point]
        for part, own in enumerate((along.length_mm, along.time_ms))
    )
    cost, other = (mm, ms) if asked.weight == "distance" else (ms, mm)
    near = cost <= asked.limit
    pairs = origins.owner[along.origin_point[near]], targets.owner[along.target_point[near]]
    np.minimum.at(keys, pairs, key_of(cost[near], other[near]))
    return keys


def _which_exist(network: Network, origins: Snaps, targets: Snaps) -> tuple[Bools, Ints, Ints]:
    """Tell between which kinds of origins and targets there is a way over junctions, and of which kind each place is.

    Places that leave for the same strongly connected parts of the network are of one kind, and so are places that are
    entered from the same parts.
    """
    arcs = network.links.leaving
    if not len(arcs.start) > 1:
        nowhere = np.zeros(origins.count, dtype=np.int64), np.zeros(targets.count, dtype=np.int64)
        return np.zeros((1, 1), dtype=bool), *nowhere
    weights = np.ones(len(arcs.head), dtype=np.int8)
    graph = csr_array((weights, arcs.head, arcs.start), shape=(len(arcs.start) - 1,) * 2)
    part = connected_components(graph, directed=True, connection="strong")[1]
    exits, entries = ends(network, origins, leaving=True), ends(network, targets, leaving=False)
    here, kind = _kinds(part[exits.junction], origins.owner[exits.point], origins.count)
    there, other_kind = _kinds(part[entries.junction], targets.owner[entries.point], targets.count)
    leaving, entering = (_seeds_in(part, kinds) for kinds in (here, there))
    shape = (len(there), len(here))
    keys = between(graph_of(network.links.entering), entering, leaving, FARTHEST, shape)
    return (keys != NO_WAY).T, kind, other_kind


def _kinds(part: Ints, owner: Ints, count: int) -> tuple[list[tuple[int, ...]], Ints]:
    """Give the parts of every kind of places, and the kind of each place."""
    parts: list[set[int]] = [set() for _ in range(count)]
    for place, one in zip(owner.tolist(), part.tolist(), strict=True):
        parts[place].add(one)
    kinds: dict[tuple[int, ...], int] = {}
    kind = [kinds.setdefault(tuple(sorted(own)), len(kinds)) for own in parts]
    return list(kinds), np.array(kind, dtype=np.int64)


def _seeds_in(part: Ints, kinds: list[tuple[int, ...]]) -> Seeds:
    """Put a target for every kind at a junction of each of its parts, nothing in between."""
    first = np.unique(part, return_index=True)[1].astype(np.int32)
    number = np.repeat(np.arange(len(kinds), dtype=np.int32), [len(kind) for kind in kinds])
    junction = first[np.array([one for kind in kinds for one in kind], dtype=np.int64)]
    none = np.zeros(len(number), dtype=np.int32)
    return junction, none, none, number


def _circles(shapes: NDArray[np.object_]) -> tuple[Floats, float]:
    """Give the middle of each shape and the radius of a circle that covers any of them."""
    bounds = shapely.bounds(shapes).reshape(-1, 4)
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    radius = np.hypot(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1]) / 2
    return (bounds[:, :2] + bounds[:, 2:]) / 2, float(radius.max(initial=0.0))
