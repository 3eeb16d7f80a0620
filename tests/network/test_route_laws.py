"""Laws of journeys on random towns with one-way streets, ferries, barriers and unconnected parts.

What is found is compared with a search by networkx on a graph into which the feet are inserted as nodes.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from geo.network.build import Network, build
from geo.network.route import (
    Found,
    Weight,
    count_within,
    nearest,
    only_by_ferry,
    reachable,
    within,
)
from geo.network.snap import Snaps, snap
from tests.network.random_towns import MODES, SIDE, WAYS, SecondOpinion, TownPlan, place_lists, town_plans
from tests.toytowns import CRS, Place, places

Spots = list[Place | list[Place]]
TOLERANCE = 1e-6
TWO_WAY = tuple(
    tags for tags in WAYS if tags.get("highway") in {"residential", "secondary", "footway"} and "oneway" not in tags
)
FERRY = {"route": "ferry", "duration": "0:20"}
CHECKED = settings(max_examples=60, deadline=None, derandomize=True)


def stand(plan: TownPlan, mode: str, *asked: Spots) -> tuple[Network, list[Snaps]]:
    """Build a town and find the feet; components of 300 m will do, so that small parts have places too."""
    network = build(plan.streets(), mode, crs=CRS)
    return network, [snap(network, places(*spots), min_component_m=300.0) for spots in asked]


def matrix(found: Found, shape: tuple[int, int], *, seconds: bool = False) -> NDArray[np.float64]:
    """Spread journeys over origins and targets; infinite where there is none."""
    answer = np.full(shape, np.inf)
    answer[found.origin, found.target] = found.seconds if seconds else found.total_m
    return answer


def agree(ours: NDArray[np.float64], oracle: NDArray[np.float64]) -> int:
    """Insist on the same journeys of the same length; give how many there are."""
    np.testing.assert_array_equal(np.isfinite(ours), np.isfinite(oracle))
    known = np.isfinite(oracle)
    np.testing.assert_allclose(ours[known], oracle[known], rtol=0, atol=TOLERANCE)
    return int(known.sum())


def same(one: Found, other: Found) -> None:
    """Insist on the same bits."""
    for item in fields(Found):
        np.testing.assert_array_equal(getattr(one, item.name), getattr(other, item.name), err_msg=item.name)


def well_formed(found: Found) -> None:
    """Insist that ranks count from 1 per origin, lengths rise with them, and no target comes twice."""
    np.testing.assert_array_equal(found.total_mm, found.access_mm + found.network_mm + found.egress_mm)
    for origin in np.unique(found.origin):
        own = found.rows(found.origin == origin)
        assert own.rank.tolist() == list(range(1, len(own.rank) + 1))
        assert len(set(own.target.tolist())) == len(own.target)


def best(row: NDArray[np.float64], k: int, limit: float) -> list[float]:
    """Give the k least of a row, within the limit."""
    return sorted(length for length in row if length <= limit and length < np.inf)[:k]


def with_river(plan: TownPlan, bridges: int) -> TownPlan:
    """Let a river run between the second column and the third: what crosses it is a ferry, but for the first bridges."""
    ways: list[tuple[int, list[int], Mapping[str, str]]] = []
    for tags, ends in ((tags, ends) for _, through, tags in plan.ways for ends in pairwise(through)):
        crosses = {end % SIDE for end in ends} == {2, 3}
        ways.append((len(ways) + 1, list(ends), FERRY if crosses and bridges <= 0 else tags))
        bridges -= crosses
    return TownPlan(plan.places, ways, plan.barriers)


def test_within_is_every_pair_of_the_second_opinion() -> None:
    seen = Counter[str]()

    @CHECKED
    @given(town_plans(least=4), MODES, place_lists(), place_lists(), st.sampled_from([200.3, 600.7, np.inf]))
    def law(plan: TownPlan, mode: str, here: Spots, there: Spots, limit: float) -> None:
        network, (origins, targets) = stand(plan, mode, here, there)
        oracle = SecondOpinion(plan, mode).totals(origins, targets)
        expected = np.where(oracle <= limit, oracle, np.inf)
        found = within(network, origins, targets, limit=limit)
        well_formed(found)
        seen["pairs"] += agree(matrix(found, oracle.shape), expected)
        seen["without path"] += int(np.isinf(oracle).sum())
        seen["beyond"] += int((np.isfinite(oracle) & (oracle > limit)).sum())
        assert (
            count_within(network, origins, targets, limit=limit).tolist() == np.isfinite(expected).sum(axis=1).tolist()
        )
        assert reachable(network, origins, targets).tolist() == np.isfinite(oracle).any(axis=1).tolist()

    law()
    assert min(seen["pairs"], seen["beyond"]) > 100
    assert seen["without path"] > 0


def test_the_nearest_k_are_the_least_of_the_second_opinion() -> None:
    seen = Counter[str]()

    @CHECKED
    @given(town_plans(), MODES, place_lists(), place_lists(most=9), st.integers(1, 4), st.sampled_from([500.3, np.inf]))
    def law(plan: TownPlan, mode: str, here: Spots, there: Spots, k: int, limit: float) -> None:
        network, (origins, targets) = stand(plan, mode, here, there)
        oracle = SecondOpinion(plan, mode).totals(origins, targets)
        found = nearest(network, origins, targets, k=k, limit=limit)
        well_formed(found)
        for origin in range(origins.count):
            own = found.rows(found.origin == origin)
            expected = best(oracle[origin], k, limit)
            assert own.total_m.tolist() == pytest.approx(expected, abs=TOLERANCE * 2)
            assert own.total_m.tolist() == pytest.approx(oracle[origin, own.target].tolist(), abs=TOLERANCE)
            seen["journeys"] += len(expected)
            seen["cut at k"] += len(expected) == k < np.isfinite(oracle[origin]).sum()

    law()
    assert seen["journeys"] > 200
    assert seen["cut at k"] > 30


def test_by_time_too_the_nearest_are_the_least() -> None:
    seen = Counter[str]()

    @CHECKED
    @given(town_plans(), MODES, place_lists(), place_lists(), st.integers(1, 3))
    def law(plan: TownPlan, mode: str, here: Spots, there: Spots, k: int) -> None:
        network, (origins, targets) = stand(plan, mode, here, there)
        second = SecondOpinion(plan, mode)
        seconds, metres = (second.totals(origins, targets, by=by) for by in ("s", "m"))
        by: Weight = "time"
        found = nearest(network, origins, targets, k=k, weight=by)
        every = nearest(network, origins, targets, k=max(targets.count, 1), weight=by)
        seen["pairs"] += agree(matrix(every, seconds.shape, seconds=True), seconds)
        for origin in range(origins.count):
            own = found.rows(found.origin == origin)
            assert own.seconds.tolist() == pytest.approx(best(seconds[origin], k, np.inf), abs=TOLERANCE * 2)
        # The metres go with the way that is quick: never fewer than those of the shortest.
        longer = every.total_m - metres[every.origin, every.target]
        assert (longer >= -TOLERANCE).all()
        seen["longer but quicker"] += int((longer > 1).sum())

    law()
    assert seen["pairs"] > 200
    assert seen["longer but quicker"] > 20


def test_only_by_ferry_is_what_the_second_opinion_cannot_reach_over_land() -> None:
    seen = Counter[str]()

    @CHECKED
    @given(town_plans(tags=TWO_WAY), st.integers(0, 1), place_lists(), place_lists())
    def law(dry_plan: TownPlan, bridges: int, here: Spots, there: Spots) -> None:
        plan = with_river(dry_plan, bridges)
        network, (origins, targets) = stand(plan, "walk", here, there)
        found = within(network, origins, targets, limit=np.inf)
        dry = SecondOpinion(plan, "walk").totals(origins, targets, ferries=False)[found.origin, found.target]
        flag = only_by_ferry(network, origins, targets, found)
        np.testing.assert_array_equal(flag, np.isinf(dry))
        assert (found.by_ferry | ~flag).all()
        # What does not take a ferry is as long without any.
        np.testing.assert_allclose(found.total_m[~found.by_ferry], dry[~found.by_ferry], rtol=0, atol=TOLERANCE)
        seen["only"] += int(flag.sum())
        seen["by choice"] += int((found.by_ferry & ~flag).sum())
        seen["dry"] += int((~found.by_ferry).sum())

    law()
    assert min(seen[name] for name in ("only", "by choice", "dry")) > 20


def test_there_and_back_are_equally_far_where_all_streets_go_both_ways() -> None:
    seen = Counter[str]()

    @CHECKED
    @given(town_plans(tags=TWO_WAY), place_lists(), place_lists())
    def law(plan: TownPlan, here: Spots, there: Spots) -> None:
        network, (origins, targets) = stand(plan, "walk", here, there)
        shape = origins.count, targets.count
        out = matrix(within(network, origins, targets, limit=np.inf), shape)
        back = matrix(within(network, targets, origins, limit=np.inf), shape[::-1])
        np.testing.assert_array_equal(out, back.T)
        seen["pairs"] += int(np.isfinite(out).sum())

    law()
    assert seen["pairs"] > 200


def test_a_detour_over_a_third_place_is_never_shorter() -> None:
    seen = Counter[str]()
    point = st.tuples(st.integers(-60, 510), st.integers(-60, 510)).map(lambda spot: (float(spot[0]), float(spot[1])))

    @CHECKED
    @given(town_plans(), MODES, st.lists(point, min_size=3, max_size=6))
    def law(plan: TownPlan, mode: str, spots: Spots) -> None:
        network, (every,) = stand(plan, mode, spots)
        found = within(network, every, every, limit=np.inf)
        over = np.full((every.count, every.count), np.inf)
        over[found.origin, found.target] = found.network_m
        detour = over[:, :, None] + over[None, :, :]
        assert (over[:, None, :] <= detour + TOLERANCE).all()
        has_foot = every.segment >= 0
        assert (np.diag(over)[has_foot] == 0).all()
        assert np.isinf(over[~has_foot]).all()
        seen["triples"] += int(np.isfinite(detour).sum())

    law()
    assert seen["triples"] > 500


def test_splitting_limits_and_fewer_ranks_only_ever_leave_out() -> None:
    seen = Counter[str]()

    @CHECKED
    @given(town_plans(), MODES, place_lists(), place_lists(most=8), st.floats(0, 900), st.floats(0, 900))
    def law(plan: TownPlan, mode: str, here: Spots, there: Spots, one: float, other: float) -> None:
        network, (origins, targets) = stand(plan, mode, here, there)
        whole = nearest(network, origins, targets, k=3)
        # One by one and in another order, the same journeys to the bit.
        for origin in reversed(range(origins.count)):
            alone = nearest(network, origins.take(np.array([origin])), targets, k=3)
            own = whole.rows(whole.origin == origin)
            for name in (
                "rank",
                "target",
                "target_point",
                "access_mm",
                "network_mm",
                "egress_mm",
                "time_ms",
                "by_ferry",
            ):
                np.testing.assert_array_equal(getattr(alone, name), getattr(own, name), err_msg=name)
        same(nearest(network, origins, targets, k=3), whole)
        # Fewer ranks are the first ranks, a limit cuts off what is longer.
        for k in (1, 2):
            same(nearest(network, origins, targets, k=k), whole.rows(whole.rank <= k))
        low, high = sorted((one, other))
        for limit in (low, high):
            same(nearest(network, origins, targets, k=3, limit=limit), whole.rows(whole.total_m <= limit))
        near, far = (within(network, origins, targets, limit=limit) for limit in (low, high))
        pairs = [set(zip(found.origin.tolist(), found.target.tolist(), strict=True)) for found in (near, far)]
        assert pairs[0] <= pairs[1]
        same(near, far.rows(far.total_m <= low))
        seen["journeys"] += len(whole.origin)
        seen["second ranks"] += int((whole.rank == 2).sum())
        seen["cut off"] += len(pairs[1] - pairs[0])

    law()
    assert min(seen.values()) > 50
