"""Laws of supply and need that hold for any portfolio at all."""

import random
from dataclasses import astuple, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_by_day import Plan, every_day

from geo.analysis.confrontation import confrontation
from geo.analysis.coverage import coverage
from geo.analysis.need import scenarios_of
from geo.analysis.shortages import shortages
from geo.analysis.supply import AMOUNTS, amounts_on, supply_steps
from geo.analysis.transition import quarter_totals, transition
from geo.quarters import Quarter, quarters_between
from tests.analysis.frames import locations, need, steps
from tests.analysis.portfolios import (
    AREAS,
    FIRST,
    LAST,
    PLANS,
    PROVINCE,
    REFERENCE,
    REGIONS,
    SITE,
    SOLID,
    STEPS,
    need_of,
    supply_of,
)  # fmt: skip

Row = dict[str, Any]
ALL_DAYS = np.array(list(every_day(FIRST, LAST)), dtype="datetime64[D]")
QUARTERS = quarters_between(Quarter(2021, 4), Quarter(2022, 1))
TODAY = pd.Timestamp(REFERENCE)
BUCKETS = ("totaal", "regionaal", "gvl_satelliet", "amv")
EVERY = (*BUCKETS, "extra", "vervanging")
ONE_DAY = timedelta(days=1)
LAWFUL = settings(deadline=None, max_examples=15)


def sums(supply: pd.DataFrame, bucket: str) -> pd.DataFrame:
    """Give the amounts of a bucket, a row a day."""
    amounts = amounts_on(supply, bucket, ALL_DAYS)
    return pd.DataFrame({name: getattr(amounts, name) for name in AMOUNTS})


def covered(supply: pd.DataFrame, demand: pd.DataFrame) -> pd.DataFrame:
    return coverage(supply, demand, areas=AREAS, quarters=QUARTERS, reference_date=TODAY)


def short(supply: pd.DataFrame, demand: pd.DataFrame, scenario: str) -> pd.DataFrame:
    return shortages(
        supply, demand, area=PROVINCE, first=pd.Timestamp(FIRST), last=pd.Timestamp(LAST), scenario=scenario,
        reference_date=TODAY,
    )  # fmt: skip


def short_by_day(
    supply: pd.DataFrame, demand: pd.DataFrame, buckets: tuple[str, ...] = EVERY
) -> dict[tuple[str, str, date], tuple[int, int]]:
    """Give what is short by scenario, bucket and day, whatever the cause."""
    return {
        (scenario, row["bucket"], day): (row["places"], row["unknown_locations"])
        for scenario in scenarios_of(demand)
        for row in short(supply, demand, scenario).to_dict("records")
        if row["bucket"] in buckets
        for day in every_day(row["from"].date(), row["until"].date())
    }


def assert_same_supply(one: pd.DataFrame, other: pd.DataFrame) -> None:
    for bucket in BUCKETS:
        pd.testing.assert_frame_equal(sums(one, bucket), sums(other, bucket))


def with_site(plan: Plan, site: Row, own: list[Row]) -> Plan:
    """Add a location with steps."""
    named = [{**step, "location_id": site["location_id"]} for step in own]
    return replace(plan, locations=[*plan.locations, site], steps=[*plan.steps, *named], _counted={})


@LAWFUL
@given(PLANS, SOLID, STEPS, st.data())
def test_an_agreement_in_two_parts_is_one(plan: Plan, site: Row, own: list[Row], data: st.DataObject) -> None:
    """The first part ends on a day, the second begins the day after: no sum, verdict or shortage changes on any day.

    But for what is new since the reference date: the second part is a new location.
    """
    length = (site["agreement_end"] - site["agreement_start"]).days
    cut = site["agreement_end"] - timedelta(days=data.draw(st.integers(1, length)))
    first, second = {**site, "agreement_end": cut}, {**site, "location_id": "T", "agreement_start": cut + ONE_DAY}
    one, two = with_site(plan, site, own), with_site(with_site(plan, first, own), second, own)
    whole, split, demand = supply_of(one), supply_of(two), need_of(plan)
    assert_same_supply(whole, split)
    tables = (covered(whole, demand), covered(split, demand))
    absolute = [table[table["bucket"].isin(BUCKETS)] for table in tables]
    pd.testing.assert_frame_equal(*absolute)
    assert short_by_day(split, demand, BUCKETS) == short_by_day(whole, demand, BUCKETS)


@LAWFUL
@given(PLANS, SOLID, STEPS, st.data())
def test_a_step_that_repeats_the_places_changes_nothing(
    plan: Plan, site: Row, own: list[Row], data: st.DataObject
) -> None:
    known = {**site, "capacity": site["capacity"] or 70, "places_min": None, "places_max": None}
    counted = [{**step, "places": step["places"] or 30} for step in own]
    whole, demand = with_site(plan, known, counted), need_of(plan)
    taken = {step["from"] for step in counted}
    term = every_day(known["agreement_start"] + ONE_DAY, known["agreement_end"])
    day = data.draw(st.sampled_from([day for day in term if day not in taken] or [date(2030, 1, 1)]))
    state = whole.state(known, day)
    again = {"location_id": "S", "from": day, "places": 0 if state is None else state.high}
    once, twice = supply_of(whole), supply_of(replace(whole, steps=[*whole.steps, again], _counted={}))
    assert len(twice) == len(once) + (state is not None)
    assert_same_supply(once, twice)
    pd.testing.assert_frame_equal(covered(once, demand), covered(twice, demand))
    assert short_by_day(once, demand) == short_by_day(twice, demand)


@LAWFUL
@given(PLANS)
def test_places_are_conserved_over_regions(plan: Plan) -> None:
    supply, compared = supply_of(plan), 0
    for bucket in BUCKETS:
        parts = [sums(supply[supply["region_id"] == region], bucket) for region in (*REGIONS, "")]
        pd.testing.assert_frame_equal(sum(parts), sums(supply, bucket))
        compared += len(ALL_DAYS)
    assert compared == len(BUCKETS) * len(ALL_DAYS)


@LAWFUL
@given(PLANS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(plan: Plan, draw: random.Random) -> None:
    rows = [list(part) for part in (plan.locations, plan.steps, plan.need)]
    for part in rows:
        draw.shuffle(part)
    supply, demand = supply_of(plan), need_of(plan)
    shuffled, other = supply_steps(locations(*rows[0]), steps(*rows[1])), need(*rows[2])
    pd.testing.assert_frame_equal(supply, shuffled)
    pd.testing.assert_frame_equal(covered(supply, demand), covered(shuffled, other))
    pd.testing.assert_frame_equal(transition(supply, QUARTERS), transition(shuffled, QUARTERS))
    ends = {"reference_date": TODAY, "last": pd.Timestamp(LAST)}
    pd.testing.assert_frame_equal(
        confrontation(supply, demand, areas=AREAS, **ends), confrontation(shuffled, other, areas=AREAS, **ends)
    )
    for scenario in scenarios_of(demand):
        pd.testing.assert_frame_equal(short(supply, demand, scenario), short(shuffled, other, scenario))
        asked = {"area": PROVINCE, "quarters": QUARTERS, "scenario": scenario}
        pd.testing.assert_frame_equal(quarter_totals(supply, demand, **asked), quarter_totals(shuffled, other, **asked))


@LAWFUL
@given(PLANS, SITE)
def test_one_more_location_never_lowers_supply_nor_raises_a_shortage(plan: Plan, site: Row) -> None:
    more = {**site, "location_id": "more", "province_code": "PV1"}
    before, demand = supply_of(plan), need_of(plan)
    after = supply_steps(locations(*plan.locations, more), steps(*plan.steps))
    for bucket in BUCKETS:
        gained = sums(after, bucket) - sums(before, bucket)
        assert (gained >= 0).all(axis=None)
    was, remains = (short_by_day(supply, demand) for supply in (before, after))
    assert all(key in was and missing <= was[key][0] for key, (missing, _) in remains.items())


@LAWFUL
@given(PLANS, SOLID, STEPS)
def test_a_day_longer_changes_that_day_alone(plan: Plan, site: Row, own: list[Row]) -> None:
    day = site["agreement_end"] + ONE_DAY
    before, after = (with_site(plan, {**site, "agreement_end": end}, own) for end in (site["agreement_end"], day))
    changed = np.datetime64(day) == ALL_DAYS
    assert changed.sum() == 1
    for bucket in BUCKETS:
        gained = sums(supply_of(after), bucket) - sums(supply_of(before), bucket)
        assert not gained[~changed].any(axis=None)
        assert tuple(gained[changed].iloc[0]) == astuple(after.offer(after.locations[-1], bucket, day))
