"""The compiled search: one sweep that labels every node with its nearest targets.

A multi-source search in which a node keeps up to k labels of distinct targets. Cost grows with the nodes inside the
limit and with k, not with the number of places that ask afterwards. Labels are settled in order of cost, then of
target, then of the other weight, so that the outcome does not depend on the order of anything.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Labels = tuple[Ints, Floats, Ints]
Start = tuple[Floats, Ints, Ints, int]

COST, OTHER = 0, 1
"""Columns of the figures of a label."""
NODE, SEED, PARENT, ARC, FERRY, NEXT = 0, 1, 2, 3, 4, 5
"""Columns of the marks of a label."""
_TIE = 2e-6
"""How much a label may cost more than the k-th of its node and still tie with it."""


@njit(cache=True, nogil=True)
def _grown(floats: Floats, marks: Ints) -> tuple[Floats, Ints]:
    size = len(floats)
    more_floats = np.empty((2 * size, 2), np.float64)
    more_marks = np.empty((2 * size, 6), np.int64)
    more_floats[:size] = floats
    more_marks[:size] = marks
    return more_floats, more_marks


@njit(cache=True, nogil=True)
def _before(a: int, b: int, floats: Floats, marks: Ints, target: Ints) -> bool:
    """Tell whether label a is settled before label b."""
    if floats[a, 0] != floats[b, 0]:
        return bool(floats[a, 0] < floats[b, 0])
    if target[marks[a, 1]] != target[marks[b, 1]]:
        return bool(target[marks[a, 1]] < target[marks[b, 1]])
    return bool(floats[a, 1] < floats[b, 1])


@njit(cache=True, nogil=True)
def _rise(heap: Ints, place: int, floats: Floats, marks: Ints, target: Ints) -> None:
    item = heap[place]
    while place > 0:
        above = (place - 1) >> 1
        if not _before(item, heap[above], floats, marks, target):
            break
        heap[place] = heap[above]
        place = above
    heap[place] = item


@njit(cache=True, nogil=True)
def _sink(heap: Ints, size: int, floats: Floats, marks: Ints, target: Ints) -> None:
    place, item = 0, heap[0]
    while 2 * place + 1 < size:
        below = 2 * place + 1
        if below + 1 < size and _before(heap[below + 1], heap[below], floats, marks, target):
            below += 1
        if not _before(heap[below], item, floats, marks, target):
            break
        heap[place] = heap[below]
        place = below
    heap[place] = item


@njit(cache=True, nogil=True)
def _wants(first: int, beyond: bool, wanted: int, k: int, marks: Ints, target: Ints) -> bool:
    """Tell whether a node takes a label of a target.

    It is not beyond the k-th, and the chain of labels that the node has already, none of which costs more, holds
    neither this target nor k lower ones: those win every tie against it.
    """
    if beyond:
        return False
    lower = 0
    while first >= 0 and lower < k:
        if target[marks[first, 1]] == wanted:
            return False
        lower += target[marks[first, 1]] < wanted
        first = marks[first, 5]
    return lower < k


@njit(cache=True, nogil=True)
def _seeded(seed_node: Ints, seed_cost: Floats, seed_other: Floats, target: Ints, limit: float) -> Start:
    """Make the first labels, and a heap of those within the limit."""
    size = len(seed_node)
    room = max(1024, 2 * size)
    floats, marks = np.empty((room, 2), np.float64), np.empty((room, 6), np.int64)
    heap, heaped = np.empty(room, np.int64), 0
    for seed in range(size):
        floats[seed, 0], floats[seed, 1] = seed_cost[seed], seed_other[seed]
        marks[seed, 0], marks[seed, 1], marks[seed, 2], marks[seed, 3] = seed_node[seed], seed, -1, -1
        marks[seed, 4], marks[seed, 5] = 0, -1
        if seed_cost[seed] <= limit:
            heap[heaped] = seed
            heaped += 1
            _rise(heap, heaped - 1, floats, marks, target)
    return floats, marks, heap, heaped


@njit(cache=True, nogil=True)
def sweep(  # noqa: PLR0913, PLR0917 - compiled code takes arrays, not values that hold them
    start: Ints, head: Ints, cost: Floats, other: Floats, ferry: Bools,
    seed_node: Ints, seed_cost: Floats, seed_other: Floats, target: Ints, k: int, limit: float,
) -> Labels:  # fmt: skip
    """Label every node with the k targets that are nearest to it.

    Parameters
    ----------
    start, head, cost, other, ferry
        Arcs by node, with the weight to minimise and the one to carry along.
    seed_node, seed_cost, seed_other, target
        Where the targets are: a node, the weights from there to the target, and the number of the target.
    k
        Labels per node; labels that tie with the k-th are kept too where their target is low enough to win the tie.
    limit
        Largest cost.

    Returns
    -------
    first
        Where the labels of node i begin; one longer than the nodes.
    floats
        Cost and other weight of each label.
    marks
        Node, seed, label it came from (-1 for a seed), arc it came by, whether a ferry was used, of each label.
    """
    floats, marks, heap, heaped = _seeded(seed_node, seed_cost, seed_other, target, limit)
    size, nodes = len(seed_node), len(start) - 1
    chain, count, kth = np.full(nodes, -1, np.int64), np.zeros(nodes, np.int64), np.full(nodes, np.inf)
    while heaped > 0:
        label = heap[0]
        heaped -= 1
        heap[0] = heap[heaped]
        _sink(heap, heaped, floats, marks, target)
        node, here, wanted = marks[label, 0], floats[label, 0], target[marks[label, 1]]
        if not _wants(chain[node], here > kth[node], wanted, k, marks, target):
            continue
        marks[label, 5] = chain[node]
        chain[node] = label
        count[node] += 1
        if count[node] == k:
            kth[node] = here + _TIE
        for arc in range(start[node], start[node + 1]):
            near, far = here + cost[arc], head[arc]
            if near > limit or not _wants(chain[far], near > kth[far], wanted, k, marks, target):
                continue
            if size == len(floats):
                floats, marks = _grown(floats, marks)
            if heaped == len(heap):
                heap = np.concatenate((heap, heap))
            floats[size, 0], floats[size, 1] = near, floats[label, 1] + other[arc]
            marks[size, 0], marks[size, 1], marks[size, 2], marks[size, 3] = far, marks[label, 1], label, arc
            marks[size, 4], marks[size, 5] = max(marks[label, 4], np.int64(ferry[arc])), -1
            heap[heaped] = size
            size += 1
            heaped += 1
            _rise(heap, heaped - 1, floats, marks, target)
    return _gathered(chain, count, floats, marks)


@njit(cache=True, nogil=True)
def _gathered(chain: Ints, count: Ints, floats: Floats, marks: Ints) -> Labels:
    """Put the settled labels of each node together, cheapest first, and renumber their parents."""
    nodes = len(chain)
    first = np.zeros(nodes + 1, np.int64)
    for node in range(nodes):
        first[node + 1] = first[node] + count[node]
    number = np.empty(len(floats), np.int64)
    kept_floats, kept_marks = np.empty((first[nodes], 2), np.float64), np.empty((first[nodes], 6), np.int64)
    for node in range(nodes):
        place, label = first[node + 1] - 1, chain[node]
        while label >= 0:
            number[label] = place
            kept_floats[place] = floats[label]
            kept_marks[place] = marks[label]
            label = marks[label, 5]
            place -= 1
    for place in range(first[nodes]):
        if kept_marks[place, 2] >= 0:
            kept_marks[place, 2] = number[kept_marks[place, 2]]
    return first, kept_floats, kept_marks
