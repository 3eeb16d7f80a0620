"""Places on links: where feet are, the junctions next to them, and the segments that a part of a link covers."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from geo.network.build import Network
from geo.network.links import Links
from geo.network.snap import Snaps

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
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
    """Junctions next to feet, copies included: how much lies between foot and junction, in the direction of travel."""

    point: Ints
    """Point of access."""
    junction: Ints
    """End of the link of the foot, or a copy of it."""
    length_mm: Ints
    """Length between foot and junction."""
    time_ms: Ints
    """Time between foot and junction."""
    is_begin: Bools
    """Whether it is the begin of the link rather than its end; a ring has both at one junction."""


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


def _from_begin(size: Ints, fraction: Floats, turned: Bools) -> Ints:
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
    at_begin, at_end = found.at_mm == 0, rest_mm == 0
    to_begin = np.flatnonzero((back[found.link] & ~at_end) | at_begin)
    to_end = np.flatnonzero((ahead[found.link] & ~at_begin) | at_end)
    row, is_begin = np.concatenate([to_begin, to_end]), np.arange(len(to_begin) + len(to_end)) < len(to_begin)
    there = np.where(is_begin, at_begin[row], at_end[row])
    more, junction = (_arrivals if leaving else _departures)(links, found.link[row], is_begin, there)
    row, is_begin = row[more], is_begin[more]
    order = np.argsort(found.point[row], kind="stable")
    row, is_begin = row[order], is_begin[order]
    return Ends(
        point=found.point[row],
        junction=junction[order],
        length_mm=np.where(is_begin, found.at_mm[row], rest_mm[row]),
        time_ms=np.where(is_begin, found.at_ms[row], rest_ms[row]),
        is_begin=is_begin,
    )


def _arrivals(links: Links, link: Ints, is_begin: Bools, there: Bools) -> tuple[Ints, Ints]:
    """Give where one arrives at the ends of links: a junction, or its copy for who came along the link."""
    stood = np.where(is_begin, links.begin[link], links.end[link])
    came = np.where(is_begin, links.at_begin[link], links.at_end[link])
    return np.arange(len(link)), np.where(there, stood, came)


def _departures(links: Links, link: Ints, is_begin: Bools, there: Bools) -> tuple[Ints, Ints]:
    """Give from where one may enter links at their ends: junctions and copies of them; the first answer is of which.

    Who stands on the junction itself is reached by whoever comes there.
    """
    junction = np.where(is_begin, links.begin[link], links.end[link])
    copy, leaves, ahead = links.leaving_copies()
    order = np.argsort(2 * leaves + ahead, kind="stable")
    entered, place = matches((2 * leaves + ahead)[order], np.where(there, -1, 2 * link + is_begin))
    by_junction = np.argsort(links.copy_of, kind="stable")
    stood, number = matches(links.copy_of[by_junction], np.where(there, junction, -1))
    copies = np.concatenate([copy[order][place], len(links.node) - len(links.copy_of) + by_junction[number]])
    return np.concatenate([np.arange(len(link)), entered, stood]), np.concatenate([junction, copies])


def matches(ordered: Ints, values: Ints) -> tuple[Ints, Ints]:
    """Give every pair of a place in `values` and a place in `ordered` that hold the same."""
    low = np.searchsorted(ordered, values, side="left")
    size = np.searchsorted(ordered, values, side="right") - low
    pair = np.repeat(np.arange(len(values)), size)
    return pair, np.arange(len(pair)) + np.repeat(low - np.cumsum(size) + size, size)


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of segments, in the order of the parts of links that they belong to and then along the link."""

    row: Ints
    """Part of a link that each belongs to."""
    segment: Ints
    """Segment."""
    begin: Floats
    """Where the part begins, from 0 at `u` to 1 at `v` of the segment."""
    end: Floats
    """Where it ends, not before it begins."""


def parts_of_links(network: Network, link: Ints, low: Ints, high: Ints) -> Parts:
    """Give the segments that parts of links cover.

    Parameters
    ----------
    network
        Network of a mode.
    link
        Link of each part.
    low, high
        Millimetres from the begin of the link; a part without length covers nothing.
    """
    links = network.links
    order = np.lexsort((links.offset_mm, links.of_segment))
    start = np.searchsorted(links.of_segment[order], link, side="left")
    size = np.where(high > low, np.searchsorted(links.of_segment[order], link, side="right") - start, 0)
    row = np.repeat(np.arange(len(link)), size)
    segment = order[np.arange(len(row)) - np.repeat(np.cumsum(size) - size - start, size)]
    length_mm, offset_mm = network.length_mm[segment], links.offset_mm[segment]
    begin = np.clip((low[row] - offset_mm) / length_mm, 0, 1)
    end = np.clip((high[row] - offset_mm) / length_mm, 0, 1)
    turned, covered = links.turned[segment], end > begin
    first, last = np.where(turned, 1 - end, begin), np.where(turned, 1 - begin, end)
    return Parts(row[covered], segment[covered], first[covered], last[covered])
