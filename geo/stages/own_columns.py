"""Reads the columns of the user's own in the list of candidates as numbers, and yes and no as 1 and 0."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.candidates.declared import Own
from geo.analysis.candidates.measures import told
from geo.errors import Fault
from geo.sources.cells import CellError, is_missing, parse, suggestion
from geo.tables.columns import Column, Kind
from geo.tables.inputs import CANDIDATES
from geo.words import say

Frame = TypeVar("Frame", bound=pd.DataFrame)
_ADDED = ("geometry", "municipality_code", "municipality", "province_code", "region_id", "open", "fid", "objectid")
"""Columns that we add ourselves, and numbers that files give their rows."""
_COLUMNS: Mapping[Kind, Column] = MappingProxyType(
    {"yes_no": Column(name="", heading="", kind="yes_no"), "number": Column(name="", heading="", kind="area_m2")}
)
"""How the kinds of value are read: a number as areas are, in which ``1.200`` is twelve hundred."""
_KEY = "candidates.columns"
"""Key of the plan that lists columns."""
_MINUS = "-−"
_POINT = re.compile(rf"[{_MINUS}]?(\d+\.(\d{{1,2}}|\d{{4,}})|0\.\d+)")
"""A number with a decimal point, which thousands do not have."""


def chosen_columns(candidates: Frame, names: Collection[str]) -> Frame:
    """Leave out the columns of the user's own, but for some.

    Parameters
    ----------
    candidates
        As read.
    names
        Columns to keep.
    """
    return candidates.drop(columns=[name for name in _own(candidates) if name not in names])


def column_faults(file: str, names: Sequence[str], candidates: pd.DataFrame) -> Iterator[Fault]:
    """Tell which columns that a plan lists are not the user's own, or hold nothing that can be weighed.

    Parameters
    ----------
    file
        The plan.
    names
        The columns that it lists.
    candidates
        As read, with all columns of the user's own as text.
    """
    own, numbers = _own(candidates), own_columns(candidates)
    for name in names:
        if name not in own:
            values = (("value", name), ("hint", suggestion(name, own)))
            yield Fault(file, 0, _KEY, "candidate_column_unknown", values)
        elif name not in numbers:
            yield Fault(file, 0, _KEY, "candidate_column_no_numbers", (("value", name),))


def _own(candidates: pd.DataFrame) -> list[str]:
    return sorted({str(name) for name in candidates.columns} - {*CANDIDATES.names, *_ADDED})


def own_columns(candidates: pd.DataFrame, *, taken: Collection[str] = ()) -> dict[str, Own]:
    """Read every column that is not one of ours; what the plan does not ask for is left out before.

    Parameters
    ----------
    candidates
        As read, with the columns of the user's own as text.
    taken
        Ids that facts have already; a column of that name gets ``own_`` before its name.

    Returns
    -------
    columns
        By the id of the fact, sorted. A column is of yes and no where each value is, else of numbers. A cell that is
        neither is unknown, and told in the note. Columns without any number, such as those of dates and texts, are
        left out: they cannot be weighed.
    """
    read = {name: _read(name, candidates[name]) for name in _own(candidates)}
    return {f"own_{name}" if name in taken else name: own for name, own in read.items() if own is not None}


def _read(name: str, cells: pd.Series) -> Own | None:
    texts = ["" if pd.isna(cell) else str(cell).strip() for cell in cells]
    given = np.array([not is_missing(text) for text in texts], dtype=bool)
    pointed = any(_POINT.fullmatch(text) for text in texts)
    for kind, column in _COLUMNS.items():
        value = np.array([_number(text, column, pointed) for text in texts], dtype=np.float64)
        lost = given & np.isnan(value)
        if not np.isnan(value).all() and not (kind == "yes_no" and (lost.any() or _are_digits(texts, given))):
            note = told(lost, (say("fact_note.given", text=text) for text in np.array(texts, dtype=object)[lost]))
            return Own(name=_title(name), kind=kind, value=value, note=note)
    return None


def _title(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _are_digits(texts: list[str], given: NDArray[np.bool_]) -> bool:
    return all(text.isdigit() for text, there in zip(texts, given, strict=True) if there)


def _number(text: str, column: Column, pointed: bool) -> float:
    """Read a cell; NaN where it is no value of the column."""
    sign = -1.0 if text[:1] in _MINUS else 1.0
    try:
        value = parse(text.lstrip(_MINUS), column, decimal_point=pointed)
    except CellError:
        return np.nan
    return sign * float(value) if isinstance(value, int | float) else np.nan
