"""Towns at random, and a second opinion on the paths in them.

The second opinion reads the rules by the oracle of the streets, puts every foot into a networkx multigraph as a node
of its own, and walks; it imports nothing from the network wing.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import networkx as nx
import numpy as np
import osm_streets
from hypothesis import strategies as st
from numpy.typing import NDArray

from geo.extract import Streets
from tests.toytowns import Place, Turn, degrees, town

SIDE = 4
SPACING_M = 150
LEG_KMH = {"walk": 5.0, "bike": 15.0, "car": 5.0}
CAR_KMH = {"residential": 25.0, "tertiary": 45.0, "secondary": 27.0}
"""Speeds of the ways below; the secondary ones have a maxspeed of 30."""
WAYS: tuple[Mapping[str, str], ...] = (
    {"highway": "residential"},
    {"highway": "residential", "name": "Dorpsstraat"},
    {"highway": "residential", "oneway": "yes"},
    {"highway": "residential", "oneway": "-1", "oneway:bicycle": "no"},
    {"highway": "tertiary", "junction": "roundabout"},
    {"highway": "secondary", "maxspeed": "30"},
    {"highway": "cycleway", "oneway": "yes"},
    {"highway": "footway"},
    {"highway": "service", "access": "private"},
    {"route": "ferry", "oneway": "yes"},
    {"route": "ferry", "duration": "0:20", "motor_vehicle": "no"},
)
BARRIERS: tuple[Mapping[str, str], ...] = (
    {"barrier": "gate"},
    {"barrier": "gate", "locked": "yes"},
    {"barrier": "bollard"},
)


@dataclass(frozen=True)
class TownPlan:
    """A town as it is drawn: metres, nodes and tags."""

    places: Mapping[int, Place]
    ways: Sequence[tuple[int, Sequence[int], Mapping[str, str]]]
    barriers: Mapping[int, Mapping[str, str]]
    turns: Sequence[Turn] = ()

    def streets(self) -> Streets:
        return town(self.places, self.ways, self.barriers, self.turns)

    def raw(self) -> osm_streets.Raw:
        nodes = {node: degrees(place) for node, place in self.places.items()}
        ways = {way: (list(through), dict(tags)) for way, through, tags in self.ways}
        return osm_streets.Raw(nodes, {node: dict(tags) for node, tags in self.barriers.items()}, ways)


@st.composite
def town_plans(
    draw: st.DrawFn,
    *,
    least: int = 7,
    tags: Sequence[Mapping[str, str]] = WAYS,
    barriers: Sequence[Mapping[str, str]] = BARRIERS,
) -> TownPlan:
    """Draw walks over a crooked lattice as ways: they cross, overlap, double back and leave parts unconnected."""
    shift = st.tuples(st.integers(-40, 40), st.integers(-40, 40))
    shifts = draw(st.lists(shift, min_size=SIDE * SIDE, max_size=SIDE * SIDE))
    places = {
        number + 1: (number % SIDE * SPACING_M + east, number // SIDE * SPACING_M + north)
        for number, (east, north) in enumerate(shifts)
    }
    step = st.sampled_from([(0, 1), (1, 0), (0, -1), (-1, 0)])
    corner = st.tuples(st.integers(0, SIDE - 1), st.integers(0, SIDE - 1))
    walk = st.tuples(corner, st.lists(step, min_size=3, max_size=7), st.sampled_from(tags))
    walks = [(_through(begin, steps), kind) for begin, steps, kind in draw(st.lists(walk, min_size=least, max_size=16))]
    ids = draw(st.permutations(range(1, len(walks) + 1)))
    ways = [(number, through, kind) for number, (through, kind) in zip(ids, walks, strict=True) if len(through) > 1]
    stops = st.dictionaries(st.sampled_from(sorted(places)), st.sampled_from(barriers), max_size=4)
    return TownPlan(places, ways, draw(stops) if barriers else {})


def _through(corner: tuple[int, int], steps: Iterable[tuple[int, int]]) -> list[int]:
    """Follow steps from a corner; those that would leave the lattice are not taken."""
    column, row = corner
    through = [row * SIDE + column + 1]
    for east, north in steps:
        if 0 <= column + east < SIDE and 0 <= row + north < SIDE:
            column, row = column + east, row + north
            through.append(row * SIDE + column + 1)
    return through


SPOT = st.tuples(st.integers(-60, 510), st.integers(-60, 510)).map(lambda spot: (float(spot[0]), float(spot[1])))
ENTRANCES = st.lists(SPOT, min_size=2, max_size=3)
MODES = st.sampled_from(["walk", "bike", "car"])


def place_lists(*, least: int = 3, most: int = 6) -> st.SearchStrategy[list[Place | list[Place]]]:
    """Draw places: points, and places with several entrances."""
    return st.lists(SPOT | SPOT | ENTRANCES, min_size=least, max_size=most)


def thousandths(size: float) -> int:
    """Give the whole millimetres, or milliseconds, that a piece of street counts for."""
    return max(1, round(size * 1000))


class Feet(Protocol):
    """What the second opinion takes from a snap: where the feet are."""

    count: int
    owner: NDArray[np.int64]
    segment: NDArray[np.int64]
    fraction: NDArray[np.float64]
    leg_m: NDArray[np.float64]


class SecondOpinion:
    """Lengths, or times, between feet in a town, by brute force."""

    def __init__(self, plan: TownPlan, mode: str) -> None:
        self.mode = mode
        self.raw = plan.raw()
        self.segments = list(osm_streets.segments_of(self.raw, mode))
        self.way_m: dict[int, float] = {}
        for segment in self.segments:
            self.way_m[segment.way] = self.way_m.get(segment.way, 0.0) + segment.length_m

    def totals(self, origins: Feet, targets: Feet, *, by: str = "m", ferries: bool = True) -> NDArray[np.float64]:
        """Give metres (or seconds, by ``s``) from each origin to each target, legs included; infinite without path."""
        graph = self.graph([*self._spots(origins), *self._spots(targets)], ferries=ferries)
        answer = np.full((origins.count, targets.count), np.inf)
        for here, spot in zip(self._rows(origins), self._spots(origins), strict=True):
            reach = nx.single_source_dijkstra_path_length(graph, self.node(spot), weight=by)
            for there, goal in zip(self._rows(targets), self._spots(targets), strict=True):
                legs = self._leg(origins.leg_m[here], by) + self._leg(targets.leg_m[there], by)
                pair = origins.owner[here], targets.owner[there]
                answer[pair] = min(answer[pair], (legs + reach.get(self.node(goal), np.inf)) / 1000)
        return answer

    def graph(self, spots: Iterable[tuple[int, float]], *, ferries: bool = True) -> nx.MultiDiGraph:
        """Draw the streets with a node at every spot (segment and fraction)."""
        inside: dict[int, set[float]] = {}
        for number, fraction in spots:
            inside.setdefault(number, set()).add(fraction)
        graph = nx.MultiDiGraph()
        for number, segment in enumerate(self.segments):
            chain = sorted({0.0, 1.0, *inside.get(number, ())})
            graph.add_nodes_from(self.node((number, fraction)) for fraction in chain)
            for low, high in itertools.pairwise(chain):
                ends = self.node((number, low)), self.node((number, high))
                whole = {"m": thousandths(segment.length_m), "s": thousandths(self._seconds(segment))}
                share = {by: round(high * size) - round(low * size) for by, size in whole.items()}
                if segment.ferry and not ferries:
                    continue
                one_spot = share["m"] == 0
                if one_spot or segment.way_direction != "backward":
                    graph.add_edge(*ends, **share)
                if one_spot or segment.way_direction != "forward":
                    graph.add_edge(*reversed(ends), **share)
        return graph

    def components_m(self) -> list[float]:
        """Give the length of the strongly connected component of each segment; 0 where its ends are in two."""
        parts = list(nx.strongly_connected_components(self.graph([])))
        number = {node: part for part, nodes in enumerate(parts) for node in nodes}
        inside = [number[one.start] if number[one.start] == number[one.end] else None for one in self.segments]
        metres = [
            sum(thousandths(one.length_m) for one, own in zip(self.segments, inside, strict=True) if own == part) / 1000
            for part in range(len(parts))
        ]
        return [0.0 if own is None else metres[own] for own in inside]

    def node(self, spot: tuple[int, float]) -> object:
        """Name the node of the graph at a spot."""
        segment = self.segments[spot[0]]
        return {0.0: segment.start, 1.0: segment.end}.get(spot[1], ("foot", *spot))

    def _rows(self, feet: Feet) -> list[int]:
        return np.flatnonzero(feet.segment >= 0).tolist()

    def _spots(self, feet: Feet) -> list[tuple[int, float]]:
        return [(int(feet.segment[row]), float(feet.fraction[row])) for row in self._rows(feet)]

    def _leg(self, leg_m: float, by: str) -> int:
        leg_mm = round(float(leg_m) * 1000)
        return leg_mm if by == "m" else round(leg_mm / LEG_KMH[self.mode] * 3.6)

    def _seconds(self, segment: osm_streets.Segment) -> float:
        tags = self.raw.ways[segment.way][1]
        if tags.get("duration"):
            return 1200.0 * segment.length_m / self.way_m[segment.way]
        on_land = {"walk": 5.0, "bike": 15.0}.get(self.mode) or CAR_KMH.get(tags.get("highway", ""), 5.0)
        return segment.length_m / (5.0 if segment.ferry else on_land) * 3.6
