"""Gathers what chapter 1 and the need of chapter 2 show: the fact box, forecasts, and our own division of the need."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from geo.analysis.apportion import KEYS
from geo.figures import Figure, format_at_least, format_number, format_quarter_short, format_share
from geo.findings import counted
from geo.quarters import Quarter
from geo.report.results import ReportInput, Shown
from geo.stages.stage import Work
from geo.tables.apportionment import APPORTIONMENT, APPORTIONMENT_ROUNDING, APPORTIONMENT_SHOWN
from geo.tables.columns import Column
from geo.tables.forecasts import FORECASTS
from geo.tables.portfolio import ATTENTION, CONTEXT_FACTS, OBLIGATION_PROGRESS
from geo.words import say

_SHARES = ("flexible_share", "reserve_share", "partnerships_with_regional")
_PER_1000 = "places_per_1000"
_SIDES = ("min", "max")
_AREA = "area_id"
_CHANGES = ("change_min", "change_max", "balance_change")


def with_context_and_need(results: ReportInput, work: Work) -> ReportInput:
    """Add the tables of chapter 1 and of the need of chapter 2 to what the document shows."""
    return replace(
        results,
        facts=facts(work),
        obligations=_obligations_told(work),
        attention=attention(work),
        forecasts=forecasts(work),
        own_regions=apportionment(work, "region"),
        own_municipalities=apportionment(work, "municipality"),
    )


def context_tables(work: Work) -> tuple[Shown, ...]:
    """Give the tables of chapter 1 for the workbook, their numbers as numbers."""
    made = [Shown(table=CONTEXT_FACTS, frame=work.frame("context_facts"))]
    owed = obligations(work)
    return (*made, *(() if owed is None else (owed,)), Shown(table=ATTENTION, frame=work.frame("attention")))


def need_tables(work: Work) -> tuple[Shown, ...]:
    """Give the tables of the need for the workbook, their numbers as numbers."""
    return tuple(
        _of_provinces(work, Shown(table=table, frame=work.frame(table.name)))
        for table in (FORECASTS, APPORTIONMENT, APPORTIONMENT_ROUNDING)
    )


def facts(work: Work) -> Shown:
    """Write the fact box as a table of two columns, unknowns included."""
    frame = work.frame("context_facts")
    texts = [
        fact_text(str(row["name"]), None if pd.isna(row["value"]) else float(row["value"]), int(row["unknown"]))
        for row in frame.to_dict("records")
    ]
    columns = (CONTEXT_FACTS.column("name"), replace(CONTEXT_FACTS.column("value"), kind="text"))
    return Shown(table=replace(CONTEXT_FACTS, columns=columns), frame=frame.assign(value=texts))


def fact_text(name: str, value: float | None, unknown: int) -> str:
    """Write a fact: a share as a percentage, places per 1.000 with one decimal, ``≥ 1.240; 2 onbekend``."""
    if value is None or (name not in _SHARES and name != _PER_1000):
        return Figure(value=value, unknown=unknown).text()
    text = format_share(value) if name in _SHARES else format_number(value, 1)
    return f"≥ {text}; {format_at_least(unknown, unknown=0)} {say('unknown.word')}" if unknown else text


def obligations(work: Work) -> Shown | None:
    """Give who is on schedule with housing permit holders; None where no obligations were given."""
    if "obligations" not in work.inputs().given:
        return None
    return Shown(table=OBLIGATION_PROGRESS, frame=work.frame("obligation_progress"))


def _obligations_told(work: Work) -> Shown | None:
    """Leave out what the page has no room for: the half year stands in the note, what is unknown makes a bound."""
    shown = obligations(work)
    return None if shown is None else Shown(table=shown.table.without("level", "unknown"), frame=shown.frame)


def attention(work: Work) -> Shown:
    """Give the points of attention that follow from the data."""
    return Shown(table=ATTENTION.without("source"), frame=work.frame("attention"))


def forecasts(work: Work) -> Shown | None:
    """Tell in words where no quarter is short; date and age of a forecast stay for the note."""
    frame = work.frame("forecasts")
    if not work.inputs().table("need")["forecast_id"].notna().any():
        return None
    quarters = [
        _told(row, len(work.plan.quarters))
        if pd.isna(row["first_short"])
        else format_quarter_short(Quarter.parse(str(row["first_short"])))
        for row in frame.to_dict("records")
    ]
    none = say("unknown.not_applicable")
    changes = {name: frame[name].astype("object").mask(frame[name].isna(), none) for name in _CHANGES}
    told = frame.assign(first_short=quarters, **changes)
    left_out = {"forecast_date", "in_force", "months", "outcome", "untestable", "unknown_locations"}
    columns = tuple(_as_text(column) for column in FORECASTS.columns if column.name not in left_out)
    return _of_provinces(work, Shown(table=replace(FORECASTS, columns=columns), frame=told))


def _told(row: Mapping[Hashable, Any], quarters: int) -> str:
    """Tell that no quarter is known to be short, and how many could not be tested; of all of them nothing is said."""
    key = "partly" if 0 < row["untestable"] < quarters else str(row["outcome"])
    return say(f"forecast_shortage.{key}", quarters=counted("quarter_ends", int(row["untestable"])))


def _as_text(column: Column) -> Column:
    return replace(column, kind="text") if column.name == "first_short" else column


def apportionment(work: Work, level: str) -> Shown | None:
    """Set the keys beside each other for regions or municipalities; None where there is nothing to divide."""
    frame = work.frame("apportionment")
    rows = frame[frame["level"] == level]
    if rows.empty:
        return None
    index = [_AREA, "bucket", "due", "code"]
    years = rows["year"].dropna()
    wide = rows[rows["key"] == KEYS[0]].set_index(index)[["name", "given_min", "given_max"]]
    for key in [key for key in KEYS if (rows["key"] == key).any()]:
        mine = rows[rows["key"] == key].set_index(index)
        for side in _SIDES:
            places = mine[f"need_{side}"].astype("object")
            wide[f"{key}_{side}"] = places.where(places.notna(), say("balance.untestable"))
    whole = wide.reset_index()
    named = whole["name"].mask(whole["name"] == "", say("report.no_region"))
    given = {side: whole[f"given_{side}"].astype("object") for side in _SIDES}
    told = {f"given_{side}": cells.mask(cells.isna(), say("report.not_given")) for side, cells in given.items()}
    table = APPORTIONMENT_SHOWN if level == "region" else APPORTIONMENT_SHOWN.without(*told)
    return _of_provinces(
        work, Shown(table=table, frame=whole.assign(name=named, year=years.iloc[0] if len(years) else "", **told))
    )


def _of_provinces(work: Work, shown: Shown) -> Shown:
    """Leave out which province it is where the plan has one, name it where there are several."""
    provinces = work.inputs().own_provinces
    if len(provinces) == 1:
        return Shown(table=shown.table.without(_AREA), frame=shown.frame)
    names = dict(zip(provinces["code"], provinces["name"], strict=True))
    return Shown(table=shown.table, frame=shown.frame.assign(area_id=shown.frame[_AREA].map(names)))


def rounded_up_over(work: Work) -> Figure:
    """Give how many places too many it would be at most, if every part of a division were rounded up."""
    over = work.frame("apportionment_rounding")["up_over"]
    most = int(over.max()) if len(over) else 0
    word = say("report.unit.emergency_one" if most == 1 else "report.unit.emergency")
    return Figure(value=most, unit=word, source="apportionment_rounding.up_over")
