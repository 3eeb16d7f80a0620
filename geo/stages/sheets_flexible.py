"""The sheet of chapter 5: flexible forms of reception."""

from collections.abc import Iterator
from functools import partial

import geopandas as gpd

from geo.maps.flexible import flexible_sheet
from geo.stages.imprint import imprint_of_sheet
from geo.stages.sheet_job import Draw
from geo.stages.sheet_totals import column_total
from geo.stages.stage import Work
from geo.tables.transition import FLEXIBLE
from geo.words import say


def flexible_drawings(work: Work) -> Iterator[Draw]:
    """Draw the flexible forms: Kaart 5; nothing in a plan without any, of which the chapter says so."""
    inputs, table = work.inputs(), work.frame(FLEXIBLE.name)
    if table.empty:
        return
    rows = gpd.GeoDataFrame(inputs.locations[["location_id", "open", "geometry"]].merge(table, on="location_id"))
    least, most = (
        column_total(table, column, unit=say("report.unit.emergency"), source=FLEXIBLE.name)
        for column in ("places_min", "places_max")
    )
    yield partial(
        flexible_sheet,
        rows,
        imprint=imprint_of_sheet(work, "flexible"),
        number="5",
        least=least,
        most=most,
    )
