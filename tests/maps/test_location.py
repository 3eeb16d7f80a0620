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
from geo.maps.location import location_sheet
from geo.maps.site import Near, nearby
from tests.maps.builders import (
    IMPRINT,
    MM,
    NEAR,
    Printed,
    draw_location,
    facility,
    near_home,
    patch,
    printed,
    region,
    site,
    stroke_of,
    town,
)

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
    ((*_, outcome, _),) = _rows(facility("supermarket", 1, distance_m, (300.0, 0.0)))
    assert outcome == written


@pytest.mark.parametrize(
    ("distance_m", "written"), [(1000.0, "1,0 km"), (1000.4, "1.001 m"), (1049.0, "1.049 m"), (1051.0, "1,1 km")]
)
def test_so_it_is_for_every_line_on_the_map(distance_m: float, written: str) -> None:
    assert _rows(facility("supermarket", 1, distance_m, (300.0, 0.0)))[0][3] == written


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
    far = facility("hospital", 2, 4900.0, (3900.0, 0.0), name="Ziekenhuis Oost")
    page = Printed(draw_location(site([*NEAR, far])))
    assert "Z2 Ziekenhuis Oost ziekenhuis 4,9 km" in page.said
    # An arrow at the edge tells how far it is; only without room for its words it is named below the map.
    assert "Z2 4,9 km" in page.said
    assert "Buiten het kaartbeeld, in de richting van de pijl" in page.said
    assert page.sheet.info.unplaced == ()
    assert "Ziekenhuis (Z1" not in page.said
    assert "pijl" not in printed("location").said


def test_the_legend_has_no_open_mark_if_what_is_far_is_not_on_the_map() -> None:
    page = Printed(draw_location(site([NEAR[0], facility("hospital", 2, 4900.0, (3900.0, 0.0))])))
    assert GREY_RING not in page.said
    assert GREY_RING in printed("location").said


def test_only_categories_with_a_mark_are_in_the_legend() -> None:
    page = Printed(draw_location(site([NEAR[0], facility("gp", 1, None, None, status="on_site")])))
    legend = page.said[page.said.index("Legenda") :]
    assert "Supermarkt (S1, …)" in legend
    assert "Huisarts" not in legend
    assert "Op locatie huisarts" in page.said


def test_categories_of_one_group_share_a_mark_in_the_legend() -> None:
    near = [facility("gp", 1, 500.0, (300.0, 300.0)), facility("dentist", 1, 600.0, (-300.0, 300.0))]
    assert "Huisarts (H1, …), tandarts (T1, …)" in Printed(draw_location(site(near))).said


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("on_site", "Op locatie"), ("unreachable", "Niet bereikbaar"), ("beyond_limit", "Verder dan 5,0 km"),
        ("none", "Geen voorziening gevonden"),
    ],
)  # fmt: skip
def test_a_status_is_said_in_words_in_the_place_of_a_name_and_without_a_number(status: str, words: str) -> None:
    assert _rows(facility("gp", 1, None, None, status=status)) == [["", words, "huisarts", "", ""]]


def test_a_facility_without_a_name_is_called_after_its_category() -> None:
    nameless = replace(NEAR[0], name="")
    assert _rows(nameless)[0][1] == "supermarkt zonder naam"


@pytest.mark.parametrize(("minutes", "written"), [(None, ""), (4.4, "4"), (4.6, "5"), (59.9, "60")])
def test_the_walk_is_told_in_minutes_too(minutes: float | None, written: str) -> None:
    assert _rows(replace(NEAR[0], minutes=minutes))[0][4] == written


def test_a_long_name_is_broken_and_not_cut() -> None:
    name = "Openbare basisschool voor Jenaplanonderwijs De Wilde Wingerd aan de Oude Rijksstraatweg"
    page = Printed(draw_location(site([replace(NEAR[0], name=name)])))
    assert all(word in page.said for word in name.split())
    assert "…" not in page.said.replace("(S1, …)", "")


def test_the_facts_of_the_location_stand_below_its_name() -> None:
    facts = ("azc", "nu 650 plekken", "overeenkomst t/m 28-02-2029", "vervolg: omvormen (vastgesteld)")
    page = Printed(draw_location(site(facts=facts)))
    said = page.said[: page.said.index("Buurtwinkel")]
    assert all(fact in said for fact in ("Gemeente Westmaar", *facts))


@pytest.mark.parametrize(("far_m", "scale"), [(300.0, 10_000), (1900.0, 25_000), (4200.0, 50_000)])
def test_the_scale_is_the_largest_of_three_that_holds_areas_and_nearest_facilities(far_m: float, scale: int) -> None:
    # An area of 900 m across fits 1 : 10.000 on 190 mm; a facility farther off needs a smaller scale.
    reached = {1000.0: Point(near_home(0, 0)).buffer(450.0)}
    near = [facility("supermarket", 1, far_m, (far_m, 0.0))]
    assert TOWN_SCALES == (10_000, 25_000, 50_000)
    assert draw_location(site(near, catchments=reached)).info.scale == scale


def test_only_the_nearest_of_each_category_decides_on_the_scale() -> None:
    reached = {1000.0: Point(near_home(0, 0)).buffer(450.0)}
    near = [facility("supermarket", 1, 300.0, (300.0, 0.0)), facility("supermarket", 2, 4000.0, (3900.0, 0.0))]
    assert draw_location(site(near, catchments=reached)).info.scale == TOWN_SCALES[0]


def test_what_even_the_smallest_scale_does_not_hold_is_pointed_to_and_the_rest_stays_on_the_map() -> None:
    near = [NEAR[0], facility("gp", 1, 4000.0, (2000.0, 0.0)), facility("hospital", 1, 20_000.0, (0.0, 19_000.0))]
    page = Printed(draw_location(site(near)))
    assert page.sheet.info.scale == TOWN_SCALES[-1]
    assert "Z1 20,0 km" in page.said
    assert page.words.count("H1") == 2
    assert "H1 4,0 km" not in page.said.replace("huisarts 4,0 km", "")


def test_an_area_that_the_map_cannot_hold_is_said_to_be_cut() -> None:
    page = Printed(draw_location(site(catchments={9000.0: Point(near_home(0, 0)).buffer(6000.0)})))
    assert "Het gebied binnen 9,0 km lopen past niet geheel op de kaart." in page.said
    assert "past niet" not in printed("location").said


def test_where_it_lies_in_the_province_is_shown_in_a_corner_that_is_free() -> None:
    drawn = location_sheet(site(), town(), imprint=IMPRINT, limits={}, region=region())
    page = Printed(drawn)
    stars = [box for box in page.boxes(style.INK) if box[3] < page.map_bottom and 3.0 < box[2] - box[0] < 6.0]
    assert len(stars) == 1
    middle = (stars[0][0] + stars[0][2]) / 2
    assert middle < 50.0 or middle > 160.0
    # Where the areas fill the whole map there is no corner for it.
    full = site(catchments={1000.0: Point(near_home(0, 0)).buffer(500), 2000.0: patch(-4000, -4000, 4000, 4000)})
    page = Printed(location_sheet(full, town(), imprint=IMPRINT, limits={}, region=region()))
    assert not [box for box in page.boxes(style.INK) if box[3] < page.map_bottom and 3.0 < box[2] - box[0] < 6.0]


def test_a_star_is_explained_where_there_is_one_and_only_there() -> None:
    starred = Printed(draw_location(site([replace(NEAR[0], border=True)])))
    assert "0,4 km*" in starred.said
    assert starred.said.count("* Mogelijk is er een dichterbij buiten het kaartgebied.") == 1
    assert "*" not in printed("location").said


def _catchment_lines(page: Printed) -> list[tuple[float, float, float, float]]:
    shapes = [*page.page.curves, *page.page.lines, *page.page.rects]
    found = [shape for shape in shapes if stroke_of(shape) == style.CATCHMENT]
    boxes = [tuple(float(shape[side]) * MM for side in ("x0", "top", "x1", "bottom")) for shape in found]
    # Around a mark on the other side of the line there is a small ring of its own.
    return [box for box in boxes if box[3] <= page.map_bottom and box[2] - box[0] > 8.0]


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
    assert "Niet bereikbaar*" in page.said
    assert "Gemeente Westmaar" not in page.said


def test_the_alternative_text_says_what_the_map_shows() -> None:
    alt = printed("location").sheet.info.alt_text
    assert alt.startswith(
        "Kaart van azc De Linde en omgeving, schaal 1 : 25.000, met het gebied binnen 1,0 km en 2,0 km"
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
