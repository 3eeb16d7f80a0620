"""Address points of an extract, and looking one up however it is written."""

from pathlib import Path

import osmium
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import SourceError
from geo.sources.addresses import (
    ADDRESS_COLUMNS,
    find_address,
    plain_house_number,
    plain_postcode,
    read_addresses,
)
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
