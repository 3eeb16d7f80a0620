"""Current supply, what of it ends, and the need at the end of the horizon (Tabel 2.4)."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geo.analysis.coverage import in_area
from geo.analysis.need import Area, need_on
from geo.analysis.supply import amounts_on, standing_on
from geo.tables.confrontation import CONFRONTATION

BUCKETS = ("regionaal", "gvl_satelliet", "totaal")


def confrontation(
    supply: pd.DataFrame, need: pd.DataFrame, *, areas: Sequence[Area], reference_date: pd.Timestamp, last: pd.Timestamp
) -> pd.DataFrame:
    """Set what stays of the current supply against the need on the last day.

    Parameters
    ----------
    supply, need
        From `geo.analysis.supply.supply_steps`, and as read.
    areas
        Provinces.
    reference_date, last
        Day of the portfolio, and last day of the horizon.

    Returns
    -------
    table
        The columns of `geo.tables.confrontation.CONFRONTATION`. ``staying`` counts the places on the last day of the
        locations that stand on the reference date, so nothing new; ``short_min`` is ``need_min`` less that, at least
        0. Missing where the need is not known; unknown places add nothing and are counted.
    """
    rows = [_row(supply, need, area, bucket, (reference_date, last)) for area in areas for bucket in BUCKETS]
    table = pd.DataFrame(rows, columns=list(CONFRONTATION.names))
    numbers = [column.name for column in CONFRONTATION.columns if column.kind in {"places", "count"}]
    return table.astype(dict.fromkeys(numbers, "Int64"))


def _row(
    supply: pd.DataFrame, need: pd.DataFrame, area: Area, bucket: str, between: tuple[pd.Timestamp, pd.Timestamp]
) -> dict[str, object]:
    days = np.array([day.to_datetime64() for day in between]).astype("datetime64[D]")
    mine = in_area(supply, area)
    now = int(amounts_on(mine, bucket, days[:1]).high[0])
    old = mine[mine["location_id"].isin(standing_on(mine, between[0])["location_id"])]
    later = amounts_on(old, bucket, days[1:])
    low, high = (values[0] for values in need_on(need, area, bucket, days[1:]))
    staying = int(later.high[0])
    return {
        "area_id": area.area_id,
        "bucket": bucket,
        "now": now,
        "ending": max(0, now - staying),
        "staying": staying,
        "unknown_locations": int(later.unknown[0]),
        "need_min": _whole(low),
        "need_max": _whole(high),
        "short_min": _short(low, staying),
        "short_max": _short(high, staying),
    }


def _whole(value: float) -> int | None:
    return None if np.isnan(value) else int(value)


def _short(need: float, staying: int) -> int | None:
    return None if np.isnan(need) else max(0, int(need) - staying)
