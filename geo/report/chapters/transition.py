"""Chapter 7: from the present to the future portfolio, quarter by quarter."""

from dataclasses import replace
from datetime import date

import pandas as pd

from geo.report.chapters.parts import fact, heading, maps, opening, regular, rows_of, table, total
from geo.report.content import Block, TableBlock
from geo.report.results import ReportInput, Shown
from geo.words import say


def blocks(results: ReportInput, reference_date: date) -> tuple[Block, ...]:
    """Give chapter 7."""
    ending = _ending(regular(results.portfolio), reference_date)
    found = rows_of(results.shortages, "shortages")
    return (
        *opening(results, 7),
        heading("quarters"),
        fact(
            results, "ending", 7,
            locations=rows_of(ending, "locations"), places=total(ending, "capacity", "places"),
        ),
        _quarters(results.quarters),
        *((fact(results, "shortages", 7, shortages=found),) if found is not None else ()),
        *_shortages(results.shortages),
        heading("milestones"),
        table(results.milestones, "7.2", "milestones"),
        *maps(results, 7),
    )  # fmt: skip


def _quarters(quarters: Shown | None) -> Block:
    """Give the quarter table: a turned page, and a short word for what is unknown."""
    short = say("report.short.unknown")
    block = table(quarters, "7.1", "quarters", note=say("report.unknown_note", short=short))
    return replace(block, landscape=True, unknown=short) if isinstance(block, TableBlock) else block


def _ending(portfolio: Shown | None, reference_date: date) -> Shown | None:
    if portfolio is None or "agreement_end" not in portfolio.frame:
        return None
    ends = portfolio.frame["agreement_end"]
    return Shown(table=portfolio.table, frame=portfolio.frame[ends.ge(pd.Timestamp(reference_date))])


def _shortages(shortages: Shown | None) -> tuple[Block, ...]:
    if shortages is not None and shortages.frame.empty:
        return ()
    return (table(shortages, "7.3", "shortages"),)
