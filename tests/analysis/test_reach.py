"""Reach: people are conserved, spread over streets, and unknown where nothing can be said."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, box

from geo.analysis.demand import demand_points, without_number
from geo.analysis.reach import Nearby, areas_of, reach
from geo.tables.reach import REACH

CRS = "EPSG:28992"
BOUNDARY = box(0, 0, 1000, 1000)


def people_in(*rows: tuple[str, float, bool, object]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(rows, columns=["area_id", "people", "fine", "geometry"])
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=CRS)


def lines(*rows: tuple[str, LineString]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=["kind", "geometry"]), geometry="geometry", crs=CRS)


def test_a_coarse_area_is_spread_over_its_residential_streets() -> None:
    area = people_in(("8260", 400, False, box(0, 0, 1000, 800)))
    roads = lines(
        ("residential", LineString([(0, 100), (100, 100)])),
        ("living_street", LineString([(500, 100), (800, 100)])),
        ("primary", LineString([(0, 500), (1000, 500)])),
    )
    points = demand_points(area, boundary=BOUNDARY, streets=roads)
    west = points[points.geometry.x < 250]
    # 100 of 400 m of street: a quarter of 400 people, in four pieces of 25 m
    assert (len(west), west["people"].sum(), points["people"].sum()) == (4, pytest.approx(100), pytest.approx(400))
    assert points["known"].all()


def test_the_part_outside_the_extract_is_unknown_by_surface() -> None:
    area = people_in(("8260", 400, False, box(0, 900, 1000, 1300)))
    roads = lines(
        ("residential", LineString([(0, 950), (100, 950)])), ("residential", LineString([(0, 1200), (900, 1200)]))
    )
    points = demand_points(area, boundary=BOUNDARY, streets=roads)
    # 100 of 400 m lies inside: 100 people on the street inside, 300 unknown
    assert points.groupby("known")["people"].sum().to_dict() == pytest.approx({False: 300, True: 100})


def test_an_area_without_residential_streets_is_unknown() -> None:
    area = people_in(("8260", 400, False, box(0, 0, 100, 100)))
    for roads in (None, lines(("primary", LineString([(0, 50), (100, 50)])))):
        points = demand_points(area, boundary=BOUNDARY, streets=roads)
        assert points[["people", "known"]].to_numpy().tolist() == [[400, False]]


def test_a_square_is_its_centroid_and_one_without_a_number_is_left_out() -> None:
    squares = people_in(
        ("a", 7, True, box(0, 0, 100, 100)),
        ("b", 5, True, box(950, 0, 1070, 100)),
        ("c", np.nan, True, box(0, 0, 9, 9)),
    )
    points = demand_points(squares, boundary=BOUNDARY)
    assert points[["area_id", "people", "known"]].to_numpy().tolist() == [["a", 7, True], ["b", 5, False]]
    assert (points.geometry.x[0], points.geometry.y[0]) == (50, 50)


def test_the_shares_by_hand() -> None:
    squares = people_in(
        ("a", 60, True, box(0, 0, 100, 100)),
        ("b", 30, True, box(100, 0, 200, 100)),
        ("c", 10, True, box(200, 0, 300, 100)),
        ("d", 50, True, box(1100, 0, 1200, 100)),
    )
    points = demand_points(squares, boundary=BOUNDARY)
    whole = gpd.GeoDataFrame({"code": ["PV1"]}, geometry=[box(0, 0, 1200, 100)], crs=CRS)
    towns = gpd.GeoDataFrame({"code": ["GM1", "GM2"]}, geometry=[box(0, 0, 250, 100), box(1000, 0, 1200, 100)], crs=CRS)
    find = Nearby(
        category="gp",
        mode="walk",
        limit_m=1000,
        distance_m=np.array([900, 1000, np.nan, 10]),
        count=np.array([3, 1, 0, 9]),
    )
    table = reach(points, areas_of(points, {"code:town": towns, "code:province": whole}), [find])
    assert tuple(table.columns) == REACH.names
    rows = table.set_index("area_id")
    # province: 150 people of whom 50 unknown; 60 + 30 of 100 within; (60 x 3 + 30 x 1) / 100 = 2,1
    assert rows.loc["PV1", ["people", "people_within", "people_unknown", "share", "facilities_mean"]].tolist() == [
        150, 90, 50, pytest.approx(0.9), pytest.approx(2.1),
    ]  # fmt: skip
    assert rows.loc["GM1", "people"] == 100
    assert rows.loc["GM2", ["people", "people_unknown"]].tolist() == [50, 50]
    assert np.isnan(rows.loc["GM2", "share"])


def test_squares_without_a_number_are_counted_apart() -> None:
    squares = people_in(
        ("a", 60, True, box(0, 0, 100, 100)),
        ("b", np.nan, True, box(100, 0, 200, 100)),
        ("c", np.nan, True, box(800, 0, 900, 100)),
    )
    points, lost = demand_points(squares, boundary=BOUNDARY), without_number(squares)
    layers = {"code": gpd.GeoDataFrame({"code": ["GM1"]}, geometry=[box(0, 0, 250, 100)], crs=CRS)}
    find = Nearby(category="gp", mode="walk", limit_m=500, distance_m=np.array([400.0]), count=np.ones(1))
    assert len(lost) == 2
    row = reach(points, areas_of(points, layers), [find], without_number=areas_of(lost, layers)).iloc[0]
    assert (row["people"], row["people_unknown"], row["areas_unknown"]) == (60, 0, 1)
    assert reach(points, areas_of(points, layers), [find])["areas_unknown"].isna().all()


SIDE = st.integers(-400, 1200)
AREA = st.tuples(st.floats(0, 1e5), st.booleans(), SIDE, SIDE, st.integers(20, 900), st.integers(20, 900))
ROAD = st.tuples(st.sampled_from(["residential", "primary"]), SIDE, SIDE, SIDE, SIDE)


@settings(deadline=None)
@given(st.lists(AREA, min_size=1, max_size=5), st.lists(ROAD, max_size=6), st.floats(0, 1500))
def test_nobody_is_lost(
    areas: list[tuple[float, bool, int, int, int, int]], roads: list[tuple[str, int, int, int, int]], limit_m: float
) -> None:
    given_people = people_in(
        *((f"{i}", people, fine, box(x, y, x + w, y + h)) for i, (people, fine, x, y, w, h) in enumerate(areas))
    )
    streets = lines(*((kind, LineString([(x, y), (u, v)])) for kind, x, y, u, v in roads))
    points = demand_points(given_people, boundary=BOUNDARY, streets=streets)
    assert points["people"].sum() == pytest.approx(given_people["people"].sum(), abs=1e-6)
    everywhere = gpd.GeoDataFrame({"code": ["X"]}, geometry=[box(-5000, -5000, 5000, 5000)], crs=CRS)
    distance = points.geometry.x.to_numpy()
    find = Nearby(category="gp", mode="walk", limit_m=limit_m, distance_m=distance, count=np.ones(len(points)))
    row = reach(points, areas_of(points, {"code": everywhere}), [find]).iloc[0]
    beyond = points.loc[points["known"] & ~(distance <= limit_m), "people"].sum()
    assert row["people_within"] + row["people_unknown"] + beyond == pytest.approx(row["people"], abs=1e-6)
    assert row["people"] == pytest.approx(given_people["people"].sum(), abs=1e-6)
