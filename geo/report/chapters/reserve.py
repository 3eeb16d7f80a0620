"""Chapter 6: reserve, and what to do when the need turns out higher or lower."""

import pandas as pd

from geo.report.chapters.parts import counted, fact, heading, maps, opening, table, total
from geo.report.content import Block
from geo.report.results import ReportInput, Shown
from geo.words import say

_YEAR = 4
"""Signs of a quarter that name its year."""


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
        _scenarios(results.scenarios),
        *maps(results, 6),
    )


def _scenarios(scenarios: Shown | None) -> Block:
    """Show of every year the tightest quarter: all of them would push the higher need off the page."""
    if scenarios is None or not {"change", "quarter", "balance"} <= set(scenarios.frame):
        return table(scenarios, "6.2", "scenarios")
    shown = Shown(table=scenarios.table, frame=_tightest(scenarios.frame))
    return table(shown, "6.2", "scenarios", note=say("report.tightest"))


def _tightest(frame: pd.DataFrame) -> pd.DataFrame:
    keys = [name for name in ("area_id", "change") if name in frame]
    years = frame["quarter"].str[:_YEAR].rename("year")
    balance = frame["balance"].astype("float64").fillna(float("inf"))
    kept: pd.DataFrame = frame.loc[sorted(balance.groupby([*(frame[key] for key in keys), years]).idxmin())]
    return kept
