"""Checks of regions and partnerships, and of the boundaries that they are made of (chapter 3)."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import pandas as pd

from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import breach
from geo.analysis.mergers import begun_after, ended_by, origin_of
from geo.analysis.partnerships import Cooperation, is_foreign, lead_words, leads_of, looks_personal
from geo.findings import Finding, Value

Row = Mapping[Any, Any]


def regions(given: CheckInput) -> Iterator[Finding]:
    """Check that regions count every municipality once, and have inhabitants to count with."""
    if given.partition is not None:
        faults = {
            "partition_gap": given.partition.gaps,
            "partition_double": given.partition.doubles,
            "partition_outsider": given.partition.outsiders,
            "partition_invalid": given.partition.invalid,
        }
        yield from (
            breach(code, codes, names=given.municipalities_named(codes)) for code, codes in faults.items() if codes
        )
    rows = None if given.cooperation is None else given.cooperation.regions
    if rows is not None:
        ids = sorted(str(one) for one in rows.loc[rows["inhabitants"].fillna(0) <= 0, "region_id"])
        if ids:
            yield breach("region_no_inhabitants", ids, names=tuple(map(given.area_name, ids)))


def boundaries(given: CheckInput) -> Iterator[Finding]:
    """Check that the municipalities that the plan reckons with held on the reference date, per day of a change."""
    day, codes = given.reference_date.date(), () if given.cooperation is None else given.cooperation.boundary_codes
    ended = sorted(ended_by(codes, day), key=lambda one: one.date)
    for date, some in groupby(ended, key=lambda one: one.date):
        gone = tuple(some)
        into = {f"{name} ({code})" for one in gone for name, code in zip(one.new_names, one.new_codes, strict=True)}
        old = [one.old_code for one in gone]
        yield breach(
            "boundaries_ended", old,
            date=date.isoformat(), names=given.municipalities_named(old), others=tuple(sorted(into)),
        )  # fmt: skip
    later = sorted(begun_after(codes, day), key=lambda code: origin_of(code)[0].date)
    for date, named in groupby(later, key=lambda code: origin_of(code)[0].date):
        new = list(named)
        parts = {f"{one.old_name} ({one.old_code})" for code in new for one in origin_of(code)}
        yield breach(
            "boundaries_not_begun", new,
            date=date.isoformat(), names=given.municipalities_named(new), others=tuple(sorted(parts)),
        )  # fmt: skip


def partnerships(given: CheckInput) -> Iterator[Finding]:
    """Check that partnerships have members, agreements and a contact, and run via one provincial table."""
    if given.partnerships is None:
        return
    names = {} if given.cooperation is None else given.cooperation.provinces
    leads = {row["partnership_id"]: leads_of(row["lead_prt"], names) for row in given.partnerships.to_dict("records")}
    for row in given.partnerships.to_dict("records"):
        ids, said = [row["partnership_id"]], {"name": str(row["name"])}
        yield from _crossing(given, row, leads[row["partnership_id"]])
        if pd.isna(row["agreements"]):
            yield breach("partnership_no_agreements", ids, **said)
        if given.cooperation is not None:
            yield from _cooperating(given, given.cooperation, row)
    yield from _claimed_twice(given, leads)


def _crossing(given: CheckInput, row: Row, leads: tuple[str, ...]) -> Iterator[Finding]:
    ids, name = [row["partnership_id"]], str(row["name"])
    if pd.isna(row["cross_province"]):
        yield breach("cross_border_untested", ids, name=name)
    if pd.isna(row["cross_province"]) or not row["cross_province"]:
        return
    code = "cross_border_no_lead" if not leads else "cross_border" if len(leads) == 1 else "cross_border_two_leads"
    about = given.cooperation
    written = lead_words(row["lead_prt"], about.provinces if about else {}, about.names if about else {})
    yield breach(code, ids, name=name, lead=written)
    if len(leads) != 1 or given.cooperation is None:
        return
    members = given.cooperation.members
    some = members[members["partnership_id"] == row["partnership_id"]]
    lost, codes = some.loc[some["province_code"].isna(), "municipality_code"], some["province_code"].dropna()
    homes = tuple(sorted({given.cooperation.names.get(one, one) for one in codes if not is_foreign(one)}))
    if leads[0] not in set(codes) and len(lost):
        yield breach("lead_untested", ids, name=name, lead=written, names=given.municipalities_named(lost))
    elif leads[0] not in set(codes):
        yield breach("lead_not_member", ids, name=name, lead=written, names=homes)
    elif leads[0] not in given.cooperation.own:
        yield from _counted_elsewhere(given, row, written)


def _counted_elsewhere(given: CheckInput, row: Row, lead: str) -> Iterator[Finding]:
    """Find places in the plan's own provinces that count with the PRT of another."""
    sites = _sites_of(given, row)
    if len(sites):
        ids = [str(one) for one in sites["location_id"]]
        yield breach(
            "partnership_counts_elsewhere", [row["partnership_id"], *ids],
            name=str(row["name"]), lead=lead, locations=len(ids), names=given.locations_named(ids),
        )  # fmt: skip


def _sites_of(given: CheckInput, row: Row) -> pd.DataFrame:
    if given.cooperation is None:
        return given.locations.head(0)
    members = given.cooperation.members
    codes = members.loc[members["partnership_id"] == row["partnership_id"], "municipality_code"]
    return given.locations[given.locations["municipality_code"].isin(codes)]


def _cooperating(given: CheckInput, about: Cooperation, row: Row) -> Iterator[Finding]:
    key = str(row["partnership_id"])
    said: dict[str, Value] = {"name": str(row["name"])}
    some = about.members[about.members["partnership_id"] == key]
    if some.empty:
        yield breach("partnership_no_members", [key], **said)
    elif _sites_of(given, row).empty:
        yield breach("partnership_no_location", [key], **said)
    if key in about.parts:
        parts = tuple(" + ".join(given.municipalities_named(part)) for part in about.parts[key])
        yield breach("partnership_not_contiguous", [key], parts=len(parts), names=parts, **said)
    abroad = [code for code, of in zip(some["municipality_code"], some["province_code"], strict=True) if is_foreign(of)]
    if abroad:
        yield breach("partnership_abroad", [key], names=given.municipalities_named(abroad), **said)
    yield from _contacts(about.contacts, key, said)


def _contacts(contacts: pd.DataFrame | None, key: str, said: dict[str, Value]) -> Iterator[Finding]:
    """Check the contact points; a mailbox that looks like a person's is not repeated."""
    rows = None if contacts is None else contacts[contacts["partnership_id"] == key]
    if rows is None or rows.empty:
        yield breach("partnership_no_contact", [key], **said)
        return
    personal = rows[[looks_personal(one) for one in rows["mailbox"]]]
    if len(personal):
        yield breach("mailbox_personal", [key], names=tuple(sorted(personal["function"].astype("str"))), **said)


def _claimed_twice(given: CheckInput, leads: Mapping[Any, tuple[str, ...]]) -> Iterator[Finding]:
    """Find locations in cross-province partnerships with different leads: two PRTs would count their places."""
    if given.cooperation is None or given.partnerships is None:
        return
    crossing = given.partnerships[given.partnerships["cross_province"].fillna(value=False).astype(bool)]
    sole = {key: of[0] for key, of in leads.items() if len(of) == 1 and key in set(crossing["partnership_id"])}
    members = given.cooperation.members
    claims = members[members["partnership_id"].isin(sole)]
    claims = claims.assign(lead=claims["partnership_id"].map(sole))
    titles = dict(zip(given.partnerships["partnership_id"], given.partnerships["name"].astype("str"), strict=True))
    for code, some in claims.groupby("municipality_code"):
        if len(set(some["lead"])) > 1:
            pairs = zip(some["partnership_id"], some["lead"], strict=True)
            told = tuple(f"{titles[key]} ({given.cooperation.names.get(of, of)})" for key, of in pairs)
            for row in given.locations[given.locations["municipality_code"] == code].to_dict("records"):
                yield breach("location_two_prts", [row["location_id"]], name=str(row["name"]), names=told)


def regional(given: CheckInput) -> Iterator[Finding]:
    """List the municipalities of a region that its reception is not known to reach, and means that lack a number."""
    about = given.cooperation
    if about is None or about.distances is None or about.reach is None:
        return
    found, means = about.distances, about.reach
    for site, rows in found[found["status"] == "unreachable"].groupby("location_id"):
        named = given.municipalities_named(rows["municipality_code"])
        yield breach("regional_unreachable", [site], name=str(rows["name"].iloc[0]), names=named)
    for code, rows in found[found["status"] == "outside"].groupby("municipality_code"):
        ids, (town,) = list(rows["location_id"]), given.municipalities_named([str(code)])
        yield breach("regional_outside", ids, town=town, locations=len(ids), names=given.locations_named(ids))
    for row in means[means["max_m"].notna() & means["mean_m"].isna()].to_dict("records"):
        yield breach("regional_mean_untested", [row["location_id"]], name=str(row["name"]))
