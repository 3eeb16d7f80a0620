"""Figures of which a part is unknown: supply and surplus are lower bounds, a shortage is an upper bound."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.confrontation import confrontation
from geo.analysis.coverage import confront, coverage
from geo.analysis.need import Area
from geo.analysis.portfolio import months_left, portfolio, portfolio_totals
from geo.analysis.reserve import reserve_ladder, scenario_table
from geo.analysis.shortages import dips, shortages
from geo.analysis.supply import supply_steps
from geo.quarters import Quarter
from tests.analysis.frames import locations, need, steps
from tests.analysis.test_supply import DAY, ROW

PROVINCE = Area(area_id="PV1", level="province", parts=("R1", "R2"))
REGION = Area(area_id="R1", level="region")
REFERENCE = pd.Timestamp("2020-09-01")
FIRST, LAST = pd.Timestamp("2021-01-01"), pd.Timestamp("2021-12-31")
UNDATED = ("omvormen", "beeindigen")


def total(places: int, most: int | None = None, due: str = "2020-12-31", bucket: str = "totaal") -> pd.DataFrame:
    return need({"bucket": bucket, "due": due, "places_min": places, "places_max": most})


def short(sites: pd.DataFrame, demand: pd.DataFrame, area: Area = PROVINCE) -> list[list[object]]:
    table = shortages(supply_steps(sites), demand, area=area, first=FIRST, last=LAST)
    days = {name: table[name].dt.strftime("%d-%m-%Y") for name in ("from", "until")}
    rows = table.assign(**days)[table["bucket"] == demand["bucket"].iloc[0]]
    return rows[["from", "until", "places", "unknown_locations"]].to_numpy().tolist()


def later(name: str, places: int, start: str) -> dict[str, Any]:
    """Give a location of which nobody knows how long it stays."""
    return {"location_id": name, "capacity": places, "agreement_start": start, "agreement_end": None}


def test_a_row_of_shortages_is_split_where_the_number_of_unknown_locations_changes() -> None:
    sites = locations({"location_id": "A", "capacity": 100}, later("U", 50, "2021-04-01"), later("V", 40, "2021-10-01"))
    # 300 - 100 = 200 for certain until 31 March; then U may give 50, and from 1 October V 40 as well
    assert short(sites, total(300)) == [
        ["01-01-2021", "31-03-2021", 200, 0],
        ["01-04-2021", "30-09-2021", 200, 1],
        ["01-10-2021", "31-12-2021", 200, 2],
    ]


def test_an_unknown_location_of_another_region_makes_no_bound() -> None:
    sites = locations({"location_id": "A", "capacity": 100}, {**later("U", 50, "2020-01-01"), "region_id": "R2"})
    here = total(300).assign(province=None, region_id="R1")
    assert short(sites, here, REGION) == [["01-01-2021", "31-12-2021", 200, 0]]
    assert short(sites, total(300)) == [["01-01-2021", "31-12-2021", 200, 1]]


def test_a_location_without_places_for_minors_makes_their_number_no_bound() -> None:
    sites = locations(
        {"location_id": "A", "capacity": 100, "amv_places": 10}, {**later("U", 50, "2020-01-01"), "amv_places": 0}
    )
    asked = total(15, bucket="amv")
    assert short(sites, asked) == [["01-01-2021", "31-12-2021", 5, 0]]
    rows = coverage(supply_steps(sites), asked, areas=[PROVINCE], quarters=[Quarter(2021, 1)], reference_date=REFERENCE)
    assert rows.set_index("bucket")["unknown_locations"].to_dict()["amv"] == 0
    whole = portfolio_totals(portfolio(sites, reference_date=REFERENCE)).iloc[-1]
    assert whole[["amv", "amv_unknown", "reserve", "reserve_unknown"]].tolist() == [10, 0, 0, 0]
    assert whole[["regular", "regular_unknown"]].tolist() == [100, 1]


def test_a_dip_is_at_most_as_deep_as_said_where_a_new_location_has_no_known_end() -> None:
    sites = locations(
        {"location_id": "A", "capacity": 300, "agreement_end": "2021-06-30"}, later("U", 50, "2021-10-01")
    )
    table = dips(supply_steps(sites), area=PROVINCE, first=FIRST, last=LAST, reference_date=REFERENCE)
    # 300 fewer from 1 July; from 1 October U may give 50 of them
    assert table[["places", "unknown_locations"]].to_numpy().tolist() == [[300, 0], [300, 1]]


def filled(rows: list[dict[str, Any]], truth: list[dict[str, Any]]) -> pd.DataFrame:
    """Give the supply with what was unknown filled in."""
    sites, changes = [], []
    for number, (row, true) in enumerate(zip(rows, truth, strict=True)):
        name = f"L{number}"
        known = {key: true[key] if row[key] is None else row[key] for key in ("capacity", "agreement_start")}
        endless = row["agreement_term"] == "onbepaald" and row["decision"] != "beeindigen"
        end = true["agreement_end"] if row["agreement_end"] is None and not endless else row["agreement_end"]
        sites.append({**row, **known, "agreement_end": end, "location_id": name})
        if row["decision"] in UNDATED and row["type"]:
            changes.append({"location_id": name, "from": true["converts"], "type": row["type"]})
    return supply_steps(locations(*sites), steps(*changes))


TRUTH = st.fixed_dictionaries(
    {"capacity": st.integers(0, 900), "agreement_start": DAY, "agreement_end": DAY, "converts": DAY}
)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(ROW, TRUTH), min_size=1, max_size=4),
    st.sampled_from(["totaal", "regionaal"]),
    st.integers(1, 1500),
    st.integers(0, 300),
)
def test_whatever_was_unknown_the_bounds_hold(
    pairs: list[tuple[dict[str, Any], dict[str, Any]]], bucket: str, low: int, band: int
) -> None:
    rows, truth = [row for row, _ in pairs], [true for _, true in pairs]
    said = supply_steps(locations(*({**row, "location_id": f"L{number}"} for number, row in enumerate(rows))))
    demand = total(low, low + band, bucket=bucket)
    days = np.arange("2021-01-01", "2022-01-01", 7, dtype="datetime64[D]")
    stated, true = (confront(one, demand, PROVINCE, bucket, days) for one in (said, filled(rows, truth)))
    assert (true.supply.low >= stated.supply.low).all()
    assert (true.supply.high >= stated.supply.high).all()
    assert (true.supply.certain >= stated.supply.certain).all()
    tested = stated.status != "untestable"
    assert (true.status[tested] == stated.status[tested]).all()
    table = shortages(said, demand, area=PROVINCE, first=FIRST, last=LAST)
    for row in table[table["bucket"] == bucket].to_dict("records"):
        during = true.shortage[(days >= row["from"].to_datetime64()) & (days <= row["until"].to_datetime64())]
        assert ((during > 0) & (during <= row["places"])).all()
        assert row["unknown_locations"] or (during == row["places"]).all()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (500, None, [500, 0, 0, 0, 1]),  # may stay 500, or any other number: that it ends 500 nobody knows
        (None, 700, [0, 0, 0, 700, 1]),  # had any number: that it grew 700 nobody knows
        (500, 700, [500, 0, 200, 700, 0]),
        (500, 300, [500, 200, 0, 300, 0]),
    ],
)
def test_what_ends_and_what_grows_is_at_least_as_large_as_said(
    before: int | None, after: int | None, expected: list[int]
) -> None:
    changes = steps({"location_id": "B", "from": "2021-06-01", "places": after})
    rows = confrontation(
        supply_steps(locations({"location_id": "B", "capacity": before}), changes),
        total(1000), areas=[PROVINCE], reference_date=REFERENCE, last=LAST,
    ).set_index("bucket")  # fmt: skip
    assert rows.loc["totaal", ["now", "ending", "growing", "staying", "unknown_locations"]].tolist() == expected
    # 1.000 - staying; with places that may be there as well that is at most
    assert rows.loc["totaal", "short_min"] == 1000 - expected[3]


def scenario(sites: pd.DataFrame, ladder: list[tuple[int | None, int | None]], asked: int) -> tuple[object, ...]:
    given_rows = pd.DataFrame(
        [{"location_id": None, "name": f"park {rung}", "rung": rung, "places": places} for rung, places in ladder]
    )
    table = scenario_table(
        supply_steps(sites),
        total(asked),
        reserve_ladder(given_rows, portfolio(sites, reference_date=REFERENCE)),
        area=PROVINCE,
        quarters=[Quarter(2021, 1)],
        reference_date=REFERENCE,
        changes=(0.0,),
    ).iloc[0]
    return table["balance"], -1 if pd.isna(table["rung"]) else table["rung"], table["outcome"]


@pytest.mark.parametrize(
    ("asked", "unknown", "expected"),
    [
        (100, None, (0, 0, "enough")),
        (160, None, (-60, 1, "covered")),
        (230, None, (-130, 3, "covered")),
        (260, None, (-160, -1, "uncovered")),  # 60 + 90 = 150
        (160, 50, (-60, 1, "covered")),  # with 50 more still covered, with less than 60 needed
        (100, 50, (0, 0, "enough")),
        (301, 50, (-201, -1, "uncovered")),  # 50 + 150 = 200
        (300, 50, (-200, -1, "untestable")),  # with all 50 it is covered, without it is not
    ],
)
def test_an_outcome_with_reserve_holds_whatever_an_unknown_location_gives(
    asked: int, unknown: int | None, expected: tuple[object, ...]
) -> None:
    rows = [{"location_id": "A", "capacity": 100}, *([later("U", unknown, "2020-01-01")] if unknown else [])]
    assert scenario(locations(*rows), [(1, 60), (3, 90)], asked) == expected


def test_reserve_without_a_rung_leaves_open_whether_all_together_suffice() -> None:
    sites = locations({"location_id": "A", "capacity": 100})
    assert scenario(sites, [(1, 60), (None, 90)], 160) == (-60, 1, "covered")
    assert scenario(sites, [(1, 60), (None, 90)], 161) == (-61, -1, "untestable")
    assert scenario(sites, [(1, 60), (None, 0)], 161) == (-61, -1, "uncovered")


def test_unknown_reserve_leaves_open_whether_all_together_suffice() -> None:
    sites = locations({"location_id": "A", "capacity": 100})
    assert scenario(sites, [(1, 60), (3, None)], 160) == (-60, 1, "covered")
    assert scenario(sites, [(1, 60), (3, None)], 161) == (-61, -1, "untestable")
    boundless = locations({"location_id": "A", "capacity": 100}, {"location_id": "U", "capacity": None})
    assert scenario(boundless, [(1, 60)], 161) == (-61, -1, "untestable")
    assert scenario(boundless, [(1, 60)], 160) == (-60, 1, "covered")


def test_without_need_no_scenario_is_tested() -> None:
    table = scenario_table(
        supply_steps(locations({"location_id": "A", "capacity": 100})),
        total(100, due="2022-01-01"),
        reserve_ladder(None, portfolio(locations({"location_id": "A"}), reference_date=REFERENCE)),
        area=PROVINCE,
        quarters=[Quarter(2021, 1)],
        reference_date=REFERENCE,
    )
    assert set(table["outcome"]) == {"untestable"}
    assert table["rung"].isna().all()


@pytest.mark.parametrize(
    ("last", "months"),
    [
        ("2020-09-29", 0),
        ("2020-09-30", 1),  # from 1 to 30 September inclusive is a whole month
        ("2022-08-31", 24),
        ("2022-08-30", 23),
        ("2020-08-31", 0),
        ("2020-07-31", -1),
    ],
)
def test_months_left_count_the_last_day(last: str, months: int) -> None:
    assert months_left(REFERENCE, pd.Timestamp(last)) == months
    assert months_left(REFERENCE, None) is None
