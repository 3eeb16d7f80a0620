"""What a portfolio offers on a day: the places of every location as a step function of time.

Exact to the day. The end date of an agreement is inclusive. Noodopvang, crisisnoodopvang and reserve never count as
regular places. An unknown start, end or capacity adds nothing and is counted. Source: design of the plan, "Supply on
a day".
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ints = NDArray[np.int64]

REGULAR = "regulier"
EMERGENCY = ("noodopvang", "crisisnoodopvang")
CERTAIN = ("bestaand", "vastgesteld")
TYPES_OF: Mapping[str, tuple[str, ...]] = {"regionaal": ("regionaal",), "gvl_satelliet": ("gvl", "satelliet")}
"""The types of location whose places count towards a bucket."""
SUPPLY_COLUMNS = (
    "location_id", "region_id", "province_code", "from", "until", "kind", "type", "possible_type", "places_min",
    "places_max", "amv", "reserve", "certain", "unknown", "missing",
)  # fmt: skip
AMOUNTS = ("low", "high", "certain", "unknown", "slack_low", "slack_high", "boundless")
"""What is added up: see `Amounts`."""
_PLACES = ("places_min", "places_max", "amv", "reserve")
_BEFORE_ALL = np.iinfo(np.int64).min // 2
_AFTER_ALL = np.iinfo(np.int64).max // 2
_DAY = pd.Timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """Sums per day, one value a day."""

    low: Ints
    """Places, flexible ones at their minimum."""
    high: Ints
    """Places, flexible ones at their maximum."""
    certain: Ints
    """The part of `low` that exists or was adopted."""
    unknown: Ints
    """Locations that may be there with a number of places that is not known."""
    slack_low: Ints
    """Places that those locations add at least, if they all are there."""
    slack_high: Ints
    """Places that those locations add at most, as far as bounded."""
    boundless: Ints
    """How many of those locations have no known capacity at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    kind: str
    type: str
    possible_type: str
    low: int | None
    high: int | None
    reserve: int | None


def supply_steps(locations: pd.DataFrame, steps: pd.DataFrame | None = None) -> pd.DataFrame:
    """Write the supply of every location as intervals of constant places.

    Parameters
    ----------
    locations
        The locations, as read.
    steps
        ``location_id, from, places, reserve, type``: what changes inside an agreement. A step without places but with
        a type changes the type alone; without both the capacity is unknown from that day. Places of a step replace
        the range of a flexible location. Steps outside the agreement change nothing.

    Returns
    -------
    supply
        `SUPPLY_COLUMNS`, sorted by location and day. ``from`` is the first day, ``until`` the day after the last;
        missing means without limit. ``kind`` is ``regulier``, ``noodopvang`` or ``crisisnoodopvang``. ``type`` is the
        type the location has in the interval, empty where it has none; ``possible_type`` the type it gets on a day
        that nobody gave. ``unknown`` tells that a start, end or capacity is not known (``missing`` says which): such a
        row adds nothing to any sum. Places are missing where the capacity is unknown.
    """
    dated = _by_location(steps)
    rows = [
        row
        for record in locations.to_dict("records")
        for row in _intervals(record, dated.get(record["location_id"], []))
    ]
    table = pd.DataFrame(rows, columns=list(SUPPLY_COLUMNS))
    kinds = dict.fromkeys(_PLACES, "Int64") | dict.fromkeys(("certain", "unknown"), "bool")
    dates = {name: pd.to_datetime(table[name]).astype("datetime64[s]") for name in ("from", "until")}
    typed = table.astype(kinds).assign(**dates)
    return typed.sort_values(["location_id", "from"], kind="stable", na_position="first", ignore_index=True)


def _by_location(steps: pd.DataFrame | None) -> dict[Hashable, list[dict[str, Any]]]:
    if steps is None or steps.empty:
        return {}
    ordered = steps.sort_values(["location_id", "from"], kind="stable").dropna(subset=["from"])
    return {name: _records(group) for name, group in ordered.groupby("location_id")}


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _intervals(location: Mapping[Hashable, Any], steps: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    begin, end, missing = _term(location)
    state = _first_state(location, steps)
    start = begin
    for step in steps:
        day = pd.Timestamp(step["from"])
        if end is not None and day >= end:
            break
        if begin is None or day > begin:
            yield from _interval(location, state, (start, day), missing)
            start = day
        state = _after(state, step)
    yield from _interval(location, state, (start, end), missing)


def _term(location: Mapping[Hashable, Any]) -> tuple[pd.Timestamp | None, pd.Timestamp | None, tuple[str, ...]]:
    begin, last = _value(location, "agreement_start"), _value(location, "agreement_end")
    endless = _text(location, "agreement_term") == "onbepaald" and _text(location, "decision") != "beeindigen"
    missing = (("start",) if begin is None else ()) + (("end",) if last is None and not endless else ())
    first = None if begin is None else pd.Timestamp(begin)
    return first, None if last is None else pd.Timestamp(last) + _DAY, missing


def _first_state(location: Mapping[Hashable, Any], steps: list[dict[str, Any]]) -> _State:
    current, future = _text(location, "current_type"), _text(location, "type")
    bucketed = any(future in types for types in TYPES_OF.values())
    dated = any(_text(step, "type") == future for step in steps)
    holds = _text(location, "decision") in ("nieuw", "voortzetten")
    low, high = _value(location, "places_min"), _value(location, "places_max")
    if low is None and high is None:
        low = high = _value(location, "capacity")
    return _State(
        kind=current if current in EMERGENCY else REGULAR,
        type=future if bucketed and holds and not dated else "",
        possible_type=future if bucketed and not holds and not dated else "",
        low=None if high is None else low,
        high=None if low is None else high,
        reserve=_value(location, "reserve_capacity"),
    )


def _after(state: _State, step: Mapping[str, Any]) -> _State:
    places, reserve, kind = _value(step, "places"), _value(step, "reserve"), _text(step, "type")
    if kind:
        bucketed = any(kind in types for types in TYPES_OF.values())
        state = replace(state, type=kind if bucketed else "", kind=REGULAR if bucketed else state.kind)
    if places is not None or not kind:
        state = replace(state, low=places, high=places)
    return state if reserve is None else replace(state, reserve=reserve)


def _interval(
    location: Mapping[Hashable, Any],
    state: _State,
    span: tuple[pd.Timestamp | None, pd.Timestamp | None],
    missing: tuple[str, ...],
) -> Iterator[dict[str, Any]]:
    begin, end = span
    if begin is not None and end is not None and end <= begin:
        return
    lacking = missing if state.high is not None else (*missing, "capacity")
    amv = _value(location, "amv_places")
    yield {
        "location_id": location["location_id"],
        "region_id": _text(location, "region_id"),
        "province_code": _text(location, "province_code"),
        "from": begin,
        "until": end,
        "kind": state.kind,
        "type": state.type,
        "possible_type": state.possible_type,
        "places_min": state.low,
        "places_max": state.high,
        "amv": amv if amv is None or state.high is None else min(amv, state.high),
        "reserve": state.reserve,
        "certain": _text(location, "certainty") in CERTAIN,
        "unknown": bool(lacking),
        "missing": ",".join(lacking),
    }


def _value(record: Mapping[Any, Any], name: str) -> Any:
    value = record.get(name)
    return None if pd.isna(value) else value


def _text(record: Mapping[Any, Any], name: str) -> str:
    value = _value(record, name)
    return "" if value is None else str(value)


def regular(supply: pd.DataFrame) -> pd.DataFrame:
    """Keep the intervals of regular places.

    Emergency places that become regular on a day that nobody gave may be regular on any day: they are kept as unknown.
    """
    undated = (supply["kind"] != REGULAR) & (supply["possible_type"] != "")
    rows = supply[(supply["kind"] == REGULAR) | undated]
    return rows.assign(unknown=rows["unknown"] | undated[rows.index])


def in_bucket(supply: pd.DataFrame, bucket: str) -> pd.DataFrame:
    """Keep the intervals that count towards a bucket, with what each adds.

    Parameters
    ----------
    supply
        From `supply_steps`.
    bucket
        ``totaal`` (all regular places), ``regionaal``, ``gvl_satelliet`` or ``amv`` (places for unaccompanied minors,
        which lie within the regular ones).

    Returns
    -------
    adding
        The rows concerned with the columns `AMOUNTS`. A row whose places or whose day of getting the type is unknown
        adds 1 to ``unknown`` and nothing to ``low`` and ``high``; an unknown number of ``amv`` is bounded by the
        places of the location. A location without places for minors adds none, whatever else is unknown.
    """
    rows = regular(supply)
    known = ~rows["unknown"]
    low, high = rows["places_min"], rows["places_max"]
    least, most = low, high
    counts = pd.Series(data=True, index=rows.index)
    if bucket in TYPES_OF:
        undated = rows["possible_type"].isin(TYPES_OF[bucket]) & (rows["type"] == "")
        counts = rows["type"].isin(TYPES_OF[bucket]) | undated
        known = known & ~undated
    if bucket == "amv":
        low = high = rows["amv"]
        least, most = low.fillna(most), high.fillna(most)
        none = most.eq(0).fillna(value=False)
        low, high = low.mask(none, 0), high.mask(none, 0)
        known = (known & low.notna()) | none
    sums = {
        "low": low.where(known, 0),
        "high": high.where(known, 0),
        "certain": low.where(known & rows["certain"], 0),
        "unknown": ~known,
        "slack_low": least.fillna(0).where(~known, 0),
        "slack_high": most.fillna(0).where(~known, 0),
        "boundless": ~known & most.isna(),
    }
    numbers = {f"_{name}": values.astype("int64") for name, values in sums.items()}
    added = rows.assign(**numbers).drop(columns=["certain", "unknown"])
    return added.rename(columns={f"_{name}": name for name in AMOUNTS})[counts]


def amounts_on(supply: pd.DataFrame, bucket: str, days: NDArray[np.datetime64]) -> Amounts:
    """Add up a bucket on each of some days.

    Parameters
    ----------
    supply
        From `supply_steps`, already limited to the area concerned.
    bucket
        As in `in_bucket`.
    days
        Any days, in any order.
    """
    return sum_on(in_bucket(supply, bucket), days)


def sum_on(rows: pd.DataFrame, days: NDArray[np.datetime64]) -> Amounts:
    """Add up the intervals of `in_bucket`, or of another frame with the columns `AMOUNTS`, on each of some days."""
    weights = rows[list(AMOUNTS)].to_numpy(dtype=np.int64)
    wanted = days.astype("datetime64[D]").astype(np.int64)
    begun = _added_until(wanted, _day_numbers(rows["from"], _BEFORE_ALL), weights)
    gone = _added_until(wanted, _day_numbers(rows["until"], _AFTER_ALL), weights)
    return Amounts(**dict(zip(AMOUNTS, (begun - gone).T, strict=True)))


def _day_numbers(days: pd.Series, missing: int) -> Ints:
    numbers = days.to_numpy(dtype="datetime64[D]").astype(np.int64)
    return np.where(days.isna(), missing, numbers)


def _added_until(days: Ints, changes: Ints, weights: Ints) -> Ints:
    order = np.argsort(changes, kind="stable")
    sums = np.vstack([np.zeros((1, weights.shape[1]), dtype=np.int64), np.cumsum(weights[order], axis=0)])
    return sums[np.searchsorted(changes[order], days, side="right")]


def standing_on(supply: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Keep the intervals in which a day falls, at most one a location."""
    begun = supply["from"].isna() | (supply["from"] <= day)
    running = supply["until"].isna() | (supply["until"] > day)
    return supply[begun & running].reset_index(drop=True)


def places_on(supply: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Give what stands on a day: the one home of the places of a location.

    Returns
    -------
    standing
        By location id the columns of `SUPPLY_COLUMNS`, and ``low`` and ``high``: the places that count, a range for
        flexible ones, missing where start, end or capacity is not known.
    """
    rows = standing_on(supply, day).set_index("location_id")
    known = {"low": rows["places_min"].mask(rows["unknown"]), "high": rows["places_max"].mask(rows["unknown"])}
    return rows.assign(**known)
