"""The compiled search for the nearest segment, against a measurement of all segments."""

import itertools
from dataclasses import fields, replace

import geopandas as gpd
import numpy as np
import osm_streets
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from nearest_segment import first_nearest

from geo.network.build import build
from geo.network.nearest import nearest
from geo.network.snap import TIE_M, candidates, snap
from tests.network.random_towns import MODES, TownPlan, town_plans
from tests.network.same_feet import same_feet
from tests.toytowns import CRS, RESIDENTIAL, degrees, places, street, town

SEED = 20261126


def disagreements(ends: np.ndarray, x: np.ndarray, y: np.ndarray) -> list[int]:
    """List the points for which the oracle finds another segment."""
    found = nearest(ends, x, y, tie_m=TIE_M)
    assert len(found) == len(x)
    return [
        row for row, spot in enumerate(zip(x, y, strict=True)) if found[row] != first_nearest(ends, spot, TIE_M)
    ]  # fmt: skip


def crumbs(count: int, *, side_m: float = 10_000.0, length_m: float = 40.0) -> np.ndarray:
    """Strew segments over a square."""
    draw = np.random.default_rng(SEED)
    begin = draw.uniform(0, side_m, (count, 2))
    return np.hstack([begin, begin + draw.normal(0, length_m, (count, 2))])


def test_on_a_crowded_lattice_ties_and_segments_without_length_go_to_the_first() -> None:
    seen = {"points": 0, "bare": 0, "tied": 0}

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(st.integers(0, 2**32 - 1), st.integers(1, 150))
    def law(seed: int, count: int) -> None:
        draw = np.random.default_rng(seed)
        ends = draw.integers(0, 12, (count, 4), endpoint=True).astype(np.float64)
        x, y = draw.integers(-4, 28, (2, 50), endpoint=True) / 2
        assert disagreements(ends, x, y) == []
        backwards = count - 1 - nearest(ends[::-1], x, y, tie_m=TIE_M)
        seen["points"] += len(x)
        seen["tied"] += int((backwards != nearest(ends, x, y, tie_m=TIE_M)).sum())
        seen["bare"] += int((ends[:, :2] == ends[:, 2:]).all(axis=1).sum())

    law()
    assert seen["points"] == 60 * 50
    assert seen["tied"] > 400
    assert seen["bare"] > 10


@pytest.mark.parametrize("count", [1, 2, 7, 8, 9, 32, 33, 128, 129, 2000])
def test_a_tree_of_any_size_finds_what_a_measurement_of_all_finds(count: int) -> None:
    draw = np.random.default_rng(count)
    x, y = draw.uniform(-3_000, 13_000, (2, 300))
    assert disagreements(crumbs(count), x, y) == []


def test_long_lines_across_short_ones_are_found_along_their_whole_length() -> None:
    # 50 km from corner to corner and along two sides, first and last in the table, among 1,500 short ones.
    far = np.array([[0, 0, 35_000, 35_000], [0, 35_000, 35_000, 0], [0, 0, 35_000, 0], [0, 0, 0, 35_000]], dtype=float)
    ends = np.vstack([far[:2], crumbs(1500, side_m=35_000.0), far[2:]])
    x, y = np.random.default_rng(SEED).uniform(0, 35_000, (2, 600))
    assert disagreements(ends, x, y) == []
    long = np.isin(nearest(ends, x, y, tie_m=TIE_M), [0, 1, 1502, 1503])
    assert 50 < long.sum() < 550


def test_crowds_far_apart_amid_nothing_are_searched_as_well() -> None:
    ends = np.vstack([crumbs(700), crumbs(700) + 2_000_000.0, crumbs(3) - 5_000_000.0])
    x, y = np.random.default_rng(SEED).uniform(-6_000_000, 3_000_000, (2, 200))
    near = np.random.default_rng(SEED).uniform(0, 10_000, (2, 200))
    assert disagreements(ends, np.concatenate([x, near[0]]), np.concatenate([y, near[1] + 2_000_000.0])) == []


def test_within_a_micrometre_the_first_counts_whatever_the_order() -> None:
    # North of the point at 1 m, 0.7 micrometre less and more: of the outer two only the nearer is as near as any.
    north = {"middle": 1.0, "near": 1.0 - 0.7e-6, "far": 1.0 + 0.7e-6, "away": 1.5}
    for order in itertools.permutations(north):
        ends = np.array([[-5.0, north[name], 5.0, north[name]] for name in order])
        found = order[nearest(ends, np.zeros(1), np.zeros(1), tie_m=TIE_M)[0]]
        assert found == next(name for name in order if name in {"near", "middle"})
        assert order[first_nearest(ends, (0.0, 0.0), TIE_M)] == found


def test_other_points_in_the_same_search_change_nothing() -> None:
    ends = crumbs(3000)
    x, y = np.random.default_rng(SEED).uniform(-500, 10_500, (2, 400))
    whole = nearest(ends, x, y, tie_m=TIE_M)
    assert [nearest(ends, x[[row]], y[[row]], tie_m=TIE_M)[0] for row in range(0, 400, 10)] == whole[::10].tolist()
    np.testing.assert_array_equal(nearest(ends, x[::-1], y[::-1], tie_m=TIE_M)[::-1], whole)


def test_without_segments_or_without_points_there_is_nothing_to_find() -> None:
    none = np.empty(0)
    assert nearest(np.empty((0, 4)), np.zeros(2), np.zeros(2), tie_m=TIE_M).tolist() == [-1, -1]
    assert nearest(crumbs(5), none, none, tie_m=TIE_M).tolist() == []


def test_one_spot_may_be_the_place_of_all_segments() -> None:
    ends = np.zeros((50, 4))
    assert nearest(ends, np.array([0.0, 3.0, -1e9]), np.array([0.0, 4.0, 1e9]), tie_m=TIE_M).tolist() == [0, 0, 0]


def test_a_million_places_on_one_spot_have_one_foot() -> None:
    network = build(street(2000.0, parts=40), "walk", crs=CRS)
    one = snap(network, places((333, 44)))
    many = snap(network, gpd.GeoSeries(np.full(1_000_000, places((333, 44))[0]), crs=4326))
    assert many.count == len(many.owner) == 1_000_000
    for item in fields(many):
        if item.name not in {"count", "owner"}:
            values = getattr(many, item.name)
            assert (values == getattr(one, item.name)[0]).all(), item.name


def test_places_at_the_other_side_of_the_world_or_nowhere_have_no_foot() -> None:
    network = build(street(), "walk", crs=CRS)
    far = snap(network, gpd.GeoSeries.from_xy([-177.0, 3.1, 60.0, 3.0], [-60.0, 89.0, 0.0, 2.0], crs=4326))
    assert (far.count, set(far.segment.tolist())) == (4, {-1})
    endless = snap(network, gpd.GeoSeries.from_xy([3.0, 2.9], [2.0, -1.0], crs=4326), max_snap_m=np.inf)
    assert network.node_id[endless.node].tolist() == [1, 1]
    nowhere = snap(network, gpd.GeoSeries(np.full(1000, shapely.Point(np.nan, np.nan)), crs=4326))
    assert (nowhere.count, len(nowhere.owner)) == (1000, 0)


def test_a_height_moves_no_place() -> None:
    network = build(street(), "walk", crs=CRS)
    flat = places((333, 44), [(100, 5), (700, 9)])
    high = gpd.GeoSeries(shapely.force_3d(flat.to_numpy(), 2500.0), crs=4326)
    for item in fields(found := snap(network, high)):
        np.testing.assert_array_equal(getattr(found, item.name), getattr(snap(network, flat), item.name))


def test_a_system_that_stretches_lengths_takes_no_foot_away() -> None:
    # In web Mercator a metre at 60 degrees north is two: 900 m are 1,800, and within the longest leg all the same.
    lane = town({1: (0.0, 0.0), 2: (5000.0, 0.0)}, [(1, [1, 2], RESIDENTIAL)])
    moved = replace(lane, node_lat=lane.node_lat + 60.0)
    network = build(moved, "walk", crs=pyproj.CRS.from_epsg(3857))
    lon, lat = degrees((2500, 904))
    spots = gpd.GeoSeries(
        [shapely.Point(lon, lat + 60), shapely.box(lon, lat + 60, lon + 1e-3, lat + 60.001)], crs=4326
    )
    found = snap(network, spots)
    assert found.segment.tolist() == [0, 0]
    assert found.leg_m.tolist() == pytest.approx([911, 911], abs=5)


def test_feet_all_over_random_towns_are_those_of_a_measurement_of_all_segments() -> None:
    compared = []

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(town_plans(), MODES)
    def law(plan: TownPlan, mode: str) -> None:
        network = build(plan.streets(), mode, crs=CRS)
        if not len(candidates(network, 500.0)):
            return
        # All over the town; on nodes and halfway between them, where ties are; and far outside.
        spots = [(float(x), float(y)) for x in range(-60, 520, 95) for y in range(-60, 520, 95)]
        nodes = list(plan.places.values())
        halves = [((x1 + x2) / 2, (y1 + y2) / 2) for (x1, y1), (x2, y2) in itertools.pairwise(nodes)]
        oracle = osm_streets.StreetOracle(plan.raw(), mode, CRS.to_string())
        compared.append(same_feet(network, oracle, places(*spots, *nodes, *halves, (-40_000, 9_000))))

    law()
    assert sum(count for count, _ in compared) > 2000
    assert sum(inside for _, inside in compared) > 500
