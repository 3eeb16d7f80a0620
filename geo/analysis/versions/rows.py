"""Which rows of a table are new, gone or changed, and in which column: of what a plan reads, and of what it makes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import shapely
from pandas.api.types import is_numeric_dtype

from geo.analysis.versions.cells import Row, line, same, told
from geo.analysis.versions.whole_rows import whole_rows
from geo.crs import WGS84, to_crs
from geo.figures import format_number
from geo.tables.columns import Column, Table
from geo.tables.inputs import CANDIDATES, INPUT_TABLES, PLACE_COLUMNS
from geo.tables.render import shown
from geo.tables.versions import INPUT_CHANGES, RESULT_CHANGES, RESULTS_COMPARED, SETTINGS

COMPARED: Mapping[str, Table] = {**INPUT_TABLES, SETTINGS.name: SETTINGS}
"""The tables of the input whose rows are set side by side, and the settings of the plan."""
_PLACE = Column(name="place", heading="plaats", doc="Latitude and longitude of where the row lies.")
_DECIMALS = 6
"""A tenth of a metre, in degrees."""
_DERIVED = frozenset({"geometry", "municipality_code", "municipality", "province_code", "region_id", "open"})
"""Columns that reading adds: they follow from the place and the other tables."""
_SAYS_WHERE = frozenset(column.name for column in PLACE_COLUMNS)


def row_changes(old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """List what changed in the rows of the input.

    Parameters
    ----------
    old, new
        The tables of `COMPARED` by name, as read; one that is missing has no rows. Rows may stand in any order. Columns
        of the user's own of the candidates are set side by side too.

    Returns
    -------
    table
        The columns of `geo.tables.versions.INPUT_CHANGES`: a row that is gone or new is one line, a row that changed
        a line for each column of the declaration that did. Where a row lies counts as a column where none of the
        columns that say so changed. A cell that was empty on both sides did not change; values are the words that
        people read. ``renamed`` is a suggestion: a row that is gone and one that is new have the same name and place.
        Rows of a table without a key are told whole; one that is gone and one that is new are a changed row where
        they differ in one cell and no other row does.
    """
    return _listed(old, new, COMPARED.values(), INPUT_CHANGES)


def result_changes(old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """List what changed in the rows of the tables of the plan.

    Parameters
    ----------
    old, new
        The tables of `geo.tables.versions.RESULTS_COMPARED` by name; one that is missing has no rows.

    Returns
    -------
    table
        The columns of `geo.tables.versions.RESULT_CHANGES`, as `row_changes` tells rows. What is a lower bound is told
        as one.
    """
    return _listed(old, new, RESULTS_COMPARED, RESULT_CHANGES)


def _listed(
    old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame], tables: Iterable[Table], changes: Table
) -> pd.DataFrame:
    lines = [one for table in tables for one in _changes(old.get(table.name), new.get(table.name), table)]
    return pd.DataFrame(lines, columns=list(changes.names)).astype("str").fillna("")


def _changes(old: pd.DataFrame | None, new: pd.DataFrame | None, table: Table) -> Iterator[dict[str, str]]:
    sides = [frame for frame in (old, new) if frame is not None]
    table = _with_own_columns(table, sides) if table.name == CANDIDATES.name else table
    if table.key and not any(frame.duplicated(list(table.key)).any() for frame in sides):
        return _lines(_keyed(old, table), _keyed(new, table), table)
    return whole_rows(old, new, table)


def _with_own_columns(table: Table, sides: Iterable[pd.DataFrame]) -> Table:
    """Add the columns that the user has and the declaration does not."""
    own = {
        name: Column(name=name, heading=name, kind="number" if is_numeric_dtype(frame[name]) else "text")
        for frame in sides
        for name in frame.columns
        if name not in table.names and name not in _DERIVED
    }
    return replace(table, columns=(*table.columns, *(own[name] for name in sorted(own))))


def _keyed(frame: pd.DataFrame | None, table: Table) -> dict[str, Row]:
    if frame is None or frame.empty:
        return {}
    rows = frame.assign(place=_places(frame)).to_dict("records")
    return {" ".join(filter(None, (shown(row[name], table.column(name)) for name in table.key))): row for row in rows}


def _places(frame: pd.DataFrame) -> list[str]:
    if not isinstance(frame, gpd.GeoDataFrame):
        return [""] * len(frame)
    points = frame.geometry.representative_point()
    points = points if points.crs is None else to_crs(points, WGS84)
    return ["" if point is None or point.is_empty else _coordinates(point) for point in points]


def _coordinates(point: shapely.Point) -> str:
    return " ".join(format_number(part, _DECIMALS) for part in (point.y, point.x))


def _lines(old: Mapping[str, Row], new: Mapping[str, Row], table: Table) -> Iterator[dict[str, str]]:
    gone, come = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
    alike = _alike({key: old[key] for key in gone}, {key: new[key] for key in come})
    for change, keys, rows in (("gone", gone, old), ("new", come, new)):
        for key in keys:
            yield line(table, change, key, rows[key]) | {"renamed": ", ".join(alike.get((change, key), ()))}
    for key in sorted(old.keys() & new.keys()):
        for column, before, after in _cells(old[key], new[key], table):
            yield line(table, "changed", key, new[key]) | {"column": column.heading, "old": before, "new": after}


def _cells(old: Row, new: Row, table: Table) -> Iterator[tuple[Column, str, str]]:
    moved = False
    for column in table.columns:
        values = old.get(column.name), new.get(column.name)
        bounds = [row.get(name) for row in (old, new) for name in (column.at_least, column.at_most)]
        if same(*values) and bounds[:2] == bounds[2:]:
            continue
        before, after = told(old, column), told(new, column)
        if before != after:
            moved = moved or column.name in _SAYS_WHERE
            yield column, before, after
    if not moved and old["place"] != new["place"]:
        yield _PLACE, str(old["place"]), str(new["place"])


def _alike(gone: Mapping[str, Row], come: Mapping[str, Row]) -> dict[tuple[str, str], list[str]]:
    """Pair rows that are gone with new ones of the same name and place, in both directions."""
    by_both: dict[tuple[str, str], list[str]] = {}
    for key, row in come.items():
        by_both.setdefault(_name_and_place(row), []).append(key)
    found: dict[tuple[str, str], list[str]] = {}
    for key, row in gone.items():
        name, place = _name_and_place(row)
        for other in by_both.get((name, place), ()) if name and place else ():
            found.setdefault(("gone", key), []).append(other)
            found.setdefault(("new", other), []).append(key)
    return found


def _name_and_place(row: Row) -> tuple[str, str]:
    name = row.get("name")
    return "" if pd.isna(name) else " ".join(str(name).casefold().split()), str(row["place"])
