"""How a cell and a row are told where two versions are set side by side."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from geo.tables.columns import Column, Table
from geo.tables.render import shown
from geo.words import say

_EXACT = {"number", "area_m2", "money", "minutes", "metres", "share"}
"""Kinds that people read rounded: two values that differ would look alike."""
Row = Mapping[Hashable, Any]


def line(table: Table, change: str, key: str, row: Row) -> dict[str, str]:
    """Begin the line of a row, without what changed in it."""
    name = row.get("name")
    return {
        "list": table.name, "change": change, "row_id": key, "name": "" if pd.isna(name) else str(name),
        "column": "", "old": "", "new": "", "renamed": "",
    }  # fmt: skip


def same(old: object, new: object) -> bool:
    """Tell without writing them that two cells are equal, as nearly all are; what is missing is written."""
    return old is new or (type(old) is type(new) and bool(old == new))


def told(row: Row, column: Column) -> str:
    """Write a cell so that two values that differ never read alike, as a bound where it is one."""
    value = row.get(column.name)
    text = _exact(value, column)
    if not text:
        return text
    if column.at_most and _some(row.get(column.at_most)):
        return say("report.at_most", number=text)
    return f"≥ {text}" if column.at_least and _some(row.get(column.at_least)) else text


def _exact(value: object, column: Column) -> str:
    if column.kind not in _EXACT or not isinstance(value, int | float) or pd.isna(value):
        return shown(value, column)
    number, unit = (100 * value, "%") if column.kind == "share" else (value, "")
    return f"{number:.6f}".rstrip("0").rstrip(".").replace(".", ",") + unit


def _some(count: object) -> bool:
    return isinstance(count, int | float) and not pd.isna(count) and count > 0
