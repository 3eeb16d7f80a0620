"""The cells of a page: a value of a column as people read it."""

from typing import Any

import pandas as pd

from geo.figures import UNKNOWN, format_km
from geo.tables.columns import Column
from geo.tables.render import shown

EMPTY = "–"
"""What stands in a cell of text without a value."""

TEXT_KINDS = ("text", "id", "bag_id", "list", "due")
"""Kinds of columns in which nothing written means nothing to say."""

NUMBER_KINDS = ("places", "count", "balance", "number", "money", "area_m2", "months", "days", "metres", "share")
"""Kinds of columns that are set flush right."""


def is_missing(value: Any) -> bool:
    """Tell whether a value says nothing: none, not a number, or an empty text or list."""
    if isinstance(value, str | tuple | list):
        return not value
    return value is None or bool(pd.api.types.is_scalar(value) and pd.isna(value))


def plain_text(value: Any) -> str:
    """Give a text as it is; empty where it is missing."""
    return "" if is_missing(value) else str(value)


def cell_text(value: Any, column: Column) -> str:
    """Write the value of a column in Dutch.

    A missing number, date or choice is ``onbekend``; a missing text is a dash. Distances are in kilometres.
    """
    if is_missing(value):
        return EMPTY if column.kind in TEXT_KINDS else UNKNOWN
    return format_km(float(value)) if column.kind == "metres" else shown(value, column)
