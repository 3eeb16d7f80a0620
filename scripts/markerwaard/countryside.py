"""The land between the towns: parcels in the polder's grid, woods made of parcels, the grass of the dike."""

import numpy as np
import shapely
from shapely import Point, Polygon, affinity

from markerwaard.osm_file import OsmFile
from markerwaard.roads import GRID_M
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
from markerwaard.towns import TownPlan, enclosed

PARCELS_PER_CELL = (4, 5)
"""Parcels between two polder roads, in either direction."""
DITCH_M = 9.0
DIKE_M = 130.0
BANK_M, MOTORWAY_M, RAILWAY_M = 10.0, 38.0, 14.0
"""Land beside canals, and the breadth of motorway and railway to either side: no fields, but grass."""
WOODS = (("Westerhout", 140_300, 511_900, 1_150.0), ("Diephout", 152_300, 509_900, 700.0))
"""Large woods: name, middle and reach."""
SMALL_M2 = 2_500.0
"""Land too small for a crop."""
CROPS, CROP_SHARES = ("farmland", "meadow", "orchard"), (0.74, 0.20, 0.06)


def write_countryside(file: OsmFile, plans: tuple[TownPlan, ...]) -> None:
    """Add fields, woods, nature, and grass on the dike, the island and along whatever cuts through the land."""
    random = np.random.default_rng(1968)
    towns = shapely.union_all([enclosed(plan.rim) for plan in plans])
    fields = _parcels(towns)
    wooded = [_wood_of(parcel) for parcel in fields]
    for parcel, wood in zip(fields, wooded, strict=True):
        crop = str(random.choice(CROPS, p=CROP_SHARES)) if parcel.area > SMALL_M2 else "grass"
        if not wood:
            file.area(parcel, {"landuse": crop})
    for name in sorted(set(wooded) - {""}):
        mine = [parcel.buffer(DITCH_M) for parcel, wood in zip(fields, wooded, strict=True) if wood == name]
        for part in parts_of(shapely.union_all(mine).difference(towns).difference(_lines())):
            file.area(part, {"landuse": "forest", "name": name})
    file.area(NATURE, {"natural": "wetland", "name": "Markerplassen", "leisure": "nature_reserve"})
    for verge in _verges(towns):
        for part in parts_of(verge):
            file.area(part, {"landuse": "grass"})
    file.area(neighbour().buffer(-120), {"landuse": "meadow"})
    file.way([file.own((float(x), float(y))) for x, y in POLDER.buffer(-25).exterior.coords], {"man_made": "dyke"})


def _verges(towns: shapely.Geometry) -> tuple[shapely.Geometry, ...]:
    """Give the land that no field, town or water covers, each kind by itself."""
    inside = POLDER.buffer(-DIKE_M)
    canals = shapely.union_all([line.buffer(CANAL_WIDTH_M[name] / 2, cap_style="flat") for name, line in CANALS])
    belts = towns.buffer(29).difference(towns).intersection(shapely.union_all([POLDER, ISLAND]))
    open_land = inside.difference(shapely.union_all([towns.buffer(28), canals, NATURE]))
    return (
        POLDER.difference(shapely.union_all([inside, towns.buffer(28)])),
        belts,
        shapely.intersection(RAILWAY.buffer(RAILWAY_M + 3), towns),
        shapely.intersection(_lines(), open_land),
        ISLAND.difference(towns.buffer(28)),
        neighbour().difference(neighbour().buffer(-120)),
    )


def _parcels(towns: shapely.Geometry) -> list[Polygon]:
    west, south, east, north = POLDER.buffer(4_000).bounds
    wide, high = (size / count for size, count in zip(GRID_M, PARCELS_PER_CELL, strict=True))
    cells = [
        affinity.rotate(shapely.box(x, y, x + wide, y + high), TILT_DEG, origin=POLDER.centroid)
        for x in np.arange(west, east, wide)
        for y in np.arange(south, north, high)
    ]
    free = POLDER.buffer(-DIKE_M).difference(shapely.union_all([towns.buffer(28), NATURE, _lines()]))
    inside = [cell.buffer(-DITCH_M / 2, join_style="mitre") for cell in cells if cell.intersects(free)]
    return [part for cell in inside for part in parts_of(cell.intersection(free), 50)]


def _lines() -> shapely.Geometry:
    canals = [line.buffer(CANAL_WIDTH_M[name] / 2 + BANK_M) for name, line in CANALS]
    return shapely.union_all([*canals, RAILWAY.buffer(RAILWAY_M), MOTORWAY.buffer(MOTORWAY_M)])


def _wood_of(parcel: Polygon) -> str:
    """Name the wood that a parcel belongs to; empty for a field."""
    middle = parcel.centroid
    beside = [
        (f"{town.name}se bos", town.x - town.radius_m * 1.18, town.y + town.radius_m * 0.75, town.radius_m * 0.36 + 130)
        for town in TOWNS[:5]
    ]
    near = (name for name, x, y, reach in (*WOODS, *beside) if middle.distance(Point(x, y)) < reach)
    return next(near, "")


def parts_of(shape: shapely.Geometry, least_m2: float = 2_000) -> list[Polygon]:
    """Give the larger parts of a shape."""
    parts = getattr(shape, "geoms", [shape])
    return [part for part in parts if part.geom_type == "Polygon" and part.area > least_m2]
