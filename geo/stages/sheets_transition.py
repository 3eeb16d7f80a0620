"""The sheets of chapter 7: the portfolio at the end of each year of the horizon."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

import geopandas as gpd
import pandas as pd

from geo.analysis.year_ends import year_end, years_of
from geo.figures import Figure, add_up, letter_of
from geo.maps.size_scale import SizeScale
from geo.maps.year_end import Series, YearTotals, legend_entries, table_height, year_sheet
from geo.quarters import Quarter
from geo.stages.imprint import imprint_of_sheet
from geo.stages.sheet_job import Draw
from geo.stages.stage import Work
from geo.tables.transition import QUARTER_TOTALS, TRANSITION
from geo.words import say

_TYPES = {"gvl": "gvl", "satelliet": "satelliet", "regionaal": "regionaal", "": "untyped"}
"""Type of a location, with the column of the quarter table that adds it up."""


def year_drawings(work: Work) -> Iterator[Draw]:
    """Draw the end of each year: Kaart 7a, 7b and so on, of which marks of the same places are equally large."""
    shown = tables_of_years(work)
    numbers = numbers_of_years(len(shown))
    ends = say("list.until").join((numbers[0], numbers[-1])) if len(numbers) > 1 else ""
    totals = {one: _totals(work.frame(QUARTER_TOTALS.name), one, rows) for one, rows in shown.items()}
    tallest = max((table_height(rows, one, totals[one].total) for one, rows in shown.items()), default=0.0)
    kinds, events = zip(*map(legend_entries, shown.values()), strict=True) if shown else ((0,), (0,))
    series = Series(
        scale=scale_of_years(shown.values()), numbers=ends, table_mm=tallest, entries=(max(kinds), max(events))
    )
    for number, (quarter, rows) in zip(numbers, shown.items(), strict=True):
        yield partial(
            year_sheet,
            rows,
            imprint=imprint_of_sheet(work, "years"),
            number=number,
            quarter=quarter,
            totals=totals[quarter],
            series=series,
        )


def tables_of_years(work: Work) -> dict[Quarter, gpd.GeoDataFrame]:
    """Give the locations at the end of each year with any, by its last quarter."""
    tables = {quarters[-1]: _rows(work, quarters) for quarters in years_of(work.plan.quarters)}
    return {quarter: rows for quarter, rows in tables.items() if len(rows)}


def numbers_of_years(count: int) -> list[str]:
    """Give the numbers of the sheets of some years."""
    return [year_number(at, count) for at in range(count)]


def year_number(at: int, count: int) -> str:
    """Give the number of a sheet; a horizon within one year has a single one, without a letter."""
    if count == 1:
        return "7"
    return f"7{letter_of(at)}"


def _rows(work: Work, quarters: tuple[Quarter, ...]) -> gpd.GeoDataFrame:
    sites = work.inputs().locations[["location_id", "name", "municipality", "open", "geometry"]]
    return gpd.GeoDataFrame(sites.merge(year_end(work.frame(TRANSITION.name), quarters), on="location_id"))


def scale_of_years(tables: Iterable[gpd.GeoDataFrame]) -> SizeScale:
    """Let the largest mark of all years, and the fullest of the sheets, set how large marks are."""
    listed = list(tables)
    most = [rows[column].max() for rows in listed for column in ("places", "places_before")]
    return SizeScale(
        most=max((int(value) for value in most if pd.notna(value)), default=0),
        crowd=max((len(rows) for rows in listed), default=0),
    )


def _totals(table: pd.DataFrame, quarter: Quarter, rows: gpd.GeoDataFrame) -> YearTotals:
    """Take the totals of a quarter from its table; several provinces are added up.

    Which places of a type are unknown the table does not tell, but the rows of the map do.
    """
    of_day, unknown = table[table["quarter"] == str(quarter)], rows[rows["event"] == "unknown"]
    kinds = unknown["type"].where(unknown["type"].isin(list(_TYPES)), "")
    whole = int(of_day["unknown_locations"].sum())
    return YearTotals(
        total=_figure(of_day, "total", whole),
        certain=_figure(of_day, "certain", whole),
        types={kind: _figure(of_day, column, int((kinds == kind).sum())) for kind, column in _TYPES.items()},
    )


def _figure(of_day: pd.DataFrame, column: str, unknown: int) -> Figure:
    """Add up a column over the provinces, each of which may have parts that are unknown."""
    known = add_up([float(value) for value in of_day[column].dropna()])
    return replace(known, unit=say("report.unit.emergency"), unknown=unknown, source=f"{QUARTER_TOTALS.name}.{column}")
