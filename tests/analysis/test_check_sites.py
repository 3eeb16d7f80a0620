"""Size, areas, doubles and dates of the locations: what asks for a closer look, with the limits on either side."""

from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from geo.analysis.checks import check_plan
from geo.analysis.supply import supply_steps
from tests.analysis.frames import locations, steps
from tests.analysis.plans import SOUND, codes, given, sentences, total

OURS = {
    "capacity_zero", "size_out_of_range", "size_small", "floor_small", "floor_very_small", "site_small", "area_unit",
    "no_municipality", "new_without_certainty", "possible_double", "mixed_dates",
}  # fmt: skip
LARGE = {**SOUND, "capacity": 400, "floor_area_m2": 4000.0, "site_area_m2": 40_000.0}
NEW = {**LARGE, "decision": "nieuw", "agreement_start": "2021-03-01", "agreement_end": "2031-02-28"}


def found(*rows: dict[str, Any]) -> set[str]:
    return set(codes(given(locations(*rows), total()))) & OURS


def test_a_sound_location_asks_for_nothing() -> None:
    assert found(LARGE) == found(NEW) == set()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"capacity": 0}, {"capacity_zero"}),
        ({"capacity": 0, "reserve_capacity": 300}, set()),  # a site of reserve alone
        ({"capacity": 0, "places_min": 0, "places_max": 300, "floor_area_m2": None}, set()),
        ({"capacity": None}, set()),  # unknown, which is another finding
        ({"capacity": 49, "floor_area_m2": None}, {"size_out_of_range"}),
        ({"capacity": 49, "floor_area_m2": None, "hub_id": "B"}, {"size_out_of_range"}),
        ({"capacity": 50, "floor_area_m2": None}, {"size_small"}),
        ({"capacity": 299, "floor_area_m2": None}, {"size_small"}),
        ({"capacity": 299, "floor_area_m2": None, "hub_id": "B"}, set()),
        ({"capacity": 300, "floor_area_m2": None}, set()),
        ({"capacity": 1500, "floor_area_m2": None}, set()),
        ({"capacity": 1501, "floor_area_m2": None}, {"size_out_of_range"}),
        ({"capacity": 20, "floor_area_m2": None, "current_type": "kwv"}, set()),
        ({"capacity": 20, "floor_area_m2": None, "current_type": "noodopvang"}, set()),
        ({"capacity": 20, "floor_area_m2": None, "decision": "beeindigen"}, set()),
        ({"floor_area_m2": 4000.0}, set()),  # 10,0
        ({"floor_area_m2": 3996.0}, {"floor_small"}),  # 9,99
        ({"floor_area_m2": 2800.0}, {"floor_small"}),  # 7,0
        ({"floor_area_m2": 2796.0}, {"floor_very_small"}),  # 6,99
        ({"reserve_capacity": 100}, {"floor_small"}),  # 4.000 / 500 = 8
        ({"reserve_capacity": None}, set()),  # 10,0 or less, and nobody knows which
        ({"reserve_capacity": None, "floor_area_m2": 3200.0}, {"floor_small"}),  # 8,0 or less
        ({"floor_area_m2": 2000.0, "decision": "beeindigen"}, set()),
        ({"floor_area_m2": 399.0}, {"area_unit"}),  # less than 1 m² a place is no floor
        ({"site_area_m2": 4.0}, {"area_unit"}),
        ({"site_area_m2": 3999.0}, {"area_unit"}),  # smaller than the building
        ({"site_area_m2": 4000.0}, set()),
        ({"site_area_m2": 0.0}, set()),
        ({"certainty": None}, set()),
    ],
)
def test_size_and_areas_of_a_location(change: dict[str, Any], expected: set[str]) -> None:
    assert found({**LARGE, **change}) == expected


@pytest.mark.parametrize(
    ("capacity", "changes", "expected"),
    [
        (1600, [("2020-09-01", 400)], set()),  # large until the day before the reference date
        (1600, [("2020-09-02", 400)], {"size_out_of_range"}),
        (400, [("2020-09-01", 40)], {"size_out_of_range"}),  # too small now, whatever it was
        (400, [("2020-09-02", 40)], set()),
        (400, [("2020-06-01", 200)], {"size_small"}),
        (400, [("2020-06-01", 0)], {"capacity_zero"}),
        (40, [("2022-01-01", 400)], set()),
        (400, [("2022-01-01", 1600)], {"size_out_of_range"}),
        (40, [("2022-01-01", None)], set()),  # nobody knows how large it gets
        (0, [("2022-01-01", None)], set()),
        (1600, [("2022-01-01", None)], {"size_out_of_range"}),
    ],
)
def test_size_is_judged_from_the_reference_date_on(
    capacity: int, changes: list[tuple[str, int | None]], expected: set[str]
) -> None:
    sites = locations({**LARGE, "capacity": capacity, "floor_area_m2": None, "site_area_m2": None})
    later = steps(*({"location_id": "A", "from": day, "places": places} for day, places in changes))
    asked = replace(given(sites, total()), supply=supply_steps(sites, later))
    assert set(codes(asked)) & OURS == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"site_area_m2": 30_000.0}, set()),
        ({"site_area_m2": 29_999.0}, {"site_small"}),
        ({"site_area_m2": 20_000.0, "capacity": 299, "hub_id": "B"}, set()),
        ({"site_area_m2": None}, set()),
        ({"certainty": None}, {"new_without_certainty"}),
    ],
)
def test_a_new_location(change: dict[str, Any], expected: set[str]) -> None:
    assert found({**NEW, **change}) == expected


def test_the_floor_per_place_is_that_of_the_portfolio() -> None:
    asked = given(locations({**LARGE, "floor_area_m2": 3320.0, "reserve_capacity": 0}), total(400))
    assert sentences(asked, "floor_small") == [
        "Aa (A) heeft 8,3 m² bvo per plek, reserve meegeteld; COA rekent met 10 m²."
    ]
    # 3.320 / 400 on the reference date, whatever it becomes later
    assert sentences(asked, "floor_small", "en")[0].startswith("Aa (A) has 8.3 m²")


def test_a_floor_without_known_reserve_is_at_most_what_is_said() -> None:
    asked = given(locations({**LARGE, "floor_area_m2": 3320.0, "reserve_capacity": None}), total(400))
    assert sentences(asked, "floor_small") == [
        "Aa (A) heeft 8,3 m² bvo per plek, of minder als er reserve is; COA rekent met 10 m²."
    ]


def test_severities_are_those_of_screening() -> None:
    asked = given(
        locations(
            {**LARGE, "capacity": 2000, "floor_area_m2": 13_000.0},
            {**LARGE, "location_id": "B", "site_area_m2": 4.0},
            {**LARGE, "location_id": "C", "capacity": 100, "floor_area_m2": None},
        ),
        total(),
    )
    told = {one.code: one.severity for one in check_plan(asked) if one.code in OURS}
    assert told == {
        "size_out_of_range": "oranje", "floor_very_small": "oranje", "area_unit": "oranje", "size_small": "info",
    }  # fmt: skip
    every = [f"{one.sentence(lang)} {one.remedy(lang)}" for one in check_plan(asked) for lang in ("nl", "en")]
    assert not any("geschikt" in said or "suitable" in said for said in every)


def placed(*places: tuple[float, float], **changes: list[Any]) -> gpd.GeoDataFrame:
    """Give locations at places in metres; the names tell them apart by one letter."""
    rows = [{**LARGE, "location_id": f"L{at}", "name": f"azc De Hoeve {at}"} for at in range(len(places))]
    for name, values in changes.items():
        rows = [{**row, name: value} for row, value in zip(rows, values, strict=True)]
    shapes = [Point(200_000 + x, 500_000 + y) for x, y in places]
    return gpd.GeoDataFrame(locations(*rows), geometry=shapes, crs=28992)


def doubles(sites: pd.DataFrame) -> tuple[str, ...]:
    return codes(given(sites, total())).get("possible_double", ())


@pytest.mark.parametrize(
    ("sites", "expected"),
    [
        (placed((0, 0), (100, 0)), ("L0", "L1")),
        (placed((0, 0), (100.1, 0)), ()),
        (placed((0, 0), (0, 0), name=["azc De Hoeve", "noodopvang Sporthal"]), ()),
        (placed((0, 0), (9000, 0), bag_id=["0166010000000001"] * 2), ("L0", "L1")),
        (placed((0, 0), (9000, 0), bag_id=[None, None]), ()),
        # the one follows the other: the end is inclusive
        (placed((0, 0), (5, 0), agreement_end=["2020-12-31", "2030-12-31"],
                agreement_start=["2015-01-01", "2021-01-01"]), ()),
        (placed((0, 0), (5, 0), agreement_end=["2021-01-01", "2030-12-31"],
                agreement_start=["2015-01-01", "2021-01-01"]), ("L0", "L1")),
        # an end that is not known may be any day
        (placed((0, 0), (5, 0), agreement_end=[None, "2030-12-31"],
                agreement_start=["2015-01-01", "2021-01-01"]), ("L0", "L1")),
        (placed((0, 0), (5, 0), (9000, 0), bag_id=[None, "0166010000000001", "0166010000000001"]),
         ("L0", "L1", "L1", "L2")),
    ],
)  # fmt: skip
def test_two_locations_that_may_be_one(sites: gpd.GeoDataFrame, expected: tuple[str, ...]) -> None:
    assert doubles(sites) == expected


def test_a_double_names_both() -> None:
    sites = placed((0, 0), (5, 0))
    assert sentences(given(sites, total()), "possible_double") == [
        "azc De Hoeve 0 (L0) en azc De Hoeve 1 (L1) lijken dezelfde locatie en lopen gelijktijdig; dan telt zij dubbel."
    ]
    turned = given(sites.iloc[::-1].reset_index(drop=True), total())
    assert sentences(turned, "possible_double") == sentences(given(sites, total()), "possible_double")


def test_locations_of_several_dates_are_told_once() -> None:
    days = ["2020-09-01", "2020-07-01", "2020-09-01", None]
    rows = [
        {**LARGE, "location_id": one, "name": f"Azc {one}", "source_date": day}
        for one, day in zip("ABCD", days, strict=True)
    ]
    asked = given(locations(*rows), total())
    assert sentences(asked, "mixed_dates") == [
        (
            "De locaties hebben niet dezelfde peildatum (01-07-2020 en 01-09-2020); van 01-09-2020 wijkt af, bij 1 locatie: "
            "Azc B (B)."
        )
    ]
    assert "mixed_dates" not in codes(given(locations(rows[0], rows[2], rows[3]), total()))


def test_a_location_in_no_municipality_is_told_where_there_are_municipalities() -> None:
    sites = locations({**LARGE, "municipality_code": None})
    assert "no_municipality" not in codes(given(sites, total()))
    asked = replace(given(sites, total()), municipality_names={"GM1": "Een"})
    assert codes(asked)["no_municipality"] == ("A",)


def test_a_municipality_without_inhabitants() -> None:
    towns = pd.DataFrame({"code": ["GM1", "GM2"], "inhabitants": pd.array([0, None], dtype="Int64")})
    asked = replace(given(locations(LARGE), total()), municipalities=towns)
    told = {
        one.code: (one.ids, one.severity)
        for one in check_plan(asked)
        if one.code in ("inhabitants_zero", "no_inhabitants")
    }
    assert told == {
        "inhabitants_zero": (("GM1",), "oranje"), "no_inhabitants": (("GM2",), "niet toetsbaar"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("people", "province", "expected"),
    [
        ((600, 400), 1000, []),
        ((600, 400), 1009, []),  # three numbers, each rounded to fives
        ((600, 400), 1010, [("PV1",)]),
        ((600, 0), 1000, [("PV1",)]),
        ((600, None), 1000, []),
    ],
)
def test_municipalities_and_their_province_have_the_same_inhabitants(
    people: tuple[int | None, ...], province: int, expected: list[tuple[str, ...]]
) -> None:
    towns = pd.DataFrame({"code": ["GM1", "GM2"], "inhabitants": pd.array(people, dtype="Int64")})
    asked = replace(given(locations(LARGE), total()), municipalities=towns, province_inhabitants={"PV1": province})
    assert [one.ids for one in check_plan(asked) if one.code == "inhabitants_differ"] == expected
