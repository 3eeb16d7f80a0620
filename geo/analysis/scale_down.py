"""What goes first when the need falls (chapter 6): the ladder of the handelingsperspectief, backwards.

Which location closes is for COA and the municipalities to weigh; this is the order in which places come free without
breaking an agreement. Sources: handelingsperspectief op- en afschalen (2018); COA, soorten opvanglocaties (regular
reception runs two years at least).
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from geo.analysis.coverage import in_area
from geo.analysis.need import Area, main_scenario, need_in_force, need_on
from geo.analysis.supply import EMERGENCY, ONE_DAY, REGULAR
from geo.tables.choices import ENDED
from geo.tables.scaling import DOWN_STEPS, FALLS, SCALE_DOWN

REGULAR_MONTHS = 24
"""Months that regular reception runs at least; an agreement for less is temporary."""
FALLS_BY = (0.1, 0.2, 0.3)
"""By which part the need may turn out lower."""
_STEP_OF = {EMERGENCY[0]: "emergency", EMERGENCY[1]: "crisis"}
_WHOLE = 100
_NUMBERS = tuple(column.name for column in SCALE_DOWN.columns if column.kind in {"places", "count", "days"})


def scale_down(
    supply: pd.DataFrame,
    locations: pd.DataFrame,
    need: pd.DataFrame,
    *,
    area: Area,
    reference_date: pd.Timestamp,
    last: pd.Timestamp,
) -> pd.DataFrame:
    """List in order the places that can go when the need falls (Tabel 6.4).

    Parameters
    ----------
    supply, locations, need
        From `geo.analysis.supply.supply_steps`, and as read.
    area
        Province or region.
    reference_date, last
        Day of the portfolio, and last day of the horizon: what stands in between is listed.

    Returns
    -------
    table
        The columns of `geo.tables.scaling.SCALE_DOWN`, in order: crisis reception, emergency reception, regular
        reception for less than `REGULAR_MONTHS` that ends in the horizon, flexible places down to their minimum, and
        agreements that lapse in the horizon, without the flexible places that went before; within a step by the day on
        which the places come free, those of an unknown day last. Places that are unknown add nothing to ``cumulative``
        and are counted. ``fall_percent`` holds them against the lower end of the need that `first_need` gives; missing
        where that is unknown or nothing. A location without a known end does not lapse.

        Two sorts of rows answer no fall of the need and have no ``cumulative``: emergency reception, which is in
        neither supply nor need, and locations that are to end in the horizon (``beeindigen``), of which the supply
        takes account already.
    """
    mine = in_area(supply, area)
    sites = locations[locations["location_id"].isin(mine["location_id"])]
    intervals = _by_location(mine)
    rows = [
        row
        for site in sites.sort_values("location_id").to_dict("records")
        for row in _rows(site, intervals[site["location_id"]], reference_date, last)
    ]
    table = pd.DataFrame(rows, columns=[*SCALE_DOWN.names, "counts"])
    rank = table["step"].map({step: place for place, step in enumerate(DOWN_STEPS)})
    ordered = table.assign(_rank=rank).sort_values(["_rank", "available", "location_id"], ignore_index=True)
    asked = first_need(need, area, reference_date=reference_date, last=last)
    return _counted(ordered, asked).assign(area_id=area.area_id)[list(SCALE_DOWN.names)]


def first_need(need: pd.DataFrame, area: Area, *, reference_date: pd.Timestamp, last: pd.Timestamp) -> int | None:
    """Give the lower end of the total need on the first day, from the reference date on, on which it is known."""
    due = need_in_force(need)["due"] if len(need) else pd.Series(dtype="datetime64[s]")
    later = due[(due > reference_date) & (due <= last)].sort_values()
    days = pd.concat([pd.Series([reference_date]), later]).to_numpy(dtype="datetime64[D]")
    low, _ = need_on(need, area, "totaal", days, scenario=main_scenario(need))
    known = low[~np.isnan(low)]
    return int(known[0]) if len(known) else None


def falls(table: pd.DataFrame, need_min: int | None, *, by: Sequence[float] = FALLS_BY) -> pd.DataFrame:
    """Tell for some falls of the need up to which row the places come free (Tabel 6.5).

    Parameters
    ----------
    table
        From `scale_down`, of one area.
    need_min
        From `first_need`; None where it is unknown.
    by
        Parts by which the need falls, for example 0.1.

    Returns
    -------
    rows
        The columns of `geo.tables.scaling.FALLS` but the area. ``order`` is the first row of `table` with which the
        known places are enough, of rows that count; where all together are not, it is missing and the outcome
        ``uncovered``, or ``untestable`` where places of such a row, or the need, are unknown. A shortage that there is
        already goes first: the falls are reckoned from a supply that just meets the need.
    """
    rows = [_fall(table, need_min, part) for part in by]
    whole = pd.DataFrame(rows, columns=[name for name in FALLS.names if name != "area_id"])
    return whole.astype(dict.fromkeys(("need_min", "places", "order"), "Int64") | {"outcome": "str"})


def _fall(table: pd.DataFrame, need_min: int | None, part: float) -> dict[str, object]:
    if need_min is None:
        return {"fall": -part, "outcome": "untestable"}
    places = int(np.floor(np.round(need_min * part, 6)))
    counting = table[table["cumulative"].notna()]
    enough = counting.loc[counting["cumulative"] >= places, "order"]
    lost = bool(counting["places"].isna().any())
    return {
        "fall": -part, "need_min": need_min, "places": places, "order": int(enough.min()) if len(enough) else None,
        "outcome": "covered" if len(enough) else "untestable" if lost else "uncovered",
    }  # fmt: skip


def _counted(rows: pd.DataFrame, asked: int | None) -> pd.DataFrame:
    places, counts = rows["places"].astype("Int64"), rows["counts"].astype("bool")
    together = places.fillna(0).where(counts, 0).cumsum().where(counts)
    return rows.assign(
        order=range(1, len(rows) + 1),
        cumulative=together,
        unknown=(places.isna() & counts).cumsum(),
        fall_percent=together * _WHOLE // asked if asked else pd.Series(pd.NA, rows.index, "Int64"),
    ).astype(dict.fromkeys(_NUMBERS, "Int64"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Interval:
    begin: pd.Timestamp | None
    end: pd.Timestamp | None
    kind: str
    low: int | None
    high: int | None


def _by_location(supply: pd.DataFrame) -> dict[Hashable, list[_Interval]]:
    """Give the intervals of each location; places are None where a start, end or capacity is unknown."""
    found: dict[Hashable, list[_Interval]] = {}
    for row in supply.to_dict("records"):
        low, high = (None if row["unknown"] else int(row[name]) for name in ("places_min", "places_max"))
        begin, end = (None if pd.isna(row[name]) else row[name] for name in ("from", "until"))
        one = _Interval(begin=begin, end=end, kind=str(row["kind"]), low=low, high=high)
        found.setdefault(row["location_id"], []).append(one)
    return found


def _on(intervals: Sequence[_Interval], day: pd.Timestamp) -> _Interval | None:
    running = (
        one for one in intervals if (one.begin is None or one.begin <= day) and (one.end is None or one.end > day)
    )
    return next(running, None)


def _rows(
    site: Mapping[Hashable, Any], intervals: Sequence[_Interval], today: pd.Timestamp, last: pd.Timestamp
) -> Iterator[dict[str, object]]:
    """Give the rows of a location: its emergency reception, and then what it is or becomes as regular reception."""
    begin, end = site["agreement_start"], site["agreement_end"]
    first = today if pd.isna(begin) else max(today, begin)
    now = _on(intervals, first)
    if now is None or first > last:
        return
    ends_anyway = site["decision"] == ENDED and pd.notna(end) and end <= last
    about = {name: site[name] for name in ("location_id", "name", "notice_date")} | {"counts": not ends_anyway}
    if now.kind != REGULAR:
        free = _emergency_free(site, intervals, first)
        yield {**about, "step": _STEP_OF[now.kind], "places": now.high, "available": free, "counts": False}
    regular = next((one for one in intervals if one.kind == REGULAR and (one.end is None or one.end > first)), None)
    if regular is not None and (regular.begin is None or regular.begin <= last):
        from_day = first if regular.begin is None else max(first, regular.begin)
        yield from ({**about, **row} for row in _regular(site, intervals, regular, from_day, last))


def _emergency_free(
    site: Mapping[Hashable, Any], intervals: Sequence[_Interval], first: pd.Timestamp
) -> pd.Timestamp | None:
    """Give the day after emergency reception ends, or else after its notice date; None where nobody knows.

    For an indefinite term without a notice date it can be ended any day: from the first day that is looked at.
    """
    end = [one for one in intervals if one.kind != REGULAR][-1].end
    if end is not None:
        return end
    notice: pd.Timestamp = site["notice_date"]
    if pd.notna(notice):
        return max(first, notice + ONE_DAY)
    return first if site["agreement_term"] == "onbepaald" else None


def _regular(
    site: Mapping[Hashable, Any],
    intervals: Sequence[_Interval],
    now: _Interval,
    first: pd.Timestamp,
    last: pd.Timestamp,
) -> Iterator[dict[str, object]]:
    begin, end = site["agreement_start"], site["agreement_end"]
    at_end = None if pd.isna(end) or end > last else _on(intervals, end)
    short_lived = pd.notna(begin) and pd.notna(end) and end + ONE_DAY < begin + pd.DateOffset(months=REGULAR_MONTHS)
    if short_lived and at_end is not None:
        yield {"step": "temporary", "places": at_end.high, "available": end + ONE_DAY}
        return
    left = None if at_end is None else at_end.low
    if now.low is not None and now.high is not None and now.high > now.low:
        yield {
            "step": "flexible", "places": now.high - now.low, "switch_days": site["switch_days"],
            "available": first + pd.Timedelta(days=_days(site["switch_days"])), "notice_date": pd.NaT,
        }  # fmt: skip
        left = None if left is None else min(left, now.low)
    if at_end is not None:
        yield {"step": "lapse", "places": left, "available": end + ONE_DAY}


def _days(switch: object) -> int:
    return 0 if pd.isna(switch) else int(str(switch))  # type: ignore[call-overload]
