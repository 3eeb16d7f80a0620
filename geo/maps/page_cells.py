"""The cells of a page: a value of a column as people read it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from geo.figures import UNKNOWN, format_date, format_km, format_number, format_quarter_short, format_share
from geo.quarters import Quarter
from geo.tables.columns import Column
from geo.words import known, say

EMPTY = "–"
"""What stands in a cell of text without a value."""

_TEXTS = {"text", "id", "bag_id", "list", "due"}


def _listed(value: Any) -> str:
    return ", ".join(str(part) for part in value) if isinstance(value, tuple | list) else str(value)


_WRITERS: Mapping[str, Callable[[Any], str]] = MappingProxyType({
    "list": _listed,
    "date": format_date,
    "metres": format_km,
    "share": format_share,
    "minutes": lambda value: say("page.minutes", count=format_number(value)),
    "yes_no": lambda value: say("page.yes" if value else "page.no"),
    "quarter": lambda value: format_quarter_short(Quarter.parse(value)),
    **dict.fromkeys(("places", "months", "days", "area_m2", "money", "number", "count"), format_number),
})  # fmt: skip


def cell_text(value: Any, column: Column) -> str:
    """Write the value of a column in Dutch.

    A missing number, date or choice is ``onbekend``; a missing text is a dash.
    """
    missing = value is None or (pd.api.types.is_scalar(value) and pd.isna(value))
    if missing or (isinstance(value, str | tuple | list) and not value):
        return EMPTY if column.kind in _TEXTS else UNKNOWN
    word = f"{column.name}.{value}"
    if column.kind == "choice" and known(word):
        return say(word)
    return _WRITERS.get(column.kind, str)(value)
