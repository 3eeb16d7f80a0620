"""Stage: a fact sheet of each candidate, and all of them together, the best ranked first."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields
from functools import partial
from typing import Any

import pandas as pd

from geo.figures import format_number
from geo.imprint import Imprint
from geo.maps.binding import bind
from geo.maps.candidate_content import CandidateContent
from geo.maps.candidate_maps import LOCATOR_H, LOCATOR_W
from geo.maps.candidate_rows import CandidateTables, candidate_contents
from geo.maps.locator import prepare_locator
from geo.maps.place_mark import point_of, text_cell
from geo.maps.print_run import candidate_on, room_on
from geo.maps.sheets import sheet_name
from geo.maps.site import Near, Site
from geo.stages.imprint import imprint_of_sheet
from geo.stages.maps import basemap_of, region_on
from geo.stages.press import print_shop
from geo.stages.sheets_locations import catchments_of, near_sites
from geo.stages.stage import Made, Stage, Work
from geo.store import whole_file
from geo.words import say

_LISTED = ["name", "number", "title"]


def _run(work: Work) -> Made:
    candidates = work.inputs().candidates
    if candidates.empty:
        return Made()
    tables = CandidateTables(**{table.name: work.frame(table.name) for table in fields(CandidateTables)})
    contents = candidate_contents(candidates, tables)
    imprint, rows = _imprint(work), {str(row["location_id"]): row for row in candidates.to_dict("records")}
    near_of = near_sites(work)
    told = [(content, _site(work, rows[content.candidate_id], near_of), imprint) for content in contents]
    locator = prepare_locator(region_on(work, basemap_of(work)), LOCATOR_W, LOCATOR_H)
    with print_shop(work, locator, len(told)) as shop:
        # All sheets tell the same facts, as many as the fullest has room for.
        facts = min(shop.run([partial(room_on, *each) for each in told]))
        drawn = shop.sheets([partial(candidate_on, *each, facts) for each in told])
    together = work.outputs.maps / f"{sheet_name(say('sheet.together_name'), '', imprint)}.pdf"
    bookmarks = [_bookmark(content) for content in contents]
    with whole_file(together) as beside:
        pages = zip(bookmarks, (sheet.pdf for sheet in drawn), strict=True)
        bind(pages, beside, title=say("sheet.together", title=imprint.title))
    listed = pd.DataFrame([(one.info.name, one.info.number, one.info.title) for one in drawn], columns=_LISTED)
    files = (*(path for sheet in drawn for path in sheet.files), together)
    return Made(results={"fact_sheets": listed}, files=files, noticed=shop.remarks)


def _imprint(work: Work) -> Imprint:
    """Name the sources of the maps alone; the facts have footnotes of their own."""
    return imprint_of_sheet(work, "candidate", work.plan.maps.categories)


def _bookmark(content: CandidateContent) -> str:
    name = f"{content.candidate_id} {content.name}"
    if content.standing.rank is None:
        return f"{name} ({say(f'eligible.{content.screening}')})"
    return say("sheet.ranked", rank=format_number(content.standing.rank), name=name)


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
