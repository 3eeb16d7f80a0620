"""Stage: the search for sites that nobody has offered yet, among the plan's own areas or squares over the province."""

from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.analysis.candidates.finder import Search, search
from geo.analysis.candidates.land import squares
from geo.crs import read_crs
from geo.figures import format_date, format_metres, format_number
from geo.maps.basemap import prepare_basemap
from geo.maps.ground import find_region
from geo.maps.qgis import write_geopackage
from geo.maps.search import SearchWords, search_sheet
from geo.maps.sheets import Sheet, write_pdf, write_png
from geo.plan_candidates import Finder
from geo.raster_file import Bytes, CellGrid, burn, grid_over, put, write_raster
from geo.stages.land_facts import land_facts
from geo.stages.networks import edge_of
from geo.stages.stage import Made, Stage, Work
from geo.store import whole_file
from geo.tables.finder import FALLS, FINDER, FINDER_SUMMARY, PASSES, UNDECIDED
from geo.tables.profiles import Profile
from geo.words import say

CLASSES = {FALLS: 1, UNDECIDED: 2, PASSES: 3}
"""Value of a cell of the raster for each outcome; 0 lies outside."""
COLOURS = {0: (255, 255, 255), 1: (239, 230, 218), 2: (200, 198, 190), 3: (0, 158, 115)}
NO_SHARE = 255
"""Value of a cell of the raster of shares where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Land:
    """What is searched."""

    areas: gpd.GeoDataFrame
    """`site_id`, `geometry`; of squares also `column` and `row`."""
    area_is: str
    """What the size of an area is; nothing for squares."""
    too_small: int
    """How many areas were left out as too small."""


def _run(work: Work) -> Made:
    asked = work.plan.finder
    if asked is None:
        return Made()
    profile = work.inputs().finder_profile
    land = _land(work, asked)
    facts = land_facts(work, land.areas, profile, area_is=land.area_is)
    work.advance(1, 3)
    found = search(facts, profile, land.areas.geometry.area.to_numpy())
    rasters = _rasters(work, asked, land, found, profile)
    package = work.outputs.processed / "zoekgebied.gpkg"
    with whole_file(package) as beside:
        write_geopackage({"zoekgebied": _layer(land, found)}, beside)
    work.advance(2, 3)
    sheets = _written(work, _sheet(work, asked, land, found, profile))
    return Made(tables=((FINDER, found.table), (FINDER_SUMMARY, found.summary)), files=(*rasters, package, *sheets))


def _land(work: Work, asked: Finder) -> _Land:
    inputs, crs = work.inputs(), read_crs(work.plan.plan.crs)
    if asked.areas is None or inputs.areas is None:
        province = shapely.union_all(inputs.own_provinces.geometry.to_numpy())
        return _Land(areas=squares(province, asked.grid_m, crs), area_is="", too_small=0)
    large = inputs.areas.geometry.area >= asked.min_area_m2
    areas = inputs.areas[large].reset_index(drop=True)
    return _Land(areas=areas, area_is=asked.area_is, too_small=int((~large).sum()))


def _layer(land: _Land, found: Search) -> gpd.GeoDataFrame:
    return land.areas[["site_id", "geometry"]].merge(found.table, on="site_id")


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


def _sheet(work: Work, asked: Finder, land: _Land, found: Search, profile: Profile) -> Sheet:
    inputs, crs = work.inputs(), read_crs(work.plan.plan.crs)
    ground = gpd.GeoDataFrame(work.frame("landscape"))
    basemap = prepare_basemap(ground, crs=crs, extent=edge_of(work.extract(), crs))
    region = find_region(inputs.municipalities, inputs.provinces, inputs.province_codes, basemap)
    if land.area_is:
        region = replace(region, window=tuple(land.areas.total_bounds))
    names = ["location_id", "open", "geometry"]
    both = [inputs.locations[names].assign(kind="location"), inputs.candidates[names].assign(kind="candidate")]
    places = gpd.GeoDataFrame(pd.concat(both, ignore_index=True), crs=crs)
    words = SearchWords(
        profile=profile.title,
        profile_dated=profile.named,
        source=profile.source,
        land=_searched(asked),
        notes=_notes(asked, land, found, profile),
    )
    return search_sheet(
        _layer(land, found), found.summary, places, region, imprint=work.imprint(), words=words
    )  # fmt: skip


def _searched(asked: Finder) -> str:
    if asked.areas is not None:
        return say("search.areas", file=asked.areas.path.rsplit("/", 1)[-1])
    return say("search.squares", side=format_metres(asked.grid_m))


def _notes(asked: Finder, land: _Land, found: Search, profile: Profile) -> tuple[str, ...]:
    """Say from where distances are, which rules with a bound were not asked, and which do not exclude."""
    bound, was_asked = [rule for rule in profile.rules if not rule.reported], set(_asked(found))
    soft = [rule.title for rule in bound if rule.id in was_asked and not rule.hard]
    left = [rule.title for rule in bound if rule.id not in was_asked]
    notes = [say("search.from_outline" if land.area_is else "search.from_middle")]
    notes += [say("search.soft", rules="; ".join(soft))] if soft else []
    notes += [say("search.not_asked", rules="; ".join(left))] if left else []
    if land.too_small:
        least = f"{format_number(asked.min_area_m2)} m²"
        notes.append(say("search.too_small", least=least, count=format_number(land.too_small)))
    if asked.areas is not None and asked.areas.source:
        day = asked.areas.reference_date
        key = "maps.source_undated" if day is None else "maps.source"
        notes.append(say(key, what=say("search.source"), credit=asked.areas.source, date=format_date(day)))
    return tuple(notes)


def _asked(found: Search) -> list[str]:
    return list(found.summary.loc[found.summary["asked"], "rule"])


def _written(work: Work, sheet: Sheet) -> tuple[Path, Path]:
    picture, page = (work.outputs.maps / f"{sheet.info.name}.{ending}" for ending in ("png", "pdf"))
    with whole_file(picture) as beside:
        write_png(sheet, beside)
    with whole_file(page) as beside:
        write_pdf([sheet], beside, title=sheet.headline)
    return picture, page


STAGE = Stage(
    name="finder",
    needs=("extract", "landscape"),
    reads=(
        "osm",
        "locations",
        "candidates",
        "boundaries",
        "replace",
        "addresses",
        "country",
        "finder",
        "profiles",
        "layers",
    ),
    sections=("plan", "input", "distances", "candidates", "finder", "layers"),
    run=_run,
)
