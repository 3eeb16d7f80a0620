"""A second opinion on the quality of walks; imports nothing from the package under test.

Written from the rules R43 to R47 alone: networkx finds the walk on the streets of `osm_streets`, every decimetre of it
is judged at its middle, and whether a path lies beside it there is looked up on the normal of the street.
"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx
import numpy as np
import shapely
from osm_streets import Foot, Raw, StreetOracle, value

STEP_M = 0.1
ZONES = {
    "nl:urban": 50.0, "nl:rural": 80.0, "nl:trunk": 100.0, "nl:motorway": 100.0, "nl:zone30": 30.0,
    "nl:zone:30": 30.0, "nl:living_street": 15.0, "walk": 15.0,
}  # fmt: skip
SIDE_KEYS = ("sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right")
CYCLE_KEYS = ("cycleway", "cycleway:both", "cycleway:left", "cycleway:right")


@dataclass
class Parts:
    """Metres of a walk."""

    network: float = 0.0
    exposed: float = 0.0
    exposed_unknown: float = 0.0
    unlit: float = 0.0
    lit_unknown: float = 0.0


def limit_kmh(said: str) -> float | None:
    """Read a speed limit."""
    if said in ZONES:
        return ZONES[said]
    factor = 1.609344 if said.endswith("mph") else 1.0
    for ending in ("km/h", "kmh", "kph", "mph"):
        said = said.removesuffix(ending)
    try:
        return float(said.strip()) * factor or None
    except ValueError:
        return None


def traffic(tags: Mapping[str, str]) -> str:
    """Say whether fast or busy traffic goes there: yes, no or unknown."""
    kind = value(tags, "highway")
    if value(tags, "route") == "ferry":
        return "no"
    if kind.removesuffix("_link") in {"trunk", "primary", "secondary", "tertiary"}:
        return "yes"
    limit = limit_kmh(value(tags, "maxspeed"))
    if kind in {"unclassified", "road"} and limit is None:
        return "unknown"
    if kind in {"unclassified", "road", "residential", "living_street", "service", "track"} and limit is not None:
        return "yes" if limit >= 60 else "no"
    return "no"


def own_path(tags: Mapping[str, str]) -> str:
    """Say whether the street has a path of its own: yes, no or unknown."""
    sides = {key: value(tags, key) for key in SIDE_KEYS}
    if set(sides.values()) & {"yes", "both", "left", "right", "separate"}:
        return "yes"
    if {value(tags, key) for key in CYCLE_KEYS} & {"track", "separate", "opposite_track"}:
        return "yes"
    if value(tags, "bicycle") == "use_sidepath":
        return "yes"
    none = {key for key, said in sides.items() if said in {"no", "none"}}
    return "no" if none & {"sidewalk", "sidewalk:both"} or {"sidewalk:left", "sidewalk:right"} <= none else "unknown"


def risk(tags: Mapping[str, str]) -> str:
    """Say whether a walker is exposed, paths that are drawn apart left out: yes, no or unknown."""
    if traffic(tags) == "no" or own_path(tags) == "yes":
        return "no"
    return "yes" if (traffic(tags), own_path(tags)) == ("yes", "no") else "unknown"


def dark(tags: Mapping[str, str]) -> str:
    """Say whether the way is unlit: yes, no or unknown."""
    said = value(tags, "lit")
    if said in {"no", "disused"}:
        return "yes"
    return "no" if said in {"yes", "24/7", "automatic", "sunset-sunrise", "dusk-dawn"} else "unknown"


class QualityOracle:
    """Walks and what they are like."""

    def __init__(self, raw: Raw, streets: StreetOracle) -> None:
        self.raw, self.streets = raw, streets
        self.searched: dict[object, tuple[dict[object, float], dict[object, list[object]]]] = {}
        self.shortest: dict[tuple[object, object], int] = {}
        for number, segment in enumerate(streets.segments):
            ways = {"both": (True, True), "forward": (True, False), "backward": (False, True)}[segment.way_direction]
            pairs = ((segment.start, segment.end), (segment.end, segment.start))
            for pair in (pair for pair, is_open in zip(pairs, ways, strict=True) if is_open):
                known = self.shortest.setdefault(pair, number)
                if segment.length_m < streets.segments[known].length_m:
                    self.shortest[pair] = number
        ends = np.array([segment.ends for segment in streets.segments])
        self.begin = np.column_stack(streets.transform(ends[:, 0], ends[:, 1]))
        self.end = np.column_stack(streets.transform(ends[:, 2], ends[:, 3]))
        drawn = [
            number
            for number, segment in enumerate(streets.segments)
            if not segment.ferry
            and value(raw.ways[segment.way][1], "highway") in {"footway", "cycleway", "path", "pedestrian"}
        ]
        self.paths = np.array(drawn)
        self.tree = shapely.STRtree(shapely.linestrings(np.stack([self.begin[drawn], self.end[drawn]], axis=1)))

    def parts(self, origin: Foot, targets: list[Foot]) -> Parts:
        """Judge the walk from a foot to the nearest of some feet."""
        walks = [walk for target in targets for walk in self._walks(origin, target)]
        _, pieces = min(walks, key=lambda walk: walk[0])
        found = Parts()
        for number, begin, end in pieces:
            self._judge(found, number, min(begin, end), max(begin, end))
        return found

    def _walks(self, origin: Foot, target: Foot) -> list[tuple[float, list[tuple[int, float, float]]]]:
        """Give the walks by each end of the two streets, with the leg of the target, and the one along one street."""
        segments = self.streets.segments
        found = []
        if origin.segment == target.segment:
            metres = abs(origin.fraction - target.fraction) * segments[origin.segment].length_m
            found.append((metres + target.leg_m, [(origin.segment, origin.fraction, target.fraction)]))
        here, there = segments[origin.segment], segments[target.segment]
        for out, node in ((0.0, here.start), (1.0, here.end)):
            reach, before = self._search(node)
            for into, goal in ((0.0, there.start), (1.0, there.end)):
                if goal not in reach:
                    continue
                metres = abs(out - origin.fraction) * here.length_m + reach[goal]
                metres += abs(into - target.fraction) * there.length_m + target.leg_m
                nodes = [goal]
                while nodes[-1] != node:
                    nodes.append(before[nodes[-1]][0])
                nodes.reverse()
                inner = [(self.shortest[pair], 0.0, 1.0) for pair in itertools.pairwise(nodes)]
                first, last = (origin.segment, origin.fraction, out), (target.segment, into, target.fraction)
                found.append((metres, [first, *inner, last]))
        return found

    def _search(self, node: object) -> tuple[dict[object, float], dict[object, list[object]]]:
        if node not in self.searched:
            before, reach = nx.dijkstra_predecessor_and_distance(self.streets.graph, node, cutoff=6000.0, weight="m")
            self.searched[node] = reach, before
        return self.searched[node]

    def _judge(self, found: Parts, number: int, low: float, high: float) -> None:
        segment = self.streets.segments[number]
        tags = self.raw.ways[segment.way][1]
        metres = (high - low) * segment.length_m
        found.network += metres
        if dark(tags) != "no":
            found.unlit += metres * (dark(tags) == "yes")
            found.lit_unknown += metres * (dark(tags) == "unknown")
        if risk(tags) == "no" or metres == 0:
            return
        bare = metres * (1 - self._share_beside(number, low, high))
        found.exposed += bare * (risk(tags) == "yes")
        found.exposed_unknown += bare * (risk(tags) == "unknown")

    def _share_beside(self, number: int, low: float, high: float) -> float:
        """Look at the middle of every decimetre along the normal of the street, 20 m to both sides."""
        begin, end = self.begin[number], self.end[number]
        count = max(1, int(np.ceil((high - low) * np.hypot(*(end - begin)) / STEP_M)))
        at = low + (np.arange(count) + 0.5) / count * (high - low)
        spots = begin + (end - begin) * at[:, None]
        heading = np.arctan2(end[1] - begin[1], end[0] - begin[0])
        normal = np.array([-np.sin(heading), np.cos(heading)])
        box = shapely.box(*(spots.min(axis=0) - 25), *(spots.max(axis=0) + 25))
        beside = np.zeros(count, dtype=bool)
        for path in self.paths[self.tree.query(box)]:
            there = np.arctan2(*(self.end[path] - self.begin[path])[::-1])
            turn = abs((there - heading + np.pi / 2) % np.pi - np.pi / 2)
            if np.degrees(turn) > 30:
                continue
            sights = np.stack([spots - 20 * normal, spots + 20 * normal], axis=1)
            line = shapely.linestrings([self.begin[path], self.end[path]])
            beside |= shapely.intersects(shapely.linestrings(sights), line)
        return float(beside.mean())
