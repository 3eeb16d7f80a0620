"""Chapter 1: administrative and social context."""

from geo.report.chapters.parts import distinct, fact, heading, maps, opening, optional, rows_of, total
from geo.report.content import Block
from geo.report.results import ReportInput


def blocks(results: ReportInput) -> tuple[Block, ...]:
    """Give chapter 1."""
    given = results.municipalities
    inhabitants = total(given, "inhabitants", "inhabitants")
    people = (
        fact(results, "inhabitants", 1, inhabitants=inhabitants, municipalities=rows_of(given, "municipalities")),
    )
    optional_tables = (
        *optional(results.opportunities, "1.2", "opportunities"),
        *optional(results.measures, "1.3", "measures"),
    )
    return (
        *opening(results, 1),
        *(people if inhabitants is not None else ()),
        fact(
            results, "context", 1,
            municipalities=distinct(results.portfolio, "municipality", "municipalities"),
            locations=rows_of(results.portfolio, "locations"),
        ),
        *optional(given, "1.1", "municipalities"),
        *((heading("opportunities"), *optional_tables) if optional_tables else ()),
        *maps(results, 1),
    )  # fmt: skip
