"""The sheet of the search: what passes is named and seen, however small, and no mark hides another."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import Point, Polygon

from geo.errors import CrsError, InputError
from geo.maps import style
from geo.maps.frame import MapFrame
from geo.maps.region import Region
from geo.maps.search import SearchWords, search_sheet
from geo.maps.search_scene import MOST_ENLARGED, SMALLEST_MM, outcomes, search_scene
from geo.maps.sheets import Sheet
from geo.tables.finder import FINDER_SUMMARY
from tests.maps.builders import IMPRINT, OPEN, SIDE, Printed, at, region, square

WORDS = SearchWords(profile="Toets", profile_dated="Toets (2020)", source="eigen keuze", land="vlakken uit p.gpkg")
SUMMARY = pd.DataFrame(
    [("winkel", "Winkel op 700 m", True, True, 2, 3, 1, 4, "eigen keuze")], columns=list(FINDER_SUMMARY.names)
)
NEAR = ((9_000.0, 9_000.0), (9_400.0, 9_000.0), (9_800.0, 9_300.0), (10_200.0, 9_700.0))
"""Corners of four parcels, metres from the corner of the province."""


def land(
    corners: tuple[tuple[float, float], ...] = NEAR, passed: tuple[str, ...] = ("yes", "no", "untestable", "yes"),
    *, side_m: float = 50.0,
) -> gpd.GeoDataFrame:  # fmt: skip
    """Make parcels P1, P2 …; the first has a name."""
    shapes = [square(east, north, east + side_m, north + side_m) for east, north in corners]
    names = ["Dijkzicht", *[""] * (len(shapes) - 1)]
    rows = {"site_id": [f"P{one}" for one in range(1, len(shapes) + 1)], "name": names, "passed": list(passed)}
    return gpd.GeoDataFrame(rows, geometry=shapes, crs=28992)


def places(*spots: tuple[float, float], opened: bool = True) -> gpd.GeoDataFrame:
    """Make a location L1, and candidates C2, C3 … at spots."""
    ids = ["L1", *(f"C{one}" for one in range(2, len(spots) + 1))][: len(spots)]
    kinds = ["location", *["candidate"] * len(spots)][: len(spots)]
    rows = {"location_id": ids, "kind": kinds, "open": opened}
    return gpd.GeoDataFrame(rows, geometry=[Point(at(*spot)) for spot in spots], crs=28992)


def drawn(
    rows: gpd.GeoDataFrame | None = None, marks: gpd.GeoDataFrame | None = None, *, numbered: bool = True
) -> Sheet:
    """Draw the sheet."""
    return search_sheet(
        land() if rows is None else rows, SUMMARY, places((9_500.0, 9_500.0)) if marks is None else marks, region(),
        imprint=IMPRINT, words=WORDS, numbered=numbered,
    )  # fmt: skip


def test_areas_have_their_numbers_on_the_map_and_those_that_pass_are_named_beside_it() -> None:
    said = Printed(drawn()).said
    assert said.count("P1") == 2, "on the map and in the list"
    assert "P1 Dijkzicht; P4" in said
    assert said.count("P2") == said.count("P3") == 1
    assert "Zonder nummer op de kaart" not in said


def test_squares_have_no_numbers_and_show_the_whole_province() -> None:
    sheet = drawn(numbered=False)
    said = Printed(sheet).said
    assert "P1" not in said
    assert sheet.info.scale * 0.19 > SIDE, "the map is 190 mm wide"


def test_the_window_is_that_of_the_areas_unless_they_lie_all_over_the_province() -> None:
    assert drawn().info.scale == 25_000
    corners = ((500.0, 500.0), (19_000.0, 19_000.0))
    wide = drawn(land(corners, ("yes", "no")))
    assert wide.info.scale * 0.178 > SIDE
    assert "P1" in Printed(wide).said


def test_a_small_area_is_drawn_larger_about_its_middle_and_the_sheet_says_so() -> None:
    rows = land(side_m=10.0)
    frame = MapFrame(left=0, top=0, width=100, height=100, scale=25_000, centre=at(9_600.0, 9_400.0))
    scene = search_scene(frame, plain(), outcomes(rows, numbered=True), places((9_500.0, 9_500.0)), ())
    assert [note for note in scene.notes if "groter getekend" in note]
    joined = search_scene(frame, plain(), outcomes(rows, numbered=False), places((9_500.0, 9_500.0)), ())
    assert not [note for note in joined.notes if "groter getekend" in note]
    boxes = [box for box in Printed(drawn(rows)).boxes() if about(box, SMALLEST_MM)]
    assert len(boxes) >= len(rows), "10 m is 0.4 mm at 1 : 25.000"
    large = Printed(drawn(land(side_m=200.0))).said
    assert "groter getekend" not in large


def plain() -> Region:
    return region()


def about(box: tuple[float, float, float, float], side_mm: float) -> bool:
    left, top, right, bottom = box
    return right - left == pytest.approx(side_mm, abs=0.02) and bottom - top == pytest.approx(side_mm, abs=0.02)


def test_very_many_areas_are_drawn_as_they_are_and_not_all_have_a_number() -> None:
    count = MOST_ENLARGED + 1
    corners = tuple((9_000.0 + 30.0 * (one % 20), 9_000.0 + 30.0 * (one // 20)) for one in range(count))
    said = Printed(drawn(land(corners, ("yes",) * count, side_m=10.0))).said
    assert "groter getekend" not in said
    assert "Zonder nummer op de kaart:" in said
    assert f"en nog {count - 40}, zie finder.csv" in said


def test_marks_at_one_spot_are_parted_and_the_sheet_says_so() -> None:
    marks = places((9_500.0, 9_500.0), (9_500.0, 9_500.0), (9_502.0, 9_500.0))
    page = Printed(drawn(marks=marks))
    assert "Tekens die elkaar zouden bedekken" in page.said
    spots = [np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]) for box in page.boxes(style.VERMILION)]
    on_map = [spot for spot in spots if spot[1] < page.map_bottom]
    assert len(on_map) == 2
    assert np.hypot(*(on_map[0] - on_map[1])) > 1.5
    assert "Tekens die elkaar" not in Printed(drawn()).said


def test_an_outcome_that_does_not_occur_is_not_in_the_legend() -> None:
    said = Printed(drawn(land(passed=("no", "no", "no", "no")))).said
    assert "valt af: 4 (1,0 ha)" in said
    assert "nader onderzoek nodig:" not in said
    assert "Welke vlakken erlangs komen" not in said


def test_large_land_is_told_in_square_kilometres() -> None:
    said = Printed(drawn(land(((0.0, 0.0), (10_000.0, 0.0)), ("yes", "no"), side_m=10_000.0), numbered=False)).said
    assert "nader onderzoek nodig: 1 (100,0 km²)" in said


def test_the_table_speaks_of_rules() -> None:
    table = drawn().info.table
    assert list(table.columns) == ["Regel", "Eerste reden", "Voldoet niet", "Niet toetsbaar"]
    assert table.iloc[0].tolist() == ["Winkel op 700 m", "2", "3", "1"]


def test_the_three_outcomes_differ_without_colour_too() -> None:
    looks = style.SEARCH_AREAS
    assert len({look.hatch for look in looks.values()}) == 3
    ground = [style.contrast(looks["no"].colour, other) for other in (style.NEIGHBOUR, style.LAND, style.BEYOND)]
    assert min(ground) > 1.4, "what falls is darker than any land about it"
    assert style.contrast(looks["yes"].colour, looks["no"].colour) > 1.25
    assert looks["yes"].edge_mm > 2 * looks["no"].edge_mm
    assert style.contrast(looks["yes"].colour, style.HATCH) > 3


def test_what_is_not_open_stays_off_an_open_sheet_and_land_needs_a_system() -> None:
    closed = places((9_500.0, 9_500.0), opened=False)
    with pytest.raises(InputError):
        search_sheet(land(), SUMMARY, closed, region(), imprint=OPEN, words=WORDS, numbered=True)
    lost = gpd.GeoDataFrame(pd.DataFrame(land().drop(columns="geometry")), geometry=list(land().geometry))
    with pytest.raises(CrsError):
        search_sheet(lost, SUMMARY, places((9_500.0, 9_500.0)), region(), imprint=IMPRINT, words=WORDS, numbered=True)


def test_land_outside_the_window_and_of_many_parts_does_no_harm() -> None:
    rows = land()
    parts = shapely.union(rows.geometry.iloc[0], square(9_100.0, 9_600.0, 9_150.0, 9_650.0))
    rows = rows.set_geometry([parts, *rows.geometry.iloc[1:]])
    assert isinstance(rows.geometry.iloc[1], Polygon)
    assert "P1" in Printed(drawn(rows)).said
