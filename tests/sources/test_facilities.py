"""Facilities: which tags make which category, and which objects are one facility."""

import logging
from pathlib import Path

import geopandas as gpd
import osmium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.sources.facilities import categories_of, read_facilities
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
        ({**SCHOOL, "name": "o.b.s. Het Meerrijk"}, "primary_school"),
        ({**SCHOOL, "name": "O.B.S. Het Meerrijk"}, "primary_school"),
        ({**SCHOOL, "name": "O.B.S Het Meerrijk"}, "primary_school"),
        ({**SCHOOL, "name": "De Regenboog, c.b.s."}, "primary_school"),
        ({**SCHOOL, "name": "P. C. B. S. De Horizon"}, "primary_school"),
        ({**SCHOOL, "name": "s.b.o. De Trimaran"}, "school_unknown"),
        ({**SCHOOL, "name": "J. de Boer"}, "school_unknown"),
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
        ({"amenity": "kindergarten", "name": "IKC Het Talent"}, "primary_school childcare"),
        ({"amenity": "kindergarten", "name": "Integraal Kindcentrum Zuid"}, "primary_school childcare"),
        ({"amenity": "kindergarten", "name": "Kindcentrum Zuid"}, "childcare"),
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
        ({"highway": "bus_stop", "name": "Kerk - halte buiten gebruik"}, ""),
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
        ({"railway": "station", "station": "light_rail"}, ""),
        ({"railway": "station", "station": "train;light_rail"}, "train_station"),
        ({"railway": "station", "station": "train;subway"}, "tram_metro_stop train_station"),
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


@settings(deadline=None)
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


def test_stops_that_are_no_longer_served_are_left_out_and_reported(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    osm = OsmBuilder()
    osm.node(0, 0, {"highway": "bus_stop", "name": "Kerk"}, node_id=1)
    osm.node(900, 0, {"highway": "bus_stop", "name": "Molen (opgeheven)"}, node_id=2)
    with caplog.at_level(logging.WARNING):
        frame = _read(osm, tmp_path)
    assert _rows(frame) == [("bus_stop", "n1", "Kerk", "Point")]
    assert "1 bushaltes" in caplog.text
    assert "n2" in caplog.text


def test_an_extract_without_facilities_gives_an_empty_frame(tmp_path: Path) -> None:
    osm = OsmBuilder()
    osm.way([osm.node(0, 0), osm.node(9, 0)], {"highway": "path"})
    frame = _read(osm, tmp_path)
    assert frame.empty
    assert frame.columns.tolist() == ["facility_id", "category", "name", "source", "geometry"]
    assert frame.crs.to_epsg() == 4326


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
