"""Where feet are on links, and the junctions next to them."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from geo.network.build import Network
from geo.network.snap import Snaps

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Spots:
    """Places of feet on links."""

    point: Ints
    """Point of access."""
    link: Ints
    """Link of the foot."""
    at_mm: Ints
    """Length from the begin of the link to the foot."""
    at_ms: Ints
    """Time from the begin of the link to the foot."""

    def rows(self, chosen: Ints | Bools) -> "Spots":
        """Give some of the places."""
        return Spots(*(getattr(self, item.name)[chosen] for item in fields(self)))


@dataclass(frozen=True, slots=True)
class Ends:
    """Junctions next to feet: how much lies between foot and junction, in the direction of travel."""

    point: Ints
    """Point of access."""
    junction: Ints
    """End of the link of the foot."""
    length_mm: Ints
    """Length between foot and junction."""
    time_ms: Ints
    """Time between foot and junction."""


def spots(network: Network, snaps: Snaps) -> Spots:
    """Find the place on a link of every foot; a point of access without foot has no row.

    Parameters
    ----------
    network
        Network of a mode.
    snaps
        Feet on it.
    """
    point = np.flatnonzero(snaps.segment >= 0)
    segment, fraction, links = snaps.segment[point], snaps.fraction[point], network.links
    at = [
        offset[segment] + _from_begin(size[segment], fraction, links.turned[segment])
        for offset, size in ((links.offset_mm, network.length_mm), (links.offset_ms, network.time_ms))
    ]
    return Spots(point, links.of_segment[segment], *at)


def _from_begin(size: Ints, fraction: NDArray[np.float64], turned: Bools) -> Ints:
    """Give how far a foot is on its segment, in the direction of the link."""
    part = np.rint(fraction * size).astype(np.int64)
    return np.where(turned, size - part, part)


def ends(network: Network, snaps: Snaps, *, leaving: bool) -> Ends:
    """Give the junctions that a traveller may leave a foot for, or reach it from, by point of access.

    Parameters
    ----------
    network
        Network of a mode.
    snaps
        Feet.
    leaving
        True for journeys that begin at the feet, False for journeys that end there.
    """
    links, found = network.links, spots(network, snaps)
    ahead, back = (links.forward, links.backward) if leaving else (links.backward, links.forward)
    rest_mm, rest_ms = links.length_mm[found.link] - found.at_mm, links.time_ms[found.link] - found.at_ms
    # A foot that is a junction is there without going anywhere.
    to_begin = np.flatnonzero((back[found.link] & (rest_mm > 0)) | (found.at_mm == 0))
    to_end = np.flatnonzero((ahead[found.link] & (found.at_mm > 0)) | (rest_mm == 0))
    order = np.argsort(np.concatenate([found.point[to_begin], found.point[to_end]]), kind="stable")
    columns = (
        (found.point[to_begin], found.point[to_end]),
        (links.begin[found.link[to_begin]], links.end[found.link[to_end]]),
        (found.at_mm[to_begin], rest_mm[to_end]),
        (found.at_ms[to_begin], rest_ms[to_end]),
    )
    return Ends(*(np.concatenate(pair)[order] for pair in columns))
