"""The quality of walks of a whole run on the real extract of Kampen, against an oracle that shares no code with ours."""

from copy import copy
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import kampen_workspace
import osm_places
import osm_quality
import osm_streets
import pandas as pd
import pytest
from shapely import Point

from geo.analysis.distances import DistanceOptions
from geo.analysis.route_quality import route_quality
from geo.crs import RD_NEW
from geo.network.build import build
from geo.sources.facilities import read_facilities
from geo.sources.streets import read_streets

TOLERANCE_M = 0.5
PARTS = ("network", "exposed", "exposed_unknown", "unlit", "lit_unknown")
PLACES = {row[0]: Point(row[2], row[3]) for row in kampen_workspace.LOCATIONS}
COMPARED = ("supermarket", "pharmacy", "childcare", "police", "hospital", "library", "train_station")


@pytest.fixture(scope="module")
def folder(kampen: Path) -> Path:
    return kampen / "data" / "processed"


@pytest.fixture(scope="module")
def table(folder: Path) -> pd.DataFrame:
    return pd.read_parquet(folder / "route_quality.parquet")


@pytest.fixture(scope="module")
def raw(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> osm_streets.Raw:
    xml = tmp_path_factory.mktemp("xml") / "kampen.osm"
    return osm_streets.read_xml(osm_streets.as_xml(shared / "kampen" / "kampen.osm.pbf", xml))


@pytest.fixture(scope="module")
def oracle(raw: osm_streets.Raw) -> osm_quality.QualityOracle:
    return osm_quality.QualityOracle(raw, osm_streets.StreetOracle(raw, "walk", "EPSG:28992"))


def judged(oracle: osm_quality.QualityOracle, table: pd.DataFrame) -> pd.DataFrame:
    """Give the oracle's parts of each walk that there is, to the facility that the distances name."""
    shapes = {category: osm_places.places(oracle.raw, category) for category in COMPARED}
    rows = []
    for row in table[(table["status"] == "ok") & table["category"].isin(COMPARED)].itertuples():
        (foot,) = oracle.streets.feet(PLACES[row.origin_id])
        parts = oracle.parts(foot, oracle.streets.feet(shapes[row.category][row.facility_id]))
        rows.append((row.origin_id, row.category, *(getattr(parts, part) for part in PARTS)))
    return pd.DataFrame(rows, columns=["origin_id", "category", *(f"{part}_m" for part in PARTS)])


@pytest.fixture(scope="module")
def expected(oracle: osm_quality.QualityOracle, table: pd.DataFrame) -> pd.DataFrame:
    return judged(oracle, table)


def disagreements(ours: pd.DataFrame, oracle: pd.DataFrame) -> list[str]:
    """List the parts on which the two differ."""
    both = oracle.merge(ours, on=["origin_id", "category"], suffixes=("_oracle", ""), validate="one_to_one")
    assert len(both) == len(oracle)
    return [
        f"{row['origin_id']} {row['category']}: {part} {row[f'{part}_m']} against {row[f'{part}_m_oracle']}"
        for row in both.to_dict("records")
        for part in PARTS
        if abs(row[f"{part}_m"] - row[f"{part}_m_oracle"]) > TOLERANCE_M
    ]


def test_every_part_of_every_walk_agrees_with_the_oracle(table: pd.DataFrame, expected: pd.DataFrame) -> None:
    assert disagreements(table, expected) == []
    assert len(expected) == 66
    assert [int((expected[f"{part}_m"] > TOLERANCE_M).sum()) for part in PARTS] == [66, 3, 46, 0, 65]


def test_a_metre_of_error_would_be_noticed(table: pd.DataFrame, expected: pd.DataFrame) -> None:
    row = table[(table["status"] == "ok") & table["category"].isin(COMPARED)].index[0]
    for part in PARTS:
        bent = table.copy()
        bent.loc[row, f"{part}_m"] += 1.0
        assert len(disagreements(bent, expected)) == 1


def other_tags(way: int) -> dict[str, str]:
    """Give what the map says of some ways in another telling, so that every part occurs on many walks."""
    told = {0: {"sidewalk": "no", "lit": "no"}, 1: {"sidewalk:both": "none", "maxspeed": "80"}, 2: {"lit": "yes"}}
    return told.get(way % 5, {})


def test_with_other_tags_the_parts_move_as_those_of_the_oracle_do(
    folder: Path, table: pd.DataFrame, oracle: osm_quality.QualityOracle, shared: Path
) -> None:
    extract = shared / "kampen" / "kampen.osm.pbf"
    streets, facilities = read_streets(extract), read_facilities(extract)
    tags = streets.way_tags.copy()
    for place, way in enumerate(streets.way_id):
        for tag, said in other_tags(int(way)).items():
            tags.iloc[place, tags.columns.get_loc(tag)] = said
    origins = gpd.GeoDataFrame({"location_id": list(PLACES)}, geometry=list(PLACES.values()), crs="EPSG:4326")
    moved = route_quality(
        pd.read_parquet(folder / "distances.parquet"), origins, facilities, build(streets, "walk", crs=RD_NEW),
        way_tags=tags, options=DistanceOptions(),
    )  # fmt: skip
    told = {way: (nodes, own | other_tags(way)) for way, (nodes, own) in oracle.raw.ways.items()}
    oracle = copy(oracle)
    oracle.raw = replace(oracle.raw, ways=told)
    expected = judged(oracle, moved)
    assert disagreements(moved, expected) == []
    assert len(expected) == 66
    many = {part: int((expected[f"{part}_m"] > 100).sum()) for part in PARTS}
    assert many == {"network": 66, "exposed": 26, "exposed_unknown": 24, "unlit": 51, "lit_unknown": 59}
    both = table.merge(moved, on=["origin_id", "category"], suffixes=("", "_moved"))
    assert (both["distance_m"] == both["distance_m_moved"])[both["status"] == "ok"].all()
    assert ((both["exposed_m_moved"] - both["exposed_m"]) > 100).sum() >= 23
