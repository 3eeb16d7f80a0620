"""Extracts that are no use: one clear message each, never a crash, another answer or all of the memory."""

import logging
import re
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from geo.errors import GeoError, InputError, SourceError
from geo.extract import Streets
from geo.sources.extract import read_extract
from geo.sources.streets import read_streets
from tests.sources.osm_builder import OsmBuilder
from tests.sources.raw_pbf import HEADER, block, number, text

MIB = 2**20
DAMAGED = {
    "nl": r"het OpenStreetMap-bestand {} is beschadigd of geen \.osm\.pbf \(.+\); haal het opnieuw op",
    "en": r"the OpenStreetMap file {} is damaged or no \.osm\.pbf \(.+\); get it again",
}
NO_WAYS = "het OpenStreetMap-bestand {} bevat geen straten (highway=*); kies een uittreksel waarin het wegennet zit"
NO_PLACES = (
    "de straten in {} hebben geen coördinaten: de punten ontbreken, hebben een nummer onder 0 of staan achter de "
    "wegen; maak het bestand in orde met `osmium renumber` of `osmium sort`"
)


def small(path: Path, ids: tuple[int, ...] = (1, 2, 3, 4)) -> Path:
    """Write one street, a facility on it and one as an area beside it; nodes and ways have the ids given."""
    osm = OsmBuilder()
    for place, node_id in enumerate(ids):
        osm.node(100 * place, 50 * (place % 2), {"amenity": "pharmacy"} if place == 1 else None, node_id=node_id)
    osm.way(ids, {"highway": "residential"}, way_id=ids[0])
    osm.way([*ids[1:], ids[1]], {"shop": "supermarket"}, way_id=ids[1])
    return osm.write(path)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return small(tmp_path_factory.mktemp("whole") / "whole.osm.pbf").read_bytes()


def check_damaged(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    for reader in (read_extract, read_streets):
        with pytest.raises(SourceError) as caught:
            reader(path)
        for lang, pattern in DAMAGED.items():
            assert re.fullmatch(pattern.format(re.escape(str(path))), caught.value.sentence(lang))


@pytest.mark.parametrize(
    "content",
    [
        b"<html>404 not found</html>\n" * 50,
        b"naam;x;y\nA;1;2\n",
        b'<?xml version="1.0"?><osm version="0.6"></osm>',
        b"PK\x03\x04" + bytes(200),
        b"\n",
        bytes(5_000),
    ],
    ids=["page", "table", "xml", "zip", "line", "zeros"],
)
def test_another_file_named_as_an_extract(tmp_path: Path, content: bytes) -> None:
    check_damaged(tmp_path / "other.osm.pbf", content)


def test_a_file_that_is_cut_short_anywhere(tmp_path: Path, whole: bytes) -> None:
    header = 4 + int.from_bytes(whole[:4], "big")
    cuts = [cut for cut in range(1, len(whole)) if cut % 7 == 0 or cut < 12 or cut > len(whole) - 12]
    said = []
    for cut in cuts:
        path = tmp_path / "cut.osm.pbf"
        path.write_bytes(whole[:cut])
        with pytest.raises(GeoError) as caught:
            read_extract(path)
        said.append(type(caught.value))
    # Cut between two blocks nothing is wrong but that there are no streets.
    assert set(said) <= {SourceError, InputError}
    assert said.count(InputError) <= 1
    assert len(said) > 50 > header / 10


def test_an_empty_file_and_one_that_holds_nothing_but_its_header(tmp_path: Path) -> None:
    path = tmp_path / "bare.osm.pbf"
    for content, sentence in (
        (
            b"",
            "het OpenStreetMap-bestand {} is leeg (0 bytes); de download is waarschijnlijk mislukt, haal het opnieuw op",
        ),
        (HEADER, NO_WAYS),
    ):
        path.write_bytes(content)
        with pytest.raises(GeoError) as caught:
            read_extract(path)
        assert caught.value.sentence("nl") == sentence.format(path)


def test_places_without_ways_are_no_streets(tmp_path: Path) -> None:
    osm = OsmBuilder()
    osm.node(0, 0, {"amenity": "pharmacy"})
    path = osm.write(tmp_path / "points.osm.pbf")
    with pytest.raises(InputError) as caught:
        read_extract(path)
    assert caught.value.sentence("nl") == NO_WAYS.format(path)


@pytest.mark.parametrize(
    "content",
    [
        block("OSMData", bytes(33 * MIB)),
        block("OSMData", bytes(33 * MIB), says=1_000),
        block("OSMData", bytes(1_000), says=2**31 - 1),
        block("OSMData", bytes(1_000), says=2**40),
        block("OSMData", bytes(1_000)),
        block("OSMData", bytes(range(256)) * 8),
        struct.pack(">I", 15) + text(1, b"OSMData") + number(3, 2**31 - 1),
        struct.pack(">I", 2**31) + b"abc",
        HEADER,
    ],
    ids=[
        "large",
        "larger_than_said",
        "says_2_gib",
        "says_1_tib",
        "zeros",
        "bytes",
        "long",
        "long_head",
        "header_again",
    ],
)
def test_a_block_that_is_not_what_it_says(tmp_path: Path, content: bytes) -> None:
    check_damaged(tmp_path / "block.osm.pbf", HEADER + content)


def test_a_file_that_asks_for_more_than_its_reader_knows(tmp_path: Path, whole: bytes) -> None:
    asks = block("OSMHeader", text(4, b"OsmSchema-V0.6") + text(4, b"Teleport"))
    check_damaged(tmp_path / "asks.osm.pbf", asks + whole)
    check_damaged(tmp_path / "headless.osm.pbf", block("OSMData", b""))


_PEAK = (
    "import resource, sys; from pathlib import Path; from geo.errors import SourceError; "
    "from geo.sources.extract import read_extract\n"
    "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
    "before = peak()\n"
    "try: read_extract(Path(sys.argv[1]))\n"
    "except SourceError: print(peak() - before)\n"
)


@pytest.mark.skipif(sys.platform != "linux", reason="measures the memory of a process as Linux tells it")
@pytest.mark.parametrize("says", [None, 1_000])
def test_a_block_that_would_fill_the_memory_is_refused_before(tmp_path: Path, says: int | None) -> None:
    path = tmp_path / "bomb.osm.pbf"
    path.write_bytes(HEADER + block("OSMData", bytes(200 * MIB), says=says))
    assert path.stat().st_size < MIB
    told = subprocess.run((sys.executable, "-c", _PEAK, path), check=True, capture_output=True, text=True)
    assert int(told.stdout) < 100  # MiB


def test_one_bit_that_fell_over_never_gives_another_answer(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "bit.osm.pbf"
    expected = _shape(read_streets(small(path)))
    rng = np.random.default_rng(4)
    refused = 0
    for place, bit in zip(rng.permutation(len(whole))[:200], rng.integers(0, 8, 200), strict=True):
        content = bytearray(whole)
        content[place] ^= 1 << bit
        path.write_bytes(content)
        try:
            assert _shape(read_streets(path)) == expected
        except GeoError:
            refused += 1
    assert refused > 150


def _shape(streets: Streets) -> list[list[float]]:
    return [part.tolist() for part in (streets.node_id, streets.node_lon, streets.node_lat, streets.way_node)]


@pytest.mark.parametrize(
    "ids",
    [
        (2**31 - 2, 2**31 - 1, 2**31, 2**31 + 1),
        (2**32 - 1, 2**32, 2**32 + 1, 2**40),
        (2**53, 2**53 + 1, 2**53 + 2, 2**53 + 3),
        (1, 2**53 + 1, 2**62 + 1, 2**63 - 1),
    ],
)
def test_huge_ids_are_kept_to_the_last_digit(tmp_path: Path, ids: tuple[int, ...]) -> None:
    extract = read_extract(small(tmp_path / "huge.osm.pbf", ids))
    assert extract.streets.node_id.tolist() == list(ids)
    assert extract.streets.way_id.tolist() == [ids[0]]
    assert extract.streets.way_node.tolist() == [0, 1, 2, 3]
    plain = read_extract(small(tmp_path / "plain.osm.pbf"))
    assert (extract.streets.node_lon == plain.streets.node_lon).all()
    assert extract.facilities["facility_id"].tolist() == [f"n{ids[1]}", f"w{ids[1]}"]
    assert extract.facilities.geometry.geom_equals(plain.facilities.geometry).all()


def test_negative_ids_are_no_crash_and_the_message_says_what_to_do(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = small(tmp_path / "negative.osm.pbf", (-5, -4, -3, -2))
    with pytest.raises(InputError) as caught:
        read_extract(path)
    assert caught.value.sentence("nl") == NO_PLACES.format(path)
    # Where some are negative the streets end there, as at the edge of the extract, and it is said.
    some = small(tmp_path / "some.osm.pbf", (-5, 2, 3, 4))
    with caplog.at_level(logging.WARNING):
        streets = read_streets(some)
    assert streets.node_id.tolist() == [2, 3, 4]
    sentence = (
        "1 straten in {} zijn afgesneden, door de rand van het uittreksel of omdat punten een nummer onder 0 hebben; "
        "de ontbrekende delen zijn weggelaten"
    )
    assert caplog.messages == [sentence.format(some)]
