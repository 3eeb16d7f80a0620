"""With which locations the need is met: new, continued, converted and ended (chapter 4)."""

from collections.abc import Mapping

import pandas as pd

from geo.analysis.flexible import is_flexible
from geo.analysis.portfolio import is_regular
from geo.analysis.supply import places_on, regular, standing_today, supply_steps
from geo.tables.choices import CONTINUED, CONVERTED, ENDED, NEW
from geo.tables.factsheets import ALLOCATION_PARTS
from geo.tables.transition import ALLOCATION_OVERVIEW, ALLOCATION_TOTALS

_PARTS = {CONTINUED: "continued", CONVERTED: "converted", ENDED: "ended"}
"""Decisions about what is there, and their column in the parts."""
_GROUPS = ("type", "region_id")


def allocation_overview(
    locations: pd.DataFrame,
    steps: pd.DataFrame | None = None,
    *,
    reference_date: pd.Timestamp,
    last: pd.Timestamp,
    hub_distances_m: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """List every location with its places now and at the end of the horizon (Tabel 4.2).

    Parameters
    ----------
    locations, steps
        As read.
    reference_date, last
        Day of the portfolio, and last day of the horizon.
    hub_distances_m
        Distance in metres from a location to its hub, over the network of whatever mode the caller chose.

    Returns
    -------
    table
        The columns of `geo.tables.transition.ALLOCATION_OVERVIEW`, sorted by id. Regular places alone: 0 where there
        are none on that day, missing where they are unknown. Now is the portfolio, so a new location of which the
        start is unknown has none now and an unknown number at the end.
    """
    supply = regular(supply_steps(locations, steps))
    distances = hub_distances_m or {}
    table = pd.DataFrame(locations).assign(
        places_now=_places(standing_today(supply, reference_date), reference_date, locations["location_id"]),
        places=_places(supply, last, locations["location_id"]),
        flexible=is_flexible(locations),
        hub_distance_m=locations["location_id"].map(distances).astype("Float64"),
    )
    return table[list(ALLOCATION_OVERVIEW.names)].sort_values("location_id", ignore_index=True)


def _places(supply: pd.DataFrame, day: pd.Timestamp, ids: pd.Series) -> pd.Series:
    known = places_on(supply, day)["high"]
    return known.reindex(ids).mask(~ids.isin(known.index).to_numpy(), 0).set_axis(ids.index)


def allocation_totals(overview: pd.DataFrame) -> pd.DataFrame:
    """Add up the overview per region, type and decision.

    Parameters
    ----------
    overview
        From `allocation_overview`.

    Returns
    -------
    table
        The columns of `geo.tables.transition.ALLOCATION_TOTALS`; every location is in exactly one row, under an empty
        region, type or decision where it has none. ``unknown`` counts locations whose places now or at the end are
        unknown; these add nothing.
    """
    keys = list(ALLOCATION_TOTALS.key)
    filled = overview.assign(**{key: overview[key].fillna("") for key in keys})
    lost = filled["places"].isna() | filled["places_now"].isna()
    grouped = filled.assign(unknown=lost.astype("int64")).groupby(keys)
    sums = grouped[["places_now", "places", "unknown"]].sum().assign(locations=grouped.size())
    numbers = dict.fromkeys(("locations", "places_now", "places", "unknown"), "Int64")
    return sums.reset_index().astype(numbers)[list(ALLOCATION_TOTALS.names)]


def allocation_parts(overview: pd.DataFrame, portfolio: pd.DataFrame) -> pd.DataFrame:
    """Part the portfolio into what continues, is converted and ends, and set what is new beside it (Tabel 4.2).

    Parameters
    ----------
    overview
        From `allocation_overview`.
    portfolio
        From `geo.analysis.portfolio.portfolio`, of the same day; its regular places are the other side of the check.

    Returns
    -------
    table
        The columns of `geo.tables.factsheets.ALLOCATION_PARTS`, per type, per region and for the whole, which is last;
        an empty value is without type or region. ``difference`` is the places of the portfolio less their parts: it is
        0 unless the arithmetic is wrong. Unknown places add nothing and are counted, for each part by itself.
    """
    regular_rows = portfolio[is_regular(portfolio)]
    rows = [
        _parts(by, value, _of(overview, by, value), _of(regular_rows, by, value))
        for by in _GROUPS
        for value in sorted({*overview[by].fillna(""), *regular_rows[by].fillna("")})
    ]
    table = pd.DataFrame([*rows, _parts("all", "", overview, regular_rows)], columns=list(ALLOCATION_PARTS.names))
    return table.astype(dict.fromkeys(ALLOCATION_PARTS.names[2:], "Int64"))


def _of(rows: pd.DataFrame, by: str, value: str) -> pd.DataFrame:
    return rows[rows[by].fillna("") == value]


def _parts(by: str, value: str, overview: pd.DataFrame, portfolio: pd.DataFrame) -> dict[str, object]:
    listed = overview["location_id"].isin(portfolio["location_id"])
    # what the portfolio does not list may come, and is no part of it
    now, end = overview["places_now"].where(listed, 0), overview["places"]
    decision = overview["decision"].fillna("")
    parts = {name: now[decision == word] for word, name in _PARTS.items()}
    parts["undecided"] = now[~decision.isin(list(_PARTS))]
    sums = {name: int(places.sum()) for name, places in parts.items()}
    later = {"new": end[decision == NEW], "staying": end[decision != NEW], "end": end}
    whole = int(portfolio["places"].sum())
    every = {"now": portfolio["places"], **parts, **later}
    return {
        "by": by, "value": value, "portfolio": whole, **sums, "difference": whole - sum(sums.values()),
        **{name: int(places.sum()) for name, places in later.items()},
        **{f"unknown_{name}": int(places.isna().sum()) for name, places in every.items()},
    }  # fmt: skip
