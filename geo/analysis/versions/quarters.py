"""The consequence per quarter: supply, need, balance, verdict and days of shortage, in both versions."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geo.analysis.coverage import buckets_of, compare, counted_rows, coverage, in_area
from geo.analysis.need import Area, asked_of, scenarios_of
from geo.analysis.supply import sum_on
from geo.analysis.versions.values import same_values
from geo.quarters import Quarter
from geo.tables.versions import MEASURES, QUARTER_CHANGES

KEY = ["quarter", "area_id", "bucket", "scenario"]
_NUMBERS = [name for name, *_ in MEASURES]


def quarter_figures(
    supply: pd.DataFrame,
    need: pd.DataFrame,
    *,
    areas: Sequence[Area],
    quarters: Sequence[Quarter],
    reference_date: pd.Timestamp,
) -> pd.DataFrame:
    """Give what supply and need come to per quarter, with the days on which places are short.

    Parameters
    ----------
    supply
        From `geo.analysis.supply.supply_steps`.
    need
        The need, as read; may be empty.
    areas, quarters, reference_date
        As in `geo.analysis.coverage.coverage`.

    Returns
    -------
    figures
        ``quarter, area_id, bucket, scenario``, the columns of `geo.tables.versions.MEASURES` and ``status``. The
        verdict and the figures are of the last day; ``days_short`` counts the days of the quarter that are certainly
        short, ``days_untested`` those of which it cannot be said.
    """
    table = coverage(supply, need, areas=areas, quarters=quarters, reference_date=reference_date)
    days = _days(supply, need, areas, quarters, reference_date)
    return table.rename(columns={"region_id": "area_id"}).merge(days, on=KEY)[[*KEY, *_NUMBERS, "status"]]


def _days(
    supply: pd.DataFrame,
    need: pd.DataFrame,
    areas: Sequence[Area],
    quarters: Sequence[Quarter],
    reference_date: pd.Timestamp,
) -> pd.DataFrame:
    spans = [np.arange(np.datetime64(one.first_day, "D"), np.datetime64(one.next().first_day, "D")) for one in quarters]
    days, of = np.concatenate(spans), np.repeat([str(one) for one in quarters], [len(span) for span in spans])
    asked, parts = asked_of(need), []
    for area in areas:
        mine = in_area(supply, area)
        for bucket in buckets_of(need):
            have = sum_on(counted_rows(mine, bucket, reference_date), days)
            for scenario in scenarios_of(need):
                day = compare(have, asked, area, bucket, days, scenario=scenario, reference_date=reference_date)
                said = pd.DataFrame({"days_short": day.status == "short", "days_untested": day.status == "untestable"})
                counted = said.astype("Int64").groupby(of).sum().rename_axis("quarter").reset_index()
                parts.append(counted.assign(area_id=area.area_id, bucket=bucket, scenario=scenario))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*KEY, "days_short", "days_untested"])


def quarter_changes(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """List the quarters in which something differs, with both sides.

    Parameters
    ----------
    old, new
        From `quarter_figures`. Quarters and areas that one side alone has are left out: nothing can be said of them.

    Returns
    -------
    table
        The columns of `geo.tables.versions.QUARTER_CHANGES`, sorted by quarter, area, bucket and scenario. Where one
        side does not know a bucket or a scenario at all, its columns are missing.
    """
    shared = {name: set(old[name]) & set(new[name]) for name in ("quarter", "area_id")}
    sides = [
        side[side["quarter"].isin(shared["quarter"]) & side["area_id"].isin(shared["area_id"])] for side in (old, new)
    ]
    both = sides[0].merge(sides[1], on=KEY, how="outer", suffixes=("_old", "_new"))
    same = [same_values(both[f"{name}_old"], both[f"{name}_new"]) for name in (*_NUMBERS, "status")]
    differs = ~np.logical_and.reduce([one.to_numpy(dtype=bool) for one in same]) if same else []
    listed: pd.DataFrame = both[differs].sort_values(KEY)
    return listed[list(QUARTER_CHANGES.names)].reset_index(drop=True)
