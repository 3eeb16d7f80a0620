"""The plan of the built-in province: every awkward situation of the design, read from the raw files as they are."""

import csv
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest
from conftest import ROOT

from geo.crs import RD_NEW
from geo.network.build import build
from geo.network.route import nearest, reachable
from geo.network.snap import snap
from geo.sources.streets import read_streets

RAW = ROOT / "data" / "raw"
sys.path.insert(0, str(ROOT / "scripts"))

from markerwaard.places import FARM, FARM_AT  # noqa: E402
from markerwaard.terrain import MOTORWAY  # noqa: E402

Row = dict[str, str]
ISLANDERS = {"ML10", "MK13"}


def rows(name: str) -> list[Row]:
    with (RAW / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def day(text: str) -> date:
    return datetime.strptime(text, "%d-%m-%Y").date()


@pytest.fixture(scope="module")
def locations() -> dict[str, Row]:
    return {row["Locatie-ID"]: row for row in rows("locations")}


@pytest.fixture(scope="module")
def candidates() -> dict[str, dict[str, object]]:
    sheet = openpyxl.load_workbook(RAW / "candidates.xlsx")["kandidaten"]
    headings = [str(cell.value) for cell in sheet[4]]
    listed = [dict(zip(headings, row, strict=True)) for row in sheet.iter_rows(min_row=5, values_only=True)]
    return {str(row["nr"]): row for row in listed}


@pytest.fixture(scope="module")
def processed(markerwaard: Path) -> Path:
    """What a run makes of the streets of a copy of the plan."""
    return markerwaard / "data" / "processed"


@pytest.fixture(scope="module")
def distances(processed: Path) -> pd.DataFrame:
    return pd.read_parquet(processed / "distances.parquet")


def regular_places(locations: dict[str, Row], on: date) -> int:
    """Add up known regular places on a day, the end date inclusive; flexible places at their most."""
    steps = rows("capacity_steps")
    total = 0
    for key, row in locations.items():
        ends = day(row["Overeenkomst t/m"]) if row["Overeenkomst t/m"] else date.max
        runs = day(row["Overeenkomst van"]) <= on <= ends
        if not runs or row["Huidig type"] == "noodopvang" or row["Looptijd"] == "onbekend" or not row["Capaciteit"]:
            continue
        later = [int(step["plekken"]) for step in steps if step["locatie-id"] == key and day(step["vanaf"]) <= on]
        total += later[-1] if later else int(row["Capaciteit"])
    return total


def test_agreements_cluster_around_the_turn_of_2021(locations: dict[str, Row]) -> None:
    ends = {key: day(row["Overeenkomst t/m"]) for key, row in locations.items() if row["Overeenkomst t/m"]}
    assert {key for key, end in ends.items() if date(2020, 9, 1) <= end <= date(2022, 1, 31)} == {
        "ML03", "ML04", "ML05", "ML07",
    }  # fmt: skip
    assert (ends["ML03"], ends["ML04"]) == (date(2021, 12, 31), date(2021, 12, 30)), "in the quarter, and just not"


def test_a_dip_lies_inside_a_quarter_day_for_day(locations: dict[str, Row]) -> None:
    dip = [date(2022, 1, 1) + timedelta(days=number) for number in range(90)]
    places = {one: regular_places(locations, one) for one in dip}
    low = min(places.values())
    assert [one for one in dip if places[one] == low] == [
        date(2022, 2, 1) + timedelta(days=number) for number in range(42)
    ]
    assert places[date(2022, 1, 31)] - low == 300
    assert places[date(2022, 3, 15)] - low == 300
    assert regular_places(locations, date(2022, 3, 31)) > low, "the figure of the quarter does not show it"


def test_the_portfolio_has_its_bad_luck(locations: dict[str, Row]) -> None:
    assert len(locations) >= 14
    assert locations["ML07"]["Huidig type"] == "noodopvang"
    assert (locations["ML08"]["Looptijd"], locations["ML08"]["Overeenkomst t/m"]) == ("onbekend", "")
    assert (locations["ML09"]["Looptijd"], locations["ML09"]["Overeenkomst t/m"]) == ("onbepaald", "")
    assert locations["ML11"]["Capaciteit"] == "", "unknown capacity"
    assert int(locations["ML12"]["Plekken asiel min"]) < int(locations["ML12"]["Plekken asiel max"]) == 300
    assert locations["ML12"]["Flexibele vorm"]
    both = {key for key, row in locations.items() if int(row["Reservecapaciteit"] or 0) > 0}
    assert both == {"ML01", "ML15"}, "reserve beside regular places"
    assert all(int(locations[key]["Capaciteit"]) > 0 for key in both)
    assert locations["ML14"]["Vervolg"] == "voortzetten"
    assert day(locations["ML14"]["Overeenkomst t/m"]) < date(2023, 12, 31), "continues, but ends"
    assert {row["Peildatum"] for row in locations.values()} == {"01-09-2020", "01-07-2020"}
    assert locations["ML15"]["Uiterste opzegdatum"]
    assert locations["ML11"]["Hoofdlocatie"] == "", "a satellite without hub"


def test_a_location_converts_and_another_steps_down_on_a_date(locations: dict[str, Row]) -> None:
    steps = {key: [row for row in rows("capacity_steps") if row["locatie-id"] == key] for key in ("ML01", "ML02")}
    assert locations["ML01"]["Vervolg"] == "omvormen"
    assert [(row["vanaf"], row["type locatie"]) for row in steps["ML01"]] == [("01-07-2021", "gvl")]
    sizes = [int(locations["ML02"]["Capaciteit"]), *(int(row["plekken"]) for row in steps["ML02"])]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 3


def test_locations_are_placed_in_every_way(locations: dict[str, Row]) -> None:
    ways = Counter("x" if row["X"] else "lon" if row["Lengtegraad"] else "address" for row in locations.values())
    assert ways["x"] > ways["lon"] >= 1
    assert ways["address"] == 1
    assert all(locations["ML15"][name] for name in ("Postcode", "Huisnummer", "BAG-ID"))


def test_what_is_secret_says_why(locations: dict[str, Row], candidates: dict[str, dict[str, object]]) -> None:
    assert {row["Openbaarheid"] for row in locations.values()} == {"openbaar", "vertrouwelijk", "geheim"}
    assert all(row["Openbaarheid grond"] for row in locations.values() if row["Openbaarheid"] != "openbaar")
    assert {row["openbaarheid"] for row in candidates.values()} == {"geheim", "vertrouwelijk"}
    assert all(row["openbaarheid grond"] and day(str(row["openbaarheid tot"])) for row in candidates.values())


def test_candidates_come_as_they_are_mailed(candidates: dict[str, dict[str, object]]) -> None:
    sheet = openpyxl.load_workbook(RAW / "candidates.xlsx")["kandidaten"]
    assert sheet.merged_cells.ranges
    assert "fictief voorbeeld" in str(sheet["A1"].value)
    assert len(candidates) >= 12
    assert {row["beschikbaar t/m"] for row in candidates.values()} == {"01-01-1970"}


def test_places_for_minors_are_known_but_for_one(locations: dict[str, Row]) -> None:
    assert [key for key, row in locations.items() if row["Amv-plekken"] == ""] == ["ML11"]
    known = {key: int(row["Amv-plekken"]) for key, row in locations.items() if row["Amv-plekken"]}
    assert all(places <= int(locations[key]["Capaciteit"]) for key, places in known.items())
    need = next(row for row in rows("need") if row["bucket"] == "amv")
    runs = {key for key, row in locations.items() if day(row["Overeenkomst van"]) <= date(2021, 12, 31)}
    ended = {"ML04", "ML07"}
    assert int(need["places_min"]) <= sum(known[key] for key in runs - ended) <= int(need["places_max"])


def test_need_has_every_bucket_and_two_forecasts(locations: dict[str, Row]) -> None:
    need = rows("need")
    newest = [row for row in need if row["forecast_date"] == max(row["forecast_date"] for row in need)]
    assert {row["bucket"] for row in newest} == {"regionaal", "gvl_satelliet", "totaal", "amv", "extra", "vervanging"}
    assert len({row["forecast_id"] for row in need}) == 2, "an older forecast beside it"
    assert all(int(row["places_min"]) <= int(row["places_max"]) for row in need)
    for bucket in ("regionaal", "gvl_satelliet", "totaal", "amv"):
        assert all(int(row["places_min"]) < int(row["places_max"]) for row in newest if row["bucket"] == bucket)
    assert all(row["due"] and row["source"] and bool(row["region_id"]) != bool(row["province"]) for row in need)
    (replaced,) = [row for row in newest if row["bucket"] == "vervanging"]
    closing = sum(int(row["Capaciteit"]) for key, row in locations.items() if key in replaced["note"])
    assert int(replaced["places_min"]) == int(replaced["places_max"]) == closing


def test_a_partnership_crosses_the_border_with_a_lead_and_another_without() -> None:
    areas = gpd.read_file(RAW / "boundaries.gpkg", layer="gemeenten", ignore_geometry=True)
    province = dict(zip(areas["gemeentecode"], areas["provinciecode"], strict=True))
    reached: dict[str, set[str]] = {}
    for row in rows("partnership_members"):
        reached.setdefault(row["verband-id"], set()).add(province[row["gemeentecode"]])
    leads = {row["verband-id"]: row["prt (trekker)"] for row in rows("partnerships")}
    assert {key: leads[key] for key, some in reached.items() if len(some) > 1} == {"OVD": "PV90", "WSR": ""}
    assert {row["verband-id"] for row in rows("partnership_agreements")} == {"AMR", "OVD"}
    assert {row["verband-id"] for row in rows("contacts")} == {"AMR", "OVD"}


def test_agreements_have_exactly_the_gaps_that_are_there_on_purpose(locations: dict[str, Row]) -> None:
    topics = {4: {"eigendom en beheer", "diensten en activiteiten", "financiën"}}
    topics[5] = (topics[4] | {"doelgroepen"}) - {"financiën"}
    given = {
        (row["locatie-id"], int(row["hoofdstuk"]), row["onderwerp"])
        for row in rows("location_agreements")
        if row["afspraak"]
    }
    asked = {
        (key, 4, topic)
        for key, row in locations.items()
        for topic in topics[4]
        if row["Type locatie"] in {"regionaal", "satelliet"} and row["Vervolg"] != "beeindigen"
    } | {(key, 5, topic) for key, row in locations.items() for topic in topics[5] if row["Flexibele vorm"]}
    assert asked - given == {
        ("ML02", 4, "diensten en activiteiten"), ("ML10", 4, "financiën"), ("ML13", 4, "financiën"),
        ("ML12", 5, "diensten en activiteiten"), *(("ML11", 4, topic) for topic in topics[4]),
    }  # fmt: skip


def test_milestones_hold_a_decision_after_the_opening() -> None:
    dated = {(row["locatie/verband"], row["soort"]): row["datum"] for row in rows("milestones")}
    assert day(dated["ML13", "besluit raad"]) > day(dated["ML13", "opening"])
    assert day(dated["ML06", "besluit raad"]) < day(dated["ML06", "opening"])


def test_the_other_tables_have_their_gaps() -> None:
    assert [row["maatregel"] for row in rows("measures") if not row["trekker"]] == ["Taal en werk vanaf dag een"]
    assert [row["vraagstuk"] for row in rows("actions") if not row["actiehouder"]] == ["Looptijd Kolkdorp uitzoeken"]
    assert any(not row["inzetbaar binnen"] for row in rows("reserve"))
    assert max(row["kwartaal"] for row in rows("national")) == "2022-Q2"
    assert all(row["motivering"] and row["tot en met"] for row in rows("voluntary"))


def test_everybody_reaches_the_hospital_but_the_island_by_car(distances: pd.DataFrame) -> None:
    hospital = distances[distances["category"].eq("hospital") & distances["mode"].isin(["bike", "car"])]
    assert hospital["origin_id"].nunique() == 31
    out = hospital[hospital["status"].ne("ok")]
    assert set(zip(out["origin_id"], out["mode"], out["status"], strict=True)) == {
        (one, "car", "unreachable") for one in ISLANDERS
    }


def test_from_the_island_one_needs_the_ferry_and_from_nowhere_else(distances: pd.DataFrame) -> None:
    ferry = distances[distances["ferry"]]
    assert set(ferry["origin_id"]) == ISLANDERS
    on_foot = ferry[ferry["origin_id"].eq("ML10") & ferry["mode"].eq("walk")]
    assert {"supermarket", "gp", "bus_stop"} <= set(on_foot["category"])
    assert on_foot["distance_m"].between(2_000, 5_000).all()
    by_bike = ferry[ferry["origin_id"].eq("ML10") & ferry["mode"].eq("bike")]
    assert set(by_bike["category"]) == set(distances["category"]), "every category, the hospital included"


def test_a_canal_without_a_bridge_makes_the_straight_line_lie(
    distances: pd.DataFrame, candidates: dict[str, dict[str, object]]
) -> None:
    """Candidate MK15, Tochtzicht, and the language school across the water."""
    farm = distances[distances["origin_id"].eq("MK15") & distances["facility_name"].eq(FARM["name"])]
    assert (farm["straight_m"] < 250).all()
    assert set(farm["mode"]) == {"bike", "car"}
    walk = build(read_streets(RAW / "streets.osm.pbf"), "walk", crs=RD_NEW)
    here = gpd.GeoSeries.from_xy([candidates["MK15"]["x_rd"]], [candidates["MK15"]["y_rd"]], crs=28992)
    there = gpd.GeoSeries.from_xy([FARM_AT[0]], [FARM_AT[1]], crs=28992)
    (metres,) = nearest(walk, snap(walk, here), snap(walk, there), k=1).total_m
    assert here.distance(there).item() < 250
    assert metres > 2_000


def test_beside_the_motorway_another_street_counts(
    distances: pd.DataFrame, candidates: dict[str, dict[str, object]]
) -> None:
    spot = gpd.points_from_xy([candidates["MK14"]["x_rd"]], [candidates["MK14"]["y_rd"]])[0]
    assert MOTORWAY.distance(spot) < 100
    streets = read_streets(RAW / "streets.osm.pbf")
    place = gpd.GeoSeries([spot], crs=28992)
    kinds = {}
    for mode in ("walk", "bike", "car"):
        network = build(streets, mode, crs=RD_NEW)
        (segment,) = snap(network, place).segment
        kinds[mode] = streets.way_tags["highway"].iloc[network.way[segment]]
    assert kinds["car"] == "motorway"
    assert "motorway" not in (kinds["walk"], kinds["bike"])
    near = distances[distances["origin_id"].eq("MK14") & distances["mode"].eq("walk")]
    assert near["access_m"].dropna().between(300, 1_000).all()
    assert near["far_snap"].all()


def test_a_satellite_has_no_hub_in_reach(locations: dict[str, Row]) -> None:
    """ML10 lies on the island, its hub ML01 does not, and the ferry takes no cars."""
    assert locations["ML10"]["Type locatie"] == "satelliet"
    assert locations["ML10"]["Hoofdlocatie"] == "ML01"
    car = build(read_streets(RAW / "streets.osm.pbf"), "car", crs=RD_NEW)
    pair = [locations[key] for key in ("ML10", "ML01")]
    places = gpd.GeoSeries.from_xy([float(one["X"]) for one in pair], [float(one["Y"]) for one in pair], crs=28992)
    feet = snap(car, places)
    assert not reachable(car, feet.take(np.array([0])), feet.take(np.array([1]))).any()


def test_the_feet_that_deserve_a_look_are_far_or_on_the_island_of_the_ferry(processed: Path) -> None:
    feet = pd.read_parquet(processed / "snaps.parquet")
    # 15 locations, 16 candidates and 723 facilities
    assert feet.groupby("mode").size().to_dict() == {"walk": 754, "bike": 754, "car": 754}
    told = feet.assign(status=[";".join(status) for status in feet["status"]])
    remarked = told[told["status"] != "ok"]
    far = remarked[remarked["status"] == "far"]
    assert far.groupby("place_id")["mode"].agg(sorted).to_dict() == {
        "MK14": ["bike", "walk"], "n1063186": ["bike", "car", "walk"], "MK06": ["bike", "car", "walk"],
    }  # fmt: skip
    assert (far["leg_m"] > 250).all()
    # the ferry takes no cars, so that its island is a network of its own for them
    alone = remarked[remarked["status"] == "other_component"]
    assert set(zip(alone["place_id"], alone["mode"], strict=True)) == {(site, "car") for site in ISLANDERS}
    assert set(alone["component_km"].round(3)) == {3.607}
    assert len(far) + len(alone) == len(remarked) == 10


def test_the_hospital_of_the_list_is_not_where_the_map_has_it(processed: Path, distances: pd.DataFrame) -> None:
    table = pd.read_parquet(processed / "completeness.parquet").set_index("category")
    row = table.loc["hospital"]
    counts = ["listed", "listed_outside", "mapped", "found", "mapped_only", "sites_compared", "sites_unknown"]
    # on foot 7 of the 31 sites reach both within 5 km; the others reach neither or one
    assert row[counts].tolist() == [1, 0, 1, 0, 1, 7, 24]
    assert set(table.drop(index="hospital")["status"]) == {"not_compared"}
    assert len(table) == 24
    pairs = pd.read_parquet(processed / "distances_two_sources.parquet")
    assert len(pairs) == 31 * 3
    walked = pairs.loc[pairs["mode"] == "walk", "difference_m"].dropna().abs()
    assert [row["difference_median_m"], row["difference_max_m"]] == [walked.median(), walked.max()]
    nearest = distances[(distances["category"] == "hospital") & (distances["rank"] == 1)]
    both = pairs.merge(nearest, on=["origin_id", "mode"], validate="one_to_one")
    pd.testing.assert_series_equal(both["distance_listed_m"], both["distance_m"], check_names=False)
