"""The parts of the page on their own: base map, cells, distances, marks, what it carries along."""

import base64
import hashlib
import json
import math
import re
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import LineString, Point, Polygon, box

from geo.crs import WGS84, CrsError, geodesic_m
from geo.maps import page_base
from geo.maps.page_assets import (
    loads_of,
    read_asset,
    refuse_loads,
    script_asset,
    script_hash,
    script_json,
    style_asset,
)
from geo.maps.page_base import BASE_CLASSES, DETAILS_M, base_map
from geo.maps.page_cells import cell_text
from geo.maps.page_distances import distance_tables
from geo.tables.columns import Column, Kind
from tests.maps.page_example import LIMITS, distances, landscape

# ---- base map


def unfolded(steps: list[int], scale: int) -> np.ndarray:
    return np.cumsum(np.array(steps).reshape(-1, 2), axis=0) / scale


def parts_of(base: dict[str, object], name: str) -> list[list[np.ndarray]]:
    (found,) = [one for one in base["classes"] if one["name"] == name]  # type: ignore[attr-defined]
    return [[unfolded(ring, base["scale"]) for ring in part] for part in found["parts"]]  # type: ignore[arg-type]


def test_the_base_map_gives_places_back_within_a_metre() -> None:
    ((line,),) = parts_of(base_map(landscape()), "major")
    wanted = np.array([(5.00, 52.43), (5.12, 52.435), (5.24, 52.45)])
    assert len(line) == len(wanted)
    assert geodesic_m(line[:, 0], line[:, 1], wanted[:, 0], wanted[:, 1]).max() < 1


def test_every_road_is_in_one_class_and_empty_classes_are_left_out() -> None:
    base = base_map(landscape())
    assert [one["name"] for one in base["classes"]] == ["green", "water", "building", "path", "minor", "rail", "major"]
    assert [len(parts_of(base, name)) for name in ("major", "minor", "path")] == [1, 1, 1]
    assert {one["name"]: one["zoom"] for one in base["classes"]}["building"] > 0


def test_holes_turn_the_other_way_than_outlines() -> None:
    ((outline, hole),) = parts_of(base_map(landscape()), "green")
    turns = [Polygon(ring).exterior.is_ccw for ring in (outline, hole)]
    assert turns[0] != turns[1]
    assert Polygon(outline, [hole]).area == pytest.approx(0.04 * 0.02 - 0.01 * 0.005, rel=0.01)


def test_labels_are_of_named_places_the_greatest_first() -> None:
    places = [("hamlet", "Ver"), ("town", "Zus"), ("town", "Aak"), ("village", ""), ("locality", "Veld")]
    frame = gpd.GeoDataFrame(
        {"layer": "place", "kind": [kind for kind, _ in places], "name": [name for _, name in places]},
        geometry=[Point(5 + n / 10, 52) for n in range(5)], crs=WGS84,
    )  # fmt: skip
    labels = base_map(frame)["labels"]
    assert [(label[2], label[4]) for label in labels] == [("town", "Aak"), ("town", "Zus"), ("hamlet", "Ver")]
    assert labels[0][:2] == [5.2, 52.0]
    assert labels[0][3] < labels[2][3]


def test_a_heavy_base_map_is_drawn_in_less_detail(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [(5 + n * 1e-4, 52.4 + 2e-5 * (n % 2)) for n in range(400)]  # 2.2 m to and fro
    frame = gpd.GeoDataFrame(
        {"layer": ["road"], "kind": ["primary"], "name": [""]}, geometry=[LineString(steps)], crs=WGS84
    )
    assert len(parts_of(base_map(frame), "major")[0][0]) > 300
    monkeypatch.setattr(page_base, "MOST_NUMBERS", 100)
    assert len(parts_of(base_map(frame), "major")[0][0]) < 10
    assert list(DETAILS_M) == sorted(DETAILS_M)


def test_specks_smaller_than_the_detail_are_left_out() -> None:
    speck, field = box(5.0, 52.0, 5.00001, 52.00001), box(5.1, 52.0, 5.101, 52.001)
    frame = gpd.GeoDataFrame({"layer": ["water"] * 2, "kind": "water", "name": ""}, geometry=[speck, field], crs=WGS84)
    assert len(parts_of(base_map(frame), "water")) == 1


def test_without_a_landscape_there_is_no_base_map() -> None:
    assert base_map(landscape().iloc[:0]) == {"scale": 100_000, "classes": [], "labels": []}
    with pytest.raises(CrsError):
        base_map(landscape().set_crs(None, allow_override=True))


def test_the_script_of_the_page_can_paint_every_class() -> None:
    painted = set(re.findall(r"(\w+): \[", read_asset("map.js").split("const paint = {")[1].split("};")[0]))
    assert {one.name for one in BASE_CLASSES} <= painted


# ---- cells


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("places", 1100, "1.100"),
        ("places", 0, "0"),
        ("places", pd.NA, "onbekend"),
        ("places", None, "onbekend"),
        ("number", 2.54, "2,5"),
        ("number", float("nan"), "onbekend"),
        ("metres", 912.4, "0,9 km"),
        ("metres", None, "onbekend"),
        ("area_m2", 45000, "45.000 m²"),
        ("balance", -80, "−80"),
        ("balance", 120, "+120"),
        ("share", 0.61, "61%"),
        ("money", 1900000, "1.900.000"),
        ("date", pd.Timestamp(2021, 12, 31), "31-12-2021"),
        ("date", date(2021, 1, 2), "02-01-2021"),
        ("date", pd.NaT, "onbekend"),
        ("quarter", "2023-Q4", "2023-IV"),
        ("yes_no", True, "ja"),
        ("yes_no", False, "nee"),
        ("list", ("Kampen", "Dronten"), "Kampen, Dronten"),
        ("list", (), "–"),
        ("text", "<b>", "<b>"),
        ("text", "", "–"),
        ("text", pd.NA, "–"),
        ("choice", None, "onbekend"),
    ],
)
def test_a_cell_is_written_in_dutch(kind: Kind, value: object, text: str) -> None:
    assert cell_text(value, Column(name="x", heading="x", kind=kind)) == text


def test_a_value_with_a_word_is_written_as_that_word() -> None:
    assert cell_text("omvormen", Column(name="x", heading="x", words="decision")) == "omvormen"
    assert cell_text("beeindigen", Column(name="x", heading="x", words="decision")) == "beëindigen"
    assert cell_text("gp", Column(name="x", heading="x", words="category")) == "huisarts"
    assert cell_text("eigen soort", Column(name="x", heading="x", words="category")) == "eigen soort"


# ---- distances


def test_distances_tell_the_nearest_by_mode_in_a_fixed_order() -> None:
    told = distance_tables(distances(), LIMITS)
    assert set(told) == {"G1", "G2", "G3", "GK1"}
    assert told["G1"].modes == ("lopen", "fietsen", "auto")
    assert told["GK1"].modes == ("lopen",)
    doctor, shop = told["G1"].rows
    assert (doctor.category, shop.category) == ("huisarts", "supermarkt")
    assert [cell.text for cell in doctor.cells] == ["0,9 km", "1,0 km", "2,0 km"]
    assert [cell.extra for cell in doctor.cells] == ["11 min", "4 min", "3 min"]
    assert [(cell.text, cell.extra) for cell in shop.cells] == [("op locatie", "")] * 3


def test_no_distance_says_why_and_never_a_number() -> None:
    row = distance_tables(distances(), LIMITS)["G3"].rows[0]
    assert [cell.text for cell in row.cells] == ["verder dan 5,0 km", "7,2 km", "geen voorziening gevonden"]
    assert [cell.extra for cell in row.cells] == ["", "29 min", ""]
    assert distance_tables(distances(), LIMITS)["G2"].rows[0].cells[1].text == "niet bereikbaar"


def test_less_than_half_a_minute_is_not_nothing() -> None:
    assert distance_tables(distances(), LIMITS)["G2"].rows[0].cells[2].extra == "< 1 min"


def test_flags_have_marks_and_only_those_that_occur_are_explained() -> None:
    told = distance_tables(distances(), LIMITS)
    assert [cell.marks for cell in told["G1"].rows[0].cells] == ["", "", "¹³"]
    assert told["G1"].notes == (("¹", "mogelijk dichterbij buiten kaartgebied"), ("³", "ver van wegennet"))
    assert told["G2"].notes == (("²", "alleen via veer"), ("⁴", "buitenland"))
    assert told["GK1"].notes == ()


def test_a_facility_stands_with_its_category_only_where_every_mode_finds_it() -> None:
    told = distance_tables(distances(), LIMITS)
    assert told["G1"].rows[0].facility == ""
    assert [cell.facility for cell in told["G1"].rows[0].cells] == ["Praktijk De Gouw"] * 2 + ["Praktijk Aan de Weg"]
    assert told["GK1"].rows[0].facility == "Praktijk De Gouw"
    assert told["GK1"].rows[0].cells[0].facility == ""


def test_a_mode_that_was_not_asked_for_a_category_is_unknown() -> None:
    frame = distances()
    left = frame[~((frame["origin_id"] == "G1") & (frame["mode"] == "bike") & (frame["category"] == "gp"))]
    assert distance_tables(left, LIMITS)["G1"].rows[0].cells[1].text == "onbekend"


def test_without_distances_there_are_no_tables() -> None:
    assert distance_tables(distances().iloc[:0], LIMITS) == {}


# ---- what the page carries along


@pytest.mark.parametrize("text", ["</script>", "<!--", "\u2028\u2029", "a & b", "'\"`${}{{}}", "é東"])
def test_json_in_a_script_says_the_same_and_cannot_end_it(text: str) -> None:
    written = script_json({"text": text, "numbers": [1, 2.5]})
    assert json.loads(written) == {"text": text, "numbers": [1, 2.5]}
    assert not set("<>&\u2028\u2029") & set(written)


def test_json_refuses_what_is_not_a_number() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        script_json(math.inf)


def test_a_style_sheet_carries_its_pictures() -> None:
    assert "url(images" in read_asset("leaflet.css")
    carried = style_asset("leaflet.css")
    assert "url(images" not in carried
    assert carried.count("url(data:image/png;base64,") == read_asset("leaflet.css").count("url(images")


def test_a_style_sheet_with_an_unknown_picture_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.maps.page_assets.read_asset", lambda _name: "a { background: url(images/weg.png) }")
    with pytest.raises(ValueError, match=r"weg\.png"):
        style_asset("page.css")


@pytest.mark.parametrize("script", ["x = '</script>'", "<!-- x -->", "x = '</ScRiPt >'"])
def test_a_script_that_would_end_itself_is_refused(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    monkeypatch.setattr("geo.maps.page_assets.read_asset", lambda _name: script)
    with pytest.raises(ValueError, match="cannot stand inside a page"):
        script_asset("page.js")


def test_a_script_leaves_the_pointer_to_its_source_behind() -> None:
    assert "sourceMappingURL" in read_asset("leaflet.js")
    assert "sourceMappingURL" not in script_asset("leaflet.js")


def test_the_policy_names_a_script_by_its_hash() -> None:
    digest = base64.b64encode(hashlib.sha256(b"\nlet x;\n").digest()).decode()
    assert script_hash("\nlet x;\n") == f"'sha256-{digest}'"


@pytest.mark.parametrize(
    "element",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="x.css">',
        '<img src="//tiles.example/1.png">',
        '<img srcset="x.png 2x">',
        '<object data="x.svg"></object>',
        '<a href="https://example.nl" ping="https://example.nl">x</a>',
        "<style>@import 'x.css';</style>",
        "<style>a { background: url('x.png') }</style>",
        '<p style="background: url(x.png)">x</p>',
        '<form action="https://example.nl"></form>',
        "<video poster='x.jpg'></video>",
    ],
)
def test_a_page_that_asks_for_anything_is_refused(element: str) -> None:
    page = f"<!DOCTYPE html><html><body>{element}</body></html>"
    assert len(loads_of(page)) >= 1
    with pytest.raises(ValueError, match="would fetch"):
        refuse_loads(page)


def test_a_page_that_carries_everything_passes() -> None:
    page = '<a href="#x">x</a><img src="data:image/png;base64,AA=="><style>a { fill: url(#x) }</style><p>url(x.png)</p>'
    assert loads_of(page) == []
    refuse_loads(page)
