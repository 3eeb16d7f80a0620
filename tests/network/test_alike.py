"""Many places at one spot: answered once, told for each, without the memory of all pairs."""

from collections import Counter
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.network.alike import distinct
from geo.network.build import build
from geo.network.route import count_within, nearest, reachable, within
from geo.network.snap import snap
from tests.network.random_towns import MODES, TownPlan, place_lists, town_plans
from tests.network.test_graph_laws import Spots, feet
from tests.network.test_route_laws import same
from tests.toytowns import CRS, grid, places

MILLION = 10**6


def test_the_first_of_each_spot_is_kept_and_entrances_make_a_place_of_its_own() -> None:
    network = build(grid(), "walk", crs=CRS)
    spots = [(50, 10), [(50, 10), (150, 10)], (50, 10), (50, -10), [(50, 10), (50, 10)], (9_000, 0), (9_999, 0)]
    few = distinct(snap(network, places(*spots)))
    # North and south of the street have one foot and one leg: from either all is equally far.
    assert few.owner.tolist() == [0, 1, 5, 6]
    assert few.like.tolist() == [0, 1, 0, 0, 0, 2, 3]
    assert (few.snaps.count, few.snaps.owner.tolist(), few.point.tolist()) == (4, [0, 1, 1, 2, 3], [0, 1, 2, 7, 8])
    two = distinct(snap(network, places(*spots)), 2)
    assert two.owner.tolist() == [0, 1, 2, 5, 6]
    one_each = snap(network, places((50, 10), [(50, 20), (150, 10)], (9_000, 0), (9_999, 0)))
    assert distinct(one_each).snaps is one_each
    assert distinct(one_each).like.tolist() == [0, 1, 2, 3]
    none = distinct(snap(network, places()))
    assert (none.snaps.count, none.owner.tolist(), none.like.tolist()) == (0, [], [])


def test_what_is_told_of_many_is_what_all_pairs_say() -> None:
    seen = Counter[str]()

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(town_plans(), MODES, place_lists(most=4), place_lists(most=4), st.integers(1, 4), st.randoms(use_true_random=False))  # fmt: skip
    def law(plan: TownPlan, mode: str, here: Spots, there: Spots, k: int, random: Random) -> None:
        network = build(plan.streets(), mode, crs=CRS)
        origins, targets = (feet(network, random.choices(spots, k=3 * len(spots))) for spots in (here, there))
        every = within(network, origins, targets, limit=np.inf)
        same(nearest(network, origins, targets, k=k), every.rows(every.rank <= k))
        counts = count_within(network, origins, targets, limit=500.0)
        near = every.origin[every.total_m <= 500.0]
        assert counts.tolist() == np.bincount(near, minlength=origins.count).tolist()
        assert reachable(network, origins, targets).tolist() == np.isin(np.arange(origins.count), every.origin).tolist()
        seen["journeys"] += len(every.origin)
        seen["alike"] += origins.count - distinct(origins).snaps.count

    law()
    assert min(seen.values()) > 150


def test_a_million_places_at_one_spot_and_a_million_facilities_there() -> None:
    # All pairs would be 10^12: some hundred terabytes.
    network = build(grid(), "walk", crs=CRS)
    many = snap(network, places((50, 10))).take(np.zeros(MILLION, dtype=np.int64))
    found = nearest(network, many, many, k=2)
    assert len(found.origin) == 2 * MILLION
    assert (found.origin == np.repeat(np.arange(MILLION), 2)).all()
    assert (found.target == np.tile([0, 1], MILLION)).all()
    assert set(np.unique(found.total_mm)) == {20_000}
    assert (count_within(network, many, many, limit=20.0) == MILLION).all()
    assert (count_within(network, many, many, limit=19.9) == 0).all()
    assert reachable(network, many, many).all()
    some = snap(network, places((150, 10), (50, 110)))
    assert nearest(network, some, many, k=1).target.tolist() == [0, 0]
    assert nearest(network, many, some, k=1).total_mm.tolist() == [120_000] * MILLION
