"""Chapter 1: administrative and social context."""

from geo.report.chapters.parts import distinct, fact, heading, maps, opening, optional, rows_of, table, total
from geo.report.content import Block
from geo.report.results import ReportInput
from geo.words import say


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
        *optional(results.attention, "1.4", "attention"),
    )
    owed = _obligations(results)
    return (
        *opening(results, 1),
        *(people if inhabitants is not None else ()),
        fact(
            results, "context", 1,
            municipalities=distinct(results.portfolio, "municipality", "municipalities"),
            locations=rows_of(results.portfolio, "locations"),
        ),
        *optional(results.facts, "1.0", "facts"),
        *optional(given, "1.1", "municipalities"),
        *((heading("opportunities"), *optional_tables) if optional_tables else ()),
        *((heading("obligations"), *owed) if owed else ()),
        *maps(results, 1),
    )  # fmt: skip


def _obligations(results: ReportInput) -> tuple[Block, ...]:
    """Tell who is on schedule, and of which half year."""
    shown = results.obligations
    if shown is None or shown.frame.empty:
        return ()
    halves = shown.frame["half_year"].dropna()
    told = say("report.obligations_note", half_year=halves.iloc[-1]) if len(halves) else ""
    return (table(shown, "1.5", "obligations", note=told),)
