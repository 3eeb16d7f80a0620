"""Which objects are one facility: stops of two nodes, nodes inside outlines, doctors at one door."""

from pathlib import Path

import geopandas as gpd
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from geo.sources.facilities import read_facilities
from geo.sources.merging import Found, merge_facilities
from tests.sources.osm_builder import OsmBuilder, lon_lat

SCHOOL = {"amenity": "school"}
DOCTORS = {"amenity": "doctors"}


def _read(osm: OsmBuilder, folder: Path) -> gpd.GeoDataFrame:
    return read_facilities(osm.write(folder / "toy.osm.pbf"))


def _rows(frame: gpd.GeoDataFrame) -> list[tuple[str, str, str, str]]:
    kinds = frame.geometry.geom_type
    return list(zip(frame["category"], frame["facility_id"], frame["name"], kinds, strict=True))


def test_a_bus_stop_of_two_nodes_is_one_facility(tmp_path: Path) -> None:
    osm = OsmBuilder()
    stop = {"highway": "bus_stop", "name": "Station"}
    osm.node(0, 0, stop, node_id=5)
    osm.node(140, 0, {**stop, "name": "station"}, node_id=4)  # 140 m: the same stop, whatever the capitals
    osm.node(300, 0, stop, node_id=6)  # 160 m from the nearest: another
    osm.node(10, 0, {"highway": "bus_stop", "name": "Kerk"}, node_id=7)  # near, but another name
    osm.node(2, 0, {"public_transport": "stop_position", "bus": "yes", "name": "Station"}, node_id=8)
    frame = _read(osm, tmp_path)

    assert _rows(frame) == [
        ("bus_stop", "n4", "station", "MultiPoint"),
        ("bus_stop", "n6", "Station", "Point"),
        ("bus_stop", "n7", "Kerk", "Point"),
    ]
    assert [(p.x, p.y) for p in frame.geometry[0].geoms] == [lon_lat(0, 0), lon_lat(140, 0)]


def test_stops_without_name_join_what_is_nearest(tmp_path: Path) -> None:
    osm = OsmBuilder()
    bare = {"highway": "bus_stop"}
    osm.node(0, 0, {**bare, "name": "Kerk"}, node_id=1)
    osm.node(40, 0, bare, node_id=2)  # 40 m from Kerk, 30 m from Plein: joins Plein
    osm.node(70, 0, {**bare, "name": "Plein"}, node_id=3)
    osm.node(1000, 0, bare, node_id=4)
    osm.node(1045, 0, bare, node_id=5)  # 45 m: one stop with 4
    osm.node(1100, 0, bare, node_id=6)  # 55 m: another
    a, b = osm.node(0, 12), osm.node(20, 12)
    osm.way([a, b], {"public_transport": "platform", "bus": "yes"}, way_id=1)  # middle at (10, 12): Kerk's platform
    frame = _read(osm, tmp_path)

    assert _rows(frame) == [
        ("bus_stop", "n1", "Kerk", "MultiPoint"),
        ("bus_stop", "n2", "Plein", "MultiPoint"),
        ("bus_stop", "n4", "", "MultiPoint"),
        ("bus_stop", "n6", "", "Point"),
    ]


def test_general_practitioners_within_30_m_are_one_practice(tmp_path: Path) -> None:
    osm = OsmBuilder()
    osm.node(0, 0, {**DOCTORS, "name": "Jansen"}, node_id=1)
    osm.node(25, 0, {**DOCTORS, "name": "Pieters"}, node_id=2)
    osm.node(60, 0, {**DOCTORS, "name": "De Vries"}, node_id=3)  # 35 m from Pieters
    assert _rows(_read(osm, tmp_path)) == [
        ("gp", "n1", "Jansen", "MultiPoint"),
        ("gp", "n3", "De Vries", "Point"),
    ]


def test_a_station_keeps_the_place_of_its_node(tmp_path: Path) -> None:
    osm = OsmBuilder()
    osm.square(100, 0, 80, {"public_transport": "station", "train": "yes", "name": "Kampen"})
    osm.node(0, 0, {"railway": "station", "name": "Kampen"}, node_id=70)
    frame = _read(osm, tmp_path)
    assert _rows(frame) == [("train_station", "n70", "Kampen", "Point")]
    assert (frame.geometry[0].x, frame.geometry[0].y) == lon_lat(0, 0)


def test_an_object_inside_an_area_of_its_category_goes(tmp_path: Path) -> None:
    osm = OsmBuilder()
    school = {**SCHOOL, "school": "primary", "name": "De Morgen"}
    osm.square(0, 0, 100, school, way_id=1)
    osm.square(20, 20, 30, school, way_id=2)  # its building, tagged alike
    osm.square(60, 60, 20, {**school, "name": "De Avond"}, way_id=3)  # another school on the grounds
    osm.node(50, 10, school, node_id=90)
    osm.node(50, 20, {"amenity": "childcare"}, node_id=91)  # another category
    osm.node(150, 10, school, node_id=92)  # outside
    assert _rows(_read(osm, tmp_path)) == [
        ("childcare", "n91", "", "Point"),
        ("primary_school", "n92", "De Morgen", "Point"),
        ("primary_school", "w1", "De Morgen", "Polygon"),
        ("primary_school", "w3", "De Avond", "Polygon"),
    ]


def test_a_school_of_unknown_level_gives_way_to_the_same_school_with_a_level(tmp_path: Path) -> None:
    osm = OsmBuilder()
    osm.square(0, 0, 100, SCHOOL, way_id=1)  # grounds without name, around a school whose level is known
    osm.node(50, 50, {**SCHOOL, "name": "OBS De Morgen"}, node_id=90)
    osm.square(500, 0, 100, {**SCHOOL, "school": "secondary", "name": "Agnieten"}, way_id=2)
    osm.node(550, 50, {**SCHOOL, "name": "Agnieten"}, node_id=91)
    osm.node(560, 60, {**SCHOOL, "name": "De Kade"}, node_id=92)  # another school in the building
    assert _rows(_read(osm, tmp_path)) == [
        ("primary_school", "n90", "OBS De Morgen", "Point"),
        ("school_unknown", "n92", "De Kade", "Point"),
        ("secondary_school", "w2", "Agnieten", "Polygon"),
    ]


def test_a_node_inside_an_area_with_entrances_goes_too(tmp_path: Path) -> None:
    osm = OsmBuilder()
    nodes = [osm.node(0, 0, {"entrance": "yes"}), osm.node(90, 0), osm.node(90, 90), osm.node(0, 90)]
    osm.way([*nodes, nodes[0]], {"amenity": "hospital"}, way_id=1)
    osm.node(45, 45, {"amenity": "hospital"})
    assert _rows(_read(osm, tmp_path)) == [("hospital", "w1", "", "Point")]


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_the_file_never_matters(order: list[int]) -> None:
    places = [(0, 0), (40, 0), (80, 0), (400, 0), (430, 0), (900, 0)]
    names = ["", "A", "a", "", "", "B"]
    stops = [
        Found(facility_id=f"n{i + 1}", category="bus_stop", name=names[i], geometry=Point(lon_lat(*places[i])))
        for i in range(6)
    ]
    assert merge_facilities([stops[i] for i in order]) == merge_facilities(stops)
