"""Chapter 3: regional cooperation and regions."""

from geo.figures import format_km
from geo.report.chapters.parts import (
    counted,
    distinct,
    fact,
    heading,
    maps,
    opening,
    optional,
    rows_of,
    sentence,
    table,
)
from geo.report.content import Block, Paragraph
from geo.report.results import Housing, ReportInput
from geo.words import say


def blocks(results: ReportInput) -> tuple[Block, ...]:
    """Give chapter 3."""
    contacts = optional(results.contacts, "3.3", "contacts")
    shares = optional(results.shares, "3.4", "shares")
    return (
        *opening(results, 3),
        heading("partnerships"),
        fact(results, "partnerships", 3, partnerships=rows_of(results.partnerships, "partnerships")),
        table(results.partnerships, "3.1", "partnerships"),
        heading("regions"),
        fact(results, "regions", 3, regions=distinct(results.regions, "region_id", "regions")),
        table(results.regions, "3.2", "regions"),
        *((heading("contacts"), *contacts) if contacts else ()),
        *((heading("shares"), Paragraph(text=say("report.shares")), *shares) if shares else ()),
        *_housing(results.housing),
        *_indication(results),
        *maps(results, 3),
    )


def _housing(housing: Housing | None) -> tuple[Block, ...]:
    """Give the way from regional reception to the municipalities of its region."""
    if housing is None:
        return ()
    locations = counted(len(housing.reach.frame), "locations", housing.reach.table.name)
    told = {"mean": format_km(housing.mean_m), "most": format_km(housing.max_m), "mode": say(f"travel.{housing.mode}")}
    return (
        heading("housing"),
        sentence("housing", {"locations": locations}, **told),
        table(housing.reach, "3.5a", "regional_reach"),
        table(housing.distances, "3.5b", "regional_distances", note=say("report.targets")),
    )


def _indication(results: ReportInput) -> tuple[Block, ...]:
    if results.indication is None or results.indication.frame.empty:
        return ()
    return (
        heading("indication"),
        Paragraph(text=say("report.indication")),
        table(results.indication, "3.6", "indication"),
    )
