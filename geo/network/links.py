"""Streets between junctions: chains of segments without a choice, joined into links.

A search needs only the places where a traveller can choose. Every segment knows its link and where on it it lies, so
that a foot in the middle of a street is a position on a link, and nothing is lost.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Int32s = NDArray[np.int32]
Bools = NDArray[np.bool_]
OfSegments = tuple[Ints, Bools, Ints, Ints]
"""Link, whether against it, and offset in length and time, of each segment; link -1 so far."""
OfLinks = tuple[Ints, Ints, Ints]
"""First node, last node and first segment of each link."""
_THROUGH = 2
"""Streets at a node that is no junction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """Pieces of street between neighbouring nodes, as the links are made of them."""

    u: Ints
    """Node at which each segment begins."""
    v: Ints
    """Node at which each segment ends."""
    length_mm: Ints
    """Length of each segment."""
    time_ms: Ints
    """Time over each segment."""
    forward: Bools
    """Permitted from `u` to `v`."""
    backward: Bools
    """Permitted from `v` to `u`."""
    ferry: Bools
    """The segment is part of a ferry line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arcs:
    """Permitted directions of links, gathered per junction."""

    start: Ints
    """Where the arcs of junction i begin; one longer than the junctions."""
    head: Int32s
    """Junction at the other end of each arc."""
    link: Int32s
    """Link of each arc."""
    length_mm: Int32s
    """Length of each arc."""
    time_ms: Int32s
    """Time over each arc."""
    ferry: Bools
    """Whether the arc is a ferry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Streets between junctions; all segments of a link may be used in the same directions."""

    node: Ints
    """Node of each junction, ascending."""
    junction: Ints
    """Junction of each node; -1 in the middle of a link."""
    begin: Ints
    """Junction at which each link begins."""
    end: Ints
    """Junction at which each link ends."""
    length_mm: Ints
    """Length of each link."""
    time_ms: Ints
    """Time over each link."""
    forward: Bools
    """Permitted from `begin` to `end`."""
    backward: Bools
    """Permitted from `end` to `begin`."""
    ferry: Bools
    """The link is part of a ferry line."""
    of_segment: Ints
    """Link of each segment."""
    turned: Bools
    """Whether each segment runs against its link."""
    offset_mm: Ints
    """Where on its link each segment begins, in the direction of the link."""
    offset_ms: Ints
    """The same in time."""
    leaving: Arcs
    """Arcs by the junction that they leave."""
    entering: Arcs
    """Arcs by the junction that they enter; their head is where they come from."""


def join(segments: Segments, nodes: int) -> Links:
    """Join segments into links.

    A node is no junction where two segments meet that can be travelled one after the other in the same directions, both
    by land or both by ferry. A ring without any junction has one at its lowest node.

    Parameters
    ----------
    segments
        The segments of a network.
    nodes
        How many nodes there are.
    """
    count = len(segments.u)
    node, place = np.concatenate([segments.u, segments.v]), np.arange(2 * count)
    order = np.argsort(node, kind="stable")
    start = _starts(node, nodes)
    chosen = ~_is_through(segments, place[order], start)
    (of_segment, turned, offset_mm, offset_ms), ends = _chains(segments, (start, order, chosen))
    begin_node, end_node, first = ends
    links = len(first)
    junctions = np.flatnonzero(chosen)
    number = np.full(nodes, -1, dtype=np.int64)
    number[junctions] = np.arange(len(junctions))
    there, back = segments.forward[first], segments.backward[first]
    forward, backward = np.where(turned[first], back, there), np.where(turned[first], there, back)
    length_mm = np.bincount(of_segment, weights=segments.length_mm, minlength=links).astype(np.int64)
    time_ms = np.bincount(of_segment, weights=segments.time_ms, minlength=links).astype(np.int64)
    begin, end, ferry = number[begin_node], number[end_node], segments.ferry[first]
    tail, head, link = _arcs(begin, end, forward, backward)
    weights = (link, length_mm[link], time_ms[link], ferry[link])
    return Links(
        node=junctions,
        junction=number,
        begin=begin,
        end=end,
        length_mm=length_mm,
        time_ms=time_ms,
        forward=forward,
        backward=backward,
        ferry=ferry,
        of_segment=of_segment,
        turned=turned,
        offset_mm=offset_mm,
        offset_ms=offset_ms,
        leaving=_gathered(tail, head, len(junctions), weights),
        entering=_gathered(head, tail, len(junctions), weights),
    )


def _starts(near: Ints, nodes: int) -> Ints:
    start = np.zeros(nodes + 1, dtype=np.int64)
    np.cumsum(np.bincount(near, minlength=nodes), out=start[1:])
    return start


def _is_through(segments: Segments, place: Ints, start: Ints) -> Bools:
    """Tell at which nodes a traveller has no choice but to go on; `place` is an end of a segment, by node."""
    size = np.diff(start)
    two = np.flatnonzero(size == _THROUGH)
    one, other = place[start[two]], place[start[two] + 1]
    count = len(segments.u)
    into, out = (
        np.concatenate([segments.backward, segments.forward]),
        np.concatenate([segments.forward, segments.backward]),
    )
    ferry = np.concatenate([segments.ferry, segments.ferry])
    fits = (into[one] == out[other]) & (into[other] == out[one]) & (ferry[one] == ferry[other])
    through = np.zeros(len(size), dtype=bool)
    through[two] = fits & (one % max(count, 1) != other % max(count, 1))
    return through


def _chains(segments: Segments, at: tuple[Ints, Ints, Bools]) -> tuple[OfSegments, OfLinks]:
    """Find the chains between junctions; rings get a junction in the last of `at`."""
    count = len(segments.u)
    turned, numbers = np.zeros(count, dtype=bool), [np.zeros(count, dtype=np.int64) for _ in range(5)]
    offset_mm, offset_ms, begin, end, first = numbers
    own: OfSegments = (np.full(count, -1, dtype=np.int64), turned, offset_mm, offset_ms)
    pieces = (segments.u, segments.v, segments.length_mm, segments.time_ms)
    links = _walk(pieces, at, own, (begin, end, first))
    return own, (begin[:links], end[:links], first[:links])


@njit(cache=True, nogil=True)
def _walk(
    pieces: tuple[Ints, Ints, Ints, Ints], at: tuple[Ints, Ints, Bools], own: OfSegments, ends: OfLinks
) -> int:  # fmt: skip
    """Walk every chain from junction to junction, lowest node first; give how many links there are.

    Fills in what is told of segments and of links; rings get a junction among the nodes that are one.
    """
    u, v, length_mm, time_ms = pieces
    start, sides, chosen = at
    link, turned, offset_mm, offset_ms = own
    begin, end, first = ends
    count, nodes = len(u), len(chosen)
    links = 0
    for rings in range(2):
        for node in range(nodes):
            if rings == 1 and not chosen[node] and start[node] < start[node + 1]:
                chosen[node] = link[sides[start[node]] % count] < 0
            if not chosen[node]:
                continue
            for where in range(start[node], start[node + 1]):
                place = sides[where]
                if link[place % count] >= 0:
                    continue
                begin[links], first[links], mm, ms = node, place % count, 0, 0
                while True:
                    segment = place % count
                    link[segment], turned[segment] = links, place >= count
                    offset_mm[segment], offset_ms[segment] = mm, ms
                    mm += length_mm[segment]
                    ms += time_ms[segment]
                    far = u[segment] if place >= count else v[segment]
                    if chosen[far]:
                        break
                    place = sides[start[far]]
                    if place % count == segment:
                        place = sides[start[far] + 1]
                end[links] = far
                links += 1
    return links


def _arcs(begin: Ints, end: Ints, forward: Bools, backward: Bools) -> tuple[Ints, Ints, Ints]:
    """Give tail, head and link of every permitted direction; a link back to where it began leads nowhere new."""
    there, back = np.flatnonzero(forward & (begin != end)), np.flatnonzero(backward & (begin != end))
    tail, head = np.concatenate([begin[there], end[back]]), np.concatenate([end[there], begin[back]])
    return tail, head, np.concatenate([there, back])


def _gathered(near: Ints, far: Ints, junctions: int, weights: tuple[Ints, Ints, Ints, Bools]) -> Arcs:
    """Gather arcs by the junction at their near end; the weights are link, length, time and whether it is a ferry."""
    link, length_mm, time_ms, ferry = weights
    order = np.lexsort((link, near))
    return Arcs(
        start=_starts(near, junctions),
        head=far[order].astype(np.int32),
        link=link[order].astype(np.int32),
        length_mm=length_mm[order].astype(np.int32),
        time_ms=time_ms[order].astype(np.int32),
        ferry=ferry[order],
    )
