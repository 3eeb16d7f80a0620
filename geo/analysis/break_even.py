"""How much growth of the need supply and reserve cover, rung by rung (chapter 6)."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geo.analysis.coverage import confront
from geo.analysis.need import Area, main_scenario
from geo.analysis.reserve import unknown_reserve, usable_reserve
from geo.quarters import Quarter
from geo.tables.scaling import BREAK_EVEN

RUNGS = (1, 2, 3, 4, 5)
"""Rungs of the handelingsperspectief."""
_WHOLE = 100
_NUMBERS = tuple(column.name for column in BREAK_EVEN.columns if column.kind in {"places", "balance", "count", "days"})


def break_even(
    supply: pd.DataFrame,
    need: pd.DataFrame,
    ladder: pd.DataFrame,
    *,
    area: Area,
    quarters: Sequence[Quarter],
    reference_date: pd.Timestamp,
) -> pd.DataFrame:
    """Tell which growth of ``need_min`` is covered by the supply with the reserve up to each rung (Tabel 6.3).

    Parameters
    ----------
    supply, need
        From `geo.analysis.supply.supply_steps`, and as read.
    ladder
        From `geo.analysis.reserve.reserve_ladder`. Which rows count in an area on a day is told by
        `geo.analysis.reserve.usable_reserve`; one without a rung may be on any rung: it is counted as unknown.
    area
        Province or region.
    quarters
        Quarters to show, on their last day.
    reference_date
        Day from which reserve takes its days to be there.

    Returns
    -------
    table
        The columns of `geo.tables.scaling.BREAK_EVEN`, sorted by quarter and rung: the supply alone (0), every rung of
        `RUNGS`, and a rung outside them where the ladder has one. ``growth_percent`` is the largest whole percent of
        which the need, rounded up to whole places, is still covered; with unknown parts it may be more. Missing where
        the need is unknown (``untestable``) or nothing (``no_need``).
    """
    days = np.array([quarter.last_day for quarter in quarters], dtype="datetime64[D]")
    day = confront(supply, need, area, "totaal", days, scenario=main_scenario(need))
    rungs = (0, *sorted({*RUNGS, *(int(rung) for rung in ladder["rung"].dropna())}))
    rows = []
    for quarter, low, have, lost in zip(quarters, day.need_min, day.supply.high, day.supply.unknown, strict=True):
        usable = usable_reserve(ladder, supply, area, pd.Timestamp(quarter.last_day), reference_date=reference_date)
        rows += [
            {"quarter": str(quarter), **_up_to(rung, usable), **_asked(low, int(have), int(lost))} for rung in rungs
        ]
    table = pd.DataFrame(rows).assign(area_id=area.area_id)
    told = table.assign(unknown=table["unknown_locations"] + table["unknown_reserve"])
    growth = [
        _growth(asked, have + reserve)
        for asked, have, reserve in zip(told["need_min"], told["supply"], told["reserve"], strict=True)
    ]
    outcomes = ["untestable" if pd.isna(low) else "no_need" if low == 0 else "covers" for low in told["need_min"]]
    whole = told.assign(growth_percent=pd.array(growth, dtype="Int64"), outcome=outcomes)[list(BREAK_EVEN.names)]
    return whole.astype(dict.fromkeys(_NUMBERS, "Int64") | {"outcome": "str"})


def _asked(low: float, have: int, lost: int) -> dict[str, object]:
    return {"need_min": None if np.isnan(low) else int(low), "supply": have, "unknown_locations": lost}


def _up_to(rung: int, usable: pd.DataFrame) -> dict[str, object]:
    """Add up the reserve up to a rung; it is there when the slowest row of it is. Rung 0 is none at all."""
    rows = usable[(usable["rung"] <= rung).fillna(value=False)]
    may_be = rows if rung == 0 else usable[(usable["rung"] <= rung).fillna(value=True)]
    used = rows[rows["places"].ne(0).fillna(value=True)]
    slow = used["days"]
    return {
        "rung": rung,
        "reserve": int(rows["places"].sum()),
        "unknown_reserve": int(unknown_reserve(may_be).sum()),
        "days": 0 if used.empty else None if slow.isna().any() else int(slow.max()),
    }


def _growth(low: float | None, have: int) -> int | None:
    """Give the largest whole percent of growth that is covered.

    Need times (100 + growth) / 100, rounded up, is at most what there is just where it is so unrounded, for that is a
    whole number.
    """
    return None if low is None or pd.isna(low) or low == 0 else _WHOLE * have // int(low) - _WHOLE
