"""Distances without a plan: a table of places, an extract, and the nearest facilities."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from geo.analysis.distances import DistanceOptions, Surroundings, distances
from geo.crs import WGS84, metric_crs_of, to_crs
from geo.errors import Fault, FaultsError, Message, UsageError
from geo.imprint import Imprint, Source
from geo.network.build import build
from geo.network.route import Weight
from geo.report.results import Shown
from geo.report.workbook import write_workbook
from geo.sources.address_book import AddressBook
from geo.sources.asked import asked_category, asked_mode, asked_weight
from geo.sources.extract import read_extract
from geo.sources.places import Geography, place_rows
from geo.sources.raw import FileSpec
from geo.sources.read_tables import read_table
from geo.store import save_frame, whole_file, write_bytes
from geo.tables.columns import Table
from geo.tables.distances import DISTANCES
from geo.tables.inputs import FACILITY_LIST, LOCATIONS, PLACE_COLUMNS
from geo.tables.render import csv_bytes
from geo.words import say

ORIGINS = Table(
    name="origins",
    title="Herkomsten",
    key=("location_id",),
    columns=(LOCATIONS.column("location_id"), *PLACE_COLUMNS, LOCATIONS.column("facilities_on_site")),
)
"""Places to go from."""
_ENDINGS = (".csv", ".parquet", ".xlsx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of a one-off computation."""

    origins: Path
    """Table or layer of places."""
    osm: Path
    """Extract."""
    mode: str
    """``walk``, ``bike``, ``car`` or ``cbs_car``."""
    categories: tuple[str, ...]
    """Categories of the extract."""
    files: tuple[Path, ...]
    """Own layers of facilities; each counts as a category with the name of its file."""
    nearest: int
    """How many facilities per category."""
    weight: str = "distance"
    """What is made small: ``distance`` or ``time``."""
    limit_m: float | None = None
    """Farthest distance, in metres; None for no limit."""
    limit_minutes: float | None = None
    """Longest time, in minutes, where time is made small; None for no limit."""


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
    request = _in_our_words(request)
    _check(request, out)
    extract = read_extract(request.osm)
    crs = metric_crs_of(extract.boundary)
    origins, lists = _read(request, crs)
    own = extract.facilities[extract.facilities["category"].isin(request.categories)]
    facilities = gpd.GeoDataFrame(pd.concat([own, *lists], ignore_index=True), crs=WGS84)
    table = distances(
        origins,
        facilities,
        build(extract.streets, request.mode, crs=crs),
        categories=_categories(request),
        options=DistanceOptions(
            nearest=request.nearest,
            weight=cast("Weight", request.weight),
            limit_m=request.limit_m,
            limit_minutes=request.limit_minutes,
        ),
        surroundings=Surroundings(boundary=extract.boundary),
    )
    _write(table, out, _imprint(request, extract.timestamp))
    return len(table)


def _in_our_words(request: Request) -> Request:
    """Write mode and categories as programs call them; refuse a word that means none."""
    return replace(
        request,
        mode=asked_mode(request.mode),
        weight=asked_weight(request.weight),
        categories=tuple(asked_category(name) for name in request.categories),
    )


def _check(request: Request, out: Path) -> None:
    """Refuse what has no meaning before anything is read."""
    names = _categories(request)
    twice = next((name for place, name in enumerate(names) if name in names[:place]), None)
    if not names:
        raise UsageError(Message.of("usage.nothing_asked"))
    if twice is not None:
        raise UsageError(Message.of("usage.category_twice", value=twice))
    check_limits(request.weight, request.limit_m, request.limit_minutes)
    if out.suffix.lower() not in _ENDINGS:
        raise UsageError(Message.of("usage.format", value=out, known=", ".join(_ENDINGS)))


def check_limits(weight: str, limit_m: float | None, limit_minutes: float | None) -> None:
    """Refuse a limit that has no meaning, or that is not one of what is made small.

    Raises
    ------
    UsageError
        If a limit is not positive, or the limit of the other weight is given.
    """
    if limit_m is not None and not limit_m > 0:
        raise UsageError(Message.of("usage.limit", value=limit_m))
    if limit_minutes is not None and not limit_minutes > 0:
        raise UsageError(Message.of("usage.limit_minutes", value=limit_minutes))
    if (limit_minutes if weight == "distance" else limit_m) is not None:
        raise UsageError(Message.of("usage.limit_of_weight"))


def _categories(request: Request) -> list[str]:
    return [*dict.fromkeys(request.categories), *(path.stem for path in request.files)]


def geography_of(osm: Path, crs: CRS) -> Geography:
    """Say what places are tested against without a plan: the reference system, and the addresses of an extract."""
    book = AddressBook(FileSpec(path=osm, shown=str(osm)), crs)
    return Geography(crs=crs, province=None, addresses=book.addresses, bag=book.bag)


def read_places(path: Path, table: Table, geography: Geography) -> tuple[gpd.GeoDataFrame, list[Fault]]:
    """Read a table or layer of places.

    Parameters
    ----------
    path
        The file.
    table
        What its columns are.
    geography
        What the places are tested against.

    Returns
    -------
    places
        The rows with their geometry in the metric reference system.
    faults
        All that is wrong or was noticed; nothing may follow from the rows where anything is wrong.
    """
    read = read_table(FileSpec(path=path, shown=str(path)), table)
    placed = place_rows(read, replace(geography, near=True))
    faults: list[Fault] = [*read.faults, *placed.faults, *read.notes, *placed.notes]
    return gpd.GeoDataFrame(read.frame, geometry=placed.geometry, crs=geography.crs), faults


def refuse(faults: Iterable[Fault]) -> None:
    """Tell every fault at once, if there is one; notes alone are none.

    Raises
    ------
    FaultsError
        With every fault.
    """
    told = FaultsError(*faults)
    if told.faults:
        raise told


def _read(request: Request, crs: CRS) -> tuple[gpd.GeoDataFrame, list[gpd.GeoDataFrame]]:
    """Read the places and the own layers, or tell every fault of all of them."""
    geography = geography_of(request.osm, crs)
    origins, faults = read_places(request.origins, ORIGINS, geography)
    lists = []
    for path in request.files:
        found = read_table(FileSpec(path=path, shown=str(path)), FACILITY_LIST)
        there = place_rows(found, geography)
        faults += [*found.faults, *there.faults, *found.notes, *there.notes]
        numbers = found.frame["facility_id"].fillna(pd.Series(map(str, found.row_numbers), index=found.frame.index))
        columns = {
            "facility_id": f"{path.stem}:" + numbers.astype("str"),
            "category": path.stem,
            "name": found.frame["name"].fillna(""),
            "source": path.name,
        }
        lists.append(to_crs(gpd.GeoDataFrame(columns, geometry=there.geometry, crs=crs), WGS84))
    refuse(faults)
    return origins, lists


def _write(table: pd.DataFrame, out: Path, imprint: Imprint) -> None:
    ending = out.suffix.lower()
    if ending == ".csv":
        write_bytes(out, csv_bytes(table, DISTANCES))
    elif ending == ".parquet":
        save_frame(table, out)
    else:
        with whole_file(out) as beside:
            write_workbook([Shown(table=DISTANCES, frame=table)], beside, imprint=imprint)


def _imprint(request: Request, timestamp: str) -> Imprint:
    """Say where a workbook came from; places that nobody declared open are confidential."""
    made = datetime.fromtimestamp(request.osm.stat().st_mtime, tz=UTC)
    day = date.fromisoformat(timestamp[:10]) if timestamp else made.date()
    return Imprint(
        title=DISTANCES.title,
        province="",
        prt="",
        reference_date=day,
        version="",
        status="concept",
        edition="vertrouwelijk",
        fictional=False,
        sources=(
            Source(what=ORIGINS.title, credit=request.origins.name, reference_date=None),
            *(Source(what=path.stem, credit=path.name, reference_date=None) for path in request.files),
            Source(what=say("terminal.streets"), credit=request.osm.name, reference_date=day),
        ),
    )
