"""Printed national totals beside the sum of the provinces, by hand."""

from dataclasses import replace
from typing import Any

import pytest

from geo.analysis.checks.totals import totals
from geo.analysis.printed_totals import printed_totals
from geo.findings import Finding
from geo.tables.provinces import PROVINCES
from tests.analysis.frames import locations, need
from tests.analysis.plans import given

ALL = {code: number for number, code in enumerate(PROVINCES, start=1)}
"""Places per province: 1 to 12, together 78."""


def forecast(printed: int, places: dict[str, int], **more: Any) -> list[dict[str, Any]]:
    rows = {"NL": printed, **places}
    return [
        {"bucket": "totaal", "due": "2024-01-01", "province": code, "places_min": n, **more} for code, n in rows.items()
    ]


def found(*rows: dict[str, Any]) -> list[Finding]:
    asked = replace(given(locations(), need(*rows)), province_names={"PV26": "Utrecht", "PV31": "Limburg"})
    return list(totals(asked))


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        (78, None),
        (80, "need_total_rounded"),
        (84, "need_total_rounded"),
        (85, "need_total_differs"),
        (72, "need_total_rounded"),
        (71, "need_total_differs"),
        (100, "need_total_rounded"),
        (200, "need_total_differs"),
    ],
)
def test_a_difference_is_rounding_up_to_half_of_the_unit_or_half_a_place_a_province(
    printed: int, code: str | None
) -> None:
    assert [one.code for one in found(*forecast(printed, ALL))] == ([] if code is None else [code])


def test_the_finding_says_both_and_the_difference() -> None:
    assert [one.sentence("nl") for one in found(*forecast(80, ALL))] == [
        (
            "Prognose MPP-2020-1, totaal: het gedrukte landelijke totaal is 80 en de som van de provincies 78; het verschil"
            " van 2 past bij afronding."
        )
    ]


def test_what_is_left_for_a_province_without_number_is_told_and_counts_nowhere() -> None:
    some = {code: places for code, places in ALL.items() if code != "PV26"}
    assert [one.sentence("nl") for one in found(*forecast(80, some))] == [
        (
            "Prognose MPP-2020-1, totaal: van het landelijke totaal van 80 staat 71 bij 11 provincies; de rest van 9 is voor"
            " Utrecht, waarvan geen eigen getal is gegeven."
        )
    ]


def test_each_forecast_bucket_and_day_has_a_total_of_its_own() -> None:
    older = forecast(70, ALL, forecast_id="A", forecast_date="2020-01-01")
    minors = forecast(78, ALL, bucket="amv")
    regions = [{"bucket": "totaal", "due": "2024-01-01", "province": "PV20", "region_id": "R1", "places_min": 500}]
    later = forecast(90, {}, due="2025-01-01")
    made = printed_totals(need(*older, *forecast(78, ALL), *minors, *later, *regions))
    assert made[["printed", "summed"]].to_numpy().tolist() == [[70, 78], [78, 78], [78, 78], [90, 0]]
    assert [len(missing) for missing in made["missing"]] == [0, 0, 0, 12]


def test_without_a_total_nothing_is_said() -> None:
    assert found(*forecast(78, ALL)[1:]) == []
    assert printed_totals(need()).empty
