"""Pieces of land among which is searched: squares over an area, and how large a piece is.

Land has no places, no agreement and no building unless the plan says so; what is known of it is how far it is to
facilities, how large it is and what layers say of it.
"""

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.analysis.candidates.measures import Measure, exact, ranged
from geo.tables.facts import Fact
from geo.words import say

AREA_FACTS = {"site": "site_area_m2", "floor": "floor_area_m2"}
"""Fact that the size of an area is, by what it is the size of."""


def squares(area: BaseGeometry, side_m: int, crs: CRS) -> gpd.GeoDataFrame:
    """Cover an area with squares, those at its edge cut to it: together they are the area.

    Parameters
    ----------
    area
        Area in a metric reference system.
    side_m
        Side in metres. Corners lie on its multiples, so that the squares of two runs, and those of a halved side, fit.
    crs
        That reference system.

    Returns
    -------
    squares
        `site_id` (the south-west corner, ``E148250N498750``), `column`, `row` (of the grid, from its multiples) and
        `geometry`, sorted by id. A square that only touches the area is left out.
    """
    west, south, east, north = np.array(area.bounds) // side_m
    every = np.meshgrid(np.arange(west, east + 1), np.arange(south, north + 1), indexing="ij")
    columns, rows = (part.ravel().astype(np.int64) for part in every)
    whole = shapely.box(columns * side_m, rows * side_m, (columns + 1) * side_m, (rows + 1) * side_m)
    shapely.prepare(area)
    inside, touched = shapely.contains_properly(area, whole), shapely.intersects(area, whole)
    cut = touched & ~inside
    whole[cut] = [_areas_of(shape) for shape in shapely.intersection(whole[cut], area)]
    kept = touched & (shapely.area(whole) > 0)
    ids = [f"E{x:06d}N{y:06d}" for x, y in zip(columns[kept] * side_m, rows[kept] * side_m, strict=True)]
    frame = gpd.GeoDataFrame(
        {"site_id": ids, "column": columns[kept], "row": rows[kept]}, geometry=whole[kept], crs=crs
    )
    return frame.astype({"site_id": "str"}).sort_values("site_id", ignore_index=True)


def _areas_of(shape: BaseGeometry) -> BaseGeometry:
    """Leave of what two areas share the lines and points at which they only touch."""
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        return shape
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.area(parts) > 0])


def area_measure(sites: gpd.GeoDataFrame, area_is: str) -> Measure:
    """Give the size of areas as a fact.

    Parameters
    ----------
    sites
        Areas in a metric reference system.
    area_is
        What it is the size of: ``site``, or ``floor`` for the outlines of buildings. A building has at least the floor
        of its outline, and more where it has more floors: what it has is unknown, and no less than that.
    """
    size = sites.geometry.area.to_numpy()
    name = AREA_FACTS[area_is]
    fact = Fact(id=name, title=say(f"search.fact.{area_is}"), kind="area_m2", group="site", unit="m²")
    if area_is == "site":
        return exact(fact, size)
    nothing = np.full(len(size), np.nan)
    return ranged(fact, nothing, size, nothing)
