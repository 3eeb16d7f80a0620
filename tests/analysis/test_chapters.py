"""Filling, flexible forms, reserve and quarters, by hand-worked answers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.allocation_table import allocation_overview, allocation_totals
from geo.analysis.confrontation import confrontation
from geo.analysis.flexible import flexible_table
from geo.analysis.need import Area
from geo.analysis.portfolio import (
    portfolio,
)
from geo.analysis.quarter_grid import TOTAL_ROWS, quarter_grid, with_bounds
from geo.analysis.reserve import reserve_ladder, scenario_table
from geo.analysis.supply import amounts_on, supply_steps
from geo.analysis.transition import quarter_totals, transition
from geo.quarters import Quarter, quarters_between
from geo.tables.transition import QUARTER_TOTALS, SCENARIOS, TRANSITION
from tests.analysis.frames import locations, need, steps
from tests.analysis.test_supply import ROW

REFERENCE = pd.Timestamp("2020-09-01")
PROVINCE = Area(area_id="PV1", level="province")
QUARTERS = quarters_between(Quarter(2020, 1), Quarter(2023, 4))
LAST = pd.Timestamp("2023-12-31")
TOWNS = pd.DataFrame(
    {
        "code": ["GM1", "GM2", "GM9"],
        "name": ["Een", "Twee", "Buur"],
        "province_code": ["PV1", "PV1", "PV2"],
        "inhabitants": pd.array([100_000, 20_000, 5_000], dtype="Int64"),
    }
)


def four_decisions() -> pd.DataFrame:
    return locations(
        {"location_id": "blijft", "capacity": 100},
        {
            "location_id": "eindigt",
            "capacity": 200,
            "agreement_end": "2021-12-31",
            "decision": "beeindigen",
            "type": None,
        },
        {"location_id": "nieuw", "capacity": 300, "agreement_start": "2022-02-01", "decision": "nieuw", "type": "gvl"},
        {"location_id": "om", "capacity": 50, "decision": "omvormen", "type": "satelliet", "hub_id": "nieuw"},
    )


CONVERSION = steps({"location_id": "om", "from": "2022-05-01", "type": "satelliet", "places": 60})


def test_the_four_decisions_divide_the_portfolio() -> None:
    table = allocation_overview(
        four_decisions(), CONVERSION, reference_date=REFERENCE, last=LAST, hub_distances_m={"om": 6900.0}
    )
    assert table["places_now"].tolist() == [100, 200, 0, 50]
    assert table["places"].tolist() == [100, 0, 300, 60]
    assert table["hub_distance_m"].tolist()[3] == 6900
    totals = allocation_totals(table).set_index("decision")
    # continued + ended + converted = portfolio: 100 + 200 + 50; continued + new + converted = future: 100 + 300 + 60
    assert totals["places_now"].sum() == 350
    assert totals["places"].sum() == 460
    assert totals["locations"].sum() == 4


def test_the_quarter_table_with_its_events() -> None:
    table = transition(supply_steps(four_decisions(), CONVERSION), QUARTERS)
    assert tuple(table.columns) == TRANSITION.names
    events = table[table["event"] != ""][["quarter", "location_id", "places", "event"]].to_numpy().tolist()
    # t/m 31-12-2021 counts in 2021-Q4, so it is gone in 2022-Q1
    assert events == [
        ["2022-Q1", "eindigt", 0, "end"],
        ["2022-Q1", "nieuw", 300, "open"],
        ["2022-Q2", "om", 60, "convert"],
    ]
    demand = need({"bucket": "totaal", "due": "2022-03-31", "places_min": 500, "places_max": 520})
    totals = quarter_totals(supply_steps(four_decisions(), CONVERSION), demand, area=PROVINCE, quarters=QUARTERS)
    assert tuple(totals.columns) == QUARTER_TOTALS.names
    rows = totals.set_index("quarter")
    assert rows.loc["2021-Q4", ["regionaal", "untyped", "total"]].tolist() == [100, 250, 350]
    assert rows.loc["2022-Q2", ["gvl", "satelliet", "regionaal", "untyped", "total"]].tolist() == [300, 60, 100, 0, 460]
    assert rows.loc["2022-Q2", "balance"] == -40
    assert pd.isna(rows.loc["2021-Q4", "balance"])


def test_the_quarter_table_lies_on_its_side_with_its_unknowns() -> None:
    sites = locations(
        {"location_id": "A", "capacity": 400, "agreement_end": "2020-06-30"},
        {"location_id": "B", "capacity": 100, "agreement_start": "2020-10-01", "certainty": "voornemen"},
        {"location_id": "U", "capacity": 180, "agreement_end": None, "agreement_start": "2020-05-01"},
    )
    quarters = quarters_between(Quarter(2020, 1), Quarter(2020, 4))
    supply = supply_steps(sites)
    demand = need({"bucket": "totaal", "due": "2020-09-30", "places_min": 90})
    totals = quarter_totals(supply, demand, area=PROVINCE, quarters=quarters)
    grid = quarter_grid(transition(supply, quarters), totals, {"A": "Aa", "B": "Bee", "U": "Uu"}, quarters=quarters)
    columns = [str(quarter) for quarter in quarters]
    cells = grid.set_index("name")[columns]
    # 0 where a location does not stand, missing where it may stand
    assert cells.loc["Aa"].tolist() == [400, 400, 0, 0]
    assert cells.loc["Bee"].tolist() == [0, 0, 0, 100]
    assert cells.loc["Uu"].isna().tolist() == [False, True, True, True]
    assert cells.loc["Uu", "2020-Q1"] == 0
    feet = grid.set_index("row")[columns]
    assert feet.loc["total"].tolist() == [400, 400, 0, 100]
    assert feet.loc["unknown_locations"].tolist() == [0, 1, 1, 1]
    assert feet.loc["balance"].fillna("").tolist() == ["", "", -90, 10]
    assert feet.loc["certain"].tolist() == [400, 400, 0, 0]
    assert grid["row"].tolist() == ["", "", "", *TOTAL_ROWS]
    assert grid["area_id"].tolist() == ["", "", "", *["PV1"] * len(TOTAL_ROWS)]
    told = with_bounds(grid, quarters).set_index("row")[columns]
    assert told.loc["total"].tolist() == ["400", "≥ 400", "≥ 0", "≥ 100"]
    assert told.loc["balance"].fillna("").tolist() == ["", "", "≥ −90", "≥ +10"]
    assert told.loc["certain"].tolist() == ["400", "≥ 400", "≥ 0", "≥ 0"]
    assert told.loc["unknown_locations"].tolist() == [0, 1, 1, 1]


def test_the_quarter_table_adds_no_provinces_up() -> None:
    sites = locations(
        {"location_id": "A", "capacity": 400}, {"location_id": "B", "capacity": 100, "province_code": "PV2"}
    )
    quarters, supply = [Quarter(2020, 4)], supply_steps(sites)
    demand = need({"bucket": "totaal", "due": "2020-09-30", "places_min": 90})
    offered = pd.DataFrame(
        {"places": [25], "from": [pd.Timestamp("2020-01-01")], "until": [pd.Timestamp("2021-01-01")]}
    )
    provinces = [Area(area_id=code, level="province", sole=False) for code in ("PV1", "PV2")]
    totals = pd.concat(
        [quarter_totals(supply, demand, area=area, quarters=quarters, voluntary=offered) for area in provinces]
    )
    grid = quarter_grid(transition(supply, quarters), totals, {}, quarters=quarters)
    cells = grid.set_index(["area_id", "row"])["2020-Q4"]
    assert (cells["PV1", "total"], cells["PV2", "total"]) == (400, 100)
    assert (cells["PV1", "need_min"], cells["PV1", "balance"]) == (90, 310)
    assert pd.isna(cells["PV2", "need_min"])
    assert pd.isna(cells["PV2", "balance"])
    # voluntary places name no province and stand once
    assert grid.loc[grid["row"] == "voluntary", ["area_id", "2020-Q4"]].to_numpy().tolist() == [["", 25]]
    assert grid["row"].tolist()[-1] == "voluntary"


def test_current_supply_less_what_ends_is_what_stays() -> None:
    sites = locations(
        {"location_id": "A", "capacity": 300, "agreement_end": "2021-12-31", "decision": "beeindigen", "type": None},
        {"location_id": "B", "capacity": 500},
        {"location_id": "C", "capacity": 900, "agreement_start": "2021-01-01", "decision": "nieuw"},
        {"location_id": "U", "capacity": None},
    )
    changes = steps({"location_id": "B", "from": "2022-01-01", "places": 700})
    demand = need({"bucket": "totaal", "due": "2023-12-31", "places_min": 1000, "places_max": 1200})
    rows = confrontation(
        supply_steps(sites, changes), demand, areas=[PROVINCE], reference_date=REFERENCE, last=LAST
    ).set_index("bucket")
    # 300 + 500 = 800; A ends 300; B grows 200; 800 - 300 + 200 = 700; C is new. 1.000 - 700 = 300
    assert rows.loc["totaal", ["now", "ending", "growing", "staying"]].tolist() == [800, 300, 200, 700]
    assert rows.loc["totaal", ["short_min", "short_max", "unknown_locations"]].tolist() == [300, 500, 1]


@settings(deadline=None, max_examples=40)
@given(st.lists(ROW, min_size=1, max_size=5))
def test_the_quarter_table_adds_up_to_the_day_function(rows: list[dict[str, object]]) -> None:
    sites = locations(*({**row, "location_id": f"L{number}"} for number, row in enumerate(rows)))
    supply = supply_steps(sites)
    table = transition(supply, QUARTERS)
    days = np.array([quarter.last_day for quarter in QUARTERS], dtype="datetime64[D]")
    by_day = amounts_on(supply, "totaal", days)
    sums = table.groupby("quarter")["places"].sum().reindex([str(quarter) for quarter in QUARTERS]).fillna(0)
    assert sums.tolist() == by_day.high.tolist()
    unknown = table[table["event"] == "unknown"].groupby("quarter").size()
    assert unknown.reindex(sums.index).fillna(0).tolist() == by_day.unknown.tolist()


def test_voluntary_places_are_given_never_inferred() -> None:
    offered = pd.DataFrame(
        {
            "places": [25],
            "from": [pd.Timestamp("2021-01-01")],
            "until": [pd.Timestamp("2021-03-31")],
            "reason": ["werk"],
        }
    )
    totals = quarter_totals(
        supply_steps(four_decisions()), need(), area=PROVINCE, quarters=QUARTERS, voluntary=offered
    ).set_index("quarter")["voluntary"]
    assert totals[["2020-Q4", "2021-Q1", "2021-Q2"]].tolist() == [0, 25, 0]


def test_flexible_locations_with_their_range() -> None:
    sites = locations(
        {
            "location_id": "F",
            "places_min": 150,
            "places_max": 350,
            "flexible_form": "gelijktijdig",
            "target_groups": ("studenten",),
        },
        {"location_id": "G", "capacity": 100},
    )
    deals = pd.DataFrame(
        {"location_id": ["F", "F"], "chapter": [5, 4], "topic": ["diensten en activiteiten"] * 2, "text": ["les", "x"]}
    )
    table = flexible_table(sites, deals)
    assert table[["location_id", "other_places", "services"]].to_numpy().tolist() == [["F", 200, "les"]]


def test_reserve_by_rung_and_what_each_covers() -> None:
    sites = locations(
        {"location_id": "H", "capacity": 500, "reserve_capacity": 80}, {"location_id": "I", "capacity": 500}
    )
    given_rows = pd.DataFrame({"location_id": [None], "name": ["park"], "rung": [3], "places": [60]})
    ladder = reserve_ladder(given_rows, portfolio(sites, reference_date=REFERENCE))
    assert ladder[["rung", "places"]].to_numpy().tolist() == [[2, 80], [3, 60]]
    demand = need({"bucket": "totaal", "due": "2020-12-31", "places_min": 1000, "places_max": 1001})
    table = scenario_table(
        supply_steps(sites),
        demand,
        ladder,
        area=PROVINCE,
        quarters=[Quarter(2020, 4)],
        reference_date=REFERENCE,
        changes=(-0.1, 0.0, 0.07, 0.1, 0.3),
    )
    assert tuple(table.columns) == SCENARIOS.names
    # 1.000 - 900; 0; 1.000 - 1.070 = -70: rung 2 (80); -100: rungs 2 and 3 (140); -300: more than 140
    assert table["balance"].tolist() == [100, 0, -70, -100, -300]
    assert table["rung"].fillna(-1).tolist() == [0, 0, 2, 3, -1]
    assert table["need_max"].tolist()[0] == 901  # 900,9 rounded up


def test_reserve_named_in_the_table_is_not_counted_again() -> None:
    sites = locations({"location_id": "H", "capacity": 500, "reserve_capacity": 80})
    given_rows = pd.DataFrame({"location_id": ["H"], "name": ["H"], "rung": [2], "places": [80]})
    assert reserve_ladder(given_rows, portfolio(sites, reference_date=REFERENCE))["places"].sum() == 80


@pytest.mark.parametrize(
    ("wait", "expected"), [(121, [100, 100]), (122, [40, 100]), (211, [40, 100]), (212, [40, 40]), (None, [100, 100])]
)
def test_reserve_counts_from_the_day_on_which_it_is_there(wait: int | None, expected: list[int]) -> None:
    rows = pd.DataFrame(
        {"location_id": [None] * 2, "name": ["park", "hal"], "rung": [3, 3], "places": [60, 40], "days": [wait, None]}
    )
    sites = locations({"location_id": "H", "capacity": 1000})
    demand = need({"bucket": "totaal", "due": "2020-12-31", "places_min": 1000})
    table = scenario_table(
        supply_steps(sites), demand, reserve_ladder(rows, portfolio(sites, reference_date=REFERENCE)),
        area=PROVINCE, quarters=[Quarter(2020, 4), Quarter(2021, 1)], reference_date=REFERENCE, changes=(0.0,),
    )  # fmt: skip
    # 31-12-2020 is 121 days after 1-9-2020, and 31-3-2021 is 211
    assert table["reserve"].tolist() == expected


def test_reserve_of_a_location_counts_while_it_stands() -> None:
    sites = locations(
        {"location_id": "H", "capacity": 500, "reserve_capacity": 80, "agreement_end": "2021-12-30"},
        {"location_id": "I", "capacity": 500},
    )
    ladder = reserve_ladder(
        pd.DataFrame({"location_id": [None], "name": ["park"], "rung": [3], "places": [60]}),
        portfolio(sites, reference_date=REFERENCE),
    )
    demand = need({"bucket": "totaal", "due": "2020-12-31", "places_min": 1050})
    quarters = [Quarter(2021, 3), Quarter(2021, 4)]
    table = scenario_table(
        supply_steps(sites), demand, ladder, area=PROVINCE, quarters=quarters, reference_date=REFERENCE, changes=(0.0,)
    )
    assert tuple(table.columns) == SCENARIOS.names
    # 1.000 - 1.050 = -50, within 80 of rung 2; on 31-12-2021 H is gone with its 80: 500 + 60 - 1.050 = -490
    assert table["reserve"].tolist() == [140, 60]
    assert table["balance_reserve"].tolist() == [90, -490]
    assert table["rung"].fillna(-1).tolist() == [2, -1]
