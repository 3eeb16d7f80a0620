"""The land between the towns: parcels in the polder's grid, woods made of parcels, the grass of the dike."""

import numpy as np
import shapely
from shapely import Point, Polygon, affinity

from markerwaard.osm_file import OsmFile
from markerwaard.roads import GRID_M, town_area
from markerwaard.terrain import (
    CANAL_WIDTH_M,
    CANALS,
    ISLAND,
    MOTORWAY,
    NATURE,
    POLDER,
    RAILWAY,
    TILT_DEG,
    TOWNS,
    neighbour,
)
from markerwaard.towns import TownPlan

PARCELS_PER_CELL = (4, 5)
"""Parcels between two polder roads, in either direction."""
DITCH_M = 9.0
DIKE_M = 115.0
WOODS = (("Westerhout", 140_300, 511_900, 1_150.0), ("Diephout", 152_300, 509_900, 700.0))
"""Large woods: name, middle and reach."""
CROPS, CROP_SHARES = ("farmland", "meadow", "orchard"), (0.74, 0.20, 0.06)


def write_countryside(file: OsmFile, plans: tuple[TownPlan, ...]) -> None:
    """Add fields, woods, nature, the dike and the strips along the railway."""
    random = np.random.default_rng(1968)
    towns = shapely.union_all([town_area(plan) for plan in plans])
    fields = _parcels(towns)
    wooded = [_wood_of(parcel) for parcel in fields]
    for parcel, wood in zip(fields, wooded, strict=True):
        if not wood:
            file.area(parcel, {"landuse": str(random.choice(CROPS, p=CROP_SHARES))})
    for name in sorted(set(wooded) - {""}):
        mine = [parcel.buffer(DITCH_M) for parcel, wood in zip(fields, wooded, strict=True) if wood == name]
        for part in parts_of(shapely.union_all(mine).difference(towns).difference(_lines())):
            file.area(part, {"landuse": "forest", "name": name})
    file.area(NATURE, {"natural": "wetland", "name": "Markerplassen", "leisure": "nature_reserve"})
    for part in parts_of(POLDER.difference(POLDER.buffer(-DIKE_M))):
        file.area(part, {"landuse": "grass"})
    for part in parts_of(towns.buffer(29).difference(towns)):
        file.area(part, {"landuse": "grass"})
    for part in parts_of(RAILWAY.buffer(17).intersection(towns)):
        file.area(part, {"landuse": "grass"})
    for part in parts_of(ISLAND.buffer(-25).difference(towns)):
        file.area(part, {"landuse": "grass"})
    file.area(neighbour().buffer(-120), {"landuse": "meadow"})
    file.way([file.own((float(x), float(y))) for x, y in POLDER.buffer(-25).exterior.coords], {"man_made": "dyke"})


def _parcels(towns: shapely.Geometry) -> list[Polygon]:
    west, south, east, north = POLDER.buffer(4_000).bounds
    wide, high = (size / count for size, count in zip(GRID_M, PARCELS_PER_CELL, strict=True))
    cells = [
        affinity.rotate(shapely.box(x, y, x + wide, y + high), TILT_DEG, origin=POLDER.centroid)
        for x in np.arange(west, east, wide)
        for y in np.arange(south, north, high)
    ]
    free = POLDER.buffer(-DIKE_M - 30).difference(shapely.union_all([towns.buffer(28), NATURE, _lines()]))
    inside = [cell.buffer(-DITCH_M / 2, join_style="mitre") for cell in cells if cell.intersects(free)]
    return [part for cell in inside for part in parts_of(cell.intersection(free)) if part.area > 2_500]


def _lines() -> shapely.Geometry:
    canals = [line.buffer(CANAL_WIDTH_M[name] / 2 + 10) for name, line in CANALS]
    return shapely.union_all([*canals, RAILWAY.buffer(14), MOTORWAY.buffer(38)])


def _wood_of(parcel: Polygon) -> str:
    """Name the wood that a parcel belongs to; empty for a field."""
    middle = parcel.centroid
    beside = [
        (f"{town.name}se bos", town.x - town.radius_m * 1.18, town.y + town.radius_m * 0.75, town.radius_m * 0.36 + 130)
        for town in TOWNS[:5]
    ]
    near = (name for name, x, y, reach in (*WOODS, *beside) if middle.distance(Point(x, y)) < reach)
    return next(near, "")


def parts_of(shape: shapely.Geometry) -> list[Polygon]:
    """Give the larger parts of a shape, cut through their holes until none is left."""
    some = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon" and part.area > 2_000]
    return [piece for part in some for piece in _without_holes(part)]


def _without_holes(part: Polygon) -> list[Polygon]:
    if not part.interiors:
        return [part]
    hole = Polygon(part.interiors[0]).centroid
    west, south, east, north = part.bounds
    halves = (shapely.box(west, south, hole.x, north), shapely.box(hole.x, south, east, north))
    return [piece for half in halves for piece in parts_of(part.intersection(half))]
