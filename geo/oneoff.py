"""Distances without a plan: a table of places, an extract, and the nearest facilities."""

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
from openpyxl import Workbook
from pyproj import CRS

from geo.analysis.distances import DistanceOptions, Surroundings, distances
from geo.crs import WGS84, metric_crs, to_crs
from geo.errors import FaultsError, UsageError
from geo.network.build import build
from geo.network.modes import MODES
from geo.sources.addresses import read_addresses
from geo.sources.extract import read_extract
from geo.sources.places import Geography, place_rows
from geo.sources.raw import FileSpec
from geo.sources.read_tables import read_table
from geo.store import save_frame, whole_file, write_bytes
from geo.tables.columns import Table
from geo.tables.distances import DISTANCES
from geo.tables.facility_categories import CATEGORIES
from geo.tables.inputs import FACILITY_LIST, LOCATIONS, PLACE_COLUMNS
from geo.tables.render import csv_bytes

_ORIGINS = Table(
    name="origins",
    title="Herkomsten",
    key=("location_id",),
    columns=(LOCATIONS.column("location_id"), *PLACE_COLUMNS, LOCATIONS.column("facilities_on_site")),
)
_ENDINGS = (".csv", ".parquet", ".xlsx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of a one-off computation."""

    origins: Path
    """Table or layer of places."""
    osm: Path
    """Extract."""
    mode: str
    """``walk``, ``bike`` or ``car``."""
    categories: tuple[str, ...]
    """Categories of the extract."""
    files: tuple[Path, ...]
    """Own layers of facilities; each counts as a category with the name of its file."""
    nearest: int
    """How many facilities per category."""
    limit_m: float
    """Farthest distance, in metres."""


def distances_to_file(request: Request, out: Path) -> int:
    """Compute distances and write them.

    Parameters
    ----------
    request
        What is asked.
    out
        File to write; its ending says the format.

    Returns
    -------
    rows
        How many rows were written.

    Raises
    ------
    UsageError
        If the mode, a category or the format does not exist, or nothing is asked.
    FaultsError
        With every fault of the tables.
    SourceError
        If the extract cannot be read.
    """
    _check(request, out)
    extract = read_extract(request.osm)
    middle = extract.boundary.centroid
    crs = metric_crs(middle.x, middle.y)
    origins, lists = _read(request, crs)
    own = extract.facilities[extract.facilities["category"].isin(request.categories)]
    facilities = gpd.GeoDataFrame(pd.concat([own, *lists], ignore_index=True), crs=WGS84)
    table = distances(
        origins,
        facilities,
        build(extract.streets, request.mode, crs=crs),
        categories=[*request.categories, *(path.stem for path in request.files)],
        options=DistanceOptions(nearest=request.nearest, limit_m=request.limit_m),
        surroundings=Surroundings(boundary=extract.boundary),
    )
    _write(table, out)
    return len(table)


def _check(request: Request, out: Path) -> None:
    known = [category.id for category in CATEGORIES]
    strange = [name for name in request.categories if name not in known]
    if request.mode not in MODES:
        msg = f"`{request.mode}` is not a mode; the modes are {', '.join(MODES)}"
        raise UsageError(msg)
    if strange:
        msg = f"`{strange[0]}` is not a category; the categories are {', '.join(known)}"
        raise UsageError(msg)
    if not request.categories and not request.files:
        msg = "nothing to go to: name a category with --to or a layer with --to-file"
        raise UsageError(msg)
    if out.suffix.lower() not in _ENDINGS:
        msg = f"`{out}` must end in {', '.join(_ENDINGS)}"
        raise UsageError(msg)


def _read(request: Request, crs: CRS) -> tuple[gpd.GeoDataFrame, list[gpd.GeoDataFrame]]:
    geography = Geography(crs=crs, province=None, addresses=lambda: read_addresses(request.osm))
    spec = FileSpec(path=request.origins, shown=str(request.origins))
    read = read_table(spec, _ORIGINS)
    placed = place_rows(read, geography)
    faults = [*read.faults, *placed.faults]
    lists = []
    for path in request.files:
        found = read_table(FileSpec(path=path, shown=str(path)), FACILITY_LIST)
        there = place_rows(found, geography)
        faults += [*found.faults, *there.faults]
        ids = found.frame["facility_id"].fillna(pd.Series(map(str, found.row_numbers), index=found.frame.index))
        columns = {"facility_id": ids, "category": path.stem, "name": found.frame["name"], "source": path.name}
        lists.append(to_crs(gpd.GeoDataFrame(columns, geometry=there.geometry, crs=crs), WGS84))
    if faults:
        raise FaultsError(*faults)
    return gpd.GeoDataFrame(read.frame, geometry=placed.geometry, crs=crs), lists


def _write(table: pd.DataFrame, out: Path) -> None:
    ending = out.suffix.lower()
    if ending == ".csv":
        write_bytes(out, csv_bytes(table, DISTANCES))
    elif ending == ".parquet":
        save_frame(table, out)
    else:
        _write_workbook(table, out)


def _write_workbook(table: pd.DataFrame, out: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(DISTANCES.name)
    sheet.append([column.heading for column in DISTANCES.columns])
    for row in table[list(DISTANCES.names)].astype("object").itertuples(index=False):
        sheet.append([None if pd.isna(value) else value for value in row])
    with whole_file(out) as beside:
        book.save(beside)
