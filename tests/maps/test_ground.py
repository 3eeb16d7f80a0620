"""The ground of a province: what lies around it is told apart and named, and the legend has what is drawn and no more."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import Point, box

from geo.crs import RD_NEW, WGS84
from geo.figures import Figure
from geo.maps import style
from geo.maps.abroad import SEA, foreign_borders, parted
from geo.maps.basemap import Basemap, prepare_basemap
from geo.maps.frame import MapFrame
from geo.maps.ground import Ground, area_wishes, ground_items, ground_within
from geo.maps.locator import prepare_locator
from geo.maps.portfolio import portfolio_sheet
from geo.maps.region import Region, find_region
from geo.maps.settlements import Settlement
from tests.maps.builders import CURRENT, IMPRINT, Printed, X, Y, landscape, locations, printed, region, square
from tests.maps.crowded import country, crowded

FRAME = MapFrame(left=10.0, top=29.0, width=190.0, height=190.0, scale=150_000, centre=(X + 10_000, Y + 10_000))


def _texts(ground: Ground, of: Region) -> set[str]:
    return {item.text for item in ground_items(ground, of)}


def _names(of: Region) -> list[str]:
    return [wish.key for wish in area_wishes(FRAME, of)]


def _sheet(of: Region) -> Printed:
    total = Figure(value=1, unit="plekken")
    return Printed(portfolio_sheet(locations(*CURRENT), of, imprint=IMPRINT, number="2", total=total))


def _island(base: Basemap | None) -> Region:
    """Give a province in three parts, with two municipalities, one of them on two islands."""
    parts = [square(0, 0, 4000, 4000), square(6000, 6000, 9000, 9000), square(14_000, 2000, 20_000, 12_000)]
    towns = {"code": ["GM1", "GM2"], "name": ["Eilanden", "Vasteland"], "province_code": ["PV1", "PV1"]}
    municipalities = gpd.GeoDataFrame(towns, geometry=[shapely.MultiPolygon(parts[:2]), parts[2]], crs=RD_NEW)
    whole = {"code": ["PV1"], "name": ["Archipel"]}
    provinces = gpd.GeoDataFrame(whole, geometry=[shapely.MultiPolygon(parts)], crs=RD_NEW)
    return find_region(municipalities, provinces, ["PV1"], base)


def test_towns_and_villages_have_a_dot_and_a_name_the_larger_first() -> None:
    ground = ground_within(FRAME, region(country()))
    assert [(each.kind, each.name) for each in ground.settlements] == [
        ("city", "Middelstad"), ("town", "Oosterveld"), ("village", "Kleindorp"),
    ]  # fmt: skip
    assert {"Stad of dorp", "Station"} <= _texts(ground, region(country()))
    for each, place in zip(ground.settlements, ((10_500, 9500), (17_000, 6000), (4000, 11_000)), strict=True):
        assert each.spot == pytest.approx(tuple(FRAME.to_mm((X + place[0], Y + place[1]))[0]))


def test_the_smaller_the_scale_the_fewer_places_are_named() -> None:
    counts = [
        len(ground_within(replace(FRAME, scale=scale), region(country())).settlements)
        for scale in (150_000, 300_000, 600_000)
    ]
    assert counts == [3, 2, 1]


def test_a_municipality_that_is_called_after_its_town_is_named_once() -> None:
    rows = landscape(("place", "town", "Westmaar", Point(X + 5000, Y + 5000)))
    base = prepare_basemap(rows, crs=RD_NEW, extent=square(-3000, -3000, 23_000, 23_000))
    names = _names(region(base))
    assert names.count("Westmaar") == 1
    assert "Oostmaar" in names


def test_roads_have_their_number_and_canals_their_name() -> None:
    said = crowded("few").said
    for words in ("A6", "N307", "Lange Vaart", "Grote Plas"):
        assert words in said


def test_the_number_of_a_road_lies_on_the_road() -> None:
    (wish,) = [wish for wish in area_wishes(FRAME, region(country())) if wish.key == "A6"]
    road = FRAME.shape_to_mm(country().layers(150_000)["main"][0])
    for place in wish.candidates:
        assert shapely.box(*place.boxes[0]).centroid.distance(road) < 0.2


def test_where_the_base_map_ends_in_water_the_water_goes_on_and_the_legend_says_so() -> None:
    whole = square(-1200, -1200, 21_200, 21_200)
    lake = ("water", "lake", "Wijde Meer", whole.difference(square(0, 0, 20_000, 20_000)))
    base = prepare_basemap(landscape(lake), crs=RD_NEW, extent=whole)
    here = region(base)
    ground = ground_within(FRAME, here)
    assert not ground.edge.is_empty
    assert "Water buiten het kaartgebied, doorgetrokken" in _texts(ground, here)
    page = _sheet(here)
    assert page.boxes(style.FAR_WATER)
    assert page.boxes(style.BEYOND) == []


def test_where_the_base_map_ends_on_land_nothing_is_made_up() -> None:
    ground = ground_within(FRAME, region(country()))
    assert ground.edge.is_empty
    assert "Buiten het kaartgebied" in _texts(ground, region(country()))


def test_a_province_in_parts_is_drawn_and_named_as_one() -> None:
    here = _island(None)
    names = _names(here)
    assert sorted(names) == ["Archipel", "Eilanden", "Vasteland"]
    page = _sheet(here)
    assert "ARCHIPEL" in page.said
    assert len(page.boxes(style.LAND)) >= 1


@pytest.mark.parametrize("base", [None, prepare_basemap(landscape(), crs=RD_NEW)], ids=["none", "empty"])
def test_a_sheet_without_a_base_map_has_no_entry_for_it(base: Basemap | None) -> None:
    page = _sheet(region(base))
    assert "Gemeentegrens" in page.said
    for words in ("Station", "Stad of dorp", "Spoorweg", "Doorgaande weg", "Water"):
        assert words not in page.said.split("Wegen:")[0]


@pytest.mark.parametrize("layer", ["water", "waterway", "road", "rail", "built", "place", "station"])
def test_a_base_map_that_lacks_a_layer_lacks_its_entry_too(layer: str) -> None:
    kinds = {"water": "Water", "waterway": "Sloot of vaart", "road": "Autosnelweg", "rail": "Spoorweg",
             "built": "Woongebied", "place": "Stad of dorp", "station": "Station"}  # fmt: skip
    rows = landscape(
        ("water", "lake", "Plas", square(1000, 14_000, 8000, 19_000)),
        ("waterway", "canal", "Vaart", shapely.LineString([(X, Y + 6000), (X + 20_000, Y + 6500)])),
        ("road", "motorway", "", shapely.LineString([(X + 10_000, Y), (X + 10_000, Y + 20_000)])),
        ("rail", "rail", "", shapely.LineString([(X + 5000, Y), (X + 15_000, Y + 20_000)])),
        ("built", "residential", "", square(9500, 8500, 11_500, 10_500)),
        ("place", "town", "Stad", Point(X + 10_000, Y + 9000)),
        ("station", "station", "Halte", Point(X + 10_000, Y + 10_000)),
    )
    whole = square(-1000, -1000, 21_000, 21_000)
    shown = {}
    for name, some in (("all", rows), ("some", rows[rows["layer"] != layer])):
        here = region(prepare_basemap(gpd.GeoDataFrame(some), crs=RD_NEW, extent=whole))
        shown[name] = " | ".join(sorted(_texts(ground_within(FRAME, here), here)))
    assert kinds[layer] in shown["all"]
    assert kinds[layer] not in shown["some"]


def test_countries_and_the_sea_are_told_apart_by_where_they_lie() -> None:
    places = {"germany": (280_000, 480_000), "belgium": (150_000, 340_000), SEA: (60_000, 520_000)}
    parts = parted(box(-20_000, 290_000, 330_000, 640_000), RD_NEW)
    assert set(parts) == set(places)
    for name, spot in places.items():
        assert [each for each, shape in parts.items() if shape.contains(Point(spot))] == [name]
    assert not any(shape.contains(Point(155_000, 463_000)) for shape in parts.values())


def test_the_sea_goes_on_beyond_the_wadden_and_has_its_islands() -> None:
    parts = parted(box(150_000, 560_000, 310_000, 690_000), RD_NEW)
    places = {SEA: [(270_000, 655_000), (250_000, 610_000), (240_000, 680_000), (268_000, 585_000)],
              "germany": [(244_000, 623_000), (290_000, 620_000), (268_000, 600_000)]}  # fmt: skip
    for name, spots in places.items():
        for spot in spots:
            assert [each for each, shape in parts.items() if shape.contains(Point(spot))] == [name]


def test_another_reference_system_has_no_countries() -> None:
    assert parted(box(280_000, 480_000, 290_000, 490_000), WGS84) == {}
    assert parted(box(280_000, 480_000, 290_000, 490_000), None) == {}


def test_the_border_with_another_country_is_a_line_of_its_own() -> None:
    own = box(230_000, 470_000, 265_000, 490_000)
    parts = parted(box(200_000, 440_000, 300_000, 520_000).difference(own), RD_NEW)
    lines = foreign_borders(np.array([own]), parts)
    bounds = shapely.total_bounds(lines)
    assert bounds[2] == pytest.approx(265_000, abs=70)
    assert bounds[0] > 235_000
    assert len(foreign_borders(np.array([own]), {})) == 0


def test_a_province_at_the_border_names_the_country_and_explains_the_border() -> None:
    shape = box(245_000, 470_000, 271_000, 490_000)
    own = {"code": ["PV1"], "name": ["Oost"]}
    here = find_region(
        gpd.GeoDataFrame({"code": ["GM1"], "name": ["Grensdorp"], "province_code": ["PV1"]}, geometry=[shape], crs=RD_NEW),
        gpd.GeoDataFrame(own, geometry=[shape], crs=RD_NEW), ["PV1"], None,
    )  # fmt: skip
    page = _sheet(here)
    for words in ("DUITSLAND", "Landsgrens", "Buitenland"):
        assert words in page.said
    assert "Landsgrens" not in printed("portfolio").said


def test_the_dots_of_a_small_map_move_with_it() -> None:
    small = prepare_locator(region(), 54.0, 45.0)
    town = Settlement(name="Maar", kind="town", spot=(10.0, 12.0))
    dotted = replace(small, ground=replace(small.ground, settlements=(town,), stations={"Halte": (3.0, 4.0)}))
    for left, top in ((0.0, 0.0), (10.0, 50.0)):
        moved = dotted.at(left, top).at(left, top)
        assert moved.ground.settlements[0].spot == (10.0 + left, 12.0 + top)
        assert moved.ground.stations == {"Halte": (3.0 + left, 4.0 + top)}
