"""Chapter 6: reserve, and what to do when the need turns out higher or lower."""

from geo.report.chapters.parts import counted, fact, heading, maps, opening, table, total
from geo.report.content import Block
from geo.report.results import ReportInput


def blocks(results: ReportInput) -> tuple[Block, ...]:
    """Give chapter 6."""
    portfolio = results.portfolio
    has = portfolio is not None and "reserve_capacity" in portfolio.frame
    locations = None
    if portfolio is not None and has:
        number = int(portfolio.frame["reserve_capacity"].gt(0).sum())
        locations = counted(number, "locations", f"{portfolio.table.name}.reserve_capacity")
    ladder = total(results.reserve, "places", "reserve")
    return (
        *opening(results, 6),
        heading("reserve"),
        fact(results, "reserve", 6, reserve=total(portfolio, "reserve_capacity", "reserve"), locations=locations),
        *((fact(results, "reserve_table", 6, reserve=ladder),) if ladder is not None else ()),
        table(results.reserve, "6.1", "reserve"),
        heading("scenarios"),
        table(results.scenarios, "6.2", "scenarios"),
        *maps(results, 6),
    )
