"""Checks of places against the task of the Spreidingswet (chapter 4)."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import breach, iso
from geo.findings import Finding, Value

_TASKS = {"task": "totaal", "amv_task": "amv"}


def spreidingswet(given: CheckInput) -> Iterator[Finding]:
    """Judge each area on each reference date; without the section of the Spreidingswet there is nothing to judge."""
    if given.spreidingswet is None:
        return
    yield from _without_task(given, given.spreidingswet)
    for row in given.spreidingswet.to_dict("records"):
        said: dict[str, Value] = {"area": given.area_name(row["area_id"]), "date": iso(row["date"])}
        if not pd.isna(row["task"]):
            yield from _whole(row, said)
            yield from _durable(row, said)
        if not pd.isna(row["amv_task"]):
            yield from _amv(row, said)


def _without_task(given: CheckInput, table: pd.DataFrame) -> Iterator[Finding]:
    """Name per province the dates without a task: for both kinds, or for one; a region may do without one of minors."""
    provinces = [area.area_id for area in given.areas if area.level == "province"]
    rows = table[table["area_id"].isin(provinces)]
    lacking = [
        tuple(bucket for name, bucket in _TASKS.items() if pd.isna(row[name])) for row in rows.to_dict("records")
    ]
    for (area, buckets), some in rows.groupby(["area_id", pd.Series(lacking, index=rows.index, dtype="object")]):
        if isinstance(buckets, tuple) and buckets:
            dates = tuple(iso(day) for day in some["date"])
            yield breach("dispersal_no_task", [area], area=given.area_name(str(area)), dates=dates, buckets=buckets)


def _whole(row: Mapping[Hashable, Any], said: dict[str, Value]) -> Iterator[Finding]:
    status, lost = row["status"], int(row["unknown_locations"])
    figures = {name: int(row[name]) for name in ("task", "total", "guaranteed")}
    shares: dict[str, Value] = {name: _known(row[name]) for name in ("share", "guaranteed_share")}
    shares["loose"] = int(row["guaranteed_unknown"])
    if status == "short":
        lacking = figures["task"] - figures["total"]
        yield breach("dispersal_short", [row["area_id"]], **said, **figures, **shares, places=lacking, unknown=lost)
    elif status == "intended":
        yield breach("dispersal_intended", [row["area_id"]], **said, **figures, **shares)
    elif status == "unstated":
        loose = int(row["guaranteed_unknown"])
        yield breach("dispersal_unstated", [row["area_id"]], **said, **figures, **shares, locations=loose)
    elif status == "untestable":
        yield breach("dispersal_untestable", [row["area_id"]], **said, **figures, bucket="totaal", locations=lost)


def _known(share: Any) -> float | None:
    return None if pd.isna(share) else float(share)


def _durable(row: Mapping[Hashable, Any], said: dict[str, Value]) -> Iterator[Finding]:
    """Judge the durable places, where that says more than the places as a whole do."""
    if row["status"] == "untestable" or row["durable"] == row["total"]:
        return
    figures, lost = {"task": int(row["task"]), "durable": int(row["durable"])}, int(row["durable_unknown"])
    if row["durable_status"] == "short":
        yield breach("dispersal_not_durable", [row["area_id"]], **said, **figures, unknown=lost)
    elif row["durable_status"] == "untestable":
        yield breach("dispersal_durable_untestable", [row["area_id"]], **said, **figures, locations=lost)


def _amv(row: Mapping[Hashable, Any], said: dict[str, Value]) -> Iterator[Finding]:
    task, places, lost = (int(row[name]) for name in ("amv_task", "amv_places", "amv_unknown"))
    if row["amv_status"] == "short":
        figures = {"task": task, "total": places, "places": task - places}
        yield breach("dispersal_amv_short", [row["area_id"]], **said, **figures, unknown=lost)
    elif row["amv_status"] == "untestable":
        figures = {"task": task, "total": places}
        yield breach("dispersal_untestable", [row["area_id"]], **said, **figures, bucket="amv", locations=lost)
