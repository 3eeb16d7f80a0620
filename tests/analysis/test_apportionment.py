"""The need divided over regions and municipalities: two levels, two keys, what was given beside it; by hand."""

from dataclasses import replace

import pandas as pd
import pytest

from geo.analysis.apportionment import apportionment, apportionment_rounding, totals_to_divide
from geo.analysis.checks import check_plan
from geo.analysis.need import Area
from geo.tables.apportionment import APPORTIONMENT, APPORTIONMENT_ROUNDING
from tests.analysis.frames import locations, need
from tests.analysis.plans import PROVINCE, SOUND, given, sentences, total

TOWNS = pd.DataFrame(
    {
        "code": ["GM3", "GM1", "GM2"],
        "name": ["Drie", "Een", "Twee"],
        "province_code": "PV1",
        "inhabitants": pd.array([2000, 5000, 3000], dtype="Int64"),
    }
)
REGIONS = pd.DataFrame(
    {
        "region_id": ["R1", "R2", "R2"],
        "region_name": ["Noord", "Zuid", "Zuid"],
        "municipality_code": ["GM1", "GM2", "GM3"],
    }
)
AREA = Area(area_id="PV1", level="province", name="Toets", parts=("R1", "R2"))
ASKED = need(
    {"bucket": "totaal", "due": "2021-12-31", "places_min": 100, "places_max": 200},
    {"bucket": "totaal", "due": "2023-12-31", "places_min": 417, "places_max": 420},
    {
        "bucket": "totaal",
        "due": "2023-12-31",
        "province": None,
        "region_id": "R1",
        "places_min": 200,
        "places_max": 210,
    },
)
NO_REGIONS = REGIONS.iloc[:0]


def ses(**scores: float | None) -> pd.DataFrame:
    frame = pd.DataFrame({"municipality_code": list(scores), "score": list(scores.values()), "year": 2019})
    return frame.astype({"score": "Float64", "year": "Int64"})


def divided(
    demand: pd.DataFrame = ASKED,
    towns: pd.DataFrame = TOWNS,
    regions: pd.DataFrame = REGIONS,
    scores: pd.DataFrame | None = None,
) -> pd.DataFrame:
    table = apportionment(demand, towns, provinces=[AREA], regions=regions, ses=scores)
    assert tuple(table.columns) == APPORTIONMENT.names
    return table.set_index(["key", "level", "code"]).sort_index()


def test_the_last_need_is_divided_over_both_levels() -> None:
    rows = divided().loc["inhabitants"]
    assert set(rows["due"]) == {pd.Timestamp("2023-12-31")}
    # 417 over 5:3:2 is 208,5 125,1 83,4; over the regions 5:5 it is 208,5 twice, and the lowest code gets the place
    assert rows.loc["municipality", "need_min"].to_dict() == {"GM1": 209, "GM2": 125, "GM3": 83}
    assert rows.loc["municipality", "exact_min"].tolist() == pytest.approx([208.5, 125.1, 83.4])
    assert rows.loc["municipality", "up_min"].tolist() == [True, False, False]
    assert rows.loc["municipality", "need_max"].to_dict() == {"GM1": 210, "GM2": 126, "GM3": 84}
    assert rows.loc["region", "need_min"].to_dict() == {"R1": 209, "R2": 208}
    assert rows.loc["municipality", "share"].tolist() == pytest.approx([0.5, 0.3, 0.2])


def test_what_was_given_for_a_region_stands_beside_it_and_is_not_replaced() -> None:
    rows = divided().loc["inhabitants"]
    assert rows.loc[("region", "R1"), ["given_min", "given_max", "need_min", "need_max"]].tolist() == [
        200,
        210,
        209,
        210,
    ]
    assert rows.loc[("region", "R2"), ["given_min", "given_max"]].isna().all()
    assert rows.loc["municipality", ["given_min", "given_max"]].isna().all(axis=None)


def test_the_second_key_weighs_with_the_score() -> None:
    rows = divided(scores=ses(GM1=0.0, GM2=0.2, GM3=-0.1))
    # 5.000, 3.600 and 1.800 of 10.400: 200,48 144,35 72,17
    assert rows.loc[("inhabitants_ses", "municipality"), "need_min"].to_dict() == {"GM1": 201, "GM2": 144, "GM3": 72}
    assert rows.loc[("inhabitants_ses", "region"), "need_min"].to_dict() == {"R1": 200, "R2": 217}
    assert rows.loc[("inhabitants", "municipality"), "need_min"].tolist() == [209, 125, 83]
    assert set(rows.loc["inhabitants_ses", "year"]) == {"2019"}
    assert rows.loc["inhabitants", "year"].isna().all()


def test_a_municipality_in_two_regions_counts_in_one_of_them() -> None:
    twice = pd.concat([REGIONS, REGIONS.iloc[:1].assign(region_id="R0", region_name="Oud")], ignore_index=True)
    rows = divided(regions=twice).loc["inhabitants"]
    assert rows.loc["region", "need_min"].to_dict() == {"R1": 209, "R2": 208}
    assert rows.loc["region", "name"].to_dict() == {"R1": "Noord", "R2": "Zuid"}


def test_without_scores_there_is_no_second_key_and_without_regions_one_level() -> None:
    table = divided(regions=NO_REGIONS)
    assert set(table.index.get_level_values("key")) == {"inhabitants"}
    assert set(table.index.get_level_values("level")) == {"municipality"}


def test_one_unknown_leaves_the_whole_key_open_and_the_other_as_it_was() -> None:
    table = divided(scores=ses(GM1=0.0, GM2=None, GM3=-0.1))
    numbers = ["share", "exact_min", "need_min", "up_min", "exact_max", "need_max", "up_max"]
    assert table.loc["inhabitants_ses", numbers].isna().all(axis=None)
    assert table.loc[("inhabitants", "municipality"), "need_min"].tolist() == [209, 125, 83]
    assert table.loc[("inhabitants_ses", "region", "R1"), "given_min"] == 200
    lost = TOWNS.assign(inhabitants=pd.array([2000, None, 3000], dtype="Int64"))
    assert divided(towns=lost)[numbers].isna().all(axis=None)


def test_municipalities_in_no_region_are_a_part_of_their_own() -> None:
    rows = divided(regions=REGIONS.iloc[:2]).loc[("inhabitants", "region")]
    assert rows["need_min"].to_dict() == {"R1": 209, "R2": 125, "": 83}
    assert rows["need_min"].sum() == 417


def test_permuting_rows_changes_nothing() -> None:
    mixed = apportionment(
        ASKED.iloc[::-1], TOWNS.iloc[::-1], provinces=[AREA], regions=REGIONS.iloc[::-1], ses=ses(GM3=0, GM2=0, GM1=0)
    )
    plain = apportionment(ASKED, TOWNS, provinces=[AREA], regions=REGIONS, ses=ses(GM1=0, GM2=0, GM3=0))
    pd.testing.assert_frame_equal(mixed, plain)


def test_what_rounding_did() -> None:
    table = apportionment_rounding(ASKED, TOWNS, provinces=[AREA], regions=REGIONS, ses=ses(GM1=None))
    assert tuple(table.columns) == APPORTIONMENT_ROUNDING.names
    assert set(table["key"]) == {"inhabitants"}, "of a key that cannot be tested nothing is told"
    row = table.set_index(["level", "side"]).loc[("municipality", "min")]
    assert row[["total", "parts", "floors", "left", "printed"]].tolist() == [417, 3, 416, 1, 417]
    # 209 + 125 + 83 to the nearest; 209 + 126 + 84 up
    assert row[["nearest", "nearest_over", "up", "up_over"]].tolist() == [417, 0, 419, 2]


def test_only_what_is_asked_of_the_province_is_divided() -> None:
    demand = need(
        {"bucket": "extra", "due": "2020-12-31", "places_min": 417},
        {"bucket": "extra", "due": "2021-12-31", "places_min": 470},
        {"bucket": "amv", "due": "2021-12-31", "province": None, "region_id": "R1", "places_min": 9},
        {"bucket": "regionaal", "due": "2021-12-31", "province": None, "region_id": "R1", "places_min": 9},
        {"bucket": "regionaal", "due": "2022-12-31", "province": None, "region_id": "R2", "places_min": 5},
        {"bucket": "totaal", "due": "2020-12-31", "places_min": 1, "forecast_date": "2019-01-01", "forecast_id": "OLD"},
    )
    found = {one.bucket: (str(one.due.date()), one.places) for one in totals_to_divide(demand, [AREA])}
    # increments add up: 417 + 470 = 887; of amv one region says nothing, of regional places both do: 9 + 5
    assert found == {"extra": ("2021-12-31", (887, 887)), "regionaal": ("2022-12-31", (14, 14))}
    assert totals_to_divide(need(), [AREA]) == ()


def test_of_several_scenarios_the_main_one_is_divided() -> None:
    demand = need(
        *(
            {"bucket": "totaal", "due": "2023-12-31", "places_min": places, "scenario": scenario}
            for scenario, places in (("hoog", 900), ("midden", 500), ("laag", 100))
        )
    )
    assert [one.places for one in totals_to_divide(demand, [AREA])] == [(500, 500)]


def test_why_a_key_cannot_be_used_is_a_finding() -> None:
    asked = given(locations(SOUND), total())
    names = {"GM1": "Een", "GM2": "Twee", "GM3": "Drie"}
    lost = replace(asked, municipalities=TOWNS, municipality_names=names, ses=ses(GM1=0.1, GM2=None, GM3=-1.0))
    (said,) = sentences(lost, "apportionment_untestable")
    assert said == (
        "PV1: de indicatieve eigen verdeling naar inwoners × (1 + SES-WOA) is in haar geheel niet toetsbaar, want een "
        "inwonertal is onbekend of 0, of een score is onbekend, van 1 gemeente: Twee (GM2)."
    )
    found = {one.code: (one.severity, one.ids) for one in check_plan(lost) if one.code.startswith("apportionment")}
    assert found == {
        "apportionment_untestable": ("niet toetsbaar", ("GM2",)),
        "apportionment_score": ("oranje", ("GM3",)),
    }
    empty = replace(asked, municipalities=TOWNS.assign(inhabitants=pd.array([0, 0, 0], dtype="Int64")))
    assert sentences(empty, "apportionment_no_weight", "en") == [
        "PV1: no municipality has any weight, so that nothing can be divided by inhabitants."
    ]
    nothing = replace(empty, need=need())
    assert not [one for one in check_plan(nothing) if one.code.startswith("apportionment")]
    assert PROVINCE.area_id == "PV1"
