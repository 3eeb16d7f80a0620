"""The quarters of the interactive page: its slider, and the layers that follow it."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.analysis.need import main_scenario
from geo.maps.page_content import AreaTotal, PageLayer, PageQuarter
from geo.stages.stage import Work
from geo.tables.coverage import COVERAGE
from geo.tables.regions import REGIONS_TABLE
from geo.words import say

_BUCKETS = ("regionaal", "gvl_satelliet", "totaal")
"""Buckets of the coverage layers; the last where no region can be tested."""
_TOTAL = "totaal"


def page_quarters(work: Work) -> tuple[PageQuarter, ...]:
    """Give each quarter with the totals of table 7.1 and the verdict of the coverage of each province.

    Parameters
    ----------
    work
        What the stages made.
    """
    provinces = work.inputs().own_provinces
    names = dict(zip(provinces["code"], provinces["name"], strict=True))
    verdicts = _verdicts(work)
    totals: dict[str, list[AreaTotal]] = {}
    for record in work.frame("quarter_totals").to_dict("records"):
        area, quarter = str(record["area_id"]), str(record["quarter"])
        named = str(names.get(area, area)) if len(names) > 1 else ""
        totals.setdefault(quarter, []).append(_total(record, named, verdicts.get((quarter, area), "untestable")))
    return tuple(PageQuarter(quarter=one, totals=tuple(totals.get(str(one), ()))) for one in work.plan.quarters)


def _verdicts(work: Work) -> dict[tuple[str, str], str]:
    """Give the verdict on all places per quarter and area, in the scenario that the totals reckon with."""
    rows = work.frame(COVERAGE.name)
    rows = rows[(rows["bucket"] == _TOTAL) & (rows["scenario"] == main_scenario(work.inputs().table("need")))]
    keys = zip(rows["quarter"].map(str), rows["region_id"].map(str), strict=True)
    return dict(zip(keys, rows["status"].map(str), strict=True))


def _total(record: Mapping[Hashable, Any], area: str, status: str) -> AreaTotal:
    places, least, most = (
        None if pd.isna(record[name]) else int(record[name]) for name in ("total", "need_min", "need_max")
    )
    return AreaTotal(
        area=area,
        places=places,
        unknown=int(record["unknown_locations"]),
        need_min=least,
        need_max=most,
        status=status,
    )


def transition_layer(work: Work) -> PageLayer:
    """Give the locations on the last day of each quarter.

    Parameters
    ----------
    work
        What the stages made.
    """
    rows = work.frame("transition").rename(columns={"places": "capacity"})
    places = work.inputs().locations
    joined = rows.merge(places[["location_id", places.geometry.name]], on="location_id")
    return PageLayer(
        name=say("page.time.layer"),
        chapter=7,
        kind="transition",
        frame=gpd.GeoDataFrame(joined, geometry=places.geometry.name, crs=places.crs),
        key="location_id",
        shown=False,
    )


def coverage_layers(work: Work, areas: gpd.GeoDataFrame) -> Iterator[PageLayer]:
    """Give a layer per bucket that some area can be tested for in some quarter, otherwise the total alone.

    Parameters
    ----------
    work
        What the stages made.
    areas
        The areas that are counted: ``region_id``, ``region_name`` and geometry.
    """
    rows = work.frame(COVERAGE.name).merge(areas[["region_id", "region_name", areas.geometry.name]], on="region_id")
    rows = rows.sort_values(["region_id", "quarter"], kind="stable")
    tested = set(rows.loc[rows["status"] != "untestable", "bucket"])
    told = ("quarter", "status", *COVERAGE.names[COVERAGE.names.index("supply_min") : -1])
    for bucket in [name for name in _BUCKETS if name in tested] or _BUCKETS[-1:]:
        name = say("page.time.coverage", bucket=say(f"bucket.{bucket}"))
        for scenario, some in rows[rows["bucket"] == bucket].groupby("scenario"):
            yield PageLayer(
                name=say("page.layer.scenario", name=name, scenario=scenario) if scenario else name,
                chapter=4,
                kind="coverage",
                frame=gpd.GeoDataFrame(some, geometry=areas.geometry.name, crs=areas.crs).reset_index(drop=True),
                key="region_id",
                columns=(REGIONS_TABLE.column("region_name"), *map(COVERAGE.column, told)),
                shown=False,
            )
