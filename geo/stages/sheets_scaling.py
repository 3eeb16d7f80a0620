"""The sheet of chapter 6: reserve capacity per rung of the ladder."""

from collections.abc import Iterator
from functools import partial

import geopandas as gpd
import pandas as pd

from geo.figures import Figure
from geo.maps.reserve import reserve_sheet
from geo.stages.imprint import imprint_of_sheet
from geo.stages.sheet_job import Draw
from geo.stages.sheet_totals import column_total
from geo.stages.stage import Work
from geo.tables.choices import AVAILABILITIES
from geo.tables.transition import RESERVE_LADDER
from geo.words import say


def reserve_drawings(work: Work) -> Iterator[Draw]:
    """Draw the reserve: Kaart 6; nothing where no reserve has a place on the map, of which the chapter tells."""
    ladder = work.frame(RESERVE_LADDER.name)
    sites = work.inputs().locations[["location_id", "open", "geometry"]]
    rows = gpd.GeoDataFrame(ladder.merge(sites, on="location_id", how="left"), geometry="geometry", crs=sites.crs)
    if not rows.geometry.notna().any():
        return
    # reserve elsewhere is told in words of the plan itself, so that it is no more open than the plan is
    elsewhere = work.imprint().edition == "openbaar"
    known = rows["open"].astype("boolean").fillna(value=elsewhere).astype(bool)
    yield partial(
        reserve_sheet,
        rows.assign(open=known),
        imprint=imprint_of_sheet(work, "reserve"),
        number="6",
        total=_total(ladder),
        states=_states(ladder),
    )


def _total(rows: pd.DataFrame) -> Figure:
    return column_total(rows, "places", unit=say("report.unit.reserve"), source=RESERVE_LADDER.name)


def _states(ladder: pd.DataFrame) -> dict[str, Figure]:
    """Add up per state, those that there are."""
    state = ladder["available"].astype("object").where(ladder["available"].notna(), "")
    return {one: _total(ladder[state == one]) for one in (*AVAILABILITIES, "") if (state == one).any()}
