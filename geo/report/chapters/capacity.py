"""Chapter 2: present portfolio, distances to facilities, and capacity needed."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from geo.figures import format_date, format_list
from geo.findings import counted
from geo.report.chapters.parts import (
    EMERGENCY,
    fact,
    heading,
    maps,
    missing,
    opening,
    optional,
    regular,
    rows_of,
    table,
    total,
    where,
)
from geo.report.content import Block, Paragraph, TableBlock
from geo.report.departure_table import departure_table
from geo.report.distance_table import distance_tables
from geo.report.grids import cell_words
from geo.report.results import ReportInput, Shown
from geo.report.walk_table import walk_table
from geo.words import say

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ASIDE = ("status", "listed_outside", "mode", "sites_unknown")
"""Columns of completeness that the workbook has and the document leaves out."""


def blocks(results: ReportInput) -> tuple[Block, ...]:
    """Give chapter 2."""
    portfolio, standing = results.portfolio, regular(results.portfolio)
    return (
        *opening(results, 2),
        heading("portfolio"),
        fact(
            results, "portfolio", 2,
            places=total(standing, "capacity", "places"),
            locations=rows_of(standing, "locations"),
            reserve=total(standing, "reserve_capacity", "reserve"),
        ),
        *_emergency(results),
        table(_listed(portfolio), "2.1a", "portfolio"),
        table(results.portfolio_totals, "2.1b", "portfolio_totals"),
        *_expiry(results.scaling.expiry),
        heading("distances"),
        *_distances(results),
        heading("need"),
        table(results.need, "2.3", "need"),
        table(results.confrontation, "2.4", "confrontation"),
        *_forecasts(results.forecasts),
        *_own_division(results),
        *maps(results, 2),
    )  # fmt: skip


def _forecasts(shown: Shown | None) -> tuple[Block, ...]:
    """Set the forecasts beside each other, and say of each when it was made, how old it is and whether it holds."""
    if shown is None or shown.frame.empty:
        return ()
    rows = shown.frame.drop_duplicates("forecast_id").to_dict("records")
    return (table(shown, "2.5", "forecasts", note=" ".join(_of_forecast(row) for row in rows)),)


def _of_forecast(row: Mapping[Hashable, Any]) -> str:
    months = row["months"]
    dated = None if pd.isna(row["forecast_date"]) else row["forecast_date"]
    if pd.isna(months) or months < 0:
        age = say("report.forecast.undated" if pd.isna(months) else "report.forecast.later")
    else:
        age = say("report.forecast.age", age=counted("months", int(months)))
    force = say("report.forecast.in_force" if row["in_force"] else "report.forecast.gone")
    return say("report.forecast.told", forecast=row["forecast_id"], date=format_date(dated), age=age, force=force)


def _own_division(results: ReportInput) -> tuple[Block, ...]:
    """Divide the need as an indication of our own, and say that it is one."""
    parts = ((results.own_regions, "2.6a"), (results.own_municipalities, "2.6b"))
    key = "own_division"
    tables = [table(shown, number, key, note=_mark(shown)) for shown, number in parts if shown and len(shown.frame)]
    if not tables:
        return ()
    over = results.figures.get("own_division.over")
    rounding = (fact(results, key, 2, over=over),) if over is not None else ()
    return (heading(key), Paragraph(text=say("report.own_division.about")), *rounding, *tables)


def _mark(shown: Shown) -> str:
    """Say that a table is our own computation, and of which year its scores are."""
    year = next(iter(shown.frame.get("year", ())), "")
    own = say("report.own_division.mark")
    return f"{own} {say('report.own_division.scores', year=year)}" if year else own


def _listed(portfolio: Shown | None) -> Shown | None:
    """Say of emergency reception that it does not count as regular, and that no reserve is asked of it."""
    if portfolio is None or not {"current_type", "reserve_capacity"} <= set(portfolio.frame):
        return portfolio
    frame, apart = portfolio.frame, say("unknown.not_applicable")
    emergency = frame["current_type"].isin(EMERGENCY)
    given = frame["reserve_capacity"].notna()
    told = {"reserve_capacity": frame["reserve_capacity"].astype("object").where(given | ~emergency, apart)}
    for name in ("places_min", "places"):
        if name in frame:
            told[name] = frame[name].astype("object").where(~emergency, apart)
    return Shown(table=portfolio.table, frame=frame.assign(**told))


def _emergency(results: ReportInput) -> tuple[Block, ...]:
    apart = where(results.portfolio, "current_type", *EMERGENCY)
    if apart is None or apart.frame.empty:
        return ()
    places, locations = total(apart, "capacity", "emergency"), rows_of(apart, "locations")
    return (fact(results, "emergency", 2, places=places, locations=locations),)


def _expiry(given: Shown | None) -> tuple[Block, ...]:
    """Leave out the counts of what is unknown, which make a number a lower bound."""
    if given is None:
        return ()
    columns = tuple(column for column in given.table.columns if not column.name.endswith("_unknown"))
    shown = Shown(table=replace(given.table, columns=columns), frame=given.frame)
    return (table(shown, "2.1c", "expiry", note=say("report.scaling.expiry_note")),)


def _distances(results: ReportInput) -> tuple[Block, ...]:
    """Give the distances per mode and the people in reach, as one series of tables."""
    names = _names(results)
    caption = f"report.caption.distances_by_{results.weight}"
    found = results.distances
    tables = distance_tables(found, names, results.limits, results.weight) if found is not None else ()
    shown: tuple[Block, ...] = tuple(
        TableBlock(
            number=f"2.2{letter}",
            caption=made.shown.table.title,
            table=made.shown.table,
            frame=made.shown.frame,
            note=made.note,
        )
        for letter, made in zip(_LETTERS, tables, strict=False)
    )
    if found is None:
        shown = (Paragraph(text=say("report.no_streets")),)
    elif not shown:
        shown = (missing("table", 2, number="2.2", caption=say(caption, mode=say("mode.walk"))),)
    blocks = [*shown]
    for beside in (_walks, _reach, _departures, _completeness):
        blocks += beside(results, names, f"2.2{_LETTERS[len(blocks)]}")
    return tuple(blocks)


def _reach(results: ReportInput, _names: Mapping[str, str], number: str) -> tuple[Block, ...]:
    return optional(results.reach, number, "reach")


def _departures(results: ReportInput, names: Mapping[str, str], number: str) -> tuple[Block, ...]:
    if results.departures is None:
        return ()
    limit = results.limits.get("walk") if results.weight == "distance" else None
    block = departure_table(results.departures, names, limit, number=number)
    return () if block is None else (block,)


def _walks(results: ReportInput, names: Mapping[str, str], number: str) -> tuple[Block, ...]:
    """Give the quality of the walks to the nearest general practitioner and primary school."""
    shown = None if results.route_quality is None else walk_table(results.route_quality, names)
    if shown is None or shown.frame.empty:
        return ()
    return (table(shown, number, "route_quality", note=say("report.walks_note")),)


def _completeness(results: ReportInput, _names: Mapping[str, str], number: str) -> tuple[Block, ...]:
    """Set the official lists beside the extract, and say of the other categories that nothing was compared."""
    shown = results.completeness
    if shown is None:
        return ()
    compared = shown.frame["status"] == "compared"
    if not compared.any():
        return (Paragraph(text=say("report.mapped.untested")),)
    rows, named = shown.frame[compared], shown.table.column("category")
    rest = sorted(cell_words(name, named) for name in shown.frame.loc[~compared, "category"])
    note = [say("report.mapped.how", mode=say(f"travel.{rows['mode'].iloc[0]}"))]
    note += [say("report.mapped.not_compared", categories=format_list(rest))] if rest else []
    told = Shown(table=shown.table.without(*_ASIDE), frame=rows)
    return (table(told, number, "completeness", note=" ".join(note)),)


def _names(results: ReportInput) -> dict[str, str]:
    if results.portfolio is None or not {"location_id", "name"} <= set(results.portfolio.frame):
        origins = [] if results.distances is None else sorted(map(str, results.distances["origin_id"].unique()))
        return {origin: origin for origin in origins}
    frame = results.portfolio.frame
    return {str(key): str(name) for key, name in zip(frame["location_id"], frame["name"], strict=True)}
