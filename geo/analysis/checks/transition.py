"""Checks of the transition by day, and of what is offered voluntarily (chapter 7)."""

from collections.abc import Iterator

import pandas as pd

from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import SHORT_TERM_MONTHS, breach, iso
from geo.analysis.coverage import in_area
from geo.analysis.supply import ONE_DAY, in_bucket, standing_on
from geo.findings import Finding
from geo.quarters import Quarter


def transition(given: CheckInput) -> Iterator[Finding]:
    """List the shortages and dips by day, and voluntary places without reason or end."""
    for code, table in (("shortage_days", given.shortages), ("dip", given.dips)):
        for row in table.to_dict("records"):
            ids = [part.split(":", 1)[1] for part in row["cause"].split(";") if ":" in part]
            yield breach(
                code, ids, area=given.area_name(row["area_id"]), bucket=row["bucket"], places=int(row["places"]),
                first=iso(row["from"]), last=iso(row["until"]), unknown=int(row["unknown_locations"]),
            )  # fmt: skip
    yield from _untestable_dips(given)
    if given.voluntary is not None:
        yield from _voluntary(given.voluntary, given.last)


def _voluntary(voluntary: pd.DataFrame, horizon: pd.Timestamp) -> Iterator[Finding]:
    """Check that what is offered voluntarily has a reason, an end, and is for the short term."""
    bare = voluntary["reason"].isna() | voluntary["until"].isna()
    if bare.any():
        yield breach("voluntary_no_reason", rows=int(bare.sum()))
    dated = voluntary.dropna(subset=["from", "until", "places"]).sort_values(["from", "until", "places"], kind="stable")
    for row in dated.to_dict("records"):
        places, first, last = int(row["places"]), iso(row["from"]), iso(row["until"])
        if row["until"] + ONE_DAY > row["from"] + pd.DateOffset(months=SHORT_TERM_MONTHS):
            yield breach("voluntary_long", places=places, first=first, last=last, months=SHORT_TERM_MONTHS)
        if row["until"] > horizon:
            yield breach("voluntary_beyond", places=places, first=first, last=last, date=iso(horizon))


def _untestable_dips(given: CheckInput) -> Iterator[Finding]:
    """Find provinces whose need is not known yet and whose places on the reference date are not all known."""
    today = str(Quarter.of(given.reference_date.date()))
    table = given.coverage
    later = table[(table["bucket"] == "totaal") & (table["quarter"] >= today) & table["need_min"].isna()]
    for area in given.areas:
        if area.level == "province" and (later["region_id"] == area.area_id).any():
            standing = standing_on(in_bucket(in_area(given.supply, area), "totaal"), given.reference_date)
            unknown = list(standing.loc[standing["unknown"] > 0, "location_id"])
            if unknown:
                named = given.locations_named(unknown)
                yield breach(
                    "dip_untestable", unknown, area=given.area_name(area.area_id), locations=len(unknown), names=named
                )
