"""Distances as people read them: a row a location, a column a category."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import pandas as pd

from geo.figures import format_km, format_minutes
from geo.report.results import Shown
from geo.tables.choices import MODE_NAMES
from geo.tables.columns import Column, Table
from geo.words import catalogue, say

_FLAGS = (("border", "*"), ("ferry", "†"), ("far_snap", "‡"), ("foreign", "§"))
_MOST_CATEGORIES = 12
_SHORTENED = ("unreachable", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class DistanceTable:
    """Distances of one mode to some categories."""

    mode: str
    """Mode, such as ``walk``."""
    shown: Shown
    """The table."""
    note: str
    """What the marks behind the distances mean."""


def distance_tables(
    distances: pd.DataFrame, names: Mapping[str, str], limits: Mapping[str, str], weight: str
) -> tuple[DistanceTable, ...]:
    """Turn the long table of distances into tables for people.

    Parameters
    ----------
    distances
        The table ``distances``; only the nearest of each category is shown.
    names
        Name per location; places without a name here are left out.
    limits
        Limit per mode in words.
    weight
        ``time`` where the quickest way counts: its minutes are shown; else the distance.

    Returns
    -------
    tables
        Per mode, at most twelve categories a table, in the order of the catalogue.
    """
    nearest = distances[(distances["rank"] == 1) & distances["origin_id"].isin(list(names))]
    order = {mode: place for place, mode in enumerate(MODE_NAMES)}
    modes = sorted(nearest["mode"].unique(), key=lambda mode: (order.get(mode, len(order)), mode))
    return tuple(
        _table(rows, part, (names, limits), weight)
        for mode in modes
        for rows in [nearest[nearest["mode"] == mode]]
        for part in _parts(_categories(rows))
    )


def _categories(rows: pd.DataFrame) -> list[str]:
    present = set(rows["category"])
    known = [key.removeprefix("category.") for key in catalogue() if key.startswith("category.")]
    return [name for name in known if name in present] + sorted(present - set(known))


def _parts(categories: list[str]) -> list[list[str]]:
    count = -(-len(categories) // _MOST_CATEGORIES)
    size = -(-len(categories) // count) if count else 1
    return [categories[start : start + size] for start in range(0, len(categories), size)]


def _table(
    rows: pd.DataFrame, categories: list[str], words: tuple[Mapping[str, str], Mapping[str, str]], weight: str
) -> DistanceTable:
    names, limits = words
    mode = str(rows["mode"].iloc[0])
    rows = rows[rows["category"].isin(categories)]
    cells = {
        (str(row["origin_id"]), str(row["category"])): _cell(row, limits.get(mode), weight)
        for row in rows.to_dict("records")
    }
    origins = [origin for origin in names if any((origin, category) in cells for category in categories)]
    frame = pd.DataFrame(
        {
            "name": [names[origin] for origin in origins],
            **{name: [cells.get((origin, name), "") for origin in origins] for name in categories},
        }
    )
    columns = (Column(name="name", heading=say("report.columns.location")), *map(_column, categories))
    title = say(f"report.caption.distances_by_{weight}", mode=say(f"mode.{mode}"))
    table = Table(name=f"distances_{mode}", title=title, columns=columns)
    return DistanceTable(mode=mode, shown=Shown(table=table, frame=frame), note=_note(rows, limits.get(mode)))


def _column(category: str) -> Column:
    key = f"category.{category}"
    return Column(name=category, heading=say(key) if key in catalogue() else category, kind="metres")


def _size(row: Mapping[Hashable, object], weight: str) -> str:
    if weight == "distance":
        return format_km(float(str(row["distance_m"])))
    return format_minutes(float(str(row["minutes"])))


def _cell(row: Mapping[Hashable, object], limit: str | None, weight: str) -> str:
    status = str(row["status"])
    if status == "ok":
        return _size(row, weight) + _marks(row)
    if status == "beyond_limit":
        words = f"> {limit}" if limit else say("report.beyond_limit")
    else:
        words = say(f"report.short.{status}")
    return words + _marks(row)


def _marks(row: Mapping[Hashable, object]) -> str:
    marks = "".join(mark for flag, mark in _FLAGS if row.get(flag) is True)
    return f" {marks}" if marks else ""


def _note(rows: pd.DataFrame, limit: str | None) -> str:
    used = [(flag, mark) for flag, mark in _FLAGS if flag in rows and bool(rows[flag].eq(True).any())]
    parts = [f"{mark} {say(f'flag.{flag}')}" for flag, mark in used]
    present = [status for status in _SHORTENED if rows["status"].eq(status).any()]
    parts += [f"{say(f'report.short.{status}')}: {say(f'status.{status}')}" for status in present]
    if limit and rows["status"].eq("beyond_limit").any():
        parts.append(f"> {limit}: {say('status.beyond_limit', limit=limit)}")
    return "; ".join(parts)
