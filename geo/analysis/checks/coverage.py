"""Checks of supply against need by quarter (chapter 4)."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import breach
from geo.analysis.need import need_in_force
from geo.analysis.transition import voluntary_on
from geo.findings import Finding, Value
from geo.quarters import Quarter

_CODES = {"short": "shortage_quarter", "untestable": "untestable_quarter", "above": "above_need"}


def coverage(given: CheckInput) -> Iterator[Finding]:
    """List per area and bucket the quarters that are short, above the bandwidth or not to be tested.

    Where the forecast knows no need for an area, that is one finding for all its buckets; so are the quarters before
    the first due date. Without any need there is nothing here: `geo.analysis.checks.context.need` says so.
    """
    if need_in_force(given.need).empty:
        return
    table = given.coverage.assign(asked=given.coverage["need_min"].notna() & given.coverage["need_max"].notna())
    known = table.groupby(["region_id", "bucket"], sort=False)["asked"].transform("any")
    yield from _without_need(given, table[~known], "no_need_for")
    yield from _without_need(given, table[known & ~table["asked"]], "need_not_yet")
    tested = table[known & table["asked"] & table["status"].isin(_CODES)]
    for (area, bucket, scenario, status), rows in _unplanned(given, tested).groupby(
        ["region_id", "bucket", "scenario", "status"]
    ):
        said: dict[str, Value] = {
            "area": given.area_name(str(area)), "bucket": str(bucket), "scenario": str(scenario),
            "quarters": tuple(sorted(rows["quarter"])), "quarter_ends": len(rows),
        }  # fmt: skip
        yield _judged(str(status), str(area), rows, said)


def _judged(status: str, area: str, rows: pd.DataFrame, said: dict[str, Value]) -> Finding:
    """Tell how much is short or above at most; with unknown locations a shortage may be less and a surplus more."""
    lost, code = int(rows["unknown_locations"].max()), _CODES[status]
    if status == "short":
        said |= {"places": int(-rows["balance_max"].min()), "unsure": lost}
    if status == "above":
        said["places"] = int(rows["balance_min"].max())
        if lost:
            code, said["locations"] = "above_need_at_least", lost
    return breach(code, [area], **said)


def _without_need(given: CheckInput, rows: pd.DataFrame, code: str) -> Iterator[Finding]:
    for area, some in rows.groupby("region_id"):
        buckets = tuple(dict.fromkeys(some["bucket"]))
        yield breach(code, [area], area=given.area_name(str(area)), buckets=buckets)


def _unplanned(given: CheckInput, rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out the surplus that the only province offers voluntarily, with a reason."""
    provinces = [area.area_id for area in given.areas if area.level == "province"]
    if given.voluntary is None or len(provinces) != 1 or rows.empty:
        return rows
    offered = given.voluntary.dropna(subset=["reason", "until"])
    days = np.array([Quarter.parse(quarter).last_day for quarter in rows["quarter"]], dtype="datetime64[D]")
    whole = (rows["status"] == "above") & (rows["bucket"] == "totaal") & (rows["region_id"] == provinces[0])
    meant = whole & (rows["balance_min"] <= voluntary_on(offered, days))
    return rows[~meant]
