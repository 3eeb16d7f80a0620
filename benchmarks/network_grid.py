"""The nearest facility on grids of up to ten million junctions, against scipy, and how the time grows."""

import math
import statistics
import time

import numpy as np
import psutil

from benchmarks.network_race import SEED, Figures, Ints, Setting, agree, how_much, race, seeds_at
from benchmarks.network_search import matrix_of, same_labels, scipy_nearest
from geo.network.sweep import FARTHEST, Graph, sweep

SIDES = (100, 317, 1000)
LARGE_SIDE = 3163
LARGE_SECONDS, LARGE_BYTES = 60.0, 8e9
"""What the grid of ten million junctions may take."""
_SHARE = 1000
"""One facility to so many junctions."""
_LEAST_MM, _MOST_MM = 20_000, 200_000


def grid(side: int) -> Graph:
    """Make a square grid, ordered row by row, with random whole weights (millimetres)."""
    nodes, draw = side * side, np.random.default_rng(SEED)
    number = np.arange(nodes, dtype=np.int64).reshape(side, side)
    across = draw.integers(_LEAST_MM, _MOST_MM, (side, side - 1), dtype=np.int32)
    down = draw.integers(_LEAST_MM, _MOST_MM, (side - 1, side), dtype=np.int32)
    head, cost = np.full((side, side, 4), -1, dtype=np.int32), np.zeros((side, side, 4), dtype=np.int32)
    head[1:, :, 0], cost[1:, :, 0] = number[:-1], down
    head[:, 1:, 1], cost[:, 1:, 1] = number[:, :-1], across
    head[:, :-1, 2], cost[:, :-1, 2] = number[:, 1:], across
    head[:-1, :, 3], cost[:-1, :, 3] = number[1:], down
    there = head >= 0
    start = np.zeros(nodes + 1, dtype=np.int64)
    np.cumsum(np.count_nonzero(there, axis=2).ravel(), out=start[1:])
    costs = cost[there]
    return start, head[there], costs, costs, np.zeros(len(costs), dtype=np.bool_)


def places_on(graph: Graph) -> Ints:
    """Draw one facility to a thousand junctions."""
    nodes = len(graph[0]) - 1
    return np.sort(np.random.default_rng(SEED).choice(nodes, nodes // _SHARE, replace=False))


def million(setting: Setting) -> Figures:
    """Find the nearest facility on a grid of a million junctions against scipy, and the growth from ten thousand on."""
    both = {side * side: _one_grid(side, setting.runs) for side in SIDES}
    medians = {nodes: ours for nodes, (ours, _) in both.items()}
    seconds = medians[SIDES[-1] ** 2]
    to_million = _slope(medians), _slope({nodes: theirs for nodes, (_, theirs) in both.items()})
    print(f"  up to a million the time grows as nodes to the power {to_million[0]:.3f}; scipy's {to_million[1]:.3f}")
    medians |= _large(setting.runs, seconds)
    slope = _slope(medians)
    print(f"  over {', '.join(f'{nodes:.0e}' for nodes in medians)} to the power {slope:.3f}")
    return {"nearest1_million_seconds": seconds, "growth_exponent": slope}


def _slope(seconds: dict[int, float]) -> float:
    """Fit the power of the number of nodes with which the time grows."""
    return float(np.polyfit(np.log([*seconds]), np.log([*seconds.values()]), 1)[0])


def _one_grid(side: int, runs: int) -> tuple[float, float]:
    """Race on one grid; give our median and scipy's in seconds."""
    graph = grid(side)
    places, matrix = places_on(graph), matrix_of(graph)
    seeds = seeds_at(places)
    theirs = scipy_nearest(matrix, places, np.inf)
    same_labels(sweep(graph, seeds, 1, FARTHEST), places, theirs, f"grid of {side * side} junctions, scipy")
    runners = {
        "geo": lambda: sweep(graph, seeds, 1, FARTHEST),
        "scipy": lambda: scipy_nearest(matrix, places, np.inf),
    }
    times = race(runs, runners)
    how_much("geo / scipy", times["geo"].wall, times["scipy"].wall)
    return statistics.median(times["geo"].wall), statistics.median(times["scipy"].wall)


def _large(runs: int, million_seconds: float) -> dict[int, float]:
    """Time ten million junctions where memory and a minute allow it; the answer is checked on a sample of arcs."""
    nodes, free = LARGE_SIDE**2, psutil.virtual_memory().available
    allowed = min(runs, math.floor(LARGE_SECONDS / (15 * million_seconds)))
    if free < LARGE_BYTES or allowed < 1:
        print(f"  {nodes} junctions were left out: {free / 1e9:.0f} GB free, {million_seconds:.2f} s for a million")
        return {}
    graph = grid(LARGE_SIDE)
    places, taken = places_on(graph), []
    seeds = seeds_at(places)
    for _ in range(allowed):
        began = time.perf_counter()
        found = sweep(graph, seeds, 1, FARTHEST)
        taken.append(time.perf_counter() - began)
        if sum(taken) + max(taken) > LARGE_SECONDS:
            break
    _check_arcs(graph, found[0][:, 0].astype(np.int64), places)
    print(f"  {nodes} junctions: min {min(taken):.2f} s, median {statistics.median(taken):.2f} s of {len(taken)} runs")
    return {nodes: statistics.median(taken)}


def _check_arcs(graph: Graph, cost: Ints, places: Ints) -> None:
    """Assert what makes costs right: 0 at facilities, elsewhere the least over the arcs."""
    start, head, weight, _, _ = graph
    over = cost[head] + weight
    least = np.minimum.reduceat(over, start[:-1])
    least[places] = 0
    agree(cost, least, 0.0, f"grid of {len(cost)} junctions, each the least over its arcs")
