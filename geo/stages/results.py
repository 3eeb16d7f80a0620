"""Gathers what the document, the workbook and the page show."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from geo.analysis.checks.rules import RULES
from geo.analysis.need import need_in_force
from geo.analysis.quarter_grid import TOTAL_ROWS, quarter_grid
from geo.analysis.shortages import in_words
from geo.figures import Figure, format_quarter_short
from geo.findings import from_frame
from geo.plan import Plan
from geo.report.results import ReportInput, Sheet, Shown
from geo.sources.inputs import Inputs
from geo.stages.stage import Work
from geo.tables.columns import Column, Table
from geo.tables.confrontation import CONFRONTATION, QUARTER_GRID_FIRST
from geo.tables.coverage import COVERAGE, SHORTAGE
from geo.tables.findings import ACTION_LIST
from geo.tables.inputs import INPUT_TABLES
from geo.tables.portfolio import MUNICIPALITIES, PORTFOLIO
from geo.tables.reach import REACH
from geo.tables.regions import PARTNERSHIPS_TABLE, REGIONS_TABLE
from geo.tables.transition import ALLOCATION_OVERVIEW, FLEXIBLE, RESERVE_LADDER, SCENARIOS
from geo.words import say

_CHAPTERS = 8


def report_input(work: Work, sheets: tuple[Sheet, ...]) -> ReportInput:
    """Give everything that the plan document shows.

    Parameters
    ----------
    work
        What the stages made.
    sheets
        The maps, in order.
    """
    inputs = work.inputs()
    return ReportInput(
        portfolio=_portfolio(work),
        municipalities=_made(work, MUNICIPALITIES),
        opportunities=_given(inputs, "opportunities"),
        measures=_given(inputs, "measures"),
        distances=work.frame("distances"),
        limits_m=_limits(work.plan),
        reach=Shown(table=REACH, frame=province_reach(work)) if len(work.frame("reach")) else None,
        need=_need(inputs),
        confrontation=_made(work, CONFRONTATION),
        partnerships=_made(work, PARTNERSHIPS_TABLE) if "partnerships" in inputs.given else None,
        regions=_made(work, REGIONS_TABLE) if "regions" in inputs.given else None,
        contacts=_given(inputs, "contacts"),
        coverage=_made(work, COVERAGE),
        allocation=_allocation(work),
        agreements=_given(inputs, "location_agreements"),
        flexible=_made(work, FLEXIBLE),
        reserve=_made(work, RESERVE_LADDER),
        scenarios=_scenarios(work),
        quarters=quarters_shown(work),
        milestones=_given(inputs, "milestones"),
        shortages=_shortages(work),
        actions=_actions(work),
        findings=from_frame(work.frame("findings")),
        gaps=tuple(one for one in from_frame(work.frame("findings")) if RULES[one.code].gap),
        figures=_figures(work),
        sheets=sheets,
        texts=chapter_texts(inputs.texts),
    )


def workbook_tables(work: Work) -> tuple[Shown, ...]:
    """Give the tables of the workbook, in the order of the chapters."""
    made = (
        MUNICIPALITIES, PORTFOLIO, CONFRONTATION, REGIONS_TABLE, PARTNERSHIPS_TABLE, COVERAGE, ALLOCATION_OVERVIEW,
        FLEXIBLE, RESERVE_LADDER, SCENARIOS, REACH,
    )  # fmt: skip
    return (*(_made(work, table) for table in made), _shortages(work), _actions(work))


def _made(work: Work, table: Table) -> Shown:
    return Shown(table=table, frame=work.frame(table.name))


def _given(inputs: Inputs, name: str) -> Shown | None:
    frame = inputs.table_if_given(name)
    return None if frame is None else Shown(table=INPUT_TABLES[name], frame=frame)


def _portfolio(work: Work) -> Shown:
    """Leave out what stands elsewhere: the lower end of the places where it is the same, the term, the certainty."""
    frame = work.frame("standing")
    same = (frame["places_min"] == frame["places"]).fillna(value=True)
    left_out = {"agreement_term", "certainty", *(["places_min"] if same.all() else [])}
    columns = tuple(column for column in PORTFOLIO.columns if column.name not in left_out)
    return Shown(table=replace(PORTFOLIO, columns=columns), frame=frame)


def _limits(plan: Plan) -> Mapping[str, float]:
    return {mode: plan.distances.limit(mode) for mode in plan.distances.modes}


def _need(inputs: Inputs) -> Shown | None:
    """Show the forecast in force alone: two forecasts in one table would be added up by somebody."""
    shown = _given(inputs, "need")
    if shown is None:
        return None
    rows = need_in_force(shown.frame)
    return Shown(table=shown.table, frame=rows.assign(scenario=rows["scenario"].replace("", None)))


def province_reach(work: Work) -> pd.DataFrame:
    """Give the rows of the whole provinces alone."""
    frame, provinces = work.frame("reach"), work.inputs().own_provinces
    rows = frame[frame["area_id"].isin(list(provinces["code"]))]
    return rows.assign(area_id=rows["area_id"].map(dict(zip(provinces["code"], provinces["name"], strict=True))))


def _scenarios(work: Work) -> Shown:
    """Show the last quarter of each year."""
    frame = work.frame("scenarios")
    return Shown(table=SCENARIOS, frame=_one_area(frame[frame["quarter"].str.endswith("Q4")]))


def _one_area(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out which province it is where there is one."""
    return frame.drop(columns="area_id") if len(set(frame["area_id"])) <= 1 else frame


def _allocation(work: Work) -> Shown:
    """Tell an indefinite term, and a distance that does not apply or does not exist, from what is unknown."""
    frame = work.frame("allocation_overview")
    terms = work.inputs().locations.set_index("location_id")["agreement_term"].reindex(frame["location_id"]).to_numpy()
    endless = frame["agreement_end"].isna() & pd.Series(terms == "onbepaald", index=frame.index)
    away = frame["hub_distance_m"].astype("object").where(frame["hub_distance_m"].notna(), say("status.unreachable"))
    told = {
        "agreement_end": frame["agreement_end"].astype("object").mask(endless, say("report.indefinite")),
        "hub_distance_m": away.where(frame["hub_id"].notna(), say("unknown.not_applicable")),
    }
    return Shown(table=ALLOCATION_OVERVIEW, frame=frame.assign(**told))


def _actions(work: Work) -> Shown:
    """Show the actions without the codes of their findings, which are words of the program."""
    return Shown(table=ACTION_LIST, frame=work.frame("action_list").drop(columns="code"))


def _shortages(work: Work) -> Shown:
    """Tell causes and remedies in words."""
    locations = work.inputs().locations
    names = dict(zip(locations["location_id"], locations["name"], strict=True))
    return Shown(table=SHORTAGE, frame=_one_area(in_words(work.frame("shortage"), names)))


def _figures(work: Work) -> dict[str, Figure]:
    """Give the figures of the sentences that a table cannot tell: regular places without emergency reception."""
    facts = {row["name"]: row for row in work.frame("context_figures").to_dict("records")}
    reserve = _figure(facts["reserve"], "reserve")
    return {
        "portfolio.places": _figure(facts["places"], "places"),
        "portfolio.reserve": reserve,
        "emergency.places": _figure(facts["emergency"], "emergency"),
        "reserve.reserve": reserve,
    }


def _figure(fact: Mapping[Hashable, Any], unit: str) -> Figure:
    value = None if pd.isna(fact["value"]) else float(fact["value"])
    word = say(f"report.unit.{unit}_one" if value == 1 and not fact["unknown"] else f"report.unit.{unit}")
    return Figure(value=value, unit=word, unknown=int(fact["unknown"]), source=str(fact["source"]))


def chapter_texts(texts: Mapping[str, str]) -> dict[int, str]:
    """Join the prose of each chapter: the files whose names begin with its number, in order."""
    found: dict[int, list[str]] = {}
    for name in sorted(texts):
        head = name.split("-", 1)[0]
        if head.isdigit() and 1 <= int(head) <= _CHAPTERS:
            found.setdefault(int(head), []).append(texts[name].strip())
    return {chapter: "\n\n".join(parts) for chapter, parts in found.items()}


def quarters_shown(work: Work) -> Shown:
    """Give the locations by quarter, with the totals and the need below them."""
    quarters = work.plan.quarters
    columns = [Column(name=str(one), heading=format_quarter_short(one), kind="places") for one in quarters]
    locations = work.inputs().locations
    names = dict(zip(locations["location_id"], locations["location_id"] + " " + locations["name"], strict=True))
    grid = quarter_grid(work.frame("transition"), work.frame("quarter_totals"), names, quarters=quarters)
    rows = {key: say(f"quarter_row.{key}") for key in TOTAL_ROWS}
    table = Table(name="quarters", title="Plekken per kwartaal", columns=(*QUARTER_GRID_FIRST, *columns))
    return Shown(table=table, frame=grid.assign(name=grid["name"].replace(rows)))


def sheets_of(frame: pd.DataFrame, folder: Path) -> tuple[Sheet, ...]:
    """Give the maps as the document shows them; their content stands in the tables of their chapter.

    Parameters
    ----------
    frame
        ``name, number, title, chapter, alt`` of each sheet.
    folder
        Folder of the pictures.
    """
    return tuple(
        Sheet(
            name=row["name"],
            title=f"{row['number']} {row['title']}",
            chapter=int(row["chapter"]),
            path=folder / f"{row['name']}.png",
            alt=row["alt"],
        )
        for row in frame.to_dict("records")
    )
