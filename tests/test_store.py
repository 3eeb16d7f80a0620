"""Whole files or none, keys that follow the bytes, and what a stage leaves behind."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from shapely import Point, box

from geo.errors import OutputLockedError, SourceError
from geo.extract import NODE_TAGS, STREET_TAGS, TURN_COLUMNS, Extract, Streets
from geo.store import (
    StageRecord,
    fingerprint,
    load_extract,
    load_frame,
    load_record,
    locked,
    save_extract,
    save_frame,
    save_record,
    sha256,
    whole_file,
    write_text,
)


def write_half(path: Path) -> None:
    with whole_file(path) as beside:
        beside.write_text("half")
        raise RuntimeError


def test_a_crash_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.txt", "oud")
    with pytest.raises(RuntimeError):
        write_half(path)
    assert path.read_text() == "oud"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_a_file_that_another_program_holds_is_found_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_text(tmp_path / "plan.xlsx", "x")
    assert locked([path]) == ()

    def refuse(_self: Path, _target: Path) -> Path:
        raise PermissionError

    monkeypatch.setattr(Path, "rename", refuse)
    monkeypatch.setattr(Path, "replace", refuse)
    assert locked([path]) == (path,)
    with pytest.raises(OutputLockedError, match=r"plan\.xlsx` is open in another program"):
        write_text(path, "nieuw")


def test_sha256_is_the_published_one(tmp_path: Path) -> None:
    # FIPS 180-2: the digest of "abc".
    path = write_text(tmp_path / "abc", "abc")
    assert sha256(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    with pytest.raises(SourceError, match="cannot be read"):
        sha256(tmp_path / "none")


def test_a_fingerprint_does_not_depend_on_the_order_of_keys() -> None:
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    assert fingerprint({"a": 1}) != fingerprint({"a": 2})


def test_frames_come_back_as_they_were(tmp_path: Path) -> None:
    plain = pd.DataFrame({"id": ["a", "b"], "places": pd.array([1, None], dtype="Int64")})
    drawn = gpd.GeoDataFrame({"id": ["a"]}, geometry=[Point(1, 2)], crs="EPSG:28992")
    assert_frame_equal(load_frame(save_frame(plain, tmp_path / "plain.parquet")), plain)
    back = load_frame(save_frame(drawn, tmp_path / "drawn.parquet"))
    assert isinstance(back, gpd.GeoDataFrame)
    assert back.crs == drawn.crs
    assert back.geometry.iloc[0] == Point(1, 2)


def test_an_extract_comes_back_as_it_was(tmp_path: Path) -> None:
    streets = Streets(
        node_id=np.array([1, 2]),
        node_lon=np.array([5.0, 5.1]),
        node_lat=np.array([52.0, 52.1]),
        way_id=np.array([7]),
        way_start=np.array([0, 2]),
        way_node=np.array([0, 1]),
        way_tags=pd.DataFrame({tag: [""] for tag in STREET_TAGS}),
        node_tags=pd.DataFrame({tag: ["x"] for tag in NODE_TAGS}, index=pd.Index([1], name="node")),
        turns=pd.DataFrame([(5, 7, 1, 7, True, "psv", "")], columns=list(TURN_COLUMNS)).astype(TURN_COLUMNS),
    )
    facilities = gpd.GeoDataFrame(
        {"facility_id": ["n1"], "category": ["gp"], "name": [""], "source": ["OSM"]}, geometry=[Point(5, 52)], crs=4326
    )
    extract = Extract(
        streets=streets, facilities=facilities, boundary=box(5, 52, 6, 53), timestamp="2023-01-30T00:00:00Z"
    )
    save_extract(extract, tmp_path)
    back = load_extract(tmp_path)
    assert back.boundary.equals(extract.boundary)
    assert back.timestamp == extract.timestamp
    assert np.array_equal(back.streets.way_node, streets.way_node)
    assert list(back.streets.node_tags.index) == [1]
    assert_frame_equal(back.streets.turns, streets.turns)
    assert_frame_equal(pd.DataFrame(back.facilities), pd.DataFrame(facilities))


def test_a_record_knows_whether_its_files_are_whole(tmp_path: Path) -> None:
    path = write_text(tmp_path / "t.csv", "a")
    record = StageRecord(key="k", files={"t.csv": sha256(path)}, seconds=1.5, peak_mb=None)
    save_record(record, tmp_path / "stage.json")
    assert load_record(tmp_path / "stage.json") == record
    assert record.whole(tmp_path)
    write_text(path, "b")
    assert not record.whole(tmp_path)
    path.unlink()
    assert not record.whole(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"key": 1}'])
def test_a_damaged_record_is_none(tmp_path: Path, text: str) -> None:
    assert load_record(write_text(tmp_path / "r.json", text)) is None
