"""How many places are needed: a bandwidth per bucket that takes effect on its due date.

Need is input, never computed. It is a step function, never interpolated. Before its first due date it is unknown, not
0. ``extra`` and ``vervanging`` are increments that add up; the other buckets are totals, of which the last one due
holds. Source: design of the plan, "Need".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import InputError

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]
INCREMENTS = ("extra", "vervanging")
MIDDLE = ("midden", "basis", "referentie")
"""Names of the scenario that a plan reckons with, the first that the forecast has."""
_PARTS = ("regionaal", "gvl_satelliet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """An area for which supply and need are set side by side."""

    area_id: str
    """Region id or province code."""
    level: Literal["region", "province"]
    """Whether it is a counting region or a whole province."""
    name: str = ""
    """Name, which a need row of a province may carry instead of the code."""
    parts: tuple[str, ...] = ()
    """The counting regions of a province."""
    sole: bool = True
    """Whether it is the only province of the plan; need rows that name no province are then its own."""


def need_in_force(need: pd.DataFrame) -> pd.DataFrame:
    """Keep the newest forecast, the highest id first where two have one date."""
    if need.empty:
        return need
    newest = need.sort_values(["forecast_date", "forecast_id"], na_position="first")["forecast_id"].iloc[-1]
    kept: pd.DataFrame = need[need["forecast_id"] == newest].reset_index(drop=True)
    return kept.assign(scenario=kept["scenario"].fillna(""))


def scenarios_of(need: pd.DataFrame) -> tuple[str, ...]:
    """List the scenarios of the forecast in force; one without a name where none is given."""
    names = need_in_force(need)["scenario"] if len(need) else pd.Series(dtype="str")
    return tuple(sorted(set(names))) or ("",)


def main_scenario(need: pd.DataFrame) -> str:
    """Choose the scenario that everything with one series reckons with.

    Need without a scenario where there is any, else the first of `MIDDLE`, else the first by name.
    """
    given = scenarios_of(need)
    wanted = (name for middle in ("", *MIDDLE) for name in given if name.casefold() == middle)
    return next(wanted, given[0])


def need_on(need: pd.DataFrame, area: Area, bucket: str, days: Days, *, scenario: str = "") -> tuple[Floats, Floats]:
    """Give the need of an area on each of some days.

    Parameters
    ----------
    need
        The need, as read; the newest forecast is used.
    area
        Region or province. Without rows of its own for the bucket, a province needs what its regions need, if all
        say so.
    bucket
        Bucket; ``totaal`` without rows of its own is the sum of ``regionaal`` and ``gvl_satelliet``.
    days
        Any days, in any order.
    scenario
        Scenario; rows without one hold where the scenario has none.

    Returns
    -------
    lowest, highest
        The bandwidth in places; NaN where it is unknown, also before the first due date. A single number without
        bandwidth is both.

    Raises
    ------
    InputError
        If a total has two values for one due date.
    """
    rows = need_in_force(need)
    own = _own_rows(rows, area, bucket, scenario)
    if not own.empty:
        return _steps(own, bucket, days)
    own_parts = bucket == "totaal" and all(len(_own_rows(rows, area, part, scenario)) for part in _PARTS)
    if area.level == "province" and not own_parts and _regions_say(rows, area, bucket, scenario):
        regions = [Area(area_id=part, level="region") for part in area.parts]
        return _sum([need_on(need, region, bucket, days, scenario=scenario) for region in regions])
    if bucket == "totaal":
        return _sum([need_on(need, area, part, days, scenario=scenario) for part in _PARTS])
    return np.full(len(days), np.nan), np.full(len(days), np.nan)


def _regions_say(rows: pd.DataFrame, area: Area, bucket: str, scenario: str) -> bool:
    regions = [Area(area_id=part, level="region") for part in area.parts]
    ways = [(bucket,), _PARTS] if bucket == "totaal" else [(bucket,)]
    return bool(regions) and all(
        any(all(len(_own_rows(rows, region, part, scenario)) for part in way) for way in ways) for region in regions
    )


def _own_rows(rows: pd.DataFrame, area: Area, bucket: str, scenario: str) -> pd.DataFrame:
    if rows.empty:
        return rows
    if area.level == "region":
        mine = rows["region_id"] == area.area_id
    else:
        unnamed = rows["province"].isna() | (rows["province"] == "")
        named = (unnamed & area.sole) | rows["province"].isin([area.area_id, area.name or area.area_id])
        mine = (rows["region_id"].isna() | (rows["region_id"] == "")) & named
    kept = rows[mine & ((rows["bucket"] == bucket) | (bucket == ""))]
    exact = kept[kept["scenario"] == scenario]
    return kept[kept["scenario"] == ""] if exact.empty else exact


def _sum(bands: Sequence[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    lowest = np.sum([band[0] for band in bands], axis=0)
    highest = np.sum([band[1] for band in bands], axis=0)
    return lowest, highest


def _steps(rows: pd.DataFrame, bucket: str, days: Days) -> tuple[Floats, Floats]:
    ordered = rows.sort_values("due", kind="stable")
    if bucket not in INCREMENTS and ordered["due"].duplicated().any():
        twice = ordered.loc[ordered["due"].duplicated(), "due"].iloc[0]
        msg = f"the need for `{bucket}` has two values for {twice:%d-%m-%Y}; keep one, or write increments as `extra`"
        raise InputError(msg)
    due = ordered["due"].to_numpy(dtype="datetime64[D]")
    at = np.searchsorted(due, days.astype("datetime64[D]"), side="right")
    lowest, highest = _bands(ordered)
    if bucket in INCREMENTS:
        lowest, highest = np.cumsum(lowest), np.cumsum(highest)
    unknown = np.array([np.nan])
    return np.concatenate([unknown, lowest])[at], np.concatenate([unknown, highest])[at]


def _bands(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    lowest = rows["places_min"].fillna(rows["places_max"])
    highest = rows["places_max"].fillna(rows["places_min"])
    return lowest.to_numpy(dtype=np.float64, na_value=np.nan), highest.to_numpy(dtype=np.float64, na_value=np.nan)
