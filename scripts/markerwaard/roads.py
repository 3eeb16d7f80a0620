"""Roads between the towns: polder roads, provincial roads with cycle paths, the dike, motorway, railway and ferry."""

import numpy as np
import shapely
from shapely import LineString, Point, Polygon, affinity

from markerwaard.terrain import CANALS, HIGHWAY_NUMBER, ISLAND, MOTORWAY, NATURE, POLDER, TILT_DEG, TOWNS, neighbour
from markerwaard.towns import Street, TownPlan, tags

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


def between_towns(plans: tuple[TownPlan, ...]) -> tuple[Street, ...]:
    """Draw every road outside the towns, at grade."""
    rims = {plan.town.name: _vertices(plan) for plan in plans}
    built = shapely.union_all([town_area(plan) for plan in plans])
    provincial = {number: _link(rims[one], rims[other]) for number, one, other in N_ROADS}
    streets = [street for number, line in provincial.items() for street in _provincial(number, line)]
    streets += _polder_roads(built)
    streets += _dike()
    streets += _ramps(provincial)
    streets += _island(rims)
    return tuple(streets)


def _vertices(plan: TownPlan) -> np.ndarray:
    return shapely.get_coordinates(_rim(plan))


def town_area(plan: TownPlan) -> Polygon:
    """Give the area inside the outer streets of a town."""
    faces = shapely.polygonize([shapely.union_all(_rim(plan), grid_size=0.5)])
    return Polygon(max(faces.geoms, key=lambda face: face.area).exterior)


def _rim(plan: TownPlan) -> list[LineString]:
    return [street.line for street in plan.streets if dict(street.tags).get("cycleway") == "track"]


def _link(one: np.ndarray, other: np.ndarray) -> LineString:
    """Join two towns from rim to rim with a slight bend, along nodes that exist."""
    apart = np.hypot(*(one[:, None, :] - other[None, :, :]).transpose(2, 0, 1))
    a, b = np.unravel_index(apart.argmin(), apart.shape)
    start, end = one[a], other[b]
    side = np.array([-(end - start)[1], (end - start)[0]]) * 0.06
    middle = [start + (end - start) * t + side * np.sin(np.pi * t) for t in np.linspace(0, 1, 24)]
    return shapely.segmentize(LineString(middle), _STEP_M)


def _provincial(number: str, line: LineString) -> list[Street]:
    road = tags(
        highway="secondary",
        ref=number,
        name="Provincialeweg",
        maxspeed="80",
        bicycle="use_sidepath",
        foot="no",
        lit="no",
    )
    beside = line.parallel_offset(_CYCLE_PATH_M, "left")
    path = LineString([line.coords[0], *list(beside.coords)[1:-1], line.coords[-1]])
    cycle = tags(highway="cycleway", surface="asphalt", lit="yes", foot="yes")
    return [Street(line, road), Street(path, cycle)]


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
    pieces = sorted((piece for piece in clipped.geoms if piece.length > 250), key=lambda piece: piece.coords[0])
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
    """Give the two carriageways of the motorway, each in its own direction."""
    east = shapely.segmentize(MOTORWAY, 200).parallel_offset(12, "right")
    west = shapely.segmentize(MOTORWAY, 200).parallel_offset(12, "left")
    north, south = sorted(
        (LineString(east.coords), LineString(west.coords)), key=lambda line: line.coords[0][0], reverse=True
    )
    upward = north if north.coords[0][1] < north.coords[-1][1] else north.reverse()
    downward = south if south.coords[0][1] > south.coords[-1][1] else south.reverse()
    return upward, downward


def motorway() -> tuple[Street, ...]:
    """Draw the motorway; it crosses everything without meeting it."""
    kind = tags(highway="motorway", ref=HIGHWAY_NUMBER, oneway="yes", maxspeed="100", bridge="yes", layer="1")
    return tuple(Street(line, kind) for line in carriageways())


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


def _island(rims: dict[str, np.ndarray]) -> list[Street]:
    """Let a ferry for pedestrians and cyclists go from the dike to the island village."""
    village = rims["Eilandsoord"]
    ring = shapely.get_coordinates(_dike()[0].line)
    apart = np.hypot(*(village[:, None, :] - ring[None, :, :]).transpose(2, 0, 1))
    a, b = np.unravel_index(apart.argmin(), apart.shape)
    kind = tags(route="ferry", name="Veer Eilandsoord", foot="yes", bicycle="yes", motor_vehicle="no", duration="00:12")
    return [Street(LineString([ring[b], village[a]]), kind)]


def land_of_roads() -> Polygon:
    """Give the area that the roads may use: polder, island and neighbour."""
    return shapely.union_all([POLDER, ISLAND, neighbour()])


__all__ = ["TOWNS", "between_towns", "carriageways", "land_of_roads", "motorway"]
