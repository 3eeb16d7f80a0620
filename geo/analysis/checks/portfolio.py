"""Checks of the data of each location (chapter 2)."""

from collections.abc import Iterator

from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import EXPIRY_MONTHS, breach, each, iso
from geo.analysis.portfolio import months_between
from geo.findings import Finding


def locations(given: CheckInput) -> Iterator[Finding]:
    """Check that capacity and term are known, and list what expires."""
    sites = given.locations
    lacking = given.supply.groupby("location_id")["missing"].agg(",".join)
    missing = sites["location_id"].map(lacking).fillna("")
    yield from each("unknown_capacity", sites[missing.str.contains("capacity")])
    yield from each("unknown_term", sites[missing.str.contains("start|end")])
    for row in sites.dropna(subset=["agreement_end"]).fillna({"decision": ""}).to_dict("records"):
        months = months_between(given.reference_date, row["agreement_end"])
        ids, name, until = [row["location_id"]], str(row["name"]), iso(row["agreement_end"])
        if row["agreement_end"] < given.reference_date:
            if row["decision"] in ("voortzetten", "omvormen"):
                yield breach("expired", ids, name=name, until=until)
        elif months is not None and months < EXPIRY_MONTHS:
            yield breach("expiring", ids, name=name, until=until, months=months)
