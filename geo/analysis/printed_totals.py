"""A national total as it was printed, beside the sum of the provinces (chapter 2).

Published tables print rounded totals (letter of COA on the tasks per 1 January 2024: 77.100 above provinces that add
up to 77.070). Neither number is changed: a total that rounding explains is told as rounded, another as differing.
"""

import pandas as pd

from geo.tables.provinces import PROVINCES

NATIONAL = "NL"
"""What stands in the place of a province in the row of a national total."""
COLUMNS = ("forecast_id", "bucket", "due", "scenario", "printed", "summed", "missing", "rounding")


def printed_totals(need: pd.DataFrame) -> pd.DataFrame:
    """Set every printed national total beside the provinces of its forecast, bucket, due date and scenario.

    Parameters
    ----------
    need
        The need, as read, of all forecasts, with the provinces as codes.

    Returns
    -------
    table
        `COLUMNS`, a row for each national row, in the order of the file. ``printed`` and ``summed`` are places, by the
        lower end of a bandwidth; ``missing`` lists the provinces without a row of their own; ``rounding`` is the
        largest difference that rounding explains: half of the power of ten that the total is a multiple of, or half a
        place per province where that is more.
    """
    keys = ["forecast_id", "bucket", "due", "scenario"]
    rows = need.assign(scenario=need["scenario"].fillna(""), places=need["places_min"].fillna(need["places_max"]))
    rows = rows[(rows["region_id"].fillna("") == "") & rows["places"].notna()]
    own = rows[rows["province"].isin(list(PROVINCES))]
    parts = dict(iter(own.groupby(keys, dropna=False)))
    lines = []
    for total in rows[rows["province"] == NATIONAL].to_dict("records"):
        key = tuple(total[name] for name in keys)
        mine = parts.get(key, own.iloc[:0])
        printed = int(total["places"])
        missing = tuple(code for code in PROVINCES if code not in set(mine["province"]))
        lines.append((*key, printed, int(mine["places"].sum()), missing, _rounding(printed, len(mine))))
    return pd.DataFrame(lines, columns=list(COLUMNS))


def _rounding(printed: int, parts: int) -> float:
    unit = 1
    while printed and printed % (unit * 10) == 0:
        unit *= 10
    return max(unit, parts) / 2
