"""Stage: the map sheets, one by one and together as the map appendix."""

from collections.abc import Iterator
from dataclasses import replace

import geopandas as gpd
import pandas as pd

from geo.crs import read_crs
from geo.maps.basemap import Basemap, prepare_basemap
from geo.maps.ground import Region, find_region
from geo.maps.paper_size import SIZES
from geo.maps.sheets import Sheet, write_page, write_pdf, write_png
from geo.stages.networks import edge_of
from geo.stages.search_sheet import search_drawings
from geo.stages.sheet_job import SheetJob, on_each
from geo.stages.sheets_filling import filling_drawings, portfolio_drawing
from geo.stages.sheets_locations import location_drawings
from geo.stages.stage import Made, Stage, Work
from geo.store import whole_file
from geo.words import say

_APPENDIX = 0
"""Chapter of the sheets that stand in the appendix alone."""


def _run(work: Work) -> Made:
    imprint, folder = work.imprint(), work.outputs.maps
    drawn: list[tuple[int, Sheet]] = []
    jobs, region = tuple(_jobs(work)), region_on(work, basemap_of(work))
    for done, job in enumerate(jobs, start=1):
        sheet = job.draw(region=replace(region, paper=job.size))
        with whole_file(folder / f"{sheet.info.name}.png") as beside:
            write_png(sheet, beside)
        drawn.append((job.chapter, sheet))
        work.advance(done, len(jobs))
    appendix = folder / f"kaartenbijlage-{imprint.edition}.pdf"
    with whole_file(appendix) as beside:
        write_pdf((sheet for _, sheet in drawn), beside, title=say("maps.appendix", title=imprint.title))
    for place, (_, sheet) in enumerate(drawn):
        with whole_file(folder / f"{sheet.info.name}.pdf") as beside:
            write_page(appendix, place, beside, title=sheet.headline)
    files = (folder / f"{sheet.info.name}.{ending}" for _, sheet in drawn for ending in ("png", "pdf"))
    return Made(results={"sheets": _listed(drawn)}, files=(*files, appendix))


def _listed(drawn: list[tuple[int, Sheet]]) -> pd.DataFrame:
    rows = [
        (sheet.info.name, sheet.info.number, sheet.info.title, chapter, sheet.info.alt_text) for chapter, sheet in drawn
    ]
    return pd.DataFrame(rows, columns=["name", "number", "title", "chapter", "alt"])


def basemap_of(work: Work) -> Basemap:
    """Give the ground of all sheets, in the plan's reference system."""
    crs = read_crs(work.plan.plan.crs)
    edge = edge_of(work.extract(), crs)
    return prepare_basemap(gpd.GeoDataFrame(work.frame("landscape")), crs=crs, extent=edge)


def region_on(work: Work, basemap: Basemap) -> Region:
    """Give the own provinces and what lies around them, on a base map."""
    inputs = work.inputs()
    return find_region(inputs.municipalities, inputs.provinces, inputs.province_codes, basemap)


def _jobs(work: Work) -> Iterator[SheetJob]:
    """List the sheets in their order, each with the chapter that shows it."""
    sizes = tuple(SIZES[name] for name in work.plan.maps.sizes)
    yield from on_each(sizes, 2, portfolio_drawing(work))
    for draw in filling_drawings(work):
        yield from on_each(sizes, 4, draw)
    for draw in search_drawings(work):
        yield from on_each(sizes, 4, draw)
    of_location = tuple(SIZES[name] for name in work.plan.maps.location_sizes)
    for draw in location_drawings(work):
        yield from on_each(of_location, _APPENDIX, draw)


STAGE = Stage(
    name="maps",
    needs=("extract", "landscape", "distances", "catchments", "routes", "portfolio", "coverage", "filling", "finder"),
    reads=(
        "osm", "locations", "candidates", "boundaries", "regions", "need", "population", "capacity_steps", "replace",
        "addresses", "finder", "profiles", "logo",
    ),
    sections=("plan", "input", "distances", "maps", "finder", "layers"),
    run=_run,
)  # fmt: skip
