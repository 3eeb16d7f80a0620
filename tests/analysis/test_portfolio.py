"""The portfolio, its totals, the context and the regions, by hand-worked answers."""

import pandas as pd
import pytest

from geo.analysis.attention import attention
from geo.analysis.floor import floor_per_place
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
from geo.analysis.reserve import reserve_ladder
from geo.analysis.supply import supply_steps
from geo.analysis.transition import quarter_totals
from geo.figures import add_up
from geo.quarters import Quarter, quarters_between
from geo.tables.portfolio import MUNICIPALITIES, OBLIGATION_COLUMNS, PORTFOLIO, PORTFOLIO_TOTALS
from tests.analysis.frames import locations, need, steps

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
    rows = portfolio(sites, changes, reference_date=REFERENCE)
    assert rows[["capacity", "places"]].to_numpy().tolist() == [[960, 960]]


def test_a_step_to_an_unknown_capacity_is_unknown_in_portfolio_and_supply() -> None:
    sites = locations({"location_id": "B", "capacity": 1500})
    changes = steps({"location_id": "B", "from": "2020-01-01"})
    rows = portfolio(sites, changes, reference_date=REFERENCE)
    assert rows[["capacity", "places"]].isna().all(axis=None)
    assert total_of(rows, "regular").text() == "≥ 0 plekken; 1 onbekend"


def test_a_flexible_location_stands_with_its_range_whatever_its_capacity() -> None:
    sites = locations(
        {"location_id": "F", "capacity": None, "places_min": 120, "places_max": 300, "flexible_form": "uitwisselbaar"},
        {"location_id": "G", "capacity": 400},
    )
    rows = portfolio(sites, reference_date=REFERENCE).set_index("location_id")
    assert rows.loc["F", ["places_min", "places", "capacity"]].tolist() == [120, 300, 300]
    facts = context_figures(rows.reset_index(), sites, TOWNS)
    # 300 + 400 = 700; (300 - 120) / 700
    assert facts["places"].value == 700
    assert facts["flexible_share"].value == pytest.approx(180 / 700)


def test_the_portfolio_adds_up_to_the_quarter_table_also_with_an_unknown_term() -> None:
    sites = locations(
        {"location_id": "A", "capacity": 400},
        {
            "location_id": "U",
            "capacity": 180,
            "agreement_end": None,
            "agreement_term": "onbekend",
            "reserve_capacity": 9,
        },
    )
    rows = portfolio(sites, reference_date=REFERENCE)
    # the capacity of U is known, but not whether it stands: it counts as one unknown, in chapter 2 as in chapter 7
    assert rows["capacity"].tolist() == [400, 180]
    assert total_of(rows, "regular").text() == "≥ 400 plekken; 1 onbekend"
    assert total_of(rows, "reserve").text() == "≥ 0 plekken; 1 onbekend"
    quarter = quarter_totals(supply_steps(sites), need(), area=PROVINCE, quarters=[Quarter(2020, 3)]).iloc[0]
    assert (quarter["total"], quarter["unknown_locations"]) == (400, 1)
    assert reserve_ladder(None, rows).empty


@pytest.mark.parametrize("certainty", ["bestaand", "vastgesteld", "voornemen", "zoeklocatie", None])
def test_a_location_without_a_start_is_one_unknown_of_the_portfolio_unless_it_is_new(certainty: str | None) -> None:
    unknown = {"capacity": 180, "agreement_start": None, "certainty": certainty, "municipality_code": "GM2"}
    sites = locations(
        {"location_id": "A", "capacity": 400},
        {**unknown, "location_id": "U", "decision": "voortzetten"},
        {**unknown, "location_id": "V", "decision": None},
        {**unknown, "location_id": "W", "decision": None, "current_type": "noodopvang", "type": None},
        {**unknown, "location_id": "N", "decision": "nieuw", "municipality_code": "GM9"},
    )
    rows = portfolio(sites, reference_date=REFERENCE)
    assert rows["location_id"].tolist() == ["A", "U", "V", "W"]
    assert rows["places"].isna().tolist() == [False, True, True, True]
    assert total_of(rows, "regular").text() == "≥ 400 plekken; 2 onbekend"
    assert total_of(rows, "emergency").text() == "≥ 0 plekken; 1 onbekend"
    towns = municipality_table(rows, TOWNS).set_index("code")
    assert towns[["places", "unknown"]].to_numpy().tolist() == [[400, 0], [0, 2], [0, 0]]
    facts = context_figures(rows, sites, TOWNS)
    assert facts["places"] == total_of(rows, "regular")
    # one that exists makes GM2 a municipality with reception, whatever its start; the others may
    sure = certainty == "bestaand"
    assert (facts["municipalities_with_reception"].value, facts["municipalities_with_reception"].unknown) == (
        (2, 0) if sure else (1, 1)
    )
    quarter = quarter_totals(supply_steps(sites), need(), area=PROVINCE, quarters=[Quarter(2020, 3)]).iloc[0]
    assert (quarter["total"], quarter["unknown_locations"]) == (400, 3)  # in the supply of a day N may be there too
    told = attention(TOWNS, rows, sites, None, reference_date=REFERENCE)
    assert told["subject_id"].tolist() == ["GM9"]


def test_reserve_is_asked_of_regular_reception() -> None:
    sites = locations(
        {"location_id": "A", "capacity": 400, "reserve_capacity": None},
        {"location_id": "B", "capacity": 200, "reserve_capacity": None, "current_type": "noodopvang"},
        {"location_id": "C", "capacity": 100, "reserve_capacity": 50, "current_type": "noodopvang"},
    )
    rows = portfolio(sites, reference_date=REFERENCE)
    assert total_of(rows, "reserve").text() == "≥ 50 plekken; 1 onbekend"
    assert context_figures(rows, sites, TOWNS)["reserve"] == total_of(rows, "reserve")
    assert reserve_ladder(None, rows)["places"].tolist() == [50]


def test_square_metres_a_place_are_those_of_the_factsheets() -> None:
    sites = locations(
        {"location_id": "A", "capacity": 400, "reserve_capacity": None, "floor_area_m2": 4000},
        {"location_id": "B", "capacity": 180, "reserve_capacity": 20, "floor_area_m2": 1910, "agreement_end": None},
        {"location_id": "C", "capacity": None, "reserve_capacity": 0, "floor_area_m2": 500},
    )
    rows = portfolio(sites, reference_date=REFERENCE)
    # 4.000 / 400 at most; 1.910 / (180 + 20), though it is unknown whether the places of B count; C unknown
    assert rows["floor_m2_per_place"].fillna(-1).tolist() == [10.0, 9.55, -1.0]
    assert rows["floor_at_most"].tolist() == [True, False, False]
    told = floor_per_place(sites, supply_steps(sites), reference_date=REFERENCE)
    assert told["m2"].fillna(-1).tolist() == [10.0, 9.55, -1.0]
    assert told["at_most"].tolist() == [True, False, False]


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


def test_obligations_of_the_half_year_with_their_arrears() -> None:
    rows = portfolio(locations({"location_id": "D", "capacity": 640}), reference_date=REFERENCE)
    owed = pd.DataFrame(
        {
            "municipality_code": ["GM1", "GM1", "GM1", "GM2"],
            "half_year": ["2020-1", "2021-1", "2020-2", "2e halfjaar 2020"],
            "obligation": pd.array([40, 60, 44, 11], dtype="Int64"),
            "arrears": [1.0, 2.0, 6.0, -2.0],
        }
    )
    table = municipality_table(rows, TOWNS, owed, reference_date=REFERENCE)
    assert tuple(table.columns) == MUNICIPALITIES.names
    # on 1-9-2020 the second half year runs: 44 + 6 behind = 50; 11 - 2 ahead = 9; GM9 was not given
    told = table.set_index("code")[["obligation", "arrears", "corrected"]]
    assert told.loc[["GM1", "GM2"]].to_numpy().tolist() == [[44, 6, 50], [11, -2, 9]]
    assert told.loc["GM9"].isna().all()
    assert not set(OBLIGATION_COLUMNS) & set(municipality_table(rows, TOWNS))


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


def test_unknown_places_of_a_region_are_counted() -> None:
    sites = locations({"location_id": "A", "capacity": 40}, {"location_id": "B", "capacity": None})
    regions = pd.DataFrame({"region_id": ["R1"], "region_name": "West", "municipality_code": ["GM1"]})
    table = region_table(regions, TOWNS, portfolio(sites, reference_date=REFERENCE))
    assert table[["places", "unknown"]].to_numpy().tolist() == [[40, 1]]


def test_regional_places_are_those_of_the_last_day() -> None:
    sites = locations({"location_id": "A", "capacity": 500}, {"location_id": "B", "capacity": 90, "type": "gvl"})
    changes = steps({"location_id": "A", "from": "2022-07-01", "places": 360})
    rows = portfolio(sites, changes, reference_date=REFERENCE)
    facts = context_figures(rows, sites, TOWNS, steps=changes, last=LAST)
    assert facts["regional_places"].value == 360
    assert context_figures(rows, sites, TOWNS)["regional_places"].value is None


def test_the_contracts_of_noord_brabant_in_2024() -> None:
    # Published: 11 azc 4.044 (1 ends), 23 noodopvang 2.144 (17 end), 12 crisisnoodopvang 942 (9 end); 7.130 in all, of
    # which 2.210 end in the year. How many places each location has was not published.
    groups = {
        "azc": ([44], [400] * 10),
        "noodopvang": ([96] * 16 + [100], [84] * 5 + [88]),
        "crisisnoodopvang": ([58] * 8 + [66], [137, 137, 138]),
    }
    sites = locations(
        *(
            {"location_id": f"{kind}-{end}-{number}", "current_type": kind, "capacity": places, "agreement_end": end}
            for kind, parts in groups.items()
            for end, many in zip(("2024-12-31", "2027-12-31"), parts, strict=True)
            for number, places in enumerate(many)
        )
    )
    before, after = (portfolio(sites, reference_date=pd.Timestamp(day)) for day in ("2024-12-31", "2025-01-01"))
    assert (len(before), len(before) - len(after)) == (46, 27)
    assert (total_of(before, "regular").value, total_of(before, "emergency").value) == (4044, 2144 + 942)
    left = [total_of(after, kind).value or 0 for kind in ("regular", "emergency")]
    assert 4044 + 2144 + 942 - sum(left) == 2210
