"""The streets within a limit of a place, cut at the limit exactly, and the area around them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from geo.crs import project
from geo.extract import Streets
from geo.network.build import build
from geo.network.catchment import catchment, reached
from geo.network.snap import snap
from tests.network.random_towns import MODES, SPOT, SecondOpinion, TownPlan, town_plans
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

MM = 1e-3
SCALE = 0.9996
"""The toy towns lie on the middle of their zone: a metre there is 0.9996 on the map, and the corner at 500,000."""
CLEAR_M = 0.5 + 1e-3
"""How far from a reached street an area reaches in any case."""
SIMPLE_M = 4.0
"""How far the area may stray for having fewer corners."""
Spot = Place | list[Place] | shapely.Polygon


def pieces(streets: Streets, spot: Spot, limit_m: float, *, mode: str = "car") -> shapely.Geometry:
    """Give the reached streets as one shape, in metres east and north of the corner."""
    network = build(streets, mode, crs=CRS)
    lines = reached(network, snap(network, places(spot)), limit_m=limit_m)
    return shapely.transform(shapely.union_all(lines), lambda xy: (xy - [500_000, 0]) / SCALE)


def area(streets: Streets, spot: Spot, limit_m: float, *, mode: str = "car", **width: float) -> shapely.Geometry:
    """Give the catchment, in metres east and north of the corner."""
    network = build(streets, mode, crs=CRS)
    found = catchment(network, snap(network, places(spot)), limit_m=limit_m, **width)
    return shapely.transform(found, lambda xy: (xy - [500_000, 0]) / SCALE)


def test_streets_are_cut_at_the_limit_on_either_side() -> None:
    # The leg takes 30 of 200 m: 170 m both ways from 500 m, cut inside the segments of 100 m.
    found = pieces(street(1000.0), (500, 30), 200)
    assert found.bounds == pytest.approx((330, 0, 670, 0), abs=MM)
    assert found.length == pytest.approx(340, abs=MM)


def test_inside_one_edge_and_up_to_the_end_of_the_street() -> None:
    one_edge = street(1000.0, parts=1)
    assert pieces(one_edge, (500, 30), 200).bounds == pytest.approx((330, 0, 670, 0), abs=MM)
    assert pieces(one_edge, (100, 0), 300).bounds == pytest.approx((0, 0, 400, 0), abs=MM)
    assert pieces(one_edge, (100, 0), 5000).length == pytest.approx(1000, abs=MM)
    assert pieces(one_edge, (-300, 0), 700).bounds == pytest.approx((0, 0, 400, 0), abs=MM)


@pytest.mark.parametrize(("limit_m", "length_m"), [(29, 0), (30, 0), (31, 2), (80, 100)])
@pytest.mark.parametrize("east_m", [450.0, 500.0])
def test_the_leg_counts_and_may_take_all_of_the_limit(limit_m: float, length_m: float, east_m: float) -> None:
    # 500 m is a node of the street, 450 m the middle of a segment.
    assert pieces(street(1000.0), (east_m, 30), limit_m).length == pytest.approx(length_m, abs=MM)
    assert area(street(1000.0), (east_m, 30), limit_m).is_empty == (length_m == 0)


@pytest.mark.parametrize(("limit_m", "length_m"), [(50, 200), (100, 400), (150, 800), (200, 1200), (999, 1200)])
def test_at_crossings_all_streets_are_followed(limit_m: float, length_m: float) -> None:
    # From the middle of a grid of 3 x 3: four arms of 100 m, then both ways along the outer ring.
    assert pieces(grid(), (100, 100), limit_m).length == pytest.approx(length_m, abs=MM)


@pytest.mark.parametrize(("limit_m", "length_m"), [(150, 300), (350, 700), (399, 798), (400, 800), (401, 800)])
def test_what_is_reached_from_both_ends_leaves_a_gap_until_they_meet(limit_m: float, length_m: float) -> None:
    # Four sides of 200 m, from a corner: the far corner is 400 m away on either hand.
    assert pieces(one_way_ring(tags=RESIDENTIAL), (0, 0), limit_m).length == pytest.approx(length_m, abs=MM)
    rounded_off = pieces(one_way_ring(tags=RESIDENTIAL), (100, 0), limit_m).length
    assert rounded_off == pytest.approx(length_m, abs=MM)


@pytest.mark.parametrize(
    ("limit_m", "length_m", "gap_m"),
    [(100, 100, 30), (300, 300, 30), (740, 740, 500**0.5), (780, 780, 0), (900, 800, 0)],
)
def test_a_one_way_street_is_followed_away_from_the_place(limit_m: float, length_m: float, gap_m: float) -> None:
    # Anticlockwise from 50 m along the southern side; the corner behind is 750 m away, and from there its own street
    # again. The gap is that to a point at 20 m: to the place itself, then to 10 m before the corner, then none.
    found = pieces(one_way_ring(), (50, 0), limit_m)
    assert found.length == pytest.approx(length_m, abs=MM)
    assert shapely.distance(found, shapely.Point(20, 0)) == pytest.approx(gap_m, abs=MM)


def test_against_a_one_way_street_only_walkers_turn() -> None:
    assert pieces(one_way_ring(), (100, 0), 60).bounds == pytest.approx((100, 0, 160, 0), abs=MM)
    assert pieces(one_way_ring(), (100, 0), 60, mode="walk").bounds == pytest.approx((40, 0, 160, 0), abs=MM)
    against = one_way_ring(tags={"highway": "residential", "oneway": "-1"})
    assert pieces(against, (100, 0), 60).bounds == pytest.approx((40, 0, 100, 0), abs=MM)
    # 100 m west and then 160 m north; from the corner nobody comes back east.
    assert pieces(against, (100, 0), 260).length == pytest.approx(260, abs=MM)


def test_a_locked_gate_ends_the_streets() -> None:
    spots = {1: (0.0, 0.0), 2: (600.0, 0.0), 3: (1000.0, 0.0)}
    plan = town(spots, [(1, [1, 2, 3], RESIDENTIAL)], {2: {"barrier": "gate", "locked": "yes"}})
    assert pieces(plan, (500, 0), 300).bounds == pytest.approx((200, 0, 600, 0), abs=MM)


@pytest.mark.parametrize(("limit_m", "far_bank_m"), [(1000, 0), (1500, 0), (1800, 200), (3000, 600)])
def test_a_ferry_is_left_out_of_the_picture_and_not_out_of_the_journey(limit_m: float, far_bank_m: float) -> None:
    # 600 m of street, 1,000 m of water, 600 m of street.
    found = pieces(two_islands(ferry={}), (0, 0), limit_m, mode="walk")
    assert found.length == pytest.approx(600 + far_bank_m, abs=MM)
    assert not shapely.intersects(found, shapely.box(601, -1, 1599, 1))
    around = area(two_islands(ferry={}), (0, 0), limit_m, mode="walk")
    assert not shapely.intersects(around, shapely.box(645, -50, 1555, 50))


def test_one_leaves_a_place_by_any_of_its_entrances_and_an_area_by_its_nearest_wall() -> None:
    assert pieces(street(1000.0), [(100, 0), (910, 40)], 50).length == pytest.approx(100 + 20, abs=MM)
    # The western door is beyond the longest leg; the eastern one serves.
    assert pieces(street(1000.0), [(100, 1500), (910, 40)], 50).length == pytest.approx(20, abs=MM)
    tent = shapely.Polygon([(300, 20), (400, 60), (200, 60)])
    assert pieces(street(1000.0), tent, 50).bounds == pytest.approx((270, 0, 330, 0), abs=0.01)


@pytest.mark.parametrize(
    ("streets", "spot"), [(street(), (500.0, 1500.0)), (town({}, []), (0.0, 0.0)), (street(400.0), (10.0, 0.0))]
)
def test_a_place_without_a_foot_has_an_empty_area(streets: Streets, spot: Place) -> None:
    found = area(streets, spot, 2000)
    assert found.is_empty
    assert found.geom_type == "Polygon"


@pytest.mark.parametrize("width", [{}, {"buffer_m": 40.0}, {"buffer_m": 12.0}])
def test_the_area_is_the_reached_streets_with_a_margin(width: dict[str, float]) -> None:
    # 340 m of street: a band of that length with two round ends, which are cut in straight pieces.
    found = area(street(1000.0), (500, 30), 200, **width)
    margin = width.get("buffer_m", 40.0)
    assert found.bounds == pytest.approx((330 - margin, -margin, 670 + margin, margin), abs=0.05)
    assert found.area == pytest.approx(340 * 2 * margin + np.pi * margin**2, rel=0.01)


def test_a_crooked_street_loses_corners_of_no_more_than_four_metres() -> None:
    spots = {number: (20.0 * number, 3.0 * (number % 2)) for number in range(1, 60)}
    plan = town(spots, [(1, list(spots), RESIDENTIAL)])
    lines, around = pieces(plan, (600, 0), 300), area(plan, (600, 0), 300)
    assert shapely.covers(around, lines)
    assert shapely.distance(around.boundary, lines) > 40 - SIMPLE_M - 1
    assert len(around.exterior.coords) < 40


@pytest.mark.parametrize("rest_m", [0.0, 1e-5])
def test_streets_of_no_length_do_no_harm(rest_m: float) -> None:
    spots = {1: (0.0, 0.0), 2: (100.0, 0.0), 3: (100.0 + rest_m, 0.0), 4: (700.0, 0.0)}
    plan = town(spots, [(1, [1, 2], RESIDENTIAL), (2, [2, 3], RESIDENTIAL), (3, [3, 4], RESIDENTIAL)])
    for spot in ((50.0, 0.0), (100.0, 0.0)):
        assert pieces(plan, spot, 300).length == pytest.approx(spot[0] + 300, abs=MM)
        assert area(plan, spot, 300).area == pytest.approx((spot[0] + 300) * 80 + np.pi * 1600, rel=0.01)


def test_along_one_street_nothing_inside_is_farther_than_the_limit_and_the_margin() -> None:
    # A quay of 1,000 m with its bridge at the far end: within 400 m of its west end nothing else comes near.
    for limit_m in (100.0, 250.0, 400.0):
        found = area(river_town(), (0, 0), limit_m)
        along = shapely.intersection(found, shapely.LineString([(0, 0), (1000, 0)]))
        assert along.bounds[2] == pytest.approx(limit_m + 40, abs=0.05)
        assert not shapely.intersects(found, shapely.LineString([(0, 100), (1000, 100)]))


def test_the_other_bank_is_cut_out_though_it_lies_within_the_margin() -> None:
    # Two quays 30 m apart, joined 1,000 m away: from the west end the other quay is 2 km off.
    spots = {1: (0.0, 0.0), 2: (1000.0, 0.0), 3: (1000.0, 30.0), 4: (0.0, 30.0)}
    quays = town(spots, [(1, [1, 2, 3, 4], RESIDENTIAL)])
    found = area(quays, (0, 0), 400)
    assert shapely.covers(found, shapely.LineString([(0, 0), (400, 0)]))
    assert shapely.intersection(found, shapely.LineString([(0, 30), (1000, 30)])).length == pytest.approx(0, abs=0.01)
    # What is cut out is two metres wide: from 39 m before the west end to where the margin ends in the east.
    assert found.area == pytest.approx(area(street(1000.0), (0, 0), 400).area - 2 * 425, rel=0.01)
    # Within 2 km all of it is reached, and nothing is cut.
    assert area(quays, (0, 0), 2100).covers(shapely.LineString([(0, 30), (1000, 30)]))


@dataclass(frozen=True)
class Samples:
    """Points on streets, as feet without a leg, and where they lie on the map."""

    count: int
    owner: NDArray[np.int64]
    segment: NDArray[np.int64]
    fraction: NDArray[np.float64]
    leg_m: NDArray[np.float64]
    points: NDArray[np.object_]


def samples(second: SecondOpinion, spots: Iterable[tuple[int, float]]) -> Samples:
    """Put sample points on the streets of a town."""
    every = list(spots)
    segment = np.array([number for number, _ in every], dtype=np.int64)
    fraction = np.array([share for _, share in every], dtype=np.float64)
    ends = np.array([second.segments[number].ends for number in segment]).reshape(-1, 4)
    begin, end = (np.column_stack(project(ends[:, side], ends[:, side + 1], CRS)) for side in (0, 2))
    points = shapely.points(begin + (end - begin) * fraction[:, None])
    return Samples(len(every), np.arange(len(every)), segment, fraction, np.zeros(len(every)), points)


def spots_at(second: SecondOpinion, points: NDArray[np.object_]) -> list[list[tuple[int, float]]]:
    """Find every spot of a street on land that lies at a point, to a millimetre."""
    land = [number for number, segment in enumerate(second.segments) if not segment.ferry]
    low, high = (samples(second, [(number, end) for number in land]).points for end in (0.0, 1.0))
    ends = np.stack([shapely.get_coordinates(low), shapely.get_coordinates(high)], axis=1)
    found = []
    for point in points:
        near = np.flatnonzero(shapely.dwithin(shapely.linestrings(ends), point, MM))
        shares = [shapely.line_locate_point(shapely.LineString(ends[row]), point, normalized=True) for row in near]
        found.append([(land[row], float(share)) for row, share in zip(near, shares, strict=True)])
    return found


def test_in_random_towns_exactly_the_streets_within_the_limit_are_reached() -> None:
    seen = Counter[str]()

    @settings(max_examples=50, deadline=None, derandomize=True)
    @given(town_plans(), MODES, SPOT | st.lists(SPOT, min_size=2, max_size=2), st.integers(50, 700))
    def law(plan: TownPlan, mode: str, spot: Spot, limit_m: int) -> None:
        network, second = build(plan.streets(), mode, crs=CRS), SecondOpinion(plan, mode)
        feet = snap(network, places(spot), min_component_m=300.0)
        lines = reached(network, feet, limit_m=limit_m)
        around = catchment(network, feet, limit_m=limit_m)
        together = shapely.union_all(lines)
        land = [number for number, segment in enumerate(second.segments) if not segment.ferry]
        some = samples(second, [(number, share) for number in land for share in (0.01, 0.2, 0.5, 0.8, 0.99)])
        far_m = second.totals(feet, some)[0]
        # Every point within the limit is on a reached piece, and in the area.
        inside = some.points[far_m <= limit_m]
        assert (shapely.distance(inside, together) <= MM).all()
        assert shapely.covers(around, inside).all()
        # Every point of a piece is on some street within the limit.
        on_pieces = shapely.line_interpolate_point(
            np.repeat(lines, 3), np.tile([0.0, 0.4, 1.0], len(lines)), normalized=True
        )
        for spots in spots_at(second, on_pieces):
            assert second.totals(feet, samples(second, spots)).min() <= limit_m + 2 * MM
        # In the area, as the crow flies, nothing is farther from a reached piece than the margin.
        is_within = shapely.intersects(around, some.points)
        within = some.points[is_within]
        assert (shapely.distance(within, together) <= 40 + SIMPLE_M).all()
        # And no street in it is farther over the network than limit and margin, but where it crosses a reached one.
        crosses = shapely.distance(within, together) <= CLEAR_M
        assert ((far_m[is_within] <= limit_m + 40 + 2 * MM) | crosses).all()
        seen["cut out"] += int(((far_m > limit_m + 40) & (shapely.distance(some.points, together) < 30)).sum())
        seen["inside"] += len(inside)
        seen["beyond"] += int((far_m > limit_m).sum())
        seen["on pieces"] += len(on_pieces)
        seen["only near"] += len(within) - len(inside)

    law()
    assert seen["cut out"] > 10
    assert min(count for name, count in seen.items() if name != "cut out") > 100


def test_a_higher_limit_never_loses_a_street() -> None:
    seen = Counter[str]()

    @settings(max_examples=50, deadline=None, derandomize=True)
    @given(town_plans(), MODES, SPOT, st.lists(st.integers(10, 900), min_size=2, max_size=2).map(sorted))
    def law(plan: TownPlan, mode: str, spot: Spot, limits: list[int]) -> None:
        network = build(plan.streets(), mode, crs=CRS)
        feet = snap(network, places(spot), min_component_m=300.0)
        low, high = (shapely.union_all(reached(network, feet, limit_m=limit_m)) for limit_m in limits)
        assert shapely.difference(low, shapely.buffer(high, MM)).is_empty
        seen["towns"] += not low.is_empty
        seen["more"] += not shapely.difference(high, shapely.buffer(low, MM)).is_empty

    law()
    assert min(seen.values()) > 10
