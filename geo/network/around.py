"""What lies within some distances of each place, added up: how many people, homes or jobs can be walked to.

The search goes out from the place and looks only at what is near the junctions that it comes by, so that the work grows
with what is within the limit, and not with all that there is.
"""

import numpy as np
from numpy.typing import NDArray

from geo.network.build import Network
from geo.network.ends import ends
from geo.network.route import along_link, graph_of, legs_of, seeds_of, whole_limit
from geo.network.snap import Snaps
from geo.network.sweep import Direct, Readers, add_within

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def sums_within(
    network: Network, origins: Snaps, targets: Snaps, weights: Floats, *, limits_m: tuple[float, ...]
) -> Floats:
    """Add up what targets weigh that lie within some distances of each origin.

    Exact: a target counts where the shortest directed path from the foot of the origin to its own, both legs included,
    is at most the limit, in whole millimetres, as in `geo.network.route.nearest`.

    Parameters
    ----------
    network
        Network of a mode.
    origins, targets
        Snaps on that network.
    weights
        What targets weigh: a row a target, a column a kind of weight; no missing values.
    limits_m
        Distances in metres, themselves included.

    Returns
    -------
    sums
        By origin, limit and kind of weight; 0 for an origin without a foot.
    """
    limits = np.array([whole_limit(limit) for limit in limits_m], dtype=np.int64)
    sums = np.zeros((origins.count, len(limits), weights.shape[1]))
    if not (origins.count and targets.count and len(limits)):
        return sums
    leaving = seeds_of(ends(network, origins, leaving=True), legs_of(network, origins), origins.owner)
    near = _readers(network, targets), _direct(network, origins, targets)
    add_within(graph_of(network.links.leaving), leaving, near, limits, (weights, sums))
    return sums


def _readers(network: Network, targets: Snaps) -> Readers:
    """Put the ways into targets in the order of the junctions that they begin at."""
    node, cost, _, number = seeds_of(ends(network, targets, leaving=False), legs_of(network, targets), targets.owner)
    order = np.argsort(node, kind="stable")
    start = np.searchsorted(node[order], np.arange(len(network.links.leaving.start)))
    return start, number[order].astype(np.int64), cost[order]


def _direct(network: Network, origins: Snaps, targets: Snaps) -> Direct:
    """Give the ways along one link, both legs included, in the order of their origins."""
    ways = along_link(network, origins, targets)
    here, there = legs_of(network, origins)[0], legs_of(network, targets)[0]
    owner, cost = origins.owner[ways.origin_point], ways.length_mm + here[ways.origin_point] + there[ways.target_point]
    order = np.argsort(owner, kind="stable")
    start = np.searchsorted(owner[order], np.arange(origins.count + 1))
    return start, targets.owner[ways.target_point][order], cost[order]
