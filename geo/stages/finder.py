"""Stage: the search for sites that nobody has offered yet, among the plan's own areas or squares over the province.

Its sheet is drawn in the stage `maps`.
"""

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.analysis.candidates.finder import Search, search
from geo.analysis.candidates.land import squares
from geo.crs import read_crs
from geo.plan_candidates import Finder
from geo.raster_file import Bytes, CellGrid, burn, grid_over, put, write_raster
from geo.stages.land_facts import land_facts
from geo.stages.stage import Made, Stage, Work
from geo.tables.finder import FALLS, FINDER, FINDER_SUMMARY, PASSES, UNDECIDED
from geo.tables.profiles import Profile
from geo.words import say

CLASSES = {FALLS: 1, UNDECIDED: 2, PASSES: 3}
"""Value of a cell of the raster for each outcome; 0 lies outside."""
COLOURS = {0: (255, 255, 255), 1: (205, 176, 139), 2: (246, 245, 241), 3: (165, 220, 192)}
"""Colours of those cells, as on the sheet."""
LAND = "search_land"
"""Result: the land that was searched, `site_id` and `geometry`."""
NO_SHARE = 255
"""Value of a cell of the raster of shares where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Land:
    """What is searched."""

    areas: gpd.GeoDataFrame
    """`site_id`, `name`, `geometry`; of squares also `column` and `row`."""
    area_is: str
    """What the size of an area is; nothing for squares."""


def _run(work: Work) -> Made:
    asked = work.plan.finder
    if asked is None:
        return Made()
    profile = work.inputs().finder_profile
    land = _land(work, asked)
    facts = land_facts(work, land.areas, profile, area_is=land.area_is)
    work.advance(1, 2)
    names = land.areas["name"].to_numpy(dtype=object)
    found = search(facts, profile, land.areas.geometry.area.to_numpy(), names=names)
    rasters = _rasters(work, asked, land, found, profile)
    work.advance(2, 2)
    tables = ((FINDER, found.table), (FINDER_SUMMARY, found.summary))
    return Made(results={LAND: land.areas[["site_id", "geometry"]]}, tables=tables, files=rasters)


def searched_land(work: Work) -> gpd.GeoDataFrame:
    """Give the land that was searched with what came of it, sorted by id; for stages after this one."""
    return gpd.GeoDataFrame(work.frame(LAND)).merge(work.frame(FINDER.name), on="site_id")


def _land(work: Work, asked: Finder) -> _Land:
    inputs, crs = work.inputs(), read_crs(work.plan.plan.crs)
    if asked.areas is None or inputs.areas is None:
        province = shapely.union_all(inputs.own_provinces.geometry.to_numpy())
        return _Land(areas=squares(province, asked.grid_m, crs).assign(name=""), area_is="")
    areas = inputs.areas[inputs.areas.geometry.area >= asked.min_area_m2]
    return _Land(areas=areas.reset_index(drop=True), area_is=asked.area_is)


def _rasters(work: Work, asked: Finder, land: _Land, found: Search, profile: Profile) -> tuple[Path, Path]:
    """Write the outcome of each cell, and the share of rules that is met there."""
    grid = grid_over(tuple(land.areas.total_bounds), asked.search_m)
    outcome = np.asarray(found.table["passed"].map(CLASSES), dtype=np.uint8)
    share = _share(found.table)
    crs, folder = read_crs(work.plan.plan.crs), work.outputs.processed
    about = {"PROFIEL": profile.named, "PEILDATUM": f"{work.plan.plan.reference_date:%Y-%m-%d}"}
    province = work.imprint().province
    named = {f"WAARDE_{value}": say(f"eligible.{word}") for word, value in CLASSES.items()}
    classes = write_raster(
        folder / "zoekkaart.tif",
        _cells(grid, land, outcome, outcome, nodata=0),
        grid,
        crs=crs,
        nodata=0,
        tags={"TITEL": say("search.raster.classes", province=province), **about,
              "WAARDE_0": say("search.raster.outside"), **named},
        colours=COLOURS,
    )  # fmt: skip
    shares = write_raster(
        folder / "zoekkaart-aandeel.tif",
        _cells(grid, land, share, outcome, nodata=NO_SHARE),
        grid,
        crs=crs,
        nodata=NO_SHARE,
        tags={"TITEL": say("search.raster.share", province=province), **about,
              "EENHEID": say("search.raster.percent"), f"WAARDE_{NO_SHARE}": say("search.raster.no_share")},
        colours={},
    )  # fmt: skip
    return classes, shares


def _share(table: pd.DataFrame) -> Bytes:
    """Give the share of the rules that is met, in whole per cents."""
    met, asked = (np.asarray(table[name], dtype=np.float64) for name in ("rules_met", "rules_asked"))
    return np.asarray(np.where(asked > 0, np.rint(100 * met / np.maximum(asked, 1)), NO_SHARE), dtype=np.uint8)


def _cells(grid: CellGrid, land: _Land, value: Bytes, outcome: Bytes, *, nodata: int) -> Bytes:
    """Give each cell its value; where areas overlap, that of the one that came farthest."""
    if not land.area_is:
        columns, rows = (land.areas[name].to_numpy() for name in ("column", "row"))
        return put(grid, columns, rows, value, nodata=nodata)
    order = np.argsort(outcome, kind="stable")
    return burn(grid, land.areas.geometry.to_numpy()[order], value[order], nodata=nodata)


STAGE = Stage(
    name="finder",
    needs=("extract", "landscape", "portfolio"),
    reads=(
        "osm", "locations", "candidates", "boundaries", "replace", "addresses", "country", "population", "gtfs",
        "finder", "profiles", "layers",
    ),
    sections=("plan", "input", "distances", "transit", "candidates", "finder", "layers"),
    run=_run,
)  # fmt: skip
