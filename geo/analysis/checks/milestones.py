"""Checks that decisions come before openings, and in time (chapter 7)."""

from collections.abc import Hashable, Iterator, Mapping

import pandas as pd

from geo.analysis.back_planning import LEAD_MONTHS
from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import breach, iso
from geo.findings import Finding

_DECISION = "besluit"
_BEFORE_OPENING = (_DECISION, "vergunning", "ondertekening")
"""Kinds of milestone that an opening waits for, as part of the word."""


def milestones(given: CheckInput) -> Iterator[Finding]:
    """Check every location that opens after the reference date against the milestones that name it, and signatures."""
    yield from _signed_in_future(given)
    if given.milestones is None:
        return
    sites = given.locations
    opening = sites[(sites["agreement_start"] > given.reference_date) & (sites["agreement_start"] <= given.last)]
    kinds = given.milestones["kind"].fillna("").str.casefold()
    waits = kinds.map(lambda kind: any(word in kind for word in _BEFORE_OPENING))
    for site in opening.to_dict("records"):
        rows = given.milestones[waits & (given.milestones["subject_id"] == site["location_id"])]
        if rows.empty and pd.isna(site["signed_on"]):
            opens = iso(site["agreement_start"])
            yield breach("opening_without_decision", [site["location_id"]], name=str(site["name"]), opens=opens)
        for row in rows.assign(kind=kinds[rows.index]).to_dict("records"):
            yield from _in_time(str(row["milestone"]), row["date"], str(row["kind"]), site)


def _signed_in_future(given: CheckInput) -> Iterator[Finding]:
    """Name the agreements that are said to be signed after the reference date: that is a plan, not a fact."""
    later = given.locations[given.locations["signed_on"] > given.reference_date]
    for site in later.sort_values("location_id").to_dict("records"):
        date = iso(site["signed_on"])
        yield breach("signed_in_future", [site["location_id"]], name=str(site["name"]), date=date)


def _in_time(milestone: str, day: pd.Timestamp, kind: str, site: Mapping[Hashable, object]) -> Iterator[Finding]:
    opens = pd.Timestamp(str(site["agreement_start"]))
    said = {"milestone": milestone, "name": str(site["name"]), "decided": iso(day), "opens": iso(opens)}
    if day > opens:
        yield breach("decision_after_opening", [site["location_id"]], **said)
    elif _DECISION in kind and day > opens - pd.DateOffset(months=LEAD_MONTHS):
        yield breach("decision_late", [site["location_id"]], **said)
