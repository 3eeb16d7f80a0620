"""Chapter 6: reserve, and what to do when the need turns out higher or lower."""

import pandas as pd

from geo.report.chapters.parts import counted, fact, heading, maps, opening, optional, table, total, without_need
from geo.report.content import Block, Paragraph
from geo.report.results import ReportInput, Scaling, Shown
from geo.words import say

_YEAR = 4
"""Signs of a quarter that name its year."""
_COUNTS = ("unknown_locations", "unknown_reserve", "unknown", "outcome")
"""Columns that make a number a bound, or tell why there is none, and are not shown themselves."""


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
        *_growth(results.scaling.break_even),
        heading("scale_down"),
        *_down(results.scaling),
        *maps(results, 6),
    )


def _scenarios(scenarios: Shown | None) -> Block:
    """Show of every year the tightest quarter, of several provinces one quarter each: all would fill many pages."""
    if scenarios is None or not {"change", "quarter", "balance"} <= set(scenarios.frame):
        return table(scenarios, "6.2", "scenarios")
    if without_need(scenarios):
        return Paragraph(text=say("report.no_need", table="6.2"))
    shown = Shown(table=scenarios.table, frame=_tightest(scenarios.frame))
    return table(shown, "6.2", "scenarios", note=f"{_which(shown)} {say('report.scaling.reserve_counts')}")


def _which(shown: Shown) -> str:
    return say("report.tightest_of_area" if "area_id" in shown.frame else "report.tightest")


def _growth(given: Shown | None) -> tuple[Block, ...]:
    """Show the quarters in which the supply covers the least growth; say where none can be told."""
    if given is None or given.frame.empty:
        return ()
    if without_need(given):
        return (Paragraph(text=say("report.no_need", table="6.3")),)
    frame = given.frame if _any_reserve(given.frame) else given.frame[given.frame["rung"] == 0]
    keys = [name for name in ("area_id", "quarter") if name in given.frame]
    alone = frame[frame["rung"] == 0].assign(balance=lambda rows: rows["growth_percent"])
    kept = frame.merge(_tightest(alone)[keys], on=keys)
    untold = [say(f"growth.{outcome}") for outcome in kept["outcome"]]
    told = kept["growth_percent"].astype("object").where(kept["outcome"] == "covers", untold)
    days = kept["days"].astype("object").where(kept["days"].notna(), say("unknown.word"))
    shown = Shown(table=given.table.without(*_COUNTS), frame=kept.assign(growth_percent=told, days=days))
    least = say("report.scaling.least_of_area" if "area_id" in shown.frame else "report.scaling.least")
    if len(frame) < len(given.frame):
        least = f"{least} {say('report.scaling.no_reserve')}"
    note = f"{least} {say('report.scaling.growth_note')} {say('report.scaling.reserve_counts')}"
    return (table(shown, "6.3", "break_even", note=note),)


def _any_reserve(frame: pd.DataFrame) -> bool:
    """Tell whether any rung adds something; what nobody knows may."""
    unknown = frame["unknown_reserve"].gt(0).any() if "unknown_reserve" in frame else False
    return bool(frame["reserve"].fillna(1).gt(0).any() or unknown)


def _down(scaling: Scaling) -> tuple[Block, ...]:
    """Show what goes first; that nothing can go is said without a table."""
    given = scaling.scale_down
    if given is None or given.frame.empty:
        return (Paragraph(text=say("report.scaling.nothing")),)
    frame, flexible = given.frame, given.frame["step"] == "flexible"
    apart = say("unknown.not_applicable")
    notice = frame["notice_date"].astype("object").where(~flexible, apart)
    switch = frame["switch_days"].astype("object").where(frame["switch_days"].notna(), say("unknown.word"))
    counts = frame["cumulative"].notna()
    together = {name: frame[name].astype("object").where(counts, apart) for name in ("cumulative", "fall_percent")}
    rows = frame.assign(notice_date=notice, switch_days=switch.where(flexible, apart), **together)
    shown = Shown(table=given.table.without(*_COUNTS), frame=rows)
    note = say("report.scaling.falls_note")
    return (
        table(shown, "6.4", "scale_down", note=say("report.scaling.down_note")),
        *_falls(scaling.falls, note),
    )


def _falls(given: Shown | None, note: str) -> tuple[Block, ...]:
    """Show the falls; without a need there is nothing to fall, which is said without a table."""
    if given is not None and without_need(given):
        return (Paragraph(text=say("report.no_need", table="6.5")),)
    return optional(given, "6.5", "falls", note=note)


def _tightest(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep of every year the quarter with the lowest balance; of several provinces one of all years for each."""
    keys = [frame[name] for name in ("area_id", "change") if name in frame]
    years = [] if "area_id" in frame else [frame["quarter"].str[:_YEAR].rename("year")]
    balance = frame["balance"].astype("float64").fillna(float("inf"))
    kept: pd.DataFrame = frame.loc[sorted(balance.groupby([*keys, *years]).idxmin())]
    return kept
