"""All sheets of a plan in the order of its chapters: which there are, and on which paper."""

from collections.abc import Iterator
from string import ascii_lowercase

from geo.maps.paper_size import SIZES
from geo.stages.search_sheet import search_drawings
from geo.stages.sheet_job import Draw, SheetJob, on_each
from geo.stages.sheets_candidates import candidate_drawings
from geo.stages.sheets_context import context_drawings
from geo.stages.sheets_filling import filling_drawings, portfolio_drawing
from geo.stages.sheets_flexible import flexible_drawings
from geo.stages.sheets_locations import location_drawings
from geo.stages.sheets_regions import region_drawings
from geo.stages.sheets_scaling import reserve_drawings
from geo.stages.sheets_transition import year_drawings
from geo.stages.stage import Work

APPENDIX = 0
"""Chapter of the sheets that stand in the appendix alone."""


def sheet_jobs(work: Work) -> Iterator[SheetJob]:
    """List the sheets in their order, each with the chapter that shows it and its paper."""
    sizes = tuple(SIZES[name] for name in work.plan.maps.sizes)
    of_location = tuple(SIZES[name] for name in work.plan.maps.location_sizes)
    for chapter, draw in _of_province(work):
        yield from on_each(sizes, chapter, draw)
    for draw in location_drawings(work):
        yield from on_each(of_location, APPENDIX, draw)


def _of_province(work: Work) -> Iterator[tuple[int, Draw]]:
    filling = tuple(filling_drawings(work))
    chapters = (
        (1, context_drawings(work)),
        (2, iter((portfolio_drawing(work),))),
        (3, region_drawings(work)),
        (4, iter(filling)),
        (4, candidate_drawings(work, number=f"4{ascii_lowercase[len(filling)]}")),
        (4, search_drawings(work)),
        (5, flexible_drawings(work)),
        (6, reserve_drawings(work)),
        (7, year_drawings(work)),
    )
    for chapter, drawings in chapters:
        for draw in drawings:
            yield chapter, draw
