"""Reserve by rung of the ladder, and what a higher or lower need asks (chapter 6)."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.coverage import confront, in_area
from geo.analysis.need import Area, main_scenario
from geo.analysis.portfolio import counted_reserve
from geo.analysis.supply import standing_on
from geo.quarters import Quarter
from geo.tables.transition import RESERVE_LADDER, SCENARIOS

CHANGES = (-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3)
"""By which part the need may turn out higher or lower."""
_RUNG_ON_SITE = 2
_NUMBERS = tuple(column.name for column in SCENARIOS.columns if column.kind in {"places", "balance", "count"})


def reserve_ladder(reserve: pd.DataFrame | None, portfolio: pd.DataFrame) -> pd.DataFrame:
    """List the reserve by rung of the handelingsperspectief (Tabel 6.1).

    Parameters
    ----------
    reserve
        As read: ``location_id, name, rung, kind, places, available, days, conditions, agreement_needed``.
    portfolio
        From `geo.analysis.portfolio.portfolio`; reserve on existing locations that the reserve table does not name is
        added on rung 2, so that no place is counted twice.

    Returns
    -------
    table
        The columns of `geo.tables.transition.RESERVE_LADDER`, sorted by rung and name.
    """
    columns = list(RESERVE_LADDER.names)
    given = pd.DataFrame(columns=columns) if reserve is None else reserve.reindex(columns=columns)
    places = counted_reserve(portfolio)
    unnamed = (places.fillna(0) > 0) & ~portfolio["location_id"].isin(given["location_id"])
    own = pd.DataFrame(portfolio.loc[unnamed, ["location_id", "name"]]).assign(
        rung=_RUNG_ON_SITE, kind="direct", places=places[unnamed], available="beschikbaar"
    )
    parts = [part.astype(object) for part in (given, own.reindex(columns=columns)) if len(part)]
    table = pd.concat(parts) if parts else given
    typed = table.astype({"rung": "Int64", "places": "Int64", "days": "Int64", "agreement_needed": "boolean"})
    return typed.sort_values(["rung", "name", "location_id"], ignore_index=True)


def scenario_table(
    supply: pd.DataFrame,
    need: pd.DataFrame,
    ladder: pd.DataFrame,
    *,
    area: Area,
    quarters: Sequence[Quarter],
    reference_date: pd.Timestamp,
    changes: Sequence[float] = CHANGES,
) -> pd.DataFrame:
    """Set a higher and lower total need against supply and reserve (Tabel 6.2).

    Parameters
    ----------
    supply, need
        From `geo.analysis.supply.supply_steps`, and as read.
    ladder
        From `reserve_ladder`; unknown places, and those without a rung, add nothing, but then nothing is certainly
        ``uncovered``. Which rows count in an area on a day is told by `usable_reserve`.
    area
        Province or region.
    quarters
        Quarters to show, on their last day.
    reference_date
        Day from which reserve takes its days to be there.
    changes
        Parts by which the need changes, for example 0.1 for ten percent more. Rounded up to whole places.

    Returns
    -------
    table
        The columns of `geo.tables.transition.SCENARIOS`. ``rung`` is the lowest rung up to which the reserve is needed
        to meet ``need_min``, at most that far where a part of the supply is unknown: 0 where none is needed
        (``enough``), missing where all together do not suffice (``uncovered``) and where the need is unknown or what
        is unknown could still make them suffice (``untestable``).
    """
    days = np.array([quarter.last_day for quarter in quarters], dtype="datetime64[D]")
    day = confront(supply, need, area, "totaal", days, scenario=main_scenario(need))
    usable = [
        usable_reserve(ladder, supply, area, pd.Timestamp(one.last_day), reference_date=reference_date)
        for one in quarters
    ]
    rungs = [rows.dropna(subset=["places"]).groupby("rung")["places"].sum().cumsum() for rows in usable]
    reserve = np.array([int(some.iloc[-1]) if len(some) else 0 for some in rungs])
    lost = [bool(unknown_reserve(rows).any()) for rows in usable]
    slack = np.where(day.supply.boundless > 0, np.inf, day.supply.slack_high)
    parts = []
    for change in changes:
        low, high = (np.ceil(np.round(side * (1 + change), 6)) for side in (day.need_min, day.need_max))
        balance = day.supply.high - low
        found = [_rung(*one) for one in zip(balance, slack, rungs, lost, strict=True)]
        part = pd.DataFrame(
            {
                "quarter": [str(quarter) for quarter in quarters],
                "need_min": low,
                "need_max": high,
                "supply": day.supply.high,
                "reserve": reserve,
                "balance": balance,
                "balance_reserve": balance + reserve,
                "rung": [rung for rung, _ in found],
                "outcome": [outcome for _, outcome in found],
                "unknown_locations": day.supply.unknown,
            }
        )
        parts.append(part.assign(change=change, area_id=area.area_id))
    table = pd.concat(parts, ignore_index=True)[list(SCENARIOS.names)]
    return table.astype(dict.fromkeys(_NUMBERS, "Int64") | {"outcome": "str"})


def usable_reserve(
    ladder: pd.DataFrame, supply: pd.DataFrame, area: Area, day: pd.Timestamp, *, reference_date: pd.Timestamp
) -> pd.DataFrame:
    """Keep the reserve that can be used in an area on a day.

    Reserve on a location of the plan can be used in the area of the location while it stands, that of another place in
    every area. What takes days is there that many days after the reference date; where nobody knows how many it counts
    on every day.
    """
    there = standing_on(in_area(supply, area), day)["location_id"]
    placed = ~ladder["location_id"].isin(supply["location_id"]) | ladder["location_id"].isin(there)
    made = ladder["days"].isna() | (ladder["days"] <= (day - reference_date).days).fillna(value=False)
    kept: pd.DataFrame = ladder[placed & made]
    return kept


def unknown_reserve(rows: pd.DataFrame) -> pd.Series:
    """Tell of which rows of reserve nobody knows how many places there are, or up to which rung they count."""
    some = rows["places"].ne(0).fillna(value=True)
    return rows["places"].isna() | (rows["rung"].isna() & some)


def _rung(balance: float, slack: float, rungs: pd.Series, lost: bool) -> tuple[float, str]:
    """Give the rung that covers what is short at most, with the outcome if what is unknown cannot change it."""
    if np.isnan(balance):
        return np.nan, "untestable"
    rung, outcome = _covering(balance, rungs)
    if outcome == "uncovered" and (lost or _covering(balance + slack, rungs)[1] != outcome):
        return np.nan, "untestable"
    return rung, outcome


def _covering(balance: float, rungs: pd.Series) -> tuple[float, str]:
    if balance >= 0:
        return 0.0, "enough"
    enough: NDArray[np.intp] = np.flatnonzero(rungs.to_numpy() >= -balance)
    return (float(rungs.index[enough[0]]), "covered") if enough.size else (np.nan, "uncovered")
