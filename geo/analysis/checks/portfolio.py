"""Checks of the data of each location (chapter 2)."""

import re
from collections.abc import Iterator

from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import EXPIRY_MONTHS, breach, each, iso
from geo.analysis.portfolio import months_left
from geo.analysis.supply import EMERGENCY
from geo.findings import Finding
from geo.tables.choices import CONTINUED, CONVERTED, CURRENT_TYPES

_SEVERAL = re.compile("[,/]")
_LIKE_EMERGENCY = ("nood", "crisis")
"""Parts of a word by which an unfamiliar type may be emergency reception."""


def locations(given: CheckInput) -> Iterator[Finding]:
    """Check that capacity, term and type are known and the place is on the map, and list what expires."""
    sites = given.locations
    lacking = given.supply.groupby("location_id")["missing"].agg(",".join)
    missing = sites["location_id"].map(lacking).fillna("")
    yield from each("unknown_capacity", sites[missing.str.contains("capacity")])
    yield from each("unknown_term", sites[missing.str.contains("start|end")])
    yield from _unfamiliar_types(given)
    if given.streets == "not_given":
        yield breach("streets_not_given")
    if given.outside is not None:
        yield from each("outside_extract", given.outside)
    for row in sites.dropna(subset=["agreement_end"]).fillna({"decision": ""}).to_dict("records"):
        months = months_left(given.reference_date, row["agreement_end"])
        ids, name, until = [row["location_id"]], str(row["name"]), iso(row["agreement_end"])
        if row["agreement_end"] < given.reference_date:
            if row["decision"] in (CONTINUED, CONVERTED):
                yield breach("expired", ids, name=name, until=until)
        elif months is not None and months < EXPIRY_MONTHS:
            yield breach("expiring", ids, name=name, until=until, months=months)


def _unfamiliar_types(given: CheckInput) -> Iterator[Finding]:
    """Find current types that are none of the known ones, nor several of them: they count as regular reception."""
    sites = given.locations
    own = sites[~sites["current_type"].fillna("").map(_familiar)]
    for kind, rows in own.groupby("current_type"):
        ids = [str(one) for one in rows["location_id"]]
        meant = EMERGENCY[0] if any(part in str(kind).casefold() for part in _LIKE_EMERGENCY) else ""
        named = given.locations_named(ids)
        yield breach("type_unfamiliar", ids, type=str(kind), locations=len(ids), names=named, meant=meant)


def _familiar(written: str) -> bool:
    """Tell whether a type is known, or several that are, as ``col, pol/vbl``; of these none may be emergency.

    Several types count as regular reception, so that emergency among them would count as regular too.
    """
    parts = [part.strip().casefold() for part in _SEVERAL.split(written)]
    regular = len(parts) > 1 and all(part in CURRENT_TYPES and part not in EMERGENCY for part in parts)
    return regular or written in ("", *CURRENT_TYPES)
