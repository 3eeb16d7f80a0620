"""The addresses that a plan looks places up in: those of its extract, or of a file of its own such as the BAG."""

import math
from collections.abc import Sequence
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from geo.crs import WGS84, read_crs
from geo.errors import Fault, SourceError
from geo.sources.addresses import (
    ADDRESS_COLUMNS,
    plain_postcode,
    read_addresses,
    read_bag_objects,
)
from geo.sources.cells import Cell, CellError, cell_text, grouped, parse
from geo.sources.coordinates import is_rd, whole_metres
from geo.sources.headings import match_headings
from geo.sources.opening import open_raw
from geo.sources.raw import FileSpec, Raw, UnreadableError
from geo.tables.inputs import ADDRESSES

EXTRACT_ENDING = ".pbf"


class AddressBook:
    """Addresses, read when the first row asks for one; a file of addresses is read at once, so that it is checked."""

    def __init__(self, spec: FileSpec, crs: CRS) -> None:
        self._spec = spec
        self._is_extract = spec.path.suffix.lower() == EXTRACT_ENDING
        self._given: pd.DataFrame | None = None
        self.faults: tuple[Fault, ...] = ()
        """What is wrong with the file."""
        if not self._is_extract:
            try:
                self._given, self.faults = read_address_file(spec, crs=crs)
            except UnreadableError as error:
                self.faults = error.faults

    def addresses(self) -> pd.DataFrame | None:
        """Give all addresses, columns `ADDRESS_COLUMNS`; None where the file cannot be read."""
        return self._of_extract if self._is_extract else self._given

    def bag(self, bag_ids: frozenset[str]) -> pd.DataFrame | None:
        """Give what carries one of some BAG ids, columns `ADDRESS_COLUMNS`; None where the file cannot be read."""
        if not self._is_extract:
            return self._given
        try:
            return read_bag_objects(self._spec.path, bag_ids)
        except SourceError:
            self._is_damaged()
            return None

    @cached_property
    def _of_extract(self) -> pd.DataFrame | None:
        try:
            return read_addresses(self._spec.path)
        except SourceError:
            self._is_damaged()
            return None

    def _is_damaged(self) -> None:
        self.faults = (Fault(self._spec.shown, 0, "", "damaged"),)


def read_address_file(spec: FileSpec, *, crs: CRS) -> tuple[pd.DataFrame, tuple[Fault, ...]]:
    """Read a table or layer of addresses.

    Parameters
    ----------
    spec
        The file: postcode and house number (letter and suffix in it, or in columns of their own), BAG id, and a place
        as shape, ``x`` and ``y`` or ``lon`` and ``lat``.
    crs
        Reference system of ``x`` and ``y`` where the plan names none for this file.

    Returns
    -------
    addresses, faults
        A frame of `ADDRESS_COLUMNS`, rows without a place left out, and what is wrong.

    Raises
    ------
    UnreadableError
        If the file cannot be opened.
    """
    raw = open_raw(spec, ADDRESSES)
    matched = match_headings(raw, ADDRESSES)
    at = {column.name: place for place, column in matched.placed.items()}
    missing = [_missing(raw, name) for name in _lacking(raw, set(at))]
    faults = (*raw.faults, *matched.faults, *missing)
    if missing or not raw.rows or (raw.shapes and raw.crs is None):
        return pd.DataFrame({name: [] for name in ADDRESS_COLUMNS}), faults
    texts = {name: [cell_text(_cell(cells, at.get(name))) for _, cells in raw.rows] for name in ADDRESSES.names}
    bag_ids, wrong = _bag_ids(raw, at.get("bag_id"))
    places = _places(raw, texts, set(at), crs)
    frame = pd.DataFrame(
        {
            "postcode": [plain_postcode(code) for code in texts["postcode"]],
            "house_number": _numbers(texts["house_number"], texts["house_letter"], texts["house_suffix"]),
            "street": texts["street"],
            "city": texts["city"],
            "lon": places.x.to_numpy(),
            "lat": places.y.to_numpy(),
            "source_id": [str(number) for number, _ in raw.rows],
            "bag_id": bag_ids,
        }
    )
    placed = np.isfinite(frame["lon"].to_numpy()) & np.isfinite(frame["lat"].to_numpy())
    return frame.loc[placed].reset_index(drop=True), (*faults, *wrong)


def _lacking(raw: Raw, present: set[str]) -> list[str]:
    """List what a file of addresses must have and this one has not."""
    named = {"postcode", "house_number"} <= present or "bag_id" in present
    placed = bool(raw.shapes) or {"x", "y"} <= present or {"lon", "lat"} <= present
    return ([] if named else ["postcode"]) + ([] if placed else ["x"])


def _missing(raw: Raw, name: str) -> Fault:
    heading = ADDRESSES.column(name).heading
    return Fault(raw.spec.shown, raw.header_row, heading, "missing_column", (("heading", heading), ("name", name)))


def _cell(cells: Sequence[Cell], at: int | None) -> Cell:
    return "" if at is None or at >= len(cells) else cells[at]


def _bag_ids(raw: Raw, at: int | None) -> tuple[list[str], tuple[Fault, ...]]:
    """Read the BAG ids; of the faulty ones the first is told, for as a rule they all are of one kind."""
    column = ADDRESSES.column("bag_id")
    found: list[str] = []
    faults: list[Fault] = []
    for number, cells in raw.rows:
        try:
            found.append(str(parse(_cell(cells, at), column) or ""))
        except CellError as error:
            found.append("")
            if at is not None and not faults:
                values = tuple(error.values.items())
                faults.append(Fault(raw.spec.shown, number, raw.headings[at], error.code, values))
    return found, tuple(faults)


def _numbers(numbers: list[str], letters: list[str], suffixes: list[str]) -> list[str]:
    parts = zip(numbers, letters, suffixes, strict=True)
    return [f"{number}{letter}" + (f"-{suffix}" if suffix else "") for number, letter, suffix in parts]


def _places(raw: Raw, texts: dict[str, list[str]], present: set[str], crs: CRS) -> gpd.GeoSeries:
    if raw.shapes:
        shapes = shapely.point_on_surface(list(raw.shapes))
        return gpd.GeoSeries(shapes, crs=raw.crs).to_crs(WGS84)
    metric = {"x", "y"} <= present
    names = ("x", "y") if metric else ("lon", "lat")
    known = (read_crs(raw.spec.crs) if raw.spec.crs else crs) if metric else WGS84
    east, north = (_numeric(texts[name]) for name in names)
    if is_rd(known):
        parted = [[grouped(text) for text in texts[name]] for name in names]
        pairs = zip(east, north, *parted, strict=True)
        points = [whole_metres((x, y), (whole_x, whole_y)) for x, y, whole_x, whole_y in pairs]
        east, north = [x for x, _ in points], [y for _, y in points]
    return gpd.GeoSeries.from_xy(east, north, crs=known).to_crs(WGS84)


def _numeric(texts: list[str]) -> list[float]:
    """Read coordinates, NaN where there is none; those not written plainly one by one, which takes longer."""
    plainly = pd.to_numeric(pd.Series(texts, dtype="str").str.replace(",", "."), errors="coerce").tolist()
    return [number if np.isfinite(number) else _one(text) for number, text in zip(plainly, texts, strict=True)]


def _one(text: str) -> float:
    try:
        number = parse(text, ADDRESSES.column("x"))
    except CellError:
        return math.nan
    return float(number) if isinstance(number, float) else math.nan
