"""Chapter 5: flexible forms of reception."""

from geo.report.chapters.parts import counted, fact, heading, maps, opening, rows_of, table
from geo.report.content import Block
from geo.report.results import ReportInput


def blocks(results: ReportInput) -> tuple[Block, ...]:
    """Give chapter 5."""
    found = rows_of(results.flexible, "locations")
    portfolio = results.portfolio
    if found is None and portfolio is not None and "flexible_form" in portfolio.frame:
        forms = portfolio.frame["flexible_form"]
        number = int((forms.notna() & forms.ne("")).sum())
        found = counted(number, "locations", f"{portfolio.table.name}.flexible_form")
    return (
        *opening(results, 5),
        heading("flexible"),
        fact(results, "flexible", 5, locations=found),
        table(results.flexible, "5.1", "flexible"),
        *maps(results, 5),
    )
