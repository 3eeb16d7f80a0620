"""The obligation of municipalities to house permit holders, in one half year."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any, Literal

import pandas as pd

from geo.errors import InputError
from geo.figures import format_half_year
from geo.quarters import MONTHS_PER_HALF, HalfYear
from geo.tables.portfolio import OBLIGATION_PROGRESS

Untold = Literal["", "not_begun", "long_over"]
_NUMBERS = ("obligation", "arrears", "corrected", "realised")


def half_year_of(text: object) -> HalfYear | None:
    """Read a half year; None where the text is none."""
    try:
        return HalfYear.parse("" if pd.isna(text) else str(text))  # type: ignore[call-overload]
    except InputError:
        return None


def chosen_half_year(obligations: pd.DataFrame, reference_date: pd.Timestamp | None) -> HalfYear | None:
    """Choose the half year that a plan tells about: the last one that has begun by a day.

    Without a day, or where none has begun, the last of all; None where no row says one.
    """
    given = {half for text in obligations["half_year"] if (half := half_year_of(text)) is not None}
    begun = {half for half in given if reference_date is not None and half.first_day <= reference_date.date()}
    return max(begun or given, default=None)


def untold(half_year: HalfYear | None, day: date) -> Untold:
    """Tell why nobody can be told on or behind the schedule of a half year on a day; empty where it can be.

    One that has not begun has no schedule yet. One that another whole half year has followed says nothing of the day:
    what was behind then may have been made up for since, or may have grown. This limit is our own.
    """
    if half_year is None:
        return ""
    if day < half_year.first_day:
        return "not_begun"
    return "long_over" if day >= half_year.first_day.replace(year=half_year.year + 1) else ""


def obligations_of(obligations: pd.DataFrame, codes: pd.Series, reference_date: pd.Timestamp | None) -> pd.DataFrame:
    """Give the obligation of each municipality, with its arrears.

    Parameters
    ----------
    obligations
        ``municipality_code, half_year, obligation, arrears, realised``, as read. Arrears above 0 are behind, below 0
        ahead.
    codes
        Codes of the municipalities.
    reference_date
        Chooses the half year: see `chosen_half_year`.

    Returns
    -------
    owed
        ``half_year, obligation, arrears, corrected, realised``, with the index of `codes`. Corrected is obligation plus
        arrears, missing where one of them is: no arrears given is not none.
    """
    chosen = chosen_half_year(obligations, reference_date)
    halves = (chosen is not None and half_year_of(text) == chosen for text in obligations["half_year"])
    mine = obligations[pd.Series(halves, index=obligations.index, dtype="bool")]
    rows = mine.drop_duplicates("municipality_code", keep="last").set_index("municipality_code")
    names = ["obligation", "arrears", "realised"]
    owed = rows.reindex(columns=names).reindex(codes).set_axis(codes.index).astype("Float64").round().astype("Int64")
    known = codes.isin(rows.index)
    told = pd.Series("" if chosen is None else format_half_year(chosen), codes.index, dtype="str").where(known)
    return owed.assign(half_year=told, corrected=owed["obligation"] + owed["arrears"])


def obligation_progress(
    obligations: pd.DataFrame,
    municipalities: pd.DataFrame,
    *,
    provinces: Mapping[str, str],
    reference_date: pd.Timestamp,
) -> pd.DataFrame:
    """Tell which municipalities are on schedule with housing permit holders (Tabel 1.5).

    After month m of the half year at least m/6 of the corrected obligation should have been met; m counts the whole
    months that have passed. Source: the monitor of the taakstelling (opnieuwthuis.nl, "Land in beeld").

    Parameters
    ----------
    obligations
        As for `obligations_of`.
    municipalities
        ``code, name, province_code``.
    provinces
        Name per code of the provinces of the plan.
    reference_date
        Chooses the half year, and how far it has come.

    Returns
    -------
    table
        The columns of `geo.tables.portfolio.OBLIGATION_PROGRESS`: municipalities by code, then the total of each
        province. ``status`` is ``met`` (also where nothing is owed), ``behind`` or ``untestable`` (a number is unknown,
        or there is a reason of `untold`). A total of which a part is unknown counts what is known and is ``met`` only
        where the known part is enough already; that of a province without municipalities is ``untestable``.
    """
    chosen = chosen_half_year(obligations, reference_date)
    day = reference_date.date()
    months = None if chosen is None or untold(chosen, day) else chosen.months_passed(day)
    frame = pd.DataFrame(municipalities).sort_values("code", ignore_index=True)
    owed = obligations_of(obligations, frame["code"], reference_date)
    rows = frame[["code", "name"]].join(owed).assign(level="municipality")
    rows = rows.assign(unknown=rows[list(_NUMBERS)].isna().any(axis=1).astype("Int64"))
    told = "" if chosen is None else format_half_year(chosen)
    totals = [
        _total(rows[frame["province_code"] == code], told) | {"code": code, "name": name}
        for code, name in provinces.items()
    ]
    whole = pd.concat([rows.astype(object), pd.DataFrame(totals, dtype=object)], ignore_index=True)
    judged = pd.DataFrame([row | _judged(row, months) for row in whole.to_dict("records")])
    kinds = dict.fromkeys((*_NUMBERS, "unknown"), "Int64") | dict.fromkeys(("share", "expected"), "Float64")
    return judged.reindex(columns=list(OBLIGATION_PROGRESS.names)).astype(kinds)


def _total(rows: pd.DataFrame, half_year: str) -> dict[str, Any]:
    """Add up; the corrected obligation and the arrears, which may be below 0, have no lower bound if one is unknown.

    A province of which no municipality is known owes nobody knows what.
    """
    sums = {name: int(rows[name].sum()) if len(rows) else None for name in ("obligation", "realised")}
    whole = {name: len(rows) > 0 and bool(rows[name].notna().all()) for name in ("arrears", "corrected")}
    signed = {name: int(rows[name].sum()) if complete else None for name, complete in whole.items()}
    return sums | signed | {"half_year": half_year, "level": "province", "unknown": int((rows["unknown"] > 0).sum())}


def _judged(row: Mapping[Hashable, Any], months: int | None) -> dict[str, Any]:
    owed, done, unknown = _int(row["corrected"]), _int(row["realised"]), bool(row["unknown"])
    expected = None if months is None else months / MONTHS_PER_HALF
    share = None if owed is None or done is None or owed <= 0 or unknown else done / owed
    if owed is None or months is None:
        status = "untestable"
    elif owed <= 0 or (done is not None and done * MONTHS_PER_HALF >= owed * months):
        status = "met"
    else:
        status = "untestable" if done is None or unknown else "behind"
    return {"share": share, "expected": expected, "status": status}


def _int(value: object) -> int | None:
    return None if pd.isna(value) else int(str(value))  # type: ignore[call-overload]
