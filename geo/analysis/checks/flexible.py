"""Checks of the flexible forms (chapter 5): are they complete, possible, and of locations that stay."""

from collections.abc import Iterator

import pandas as pd

from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import breach, each
from geo.analysis.flexible import is_flexible
from geo.findings import Finding
from geo.tables.choices import ENDED, TARGET_GROUPS


def flexible(given: CheckInput) -> Iterator[Finding]:
    """Check the range, form, target groups and switching time of every flexible location, and that it stays."""
    ranged = given.locations["places_min"].notna()
    sites = given.locations[is_flexible(given.locations) | ranged]
    low, high, form = sites["places_min"], sites["places_max"], sites["flexible_form"].fillna("")
    yield from each("flexible_half_range", sites[low.notna() != high.notna()])
    yield from each("flexible_no_range", sites[(form != "") & low.isna() & high.isna()])
    yield from each("flexible_no_form", sites[form == ""])
    yield from each("flexible_no_switch", sites[sites["switch_days"].isna()])
    yield from each("flexible_ends", sites[sites["decision"].fillna("") == ENDED])
    for row in sites[(high > sites["capacity"]).fillna(value=False)].to_dict("records"):
        yield breach(
            "flexible_above_capacity", [row["location_id"]],
            name=str(row["name"]), high=int(row["places_max"]), places=int(row["capacity"]),
        )  # fmt: skip
    yield from _groups(sites)
    yield from _full_use(given, sites)


def _groups(sites: pd.DataFrame) -> Iterator[Finding]:
    """Find target groups that are none of the known ones."""
    for row in sites.to_dict("records"):
        own = tuple(sorted(group for group in row["target_groups"] or () if group not in TARGET_GROUPS))
        if own:
            yield breach("target_group_unfamiliar", [row["location_id"]], name=str(row["name"]), groups=own)


def _full_use(given: CheckInput, sites: pd.DataFrame) -> Iterator[Finding]:
    """Say that the quarter table counts flexible places in full use, and what that is at most."""
    wide = sites[(sites["places_max"] > sites["places_min"]).fillna(value=False)]
    if len(wide):
        ids = sorted(str(one) for one in wide["location_id"])
        spread = int((wide["places_max"] - wide["places_min"]).sum())
        yield breach("flexible_full_use", ids, places=spread, locations=len(ids), names=given.locations_named(ids))
