"""Puts the extract together: land and water, streets, and what stands in the towns."""

from pathlib import Path

import shapely
from shapely import LineString, STRtree

from markerwaard.layers import NATURE, box
from markerwaard.network import Way, joined
from markerwaard.osm_file import OsmFile
from markerwaard.places import furnish, stations
from markerwaard.roads import between_towns, motorway
from markerwaard.terrain import CANAL_WIDTH_M, CANALS, ISLAND, LAKE, LAKE_NAME, POLDER, RAILWAY, TOWNS, neighbour
from markerwaard.towns import TownPlan, plan_town


def plan_towns() -> tuple[TownPlan, ...]:
    """Draw every town, off canals and railway."""
    canals = [line.buffer(CANAL_WIDTH_M[name] / 2 + 8) for name, line in CANALS]
    taken = shapely.union_all([*canals, RAILWAY.buffer(18)])
    return tuple(plan_town(town, taken) for town in TOWNS)


def write_extract(path: Path, plans: tuple[TownPlan, ...]) -> None:
    """Write the extract."""
    file = OsmFile()
    ways = joined((*(street for plan in plans for street in plan.streets), *between_towns(plans)))
    _streets(file, ways)
    _water_and_land(file, plans)
    stations(file, RAILWAY)
    tree = STRtree([LineString(way.places) for way in ways])
    for plan in plans:
        furnish(file, plan, tree)
    file.write(path, box())


def _streets(file: OsmFile, ways: tuple[Way, ...]) -> None:
    """Write the streets; every fortieth close path has a bollard, and every tenth residential street a name of its own."""
    names = [name for plan in plan_towns() for name in plan.names]
    for number, way in enumerate(ways):
        tags = dict(way.tags)
        if tags.get("highway") in {"residential", "living_street", "tertiary"} and "name" not in tags:
            tags["name"] = names[number % len(names)]
        nodes = [file.shared(place) for place in way.places]
        file.way(nodes, tags)
        if tags.get("highway") == "footway" and number % 4 == 0 and len(nodes) > 2:
            file.tag(nodes[len(nodes) // 2], {"barrier": "bollard"})
        if tags.get("highway") == "residential" and number % 45 == 0 and len(nodes) > 4:
            file.tag(nodes[len(nodes) // 2], {"barrier": "bollard", "bicycle": "yes", "foot": "yes"})
    for street in motorway():
        file.way([file.shared(_grid(xy)) for xy in street.line.coords], dict(street.tags))


def _grid(xy: tuple[float, float]) -> tuple[float, float]:
    return round(xy[0] * 2) / 2, round(xy[1] * 2) / 2


def _water_and_land(file: OsmFile, plans: tuple[TownPlan, ...]) -> None:
    """Write the lake as the frame minus the land, in parts without holes; canals, rail, fields and woods."""
    land = shapely.union_all([POLDER, ISLAND, neighbour()])
    lake = shapely.box(*LAKE.bounds).difference(land)
    middle = POLDER.centroid
    west, south, east, north = LAKE.bounds
    for half in (shapely.box(west, south, middle.x, north), shapely.box(middle.x, south, east, north)):
        for part in _parts(shapely.intersection(lake, half)):
            for piece in _without_holes(part):
                file.area(piece, {"natural": "water", "water": "lake", "name": LAKE_NAME})
    for name, line in CANALS:
        for part in _parts(line.buffer(CANAL_WIDTH_M[name] / 2, cap_style="flat").intersection(POLDER)):
            file.area(part, {"natural": "water", "water": "canal"})
        file.way([file.own((float(x), float(y))) for x, y in line.coords], {"waterway": "canal", "name": name})
    built = shapely.union_all([block.shape for plan in plans for block in plan.blocks]).buffer(30)
    for part in _parts(POLDER.buffer(-120).difference(built).difference(NATURE)):
        for piece in _without_holes(part):
            file.area(piece, {"landuse": "farmland"})
    file.area(NATURE, {"natural": "wetland", "name": "Markerplassen", "leisure": "nature_reserve"})
    for town in TOWNS[:5]:
        wood = shapely.Point(town.x - town.radius_m * 1.18, town.y + town.radius_m * 0.75).buffer(
            town.radius_m * 0.33, quad_segs=5
        )
        file.area(wood, {"landuse": "forest", "name": f"{town.name}se bos"})
    file.way(
        [file.own((float(x), float(y))) for x, y in RAILWAY.segmentize(300).coords],
        {"railway": "rail", "electrified": "contact_line"},
    )


def _parts(shape: shapely.Geometry) -> list[shapely.Polygon]:
    parts = getattr(shape, "geoms", [shape])
    return [part for part in parts if part.geom_type == "Polygon" and part.area > 2_000]


def _without_holes(part: shapely.Polygon) -> list[shapely.Polygon]:
    """Cut a part through its holes until none is left."""
    if not part.interiors:
        return [part]
    hole = shapely.Polygon(part.interiors[0]).centroid
    west, south, east, north = part.bounds
    halves = (shapely.box(west, south, hole.x, north), shapely.box(hole.x, south, east, north))
    return [piece for half in halves for some in _parts(part.intersection(half)) for piece in _without_holes(some)]
