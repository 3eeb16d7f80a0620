"""Stage: a fact sheet of each candidate, and all of them together, the best ranked first."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from geo.figures import format_number
from geo.imprint import Imprint
from geo.maps.candidate_content import CandidateContent
from geo.maps.candidate_maps import LOCATOR_H, LOCATOR_W
from geo.maps.candidate_rows import CandidateTables, candidate_contents
from geo.maps.candidate_sheet import candidate_sheet, room_for_facts
from geo.maps.locator import prepare_locator
from geo.maps.marks import point_of, text_cell
from geo.maps.sheets import Sheet, SheetInfo, add_bookmarks, sheet_name, write_page, write_pdf, write_png
from geo.maps.site import Near, Site
from geo.stages.imprint import imprint_of_sheet
from geo.stages.maps import basemap_of, region_on
from geo.stages.sheets_locations import catchments_of, near_sites
from geo.stages.stage import Made, Stage, Work
from geo.store import whole_file
from geo.words import say


def _run(work: Work) -> Made:
    candidates = work.inputs().candidates
    if candidates.empty:
        return Made()
    tables = CandidateTables(**{table.name: work.frame(table.name) for table in fields(CandidateTables)})
    contents = candidate_contents(candidates, tables)
    imprint, folder = _imprint(work), work.outputs.maps
    together = folder / f"{sheet_name(say('sheet.together_name'), '', imprint)}.pdf"
    drawn: list[SheetInfo] = []
    with whole_file(together) as beside:
        sheets = _each_written(_named(_sheets(work, contents, imprint)), folder, drawn, work.advance, len(contents))
        write_pdf(sheets, beside, title=say("sheet.together", title=imprint.title))
        add_bookmarks(beside, [_bookmark(content) for content in contents])
    for place, info in enumerate(drawn):
        with whole_file(folder / f"{info.name}.pdf") as beside:
            write_page(together, place, beside, title=f"{info.number} {info.title}")
    files = (folder / f"{info.name}.{ending}" for info in drawn for ending in ("png", "pdf"))
    return Made(files=(*files, together))


def _imprint(work: Work) -> Imprint:
    """Name the sources of the maps alone; the facts have footnotes of their own."""
    return imprint_of_sheet(work, "candidate", work.plan.maps.categories)


def _each_written(
    sheets: Iterator[Sheet], folder: Path, drawn: list[SheetInfo], advance: Callable[[int, int], None], total: int
) -> Iterator[Sheet]:
    """Write the picture of each sheet as it comes, and remember what it is, so that not all need be kept."""
    for sheet in sheets:
        with whole_file(folder / f"{sheet.info.name}.png") as beside:
            write_png(sheet, beside)
        drawn.append(sheet.info)
        advance(len(drawn), total)
        yield sheet


def _named(sheets: Iterator[Sheet]) -> Iterator[Sheet]:
    """Add a number to names of files that two ids share, which differ only in signs or capitals."""
    taken: set[str] = set()
    for sheet in sheets:
        name, turn = sheet.info.name, 1
        while name in taken:
            turn += 1
            name = f"{sheet.info.name}-{turn}"
        taken.add(name)
        yield replace(sheet, info=replace(sheet.info, name=name))


def _bookmark(content: CandidateContent) -> str:
    name = f"{content.candidate_id} {content.name}"
    if content.standing.rank is None:
        return f"{name} ({say(f'eligible.{content.screening}')})"
    return say("sheet.ranked", rank=format_number(content.standing.rank), name=name)


def _sheets(work: Work, contents: tuple[CandidateContent, ...], imprint: Imprint) -> Iterator[Sheet]:
    basemap = basemap_of(work)
    region = region_on(work, basemap)
    locator = prepare_locator(region, LOCATOR_W, LOCATOR_H)
    rows = {str(row["location_id"]): row for row in work.inputs().candidates.to_dict("records")}
    near_of = near_sites(work)
    sites = [_site(work, rows[content.candidate_id], near_of) for content in contents]
    pairs = list(zip(contents, sites, strict=True))
    # All sheets tell the same facts, as many as the fullest has room for.
    facts = min(room_for_facts(content, site, basemap, locator, imprint=imprint) for content, site in pairs)
    for content, site in pairs:
        yield candidate_sheet(content, site, basemap, locator, imprint=imprint, facts=facts)


def _site(work: Work, row: Mapping[Hashable, Any], near_of: Callable[[str], tuple[Near, ...]]) -> Site | None:
    spot = point_of(row["geometry"])
    if spot is None:
        return None
    return Site(
        location_id=str(row["location_id"]),
        name=str(row["name"]),
        municipality=text_cell(row["municipality"]),
        xy=spot,
        open=bool(row["open"]),
        catchments=catchments_of(work, row["location_id"]),
        near=tuple(near for near in near_of(str(row["location_id"])) if near.rank == 1),
    )


STAGE = Stage(
    name="candidate_sheets",
    needs=("extract", "landscape", "distances", "catchments", "routes", "candidate_facts", "ranking"),
    reads=("osm", "locations", "candidates", "boundaries", "population", "replace", "addresses", "logo"),
    sections=("plan", "input", "distances", "maps", "candidates"),
    run=_run,
)
