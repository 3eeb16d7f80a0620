"""Supply against need: per quarter with a verdict, and by day with cause and remedy."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.need import INCREMENTS, Area, need_in_force, need_on, scenarios_of
from geo.analysis.supply import Amounts, amounts_on, standing_on
from geo.quarters import Quarter
from geo.tables.coverage import COVERAGE

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]
ALWAYS = ("regionaal", "gvl_satelliet", "totaal")
"""Buckets that every plan shows, also where the need for them is unknown."""
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
        the portfolio of that day: places opened since then serve ``extra`` first, and what is left replaces.
    """
    mine = in_area(supply, area)
    least, most = need_on(need, area, bucket, days, scenario=scenario)
    if bucket not in INCREMENTS or reference_date is None:
        return Confrontation(supply=amounts_on(mine, bucket, days), need_min=least, need_max=most)
    gained = _gained(mine, days, reference_date)
    other = next(name for name in INCREMENTS if name != bucket)
    others = need_on(need, area, other, days, scenario=scenario)
    return Confrontation(supply=_serve(gained, bucket, (least, most), others), need_min=least, need_max=most)


def _gained(supply: pd.DataFrame, days: Days, reference_date: pd.Timestamp) -> Amounts:
    rows = supply.merge(
        standing_on(supply, reference_date)[["location_id", "places_min", "places_max", "unknown"]].rename(
            columns={"places_min": "_low", "places_max": "_high", "unknown": "_lost"}
        ),
        how="left",
        on="location_id",
    )
    lost = rows["_lost"].astype("boolean").fillna(value=False).astype(bool)
    grown = {
        "places_min": (rows["places_min"] - rows["_low"].fillna(0)).clip(lower=0).mask(lost),
        "places_max": (rows["places_max"] - rows["_high"].fillna(0)).clip(lower=0).mask(lost),
        "unknown": rows["unknown"] & ~lost,
    }
    later = rows.assign(**grown)[~lost]
    return amounts_on(later, "totaal", days)


def _serve(gained: Amounts, bucket: str, own: tuple[Floats, Floats], others: tuple[Floats, Floats]) -> Amounts:
    if bucket == "vervanging":
        taken = np.nan_to_num(others[0]).astype(np.int64), np.nan_to_num(others[1]).astype(np.int64)
        low, high = np.maximum(gained.low - taken[1], 0), np.maximum(gained.high - taken[0], 0)
    elif np.isnan(others[0]).all():
        low, high = gained.low, gained.high
    else:
        cap = np.where(np.isnan(others[0]) | np.isnan(own[1]), np.inf, own[1])
        low, high = (np.minimum(side, cap).astype(np.int64) for side in (gained.low, gained.high))
    certain = np.minimum(gained.certain, low)
    return Amounts(
        low=low, high=high, certain=certain, unknown=gained.unknown, slack_low=gained.slack_low,
        slack_high=gained.slack_high, boundless=gained.boundless,
    )  # fmt: skip


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
        ``untestable``. Need is missing before its first due date.
    """
    days = np.array([quarter.last_day for quarter in quarters], dtype="datetime64[D]")
    parts = [
        _coverage_rows(
            confront(supply, need, area, bucket, days, scenario=scenario, reference_date=reference_date)
        ).assign(
            quarter=[str(quarter) for quarter in quarters], region_id=area.area_id, bucket=bucket, scenario=scenario
        )
        for area in sorted(areas, key=lambda area: area.area_id)
        for bucket in buckets_of(need)
        for scenario in scenarios_of(need)
    ]
    table = pd.concat(parts) if parts else pd.DataFrame(columns=list(COVERAGE.names))
    keys = ["quarter", "region_id", "bucket", "scenario"]
    order = {bucket: place for place, bucket in enumerate(_ORDER)}
    ranked = table.assign(_order=table["bucket"].map(order)).sort_values([keys[0], keys[1], "_order", keys[3]])
    return ranked[list(COVERAGE.names)].reset_index(drop=True)


def _coverage_rows(day: Confrontation) -> pd.DataFrame:
    have = day.supply
    numbers = {
        "supply_min": have.low,
        "supply_max": have.high,
        "supply_certain": have.certain,
        "unknown_locations": have.unknown,
        "need_min": day.need_min,
        "need_max": day.need_max,
        "balance_min": have.low - day.need_max,
        "balance_max": have.high - day.need_min,
    }
    return pd.DataFrame(numbers).astype("Int64").assign(status=pd.Series(day.status).astype("str"))
