"""Opens a file of any kind as rows of text, with the row numbers that people see."""

import csv
import io
import warnings
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
from openpyxl.utils.exceptions import InvalidFileException
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.errors import Fault
from geo.sources.cells import plain
from geo.tables.columns import Table

_LARGE = 1e15
"""A number of more digits than a spreadsheet can hold exactly."""
_HEADER_SEARCH_ROWS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSpec:
    """How the plan names an input file."""

    path: Path
    """Where it is."""
    shown: str
    """How messages name it."""
    sheet: str | None = None
    """Sheet of a workbook; the first by default."""
    header_row: int | None = None
    """Row of the headings, 1 for the first; found by the headings themselves by default."""
    layer: str | None = None
    """Layer of a GeoPackage or geodatabase; the first by default."""
    crs: str | None = None
    """Reference system of the coordinates, where the file does not say it."""
    columns: tuple[tuple[str, str], ...] = ()
    """Own names of columns: ours, theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A table as text."""

    spec: FileSpec
    """Where it came from."""
    header_row: int
    """Row of the headings as people count."""
    headings: tuple[str, ...]
    """Headings as written."""
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """Row number as people count, and the cells."""
    shapes: tuple[BaseGeometry | None, ...] = ()
    """Geometry of each row, for layers."""
    crs: CRS | None = None
    """Reference system of the geometry."""


class UnreadableError(Exception):
    """A file that cannot be opened; carries the fault to where faults are collected."""

    @property
    def fault(self) -> Fault:
        """What is wrong."""
        found: Fault = self.args[0]
        return found


def open_raw(spec: FileSpec, table: Table) -> Raw:
    """Open a file as text.

    Raises
    ------
    UnreadableError
        With the fault, if the file is missing, empty, damaged or in another encoding.
    """
    if not spec.path.is_file():
        raise _unreadable(spec, "missing_file")
    if spec.path.stat().st_size == 0:
        raise _unreadable(spec, "empty_file")
    ending = spec.path.suffix.lower()
    if ending in {".csv", ".txt", ".tsv"}:
        raw = _open_csv(spec, table)
    elif ending in {".xlsx", ".xlsm"}:
        raw = _open_xlsx(spec, table)
    else:
        raw = _open_layer(spec)
    if not raw.rows:
        raise _unreadable(spec, "no_rows")
    return raw


def _unreadable(spec: FileSpec, code: str, row: int = 0, **values: str) -> UnreadableError:
    return UnreadableError(Fault(spec.shown, row, "", code, tuple(values.items())))


def _open_csv(spec: FileSpec, table: Table) -> Raw:
    content = spec.path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise _unreadable(spec, "encoding", row) from error
    first = text.split("\n", 1)[0]
    delimiter = max(";\t,", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines = [(reader.line_num, tuple(cells)) for cells in reader]
    return _from_lines(spec, table, lines)


def _open_xlsx(spec: FileSpec, table: Table) -> Raw:
    try:
        book = openpyxl.load_workbook(spec.path, read_only=True, data_only=True)
    except (InvalidFileException, OSError, KeyError, ValueError) as error:
        raise _unreadable(spec, "damaged") from error
    names = book.sheetnames
    if spec.sheet is not None and spec.sheet not in names:
        raise _unreadable(spec, "sheet", sheet=spec.sheet, sheets=", ".join(names))
    sheet = book[spec.sheet or names[0]]
    lines = [
        (number, tuple(_cell_text(value) for value in cells))
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1)
    ]
    book.close()
    return _from_lines(spec, table, lines)


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, int | float) and abs(value) >= _LARGE:
        return f"{value:.2E}".replace(".", ",")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _from_lines(spec: FileSpec, table: Table, lines: list[tuple[int, tuple[str, ...]]]) -> Raw:
    filled = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if not filled:
        raise _unreadable(spec, "empty_file")
    header_row = spec.header_row or _find_header(spec, table, filled)
    header = next((cells for number, cells in filled if number == header_row), ())
    rows = tuple((number, cells) for number, cells in filled if number > header_row)
    return Raw(spec=spec, header_row=header_row, headings=tuple(cell.strip() for cell in header), rows=rows)


def _find_header(spec: FileSpec, table: Table, lines: list[tuple[int, tuple[str, ...]]]) -> int:
    """Find the row with the most known headings: titles may stand above it."""
    theirs = {plain(heading) for _, heading in spec.columns}
    known = theirs | {plain(word) for column in table.columns for word in (column.name, column.heading, *column.also)}
    near = lines[:_HEADER_SEARCH_ROWS]
    best = max(near, key=lambda line: (sum(plain(cell) in known for cell in line[1]), -line[0]))
    return best[0]


def _open_layer(spec: FileSpec) -> Raw:
    try:
        frame = _read_layer(spec)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError, OSError) as error:
        raise _unreadable(spec, "damaged") from error
    shapes = tuple(frame.geometry) if isinstance(frame, gpd.GeoDataFrame) else ()
    crs = frame.crs if isinstance(frame, gpd.GeoDataFrame) else None
    columns = [name for name in frame.columns if name != "geometry"]
    texts = frame[columns].map(lambda value: "" if pd.isna(value) else _cell_text(value))
    rows = tuple((number, tuple(cells)) for number, cells in enumerate(texts.itertuples(index=False), start=2))
    return Raw(spec=spec, header_row=1, headings=tuple(map(str, columns)), rows=rows, shapes=shapes, crs=crs)


def _read_layer(spec: FileSpec) -> pd.DataFrame:
    if spec.path.suffix.lower() == ".parquet":
        parquet: pd.DataFrame = gpd.read_parquet(spec.path)
        return parquet
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", category=RuntimeWarning)
        layer: pd.DataFrame = gpd.read_file(spec.path, **({"layer": spec.layer} if spec.layer else {}))
    return layer
