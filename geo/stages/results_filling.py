"""Gathers what the document and the workbook show of chapter 4: codes have their names beside them."""

from dataclasses import replace

import pandas as pd

from geo.report.results import ReportInput, Shown
from geo.sources.inputs import Inputs
from geo.stages.areas import region_names
from geo.stages.results_names import location_names
from geo.stages.stage import Work
from geo.tables.columns import Column, Table
from geo.tables.factsheets import ALLOCATION_PARTS, FACTSHEETS, PARTIES, ROLE_MATRIX
from geo.tables.inputs import LOCATION_AGREEMENTS
from geo.tables.transition import ALLOCATION_OVERVIEW
from geo.words import say

_SIDE_BY_SIDE = 3
"""How many factsheets stand beside one another in the document."""


def with_filling(results: ReportInput, work: Work) -> ReportInput:
    """Add what chapter 4 shows of the locations."""
    return replace(
        results,
        allocation=overview(work),
        allocation_parts=parts(work),
        roles=roles(work),
        factsheets=factsheets(work),
        agreements=agreements(work),
    )


def overview(work: Work) -> Shown:
    """Give the locations with their region and hub by name; a column that does not apply to a location says so.

    An indefinite term, and a distance that does not apply or does not exist, are told from what is unknown.
    """
    frame, inputs = work.frame("allocation_overview"), work.inputs()
    terms = inputs.locations.set_index("location_id")["agreement_term"].reindex(frame["location_id"]).to_numpy()
    endless = frame["agreement_end"].isna() & pd.Series(terms == "onbepaald", index=frame.index)
    why = say("status.unreachable") if work.streets == "used" else say("balance.untestable")
    away = frame["hub_distance_m"].astype("object").where(frame["hub_distance_m"].notna(), why)
    told = {
        "agreement_end": frame["agreement_end"].astype("object").mask(endless, say("report.indefinite")),
        "hub_distance_m": away.where(frame["hub_id"].notna(), say("unknown.not_applicable")),
    }
    return Shown(table=ALLOCATION_OVERVIEW, frame=_with_names(frame.assign(**told), inputs))


def overview_numbers(work: Work) -> Shown:
    """Give the same for the workbook, where dates are dates and metres are metres."""
    return Shown(table=ALLOCATION_OVERVIEW, frame=_with_names(work.frame("allocation_overview"), work.inputs()))


def parts(work: Work, *, counts: bool = False) -> Shown:
    """Give what becomes of the portfolio, with the regions by name; the whole has no value.

    With `counts` the unknowns have columns of their own; without, they make of a number a lower bound alone.
    """
    frame = work.frame("allocation_parts")
    names = region_names(work.inputs())
    of_region = frame["by"] == "region_id"
    value = frame["value"].astype("object").mask(of_region, frame["value"].map(names))
    lacking = {"type": say("roles.no_type"), "region_id": say("roles.no_region")}
    nothing = frame["value"] == ""
    value = value.mask(nothing, frame["by"].map(lacking).astype("object"))
    left_out = () if counts else (name for name in ALLOCATION_PARTS.names if name.startswith("unknown"))
    told = frame.assign(value=value.mask(frame["by"] == "all", None))
    return Shown(table=ALLOCATION_PARTS.without(*left_out), frame=told)


def roles(work: Work) -> Shown:
    """Give the matrix of roles with one column for id and name; a party without a role is a dash."""
    frame = work.frame("role_matrix")
    dashes = {party: frame[party].astype("object").where(frame[party].notna(), "–") for party in PARTIES}
    used = [party for party in PARTIES if frame[party].notna().any()]
    named = frame["location_id"] + " " + frame["name"]
    table = ROLE_MATRIX.only("name", "topic", *used, "status", "agreed")
    return Shown(table=table, frame=frame.assign(name=named, **dashes))


def agreements(work: Work) -> Shown | None:
    """Give the agreements as read, with the locations by name; None where none were given."""
    frame = work.inputs().table_if_given("location_agreements")
    if frame is None:
        return None
    names = location_names(work.inputs())
    table = replace(
        LOCATION_AGREEMENTS, columns=(replace(LOCATION_AGREEMENTS.columns[0], heading="locatie", kind="text"),
        *LOCATION_AGREEMENTS.columns[1:]),
    )  # fmt: skip
    named = [names.get(one, one) for one in frame["location_id"]]
    return Shown(table=table, frame=frame.assign(location_id=named).sort_values(["location_id", "chapter"]))


def factsheets(work: Work) -> tuple[Shown, ...]:
    """Give the factsheets side by side: a row a fact, a column a location, a few locations a table."""
    frame = work.frame("factsheets")
    names = frame.drop_duplicates("location_id").set_index("location_id")["name"]
    ids = list(names.index)
    return tuple(
        _beside(frame, {one: f"{one} {names[one]}" for one in ids[start : start + _SIDE_BY_SIDE]})
        for start in range(0, len(ids), _SIDE_BY_SIDE)
    )


def _beside(frame: pd.DataFrame, headings: dict[str, str]) -> Shown:
    mine = frame[frame["location_id"].isin(list(headings))]
    items = [item for item in _in_order(frame) if item in set(mine["item"])]
    labels = mine.drop_duplicates("item").set_index("item")["label"].reindex(items)
    sheets = {
        one: mine[mine["location_id"] == one].set_index("item")["value"].reindex(items).astype("object")
        for one in headings
    }
    cells = {one: values.where(values.notna(), "–") for one, values in sheets.items()}
    columns = (FACTSHEETS.column("label"), *(Column(name=one, heading=told) for one, told in headings.items()))
    table = Table(name=FACTSHEETS.name, title=FACTSHEETS.title, columns=columns)
    return Shown(table=table, frame=pd.DataFrame({"label": labels, **cells}).reset_index(drop=True))


def _in_order(frame: pd.DataFrame) -> list[str]:
    """List the items as a factsheet has them: the longest sheet first, then what another one has besides."""
    sizes = frame.groupby("location_id", sort=False).size()
    by_size = sorted(sizes.index, key=lambda one: -sizes[one])
    listed: list[str] = []
    for one in by_size:
        own = list(frame.loc[frame["location_id"] == one, "item"])
        for place, item in enumerate(own):
            if item not in listed:
                before = next((listed.index(other) + 1 for other in reversed(own[:place]) if other in listed), 0)
                listed.insert(before, item)
    return listed


def _with_names(frame: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    regions, sites = region_names(inputs), location_names(inputs)
    told = {
        "region_id": [regions.get(one, one) if pd.notna(one) else one for one in frame["region_id"]],
        "hub_id": [sites.get(one, one) if pd.notna(one) else one for one in frame["hub_id"]],
    }
    return frame.assign(**told)
