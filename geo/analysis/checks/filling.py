"""Checks of decisions, types and hubs (chapters 4 and 5)."""

from collections.abc import Iterator

import pandas as pd

from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import HUB_LIMIT_M, breach, each
from geo.analysis.flexible import is_flexible
from geo.analysis.supply import EMERGENCY
from geo.analysis.variants import last_days
from geo.findings import Finding
from geo.tables.choices import CONTINUED, CONVERTED, ENDED, NEW

_KEPT = (CONTINUED, CONVERTED)


def filling(given: CheckInput) -> Iterator[Finding]:
    """Check that decision, type and term of every location agree."""
    sites = given.locations
    decision, kind = sites["decision"], sites["type"]
    emergency = sites["current_type"].isin(EMERGENCY)
    yield from each("no_decision", sites[decision.isna()])
    stays = decision.isin([NEW, *_KEPT]) & ~(emergency & (decision != CONVERTED))
    yield from each("no_type", sites[stays & kind.isna()])
    undated = given.supply.loc[given.supply["possible_type"] != "", "location_id"]
    yield from each("type_undated", sites[sites["location_id"].isin(undated)])
    never = sites["location_id"].isin(_always_emergency(given.supply))
    yield from each("emergency_typed", sites[never & kind.notna() & decision.isin([NEW, CONTINUED])])
    begun = sites["agreement_start"] <= given.reference_date
    yield from each("new_in_portfolio", sites[(decision == NEW) & begun])
    yield from each("ended_without_date", sites[(decision == ENDED) & sites["agreement_end"].isna()])
    short_lived = sites["agreement_end"].notna() & (last_days(sites) < given.last)
    yield from each("continued_but_ends", sites[decision.isin(_KEPT) & short_lived])
    if not is_flexible(sites).any():
        yield breach("no_flexible")


def _always_emergency(supply: pd.DataFrame) -> list[str]:
    kinds = supply.assign(emergency=supply["kind"].isin(EMERGENCY)).groupby("location_id")["emergency"].all()
    return list(kinds.index[kinds])


def hubs(given: CheckInput) -> Iterator[Finding]:
    """Check the hub of every satellite and dependance that is not to end: is it there, and near enough."""
    sites = given.locations
    staying = sites[sites["decision"].fillna("") != ENDED]
    hub = staying["hub_id"].fillna("")
    yield from each("satellite_without_hub", staying[(staying["type"] == "satelliet") & (hub == "")])
    named = staying[hub != ""]
    known = named["hub_id"].isin(sites["location_id"])
    for row in named[~known].to_dict("records"):
        yield breach("hub_unknown", [row["location_id"]], name=str(row["name"]), hub=str(row["hub_id"]))
    about = sites.set_index("location_id")[["name", "type", "decision"]].fillna("")
    linked = named[known].join(about.add_prefix("hub_"), on="hub_id")
    linked = linked.assign(hub=linked["hub_name"] + " (" + linked["hub_id"] + ")")
    for row in linked.to_dict("records"):
        said = {"name": str(row["name"]), "hub": str(row["hub"])}
        if row["type"] == "satelliet" and row["hub_type"] != "gvl":
            yield breach("hub_no_gvl", [row["location_id"]], **said)
        if row["hub_decision"] == ENDED:
            yield breach("hub_ends", [row["location_id"]], **said)
    yield from _distances(given, linked)


def _distances(given: CheckInput, linked: pd.DataFrame) -> Iterator[Finding]:
    if given.streets != "used":
        return
    found = given.hub_distances
    rows = pd.DataFrame({"location_id": [], "distance_m": []}) if found is None else found
    far = rows.set_index("location_id")["distance_m"].to_dict()
    untested = sorted(set(linked["location_id"]) - set(far))
    if untested:
        yield breach("hub_untested", untested, locations=len(untested), names=given.locations_named(untested))
    for row in linked[linked["location_id"].isin(list(far))].to_dict("records"):
        ids, said = [row["location_id"]], {"name": str(row["name"]), "hub": str(row["hub"]), "mode": given.hub_mode}
        distance_m = far[row["location_id"]]
        if pd.isna(distance_m):
            yield breach("hub_unreachable", ids, **said)
        elif distance_m > HUB_LIMIT_M:
            yield breach("hub_far", ids, **said, distance_m=round(float(distance_m)), limit_m=HUB_LIMIT_M)
