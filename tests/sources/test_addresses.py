"""Address points of an extract, and looking one up however it is written."""

from pathlib import Path

import geopandas as gpd
import osmium
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box

from geo.crs import RD_NEW
from geo.errors import SourceError
from geo.sources.address_book import AddressBook
from geo.sources.addresses import (
    ADDRESS_COLUMNS,
    find_address,
    find_bag,
    plain_house_number,
    plain_postcode,
    read_addresses,
    read_bag_objects,
)
from geo.sources.raw import FileSpec
from tests.sources.osm_builder import OsmBuilder, Tags, lon_lat


def _tags(number: str, postcode: str = "8261AB", street: str = "Dorpsstraat") -> Tags:
    return {"addr:housenumber": number, "addr:postcode": postcode, "addr:street": street, "addr:city": "Kampen"}


def test_addresses_of_nodes_and_outlines_are_read_in_order(tmp_path: Path) -> None:
    osm = OsmBuilder()
    osm.node(0, 0, _tags("10a"), node_id=1)
    osm.node(50, 0, _tags("9", "8261 ab"), node_id=2)
    osm.node(60, 0, _tags("10;12"), node_id=3)
    osm.square(100, 0, 20, _tags("1", "8260ZZ"), way_id=7)
    osm.node(70, 0, {"addr:housenumber": "5", "addr:place": "De Zande"}, node_id=4)
    osm.node(80, 0, {"addr:street": "Dorpsstraat"})
    frame = read_addresses(osm.write(tmp_path / "toy.osm.pbf"))

    assert frame.columns.tolist() == list(ADDRESS_COLUMNS)
    assert list(zip(frame["postcode"], frame["house_number"], frame["source_id"], strict=True)) == [
        ("", "5", "n4"),
        ("8260ZZ", "1", "w7"),
        ("8261AB", "9", "n2"),
        ("8261AB", "10", "n3"),
        ("8261AB", "10a", "n1"),
        ("8261AB", "12", "n3"),
    ]
    assert frame["street"].tolist() == ["De Zande", *["Dorpsstraat"] * 5]
    assert (frame["lon"][2], frame["lat"][2]) == lon_lat(50, 0)
    west, south = lon_lat(100, 0)
    east, north = lon_lat(120, 20)
    assert west < frame["lon"][1] < east
    assert south < frame["lat"][1] < north


def test_an_extract_without_addresses_gives_an_empty_frame(tmp_path: Path) -> None:
    osm = OsmBuilder()
    osm.node(0, 0)
    frame = read_addresses(osm.write(tmp_path / "toy.osm.pbf"))
    assert frame.empty
    assert frame.columns.tolist() == list(ADDRESS_COLUMNS)
    assert find_address(frame, "8261AB", "1").suggestions == ()
    with pytest.raises(SourceError):
        read_addresses(tmp_path / "other.osm.pbf")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("12", "12"),
        (" 12 a", "12A"),
        ("12-A", "12A"),
        ("12 bis", "12BIS"),
        ("12-2", "12-2"),
        ("12 2", "12-2"),
        ("122", "122"),
        ("12 a 2", "12A2"),
        ("", ""),
        ("?", "?"),
    ],
)
def test_house_numbers_are_compared_however_they_are_written(text: str, plain: str) -> None:
    assert plain_house_number(text) == plain


@settings(deadline=None)
@given(st.text(max_size=10))
def test_writing_plainly_twice_changes_nothing(text: str) -> None:
    assert plain_house_number(plain_house_number(text)) == plain_house_number(text)
    assert plain_postcode(plain_postcode(text)) == plain_postcode(text)


def _book(rows: list[tuple[str, str, str, float]]) -> pd.DataFrame:
    """Make addresses from postcode, number, street and metres east."""
    places = [lon_lat(east, 0) for *_, east in rows]
    return pd.DataFrame(
        {
            "postcode": [row[0] for row in rows],
            "house_number": [row[1] for row in rows],
            "street": [row[2] for row in rows],
            "city": "Kampen",
            "lon": [lon for lon, _ in places],
            "lat": [lat for _, lat in places],
            "source_id": [f"n{i}" for i in range(len(rows))],
            "bag_id": "",
        }
    )


def test_an_address_is_found_or_all_that_it_can_be() -> None:
    book = _book(
        [
            ("8261AB", "12a", "Dorpsstraat", 0),
            ("8261AB", "12 A", "Dorpsstraat", 20),  # the shop in it, 20 m away: the same place
            ("8261AB", "14", "Dorpsstraat", 100),
            ("8261AB", "14", "Dorpsstraat", 900),  # far away: two places
            ("8261AB", "14", "Kerkstraat", 110),  # near, but of another street
        ]
    )
    one = find_address(book, "8261 ab", "12-A")
    assert (one.hits["source_id"].tolist(), one.suggestions) == (["n0"], ())
    assert find_address(book, "8261AB", "14").hits["source_id"].tolist() == ["n2", "n3", "n4"]


def test_an_address_that_is_not_there_brings_suggestions() -> None:
    numbers = ["1", "9", "10A", "10B", "12", "13", "40"]
    book = _book([("8261AB", number, "Dorpsstraat", i) for i, number in enumerate(numbers)])
    book = pd.concat([book, _book([("8261AC", "3", "Kade", 0), ("8299AB", "3", "Kade", 0), ("", "3", "Pad", 0)])])

    none = find_address(book, "8261AB", "10")
    assert none.hits.empty
    # distances in number: 10A and 10B 0, 9 1, 12 2, 13 3; then 1 (9) and 40 (30) fall off
    assert none.suggestions == ("8261AB 10A", "8261AB 10B", "8261AB 9", "8261AB 12", "8261AB 13")
    # no such postcode: of 8261AC (one character apart) and 8299AB (three apart) the first
    assert find_address(book, "8261AD", "3").suggestions == ("8261AC 3",)
    assert find_address(book, "", "3").suggestions == ()


def test_buildings_are_found_by_their_bag_id_with_or_without_its_zero(tmp_path: Path) -> None:
    osm = OsmBuilder()
    osm.square(0, 0, 20, {"building": "yes", "ref:bag": "166100000000001"}, way_id=1)
    osm.square(100, 0, 20, {"building": "yes", "ref:bag": "1992100000000002; 1992100000000003"}, way_id=2)
    osm.square(200, 0, 20, {"building": "yes", "ref:bag": "1992100000000004", **_tags("7")}, way_id=3)
    outer, inner = osm.square(300, 0, 40), osm.square(310, 10, 10)
    ring = [("w", outer, "outer"), ("w", inner, "inner")]
    osm.relation(ring, {"type": "multipolygon", "building": "yes", "ref:bag": "1992100000000005"}, relation_id=9)
    osm.square(500, 0, 20, {"building": "yes", "ref:bag": "12"}, way_id=20)
    path = osm.write(tmp_path / "toy.osm.pbf")
    ids = frozenset({"0166100000000001", "1992100000000003", "1992100000000005", "1992100000000099"})
    found = read_bag_objects(path, ids)
    assert found.columns.tolist() == list(ADDRESS_COLUMNS)
    assert list(zip(found["bag_id"], found["source_id"], strict=True)) == [
        ("0166100000000001", "w1"),
        ("1992100000000003", "w2"),
        ("1992100000000005", "r9"),
    ]
    west, south = lon_lat(100, 0)
    east, north = lon_lat(120, 20)
    place = find_bag(found, "1992100000000003").iloc[0]
    assert west < place["lon"] < east
    assert south < place["lat"] < north
    assert find_bag(found, "1992100000000099").empty
    assert read_addresses(path)["bag_id"].tolist() == ["1992100000000004"]


BAG = {
    "bag.csv": "postcode;huisnummer;huisletter;huisnummertoevoeging;woonplaats;identificatie;x;y\n"
    "8261 ab;12;A;;Kampen;0166010000000001;190000,5;506000\n"
    "8261AB;12;;2;Kampen;0166010000000002;190100;506000\n"
    "8261AB;13;;;Kampen;0166010000000003;;\n",
    "degrees.csv": "bag_id,lon,lat\n0166010000000001,5.9,52.5\n",
    "no_place.csv": "postcode;huisnummer\n8261AB;12\n",
    "no_name.csv": "straat;x;y\nDorpsstraat;190000;506000\n",
    "excel.csv": "postcode;huisnummer;bag-id;x;y\n8261AB;1;1,66E+14;190000;506000\n8261AB;2;1,66E+14;190000;506000\n",
}


def _address_book(folder: Path, name: str) -> AddressBook:
    (folder / name).write_text(BAG[name], encoding="utf-8")
    return AddressBook(FileSpec(path=folder / name, shown=name), RD_NEW)


def test_a_file_of_addresses_serves_postcodes_and_bag_ids(tmp_path: Path) -> None:
    book = _address_book(tmp_path, "bag.csv")
    known = book.addresses()
    assert book.faults == ()
    assert known is not None
    assert known.columns.tolist() == list(ADDRESS_COLUMNS)
    assert len(known) == 2  # the third has no place
    assert find_address(known, "8261AB", "12a").hits["bag_id"].tolist() == ["0166010000000001"]
    assert find_address(known, "8261AB", "12-2").hits["bag_id"].tolist() == ["0166010000000002"]
    by_id = book.bag(frozenset({"0166010000000002"}))
    assert by_id is not None
    assert find_bag(by_id, "0166010000000002")["house_number"].tolist() == ["12-2"]
    degrees = _address_book(tmp_path, "degrees.csv").bag(frozenset())
    assert degrees is not None
    assert degrees[["lon", "lat"]].to_numpy().tolist() == [[5.9, 52.5]]


@pytest.mark.parametrize(
    ("name", "faults"),
    [
        ("no_place.csv", {(1, "x", "missing_column")}),
        ("no_name.csv", {(1, "postcode", "missing_column")}),
        ("excel.csv", {(2, "bag-id", "bag_exponent")}),
    ],
)
def test_what_is_wrong_with_a_file_of_addresses(tmp_path: Path, name: str, faults: set[tuple[int, str, str]]) -> None:
    book = _address_book(tmp_path, name)
    assert {(fault.row, fault.column, fault.code) for fault in book.faults} == faults


def test_points_between_thousands_are_taken_out_of_the_metres_of_addresses(tmp_path: Path) -> None:
    axes = {
        "193.500": "507.250",
        "193500": "507.250",
        "193.500,00": "507 250",
        "193500,25": "507250.5",
        "193.5": "507.250",
    }
    rows = [f"8261AB;{number};{x};{y}" for number, (x, y) in enumerate(axes.items(), start=1)]
    (tmp_path / "bag.csv").write_text("\n".join(["postcode;huisnummer;x;y", *rows]), encoding="utf-8")
    book = AddressBook(FileSpec(path=tmp_path / "bag.csv", shown="bag.csv"), RD_NEW)
    known = book.addresses()
    assert (book.faults, known is None) == ((), False)
    back = gpd.GeoSeries.from_xy(known["lon"], known["lat"], crs=4326).to_crs(28992)
    at = [(193_500, 507_250)] * 3 + [(193_500.25, 507_250.5), (193.5, 507.25)]
    assert [point.distance(Point(place)) < 0.01 for point, place in zip(back, at, strict=True)] == [True] * 5


def test_degrees_of_addresses_with_three_decimals_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "bag.csv").write_text("postcode;huisnummer;lon;lat\n8261AB;1;5.310;52.500\n", encoding="utf-8")
    known = AddressBook(FileSpec(path=tmp_path / "bag.csv", shown="bag.csv"), RD_NEW).addresses()
    assert known is not None
    assert known[["lon", "lat"]].to_numpy().tolist() == [[5.31, 52.5]]


def test_a_layer_of_addresses_is_read_with_its_shapes(tmp_path: Path) -> None:
    shapes = [Point(190_000, 506_000), box(190_100, 506_000, 190_120, 506_020)]
    layer = gpd.GeoDataFrame({"bag_id": [166010000000001, 1992010000000002]}, geometry=shapes, crs=28992)
    layer.to_file(tmp_path / "bag.gpkg")
    book = AddressBook(FileSpec(path=tmp_path / "bag.gpkg", shown="bag.gpkg"), RD_NEW)
    known = book.addresses()
    assert (book.faults, known is None) == ((), False)
    assert known["bag_id"].tolist() == ["0166010000000001", "1992010000000002"]
    back = gpd.GeoSeries.from_xy(known["lon"], known["lat"], crs=4326).to_crs(28992)
    assert back.iloc[0].distance(shapes[0]) < 0.01
    assert shapes[1].covers(back.iloc[1])


def test_an_extract_that_breaks_on_the_way_leaves_its_fault(tmp_path: Path, shared: Path) -> None:
    path = tmp_path / "cut.osm.pbf"
    path.write_bytes((shared / "kampen/kampen.osm.pbf").read_bytes()[:400_000])
    book = AddressBook(FileSpec(path=path, shown="cut.osm.pbf"), RD_NEW)
    assert (book.addresses(), book.bag(frozenset({"0166010000000001"}))) == (None, None)
    assert [(fault.file, fault.row, fault.column, fault.code) for fault in book.faults] == [
        ("cut.osm.pbf", 0, "", "damaged")
    ]


def test_the_addresses_of_kampen(shared: Path) -> None:
    path = shared / "kampen/kampen.osm.pbf"
    frame = read_addresses(path)
    with_postcode = sum("addr:postcode" in thing.tags for thing in osmium.FileProcessor(str(path)))
    assert with_postcode == 25_911  # as the README of the data says
    numbered = {
        f"{type(thing).__name__[0].lower()}{thing.id}"
        for thing in osmium.FileProcessor(str(path))
        if "addr:housenumber" in thing.tags
    }
    assert set(frame["source_id"]) == numbered
    assert len(frame) == 25_915  # 25,914 objects, one of them with two numbers
    answer = find_address(frame, "8261 ca", "216")
    assert answer.hits["street"].tolist() == ["Oudestraat"]
    assert find_address(frame, "8261CA", "999").suggestions
