"""Which rows of an input table are new, gone or changed, and in which column."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.crs import WGS84, to_crs
from geo.figures import format_number
from geo.tables.columns import Column, Table
from geo.tables.inputs import CANDIDATES, CAPACITY_STEPS, LOCATIONS, PLACE_COLUMNS
from geo.tables.render import shown
from geo.tables.versions import LOCATION_CHANGES

COMPARED: Mapping[str, Table] = {table.name: table for table in (LOCATIONS, CANDIDATES, CAPACITY_STEPS)}
"""The input tables whose rows are set side by side, by their key."""
_PLACE = Column(name="place", heading="plaats", doc="Latitude and longitude of where the row lies.")
_EXACT = {"number", "area_m2", "money", "minutes"}
"""Kinds that people read rounded: two values that differ would look alike."""
_DECIMALS = 6
"""A tenth of a metre, in degrees."""
_SAYS_WHERE = frozenset(column.name for column in PLACE_COLUMNS)
Row = Mapping[Hashable, Any]


def row_changes(old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """List what changed in the rows of the locations, the candidates and the capacity steps.

    Parameters
    ----------
    old, new
        The tables of `COMPARED` by name, as read; one that is missing has no rows. Rows may stand in any order.

    Returns
    -------
    table
        The columns of `geo.tables.versions.LOCATION_CHANGES`: a row that is gone or new is one line, a row that changed
        a line for each column of the declaration that did. Where a row lies counts as a column where none of the
        columns that say so changed. A cell that was empty on both sides did not change; values are the words that
        people read. ``renamed`` is a suggestion: a row that is gone and one that is new have the same name and place.
    """
    lines = [
        line
        for name, table in COMPARED.items()
        for line in _lines(_keyed(old.get(name), table), _keyed(new.get(name), table), table)
    ]
    return pd.DataFrame(lines, columns=list(LOCATION_CHANGES.names)).astype("str").fillna("")


def _keyed(frame: pd.DataFrame | None, table: Table) -> dict[str, Row]:
    """Give the rows by their key, which the reader of the table has found to be of one row alone."""
    if frame is None or frame.empty:
        return {}
    rows = frame.assign(place=_places(frame)).to_dict("records")
    return {" ".join(shown(row[name], table.column(name)) for name in table.key): row for row in rows}


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
    same = _alike({key: old[key] for key in gone}, {key: new[key] for key in come})
    for change, keys, rows in (("gone", gone, old), ("new", come, new)):
        for key in keys:
            yield _line(table, change, key, rows[key]) | {"renamed": ", ".join(same.get((change, key), ()))}
    for key in sorted(old.keys() & new.keys()):
        for column, before, after in _cells(old[key], new[key], table):
            yield _line(table, "changed", key, new[key]) | {"column": column.heading, "old": before, "new": after}


def _line(table: Table, change: str, key: str, row: Row) -> dict[str, str]:
    name = row.get("name")
    return {
        "list": table.name, "change": change, "row_id": key, "name": "" if pd.isna(name) else str(name),
        "column": "", "old": "", "new": "", "renamed": "",
    }  # fmt: skip


def _cells(old: Row, new: Row, table: Table) -> Iterator[tuple[Column, str, str]]:
    moved = False
    for column in table.columns:
        values = old.get(column.name), new.get(column.name)
        before, after = ("", "") if _same(*values) else (_told(value, column) for value in values)
        if before != after:
            moved = moved or column.name in _SAYS_WHERE
            yield column, before, after
    if not moved and old["place"] != new["place"]:
        yield _PLACE, old["place"], new["place"]


def _same(old: object, new: object) -> bool:
    """Tell without writing them that two cells are equal, as nearly all are; what is missing is written."""
    return old is new or (type(old) is type(new) and bool(old == new))


def _told(value: object, column: Column) -> str:
    """Write a cell so that two values that differ never read alike."""
    if column.kind not in _EXACT or not isinstance(value, int | float) or pd.isna(value):
        return shown(value, column)
    return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")


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
