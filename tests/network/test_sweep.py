"""The sweep by itself: labels of nodes on graphs of a few arcs."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from geo.network.sweep import ARC, COST, FERRY, NODE, OTHER, PARENT, SEED, sweep

Arc = tuple[int, int, float, float, bool]
Seed = tuple[int, float, float, int]


@dataclass(frozen=True)
class Swept:
    """What a sweep gives, with the arcs (tail, head, cost, other, ferry; in the order of the sweep) it went over."""

    arcs: list[Arc]
    seeds: Sequence[Seed]
    first: NDArray[np.int64]
    floats: NDArray[np.float64]
    marks: NDArray[np.int64]

    def at(self, node: int) -> list[tuple[int, float, float]]:
        """Target, cost and other weight of the labels of a node, in their order."""
        rows = range(self.first[node], self.first[node + 1])
        return [
            (self.seeds[self.marks[row, SEED]][3], float(self.floats[row, COST]), float(self.floats[row, OTHER]))
            for row in rows
        ]

    def targets(self, node: int) -> list[int]:
        return [target for target, _, _ in self.at(node)]


def swept(
    nodes: int, arcs: Sequence[Arc], seeds: Sequence[Seed], *, k: int, limit: float = np.inf, both: bool = False
) -> Swept:
    """Sweep over arcs from seeds (node, cost, other, target)."""
    every = sorted([*arcs, *((head, tail, *rest) for tail, head, *rest in arcs)] if both else arcs)
    tail, head = (np.array([arc[side] for arc in every], dtype=np.int64) for side in (0, 1))
    cost, other = (np.array([arc[side] for arc in every], dtype=np.float64) for side in (2, 3))
    start = np.searchsorted(tail, np.arange(nodes + 1)).astype(np.int64)
    node, target = (np.array([seed[side] for seed in seeds], dtype=np.int64) for side in (0, 3))
    seed_cost, seed_other = (np.array([seed[side] for seed in seeds], dtype=np.float64) for side in (1, 2))
    ferry = np.array([arc[4] for arc in every], dtype=np.bool_)
    found = sweep(start, head, cost, other, ferry, node, seed_cost, seed_other, target, k, limit)
    return Swept(every, seeds, *found)


def line(*costs: float, ferry: int = -1) -> list[Arc]:
    """Arcs from node 0 to 1 to 2 …; the other weight is a tenth of the cost."""
    return [(place, place + 1, cost, cost / 10, place == ferry) for place, cost in enumerate(costs)]


def test_every_node_is_labelled_with_its_nearest_targets_in_order() -> None:
    # 0 —10— 1 —20— 2 —30— 3; target 7 stands 5 before node 0, target 4 on node 3.
    found = swept(4, line(10, 20, 30), [(0, 5, 1, 7), (3, 0, 0, 4)], k=2, both=True)
    assert found.at(0) == [(7, 5, 1), (4, 60, 6)]
    assert found.at(1) == [(7, 15, 2), (4, 50, 5)]
    assert found.at(2) == [(4, 30, 3), (7, 35, 4)]
    assert found.at(3) == [(4, 0, 0), (7, 65, 7)]
    one = swept(4, line(10, 20, 30), [(0, 5, 1, 7), (3, 0, 0, 4)], k=1, both=True)
    assert [one.at(node) for node in range(4)] == [found.at(node)[:1] for node in range(4)]


def test_arcs_are_followed_in_their_direction_alone() -> None:
    found = swept(4, line(10, 20, 30), [(1, 0, 0, 0), (3, 0, 0, 1)], k=5)
    assert [found.targets(node) for node in range(4)] == [[], [0], [0], [1, 0]]


@pytest.mark.parametrize(("limit", "reached"), [(29.999, 2), (30.0, 3), (60.0, 4), (0.0, 1), (-1.0, 0)])
def test_the_limit_is_included(limit: float, reached: int) -> None:
    found = swept(4, line(10, 20, 30), [(0, 0, 0, 0)], k=1, limit=limit)
    assert [len(found.at(node)) for node in range(4)] == [1] * reached + [0] * (4 - reached)
    assert found.first[-1] == len(found.floats) == len(found.marks) == reached


def test_a_target_with_several_seeds_labels_a_node_once_by_its_best() -> None:
    found = swept(3, line(10, 20), [(0, 0, 9, 3), (2, 4, 1, 3), (2, 3, 2, 3)], k=4, both=True)
    assert found.at(0) == [(3, 0, 9)]
    assert found.at(1) == [(3, 10, 10)]
    assert found.at(2) == [(3, 3, 2)]


def test_equal_costs_go_by_target_and_then_by_the_other_weight() -> None:
    # Node 3 is 10 from the targets at 0, 1 and 2; two ways of cost 5 + 5 lead from node 0, one of them quicker.
    arcs = [(0, 3, 10, 8, False), (0, 4, 5, 1, False), (4, 3, 5, 2, False), (1, 3, 10, 1, False), (2, 3, 10, 9, False)]
    found = swept(5, arcs, [(0, 0, 0, 2), (1, 0, 0, 1), (2, 0, 0, 0)], k=3)
    assert found.at(3) == [(0, 10, 9), (1, 10, 1), (2, 10, 3)]


def test_of_many_targets_at_one_place_the_lowest_k_go_on() -> None:
    seeds = [(0, 1.0, 0.0, target) for target in reversed(range(50))]
    found = swept(3, line(10, 20), seeds, k=3)
    assert [found.targets(node) for node in range(3)] == [[0, 1, 2]] * 3


@pytest.mark.parametrize("k", [1, 2, 5])
def test_a_lower_target_that_costs_a_hair_more_is_kept_for_the_tie(k: int) -> None:
    # Forty targets within 0.8 µm of each other, the lowest number the farthest: in a tie the lowest numbers win.
    seeds = [(0, 100.0 - target * 2e-8, 0.0, target) for target in range(40)]
    for node in (0, 1, 2):
        assert set(range(k)) <= set(swept(3, line(10, 20), seeds, k=k).targets(node))


def test_a_label_that_costs_more_than_a_tie_is_not_kept() -> None:
    seeds = [(0, 1.0, 0.0, 5), (0, 1.00001, 0.0, 4)]
    assert swept(2, line(10), seeds, k=1).targets(1) == [5]


def test_a_ferry_marks_every_label_behind_it() -> None:
    found = swept(4, line(10, 20, 30, ferry=1), [(0, 0, 0, 0)], k=1)
    assert found.marks[:, FERRY].tolist() == [0, 0, 1, 1]


def path_back(found: Swept, row: int) -> tuple[float, float, bool]:
    """Walk from a label to its seed; give the weights on the way and whether a ferry was taken."""
    cost, other, ferry = 0.0, 0.0, False
    while (above := int(found.marks[row, PARENT])) >= 0:
        tail, head, step, also, wet = found.arcs[found.marks[row, ARC]]
        assert (tail, head) == (found.marks[above, NODE], found.marks[row, NODE])
        assert found.marks[above, SEED] == found.marks[row, SEED]
        cost, other, ferry, row = cost + step, other + also, ferry or wet, above
    node, step, also, _ = found.seeds[found.marks[row, SEED]]
    assert found.marks[row, ARC] == -1
    assert found.marks[row, NODE] == node
    return cost + step, other + also, ferry


def test_labels_lead_back_to_their_seed_also_where_there_are_very_many() -> None:
    # 300 nodes in a line with 40 targets among them and ten labels each: 3,000 labels, more than there is room at first.
    costs = [float(7 + place % 5) for place in range(299)]
    seeds = [(place * 7, float(place % 3), 0.0, (place * 11) % 40) for place in range(40)]
    found = swept(300, line(*costs, ferry=150), seeds, k=10, both=True)
    assert len(found.floats) >= 3000
    for row in range(len(found.floats)):
        assert path_back(found, row) == pytest.approx((*found.floats[row], found.marks[row, FERRY] == 1), abs=1e-9)
    at = np.concatenate([[0.0], np.cumsum(costs)])
    for node in range(300):
        expected = sorted((abs(at[node] - at[begin]) + cost, target) for begin, cost, _, target in seeds)[:10]
        assert [(cost, target) for target, cost, _ in found.at(node)][:10] == expected


@pytest.mark.parametrize(("nodes", "seeds"), [(0, []), (3, []), (3, [(0, 50.0, 0.0, 0)])])
def test_without_seeds_within_the_limit_nothing_is_labelled(nodes: int, seeds: list[Seed]) -> None:
    found = swept(nodes, line(10, 20) if nodes else [], seeds, k=2, limit=49.0)
    assert found.first.tolist() == [0] * (nodes + 1)
    assert found.floats.shape == (0, 2)


NODES = 9
WEIGHT = st.integers(0, 6)
ARCS = st.lists(
    st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1), WEIGHT, WEIGHT, st.booleans()),
    min_size=12,
    max_size=36,
)
SEEDS = st.lists(st.tuples(st.integers(0, NODES - 1), WEIGHT, WEIGHT, st.integers(0, 12)), min_size=4, max_size=14)
HUGE = 10**6


def brute(arcs: Sequence[Arc], seeds: Sequence[Seed], limit: int) -> list[list[tuple[int, int, int]]]:
    """Cost, target and other weight of every target within the limit of each node: exact, in whole numbers."""
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(NODES))
    for tail, head, cost, other, _ in arcs:
        graph.add_edge(tail, head, w=cost * HUGE + other)
    for node, cost, other, target in seeds:
        graph.add_edge(("target", target), node, w=cost * HUGE + other)
    labels: list[list[tuple[int, int, int]]] = [[] for _ in range(NODES)]
    for target in {seed[3] for seed in seeds}:
        for node, weight in nx.single_source_dijkstra_path_length(graph, ("target", target), weight="w").items():
            if isinstance(node, int) and weight // HUGE <= limit:
                labels[node].append((weight // HUGE, target, weight % HUGE))
    return [sorted(own) for own in labels]


def test_on_random_graphs_full_of_ties_the_labels_are_those_of_a_search_per_target() -> None:
    seen = {"labels": 0, "ties": 0}

    @settings(max_examples=300, deadline=None, derandomize=True)
    @given(ARCS, SEEDS, st.integers(1, 4), st.integers(6, 30))
    def law(arcs: list[Arc], seeds: list[Seed], k: int, limit: int) -> None:
        found = swept(NODES, arcs, seeds, k=k, limit=float(limit))
        for node, expected in enumerate(brute(arcs, seeds, limit)):
            labels = [(cost, target, other) for target, cost, other in found.at(node)]
            assert labels[:k] == expected[:k]
            # Labels beyond k are there only as ties with the k-th, and true.
            assert all(label in expected and label[0] == expected[k - 1][0] for label in labels[k:])
            seen["labels"] += len(labels)
            seen["ties"] += sum(a[0] == b[0] for a, b in pairwise(labels))
        for row in range(len(found.floats)):
            assert path_back(found, row)[:2] == tuple(found.floats[row])

    law()
    assert seen["labels"] > 3000
    assert seen["ties"] > 300
