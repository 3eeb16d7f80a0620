"""Portfolio, context, regions, filling, flexible forms, reserve and quarters, by hand-worked answers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.allocation_table import allocation_overview, allocation_totals
from geo.analysis.flexible import flexible_table
from geo.analysis.need import Area
from geo.analysis.portfolio import (
    context_figures,
    months_between,
    municipality_table,
    portfolio,
    portfolio_totals,
    total_of,
)
from geo.analysis.regions import partition, partnership_table, region_table
from geo.analysis.reserve import reserve_ladder, scenario_table
from geo.analysis.supply import amounts_on, supply_steps
from geo.analysis.transition import quarter_totals, transition
from geo.figures import add_up
from geo.quarters import Quarter, quarters_between
from geo.tables.portfolio import PORTFOLIO, PORTFOLIO_TOTALS
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


def test_harderwijk_keeps_regular_and_reserve_apart() -> None:
    sites = locations({"location_id": "H", "capacity": 500, "reserve_capacity": 300, "floor_area_m2": 8000})
    rows = portfolio(sites, reference_date=REFERENCE)
    whole = portfolio_totals(rows).iloc[-1]
    assert (whole["regular"], whole["reserve"]) == (500, 300)
    assert rows["floor_m2_per_place"].iloc[0] == 10  # 8.000 m2 / (500 + 300)
    assert tuple(rows.columns[: len(PORTFOLIO.names)]) == PORTFOLIO.names


def test_totals_per_kind_and_certainty_with_unknown_counted() -> None:
    sites = locations(
        {"location_id": "A", "capacity": 400, "amv_places": 40},
        {"location_id": "B", "capacity": None, "reserve_capacity": None},
        {"location_id": "C", "capacity": 200, "current_type": "noodopvang", "certainty": "vastgesteld"},
        {"location_id": "D", "capacity": 999, "agreement_start": "2022-01-01", "decision": "nieuw"},
    )
    rows = portfolio(sites, reference_date=REFERENCE)
    totals = portfolio_totals(rows)
    assert tuple(totals.columns) == PORTFOLIO_TOTALS.names
    whole = totals.iloc[-1]
    assert rows["location_id"].tolist() == ["A", "B", "C"]
    assert (whole["regular"], whole["regular_unknown"], whole["emergency"], whole["amv"]) == (400, 1, 200, 40)
    assert total_of(rows, "regular").text() == "≥ 400 plekken; 1 onbekend"
    for by in ("current_type", "certainty"):
        assert totals.loc[totals["by"] == by, "locations"].sum() == whole["locations"] == 3


def test_the_capacity_of_the_portfolio_is_that_of_the_reference_date() -> None:
    sites = locations({"location_id": "B", "capacity": 1500})
    changes = steps({"location_id": "B", "from": "2020-01-01", "places": 960})
    assert portfolio(sites, changes, reference_date=REFERENCE)["capacity"].tolist() == [960]


@pytest.mark.parametrize(
    ("end", "months"), [("2020-09-01", 0), ("2020-09-30", 0), ("2020-10-01", 1), ("2021-12-31", 15), ("2020-08-31", -1)]
)
def test_months_left(end: str, months: int) -> None:
    assert months_between(REFERENCE, pd.Timestamp(end)) == months
    assert months_between(REFERENCE, None) is None


@pytest.mark.parametrize(
    ("parts", "printed", "difference"),
    [
        ([3553, 3449, 3744, 7590, 3851, 4355, 9658, 11430, 4081, 4793, 1469, 19097], 77_100, 30),
        ([104, 90, 136, 439, 123, 233, 539, 605, 244, 285, 80, 781], 3_660, 1),
        ([400, 259, 575, 325, 240, 294, 500], 2_593, 0),
        ([4044, 2144, 942], 7_130, 0),
    ],
)
def test_published_sums_with_their_difference(parts: list[int], printed: int, difference: int) -> None:
    assert printed - int(add_up(parts).value or 0) == difference


def test_places_per_1000_inhabitants() -> None:
    sites = locations(
        {"location_id": "D", "capacity": 640},
        {"location_id": "E", "capacity": 100, "municipality_code": "GM2", "current_type": "noodopvang"},
    )
    rows = portfolio(sites, reference_date=REFERENCE)
    table = municipality_table(rows, TOWNS.iloc[:2]).set_index("code")
    # 640 / 100.000 inhabitants = 6,4 per 1.000; emergency places do not count
    assert table["per_1000"].to_dict() == {"GM1": pytest.approx(6.4), "GM2": 0}
    facts = context_figures(rows, sites, TOWNS.iloc[:2])
    assert facts["places_per_1000"].value == pytest.approx(640 / 120)
    assert (facts["inhabitants"].value, facts["municipalities_with_reception"].value) == (120_000, 2)


def test_an_unknown_capacity_leaves_places_per_inhabitant_unknown() -> None:
    sites = locations({"location_id": "D", "capacity": None})
    rows = portfolio(sites, reference_date=REFERENCE)
    assert municipality_table(rows, TOWNS)["per_1000"].isna().tolist() == [True, False, False]
    assert context_figures(rows, sites, TOWNS)["places_per_1000"].value is None


def test_the_partition_names_gaps_doubles_outsiders_and_codes_that_do_not_exist() -> None:
    regions = pd.DataFrame({"region_id": ["R1", "R2", "R1", "R2"], "municipality_code": ["GM1", "GM1", "GM9", "GM77"]})
    faults = partition(regions, TOWNS, provinces=["PV1"])
    assert (faults.gaps, faults.doubles) == (("GM2",), ("GM1",))
    assert (faults.outsiders, faults.invalid) == (("GM9",), ("GM77",))


def test_a_partnership_across_the_border_is_seen() -> None:
    rows = portfolio(locations({"location_id": "A", "capacity": 40}), reference_date=REFERENCE)
    deals = pd.DataFrame(
        {"partnership_id": ["P", "Q"], "name": ["Over", "Binnen"], "kind": "eigen", "lead_prt": [None, "PV1"]}
    )
    members = pd.DataFrame({"partnership_id": ["P", "P", "Q"], "municipality_code": ["GM1", "GM9", "GM2"]})
    contacts = pd.DataFrame(
        {"partnership_id": ["P"], "function": ["secretaris"], "organisation": ["Regio"], "person": ["X"]}
    )
    table = partnership_table(deals, members, municipalities=TOWNS, portfolio=rows, contacts=contacts)
    assert table["cross_province"].tolist() == [True, False]
    assert (table["inhabitants"][0], table["places"][0], table["contact"][0]) == (105_000, 40, "secretaris, Regio")
    regions = pd.DataFrame({"region_id": ["R1", "R1"], "region_name": "West", "municipality_code": ["GM1", "GM2"]})
    assert region_table(regions, TOWNS, rows)[["inhabitants", "places"]].to_numpy().tolist() == [[120_000, 40]]


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


@settings(max_examples=40)
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
