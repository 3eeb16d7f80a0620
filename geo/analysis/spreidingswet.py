"""Places against the task that the Spreidingswet gives a province (Stb. 2024, 13), on the reference dates.

The task is the need in force of the buckets ``totaal`` and ``amv``; a bandwidth counts at its lower end, as it does for
a shortage per quarter. Regular places count; emergency reception and reserve do not. Unknown adds nothing and is
counted, and a verdict that an unknown could change is ``untestable``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from geo.analysis.coverage import in_area
from geo.analysis.need import Area, main_scenario, need_on
from geo.analysis.supply import CERTAIN, in_bucket, standing_on
from geo.tables.spreidingswet import SPREIDINGSWET

_CLASSES: Mapping[str, str] = {
    "bestaand": "existing", "vastgesteld": "adopted", "voornemen": "intended", "zoeklocatie": "search", "": "unstated",
}  # fmt: skip
"""Column of each state of decision."""
_COUNTED = ("places", "count", "balance")
_NO_START, _NO_END = pd.Timestamp.min, pd.Timestamp.max
Span = tuple[pd.Timestamp, pd.Timestamp, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Durability:
    """When a place is durable.

    The law calls a place durable that is available for at least five years (Stb. 2024, 13, art. 1); places of more than
    100 that stay longer than five years count (rijksoverheid.nl, 31 January 2024).
    """

    months: int = 60
    """Months in a row that it is there at least, first and last day included."""
    above: int = 100
    """Its location has more such places than this."""


def spreidingswet_table(
    supply: pd.DataFrame,
    need: pd.DataFrame,
    certainty: Mapping[str, str],
    *,
    areas: Sequence[Area],
    days: Sequence[pd.Timestamp],
    durability: Durability,
) -> pd.DataFrame:
    """Set places against the task on each reference date.

    Parameters
    ----------
    supply, need
        From `geo.analysis.supply.supply_steps`, and as read.
    certainty
        State of decision per location; a location that is missing here or has another has none.
    areas
        Provinces, and regions: these are shown where the forecast in force gives a total for them.
    days
        Reference dates.
    durability
        When a place is durable. Of a location count the places that are there long enough in a row around the reference
        date, as one run of days whatever agreements or steps it is made of: 300 places that become 200 after a year are
        200 durable ones. An option to extend is no agreement and does not count; an indefinite term does. A location
        is unknown where it would have more durable places if an unknown start, end or capacity, on the day or earlier
        or later in the run, turned out for the best.

    Returns
    -------
    table
        The columns of `geo.tables.spreidingswet.SPREIDINGSWET`, sorted as the areas and days are given. Task, shares
        and balances are missing where no task is known on the day.
    """
    scenario = main_scenario(need)
    asked = [(area, day, _task(need, area, day, scenario)) for area in areas for day in days]
    rows = [
        {"area_id": area.area_id, "date": day, **_places(in_area(supply, area), task, certainty, day, durability)}
        for area, day, task in asked
        if area.level == "province" or task["totaal"] is not None
    ]
    table = pd.DataFrame(rows, columns=list(SPREIDINGSWET.names))
    whole = [column.name for column in SPREIDINGSWET.columns if column.kind in _COUNTED]
    shares = [column.name for column in SPREIDINGSWET.columns if column.kind == "share"]
    types = dict.fromkeys(whole, "Int64") | dict.fromkeys(shares, "Float64")
    return table.astype(types).assign(date=pd.to_datetime(table["date"]).astype("datetime64[s]"))


def _task(need: pd.DataFrame, area: Area, day: pd.Timestamp, scenario: str) -> dict[str, int | None]:
    days = np.array([day.date()], dtype="datetime64[D]")
    lowest = {bucket: need_on(need, area, bucket, days, scenario=scenario)[0][0] for bucket in ("totaal", "amv")}
    return {bucket: None if np.isnan(places) else int(places) for bucket, places in lowest.items()}


def _places(
    supply: pd.DataFrame,
    task: Mapping[str, int | None],
    certainty: Mapping[str, str],
    day: pd.Timestamp,
    durability: Durability,
) -> dict[str, Any]:
    rows = in_bucket(supply, "totaal")
    standing = standing_on(rows, day)
    classes = standing["location_id"].map(certainty).fillna("").map(lambda one: _CLASSES.get(one, "unstated"))
    return {
        "task": task["totaal"],
        **_by_class(standing, classes, task["totaal"]),
        **_durable(rows, day, task["totaal"], durability),
        **_amv(standing_on(in_bucket(supply, "amv"), day), task["amv"]),
    }


def _by_class(standing: pd.DataFrame, classes: pd.Series, task: int | None) -> dict[str, Any]:
    sums = {name: int(standing.loc[classes == name, "high"].sum()) for name in _CLASSES.values()}
    total, guaranteed = sum(sums.values()), int(standing["certain"].sum())
    firm = standing[classes.isin([_CLASSES[one] for one in CERTAIN])]
    unstated = standing[classes == "unstated"]
    spare = _spare(firm) + _spare(unstated) + sums["unstated"]
    return {
        **sums,
        "total": total,
        "share": _share(total, task),
        "guaranteed": guaranteed,
        "guaranteed_share": _share(guaranteed, task),
        "balance": None if task is None else total - task,
        "status": _status(task, (total, _spare(standing)), (guaranteed, spare)),
        "unknown_locations": int(standing["unknown"].sum()),
        "guaranteed_unknown": int(firm["unknown"].sum()) + len(unstated),
    }


def _status(task: int | None, total: tuple[int, float], guaranteed: tuple[int, float]) -> str:
    """Judge places, each with what unknown could add: met when guaranteed, else with what is not decided yet."""
    if task is None:
        return "untestable"
    if guaranteed[0] >= task:
        return "met"
    if total[0] >= task:
        return "intended" if sum(guaranteed) < task else "unstated"
    return "short" if sum(total) < task else "untestable"


def _part_status(task: int | None, places: int, spare: float) -> str:
    if task is None:
        return "untestable"
    if places >= task:
        return "met"
    return "short" if places + spare < task else "untestable"


def _spare(standing: pd.DataFrame) -> float:
    """Tell how many places the locations with unknown places add at most; without bound where a capacity is unknown."""
    return np.inf if (standing["boundless"] > 0).any() else float(standing["slack_high"].sum())


def _share(places: int, task: int | None) -> float | None:
    return places / task if task else None


def _amv(standing: pd.DataFrame, task: int | None) -> dict[str, Any]:
    places = int(standing["low"].sum())
    return {
        "amv_task": task,
        "amv_places": places,
        "amv_balance": None if task is None else places - task,
        "amv_status": _part_status(task, places, _spare(standing)),
        "amv_unknown": int(standing["unknown"].sum()),
    }


def _durable(rows: pd.DataFrame, day: pd.Timestamp, task: int | None, durability: Durability) -> dict[str, Any]:
    """Count the durable places for sure, and those that there are where every unknown turns out for the best."""
    standing = standing_on(rows, day)
    mine = rows[rows["location_id"].isin(standing["location_id"])]
    pairs = list(zip(_spans(mine, _sure(mine)), _spans(mine, _best(mine)), strict=True))
    term, ahead = (
        [tuple(durable_places(spans, day, durability, begin=begin) for spans in pair) for pair in pairs]
        for begin in (None, day)
    )
    places = int(sum(sure for sure, _ in term))
    return {
        "durable": places,
        "durable_share": _share(places, task),
        "durable_status": _part_status(task, places, sum(best - sure for sure, best in term)),
        "durable_ahead": int(sum(sure for sure, _ in ahead)),
        "durable_unknown": sum(best > sure for sure, best in term),
        "ahead_unknown": sum(best > sure for sure, best in ahead),
    }


def _sure(rows: pd.DataFrame) -> pd.Series:
    """Give the places of each interval that are known; unknown adds nothing."""
    return rows["low"].astype("float64")


def _best(rows: pd.DataFrame) -> pd.Series:
    """Give the most places of each interval, flexible ones at their minimum; without bound where nobody knows."""
    return (rows["low"] + rows["slack_low"]).astype("float64").mask(rows["boundless"] > 0, np.inf)


def _spans(rows: pd.DataFrame, places: pd.Series) -> list[list[Span]]:
    """Give the intervals of each location; an unknown start may be any day, as may an unknown end."""
    found: dict[str, list[Span]] = {}
    starts, ends = (rows[name].astype("object").where(rows[name].notna(), None) for name in ("from", "until"))
    for key, start, end, level in zip(rows["location_id"], starts, ends, places, strict=True):
        found.setdefault(key, []).append(
            (_NO_START if start is None else start, _NO_END if end is None else end, level)
        )
    return list(found.values())


def durable_places(
    spans: Sequence[Span], day: pd.Timestamp, durability: Durability, *, begin: pd.Timestamp | None = None
) -> float:
    """Count the places of one location that are durable.

    Parameters
    ----------
    spans
        First day, day after the last and places of each interval of the location, in order; an interval without end
        ends on the last day that there is. Days without regular places are in no interval.
    day
        Reference date, within an interval.
    durability
        When a place is durable.
    begin
        Day from which the months are counted; by default the first day of the run that the reference date is in.

    Returns
    -------
    places
        The most places that are there on every day of a long enough run around the reference date; 0 where these are
        not more than `Durability.above`.
    """
    at = next(place for place, (start, end, _) in enumerate(spans) if start <= day < end)
    for level in sorted({low for _, _, low in spans if durability.above < low <= spans[at][2]}, reverse=True):
        first, last = at, at
        while first and spans[first - 1][1] == spans[first][0] and spans[first - 1][2] >= level:
            first -= 1
        while last + 1 < len(spans) and spans[last + 1][0] == spans[last][1] and spans[last + 1][2] >= level:
            last += 1
        if spans[last][1] == _NO_END or _later(begin or spans[first][0], durability.months) <= spans[last][1]:
            return level
    return 0


def _later(day: pd.Timestamp, months: int) -> pd.Timestamp:
    return day + pd.DateOffset(months=months)
