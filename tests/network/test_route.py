"""Journeys on towns whose lengths are worked out by hand."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from geo.extract import Streets
from geo.network import route
from geo.network.build import Network, build
from geo.network.ends import ends
from geo.network.route import (
    Found,
    count_within,
    legs_of,
    nearest,
    only_by_ferry,
    reachable,
    within,
    without_ferries,
)
from geo.network.snap import Snaps, snap
from tests.toytowns import (
    CRS,
    RESIDENTIAL,
    Place,
    grid,
    one_way_ring,
    places,
    river_town,
    street,
    town,
    two_islands,
)

UM = 1e-4
"""Toy towns are laid out to within a tenth of a millimetre."""
Spot = Place | list[Place]
ONE_WAY = {"highway": "residential", "oneway": "yes"}


def feet(network: Network, *spots: Spot) -> Snaps:
    return snap(network, places(*spots))


def journey(streets: Streets, origin: Spot, target: Spot, *, mode: str = "car", limit: float = np.inf) -> Found:
    network = build(streets, mode, crs=CRS)
    return nearest(network, feet(network, origin), feet(network, target), k=1, limit=limit)


def metres(streets: Streets, origin: Spot, target: Spot, *, mode: str = "car") -> list[float]:
    """Access, network and egress of the only journey."""
    found = journey(streets, origin, target, mode=mode)
    assert found.total_mm.tolist() == (found.access_mm + found.network_mm + found.egress_mm).tolist()
    return [float(part) for leg in (found.access_m, found.network_m, found.egress_m) for part in leg]


@pytest.mark.parametrize(("origin", "target"), [(150, 450), (450, 150)])
def test_two_places_on_one_edge_are_joined_along_it(origin: float, target: float) -> None:
    one_edge = street(1000.0, parts=1)
    assert metres(one_edge, (origin, 30), (target, -40)) == pytest.approx([30, 300, 40], abs=UM)


def test_from_the_node_of_an_edge_into_it_and_back() -> None:
    one_edge = street(1000.0, parts=1)
    assert metres(one_edge, (0, 0), (450, 0)) == pytest.approx([0, 450, 0], abs=UM)
    assert metres(one_edge, (450, 0), (1000, 0)) == pytest.approx([0, 550, 0], abs=UM)
    assert metres(one_edge, (1000, 0), (0, 0)) == pytest.approx([0, 1000, 0], abs=UM)


@pytest.mark.parametrize(
    ("origin", "target", "network_m"), [(50, 150, 100), (150, 50, 700), (0, 150, 150), (150, 0, 650)]
)
@pytest.mark.parametrize("reverse", [False, True])
def test_on_a_one_way_ring_one_goes_round_to_what_lies_behind(
    origin: float, target: float, network_m: float, *, reverse: bool
) -> None:
    # Four sides of 200 m, anticlockwise; both places lie on the southern side. Against the way all turns round.
    tags = {"highway": "residential", "oneway": "-1" if reverse else "yes"}
    expected = 800 - network_m if reverse else network_m
    assert metres(one_way_ring(tags=tags), (origin, -20), (target, -30)) == pytest.approx([20, expected, 30], abs=UM)
    assert metres(one_way_ring(tags=tags), (origin, -20), (target, -30), mode="walk")[1] == pytest.approx(
        min(network_m, 800 - network_m), abs=UM
    )


@pytest.mark.parametrize("oneway", ["yes", "-1", "no"])
@pytest.mark.parametrize("spot", [(70.0, -20.0), (0.0, 0.0), (200.0, 200.0)])
def test_the_same_point_is_nought_away_over_the_network(oneway: str, spot: Place) -> None:
    # Across the street, too: only the legs remain. No turn round the ring, whatever the direction.
    tags = {"highway": "residential", "oneway": oneway}
    assert metres(one_way_ring(tags=tags), spot, spot)[1] == 0.0
    assert metres(one_way_ring(tags=tags), (70, -20), (70, 30)) == pytest.approx([20, 0, 30], abs=UM)


def test_a_barrier_lets_one_come_up_to_it_and_not_through() -> None:
    # A square of 300 m with a locked gate in the middle of the southern side (node 2).
    spots = {1: (0.0, 0.0), 2: (150.0, 0.0), 3: (300.0, 0.0), 4: (300.0, 300.0), 5: (0.0, 300.0)}
    plan = town(spots, [(1, [1, 2, 3, 4, 5, 1], RESIDENTIAL)], {2: {"barrier": "gate", "locked": "yes"}})
    # To the gate itself: from the west 140 m. The gate belongs to the lower segment, so from the east one goes round.
    assert metres(plan, (10, 0), (150, 0), mode="walk") == pytest.approx([0, 140, 0], abs=UM)
    assert metres(plan, (290, 0), (150, 0), mode="walk") == pytest.approx([0, 10 + 900 + 150, 0], abs=UM)
    assert metres(plan, (140, 0), (160, 0), mode="walk") == pytest.approx([0, 140 + 900 + 140, 0], abs=UM)


def test_nearer_to_a_motorway_than_to_the_service_road_a_car_leaves_by_the_motorway_and_nobody_else() -> None:
    # A motorway eastwards, a service road 60 m south of it; off at the east end, on at the west end.
    spots = {1: (0.0, 100.0), 2: (1000.0, 100.0), 3: (0.0, 40.0), 4: (1000.0, 40.0)}
    ways = [
        (1, [1, 2], {"highway": "motorway"}),
        (2, [2, 4], {"highway": "motorway_link"}),
        (3, [3, 4], {"highway": "service"}),
        (4, [3, 1], {"highway": "motorway_link"}),
    ]
    plan = town(spots, ways)
    # The place is 15 m from the motorway and 45 m from the service road, the shop lies on the service road beside it.
    for mode in ("walk", "bike"):
        assert metres(plan, (300, 85), (300, 40), mode=mode) == pytest.approx([45, 0, 0], abs=UM)
    # By car 700 m to the end, 60 m off and 700 m back; from the shop 300 m to the other end, 60 m up and 300 m along.
    assert metres(plan, (300, 85), (300, 40)) == pytest.approx([15, 1460, 0], abs=UM)
    assert metres(plan, (300, 40), (300, 85)) == pytest.approx([0, 660, 15], abs=UM)


def test_on_a_one_way_street_what_lies_behind_is_reached_round_the_block_or_not_at_all() -> None:
    # One edge eastwards of 400 m; with a block of 100 m deep one comes back, without it never.
    spots = {1: (0.0, 0.0), 2: (400.0, 0.0), 3: (400.0, 100.0), 4: (0.0, 100.0)}
    block = town(spots, [(1, [1, 2], {"highway": "residential", "oneway": "yes"}), (2, [2, 3, 4, 1], RESIDENTIAL)])
    assert metres(block, (300, 0), (100, 0)) == pytest.approx([0, 800, 0], abs=UM)
    assert metres(block, (100, 0), (300, 0)) == pytest.approx([0, 200, 0], abs=UM)
    assert metres(block, (300, 0), (100, 0), mode="walk") == pytest.approx([0, 200, 0], abs=UM)


def test_between_two_components_there_is_no_journey() -> None:
    network = build(two_islands(), "walk", crs=CRS)
    here, there = feet(network, (100, 0), (1700, 0)), feet(network, (500, 0), (2200, 0))
    found = nearest(network, here, there, k=2)
    assert (found.origin.tolist(), found.target.tolist()) == ([0, 1], [0, 1])
    assert found.total_m.tolist() == pytest.approx([400, 500], abs=UM)
    assert reachable(network, here, there.take(np.array([1]))).tolist() == [False, True]


def test_a_one_way_bridge_leads_there_and_not_back() -> None:
    spots = {1: (0.0, 0.0), 2: (600.0, 0.0), 3: (800.0, 0.0), 4: (1400.0, 0.0)}
    plan = town(spots, [(1, [1, 2], RESIDENTIAL), (2, [2, 3], ONE_WAY), (3, [3, 4], RESIDENTIAL)])
    assert metres(plan, (100, 0), (1300, 0)) == pytest.approx([0, 1200, 0], abs=UM)
    assert len(journey(plan, (1300, 0), (100, 0)).origin) == 0


def test_a_place_without_a_foot_travels_nowhere_and_is_reached_by_nobody() -> None:
    network = build(street(), "walk", crs=CRS)
    both = feet(network, (100, 5000), (300, 0))
    found = nearest(network, both, both, k=2)
    assert (found.origin.tolist(), found.target.tolist(), found.total_m.tolist()) == ([1], [1], [0.0])
    assert count_within(network, both, both, limit=1e9).tolist() == [0, 1]
    assert reachable(network, both, both).tolist() == [False, True]


@pytest.mark.parametrize("streets", [town({}, []), street(tags={"highway": "footway", "oneway": "yes"})])
def test_without_streets_or_targets_there_is_nothing_to_find(streets: Streets) -> None:
    network = build(streets, "car", crs=CRS)
    some, none = feet(network, (0, 0), (10, 0)), feet(network)
    for targets in (some, none):
        found = nearest(network, some, targets, k=3)
        assert len(found.origin) == 0
        assert only_by_ferry(network, some, targets, found).tolist() == []
        assert count_within(network, some, targets, limit=100).tolist() == [0, 0]
        assert reachable(network, some, targets).tolist() == [False, False]
    assert count_within(network, none, some, limit=100).tolist() == []


def test_nearest_are_ranked_by_distance_and_k_may_be_more_than_there_are() -> None:
    network = build(street(), "walk", crs=CRS)
    shops = feet(network, (900, 0), (250, 0), (600, 0), (60, 0))
    here = feet(network, (100, 0), (700, 0))
    found = nearest(network, here, shops, k=9)
    assert found.origin.tolist() == [0] * 4 + [1] * 4
    assert found.rank.tolist() == [1, 2, 3, 4] * 2
    assert found.target.tolist() == [3, 1, 2, 0, 2, 0, 1, 3]
    assert found.total_m.tolist() == pytest.approx([40, 150, 500, 800, 100, 200, 450, 640], abs=UM)
    assert nearest(network, here, shops, k=2).target.tolist() == [3, 1, 2, 0]


def test_ties_go_by_the_row_of_the_target_also_at_the_last_rank() -> None:
    # 100 m to the east, 100 m to the west, 100 m to the east again.
    network = build(street(), "walk", crs=CRS)
    here = feet(network, (500, 0))
    for spots in ([(600, 0), (400, 0), (600, 0)], [(400, 0), (600, 0), (400, 0)], [(480, 80), (600, 0), (500, 100)]):
        shops = feet(network, *spots)
        full = nearest(network, here, shops, k=3)
        assert full.total_m.tolist() == pytest.approx([100] * 3, abs=UM)
        for k in (1, 2, 3):
            assert nearest(network, here, shops, k=k).target.tolist() == list(range(k))


def test_ties_of_very_many_targets_go_by_row() -> None:
    # From the middle of a grid of 9 x 9 sixteen crossings are 400 m away.
    network = build(grid(9, 9), "walk", crs=CRS)
    spots = [(400 + 100 * east, 400 + 100 * side * (4 - abs(east))) for east in range(-4, 5) for side in (1, -1)]
    spots = sorted(set(spots))
    assert len(spots) == 16
    here = feet(network, (400, 400))
    for seed in range(10):
        shops = feet(network, *(spots[row] for row in np.random.default_rng(seed).permutation(16)))
        found = nearest(network, here, shops, k=16)
        assert found.target.tolist() == list(range(16))
        assert set(found.total_mm.tolist()) == {400_000}
        assert [nearest(network, here, shops, k=k).target.tolist() for k in (1, 2, 3)] == [[0], [0, 1], [0, 1, 2]]


def test_a_target_counts_once_by_its_best_entrance_and_an_origin_leaves_by_its_best() -> None:
    network = build(river_town(), "walk", crs=CRS)
    # From the south quay, 300 m: the hall has doors on the south quay at 700 and 400 and on the north quay at 300.
    hall: Spot = [(700, 0), (400, -10), (300, 100)]
    shops = feet(network, hall, (250, 0))
    found = nearest(network, feet(network, (300, 0)), shops, k=2)
    assert found.target.tolist() == [1, 0]
    assert found.target_point.tolist() == [3, 1]
    assert found.total_m.tolist() == pytest.approx([50, 110], abs=UM)
    out = nearest(network, shops.take(np.array([0])), feet(network, (350, 100)), k=1)
    assert (out.origin_point.tolist(), out.total_m.tolist()) == ([2], pytest.approx([50], abs=UM))


def test_the_best_entrance_differs_with_the_direction_of_a_one_way_street() -> None:
    # Entrances 10 m ahead and 10 m behind on a ring of 800 m: one leaves for the one and returns from the other.
    around = (100, 0)
    doors: Spot = [(90, 0), (115, 0)]
    assert metres(one_way_ring(), around, doors) == pytest.approx([0, 15, 0], abs=UM)
    assert metres(one_way_ring(), doors, around) == pytest.approx([0, 10, 0], abs=UM)


@pytest.mark.parametrize("hair", [0.0, 1.0])
def test_the_limit_is_included_in_metres(hair: float) -> None:
    network = build(street(), "walk", crs=CRS)
    here, shops = feet(network, (100, 30)), feet(network, (200, 0), (400, 20), (900, 0))
    total = nearest(network, here, shops, k=3).total_m
    assert total.tolist() == pytest.approx([130, 350, 830], abs=UM)
    limit = float(total[1]) - hair * 1e-5
    expected = [0, 1] if hair == 0 else [0]
    assert nearest(network, here, shops, k=3, limit=limit).target.tolist() == expected
    assert within(network, here, shops, limit=limit).target.tolist() == expected
    assert count_within(network, here, shops, limit=limit).tolist() == [len(expected)]


def test_within_finds_all_in_their_order_and_nothing_where_the_limit_is_nought() -> None:
    network = build(street(), "walk", crs=CRS)
    here, shops = feet(network, (100, 0), (900, 0), (0, 40)), feet(network, (100, 0), (300, 0), (700, 0))
    found = within(network, here, shops, limit=600)
    assert list(zip(found.origin, found.rank, found.target, strict=True)) == [
        (0, 1, 0), (0, 2, 1), (0, 3, 2), (1, 1, 2), (1, 2, 1), (2, 1, 0), (2, 2, 1),
    ]  # fmt: skip
    assert count_within(network, here, shops, limit=600).tolist() == [3, 2, 2]
    assert count_within(network, here, shops, limit=0).tolist() == [1, 0, 0]


def short_cut(*, slow: Mapping[str, str]) -> Network:
    """600 m straight on by a slow way; round by 500 + 500 m at nine tenths of 50 km/h, which is 12.5 m/s."""
    spots = {1: (0.0, 0.0), 2: (600.0, 0.0), 3: (300.0, 400.0)}
    fast = {"highway": "tertiary", "maxspeed": "50"}
    return build(town(spots, [(1, [1, 2], slow), (2, [1, 3, 2], fast)]), "car", crs=CRS)


def test_by_time_the_quick_way_round_wins_and_metres_are_those_of_that_way() -> None:
    network = short_cut(slow={"highway": "living_street"})
    ends_of = feet(network, (0, 0), (600, 0))
    here, there = ends_of.take(np.array([0])), ends_of.take(np.array([1]))
    # 600 m at 12 km/h are 180 s; 1,000 m at 12.5 m/s are 80 s.
    short = nearest(network, here, there, k=1)
    assert (*short.total_m, *short.seconds) == pytest.approx((600, 180), abs=1e-3)
    quick = nearest(network, here, there, k=1, weight="time")
    assert (*quick.total_m, *quick.seconds) == pytest.approx((1000, 80), abs=1e-3)
    seconds = float(quick.seconds[0])
    found = [len(nearest(network, here, there, k=1, weight="time", limit=limit).origin) for limit in (seconds, 79.99)]
    assert found == [1, 0]


def test_by_time_another_target_may_be_the_nearest() -> None:
    # 240 m along the slow way take 72 s; 500 m along the quick one 40 s. Legs go at 5 km/h: 10 m are 7.2 s.
    network = short_cut(slow={"highway": "living_street"})
    here, shops = feet(network, (0, -10)), feet(network, (240, 0), (300, 410))
    assert nearest(network, here, shops, k=2).target.tolist() == [0, 1]
    found = nearest(network, here, shops, k=2, weight="time")
    assert found.target.tolist() == [1, 0]
    assert found.seconds.tolist() == pytest.approx([7.2 + 40 + 7.2, 7.2 + 72], abs=1e-3)
    assert found.total_m.tolist() == pytest.approx([520, 250], abs=1e-3)


@pytest.mark.parametrize(("mode", "seconds"), [("walk", 72.0), ("bike", 24.0), ("car", 72.0)])
def test_legs_go_at_the_speed_of_the_mode(mode: str, seconds: float) -> None:
    network = build(street(), mode, crs=CRS)
    leg_mm, leg_ms = legs_of(network, feet(network, (100, 0), (100, 100)))
    assert leg_mm.tolist() == [0, 100_000]
    assert leg_ms.tolist() == [0, 1000 * seconds]


def ferry_town(*, bridge: bool) -> Network:
    """Two quays of 1,000 m, 100 m apart, with a ferry at the west end and perhaps a bridge at the east end."""
    spots = {1: (0.0, 0.0), 2: (1000.0, 0.0), 3: (0.0, 100.0), 4: (1000.0, 100.0)}
    ways = [(1, [1, 2], RESIDENTIAL), (2, [3, 4], RESIDENTIAL), (3, [1, 3], {"route": "ferry", "duration": "0:06"})]
    return build(town(spots, [*ways, (4, [2, 4], RESIDENTIAL)] if bridge else ways), "walk", crs=CRS)


@pytest.mark.parametrize("bridge", [True, False])
def test_only_by_ferry_means_that_there_is_no_way_round_however_long(*, bridge: bool) -> None:
    network = ferry_town(bridge=bridge)
    here, there = feet(network, (200, 0)), feet(network, (100, 100), (100, 0), (950, 100))
    found = nearest(network, here, there, k=3)
    # 100 m along the quay; 200 + 100 + 100 by ferry, six minutes on the water; 800 + 100 + 50 over the bridge.
    assert found.target.tolist() == [1, 0, 2]
    assert found.total_m.tolist() == pytest.approx([100, 400, 950 if bridge else 1250], abs=UM)
    assert found.by_ferry.tolist() == [False, True, not bridge]
    assert found.seconds[1] == pytest.approx(300 / 5 * 3.6 + 360, abs=1e-3)
    assert only_by_ferry(network, here, there, found).tolist() == [False, not bridge, not bridge]


def test_without_ferries_the_feet_stay_and_the_water_parts_the_banks() -> None:
    network = ferry_town(bridge=False)
    here, there = feet(network, (200, 0)), feet(network, (100, 100), (900, 0))
    dry = without_ferries(network)
    found = nearest(dry, here, there, k=2)
    assert (found.target.tolist(), found.by_ferry.tolist()) == ([1], [False])
    assert np.diff(dry.links.leaving.start).sum() == np.count_nonzero(~network.links.leaving.ferry) == 4
    assert reachable(dry, here, there.take(np.array([0]))).tolist() == [False]
    assert reachable(network, here, there.take(np.array([0]))).tolist() == [True]


@pytest.mark.parametrize(
    ("oneway", "leaving", "expected"),
    [
        ("no", True, [(1, 300), (2, 700)]),
        ("yes", True, [(2, 700)]),
        ("yes", False, [(1, 300)]),
        ("-1", True, [(1, 300)]),
        ("-1", False, [(2, 700)]),
    ],
)
def test_from_a_foot_one_gets_to_the_ends_of_its_edge_as_the_way_permits(
    oneway: str,
    leaving: bool,
    expected: Sequence[tuple[int, float]],
) -> None:
    # Stubs at both ends make them junctions.
    spots = {1: (0.0, 0.0), 2: (1000.0, 0.0), 3: (500.0, 500.0), 4: (-50.0, 0.0), 5: (1050.0, 0.0)}
    way = {"highway": "residential", "oneway": oneway}
    ways = [(1, [1, 2], way), (2, [2, 3, 1], RESIDENTIAL), (3, [1, 4], RESIDENTIAL), (4, [2, 5], RESIDENTIAL)]
    network = build(town(spots, ways), "car", crs=CRS)
    found = ends(network, feet(network, (300, -5), (0, 0)), leaving=leaving)
    node_id = network.node_id[network.links.node[found.junction]]
    own = sorted(zip(node_id.tolist(), (found.length_mm / 1000).tolist(), strict=True))
    assert sorted(own) == [pytest.approx(pair, abs=UM) for pair in sorted([*expected, (1, 0)])]
    assert found.point.tolist() == [0] * len(expected) + [1]


def test_rows_of_what_was_found_can_be_chosen() -> None:
    network = build(street(), "walk", crs=CRS)
    found = nearest(network, feet(network, (0, 0)), feet(network, (100, 0), (300, 0), (200, 0)), k=3)
    assert found.rows(found.total_m > 150).target.tolist() == [2, 1]
    assert found.rows(np.array([2, 0])).rank.tolist() == [3, 1]


def test_counting_in_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    long_street = build(street(1000.0), "walk", crs=CRS)
    here, shops = (
        feet(long_street, (100, 0), (500, 0), (900, 0)),
        feet(long_street, *((x, 5) for x in range(0, 1000, 90))),
    )
    whole = [count_within(long_street, here, shops, limit=limit).tolist() for limit in (50, 300, 2000)]
    for pairs in (1, 7, 10):
        monkeypatch.setattr(route, "_BLOCK_PAIRS", pairs)
        assert [count_within(long_street, here, shops, limit=limit).tolist() for limit in (50, 300, 2000)] == whole
    assert whole[2] == [12, 12, 12]


def test_what_takes_longer_than_can_be_told_never_wraps_round() -> None:
    # Thirty ferries one after the other, each of fourteen days: 420 days are more than 596 hours.
    spots = {number: (number * 700.0, 0.0) for number in range(62)}
    ferry = {"route": "ferry", "duration": "336:00"}
    ways = [(number + 1, [number, number + 1], ferry if number % 2 else RESIDENTIAL) for number in range(61)]
    network = build(town(spots, ways), "walk", crs=CRS)
    here, there = feet(network, spots[0]), feet(network, spots[61])
    (found,) = nearest(network, here, there, k=1).seconds
    assert found >= 596 * 3600
    assert len(nearest(network, here, there, k=1, weight="time").origin) == 0
