"""Candidates that may be another candidate, or a location that runs at the same time."""

from dataclasses import replace
from typing import Any

import geopandas as gpd
import pytest
from shapely import MultiPolygon, Point, box
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from geo.analysis.checks import check_plan
from tests.analysis.frames import candidates, locations
from tests.analysis.plans import SOUND, given, total

BAG = "0166010000000001"
TERM = {"available_from": "2022-01-01", "available_until": "2031-12-31"}


def at(x: float, y: float = 0.0) -> Point:
    return Point(200_000 + x, 500_000 + y)


def square(x: float, side: float = 100.0) -> BaseGeometry:
    return translate(box(200_000, 500_000, 200_000 + side, 500_000 + side), x)


def found(
    *rows: tuple[dict[str, Any], BaseGeometry | None], location: BaseGeometry | None = None, **of_it: Any
) -> list[tuple[str, ...]]:
    sites = candidates(
        *({**TERM, "location_id": f"K{at}", "name": f"Terrein {at}", **row} for at, (row, _) in enumerate(rows))
    )
    placed = gpd.GeoDataFrame(sites, geometry=[shape for _, shape in rows], crs=28992)
    there = gpd.GeoDataFrame(locations({**SOUND, **of_it}), geometry=[location], crs=28992)
    asked = replace(given(there, total()), candidates=placed)
    return [one.ids for one in check_plan(asked) if one.code == "candidate_double"]


@pytest.mark.parametrize(
    ("first", "second", "double"),
    [
        (({}, at(0)), ({}, at(1)), True),
        (({}, at(0)), ({}, at(1.01)), False),
        (({"bag_id": BAG}, at(0)), ({"bag_id": BAG}, at(900)), True),
        (({"bag_id": None}, at(0)), ({"bag_id": None}, at(900)), False),
        (({"name": "De Hoeve"}, at(0)), ({"name": "de  HOEVE "}, at(900)), True),
        (({"name": "De Hoeve"}, at(0)), ({"name": "De Hoeve", "municipality_code": "GM2"}, at(900)), False),
        (({"name": "De Hoeve", "municipality_code": None}, None), ({"name": "De Hoeve", "municipality_code": None}, None), False),
        # neighbours share a border; the same area twice does not lie beside itself
        (({}, square(0)), ({}, square(100)), False),
        (({}, square(0)), ({}, MultiPolygon([square(0)])), True),
        (({}, square(0)), ({}, square(-0.25, side=100.5)), True),
        # an area and the address in it
        (({}, square(0)), ({}, at(30, 30)), True),
        # the one is free when the other is gone
        (({"available_until": "2025-12-31"}, at(0)), ({"available_from": "2026-01-01"}, at(0)), False),
        (({"available_until": None}, at(0)), ({"available_from": "2026-01-01"}, at(0)), True),
    ],
)  # fmt: skip
def test_two_candidates_that_may_be_one(first: Any, second: Any, *, double: bool) -> None:
    assert found(first, second) == ([("K0", "K1")] if double else [])


def test_a_candidate_that_may_be_a_location_unless_that_has_ended() -> None:
    assert found(({}, at(0)), location=at(0.5)) == [("A", "K0")]
    assert found(({}, at(0)), location=at(0.5), agreement_end="2021-12-31") == []
    assert found(({}, at(0)), location=at(0.5), agreement_end="2022-01-01") == [("A", "K0")]


def test_several_that_are_one_are_told_by_the_first_of_them() -> None:
    same = {"name": "De Hoeve"}
    assert found((same, at(0)), (same, at(500)), (same, at(900))) == [("K0", "K1"), ("K0", "K2")]


def test_no_candidates_are_no_doubles_and_the_sentence_names_both() -> None:
    sound = given(locations(SOUND), total())
    for none in (None, candidates()):
        assert [one for one in check_plan(replace(sound, candidates=none)) if one.code == "candidate_double"] == []
    rows = candidates({"location_id": "K1", "name": "De Hoeve"}, {"location_id": "K2", "name": "De Hoeve"})
    (told,) = [one for one in check_plan(replace(sound, candidates=rows)) if one.code == "candidate_double"]
    assert told.sentence() == "De Hoeve (K1) en De Hoeve (K2) lijken dezelfde plek; wie beide kiest, telt haar dubbel."
