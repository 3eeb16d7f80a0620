"""What a portfolio offers on a day: the places of every location as a step function of time.

Exact to the day. The end date of an agreement is inclusive. Noodopvang, crisisnoodopvang and reserve never count as
regular places. An unknown start, end or capacity adds nothing and is counted. Source: design of the plan, "Supply on
a day".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.tables.choices import CONTINUED, CONVERTED, ENDED, NEW

Ints = NDArray[np.int64]

REGULAR = "regulier"
EMERGENCY = ("noodopvang", "crisisnoodopvang")
CERTAIN = ("bestaand", "vastgesteld")
TYPES_OF: Mapping[str, tuple[str, ...]] = {"regionaal": ("regionaal",), "gvl_satelliet": ("gvl", "satelliet")}
"""The types of location whose places count towards a bucket."""
SUPPLY_COLUMNS = (
    "location_id", "region_id", "province_code", "from", "until", "kind", "type", "possible_type", "places_min",
    "places_max", "amv", "reserve", "certain", "present", "unknown", "missing",
)  # fmt: skip
AMOUNTS = ("low", "high", "certain", "unknown", "slack_low", "slack_high", "boundless")
"""What is added up: see `Amounts`."""
_BUCKETED = [kind for kinds in TYPES_OF.values() for kind in kinds]
_HOLDING = [NEW, CONTINUED]
"""Decisions with which a location has its type from the start."""
_EXISTS = "bestaand"
_ABOUT_WHAT_IS = [CONTINUED, CONVERTED, ENDED]
"""Decisions that can be taken only about a location that is there."""
_SET_BY = {
    "type": "sets_type", "kind": "sets_kind", "places_min": "sets_places", "places_max": "sets_places",
    "reserve": "sets_reserve",
}  # fmt: skip
"""What a step may change, with the column that tells whether it does."""
_SETS = sorted(set(_SET_BY.values()))
_BEFORE_ALL = np.iinfo(np.int64).min // 2
_AFTER_ALL = np.iinfo(np.int64).max // 2
ONE_DAY = pd.Timedelta(days=1)
"""From the last day of an agreement, which is inclusive, to the first day without it."""


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
        that nobody gave. ``present`` tells what decision and certainty say of the day of the plan: no for a location
        that is ``nieuw``, yes for one that is ``bestaand`` or about which another decision was taken, missing where
        they leave it open. ``unknown`` tells that a start, end or capacity is not known (``missing`` says which): such
        a row adds nothing to any sum. Places are missing where the capacity is unknown.
    """
    sites = _sites(locations)
    rows = _spans(sites, _states(sites, _changes(sites, steps)))
    lacking = {"start": rows["lacks_start"], "end": rows["lacks_end"], "capacity": rows["places_max"].isna()}
    more = rows["amv"].gt(rows["places_max"]).fillna(value=False)
    table = rows.assign(
        amv=rows["amv"].mask(more, rows["places_max"]),
        unknown=np.logical_or.reduce(list(lacking.values())),
        missing=_listed(lacking),
    )
    ordered = table.sort_values(["location_id", "from"], kind="stable", na_position="first", ignore_index=True)
    return ordered[list(SUPPLY_COLUMNS)]


def _sites(locations: pd.DataFrame) -> pd.DataFrame:
    """Give per location its term, what it offers when it begins, and what no step changes."""
    kind, future, decision = (_texts(locations, name) for name in ("current_type", "type", "decision"))
    future, holds = future.where(future.isin(_BUCKETED), ""), decision.isin(_HOLDING)
    low, high = (_numbers(locations, name) for name in ("places_min", "places_max"))
    fixed, half = low.isna() & high.isna(), low.isna() ^ high.isna()
    low, high = (side.where(~fixed, _numbers(locations, "capacity")).mask(half) for side in (low, high))
    begin, last = (_dates(locations, name) for name in ("agreement_start", "agreement_end"))
    endless = (_texts(locations, "agreement_term") == "onbepaald") & (decision != ENDED)
    columns = {
        "location_id": locations["location_id"],
        "region_id": _texts(locations, "region_id"),
        "province_code": _texts(locations, "province_code"),
        "begin": begin,
        "end": last + ONE_DAY,
        "lacks_start": begin.isna(),
        "lacks_end": last.isna() & ~endless,
        "kind": kind.where(kind.isin(EMERGENCY), REGULAR),
        "future": future,
        "type": future.where(holds, ""),
        "possible_type": future.mask(holds, ""),
        "places_min": low,
        "places_max": high,
        "amv": _numbers(locations, "amv_places"),
        "reserve": _numbers(locations, "reserve_capacity"),
        "certain": _texts(locations, "certainty").isin(CERTAIN),
        "present": _present(decision, _texts(locations, "certainty")),
    }
    return pd.DataFrame(columns).reset_index(drop=True)


def _present(decision: pd.Series, certainty: pd.Series) -> pd.Series:
    new, there = decision == NEW, (certainty == _EXISTS) | decision.isin(_ABOUT_WHAT_IS)
    return (there & ~new).astype("boolean").mask(~there & ~new)


def _changes(sites: pd.DataFrame, steps: pd.DataFrame | None) -> pd.DataFrame:
    """Give per dated step what it sets: `sets_x` tells whether it sets x. ``site`` is the row of its location."""
    given = pd.DataFrame({"location_id": sites["location_id"][:0]}) if steps is None else steps
    future, places = _texts(given, "type"), _numbers(given, "places")
    columns = {
        "location_id": given["location_id"],
        "from": _dates(given, "from"),
        "future": future,
        "type": future.where(future.isin(_BUCKETED), ""),
        "kind": pd.Series(REGULAR, index=given.index, dtype="str"),
        "places_min": places,
        "places_max": places,
        "reserve": _numbers(given, "reserve"),
        "sets_type": future != "",
        "sets_kind": future.isin(_BUCKETED),
        "sets_places": places.notna() | (future == ""),
        "sets_reserve": _numbers(given, "reserve").notna(),
    }
    dated = pd.DataFrame(columns).dropna(subset=["from"]).sort_values("from", kind="stable")
    term = sites[["location_id", "begin", "end"]].assign(site=sites.index, awaited=sites["future"])
    return dated.merge(term, on="location_id")


def _states(sites: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Give what every location offers at first and from each step inside its term on, in order."""
    promised = changes.loc[changes["future"] == changes["awaited"], "site"]
    first = sites.assign(site=sites.index, **{"from": sites["begin"]}, **dict.fromkeys(_SETS, True))
    first.loc[promised, ["type", "possible_type"]] = ""
    early = changes["from"] < changes["begin"]
    inside = changes.assign(**{"from": changes["from"].mask(early, changes["begin"])})
    inside = inside[~(inside["from"] >= inside["end"])]
    both = pd.concat([frame[["site", "from", *_SET_BY, *_SETS]] for frame in (first, inside)])
    rows = both.sort_values("site", kind="stable", ignore_index=True)
    states = {name: _last_set(rows[name], rows[sets]) for name, sets in _SET_BY.items()}
    return rows.assign(**states, possible_type=first["possible_type"][rows["site"]].to_numpy())


def _last_set(values: pd.Series, sets: pd.Series) -> pd.Series:
    at = np.maximum.accumulate(np.where(sets, np.arange(len(sets)), 0))
    return values.take(at).reset_index(drop=True)


def _spans(sites: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """Let each state last until the next one of its location, the last until its end; drop those without days."""
    fixed = sites.drop(columns=[*_SET_BY, "possible_type"])
    rows = states.join(fixed, on="site")
    until = rows["from"].shift(-1).where(rows["site"] == rows["site"].shift(-1), rows["end"])
    return rows.assign(until=until)[~(until <= rows["from"])]


def _listed(lacking: Mapping[str, pd.Series]) -> pd.Series:
    """Join the names of what is lacking with a comma."""
    words = (is_lacking.map({True: f"{name},", False: ""}) for name, is_lacking in lacking.items())
    return reduce(add, words).str.rstrip(",").astype("str")


def _texts(frame: pd.DataFrame, name: str) -> pd.Series:
    return _column(frame, name).astype("str").fillna("")


def _numbers(frame: pd.DataFrame, name: str) -> pd.Series:
    return _column(frame, name).astype("Int64")


def _dates(frame: pd.DataFrame, name: str) -> pd.Series:
    return pd.to_datetime(_column(frame, name)).astype("datetime64[s]")


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    """Give a column, which is missing throughout where the frame has none."""
    return frame[name] if name in frame.columns else pd.Series(None, index=frame.index, dtype="object")


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
    numbers = {name: values.astype("int64") for name, values in sums.items()}
    return rows.drop(columns=["certain", "unknown"]).assign(**numbers)[counts]


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


def standing_today(supply: pd.DataFrame, reference_date: pd.Timestamp) -> pd.DataFrame:
    """Keep the intervals that are of the portfolio on the reference date, at most one a location.

    Those of `standing_on`, without the new locations of which nobody knows when they begin: on any day they may add
    places, and count as unknown in the supply of that day, but a location that the plan calls ``nieuw`` is not of the
    portfolio with which it starts. One whose known start has passed is.
    """
    rows = standing_on(supply, reference_date)
    new = ~rows["present"].fillna(value=True).astype("bool")
    return rows[~(new & rows["missing"].str.contains("start"))].reset_index(drop=True)


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
