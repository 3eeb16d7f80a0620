"""Turn restrictions of a junction of four streets, by hand."""

import logging
from pathlib import Path

import pandas as pd
import pytest

from geo.extract import TURN_COLUMNS
from geo.sources.streets import read_streets
from tests.sources.osm_builder import OsmBuilder

VIA, WEST, EAST, NORTH, SOUTH = 10, 1, 2, 3, 4
"""The junction, and the streets from it."""
Members = list[tuple[str, int, str]]


def junction() -> OsmBuilder:
    osm = OsmBuilder()
    osm.node(0, 0, node_id=VIA)
    for way, (east, north) in {WEST: (-99, 0), EAST: (99, 0), NORTH: (0, 99), SOUTH: (0, -99)}.items():
        osm.node(east, north, node_id=VIA + way)
        osm.way([VIA + way, VIA], {"highway": "residential"}, way_id=way)
    osm.node(200, 0, node_id=20)
    osm.way([VIA + EAST, 20], {"highway": "residential"}, way_id=5)
    osm.way([VIA + NORTH, VIA, 20], {"building": "yes"}, way_id=6)
    return osm


def members(start: int, end: int, via: int = VIA, kind: str = "n") -> Members:
    return [("w", start, "from"), (kind, via, "via"), ("w", end, "to")]


def rows(turns: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(turns.itertuples(index=False, name=None))


def test_a_turn_is_a_row_with_its_vehicles(tmp_path: Path) -> None:
    osm = junction()
    rule = {"type": "restriction", "restriction": "no_left_turn"}
    osm.relation(members(WEST, NORTH), rule | {"except": "bicycle;psv"}, relation_id=7)
    osm.relation(members(SOUTH, SOUTH), {"type": "restriction", "restriction": "no_u_turn"}, relation_id=3)
    osm.relation(members(EAST, WEST), {"type": "restriction", "restriction": "only_straight_on"}, relation_id=5)
    hgv = {"restriction:hgv": "no_right_turn", "restriction:bus": "only_right_turn", "restriction": "no_entry"}
    osm.relation(members(WEST, SOUTH), {"type": "restriction"} | hgv, relation_id=4)
    osm.relation(members(WEST, EAST), {"type": "restriction:hgv", "restriction": "no_straight_on"}, relation_id=8)
    osm.relation(members(WEST, EAST), {"type": "multipolygon", "restriction": "no_straight_on"}, relation_id=9)
    turns = read_streets(osm.write(tmp_path / "toy.osm.pbf")).turns

    assert dict(turns.dtypes.astype(str)) == TURN_COLUMNS
    assert rows(turns) == [
        (3, SOUTH, 0, SOUTH, False, "", ""),
        (4, WEST, 0, SOUTH, False, "", ""),
        (4, WEST, 0, SOUTH, True, "", "bus"),
        (4, WEST, 0, SOUTH, False, "", "hgv"),
        (5, EAST, 0, WEST, True, "", ""),
        (7, WEST, 0, NORTH, False, "bicycle;psv", ""),
        (8, WEST, 0, EAST, False, "", "hgv"),
    ]


def test_several_streets_from_or_to_are_several_turns(tmp_path: Path) -> None:
    osm = junction()
    two = [("w", NORTH, "from"), ("w", WEST, "from"), ("n", VIA, "via"), ("w", EAST, "to"), ("w", 404, "from")]
    osm.relation(two, {"type": "restriction", "restriction": "no_entry"}, relation_id=1)
    turns = read_streets(osm.write(tmp_path / "toy.osm.pbf")).turns
    assert [row[1:4] for row in rows(turns)] == [(WEST, 0, EAST), (NORTH, 0, EAST)]


LEFT_OUT: dict[str, tuple[Members, dict[str, str]]] = {
    "via a way": (members(WEST, 5, EAST, "w"), {"restriction": "no_u_turn"}),
    "two nodes": ([*members(WEST, EAST), ("n", 20, "via")], {"restriction": "no_u_turn"}),
    "no via": ([("w", WEST, "from"), ("w", EAST, "to")], {"restriction": "no_u_turn"}),
    "via not in the file": (members(WEST, EAST, 404), {"restriction": "no_u_turn"}),
    "via on no street": (members(WEST, EAST, 30), {"restriction": "no_u_turn"}),
    "from not in the file": (members(404, EAST), {"restriction": "no_u_turn"}),
    "from that does not touch": (members(5, EAST), {"restriction": "no_u_turn"}),
    "from that is no street": (members(6, EAST), {"restriction": "no_u_turn"}),
    "at some hours": (members(WEST, EAST), {"restriction:conditional": "no_u_turn @ (Mo-Fr 07:00-09:00)"}),
    "of lorries at some hours": (members(WEST, EAST), {"restriction:hgv:conditional": "no_u_turn @ (Mo-Fr)"}),
    "unknown": (members(WEST, EAST), {"restriction": "none"}),
    "nothing said": (members(WEST, EAST), {}),
}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_is_left_out_is_counted(tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str) -> None:
    osm, (who, tags) = junction(), LEFT_OUT[name]
    osm.node(5, 5, node_id=30)
    osm.relation(who, {"type": "restriction"} | tags, relation_id=1)
    osm.relation(members(WEST, EAST), {"type": "restriction", "restriction": "no_straight_on"}, relation_id=2)
    with caplog.at_level(logging.INFO):
        turns = read_streets(osm.write(tmp_path / "toy.osm.pbf")).turns
    assert turns["relation_id"].tolist() == [2]
    assert "1 afslagregels" in caplog.text
    assert "1 weggelaten" in caplog.text


def test_without_restrictions_there_are_no_rows(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        turns = read_streets(junction().write(tmp_path / "toy.osm.pbf")).turns
    assert len(turns) == 0
    assert turns.dtypes.astype("str").to_dict() == TURN_COLUMNS
    assert not caplog.text
