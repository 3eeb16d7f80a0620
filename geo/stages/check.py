"""Reads all inputs of a plan and reports every fault of every file at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84, read_crs, to_crs
from geo.errors import Fault, FaultsError
from geo.plan import InputFile, Plan
from geo.sources.addresses import read_addresses
from geo.sources.boundaries import Boundaries, BoundaryError, province_code, read_boundaries
from geo.sources.inputs import Inputs
from geo.sources.places import Geography, place_rows
from geo.sources.population import read_population
from geo.sources.raw import FileSpec
from geo.sources.read_tables import ReadTable, read_table
from geo.stages.rules import faults_between, faults_within
from geo.tables.columns import Table
from geo.tables.inputs import FACILITY_LIST, INPUT_TABLES

SITES = ("locations", "candidates")


@dataclass
class _Collector:
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)


def read_inputs(plan: Plan) -> Inputs:
    """Read everything that a plan names but the streets.

    Parameters
    ----------
    plan
        The plan.

    Returns
    -------
    inputs
        All tables, areas and texts, checked.

    Raises
    ------
    FaultsError
        With every fault of every file.
    SourceError
        If a layer or raster cannot be read.
    """
    found = _Collector()
    crs = read_crs(plan.plan.crs)
    boundaries = _boundaries(plan, crs, found)
    codes = _provinces(plan, boundaries, found)
    geography = _geography(plan, crs, boundaries, codes)
    read = {name: read_table(_spec(plan, file), table) for name, table, file in _given_tables(plan)}
    for table in read.values():
        found.faults += [*table.faults, *faults_within(table)]
        found.notes += table.notes
    found.faults += faults_between(read, boundaries)
    sites = {name: _sites(read.get(name), name, geography, found) for name in SITES}
    lists = [_facility_list(plan, key, file, geography, found) for key, file in plan.distances.replace.items()]
    _require_files(plan, found)
    if found.faults:
        raise FaultsError(*found.faults)
    tables = {name: _table(read.get(name), name) for name in INPUT_TABLES if name not in SITES}
    return Inputs(
        locations=_with_areas(sites["locations"], boundaries, tables["regions"]),
        candidates=_with_areas(sites["candidates"], boundaries, tables["regions"]),
        tables=tables,
        given=frozenset(read),
        provinces=boundaries.provinces if boundaries else gpd.GeoDataFrame(),
        municipalities=boundaries.municipalities if boundaries else gpd.GeoDataFrame(),
        province_codes=codes,
        population=_population(plan, crs),
        facility_lists=_joined(lists),
        replaced=tuple(sorted(plan.distances.replace)),
        texts=_texts(plan),
        files=tuple(sorted(file.path for file in _all_files(plan))),
        notes=tuple(sorted(found.notes)),
    )


def _spec(plan: Plan, file: InputFile) -> FileSpec:
    return FileSpec(
        path=plan.path(file),
        shown=file.path,
        sheet=file.sheet,
        header_row=file.header_row,
        layer=file.layer,
        crs=file.crs,
        columns=tuple(sorted(file.columns.items())),
    )


def _given_tables(plan: Plan) -> Iterator[tuple[str, Table, InputFile]]:
    for name, table in INPUT_TABLES.items():
        file = plan.given(name)
        if file is not None:
            yield name, table, file


def _all_files(plan: Plan) -> list[InputFile]:
    named = [plan.given(name) for name in type(plan.input).model_fields]
    return [file for file in (*named, *plan.distances.replace.values()) if file is not None]


def _require_files(plan: Plan, found: _Collector) -> None:
    """Say of the files that are read later that they are missing."""
    for file in _all_files(plan):
        missing = not plan.path(file).exists()
        if missing and not any(fault.file == file.path for fault in found.faults):
            found.faults.append(Fault(file.path, 0, "", "missing_file"))


def _boundaries(plan: Plan, crs: CRS, found: _Collector) -> Boundaries | None:
    try:
        return read_boundaries(_spec(plan, plan.input.boundaries), crs=crs)
    except BoundaryError as error:
        found.faults.append(error.fault)
        return None


def _provinces(plan: Plan, boundaries: Boundaries | None, found: _Collector) -> tuple[str, ...]:
    codes = tuple(sorted(province_code(name) for name in plan.plan.province))
    if boundaries is None:
        return codes
    by_name = dict(zip(boundaries.provinces["name"], boundaries.provinces["code"], strict=True))
    codes = tuple(sorted(by_name.get(code, code) for code in codes))
    for code in codes:
        if code not in set(boundaries.provinces["code"]):
            known = ", ".join(boundaries.provinces["code"] + " " + boundaries.provinces["name"])
            values = (("value", code), ("file", plan.input.boundaries.path), ("known", known))
            found.faults.append(Fault("plan.toml", 0, "plan.province", "unknown_province", values))
    return codes


def _geography(plan: Plan, crs: CRS, boundaries: Boundaries | None, codes: tuple[str, ...]) -> Geography:
    source = plan.input.addresses or plan.input.osm

    @cache
    def addresses() -> pd.DataFrame:
        return read_addresses(plan.path(source))

    return Geography(crs=crs, province=_area(boundaries, codes), addresses=addresses)


def _area(boundaries: Boundaries | None, codes: tuple[str, ...]) -> BaseGeometry | None:
    if boundaries is None:
        return None
    chosen = boundaries.provinces[boundaries.provinces["code"].isin(codes)]
    area = shapely.union_all(chosen.geometry.to_numpy())
    if area.is_empty:
        return None
    shapely.prepare(area)
    return area


def _sites(read: ReadTable | None, name: str, geography: Geography, found: _Collector) -> gpd.GeoDataFrame:
    if read is None:
        empty = read_table_empty(name)
        return gpd.GeoDataFrame(empty, geometry=gpd.GeoSeries([], crs=geography.crs), crs=geography.crs)
    placed = place_rows(read, geography)
    found.faults += placed.faults
    found.notes += placed.notes
    sites = gpd.GeoDataFrame(read.frame, geometry=placed.geometry, crs=geography.crs)
    return sites.sort_values("location_id", ignore_index=True)


def read_table_empty(name: str) -> pd.DataFrame:
    """Give a table without rows but with every column of its declaration."""
    return pd.DataFrame({column.name: pd.Series([], dtype="object") for column in INPUT_TABLES[name].columns})


def _table(read: ReadTable | None, name: str) -> pd.DataFrame:
    return read_table_empty(name) if read is None else read.frame


def _with_areas(sites: gpd.GeoDataFrame, boundaries: Boundaries | None, regions: pd.DataFrame) -> gpd.GeoDataFrame:
    """Add municipality, province, region and openness to each site, by where it lies."""
    points = gpd.GeoDataFrame(geometry=sites.geometry.representative_point(), crs=sites.crs)
    names = ["code", "name", "province_code"]
    areas = boundaries.municipalities[[*names, "geometry"]] if boundaries else gpd.GeoDataFrame(columns=names)
    joined = gpd.sjoin(points, areas, how="left", predicate="covered_by")
    first = joined[~joined.index.duplicated()].sort_index()
    region_of = dict(zip(regions["municipality_code"], regions["region_id"], strict=True))
    return sites.assign(
        municipality_code=first["code"].astype("str"),
        municipality=first["name"].astype("str"),
        province_code=first["province_code"].astype("str"),
        region_id=first["code"].map(region_of).astype("str"),
        open=(sites["disclosure"] == "openbaar").fillna(value=False).astype(bool),
    )


def _facility_list(
    plan: Plan, category: str, file: InputFile, geography: Geography, found: _Collector
) -> gpd.GeoDataFrame:
    read = read_table(_spec(plan, file), FACILITY_LIST)
    anywhere = Geography(crs=geography.crs, province=None, addresses=geography.addresses)
    placed = place_rows(read, anywhere)
    found.faults += [*read.faults, *placed.faults]
    found.notes += [*read.notes, *placed.notes]
    numbers = read.frame["facility_id"].fillna(pd.Series(map(str, read.row_numbers), index=read.frame.index))
    frame = pd.DataFrame(
        {
            "facility_id": category + ":" + numbers.astype("str"),
            "category": category,
            "name": read.frame["name"].fillna(""),
            "source": file.path,
        }
    )
    return to_crs(gpd.GeoDataFrame(frame, geometry=placed.geometry, crs=geography.crs), WGS84)


def _joined(lists: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    names = ["facility_id", "category", "name", "source"]
    if not lists:
        return gpd.GeoDataFrame({name: [] for name in names}, geometry=gpd.GeoSeries([], crs=WGS84), crs=WGS84)
    return gpd.GeoDataFrame(pd.concat(lists, ignore_index=True), crs=WGS84)


def _population(plan: Plan, crs: CRS) -> gpd.GeoDataFrame | None:
    file = plan.input.population
    return None if file is None else read_population(_spec(plan, file), crs=crs)


def _texts(plan: Plan) -> dict[str, str]:
    listed = plan.files(("texts",))
    return {path.stem: path.read_text(encoding="utf-8") for path in listed.values()}
