"""The compiled search: labels every junction with its nearest targets.

A multi-source search in which a junction keeps the k lowest labels of distinct targets, ordered by cost and then by
target. Cost grows with the junctions inside the limit and with k, not with the number of places that ask afterwards.
Costs are whole numbers of at least 1 an arc, so that equal is equal and the outcome does not depend on the order of
anything: of two ways of the same cost to one target the one with the lower other weight counts, then the one by land,
then the one from the lower seed.

The targets are nodes behind the junctions, with an arc to each of their seeds, so that a search has one kind of step.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Int32s = NDArray[np.int32]
Bools = NDArray[np.bool_]
Graph = tuple[Ints, Int32s, Int32s, Int32s, Bools]
"""Where the arcs of each junction begin, and head, cost, other weight and whether by ferry of each arc."""
Seeds = tuple[Int32s, Int32s, Int32s, Int32s]
"""Junction, cost, other weight and target of each seed: where the targets are, and what lies between."""
Labels = tuple[Int32s, Int32s, Int32s, Bools]
"""Cost, seed, other weight and whether by ferry: a row a junction, a column a rank; seed -1 where there is none."""
Pairs = tuple[Int32s, Int32s, Int32s, Int32s, Bools]
"""Junction, seed, cost, other weight and whether by ferry."""

Readers = tuple[Ints, Ints, Int32s]
"""Where the readers of each junction begin; number of each, and what lies between it and the junction."""
Direct = tuple[Ints, Ints, Ints]
"""Where the ways of each origin that pass no junction begin; number of the reader and cost of each."""
Room = tuple[Ints, Int32s, Int32s]
"""Where the heap of keys and junctions is kept, and which junctions were touched."""

FARTHEST = 2**31 - 2
"""Largest cost that can be told: 2,147 kilometres in millimetres."""
NO_WAY = 2**63 - 1
"""Key of a pair without a way within the limit."""
_NEVER = 2**31 - 1
_NONE, _NOT = np.empty(0, dtype=np.int32), np.empty(0, dtype=np.bool_)
_TARGET = 2**32 - 1
"""The half of a key that holds the target; the other half is the cost."""


@njit(cache=True, nogil=True)
def _rise(keys: Ints, spots: Int32s, place: int, key: int, spot: int) -> None:
    """Put a key in a heap of four branches, upwards from a free place."""
    while place > 0:
        above = (place - 1) >> 2
        if keys[above] <= key:
            break
        keys[place], spots[place] = keys[above], spots[above]
        place = above
    keys[place], spots[place] = key, spot


@njit(cache=True, nogil=True)
def _sink(keys: Ints, spots: Int32s, size: int) -> None:
    """Put the key behind the last in the place of the first, downwards."""
    key, spot, place = keys[size], spots[size], 0
    while True:
        least = 4 * place + 1
        if least >= size:
            break
        low = keys[least]
        for branch in range(least + 1, min(4 * place + 5, size)):
            if keys[branch] < low:
                least, low = branch, keys[branch]
        if low >= key:
            break
        keys[place], spots[place] = low, spots[least]
        place = least
    keys[place], spots[place] = key, spot


@njit(cache=True, nogil=True)
def _rank_of(costs: Int32s, seeds: Int32s, target: Int32s, node: int, key: int) -> int:
    """Give the rank of the label with the cost and target of a key; -1 where a better one took its place."""
    cost, wanted = key >> 32, key & _TARGET
    for rank in range(costs.shape[1]):
        if costs[node, rank] > cost:
            return -1
        if costs[node, rank] == cost and target[seeds[node, rank]] == wanted:
            return rank
    return -1


@njit(cache=True, nogil=True)
def _begin(keys: Ints, spots: Int32s, numbers: Int32s, chosen: tuple[int, int], nodes: int) -> None:
    """Put targets in an empty heap; in order of their number they are a heap already."""
    for place in range(chosen[1] - chosen[0]):
        keys[place], spots[place] = numbers[chosen[0] + place], nodes + chosen[0] + place


@njit(cache=True, nogil=True)
def _is_better(other: int, ferry: bool, seed: int, own_other: int, own_ferry: bool, own_seed: int) -> bool:
    """Compare two ways of the same cost to one target."""
    if other != own_other:
        return other < own_other
    return seed < own_seed if ferry == own_ferry else own_ferry


@njit(cache=True, nogil=True)
def _make_room(labels: Labels, target: Int32s, node: int, place: int, cost: int, wanted: int) -> int:
    """Move the labels above a place that come after a new one down by one; give the place that is free then."""
    costs, seeds, others, ferries = labels
    while place > 0 and (
        costs[node, place - 1] > cost or (costs[node, place - 1] == cost and target[seeds[node, place - 1]] > wanted)
    ):
        costs[node, place], seeds[node, place] = costs[node, place - 1], seeds[node, place - 1]
        others[node, place], ferries[node, place] = others[node, place - 1], ferries[node, place - 1]
        place -= 1
    return place


# One long function: to hand the arrays on at every arc makes the whole 1.7 times as slow.
@njit(cache=True, nogil=True)
def _search(  # noqa: C901, PLR0917
    graph: Graph, target: Int32s, numbers: Int32s, chosen: tuple[int, int], limit: int, labels: Labels, room: Room
) -> int:  # fmt: skip
    """Label the junctions from some of the targets; give how many were touched, each once in the last of `room`."""
    start, head, arc_cost, arc_other, arc_ferry = graph
    costs, seeds, others, ferries = labels
    keys, spots, touched = room
    nodes, k = costs.shape
    arcs, size, count = int(start[nodes]), chosen[1] - chosen[0], 0
    _begin(keys, spots, numbers, chosen, nodes)
    while size > 0:
        key, node = keys[0], spots[0]
        size -= 1
        _sink(keys, spots, size)
        here, wanted = key >> 32, key & _TARGET
        own, own_other, own_ferry = -1, 0, False
        if node < nodes:
            rank = _rank_of(costs, seeds, target, node, key)
            if rank < 0:
                continue
            own, own_other, own_ferry = seeds[node, rank], others[node, rank], ferries[node, rank]
        for arc in range(start[node], start[node + 1]):
            there, cost = head[arc], here + arc_cost[arc]
            last = costs[there, k - 1]
            if cost > limit or cost > last or (cost == last and target[seeds[there, k - 1]] < wanted):
                continue
            seed, other, ferry = (
                own if own >= 0 else arc - arcs,
                min(own_other + arc_other[arc], _NEVER),
                own_ferry or arc_ferry[arc],
            )
            if seeds[there, 0] < 0:
                touched[count] = there
                count += 1
            place = 0
            while place < k and seeds[there, place] >= 0 and target[seeds[there, place]] != wanted:
                place += 1
            if place < k and costs[there, place] <= cost:
                same = (others[there, place], ferries[there, place], seeds[there, place])
                if costs[there, place] == cost and _is_better(other, ferry, seed, *same):
                    seeds[there, place], others[there, place], ferries[there, place] = seed, other, ferry
                continue
            place = min(place, k - 1)
            if place > 0:
                place = _make_room(labels, target, there, place, cost, wanted)
            costs[there, place], seeds[there, place] = cost, seed
            others[there, place], ferries[there, place] = other, ferry
            _rise(keys, spots, size, (cost << 32) | wanted, there)
            size += 1
    return count


def _with_targets(graph: Graph, seeds: Seeds) -> tuple[Graph, Int32s]:
    """Put the targets behind the junctions; give the number of each as well."""
    start, head, cost, other, ferry = graph
    seed_node, seed_cost, seed_other, target = seeds
    fresh = (
        np.flatnonzero(np.concatenate([[True], target[1:] != target[:-1]])) if len(target) else np.empty(0, np.int64)
    )
    whole = (
        np.concatenate([start[:-1], len(head) + fresh, [len(head) + len(target)]]),
        np.concatenate([head, seed_node]),
        np.concatenate([cost, seed_cost]),
        np.concatenate([other, seed_other]),
        np.concatenate([ferry, np.zeros(len(target), dtype=np.bool_)]),
    )
    return whole, target[fresh]


def _room(graph: Graph, nodes: int, k: int) -> Room:
    """Make room for a heap: no label is settled twice, so that every arc adds at most k keys."""
    most = k * len(graph[1]) + 1
    return np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int32), np.empty(nodes, dtype=np.int32)


def _blank(nodes: int, k: int) -> Labels:
    return (
        np.full((nodes, k), _NEVER, dtype=np.int32), np.full((nodes, k), -1, dtype=np.int32),
        np.zeros((nodes, k), dtype=np.int32), np.zeros((nodes, k), dtype=np.bool_),
    )  # fmt: skip


def sweep(graph: Graph, seeds: Seeds, k: int, limit: int) -> Labels:
    """Label every junction with the k targets that are nearest to it.

    Parameters
    ----------
    graph
        Arcs by junction, with the weight to minimise and the one to carry along.
    seeds
        Where the targets are, ordered by target: a junction, the weights from there to the target, and its number.
    k
        Labels a junction.
    limit
        Largest cost, at most `FARTHEST`.

    Returns
    -------
    labels
        By junction and rank.
    """
    nodes = len(graph[0]) - 1
    labels, (whole, numbers) = _blank(nodes, k), _with_targets(graph, seeds)
    _search(whole, seeds[3], numbers, (0, len(numbers)), limit, labels, _room(whole, nodes, k))
    return labels


def spread(graph: Graph, seeds: Seeds, limit: int, asked: Bools) -> Pairs:
    """Find every target within a limit of some junctions, target by target.

    Parameters
    ----------
    graph, seeds, limit
        As for `sweep`.
    asked
        Which junctions to tell of.

    Returns
    -------
    pairs
        One row a junction and target.
    """
    nodes = len(graph[0]) - 1
    labels, (whole, numbers) = _blank(nodes, 1), _with_targets(graph, seeds)
    room = _room(whole, nodes, 1)
    cost, seed, other, by_ferry = labels[0][:, 0], labels[1][:, 0], labels[2][:, 0], labels[3][:, 0]
    found: list[Pairs] = []
    for number in range(len(numbers)):
        count = _search(whole, seeds[3], numbers, (number, number + 1), limit, labels, room)
        here = room[2][:count]
        told = here[asked[here]]
        found.append((told, seed[told], cost[told], other[told], by_ferry[told]))
        cost[here], seed[here] = _NEVER, -1
    node, of_seed, costs, others, ferries = zip(*found, strict=True) if found else ([], [], [], [], [])
    return _joined(node), _joined(of_seed), _joined(costs), _joined(others), np.concatenate([*ferries, _NOT])


def _joined(parts: Sequence[Int32s]) -> Int32s:
    return np.concatenate([*parts, _NONE])


@njit(cache=True, nogil=True)
def key_of(cost: Ints, other: Ints) -> Ints:
    """Put costs and other weights together in whole numbers, of which the least is the one of the better way."""
    return (cost << 32) | other


def of_key(keys: Ints) -> tuple[Ints, Ints]:
    """Take costs and other weights out of what `key_of` put together."""
    return keys >> 32, keys & _TARGET


@njit(cache=True, nogil=True)
def _read_each(
    graph: Graph, targets: tuple[Int32s, Int32s], chosen: tuple[int, int], limit: int, space: tuple[Labels, Room],
    readers: tuple[Seeds, Ints],
) -> None:  # fmt: skip
    """Search from some of the targets, one by one, and let every reader keep the key of the way that it finds."""
    target, numbers = targets
    labels, room = space
    costs, seeds, others, _ = labels
    (node, cost, other, reader), keys = readers
    for number in range(chosen[0], chosen[1]):
        count = _search(graph, target, numbers, (number, number + 1), limit, labels, room)
        own = keys[numbers[number]]
        for row in range(len(node)):
            at = node[row]
            whole = np.int64(costs[at, 0]) + cost[row]
            if seeds[at, 0] >= 0 and whole <= limit:
                own[reader[row]] = min(own[reader[row]], key_of(whole, np.int64(others[at, 0]) + other[row]))
        for place in range(count):
            costs[room[2][place], 0], seeds[room[2][place], 0] = _NEVER, -1


def between(
    graph: Graph, seeds: Seeds, readers: Seeds, limit: int, shape: tuple[int, int], *, threads: int = 1
) -> Ints:  # fmt: skip
    """Find the least way between every target and every reader, target by target.

    Parameters
    ----------
    graph, seeds, limit
        As for `sweep`; the limit is that of whole ways.
    readers
        Where those who ask are, as the targets are told: a junction, the weights between it and them, and their number.
    shape
        How many targets and readers there are.
    threads
        How many share the work.

    Returns
    -------
    keys
        A row a target, a column a reader: cost and other weight as `key_of` puts them together, `NO_WAY` where there is
        no way within the limit.
    """
    nodes, keys = len(graph[0]) - 1, np.full(shape, NO_WAY, dtype=np.int64)
    whole, numbers = _with_targets(graph, seeds)

    def read(chosen: tuple[int, int]) -> None:
        space = _blank(nodes, 1), _room(whole, nodes, 1)
        _read_each(whole, (seeds[3], numbers), chosen, limit, space, (readers, keys))

    parts = list(pairwise(len(numbers) * part // threads for part in range(threads + 1)))
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(read, parts))
    return keys


@njit(cache=True, nogil=True)
def _offer(best: Ints, found: Ints, count: int, target: int, cost: int) -> int:
    """Keep the least cost of a target; give how many targets were found by now."""
    if best[target] == _NEVER:
        found[count] = target
        count += 1
    best[target] = min(best[target], cost)
    return count


@njit(cache=True, nogil=True)
def _add_each(
    graph: Graph, origins: tuple[Int32s, Int32s], near: tuple[Readers, Direct], limits: Ints,
    space: tuple[Labels, Room], told: tuple[Floats, Floats],
) -> None:  # fmt: skip
    """Search from each of the origins, one by one, and add up what is found."""
    (labels, room), (weights, sums), farthest = space, told, limits.max()
    (start, reader, cost), (first, target, length) = near
    best, found = np.full(len(weights), _NEVER, dtype=np.int64), np.empty(len(weights), dtype=np.int64)
    for number in range(len(origins[1])):
        origin, count = origins[1][number], 0
        touched = _search(graph, origins[0], origins[1], (number, number + 1), farthest, labels, room)
        for place in range(touched):
            node = room[2][place]
            for row in range(start[node], start[node + 1]):
                whole = np.int64(labels[0][node, 0]) + cost[row]
                if whole <= farthest:
                    count = _offer(best, found, count, reader[row], whole)
            labels[0][node, 0], labels[1][node, 0] = _NEVER, -1
        for row in range(first[origin], first[origin + 1]):
            if length[row] <= farthest:
                count = _offer(best, found, count, target[row], length[row])
        for place in range(count):
            one = found[place]
            for at in range(len(limits)):
                if best[one] <= limits[at]:
                    sums[origin, at] += weights[one]
            best[one] = _NEVER


def add_within(
    graph: Graph, seeds: Seeds, near: tuple[Readers, Direct], limits: Ints, told: tuple[Floats, Floats]
) -> None:  # fmt: skip
    """Add up, for every target, what the readers weigh that it finds within some limits.

    Parameters
    ----------
    graph, seeds
        As for `sweep`.
    near
        The readers at each junction, and the ways that pass none.
    limits
        Largest costs of whole ways.
    told
        What readers weigh, a row a reader and a column a kind of weight; and the sums to add to: by target, limit and
        kind.
    """
    nodes, (whole, numbers) = len(graph[0]) - 1, _with_targets(graph, seeds)
    space = _blank(nodes, 1), _room(whole, nodes, 1)
    _add_each(whole, (seeds[3], numbers), near, limits, space, (np.ascontiguousarray(told[0]), told[1]))
