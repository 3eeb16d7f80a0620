"""The sweep by itself: labels of junctions on graphs of a few arcs."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.network.sweep import FARTHEST, NO_WAY, Graph, Labels, Seeds, between, of_key, spread, sweep

Arc = tuple[int, int, int, int, bool]
Seed = tuple[int, int, int, int]


def graph_of(nodes: int, arcs: Sequence[Arc], *, both: bool = False) -> Graph:
    """Gather arcs (tail, head, cost, other, ferry) by their tail."""
    every = sorted([*arcs, *((head, tail, *rest) for tail, head, *rest in arcs)] if both else arcs)
    start = np.searchsorted([arc[0] for arc in every], np.arange(nodes + 1)).astype(np.int64)
    head, cost, other = (np.array([arc[side] for arc in every], dtype=np.int32) for side in (1, 2, 3))
    return start, head, cost, other, np.array([arc[4] for arc in every], dtype=np.bool_)


def seeds_of(seeds: Sequence[Seed]) -> Seeds:
    """Give seeds (node, cost, other, target) as arrays."""
    node, cost, other, target = (np.array([seed[side] for seed in seeds], dtype=np.int32) for side in range(4))
    return node, cost, other, target


@dataclass(frozen=True)
class Swept:
    """What a sweep gives."""

    seeds: Sequence[Seed]
    labels: Labels

    def at(self, node: int) -> list[tuple[int, int, int]]:
        """Target, cost and other weight of the labels of a node, in their order."""
        cost, seed, other, _ = (part[node].tolist() for part in self.labels)
        return [(self.seeds[seed[rank]][3], cost[rank], other[rank]) for rank in range(len(seed)) if seed[rank] >= 0]

    def targets(self, node: int) -> list[int]:
        return [target for target, _, _ in self.at(node)]


def swept(
    nodes: int, arcs: Sequence[Arc], seeds: Sequence[Seed], *, k: int, limit: int = FARTHEST, both: bool = False
) -> Swept:
    """Sweep over arcs from seeds."""
    seeds = sorted(seeds, key=lambda seed: seed[3])
    return Swept(seeds, sweep(graph_of(nodes, arcs, both=both), seeds_of(seeds), k, limit))


def line(*costs: int, ferry: int = -1) -> list[Arc]:
    """Arcs from node 0 to 1 to 2 …; the other weight is a tenth of the cost."""
    return [(place, place + 1, cost, cost // 10, place == ferry) for place, cost in enumerate(costs)]


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


@pytest.mark.parametrize(("limit", "reached"), [(29, 2), (30, 3), (60, 4), (0, 1), (-1, 0)])
def test_the_limit_is_included(limit: int, reached: int) -> None:
    found = swept(4, line(10, 20, 30), [(0, 0, 0, 0)], k=1, limit=limit)
    assert [len(found.at(node)) for node in range(4)] == [1] * reached + [0] * (4 - reached)
    node, *_ = spread(graph_of(4, line(10, 20, 30)), seeds_of([(0, 0, 0, 0)]), limit, np.ones(4, dtype=np.bool_))
    assert sorted(node.tolist()) == list(range(reached))


def test_nothing_lies_beyond_the_farthest_that_can_be_told() -> None:
    half = FARTHEST // 2
    found = swept(4, [(0, 1, half, 0, False), (1, 2, half, 0, False), (2, 3, half, 0, False)], [(0, 0, 0, 0)], k=1)
    assert [found.at(node) for node in (2, 3)] == [[(0, 2 * half, 0)], []]
    assert not swept(1, [], [(0, FARTHEST + 1, 0, 0)], k=1).at(0)


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


@pytest.mark.parametrize("first", [True, False])
def test_of_two_ways_that_are_alike_the_one_by_land_counts_and_then_the_one_from_the_lower_seed(first: bool) -> None:
    arcs = [(0, 2, 10, 1, first), (1, 2, 10, 1, not first)]
    _, seed, _, ferry = swept(3, arcs, [(0, 0, 0, 5), (1, 0, 0, 5)], k=1).labels
    assert (seed[2, 0], bool(ferry[2, 0])) == (int(first), False)
    dry = swept(3, [(0, 2, 10, 1, False), (1, 2, 10, 1, False)], [(1, 0, 0, 5), (0, 0, 0, 5)], k=1).labels
    assert dry[1][2, 0] == 0


def test_of_many_targets_at_one_place_the_lowest_k_go_on() -> None:
    seeds = [(0, 1, 0, target) for target in reversed(range(50))]
    found = swept(3, line(10, 20), seeds, k=3)
    assert [found.targets(node) for node in range(3)] == [[0, 1, 2]] * 3


def test_a_ferry_marks_every_label_behind_it() -> None:
    found = swept(4, line(10, 20, 30, ferry=1), [(0, 0, 0, 0)], k=1)
    assert found.labels[3][:, 0].tolist() == [False, False, True, True]


def test_there_is_room_for_very_many_labels() -> None:
    # 3,000 nodes in a line with 400 targets among them and ten labels each: many times the room at first.
    costs = [7 + place % 5 for place in range(2999)]
    seeds = [(place * 7, place % 3, 0, (place * 11) % 400) for place in range(400)]
    found = swept(3000, line(*costs), seeds, k=10, both=True)
    at = np.concatenate([[0], np.cumsum(costs)])
    for node in range(0, 3000, 37):
        expected = sorted((abs(at[node] - at[begin]) + cost, target) for begin, cost, _, target in seeds)[:10]
        assert [(cost, target) for target, cost, _ in found.at(node)] == expected


@pytest.mark.parametrize(("nodes", "seeds"), [(0, []), (3, []), (3, [(0, 50, 0, 0)])])
def test_without_seeds_within_the_limit_nothing_is_labelled(nodes: int, seeds: list[Seed]) -> None:
    arcs = line(10, 20) if nodes else []
    assert not any(swept(nodes, arcs, seeds, k=2, limit=49).at(node) for node in range(nodes))
    pairs = spread(graph_of(nodes, arcs), seeds_of(seeds), 49, np.ones(nodes, dtype=np.bool_))
    assert [len(part) for part in pairs] == [0] * 5


NODES = 9
COST = st.integers(1, 6)
ARCS = st.lists(
    st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1), COST, st.integers(0, 6), st.booleans()),
    min_size=12,
    max_size=36,
)
SEEDS = st.lists(
    st.tuples(st.integers(0, NODES - 1), st.integers(0, 6), st.integers(0, 6), st.integers(0, 12)),
    min_size=4,
    max_size=14,
)
HUGE = 10**6


def brute(arcs: Sequence[Arc], seeds: Sequence[Seed], limit: int) -> list[list[tuple[int, int, int, bool]]]:
    """Cost, target, other weight and ferry of every target within the limit of each node, by networkx."""
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(NODES))
    for tail, head, cost, other, ferry in arcs:
        for deck in (False, True):
            graph.add_edge((tail, deck), (head, deck or ferry), w=cost * HUGE + other)
    for node, cost, other, target in seeds:
        graph.add_edge(("target", target), (node, False), w=cost * HUGE + other)
    labels: list[list[tuple[int, int, int, bool]]] = [[] for _ in range(NODES)]
    for target in {seed[3] for seed in seeds}:
        weights = nx.single_source_dijkstra_path_length(graph, ("target", target), weight="w")
        for node in range(NODES):
            ways = [(weights[node, deck], deck) for deck in (False, True) if (node, deck) in weights]
            if ways and min(ways)[0] // HUGE <= limit:
                weight, deck = min(ways)
                labels[node].append((weight // HUGE, target, weight % HUGE, deck))
    return [sorted(own) for own in labels]


def test_on_random_graphs_full_of_ties_the_labels_are_those_of_a_search_per_target() -> None:
    seen = {"labels": 0, "ties": 0, "ferries": 0, "pairs": 0}

    @settings(max_examples=300, deadline=None, derandomize=True)
    @given(ARCS, SEEDS, st.integers(1, 4), st.integers(6, 30))
    def law(arcs: list[Arc], seeds: list[Seed], k: int, limit: int) -> None:
        found, every = swept(NODES, arcs, seeds, k=k, limit=limit), brute(arcs, seeds, limit)
        for node, expected in enumerate(every):
            ferry = found.labels[3][node].tolist()
            labels = [
                (cost, target, other, wet) for (target, cost, other), wet in zip(found.at(node), ferry, strict=False)
            ]
            assert labels == expected[:k]
            seen["labels"] += len(labels)
            seen["ties"] += sum(a[0] == b[0] for a, b in pairwise(labels))
            seen["ferries"] += sum(label[3] for label in labels)
        ordered = sorted(seeds, key=lambda seed: seed[3])
        asked = np.arange(NODES) % 2 == 0
        node, seed, cost, other, wet = (
            part.tolist() for part in spread(graph_of(NODES, arcs), seeds_of(ordered), limit, asked)
        )
        told = sorted(zip(node, cost, (ordered[one][3] for one in seed), other, wet, strict=True))
        of_node = {key: [row[1:] for row in rows] for key, rows in groupby(told, key=lambda row: row[0])}
        assert [of_node.get(one, []) for one in range(0, NODES, 2)] == every[::2]
        assert not set(node) & set(range(1, NODES, 2))
        seen["pairs"] += len(told)

    law()
    assert seen["labels"] > 3000
    assert seen["pairs"] > 3000
    assert min(seen.values()) > 300


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_between_gives_the_least_way_of_every_pair_within_the_limit(threads: int) -> None:
    # 0 —10→ 1 —20→ 2 —30→ 3; targets stand on 0 (5 before it), 1 and nowhere; readers behind 3, behind 1 and 2, and on 0.
    graph = graph_of(4, line(10, 20, 30))
    targets, readers = [(0, 5, 1, 0), (1, 0, 0, 1)], [(3, 2, 0, 0), (1, 40, 0, 1), (2, 7, 2, 1), (0, 0, 0, 2)]
    keys = between(graph, seeds_of(targets), seeds_of(readers), 57, (3, 3), threads=threads)
    cost, other = of_key(keys)
    assert np.where(keys != NO_WAY, cost, -1).tolist() == [[-1, 42, 5], [52, 27, -1], [-1, -1, -1]]
    assert np.where(keys != NO_WAY, other, -1).tolist() == [[-1, 6, 1], [5, 4, -1], [-1, -1, -1]]
