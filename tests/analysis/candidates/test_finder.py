"""The search for sites: six parcels along a street by hand, an oracle, and what loosening a rule may do."""

from dataclasses import replace
from math import inf

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, box

from geo.analysis.candidates.access import Looked, Stand, distance_measures
from geo.analysis.candidates.facts import Facts
from geo.analysis.candidates.finder import Search, search
from geo.analysis.candidates.land import area_measure
from geo.analysis.candidates.measures import together
from geo.analysis.candidates.verdicts import eligibility, verdicts
from geo.analysis.distances import DistanceOptions, Surroundings, distances, edge_m
from geo.crs import to_crs
from geo.network.build import build
from geo.network.snap import snap
from geo.tables.finder import FINDER, FINDER_SUMMARY
from geo.tables.profiles import Profile, Rule
from geo.tables.profiles import Test as Ask
from tests.analysis.candidates.frames import (
    CUT_OFF,
    NO_SUCH,
    NOT_GIVEN,
    at_border,
    beyond,
    facts_of_cells,
    profile,
    rule,
    sure,
)
from tests.oracles.land_search import counted, outcomes
from tests.oracles.rule_worlds import verdict, worlds
from tests.toytowns import CRS, degrees, places, street

DEPTH = 40.0
"""How far a parcel goes from the street, metres."""


def parcel(west: float, *, north: float = 20.0, width: float = 50.0) -> object:
    """Make a parcel that begins `west` metres along the street and lies `north` metres beside it."""
    return box(west, north, west + width, north + DEPTH)


PARCELS = {
    "P1": parcel(600),
    "P2": parcel(1_014),
    "P3": parcel(100),
    "P4": parcel(2_900),
    "P5": parcel(600, north=3_000),
    "P6": MultiPolygon([parcel(700), parcel(100, north=520)]),
}
"""On a street of 3,000 m with the shop at its beginning and the school at 2,000 m. A way begins at the corner that is
first along the street, and has a leg of 20 m."""
SHOP = rule(Ask(fact="walk_supermarket_m", at_most=1_000), name="winkel")
SCHOOL = rule(Ask(fact="walk_primary_school_m", at_most=1_500), name="school")
PLACES = rule(Ask(fact="capacity", at_least=50), name="plekken")
STATION = rule(Ask(fact="walk_train_station_m"), name="station", hard=False)
CATEGORIES = ("primary_school", "supermarket")
RULES = profile(PLACES, SHOP, STATION, SCHOOL)


def land_facts(profile: Profile) -> tuple[Facts, np.ndarray]:
    """Give the facts of the parcels, over the network, and their areas."""
    shapes = [gpd.GeoSeries([_in_degrees(shape)], crs=4326).iloc[0] for shape in PARCELS.values()]
    sites = gpd.GeoDataFrame({"site_id": list(PARCELS), "origin_id": list(PARCELS)}, geometry=shapes, crs=4326)
    facilities = gpd.GeoDataFrame(
        {"facility_id": ["w", "s"], "category": ["supermarket", "primary_school"], "name": ["", ""]},
        geometry=places((0, 0), (2_000, 0)),
    )
    network, edge = build(street(3_000, parts=30), "walk", crs=CRS), _in_degrees(box(-9_000, -9_000, 3_700, 9_000))
    nearest = distances(
        sites,
        facilities,
        network,
        categories=CATEGORIES,
        options=DistanceOptions(nearest=1, limit_m=5_000),
        surroundings=Surroundings(boundary=edge),
    )
    ids = sites["site_id"].to_numpy(dtype=object)
    metric = to_crs(sites, CRS)
    feet = snap(network, sites.geometry)
    ways = distance_measures(
        nearest,
        ids,
        looked=Looked(mode="walk", metres=5_000.0),
        names={name: name for name in CATEGORIES},
        stand=Stand(edge_m=edge_m(feet, edge, network), has_foot=feet.segment >= 0),
        origins={},
    )
    asked = {part.fact for one in profile.rules if not one.reported for part in one.parts}
    known = [one for one in (*ways, area_measure(metric, "site")) if one.fact.id in asked]
    return together(ids, known), metric.geometry.area.to_numpy()


def _in_degrees(shape: object) -> object:
    if isinstance(shape, MultiPolygon):
        return MultiPolygon([_in_degrees(part) for part in shape.geoms])
    return type(shape)([degrees((x, y)) for x, y in shape.exterior.coords])  # type: ignore[attr-defined]


def searched(profile: Profile = RULES) -> Search:
    facts, area_m2 = land_facts(profile)
    return search(facts, profile, area_m2)


def test_six_parcels_worked_out_by_hand() -> None:
    table = searched().table
    assert tuple(table.columns) == FINDER.names
    told = table[["site_id", "passed", "rule", "rules_met", "rules_asked"]]
    assert [tuple(row) for row in told.itertuples(index=False)] == [
        ("P1", "yes", "", 2, 2),  # shop 600 + 20 m, school 1,400 + 20 m
        ("P2", "no", "winkel", 1, 2),  # shop 1,014 + 20 m, school 986 + 20 m
        ("P3", "no", "school", 1, 2),  # shop 100 + 20 m, school 1,900 + 20 m
        ("P4", "untestable", "winkel", 1, 2),  # shop 2,900 + 20 m, but the edge of the map is at 800 m
        ("P5", "untestable", "winkel", 0, 2),  # no street within 1,000 m, which says nothing of the land itself
        ("P6", "yes", "", 2, 2),  # its nearest part: shop 700 + 20 m, school 1,300 + 20 m
    ]
    assert table["margin"].round(2).tolist() == pytest.approx([np.nan, -34, -420, np.nan, np.nan, np.nan], nan_ok=True)
    assert table["unit"].tolist() == ["", "m", "m", "", "", ""]
    assert table["area_m2"].tolist() == pytest.approx([2_000] * 5 + [4_000], rel=1e-3)


def test_the_summary_counts_who_falls_first_and_who_fails_at_all() -> None:
    summary = searched().summary.set_index("rule")
    assert tuple(searched().summary.columns) == FINDER_SUMMARY.names
    assert summary.index.tolist() == ["plekken", "winkel", "station", "school"]
    assert summary["asked"].tolist() == [False, True, False, True], "land has no places, and the station has no bound"
    counts = summary.loc[["winkel", "school"], ["fell_first", "fails", "untestable", "met"]]
    assert counts.to_numpy().tolist() == [[1, 1, 2, 3], [1, 1, 1, 4]]
    assert summary.loc[["plekken", "station"], ["fell_first", "fails", "untestable", "met"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("most_m", "passed"), [(1_033, "no"), (1_035, "yes")], ids=["one metre too few", "one metre enough"]
)
def test_a_threshold_moves_a_parcel_as_worked_out(most_m: float, passed: str) -> None:
    moved = replace(RULES, rules=(rule(Ask(fact="walk_supermarket_m", at_most=most_m), name="winkel"), SCHOOL))
    table = searched(moved).table.set_index("site_id")
    assert table.loc["P2", "passed"] == passed
    others = searched().table.set_index("site_id").drop("P2")
    assert table.drop("P2")["passed"].equals(others["passed"])


def test_the_size_of_a_parcel_is_asked_where_a_rule_does() -> None:
    large = rule(Ask(fact="site_area_m2", at_least=3_000), name="terrein")
    table = searched(replace(RULES, rules=(large, SHOP))).table
    assert table["rule"].tolist() == ["terrein"] * 5 + [""]
    assert table["unit"].tolist() == ["m²"] * 5 + [""]
    assert table["margin"].iloc[0] == pytest.approx(-1_000, abs=2)


def test_an_alternative_that_land_does_not_have_leaves_a_rule_open() -> None:
    either = rule(Ask(fact="walk_supermarket_m", at_most=1_000), Ask(fact="capacity", at_least=50), name="of")
    table = searched(profile(either)).table
    assert table["passed"].tolist() == ["yes", "untestable", "yes", "untestable", "untestable", "yes"]


def test_where_no_hard_rule_can_be_asked_nothing_passes() -> None:
    facts, area_m2 = land_facts(RULES)
    for some in (profile(PLACES), profile(replace(SHOP, hard=False))):
        assert set(search(facts, some, area_m2).table["passed"]) == {"untestable"}


CELLS = st.one_of(
    st.floats(0, 4_000).map(sure),
    st.floats(0, 4_000).map(at_border),
    st.floats(500, 4_000).map(beyond),
    st.sampled_from([CUT_OFF, NO_SUCH, NOT_GIVEN]),
)
CHECKED = settings(max_examples=80, deadline=None, derandomize=True)
FACTS = ("a", "b", "c")
BOUNDS = st.sampled_from([0.0, 500.0, 1_000.0, 1_500.0, 3_000.0])


@st.composite
def rules(draw: st.DrawFn) -> list[Rule]:
    made = []
    for at in range(draw(st.integers(1, 4))):
        asks = [
            Ask(fact=fact, at_most=draw(BOUNDS) + 1_000, good_at_most=draw(st.sampled_from([None, 500.0])))
            for fact in draw(st.lists(st.sampled_from([*FACTS, "capacity"]), min_size=1, max_size=2, unique=True))
        ]
        made.append(rule(*asks, name=f"r{at}", hard=draw(st.booleans())))
    return made


@st.composite
def lands(draw: st.DrawFn) -> Facts:
    count = draw(st.integers(1, 6))
    return facts_of_cells({fact: draw(st.lists(CELLS, min_size=count, max_size=count)) for fact in FACTS})


def _oracle_verdict(one: Rule, facts: Facts, row: int) -> str:
    parts = [
        [{"fact": ask.fact, "least": -inf, "most": ask.red[1], "good_least": -inf, "good_most": ask.green[1]}]
        for ask in one.tests
    ]
    known = {"capacity": (-inf, inf, False)}
    for at, fact in enumerate(FACTS):
        known[fact] = (facts.low[row, at], facts.high[row, at], facts.status[row, at] == "beyond_limit")
    return verdict(worlds(parts, known))


@CHECKED
@given(facts=lands(), listed=rules())
def test_the_search_is_that_of_an_oracle_that_tries_every_world(facts: Facts, listed: list[Rule]) -> None:
    count = len(facts.ids)
    found = search(facts, profile(*listed), np.ones(count))
    asked = [one for one in listed if {ask.fact for ask in one.tests} & set(FACTS)]
    ruled = [(one.id, one.hard, [_oracle_verdict(one, facts, row) for row in range(count)]) for one in asked]
    pairs = list(zip(found.table["passed"], found.table["rule"], strict=True))
    assert pairs == outcomes(ruled, count)
    assert len(pairs) == count
    rows = found.summary[found.summary["asked"]].set_index("rule")[["fell_first", "fails", "untestable", "met"]]
    assert {name: tuple(map(int, row)) for name, row in zip(rows.index, rows.to_numpy(), strict=True)} == counted(
        ruled, count
    )


@CHECKED
@given(facts=lands(), listed=rules())
def test_the_search_says_what_the_verdicts_of_candidates_say(facts: Facts, listed: list[Rule]) -> None:
    asked = profile(*(one for one in listed if {ask.fact for ask in one.tests} & set(FACTS)))
    assume(asked.rules)
    table = search(facts, asked, np.ones(len(facts.ids))).table
    every = verdicts(facts, asked)
    out = eligibility(every)
    assert table["passed"].tolist() == [
        *(out["eligible"] if any(one.hard for one in asked.rules) else ["untestable"] * len(out))
    ]
    falls = (table["passed"] == "no").to_numpy()
    firsts = [next(iter(names), "") for names in out["failed_rules"]]
    assert np.where(falls, table["rule"], "").tolist() == firsts
    margins = every.set_index(["candidate_id", "rule"])["margin"]
    told = [margins.get(pair, np.nan) for pair in zip(out["candidate_id"], firsts, strict=True)]
    np.testing.assert_array_equal(table["margin"].to_numpy(), told)
    met = every["verdict"].isin(["meets", "attention"]).groupby(every["candidate_id"], sort=False).sum()
    assert table["rules_met"].tolist() == met.tolist()


@CHECKED
@given(facts=lands(), listed=rules(), at=st.integers(0, 3), more=st.floats(0, 3_000))
def test_loosening_a_rule_lets_no_land_fall(facts: Facts, listed: list[Rule], at: int, more: float) -> None:
    one = listed[at % len(listed)]
    looser = replace(one, tests=tuple(replace(ask, at_most=(ask.at_most or 0) + more) for ask in one.tests))
    after = [looser if rule is one else rule for rule in listed]
    before_table, after_table = (
        search(facts, profile(*some), np.ones(len(facts.ids))).table for some in (listed, after)
    )
    passed = before_table["passed"] == "yes"
    assert (after_table.loc[passed, "passed"] == "yes").all()
    assert (after_table["passed"] == "no").sum() <= (before_table["passed"] == "no").sum()
    assert pd.Series(after_table["rules_met"] >= before_table["rules_met"]).all()
