"""Factsheets say what the tables say; and the portfolio is parted without a place lost."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

from geo.analysis.allocation_table import allocation_overview, allocation_parts
from geo.analysis.factsheets import Facts, factsheets
from geo.analysis.floor import floor_per_place
from geo.analysis.portfolio import portfolio
from geo.analysis.roles import Surroundings, role_matrix
from geo.analysis.supply import supply_steps
from tests.analysis.frames import locations, steps
from tests.analysis.plans import LAST, REFERENCE
from tests.analysis.test_invariants import sites_and_steps

SITES = locations(
    {"location_id": "A", "name": "Aa", "capacity": 400, "reserve_capacity": 100, "floor_area_m2": 5000.0, "amv_places": 8,
     "ownership": "COA", "facilities_on_site": ("gp",), "site_area_m2": 30_500.0},
    {"location_id": "B", "name": "Be", "type": "satelliet", "capacity": None, "hub_id": "A", "agreement_end": None,
     "agreement_term": "onbepaald", "certainty": None, "floor_area_m2": 900.0, "reserve_capacity": None},
    {"location_id": "C", "name": "Ce", "type": "satelliet", "decision": "nieuw", "agreement_start": "2022-01-01",
     "places_min": 20, "places_max": 60, "region_id": None, "floor_area_m2": 500.0, "reserve_capacity": None},
    {"location_id": "E", "name": "Ee", "capacity": 90, "decision": "beeindigen", "agreement_end": "2021-06-30"},
    {"location_id": "G", "name": "Ge", "capacity": 70, "type": "gvl"},
)  # fmt: skip
DISTANCES = pd.DataFrame(
    [
        ("A", "walk", "gp", 1, None, "on_site", False),
        ("A", "walk", "bus_stop", 1, 912.4, "ok", False),
        ("A", "walk", "bus_stop", 2, 1900.0, "ok", False),
        ("A", "bike", "bus_stop", 1, 800.0, "ok", False),
        ("A", "walk", "library", 1, 100.0, "ok", False),
        ("A", "walk", "train_station", 1, None, "beyond_limit", True),
        ("C", "walk", "gp", 1, 3049.0, "ok", True),
    ],
    columns=["origin_id", "mode", "category", "rank", "distance_m", "status", "border"],
).assign(ferry=False, far_snap=False, foreign=False)
AGREEMENTS = pd.DataFrame(
    {
        "location_id": ["A"], "chapter": [4], "topic": ["beheer"], "party": ["COA"], "role": ["eigenaar"],
        "text": ["x"], "status": ["concept"],
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def told() -> pd.DataFrame:
    around = Surroundings(municipalities={"GM1": "Een"}, provinces=(), together={})
    return factsheets(
        Facts(
            locations=SITES,
            overview=allocation_overview(SITES, reference_date=REFERENCE, last=LAST, hub_distances_m={"B": 1249.0}),
            portfolio=portfolio(SITES, reference_date=REFERENCE),
            floor=floor_per_place(SITES, supply_steps(SITES), reference_date=REFERENCE),
            distances=DISTANCES,
            mode="walk",
            limit="5,0 km",
            roles=role_matrix(SITES, AGREEMENTS, around),
            regions={"R1": "Noord"},
        )
    )


def values(told: pd.DataFrame, location: str) -> dict[str, str]:
    rows = told[told["location_id"] == location]
    return dict(zip(rows["item"], rows["value"], strict=True))


def test_regional_and_satellite_locations_that_stay_have_a_sheet(told: pd.DataFrame) -> None:
    assert list(dict.fromkeys(told["location_id"])) == ["A", "B", "C"]
    assert not told.duplicated(["location_id", "item"]).any()
    assert told.notna().all(axis=None)


def test_a_sheet_says_what_the_tables_say(told: pd.DataFrame) -> None:
    assert values(told, "A") == {
        "municipality": "Een", "region": "Noord (R1)", "type": "ROL", "decision": "voortzetten", "certainty": "bestaand",
        "places_now": "400", "places": "400", "capacity": "400", "amv_places": "8", "reserve_capacity": "100",
        "agreement": "van 01-01-2015 t/m 31-12-2030", "ownership": "COA", "contract_form": "onbekend",
        "site_area_m2": "30.500 m²", "floor_area_m2": "5.000 m²", "floor_m2_per_place": "10,0 m²",
        "facilities_on_site": "huisarts", "hub": "n.v.t.", "distance_bus_stop": "0,9 km", "distance_gp": "op locatie",
        "distance_train_station": "verder dan 5,0 km; mogelijk dichterbij buiten kaartgebied",
        "topic_ownership": "COA: eigenaar; concept", "topic_services": "niets afgesproken",
        "topic_finance": "niets afgesproken", "gaps": "diensten en activiteiten en financiën",
    }  # fmt: skip


def test_what_nobody_knows_is_unknown_and_a_gap(told: pd.DataFrame) -> None:
    sheet = values(told, "B")
    assert (sheet["places_now"], sheet["places"]) == ("onbekend", "onbekend")
    assert sheet["agreement"] == "van 01-01-2015 voor onbepaalde tijd"
    assert sheet["hub"] == "A Aa, 1,2 km"
    assert sheet["floor_m2_per_place"] == "onbekend"
    assert sheet["gaps"] == (
        "status besluitvorming, plekken aan het einde, eigendom, terrein, eigendom en beheer, diensten en activiteiten "
        "en financiën"
    )


def test_a_new_satellite_without_region_or_hub(told: pd.DataFrame) -> None:
    sheet = values(told, "C")
    assert (sheet["region"], sheet["hub"], sheet["flexible"]) == ("onbekend", "onbekend", "20–60")
    assert (sheet["places_now"], sheet["places"], sheet["capacity"]) == ("0", "60", "60")
    assert sheet["floor_m2_per_place"] == "ten hoogste 8,3 m²"  # 500 / 60, and reserve is unknown
    assert sheet["distance_gp"] == "3,0 km; mogelijk dichterbij buiten kaartgebied"
    assert "hoofdlocatie" in sheet["gaps"]
    sources = told[told["location_id"] == "C"].set_index("item")["source"]
    assert (sources["amv_places"], sources["floor_m2_per_place"]) == ("locations.amv_places", "locations.floor_area_m2")


def test_the_portfolio_is_parted_by_decision_type_and_region() -> None:
    changes = steps({"location_id": "A", "from": "2022-01-01", "places": 350})
    overview = allocation_overview(SITES, changes, reference_date=REFERENCE, last=LAST)
    table = allocation_parts(overview, portfolio(SITES, changes, reference_date=REFERENCE))
    rows = table.set_index(["by", "value"])
    # the decision about B, of which the places are unknown now and at the end, is to be continued
    # A 400, E 90 and G 70 stand; B is unknown; C comes; A has 350 at the end
    whole = {"portfolio": 560, "continued": 470, "converted": 0, "ended": 90, "undecided": 0, "difference": 0,
             "new": 60, "staying": 420, "end": 480, "unknown_now": 1, "unknown_end": 1,
             "unknown_continued": 1, "unknown_converted": 0, "unknown_ended": 0, "unknown_undecided": 0,
             "unknown_new": 0, "unknown_staying": 1}  # fmt: skip
    assert rows.loc[("all", "")].to_dict() == whole
    assert rows.loc[("region_id", ""), ["portfolio", "new", "end"]].tolist() == [0, 60, 60]
    assert rows.loc[("type", "regionaal"), ["portfolio", "ended", "end"]].tolist() == [490, 90, 350]
    assert table["by"].tolist() == ["type"] * 3 + ["region_id"] * 2 + ["all"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sites_and_steps())
def test_no_place_is_lost_on_the_way(plan: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    sites, changes = plan
    overview = allocation_overview(sites, changes, reference_date=REFERENCE, last=LAST)
    table = allocation_parts(overview, portfolio(sites, changes, reference_date=REFERENCE))
    assert (table["difference"] == 0).all()
    assert (table["new"] + table["staying"] == table["end"]).all()
    numbers = table.groupby("by")[
        ["portfolio", "continued", "converted", "ended", "undecided", "end", "unknown_end"]
    ].sum()
    assert (numbers == numbers.loc["all"]).all(axis=None)
    now = ("unknown_continued", "unknown_converted", "unknown_ended", "unknown_undecided")
    assert (table[list(now)].sum(axis="columns") == table["unknown_now"]).all()
    assert (table["unknown_new"] + table["unknown_staying"] == table["unknown_end"]).all()
