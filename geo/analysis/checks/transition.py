"""Checks of reserve, scenarios and transition (chapters 6 and 7)."""

from collections.abc import Iterator

from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import breach, iso
from geo.analysis.coverage import in_area
from geo.analysis.supply import in_bucket, standing_on
from geo.findings import Finding
from geo.quarters import Quarter

_DIRECTIONS = {"higher": "hoger", "lower": "lager"}


def reserve(given: CheckInput) -> Iterator[Finding]:
    """Check that there is reserve, and that a higher and a lower need are both described."""
    if given.reserve is None or given.reserve.empty:
        yield breach("no_reserve")
    names = [name.casefold() for name in given.texts if name.split("-", 1)[0].lstrip("0") == "6"]
    missing = [key for key, word in _DIRECTIONS.items() if not any(word in name for name in names)]
    if len(missing) == 1:
        yield breach("scenario_one_way", direction=missing[0])


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
        bare = given.voluntary["reason"].isna() | given.voluntary["until"].isna()
        if bare.any():
            yield breach("voluntary_no_reason", rows=int(bare.sum()))


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
