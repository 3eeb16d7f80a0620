"""What the rows of the network benchmark share: the Porto walk network, places on it, and races.

Costs are whole millimetres on our side. A race runs its contenders in turns, so that a load on the machine strikes all
of them alike, and prints minimum and median of each.
"""

import importlib
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS
from scipy.spatial import KDTree

from benchmarks.main_job import ROOT, table
from geo.extract import Streets
from geo.network.build import Network, build
from geo.network.route import graph_of
from geo.network.sweep import Graph, Seeds
from geo.sources.streets import read_streets

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Figures = dict[str, float]
MM = 1000
"""Millimetres in a metre."""
PLACES = 1000
"""How many facilities there are in a search, and rows and columns in a matrix."""
SEED = 20261126
_MAIN = ("primary", "secondary", "tertiary")
_CLUSTER = 20
"""Facilities in a cluster."""
_ROUND_UP_MM = 0.25
"""pandana cuts metres off to whole millimetres after a rounding to float32; this much more keeps each as it is."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What the runs of one contender took, seconds."""

    wall: list[float]
    """By the clock."""
    work: list[float]
    """Of all processors together."""


Times = dict[str, Taken]


class MissingPeer(Exception):  # noqa: N818 - not an error: the row is left out
    """A peer or the data that a row needs is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How to run."""

    runs: int
    """Runs of each contender, at least."""
    tiles: int
    """The file to read is Porto tiled this many times in both directions."""


def peer(name: str) -> Any:
    """Import a peer, or say that it is not there.

    Raises
    ------
    MissingPeer
        If it cannot be imported.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        msg = f"{name} cannot be imported: {error}"
        raise MissingPeer(msg) from error


def porto_pbf() -> Path:
    """Find the extract of Porto in `GEO_SHARED`."""
    return shared_data("osm/porto.osm.pbf")


def shared_data(name: str) -> Path:
    """Find a file of real data in `GEO_SHARED`.

    Raises
    ------
    MissingPeer
        If it is not there.
    """
    path = Path(os.environ.get("GEO_SHARED", ROOT.parent / "shared" / "data")) / name
    if not path.is_file():
        msg = f"no real data at {path}; set GEO_SHARED to their folder"
        raise MissingPeer(msg)
    return path


@cache
def porto() -> tuple[Streets, Network]:
    """Read the streets of Porto and build its walk network, in UTM zone 29."""
    streets = read_streets(porto_pbf())
    network = build(streets, "walk", crs=CRS.from_epsg(32629))
    links = network.links
    assert links.forward.all(), "a one-way street for walkers: the graph is not undirected"
    assert links.backward.all(), "a one-way street for walkers: the graph is not undirected"
    print(f"Porto on foot: {len(links.node)} junctions, {len(links.begin)} links, {len(network.u)} segments")
    return streets, network


def porto_graph() -> Graph:
    """Give the arcs of the walk network, millimetres."""
    return graph_of(porto()[1].links.entering)


@cache
def porto_pandana() -> Any:
    """Give pandana the same junctions and links, in metres; its hierarchy is made outside every race."""
    pandana = peer("pandana")
    network = porto()[1]
    links = network.links
    began = time.perf_counter()
    x, y = pd.Series(network.x[links.node]), pd.Series(network.y[links.node])
    metres = pd.DataFrame({"metres": (links.length_mm + _ROUND_UP_MM) / MM})
    made = pandana.Network(x, y, pd.Series(links.begin), pd.Series(links.end), metres, twoway=True)
    print(f"pandana's own preparation, in no row: {time.perf_counter() - began:.2f} s")
    return made


def distinct_places(network: Network) -> Ints:
    """Give the junctions that share their place with no other: pandana finds a facility's node by its place."""
    at = network.links.node
    _, first, count = np.unique(
        np.stack([network.x[at], network.y[at]], axis=1), axis=0, return_index=True, return_counts=True
    )
    return np.sort(first[count == 1])


def random_places() -> Ints:
    """Draw junctions at random."""
    return np.sort(np.random.default_rng(SEED).choice(distinct_places(porto()[1]), PLACES, replace=False))


def clustered_places() -> Ints:
    """Draw junctions in clusters along the main streets: each centre with the nearest others on such streets."""
    streets, network = porto()
    links = network.links
    is_main = streets.way_tags["highway"].isin(_MAIN).to_numpy()[network.way]
    link = np.unique(links.of_segment[is_main])
    on_main = np.intersect1d(np.concatenate([links.begin[link], links.end[link]]), distinct_places(network))
    places = np.stack([network.x[links.node[on_main]], network.y[links.node[on_main]]], axis=1)
    centres = np.random.default_rng(SEED).permutation(len(on_main))[:PLACES]
    _, near = KDTree(places).query(places[centres], k=_CLUSTER)
    _, first = np.unique(near.ravel(), return_index=True)
    return np.sort(on_main[near.ravel()[np.sort(first)[:PLACES]]])


def seeds_at(junctions: Ints) -> Seeds:
    """Put one target at each junction, nothing in between."""
    none = np.zeros(len(junctions), dtype=np.int32)
    return junctions.astype(np.int32), none, none, np.arange(len(junctions), dtype=np.int32)


def race(runs: int, contenders: dict[str, Callable[[], object]]) -> Times:
    """Run contenders in turns and print minimum and median of each, and the least time of all processors together."""
    times: Times = {name: Taken([], []) for name in contenders}
    for _ in range(runs):
        for name, run in contenders.items():
            began, work = time.perf_counter(), time.process_time()
            run()
            times[name].wall.append(time.perf_counter() - began)
            times[name].work.append(time.process_time() - work)
    for name, taken in times.items():
        together = f"ms   (processors {1000 * min(taken.work):.2f})"
        table(f"  {name}", [1000 * seconds for seconds in taken.wall], together)
    return times


def how_much(what: str, over: list[float], under: list[float]) -> float:
    """Print the ratio of medians and of minima; give that of medians."""
    medians = statistics.median(over) / statistics.median(under)
    print(f"  {what}: {medians:.2f} by medians, {min(over) / min(under):.2f} by minima")
    return medians


def unhindered(over: Taken, under: Taken) -> float:
    """Print and give the ratio if a peer that uses all processors had had them to itself, ours using one.

    Its least work spread evenly over all processors, in times our least time: other work on the machine can keep all
    threads of the peer on one processor, which must not count as our merit.
    """
    ratio = min(over.work) / (os.cpu_count() or 1) / min(under.wall)
    print(f"  the same, had it had all processors to itself: {ratio:.2f}")
    return ratio


def agree(ours: Floats | Ints, theirs: Floats | Ints, within: float, what: str) -> None:
    """Assert that two answers are equal within some difference and print how many pairs were compared."""
    assert ours.shape == theirs.shape, f"{what}: {ours.shape} answers against {theirs.shape}"
    worst = float(np.abs(ours - theirs).max(initial=0.0))
    assert worst <= within, f"{what}: answers differ by {worst}"
    print(f"{what}: {ours.size} pairs compared, largest difference {worst:.6f} (allowed {within})")
