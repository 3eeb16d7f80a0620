"""A second opinion on network distances; imports nothing from the package under test.

Written from the text of the definition alone: its own reading of the extract (as XML), its own
tag table, its own components, a brute-force search for the nearest street over all segments, and
networkx for the paths, on a graph into which the feet are really inserted as nodes.
"""

import itertools
import math
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
import numpy as np
import osmium
import pyproj
import shapely

GEOD = pyproj.Geod(ellps="WGS84")

YES = set("yes permissive designated official destination customers public discouraged".split())
NO = set(
    "no private agricultural forestry delivery military emergency permit residents use_sidepath dismount "
    "bus psv hgv taxi restricted".split()
)
LADDER = {
    "walk": ("foot", "access"),
    "bike": ("bicycle", "vehicle", "access"),
    "car": ("motorcar", "motor_vehicle", "vehicle", "access"),
    "cbs_car": ("motorcar", "motor_vehicle", "vehicle", "access"),
}
ROADS = set(
    "primary primary_link secondary secondary_link tertiary tertiary_link unclassified residential "
    "living_street service road".split()
)
WALKABLE = ROADS | set(
    "track pedestrian footway cycleway path bridleway steps corridor elevator platform ferry".split()
)
CYCLABLE = ROADS | {"track", "cycleway", "ferry"}
CYCLABLE_IF_SAID = {"path", "footway", "pedestrian", "bridleway", "elevator"}
DRIVABLE = ROADS | {"motorway", "motorway_link", "trunk", "trunk_link", "ferry"}
CARS = {"car", "cbs_car"}
HARD = set(
    "paved asphalt chipseal concrete concrete:lanes concrete:plates paving_stones sett bricks cobblestone "
    "unhewn_cobblestone metal".split()
)
LOOSE = set(
    "unpaved compacted fine_gravel gravel pebblestone shells rock ground dirt earth grass mud sand clay woodchips "
    "snow ice salt".split()
)
WALLS = {"wall", "fence", "hedge", "city_wall", "retaining_wall", "guard_rail"}
STILES = {"stile", "turnstile", "full-height_turnstile", "kissing_gate", "horse_stile"}
POSTS = set(
    "bollard rising_bollard block cycle_barrier motorcycle_barrier chain rope jersey_barrier log planter "
    "debris bar wicket_gate sump_buster bus_trap".split()
)


@dataclass(frozen=True)
class Raw:
    """Nodes, ways and relations as the file has them."""

    nodes: dict[int, tuple[float, float]]
    node_tags: dict[int, dict[str, str]]
    ways: dict[int, tuple[list[int], dict[str, str]]]


def as_xml(pbf: Path, xml: Path) -> Path:
    """Write an extract as XML, so that the standard library can read it."""
    with osmium.SimpleWriter(str(xml), overwrite=True) as writer:
        for entity in osmium.FileProcessor(str(pbf)):
            writer.add(entity)
    return xml


def read_xml(xml: Path) -> Raw:
    """Read all nodes and ways of an XML file."""
    raw = Raw({}, {}, {})
    for _, element in ET.iterparse(xml):
        if element.tag not in {"node", "way"}:
            if element.tag == "relation":
                element.clear()
            continue
        tags = {tag.get("k", ""): tag.get("v", "") for tag in element.iter("tag")}
        number = int(element.get("id", "0"))
        if element.tag == "node":
            raw.nodes[number] = (float(element.get("lon", "nan")), float(element.get("lat", "nan")))
            if tags:
                raw.node_tags[number] = tags
        else:
            raw.ways[number] = ([int(nd.get("ref", "0")) for nd in element.iter("nd")], tags)
        element.clear()
    return raw


def read_window(pbf: Path, box: tuple[float, float, float, float]) -> Raw:
    """Read the ways that come into a box (west, south, east, north), whole, and every node with a barrier."""
    raw = Raw({}, {}, {})
    objects = osmium.FileProcessor(str(pbf), osmium.osm.NODE | osmium.osm.WAY).with_locations()
    for way in objects.with_filter(osmium.filter.KeyFilter("highway", "route", "barrier")):
        if way.is_node():
            if "barrier" in way.tags:
                raw.node_tags[way.id] = dict(way.tags)
            continue
        known = {node.ref: (node.lon, node.lat) for node in way.nodes if node.location.valid()}
        if any(box[0] <= lon <= box[2] and box[1] <= lat <= box[3] for lon, lat in known.values()):
            raw.nodes.update(known)
            raw.ways[way.id] = ([node.ref for node in way.nodes], dict(way.tags))
    return raw


def value(tags: Mapping[str, str], key: str) -> str:
    """Read a tag: the first of a list, lower case."""
    return tags.get(key, "").split(";")[0].strip().lower()


def answer(tags: Mapping[str, str], mode: str) -> bool | None:
    """Say whether the access tags allow (True), deny (False) or do not speak (None)."""
    for key in LADDER[mode]:
        said = value(tags, key)
        if said in YES:
            return True
        if said in NO:
            return False
    return None


def permitted(tags: Mapping[str, str], mode: str) -> bool:
    """Say whether a way may be used at all."""
    kind = "ferry" if value(tags, "route") == "ferry" else value(tags, "highway")
    said = {"yes", "designated", "permissive", "official"}
    if mode == "walk":
        fits = kind in WALKABLE
    elif mode == "bike":
        fits = kind in CYCLABLE or (kind in CYCLABLE_IF_SAID and value(tags, "bicycle") in said)
    elif mode == "cbs_car":
        hard = value(tags, "tracktype") in {"grade1", "paved"} or value(tags, "surface") in HARD
        fits = kind in DRIVABLE or (kind == "track" and hard)
        fits = fits and (kind == "ferry" or value(tags, "surface") not in LOOSE)
    else:
        by_tag = {value(tags, "motorcar"), value(tags, "motor_vehicle")} & (said | {"destination"})
        fits = kind in DRIVABLE or (kind == "track" and (value(tags, "tracktype") == "grade1" or bool(by_tag)))
    if mode not in CARS and value(tags, "motorroad") == "yes":
        return False
    if value(tags, "construction") == "yes":
        return False
    return fits and answer(tags, mode) is not False


def one_way(said: str) -> str | None:
    """Read a one-way value: forward, backward, both or nothing."""
    if said in {"yes", "true", "1"}:
        return "forward"
    if said in {"-1", "reverse"}:
        return "backward"
    return "both" if said in {"no", "false", "0"} else None


def direction(tags: Mapping[str, str], mode: str) -> str:
    """Say in which direction a way may be used."""
    ferry = value(tags, "route") == "ferry"
    kind = "ferry" if ferry else value(tags, "highway")
    plain = one_way(value(tags, "oneway"))
    if plain is None and value(tags, "junction") in {"roundabout", "circular"}:
        plain = "forward"
    if plain is None and mode in CARS and kind in {"motorway", "motorway_link"}:
        plain = "forward"
    if mode == "cbs_car" and kind.removesuffix("_link") not in {"motorway", "trunk", "primary"}:
        return (one_way(value(tags, "oneway")) if ferry else None) or "both"
    if mode == "cbs_car":
        return plain or "both"
    if mode in {"car", "bike"}:
        if mode == "car":
            own = one_way(value(tags, "oneway:motorcar")) or one_way(value(tags, "oneway:motor_vehicle"))
        else:
            own = one_way(value(tags, "oneway:bicycle"))
        against = mode == "bike" and any(value(tags, key).startswith("opposite") for key in CYCLEWAYS)
        open_to = own or ("both" if against else plain or "both")
        vehicle = "motor_vehicle" if mode == "car" else "bicycle"
        denied = {way for way in ("forward", "backward") if value(tags, f"{vehicle}:{way}") in NO}
        left = {"forward", "backward"} - denied if open_to == "both" else {open_to} - denied
        return "both" if len(left) > 1 else left.pop() if left else "none"
    own = one_way(value(tags, "oneway:foot"))
    return own or (one_way(value(tags, "oneway")) if ferry else None) or "both"


CYCLEWAYS = ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")


def blocks(tags: Mapping[str, str], mode: str) -> bool:
    """Say whether a node stops a traveller."""
    kind = value(tags, "barrier")
    if not kind:
        return False
    said = answer(tags, mode)
    if said is not None:
        return not said
    if value(tags, "locked") == "yes" or kind in WALLS:
        return True
    return (kind in STILES and mode != "walk") or (kind in POSTS and mode in CARS)


@dataclass(frozen=True)
class Segment:
    """A piece of a way between two nodes that follow each other."""

    way: int
    position: int
    start: object
    end: object
    ends: tuple[float, float, float, float]
    length_m: float
    way_direction: str
    ferry: bool


@dataclass(frozen=True)
class Foot:
    """Where a point meets the streets."""

    segment: int
    fraction: float
    leg_m: float


class StreetOracle:
    """Streets of one mode, answering by brute force."""

    def __init__(self, raw: Raw, mode: str, crs: str, *, least_component_m: float | None = 500.0) -> None:
        self.transform = pyproj.Transformer.from_crs(4326, crs, always_xy=True).transform
        self.segments = list(segments_of(raw, mode))
        self.graph = nx.DiGraph()
        for number, segment in enumerate(self.segments):
            if segment.way_direction != "backward":
                self._link(segment.start, segment.end, segment.length_m)
            if segment.way_direction != "forward":
                self._link(segment.end, segment.start, segment.length_m)
            self.graph.nodes[segment.start].setdefault("at", []).append(number)
        component = {n: i for i, nodes in enumerate(nx.strongly_connected_components(self.graph)) for n in nodes}
        total: dict[int, float] = {}
        for segment in self.segments:
            if component[segment.start] == component[segment.end]:
                total[component[segment.start]] = total.get(component[segment.start], 0.0) + segment.length_m
        self.component_m = total
        self.component = component
        self.candidates = [
            number
            for number, segment in enumerate(self.segments)
            if not segment.ferry and (least_component_m is None or self._long_enough(segment, least_component_m))
        ]
        ends = np.array([self.segments[number].ends for number in self.candidates])
        x1, y1 = self.transform(ends[:, 0], ends[:, 1])
        x2, y2 = self.transform(ends[:, 2], ends[:, 3])
        self.ax, self.ay, self.dx, self.dy = x1, y1, x2 - x1, y2 - y1
        self.lines = shapely.linestrings(np.stack([np.stack([x1, y1], 1), np.stack([x2, y2], 1)], 1))

    def _long_enough(self, segment: Segment, least_m: float) -> bool:
        own = self.component[segment.start]
        return own == self.component[segment.end] and self.component_m[own] >= least_m

    def _link(self, start: object, end: object, length_m: float) -> None:
        known = self.graph.get_edge_data(start, end, {"m": math.inf})["m"]
        self.graph.add_edge(start, end, m=min(known, length_m))

    def feet(self, geometry: shapely.Geometry) -> list[Foot]:
        """Find the foot of each access point of a geometry in degrees; areas by their outline."""
        if geometry.geom_type == "Point":
            return [self._foot_of_point(geometry.x, geometry.y)]
        if geometry.geom_type == "MultiPoint":
            return [self._foot_of_point(point.x, point.y) for point in geometry.geoms]
        return [self._foot_of_area(geometry)]

    def _foot_of_point(self, lon: float, lat: float) -> Foot:
        px, py = self.transform(lon, lat)
        squared = self.dx**2 + self.dy**2
        t = np.clip(((px - self.ax) * self.dx + (py - self.ay) * self.dy) / np.where(squared > 0, squared, 1), 0, 1)
        distance = np.hypot(self.ax + t * self.dx - px, self.ay + t * self.dy - py)
        pick = self._lowest(distance)
        return self._foot(pick, float(t[pick]), (lon, lat))

    def _foot_of_area(self, area: shapely.Geometry) -> Foot:
        outline = shapely.transform(area, lambda xy: np.column_stack(self.transform(xy[:, 0], xy[:, 1]))).boundary
        pick = self._lowest(shapely.distance(self.lines, outline))
        x, y = shapely.shortest_line(self.lines[pick], outline).coords[0]
        bx, by = shapely.shortest_line(self.lines[pick], outline).coords[-1]
        squared = self.dx[pick] ** 2 + self.dy[pick] ** 2
        t = ((x - self.ax[pick]) * self.dx[pick] + (y - self.ay[pick]) * self.dy[pick]) / squared
        lon, lat = self.transform(bx, by, direction="INVERSE")
        return self._foot(pick, float(np.clip(t, 0, 1)), (lon, lat))

    def _lowest(self, distance: np.ndarray) -> int:
        near = np.flatnonzero(distance <= distance.min() + 1e-6)
        return int(min(near, key=lambda i: self._order(self.candidates[i])))

    def _order(self, number: int) -> tuple[int, int]:
        return self.segments[number].way, self.segments[number].position

    def _foot(self, pick: int, t: float, place: tuple[float, float]) -> Foot:
        number = self.candidates[pick]
        lon1, lat1, lon2, lat2 = self.segments[number].ends
        _, _, leg_m = GEOD.inv(*place, lon1 + t * (lon2 - lon1), lat1 + t * (lat2 - lat1))
        length = self.segments[number].length_m
        if t * length < 1e-3:
            t = 0.0
        if (1 - t) * length < 1e-3:
            t = 1.0
        return Foot(number, t, leg_m)

    def distances(
        self, origin: Foot, targets: Mapping[str, Iterable[Foot]]
    ) -> dict[str, tuple[float, float, float, float]]:
        """Give total, access, network and egress metres to each target that can be reached."""
        feet = [
            ("origin", origin),
            *(((name, i), foot) for name, some in targets.items() for i, foot in enumerate(some)),
        ]
        reach = self.reach(feet)
        best: dict[str, tuple[float, float, float, float]] = {}
        for name, some in targets.items():
            for i, foot in enumerate(some):
                if (name, i) in reach:
                    parts = (origin.leg_m, reach[(name, i)], foot.leg_m)
                    found = (sum(parts), *parts)
                    best[name] = min(best.get(name, found), found)
        return best

    def reach(self, feet: list[tuple[object, Foot]]) -> dict[object, float]:
        """Give the metres over the streets from the first of some feet to each that can be reached, by name."""
        graph = self.graph.copy()
        by_segment: dict[int, list[tuple[float, object]]] = {}
        for name, foot in feet:
            by_segment.setdefault(foot.segment, []).append((foot.fraction, name))
        for number, inside in by_segment.items():
            self._insert(graph, number, inside)
        return dict(nx.single_source_dijkstra_path_length(graph, feet[0][0], weight="m"))

    def _insert(self, graph: nx.DiGraph, number: int, inside: list[tuple[float, object]]) -> None:
        segment = self.segments[number]
        for fraction, name in inside:
            at = segment.start if fraction == 0 else segment.end if fraction == 1 else None
            if at is not None:
                graph.add_edge(name, at, m=0.0)
                graph.add_edge(at, name, m=0.0)
        chain = [
            (0.0, segment.start),
            *sorted((p for p in inside if 0 < p[0] < 1), key=lambda p: p[0]),
            (1.0, segment.end),
        ]
        for (t1, a), (t2, b) in itertools.pairwise(chain):
            metres = (t2 - t1) * segment.length_m
            if segment.way_direction != "backward":
                graph.add_edge(a, b, m=min(metres, graph.get_edge_data(a, b, {"m": math.inf})["m"]))
            if segment.way_direction != "forward":
                graph.add_edge(b, a, m=min(metres, graph.get_edge_data(b, a, {"m": math.inf})["m"]))


def segments_of(raw: Raw, mode: str) -> Iterable[Segment]:
    """Cut the permitted ways into segments, each blocked node into a copy per segment end."""
    stopped = {number for number, tags in raw.node_tags.items() if blocks(tags, mode)}
    for way, (nodes, tags) in sorted(raw.ways.items()):
        if not permitted(tags, mode) or direction(tags, mode) == "none":
            continue
        present = [node for node in nodes if node in raw.nodes]
        for position, (first, second) in enumerate(itertools.pairwise(present)):
            if first == second:
                continue
            (lon1, lat1), (lon2, lat2) = raw.nodes[first], raw.nodes[second]
            start = (first, way, position, "start") if first in stopped else first
            end = (second, way, position, "end") if second in stopped else second
            _, _, metres = GEOD.inv(lon1, lat1, lon2, lat2)
            ferry = value(tags, "route") == "ferry"
            yield Segment(way, position, start, end, (lon1, lat1, lon2, lat2), metres, direction(tags, mode), ferry)
