"""The distances of a location as the page tells them: a row a category, a column a mode."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import pandas as pd

from geo.figures import format_km, format_minutes
from geo.maps.page_routes import RouteKey
from geo.tables.choices import MODE_NAMES
from geo.words import known, say

FLAGS = ("border", "ferry", "far_snap", "foreign")
"""Columns of the distances that qualify a cell, in the order of their marks."""
MARKS = "¹²³⁴"
"""A mark per flag."""
_NO_ROUTES: Mapping[RouteKey, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class DistanceCell:
    """What is told of one category by one mode."""

    text: str
    """Distance, or the status where there is none."""
    extra: str = ""
    """Travel time; empty where there is no distance."""
    marks: str = ""
    """Marks that refer to the notes below the table."""
    facility: str = ""
    """Name of the facility; empty where it stands with the category, or has none."""
    route: int | None = None
    """Number of the way on the page; None where the page has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DistanceRow:
    """What is told of one category."""

    category: str
    """Dutch name of the category."""
    facility: str
    """Name of the facility, where it is the same by every mode."""
    cells: tuple[DistanceCell, ...]
    """A cell per mode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DistanceTable:
    """The distances of one location."""

    modes: tuple[str, ...]
    """Dutch names of the modes."""
    rows: tuple[DistanceRow, ...]
    """A row per category, in the order of the data."""
    notes: tuple[tuple[str, str], ...]
    """Marks that occur, with their meaning."""


def distance_tables(
    distances: pd.DataFrame, limits: Mapping[str, str], routes: Mapping[RouteKey, int] = _NO_ROUTES
) -> dict[str, DistanceTable]:
    """Give the table of each origin: the nearest facility per category and mode.

    Parameters
    ----------
    distances
        The table of distances; only rank 1 is told.
    limits
        Limit per mode in words, for *verder dan*.
    routes
        Number of each way that the page carries.

    Returns
    -------
    tables
        By origin id.
    """
    nearest = distances[distances["rank"] == 1] if len(distances) else distances
    return {str(origin): _table(rows, limits, routes) for origin, rows in nearest.groupby("origin_id", sort=False)}


def _table(rows: pd.DataFrame, limits: Mapping[str, str], routes: Mapping[RouteKey, int]) -> DistanceTable:
    present = list(dict.fromkeys(rows["mode"]))
    modes = [mode for mode in MODE_NAMES if mode in present] + sorted(set(present) - set(MODE_NAMES))
    seen = [bool(rows[flag].any()) for flag in FLAGS]
    notes = [(mark, say(f"flag.{flag}")) for mark, flag, any_ in zip(MARKS, FLAGS, seen, strict=True) if any_]
    told = [_row(str(name), group, modes, limits, routes) for name, group in rows.groupby("category", sort=False)]
    return DistanceTable(modes=tuple(map(_mode, modes)), rows=tuple(told), notes=tuple(notes))


def _mode(mode: str) -> str:
    return say(f"mode.{mode}") if known(f"mode.{mode}") else mode


def _row(
    category: str, group: pd.DataFrame, modes: list[str], limits: Mapping[str, str], routes: Mapping[RouteKey, int]
) -> DistanceRow:
    by_mode = {str(record["mode"]): record for record in group.to_dict("records")}
    names = {_name(record) for record in by_mode.values()}
    common = names.pop() if len(names) == 1 else ""
    cells = tuple(_with_route(by_mode.get(mode), limits, routes, named=not common) for mode in modes)
    word = f"category.{category}"
    return DistanceRow(category=say(word) if known(word) else category, facility=common, cells=cells)


def _name(record: Mapping[Hashable, Any]) -> str:
    name = record["facility_name"]
    return "" if pd.isna(name) else str(name)


def _with_route(
    record: Mapping[Hashable, Any] | None, limits: Mapping[str, str], routes: Mapping[RouteKey, int], *, named: bool
) -> DistanceCell:
    """Give a cell with the number of its way; where there is no distance there is no way."""
    cell = _cell(record, limits, named=named)
    if record is None or record["status"] != "ok":
        return cell
    key = (str(record["origin_id"]), str(record["mode"]), str(record["category"]))
    return replace(cell, route=routes.get(key))


def _cell(record: Mapping[Hashable, Any] | None, limits: Mapping[str, str], *, named: bool) -> DistanceCell:
    if record is None:
        return DistanceCell(text=say("unknown.word"))
    marks = "".join(mark for mark, flag in zip(MARKS, FLAGS, strict=True) if record[flag])
    facility = _name(record) if named else ""
    if record["status"] == "ok":
        extra = "" if pd.isna(record["minutes"]) else format_minutes(float(record["minutes"]))
        return DistanceCell(text=format_km(float(record["distance_m"])), extra=extra, marks=marks, facility=facility)
    limit = limits.get(str(record["mode"]), say("unknown.word"))
    return DistanceCell(text=say(f"status.{record['status']}", limit=limit), marks=marks, facility=facility)
