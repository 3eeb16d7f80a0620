"""Laws of shortest paths when the question or the town changes: another order, a street more, all streets turned."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from geo.network.build import Network, build
from geo.network.path import find_path
from geo.network.route import Found, Weight, count_within, nearest, reachable, within
from geo.network.snap import Snaps, snap
from tests.network.random_towns import MODES, WAYS, SecondOpinion, TownPlan, place_lists, town_plans
from tests.toytowns import CRS, Place, places

Spots = list[Place | list[Place]]
NEVER = 2**40
TURNED = {"yes": "-1", "-1": "yes", "": ""}
CHECKED = settings(max_examples=120, deadline=None, derandomize=True)


def feet(network: Network, spots: Spots, least_m: float = 300.0) -> Snaps:
    return snap(network, places(*spots), min_component_m=least_m)


def matrices(found: Found, shape: tuple[int, int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Spread millimetres and milliseconds over origins and targets; never where there is no journey."""
    length, time = np.full(shape, NEVER), np.full(shape, NEVER)
    length[found.origin, found.target], time[found.origin, found.target] = found.total_mm, found.time_ms
    return length, time


def every(network: Network, origins: Snaps, targets: Snaps) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return matrices(within(network, origins, targets, limit=np.inf), (origins.count, targets.count))


def test_a_street_more_never_lengthens_a_journey() -> None:
    seen = Counter[str]()

    @CHECKED
    @given(town_plans(least=12), MODES, place_lists(), place_lists(), st.integers(4, 9))
    def law(plan: TownPlan, mode: str, here: Spots, there: Spots, more: int) -> None:
        ways = sorted(plan.ways, key=lambda way: way[0])
        few, all_of_it = (
            build(TownPlan(plan.places, some, plan.barriers).streets(), mode, crs=CRS) for some in (ways[:-more], ways)
        )
        # The streets that come later have higher ids: those that were there keep their place, and the feet theirs.
        np.testing.assert_array_equal(few.way_id, all_of_it.way_id[: len(few.way_id)])
        origins, targets = feet(few, here, 0.0), feet(few, there, 0.0)
        before, after = (every(network, origins, targets)[0] for network in (few, all_of_it))
        assert (after <= before).all()
        seen["pairs"] += int((before < NEVER).sum())
        seen["shorter"] += int(((after < before) & (before < NEVER)).sum())
        seen["reached at last"] += int(((after < NEVER) & (before == NEVER)).sum())

    law()
    assert seen["pairs"] > 200
    assert min(seen.values()) > 20


def turned(plan: TownPlan) -> TownPlan:
    """Turn every one-way street and roundabout round."""
    ways: list[tuple[int, Sequence[int], Mapping[str, str]]] = [
        (number, through, {**tags, "oneway": "-1" if tags.get("junction") else TURNED[tags.get("oneway", "")]})
        for number, through, tags in plan.ways
    ]
    return replace(plan, ways=ways)


def test_with_all_streets_turned_the_way_back_is_the_way_there() -> None:
    seen = Counter[str]()

    @CHECKED
    @given(town_plans(), MODES, place_lists(), place_lists())
    def law(plan: TownPlan, mode: str, here: Spots, there: Spots) -> None:
        one, other = (build(town.streets(), mode, crs=CRS) for town in (plan, turned(plan)))
        origins, targets = feet(one, here), feet(one, there)
        for name in ("segment", "fraction", "leg_m"):
            np.testing.assert_array_equal(getattr(feet(other, here), name), getattr(origins, name))
        there_and = every(one, origins, targets)
        back = every(other, targets, origins)
        for size, turned_size in zip(there_and, back, strict=True):
            np.testing.assert_array_equal(size, turned_size.T)
        same_way = every(one, targets, origins)[0].T
        seen["pairs"] += int((there_and[0] < NEVER).sum())
        seen["one way matters"] += int((there_and[0] != same_way).sum())

    law()
    assert seen["pairs"] > 200
    assert seen["one way matters"] > 50


def test_the_order_of_rows_changes_nothing_and_asking_again_neither() -> None:
    seen = Counter[str]()

    @CHECKED
    @given(town_plans(), MODES, place_lists(), place_lists(), st.randoms(use_true_random=False))
    def law(plan: TownPlan, mode: str, here: Spots, there: Spots, random: Random) -> None:
        network = build(plan.streets(), mode, crs=CRS)
        origins, targets = feet(network, here), feet(network, there)
        rows, columns = (np.array(random.sample(range(n), n)) for n in (origins.count, targets.count))
        shuffled = origins.take(rows), targets.take(columns)
        length, time = every(network, origins, targets)
        for size, other in zip((length, time), every(network, *shuffled), strict=True):
            np.testing.assert_array_equal(size[np.ix_(rows, columns)], other)
        for size, again in zip((length, time), every(network, origins, targets), strict=True):
            np.testing.assert_array_equal(size, again)
        # Places in another order from the start get the feet they had.
        mixed = feet(network, [here[row] for row in rows])
        for name in ("owner", "segment", "fraction", "leg_m", "foot_lon", "foot_lat"):
            np.testing.assert_array_equal(getattr(mixed, name), getattr(shuffled[0], name), err_msg=name)
        counts = count_within(network, origins, targets, limit=600.0)
        assert count_within(network, *shuffled, limit=600.0).tolist() == counts[rows].tolist()
        reached = reachable(network, origins, targets)
        assert reachable(network, *shuffled).tolist() == reached[rows].tolist()
        # Of the nearest, the lengths; which of several equally near ones it is goes by their row.
        lengths = [
            sorted_lengths(nearest(network, *asked, k=2), origins.count) for asked in ((origins, targets), shuffled)
        ]
        assert lengths[1] == [lengths[0][row] for row in rows]
        seen["pairs"] += int((length < NEVER).sum())
        seen["moved"] += int((rows != np.arange(len(rows))).sum())

    law()
    assert min(seen.values()) > 100


def sorted_lengths(found: Found, origins: int) -> list[list[int]]:
    return [found.total_mm[found.origin == origin].tolist() for origin in range(origins)]


def test_every_path_has_the_length_of_the_second_opinion() -> None:
    seen = Counter[str]()

    @CHECKED
    @given(town_plans(), MODES, place_lists(), place_lists(), st.sampled_from(["distance", "time"]))
    def law(plan: TownPlan, mode: str, here: Spots, there: Spots, weight: Weight) -> None:
        network = build(plan.streets(), mode, crs=CRS)
        origins, targets = alone(feet(network, here)), alone(feet(network, there))
        oracle = SecondOpinion(plan, mode).totals(origins, targets, by="m" if weight == "distance" else "s")
        for pair in np.ndindex(oracle.shape):
            path = find_path(network, origins, targets, pair, weight=weight)
            ours = np.inf if path is None else (path.length_mm if weight == "distance" else path.time_ms) / 1000
            assert ours == oracle[pair]
            seen[weight] += path is not None
            seen["no way"] += path is None

    law()
    assert min(seen["distance"], seen["time"]) > 400
    assert seen["no way"] > 100


def alone(snaps: Snaps) -> Snaps:
    """Make a place of every point of access, at its foot: without a leg."""
    rows = np.arange(len(snaps.owner))
    return replace(snaps, count=len(rows), owner=rows, leg_m=np.zeros(len(rows)))


def test_random_towns_hold_every_kind_of_one_way_street() -> None:
    kinds = {(tags.get("oneway", ""), tags.get("junction", "")) for tags in WAYS}
    assert kinds == {("", ""), ("yes", ""), ("-1", ""), ("", "roundabout")}
