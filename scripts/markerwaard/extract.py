"""Puts the extract together: land and water, streets, and what stands in the towns."""

from collections import Counter
from dataclasses import replace
from math import hypot
from pathlib import Path

import shapely
from shapely import LineString, STRtree

from markerwaard.countryside import parts_of, write_countryside
from markerwaard.cycling import with_crossings
from markerwaard.layers import box
from markerwaard.network import Way, joined
from markerwaard.osm_file import OsmFile
from markerwaard.places import furnish, outlying, stations
from markerwaard.roads import between_towns, motorway
from markerwaard.terrain import (
    CANAL_WIDTH_M,
    CANALS,
    ISLAND,
    LAKE,
    LAKE_NAME,
    POLDER,
    RAILWAY,
    RAILWAY_BEYOND,
    TOWNS,
    neighbour,
)
from markerwaard.towns import Street, TownPlan, plan_town

BOLLARD_M = 550.0
"""Bollards in streets are at least this far apart."""


def plan_towns() -> tuple[TownPlan, ...]:
    """Draw every town, off canals and railway."""
    canals = [line.buffer(CANAL_WIDTH_M[name] / 2 + 8) for name, line in CANALS]
    taken = shapely.union_all([*canals, RAILWAY.buffer(18)])
    return tuple(_cut_by_railway(plan_town(town, taken)) for town in TOWNS)


def _cut_by_railway(plan: TownPlan) -> TownPlan:
    """End every street at the railway but the main ones and the cycle paths, which cross it."""
    barrier = RAILWAY.buffer(15)
    streets: list[Street] = []
    for street in plan.streets:
        if dict(street.tags)["highway"] in {"tertiary", "cycleway"} or not street.line.intersects(barrier):
            streets.append(street)
            continue
        left = street.line.difference(barrier)
        streets += [Street(line, street.tags) for line in getattr(left, "geoms", [left]) if line.length > 25]
    return replace(plan, streets=tuple(streets))


def write_extract(path: Path, plans: tuple[TownPlan, ...]) -> None:
    """Write the extract."""
    file = OsmFile()
    ways = joined((*(street for plan in plans for street in plan.streets), *between_towns(plans)))
    ways = joined(with_crossings(ways))
    _streets(file, ways)
    _water_and_land(file, plans)
    stations(file, RAILWAY)
    outlying(file)
    tree = STRtree([LineString(way.places) for way in ways])
    for plan in plans:
        furnish(file, plan, tree)
    file.write(path, box())


def _streets(file: OsmFile, ways: tuple[Way, ...]) -> None:
    """Write the streets; some footpaths and a few residential streets have a bollard half-way."""
    names = [name for plan in plan_towns() for name in plan.names]
    for number, way in enumerate(ways):
        tags = dict(way.tags)
        if tags.get("highway") in {"residential", "living_street", "tertiary"} and "name" not in tags:
            tags["name"] = names[number % len(names)]
        nodes = [file.shared(place) for place in way.places]
        file.way(nodes, tags)
        if tags.get("highway") == "footway" and number % 4 == 0 and len(nodes) > 2:
            file.tag(nodes[len(nodes) // 2], {"barrier": "bollard"})
    for place in _bollards(ways):
        file.tag(file.shared(place), {"barrier": "bollard", "bicycle": "yes", "foot": "yes"})
    for street in motorway():
        file.way([file.shared(_grid(xy)) for xy in street.line.coords], dict(street.tags))


def _bollards(ways: tuple[Way, ...]) -> list[tuple[float, float]]:
    """Choose places half-way residential streets, far apart, so that no neighbourhood is closed off between them."""
    used = Counter(place for way in ways for place in way.places)
    chosen: list[tuple[float, float]] = []
    for way in ways:
        lone = [place for place in way.places[1:-1] if used[place] == 1]
        if dict(way.tags).get("highway") == "residential" and len(lone) > 3:
            x, y = lone[len(lone) // 2]
            if all(hypot(x - other[0], y - other[1]) > BOLLARD_M for other in chosen):
                chosen.append((x, y))
    return chosen


def _grid(xy: tuple[float, float]) -> tuple[float, float]:
    return round(xy[0] * 2) / 2, round(xy[1] * 2) / 2


def _water_and_land(file: OsmFile, plans: tuple[TownPlan, ...]) -> None:
    """Write the lake as the frame around the land; canals, rail, fields and woods."""
    land = shapely.union_all([POLDER, ISLAND, neighbour()])
    lake = shapely.segmentize(shapely.box(*LAKE.bounds).difference(land), 1_000)
    file.area(lake, {"natural": "water", "water": "lake", "name": LAKE_NAME})
    for name, line in CANALS:
        for part in parts_of(line.buffer(CANAL_WIDTH_M[name] / 2, cap_style="flat").intersection(POLDER)):
            file.area(part, {"natural": "water", "water": "canal"})
        file.way([file.own((float(x), float(y))) for x, y in line.coords], {"waterway": "canal", "name": name})
    write_countryside(file, plans)
    for rail, bridge in ((RAILWAY, {}), *((line, {"bridge": "yes"}) for line in RAILWAY_BEYOND)):
        nodes = [file.own((float(x), float(y))) for x, y in rail.segmentize(300).coords]
        file.way(nodes, {"railway": "rail", "electrified": "contact_line"} | bridge)
