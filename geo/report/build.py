"""Puts the chapters of a plan together."""

from geo.imprint import Imprint
from geo.report.chapters import (
    actions,
    around,
    capacity,
    context,
    filling,
    flexible,
    regions,
    reserve,
    transition,
)
from geo.report.chapters.parts import title
from geo.report.content import Chapter, Content
from geo.report.results import ReportInput


def build_content(results: ReportInput, *, imprint: Imprint) -> Content:
    """Decide what a plan document says.

    Parameters
    ----------
    results
        Tables, maps, findings and texts; what is missing becomes a place to fill in.
    imprint
        Who made the plan, of what, when and in which edition.

    Returns
    -------
    content
        Reading guide, the eight chapters of the format, completeness page and annex.
    """
    eight = (
        context.blocks(results),
        capacity.blocks(results),
        regions.blocks(results),
        filling.blocks(results),
        flexible.blocks(results),
        reserve.blocks(results),
        transition.blocks(results, imprint.reference_date),
        actions.blocks(results),
    )
    chapters = [
        Chapter(ident=f"hoofdstuk-{number}", title=title(number), blocks=blocks)
        for number, blocks in enumerate(eight, start=1)
    ]
    annex = around.sources(imprint, results.weight)
    page = around.completeness([*chapters, annex], results.findings, results.gaps)
    return Content(imprint=imprint, chapters=(around.front(imprint), *chapters, page, annex))
