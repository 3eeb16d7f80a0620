"""From regional reception to the municipalities of housing, and places by the obligation: answers by hand."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from shapely import Point, box

from geo.analysis.checks import check_plan
from geo.analysis.partnerships import Cooperation
from geo.analysis.regional import (
    Journey,
    housing_figures,
    housing_targets,
    regional_distances,
    regional_indication,
    regional_pairs,
    regional_reach,
)
from geo.analysis.supply import supply_steps
from geo.tables.regions import REGIONAL_DISTANCES, REGIONAL_INDICATION, REGIONAL_REACH
from tests.analysis.frames import locations
from tests.analysis.plans import LAST, NO_MEMBERS, REFERENCE, SOUND, codes, given, sentences, total

REGIONS = pd.DataFrame(
    {
        "region_id": ["R1", "R1", "R2"],
        "region_name": ["Noord", "Noord", "Zuid"],
        "municipality_code": ["GM2", "GM1", "GM3"],
    }
)
TOWNS = gpd.GeoDataFrame(
    {
        "code": ["GM1", "GM2", "GM3"],
        "name": ["Een", "Twee", "Drie"],
        "inhabitants": pd.array([3000, 1000, 500], dtype="Int64"),
    },
    geometry=[box(0, 0, 1000, 1000), box(1000, 0, 2000, 1000), box(2000, 0, 3000, 1000)],
    crs=28992,
)
SITES = locations(
    {"location_id": "B", "name": "Bee", "capacity": 10},
    {"location_id": "A", "name": "Aa", "capacity": 20},
    {"location_id": "E", "name": "Einde", "decision": "beeindigen"},
    {"location_id": "G", "name": "Gee", "type": "gvl"},
    {"location_id": "Z", "name": "Zonder", "region_id": None},
    {"location_id": "X", "name": "Ixe", "region_id": "R2", "decision": "nieuw", "agreement_start": "2021-01-01"},
)
PAIRS = regional_pairs(SITES, REGIONS)


def journeys(*listed: tuple[str, str, float | None]) -> list[Journey]:
    return [
        Journey(
            location_id=site,
            municipality_code=code,
            distance_m=metres,
            minutes=None if metres is None else metres / 500,
        )
        for site, code, metres in listed
    ]


WAYS = journeys(("A", "GM1", 1000.0), ("A", "GM2", 5000.0), ("B", "GM1", 400.0), ("B", "GM2", 400.0), ("X", "GM3", 0.0))
NO_TARGETS = pd.DataFrame({"municipality_code": ["GM1", "GM2", "GM3"], "target": ["town_hall", "population", "middle"]})


def test_only_regional_reception_that_stays_is_paired_with_all_of_its_region() -> None:
    keys = PAIRS[["location_id", "municipality_code"]].to_numpy().tolist()
    assert keys == [["A", "GM1"], ["A", "GM2"], ["B", "GM1"], ["B", "GM2"], ["X", "GM3"]]
    assert regional_pairs(SITES, REGIONS.head(0)).empty


def test_a_journey_ends_at_the_town_hall_else_among_the_people_else_within() -> None:
    halls = gpd.GeoSeries([Point(100, 100), Point(900, 900), Point(5000, 5000)], crs=28992)
    squares = [box(1000, 0, 1100, 100), box(1800, 400, 1900, 500), box(2100, 100, 2200, 200), box(200, 200, 300, 300)]
    people = gpd.GeoDataFrame({"people": [30.0, 10.0, np.nan, 99.0]}, geometry=squares, crs=28992)
    found = housing_targets(TOWNS, halls, people)
    assert found[["municipality_code", "target"]].to_numpy().tolist() == [
        ["GM1", "town_hall"], ["GM1", "town_hall"], ["GM2", "population"], ["GM3", "middle"],
    ]  # fmt: skip
    # (30 x 1050 + 10 x 1850) / 40 = 1250 and (30 x 50 + 10 x 450) / 40 = 150
    assert found.geometry.iloc[2].coords[0] == pytest.approx((1250, 150))
    assert TOWNS.geometry.iloc[2].contains(found.geometry.iloc[3])
    bare = housing_targets(TOWNS, gpd.GeoSeries([], crs=28992), None)
    assert bare["target"].tolist() == ["middle"] * 3
    assert housing_targets(TOWNS.head(0), halls, people).empty


def test_the_farthest_and_the_mean_by_inhabitants() -> None:
    table = regional_distances(PAIRS, WAYS, targets=NO_TARGETS, names=TOWNS)
    assert tuple(table.columns) == REGIONAL_DISTANCES.names
    assert table["target"].tolist() == ["town_hall", "population", "town_hall", "population", "middle"]
    assert table["municipality"].tolist() == ["Een", "Twee", "Een", "Twee", "Drie"]
    reach = regional_reach(table, TOWNS)
    assert tuple(reach.columns) == REGIONAL_REACH.names
    # A: (3000 x 1000 + 1000 x 5000) / 4000 = 2000; B: equal, so the first code is named
    assert reach[["location_id", "municipalities", "farthest", "max_m", "mean_m"]].to_numpy().tolist() == [
        ["A", 2, "Twee", 5000.0, 2000.0], ["B", 2, "Een", 400.0, 400.0], ["X", 1, "Drie", 0.0, 0.0],
    ]  # fmt: skip
    figures = housing_figures(table, TOWNS)
    # (3000 x 1000 + 1000 x 5000 + 3000 x 400 + 1000 x 400 + 500 x 0) / 8500
    assert figures["housing_mean_m"].value == pytest.approx(9_600_000 / 8500)
    assert figures["housing_max_m"].value == 5000


@pytest.mark.parametrize("people", [[3000, None, 500], [0, 0, 0]])
def test_without_inhabitants_there_is_a_farthest_but_no_mean(people: list[int | None]) -> None:
    towns = TOWNS.assign(inhabitants=pd.array(people, dtype="Int64"))
    reach = regional_reach(regional_distances(PAIRS, WAYS, targets=NO_TARGETS, names=towns), towns)
    assert reach.set_index("location_id").loc["A", "max_m"] == 5000
    assert pd.isna(reach.set_index("location_id").loc["A", "mean_m"])


def test_a_municipality_that_is_not_reached_makes_both_unknown_and_is_a_finding() -> None:
    beyond = replace(WAYS[2], distance_m=None, minutes=None, outside=True)
    found = regional_distances(PAIRS, [WAYS[0], beyond, WAYS[3], WAYS[4]], targets=NO_TARGETS, names=TOWNS)
    assert found["status"].tolist() == ["ok", "unreachable", "outside", "ok", "ok"]
    reach = regional_reach(found, TOWNS.assign(inhabitants=pd.array([3000, 1000, None], dtype="Int64")))
    assert reach[["max_m", "mean_m"]].isna().to_numpy().tolist() == [[True, True], [True, True], [False, True]]
    assert housing_figures(found, TOWNS)["housing_mean_m"].value is None
    assert housing_figures(found, TOWNS)["housing_max_m"].value is None
    asked = replace(
        given(locations(SOUND), total()), cooperation=Cooperation(members=NO_MEMBERS, distances=found, reach=reach)
    )
    kinds = {one.code: (one.ids, one.severity) for one in check_plan(asked) if one.code.startswith("regional_")}
    assert kinds == {
        "regional_unreachable": (("A",), "oranje"),
        "regional_outside": (("B",), "niet toetsbaar"),
        "regional_mean_untested": (("X",), "niet toetsbaar"),
    }
    assert (
        "over de weg geen route gevonden naar deze gemeenten van de regio: GM2."
        in (sentences(asked, "regional_unreachable")[0])
    )
    assert not [code for code in codes(given(locations(SOUND), total())) if code.startswith("regional_")]


@settings(deadline=None)
@drawn(st.lists(st.tuples(st.floats(0, 1e5), st.integers(0, 10**6)), min_size=1, max_size=8))
def test_the_mean_lies_between_the_nearest_and_the_farthest(rows: list[tuple[float, int]]) -> None:
    codes_of = [f"GM{at}" for at in range(len(rows))]
    pairs = pd.DataFrame({"location_id": "A", "name": "Aa", "region_id": "R1", "municipality_code": codes_of})
    towns = pd.DataFrame({"code": codes_of, "name": codes_of, "inhabitants": [people for _, people in rows]})
    targets = pd.DataFrame({"municipality_code": codes_of, "target": "middle"})
    ways = journeys(*(("A", code, metres) for code, (metres, _) in zip(codes_of, rows, strict=True)))
    row = regional_reach(regional_distances(pairs, ways, targets=targets, names=towns), towns).iloc[0]
    lived = [metres for metres, people in rows if people]
    assert row["max_m"] == max(metres for metres, _ in rows)
    if lived:
        assert min(lived) - 1e-6 <= row["mean_m"] <= max(lived) + 1e-6
    else:
        assert pd.isna(row["mean_m"])


def owed(*rows: tuple[str, str, int | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["municipality_code", "half_year", "obligation"])
    return frame.astype({"obligation": "Int64"}).assign(arrears=pd.array([None] * len(rows), dtype="Float64"))


def test_places_by_the_obligation_are_set_beside_those_of_the_last_day() -> None:
    sites = locations(
        {"location_id": "A", "capacity": 20},
        {"location_id": "B", "capacity": None},
        {"location_id": "C", "capacity": 99, "agreement_end": "2023-12-30"},
        {"location_id": "G", "capacity": 50, "type": "gvl"},
    )
    given_owed = owed(
        ("GM1", "2020-2", 44), ("GM2", "2020-2", 16), ("GM3", "2020-1", 9), ("GM1", "2021-1", 500), ("GM1", "2020-1", 7)
    )
    table = regional_indication(REGIONS, given_owed, supply_steps(sites), reference_date=REFERENCE, last=LAST)
    assert tuple(table.columns) == REGIONAL_INDICATION.names
    first, second = table.to_dict("records")
    # (44 + 16) / 6 x 3.5 = 35 and x 8 = 80
    assert (first["half_year"], first["obligation"], first["places_short"], first["places_long"]) == (
        "2e halfjaar 2020",
        60,
        35,
        80,
    )
    assert (first["places"], first["unknown"]) == (20, 1)
    # GM3 has none in the second half of 2020
    assert pd.isna(second["obligation"])
    assert pd.isna(second["places_short"])
    assert (second["places"], second["unknown"]) == (0, 0)


def test_without_obligations_the_indication_is_unknown() -> None:
    table = regional_indication(REGIONS, owed(), supply_steps(SITES), reference_date=REFERENCE, last=LAST)
    assert table[["obligation", "places_short", "places_long"]].isna().to_numpy().all()
