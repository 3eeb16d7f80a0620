"""Every threshold of the shipped profiles, against a table of figures typed from the sources, not from the files."""

import math

import pytest

from geo.sources.profiles import shipped_profile, shipped_profiles
from geo.tables.profiles import Test as Ask

NO = math.inf
STOPS = ("walk_bus_stop_m", "walk_tram_metro_stop_m", "walk_train_station_m")
Asked = tuple[str, float, float, float, float]
"""Fact, least, green least, green most, most."""


def most(fact: str, red: float, green: float | None = None) -> Asked:
    return fact, -NO, -NO, red if green is None else green, red


def least(fact: str, red: float, green: float | None = None) -> Asked:
    return fact, red, red if green is None else green, NO, NO


def span(fact: str, low: float, high: float) -> Asked:
    return fact, low, low, high, high


def told(fact: str) -> Asked:
    return fact, -NO, -NO, NO, NO


def careful(fact: str, green: float) -> Asked:
    return fact, -NO, -NO, green, NO


Rules = dict[str, tuple[bool, list[list[Asked]]]]
"""By rule: whether it is hard, and its alternatives, each of what must hold together."""

STOP_500 = [[most(stop, 500)] for stop in STOPS]
TYPED: dict[str, Rules] = {
    # Older COA page: schools and shops 3 km, public transport 500 m (a stop may be new), 4.500 m2, 1.500-4.500 m2 if
    # the owner exploits, 350-700 m2 for 16-20 youths, 4 ha, two years; 300 places or 200 with conditions (2016).
    "coa-eerder": {
        "school": (True, [[most("walk_primary_school_m", 3000)]]),
        "winkel": (True, [[most("walk_supermarket_m", 3000)]]),
        "openbaar-vervoer": (False, STOP_500),
        "ruimte": (True, [
            [least("floor_area_m2", 4500)],
            [least("site_area_m2", 40_000)],
            [span("floor_area_m2", 1500, 4500), least("eigenaar_exploiteert", 1)],
            [span("floor_area_m2", 350, 700), span("capacity", 16, 20)],
        ]),
        "plekken": (False, [[least("capacity", 200, 300)]]),
        "looptijd": (True, [[least("agreement_months", 24)]]),
        "open-water": (False, [[told("open_water_distance_m")]]),
    },
    # Later page: 3.000 m2 and 300 places, so 10 m2 a place; 1.500-4.500 m2 and 100-250 places if the owner exploits or
    # within ca. 7 km of an azc; 350-700 m2 and 30-100 youths; 3 ha; 500 m2 and 50 places; half a year.
    "coa-later": {
        "ruimte": (True, [
            [least("floor_area_m2", 3000), least("capacity", 300)],
            [least("site_area_m2", 30_000)],
            [span("floor_area_m2", 1500, 4500), span("capacity", 100, 250), most("car_reception_m", 7000)],
            [span("floor_area_m2", 1500, 4500), span("capacity", 100, 250), least("eigenaar_exploiteert", 1)],
            [span("floor_area_m2", 350, 700), span("capacity", 30, 100)],
        ]),
        "bvo-per-plek": (False, [[least("floor_area_per_place_m2", 10)]]),
        "bvo-minimum": (False, [[least("floor_area_m2", 500)], [least("site_area_m2", 30_000)]]),
        "plekken": (False, [[least("capacity", 50)]]),
        "looptijd": (True, [[least("agreement_months", 6)]]),
        "bouwrijp": (False, [[told("bouwrijp")]]),
        "halte": (False, [[told("walk_bus_stop_m")]]),
        "winkel": (False, [[told("walk_supermarket_m")]]),
        "school": (False, [[told("walk_primary_school_m")]]),
    },
    # EASO 2016: 2 km to health care and school, 3 km to services in general, on foot over safe ways, or public
    # transport, or on site; 4 m2 of bedroom a person, which floor area does not tell.
    "euaa-2016": {
        "zorg": (True, [[most("walk_gp_m", 2000)], *STOP_500]),
        "school": (True, [[most("walk_primary_school_m", 2000)], *STOP_500]),
        "winkel": (True, [[most("walk_supermarket_m", 3000)], *STOP_500]),
        "gemeentehuis": (False, [[most("walk_town_hall_m", 3000)], *STOP_500]),
        "bibliotheek": (False, [[most("walk_library_m", 3000)], *STOP_500]),
        "sport": (False, [[most("walk_sports_m", 3000)], *STOP_500]),
        "pad-zorg": (False, [[careful("walk_gp_exposed_share", 0.1)]]),
        "pad-school": (False, [[careful("walk_primary_school_exposed_share", 0.1)]]),
        "pad-winkel": (False, [[careful("walk_supermarket_exposed_share", 0.1)]]),
        "slaapruimte": (False, [[told("floor_area_per_place_m2")]]),
    },
    # The combined default: green, orange, red.
    "standaard": {
        "openbaar-vervoer": (False, [[most(stop, 1000, 500)] for stop in STOPS]),
        "supermarkt": (True, [[most("walk_supermarket_m", 3000, 1500)]]),
        "basisschool": (True, [[most("walk_primary_school_m", 3000, 2000)]]),
        "huisarts": (True, [[most("walk_gp_m", 3000, 2000)]]),
        "gemeentehuis": (False, [[most("walk_town_hall_m", 5000, 3000)]]),
        "bibliotheek": (False, [[most("walk_library_m", 5000, 3000)]]),
        "ontmoeting": (False, [[most("walk_community_centre_m", 5000, 3000)]]),
        "sport": (False, [[most("walk_sports_m", 5000, 3000)]]),
        "middelbare-school": (False, [[told("bike_secondary_school_m")]]),
        "isk": (False, [[told("bike_language_school_m")]]),
        "station": (False, [[told("bike_train_station_m")]]),
        "ziekenhuis": (False, [[told("bike_hospital_m")]]),
        "open-water": (False, [[told("open_water_distance_m")]]),
        "breedte-open-water": (False, [[told("open_water_width_m")]]),
        "capaciteit": (False, [[("capacity", 50, 300, 600, 1500)]]),
        "bvo-per-plek": (False, [[least("floor_area_per_place_m2", 7, 10)]]),
        "looptijd": (False, [[least("agreement_months", 24, 60)]]),
        "bedrijven": (False, [[careful("industry_inside_share", 0)]]),
        "externe-veiligheid": (False, [[careful("external_safety_inside_share", 0)]]),
        "natuur": (False, [[careful("nature_inside_share", 0)]]),
        "geluid": (False, [[told("noise_max")]]),
        "overstroming": (False, [[told("flood_max")]]),
    },
}  # fmt: skip
DATES = {
    "coa-eerder": "jaar onbekend",
    "coa-later": "jaar onbekend",
    "euaa-2016": "2016",
    "standaard": "samengesteld uit COA, jaar onbekend, EASO 2016 en Stb. 2024, 13",
}
OWN_CHOICE = {
    ("coa-eerder", "school"), ("coa-eerder", "winkel"), ("coa-later", "ruimte"), ("coa-later", "bvo-minimum"),
    ("euaa-2016", "gemeentehuis"), ("euaa-2016", "bibliotheek"), ("euaa-2016", "sport"), ("euaa-2016", "pad-zorg"),
    ("euaa-2016", "pad-school"), ("euaa-2016", "pad-winkel"), ("standaard", "openbaar-vervoer"),
    ("standaard", "supermarkt"), ("standaard", "gemeentehuis"), ("standaard", "bibliotheek"),
    ("standaard", "ontmoeting"), ("standaard", "sport"), ("standaard", "capaciteit"), ("standaard", "bvo-per-plek"),
    ("standaard", "bedrijven"), ("standaard", "externe-veiligheid"), ("standaard", "natuur"),
}  # fmt: skip
"""Rules of which something stands in no publication, and whose source says so."""


def asked(part: Ask) -> Asked:
    (low, high), (good_low, good_high) = part.red, part.green
    return part.fact, low, good_low, good_high, high


def test_the_table_is_of_all_profiles_and_of_all_thresholds() -> None:
    assert set(shipped_profiles()) == set(TYPED) == set(DATES)
    figures = [
        one
        for rules in TYPED.values()
        for _, tests in rules.values()
        for test in tests
        for part in test
        for one in part[1:]
    ]
    assert sum(math.isfinite(one) for one in figures) == 158


@pytest.mark.parametrize("name", TYPED)
def test_a_shipped_profile_has_the_thresholds_of_its_sources(name: str) -> None:
    profile = shipped_profile(name)
    found = {
        rule.id: (rule.hard, [[asked(part) for part in test.parts] for test in rule.tests]) for rule in profile.rules
    }
    assert found == TYPED[name]
    assert list(found) == list(TYPED[name])


@pytest.mark.parametrize("name", DATES)
def test_a_shipped_profile_says_what_is_known_of_its_date(name: str) -> None:
    assert shipped_profile(name).date == DATES[name]


def test_what_stands_in_no_publication_is_said_to_be_an_own_choice() -> None:
    found = {(name, rule.id) for name in TYPED for rule in shipped_profile(name).rules if "eigen keuze" in rule.source}
    assert found == OWN_CHOICE


def test_no_threshold_of_our_own_excludes_a_candidate() -> None:
    hard = {(name, rule.id) for name in TYPED for rule in shipped_profile(name).rules if rule.hard}
    assert hard & OWN_CHOICE == {
        ("coa-eerder", "school"),  # the 3 km are COA's; that it is walked to a primary school is our choice
        ("coa-eerder", "winkel"),
        ("coa-later", "ruimte"),  # the 7 km are COA's; that it is over the road is our choice
        ("standaard", "supermarkt"),  # the green bound is our choice
    }
