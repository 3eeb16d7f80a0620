"""What becomes of supply when agreements that end are extended, or not (chapter 7).

COA told both: more than 2,000 places short, and more than 5,000 if the other agreements that end were not renewed.
Source: COA, benodigde opvangcapaciteit tot 2023.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.coverage import Confrontation, confront
from geo.analysis.need import Area, main_scenario
from geo.analysis.supply import ONE_DAY
from geo.quarters import Quarter
from geo.tables.time_path import AGREED, EXTENDED, VARIANT_SUPPLY, VARIANTS

_WHOLE = tuple(
    column.name for column in VARIANT_SUPPLY.columns if column.kind in {"places", "balance", "count", "days"}
)


def last_days(locations: pd.DataFrame) -> pd.Series:
    """Give the last day of each agreement with its extension option used.

    The end date is inclusive: 12 months after 31-12-2021 is 31-12-2022, one month after 28-02-2022 is 31-03-2022.
    Without an option, or one of an unknown number of months, it is the end date; missing where that is unknown.
    """
    months = locations["extension_months"].fillna(0).astype("int64")
    days = [
        end if pd.isna(end) else end + ONE_DAY + pd.DateOffset(months=more) - ONE_DAY
        for end, more in zip(locations["agreement_end"], months, strict=True)
    ]
    return pd.Series(pd.to_datetime(pd.Series(days, dtype="object")).to_numpy(), index=locations.index)


def extended_supply(
    supply: pd.DataFrame,
    locations: pd.DataFrame,
    variant: str,
    *,
    reference_date: pd.Timestamp,
    last: pd.Timestamp,
) -> pd.DataFrame:
    """Write the supply as it becomes when agreements that end are extended.

    Parameters
    ----------
    supply
        From `geo.analysis.supply.supply_steps`.
    locations
        The locations, as read.
    variant
        ``agreed`` (nothing is extended), ``options`` (every extension option is used) or ``extended`` (every agreement
        that ends in the horizon runs on to its last day; longer where its option is longer).
    reference_date, last
        Day of the portfolio, and last day of the horizon. An agreement that ended before the reference date is over;
        one that ends on that day or later can be extended.

    Returns
    -------
    supply
        The same intervals, of which the last one of a location ends later: at its last capacity, whatever steps were
        planned after the end. A location without a known end stays as it is: unknown, or without end.
    """
    if variant == AGREED:
        return supply
    later = _later(locations, variant, reference_date=reference_date, last=last)
    ends = dict(zip(locations["location_id"], locations["agreement_end"] + ONE_DAY, strict=True))
    until = [
        later[name] if name in later and end == ends[name] else end
        for name, end in zip(supply["location_id"], supply["until"], strict=True)
    ]
    return supply.assign(until=pd.Series(until, index=supply.index, dtype="datetime64[s]"))


def _later(
    locations: pd.DataFrame, variant: str, *, reference_date: pd.Timestamp, last: pd.Timestamp
) -> Mapping[str, pd.Timestamp]:
    """Give the day after the new end of every location whose agreement is extended."""
    ends = locations["agreement_end"]
    running = locations[ends >= reference_date]
    until = last_days(running)
    if variant == EXTENDED:
        until = until.where(until > last, last).where(running["agreement_end"] <= last, running["agreement_end"])
    return dict(zip(running["location_id"], until + ONE_DAY, strict=True))


def variant_table(
    supply: pd.DataFrame,
    need: pd.DataFrame,
    locations: pd.DataFrame,
    *,
    area: Area,
    quarters: Sequence[Quarter],
    reference_date: pd.Timestamp,
) -> pd.DataFrame:
    """Set the need against the supply with and without extensions, per quarter and by day (Tabel 7.4).

    Parameters
    ----------
    supply, need, locations
        From `geo.analysis.supply.supply_steps`, and as read. Emergency reception never counts.
    area
        Province or region.
    quarters
        Quarters of the horizon, in order and without gaps.
    reference_date
        Day of the portfolio.

    Returns
    -------
    table
        The columns of `geo.tables.time_path.VARIANT_SUPPLY`, sorted by quarter and variant. Supply, need and balance
        are of the quarter's last day; ``shortage`` is the deepest of all its days with a known need, ``shortage_from``
        the first day that is so deep. With unknown places there may be less of it. Missing where the need is known on
        no day of the quarter; known on some of its days, no shortage on those is no proof of none: ``untestable``.
    """
    first, last = quarters[0].first_day, quarters[-1].last_day
    days = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 1)
    number = np.repeat(np.arange(len(quarters)), [(one.last_day - one.first_day).days + 1 for one in quarters])
    parts = []
    for variant in VARIANTS:
        changed = extended_supply(supply, locations, variant, reference_date=reference_date, last=pd.Timestamp(last))
        by_day = _by_day(confront(changed, need, area, "totaal", days, scenario=main_scenario(need)), days)
        parts.append(_by_quarter(by_day.assign(number=number)).assign(variant=variant))
    table = pd.concat(parts).assign(area_id=area.area_id)
    ordered = table.assign(_rank=_rank(table["variant"])).sort_values(["number", "_rank"])
    named = ordered.assign(quarter=[str(quarters[one]) for one in ordered["number"]])
    return named[list(VARIANT_SUPPLY.names)].reset_index(drop=True).astype(dict.fromkeys(_WHOLE, "Int64"))


def _by_day(day: Confrontation, days: NDArray[np.datetime64]) -> pd.DataFrame:
    have = day.supply
    return pd.DataFrame(
        {
            "day": days.astype("datetime64[s]"),
            "supply_min": have.low,
            "supply_max": have.high,
            "unknown_locations": have.unknown,
            "need_min": day.need_min,
            "need_max": day.need_max,
            "short": np.clip(day.need_min - have.high, 0, None),
            "certain": day.shortage > 0,
        }
    )


def _by_quarter(days: pd.DataFrame) -> pd.DataFrame:
    asked = days["need_min"].notna()
    marked = days.assign(
        is_short=(days["short"] > 0) & asked,
        unknown_days=(days["unknown_locations"] > 0) & asked,
        unasked=~asked,
        untested=~asked | ((days["short"] > 0) & ~days["certain"]),
    )
    sums = marked.groupby("number")[["is_short", "unknown_days", "certain", "unasked", "untested"]].sum()
    known = asked.groupby(days["number"]).any()
    depth = marked.groupby("number")["short"].max()
    deepest = marked[(marked["short"] > 0) & (marked["short"] == marked["number"].map(depth))]
    at_end = marked.drop_duplicates("number", keep="last").set_index("number")
    table = at_end[["supply_min", "supply_max", "unknown_locations", "need_min", "need_max"]].assign(
        balance_min=at_end["supply_min"] - at_end["need_max"],
        balance_max=at_end["supply_max"] - at_end["need_min"],
        shortage=depth,
        shortage_from=deepest.groupby("number")["day"].first(),
        short_days=sums["is_short"].where(known),
        unknown_days=sums["unknown_days"],
        need_unknown_days=sums["unasked"],
        status=np.select([sums["certain"] > 0, sums["untested"] > 0], ["short", "untestable"], "enough"),
    )
    return table.reset_index()


def _rank(names: pd.Series) -> pd.Series:
    return names.map({name: place for place, name in enumerate(VARIANTS)})
