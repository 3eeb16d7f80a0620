"""All pairs at once: by hand on toy towns, and as the journeys that are found pair by pair on random ones."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from shapely import Point, Polygon

from geo.crs import to_crs
from geo.extract import Streets
from geo.network.build import Network, build
from geo.network.matrix import Block, matrix, most_pairs
from geo.network.route import Weight, nearest, reachable, within
from geo.network.snap import Snaps, snap
from tests.network.random_towns import MODES, TownPlan, place_lists, town_plans
from tests.network.turning_towns import TurningOpinion, turning_plans
from tests.toytowns import CRS, Place, one_way_ring, places, street, two_islands

UM = 1e-4
"""Toy towns are laid out to within a tenth of a millimetre."""
NO = np.nan
Spots = list[Place | list[Place]]
Floats = NDArray[np.float64]
AGAINST: Mapping[str, str] = {"highway": "residential", "oneway": "-1"}


def feet(network: Network, spots: Spots) -> Snaps:
    return snap(network, places(*spots), min_component_m=300.0)


def joined(blocks: list[Block]) -> tuple[Floats, Floats, Floats]:
    """Put blocks below each other: metres, minutes and whether there is a way, for each pair."""
    assert [block.first for block in blocks] == np.cumsum([0, *(len(one.distance_m) for one in blocks[:-1])]).tolist()
    return (
        np.concatenate([block.distance_m for block in blocks]),
        np.concatenate([block.minutes for block in blocks]),
        np.concatenate([block.exists for block in blocks]),
    )


def metres(streets: Streets, here: Spots, there: Spots, *, limit: float = np.inf) -> Floats:
    """Give the matrix for cars."""
    network = build(streets, "car", crs=CRS)
    return joined(list(matrix(network, feet(network, here), feet(network, there), limit=limit)))[0]


def test_a_one_way_ring_is_gone_round() -> None:
    # 800 m round, anticlockwise from (0, 0): places at 100, 250 and 700 m, and one 20 m outside at 100 m.
    here: Spots = [(100.0, 0.0), (200.0, 50.0), (0.0, 100.0), (100.0, -20.0)]
    expected = [[0, 150, 600, 20], [650, 0, 450, 670], [200, 350, 0, 220], [20, 170, 620, 40]]
    np.testing.assert_allclose(metres(one_way_ring(), here, here), expected, rtol=0, atol=UM)
    # The other way round every distance is that of the pair the other way round.
    np.testing.assert_allclose(metres(one_way_ring(tags=AGAINST), here, here), np.transpose(expected), rtol=0, atol=UM)


def test_two_feet_on_one_street_are_joined_along_it() -> None:
    # On a one-way street of 1,000 m between two that close the ring: 300 m ahead, or the whole way round.
    ring = one_way_ring(side_m=1000.0)
    found = metres(ring, [(100.0, 0.0), (400.0, 5.0)], [(400.0, 0.0), (100.0, 0.0)])
    np.testing.assert_allclose(found, [[300, 0], [5, 3705]], rtol=0, atol=UM)
    both_ways = metres(street(), [(120.0, 0.0)], [(130.0, 0.0), (110.0, 0.0), (120.0, 7.0)])
    np.testing.assert_allclose(both_ways, [[10, 10, 7]], rtol=0, atol=UM)


@pytest.mark.parametrize("limit", [np.inf, 400.0])
def test_what_cannot_be_reached_is_missing_and_said_apart_from_what_is_too_far(limit: float) -> None:
    # Two islands of 600 m; the last place is farther from any street than a leg may be.
    spots: Spots = [(0.0, 0.0), (600.0, 0.0), (1600.0, 0.0), (300.0, 5000.0)]
    network = build(two_islands(), "walk", crs=CRS)
    snaps = feet(network, spots)
    found, minutes, exists = joined(list(matrix(network, snaps, snaps, limit=limit)))
    far = 600 if limit == np.inf else NO
    expected = [[0, far, NO, NO], [far, 0, NO, NO], [NO, NO, 0, NO], [NO] * 4]
    np.testing.assert_allclose(found, expected, rtol=0, atol=UM)
    np.testing.assert_allclose(minutes, np.array(expected) / 1000 * 12, rtol=0, atol=1e-3)
    assert exists.astype(int).tolist() == [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0] * 4]


@pytest.mark.parametrize(("limit", "is_near"), [(599.999, False), (600.0, True)])
def test_the_limit_is_included(limit: float, is_near: bool) -> None:
    found = metres(street(), [(100.0, 0.0)], [(700.0, 0.0)], limit=limit)
    assert np.isfinite(found).tolist() == [[is_near]]


def test_without_places_or_streets_there_is_nothing() -> None:
    network = build(street(), "walk", crs=CRS)
    some, none = feet(network, [(0.0, 0.0)]), feet(network, [])
    assert list(matrix(network, none, some)) == []
    assert list(matrix(network, some, none)) == []
    bare = build(street(tags={"highway": "motorway"}), "walk", crs=CRS)
    assert len(bare.u) == 0
    (block,) = matrix(bare, feet(bare, [(0.0, 0.0)]), feet(bare, [(0.0, 0.0)]))
    assert np.isnan(block.distance_m).all()
    assert not block.exists.any()


def pairs_of(network: Network, origins: Snaps, targets: Snaps, limit: float, weight: Weight) -> tuple[Floats, Floats]:
    """Ask for all targets of each origin as the nearest ones: metres and minutes, missing where there are none."""
    found = nearest(network, origins, targets, k=targets.count, limit=limit, weight=weight)
    both = np.full((origins.count, targets.count), NO), np.full((origins.count, targets.count), NO)
    for answer, part in zip(both, (found.total_m, found.seconds / 60), strict=True):
        answer[found.origin, found.target] = part
    return both


def test_every_pair_is_the_journey_that_is_found_alone_whatever_the_blocks() -> None:
    seen = Counter[str]()

    @settings(max_examples=200, deadline=None, derandomize=True)
    @given(
        town_plans(least=4), MODES, place_lists(), place_lists(most=9), st.sampled_from([200.3, 600.7, np.inf]),
        st.sampled_from(["distance", "time"]),
    )  # fmt: skip
    def law(plan: TownPlan, mode: str, here: Spots, there: Spots, limit: float, weight: Weight) -> None:
        network = build(plan.streets(), mode, crs=CRS)
        origins, targets = feet(network, here), feet(network, there)
        expected = pairs_of(network, origins, targets, limit, weight)
        exists = [reachable(network, origins, targets.take(np.array([one]))) for one in range(targets.count)]
        for block_pairs, threads in ((1, 1), (7, 2), (2**20, 1), (2**20, 3)):
            options = {"limit": limit, "weight": weight, "block_pairs": block_pairs, "threads": threads}
            found = joined(list(matrix(network, origins, targets, **options)))  # type: ignore[arg-type]
            for ours, theirs in zip(found, (*expected, np.transpose(exists)), strict=True):
                np.testing.assert_array_equal(ours, theirs)
        if weight == "distance":
            each = within(network, origins, targets, limit=limit)
            np.testing.assert_array_equal(found[0][each.origin, each.target], each.total_m)
            assert np.isfinite(found[0]).sum() == len(each.origin)
        seen["pairs"] += int(np.isfinite(found[0]).sum())
        seen["beyond"] += int((np.isnan(found[0]) & found[2]).sum())
        seen["unreachable"] += int((~found[2]).sum())

    law()
    assert seen["pairs"] > 1000
    assert min(seen["beyond"], seen["unreachable"]) > 100


def test_forbidden_turns_are_obeyed_from_both_sides() -> None:
    seen = Counter[str]()

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(turning_plans(), place_lists(), place_lists(most=9), st.sampled_from([450.0, np.inf]))
    def law(plan: TownPlan, here: Spots, there: Spots, limit: float) -> None:
        network = build(plan.streets(), "car", crs=CRS)
        origins, targets = feet(network, here), feet(network, there)
        oracle = TurningOpinion(plan).totals_mm(origins, targets) / 1000
        exists = [reachable(network, origins, targets.take(np.array([one]))) for one in range(targets.count)]
        for block_pairs in (1, 2**20):
            found = joined(list(matrix(network, origins, targets, limit=limit, block_pairs=block_pairs)))
            np.testing.assert_array_equal(found[0], np.where(oracle <= min(limit, 1e9), oracle, NO))
            np.testing.assert_array_equal(found[2], np.transpose(exists))
        seen["pairs"] += int(np.isfinite(found[0]).sum())
        seen["copies"] += len(network.links.copy_of)
        seen["beyond"] += int((np.isnan(found[0]) & found[2]).sum())

    law()
    assert min(seen.values()) > 50


def turned(network: Network) -> Network:
    """Turn every one-way street of a network round."""
    links = network.links
    other = replace(
        links, forward=links.backward, backward=links.forward, leaving=links.entering, entering=links.leaving
    )
    return replace(network, forward=network.backward, backward=network.forward, links=other)


def test_with_all_streets_turned_round_it_is_the_transposed_matrix() -> None:
    seen = Counter[str]()

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(town_plans(least=4), MODES, place_lists(), place_lists(), st.integers(1, 40), st.integers(1, 40))
    def law(plan: TownPlan, mode: str, here: Spots, there: Spots, size: int, other_size: int) -> None:
        network = build(plan.streets(), mode, crs=CRS)
        origins, targets = feet(network, here), feet(network, there)
        one = joined(list(matrix(network, origins, targets, block_pairs=size)))
        other = joined(list(matrix(turned(network), targets, origins, block_pairs=other_size)))
        for ours, theirs in zip(one, other, strict=True):
            np.testing.assert_array_equal(ours, theirs.T)
        seen["pairs"] += int(np.isfinite(one[0]).sum())
        back = joined(list(matrix(network, targets, origins)))
        seen["one-way"] += int((one[0] != back[0].T)[np.isfinite(one[0])].sum())

    law()
    assert seen["pairs"] > 500
    assert seen["one-way"] > 50


def test_no_more_pairs_are_near_by_road_than_as_the_crow_flies() -> None:
    seen = Counter[str]()

    @settings(max_examples=120, deadline=None, derandomize=True)
    @given(town_plans(least=4), MODES, place_lists(), place_lists(), st.sampled_from([20.0, 40.0, 200.0]))
    def law(plan: TownPlan, mode: str, here: Spots, there: Spots, limit: float) -> None:
        network = build(plan.streets(), mode, crs=CRS)
        shapes = [to_crs(places(*spots), CRS).to_numpy() for spots in (here, there)]
        for weight, reach_m in (("distance", limit), ("time", float(network.farthest_m(limit)))):
            blocks = matrix(network, feet(network, here), feet(network, there), limit=limit, weight=weight)  # type: ignore[arg-type]
            near = int(np.isfinite(joined(list(blocks))[0]).sum())
            most = most_pairs(*shapes, reach_m)
            assert near <= most <= len(here) * len(there)
            seen["near"] += near
            seen["fewer than all"] += most < len(here) * len(there)

    law()
    assert seen["near"] > 300
    assert seen["fewer than all"] > 20


def test_places_are_counted_as_the_crow_flies() -> None:
    here = np.array([Point(0, 0), Point(100, 0), None, Point()], dtype=object)
    there = np.array([Point(0, 50), Point(100, 70), Point(300, 0)], dtype=object)
    assert most_pairs(here, there, 49.5) == 1
    assert most_pairs(here, there, 70.0) == 2
    assert most_pairs(here, there, 1e9) == 6
    assert most_pairs(here, there[:0], 1e9) == 0
    # The outline of a shape may be nearer than its middle: 50 m are left of the 200 m to this one.
    area = np.array([Polygon([(50, -50), (350, -50), (350, 50), (50, 50)])], dtype=object)
    assert most_pairs(here[:1], area, 50.0) == 1
