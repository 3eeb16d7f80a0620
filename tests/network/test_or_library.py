"""The graphs of the OR-Library: every shortest path against scipy, and the published optima from our distances.

Each edge is cut into pieces that lie in any direction and order, so that joining them into links is tried as well.
"""

from pathlib import Path

import networkx as nx
import numpy as np
import or_library
import pytest
from numpy.typing import NDArray

from geo.network.build import Network
from geo.network.links import Segments, join
from geo.network.modes import MODES
from geo.network.path import find_path
from geo.network.route import count_within, nearest, within
from geo.network.snap import Snaps
from geo.network.turns import Turns
from tests.toytowns import CRS

Ints = NDArray[np.int64]
UP_TO_300 = range(1, 16)
LARGER = (16, 21, 26, 31, 36)
ONE_WAY = 3
"""One edge in so many is one-way where the graph is directed."""

_NONE = np.zeros(0, dtype=np.int64)
NO_TURNS = Turns(node=_NONE, from_way=_NONE, to_way=_NONE, only=_NONE.astype(bool))


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "oracles" / "pmed"


def network_of(graph: or_library.Graph, one_way: frozenset[tuple[int, int]] = frozenset()) -> Network:
    """Make the streets of a graph: a node of the graph is a node of the streets, a unit of cost a millimetre."""
    segments, nodes = cut(graph, one_way)
    number, nowhere = np.arange(len(segments.u)), np.zeros(nodes)
    return Network(
        mode=MODES["walk"], crs=CRS, node_id=np.arange(nodes), lon=nowhere, lat=nowhere, x=nowhere, y=nowhere,
        u=segments.u, v=segments.v, length_mm=segments.length_mm, time_ms=segments.time_ms,
        forward=segments.forward, backward=segments.backward, ferry=segments.ferry,
        way=number, way_id=number + 1, position=0 * number, component=0 * number, component_m=np.zeros(1),
        links=join(segments, nodes, NO_TURNS),
    )  # fmt: skip


def cut(graph: or_library.Graph, one_way: frozenset[tuple[int, int]]) -> tuple[Segments, int]:
    """Cut every edge into at most four pieces, some of which are drawn backwards, in any order."""
    rng = np.random.default_rng(graph.nodes + len(graph.edges))
    pieces: list[tuple[int, int, int, bool, bool]] = []
    nodes = graph.nodes
    for (a, b), cost in graph.edges.items():
        cuts = np.sort(rng.permutation(np.arange(1, cost))[: rng.integers(0, 4)])
        chain = [a, *range(nodes, nodes + len(cuts)), b]
        nodes += len(cuts)
        for tail, head, length in zip(chain[:-1], chain[1:], np.diff([0, *cuts, cost]), strict=True):
            back = (a, b) not in one_way
            drawn = (tail, head, int(length), True, back), (head, tail, int(length), back, True)
            pieces.append(drawn[int(rng.integers(0, 2))])
    rng.shuffle(pieces)
    u, v, length_mm = (np.array([piece[side] for piece in pieces], dtype=np.int64) for side in range(3))
    forward, backward = (np.array([piece[side] for piece in pieces], dtype=bool) for side in (3, 4))
    dry = np.zeros(len(pieces), dtype=bool)
    segments = Segments(
        u=u,
        v=v,
        length_mm=length_mm,
        time_ms=length_mm,
        forward=forward,
        backward=backward,
        ferry=dry,
        way_id=np.zeros_like(u),
    )
    return segments, nodes


def at_nodes(network: Network, count: int) -> Snaps:
    """Stand on the nodes of the graph, at the end of any piece that leads there."""
    ends = np.concatenate([network.u, network.v])
    _, first = np.unique(ends, return_index=True)
    segment, fraction = first[:count] % len(network.u), (first[:count] >= len(network.u)).astype(float)
    zero = np.zeros(count)
    return Snaps(
        count=count, owner=np.arange(count), lon=zero, lat=zero, segment=segment, fraction=fraction,
        node=np.arange(count), way_id=network.way_id[segment], foot_lon=zero, foot_lat=zero, leg_m=zero,
    )  # fmt: skip


def all_pairs(network: Network, count: int) -> NDArray[np.float64]:
    """Give every shortest path by our search, infinite without one."""
    nodes = at_nodes(network, count)
    found = nearest(network, nodes, nodes, k=count)
    answer = np.full((count, count), np.inf)
    answer[found.origin, found.target] = found.total_mm
    assert len(found.origin) == np.isfinite(answer).sum()
    return answer


def nearest_nodes(theirs: NDArray[np.float64], k: int) -> list[tuple[int, int, float]]:
    """Give the k nearest nodes of each node by the oracle, equal ones by number: node, nearest and length."""
    order = np.argsort(theirs, axis=1, kind="stable")[:, :k]
    length = np.take_along_axis(theirs, order, axis=1)
    node, rank = np.nonzero(np.isfinite(length))
    return list(zip(node.tolist(), order[node, rank].tolist(), length[node, rank].tolist(), strict=True))


def test_all_shortest_paths_are_those_of_scipy(folder: Path) -> None:
    pairs = repeated = joined = 0
    for number in UP_TO_300:
        graph = or_library.read(folder / f"pmed{number}.txt")
        network = network_of(graph)
        ours = all_pairs(network, graph.nodes)
        np.testing.assert_array_equal(ours, graph.distances(), err_msg=f"pmed{number}")
        pairs += ours.size
        repeated += graph.repeated
        joined += len(network.u) - len(network.links.begin)
    assert (pairs, repeated) == (5 * (100**2 + 200**2 + 300**2), 273)
    assert joined > 15_000


def test_the_nearest_ten_of_the_larger_graphs_are_those_of_scipy(folder: Path) -> None:
    journeys = 0
    for number in LARGER:
        graph = or_library.read(folder / f"pmed{number}.txt")
        network = network_of(graph)
        nodes = at_nodes(network, graph.nodes)
        found = nearest(network, nodes, nodes, k=10)
        told = list(zip(found.origin.tolist(), found.target.tolist(), found.total_mm.tolist(), strict=True))
        assert told == nearest_nodes(graph.distances(), 10), number
        journeys += len(told)
    assert journeys == 10 * (400 + 500 + 600 + 700 + 800)


def test_the_last_of_two_costs_counts(tmp_path: Path) -> None:
    (tmp_path / "twice.txt").write_text(" 3 4 1\n 1 2 5\n 2 3 9\n 2 1 7\n 1 3 20\n", encoding="utf-8")
    graph = or_library.read(tmp_path / "twice.txt")
    assert graph.edges == {(0, 1): 7, (1, 2): 9, (0, 2): 20}
    assert all_pairs(network_of(graph), 3).tolist() == [[0, 7, 16], [7, 0, 9], [16, 9, 0]]


@pytest.mark.parametrize("number", [2, 8, 13])
def test_every_query_agrees_on_a_directed_graph(folder: Path, number: int) -> None:
    graph = or_library.read(folder / f"pmed{number}.txt")
    one_way = frozenset(list(graph.edges)[::ONE_WAY])
    network = network_of(graph, one_way)
    theirs = graph.distances(one_way=one_way)
    assert (theirs != theirs.T).mean() > 0.3
    np.testing.assert_array_equal(all_pairs(network, graph.nodes), theirs)
    nodes, limit_mm = at_nodes(network, graph.nodes), int(np.median(theirs[np.isfinite(theirs)]))
    near = within(network, nodes, nodes, limit=limit_mm / 1000)
    answer = np.full(theirs.shape, np.inf)
    answer[near.origin, near.target] = near.total_mm
    np.testing.assert_array_equal(answer, np.where(theirs <= limit_mm, theirs, np.inf))
    counts = count_within(network, nodes, nodes, limit=limit_mm / 1000)
    assert counts.tolist() == (theirs <= limit_mm).sum(axis=1).tolist()
    three = nearest(network, nodes, nodes, k=3)
    told = list(zip(three.origin.tolist(), three.target.tolist(), three.total_mm.tolist(), strict=True))
    assert told == nearest_nodes(theirs, 3)
    assert len(near.origin) > graph.nodes**2 / 3


def test_a_path_has_the_length_that_networkx_gives(folder: Path) -> None:
    graph = or_library.read(folder / "pmed7.txt")
    network, peer = network_of(graph), nx.Graph()
    peer.add_weighted_edges_from((a, b, cost) for (a, b), cost in graph.edges.items())
    nodes = at_nodes(network, graph.nodes)
    for here, there in np.random.default_rng(7).integers(0, graph.nodes, (60, 2)).tolist():
        path = find_path(network, nodes, nodes, (here, there))
        assert path is not None
        assert path.length_mm == nx.dijkstra_path_length(peer, here, there)


def test_the_published_optima_follow_from_our_distances(folder: Path) -> None:
    medians, radii = (or_library.published(folder / name) for name in ("pmedopt.txt", "kcenteropt.txt"))
    for number in (1, 4, 5, 8, 9, 10):
        graph, name = or_library.read(folder / f"pmed{number}.txt"), f"pmed{number}"
        distance = all_pairs(network_of(graph), graph.nodes).astype(np.int64)
        assert (
            or_library.centres(distance, radii[name]) <= graph.medians < or_library.centres(distance, radii[name] - 1)
        )
        if number in {1, 4, 5}:
            assert or_library.median_sum(distance, graph.medians) == medians[name]
