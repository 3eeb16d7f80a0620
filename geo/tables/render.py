"""How the values of a table are written: for people on paper, and in a CSV that a Dutch spreadsheet opens."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pandas as pd

from geo.figures import (
    format_date,
    format_metres,
    format_number,
    format_quarter_short,
    format_share,
    format_signed,
)
from geo.quarters import Quarter
from geo.tables.columns import Column, Kind, Table
from geo.words import known, say

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MOST_DECIMALS = 3
_UNITS: dict[Kind, str] = {"area_m2": "m²", "metres": "m", "minutes": "min", "money": "€"}
"""Unit of a kind, where the column does not say its own."""


def heading_with_unit(column: Column) -> str:
    """Give the heading of a column of bare numbers: with its unit in brackets, as in ``afstand (m)``."""
    unit = column.unit or _UNITS.get(column.kind, "")
    return f"{column.heading} ({unit})" if unit and f"({unit})" not in column.heading else column.heading


def shown(value: object, column: Column, *, missing: str = "") -> str:
    """Write a value for people.

    Parameters
    ----------
    value
        The value of a cell.
    column
        Declaration of its column.
    missing
        What is written where the value is missing.
    """
    if _is_missing(value):
        return missing
    return _SHOWN.get(column.kind, _word)(value, column)


def texts(frame: pd.DataFrame, table: Table, *, missing: str = "") -> pd.DataFrame:
    """Write a whole table for people, under its Dutch headings.

    Parameters
    ----------
    frame
        Rows with the columns of the table; others are left out.
    table
        Declaration of the columns.
    missing
        What is written where a value is missing.
    """
    columns = {
        column.heading: [shown(value, column, missing=missing) for value in frame[column.name]]
        for column in table.columns
        if column.name in frame
    }
    return pd.DataFrame(columns, index=frame.index, dtype="str")


def csv_text(value: object, column: Column) -> str:
    """Write a value for a CSV: decimal comma, no thousands, and no text that a spreadsheet would run."""
    if _is_missing(value):
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, int | float):
        return _plain_number(float(value))
    if isinstance(value, date):
        return format_date(value)
    text = _word(value, column)
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_bytes(frame: pd.DataFrame, table: Table) -> bytes:
    """Write a table as a CSV for Dutch spreadsheets: ``;``, decimal comma, UTF-8 with BOM, Dutch headings with units.

    Parameters
    ----------
    frame
        Rows with the columns of the table.
    table
        Declaration of the columns.
    """
    cells = {
        heading_with_unit(column): [csv_text(_native(value), column) for value in frame[column.name]]
        for column in table.columns
        if column.name in frame
    }
    text: str = pd.DataFrame(cells, dtype="str").to_csv(index=False, sep=";", lineterminator="\r\n")
    return b"\xef\xbb\xbf" + text.encode()


def _native(value: object) -> object:
    return value.item() if hasattr(value, "item") else value


def _is_missing(value: object) -> bool:
    if isinstance(value, tuple | list):
        return not value
    return bool(pd.isna(value)) if pd.api.types.is_scalar(value) else False  # type: ignore[call-overload]


def _plain_number(number: float) -> str:
    rounded = round(Decimal(repr(number)), _MOST_DECIMALS).normalize()
    return f"{rounded:f}".replace(".", ",")


def _word(value: object, column: Column) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(_word(part, column) for part in value)
    key = f"{column.words}.{value}"
    return say(key) if column.words and known(key) else str(value)


def _whole(value: object, _column: Column) -> str:
    return format_number(float(str(value)))


def _balance(value: object, _column: Column) -> str:
    return format_signed(float(str(value)))


def _area(value: object, _column: Column) -> str:
    return f"{format_number(float(str(value)))} m²"


def _decimal(value: object, column: Column) -> str:
    return format_number(float(str(value)), column.decimals or 1)


def _metres(value: object, _column: Column) -> str:
    return format_metres(float(str(value)))


def _minutes(value: object, _column: Column) -> str:
    return f"{format_number(float(str(value)))} min"


def _share(value: object, column: Column) -> str:
    return format_share(float(str(value)), column.decimals)


def _day(value: object, _column: Column) -> str:
    return format_date(value) if isinstance(value, date) else str(value)


def _quarter(value: object, _column: Column) -> str:
    return format_quarter_short(Quarter.parse(str(value)))


def _yes_no(value: object, _column: Column) -> str:
    return "ja" if value else "nee"


_SHOWN: dict[Kind, Callable[[object, Column], str]] = {
    "places": _whole,
    "count": _whole,
    "balance": _balance,
    "months": _whole,
    "days": _whole,
    "money": _whole,
    "area_m2": _area,
    "number": _decimal,
    "metres": _metres,
    "minutes": _minutes,
    "share": _share,
    "date": _day,
    "due": _day,
    "quarter": _quarter,
    "yes_no": _yes_no,
}
