"""Gathers what the document, the workbook and the page show."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from geo.analysis.checks.rules import RULES
from geo.analysis.need import need_in_force
from geo.analysis.portfolio import total_of
from geo.analysis.quarter_grid import quarter_grid, with_bounds
from geo.analysis.shortages import in_words
from geo.figures import Figure, format_quarter_short, named
from geo.findings import from_frame, in_sentences
from geo.maps.paper_size import SIZES
from geo.report.results import ReportInput, Sheet, Shown
from geo.sources.inputs import Inputs
from geo.stages.areas import areas_of_plan
from geo.stages.networks import limit_words
from geo.stages.results_candidates import with_judgement
from geo.stages.results_facts import fact_tables
from geo.stages.results_filling import overview_numbers, parts, with_filling
from geo.stages.results_names import candidate_names, for_readers, location_names, subject_names, with_names
from geo.stages.results_need import context_tables, need_tables, rounded_up_over, with_context_and_need
from geo.stages.results_ranking import ranking_tables
from geo.stages.results_regions import partnerships_shown, region_tables, with_cooperation
from geo.stages.results_scaling import scaling
from geo.stages.results_search import search_tables
from geo.stages.results_spreidingswet import dispersal, dispersal_tables
from geo.stages.stage import Work
from geo.tables.columns import Column, Table
from geo.tables.completeness import COMPLETENESS, TWO_SOURCES
from geo.tables.confrontation import CONFRONTATION, QUARTER_GRID_FIRST
from geo.tables.coverage import COVERAGE, SHORTAGE
from geo.tables.departures import DEPARTURES
from geo.tables.distances import DISTANCES
from geo.tables.factsheets import FACTSHEETS, ROLE_MATRIX
from geo.tables.findings import ACTION_LIST, FINDINGS
from geo.tables.inputs import INPUT_TABLES
from geo.tables.portfolio import MUNICIPALITIES, PORTFOLIO, PORTFOLIO_TOTALS
from geo.tables.reach import REACH
from geo.tables.regions import REGIONS_TABLE
from geo.tables.route_quality import ROUTE_QUALITY
from geo.tables.scaling import BREAK_EVEN, FALLS, SCALE_DOWN
from geo.tables.snaps import SNAPS, remarked
from geo.tables.time_path import BACK_PLANNING, EXPIRY, VARIANT_SUPPLY
from geo.tables.transition import ALLOCATION_TOTALS, FLEXIBLE, RESERVE_LADDER, SCENARIOS
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
    inputs, reach = work.inputs(), work.frame_of_streets("reach")
    results = ReportInput(
        portfolio=_portfolio(work),
        portfolio_totals=_portfolio_totals(work),
        municipalities=_made(work, MUNICIPALITIES),
        opportunities=_given(inputs, "opportunities"),
        measures=_given(inputs, "measures"),
        distances=work.frame_of_streets("distances"),
        weight=work.plan.distances.weight,
        limits=limit_words(work.plan),
        departures=None if inputs.gtfs is None else work.frame_of_streets("departures"),
        route_quality=work.frame_of_streets("route_quality"),
        completeness=_made(work, COMPLETENESS) if work.streets == "used" else None,
        reach=None if reach is None or reach.empty else Shown(table=REACH, frame=province_reach(work)),
        need=_need(inputs),
        confrontation=_confrontation(work),
        regions=_made(work, REGIONS_TABLE) if "regions" in inputs.given else None,
        contacts=with_names(_given(inputs, "contacts"), subject_names(inputs), "partnership_id"),
        coverage=_coverage(work),
        dispersal=dispersal(work, _area_names(inputs)),
        flexible=_made(work, FLEXIBLE),
        reserve=_made(work, RESERVE_LADDER),
        scenarios=_scenarios(work),
        quarters=_quarters(work, bounds=True),
        milestones=_milestones(inputs),
        shortages=_shortages(work),
        scaling=scaling(work, _one_area),
        actions=_actions(work),
        findings=from_frame(work.frame("findings")),
        gaps=tuple(one for one in from_frame(work.frame("findings")) if RULES[one.code].gap),
        figures=_figures(work),
        sheets=sheets,
        texts=chapter_texts(inputs.texts),
    )
    for fill in (with_context_and_need, with_cooperation, with_filling, with_judgement):
        results = fill(results, work)
    return results


def workbook_tables(work: Work) -> tuple[Shown, ...]:
    """Give the tables of the workbook, in the order of the chapters; their numbers are numbers."""
    return for_readers(_tables(work))


def _tables(work: Work) -> tuple[Shown, ...]:
    return (
        *context_tables(work),
        _made(work, MUNICIPALITIES),
        _made(work, PORTFOLIO),
        Shown(table=PORTFOLIO_TOTALS, frame=_totals(work)),
        _made(work, EXPIRY),
        *(_tables_of_streets(work) if work.streets == "used" else ()),
        _confrontation(work),
        *need_tables(work),
        partnerships_shown(work),
        _made(work, REGIONS_TABLE),
        *region_tables(work),
        _coverage(work),
        *dispersal_tables(work, _area_names(work.inputs())),
        overview_numbers(work),
        *ranking_tables(work),
        *fact_tables(work),
        *search_tables(work),
        parts(work, counts=True),
        *(_made(work, table) for table in (ALLOCATION_TOTALS, ROLE_MATRIX, FACTSHEETS, FLEXIBLE, RESERVE_LADDER)),
        *_areas(work, SCENARIOS, BREAK_EVEN, SCALE_DOWN, FALLS),
        _quarters(work),
        _shortages(work),
        *_areas(work, VARIANT_SUPPLY),
        _made(work, BACK_PLANNING),
        _actions(work),
        _findings(work),
    )


def _tables_of_streets(work: Work) -> tuple[Shown, ...]:
    return (
        _of_sites(work, DISTANCES),
        *_departures(work),
        _of_sites(work, ROUTE_QUALITY),
        _made(work, COMPLETENESS),
        _of_sites(work, TWO_SOURCES),
        _snaps(work),
        _reach(work),
    )


def _made(work: Work, table: Table) -> Shown:
    return Shown(table=table, frame=work.frame(table.name))


def _areas(work: Work, *tables: Table) -> Iterator[Shown]:
    return (Shown(table=table, frame=_one_area(work, work.frame(table.name))) for table in tables)


def _given(inputs: Inputs, name: str) -> Shown | None:
    frame = inputs.table_if_given(name)
    return None if frame is None else Shown(table=INPUT_TABLES[name], frame=frame)


def _portfolio(work: Work) -> Shown:
    """Leave out what stands elsewhere: the lower end of the places where it is the same, the term, the certainty."""
    frame = work.frame("standing")
    same = (frame["places_min"] == frame["places"]).fillna(value=True)
    left_out = {"agreement_term", "certainty", "floor_at_most", *(["places_min"] if same.all() else [])}
    return Shown(table=PORTFOLIO.without(*left_out), frame=frame)


def _portfolio_totals(work: Work) -> Shown:
    """Leave out the counts of what is unknown, which make a total a lower bound."""
    columns = tuple(column for column in PORTFOLIO_TOTALS.columns if not column.name.endswith("_unknown"))
    return Shown(table=replace(PORTFOLIO_TOTALS, columns=columns), frame=_totals(work))


def _totals(work: Work) -> pd.DataFrame:
    """Name the group of locations that have no type or certainty; the whole has no group."""
    frame = work.frame("portfolio_totals")
    value = frame["value"].astype("object").mask(frame["value"] == "", say("unknown.word"))
    return frame.assign(value=value.mask(frame["by"] == "all", None))


def _departures(work: Work) -> tuple[Shown, ...]:
    """Give the departures; without a timetable there is nothing to show."""
    return () if work.inputs().gtfs is None else (_of_sites(work, DEPARTURES, "location_id"),)


def _of_sites(work: Work, table: Table, column: str = "origin_id") -> Shown:
    """Name the locations and candidates that the rows of a table begin at."""
    frame, inputs = work.frame(table.name), work.inputs()
    names = {**location_names(inputs), **candidate_names(work.inputs().candidates)}
    return Shown(table=table, frame=frame.assign(**{column: frame[column].map(names)}))


def _snaps(work: Work) -> Shown:
    """Give the feet of all sites, and those of facilities of which there is something to remark."""
    frame = work.frame("snaps")
    return Shown(table=SNAPS, frame=frame[(frame["kind"] != "facility") | remarked(frame)])


def _reach(work: Work) -> Shown:
    """Name the municipalities, regions and provinces."""
    frame, names = work.frame("reach"), _area_names(work.inputs())
    return Shown(table=REACH, frame=frame.assign(area_id=[names.get(area, area) for area in frame["area_id"]]))


def _area_names(inputs: Inputs) -> dict[str, str]:
    """Name areas as the findings do: ``Zuidrand (ZUI)``; the regions first, then the provinces."""
    areas = [(area.area_id, area.name) for area in areas_of_plan(inputs)]
    towns = zip(inputs.municipalities["code"], inputs.municipalities["name"], strict=True)
    return {key: named(name, key) for key, name in (*areas, *towns)}


def _coverage(work: Work) -> Shown:
    """Name the areas and set the provinces below their regions."""
    frame, names = work.frame("coverage"), _area_names(work.inputs())
    place = {area: number for number, area in enumerate(names)}
    rows = frame.assign(_place=frame["region_id"].map(place)).sort_values(["quarter", "_place"], kind="stable")
    named = [names.get(area, area) for area in rows["region_id"]]
    return Shown(table=COVERAGE, frame=rows.assign(region_id=named).reset_index(drop=True))


def _confrontation(work: Work) -> Shown:
    return Shown(table=CONFRONTATION, frame=_one_area(work, work.frame("confrontation")))


def _need(inputs: Inputs) -> Shown | None:
    """Show the forecast in force alone: two forecasts in one table would be added up by somebody.

    One number without a bandwidth is both its ends, as the rest of the plan reckons with it.
    """
    shown = _given(inputs, "need")
    if shown is None:
        return None
    rows = need_in_force(shown.frame)
    low, high = rows["places_min"], rows["places_max"]
    told = rows.assign(places_min=low.fillna(high), places_max=high.fillna(low))
    full = Shown(table=shown.table, frame=told.assign(scenario=rows["scenario"].replace("", None)))
    return with_names(full, _area_names(inputs), "region_id", "province")


def province_reach(work: Work) -> pd.DataFrame:
    """Give the rows of the whole provinces alone."""
    frame, provinces = work.frame("reach"), work.inputs().own_provinces
    rows = frame[frame["area_id"].isin(list(provinces["code"]))]
    return rows.assign(area_id=rows["area_id"].map(dict(zip(provinces["code"], provinces["name"], strict=True))))


def _milestones(inputs: Inputs) -> Shown | None:
    shown = _given(inputs, "milestones")
    shown = with_names(shown, subject_names(inputs), "subject_id")
    return None if shown is None else replace(shown, frame=shown.frame.sort_values("date", kind="stable"))


def _scenarios(work: Work) -> Shown:
    """Tell in the column of rungs why there is none."""
    frame = work.frame("scenarios")
    words = [say(f"scenario.{outcome}") for outcome in frame["outcome"]]
    rungs = frame["rung"].astype("object").where(frame["outcome"] == "covered", words)
    return Shown(table=SCENARIOS, frame=_one_area(work, frame.assign(rung=rungs).drop(columns="outcome")))


def _one_area(work: Work, frame: pd.DataFrame) -> pd.DataFrame:
    """Name the provinces; leave out which one it is where the plan has one."""
    if len(work.inputs().own_provinces) == 1:
        return frame.drop(columns="area_id")
    names = _area_names(work.inputs())
    return frame.assign(area_id=[names.get(area, area) for area in frame["area_id"]])


def _actions(work: Work) -> Shown:
    """Show the actions without the codes of their findings, which are words of the program."""
    return Shown(table=ACTION_LIST, frame=work.frame("action_list").drop(columns="code"))


def _findings(work: Work) -> Shown:
    """Show the findings as sentences, without their codes."""
    told = in_sentences(from_frame(work.frame("findings")))
    return Shown(table=FINDINGS, frame=told.drop(columns="code"))


def _shortages(work: Work) -> Shown:
    """Tell causes and remedies in words, by date."""
    locations = work.inputs().locations
    names = dict(zip(locations["location_id"], locations["name"], strict=True))
    rows = work.frame("shortage").sort_values(["from", "until"], kind="stable")
    return Shown(table=SHORTAGE, frame=_one_area(work, in_words(rows, names)))


def _figures(work: Work) -> dict[str, Figure]:
    """Give the figures of the sentences that a table cannot tell: regular places without emergency reception."""
    facts = {row["name"]: row for row in work.frame("context_figures").to_dict("records")}
    reserve = _figure(facts["reserve"], "reserve")
    return {
        "context.municipalities": _figure(facts["municipalities_with_reception"], "municipalities"),
        "own_division.over": rounded_up_over(work),
        "portfolio.places": _figure(facts["places"], "places"),
        "portfolio.reserve": reserve,
        "emergency.places": _figure(facts["emergency"], "emergency"),
        "reserve.reserve": reserve,
        "reserve_table.reserve": _ladder(work),
    }


def _ladder(work: Work) -> Figure:
    """Add up the rungs; reserve of the current locations that nobody knows is a part that is unknown."""
    ladder, rows = work.frame("reserve_ladder"), work.frame("standing")
    rest = total_of(rows[~rows["location_id"].isin(ladder["location_id"])], "reserve")
    lost = int(ladder["places"].isna().sum()) + rest.unknown
    return _figure({"value": ladder["places"].sum(), "unknown": lost, "source": "reserve_ladder.places"}, "reserve")


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


def _quarters(work: Work, *, bounds: bool = False) -> Shown:
    """Give the locations by quarter, with the totals and the need of each province below them.

    With `bounds` a total of which a part is unknown is the text of a lower bound, without it a number.
    """
    quarters = work.plan.quarters
    columns = [Column(name=str(one), heading=format_quarter_short(one), kind="places") for one in quarters]
    names = location_names(work.inputs())
    grid = quarter_grid(work.frame("transition"), work.frame("quarter_totals"), names, quarters=quarters)
    told = with_bounds(grid, quarters) if bounds else grid
    table = Table(name="quarters", title="Plekken per kwartaal", columns=(*QUARTER_GRID_FIRST, *columns))
    return Shown(table=table, frame=told.assign(name=_row_names(grid, work.inputs())))


def _row_names(grid: pd.DataFrame, inputs: Inputs) -> list[str]:
    """Name the rows of the quarter table; of several provinces each total names its own."""
    provinces = dict(zip(inputs.own_provinces["code"], inputs.own_provinces["name"], strict=True))
    several = len(provinces) > 1
    counting = {"most": say("counting.most"), "least": say("counting.least")}
    whose = [f" {provinces.get(area, say('quarter_row.all'))}" if several else "" for area in grid["area_id"]]
    return [
        say(f"quarter_row.{row}", area=area, **counting) if row else name
        for row, area, name in zip(grid["row"], whose, grid["name"], strict=True)
    ]


def sheets_of(frame: pd.DataFrame, folder: Path) -> tuple[Sheet, ...]:
    """Give the maps as the document shows them; their content stands in the tables of their chapter.

    Of a map in several sizes the smallest is shown, which is meant for pages of text.

    Parameters
    ----------
    frame
        ``name, number, title, chapter, size, alt`` of each sheet.
    folder
        Folder of the sheets.
    """
    widths = frame["size"].map(lambda name: SIZES[name.lower()].width_mm)
    smallest = widths == widths.groupby([frame["chapter"], frame["number"], frame["title"]]).transform("min")
    shown = frame[smallest & (frame["chapter"] > 0)]
    return tuple(
        Sheet(
            name=row["name"],
            title=f"{row['number']} {row['title']}",
            chapter=int(row["chapter"]),
            path=folder / f"{row['name']}.pdf",
            alt=row["alt"],
        )
        for row in shown.to_dict("records")
    )
