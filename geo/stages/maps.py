"""Stage: the map sheets, one by one and together as the map appendix."""

from collections.abc import Sequence
from functools import partial

import geopandas as gpd
import pandas as pd

from geo.crs import read_crs
from geo.errors import Message, MissingToolError
from geo.figures import format_number
from geo.maps import style
from geo.maps.atlas import Plate, write_atlas
from geo.maps.basemap import Basemap, prepare_basemap
from geo.maps.print_run import Drawn, on_paper
from geo.maps.region import Region, find_region
from geo.plain_text import plain
from geo.stages.networks import edge_of
from geo.stages.press import print_shop
from geo.stages.sheet_job import SheetJob
from geo.stages.sheet_list import APPENDIX, sheet_jobs
from geo.stages.stage import Made, Stage, Work
from geo.store import whole_file
from geo.words import say

_MOST_TOLD = 6
"""How many names with a letter that is missing are told."""


def _run(work: Work) -> Made:
    jobs = tuple(sheet_jobs(work))
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
    return Made(results=sheets, files=tuple(files), missing=missing, noticed=(*shop.remarks, *letters_missing(drawn)))


def letters_missing(drawn: Sequence[Drawn]) -> tuple[Message, ...]:
    """Say, once for all sheets, which letters of which names their font lacks; these are drawn as question marks."""
    found: dict[str, str] = {}
    for sheet in drawn:
        cells = (str(cell) for row in sheet.info.table.itertuples(index=False) for cell in row)
        for text in (sheet.info.title, *cells):
            if signs := style.lacking(text):
                told = say("maps.letters_in", signs=" ".join(signs), text=plain(text), sheet=sheet.info.number)
                found.setdefault(plain(text), told)
    if not found:
        return ()
    listed = "; ".join([*found.values()][:_MOST_TOLD])
    return (Message.of("maps.letters", count=format_number(len(found)), listed=listed),)


def _plates(jobs: Sequence[SheetJob], drawn: Sequence[Drawn]) -> tuple[Plate, ...]:
    """Choose what stands in the appendix: a sheet of a chapter in its largest size, of a location in its smallest."""
    chosen: dict[int, tuple[SheetJob, Drawn]] = {}
    for job, sheet in zip(jobs, drawn, strict=True):
        other = chosen.get(id(job.draw))
        larger = other is not None and job.size.width_mm > other[0].size.width_mm
        if other is None or larger == (job.chapter != APPENDIX):
            chosen[id(job.draw)] = (job, sheet)
    return tuple(
        Plate(
            chapter=say("atlas.locations") if job.chapter == APPENDIX else say(f"report.chapter.{job.chapter}"),
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


STAGE = Stage(
    name="maps",
    needs=(
        "extract", "landscape", "distances", "catchments", "routes", "portfolio", "coverage", "filling", "finder",
        "candidate_facts", "ranking",
    ),
    reads=(
        "osm", "locations", "candidates", "boundaries", "regions", "partnership_members", "need", "population",
        "capacity_steps", "replace", "addresses", "finder", "profiles", "logo",
    ),
    sections=("plan", "input", "distances", "maps", "finder", "layers"),
    run=_run,
)  # fmt: skip
