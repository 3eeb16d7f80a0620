"""Checks of the front matter and of chapter 1: dates, texts, owners, and the obligation to house permit holders."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import breach, iso
from geo.analysis.obligations import half_year_of, untold
from geo.findings import Finding

CHAPTERS_WITH_TEXT = range(1, 8)
"""Chapters of which the format asks a text; the eighth may be empty."""
AGENDA_YEARS = (2020, 2023)
"""First and last year of the horizon of the plans that the agenda of 2020 asked for."""
WINDOW = (pd.Timestamp("2020-05-01"), pd.Timestamp("2020-11-30"))
"""When those plans were to be drawn up: May up to and including November 2020."""


def front(given: CheckInput) -> Iterator[Finding]:
    """Check the reference date, that of the inhabitants, and the texts."""
    years = None if given.first is None else (given.first.year, given.last.year)
    if years == AGENDA_YEARS and not WINDOW[0] <= given.reference_date <= WINDOW[1]:
        yield breach("plan_window", date=iso(given.reference_date), first=iso(WINDOW[0]), last=iso(WINDOW[1]))
    yield from _inhabitants_date(given)
    written = {int(head) for name in given.texts if (head := name.split("-", 1)[0]).isdigit()}
    for chapter in CHAPTERS_WITH_TEXT:
        if chapter not in written:
            missing = breach("text_missing", described=f"text_{chapter}")
            yield replace(missing, chapter=chapter)


def _inhabitants_date(given: CheckInput) -> Iterator[Finding]:
    """Compare the year of the inhabitants with that of the plan; a date that nobody gave cannot be compared."""
    if given.municipalities is None or given.municipalities["inhabitants"].isna().all():
        return
    if given.inhabitants_date is None:
        yield breach("inhabitants_undated")
    elif given.inhabitants_date.year != given.reference_date.year:
        yield breach("inhabitants_other_year", date=iso(given.inhabitants_date), last=iso(given.reference_date))


def owners(given: CheckInput) -> Iterator[Finding]:
    """Check that a measure has a lead, and an opportunity or point of attention an owner."""
    asked = (
        ("measure_no_lead", given.measures, "measure", "lead"),
        ("opportunity_no_owner", given.opportunities, "opportunity", "owner"),
    )
    for code, frame, what, whose in asked:
        for text in [] if frame is None else frame.loc[frame[whose].fillna("").str.strip() == "", what]:
            yield breach(code, what=str(text))


def obligations(given: CheckInput) -> Iterator[Finding]:
    """Find which municipalities are behind the schedule of the half year, and of which that cannot be told.

    The total of a province repeats what its municipalities say and is in the table alone.
    """
    table = given.obligations
    if table is None or table.empty:
        return
    towns = table[table["level"] == "municipality"]
    for row in towns[towns["status"] == "behind"].to_dict("records"):
        yield breach(
            "obligation_behind", [row["code"]], name=str(row["name"]), half_year=str(row["half_year"]),
            realised=int(row["realised"]), corrected=int(row["corrected"]), share=float(row["share"]),
            expected=float(row["expected"]),
        )  # fmt: skip
    lost = towns[towns["status"] == "untestable"]
    if len(lost):
        named = given.municipalities_named(lost["code"])
        half_year = next((half for text in table["half_year"] if (half := half_year_of(text)) is not None), None)
        reason = untold(half_year, given.reference_date.date()) or "number"
        yield breach("obligation_untestable", list(lost["code"]), municipalities=len(lost), names=named, untold=reason)
