"""The blocks of extracts against osmium, object by object; and blocks that are odd, damaged or cut."""

import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import osmium
import pytest

from geo.errors import GeoError, SourceError
from geo.sources.extract import read_streets_and_facilities
from geo.sources.facilities import read_facilities
from geo.sources.osm_blocks import Nodes, Relations, Ways, block_places, read_parts
from geo.sources.osm_columns import Places, gather, positions
from geo.sources.protobuf import read_messages, read_packed, running, signed, walk
from geo.sources.streets import read_streets
from tests.sources.osm_builder import OsmBuilder

EXTRACTS = {
    "kampen/kampen": 354_814,
    "osm/liechtenstein": 158_437,
    "osm/heidelberg": 254_328,
    "osm/porto": 399_759,
    "osm/amsterdam_tiny": 1_625,
}
"""Objects in each."""
Thing = tuple[str, int, dict[str, str], object]


def ours(path: Path) -> Iterator[Thing]:
    for part in read_parts(path):
        tagged = np.diff(part.tags.first).tolist()
        for thing, number in enumerate(part.ids.tolist()):
            tags = part.tags.of(thing) if tagged[thing] else {}
            if isinstance(part, Nodes):
                yield "n", number, tags, (int(part.x[thing]), int(part.y[thing]))
            elif isinstance(part, Ways):
                yield "w", number, tags, part.nodes(thing).tolist()
            else:
                members = [("nwr"[kind], member, role) for kind, member, role in part.members(thing)]
                yield "r", number, tags, members


def theirs(path: Path) -> Iterator[Thing]:
    for thing in osmium.FileProcessor(str(path)):
        tags = {tag.k: tag.v for tag in thing.tags}
        if thing.is_node():
            yield "n", thing.id, tags, (thing.location.x, thing.location.y)
        elif thing.is_way():
            yield "w", thing.id, tags, [node.ref for node in thing.nodes]
        else:
            yield "r", thing.id, tags, [(member.type, member.ref, member.role) for member in thing.members]


@pytest.mark.parametrize(("name", "count"), EXTRACTS.items())
def test_every_object_of_the_real_extracts_is_that_of_osmium(shared: Path, name: str, count: int) -> None:
    path, compared = shared / f"{name}.osm.pbf", 0
    for mine, other in zip(ours(path), theirs(path), strict=True):
        assert mine == other
        compared += 1
    assert compared == count


def toy(path: Path) -> Path:
    """Write one of each: places, tags, a way with far and near ids, members of each kind."""
    osm = OsmBuilder()
    a, b = osm.node(0, 0), osm.node(100, -50, {"barrier": "gate", "naam": "Überfähre ☃"})
    c = osm.node(-7000, 9000, {"amenity": "pharmacy"}, node_id=1 << 40)
    d = osm.node(40, 40, node_id=(1 << 31) + 5)
    way = osm.way([c, a, b, d, b], {"highway": "path", "name": "", "empty": ""}, way_id=(1 << 33) + 1)
    osm.way([a, b], {"highway": "service"}, way_id=7)
    osm.square(300, 300, 20, {"amenity": "school"})
    relation = osm.relation([("w", way, "from"), ("n", b, "via"), ("w", 7, "to")], {"type": "restriction"})
    osm.relation([("r", relation, ""), ("w", 999, "outer")], {"type": "site"})
    return osm.write(path)


@pytest.mark.parametrize(
    "options",
    [
        "pbf_compression=none",
        "pbf_dense_nodes=false",
        "locations_on_ways=true",
        "add_metadata=none",
        "pbf_compression=lz4",
    ],
)
def test_other_ways_to_write_a_file_read_the_same(tmp_path: Path, options: str) -> None:
    source, target = toy(tmp_path / "toy.osm.pbf"), tmp_path / "odd.osm.pbf"
    locations = osmium.index.create_map("sparse_mem_array")
    placed = osmium.NodeLocationsForWays(locations)
    placed.ignore_errors()
    with osmium.SimpleWriter(osmium.io.File(str(target), f"pbf,{options}")) as writer:
        osmium.apply(str(source), placed, writer)
    assert [*ours(target)] == [*ours(source)] == [*theirs(source)]
    one, other = read_streets_and_facilities(source), read_streets_and_facilities(target)
    assert one[0].node_id.tolist() == other[0].node_id.tolist() == [1, 2, (1 << 31) + 5, 1 << 40]
    assert one[0].way_id.tolist() == other[0].way_id.tolist() == [7, (1 << 33) + 1]
    assert one[1].to_json() == other[1].to_json() == read_facilities(source).to_json()
    assert len(one[1]) == 2


def number(value: int) -> bytes:
    """Encode a number by hand; negative ones as in two's complement."""
    value, done = value % (1 << 64), b""
    while value > 0x7F:
        done += bytes([value & 0x7F | 0x80])
        value >>= 7
    return done + bytes([value])


def zigzag(value: int) -> bytes:
    return number(value * 2 if value >= 0 else -value * 2 - 1)


def part(name: int, content: bytes | int) -> bytes:
    """Encode a field: a number, or bytes with their length."""
    if isinstance(content, int):
        return number(name << 3) + number(content)
    return number(name << 3 | 2) + number(len(content)) + content


def blob(kind: bytes, content: bytes) -> bytes:
    head = part(1, kind) + part(3, len(content))
    return len(head).to_bytes(4, "big") + head + content


HEAD = blob(b"OSMHeader", part(1, part(4, b"OsmSchema-V0.6") + part(4, b"DenseNodes")))
TEXTS = part(1, b"".join(part(1, text) for text in (b"", b"highway", b"path")))


def block(*groups: bytes, texts: bytes = TEXTS, extra: bytes = b"") -> bytes:
    return texts + b"".join(part(2, group) for group in groups) + extra


def dense(ids: Sequence[int], lons: Sequence[int], lats: Sequence[int], tags: bytes = b"") -> bytes:
    lists = [b"".join(map(zigzag, values)) for values in (ids, lats, lons)]
    return part(2, part(1, lists[0]) + part(8, lists[1]) + part(9, lists[2]) + (part(10, tags) if tags else b""))


def way(number_: int, deltas: Sequence[int], tags: tuple[bytes, bytes] = (b"\x01", b"\x02")) -> bytes:
    refs = b"".join(map(zigzag, deltas))
    return part(3, part(1, number_) + part(2, tags[0]) + part(3, tags[1]) + part(8, refs))


def written(path: Path, *contents: bytes) -> Path:
    path.write_bytes(HEAD + b"".join(blob(b"OSMData", content) for content in contents))
    return path


@pytest.mark.parametrize(
    "extra",
    [
        b"",
        part(17, 1000),
        part(17, 1) + part(19, -777_777_777) + part(20, 555_555_555),
        part(17, 100) + part(20, 49),
        part(18, 1000),
    ],
    ids=["plain", "coarse", "fine", "offset", "dates"],
)
def test_granularity_and_offset_are_those_of_osmium(tmp_path: Path, extra: bytes) -> None:
    nodes = dense([5, 3, 1], [12_345_678, -24_691_357, 7], [-55_555_501, 11, 60_000_003])
    single = part(1, number(1 << 3) + zigzag(77) + part(2, b"\x01") + part(3, b"\x02") + b"\x40\x12\x48\x05")
    content = block(nodes, single, way(-4, [5, 3, 1]), extra=extra)
    path = written(tmp_path / "odd.osm.pbf", part(1, content))
    found = [*ours(path)]
    assert found == [*theirs(path)]
    assert [thing[:2] for thing in found] == [("n", 5), ("n", 8), ("n", 9), ("n", 77), ("w", -4)]
    assert found[-1][2] == {"highway": "path"}


def test_nodes_that_stand_after_the_ways_are_found_and_the_last_of_a_node_counts(tmp_path: Path) -> None:
    contents = [block(way(1, [5, 3])), block(dense([8, -3, 3], [10, 20, 30], [1, 1, 1]))]
    streets = read_streets(written(tmp_path / "odd.osm.pbf", *(part(1, content) for content in contents)))
    assert streets.node_id.tolist() == [5, 8]
    assert streets.node_lon.tolist() == pytest.approx([30e-7, 60e-7])


def test_nodes_with_a_negative_id_are_not_placed_as_with_osmium(tmp_path: Path) -> None:
    content = block(dense([-5, 7, 1], [10, 20, 30], [1, 1, 1]), way(1, [-5, 7, 1]))
    path = written(tmp_path / "odd.osm.pbf", part(1, content))
    places = {node.ref: node.x for each in osmium.FileProcessor(str(path)).with_locations() if each.is_way()
              for node in each.nodes}  # fmt: skip
    assert places == {-5: 2_147_483_647, 2: 30, 3: 60}
    streets = read_streets(path)
    assert streets.node_id.tolist() == [2, 3]


def test_ways_and_relations_with_negative_ids_are_read_as_far_as_they_have_places(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    osm = OsmBuilder()
    a, b = osm.node(0, 0), osm.node(50, 0)
    osm.way([a, b], {"highway": "path"}, way_id=-3)
    ring = osm.square(0, 0, 30, way_id=-8)
    osm.relation([("w", ring, "outer")], {"type": "multipolygon", "amenity": "school"}, relation_id=-5)
    osm.square(99, 99, 30, {"amenity": "school"}, way_id=-9)
    streets, facilities = read_streets_and_facilities(osm.write(tmp_path / "odd.osm.pbf"))
    assert streets.way_id.tolist() == [-3]
    assert facilities["facility_id"].tolist() == ["w-9"]
    assert "r-5" in caplog.text


BAD = {
    "lzma": part(2, 10) + part(4, b"xxxx"),
    "zstd": part(2, 10) + part(7, b"xxxx"),
    "not lz4": part(2, 10) + part(6, b"xxxx"),
    "lz4 of no size": part(6, b"xxxx"),
    "nothing": part(2, 10),
    "not zlib": part(2, 10) + part(3, b"xxxx"),
    "longer than it says": part(2, 3) + part(3, zlib.compress(block())),
    "shorter than it says": part(2, 3000) + part(3, zlib.compress(block())),
    "huge": part(2, 1 << 40) + part(3, zlib.compress(b"\0" * (33 << 20))),
    "no text": part(1, block(way(1, [1, 1], (b"\x01", b"\x07")))),
    "no value": part(1, block(way(1, [1, 1], (b"\x01\x01", b"\x02")))),
    "cut in a number": part(1, block(part(3, part(8, b"\x80")))),
    "too long a number": part(1, block(part(3, part(8, b"\x80" * 11 + b"\x01")))),
    "cut in a way": part(1, block(b"\x1a\x7f\x08")),
    "too long a granularity": part(1, block(dense([1], [1], [1]), extra=number(17 << 3) + b"\xff" * 10 + b"\x01")),
    "far away": part(1, block(dense([1], [1], [1]), extra=part(19, 1 << 62))),
    "of another type": part(1, block(part(3, b"\x0d\x01\x02\x03\x04"))),
    "places missing": part(1, block(dense([1, 1], [1], [1, 1]))),
    "tags of one node": part(1, block(dense([1, 1], [1, 1], [1, 1], b"\x01\x02\x00"))),
    "key without value": part(1, block(dense([1], [1], [1], b"\x01\x00"))),
    "no utf-8": part(1, block(texts=part(1, part(1, b"") + part(1, b"\xff\xfe")))),
    "zero in a text": part(1, block(texts=part(1, part(1, b"") + part(1, b"a\0b")))),
    "members without role": part(1, block(part(4, part(1, 1) + part(9, b"\x02") + part(10, b"\x00")))),
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_a_block_that_cannot_be_read_is_said_so(tmp_path: Path, content: bytes) -> None:
    good = part(1, block(dense([1, 1], [1, 1], [1, 1]), way(1, [1, 1])))
    assert read_streets(written(tmp_path / "good.osm.pbf", good)).way_id.tolist() == [1]
    with pytest.raises(SourceError, match="damaged"):
        read_streets(written(tmp_path / "bad.osm.pbf", good, content))


def test_a_file_cut_anywhere_is_an_error_and_never_half_a_street_network(tmp_path: Path) -> None:
    whole, path = toy(tmp_path / "toy.osm.pbf").read_bytes(), tmp_path / "cut.osm.pbf"
    with (tmp_path / "toy.osm.pbf").open("rb") as file:
        ends = {file.tell() + size for _, size in block_places(file, len(whole))}
    cuts = {*range(1, len(whole), 7), *(end - 1 for end in ends)} - ends
    assert len(cuts) > 80
    for size in sorted(cuts):
        path.write_bytes(whole[:size])
        with pytest.raises(SourceError):
            read_streets_and_facilities(path)


def test_a_flipped_byte_is_an_error_or_read_but_never_a_crash(tmp_path: Path) -> None:
    source, path = toy(tmp_path / "toy.osm.pbf"), tmp_path / "flipped.osm.pbf"
    with osmium.SimpleWriter(osmium.io.File(str(path), "pbf,pbf_compression=none")) as writer:
        osmium.apply(str(source), writer)
    whole, errors = path.read_bytes(), 0
    for at in range(0, len(whole), 11):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ (at % 255 + 1)]) + whole[at + 1 :])
        try:
            read_streets(path)
        except GeoError:
            errors += 1
    assert errors > 10


def test_numbers_lists_and_differences() -> None:
    values = [0, 1, 127, 128, 300, 1 << 31, (1 << 63) - 1, (1 << 64) - 1]
    lists = [values, [], values[::-1], [5]]
    data = b"".join(b"".join(map(number, each)) for each in lists)
    sizes = [sum(len(number(value)) for value in each) for each in lists]
    end = np.cumsum(sizes)
    read, first = read_packed(np.frombuffer(data, np.uint8), end - sizes, end)
    assert read.tolist() == [value for each in lists for value in each]
    assert first.tolist() == [0, 8, 8, 16, 17]
    assert signed(np.array([0, 1, 2, 3, (1 << 64) - 1], dtype=np.uint64)).tolist() == [0, -1, 1, -2, -(1 << 63)]
    assert running(np.array([5, 1, -2, 7, 1]), np.array([0, 3, 3, 5])).tolist() == [5, 6, 4, 7, 8]


def test_messages_side_by_side_are_those_one_by_one() -> None:
    messages = [part(1, 300) + part(2, b"abc"), b"", part(2, b"") + part(20, 7), part(1, 1) + part(1, 2)]
    data, sizes = b"".join(messages), [len(message) for message in messages]
    end = np.cumsum(sizes)
    found = read_messages(np.frombuffer(data, np.uint8), end - sizes, end)
    assert found.number(1).tolist() == [300, 0, 0, 2]
    assert found.number(20).tolist() == [0, 0, 7, 0]
    start, stop = found.span(2)
    assert [data[a:b] for a, b in zip(start, stop, strict=True)] == [b"abc", b"", b"", b""]
    assert [*walk(data, 0, sizes[0])] == [(1, 300, -1), (2, 5, 8)]


def test_places_are_found_by_id(tmp_path: Path) -> None:
    path, places = toy(tmp_path / "toy.osm.pbf"), Places()
    gather(path, (places,))
    ids, x, _ = places.sorted()
    assert ids.tolist() == sorted(ids.tolist())
    assert len(ids) == len(x) == 8
    assert positions(ids, np.array([2, 3, 1 << 40, 1 << 50])).tolist() == [1, -1, 3, -1]
    assert positions(ids[:0], np.array([1])).tolist() == [-1]
    assert sum(isinstance(each, Relations) for each in read_parts(path)) == 1
