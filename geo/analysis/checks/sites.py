"""Checks of size, areas, doubles and sources of the locations (chapter 2).

The limits are those by which COA looks at an offer. They are for screening: a location beyond one asks for a closer
look, and is never judged fit or unfit here.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import (
    FLOOR_M2,
    HECTARES_M2,
    LEAST_FLOOR_M2,
    LEAST_PLACES,
    MOST_PLACES,
    NEAR_M,
    SITE_M2,
    USUAL_PLACES,
    breach,
    each,
    iso,
)
from geo.analysis.floor import floor_per_place
from geo.analysis.supply import EMERGENCY
from geo.findings import Finding
from geo.tables.choices import ENDED, NEW

SMALL_TYPES = ("amv", "kwv", "kwg")
"""Types for minors, which are small on purpose."""
ALIKE = 0.8
"""How alike two names are that may mean one location: the share of `difflib.SequenceMatcher`."""


def sites(given: CheckInput) -> Iterator[Finding]:
    """Look at size, areas, municipality, decision, doubles and dates of the locations that do not end."""
    rows = given.locations
    staying = rows[rows["decision"].fillna("") != ENDED]
    yield from _sizes(given, staying[~staying["current_type"].isin(EMERGENCY)])
    yield from _areas(given, rows)
    if given.municipality_names:
        yield from each("no_municipality", rows[rows["municipality_code"].isna()])
    yield from each("new_without_certainty", rows[(rows["decision"] == NEW) & rows["certainty"].isna()])
    yield from _doubles(given)
    yield from _dates(given)


def _sizes(given: CheckInput, rows: pd.DataFrame) -> Iterator[Finding]:
    """Find locations outside the range of COA, at the most places that they have from the reference date on.

    Those for minors are small; one of which some places are unknown may be larger than what is known.
    """
    ahead = given.supply[~(given.supply["until"] <= given.reference_date)].groupby("location_id")["places_max"]
    most = rows["location_id"].map(ahead.max())
    complete = ahead.count() == ahead.size()
    whole = rows["location_id"].isin(complete.index[complete])
    small = rows["current_type"].isin(SMALL_TYPES) | ~whole
    none = whole & (most == 0).fillna(value=False) & ~(rows["reserve_capacity"] > 0).fillna(value=False)
    yield from each("capacity_zero", rows[none])
    out = ((most > 0) & (most < LEAST_PLACES) & ~small) | (most > MOST_PLACES)
    for row, places in zip(*_both(rows, most, out), strict=True):
        yield breach("size_out_of_range", [row[0]], name=str(row[1]), places=int(places))
    alone = (most >= LEAST_PLACES) & (most < USUAL_PLACES) & ~small & rows["hub_id"].isna()
    for row, places in zip(*_both(rows, most, alone), strict=True):
        yield breach("size_small", [row[0]], name=str(row[1]), places=int(places))


def _both(rows: pd.DataFrame, values: pd.Series, asked: pd.Series) -> tuple[list[tuple[str, str]], list[float]]:
    kept = asked.fillna(value=False).astype("bool")
    pairs = list(rows.loc[kept, ["location_id", "name"]].itertuples(index=False, name=None))
    return pairs, [float(value) for value in values[kept]]


def _areas(given: CheckInput, rows: pd.DataFrame) -> Iterator[Finding]:
    """Find areas in the wrong unit, and floor or terrain that asks for a closer look; unknown areas say nothing."""
    floor, site = rows["floor_area_m2"], rows["site_area_m2"]
    ratio = floor_per_place(rows, given.supply, reference_date=given.reference_date)
    per_place, staying = ratio["m2"], rows["decision"].fillna("") != ENDED
    odd = ((site > 0) & ((site < HECTARES_M2) | (floor > site))) | (per_place < 1)
    odd = odd.fillna(value=False).astype("bool")
    for told in rows[odd].to_dict("records"):
        areas = {name: None if pd.isna(told[name]) else float(told[name]) for name in ("site_area_m2", "floor_area_m2")}
        yield breach("area_unit", [told["location_id"]], name=str(told["name"]), **areas)
    for code, asked in (
        ("floor_very_small", per_place < LEAST_FLOOR_M2),
        ("floor_small", (per_place >= LEAST_FLOOR_M2) & (per_place < FLOOR_M2)),
    ):
        kept = (asked & ~odd & staying).fillna(value=False).astype("bool")
        for told in rows.assign(m2=per_place, at_most=ratio["at_most"])[kept].to_dict("records"):
            reserve = "unknown" if told["at_most"] else "included"
            m2 = round(float(told["m2"]), 1)
            yield breach(code, [told["location_id"]], name=str(told["name"]), m2_per_place=m2, reserve=reserve)
    large = (rows["decision"] == NEW) & (rows["capacity"] >= USUAL_PLACES)
    for row, m2 in zip(*_both(rows, site, large & (site < SITE_M2) & ~odd), strict=True):
        yield breach("site_small", [row[0]], name=str(row[1]), area_m2=round(m2))


def _doubles(given: CheckInput) -> Iterator[Finding]:
    """Find two locations that run at the same time at one address, or near each other under names that are alike."""
    rows = given.locations.reset_index(drop=True)
    pairs = _near(rows) | {
        (one, other)
        for _, same in rows[rows["bag_id"].notna()].groupby("bag_id")
        for one in same.index
        for other in same.index
        if one < other
    }
    for one, other in sorted(pairs):
        if together(rows.iloc[one], rows.iloc[other]):
            ids = [str(rows.loc[at, "location_id"]) for at in (one, other)]
            first, second = given.locations_named(sorted(ids))
            yield breach("possible_double", ids, name=first, other_name=second)


def _near(rows: pd.DataFrame) -> set[tuple[int, int]]:
    """List the pairs within `NEAR_M` of each other whose names are alike."""
    if not isinstance(rows, gpd.GeoDataFrame):
        return set()
    placed = rows[rows.geometry.notna() & ~rows.geometry.is_empty]
    found = placed.sindex.query(placed.geometry, predicate="dwithin", distance=NEAR_M)
    first, second = (placed.index.to_numpy()[side] for side in np.asarray(found))
    names = rows["name"].fillna("").str.casefold()
    return {
        (int(one), int(other))
        for one, other in zip(first, second, strict=True)
        if one < other and SequenceMatcher(None, names[one], names[other]).ratio() >= ALIKE
    }


def together(one: pd.Series, other: pd.Series) -> bool:
    """Tell whether two agreements have a day in common; an unknown start or end may be any day."""

    def ends_before(first: pd.Series, second: pd.Series) -> bool:
        end, start = first["agreement_end"], second["agreement_start"]
        return bool(pd.notna(end) and pd.notna(start) and end < start)

    return not ends_before(one, other) and not ends_before(other, one)


def _dates(given: CheckInput) -> Iterator[Finding]:
    """Tell that the locations are of several dates: a total of them is of none."""
    dated = given.locations.dropna(subset=["source_date"])
    days = sorted(set(dated["source_date"]))
    if len(days) > 1:
        usual = dated["source_date"].mode().iloc[0]
        others = sorted(str(one) for one in dated.loc[dated["source_date"] != usual, "location_id"])
        yield breach(
            "mixed_dates", others, days=tuple(iso(day) for day in days), usual=iso(usual), locations=len(others),
            names=given.locations_named(others),
        )  # fmt: skip
