"""Reads a table by its declaration; every fault keeps its file, row and column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.errors import Fault, Note
from geo.sources.cells import Cell, CellError, Value, cell_text, grouped, is_missing, parse, plain
from geo.sources.headings import FREE_TABLES, Matched, match_headings
from geo.sources.opening import open_raw
from geo.sources.raw import FileSpec, Raw, UnreadableError
from geo.sources.totals import Totals
from geo.tables.columns import Column, Kind, Table

_WHOLE: tuple[Kind, ...] = ("places", "months", "days", "count")
_REAL: tuple[Kind, ...] = ("area_m2", "money", "number", "metres", "minutes", "share")
_DAYS: tuple[Kind, ...] = ("date", "due")
_METRES = ("x", "y")
"""Columns of large numbers that may have a point before their last three digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTable:
    """A table that was read, with what is wrong in it."""

    table: Table
    """Its declaration."""
    spec: FileSpec
    """Where it came from."""
    frame: pd.DataFrame
    """Rows that could be read, every declared column present; faulty cells are missing."""
    row_numbers: tuple[int, ...]
    """Row of each row of the frame, as people count."""
    headings: Mapping[str, str]
    """Heading in the file of each column that it has."""
    faults: tuple[Fault, ...]
    """All that is wrong."""
    notes: tuple[Note, ...] = ()
    """What was noticed but is not wrong."""
    shapes: tuple[BaseGeometry | None, ...] = ()
    """Geometry of each row, for layers."""
    crs: CRS | None = None
    """Reference system of the geometry."""
    header_row: int = 1
    """Row of the headings, as people count."""
    misspelt: frozenset[str] = frozenset()
    """Names of the columns that stand under a misspelt heading, and so were not read."""
    grouped: Mapping[tuple[int, str], float] = field(default_factory=dict)
    """What x and y are when the one point in them parts thousands, by row of the frame and column; others lack."""

    def has(self, column: str) -> bool:
        """Tell whether the file gave a column; where it did not, nothing follows from its being empty."""
        return column in self.headings

    def place(self, row: int, column: str) -> tuple[str, int, str]:
        """Name file, row and column of a row of the frame and a column of ours."""
        return self.spec.shown, self.row_numbers[row], self.headings.get(column, column)

    def fault(self, row: int, column: str, code: str, **values: str) -> Fault:
        """Make a fault at a row of the frame and a column of ours."""
        return Fault(*self.place(row, column), code, tuple(values.items()))

    def note(self, row: int, column: str, code: str, **values: str) -> Note:
        """Make a note at a row of the frame and a column of ours."""
        return Note(*self.place(row, column), code, tuple(values.items()))

    def is_faulty(self, row: int, *columns: str) -> bool:
        """Tell whether one of some columns is faulty already in a row of the frame."""
        places = {self.place(row, column) for column in columns}
        return any((fault.file, fault.row, fault.column) in places for fault in self.faults)


def read_table(spec: FileSpec, table: Table) -> ReadTable:
    """Read a file as a declared table.

    Parameters
    ----------
    spec
        The file.
    table
        What its columns are.

    Returns
    -------
    read
        The rows and all faults; a file that cannot be opened gives its fault and no rows.
    """
    try:
        raw = open_raw(spec, table)
    except UnreadableError as error:
        return ReadTable(
            table=table, spec=spec, frame=_frame([], table), row_numbers=(), headings={}, faults=error.faults
        )
    matched = match_headings(raw, table)
    rows = _read_rows(raw, table, matched)
    headings = {column.name: raw.headings[at] for at, column in matched.placed.items()}
    doubles = _doubles(raw, table, headings, rows)
    return ReadTable(
        table=table,
        spec=spec,
        frame=_frame(rows.kept, table),
        row_numbers=tuple(rows.numbers),
        headings=headings,
        faults=(*raw.faults, *matched.faults, *rows.faults, *doubles),
        notes=(*raw.notes, *matched.notes, *_epochs(raw, rows)),
        shapes=tuple(rows.shapes) if raw.shapes else (),
        crs=raw.crs,
        header_row=raw.header_row,
        misspelt=matched.misspelt,
        grouped=rows.grouped,
    )


@dataclass(slots=True)
class _Rows:
    kept: list[dict[str, Value]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    shapes: list[BaseGeometry | None] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    epochs: dict[int, list[int]] = field(default_factory=dict)
    """Rows, by the place of their column, in which the first of January 1970 stands for no date."""
    grouped: dict[tuple[int, str], float] = field(default_factory=dict)


def _read_rows(raw: Raw, table: Table, matched: Matched) -> _Rows:
    rows, totals = _Rows(), Totals(table)
    for position, (number, cells) in enumerate(raw.rows):
        values, faults = _parse_row(raw, matched.placed, number, cells)
        first = next((cell_text(cell) for cell in cells if cell_text(cell)), "")
        word = totals.is_total(values, first)
        if word:
            totals.summed()
            rows.faults.append(Fault(raw.spec.shown, number, "", "total_row", (("value", word),)))
            continue
        totals.passed(values)
        rows.faults += faults
        for at, column in matched.placed.items():
            if column.kind in _DAYS and values[column.name] is None and not is_missing(_at(cells, at)):
                rows.epochs.setdefault(at, []).append(number)
            if column.name in _METRES and (whole := grouped(_at(cells, at))) is not None:
                rows.grouped[len(rows.kept), column.name] = whole
        rows.kept.append(values | _free_values(raw, matched.placed, cells, table))
        rows.numbers.append(number)
        rows.shapes.append(raw.shapes[position] if raw.shapes else None)
    return rows


def _parse_row(
    raw: Raw, placed: Mapping[int, Column], number: int, cells: tuple[Cell, ...]
) -> tuple[dict[str, Value], list[Fault]]:
    values: dict[str, Value] = {}
    faults: list[Fault] = []
    for at, column in placed.items():
        cell = _at(cells, at)
        place = (raw.spec.shown, number, raw.headings[at])
        try:
            values[column.name] = parse(cell, column, decimal_point=raw.decimal_point)
        except CellError as error:
            values[column.name] = () if column.kind == "list" else None
            faults.append(Fault(*place, error.code, tuple(error.values.items())))
            continue
        if column.required and values[column.name] is None:
            faults.append(Fault(*place, "missing_value"))
    return values, faults


def _at(cells: tuple[Cell, ...], at: int) -> Cell:
    return cells[at] if at < len(cells) else ""


def _free_values(raw: Raw, placed: Mapping[int, Column], cells: tuple[Cell, ...], table: Table) -> dict[str, Value]:
    if table.name not in FREE_TABLES:
        return {}
    free = [(at, plain(heading)) for at, heading in enumerate(raw.headings) if at not in placed and plain(heading)]
    return {name: cell_text(cells[at]) or None for at, name in free if at < len(cells) and name not in table.names}


def _epochs(raw: Raw, rows: _Rows) -> Iterator[Note]:
    """Say once a column that the first of January 1970 was read as no date."""
    faulty = {(fault.row, fault.column) for fault in rows.faults}
    for at, numbers in rows.epochs.items():
        read = [number for number in numbers if (number, raw.headings[at]) not in faulty]
        if read:
            values = (("value", "01-01-1970"), ("count", str(len(read))))
            yield Note(raw.spec.shown, read[0], raw.headings[at], "epoch", values)


def _doubles(raw: Raw, table: Table, headings: Mapping[str, str], rows: _Rows) -> Iterator[Fault]:
    if not table.key or not set(table.key) <= set(headings):
        return
    code = "double_id" if [table.column(name).kind for name in table.key] == ["id"] else "double_row"
    seen: dict[tuple[Value, ...], int] = {}
    for row, number in zip(rows.kept, rows.numbers, strict=True):
        key = tuple(row[name] for name in table.key)
        if None in key:
            continue
        if key in seen:
            values = (("value", " / ".join(map(_key_text, key))), ("first", str(seen[key])))
            yield Fault(raw.spec.shown, number, headings[table.key[0]], code, values)
        seen.setdefault(key, number)


def _key_text(value: Value) -> str:
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value)


def empty_table(table: Table) -> pd.DataFrame:
    """Give a table without rows but with every column of its declaration."""
    return _frame([], table)


def _frame(rows: list[dict[str, Value]], table: Table) -> pd.DataFrame:
    """Make a frame with every declared column, of the type that its kind says."""
    frame = {column.name: _series([row.get(column.name) for row in rows], column.kind) for column in table.columns}
    free = sorted({name for row in rows for name in row} - set(frame))
    own = {name: pd.Series([row.get(name) for row in rows], dtype="str") for name in free}
    return pd.DataFrame(frame | own)


def _series(values: list[Value], kind: Kind) -> "pd.Series[Any]":
    series: pd.Series[Any]
    if kind in _WHOLE:
        series = pd.Series(values, dtype="Int64")
    elif kind in _REAL:
        series = pd.Series(values, dtype="Float64")
    elif kind in _DAYS:
        series = pd.Series(values, dtype="datetime64[s]")
    elif kind == "list":
        series = pd.Series([value or () for value in values], dtype="object")
    elif kind == "yes_no":
        series = pd.Series(values, dtype="boolean")
    else:
        series = pd.Series(values, dtype="str")
    return series
