"""The sheets of chapters 2 and 4: the portfolio of today, the allocation, supply against need per region."""

from collections.abc import Hashable, Iterator, Mapping
from functools import partial
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.analysis.need import main_scenario
from geo.analysis.portfolio import total_of
from geo.analysis.supply import EMERGENCY
from geo.figures import Figure, add_up
from geo.maps.allocation import allocation_sheet
from geo.maps.coverage import coverage_sheet
from geo.maps.portfolio import portfolio_sheet
from geo.quarters import Quarter
from geo.stages.areas import region_shapes
from geo.stages.imprint import with_sources_of
from geo.stages.sheet_job import Draw
from geo.stages.stage import Work
from geo.tables.factsheets import ALLOCATION_PARTS
from geo.tables.portfolio import PORTFOLIO_TOTALS
from geo.words import say

_SOURCES = ("osm", "boundaries", "locations")
"""Inputs that the sheets of the portfolio and the allocation show."""
_LETTERS = "abcdefgh"


def portfolio_drawing(work: Work) -> Draw:
    """Draw the portfolio of the reference date: Kaart 2."""
    inputs, standing = work.inputs(), work.frame("standing")
    rows = gpd.GeoDataFrame(inputs.locations[["location_id", "geometry"]].merge(standing, on="location_id"))
    total = total_of(standing, "regular")
    return partial(
        portfolio_sheet,
        rows,
        imprint=with_sources_of(work.imprint(), _SOURCES, ()),
        number="2",
        total=total,
        by_type=_current_types(work),
    )


def _current_types(work: Work) -> dict[str, Figure]:
    """Give the places per current type, emergency reception too, which does not count in the total."""
    table = work.frame(PORTFOLIO_TOTALS.name)
    rows = table[table["by"] == "current_type"].to_dict("records")
    return {str(row["value"]): _of_type(row, "emergency" if row["value"] in EMERGENCY else "regular") for row in rows}


def _of_type(row: Mapping[Hashable, Any], column: str) -> Figure:
    return Figure(
        value=float(row[column]),
        unit=say("report.unit.emergency"),
        unknown=int(row[f"{column}_unknown"]),
        source=f"{PORTFOLIO_TOTALS.name}.{column}",
    )


def filling_drawings(work: Work) -> Iterator[Draw]:
    """Draw with what the need is filled: Kaart 4a the allocation, then a sheet of coverage per bucket."""
    yield _allocation(work)
    for letter, bucket in zip(_LETTERS[1:], _buckets(work), strict=False):
        yield _coverage(work, bucket, f"4{letter}")


def _allocation(work: Work) -> Draw:
    inputs, overview = work.inputs(), work.frame("allocation_overview")
    rows = gpd.GeoDataFrame(inputs.locations[["location_id", "open", "geometry"]].merge(overview, on="location_id"))
    places = [None if pd.isna(value) else float(value) for value in overview["places"]]
    return partial(
        allocation_sheet,
        rows,
        imprint=with_sources_of(work.imprint(), _SOURCES, ()),
        number="4a",
        quarter=work.plan.quarters[-1],
        total=add_up(places, unit=say("report.unit.places"), source="allocation_overview.places"),
        by_type=_future_types(work),
    )


def _future_types(work: Work) -> dict[str, Figure]:
    """Give the places per type at the end of the horizon."""
    table = work.frame(ALLOCATION_PARTS.name)
    return {
        str(row["value"]): Figure(
            value=float(row["end"]),
            unit=say("report.unit.emergency"),
            unknown=int(row["unknown_end"]),
            source=f"{ALLOCATION_PARTS.name}.end",
        )
        for row in table[table["by"] == "type"].to_dict("records")
    }


def _buckets(work: Work) -> tuple[str, ...]:
    """List the buckets for which a region has a need of its own."""
    coverage, regions = work.frame("coverage"), work.inputs().table("regions")
    known = coverage[coverage["region_id"].isin(list(regions["region_id"])) & coverage["need_min"].notna()]
    return tuple(dict.fromkeys(known["bucket"]))


def _quarters(work: Work) -> list[Quarter]:
    """Choose the quarters of the table: those of the plan, else the ends of the years; always the last."""
    asked = {Quarter.parse(name) for name in work.plan.maps.quarters}
    every = work.plan.quarters
    shown = [one for one in every if (one in asked if asked else one.number == 4)]  # noqa: PLR2004
    return shown if every[-1] in shown else [*shown, every[-1]]


def _coverage(work: Work, bucket: str, number: str) -> Draw:
    inputs, coverage = work.inputs(), work.frame("coverage")
    quarters = _quarters(work)
    rows = coverage[(coverage["bucket"] == bucket) & coverage["quarter"].isin([str(one) for one in quarters])]
    return partial(
        coverage_sheet,
        region_shapes(inputs),
        rows[rows["scenario"] == main_scenario(inputs.table("need"))],
        imprint=work.imprint(),
        number=number,
        bucket=bucket,
        quarter=quarters[-1],
    )
