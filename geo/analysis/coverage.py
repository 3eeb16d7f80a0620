"""Supply against need: per quarter with a verdict, and by day with cause and remedy."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.need import INCREMENTS, Area, Asked, asked_of, asked_on, need_in_force, scenarios_of
from geo.analysis.supply import AMOUNTS, REGULAR, Amounts, Ints, in_bucket, standing_on, sum_on
from geo.quarters import Quarter
from geo.tables.coverage import ALWAYS, COVERAGE

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]
_TERM = ("start", "end", "start,end")
"""What is missing where the places of an interval are known, and its term is not."""
_ORDER = (*ALWAYS, "amv", *INCREMENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confrontation:
    """Supply and need of one area and bucket, one value a day."""

    supply: Amounts
    """What is offered."""
    need_min: Floats
    """Lower end of the need, NaN where unknown."""
    need_max: Floats
    """Upper end of the need, NaN where unknown."""
    claim: Floats
    """Lower end of the need with what is served before it: ``extra`` goes before ``vervanging``."""
    pool: Ints
    """Places at most from which the claim is met."""

    @property
    def status(self) -> NDArray[np.object_]:
        """The verdict per day; ``untestable`` where an unknown could change it."""
        have = self.supply
        least = _verdict(have.low, have.high, self.need_min, self.need_max)
        most = _verdict(have.low + have.slack_low, have.high + have.slack_high, self.need_min, self.need_max)
        open_ended = (have.boundless > 0) & (least != "above")
        return np.where((least == most) & ~open_ended, least, "untestable")

    @property
    def shortage(self) -> Floats:
        """Places short per day, 0 where the verdict is not ``short``."""
        return np.where(self.status == "short", self.need_min - self.supply.high, 0.0)

    @property
    def lacking(self) -> Floats:
        """Places to add per day until nothing is short: the shortage, with what is served before it."""
        return np.where(self.status == "short", self.claim - self.pool, 0.0)


def against(supply: Amounts, least: Floats, most: Floats) -> Confrontation:
    """Set a supply of its own against a need."""
    return Confrontation(supply=supply, need_min=least, need_max=most, claim=least, pool=supply.high)


def _verdict(low: NDArray[np.int64], high: NDArray[np.int64], least: Floats, most: Floats) -> NDArray[np.object_]:
    unknown = np.isnan(least) | np.isnan(most)
    named = np.select([unknown, high < least, low > most], ["untestable", "short", "above"], "within")
    return named.astype(object)


def in_area(supply: pd.DataFrame, area: Area) -> pd.DataFrame:
    """Keep the supply of an area."""
    column = "region_id" if area.level == "region" else "province_code"
    return supply[supply[column] == area.area_id]


def confront(
    supply: pd.DataFrame,
    need: pd.DataFrame,
    area: Area,
    bucket: str,
    days: Days,
    *,
    scenario: str = "",
    reference_date: pd.Timestamp | None = None,
) -> Confrontation:
    """Set supply against need on each of some days.

    Parameters
    ----------
    supply
        From `geo.analysis.supply.supply_steps`.
    need
        The need, as read.
    area, bucket, scenario
        What is compared.
    days
        Any days, in any order.
    reference_date
        Day from which new places are counted; needed for ``extra`` and ``vervanging`` alone. These are increments on
        the portfolio of that day: places opened since then serve ``extra`` first, and what is left replaces. On that
        day and before it nothing can be said of them: the need is unknown.
    """
    have = sum_on(counted_rows(in_area(supply, area), bucket, reference_date), days)
    return compare(have, asked_of(need), area, bucket, days, scenario=scenario, reference_date=reference_date)


def compare(
    have: Amounts,
    asked: Asked,
    area: Area,
    bucket: str,
    days: Days,
    *,
    scenario: str,
    reference_date: pd.Timestamp | None,
) -> Confrontation:
    """Set what an area counts for a bucket against its need, as `confront` does, for who compares more than once."""
    least, most = asked_on(asked, area, bucket, days, scenario=scenario)
    if bucket not in INCREMENTS:
        return against(have, least, most)
    ahead = days > np.datetime64("NaT" if reference_date is None else reference_date.date(), "D")
    least, most = (np.where(ahead, side, np.nan) for side in (least, most))
    other = next(name for name in INCREMENTS if name != bucket)
    others = asked_on(asked, area, other, days, scenario=scenario)
    return _serve(have, bucket, (least, most), others)


def counted_rows(supply: pd.DataFrame, bucket: str, reference_date: pd.Timestamp | None = None) -> pd.DataFrame:
    """Keep the intervals that a bucket counts, with what each adds.

    Parameters
    ----------
    supply
        From `geo.analysis.supply.supply_steps`, limited to the area.
    bucket
        Any bucket. For ``extra`` and ``vervanging`` a row adds the places that its location has more than on the
        reference date. Of a location that exists by its decision or certainty, places that it already had are no gain,
        also where its start is unknown.
    reference_date
        Day of the current portfolio; without it nothing is counted for the increments.

    Returns
    -------
    adding
        Rows with the columns of `geo.analysis.supply.AMOUNTS`, as `geo.analysis.supply.in_bucket` gives them.
    """
    if bucket not in INCREMENTS:
        return in_bucket(supply, bucket)
    rows = in_bucket(supply, "totaal")
    return rows.iloc[:0] if reference_date is None else _gained(rows, reference_date)


def _gained(rows: pd.DataFrame, reference_date: pd.Timestamp) -> pd.DataFrame:
    later = rows[rows["until"].isna() | (rows["until"] > reference_date)]
    names = [*AMOUNTS, "missing", "from"]
    base = standing_on(rows, reference_date).set_index("location_id")[names].add_prefix("base_")
    both = later.join(base, on="location_id")
    had = {name: both[f"base_{name}"].fillna(0).astype("int64") for name in AMOUNTS}
    lost, unsure = had["unknown"] > 0, both["unknown"] > 0
    sure = ~unsure & ~lost
    # What exists began before the reference date, also where nobody knows when.
    exists = both["present"].fillna(value=False).astype("bool") & (both["kind"] == REGULAR)
    began = exists | ~both["missing"].str.contains("start")
    # Within one interval nothing changes, however many places it has.
    kept = began & ((both["from"] == both["base_from"]) | both["from"].isna())
    # With a known capacity, a location that still stands stood on the reference date too.
    same = unsure & lost & began & both["missing"].isin(_TERM) & (both["missing"] == both["base_missing"])
    most = both["slack_high"].where(unsure, both["high"]) - had["slack_high"].where(same, 0)
    open_ended = unsure & ~kept & (both["boundless"] > 0)
    unknown = ~sure & ~kept & (open_ended | (most > 0))
    bound = most.clip(lower=0).where(unknown, 0)
    gained = {
        "low": (both["low"] - had["low"]).clip(lower=0).where(sure, 0),
        "high": (both["high"] - had["high"]).clip(lower=0).where(sure, 0),
        "certain": (both["certain"] - had["low"]).clip(lower=0).where(sure, 0),
        "unknown": unknown.astype("int64"),
        "slack_low": bound,
        "slack_high": bound,
        "boundless": open_ended.astype("int64"),
    }
    return later.assign(**gained)


def _serve(gained: Amounts, bucket: str, own: tuple[Floats, Floats], others: tuple[Floats, Floats]) -> Confrontation:
    taken_min, taken_max = (np.nan_to_num(side) for side in others)
    capped = ~np.isnan(others[0]) & ~np.isnan(own[1])
    cap = np.where(capped, own[1], np.inf)

    def served(low: Ints, high: Ints) -> tuple[Floats, Floats]:
        if bucket == "extra":
            return np.minimum(low, cap), np.minimum(high, cap)
        return np.maximum(low - taken_max, 0), np.maximum(high - taken_min, 0)

    low, high = served(gained.low, gained.high)
    most_low, most_high = served(gained.low + gained.slack_low, gained.high + gained.slack_high)
    full = (gained.boundless > 0) & capped & (bucket == "extra")
    most_low, most_high = (np.where(full, cap, side) for side in (most_low, most_high))
    amounts = Amounts(
        low=_whole(low),
        high=_whole(high),
        certain=_whole(served(gained.certain, gained.certain)[0]),
        unknown=gained.unknown,
        slack_low=_whole(most_low - low),
        slack_high=_whole(most_high - high),
        boundless=np.where(full, 0, gained.boundless),
    )
    claim = own[0] if bucket == "extra" else own[0] + taken_min
    return Confrontation(supply=amounts, need_min=own[0], need_max=own[1], claim=claim, pool=gained.high)


def _whole(values: Floats) -> Ints:
    return values.astype(np.int64)


def buckets_of(need: pd.DataFrame) -> tuple[str, ...]:
    """List the buckets to compare: those that every plan shows, and what the forecast adds."""
    given = set(need_in_force(need)["bucket"]) if len(need) else set()
    return tuple(bucket for bucket in _ORDER if bucket in given or bucket in ALWAYS)


def coverage(
    supply: pd.DataFrame,
    need: pd.DataFrame,
    *,
    areas: Sequence[Area],
    quarters: Sequence[Quarter],
    reference_date: pd.Timestamp,
) -> pd.DataFrame:
    """Set supply against need per quarter, area, bucket and scenario.

    Parameters
    ----------
    supply
        From `geo.analysis.supply.supply_steps`.
    need
        The need, as read; may be empty: everything is then ``untestable``.
    areas
        Regions and provinces, in any order.
    quarters
        Quarters of the horizon; figures are of their last day.
    reference_date
        Day of the current portfolio, for the increments.

    Returns
    -------
    table
        The columns of `geo.tables.coverage.COVERAGE`, sorted by quarter, area, bucket and scenario. An unknown start,
        end or capacity adds nothing and 1 to ``unknown_locations``; where an unknown could change the verdict, it is
        ``untestable``. Need is missing before its first due date. A region of which nobody asks ``extra`` or
        ``vervanging`` in any quarter has no row for it: new places serve what is asked, so without a need they would
        stand under both.
    """
    days = np.array([quarter.last_day for quarter in quarters], dtype="datetime64[D]")
    asked, ordered = asked_of(need), sorted(areas, key=lambda area: area.area_id)
    counted = {bucket: counted_rows(supply, bucket, reference_date) for bucket in buckets_of(need)}
    have = {
        (area, bucket): sum_on(in_area(rows, area), days) for area, (bucket, rows) in product(ordered, counted.items())
    }
    keys = list(product(ordered, counted, scenarios_of(need)))
    if not keys:
        return pd.DataFrame(columns=list(COVERAGE.names))
    compared = {
        key: compare(have[key[:2]], asked, *key[:2], days, scenario=key[2], reference_date=reference_date)
        for key in keys
    }
    kept = {key: day for key, day in compared.items() if _serves_something(*key[:2], day)}
    names = pd.DataFrame(
        [
            (str(quarter), area.area_id, _ORDER.index(bucket), bucket, scenario)
            for area, bucket, scenario in kept
            for quarter in quarters
        ],
        columns=["quarter", "region_id", "_order", "bucket", "scenario"],
    )
    table = names.join(_figures(list(kept.values()))).sort_values(
        ["quarter", "region_id", "_order", "scenario"], ignore_index=True
    )
    return table[list(COVERAGE.names)]


def _serves_something(area: Area, bucket: str, day: Confrontation) -> bool:
    return area.level == "province" or bucket not in INCREMENTS or not np.isnan(day.need_min).all()


def _figures(found: Sequence[Confrontation]) -> pd.DataFrame:
    numbers: dict[str, list[Ints] | list[Floats]] = {
        "supply_min": [day.supply.low for day in found],
        "supply_max": [day.supply.high for day in found],
        "supply_certain": [day.supply.certain for day in found],
        "unknown_locations": [day.supply.unknown for day in found],
        "need_min": [day.need_min for day in found],
        "need_max": [day.need_max for day in found],
        "balance_min": [day.supply.low - day.need_max for day in found],
        "balance_max": [day.supply.high - day.need_min for day in found],
    }
    table = pd.DataFrame({name: np.concatenate(parts) for name, parts in numbers.items()}).astype("Int64")
    return table.assign(status=pd.Series(np.concatenate([day.status for day in found])).astype("str"))
