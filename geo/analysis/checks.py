"""Checks of the plan against its own rules; what lacks data is *niet toetsbaar*, never in order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pandas as pd

from geo.analysis.need import Area, need_in_force
from geo.analysis.portfolio import months_between
from geo.analysis.regions import Partition
from geo.analysis.supply import EMERGENCY
from geo.figures import format_date, format_number, format_quarter
from geo.findings import Finding, Rule, found
from geo.quarters import Quarter
from geo.words import say

FORMAT = "Format provinciaal plan flexibilisering asielketen (2020)"
AGENDA = "Uitvoeringsagenda flexibilisering asielketen (2020)"
EXPIRY_MONTHS = 24
STALE_MONTHS = 6

RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule(code="no_inhabitants", severity="niet toetsbaar", chapter=1, source=FORMAT),
        Rule(code="unknown_capacity", severity="oranje", chapter=2, source=FORMAT),
        Rule(code="unknown_term", severity="oranje", chapter=2, source=FORMAT),
        Rule(code="expiring", severity="oranje", chapter=2, source=FORMAT),
        Rule(code="expired", severity="rood", chapter=2, source=FORMAT),
        Rule(code="no_need", severity="niet toetsbaar", chapter=2, source=AGENDA),
        Rule(code="need_min_above_max", severity="rood", chapter=2, source=AGENDA),
        Rule(code="partition_gap", severity="rood", chapter=3, source=FORMAT),
        Rule(code="partition_double", severity="rood", chapter=3, source=FORMAT),
        Rule(code="partition_outsider", severity="oranje", chapter=3, source=FORMAT),
        Rule(code="partition_invalid", severity="rood", chapter=3, source=FORMAT),
        Rule(code="cross_border", severity="info", chapter=3, source=FORMAT),
        Rule(code="cross_border_no_lead", severity="rood", chapter=3, source=FORMAT),
        Rule(code="cross_border_two_leads", severity="rood", chapter=3, source=FORMAT),
        Rule(code="partnership_no_agreements", severity="oranje", chapter=3, source=FORMAT),
        Rule(code="shortage_quarter", severity="rood", chapter=4, source=AGENDA),
        Rule(code="untestable_quarter", severity="niet toetsbaar", chapter=4, source=AGENDA),
        Rule(code="above_need", severity="blauw", chapter=4, source=FORMAT),
        Rule(code="no_decision", severity="oranje", chapter=4, source=FORMAT),
        Rule(code="no_type", severity="oranje", chapter=4, source=FORMAT),
        Rule(code="type_undated", severity="oranje", chapter=4, source=FORMAT),
        Rule(code="new_in_portfolio", severity="rood", chapter=4, source=FORMAT),
        Rule(code="ended_without_date", severity="rood", chapter=4, source=FORMAT),
        Rule(code="continued_but_ends", severity="rood", chapter=4, source=FORMAT),
        Rule(code="satellite_without_hub", severity="oranje", chapter=4, source=FORMAT),
        Rule(code="hub_unknown", severity="rood", chapter=4, source=FORMAT),
        Rule(code="no_flexible", severity="oranje", chapter=5, source=FORMAT),
        Rule(code="no_reserve", severity="oranje", chapter=6, source="Handelingsperspectief op- en afschalen (2018)"),
        Rule(code="stale_forecast", severity="oranje", chapter=6, source=FORMAT),
        Rule(code="shortage_days", severity="rood", chapter=7, source=FORMAT),
        Rule(code="dip", severity="oranje", chapter=7, source=FORMAT),
        Rule(code="national_missing", severity="niet toetsbaar", chapter=7, source=FORMAT),
        Rule(code="national_short", severity="rood", chapter=7, source=FORMAT),
        Rule(code="voluntary_no_reason", severity="oranje", chapter=7, source=FORMAT),
        Rule(code="action_no_holder", severity="oranje", chapter=8, source=FORMAT),
    )
}
"""Every rule by its code; the sentence is ``finding.<code>`` in the word catalogue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInput:
    """What the checks look at; what is None was not given."""

    locations: pd.DataFrame
    """The locations, as read."""
    supply: pd.DataFrame
    """From `geo.analysis.supply.supply_steps`."""
    need: pd.DataFrame
    """The need, as read; may be empty."""
    coverage: pd.DataFrame
    """From `geo.analysis.coverage.coverage`."""
    shortages: pd.DataFrame
    """From `geo.analysis.shortages.shortages`, of the whole province."""
    dips: pd.DataFrame
    """From `geo.analysis.shortages.dips`, of the whole province."""
    areas: Sequence[Area]
    """Regions and provinces."""
    reference_date: pd.Timestamp
    """Day of the portfolio."""
    last: pd.Timestamp
    """Last day of the horizon."""
    municipalities: pd.DataFrame | None = None
    """``code, inhabitants`` of the province."""
    partition: Partition | None = None
    """From `geo.analysis.regions.partition`."""
    partnerships: pd.DataFrame | None = None
    """From `geo.analysis.regions.partnership_table`."""
    reserve: pd.DataFrame | None = None
    """From `geo.analysis.reserve.reserve_ladder`."""
    national: pd.DataFrame | None = None
    """National need and supply, as read."""
    voluntary: pd.DataFrame | None = None
    """What is offered beyond the need, as read."""
    actions: pd.DataFrame | None = field(default=None)
    """Actions, as read."""


def check_plan(given: CheckInput) -> tuple[Finding, ...]:
    """Run every check.

    Returns
    -------
    findings
        Sorted by chapter, code and ids. None is ever about something in order; what could not be tested has the
        severity ``niet toetsbaar``.
    """
    rooms = (_context, _locations, _need, _regions, _filling, _coverage, _reserve, _transition, _actions)
    findings = dict.fromkeys(finding for room in rooms for finding in room(given))
    return tuple(sorted(findings, key=lambda one: (one.chapter, one.code, one.ids)))


def _made(code: str, ids: Sequence[object] = (), **parameters: str) -> Finding:
    return found(RULES[code], ids=tuple(str(one) for one in ids), parameters=parameters)


def _each(code: str, rows: pd.DataFrame) -> Iterator[Finding]:
    for row in rows[["location_id", "name"]].itertuples(index=False):
        yield _made(code, [row[0]], name=str(row[1]))


def _bucket(bucket: object) -> str:
    return say(f"bucket.{bucket}")


def _context(given: CheckInput) -> Iterator[Finding]:
    if given.municipalities is None or given.municipalities["inhabitants"].isna().any():
        codes = (
            [] if given.municipalities is None else given.municipalities.loc[lambda m: m["inhabitants"].isna(), "code"]
        )
        yield _made("no_inhabitants", list(codes), count=format_number(len(codes)))


def _locations(given: CheckInput) -> Iterator[Finding]:
    sites = given.locations
    lacking = given.supply.groupby("location_id")["missing"].agg(",".join)
    missing = sites["location_id"].map(lacking).fillna("")
    yield from _each("unknown_capacity", sites[missing.str.contains("capacity")])
    yield from _each("unknown_term", sites[missing.str.contains("start|end")])
    for row in sites.dropna(subset=["agreement_end"]).fillna({"decision": ""}).to_dict("records"):
        months = months_between(given.reference_date, row["agreement_end"])
        said = {"name": str(row["name"]), "until": format_date(row["agreement_end"])}
        if row["agreement_end"] < given.reference_date:
            if row["decision"] in ("voortzetten", "omvormen"):
                yield _made("expired", [row["location_id"]], **said)
        elif months is not None and months < EXPIRY_MONTHS:
            yield _made("expiring", [row["location_id"]], **said, months=format_number(months))


def _need(given: CheckInput) -> Iterator[Finding]:
    rows = need_in_force(given.need)
    if rows.empty:
        yield _made("no_need")
        return
    for row in rows[(rows["places_min"] > rows["places_max"]).fillna(value=False)].to_dict("records"):
        said = {"low": format_number(row["places_min"]), "high": format_number(row["places_max"])}
        yield _made("need_min_above_max", bucket=_bucket(row["bucket"]), **said)
    newest = rows["forecast_date"].max()
    months = months_between(newest, given.reference_date)
    if months is None or months >= STALE_MONTHS:
        name = str(rows["forecast_id"].iloc[0])
        yield _made("stale_forecast", [name], forecast=name, date=format_date(None if pd.isna(newest) else newest))


def _regions(given: CheckInput) -> Iterator[Finding]:
    if given.partition is not None:
        faults = {
            "partition_gap": given.partition.gaps,
            "partition_double": given.partition.doubles,
            "partition_outsider": given.partition.outsiders,
            "partition_invalid": given.partition.invalid,
        }
        yield from (_made(code, codes, codes=", ".join(codes)) for code, codes in faults.items() if codes)
    if given.partnerships is None:
        return
    for row in given.partnerships.to_dict("records"):
        lead = "" if pd.isna(row["lead_prt"]) else str(row["lead_prt"]).strip()
        several = any(mark in lead for mark in (",", ";", "/", " en "))
        code = "cross_border_two_leads" if several else "cross_border" if lead else "cross_border_no_lead"
        if row["cross_province"]:
            yield _made(code, [row["partnership_id"]], name=str(row["name"]), lead=lead)
        if pd.isna(row["agreements"]):
            yield _made("partnership_no_agreements", [row["partnership_id"]], name=str(row["name"]))


def _filling(given: CheckInput) -> Iterator[Finding]:
    sites = given.locations
    decision, kind = sites["decision"], sites["type"]
    yield from _each("no_decision", sites[decision.isna()])
    stays = decision.isin(["nieuw", "voortzetten", "omvormen"]) & ~sites["current_type"].isin(EMERGENCY)
    yield from _each("no_type", sites[stays & kind.isna()])
    undated = given.supply.loc[given.supply["possible_type"] != "", "location_id"]
    yield from _each("type_undated", sites[sites["location_id"].isin(undated)])
    begun = sites["agreement_start"] <= given.reference_date
    yield from _each("new_in_portfolio", sites[(decision == "nieuw") & begun])
    no_end = sites["agreement_end"].isna()
    yield from _each("ended_without_date", sites[(decision == "beeindigen") & no_end])
    short_lived = (sites["agreement_end"] < given.last) & ~(sites["extension_months"].fillna(0) > 0)
    yield from _each("continued_but_ends", sites[decision.isin(["voortzetten", "omvormen"]) & short_lived])
    hub = sites["hub_id"].fillna("")
    yield from _each("satellite_without_hub", sites[(kind == "satelliet") & (decision != "beeindigen") & (hub == "")])
    for row in sites[(hub != "") & (~hub.isin(sites["location_id"]) | (hub == sites["location_id"]))].to_dict(
        "records"
    ):
        yield _made("hub_unknown", [row["location_id"]], name=str(row["name"]), hub=str(row["hub_id"]))
    if not (sites["flexible_form"].fillna("").ne("") | sites["places_max"].notna()).any():
        yield _made("no_flexible")


def _coverage(given: CheckInput) -> Iterator[Finding]:
    codes = {"short": "shortage_quarter", "untestable": "untestable_quarter", "above": "above_need"}
    table = given.coverage[given.coverage["status"].isin(codes)]
    for (area, bucket, scenario, status), rows in table.groupby(["region_id", "bucket", "scenario", "status"]):
        said = {"area": str(area), "bucket": _bucket(bucket), "scenario": str(scenario), **_span(rows["quarter"])}
        if status == "short":
            said["places"] = format_number(float(-rows["balance_max"].min()))
        if status == "above":
            said["places"] = format_number(float(rows["balance_min"].max()))
        yield _made(codes[str(status)], [area], **said)


def _span(quarters: pd.Series) -> dict[str, str]:
    named = [format_quarter(Quarter.parse(str(one))) for one in sorted(quarters)]
    return {"first": named[0], "last": named[-1], "count": format_number(len(named))}


def _reserve(given: CheckInput) -> Iterator[Finding]:
    if given.reserve is None or given.reserve.empty:
        yield _made("no_reserve")


def _transition(given: CheckInput) -> Iterator[Finding]:
    for code, table in (("shortage_days", given.shortages), ("dip", given.dips)):
        for row in table.to_dict("records"):
            ids = [part.split(":", 1)[1] for part in row["cause"].split(";") if ":" in part]
            days = {"first": format_date(row["from"]), "last": format_date(row["until"])}
            yield _made(code, ids, **days, places=format_number(row["places"]), bucket=_bucket(row["bucket"]))
    yield from _national(given)
    if given.voluntary is not None:
        bare = given.voluntary["reason"].isna() | given.voluntary["until"].isna()
        if bare.any():
            yield _made("voluntary_no_reason", count=format_number(int(bare.sum())))


def _national(given: CheckInput) -> Iterator[Finding]:
    sites = given.locations
    ends = (sites["agreement_end"] >= given.reference_date) & (sites["agreement_end"] <= given.last)
    table = given.national
    known = {} if table is None else table.set_index("quarter")[["supply", "need"]].to_dict("index")
    for row in sites[ends].to_dict("records"):
        quarter = Quarter.of(row["agreement_end"].date())
        said = {"name": str(row["name"]), "quarter": format_quarter(quarter)}
        figures = known.get(str(quarter))
        if figures is None or pd.isna(figures["supply"]) or pd.isna(figures["need"]):
            yield _made("national_missing", [row["location_id"]], **said)
        elif figures["supply"] < figures["need"]:
            yield _made("national_short", [row["location_id"]], **said)


def _actions(given: CheckInput) -> Iterator[Finding]:
    if given.actions is not None:
        for row in given.actions[given.actions["holder"].isna() | given.actions["due"].isna()].to_dict("records"):
            yield _made("action_no_holder", issue=str(row["issue"]))
