"""The register of forecasts: which is in force, how they differ, and what each would mean (Tabel 2.5)."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from geo.analysis.coverage import confront
from geo.analysis.need import Area, main_scenario, need_in_force, whole
from geo.analysis.portfolio import months_between
from geo.quarters import Quarter
from geo.tables.choices import BUCKETS
from geo.tables.forecasts import FORECASTS

_COMPARED = ("need_min", "need_max", "balance")
_CHANGES = ("change_min", "change_max", "balance_change")
_ALWAYS = "totaal"


def forecasts(
    need: pd.DataFrame,
    supply: pd.DataFrame,
    *,
    provinces: Sequence[Area],
    quarters: Sequence[Quarter],
    reference_date: pd.Timestamp,
) -> pd.DataFrame:
    """List every forecast with its need at the end, its difference with the one before it, and its consequence.

    Parameters
    ----------
    need
        The need, as read, with all its forecasts.
    supply
        From `geo.analysis.supply.supply_steps`; the same supply is held against each forecast.
    provinces
        Provinces of the plan.
    quarters
        Quarters of the horizon.
    reference_date
        Day of the portfolio, on which the age of a forecast is told.

    Returns
    -------
    table
        The columns of `geo.tables.forecasts.FORECASTS`, by province, date and id of the forecast, and bucket; for
        each forecast the buckets that it asks for, and ``totaal``. Every forecast is taken in its own main scenario.
        A change is missing where the forecast before it does not know the bucket. ``untestable`` counts the quarters
        of which nobody can tell whether they are short: the need is unknown, or known supply is less and unknown supply
        may make up for it. ``outcome`` is ``none`` only where no quarter is short or untestable.
    """
    parts = [row for area in provinces for row in _of_area(need, supply, area, quarters, reference_date)]
    table = pd.DataFrame(parts, columns=list(FORECASTS.names))
    whole = (*_COMPARED, *_CHANGES, "months", "untestable", "unknown_locations")
    typed = table.astype(dict.fromkeys(whole, "Int64") | {"in_force": "bool", "first_short": "str"})
    return typed.assign(forecast_date=pd.to_datetime(typed["forecast_date"]).astype("datetime64[s]"))


def _of_area(
    need: pd.DataFrame, supply: pd.DataFrame, area: Area, quarters: Sequence[Quarter], reference_date: pd.Timestamp
) -> Iterator[dict[str, object]]:
    before: dict[str, dict[str, object]] = {}
    ids = _in_order(need)
    for name in ids:
        rows = need[need["forecast_id"] == name]
        asked = [bucket for bucket in BUCKETS if bucket == _ALWAYS or (rows["bucket"] == bucket).any()]
        found = {bucket: _consequence(rows, supply, area, bucket, quarters, reference_date) for bucket in asked}
        date = rows["forecast_date"].max()
        for bucket, said in found.items():
            older = before.get(bucket, {})
            changes = {
                change: _less(said[column], older.get(column))
                for change, column in zip(_CHANGES, _COMPARED, strict=True)
            }
            yield {
                "area_id": area.area_id, "forecast_id": name, "forecast_date": date, "in_force": name == ids[-1],
                "months": _age(date, reference_date), "scenario": main_scenario(rows) or None, "bucket": bucket,
                **said, **changes,
            }  # fmt: skip
        before = found


def _in_order(need: pd.DataFrame) -> list[str]:
    """Order the forecasts as `geo.analysis.need.need_in_force` does: by date, of one date by id."""
    ids: list[str] = []
    rest = need.dropna(subset=["forecast_id"])
    while len(rest):
        newest = str(need_in_force(rest)["forecast_id"].iloc[0])
        ids.insert(0, newest)
        rest = rest[rest["forecast_id"] != newest]
    return ids


def _age(date: pd.Timestamp, reference_date: pd.Timestamp) -> int | None:
    return None if pd.isna(date) else months_between(date, reference_date)


def _consequence(
    rows: pd.DataFrame,
    supply: pd.DataFrame,
    area: Area,
    bucket: str,
    quarters: Sequence[Quarter],
    reference_date: pd.Timestamp,
) -> dict[str, object]:
    days = np.array([quarter.last_day for quarter in quarters], dtype="datetime64[D]")
    scenario = main_scenario(rows)
    day = confront(supply, rows, area, bucket, days, scenario=scenario, reference_date=reference_date)
    status = day.status
    short = np.flatnonzero(status == "short")
    # Unknown places only add: where those that are known meet the need, no quarter end is short.
    enough = day.supply.high >= day.need_min
    untestable = int(((status == "untestable") & ~enough).sum())
    return {
        "need_min": whole(day.need_min[-1]),
        "need_max": whole(day.need_max[-1]),
        "balance": whole(day.supply.high[-1] - day.need_min[-1]),
        "first_short": str(quarters[int(short[0])]) if short.size else None,
        "outcome": "short" if short.size else "untestable" if untestable else "none",
        "untestable": untestable,
        "unknown_locations": int(day.supply.unknown[-1]),
    }


def _less(now: object, before: object) -> int | None:
    return now - before if isinstance(now, int) and isinstance(before, int) else None
