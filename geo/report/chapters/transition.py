"""Chapter 7: from the present to the future portfolio, quarter by quarter."""

from dataclasses import replace
from datetime import date

import pandas as pd

from geo.report.chapters.parts import (
    fact,
    heading,
    maps,
    opening,
    optional,
    regular,
    rows_of,
    table,
    total,
    without_need,
)
from geo.report.content import Block, Paragraph, TableBlock
from geo.report.results import ReportInput, Shown
from geo.report.variant_table import deepest_shortages, has_options, variant_grid
from geo.words import say


def blocks(results: ReportInput, reference_date: date) -> tuple[Block, ...]:
    """Give chapter 7."""
    ending = _ending(regular(results.portfolio), reference_date)
    return (
        *opening(results, 7),
        heading("quarters"),
        fact(
            results, "ending", 7,
            locations=rows_of(ending, "locations"), places=total(ending, "capacity", "places"),
        ),
        _quarters(results.quarters),
        heading("milestones"),
        table(results.milestones, "7.2", "milestones", note=say("report.scaling.moments")),
        *_shortages(results),
        *_variants(results.scaling.variants),
        *_latest_days(results.scaling.back_planning, pd.Timestamp(reference_date)),
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


def _shortages(results: ReportInput) -> tuple[Block, ...]:
    """Give the shortages by day; that none was found is said without a table."""
    found = results.shortages
    if found is None:
        return (heading("shortages"), table(None, "7.3", "shortages"))
    said = fact(results, "shortages", 7, shortages=rows_of(found, "shortages"))
    return (heading("shortages"), said, *optional(found, "7.3", "shortages"))


def _variants(given: Shown | None) -> tuple[Block, ...]:
    """Say what extensions change, and set the variants side by side."""
    if given is None or given.frame.empty:
        return ()
    said = (heading("variants"), *deepest_shortages(given))
    if without_need(given):
        return (*said, Paragraph(text=say("report.no_need", table="7.4")))
    note, options = say("report.scaling.variants_note"), has_options(given)
    if not options:
        note = f"{note} {say('report.scaling.no_options')}"
    return (*said, table(variant_grid(given, options=options), "7.4", "variants", note=note))


def _latest_days(given: Shown | None, reference_date: pd.Timestamp) -> tuple[Block, ...]:
    """Give the latest days; a step without a milestone says so, and a signature of the location itself too.

    A signature after the reference date is a plan.
    """
    if given is None or given.frame.empty:
        return ()
    frame, none = given.frame, say("report.scaling.no_milestone")
    dated = frame["milestone_date"].notna()
    later = frame["milestone_date"] > reference_date
    signed = later.map({True: say("report.scaling.to_sign"), False: say("report.scaling.signed")})
    named, apart = (
        frame["milestone"].astype("object").where(frame["milestone"].notna(), signed),
        say("unknown.not_applicable"),
    )
    told = {
        "milestone": named.where(dated, none),
        "milestone_date": frame["milestone_date"].astype("object").where(dated, apart),
        **{name: frame[name].astype("object").where(frame[name].notna(), apart) for name in ("aim", "latest")},
    }
    shown = Shown(table=given.table, frame=frame.assign(**told))
    note = say("report.scaling.back_note")
    return (heading("back_planning"), table(shown, "7.5", "back_planning", note=note))
