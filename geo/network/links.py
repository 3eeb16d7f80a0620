"""Streets between junctions: chains of segments without a choice, joined into links.

A search needs only the places where a traveller can choose. Every segment knows its link and where on it it lies, so
that a foot in the middle of a street is a position on a link, and nothing is lost.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from geo.network.turns import Directions, Split, Turns, split

Ints = NDArray[np.int64]
Int32s = NDArray[np.int32]
Bools = NDArray[np.bool_]
OfSegments = tuple[Ints, Bools, Ints, Ints]
"""Link, whether against it, and offset in length and time, of each segment; link -1 so far."""
OfLinks = tuple[Ints, Ints, Ints]
"""First node, last node and first segment of each link."""
_BEYOND = 2**31 - 1
"""Length or time of an arc that is beyond every limit."""
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
    way_id: Ints
    """OSM id of the way of each segment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arcs:
    """Permitted directions of links, gathered per junction or copy of one."""

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
    ahead: Bools
    """Whether the arc runs from the begin of its link to the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Streets between junctions; all segments of a link may be used in the same directions."""

    node: Ints
    """Node of each junction, ascending, and behind them that of each copy."""
    copy_of: Ints
    """Junction of each copy: what one arrives at from a link with a forbidden turn. Copies follow the junctions."""
    junction: Ints
    """Junction of each node; -1 in the middle of a link."""
    begin: Ints
    """Junction at which each link begins."""
    end: Ints
    """Junction at which each link ends."""
    at_begin: Ints
    """Where one arrives who travels each link backward: its begin, or a copy of it."""
    at_end: Ints
    """Where one arrives who travels each link forward: its end, or a copy of it."""
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

    def leaving_copies(self) -> tuple[Ints, Ints, Bools]:
        """Give each pair of a copy and a permitted direction that leaves it: copy, link, and whether ahead."""
        junctions, arcs = len(self.node) - len(self.copy_of), self.leaving
        since = arcs.start[junctions]
        copy = np.repeat(np.arange(junctions, len(self.node)), np.diff(arcs.start[junctions:]))
        return copy, arcs.link[since:].astype(np.int64), arcs.ahead[since:]


def join(segments: Segments, nodes: int, turns: Turns) -> Links:
    """Join segments into links.

    A node is no junction where two segments meet that can be travelled one after the other in the same directions, both
    by land or both by ferry, and no turn is forbidden. A ring without any junction has one at its lowest node.

    Parameters
    ----------
    segments
        The segments of a network.
    nodes
        How many nodes there are.
    turns
        Forbidden turns.
    """
    count = len(segments.u)
    node, place = np.concatenate([segments.u, segments.v]), np.arange(2 * count)
    order = np.argsort(node, kind="stable")
    start = _starts(node, nodes)
    chosen = ~_is_through(segments, place[order], start)
    chosen[turns.node] = True
    own, ends = _chains(segments, (start, order, chosen))
    junctions = np.flatnonzero(chosen)
    number = np.full(nodes, -1, dtype=np.int64)
    number[junctions] = np.arange(len(junctions))
    body = _body(segments, own, ends, number)
    at_begin, at_end, parted, directions = _directed(body, turns, number, len(junctions))
    leaving, entering = _arcs(body, parted, directions, len(junctions))
    of_segment, turned, offset_mm, offset_ms = own
    return Links(
        node=np.concatenate([junctions, junctions[parted.copy_of]]),
        copy_of=parted.copy_of,
        junction=number,
        at_begin=at_begin,
        at_end=at_end,
        of_segment=of_segment,
        turned=turned,
        offset_mm=offset_mm,
        offset_ms=offset_ms,
        leaving=leaving,
        entering=entering,
        **{name: getattr(body, name) for name in _OF_LINKS},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """What `Links` has of the links themselves, and the ways at their begin and at their end."""

    begin: Ints
    end: Ints
    length_mm: Ints
    time_ms: Ints
    forward: Bools
    backward: Bools
    ferry: Bools
    ways: tuple[Ints, Ints]


_OF_LINKS = ("begin", "end", "length_mm", "time_ms", "forward", "backward", "ferry")


def _body(segments: Segments, own: OfSegments, ends: OfLinks, number: Ints) -> _Body:
    """Add up the segments of each link."""
    of_segment, turned, offset_mm, _ = own
    begin, end, first = ends
    links = len(first)
    there, back = segments.forward[first], segments.backward[first]
    last = np.zeros(links, dtype=np.int64)
    # Of equal places the last written stays: the segment farthest along its link.
    along = np.argsort(offset_mm, kind="stable")
    last[of_segment[along]] = along
    return _Body(
        begin=number[begin],
        end=number[end],
        length_mm=np.bincount(of_segment, weights=segments.length_mm, minlength=links).astype(np.int64),
        time_ms=np.bincount(of_segment, weights=segments.time_ms, minlength=links).astype(np.int64),
        forward=np.where(turned[first], back, there),
        backward=np.where(turned[first], there, back),
        ferry=segments.ferry[first],
        ways=(segments.way_id[first], segments.way_id[last]),
    )


def _directed(body: _Body, turns: Turns, number: Ints, junctions: int) -> tuple[Ints, Ints, Split, Directions]:
    """Split the junctions with forbidden turns; give where each link arrives backward and forward as well."""
    there, back = np.flatnonzero(body.forward), np.flatnonzero(body.backward)
    link, ahead = np.concatenate([there, back]), np.arange(len(there) + len(back)) < len(there)
    first, last = body.ways[0][link], body.ways[1][link]
    directions = Directions(
        link=link,
        ahead=ahead,
        tail=np.where(ahead, body.begin[link], body.end[link]),
        head=np.where(ahead, body.end[link], body.begin[link]),
        first_way=np.where(ahead, first, last),
        last_way=np.where(ahead, last, first),
    )
    parted = split(directions, turns, number, junctions)
    at_begin, at_end = body.begin.copy(), body.end.copy()
    at_end[there], at_begin[back] = parted.head[: len(there)], parted.head[len(there) :]
    return at_begin, at_end, parted, directions


def _arcs(body: _Body, parted: Split, directions: Directions, junctions: int) -> tuple[Arcs, Arcs]:
    """Gather the arcs of junctions and copies by where they leave and by where they enter."""
    one = np.concatenate([np.arange(len(directions.link)), parted.leaves])
    tail, head = np.concatenate([directions.tail, parted.copy]), parted.head[one]
    # A link back to the junction where it began leads nowhere new.
    useful = (tail != head) | (tail >= junctions)
    one, tail, head = one[useful], tail[useful], head[useful]
    link, ahead = directions.link[one], directions.ahead[one]
    weights = (link, body.length_mm[link], body.time_ms[link], body.ferry[link], ahead)
    places = junctions + len(parted.copy_of)
    return _gathered(tail, head, places, weights), _gathered(head, tail, places, weights)


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


def _gathered(near: Ints, far: Ints, places: int, weights: tuple[Ints, Ints, Ints, Bools, Bools]) -> Arcs:
    """Gather arcs by their near end; the weights are link, length, time, whether it is a ferry and whether ahead."""
    link, length_mm, time_ms, ferry, ahead = weights
    order = np.lexsort((~ahead, link, near))
    return Arcs(
        start=_starts(near, places),
        head=far[order].astype(np.int32),
        link=link[order].astype(np.int32),
        length_mm=np.minimum(length_mm[order], _BEYOND).astype(np.int32),
        time_ms=np.minimum(time_ms[order], _BEYOND).astype(np.int32),
        ferry=ferry[order],
        ahead=ahead[order],
    )
