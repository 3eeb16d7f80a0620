"""Facilities: which tags make which category, and which objects are one facility."""

import logging
from pathlib import Path

import geopandas as gpd
import osmium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from geo.sources.facilities import categories_of, read_facilities
from geo.sources.merging import Found, merge_facilities
from geo.tables.facility_categories import CATEGORIES, CATEGORY_IDS
from geo.words import known
from tests.sources.osm_builder import OsmBuilder, Tags, lon_lat

SCHOOL = {"amenity": "school"}
DOCTORS = {"amenity": "doctors"}


def test_the_categories_are_those_of_the_design_and_have_words() -> None:
    named = (
        "gp, out_of_hours_gp, dentist, pharmacy, hospital, primary_school, secondary_school, school_unknown, "
        "language_school, childcare, supermarket, other_food, bus_stop, tram_metro_stop, train_station, library, "
        "sports, playground, green, place_of_worship, police, town_hall, community_centre, employment"
    )
    assert tuple(named.split(", ")) == CATEGORY_IDS
    assert [name for name in CATEGORY_IDS if not known(f"category.{name}")] == []
    for category in CATEGORIES:
        assert set(category.otherwise_of) <= set(CATEGORY_IDS[: CATEGORY_IDS.index(category.id)])


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        # general practitioners: typo and healthcare tag read, lists split, specialists and test sites dropped
        ({"amenity": "doctors"}, "gp"),
        ({"amenity": "doctor"}, "gp"),
        ({"healthcare": "doctor"}, "gp"),
        ({"healthcare": "doctor;physiotherapist"}, "gp"),
        ({"healthcare": "physiotherapist"}, ""),
        ({**DOCTORS, "healthcare:speciality": "general"}, "gp"),
        ({**DOCTORS, "healthcare:speciality": "dermatology; general_practice"}, "gp"),
        ({**DOCTORS, "healthcare:speciality": "dermatology"}, ""),
        ({**DOCTORS, "name": "Huidkliniek Kampen"}, ""),
        ({**DOCTORS, "name": "GGD Corona teststraat"}, ""),
        ({**DOCTORS, "name": "Huisartsen en fysiotherapie De Stins"}, "gp"),
        ({"amenity": "clinic", "name": "Gezondheidscentrum De Bongerd"}, "gp"),
        ({"amenity": "clinic", "name": "Polikliniek"}, ""),
        ({"healthcare": "doctor;pharmacy", "name": "Gezondheidscentrum Zuid"}, "gp pharmacy"),
        ({**DOCTORS, "name": "Huisartsenpost Zwolle"}, "out_of_hours_gp"),
        ({**DOCTORS, "name": "HAP Harderwijk"}, "out_of_hours_gp"),
        ({"amenity": "clinic", "name": "Spoedpost Lelystad"}, "out_of_hours_gp"),
        ({"amenity": "clinic", "emergency": "yes"}, "out_of_hours_gp"),
        ({**DOCTORS, "name": "Praktijk Happee"}, "gp"),
        ({"amenity": "dentist"}, "dentist"),
        ({"healthcare": "dentist"}, "dentist"),
        ({"amenity": "pharmacy", "shop": "chemist"}, "pharmacy"),
        ({"shop": "chemist"}, ""),
        # hospitals
        ({"amenity": "hospital", "emergency": "yes"}, "hospital"),
        ({"healthcare": "hospital"}, "hospital"),
        ({"amenity": "hospital", "access": "private"}, "hospital"),
        ({"amenity": "hospital", "healthcare:speciality": "psychiatry"}, ""),
        ({"amenity": "hospital", "healthcare:speciality": "psychiatry;surgery"}, "hospital"),
        ({"amenity": "veterinary", "healthcare": "hospital"}, ""),
        # schools: tags before names, names where tags are silent, unknown kept apart
        ({**SCHOOL, "isced:level": "1"}, "primary_school"),
        ({**SCHOOL, "isced:level": "0;1"}, "primary_school"),
        ({**SCHOOL, "isced:level": "2-3"}, "secondary_school"),
        ({**SCHOOL, "isced:level": "1-3"}, "primary_school secondary_school"),
        ({**SCHOOL, "school": "primary"}, "primary_school"),
        ({**SCHOOL, "school": "secondary"}, "secondary_school"),
        ({**SCHOOL, "min_age": "4"}, "primary_school"),
        ({**SCHOOL, "min_age": "12"}, "secondary_school"),
        ({**SCHOOL, "name": "CBS De Regenboog"}, "primary_school"),
        ({**SCHOOL, "name": "obs Het Meerrijk"}, "primary_school"),
        ({**SCHOOL, "name": "Kindcentrum De Mirt"}, "primary_school"),
        ({**SCHOOL, "name": "Jenaplan De Sterrenschool"}, "primary_school"),
        ({**SCHOOL, "name": "Ichthus College"}, "secondary_school"),
        ({**SCHOOL, "name": "Pieter Zandt scholengemeenschap"}, "secondary_school"),
        ({**SCHOOL, "name": "Dalton Lyceum"}, "secondary_school"),
        ({**SCHOOL, "name": "Ichthus College", "isced:level": "1"}, "primary_school"),
        ({**SCHOOL, "name": "De Kameleon"}, "school_unknown"),
        (SCHOOL, "school_unknown"),
        ({**SCHOOL, "access": "private"}, "school_unknown"),
        ({**SCHOOL, "name": "De Kameleon", "operator": "Meerkring College"}, "school_unknown"),
        ({**SCHOOL, "name": "SBO De Trimaran"}, "school_unknown"),
        ({**SCHOOL, "name": "De Enkschool voor speciaal basisonderwijs"}, "school_unknown"),
        ({"office": "government", "name": "CBS"}, ""),
        ({"amenity": "college", "name": "ROC van Flevoland"}, "language_school"),
        ({"amenity": "college", "name": "Landstede"}, ""),
        ({"amenity": "university"}, ""),
        ({"amenity": "language_school"}, "language_school"),
        ({"office": "ngo", "name": "VluchtelingenWerk Kampen"}, "language_school"),
        ({"amenity": "kindergarten"}, "childcare"),
        ({"amenity": "childcare"}, "childcare"),
        ({"amenity": "school;kindergarten", "name": "IKC Het Talent"}, "primary_school childcare"),
        # food
        ({"shop": "supermarket"}, "supermarket"),
        ({"shop": "convenience"}, "other_food"),
        ({"shop": "bakery"}, "other_food"),
        ({"shop": "wholesale"}, ""),
        # public transport
        ({"highway": "bus_stop"}, "bus_stop"),
        ({"public_transport": "platform", "bus": "yes"}, "bus_stop"),
        ({"public_transport": "platform"}, ""),
        ({"public_transport": "stop_position", "bus": "yes"}, ""),
        ({"public_transport": "stop_position", "bus": "yes", "highway": "bus_stop"}, ""),
        ({"highway": "bus_stop", "name": "Kerk (opgeheven)"}, ""),
        ({"railway": "tram_stop"}, "tram_metro_stop"),
        ({"railway": "station", "station": "subway"}, "tram_metro_stop"),
        ({"railway": "subway_entrance"}, "tram_metro_stop"),
        ({"railway": "station", "name": "Kampen"}, "train_station"),
        ({"railway": "halt"}, "train_station"),
        ({"public_transport": "station", "train": "yes"}, "train_station"),
        ({"public_transport": "station", "bus": "yes"}, ""),
        ({"railway": "station", "usage": "tourism"}, ""),
        ({"railway": "station", "operator": "Veluwsche Stoomtrein Maatschappij"}, ""),
        ({"railway": "station", "name": "Amsterdam Zuid", "subway": "yes", "train": "yes"}, "train_station"),
        ({"railway": "halt", "railway:historic": "station"}, ""),
        ({"railway": "station", "station": "miniature"}, ""),
        # other public services
        ({"amenity": "library"}, "library"),
        ({"amenity": "public_bookcase"}, ""),
        ({"amenity": "library", "name": "Minibieb Dorpsstraat"}, ""),
        ({"amenity": "library", "access": "students"}, ""),
        ({"amenity": "police"}, "police"),
        ({"amenity": "police", "name": "Koninklijke Marechaussee"}, ""),
        ({"amenity": "townhall"}, "town_hall"),
        ({"amenity": "townhall", "tourism": "museum"}, ""),
        ({"amenity": "townhall", "name": "Provinciehuis"}, ""),
        ({"amenity": "community_centre"}, "community_centre"),
        ({"amenity": "social_facility", "social_facility": "outreach"}, "community_centre"),
        ({"amenity": "social_facility", "social_facility": "nursing_home"}, ""),
        ({"amenity": "place_of_worship", "religion": "muslim"}, "place_of_worship"),
        ({"amenity": "place_of_worship"}, ""),
        ({"building": "yes", "name": "Fatih Moskee"}, "place_of_worship"),
        ({"building": "yes", "name": "Moskeestraat 4"}, ""),
        ({"building": "church", "historic": "church"}, ""),
        # sports, play and work
        ({"leisure": "pitch", "sport": "soccer"}, "sports"),
        ({"leisure": "pitch"}, ""),
        ({"leisure": "pitch", "sport": "tennis", "access": "private"}, ""),
        ({"leisure": "swimming_pool"}, ""),
        ({"leisure": "swimming_pool", "name": "De Steur"}, "sports"),
        ({"leisure": "swimming_pool", "access": "customers"}, "sports"),
        ({"leisure": "sports_hall"}, "sports"),
        ({"club": "sport"}, "sports"),
        ({"leisure": "playground"}, "playground"),
        ({"playground": "swing"}, ""),
        ({"leisure": "indoor_play"}, ""),
        ({"office": "employment_agency"}, "employment"),
        ({"office": "government", "name": "UWV Werkbedrijf"}, "employment"),
        ({"office": "government", "operator": "UWV"}, "employment"),
        # no longer, not yet or not for the public
        ({"disused:amenity": "pharmacy"}, ""),
        ({"amenity": "pharmacy", "disused": "yes"}, ""),
        ({"amenity": "pharmacy", "disused": "no"}, "pharmacy"),
        ({"shop": "supermarket", "construction": "yes"}, ""),
        ({"shop": "supermarket", "opening_hours": "closed"}, ""),
        ({"shop": "supermarket", "access": "private"}, ""),
        ({"amenity": "bench", "name": "huisarts"}, ""),
    ],
)
def test_which_tags_make_which_category(tags: Tags, expected: str) -> None:
    assert categories_of(tags) == tuple(expected.split())


def test_land_use_counts_only_as_an_area() -> None:
    for tags, category in (
        ({"landuse": "forest"}, "green"),
        ({"natural": "wood"}, "green"),
        ({"landuse": "industrial"}, "employment"),
    ):
        assert categories_of(tags) == ()
        assert categories_of(tags, is_area=True) == (category,)
    assert categories_of({"leisure": "park"}) == ("green",)


@given(st.dictionaries(st.sampled_from(["amenity", "name", "shop", "min_age", "isced:level"]), st.text(max_size=12)))
def test_no_tag_text_breaks_the_reader(tags: Tags) -> None:
    assert set(categories_of(tags)) <= set(CATEGORY_IDS)


def _read(osm: OsmBuilder, folder: Path) -> gpd.GeoDataFrame:
    return read_facilities(osm.write(folder / "toy.osm.pbf"))


def _rows(frame: gpd.GeoDataFrame) -> list[tuple[str, str, str, str]]:
    kinds = frame.geometry.geom_type
    return list(zip(frame["category"], frame["facility_id"], frame["name"], kinds, strict=True))


def test_node_way_and_relation_give_one_row_each_sorted_as_text(tmp_path: Path) -> None:
    osm = OsmBuilder()
    osm.node(0, 0, {"shop": "supermarket", "name": " Boni "}, node_id=9)
    osm.node(500, 0, {"shop": "supermarket"}, node_id=10)
    osm.square(1000, 0, 50, {"shop": "supermarket", "name": "Lidl"}, way_id=3)
    outer, inner = osm.square(2000, 0, 90), osm.square(2030, 30, 30)
    osm.relation([("w", outer, "outer"), ("w", inner, "inner")], {"type": "multipolygon", "shop": "supermarket"})
    osm.node(3000, 0, {"healthcare": "doctor;pharmacy"}, node_id=99)
    frame = _read(osm, tmp_path)

    assert _rows(frame) == [
        ("gp", "n99", "", "Point"),
        ("pharmacy", "n99", "", "Point"),
        ("supermarket", "n10", "", "Point"),
        ("supermarket", "n9", "Boni", "Point"),
        ("supermarket", "r1", "", "Polygon"),
        ("supermarket", "w3", "Lidl", "Polygon"),
    ]
    assert frame.columns.tolist() == ["facility_id", "category", "name", "source", "geometry"]
    assert frame["source"].unique().tolist() == ["OSM"]
    assert frame.crs.to_epsg() == 4326
    assert len(frame.geometry[4].interiors) == 1


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


def test_a_brand_stands_in_for_a_name(tmp_path: Path) -> None:
    osm = OsmBuilder()
    osm.node(0, 0, {"shop": "supermarket", "brand": "Lidl"}, node_id=1)
    assert _rows(_read(osm, tmp_path)) == [("supermarket", "n1", "Lidl", "Point")]


def test_an_area_is_entered_at_its_tagged_entrances(tmp_path: Path) -> None:
    osm = OsmBuilder()
    hospital = {"amenity": "hospital"}
    plain = [osm.node(0, 0), osm.node(90, 0), osm.node(90, 90), osm.node(0, 90)]
    osm.way([*plain, plain[0]], {"building": "yes"}, way_id=8)
    doors = {"main": (1000, 0), "yes": (1090, 0), "emergency": (1090, 90)}
    nodes = [osm.node(*place, {"entrance": kind}) for kind, place in doors.items()]
    nodes += [osm.node(1000, 90, {"entrance": "yes", "access": "private"})]
    osm.way([*nodes, nodes[0]], hospital, way_id=1)
    one = [osm.node(2000, 0, {"entrance": "main"}), osm.node(2090, 0), osm.node(2090, 90)]
    osm.way([*one, one[0]], hospital, way_id=2)
    osm.square(3000, 0, 90, hospital, way_id=3)
    osm.node(3045, 45, {"entrance": "main"})  # not on the outline
    frame = _read(osm, tmp_path)

    assert _rows(frame) == [
        ("hospital", "w1", "", "MultiPoint"),
        ("hospital", "w2", "", "Point"),
        ("hospital", "w3", "", "Polygon"),
    ]
    assert [(p.x, p.y) for p in frame.geometry[0].geoms] == [lon_lat(1000, 0), lon_lat(1090, 0)]
    assert (frame.geometry[1].x, frame.geometry[1].y) == lon_lat(2000, 0)


def test_a_node_inside_an_area_with_entrances_goes_too(tmp_path: Path) -> None:
    osm = OsmBuilder()
    nodes = [osm.node(0, 0, {"entrance": "yes"}), osm.node(90, 0), osm.node(90, 90), osm.node(0, 90)]
    osm.way([*nodes, nodes[0]], {"amenity": "hospital"}, way_id=1)
    osm.node(45, 45, {"amenity": "hospital"})
    assert _rows(_read(osm, tmp_path)) == [("hospital", "w1", "", "Point")]


def test_a_facility_without_outline_is_left_out_and_reported(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    osm = OsmBuilder()
    corners = [osm.node(0, 0), osm.node(50, 0), osm.node(50, 50), osm.node(0, 50)]
    half = osm.way(corners[:3])
    osm.relation([("w", half, "outer"), ("w", 999, "outer")], {"type": "multipolygon", "amenity": "hospital"})
    osm.node(500, 0, {"amenity": "hospital"}, node_id=50)
    with caplog.at_level(logging.WARNING):
        frame = _read(osm, tmp_path)
    assert _rows(frame) == [("hospital", "n50", "", "Point")]
    assert "r1" in caplog.text


def test_an_outline_that_crosses_itself_is_repaired(tmp_path: Path) -> None:
    osm = OsmBuilder()
    bow = [osm.node(0, 0), osm.node(60, 60), osm.node(60, 0), osm.node(0, 60)]
    osm.way([*bow, bow[0]], {"leisure": "park"})
    frame = _read(osm, tmp_path)
    assert _rows(frame) == [("green", "w1", "", "MultiPolygon")]
    assert frame.geometry.is_valid.all()


def test_an_extract_without_facilities_gives_an_empty_frame(tmp_path: Path) -> None:
    osm = OsmBuilder()
    osm.way([osm.node(0, 0), osm.node(9, 0)], {"highway": "path"})
    frame = _read(osm, tmp_path)
    assert frame.empty
    assert frame.columns.tolist() == ["facility_id", "category", "name", "source", "geometry"]
    assert frame.crs.to_epsg() == 4326


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


def test_the_facilities_of_kampen_agree_with_a_count_of_another_kind(shared: Path) -> None:
    path = shared / "kampen/kampen.osm.pbf"
    frame = read_facilities(path)
    stops, amenities = 0, 0
    supermarkets: set[str] = set()
    for thing in osmium.FileProcessor(str(path)):
        kind = type(thing).__name__[0].lower()
        stops += kind == "n" and thing.tags.get("highway") == "bus_stop"
        amenities += "amenity" in thing.tags
        if thing.tags.get("shop") == "supermarket":
            supermarkets.add(f"{kind}{thing.id}")
    assert (stops, amenities) == (110, 602)  # as the README of the data says

    merged = frame[frame["category"] == "bus_stop"]
    points = merged.geometry.count_coordinates().sum()
    assert points == stops
    assert len(merged) == 58
    assert set(frame.loc[frame["category"] == "supermarket", "facility_id"]) == supermarkets
    secondary = set(frame.loc[frame["category"] == "secondary_school", "name"])
    assert {"Almere College", "Ichthus College", "Pieter Zandt scholengemeenschap"} <= secondary
    assert set(frame.loc[frame["category"] == "train_station", "name"]) == {"Kampen", "Kampen Zuid"}
    assert not frame.duplicated(["category", "facility_id"]).any()
    order = frame.sort_values(["category", "facility_id"], kind="stable").index
    assert order.tolist() == list(range(len(frame)))


@pytest.mark.parametrize("name", ["liechtenstein", "heidelberg", "porto", "amsterdam_tiny"])
def test_other_extracts_are_read(shared: Path, name: str) -> None:
    frame = read_facilities(shared / f"osm/{name}.osm.pbf")
    assert len(frame) > 10
    assert frame.geometry.is_valid.all()
    assert not frame.geometry.is_empty.any()
    assert not frame.duplicated(["category", "facility_id"]).any()
