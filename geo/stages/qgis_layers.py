"""The layers for QGIS that the sheets are drawn of: what stands where, how it looks and what its fields are called."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import LineString

from geo.crs import read_crs
from geo.figures import format_quarter
from geo.maps import qgis_areas, qgis_chapters, qgis_marks
from geo.maps.basemap import Basemap
from geo.maps.outlines import Shapes
from geo.maps.qgis_style import Look
from geo.quarters import Quarter
from geo.stages.areas import region_shapes
from geo.stages.sheets_transition import scale_of_years, tables_of_years
from geo.stages.stage import Work
from geo.tables.columns import Table
from geo.tables.coverage import COVERAGE
from geo.tables.finder import FINDER
from geo.tables.inputs import CANDIDATES, LOCATIONS
from geo.tables.portfolio import MUNICIPALITIES, PORTFOLIO
from geo.tables.regions import PARTNERSHIPS_TABLE, REGIONS_TABLE
from geo.tables.snaps import SNAPS
from geo.tables.transition import ALLOCATION_OVERVIEW, FLEXIBLE, RESERVE_LADDER, TRANSITION
from geo.words import say

_TABLES: dict[str, Table] = {
    "locations": LOCATIONS,
    "candidates": CANDIDATES,
    "portfolio": PORTFOLIO,
    "allocation": ALLOCATION_OVERVIEW,
    "flexible": FLEXIBLE,
    "reserve": RESERVE_LADDER,
    "transition": TRANSITION,
    "municipalities": MUNICIPALITIES,
    "regions": REGIONS_TABLE,
    "partnerships": PARTNERSHIPS_TABLE,
    "coverage": COVERAGE,
    "snaps": SNAPS,
    "zoekgebied": FINDER,
}
"""Table with the headings of the fields of a layer."""
_AROUND = 0.6
"""How much of what lies beside the own provinces is a layer too, as a part of their length."""
_OF_PROVINCE, _OF_TOWN = 150_000, 25_000
"""Denominators of the scales that the two grounds are made for."""
_MOST_DETAIL_BYTES = 12_000_000
"""A base map that takes more room is a layer at the scale of provinces alone."""
_AREA = 2
_OF_YEARS = ("location_id", "name", "municipality", "quarter", "type", "places", "places_before", "event", "changes")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layer:
    """A layer of the GeoPackage."""

    name: str
    """Name: lower case, underscores."""
    frame: gpd.GeoDataFrame
    """Its rows."""
    look: Look
    """How it is drawn."""

    @property
    def title(self) -> str:
        """What people call it."""
        return say(f"qgis.layer.{self.name}")


def layer_of(name: str, frame: gpd.GeoDataFrame, look: Look) -> Layer:
    """Make a layer, and call its fields what people call them."""
    table = _TABLES.get(name)
    headings = {column.name: column.heading for column in table.columns} if table else {}
    aliases = qgis_marks.aliases_of([str(column) for column in frame.columns], headings)
    return Layer(name=name, frame=frame, look=replace(look, aliases=aliases))


def layers_of_chapters(work: Work) -> Iterator[Layer]:
    """Give the layers of the maps of chapters 2 to 7."""
    yield from _of_portfolio(work)
    yield from _of_allocation(work)
    flexible, reserve = work.frame("flexible"), work.frame("reserve_ladder").dropna(subset=["location_id"])
    if len(flexible):
        yield layer_of("flexible", _placed(work, flexible), qgis_chapters.flexible_look(flexible))
    if len(reserve):
        yield layer_of("reserve", _placed(work, reserve), qgis_chapters.reserve_look(reserve))
    yield from _of_years(work)


def _of_years(work: Work) -> Iterator[Layer]:
    """Give the locations at the end of each year, which the sheets of chapter 7 show."""
    tables = tables_of_years(work)
    if not tables:
        return
    sizes = qgis_chapters.sizes_of_scale(scale_of_years(tables.values()))
    told = [rows.assign(quarter=str(quarter), changes=_changes(rows)) for quarter, rows in tables.items()]
    every = pd.concat(told, ignore_index=True)[list(_OF_YEARS)]
    yield layer_of("transition", _placed(work, every), qgis_chapters.years_look(every, sizes))


def _changes(rows: pd.DataFrame) -> list[str]:
    return [
        ", ".join(f"{say(f'event.{event}')} ({format_quarter(Quarter.parse(str(quarter)))})" for event, quarter in each)
        for each in rows["changes"]
    ]


def _of_portfolio(work: Work) -> Iterator[Layer]:
    rows = work.frame("standing")[list(PORTFOLIO.names)]
    if len(rows):
        yield layer_of("portfolio", _placed(work, rows), qgis_marks.portfolio_look(rows))


def _of_allocation(work: Work) -> Iterator[Layer]:
    rows = _placed(work, work.frame("allocation_overview"))
    if not len(rows):
        return
    yield layer_of("allocation", rows, qgis_marks.allocation_look(rows))
    points = dict(zip(rows["location_id"], rows.geometry, strict=True))
    pairs = [
        (row["location_id"], row["hub_id"], LineString([points[row["location_id"]], points[row["hub_id"]]]))
        for row in rows.to_dict("records")
        if row["hub_id"] in points
    ]
    if pairs:
        names = ["location_id", "hub_id", "geometry"]
        yield layer_of("hubs", gpd.GeoDataFrame(pairs, columns=names, crs=rows.crs), qgis_areas.hubs_look())


def _placed(work: Work, rows: pd.DataFrame) -> gpd.GeoDataFrame:
    """Put rows where their location is; one whose place is unknown has none."""
    sites = work.inputs().locations
    points = dict(zip(sites["location_id"], sites.representative_point(), strict=True))
    there = rows[rows["location_id"].map(lambda key: key in points and not points[key].is_empty)]
    shapes = [points[key] for key in there["location_id"]]
    return gpd.GeoDataFrame(there.reset_index(drop=True), geometry=shapes, crs=sites.crs)


def layers_of_areas(work: Work) -> Iterator[Layer]:
    """Give the own municipalities with their places, the regions, and what lies beside the own provinces."""
    inputs = work.inputs()
    told = work.frame("municipalities").drop(columns=["name", "inhabitants"])
    towns = gpd.GeoDataFrame(inputs.own_municipalities.merge(told, on="code", how="left"))
    known = [float(value) for value in towns["per_1000"].dropna()]
    yield layer_of("municipalities", towns, qgis_areas.per_inhabitants_look(known))
    if len(inputs.table("regions")):
        regions = region_shapes(inputs).merge(work.frame("region_overview").drop(columns="region_name"), on="region_id")
        yield layer_of("regions", gpd.GeoDataFrame(regions), qgis_areas.regions_look(gpd.GeoDataFrame(regions)))
    yield layer_of("provinces", inputs.own_provinces, qgis_areas.provinces_look())
    west, south, east, north = inputs.own_provinces.total_bounds
    room = _AROUND * max(east - west, north - south)
    others = inputs.provinces[~inputs.provinces["code"].isin(list(inputs.province_codes))]
    near = others.clip((west - room, south - room, east + room, north + room), keep_geom_type=True)
    if len(near):
        yield layer_of("neighbours", gpd.GeoDataFrame(near[["code", "name", "geometry"]]), qgis_areas.neighbours_look())


def layers_of_ground(work: Work, basemap: Basemap) -> Iterator[Layer]:
    """Give the base map: at the scale of provinces, and in detail where that is not too large."""
    yield from _ground(work, basemap.layers(_OF_PROVINCE), "")
    close = basemap.layers(_OF_TOWN)
    size = sum(len(one) for shapes in close.values() for one in shapely.to_wkb(shapes))
    if size <= _MOST_DETAIL_BYTES:
        yield from _ground(work, close, "_detail")


def _ground(work: Work, layers: Mapping[str, Shapes], ending: str) -> Iterator[Layer]:
    crs = read_crs(work.plan.plan.crs)
    there = {name: shapes for name, shapes in layers.items() if len(shapes)}
    areas = {name: shapes for name, shapes in there.items() if shapely.get_dimensions(shapes[0]) == _AREA}
    lines = {name: shapes for name, shapes in there.items() if name not in areas}
    if areas:
        yield layer_of(f"ground_areas{ending}", _rows(areas, crs), qgis_areas.ground_areas_look(list(areas)))
    if lines:
        look = qgis_areas.ground_lines_look(list(lines), overview=not ending)
        yield layer_of(f"ground_lines{ending}", _rows(lines, crs), look)


def _rows(layers: dict[str, Shapes], crs: object) -> gpd.GeoDataFrame:
    names = [name for name, shapes in layers.items() for _ in shapes]
    return gpd.GeoDataFrame({"layer": names}, geometry=np.concatenate(list(layers.values())), crs=crs)
