"""The landscape for the base map, and the areas that the edge of an extract cuts."""

import logging
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, STRtree

from geo.crs import RD_NEW, WGS84
from geo.sources.landscape import read_landscape
from geo.sources.rebuild import LONGEST_GAP_M, rebuild_area
from tests.sources.osm_builder import OsmBuilder, lon_lat

FRAME = shapely.box(0, 0, 1000, 1000)


def _rows(frame: gpd.GeoDataFrame) -> list[tuple[str, str, str, str, str]]:
    kinds = frame.geometry.geom_type
    return list(zip(frame["layer"], frame["kind"], frame["name"], frame["ref"], kinds, strict=True))


def _toy(folder: Path) -> Path:
    osm = OsmBuilder()
    osm.square(0, 0, 50, {"natural": "water", "name": "Plas"})
    osm.square(100, 0, 50, {"landuse": "forest"})
    osm.square(200, 0, 50, {"landuse": "meadow"})
    osm.square(300, 0, 50, {"landuse": "residential"})
    osm.square(400, 0, 50, {"landuse": "industrial", "name": "Haatland"})
    osm.square(500, 0, 10, {"building": "house"})
    osm.square(520, 0, 10, {"building": "no"})
    osm.square(600, 0, 50, {"highway": "pedestrian", "area": "yes"})
    osm.square(700, 0, 50, {"highway": "service"})
    outer, inner = osm.square(800, 0, 90), osm.square(830, 30, 30)
    osm.relation([("w", outer, "outer"), ("w", inner, "inner")], {"type": "multipolygon", "natural": "wood"})
    a, b = osm.node(0, 500), osm.node(500, 500)
    osm.way([a, b], {"highway": "primary", "name": "Zwolseweg", "ref": "N764"})
    osm.way([a, b], {"highway": "proposed"})
    osm.way([a, b], {"railway": "rail"})
    osm.way([a, b], {"railway": "rail", "service": "yard"})
    osm.way([a, b], {"waterway": "canal", "name": "Ganzendiep"})
    osm.way([a, b], {"route": "ferry", "name": "Pontje"})
    osm.way([a, b], {"man_made": "dyke", "name": "Zwartendijk"})
    osm.node(10, 10, {"place": "village", "name": "Wilsum"})
    osm.node(20, 10, {"railway": "station", "name": "Kampen"})
    osm.node(30, 10, {"place": "farm", "name": "De Hoeve"})
    return osm.write(folder / "toy.osm.pbf", box=(5.9, 52.5, 5.92, 52.52))


def test_every_layer_is_read_with_kind_name_and_ref(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    frame = read_landscape(_toy(tmp_path))
    assert _rows(frame) == [
        ("building", "house", "", "", "Polygon"),
        ("built", "residential", "", "", "Polygon"),
        ("dyke", "dyke", "Zwartendijk", "", "LineString"),
        ("farmland", "meadow", "", "", "Polygon"),
        ("ferry", "ferry", "Pontje", "", "LineString"),
        ("green", "forest", "", "", "Polygon"),
        ("green", "wood", "", "", "Polygon"),
        ("industry", "industrial", "Haatland", "", "Polygon"),
        ("place", "village", "Wilsum", "", "Point"),
        ("rail", "rail", "", "", "LineString"),
        ("rail", "siding", "", "", "LineString"),
        ("road", "primary", "Zwolseweg", "N764", "LineString"),
        ("road", "service", "", "", "LineString"),
        ("station", "station", "Kampen", "", "Point"),
        ("water", "water", "Plas", "", "Polygon"),
        ("waterway", "canal", "Ganzendiep", "", "LineString"),
    ]
    assert frame.columns.tolist() == ["layer", "kind", "name", "ref", "geometry"]
    assert frame.crs == WGS84
    assert len(frame.geometry[6].interiors) == 1
    assert caplog.text == ""


def test_the_reference_system_and_the_buildings_are_a_choice(tmp_path: Path) -> None:
    frame = read_landscape(_toy(tmp_path), crs=RD_NEW, buildings=False)
    assert frame.crs == RD_NEW
    assert "building" not in set(frame["layer"])
    assert frame.loc[frame["layer"] == "water"].area.tolist() == [pytest.approx(2500, rel=1e-3)]


def test_a_river_cut_by_the_edge_is_rebuilt_and_a_pond_inside_is_not(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    osm = OsmBuilder()
    south = [osm.node(east, 400) for east in (-50, 20, 500, 980, 1050)]
    north = [osm.node(east, 500) for east in (-50, 20, 500, 980, 1050)]
    river = [osm.way(south), osm.way(north)]
    osm.relation(
        [*(("w", bank, "outer") for bank in river), ("w", 99, "outer")],
        {"type": "multipolygon", "natural": "water", "name": "IJssel"},
    )
    half = [osm.node(480, 700), osm.node(500, 720), osm.node(520, 700)]
    osm.way(half, {"natural": "water", "name": "Vijver"})  # 280 m from the edge, with nodes 28 m apart
    osm.leave_out(south[0], south[-1], north[0], north[-1])
    road = [osm.node(100, 100), osm.node(900, 100), osm.node(900, 900)]
    osm.way(road[:2], {"highway": "residential"})
    path = osm.write(tmp_path / "toy.osm.pbf", box=(*lon_lat(0, 0), *lon_lat(1000, 1000)))
    with caplog.at_level(logging.WARNING):
        frame = read_landscape(path, crs=RD_NEW)

    water = frame[frame["layer"] == "water"]
    assert water["name"].tolist() == ["IJssel"]
    # from edge to edge 1000 m, 100 m wide; the banks end 20 m before either edge
    assert water.area.iloc[0] == pytest.approx(100_000, rel=0.01)
    assert "1 tot de rand hersteld, 1 weggelaten (w3)" in caplog.text


def test_the_sea_lies_where_the_roads_are_not(tmp_path: Path) -> None:
    osm = OsmBuilder()
    coast = [osm.node(east, 600) for east in (0, 500, 1000)]
    osm.way(coast[:2], {"natural": "coastline"})
    osm.way(coast[1:], {"natural": "coastline"})
    osm.square(450, 750, 100, {"natural": "coastline"})  # an island in it
    road = [osm.node(east, 900) for east in (100, 500, 900)] + [osm.node(900, 650)]
    osm.way([osm.node(east, 100) for east in range(50, 1000, 10)], {"highway": "residential"})
    osm.way(road[:2], {"highway": "residential", "bridge": "yes"})
    path = osm.write(tmp_path / "toy.osm.pbf", box=(*lon_lat(0, 0), *lon_lat(1000, 1000)))
    frame = read_landscape(path, crs=RD_NEW)
    sea = frame[frame["layer"] == "water"]
    assert sea["kind"].tolist() == ["coastline"]
    # north of the coast 1000 x 400, without the island of 100 x 100
    assert sea.area.iloc[0] == pytest.approx(390_000, rel=0.01)


def test_a_way_with_one_node_left_is_dropped_and_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    osm = OsmBuilder()
    nodes = [osm.node(0, 0), osm.node(50, 0), osm.node(50, 50), osm.node(0, 50)]
    osm.way([*nodes, nodes[0]], {"natural": "water"}, way_id=4)
    osm.leave_out(*nodes[1:])
    osm.way([osm.node(100, 100), osm.node(900, 100)], {"highway": "residential"})
    with caplog.at_level(logging.WARNING):
        frame = read_landscape(osm.write(tmp_path / "toy.osm.pbf"))
    assert frame["layer"].tolist() == ["road"]
    assert "0 tot de rand hersteld, 1 weggelaten (w4)" in caplog.text


def test_an_outline_is_led_to_the_edge() -> None:
    # 30 m before either edge; the smaller side of y = 300 is 1000 x 300
    area = rebuild_area([LineString([(30, 300), (970, 300)])], FRAME)
    assert area is not None
    assert area.area == pytest.approx(300_000)
    assert area.bounds == pytest.approx((0, 0, 1000, 300))


def test_land_decides_which_side_is_water() -> None:
    line = [LineString([(0, 300), (1000, 300)])]
    south = STRtree(shapely.points(np.arange(100.0, 900.0, 50.0), 100.0))
    area = rebuild_area(line, FRAME, south)
    assert area is not None
    assert area.area == pytest.approx(700_000)  # the larger side: the land lies in the smaller


def test_an_island_stays_out_of_a_rebuilt_lake() -> None:
    shore = LineString([(0, 400), (1000, 400)])
    island = LineString([(400, 100), (600, 100), (600, 200), (400, 200), (400, 100)])
    area = rebuild_area([shore, island], FRAME)
    assert area is not None
    assert area.area == pytest.approx(400_000 - 20_000)


def test_two_banks_make_the_strip_between_them() -> None:
    banks = [LineString([(10, 400), (990, 400)]), LineString([(10, 500), (500, 520), (990, 500)])]
    area = rebuild_area(banks, FRAME)
    assert area is not None
    # from edge to edge: 1000 x 100, and on top a triangle of 980 x 20 / 2
    assert area.area == pytest.approx(100_000 + 9_800)


@pytest.mark.parametrize(
    "outline",
    [
        [],
        [LineString([(400, 400), (600, 400)])],  # 400 m from the edge, its longest stretch 200 m
        [LineString([(0, 400), (0, 600)])],  # along the edge itself
    ],
)
def test_what_cannot_be_closed_gives_nothing(outline: list[LineString]) -> None:
    assert rebuild_area(outline, FRAME) is None


def test_a_gap_that_is_too_wide_is_left_open() -> None:
    side = 10 * LONGEST_GAP_M
    shore = LineString([(LONGEST_GAP_M + 1, 4000), (side - LONGEST_GAP_M - 1, 4000)])
    assert rebuild_area([shore], shapely.box(0, 0, side, side)) is None
    shore = LineString([(LONGEST_GAP_M - 1, 4000), (side - LONGEST_GAP_M + 1, 4000)])
    assert rebuild_area([shore], shapely.box(0, 0, side, side)) is not None


@settings(deadline=None)
@given(
    st.lists(st.integers(50, 950), min_size=2, max_size=6),
    st.integers(0, 900),
    st.integers(0, 900),
)
def test_a_rebuilt_area_and_the_rest_fill_the_frame(heights: list[int], west_m: int, east_m: int) -> None:
    east = np.linspace(min(west_m, east_m), max(west_m, east_m) + 60, len(heights))
    area = rebuild_area([LineString(np.column_stack([east, heights]))], FRAME)
    if area is not None:
        rest = FRAME.difference(area)
        assert area.area <= rest.area + 1e-3
        assert area.area + rest.area == pytest.approx(FRAME.area)
        assert area.is_valid


def test_the_rivers_and_lakes_of_kampen_are_there(shared: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        frame = read_landscape(shared / "kampen/kampen.osm.pbf", crs=RD_NEW)
    counts = frame["layer"].value_counts()
    assert counts["building"] > 29_000
    assert counts["road"] > 5_000
    assert frame.geometry.is_valid.all()
    assert "17 weggelaten" in caplog.text  # fifteen ways of one node, two short stubs
    water = frame[frame["layer"] == "water"].union_all()
    # in the IJssel at Kampen and south of Wilsum, the Drontermeer, the Vossemeer, the Ganzendiep
    for east, north in ((191_000, 508_050), (193_500, 505_250), (187_050, 505_700), (185_950, 508_000)):
        assert water.contains(shapely.Point(east, north)), (east, north)
    # in the old town, IJsselmuiden and the polder
    for east, north in ((190_700, 507_700), (192_000, 508_700), (194_500, 507_800)):
        assert not water.contains(shapely.Point(east, north)), (east, north)
    assert {"Kampen", "IJsselmuiden", "Wilsum", "Grafhorst"} <= set(frame.loc[frame["layer"] == "place", "name"])
    assert "IJssel" in set(frame.loc[frame["layer"] == "waterway", "name"])


@pytest.mark.parametrize("name", ["liechtenstein", "heidelberg", "porto", "amsterdam_tiny"])
def test_other_extracts_are_read(shared: Path, name: str) -> None:
    frame = read_landscape(shared / f"osm/{name}.osm.pbf")
    assert set(frame["layer"]) >= {"road", "building"}
    assert frame.geometry.is_valid.all()
    assert not frame.geometry.is_empty.any()
