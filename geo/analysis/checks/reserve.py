"""Checks of the reserve and of the two directions of the need (chapter 6)."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import breach
from geo.analysis.supply import EMERGENCY, standing_on
from geo.findings import Finding
from geo.tables.choices import NEW

_DIRECTIONS = {"higher": "hoger", "lower": "lager"}
_ON_SITE = 2
_CHAPTER = "6"


def reserve(given: CheckInput) -> Iterator[Finding]:
    """Check that there is reserve, that its rows are sound, and that a higher and a lower need are described."""
    if given.reserve is None or given.reserve.empty:
        yield breach("no_reserve")
    else:
        rows = _with_sites(given, given.reserve)
        yield from _slow(rows)
        yield from _kinds(rows)
        yield from _twice(rows)
        yield from _beside_locations(given, rows)
    yield from _directions(given)


def _with_sites(given: CheckInput, reserve: pd.DataFrame) -> pd.DataFrame:
    """Name every row, and find the location of one that has no id by its name; rows keep their order."""
    names = dict(zip(given.locations["location_id"], given.locations["name"].fillna(""), strict=True))
    ids = {str(name).casefold(): key for key, name in names.items() if name}
    called = reserve["name"].fillna(reserve["location_id"].map(names)).fillna("")
    keys = called.str.strip().str.casefold()
    rows = reserve.assign(name=called, key=keys, site=reserve["location_id"].fillna(keys.map(ids)))
    return rows.reset_index(drop=True)


def _said(row: Mapping[Hashable, Any]) -> tuple[list[str], str]:
    """Give the ids and the name of a row of reserve."""
    known = pd.notna(row["site"])
    named = f"{row['name']} ({row['site']})" if known and row["name"] else row["site"] if known else row["name"]
    return ([str(row["site"])] if known else []), str(named)


def _slow(rows: pd.DataFrame) -> Iterator[Finding]:
    slow = rows[rows["days"].isna()]
    if len(slow):
        told = [_said(row) for row in slow.to_dict("records")]
        ids = sorted({one for keys, _ in told for one in keys})
        yield breach("reserve_no_days", ids, rows=len(told), names=tuple(dict.fromkeys(name for _, name in told)))


def _kinds(rows: pd.DataFrame) -> Iterator[Finding]:
    """Find rows whose kind and need of an agreement contradict: direct reserve lies inside an existing agreement."""
    kinds, needed = rows["kind"].fillna("").str.casefold(), rows["agreement_needed"]
    indirect = kinds.str.contains("indirect")
    direct = kinds.str.contains("direct") & ~indirect
    wrong = {
        "reserve_direct_needs_agreement": direct & needed.eq(other=True).fillna(value=False),
        "reserve_indirect_without_agreement": indirect & needed.eq(other=False).fillna(value=False),
    }
    for code, some in wrong.items():
        for row in rows[some.astype(bool)].to_dict("records"):
            ids, name = _said(row)
            yield breach(code, ids, name=name)


def _twice(rows: pd.DataFrame) -> Iterator[Finding]:
    """Find rows of one location, or of one name: the same places may be in them twice."""
    same = rows["site"].where(rows["site"].notna(), rows["key"])
    for _, some in rows[same != ""].groupby(same[same != ""].astype("str"), sort=True):
        if len(some) > 1:
            ids, name = _said(some.iloc[0].to_dict())
            rungs = tuple(str(rung) for rung in sorted(some["rung"].dropna()))
            yield breach("reserve_twice", ids, name=name, times=len(some), rungs=rungs)


def _beside_locations(given: CheckInput, rows: pd.DataFrame) -> Iterator[Finding]:
    """Hold the rows of locations against the locations: is it their own reserve, and not their regular places."""
    own = _own_reserve(given)
    named = given.locations[given.locations["location_id"].isin(rows["site"])]
    for site in named.sort_values("location_id").to_dict("records"):
        known = own[site["location_id"]]
        some = rows[rows["site"] == site["location_id"]]
        twice = [_is_regular(row, site, known) for row in some.to_dict("records")]
        counted = some[pd.Series(twice, some.index, dtype="bool")]
        for row in counted.to_dict("records"):
            ids, name = _said(row)
            yield breach("reserve_in_supply", ids, name=name, places=int(row["places"]))
        here = some[(some["rung"] == _ON_SITE) & ~some.index.isin(counted.index)]
        listed = here["places"]
        if len(here) and known is not None and listed.notna().all() and int(listed.sum()) != known:
            ids, name = _said(here.iloc[0].to_dict())
            yield breach("reserve_differs", ids, name=name, places=int(listed.sum()), own=known)


def _own_reserve(given: CheckInput) -> dict[str, int | None]:
    """Give the reserve that each location says it has: on the reference date, or later where it does not stand yet."""
    sites = given.locations
    said = dict(zip(sites["location_id"], sites["reserve_capacity"], strict=True))
    standing = standing_on(given.supply, given.reference_date)
    said |= dict(zip(standing["location_id"], standing["reserve"], strict=True))
    return {str(name): None if pd.isna(places) else int(places) for name, places in said.items()}


def _is_regular(row: Mapping[Hashable, Any], site: Mapping[Hashable, Any], own: int | None) -> bool:
    """Tell whether a row of reserve holds the regular places of its location, which chapter 4 counts.

    It does where the location has no reserve of its own, and the row is a reserve on site of a new location, or is
    exactly as large as the places of one that is new or has its reserve on site.
    """
    places = row["places"]
    most = site["places_max"] if pd.notna(site["places_max"]) else site["capacity"]
    if pd.isna(places) or pd.isna(most) or own or places == 0 or site["current_type"] in EMERGENCY:
        return False
    new, on_site = site["decision"] == NEW, row["rung"] == _ON_SITE
    return bool((new and on_site) or ((new or on_site) and places == most))


def _directions(given: CheckInput) -> Iterator[Finding]:
    names = [name.casefold() for name in given.texts if name.split("-", 1)[0].lstrip("0") == _CHAPTER]
    missing = [key for key, word in _DIRECTIONS.items() if not any(word in name for name in names)]
    if len(missing) == 1:
        yield breach("scenario_one_way", direction=missing[0])
    elif missing and names:
        yield breach("scenario_unnamed", names=tuple(sorted(names)))
    elif missing:
        yield breach("scenario_undescribed")
