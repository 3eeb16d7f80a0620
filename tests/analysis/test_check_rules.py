"""Rules of coverage, hubs, agreements, scenarios and milestones: each fault is found, and told in two languages."""

from dataclasses import replace

import pandas as pd
import pytest

from geo.analysis.actions import action_list
from geo.analysis.checks import check_plan
from geo.findings import SEVERITIES, as_frame, from_frame, severity_word
from tests.analysis.frames import locations, need
from tests.analysis.plans import PROVINCE, REGION, SOUND, codes, given, sentences, total


def test_what_the_forecast_does_not_ask_is_one_finding_per_area() -> None:
    demand = need(
        {"bucket": "totaal", "due": "2021-12-31", "places_min": 50, "places_max": 200},
        {"bucket": "extra", "due": "2021-12-31", "places_min": 0},
        {"bucket": "regionaal", "region_id": "R1", "due": "2020-01-01", "places_min": 50, "places_max": 200},
    )
    asked = given(locations(SOUND), demand, (REGION, PROVINCE))
    nothing = "in de planperiode is geen behoefte bekend, en dus niets toetsbaar,"
    assert sentences(asked, "no_need_for") == [
        f"PV1: {nothing} voor regionale opvanglocaties en GVL of satelliet.",
        f"Noord (R1): {nothing} voor GVL of satelliet en totaal.",
    ]
    assert sentences(asked, "need_not_yet") == [
        "PV1: vóór de eerste ingangsdatum is de behoefte onbekend en niet toetsbaar, voor totaal en extra."
    ]
    assert "untestable_quarter" not in codes(asked)


def test_need_that_takes_effect_after_the_horizon_is_not_in_order() -> None:
    late = need({"bucket": "totaal", "due": "2030-12-31", "places_min": 50})
    assert codes(given(locations(SOUND), late))["no_need_for"] == ("PV1",)


def test_quarters_are_told_as_ranges_with_their_gaps() -> None:
    sites = locations(
        SOUND, {**SOUND, "location_id": "B", "agreement_start": "2021-02-01", "agreement_end": "2021-08-31"}
    )
    demand = need({"bucket": "totaal", "due": "2020-12-31", "places_min": 200})
    # B stands on 31-3 and 30-6-2021 alone; 200 - 100 = 100 short before and after
    asked = given(sites, demand)
    quarters = "4e kwartaal 2020 en 3e kwartaal 2021 t/m 4e kwartaal 2023"
    assert sentences(asked, "shortage_quarter") == [
        f"PV1, totaal: tekort op 11 kwartaaleinden ({quarters}), ten hoogste 100 plekken."
    ]
    assert sentences(asked, "shortage_quarter", "en") == [
        "PV1, total: short at the end of 11 quarters (Q4 2020 and Q3 2021 to Q4 2023), by 100 places at most."
    ]


def test_one_place_and_one_quarter_are_singular() -> None:
    demand = need({"bucket": "totaal", "due": "2023-12-31", "places_min": 101})
    asked = given(locations(SOUND), demand)
    assert sentences(asked, "shortage_quarter") == [
        "PV1, totaal: tekort op 1 kwartaaleinde (4e kwartaal 2023), ten hoogste 1 plek."
    ]
    assert sentences(asked, "shortage_quarter", "en") == [
        "PV1, total: short at the end of 1 quarter (Q4 2023), by 1 place at most."
    ]
    assert sentences(asked, "shortage_days", "en") == ["PV1, total: on 31 December 2023 a shortage of 1 place."]


def test_findings_hold_plain_data_and_come_back_from_their_table() -> None:
    sites = locations({**SOUND, "agreement_end": "2021-12-31"}, {**SOUND, "location_id": "U", "capacity": None})
    findings = check_plan(replace(given(sites, total(300)), texts=("06-hoger",)))
    assert set(from_frame(as_frame(findings))) == set(findings)
    expiring = next(one for one in findings if one.code == "expiring")
    assert dict(expiring.parameters) == {"name": "Aa", "months": 16, "until": "2021-12-31"}
    assert expiring.sentence("en") == "The agreement of Aa (A) ends in 16 months, on 31 December 2021."
    dutch = ("kwartaal", "onbekend", "plekken", "−")
    assert not any(word in one.sentence("en") for one in findings for word in dutch)


def test_severities_have_a_word_in_both_languages() -> None:
    assert [severity_word(one, "en") for one in SEVERITIES] == ["red", "amber", "untestable", "blue", "info"]
    assert [severity_word(one) for one in SEVERITIES] == list(SEVERITIES)


SATELLITE = {**SOUND, "location_id": "S", "name": "Es", "type": "satelliet", "hub_id": "H"}

HUB = {**SOUND, "location_id": "H", "name": "Ha", "type": "gvl"}


@pytest.mark.parametrize(
    ("distance_m", "expected"),
    [(7000.0, set()), (7001.0, {"hub_far"}), (None, {"hub_unreachable"})],
)
def test_a_hub_is_within_reach(distance_m: float | None, expected: set[str]) -> None:
    far = pd.DataFrame({"location_id": ["S"], "hub_id": ["H"], "distance_m": pd.array([distance_m], dtype="Float64")})
    asked = replace(given(locations(SATELLITE, HUB), total(200)), hub_distances=far)
    assert {code for code in codes(asked) if code.startswith("hub")} == expected
    assert codes(asked).get("hub_far", ("S",)) == ("S",)


def test_a_hub_whose_distance_nobody_computed_is_untested() -> None:
    asked = given(locations(SATELLITE, HUB), total(200))
    assert codes(asked)["hub_untested"] == ("S",)
    far = pd.DataFrame({"location_id": ["S"], "distance_m": [8880.6]})
    said = sentences(replace(asked, hub_distances=far), "hub_far")
    assert said == ["Es (S) ligt over de weg, per auto, 8,9 km van hoofdlocatie Ha (H); de norm is ca. 7,0 km."]


def test_the_hub_of_a_satellite_is_a_gvl_that_stays() -> None:
    found = codes(given(locations(SATELLITE, {**HUB, "type": "regionaal", "decision": "beeindigen"}), total(200)))
    assert (found["hub_no_gvl"], found["hub_ends"]) == (("S",), ("S",))
    ended = codes(given(locations({**SATELLITE, "decision": "beeindigen"}, HUB), total(200)))
    assert not {code for code in ended if code.startswith("hub")}


def agreed(*rows: tuple[str, int, str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["location_id", "chapter", "topic", "text"])


def test_topics_without_agreement_are_listed_per_location() -> None:
    flexible = {**SOUND, "location_id": "F", "name": "Ef", "places_min": 50, "places_max": 90}
    ended = {**SOUND, "location_id": "E", "decision": "beeindigen", "agreement_end": "2024-12-31"}
    sites = locations({**SOUND, "flexible_form": None}, {**flexible, "target_groups": ("studenten",)}, ended, HUB)
    table = agreed(
        ("A", 4, "Eigendom en beheer", "COA"),
        ("A", 4, "diensten en activiteiten", None),  # nothing stands there
        ("A", 5, "financiën", "in het verkeerde hoofdstuk"),
        ("F", 4, "beheer", "x"), ("F", 4, "activiteiten", "x"), ("F", 4, "financiële afspraken", "x"),
        ("F", 5, "eigendom", "x"), ("H", 5, "doelgroepen", "x"), ("H", 5, "eigendom", "x"), ("H", 5, "diensten", "x"),
    )  # fmt: skip
    asked = replace(given(sites, total(200)), location_agreements=table)
    assert sentences(asked, "agreements_missing") == [
        "Voor Aa (A) is niets afgesproken over diensten en activiteiten en financiën."
    ]
    # its target groups stand with the location itself
    assert sentences(asked, "flexible_agreements_missing", "en") == [
        (
            "For the flexible reception in Ef (F) chapter 5 has nothing on services and activities; what is agreed under "
            "chapter 4 does not count there."
        )
    ]
    listed = action_list(None, check_plan(asked))
    assert {"agreements_missing", "flexible_agreements_missing"} <= set(listed["code"])
    assert codes(given(sites, total(200)))["agreements_not_given"] == ("A", "F", "H")


@pytest.mark.parametrize(
    ("texts", "missing"),
    [
        ((), []),
        (("06-hoger", "06-lager"), []),
        (("06-scenario",), []),
        (("06-hoger", "07-lager"), ["lower"]),
        (("06-Lager",), ["higher"]),
    ],
)
def test_both_directions_of_the_need_are_described(texts: tuple[str, ...], missing: list[str]) -> None:
    findings = check_plan(replace(given(locations(SOUND), total()), texts=texts))
    assert [dict(one.parameters)["direction"] for one in findings if one.code == "scenario_one_way"] == missing


def milestone(day: str, kind: str, subject: str = "N") -> dict[str, object]:
    return {"date": pd.Timestamp(day), "milestone": "Besluit", "subject_id": subject, "kind": kind, "body": "raad"}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([milestone("2022-06-15", "besluit raad")], {"decision_after_opening"}),
        ([milestone("2022-05-02", "ondertekening")], {"decision_after_opening"}),
        ([milestone("2021-11-02", "besluit raad")], {"decision_late"}),
        ([milestone("2021-11-01", "Raadsbesluit")], set()),  # six months before 1-5-2022
        ([milestone("2022-04-30", "vergunning")], set()),
        ([milestone("2022-05-01", "opening")], {"opening_without_decision"}),
        ([milestone("2021-01-01", "besluit raad", "A")], {"opening_without_decision"}),
    ],
)
def test_decisions_come_before_openings_and_in_time(rows: list[dict[str, object]], expected: set[str]) -> None:
    new = {**SOUND, "location_id": "N", "agreement_start": "2022-05-01", "decision": "nieuw"}
    asked = given(locations(SOUND, new), total())
    found = codes(replace(asked, milestones=pd.DataFrame(rows)))
    assert {code for code in found if "decision_" in code or "_decision" in code} == expected
    signed = given(locations(SOUND, {**new, "signed_on": "2021-03-01"}), total())
    nothing = pd.DataFrame([milestone("2022-05-01", "opening")])
    assert "opening_without_decision" not in codes(replace(signed, milestones=nothing))
    assert not {code for code in codes(asked) if "decision" in code}


def test_a_surplus_that_is_voluntary_with_a_reason_is_no_finding() -> None:
    asked = given(locations(SOUND), need({"bucket": "totaal", "due": "2023-12-31", "places_min": 60, "places_max": 80}))
    row = {"places": 20, "from": pd.Timestamp("2022-01-01"), "until": pd.Timestamp("2024-06-30"), "reason": "werk"}
    assert codes(asked)["above_need"] == ("PV1",)
    assert "above_need" not in codes(replace(asked, voluntary=pd.DataFrame([row])))
    for change in ({"places": 19}, {"reason": None}, {"until": pd.Timestamp("2023-12-30")}):
        assert "above_need" in codes(replace(asked, voluntary=pd.DataFrame([{**row, **change}])))


def test_need_of_a_region_that_does_not_exist_is_found() -> None:
    rows = {"bucket": "regionaal", "due": "2021-12-31", "places_min": 10}
    demand = need(
        {**rows, "region_id": "R1"}, {**rows, "region_id": "R7"}, {**rows, "region_id": "ELDERS", "province": "PV2"}
    )
    assert codes(given(locations(SOUND), demand, (REGION, PROVINCE)))["need_unknown_region"] == ("R7",)


def test_dips_that_cannot_be_tested_are_said_to_be() -> None:
    sites = locations(SOUND, {**SOUND, "location_id": "U", "capacity": None})
    late = need({"bucket": "totaal", "due": "2023-12-31", "places_min": 50})
    assert codes(given(sites, late))["dip_untestable"] == ("U",)
    assert "dip_untestable" not in codes(given(locations(SOUND), late))


def test_the_chosen_scenario_and_suppressed_squares_are_told() -> None:
    demand = need(*({"bucket": "totaal", "due": "2020-01-01", "places_min": 50, "scenario": one} for one in ("a", "b")))
    asked = replace(given(locations(SOUND), demand), areas_without_number=1)
    assert sentences(asked, "scenario_chosen", "en") == [
        "The forecast has scenarios; wherever there is one series, scenario a was used."
    ]
    assert sentences(asked, "people_suppressed")[0].startswith("Van 1 vlak van de bevolkingskaart")
    assert [said.split(":")[0] for said in sentences(asked, "above_need")] == [
        "PV1, totaal (scenario a)",
        "PV1, totaal (scenario b)",
    ]


def snap_rows(*rows: tuple[str, str, str, tuple[str, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["place_id", "kind", "mode", "status"]).assign(
        name=lambda frame: "Plaats " + frame.place_id
    )


def test_feet_that_deserve_a_look_are_told_once_per_remark() -> None:
    feet = snap_rows(
        ("B", "location", "car", ("over_water", "far")),
        ("B", "location", "walk", ("over_water",)),
        ("C", "candidate", "walk", ("over_water",)),
        ("D", "candidate", "walk", ("over_water",)),
        ("D", "candidate", "car", ("over_water",)),
        ("A", "location", "walk", ("ok",)),
        ("Z", "location", "walk", ("unreachable",)),
        ("n1", "facility", "walk", ("far",)),
        ("n1", "facility", "car", ("far",)),
        ("n2", "facility", "walk", ("ok",)),
    )
    outside = pd.DataFrame({"location_id": ["Z"], "name": ["Ver"]})
    asked = replace(given(locations(SOUND), total()), snaps=feet, outside=outside)
    assert sentences(asked, "snap_sites") == [
        "Aansluiting op het wegennet, ver van wegennet (auto): Plaats B (B).",
        "Aansluiting op het wegennet, over open water (lopen en auto): Plaats B (B), Plaats D (D).",
        "Aansluiting op het wegennet, over open water (lopen): Plaats C (C).",
    ]
    assert sentences(asked, "snap_facilities") == [
        "Bij 1 voorziening verdient de aansluiting op het wegennet een blik."
    ]
    assert {one.severity for one in check_plan(asked) if one.code.startswith("snap_")} == {"info"}


def test_feet_without_a_remark_are_no_finding() -> None:
    sound = given(locations(SOUND), total())
    feet = snap_rows(("A", "location", "walk", ("ok",)), ("n1", "facility", "walk", ("ok",)))
    assert check_plan(replace(sound, snaps=feet)) == check_plan(sound)


def test_a_plan_of_which_every_site_lies_outside_the_extract_has_no_feet_to_remark_on() -> None:
    outside = pd.DataFrame({"location_id": ["A"], "name": ["Aa"]})
    feet = snap_rows(("A", "location", "walk", ("unreachable",)))
    asked = replace(given(locations(SOUND), total()), snaps=feet, outside=outside)
    assert sentences(asked, "snap_sites") == []
