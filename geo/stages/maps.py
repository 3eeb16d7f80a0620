"""Stage: the map sheets, one by one and together as the map appendix."""

from collections.abc import Iterator

import geopandas as gpd
import pandas as pd

from geo.analysis.need import main_scenario
from geo.analysis.portfolio import total_of
from geo.crs import read_crs, to_crs
from geo.figures import add_up
from geo.maps.allocation import allocation_sheet
from geo.maps.basemap import Basemap, prepare_basemap
from geo.maps.coverage import coverage_sheet
from geo.maps.ground import Region, find_region
from geo.maps.location import location_sheet
from geo.maps.marks import point_of
from geo.maps.portfolio import portfolio_sheet
from geo.maps.sheets import Sheet, write_page, write_pdf, write_png
from geo.maps.site import Near, Site, nearby
from geo.quarters import Quarter
from geo.stages.areas import region_shapes
from geo.stages.networks import edge_of, facilities_in_force, limit_words
from geo.stages.search_sheet import sheet_of_search
from geo.stages.stage import Made, Stage, Work
from geo.store import whole_file
from geo.words import say

_LETTERS = "abcdefgh"
_APPENDIX = 0
"""Chapter of the sheets that stand in the appendix alone."""


def _run(work: Work) -> Made:
    imprint, folder = work.imprint(), work.outputs.maps
    drawn: list[tuple[int, Sheet]] = []
    total = _count(work)
    for done, (chapter, sheet) in enumerate(_sheets(work, basemap_of(work)), start=1):
        with whole_file(folder / f"{sheet.info.name}.png") as beside:
            write_png(sheet, beside)
        drawn.append((chapter, sheet))
        work.advance(done, total)
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


def _count(work: Work) -> int:
    search = int(work.plan.finder is not None)
    return 2 + len(_buckets(work)) + search + len(work.inputs().locations)


def _sheets(work: Work, basemap: Basemap) -> Iterator[tuple[int, Sheet]]:
    """Draw the sheets in their order, each with the chapter that shows it."""
    inputs = work.inputs()
    region = find_region(inputs.municipalities, inputs.provinces, inputs.province_codes, basemap)
    yield 2, _portfolio(work, region)
    yield 4, _allocation(work, region)
    for letter, bucket in zip(_LETTERS[1:], _buckets(work), strict=False):
        yield 4, _coverage(work, region, bucket, f"4{letter}")
    search = sheet_of_search(work, region)
    if search is not None:
        yield 4, search
    for site in _sites(work):
        yield _APPENDIX, location_sheet(site, basemap, imprint=work.imprint(), limits=limit_words(work.plan))


def _portfolio(work: Work, region: Region) -> Sheet:
    inputs, standing = work.inputs(), work.frame("standing")
    rows = gpd.GeoDataFrame(inputs.locations[["location_id", "geometry"]].merge(standing, on="location_id"))
    return portfolio_sheet(
        rows,
        region,
        imprint=work.imprint(),
        number="2",
        total=total_of(standing, "regular"),
    )


def _allocation(work: Work, region: Region) -> Sheet:
    inputs, overview = work.inputs(), work.frame("allocation_overview")
    rows = gpd.GeoDataFrame(inputs.locations[["location_id", "open", "geometry"]].merge(overview, on="location_id"))
    places = [None if pd.isna(value) else float(value) for value in overview["places"]]
    return allocation_sheet(
        rows,
        region,
        imprint=work.imprint(),
        number="4a",
        quarter=work.plan.quarters[-1],
        total=add_up(places, unit=say("report.unit.places"), source="allocation_overview.places"),
    )


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


def _coverage(work: Work, region: Region, bucket: str, number: str) -> Sheet:
    inputs, coverage = work.inputs(), work.frame("coverage")
    quarters = _quarters(work)
    rows = coverage[(coverage["bucket"] == bucket) & coverage["quarter"].isin([str(one) for one in quarters])]
    return coverage_sheet(
        region_shapes(inputs),
        rows[rows["scenario"] == main_scenario(inputs.table("need"))],
        region,
        imprint=work.imprint(),
        number=number,
        bucket=bucket,
        quarter=quarters[-1],
    )


def _sites(work: Work) -> Iterator[Site]:
    catchments = work.frame("catchments")
    for row in work.inputs().locations.to_dict("records"):
        own = catchments[catchments["location_id"] == row["location_id"]]
        spot = point_of(row["geometry"])
        if spot is not None:
            yield Site(
                location_id=row["location_id"],
                name=row["name"],
                municipality=row["municipality"] if isinstance(row["municipality"], str) else "",
                xy=spot,
                open=bool(row["open"]),
                catchments=dict(zip(own["limit_m"], own["geometry"], strict=True)),
                near=near_site(work, row["location_id"]),
            )


def near_site(work: Work, location_id: str) -> tuple[Near, ...]:
    """Give what is near a location or candidate on foot."""
    distances, crs = work.frame("distances"), read_crs(work.plan.plan.crs)
    own = distances[(distances["origin_id"] == location_id) & (distances["mode"] == "walk")]
    every = facilities_in_force(work.extract(), work.inputs())
    named = every[every["facility_id"].isin(list(own["facility_id"]))]
    return nearby(own, to_crs(named, crs), work.plan.maps.categories)


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
