"""Checks of context, need and actions (chapters 1, 2, 6 and 8)."""

from collections.abc import Iterator

import pandas as pd

from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import STALE_MONTHS, breach, iso
from geo.analysis.need import main_scenario, need_in_force
from geo.analysis.portfolio import months_between
from geo.findings import Finding

_DONE = ("gereed", "afgerond", "klaar", "afgehandeld", "vervallen", "done")
"""What people write of an action that asks for nothing any more."""

_ROUNDED = 3
"""What rounding to fives can make in one number of inhabitants."""


def context(given: CheckInput) -> Iterator[Finding]:
    """Check that inhabitants are known, of municipalities and of population areas."""
    if given.municipalities is None:
        yield breach("inhabitants_not_given")
    else:
        codes = list(given.municipalities.loc[given.municipalities["inhabitants"].isna(), "code"])
        if codes:
            named = given.municipalities_named(codes)
            yield breach("no_inhabitants", codes, municipalities=len(codes), names=named)
        none = (given.municipalities["inhabitants"] <= 0).fillna(value=False)
        if none.any():
            empty = list(given.municipalities.loc[none, "code"])
            named = given.municipalities_named(empty)
            yield breach("inhabitants_zero", empty, municipalities=len(empty), names=named)
        yield from _differ(given)
    if given.areas_without_number:
        yield breach("people_suppressed", areas=given.areas_without_number)


def _differ(given: CheckInput) -> Iterator[Finding]:
    """Hold the inhabitants of the municipalities against those of their province; CBS rounds each to fives."""
    for code, printed in sorted(given.province_inhabitants.items()):
        people = given.municipalities_of(code)["inhabitants"]
        summed = int(people.sum())
        if len(people) and people.notna().all() and abs(summed - printed) > _ROUNDED * (len(people) + 1):
            yield breach("inhabitants_differ", [code], area=given.area_name(code), summed=summed, printed=printed)


def need(given: CheckInput) -> Iterator[Finding]:
    """Check the forecast in force: is it there, sound, recent, and for areas of this plan."""
    rows = need_in_force(given.need)
    if rows.empty:
        yield breach("no_need")
        return
    for row in rows[(rows["places_min"] > rows["places_max"]).fillna(value=False)].to_dict("records"):
        yield breach(
            "need_min_above_max", bucket=row["bucket"], low=int(row["places_min"]), high=int(row["places_max"])
        )
    yield from _unknown_regions(given, rows)
    scenario = main_scenario(given.need)
    if scenario:
        yield breach("scenario_chosen", chosen=scenario)
    newest = rows["forecast_date"].max()
    months = months_between(newest, given.reference_date)
    if months is None or months >= STALE_MONTHS:
        name = str(rows["forecast_id"].iloc[0])
        yield breach("stale_forecast", [name], forecast=name, date=None if pd.isna(newest) else iso(newest))


def _unknown_regions(given: CheckInput, rows: pd.DataFrame) -> Iterator[Finding]:
    """Find need of a region that the plan does not have: it would count nowhere."""
    provinces = [area for area in given.areas if area.level == "province"]
    own = {name for area in provinces for name in (area.area_id, area.name)}
    regions = {area.area_id for area in given.areas if area.level == "region"}
    named, province = rows["region_id"].fillna(""), rows["province"].fillna("")
    lost = (named != "") & ~named.isin(regions) & ((province == "") | province.isin(own))
    for region in sorted(set(named[lost])):
        yield breach("need_unknown_region", [region], region=str(region))


def actions(given: CheckInput) -> Iterator[Finding]:
    """Check that given actions have a holder and a date, and that none of them is late."""
    if given.actions is None:
        return
    for row in given.actions[given.actions["holder"].isna() | given.actions["due"].isna()].to_dict("records"):
        yield breach("action_no_holder", issue=str(row["issue"]))
    done = given.actions["status"].fillna("").str.strip().str.casefold().isin(_DONE)
    for row in given.actions[(given.actions["due"] < given.reference_date) & ~done].to_dict("records"):
        yield breach("action_late", issue=str(row["issue"]), date=iso(row["due"]))
