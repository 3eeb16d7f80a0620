"""Searches on the Porto walk network: the nearest one and five, and matrices, against pandana, scipy and igraph.

The preparations of the peers (pandana's hierarchy and facilities, arrays of scipy and igraph) are outside the races.
"""

import warnings
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from benchmarks.network_race import (
    MM,
    PLACES,
    SEED,
    Figures,
    Floats,
    Ints,
    Setting,
    agree,
    clustered_places,
    distinct_places,
    how_much,
    peer,
    porto,
    porto_graph,
    porto_pandana,
    race,
    random_places,
    seeds_at,
    unhindered,
)
from geo.network.sweep import FARTHEST, NO_WAY, Graph, Labels, between, of_key, sweep

LIMITS_M = (2_000, 20_000)
MATRIX_LIMIT_M = 5_000
_CENTIMETRE = 0.01
_UNKNOWN_M = 4_000_000.0
"""What pandana gives where there is no way is more than this."""


def nearest1(setting: Setting) -> Figures:
    """Find the nearest facility of all junctions, against pandana; the worse of random and clustered facilities."""
    return _against_pandana(setting, 1)


def nearest5(setting: Setting) -> Figures:
    """Find the nearest five facilities of all junctions, against pandana; the worse of random and clustered."""
    return _against_pandana(setting, 5)


def _against_pandana(setting: Setting, k: int) -> Figures:
    graph, theirs = porto_graph(), porto_pandana()
    figures: Figures = {}
    for limit in LIMITS_M:
        ratios = []
        for name, places in (("random", random_places()), ("clustered", clustered_places())):
            what = f"nearest {k}, {limit // MM} km, {len(places)} {name} facilities"
            _set_places(theirs, places, limit, k)
            seeds = seeds_at(places)
            found, reference = sweep(graph, seeds, k, limit * MM), theirs.nearest_pois(limit, "places", num_pois=k)
            metres = np.where(found[1] >= 0, found[0] / MM, limit)
            agree(metres, reference.to_numpy(), _CENTIMETRE, what)
            runners = {
                "geo": lambda s=seeds, m=limit * MM: sweep(graph, s, k, m),
                "pandana": lambda m=limit: theirs.nearest_pois(m, "places", num_pois=k),
            }
            times = race(setting.runs, runners)
            ratio = how_much("pandana / geo", times["pandana"].wall, times["geo"].wall)
            ratios.append(min(ratio, unhindered(times["pandana"], times["geo"])))
        figures[f"nearest{k}_{limit // MM}km_vs_pandana"] = min(ratios)
    return figures


def _set_places(theirs: Any, places: Ints, limit: int, k: int) -> None:
    network = porto()[1]
    node = network.links.node[places]
    theirs.set_pois("places", limit, k, pd.Series(network.x[node]), pd.Series(network.y[node]))


def matrix_of(graph: Graph) -> csr_array:
    """Give arcs to scipy as they are, in the same order of junctions."""
    start, head, cost, _, _ = graph
    return csr_array((cost.astype(np.float64), head, start.astype(np.int32)), shape=(len(start) - 1,) * 2)


def scipy_nearest(matrix: csr_array, places: Ints, limit: float) -> tuple[Floats, NDArray[np.int32]]:
    """Find the nearest of some places with scipy, with its labels."""
    cost, _, label = dijkstra(matrix, indices=places, min_only=True, return_predecessors=True, limit=limit)
    return cost, label


def same_labels(found: Labels, places: Ints, theirs: tuple[Floats, NDArray[np.int32]], what: str) -> None:
    """Assert that costs are equal and that scipy's label differs only where two places are equally far."""
    cost, label = theirs
    ours = np.where(found[1][:, 0] >= 0, found[0][:, 0], -1)
    agree(ours, np.where(np.isfinite(cost), cost, -1), 0.0, what)
    told = ours >= 0
    differ = np.count_nonzero(places[found[1][told, 0]] != label[told])
    print(f"  labels: {np.count_nonzero(told)} compared, {differ} differ (places that are equally far)")
    assert differ <= np.count_nonzero(told) / 100, f"{what}: labels differ"


def nearest1_scipy(setting: Setting) -> Figures:
    """Find the nearest facility with its label, without a limit, against scipy's dijkstra with `min_only`."""
    graph, ratios = porto_graph(), []
    matrix = matrix_of(graph)
    for name, places in (("random", random_places()), ("clustered", clustered_places())):
        seeds = seeds_at(places)
        theirs = scipy_nearest(matrix, places, np.inf)
        same_labels(sweep(graph, seeds, 1, FARTHEST), places, theirs, f"nearest 1, no limit, {name}, scipy")
        runners = {
            "geo": lambda s=seeds: sweep(graph, s, 1, FARTHEST),
            "scipy": lambda p=places: scipy_nearest(matrix, p, np.inf),
        }
        times = race(setting.runs, runners)
        ratios.append(how_much("geo / scipy", times["geo"].wall, times["scipy"].wall))
    return {"nearest1_vs_scipy": max(ratios)}


def nearest1_igraph(setting: Setting) -> Figures:
    """Find the nearest facility, against igraph with one source before all facilities; it gives no labels."""
    igraph, graph, network = peer("igraph"), porto_graph(), porto()[1]
    links, places = network.links, random_places()
    super_source = len(links.node)
    pairs = [(links.begin, links.end), (np.full(len(places), super_source), places)]
    edges = np.concatenate([np.stack(pair, axis=1) for pair in pairs])
    weights = np.concatenate([links.length_mm, np.zeros(len(places), dtype=np.int64)]).tolist()
    theirs = igraph.Graph(n=super_source + 1, edges=edges.tolist())
    seeds = seeds_at(places)
    found = sweep(graph, seeds, 1, FARTHEST)
    reference = np.array(theirs.distances(source=[super_source], weights=weights)[0])[:super_source]
    ours = np.where(found[1][:, 0] >= 0, found[0][:, 0], -1)
    agree(ours, np.where(np.isfinite(reference), reference, -1), 0.0, "nearest 1, no limit, igraph")
    runners = {
        "geo": lambda: sweep(graph, seeds, 1, FARTHEST),
        "igraph": lambda: theirs.distances(source=[super_source], weights=weights),
    }
    times = race(setting.runs, runners)
    how_much("igraph / geo", times["igraph"].wall, times["geo"].wall)
    return {}


def matrix(setting: Setting) -> Figures:
    """Find 1,000 x 1,000 distances without and with a limit; pandana has none and computes all pairs."""
    graph, theirs = porto_graph(), porto_pandana()
    draw = np.random.default_rng(SEED)
    origins, targets = (np.sort(draw.choice(distinct_places(porto()[1]), PLACES, replace=False)) for _ in range(2))
    pairs = np.repeat(origins, PLACES), np.tile(targets, PLACES)
    warnings.filterwarnings("ignore", message="Unsigned integer", category=UserWarning)
    reference = np.array(theirs.shortest_path_lengths(*pairs)).reshape(PLACES, PLACES)
    for limit in (FARTHEST, MATRIX_LIMIT_M * MM):
        ours = _in_two(graph, origins, targets, limit) / MM
        known = np.where((reference < _UNKNOWN_M) & (reference <= limit / MM), reference, -1 / MM)
        agree(ours, known, _CENTIMETRE, f"matrix {PLACES} x {PLACES}, limit {limit / MM:.0f} m")
    runners = {
        "geo, two threads": lambda: _in_two(graph, origins, targets, FARTHEST),
        "geo, two threads, 5 km": lambda: _in_two(graph, origins, targets, MATRIX_LIMIT_M * MM),
        "pandana": lambda: theirs.shortest_path_lengths(*pairs),
    }
    times = race(setting.runs, runners)
    theirs_taken = times["pandana"].wall
    return {
        "matrix_vs_pandana": how_much("pandana / geo", theirs_taken, times["geo, two threads"].wall),
        "matrix5km_vs_pandana": how_much("pandana / geo, 5 km", theirs_taken, times["geo, two threads, 5 km"].wall),
    }


def _in_two(graph: Graph, origins: Ints, targets: Ints, limit: int) -> Ints:
    """Give the matrix in millimetres on two threads; -1 where there is no way within the limit."""
    keys = between(graph, seeds_at(targets), seeds_at(origins), limit, (len(targets), len(origins)), threads=2)
    return np.where(keys != NO_WAY, of_key(keys)[0], -1).T
