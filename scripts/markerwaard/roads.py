"""Roads between the towns: polder roads, provincial roads with cycle paths, the dike, motorway, railway and ferry."""

import numpy as np
import shapely
from shapely import LineString, Point, affinity

from markerwaard.terrain import (
    CANALS,
    FERRY,
    HIGHWAY_NUMBER,
    MOTORWAY,
    NATURE,
    POLDER,
    TILT_DEG,
    TRUNK_NUMBER,
    neighbour,
)
from markerwaard.towns import Street, Tags, TownPlan, enclosed, past, tags

N_ROADS = (
    ("N701", "Markerstad", "Noorderkoog"), ("N702", "Markerstad", "Oosterdiep"), ("N703", "Markerstad", "Zuiderhaven"),
    ("N704", "Markerstad", "Westerwoud"), ("N705", "Westerwoud", "Kolkdorp"), ("N706", "Kolkdorp", "Zuiderhaven"),
    ("N707", "Oosterdiep", "Rietbroek"), ("N708", "Rietbroek", "Noorderkoog"), ("N709", "Luwte", "Zuiderhaven"),
)  # fmt: skip
INTERCHANGES = ("N704", "N706")
_STEP_M = 60.0
GRID_M = (2_300.0, 1_450.0)
_CYCLE_PATH_M = 9.0
_DIKE_ROAD_M = 70.0
_ISLAND_VILLAGE, _LANDING = "Eilandsoord", "Dijkveer"
_CARRIAGEWAY_M = 12.0
_TRUNK_M = 150.0
"""The motorway begins and ends this far inside the dike."""


def between_towns(plans: tuple[TownPlan, ...]) -> tuple[Street, ...]:
    """Draw every road outside the towns, at grade."""
    rims = {plan.town.name: shapely.get_coordinates(plan.rim) for plan in plans}
    built = shapely.union_all([enclosed(plan.rim) for plan in plans])
    provincial = {number: _link(rims[one], rims[other]) for number, one, other in N_ROADS}
    edges = {plan.town.name: shapely.union_all(plan.rim) for plan in plans}
    streets = [Street(line, _provincial_kind(number)) for number, line in provincial.items()]
    streets += [_cycle_path(provincial[number], (edges[one], edges[other])) for number, one, other in N_ROADS]
    streets += _polder_roads(built)
    streets += _dike()
    streets += _ramps(provincial)
    streets += _ferry(rims)
    return tuple(streets)


def _link(one: np.ndarray, other: np.ndarray) -> LineString:
    """Join two towns from rim to rim with a slight bend, along nodes that exist."""
    apart = np.hypot(*(one[:, None, :] - other[None, :, :]).transpose(2, 0, 1))
    a, b = np.unravel_index(apart.argmin(), apart.shape)
    start, end = one[a], other[b]
    side = np.array([-(end - start)[1], (end - start)[0]]) * 0.06
    middle = [start + (end - start) * t + side * np.sin(np.pi * t) for t in np.linspace(0, 1, 24)]
    return shapely.segmentize(LineString(middle), _STEP_M)


def _provincial_kind(number: str) -> Tags:
    return tags(
        highway="secondary",
        ref=number,
        name="Provincialeweg",
        maxspeed="80",
        bicycle="use_sidepath",
        foot="no",
        lit="no",
    )


def _cycle_path(road: LineString, edges: tuple[shapely.Geometry, shapely.Geometry]) -> Street:
    """Lay a cycle path beside a road, on from its ends to the outer streets of both towns."""
    beside = shapely.offset_curve(road, _CYCLE_PATH_M)
    ends = [Point(beside.coords[0]), Point(beside.coords[-1])]
    feet = [
        past(end, Point(shapely.shortest_line(end, edge).coords[-1])) for end, edge in zip(ends, edges, strict=True)
    ]
    kind = tags(highway="cycleway", surface="asphalt", lit="yes", foot="yes")
    return Street(LineString([feet[0], *beside.coords, feet[1]]), kind)


def _polder_roads(built: shapely.Geometry) -> list[Street]:
    west, south, east, north = POLDER.buffer(4_000).bounds
    middle = POLDER.centroid
    lines = []
    for spacing, vertical in zip(GRID_M, (True, False), strict=True):
        low, high = (west, east) if vertical else (south, north)
        for at in np.arange(low, high, spacing):
            ends = [(at, south), (at, north)] if vertical else [(west, at), (east, at)]
            lines.append(affinity.rotate(LineString(ends), TILT_DEG, origin=middle))
    barred = next(line for name, line in CANALS if name == "Kolktocht").buffer(45)
    keep = POLDER.buffer(-_DIKE_ROAD_M, join_style="round").difference(built).difference(barred).difference(NATURE)
    clipped = shapely.intersection(shapely.union_all(lines), keep)
    kind = tags(highway="unclassified", maxspeed="60", surface="asphalt", lit="no")
    track = tags(highway="track", tracktype="grade2", surface="gravel")
    pieces = sorted((piece for piece in clipped.geoms if piece.length > 30), key=lambda piece: piece.coords[0])
    return [
        Street(shapely.segmentize(piece, _STEP_M), track if number % 7 == 3 else kind)
        for number, piece in enumerate(pieces)
    ]


def _dike() -> list[Street]:
    ring = LineString(POLDER.buffer(-_DIKE_ROAD_M, join_style="round").exterior)
    dam = LineString([neighbour().centroid, ring.interpolate(ring.project(neighbour().centroid))])
    road = tags(highway="tertiary", name="Ringdijk", maxspeed="60", lit="no")
    over = tags(highway="secondary", ref="N710", name="Overdam", maxspeed="80", lit="no")
    return [Street(shapely.segmentize(ring, _STEP_M), road), Street(shapely.segmentize(dam, _STEP_M), over)]


def carriageways() -> tuple[LineString, LineString]:
    """Give the two carriageways of the motorway, each in its own direction; they begin and end together."""
    middle = shapely.segmentize(shapely.intersection(MOTORWAY, POLDER.buffer(-_TRUNK_M)), 200)
    return _beside(middle), _beside(middle.reverse())


def _beside(middle: LineString) -> LineString:
    """Keep to the right of a line, but for its ends."""
    right = shapely.offset_curve(middle, -_CARRIAGEWAY_M)
    return LineString([middle.coords[0], *list(right.coords)[1:-1], middle.coords[-1]])


def bridges() -> tuple[LineString, ...]:
    """Give the roads that go on from the ends of the motorway, over the lake to the other shores."""
    beyond = shapely.difference(MOTORWAY, POLDER.buffer(-_TRUNK_M))
    return tuple(shapely.segmentize(part, 200) for part in beyond.geoms)


def motorway() -> tuple[Street, ...]:
    """Draw the motorway and the bridges at its ends; they cross everything without meeting it."""
    kind = tags(highway="motorway", ref=HIGHWAY_NUMBER, oneway="yes", maxspeed="100", bridge="yes", layer="1")
    bridge = tags(highway="trunk", ref=TRUNK_NUMBER, motorroad="yes", maxspeed="100", bridge="yes", layer="1")
    return (*(Street(line, kind) for line in carriageways()), *(Street(line, bridge) for line in bridges()))


def _ramps(provincial: dict[str, LineString]) -> list[Street]:
    """Join each carriageway to a provincial road by an exit before and an entry after the crossing."""
    kind = tags(highway="motorway_link", oneway="yes", maxspeed="70")
    ramps = []
    for number in INTERCHANGES:
        road = provincial[number]
        for way in carriageways():
            at = way.project(way.intersection(road).centroid)
            coords = np.asarray(way.coords)
            along = np.array([way.project(Point(xy)) for xy in coords])
            before, after = coords[along < at - 250][-1], coords[along > at + 250][0]
            corners = np.asarray(road.coords)
            there = np.argsort(np.hypot(*(corners - np.asarray(way.interpolate(at).coords[0])).T))
            meet = corners[there[3]]
            ramps.append(Street(shapely.segmentize(LineString([before, meet]), _STEP_M), kind))
            ramps.append(Street(shapely.segmentize(LineString([meet, after]), _STEP_M), kind))
    return ramps


def _ferry(rims: dict[str, np.ndarray]) -> list[Street]:
    """Let a ferry for pedestrians and cyclists cross from the island to the dike; a road leads to either landing."""
    kind = tags(route="ferry", name="Veer Eilandsoord", foot="yes", bicycle="yes", motor_vehicle="no", duration="00:12")
    quay = tags(highway="unclassified", name="Veerweg", maxspeed="30", lit="yes")
    roads = []
    for village, landing in zip((_ISLAND_VILLAGE, _LANDING), FERRY.coords, strict=True):
        nearest = min(rims[village], key=lambda xy: np.hypot(*(xy - landing)))
        roads.append(Street(shapely.segmentize(LineString([nearest, landing]), _STEP_M), quay))
    return [Street(FERRY, kind), *roads]
