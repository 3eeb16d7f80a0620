"""The sheet of a location: open and full marks by exact distance, every facility accounted for, names once."""

import re
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from pyproj import CRS
from shapely import MultiPolygon, Point, Polygon

from geo.crs import RD_NEW
from geo.errors import CrsError
from geo.maps import style
from geo.maps.frame import TOWN_SCALES
from geo.maps.site import Near, nearby
from tests.maps.builders import MM, NEAR, Printed, draw_location, facility, near_home, printed, site, stroke_of, town

GREY_RING = "Open teken: verder dan 2,0 km"


def _rows(*near: Near, **changes: object) -> list[list[str]]:
    rows: list[list[str]] = draw_location(site(near, **changes)).info.table.to_numpy().tolist()
    return rows


@pytest.mark.parametrize(
    ("distance_m", "written"),
    [
        (1999.9, "2,0 km"), (2000.0, "2,0 km"), (2000.2, "2.001 m"), (2030.0, "2.030 m"), (2049.9, "2.050 m"),
        (2050.0, "2,1 km"), (1940.0, "1,9 km"), (49.0, "< 0,1 km"), (50.0, "0,1 km"), (4999.0, "5,0 km"),
    ],
)  # fmt: skip
def test_a_distance_is_in_metres_where_kilometres_would_contradict_the_mark(distance_m: float, written: str) -> None:
    ((*_, outcome),) = _rows(facility("supermarket", 1, distance_m, (300.0, 0.0)))
    assert outcome == written


@pytest.mark.parametrize(("distance_m", "written"), [(1240.0, "1,2 km"), (1250.0, "1.250 m"), (1251.0, "1,3 km")])
def test_a_limit_that_a_decimal_would_round_is_in_metres_too(distance_m: float, written: str) -> None:
    reached = {1250.0: Point(near_home(0, 0)).buffer(700)}
    page = Printed(draw_location(site([facility("supermarket", 1, distance_m, (300.0, 0.0))], catchments=reached)))
    assert page.sheet.info.table["Afstand"].tolist() == [written]
    assert "1.250 m lopen over de weg" in page.said


@pytest.mark.parametrize(("distance_m", "full"), [(2000.0, True), (2000.001, False)])
def test_a_mark_is_full_within_the_limit_and_open_beyond_it(distance_m: float, full: bool) -> None:
    page = Printed(draw_location(site([facility("supermarket", 1, distance_m, (300.0, 300.0))])))
    on_map = [box for box in page.boxes(style.BLUE) if box[3] < page.map_bottom]
    assert bool(on_map) is full
    assert (GREY_RING in page.said) is not full


def test_what_lies_outside_the_window_is_in_the_table_and_named_as_not_on_the_map() -> None:
    page = Printed(draw_location(site([*NEAR, facility("hospital", 1, 4900.0, (3900.0, 0.0), name="Ziekenhuis Oost")])))
    assert "Z1 Ziekenhuis Oost ziekenhuis 4,9 km" in page.said
    assert "Buiten het kaartbeeld: Z1." in page.said
    assert "Z1" in page.sheet.info.unplaced
    assert "Ziekenhuis (Z1" not in page.said


def test_the_legend_has_no_open_mark_if_what_is_far_is_not_on_the_map() -> None:
    page = Printed(draw_location(site([NEAR[0], facility("hospital", 1, 4900.0, (3900.0, 0.0))])))
    assert GREY_RING not in page.said
    assert GREY_RING in printed("location").said


def test_only_categories_with_a_mark_are_in_the_legend() -> None:
    page = Printed(draw_location(site([NEAR[0], facility("gp", 1, None, None, status="on_site")])))
    legend = page.said[page.said.index("Legenda") :]
    assert "Supermarkt (S1, …)" in legend
    assert "Huisarts" not in legend
    assert "huisarts op locatie" in page.said


def test_categories_of_one_group_share_a_mark_in_the_legend() -> None:
    near = [facility("gp", 1, 500.0, (300.0, 300.0)), facility("dentist", 1, 600.0, (-300.0, 300.0))]
    assert "Huisarts (H1, …), tandarts (T1, …)" in Printed(draw_location(site(near))).said


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("on_site", "op locatie"), ("unreachable", "niet bereikbaar"), ("beyond_limit", "verder dan 5,0 km"),
        ("none", "geen voorziening gevonden"),
    ],
)  # fmt: skip
def test_a_status_is_said_in_words_and_without_a_number(status: str, words: str) -> None:
    assert _rows(facility("gp", 1, None, None, status=status)) == [["", "", "huisarts", words]]


def test_a_facility_without_a_name_is_called_after_its_category() -> None:
    nameless = replace(NEAR[0], name="")
    assert _rows(nameless)[0][1] == "supermarkt zonder naam"


def test_a_star_is_explained_where_there_is_one_and_only_there() -> None:
    starred = Printed(draw_location(site([replace(NEAR[0], border=True)])))
    assert "0,4 km*" in starred.said
    assert starred.said.count("* Mogelijk is er een dichterbij buiten het kaartgebied.") == 1
    assert "*" not in printed("location").said


def _catchment_lines(page: Printed) -> list[tuple[float, float, float, float]]:
    shapes = [*page.page.curves, *page.page.lines, *page.page.rects]
    found = [shape for shape in shapes if stroke_of(shape) == style.CATCHMENT]
    boxes = [tuple(float(shape[side]) * MM for side in ("x0", "top", "x1", "bottom")) for shape in found]
    return [box for box in boxes if box[3] <= page.map_bottom]


def test_each_catchment_has_an_outline_and_an_entry() -> None:
    page = printed("location")
    assert len(_catchment_lines(page)) == 2
    assert "1,0 km lopen over de weg" in page.said
    assert "2,0 km lopen over de weg" in page.said


def test_an_empty_catchment_is_neither_drawn_nor_explained() -> None:
    half = {1000.0: Polygon(), 2000.0: Point(near_home(0, 0)).buffer(900)}
    page = Printed(draw_location(site(catchments=half)))
    assert len(_catchment_lines(page)) == 1
    assert "1,0 km lopen over de weg" not in page.said
    nothing = Printed(draw_location(site(catchments={1000.0: Polygon(), 2000.0: MultiPolygon()})))
    assert _catchment_lines(nothing) == []
    assert "lopen over de weg" not in nothing.said


def test_the_window_holds_the_largest_catchment_at_a_round_scale() -> None:
    page = printed("location")
    assert page.sheet.info.scale in TOWN_SCALES
    for left, top, right, bottom in _catchment_lines(page):
        assert min(left - 10.0, 200.0 - right, top - 29.0, page.map_bottom - bottom) >= 3.0 - 0.6


def test_a_facility_beside_the_location_is_not_hidden_by_it() -> None:
    page = printed("location")
    (mark,) = [box for box in page.boxes(style.ORANGE) if box[3] < page.map_bottom]
    (star,) = [box for box in page.boxes(style.INK) if box[3] < page.map_bottom and box[2] - box[0] > 6]
    middles = [np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]) for box in (mark, star)]
    assert np.hypot(*(middles[0] - middles[1])) > 3.9
    assert "BH1" in page.said


def test_every_facility_in_the_window_has_its_sign_on_the_map_and_in_the_table() -> None:
    page = printed("location")
    for near in NEAR:
        assert page.words.count(near.key) == 2, near.key


def test_each_name_stands_once_on_the_map() -> None:
    words = printed("location").page.crop((30, 84, 565, printed("location").map_bottom / MM))
    text = words.extract_text()
    assert len(re.findall(r"Lindedorp(?! Halte)", text)) == 1
    assert text.count("Plas") == 1
    assert "Lindedorp Halte" in text
    sizes = [
        text.get_fontsize() for text in printed("location").sheet.figure.axes[0].texts if text.get_text() == "Lindedorp"
    ]
    assert set(sizes) == {9.0}


def test_a_street_is_not_named_where_water_bears_its_name() -> None:
    canal = printed("location")
    base = town()
    base_names = base.names[base.names["layer"] != "waterway"]
    street = Printed(draw_location(basemap=replace(base, names=base_names)))
    assert street.said.count("Vaart") == 1
    assert canal.said.count("Vaart") <= 1


def test_stations_are_explained_where_there_are_any() -> None:
    base = town()
    without = replace(base, names=base.names[base.names["layer"] != "station"])
    assert {"Station", "Halte"} <= set(printed("location").said.split())
    assert "Station" not in Printed(draw_location(basemap=without)).said.split()


def test_where_nothing_is_known_the_map_says_so() -> None:
    base = replace(
        town(),
        extent=Polygon([near_home(-4000, -4000), near_home(500, -4000), near_home(500, 4000), near_home(-4000, 4000)]),
    )
    assert "Buiten het kaartgebied" in Printed(draw_location(basemap=base)).said
    assert "Buiten het kaartgebied" not in printed("location").said


def test_a_location_outside_the_extract_still_has_a_sheet() -> None:
    base = replace(town(), extent=Polygon([near_home(5000, 5000), near_home(6000, 5000), near_home(6000, 6000)]))
    gone = [facility("gp", 1, None, None, status="unreachable", border=True)]
    page = Printed(draw_location(site(gone, catchments={1000.0: Polygon()}, municipality=""), basemap=base))
    assert "niet bereikbaar*" in page.said
    assert "Gemeente Westmaar" not in page.said


def test_the_alternative_text_says_what_the_map_shows() -> None:
    alt = printed("location").sheet.info.alt_text
    assert alt.startswith(
        "Kaart van azc De Linde en omgeving, schaal 1 : 15.000, met het gebied binnen 1,0 km en 2,0 km"
    )
    assert all(f"{near.name}: " in alt for near in NEAR)


def test_a_base_map_in_degrees_is_refused() -> None:
    with pytest.raises(CrsError, match="metric"):
        draw_location(basemap=replace(town(), crs=CRS.from_epsg(4326)))


def test_facilities_are_gathered_in_the_order_of_the_plan_and_keep_their_place() -> None:
    distances = pd.DataFrame(
        {
            "category": ["gp", "supermarket", "supermarket", "police"],
            "rank": [1, 2, 1, 1],
            "facility_id": ["g1", "s2", "s1", "p1"],
            "facility_name": ["Praktijk", None, "Buurtwinkel", "Bureau"],
            "distance_m": [np.nan, 900.5, 300.0, 100.0],
            "status": ["unreachable", "ok", "ok", "ok"],
            "border": [False, True, False, False],
        }
    )
    shapes = [Point(0, 0), Polygon([(10, 10), (20, 10), (20, 20), (10, 20)])]
    facilities = gpd.GeoDataFrame({"facility_id": ["s1", "s2"]}, geometry=shapes, crs=RD_NEW)
    found = nearby(distances, facilities, ["supermarket", "gp"])
    assert [(near.key, near.name, near.distance_m, near.border) for near in found] == [
        ("S1", "Buurtwinkel", 300.0, False), ("S2", "", 900.5, True), ("H1", "Praktijk", None, False),
    ]  # fmt: skip
    assert [near.xy for near in found] == [(0.0, 0.0), (15.0, 15.0), None]
