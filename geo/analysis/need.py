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
Positions = NDArray[np.intp]
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
    """The counting regions that lie wholly in a province, as far as the plan goes."""
    crossed: bool = False
    """Whether another province of the plan has a part of one of its regions; what its regions ask is then unknown."""
    sole: bool = True
    """Whether it is the only province of the plan; need rows that name no province are then its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The rows of the forecast in force as arrays, in order of due date; texts that are not given are empty."""

    region_id: NDArray[np.object_]
    """Region, empty in a row of a whole province."""
    province: NDArray[np.object_]
    """Code or name of the province."""
    bucket: NDArray[np.object_]
    """Bucket."""
    scenario: NDArray[np.object_]
    """Scenario."""
    due: Days
    """Day from which a row holds."""
    lowest: Floats
    """Lower end in places; NaN where neither end is given."""
    highest: Floats
    """Upper end in places; NaN where neither end is given."""


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
        say so and none lies in another province too: nobody gave how such a region divides what it needs.
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
    return asked_on(asked_of(need), area, bucket, days, scenario=scenario)


def asked_of(need: pd.DataFrame) -> Asked:
    """Take what `asked_on` reckons with from the need, as read; the newest forecast is used."""
    rows = need_in_force(need)
    ordered = rows.sort_values("due", kind="stable")
    texts = {
        name: ordered[name].astype("object").fillna("") for name in ("region_id", "province", "bucket", "scenario")
    }
    lowest, highest = ordered["places_min"], ordered["places_max"]
    bands = (lowest.fillna(highest), highest.fillna(lowest))
    low, high = (side.to_numpy(dtype=np.float64, na_value=np.nan) for side in bands)
    return Asked(
        **{name: values.to_numpy() for name, values in texts.items()},
        due=ordered["due"].to_numpy(dtype="datetime64[D]"),
        lowest=low,
        highest=high,
    )


def asked_on(asked: Asked, area: Area, bucket: str, days: Days, *, scenario: str = "") -> tuple[Floats, Floats]:
    """Give the need of an area on each of some days, as `need_on` does, for who asks more than once."""
    own = _own(asked, area, bucket, scenario)
    if own.size:
        return _steps(asked, own, bucket, days)
    own_parts = bucket == "totaal" and all(_own(asked, area, part, scenario).size for part in _PARTS)
    if area.level == "province" and not own_parts and _regions_say(asked, area, bucket, scenario):
        regions = [Area(area_id=part, level="region") for part in area.parts]
        return _sum([asked_on(asked, region, bucket, days, scenario=scenario) for region in regions])
    if bucket == "totaal":
        return _sum([asked_on(asked, area, part, days, scenario=scenario) for part in _PARTS])
    return np.full(len(days), np.nan), np.full(len(days), np.nan)


def _regions_say(asked: Asked, area: Area, bucket: str, scenario: str) -> bool:
    regions = [Area(area_id=part, level="region") for part in area.parts]
    ways = [(bucket,), _PARTS] if bucket == "totaal" else [(bucket,)]
    return (
        bool(regions)
        and not area.crossed
        and all(
            any(all(_own(asked, region, part, scenario).size for part in way) for way in ways) for region in regions
        )
    )


def _own(asked: Asked, area: Area, bucket: str, scenario: str) -> Positions:
    if area.level == "region":
        mine = asked.region_id == area.area_id
    else:
        named = np.isin(asked.province, [area.area_id, area.name or area.area_id, *([""] if area.sole else [])])
        mine = (asked.region_id == "") & named
    kept = np.flatnonzero(mine & (asked.bucket == bucket))
    exact: Positions = kept[asked.scenario[kept] == scenario]
    unnamed: Positions = kept[asked.scenario[kept] == ""]
    return exact if exact.size else unnamed


def whole(value: float) -> int | None:
    """Give a number of places of `need_on` as a whole number; None where it is unknown (NaN)."""
    return None if np.isnan(value) else int(value)


def _sum(bands: Sequence[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    lowest = np.sum([band[0] for band in bands], axis=0)
    highest = np.sum([band[1] for band in bands], axis=0)
    return lowest, highest


def _steps(asked: Asked, own: Positions, bucket: str, days: Days) -> tuple[Floats, Floats]:
    due, lowest, highest = asked.due[own], asked.lowest[own], asked.highest[own]
    twice = due[1:][due[1:] == due[:-1]]
    if bucket not in INCREMENTS and twice.size:
        day = f"{pd.Timestamp(twice[0]):%d-%m-%Y}"
        msg = f"the need for `{bucket}` has two values for {day}; keep one, or write increments as `extra`"
        raise InputError(msg)
    at = np.searchsorted(due, days.astype("datetime64[D]"), side="right")
    if bucket in INCREMENTS:
        lowest, highest = np.cumsum(lowest), np.cumsum(highest)
    unknown = np.array([np.nan])
    return np.concatenate([unknown, lowest])[at], np.concatenate([unknown, highest])[at]
