"""Graphs of the OR-Library and all shortest paths in them; imports nothing from the package under test.

A file begins with nodes, edges and the number of medians; every other line is an edge of two nodes and its cost, for
both directions. Where an edge comes twice the last cost counts (Beasley, ``pmedinfo``).
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse
from scipy.sparse.csgraph import dijkstra

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Graph:
    """A graph as a file gives it, an edge once."""

    nodes: int
    medians: int
    edges: dict[tuple[int, int], int]
    """Cost of each pair of nodes, from 0, the lower first."""
    repeated: int
    """Lines that replaced an earlier cost by another one."""

    def distances(self, *, one_way: frozenset[tuple[int, int]] = frozenset()) -> NDArray[np.float64]:
        """Give the shortest path of every pair, infinite without one; some edges lead from the first node alone."""
        pairs = [(a, b, cost) for (a, b), cost in self.edges.items()]
        pairs += [(b, a, cost) for (a, b), cost in self.edges.items() if (a, b) not in one_way]
        tail, head, cost = (np.array(column) for column in zip(*pairs, strict=True))
        matrix = sparse.csr_array((cost.astype(float), (tail, head)), shape=(self.nodes, self.nodes))
        return np.asarray(dijkstra(matrix))


def read(path: Path) -> Graph:
    """Read a graph."""
    first, *lines = path.read_text(encoding="utf-8").split("\n")
    nodes, count, medians = map(int, first.split())
    rows = [tuple(map(int, line.split())) for line in lines if line.strip()]
    assert len(rows) == count
    edges: dict[tuple[int, int], int] = {}
    repeated = 0
    for one, other, cost in rows:
        pair = min(one, other) - 1, max(one, other) - 1
        repeated += edges.get(pair, cost) != cost
        edges[pair] = cost
    return Graph(nodes, medians, edges, repeated)


def published(path: Path) -> dict[str, int]:
    """Read the optimal values by name of the graph."""
    rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    return {row[0]: int(row[1]) for row in rows if len(row) == 2}


def median_sum(distance: Ints, medians: int) -> float:
    """Solve the p-median problem to proof: the least sum of distances to the nearest of some nodes."""
    n = len(distance)
    # Variables: node i is served by j (n * n of them), then j is a median.
    served = sparse.kron(sparse.eye(n), np.ones((1, n)))
    opened = sparse.hstack([sparse.eye(n * n), -sparse.kron(np.ones((n, 1)), sparse.eye(n))])
    constraints = [
        optimize.LinearConstraint(sparse.hstack([served, sparse.csr_array((n, n))]), 1, 1),
        optimize.LinearConstraint(opened, -np.inf, 0),
        optimize.LinearConstraint(np.concatenate([np.zeros(n * n), np.ones(n)])[None, :], medians, medians),
    ]
    cost = np.concatenate([distance.ravel(), np.zeros(n)])
    return _solve(cost, np.concatenate([np.zeros(n * n), np.ones(n)]), constraints)


def centres(distance: Ints, radius: int) -> float:
    """Give the least number of nodes such that every node lies within a radius of one."""
    covers = sparse.csr_array((distance <= radius).astype(float))
    n = len(distance)
    return _solve(np.ones(n), np.ones(n), [optimize.LinearConstraint(covers, 1, np.inf)])


def _solve(
    cost: NDArray[np.float64], whole: NDArray[np.float64], constraints: list[optimize.LinearConstraint]
) -> float:
    found = optimize.milp(cost, integrality=whole, bounds=optimize.Bounds(0, 1), constraints=constraints)
    assert found.success, found.message
    return float(round(found.fun))
