"""Sums of what lies within some distances, by hand, by law, and against the matrix of all distances."""

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.network.around import sums_within
from geo.network.build import Network, build
from geo.network.matrix import matrix
from geo.network.snap import Snaps, snap
from tests import toytowns
from tests.network.random_towns import MODES, SecondOpinion, TownPlan, place_lists, town_plans
from tests.network.test_route_laws import CHECKED, Spots, stand

LIMITS_M = (0.0, 60.0, 150.0, 400.0)


def walk(streets: object) -> Network:
    return build(streets, "walk", crs=toytowns.CRS)  # type: ignore[arg-type]


def feet(network: Network, *spots: object) -> Snaps:
    return snap(network, toytowns.places(*spots), min_component_m=None)  # type: ignore[arg-type]


def test_a_street_by_hand() -> None:
    network = walk(toytowns.street(1000.0, parts=10))
    # 100 m along the street, and 20 m beside it: 120 m; 250 m along; 30 m the other way.
    homes = feet(network, (400.0, 20.0), (550.0, 0.0), (270.0, 0.0))
    weights = np.array([[10.0, 1.0], [20.0, 0.0], [40.0, 1.0]])
    sums = sums_within(network, feet(network, (300.0, 0.0)), homes, weights, limits_m=(29.0, 30.1, 120.1, 300.0))
    assert sums.tolist() == [[[0, 0], [40, 1], [50, 2], [70, 2]]]


def test_a_limit_counts_itself_and_a_leg_counts_with_it() -> None:
    network = walk(toytowns.street(1000.0, parts=10))
    site, home = feet(network, (300.0, 10.0)), feet(network, (300.0, 0.0))
    (block,) = matrix(network, site, home)
    exact = float(block.distance_m[0, 0])
    assert exact == pytest.approx(10, abs=0.01)
    sums = sums_within(network, site, home, np.array([[5.0]]), limits_m=(exact - 0.001, exact))
    assert sums[0, :, 0].tolist() == [0, 5]


def test_a_place_with_several_doors_counts_a_home_once_by_its_nearest() -> None:
    network = walk(toytowns.street(1000.0, parts=10))
    sites = feet(network, [(100.0, 0.0), (900.0, 0.0)], (500.0, 0.0))
    sums = sums_within(network, sites, feet(network, (150.0, 0.0), (850.0, 0.0)), np.ones((2, 1)), limits_m=(60, 400))
    assert sums[..., 0].tolist() == [[2, 2], [0, 2]]


def test_who_has_no_foot_finds_nothing_and_is_not_found() -> None:
    network = walk(toytowns.street(1000.0, parts=10))
    far, near = (500.0, 5_000.0), (500.0, 0.0)
    places = feet(network, far, near)
    sums = sums_within(network, places, places, np.ones((2, 1)), limits_m=(10_000.0,))
    assert sums[..., 0].tolist() == [[0], [1]]


def test_one_way_streets_count_in_the_direction_from_the_site() -> None:
    network = build(toytowns.one_way_ring(side_m=200.0), "car", crs=toytowns.CRS)
    sums = sums_within(
        network, feet(network, (0.0, 0.0)), feet(network, (0.0, 100.0)), np.ones((1, 1)), limits_m=(650, 750)
    )
    assert sums[0, :, 0].tolist() == [0, 1]


@CHECKED
@given(town_plans(), place_lists(), place_lists(), MODES, st.integers(0, 2**16))
def test_it_adds_up_the_paths_of_networkx_and_grows_with_the_limit(
    plan: TownPlan, sites: Spots, homes: Spots, mode: str, seed: int
) -> None:
    network, (origins, targets) = stand(plan, mode, sites, homes)
    weights = np.random.default_rng(seed).integers(0, 50, (len(homes), 2)).astype(float)
    total_m = SecondOpinion(plan, mode).totals(origins, targets)
    # Limits between the distances, where the oracle's floating point cannot sway.
    known = np.unique(np.round(total_m[np.isfinite(total_m)], 3))
    limits = (0.0, *(known + 0.0005), 10_000.0)
    sums = sums_within(network, origins, targets, weights, limits_m=limits)
    compared = 0
    for at, limit in enumerate(limits):
        assert sums[:, at].tolist() == ((total_m <= limit) @ weights).tolist()
        compared += sums[:, at].size
    assert compared == len(sites) * len(limits) * 2
    assert (np.diff(sums, axis=1) >= 0).all()
    (block,) = matrix(network, origins, targets)
    assert sums[:, -1].tolist() == ((block.distance_m <= limits[-1]) @ weights).tolist()


def test_no_targets_or_streets_give_nothing() -> None:
    network = walk(toytowns.street())
    none = snap(network, gpd.GeoSeries([], crs="EPSG:4326"))
    one = feet(network, (0.0, 0.0))
    assert sums_within(network, one, none, np.empty((0, 1)), limits_m=(100,)).tolist() == [[[0]]]
    empty = walk(toytowns.town({}, []))
    assert sums_within(empty, feet(empty, (0, 0)), feet(empty, (0, 0)), np.ones((1, 1)), limits_m=(9,)).tolist() == [
        [[0]]
    ]
