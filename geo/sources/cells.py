"""Reads the text of one cell by the kind of its column.

Each parser gives the value, or raises `CellError` with what is wrong. An empty
cell is missing, whatever the kind.
"""

import difflib
import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime

from geo.errors import InputError
from geo.quarters import Quarter
from geo.tables.columns import Column, Kind

Value = str | int | float | bool | date | tuple[str, ...] | None

_BAG_DIGITS = 16
_EXPONENT = re.compile(r"\d+([.,]\d+)?E\+?\d+", re.IGNORECASE)
_THOUSANDS = re.compile(r"-?\d{1,3}([. ]\d{3})+")
_BEFORE_YEAR = re.compile(r"v[oó]{1,2}r\s+(\d{4})", re.IGNORECASE)
_DAY_FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z")
_EPOCH = date(1970, 1, 1)
_MISSING = {"", "-", "–", "nan", "none", "null", "n.v.t.", "nvt", "onbekend", "?", "<na>", "nat"}
_YES_NO = {
    "ja": True,
    "j": True,
    "yes": True,
    "true": True,
    "1": True,
    "nee": False,
    "n": False,
    "no": False,
    "false": False,
    "0": False,
}


class CellError(ValueError):
    """What is wrong with a cell: the arguments are a fault code and its values by name."""

    @property
    def code(self) -> str:
        """Code of the fault."""
        return str(self.args[0])

    @property
    def values(self) -> dict[str, str]:
        """Values for the sentence."""
        return dict(self.args[1:])


def fault(code: str, **values: str) -> CellError:
    """Make a cell fault."""
    return CellError(code, *values.items())


def plain(text: str) -> str:
    """Reduce a heading or a choice to lower case letters, digits and underscores."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^0-9a-z]+", "_", letters).strip("_")


def suggestion(word: str, known: list[str], *, least: float = 0.7) -> str:
    """Give the known word that looks most like this one; empty if none does."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=least)
    return near[0] if near else ""


def parse(text: str, column: Column) -> Value:
    """Read a cell.

    Parameters
    ----------
    text
        What the file holds, as text.
    column
        Declaration of the column.

    Returns
    -------
    value
        None where the cell is empty or says that it is unknown; dates of 01-01-1970 are how some systems write missing.

    Raises
    ------
    CellError
        If the text cannot be a value of this column.
    """
    stripped = text.strip().strip("\u00a0")
    if column.kind == "choice":
        return _choice(stripped, column)
    if stripped.casefold() in _MISSING:
        return () if column.kind == "list" else None
    return _PARSERS[column.kind](stripped)


def _choice(text: str, column: Column) -> str | None:
    known = {plain(choice): choice for choice in column.choices}
    word = plain(text)
    if word in known:
        return known[word]
    if text.casefold() in _MISSING:
        return None
    near = suggestion(word, list(known))
    allowed = ", ".join(column.choices)
    if near:
        raise fault("choice_near", value=text, near=known[near], allowed=allowed)
    raise fault("choice", value=text, allowed=allowed)


def _text(text: str) -> str:
    return text


def _bag_id(text: str) -> str:
    if _EXPONENT.fullmatch(text):
        raise fault("bag_exponent", value=text)
    if text.isdigit() and len(text) == _BAG_DIGITS - 1:
        raise fault("bag_leading_zero", value=text)
    if not (text.isdigit() and len(text) == _BAG_DIGITS):
        raise fault("bag_digits", value=text)
    return text


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[,;|]", text) if part.strip())


def _whole(text: str) -> int:
    digits = text.replace(".", "").replace(" ", "") if _THOUSANDS.fullmatch(text) else text
    try:
        number = float(digits.replace(",", "."))
    except ValueError:
        raise fault("not_a_number", value=text) from None
    if not math.isfinite(number):
        raise fault("not_a_number", value=text)
    if number < 0:
        raise fault("negative", value=text)
    if number != int(number):
        raise fault("fraction", value=text)
    return int(number)


def _decimal(text: str) -> float:
    tidy = text.replace(" ", "").replace("\u00a0", "")
    if "," in tidy and "." in tidy:
        thousands = "." if tidy.rindex(",") > tidy.rindex(".") else ","
        tidy = tidy.replace(thousands, "")
    elif tidy.count(".") > 1:
        tidy = tidy.replace(".", "")
    try:
        number = float(tidy.replace(",", "."))
    except ValueError:
        raise fault("not_a_number", value=text) from None
    if not math.isfinite(number):
        raise fault("not_a_number", value=text)
    return number


def _positive(text: str) -> float:
    number = _whole(text) if _THOUSANDS.fullmatch(text) else _decimal(text)
    if number < 0:
        raise fault("negative", value=text)
    return float(number)


def _date(text: str) -> date | None:
    for form in _DAY_FORMATS:
        try:
            day = datetime.strptime(text, form).date()
        except ValueError:
            continue
        return None if day == _EPOCH else day
    raise fault("date", value=text)


def _due(text: str) -> date | None:
    before = _BEFORE_YEAR.fullmatch(text)
    if before:
        return date(int(before[1]) - 1, 12, 31)
    if re.fullmatch(r"\d{4}", text):
        return date(int(text), 12, 31)
    try:
        return Quarter.parse(text).last_day
    except InputError:
        return _date(text)


def _quarter(text: str) -> str:
    try:
        return str(Quarter.parse(text))
    except InputError:
        raise fault("quarter", value=text) from None


def _yes_no(text: str) -> bool:
    if text.casefold() not in _YES_NO:
        raise fault("yes_no", value=text)
    return _YES_NO[text.casefold()]


_PARSERS: dict[Kind, Callable[[str], Value]] = {
    "text": _text,
    "id": _text,
    "bag_id": _bag_id,
    "list": _list,
    "places": _whole,
    "months": _whole,
    "days": _whole,
    "count": _whole,
    "area_m2": _positive,
    "money": _positive,
    "number": _decimal,
    "metres": _decimal,
    "minutes": _decimal,
    "share": _decimal,
    "date": _date,
    "due": _due,
    "yes_no": _yes_no,
    "quarter": _quarter,
}
