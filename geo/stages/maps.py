"""Stage: the map sheets, one by one and together as the map appendix."""

from collections.abc import Iterator, Sequence
from functools import partial

import geopandas as gpd
import pandas as pd

from geo.crs import read_crs
from geo.errors import Message, MissingToolError
from geo.maps.atlas import Plate, write_atlas
from geo.maps.basemap import Basemap, prepare_basemap
from geo.maps.ground import Region, find_region
from geo.maps.paper_size import SIZES
from geo.maps.print_run import Drawn, on_paper
from geo.stages.networks import edge_of
from geo.stages.press import print_shop
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
    jobs = tuple(_jobs(work))
    with print_shop(work, region_on(work, basemap_of(work)), len(jobs)) as shop:
        drawn = shop.sheets([partial(on_paper, job.draw, job.size) for job in jobs])
    files = [path for sheet in drawn for path in sheet.files]
    imprint, missing = work.imprint(), tuple[Message, ...]()
    appendix = work.outputs.maps / f"kaartenbijlage-{imprint.edition}.pdf"
    try:
        with whole_file(appendix) as beside:
            write_atlas(_plates(jobs, drawn), beside, imprint=imprint)
        files.append(appendix)
    except MissingToolError as error:
        missing = tuple(part for part in error.args if isinstance(part, Message))
    sheets = {"sheets": _listed(jobs, drawn)}
    return Made(results=sheets, files=tuple(files), missing=missing, noticed=shop.remarks)


def _plates(jobs: Sequence[SheetJob], drawn: Sequence[Drawn]) -> tuple[Plate, ...]:
    """Choose what stands in the appendix: a sheet of a chapter in its largest size, of a location in its smallest."""
    chosen: dict[int, tuple[SheetJob, Drawn]] = {}
    for job, sheet in zip(jobs, drawn, strict=True):
        other = chosen.get(id(job.draw))
        larger = other is not None and job.size.width_mm > other[0].size.width_mm
        if other is None or larger == (job.chapter != _APPENDIX):
            chosen[id(job.draw)] = (job, sheet)
    return tuple(
        Plate(
            chapter=say("atlas.locations") if job.chapter == _APPENDIX else say(f"report.chapter.{job.chapter}"),
            info=sheet.info,
            pdf=sheet.pdf,
        )
        for job, sheet in chosen.values()
    )


def _listed(jobs: Sequence[SheetJob], drawn: Sequence[Drawn]) -> pd.DataFrame:
    rows = [
        (sheet.info.name, sheet.info.number, sheet.info.title, job.chapter, job.size.name, sheet.info.alt_text)
        for job, sheet in zip(jobs, drawn, strict=True)
    ]
    return pd.DataFrame(rows, columns=["name", "number", "title", "chapter", "size", "alt"])


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
    needs=("extract", "landscape", "distances", "catchments", "portfolio", "coverage", "filling", "finder"),
    reads=(
        "osm", "locations", "candidates", "boundaries", "regions", "need", "population", "capacity_steps", "replace",
        "addresses", "finder", "profiles",
    ),
    sections=("plan", "input", "distances", "maps", "finder", "layers"),
    run=_run,
)  # fmt: skip
