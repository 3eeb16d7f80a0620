"""Checks of the milestones with each other, with the endings, and with the horizon (chapter 7)."""

from collections.abc import Hashable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from geo.analysis.back_planning import DECISIONS, ENDINGS, LEAD_MONTHS, about_end, endings, kinds_of, months_before_end
from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import breach, iso
from geo.findings import Finding
from geo.quarters import Quarter, quarters_between

Row = Mapping[Hashable, Any]
_ORDER = (("college",), ("council",), ("signing", "permit"), ("opening",))
"""Kinds of milestone of an opening, in the order in which they come; of signing and permit either may be first."""


def milestone_order(given: CheckInput) -> Iterator[Finding]:
    """Check the order of milestones, those of endings, and those that stand outside what the plan is about."""
    if given.milestones is None or given.milestones.empty:
        yield breach("no_milestones")
        return
    sorts = given.milestones.assign(sort=kinds_of(given.milestones), of_end=about_end(given.milestones))
    rows = sorts.sort_values(["date", "milestone"], kind="stable")
    bodies = rows["body"] if "body" in rows else pd.Series(None, index=rows.index, dtype="object")
    for row in rows[rows["sort"].isin(DECISIONS) & bodies.isna()].to_dict("records"):
        yield breach("decision_no_body", _subject(row), milestone=str(row["milestone"]), date=iso(row["date"]))
    named = given.locations[given.locations["location_id"].isin(rows["subject_id"])]
    for site in named.sort_values("location_id").to_dict("records"):
        own = rows[rows["subject_id"] == site["location_id"]]
        yield from _in_order(site, own)
        yield from _before_end(site, own)
    yield from _endings(given, rows)
    yield from _horizon(given, rows)


def _subject(row: Row) -> list[str]:
    return [] if pd.isna(row["subject_id"]) else [str(row["subject_id"])]


def _in_order(site: Row, rows: pd.DataFrame) -> Iterator[Finding]:
    """Name the milestones that come after what they should come before; each with the first kind that it passes.

    Those up to the opening alone: what comes after it is a finding of its own, or about something else.
    """
    opened = rows.loc[rows["sort"] == "opening", "date"].min()
    until = max((day for day in (site["agreement_start"], opened) if pd.notna(day)), default=pd.Timestamp.max)
    own = rows[(rows["date"] <= until) & ~rows["of_end"]]
    steps = [own[own["sort"].isin(kinds)] for kinds in _ORDER]
    for before, after in pairwise([one for one in steps if len(one)]):
        one, other = before.iloc[-1].to_dict(), after.iloc[0].to_dict()
        if _surely_after(one["date"], other["date"]):
            yield breach(
                "milestone_order", [site["location_id"]], name=str(site["name"]),
                milestone=str(one["milestone"]), date=iso(one["date"]),
                next_milestone=str(other["milestone"]), first=iso(other["date"]),
            )  # fmt: skip


def _surely_after(day: pd.Timestamp, other: pd.Timestamp) -> bool:
    """Tell whether a day comes after another; a milestone of a whole quarter, its last day, may be any day in it."""
    quarter = Quarter.of(day.date())
    return bool(day > other) and not (day.date() == quarter.last_day and Quarter.of(other.date()) == quarter)


def _before_end(site: Row, rows: pd.DataFrame) -> Iterator[Finding]:
    """Find milestones after the last day of the agreement of their location: an ending that is late, or a stray."""
    end = site["agreement_end"]
    for row in rows[rows["date"] > end].to_dict("records"):
        code = "ending_after_end" if row["sort"] in ENDINGS else "milestone_after_end"
        said = {"milestone": str(row["milestone"]), "date": iso(row["date"]), "until": iso(end)}
        yield breach(code, [site["location_id"]], name=str(site["name"]), **said)


def _endings(given: CheckInput, rows: pd.DataFrame) -> Iterator[Finding]:
    """Check that the end of every location that is to end is decided in time, and before its notice date."""
    for site in endings(given.locations, reference_date=given.reference_date, last=given.last).to_dict("records"):
        key, end, notice = site["location_id"], site["agreement_end"], site["notice_date"]
        said = {"name": str(site["name"]), "until": iso(end)}
        own = rows[(rows["subject_id"] == key) & rows["of_end"] & (rows["date"] < end)]
        latest = months_before_end(end, LEAD_MONTHS)
        if len(own) and own["date"].min() > latest and not site["agreement_start"] > latest:
            row = own.iloc[0]
            yield breach("ending_decided_late", [key], milestone=str(row["milestone"]), date=iso(row["date"]), **said)
        if pd.isna(notice) or (own["date"] <= notice).any():
            continue
        code = "notice_passed" if notice < given.reference_date else "notice_undecided"
        yield breach(code, [key], date=iso(notice), **said)


def _horizon(given: CheckInput, rows: pd.DataFrame) -> Iterator[Finding]:
    """Find milestones outside the horizon, and quarters from the reference date on without any."""
    first = given.last if given.first is None else given.first
    outside = rows[(rows["date"] > given.last) | (rows["date"] < first) & (given.first is not None)]
    for row in outside.to_dict("records"):
        yield breach("milestone_outside", _subject(row), milestone=str(row["milestone"]), date=iso(row["date"]))
    today, last = (Quarter.of(day.date()) for day in (given.reference_date, given.last))
    filled = {Quarter.of(day.date()) for day in rows["date"]}
    empty = tuple(str(one) for one in quarters_between(min(today, last), last) if one not in filled)
    if empty:
        yield breach("quarters_without_milestone", quarters=empty)
