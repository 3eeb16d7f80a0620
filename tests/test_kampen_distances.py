"""The distances of a whole run on the real extract of Kampen, against an oracle that shares no code with ours."""

from pathlib import Path

import geopandas as gpd
import kampen_workspace
import numpy as np
import osm_places
import osm_streets
import osm_turns
import pandas as pd
import pytest
from shapely import Point

from geo.crs import RD_NEW
from geo.network.build import build
from geo.sources.streets import read_streets
from tests.network.same_feet import same_feet

LIMIT_M = {"walk": 5_000.0, "bike": 15_000.0, "car": 50_000.0}
TOLERANCE_M = 0.5
POINTS, SEED = 1200, 20261126
COMPARED = ("supermarket", "pharmacy", "childcare", "police", "hospital", "library", "train_station")


@pytest.fixture(scope="module")
def table(kampen: Path) -> pd.DataFrame:
    return pd.read_parquet(kampen / "data" / "processed" / "distances.parquet")


@pytest.fixture(scope="module")
def xml(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return osm_streets.as_xml(shared / "kampen" / "kampen.osm.pbf", tmp_path_factory.mktemp("xml") / "kampen.osm")


@pytest.fixture(scope="module")
def raw(xml: Path) -> osm_streets.Raw:
    return osm_streets.read_xml(xml)


@pytest.fixture(scope="module")
def by_car(raw: osm_streets.Raw, xml: Path) -> osm_turns.TurningOracle:
    return osm_turns.TurningOracle(raw, osm_turns.read_xml_turns(xml), "EPSG:28992")


@pytest.fixture(scope="module")
def expected(raw: osm_streets.Raw, by_car: osm_turns.TurningOracle) -> pd.DataFrame:
    """The oracle's nearest three of each category, for every location and mode, or why there is none."""
    found = {category: osm_places.places(raw, category) for category in COMPARED}
    rows = []
    for mode, limit_m in LIMIT_M.items():
        streets = by_car if mode == "car" else osm_streets.StreetOracle(raw, mode, "EPSG:28992")
        goals = {(c, i): streets.feet(shape) for c, some in found.items() for i, shape in some.items()}
        for location in kampen_workspace.LOCATIONS:
            (foot,) = streets.feet(Point(location[2], location[3]))
            reached = streets.distances(foot, goals) if foot.leg_m <= 1000 else {}
            for category in COMPARED:
                if category in str(location[12]).split(";"):
                    rows.append((location[0], mode, category, 1, None, 0.0, "on_site"))
                    continue
                all_of_it = sorted((d[0], i) for (c, i), d in reached.items() if c == category)
                near = [(d, i) for d, i in all_of_it if d <= limit_m][:3]
                rows += [(location[0], mode, category, n, i, d, "ok") for n, (d, i) in enumerate(near, start=1)]
                if not near:
                    status = "beyond_limit" if all_of_it else "unreachable"
                    rows.append((location[0], mode, category, 1, None, float("nan"), status))
    names = ["origin_id", "mode", "category", "rank", "facility_id", "distance_m", "status"]
    return pd.DataFrame(rows, columns=names)


def disagreements(ours: pd.DataFrame, oracle: pd.DataFrame) -> list[str]:
    """List the rows on which the two differ in rows, status, facility or metres."""
    key = ["origin_id", "mode", "category", "rank"]
    both = ours[ours["category"].isin(COMPARED)].merge(
        oracle, on=key, how="outer", suffixes=("", "_oracle"), indicator=True
    )
    wrong = []
    for row in both.itertuples():
        place = (row.origin_id, row.mode, row.category, row.rank)
        if row[-1] != "both":
            wrong.append(f"{place}: only {row[-1]}")
        elif row.status != row.status_oracle:
            wrong.append(f"{place}: {row.status} against {row.status_oracle}")
        elif row.status == "ok" and (
            row.facility_id != row.facility_id_oracle or abs(row.distance_m - row.distance_m_oracle) > TOLERANCE_M
        ):
            wrong.append(
                f"{place}: {row.facility_id} {row.distance_m} against {row.facility_id_oracle} {row.distance_m_oracle}"
            )
    return wrong


def test_every_row_agrees_with_the_oracle(table: pd.DataFrame, expected: pd.DataFrame) -> None:
    assert disagreements(table, expected) == []
    assert (expected["status"] == "ok").sum() == 471
    assert set(expected["status"]) >= {"ok", "unreachable", "on_site"}


def test_a_metre_of_error_would_be_noticed(table: pd.DataFrame, expected: pd.DataFrame) -> None:
    row = table[(table["status"] == "ok") & table["category"].isin(COMPARED)].index[0]
    bent = table.copy()
    bent.loc[row, "distance_m"] += 1.0
    assert len(disagreements(bent, expected)) == 1


def test_a_forbidden_turn_makes_some_distances_longer(raw: osm_streets.Raw, by_car: osm_turns.TurningOracle) -> None:
    assert len(by_car.turns) == 54
    free = osm_streets.StreetOracle(raw, "car", "EPSG:28992")
    goals = {i: free.feet(shape) for i, shape in osm_places.places(raw, "supermarket").items()}
    longer = 0
    for location in kampen_workspace.LOCATIONS[:10]:
        (foot,) = free.feet(Point(location[2], location[3]))
        without, bound = (streets.distances(foot, goals) for streets in (free, by_car))
        longer += sum(bound[name][0] > parts[0] + TOLERANCE_M for name, parts in without.items())
    assert longer == 1


def test_another_rule_for_one_way_streets_would_be_noticed(
    raw: osm_streets.Raw, expected: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(osm_streets, "direction", lambda _tags, _mode: "both")
    streets = osm_streets.StreetOracle(raw, "car", "EPSG:28992")
    goals = {i: streets.feet(shape) for i, shape in osm_places.places(raw, "supermarket").items()}
    shorter = 0
    for location in kampen_workspace.LOCATIONS[1:6]:
        (foot,) = streets.feet(Point(location[2], location[3]))
        nearest_m = min(d[0] for d in streets.distances(foot, goals).values())
        mine = expected.query("origin_id == @location[0] and mode == 'car' and category == 'supermarket' and rank == 1")
        shorter += nearest_m < mine["distance_m"].iloc[0] - TOLERANCE_M
    assert shorter >= 1


def test_walking_has_a_second_component_of_957_metres_and_nothing_is_reached_from_it(
    raw: osm_streets.Raw, table: pd.DataFrame
) -> None:
    streets = osm_streets.StreetOracle(raw, "walk", "EPSG:28992")
    assert sorted(streets.component_m.values())[-2] == pytest.approx(957.75, abs=0.01)
    island = table.query("origin_id == 'K10' and mode == 'walk' and category == 'supermarket'")
    assert list(island["status"]) == ["unreachable"]
    assert island["distance_m"].isna().all()


def test_the_azc_at_the_edge_is_flagged_and_nothing_nearer_than_the_edge_is(table: pd.DataFrame) -> None:
    """The azc lies some 315 m from the western edge of the extract, 5.841 degrees east."""
    dronten = table[(table["origin_id"] == "D1") & (table["status"] == "ok")]
    edge_m = osm_streets.GEOD.inv(5.845657, 52.545310, 5.841, 52.545310)[2]
    assert edge_m == pytest.approx(315.8, abs=1.0)
    assert len(dronten) >= 20
    assert (dronten["border"] == (dronten["distance_m"] > edge_m)).all()
    assert dronten["border"].any()


def test_a_place_far_from_every_street_is_unreachable_and_a_far_one_is_flagged(table: pd.DataFrame) -> None:
    far = table[(table["origin_id"] == "K12") & ~table["category"].isin(["dentist"])]
    assert set(far["status"]) == {"unreachable"}
    field = table.query("origin_id == 'K11' and status == 'ok'")
    assert len(field) > 0
    assert field["far_snap"].all()


def test_a_category_that_the_extract_does_not_hold_is_none(table: pd.DataFrame) -> None:
    dentists = table[table["category"] == "dentist"]
    assert set(dentists["status"]) == {"none"}
    assert dentists[["distance_m", "minutes", "straight_m"]].isna().all().all()
    assert len(dentists) == 3 * len(kampen_workspace.LOCATIONS)


def test_parts_add_up_and_no_way_is_shorter_than_the_straight_line(table: pd.DataFrame) -> None:
    found = table[table["status"] == "ok"]
    total = found["access_m"] + found["network_m"] + found["egress_m"]
    assert (total - found["distance_m"]).abs().max() < 1e-6
    assert (found["distance_m"] >= found["straight_m"] - 1e-3).all()
    on_site = table[table["status"] == "on_site"]
    assert set(map(tuple, on_site[["origin_id", "category"]].drop_duplicates().to_numpy())) == {
        ("D1", "gp"),
        ("K07", "gp"),
        ("K07", "childcare"),
    }
    assert on_site["facility_id"].isna().all()
    assert (on_site["distance_m"] == 0).all()


def test_feet_all_over_kampen_are_those_of_a_measurement_of_all_segments(shared: Path, raw: osm_streets.Raw) -> None:
    streets = read_streets(shared / "kampen" / "kampen.osm.pbf")
    compared = inside = 0
    for mode in LIMIT_M:
        network = build(streets, mode, crs=RD_NEW)
        draw = np.random.default_rng(SEED)
        node = draw.choice(len(network.lon), POINTS // 4, replace=False)
        lon, lat = (
            np.concatenate([draw.uniform(axis.min() - 0.01, axis.max() + 0.01, POINTS), axis[node]])
            for axis in (network.lon, network.lat)
        )
        oracle = osm_streets.StreetOracle(raw, mode, "EPSG:28992")
        counts = same_feet(network, oracle, gpd.GeoSeries.from_xy(lon, lat, crs=4326))
        compared, inside = compared + counts[0], inside + counts[1]
    assert compared == 3 * (POINTS + POINTS // 4)
    assert inside > compared / 3
