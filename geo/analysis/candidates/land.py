"""Pieces of land among which is searched: squares over an area, and the facts that land can have.

Land has no places, no agreement and no building unless the plan says so; what is known of it is how far it is to
facilities, how large it is and what layers say of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.analysis.candidates.facts import Facts, Floats, Texts
from geo.tables.choices import MODE_NAMES
from geo.tables.facility_categories import CATEGORY_IDS
from geo.tables.facts import BEYOND, BORDER, KNOWN, ON_SITE, UNKNOWN, UNREACHABLE, Fact

MEASURES = {"m": ("distance_m", "metres", "m"), "minutes": ("minutes", "minutes", "min")}
"""Measures of a way by the end of the name of their fact: column of the table of distances, kind and unit."""
AREA_FACTS = {"site": "site_area_m2", "floor": "floor_area_m2"}
"""Fact that the size of an area is, by what it is the size of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What the name of a fact about access means."""

    fact: str
    """Name of the fact."""
    mode: str
    """Mode of travel."""
    category: str
    """Category of facilities."""
    measure: str
    """One of `MEASURES`."""


def ways_of(facts: Iterable[str]) -> tuple[Way, ...]:
    """Find the facts that are the way to the nearest facility of a category, such as ``walk_supermarket_m``.

    Parameters
    ----------
    facts
        Names of facts; others are left out.
    """
    known = {
        f"{mode}_{category}_{measure}": (mode, category, measure)
        for mode in MODE_NAMES
        for category in CATEGORY_IDS
        for measure in MEASURES
    }
    return tuple(
        Way(fact=fact, mode=known[fact][0], category=known[fact][1], measure=known[fact][2])
        for fact in sorted(set(facts) & set(known))
    )


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


def access_facts(nearest: pd.DataFrame, ids: Texts, ways: Iterable[Way], *, limits: Mapping[str, float]) -> Facts:
    """Give the ways to the nearest facilities as facts.

    Parameters
    ----------
    nearest
        Rows of the table of distances of one mode, those of rank 1.
    ids
        The places, sorted; each has a row for every category.
    ways
        Which facts, of that mode; one at least.
    limits
        How far was looked by each of `MEASURES`; one that did not count is left out, and says nothing.

    Returns
    -------
    facts
        Where something nearer may lie outside the map, the value is the most that it can be.
    """
    parts = [
        _of_way(nearest[nearest["category"] == way.category], ids, way, limits.get(way.measure, 0.0)) for way in ways
    ]
    return _joined(ids, parts)


def area_facts(sites: gpd.GeoDataFrame, area_is: str) -> Facts:
    """Give the size of areas as a fact.

    Parameters
    ----------
    sites
        `site_id` and areas in a metric reference system, sorted by id.
    area_is
        What it is the size of: ``site``, or ``floor`` for the outlines of buildings. A building has at least the floor
        of its outline, and more where it has more floors: what it has is unknown, and no less than that.
    """
    ids, size = sites["site_id"].to_numpy(dtype=object), sites.geometry.area.to_numpy()
    fact = Fact(id=AREA_FACTS[area_is], title=AREA_FACTS[area_is], kind="area_m2", group="site", unit="m²")
    known = area_is == "site"
    value, high = (size, size) if known else (np.full(len(ids), np.nan), np.full(len(ids), np.inf))
    status = np.full(len(ids), KNOWN if known else UNKNOWN, dtype=object)
    return _joined(ids, [_Column(fact=fact, value=value, low=size, high=high, status=status)])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Column:
    """A fact of all pieces of land."""

    fact: Fact
    value: Floats
    low: Floats
    high: Floats
    status: Texts


def _of_way(rows: pd.DataFrame, ids: Texts, way: Way, limit: float) -> _Column:
    """Give a fact with its bounds: what is found lies at most as far, and at least where nothing can be nearer."""
    column, kind, unit = MEASURES[way.measure]
    known = rows.set_index("origin_id").reindex(ids)
    value, status = known[column].to_numpy(dtype=float), known["status"].to_numpy(dtype=object)
    border = known["border"].to_numpy(dtype=bool)
    found = np.isin(status, (KNOWN, ON_SITE))
    low = np.select([found, status == UNREACHABLE], [value, np.inf], -np.inf)
    high = np.select([found], [value], np.inf)
    low[status == BEYOND] = limit
    open_ended = border & (found | (status == BEYOND))
    low[open_ended], status[open_ended] = 0.0, BORDER
    fact = Fact(id=way.fact, title=way.fact, kind=kind, group="access", unit=unit)  # type: ignore[arg-type]
    return _Column(fact=fact, value=value, low=low, high=high, status=status)


def _joined(ids: Texts, columns: list[_Column]) -> Facts:
    return Facts(
        ids=ids,
        facts=tuple(column.fact for column in columns),
        value=np.column_stack([column.value for column in columns]),
        low=np.column_stack([column.low for column in columns]),
        high=np.column_stack([column.high for column in columns]),
        status=np.column_stack([column.status for column in columns]),
        note=np.full((len(ids), len(columns)), "", dtype=object),
    )
