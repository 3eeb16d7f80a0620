"""The way of a journey: on toy towns by hand, and on random towns walked back piece by piece."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.network.build import Network, build
from geo.network.path import Path, find_path, find_paths
from geo.network.route import Weight, nearest, within
from geo.network.snap import Snaps, snap
from tests.network.random_towns import MODES, TownPlan, place_lists, town_plans
from tests.toytowns import CRS, RESIDENTIAL, Place, one_way_ring, places, river_town, street, town


def way(network: Network, origin: Place, target: Place) -> Path | None:
    here, there = (snap(network, places(spot), min_component_m=0.0) for spot in (origin, target))
    return find_path(network, here, there, (0, 0))


def told(network: Network, path: Path | None) -> list[tuple[int, float]]:
    """OSM id and metres of each part."""
    assert path is not None
    return list(zip(network.way_id[path.segment].tolist(), path.metres(network).round(3).tolist(), strict=True))


def test_a_way_along_one_street_is_cut_at_both_feet() -> None:
    network = build(street(1000.0, parts=10), "walk", crs=CRS)
    path = way(network, (150, 20), (420, -5))
    assert told(network, path) == [(1, 50.0), (1, 100.0), (1, 100.0), (1, 20.0)]
    assert path is not None
    assert (path.length_mm, path.time_ms) == (270_000, 194_400)
    assert path.begin.tolist() == pytest.approx([0.5, 0, 0, 0])
    assert path.end.tolist() == pytest.approx([1, 1, 1, 0.2])
    back = way(network, (420, -5), (150, 20))
    assert told(network, back) == told(network, path)[::-1]
    assert back is not None
    assert back.begin.tolist() == pytest.approx([0.2, 1, 1, 1])


def test_a_way_over_a_bridge_goes_by_its_streets_in_order() -> None:
    network = build(river_town(), "walk", crs=CRS)
    path = way(network, (300, 0), (300, 100))
    assert path is not None
    ids = [key for key, _ in told(network, path)]
    assert list(dict.fromkeys(ids)) == [1, 3, 2]
    # The bridge is at 1,000 m: 700 m there, 100 m across, 700 m back.
    assert path.length_mm == 1_500_000


def test_on_a_one_way_ring_the_way_goes_round() -> None:
    network = build(one_way_ring(), "car", crs=CRS)
    path = way(network, (100, 0), (90, 0))
    assert path is not None
    assert path.length_mm == 790_000
    assert (
        way(build(street(tags={"highway": "residential", "oneway": "yes"}), "car", crs=CRS), (300, 0), (200, 0)) is None
    )


def test_of_two_ways_of_the_same_length_the_quicker_one_is_given() -> None:
    spots = {1: (0.0, 0.0), 2: (300.0, 0.0), 3: (150.0, 200.0), 4: (150.0, -200.0), 5: (-50.0, 0.0), 6: (350.0, 0.0)}
    fast = {"highway": "secondary", "maxspeed": "80"}
    ways = [
        (1, [5, 1], RESIDENTIAL), (2, [1, 3, 2], RESIDENTIAL), (3, [1, 4, 2], fast), (4, [2, 6], RESIDENTIAL),
    ]  # fmt: skip
    network = build(town(spots, ways), "car", crs=CRS)
    path = way(network, (-25, 0), (325, 0))
    assert [key for key, _ in told(network, path)] == [1, 3, 3, 4]


def is_joined(network: Network, path: Path) -> bool:
    """Tell whether each part ends where the next begins, and goes as it may."""
    line = path.coordinates(network)
    begin = np.where(path.begin < path.end, network.u[path.segment], network.v[path.segment])
    end = np.where(path.begin < path.end, network.v[path.segment], network.u[path.segment])
    allowed = np.where(path.begin < path.end, network.forward[path.segment], network.backward[path.segment])
    inner = np.isin(path.end[:-1], [0.0, 1.0]).all() and np.isin(path.begin[1:], [0.0, 1.0]).all()
    met = [bool(part) for part in (allowed.all(), inner, (end[:-1] == begin[1:]).all())]
    assert met == [True] * 3, (path, end, begin)
    return len(line) == len(path.segment) + (len(path.segment) > 0)


def test_in_random_towns_every_journey_has_its_way() -> None:
    seen = {"ways": 0, "parts": 0, "against": 0, "without": 0}

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(town_plans(), MODES, place_lists(), place_lists(), st.sampled_from(["distance", "time"]))
    def law(plan: TownPlan, mode: str, here: list[Place], there: list[Place], weight: Weight) -> None:
        network = build(plan.streets(), mode, crs=CRS)
        origins, targets = (snap(network, places(*spots), min_component_m=300.0) for spots in (here, there))
        found = nearest(network, origins, targets, k=max(targets.count, 1), weight=weight)
        for row in range(len(found.origin)):
            points = int(found.origin_point[row]), int(found.target_point[row])
            path = find_path(network, origins, targets, points, weight=weight)
            assert path is not None
            legs = found.time_ms[row] - path.time_ms
            assert path.length_mm == found.network_mm[row]
            assert legs >= 0
            assert np.rint(path.metres(network).sum() * 1000) == path.length_mm
            assert is_joined(network, path)
            check_ends(network, path, origins, targets, points)
            seen["ways"] += 1
            seen["parts"] += len(path.segment)
            seen["against"] += int((path.begin > path.end).sum())
        if weight == "distance":
            pairs = set(zip(*(part.tolist() for part in (found.origin, found.target)), strict=True))
            every = within(network, origins, targets, limit=np.inf)
            assert pairs == set(zip(every.origin.tolist(), every.target.tolist(), strict=True))
        seen["without"] += origins.count * targets.count - len(found.origin)

    law()
    assert seen["without"] > 10
    assert min(seen[name] for name in ("ways", "parts", "against")) > 500


def test_in_random_towns_one_search_gives_the_way_of_every_journey_to_the_nearest() -> None:
    seen = {"ways": 0, "parts": 0, "targets": 0, "points": 0}

    @settings(max_examples=80, deadline=None, derandomize=True)
    @given(town_plans(), MODES, place_lists(most=8), place_lists(), st.sampled_from(["distance", "time"]))
    def law(plan: TownPlan, mode: str, here: list[Place], there: list[Place], weight: Weight) -> None:
        network = build(plan.streets(), mode, crs=CRS)
        origins, targets = (snap(network, places(*spots), min_component_m=300.0) for spots in (here, there))
        found = nearest(network, origins, targets, k=1, weight=weight)
        points = list(zip(found.origin_point.tolist(), found.target_point.tolist(), strict=True))
        paths = find_paths(network, origins, targets, points, weight=weight)
        for row, pair in enumerate(points):
            path, alone = paths[row], find_path(network, origins, targets, pair, weight=weight)
            assert path is not None
            assert alone is not None
            assert path.length_mm == alone.length_mm == found.network_mm[row]
            assert path.time_ms == alone.time_ms
            assert [getattr(path, name).tolist() for name in ("segment", "begin", "end")] == [
                getattr(alone, name).tolist() for name in ("segment", "begin", "end")
            ]
            seen["parts"] += len(path.segment)
        seen["ways"] += len(points)
        seen["targets"] += len(set(found.target.tolist())) > 1
        seen["points"] += int((found.target_point > found.target).sum())

    law()
    assert seen["ways"] > 150
    assert seen["parts"] > 300
    assert min(seen["targets"], seen["points"]) > 30
    # Nothing is asked: nothing is found.
    network = build(street(), "walk", crs=CRS)
    feet = snap(network, places((0, 0)))
    assert find_paths(network, feet, feet, []) == []


def check_ends(network: Network, path: Path, origins: Snaps, targets: Snaps, points: tuple[int, int]) -> None:
    """Insist that the line goes from foot to foot."""
    if len(path.segment) == 0:
        assert path.length_mm == 0
        return
    line = path.coordinates(network)
    for spot, snaps, point in ((line[0], origins, points[0]), (line[-1], targets, points[1])):
        # Whole millimetres are some 1e-8 degrees.
        assert spot.tolist() == pytest.approx([snaps.foot_lon[point], snaps.foot_lat[point]], abs=2e-8)
