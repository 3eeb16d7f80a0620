"""Streets of toy files by hand, and of the real extracts by an independent count."""

import logging
from pathlib import Path

import numpy as np
import osmium
import pytest
import shapely

from geo.errors import InputError, SourceError
from geo.extract import NODE_TAGS, STREET_TAGS
from geo.sources.extract import read_extract
from geo.sources.streets import read_streets
from tests.oracles.osm_reading import plain_streets
from tests.sources.osm_builder import OsmBuilder, lon_lat


def test_streets_and_ferries_of_every_mode_are_kept_in_order_of_id(tmp_path: Path) -> None:
    osm = OsmBuilder()
    a, b, c, d = (osm.node(east, 0) for east in (0, 100, 200, 300))
    osm.way([c, d], {"route": "ferry", "duration": "00:05"}, way_id=7)
    osm.way([a, b, c], {"highway": "motorway", "name": "A50", "maxspeed": "100"}, way_id=9)
    osm.way([b, a], {"highway": "construction"}, way_id=8)
    osm.way([a, d], {"route": "bus"}, way_id=6)
    osm.way([a, d], {"barrier": "fence"}, way_id=5)
    streets = read_streets(osm.write(tmp_path / "toy.osm.pbf"))

    assert streets.way_id.tolist() == [7, 8, 9]
    assert streets.way_start.tolist() == [0, 2, 4, 7]
    assert streets.node_id[streets.way_node].tolist() == [c, d, b, a, a, b, c]
    assert list(zip(streets.node_lon, streets.node_lat, strict=True)) == [lon_lat(e, 0) for e in (0, 100, 200, 300)]
    assert streets.way_tags.columns.tolist() == list(STREET_TAGS)
    assert streets.way_tags["highway"].tolist() == ["", "construction", "motorway"]
    assert streets.way_tags["route"].tolist() == ["ferry", "", ""]
    assert streets.way_tags["duration"].tolist() == ["00:05", "", ""]
    assert streets.way_tags["maxspeed"].tolist() == ["", "", "100"]


def test_barriers_on_streets_are_kept_by_position(tmp_path: Path) -> None:
    osm = OsmBuilder()
    osm.node(50, 50, {"barrier": "gate"}, node_id=3)
    osm.node(0, 0, node_id=10)
    osm.node(10, 0, {"barrier": "bollard", "bicycle": "yes"}, node_id=20)
    osm.node(20, 0, {"highway": "crossing"}, node_id=30)
    osm.way([10, 20, 30], {"highway": "residential"})
    streets = read_streets(osm.write(tmp_path / "toy.osm.pbf"))

    assert streets.node_tags.index.tolist() == [1]
    assert streets.node_tags.columns.tolist() == list(NODE_TAGS)
    assert streets.node_tags.loc[1].to_dict() == dict.fromkeys(NODE_TAGS, "") | {"barrier": "bollard", "bicycle": "yes"}


def test_a_way_is_cut_where_the_file_lacks_nodes(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    osm = OsmBuilder()
    n = [osm.node(10 * i, 0) for i in range(8)]
    osm.way(n, {"highway": "path"}, way_id=4)
    osm.way(n[2:4], {"highway": "path"}, way_id=5)
    osm.leave_out(n[0], n[3], n[5])
    with caplog.at_level(logging.WARNING):
        streets = read_streets(osm.write(tmp_path / "toy.osm.pbf"))

    # of 0 1 2 3 4 5 6 7 the nodes 0, 3 and 5 are gone: 1-2 and 6-7 are left; 4 alone is no way, nor is 2 of way 5
    assert streets.way_id.tolist() == [4, 4]
    assert streets.node_id[streets.way_node].tolist() == [n[1], n[2], n[6], n[7]]
    assert "2 straten" in caplog.text


def test_a_node_repeated_makes_no_segment_of_length_zero(tmp_path: Path) -> None:
    osm = OsmBuilder()
    a, b = osm.node(0, 0), osm.node(10, 0)
    osm.way([a, a, b, b, a], {"highway": "service"}, way_id=1)
    osm.way([b, b], {"highway": "service"}, way_id=2)
    streets = read_streets(osm.write(tmp_path / "toy.osm.pbf"))
    assert streets.way_id.tolist() == [1]
    assert streets.node_id[streets.way_node].tolist() == [a, b, a]


def _street(tmp_path: Path, **header: object) -> Path:
    osm = OsmBuilder()
    nodes = [osm.node(0, 0), osm.node(1000, 0), osm.node(1000, 1000), osm.node(500, 500)]
    osm.way(nodes, {"highway": "residential"})
    osm.node(-2000, 0, {"natural": "tree"})
    return osm.write(tmp_path / "toy.osm.pbf", **header)  # type: ignore[arg-type]


def test_boundary_is_the_header_box_where_it_is_plausible(tmp_path: Path) -> None:
    extract = read_extract(_street(tmp_path, box=(5.8, 52.4, 6.0, 52.6), timestamp="2023-01-30T01:00:12Z"))
    assert extract.boundary.equals(shapely.box(5.8, 52.4, 6.0, 52.6))
    assert extract.timestamp == "2023-01-30T01:00:12Z"


@pytest.mark.parametrize("box", [None, (0.0, 0.0, 180.0, 90.0), (4.0, 51.0, 4.1, 51.1)])
def test_boundary_is_else_the_hull_of_all_nodes(tmp_path: Path, box: tuple[float, float, float, float] | None) -> None:
    extract = read_extract(_street(tmp_path, box=box))
    hull = shapely.Polygon([lon_lat(-2000, 0), lon_lat(1000, 0), lon_lat(1000, 1000)])
    assert extract.boundary.symmetric_difference(hull).area < 1e-12
    assert extract.timestamp == ""


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (None, ("bestaat niet", "does not exist")),
        (0, ("is leeg", "is empty")),
        (100, ("beschadigd", "is damaged")),
        (30_000, ("beschadigd", "is damaged")),
    ],
)
def test_a_file_that_cannot_be_read_is_said_so(
    tmp_path: Path, shared: Path, size: int | None, words: tuple[str, str]
) -> None:
    path = tmp_path / "bad.osm.pbf"
    if size is not None:
        path.write_bytes((shared / "kampen/kampen.osm.pbf").read_bytes()[:size])
    with pytest.raises(SourceError) as caught:
        read_extract(path)
    for lang, said in zip(("nl", "en"), words, strict=True):
        assert said in caught.value.sentence(lang)
        assert str(path) in caught.value.sentence(lang)


def test_a_page_saved_as_extract_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "page.osm.pbf"
    path.write_text("<html>404</html>", encoding="utf-8")
    with pytest.raises(SourceError, match="damaged"):
        read_extract(path)


def test_a_file_without_streets_is_said_so(tmp_path: Path) -> None:
    osm = OsmBuilder()
    osm.square(0, 0, 10, {"building": "yes"})
    with pytest.raises(InputError, match="no streets"):
        read_extract(osm.write(tmp_path / "toy.osm.pbf"))


def test_streets_without_places_are_said_so(tmp_path: Path) -> None:
    osm = OsmBuilder()
    nodes = [osm.node(0, 0), osm.node(9, 0)]
    osm.way(nodes, {"highway": "path"})
    osm.leave_out(*nodes)
    with pytest.raises(InputError, match="no coordinates"):
        read_streets(osm.write(tmp_path / "toy.osm.pbf"))


class _Count(osmium.SimpleHandler):  # type: ignore[misc]
    """Another way through the file than ours: one callback an object, no locations, no filter."""

    def __init__(self) -> None:
        super().__init__()
        self.ways: set[int] = set()
        self.stubs: set[int] = set()

    def way(self, way: osmium.osm.Way) -> None:
        if "highway" in way.tags or way.tags.get("route", "") == "ferry":
            self.ways.add(way.id)
            if len({node.ref for node in way.nodes}) < 2:
                self.stubs.add(way.id)


@pytest.mark.parametrize("name", ["kampen/kampen", "osm/liechtenstein", "osm/heidelberg", "osm/porto"])
def test_every_street_of_the_real_extracts_is_there(shared: Path, name: str) -> None:
    path = shared / f"{name}.osm.pbf"
    count = _Count()
    count.apply_file(str(path))
    streets = read_streets(path)
    assert set(streets.way_id.tolist()) == count.ways - count.stubs
    if name == "kampen/kampen":
        assert (len(count.ways), len(count.stubs)) == (5_555, 12)
    assert np.all(np.diff(streets.node_id) > 0)
    assert np.all(np.diff(streets.way_start) >= 2)
    assert np.isin(np.arange(len(streets.node_id)), streets.way_node).all()


@pytest.mark.parametrize(
    ("name", "turns"),
    [("kampen/kampen", 54), ("osm/liechtenstein", 2), ("osm/heidelberg", 470), ("osm/porto", 340)],
)
def test_the_streets_of_the_real_extracts_are_those_of_a_plain_reading(shared: Path, name: str, turns: int) -> None:
    path = shared / f"{name}.osm.pbf"
    streets, plain = read_streets(path), plain_streets(path)
    nodes = plain.nodes()
    assert streets.node_id.tolist() == list(nodes)
    assert [streets.node_lon.tolist(), streets.node_lat.tolist()] == [
        [place[axis] / 1e7 for place in nodes.values()] for axis in (0, 1)
    ]
    assert streets.way_id.tolist() == [way for way, _, _ in plain.ways]
    assert np.diff(streets.way_start).tolist() == [len(refs) for _, refs, _ in plain.ways]
    assert streets.node_id[streets.way_node].tolist() == [ref for _, refs, _ in plain.ways for ref, _, _ in refs]
    assert {name: column.tolist() for name, column in streets.way_tags.items()} == plain.columns(STREET_TAGS)
    assert streets.node_id[streets.node_tags.index].tolist() == list(plain.barriers)
    assert streets.node_tags.to_dict("records") == [
        {name: tags.get(name, "") for name in NODE_TAGS} for tags in plain.barriers.values()
    ]
    found = streets.turns.assign(via_node=streets.node_id[streets.turns["via_node"]])
    order = ["relation_id", "from_way", "to_way", "limited", "only", "via_node", "exempt"]
    assert list(found[order].itertuples(index=False, name=None)) == plain.turns
    assert len(found) == turns


def test_the_boundaries_of_the_real_extracts(shared: Path) -> None:
    kampen = read_extract(shared / "kampen/kampen.osm.pbf")
    assert kampen.boundary.bounds == (5.841, 52.524, 5.989, 52.584)
    assert kampen.timestamp == "2023-01-30T01:00:12Z"
    heidelberg = read_extract(shared / "osm/heidelberg.osm.pbf").boundary
    assert 7 < heidelberg.bounds[0] < heidelberg.bounds[2] < 10  # its header says 0 0 180 90
