"""How the portfolio develops per quarter (chapter 7); no optimisation."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.coverage import against, in_area
from geo.analysis.need import Area, main_scenario, need_on
from geo.analysis.supply import in_bucket, places_on, regular, sum_on
from geo.quarters import Quarter
from geo.tables.transition import QUARTER_TOTALS, TRANSITION


def transition(supply: pd.DataFrame, quarters: Sequence[Quarter]) -> pd.DataFrame:
    """Give the places of every location on the last day of every quarter.

    Parameters
    ----------
    supply
        From `geo.analysis.supply.supply_steps`; regular places alone.
    quarters
        Quarters of the horizon, in order.

    Returns
    -------
    table
        The columns of `geo.tables.transition.TRANSITION`, sorted by quarter and location. Flexible places are in full
        use. A location has a row while it stands, and one with 0 places and the event ``end`` in the quarter in which
        it is gone. ``unknown`` and no places where start, end or capacity is unknown.
    """
    rows = regular(supply)
    before = _stand(rows, pd.Timestamp(quarters[0].first_day) - pd.Timedelta(days=1))
    parts = []
    for quarter in quarters:
        now = _stand(rows, pd.Timestamp(quarter.last_day))
        parts.append(_compare(before, now).assign(quarter=str(quarter)))
        before = now
    table = pd.concat(parts)[list(TRANSITION.names)]
    return table.sort_values(["quarter", "location_id"], ignore_index=True)


def _stand(rows: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    standing = places_on(rows, day)
    return pd.DataFrame({"type": standing["type"], "places": standing["high"]})


def _compare(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    both = now.join(before.add_suffix("_before"), how="outer")
    stands, stood = both.index.isin(now.index), both.index.isin(before.index)
    change = (both["places"] - both["places_before"]).fillna(0)
    conditions = [
        ~stands,
        both["places"].isna().to_numpy(),
        ~stood,
        (both["type"] != both["type_before"]).to_numpy(),
        (change > 0).to_numpy(dtype=bool),
        (change < 0).to_numpy(dtype=bool),
    ]
    event = np.select(conditions, ["end", "unknown", "open", "convert", "grow", "shrink"], "")
    ended = pd.Series(~stands, index=both.index)
    kind = both["type"].where(~ended, both["type_before"])
    rows = both.assign(type=kind, places=both["places"].mask(ended, 0), event=event)
    return rows[["type", "places", "event"]].rename_axis("location_id").reset_index()


def quarter_totals(
    supply: pd.DataFrame,
    need: pd.DataFrame,
    *,
    area: Area,
    quarters: Sequence[Quarter],
    scenario: str | None = None,
    voluntary: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Add up the places per quarter and type, and set them against the need.

    Parameters
    ----------
    supply, need
        From `geo.analysis.supply.supply_steps`, and as read.
    area
        What is looked at.
    quarters
        Quarters of the horizon, on their last day.
    scenario
        Scenario; that of `geo.analysis.need.main_scenario` where none is named.
    voluntary
        ``places, from, until``: what is offered beyond the need on purpose, never inferred. It names no province, so
        each province of a plan shows all of it.

    Returns
    -------
    table
        The columns of `geo.tables.transition.QUARTER_TOTALS`. Flexible places are in full use, but for ``certain``,
        which counts them at their minimum.
    """
    days = np.array([quarter.last_day for quarter in quarters], dtype="datetime64[D]")
    rows = in_bucket(in_area(supply, area), "totaal")
    chosen = main_scenario(need) if scenario is None else scenario
    day = against(sum_on(rows, days), *need_on(need, area, "totaal", days, scenario=chosen))
    typed = {kind: sum_on(rows[rows["type"] == kind], days).high for kind in ("gvl", "satelliet", "regionaal")}
    numbers = {
        **typed,
        "untyped": day.supply.high - sum(typed.values()),
        "total": day.supply.high,
        "unknown_locations": day.supply.unknown,
        "need_min": day.need_min,
        "need_max": day.need_max,
        "balance": day.supply.high - day.need_min,
        "voluntary": voluntary_on(voluntary, days),
        "certain": day.supply.certain,
    }
    table = pd.DataFrame(numbers).astype("Int64").assign(quarter=[str(quarter) for quarter in quarters])
    return table.assign(area_id=area.area_id)[list(QUARTER_TOTALS.names)]


def voluntary_on(voluntary: pd.DataFrame | None, days: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """Add up the places that are offered beyond the need on each of some days, both ends included."""
    if voluntary is None or voluntary.empty:
        return np.zeros(len(days), dtype=np.int64)
    running = [(voluntary["from"] <= pd.Timestamp(day)) & (voluntary["until"] >= pd.Timestamp(day)) for day in days]
    return np.array([int(voluntary.loc[some, "places"].sum()) for some in running], dtype=np.int64)
