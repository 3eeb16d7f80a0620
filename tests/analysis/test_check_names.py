"""Findings that name municipalities and locations, and say of their figures which way they may be off."""

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest

from geo.analysis.checks import check_plan
from geo.analysis.regions import Partition
from tests.analysis.frames import locations, need
from tests.analysis.plans import PROVINCE, REGION, SOUND, codes, given, sentences, total

WANTED = need({"bucket": "totaal", "due": "2023-12-31", "places_min": 300, "places_max": 320})
UNSURE = {**SOUND, "location_id": "U", "name": "Uu", "agreement_end": None}


def remedies(sites: pd.DataFrame, code: str, lang: str = "nl") -> list[str]:
    return [one.remedy(lang) for one in check_plan(given(sites, total())) if one.code == code]


def test_a_shortage_at_the_end_of_a_quarter_may_be_less_by_what_is_unknown() -> None:
    # 300 - 100 = 200; with all 100 of U still 100 short
    asked = given(locations(SOUND, UNSURE), WANTED)
    assert sentences(asked, "shortage_quarter") == [
        (
            "PV1, totaal: tekort op 1 kwartaaleinde (4e kwartaal 2023), ten hoogste 200 plekken: van 1 locatie "
            "zijn de plekken onbekend."
        )
    ]
    assert sentences(asked, "shortage_days", "en") == [
        ("PV1, total: on 31 December 2023 a shortage of 200 places, or less: the places of 1 location are unknown.")
    ]


def test_a_surplus_may_be_more_by_what_is_unknown() -> None:
    sure = locations({**SOUND, "capacity": 400})
    unsure = locations({**SOUND, "capacity": 400}, {**UNSURE, "capacity": None})
    # 400 - 320 = 80, however many places U has
    assert sentences(given(sure, WANTED), "above_need") == [
        "PV1, totaal: boven de bandbreedte op 1 kwartaaleinde (4e kwartaal 2023), ten hoogste 80 plekken."
    ]
    assert "above_need" not in codes(given(unsure, WANTED))
    assert sentences(given(unsure, WANTED), "above_need_at_least") == [
        (
            "PV1, totaal: boven de bandbreedte op 1 kwartaaleinde (4e kwartaal 2023), op het hoogste punt met ten minste "
            "80 plekken: van 1 locatie zijn de plekken onbekend."
        )
    ]


def test_an_unknown_location_of_another_region_is_not_held_against_this_one() -> None:
    here = need({"bucket": "totaal", "region_id": "R1", "due": "2023-12-31", "places_min": 300, "province": None})
    asked = given(locations(SOUND, {**UNSURE, "region_id": "R2"}), here, (PROVINCE, REGION))
    assert sentences(asked, "shortage_quarter") == [
        "Noord (R1), totaal: tekort op 1 kwartaaleinde (4e kwartaal 2023), ten hoogste 200 plekken."
    ]


@pytest.mark.parametrize(
    ("kind", "meant"),
    [
        ("tijdelijke noodlocatie", " Bedoelt u noodopvang?"),
        ("Crisisopvang", " Bedoelt u noodopvang?"),
        ("hotel", ""),
        ("col, hotel", ""),
        ("azc, noodopvang", " Bedoelt u noodopvang?"),
        ("noodopvang/crisisnoodopvang", " Bedoelt u noodopvang?"),
        ("azc,", ""),
    ],
)
def test_a_type_that_is_not_known_is_told_once_with_all_its_locations(kind: str, meant: str) -> None:
    sites = locations({**SOUND, "current_type": kind}, {**SOUND, "location_id": "B", "name": "", "current_type": kind})
    assert sentences(given(sites, total()), "type_unfamiliar") == [
        f"Het huidige type `{kind}` is geen bekend type en telt als reguliere opvang, bij 2 locaties: Aa (A), B."
    ]
    told = "Kies een van de bekende types, of laat het zo als dit reguliere opvang is."
    assert remedies(sites, "type_unfamiliar") == [told + meant]


@pytest.mark.parametrize("kind", ["azc", "noodopvang", "gvl", "col, pol, vbl", "COL/POL", None, ""])
def test_a_known_or_missing_type_is_no_finding(kind: str | None) -> None:
    assert "type_unfamiliar" not in codes(given(locations({**SOUND, "current_type": kind}), total()))


def test_places_outside_the_extract_are_told_one_by_one() -> None:
    outside = pd.DataFrame({"location_id": ["A", "K"], "name": ["Aa", "Kavel"]})
    asked = replace(given(locations(SOUND), total()), outside=outside)
    assert sentences(asked, "outside_extract") == [
        "Aa (A) ligt buiten het kaartgebied; afstanden zijn daar niet te berekenen.",
        "Kavel (K) ligt buiten het kaartgebied; afstanden zijn daar niet te berekenen.",
    ]
    assert "outside_extract" not in codes(given(locations(SOUND), total()))
    assert "outside_extract" not in codes(replace(asked, outside=outside.iloc[:0]))


def test_municipalities_are_named_where_they_have_a_name() -> None:
    towns = gpd.GeoDataFrame({"code": ["GM1", "GM2"], "inhabitants": pd.array([pd.NA, pd.NA], dtype="Int64")})
    split = Partition(gaps=("GM1", "GM2"), doubles=(), outsiders=("GM3",), invalid=("GM9",))
    asked = replace(
        given(locations(SOUND), total()),
        municipalities=towns, municipality_names={"GM1": "Almere", "GM3": "Overzijde"}, partition=split,
    )  # fmt: skip
    assert sentences(asked, "partition_gap") == ["Deze gemeenten vallen in geen enkele regio: Almere (GM1), GM2."]
    assert sentences(asked, "partition_outsider", "en") == [
        "These municipalities lie outside the province: Overzijde (GM3)."
    ]
    assert sentences(asked, "partition_invalid") == ["Deze gemeentecodes bestaan niet op de peildatum: GM9."]
    assert sentences(asked, "no_inhabitants")[0].endswith("niet toetsbaar zijn: Almere (GM1), GM2.")


def test_locations_are_named_where_a_finding_is_about_several() -> None:
    late = need({"bucket": "totaal", "due": "2023-12-31", "places_min": 50})
    asked = given(locations(SOUND, {**UNSURE, "capacity": None}), late)
    assert sentences(asked, "dip_untestable") == [
        (
            "PV1: of het aanbod onder dat van de peildatum zakt, is niet toetsbaar, omdat van 1 locatie de plekken op de "
            "peildatum onbekend zijn: Uu (U)."
        )
    ]
    assert sentences(asked, "agreements_not_given")[0].endswith("het gaat om 2 locaties: Aa (A), Uu (U).")
    satellite = {**SOUND, "location_id": "S", "name": "Es", "type": "satelliet", "hub_id": "A"}
    hubs = given(locations({**SOUND, "type": "gvl"}, satellite), total(200))
    assert sentences(hubs, "hub_untested") == ["Van 1 locatie is de afstand tot de hoofdlocatie niet berekend: Es (S)."]


@pytest.mark.parametrize(
    ("mode", "words"), [("walk", "lopend"), ("bike", "per fiets"), ("car", "per auto")]
)  # fmt: skip
def test_the_way_to_a_hub_is_told_with_its_mode(mode: str, words: str) -> None:
    satellite = {**SOUND, "location_id": "S", "name": "Es", "type": "satelliet", "hub_id": "A"}
    asked = replace(given(locations({**SOUND, "type": "gvl"}, satellite), total(200)), hub_mode=mode)
    away = pd.DataFrame({"location_id": ["S"], "distance_m": pd.array([None], dtype="Float64")})
    assert sentences(replace(asked, hub_distances=away), "hub_unreachable") == [
        f"Van Es (S) naar hoofdlocatie Aa (A) is over de weg, {words}, geen route gevonden."
    ]
