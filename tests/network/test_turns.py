"""Forbidden turns: on toy towns by hand, and on random towns against a search over pieces of street."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings

from geo.extract import Streets
from geo.network.build import build
from geo.network.catchment import reached
from geo.network.path import find_path
from geo.network.route import nearest, reachable, within
from geo.network.snap import snap
from tests.network.random_towns import TownPlan, place_lists
from tests.network.turning_towns import TurningOpinion, turning_plans
from tests.toytowns import CRS, RESIDENTIAL, Place, Turn, places, town

# 4 --- 5     a street of 100 m a side, and a stub of 10 m at 3 where one can turn round
# |     |
# 2 --- 3     one comes from 1 and wants to go up to 4
# |     |
# 1     6
SPOTS: Mapping[int, Place] = {1: (0, -100), 2: (0, 0), 3: (100, 0), 4: (0, 100), 5: (100, 100), 6: (100, -10)}
WAYS = [(1, [1, 2], RESIDENTIAL), (2, [2, 3], RESIDENTIAL), (3, [2, 4], RESIDENTIAL), (4, [3, 5, 4], RESIDENTIAL)]
STUB = (5, [3, 6], RESIDENTIAL)
ONE_WAY = {"highway": "residential", "oneway": "yes"}
NO: Turn = (1, 2, 3, "no_straight_on")


def metres(streets: Streets, origin: Place, target: Place, mode: str = "car") -> float:
    """Length of the way in a town, and that of its line; infinite without."""
    network = build(streets, mode, crs=CRS)
    here, there = (snap(network, places(spot), min_component_m=0.0) for spot in (origin, target))
    found = nearest(network, here, there, k=1)
    path = find_path(network, here, there, (0, 0))
    if path is None:
        assert len(found.total_m) == 0
        return np.inf
    assert path.length_mm == found.network_mm[0] == np.rint(path.metres(network).sum() * 1000)
    return float(found.network_m[0])


@pytest.mark.parametrize(
    ("turns", "stub", "expected"),
    [
        ([], False, 160.0),
        # Round the block: 100 + 100 + 100 + 100 and 40 down again.
        ([NO], False, 440.0),
        # With a crossing at 3 one turns round there: 100 + 100 + 100 + 60.
        ([NO], True, 360.0),
        # Not where that is forbidden too; at the end of the stub one can: 10 there and 10 back more.
        ([NO, (2, 3, 2, "no_u_turn")], True, 380.0),
        ([(1, 2, 2, "only_right_turn")], False, 440.0),
        # Of two that are permitted alone each is; what is forbidden stays so.
        ([(1, 2, 2, "only_right_turn"), (1, 2, 3, "only_straight_on")], False, 160.0),
        ([(1, 2, 2, "only_right_turn"), (1, 2, 3, "only_straight_on"), NO], False, 440.0),
        # Another way in, another way out, the way back: not this journey.
        ([(2, 2, 3, "no_right_turn"), (1, 2, 2, "no_right_turn"), (3, 2, 1, "no_straight_on")], False, 160.0),
        # At a node in the middle of a street too: nobody passes 5 on the way up.
        ([NO, (4, 5, 4, "no_straight_on")], False, 440.0),
    ],
)
def test_a_forbidden_turn_sends_the_driver_round(turns: Sequence[Turn], stub: bool, expected: float) -> None:
    streets = town(SPOTS, [*WAYS, *([STUB] if stub else [])], turns=turns)
    assert metres(streets, (0, -100), (0, 60)) == pytest.approx(expected, abs=2e-3)
    for mode in ("walk", "bike"):
        assert metres(streets, (0, -100), (0, 60), mode) == pytest.approx(160.0, abs=2e-3)


def test_a_turn_that_cannot_be_told_from_another_counts_for_nothing() -> None:
    # Way 1 runs on through 2: nobody knows from which side the turn is forbidden.
    through = [(1, [1, 2, 4], RESIDENTIAL), (2, [2, 3], RESIDENTIAL), (4, [3, 5, 4], RESIDENTIAL)]
    streets = town(SPOTS, through, turns=[(1, 2, 2, "no_right_turn")])
    assert metres(streets, (0, -100), (60, 0)) == pytest.approx(160.0, abs=2e-3)
    # In one direction it is clear. (A way back to 1 keeps the town whole.)
    back = (6, [5, 1], ONE_WAY)
    one_way = [(1, [1, 2, 4], ONE_WAY), *through[1:], back]
    streets = town(SPOTS, one_way, turns=[(1, 2, 2, "no_right_turn")])
    assert metres(streets, (0, -100), (60, 0)) == pytest.approx(100 + 100 + 100 + 100 + 40, abs=2e-3)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("exempt", "psv;bicycle", 440.0),
        ("exempt", "bicycle;motorcar", 160.0),
        ("exempt", "Motor_Vehicle", 160.0),
        ("limited", "hgv", 160.0),
        ("limited", "motorcar", 440.0),
        ("limited", "vehicle", 440.0),
    ],
)
def test_a_turn_binds_the_vehicles_it_is_for(column: str, value: str, expected: float) -> None:
    streets = town(SPOTS, WAYS, turns=[NO])
    told = replace(streets, turns=streets.turns.assign(**{column: value}))
    assert metres(told, (0, -100), (0, 60)) == pytest.approx(expected, abs=2e-3)


def test_places_on_the_crossing_itself_are_reached_and_left_freely() -> None:
    streets = town(SPOTS, WAYS, turns=[NO])
    assert metres(streets, (0, 0), (0, 60)) == pytest.approx(60.0, abs=2e-3)
    assert metres(streets, (0, -100), (0, 0)) == pytest.approx(100.0, abs=2e-3)
    # A metre before it one is bound.
    assert metres(streets, (0, -1), (0, 60)) == pytest.approx(341.0, abs=2e-3)


def test_a_ring_back_to_the_crossing_is_a_way_round() -> None:
    spots = {1: (0.0, -100.0), 2: (0.0, 0.0), 3: (0.0, 100.0), 4: (50.0, 0.0), 5: (50.0, 50.0)}
    ways = [(1, [1, 2], RESIDENTIAL), (2, [2, 3], RESIDENTIAL), (3, [2, 4, 5, 2], RESIDENTIAL)]
    streets = town(spots, ways, turns=[(1, 2, 2, "no_straight_on")])
    ring = 50 + 50 + np.hypot(50, 50)
    assert metres(streets, (0, -100), (0, 100)) == pytest.approx(200 + ring, abs=2e-3)
    assert metres(streets, (0, -100), (50, 25)) == pytest.approx(100 + 75, abs=2e-3)


def test_a_street_that_may_not_be_entered_from_anywhere_is_unreachable() -> None:
    spots = {1: (0.0, 0.0), 2: (100.0, 0.0), 3: (200.0, 0.0)}
    streets = town(spots, [(1, [1, 2], RESIDENTIAL), (2, [2, 3], RESIDENTIAL)], turns=[(1, 2, 2, "no_straight_on")])
    network = build(streets, "car", crs=CRS)
    here, there = (snap(network, places(spot), min_component_m=0.0) for spot in ((50, 0), (150, 0)))
    assert not reachable(network, here, there).any()
    assert reachable(network, there, here).all()


def test_what_is_reached_by_car_keeps_to_the_turns() -> None:
    network = build(town(SPOTS, WAYS, turns=[NO]), "car", crs=CRS)
    here = snap(network, places((0, -100)), min_component_m=0.0)
    lines = shapely.union_all(reached(network, here, limit_m=250.0))
    assert lines.length == pytest.approx(250.0, abs=0.5)
    free = build(town(SPOTS, WAYS), "car", crs=CRS)
    lines = shapely.union_all(reached(free, snap(free, places((0, -100)), min_component_m=0.0), limit_m=250.0))
    assert lines.length == pytest.approx(100 + 150 + 150, abs=0.5)


def test_in_random_towns_journeys_are_those_of_a_search_over_pieces_of_street() -> None:
    seen = Counter[str]()

    @settings(max_examples=300, deadline=None, derandomize=True)
    @given(turning_plans(), place_lists(), place_lists())
    def law(plan: TownPlan, here: list[Place | list[Place]], there: list[Place | list[Place]]) -> None:
        network = build(plan.streets(), "car", crs=CRS)
        origins, targets = (snap(network, places(*spots), min_component_m=100.0) for spots in (here, there))
        expected = TurningOpinion(plan).totals_mm(origins, targets)
        every = within(network, origins, targets, limit=np.inf)
        ours = np.full(expected.shape, np.inf)
        ours[every.origin, every.target] = every.total_mm
        np.testing.assert_array_equal(ours, expected)
        found = nearest(network, origins, targets, k=2)
        for row in range(len(found.origin)):
            path = find_path(network, origins, targets, (int(found.origin_point[row]), int(found.target_point[row])))
            assert path is not None
            assert path.length_mm == found.network_mm[row] == np.rint(path.metres(network).sum() * 1000)
        free = TurningOpinion(replace(plan, turns=())).totals_mm(origins, targets)
        assert (free <= expected).all()
        seen["pairs"] += int(np.isfinite(expected).sum())
        seen["longer"] += int((np.isfinite(expected) & (free < expected)).sum())
        seen["cut off"] += int((np.isinf(expected) & np.isfinite(free)).sum())
        seen["copies"] += len(network.links.copy_of)

    law()
    assert seen["pairs"] > 500
    assert min(seen["longer"], seen["cut off"]) > 20
    assert seen["copies"] > 50
