"""Chapter 1: administrative and social context."""

from geo.report.chapters.parts import distinct, fact, heading, maps, opening, optional, rows_of, table, total
from geo.report.content import Block
from geo.report.results import ReportInput, Shown
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
        *_attention(results),
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
        *_municipalities(results),
        *((heading("opportunities"), *optional_tables) if optional_tables else ()),
        *((heading("obligations"), *owed) if owed else ()),
        *maps(results, 1),
    )  # fmt: skip


def _attention(results: ReportInput) -> tuple[Block, ...]:
    """Give what follows from the data; without streets nothing is known of what can be reached, and that is said."""
    if results.attention is None or results.attention.frame.empty:
        return ()
    note = say("report.reach_unknown") if results.distances is None else ""
    return (table(results.attention, "1.4", "attention", note=note),)


def _municipalities(results: ReportInput) -> tuple[Block, ...]:
    """Give the table of municipalities; the half year, which is the same for all, stands below it."""
    shown = results.municipalities
    if shown is None or shown.frame.empty:
        return ()
    half = _half_year(shown)
    told = Shown(table=shown.table, frame=shown.frame.drop(columns="half_year", errors="ignore"))
    return (table(told, "1.1", "municipalities", note=say("report.of_half_year", half_year=half) if half else ""),)


def _half_year(shown: Shown) -> str:
    halves = shown.frame["half_year"].dropna() if "half_year" in shown.frame else shown.frame.iloc[:0, 0]
    return str(halves.iloc[-1]) if len(halves) else ""


def _obligations(results: ReportInput) -> tuple[Block, ...]:
    """Tell who is on schedule, and of which half year."""
    shown = results.obligations
    if shown is None or shown.frame.empty:
        return ()
    half = _half_year(shown)
    told = say("report.obligations_note", half_year=half) if half else ""
    without = Shown(table=shown.table, frame=shown.frame.drop(columns="half_year", errors="ignore"))
    return (table(without, "1.5", "obligations", note=told),)
