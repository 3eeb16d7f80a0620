"""The arithmetic of the plan is that of a count by hand: every day, every location, every bucket, one by one."""

from datetime import date
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from plan_by_day import Offer, Plan, every_day, last_day, verdict

from geo.analysis.confrontation import BUCKETS, confrontation
from geo.analysis.coverage import buckets_of, confront, coverage
from geo.analysis.need import INCREMENTS, Area, main_scenario, scenarios_of
from geo.analysis.shortages import shortages
from geo.analysis.supply import AMOUNTS, places_on
from geo.analysis.transition import quarter_totals, transition
from geo.quarters import Quarter, quarters_between
from tests.analysis.portfolios import AREAS, FIRST, LAST, PLANS, REFERENCE, need_of, supply_of

DAYS = list(every_day(FIRST, LAST))
QUARTERS = quarters_between(Quarter(2021, 3), Quarter(2022, 1))
TODAY = pd.Timestamp(REFERENCE)
IN_FULL = settings(deadline=None, max_examples=15)


def bare(value: Any) -> Any:
    return None if pd.isna(value) else int(value)


def says(bucket: str, day: date) -> bool:
    """Tell whether anything can be said: what is new since the reference date is not of that day or before it."""
    return bucket not in INCREMENTS or day > REFERENCE


@IN_FULL
@given(PLANS)
def test_every_location_stands_on_every_day_as_its_rows_say(plan: Plan) -> None:
    table, compared = supply_of(plan), 0
    for day in DAYS:
        standing = places_on(table, pd.Timestamp(day)).to_dict("index")
        for location in plan.locations:
            state, row = plan.state(location, day), standing.pop(location["location_id"], None)
            compared += 1
            if state is None or row is None:
                assert row is state
                continue
            told = tuple(row[name] for name in ("kind", "type", "possible_type", "certain", "missing", "unknown"))
            missing = ",".join(state.missing)
            assert told == (state.kind, state.type, state.possible, state.certain, missing, bool(missing))
            places = tuple(bare(row[name]) for name in ("places_min", "places_max", "amv", "reserve"))
            assert places == (state.low, state.high, state.amv, state.reserve)
        assert not standing
    assert compared == len(DAYS) * len(plan.locations)


@IN_FULL
@given(PLANS)
def test_supply_need_and_verdict_of_every_day_are_those_of_a_count_by_hand(plan: Plan) -> None:
    supply, need, compared = supply_of(plan), need_of(plan), 0
    days = np.array(DAYS, dtype="datetime64[D]")
    for area in AREAS:
        for bucket in buckets_of(need):
            for scenario in scenarios_of(need):
                found = confront(supply, need, area, bucket, days, scenario=scenario, reference_date=TODAY)
                for at, day in enumerate(DAYS):
                    have, band = plan.facing(area.area_id, bucket, scenario, day)
                    told = Offer(*(int(getattr(found.supply, name)[at]) for name in AMOUNTS))
                    asked = (bare(found.need_min[at]), bare(found.need_max[at]))
                    assert asked == (band or (None, None)), (area.area_id, bucket, day)
                    assert told == have or not says(bucket, day), (area.area_id, bucket, day)
                    assert found.status[at] == verdict(have, band), (area.area_id, bucket, day)
                    compared += 1
    assert compared == len(AREAS) * len(buckets_of(need)) * len(scenarios_of(need)) * len(DAYS)


@IN_FULL
@given(PLANS)
def test_shortages_are_the_short_days_of_a_count_by_hand(plan: Plan) -> None:
    supply, need, compared = supply_of(plan), need_of(plan), 0
    for area in AREAS:
        for scenario in scenarios_of(need):
            table = shortages(
                supply, need, area=area, first=pd.Timestamp(FIRST), last=pd.Timestamp(LAST), scenario=scenario,
                reference_date=TODAY,
            )  # fmt: skip
            for bucket in buckets_of(need):
                counted = {day: plan.short(area.area_id, bucket, scenario, day) for day in DAYS}
                listed = [
                    (day, (row["places"], row["unknown_locations"]))
                    for row in table[table["bucket"] == bucket].to_dict("records")
                    for day in every_day(row["from"].date(), row["until"].date())
                ]
                assert listed == [(day, short) for day, short in counted.items() if short[0]]
                compared += len(counted)
    assert compared == len(AREAS) * len(scenarios_of(need)) * len(buckets_of(need)) * len(DAYS)


@IN_FULL
@given(PLANS)
def test_the_tables_per_quarter_are_the_count_of_their_last_days(plan: Plan) -> None:
    supply, need = supply_of(plan), need_of(plan)
    table = coverage(supply, need, areas=AREAS, quarters=QUARTERS, reference_date=TODAY)
    for row in table.to_dict("records"):
        day = Quarter.parse(row["quarter"]).last_day
        have, band = plan.facing(row["region_id"], row["bucket"], row["scenario"], day)
        low, high = band or (None, None)
        counted = {
            "supply_min": have.low, "supply_max": have.high, "supply_certain": have.certain,
            "unknown_locations": have.unknown, "need_min": low, "need_max": high,
            "balance_min": None if high is None else have.low - high,
            "balance_max": None if low is None else have.high - low,
        }  # fmt: skip
        assert {name: bare(row[name]) for name in counted} == counted or not says(row["bucket"], day)
        assert row["status"] == verdict(have, band)
    keys = product(AREAS, buckets_of(need), scenarios_of(need))
    assert len(table) == len(QUARTERS) * sum(_has_rows(plan, area, bucket, scenario) for area, bucket, scenario in keys)
    for area in AREAS:
        totals = quarter_totals(supply, need, area=area, quarters=QUARTERS)
        assert totals.drop(columns=["voluntary"]).map(_plain).to_dict("records") == [
            _totals(plan, area.area_id, main_scenario(need), quarter) for quarter in QUARTERS
        ]


def _has_rows(plan: Plan, area: Area, bucket: str, scenario: str) -> bool:
    """Tell whether a bucket is shown: of a region new places are not, where nobody asks for them."""
    ends = [last_day(quarter.year, quarter.number) for quarter in QUARTERS]
    asked = any(plan.facing(area.area_id, bucket, scenario, day)[1] for day in ends)
    return area.level == "province" or bucket not in INCREMENTS or asked


def _plain(value: Any) -> Any:
    return value if isinstance(value, str) else bare(value)


def _totals(plan: Plan, area: str, scenario: str, quarter: Quarter) -> dict[str, Any]:
    day = last_day(quarter.year, quarter.number)
    typed = dict.fromkeys(("gvl", "satelliet", "regionaal", ""), 0)
    for location in plan.of_area(area):
        state = plan.state(location, day)
        kind = "" if state is None else state.type
        typed[kind] += plan.offer(location, "totaal", day).high
    have, band = plan.facing(area, "totaal", scenario, day)
    low, high = band or (None, None)
    untyped = typed.pop("")
    return {
        "area_id": area, "quarter": str(quarter), **typed, "untyped": untyped, "total": have.high,
        "unknown_locations": have.unknown, "need_min": low, "need_max": high,
        "balance": None if low is None else have.high - low, "certain": have.certain,
    }  # fmt: skip


@IN_FULL
@given(PLANS)
def test_what_stays_ends_and_grows_is_that_of_a_count_by_hand(plan: Plan) -> None:
    supply, need = supply_of(plan), need_of(plan)
    table = confrontation(supply, need, areas=AREAS, reference_date=TODAY, last=pd.Timestamp(LAST))
    assert len(table) == len(AREAS) * len(BUCKETS)
    for row in table.to_dict("records"):
        now, staying, ending, growing, unknown = 0, 0, 0, 0, 0
        for location in plan.of_area(row["area_id"]):
            state = plan.state(location, REFERENCE)
            if state is None or ("start" in state.missing and location["decision"] == "nieuw"):
                continue
            had, has = (plan.offer(location, row["bucket"], day) for day in (REFERENCE, LAST))
            now, staying = now + had.high, staying + has.high
            if had.unknown or has.unknown:
                unknown += 1
            else:
                ending, growing = ending + max(0, had.high - has.high), growing + max(0, has.high - had.high)
        low, high = plan.asked(row["area_id"], row["bucket"], main_scenario(need), LAST) or (None, None)
        shorts = [None if side is None else max(0, side - staying) for side in (low, high)]
        told = [bare(value) for name, value in row.items() if name not in {"area_id", "bucket"}]
        assert told == [now, ending, growing, staying, unknown, low, high, *shorts]


@IN_FULL
@given(PLANS)
def test_the_table_of_locations_per_quarter_is_that_of_a_count_by_hand(plan: Plan) -> None:
    table = transition(supply_of(plan), QUARTERS)
    told = [tuple(_plain(value) for value in row) for row in table.itertuples(index=False)]
    ends = [last_day(quarter.year, quarter.number) for quarter in QUARTERS]
    counted = []
    for earlier, day, quarter in zip([last_day(2021, 2), *ends], ends, QUARTERS, strict=False):
        for location in plan.locations:
            had, has = (_stands(plan, location, when) for when in (earlier, day))
            if had or has:
                kind, places = has if has else (had[0], 0)
                counted.append((str(quarter), location["location_id"], kind, places, _event(had, has)))
    assert [(*row[:2], row[2] or "", *row[3:]) for row in told] == counted


def _stands(plan: Plan, location: dict[str, Any], day: date) -> tuple[str, int | None] | None:
    """Tell type and places of a location that has, or may have, regular places on a day."""
    state = plan.state(location, day)
    if state is None or (state.kind != "regulier" and not state.possible):
        return None
    return state.type, None if state.uncertain else state.high


def _event(had: tuple[str, int | None] | None, has: tuple[str, int | None] | None) -> str:
    if has is None:
        return "end"
    if has[1] is None:
        return "unknown"
    if had is None:
        return "open"
    if had[0] != has[0]:
        return "convert"
    more = 0 if had[1] is None else has[1] - had[1]
    return "grow" if more > 0 else "shrink" if more < 0 else ""
