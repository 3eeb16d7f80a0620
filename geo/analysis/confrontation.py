"""Current supply, what of it ends, and the need at the end of the horizon (Tabel 2.4)."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geo.analysis.coverage import in_area
from geo.analysis.need import Area, main_scenario, need_on, whole
from geo.analysis.supply import in_bucket, standing_on, standing_today
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
        locations of the portfolio (`geo.analysis.supply.standing_today`), so nothing new: where all is known
        ``now - ending + growing``, each added up over locations. ``short_min`` is ``need_min`` less
        ``staying``, at least 0; missing where the need is not known. Places that are unknown on either day add nothing
        that day nor to ``ending`` and ``growing``, and the location is counted: all four are then at least, and what is
        short is at most, as large as said.
    """
    rows = [_row(supply, need, area, bucket, (reference_date, last)) for area in areas for bucket in BUCKETS]
    table = pd.DataFrame(rows, columns=list(CONFRONTATION.names))
    numbers = [column.name for column in CONFRONTATION.columns if column.kind in {"places", "count"}]
    return table.astype(dict.fromkeys(numbers, "Int64"))


def _row(
    supply: pd.DataFrame, need: pd.DataFrame, area: Area, bucket: str, between: tuple[pd.Timestamp, pd.Timestamp]
) -> dict[str, object]:
    day = np.array([between[1].date()], dtype="datetime64[D]")
    mine = in_area(supply, area)
    rows = in_bucket(mine, bucket)
    old = rows[rows["location_id"].isin(standing_today(mine, between[0])["location_id"])]
    now, later = (standing_on(old, day).set_index("location_id")[["high", "unknown"]] for day in between)
    both = now.add_suffix("_now").join(later, how="outer").fillna(0).astype("int64")
    lost = (both["unknown"] > 0) | (both["unknown_now"] > 0)
    change = (both["high"] - both["high_now"]).mask(lost, 0)
    low, high = (values[0] for values in need_on(need, area, bucket, day, scenario=main_scenario(need)))
    staying = int(both["high"].sum())
    return {
        "area_id": area.area_id,
        "bucket": bucket,
        "now": int(both["high_now"].sum()),
        "ending": int(-change.clip(upper=0).sum()),
        "growing": int(change.clip(lower=0).sum()),
        "staying": staying,
        "unknown_locations": int(lost.sum()),
        "need_min": whole(low),
        "need_max": whole(high),
        "short_min": _short(low, staying),
        "short_max": _short(high, staying),
    }


def _short(need: float, staying: int) -> int | None:
    return None if np.isnan(need) else max(0, int(need) - staying)
