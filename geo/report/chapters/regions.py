"""Chapter 3: regional cooperation and regions."""

from geo.report.chapters.parts import distinct, fact, heading, maps, opening, optional, rows_of, table
from geo.report.content import Block
from geo.report.results import ReportInput


def blocks(results: ReportInput) -> tuple[Block, ...]:
    """Give chapter 3."""
    contacts = optional(results.contacts, "3.3", "contacts")
    return (
        *opening(results, 3),
        heading("partnerships"),
        fact(results, "partnerships", 3, partnerships=rows_of(results.partnerships, "partnerships")),
        table(results.partnerships, "3.1", "partnerships"),
        heading("regions"),
        fact(results, "regions", 3, regions=distinct(results.regions, "region_id", "regions")),
        table(results.regions, "3.2", "regions"),
        *((heading("contacts"), *contacts) if contacts else ()),
        *maps(results, 3),
    )
