"""The sheets of chapters 2 and 4: the portfolio of today, the allocation, supply against need per region."""

from collections.abc import Iterator
from functools import partial
from string import ascii_lowercase

import geopandas as gpd

from geo.analysis.need import main_scenario
from geo.analysis.portfolio import total_of
from geo.analysis.year_ends import years_of
from geo.maps.allocation import allocation_sheet
from geo.maps.coverage import coverage_sheet
from geo.maps.portfolio import portfolio_sheet
from geo.quarters import Quarter
from geo.stages.areas import region_shapes
from geo.stages.imprint import imprint_of_sheet
from geo.stages.sheet_job import Draw
from geo.stages.sheet_totals import column_total, current_types, future_types
from geo.stages.sheets_shortage import regional_buckets, shortage_drawings
from geo.stages.stage import Work
from geo.words import say


def portfolio_drawing(work: Work) -> Draw:
    """Draw the portfolio of the reference date: Kaart 2."""
    inputs, standing = work.inputs(), work.frame("standing")
    rows = gpd.GeoDataFrame(inputs.locations[["location_id", "geometry"]].merge(standing, on="location_id"))
    total = total_of(standing, "regular")
    imprint = imprint_of_sheet(work, "portfolio")
    drawing = partial(portfolio_sheet, rows, imprint=imprint, number="2", total=total)
    return partial(drawing, by_type=current_types(work))


def filling_drawings(work: Work) -> Iterator[Draw]:
    """Draw with what the need is filled: Kaart 4a the allocation, coverage per bucket, then shortage per quarter."""
    yield _allocation(work)
    buckets, letters = regional_buckets(work), ascii_lowercase[1:]
    for letter, bucket in zip(letters, buckets, strict=False):
        yield _coverage(work, bucket, f"4{letter}")
    yield from shortage_drawings(work, letters[len(buckets) :])


def _allocation(work: Work) -> Draw:
    inputs, overview = work.inputs(), work.frame("allocation_overview")
    rows = gpd.GeoDataFrame(inputs.locations[["location_id", "open", "geometry"]].merge(overview, on="location_id"))
    return partial(
        allocation_sheet,
        rows,
        imprint=imprint_of_sheet(work, "allocation"),
        number="4a",
        quarter=work.plan.quarters[-1],
        total=column_total(overview, "places", unit=say("report.unit.places"), source="allocation_overview"),
        by_type=future_types(work),
    )


def _quarters(work: Work) -> list[Quarter]:
    """Choose the quarters of the table: those of the plan, else the ends of the years; always the last."""
    asked = {Quarter.parse(name) for name in work.plan.maps.quarters}
    every = work.plan.quarters
    shown = [one for one in every if one in asked] if asked else [year[-1] for year in years_of(every)]
    return shown if every[-1] in shown else [*shown, every[-1]]


def _coverage(work: Work, bucket: str, number: str) -> Draw:
    inputs, coverage = work.inputs(), work.frame("coverage")
    quarters = _quarters(work)
    rows = coverage[(coverage["bucket"] == bucket) & coverage["quarter"].isin([str(one) for one in quarters])]
    return partial(
        coverage_sheet,
        region_shapes(inputs),
        rows[rows["scenario"] == main_scenario(inputs.table("need"))],
        imprint=imprint_of_sheet(work, "coverage"),
        number=number,
        bucket=bucket,
        quarter=quarters[-1],
    )
