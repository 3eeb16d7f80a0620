"""Reads a table by its declaration; every fault keeps its file, row and column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.errors import Fault
from geo.sources.cells import CellError, Value, parse, plain, suggestion
from geo.sources.raw import FileSpec, Raw, UnreadableError, open_raw
from geo.tables.columns import Column, Kind, Table

_TOTAL_WORDS = {"totaal", "total", "subtotaal", "som", "totalen", "eindtotaal"}
_WHOLE: tuple[Kind, ...] = ("places", "months", "days", "count")
_REAL: tuple[Kind, ...] = ("area_m2", "money", "number", "metres", "minutes", "share")
_DAYS: tuple[Kind, ...] = ("date", "due")
_FREE_TABLES = {"candidates"}
"""Tables in which columns of one's own are welcome."""


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
    notes: tuple[Fault, ...] = ()
    """What was noticed but is not wrong."""
    shapes: tuple[BaseGeometry | None, ...] = ()
    """Geometry of each row, for layers."""
    crs: CRS | None = None
    """Reference system of the geometry."""

    def fault(self, row: int, column: str, code: str, **values: str) -> Fault:
        """Make a fault at a row of the frame and a column of ours."""
        number = self.row_numbers[row]
        return Fault(self.spec.shown, number, self.headings.get(column, column), code, tuple(values.items()))


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
        The rows and all faults; a file that cannot be opened gives one fault and no rows.
    """
    try:
        raw = open_raw(spec, table)
    except UnreadableError as error:
        return ReadTable(
            table=table, spec=spec, frame=_frame([], table), row_numbers=(), headings={}, faults=(error.fault,)
        )
    placed, faults, notes = _match_headings(raw, table)
    kept: list[dict[str, Value]] = []
    numbers: list[int] = []
    shapes: list[BaseGeometry | None] = []
    for position, (number, cells) in enumerate(raw.rows):
        if _is_total(cells):
            faults.append(Fault(spec.shown, number, "", "total_row", (("value", _first_word(cells)),)))
            continue
        values, wrong = _parse_row(raw, placed, number, cells)
        faults.extend(wrong)
        kept.append(values | _free_values(raw, placed, cells, table))
        numbers.append(number)
        shapes.append(raw.shapes[position] if raw.shapes else None)
    headings = {column.name: raw.headings[at] for at, column in placed.items()}
    faults.extend(_doubles(raw, table, headings, kept, numbers))
    return ReadTable(
        table=table,
        spec=spec,
        frame=_frame(kept, table),
        row_numbers=tuple(numbers),
        headings=headings,
        faults=tuple(faults),
        notes=tuple(notes),
        shapes=tuple(shapes) if raw.shapes else (),
        crs=raw.crs,
    )


def _match_headings(raw: Raw, table: Table) -> tuple[dict[int, Column], list[Fault], list[Fault]]:
    """Find the column of each heading; say which are missing, misspelt or double."""
    own = {plain(theirs): ours for ours, theirs in raw.spec.columns}
    known = {plain(word): column for column in table.columns for word in (*column.also, column.heading, column.name)}
    placed: dict[int, Column] = {}
    strange: list[int] = []
    for at, heading in enumerate(raw.headings):
        name = own.get(plain(heading))
        column = table.column(name) if name in table.names else known.get(plain(heading))
        if column is not None and column not in placed.values():
            placed[at] = column
        elif heading:
            strange.append(at)
    faults, notes = _strange_headings(raw, table, placed, strange)
    misspelt = {dict(fault.parameters).get("near") for fault in faults}
    for column in table.columns:
        if column.required and column not in placed.values() and column.heading not in misspelt:
            values = (("heading", column.heading), ("name", column.name))
            faults.append(Fault(raw.spec.shown, raw.header_row, column.heading, "missing_column", values))
    return placed, faults, notes


def _strange_headings(
    raw: Raw, table: Table, placed: dict[int, Column], strange: list[int]
) -> tuple[list[Fault], list[Fault]]:
    absent = [column for column in table.columns if column not in placed.values()]
    words = {plain(word): column for column in absent for word in (column.name, column.heading, *column.also)}
    faults: list[Fault] = []
    notes: list[Fault] = []
    for at in strange:
        heading = raw.headings[at]
        near = suggestion(plain(heading), list(words), least=0.8)
        if plain(heading) == "status" and {"decision", "certainty"} & set(table.names):
            faults.append(Fault(raw.spec.shown, raw.header_row, heading, "which_status"))
        elif near:
            values = (("near", words[near].heading),)
            faults.append(Fault(raw.spec.shown, raw.header_row, heading, "misspelt_column", values))
        elif table.name not in _FREE_TABLES:
            notes.append(Fault(raw.spec.shown, raw.header_row, heading, "unused_column"))
    return faults, notes


def _is_total(cells: tuple[str, ...]) -> bool:
    return plain(_first_word(cells)) in _TOTAL_WORDS


def _first_word(cells: tuple[str, ...]) -> str:
    first = next((cell.strip() for cell in cells if cell.strip()), "")
    return first.split()[0].rstrip(":") if first else ""


def _parse_row(
    raw: Raw, placed: dict[int, Column], number: int, cells: tuple[str, ...]
) -> tuple[dict[str, Value], list[Fault]]:
    values: dict[str, Value] = {}
    faults: list[Fault] = []
    for at, column in placed.items():
        text = cells[at] if at < len(cells) else ""
        try:
            values[column.name] = parse(text, column)
        except CellError as error:
            values[column.name] = () if column.kind == "list" else None
            place = (raw.spec.shown, number, raw.headings[at])
            faults.append(Fault(*place, error.code, tuple(error.values.items())))
            continue
        if column.required and values[column.name] is None:
            faults.append(Fault(raw.spec.shown, number, raw.headings[at], "missing_value"))
    return values, faults


def _free_values(raw: Raw, placed: dict[int, Column], cells: tuple[str, ...], table: Table) -> dict[str, Value]:
    if table.name not in _FREE_TABLES:
        return {}
    free = [(at, heading) for at, heading in enumerate(raw.headings) if at not in placed and heading]
    return {plain(heading): cells[at].strip() or None for at, heading in free if at < len(cells)}


def _doubles(
    raw: Raw, table: Table, headings: Mapping[str, str], rows: list[dict[str, Value]], numbers: list[int]
) -> Iterator[Fault]:
    if not table.key or not set(table.key) <= set(headings):
        return
    seen: dict[tuple[Value, ...], int] = {}
    for row, number in zip(rows, numbers, strict=True):
        key = tuple(row[name] for name in table.key)
        if None in key:
            continue
        if key in seen:
            values = (("value", " / ".join(map(str, key))), ("first", str(seen[key])))
            yield Fault(raw.spec.shown, number, headings[table.key[0]], "double_id", values)
        seen.setdefault(key, number)


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
        series = pd.Series(pd.to_datetime(pd.Series(values, dtype="object")), dtype="datetime64[s]")
    elif kind == "list":
        series = pd.Series([value or () for value in values], dtype="object")
    elif kind == "yes_no":
        series = pd.Series(values, dtype="boolean")
    else:
        series = pd.Series(values, dtype="str")
    return series
