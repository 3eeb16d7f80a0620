"""The area within walking distance as it is drawn: on the right side of every mark, and all streets in it."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point

from geo.maps.catchment_area import EDGES, Spot, drawn_areas, own_lines, smooth, told_limits
from geo.maps.frame import MapFrame

FRAME = MapFrame(left=10.0, top=30.0, width=120.0, height=120.0, scale=25_000, centre=(1500.0, 1500.0))
"""A window of 3 by 3 km."""
DISC = Point(1500.0, 1500.0).buffer(800.0)
STREETS = shapely.union_all(
    [
        LineString([(300, 1500), (2700, 1500)]),
        LineString([(1500, 900), (1500, 2100)]),
        LineString([(1600, 900), (1600, 2100)]),
    ]
)
"""One street with two others across it, 100 m from one another."""


def at(x: float, y: float) -> tuple[float, float]:
    spot = FRAME.to_mm((x, y))[0]
    return float(spot[0]), float(spot[1])


@pytest.mark.parametrize(("distance_m", "inside"), [(999.999, True), (1000.0, True), (1000.001, False)])
@pytest.mark.parametrize("place", [(1500.0, 1500.0), (1500.0, 2290.0), (1500.0, 2310.0), (1500.0, 2700.0)])
def test_a_mark_lies_on_the_side_that_its_distance_says(
    distance_m: float, inside: bool, place: tuple[float, float]
) -> None:
    (area,) = drawn_areas(FRAME, [(1000.0, DISC)], [Spot(at=at(*place), distance_m=distance_m)])
    assert bool(shapely.contains(area.shape, Point(at(*place)))) is inside


spots = st.lists(
    st.tuples(st.floats(12, 128), st.floats(32, 148), st.sampled_from([400.0, 1000.0, 1200.0, 2000.0, 2500.0])),
    max_size=14,
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(spots)
def test_every_mark_lies_on_its_side_of_every_line_wherever_it_stands(rows: list[tuple[float, float, float]]) -> None:
    # Marks are parted on paper, so that no two stand on one spot.
    kept: list[tuple[float, float, float]] = []
    for row in rows:
        if all(np.hypot(row[0] - other[0], row[1] - other[1]) > 1.5 for other in kept):
            kept.append(row)
    both = [(1000.0, Point(1500.0, 1500.0).buffer(600.0)), (2000.0, Point(1500.0, 1500.0).buffer(1100.0))]
    areas = drawn_areas(FRAME, both, [Spot(at=(x, y), distance_m=metres) for x, y, metres in kept])
    for area in areas:
        for x, y, metres in kept:
            assert shapely.contains(area.shape, Point(x, y)) == (metres <= area.limit_m)


@pytest.mark.parametrize("narrower_m", [0.0, 15.0])
def test_the_quiet_outline_holds_every_street_and_is_nowhere_wider_than_given(narrower_m: float) -> None:
    given_area = STREETS.buffer(40.0)
    quiet = smooth(given_area, narrower_m)
    assert shapely.covers(quiet, STREETS.buffer(30.0 - narrower_m))
    # Between streets that lie near one another it is closed; along a lone street it is as wide as asked.
    assert quiet.contains(Point(1550, 1000))
    assert quiet.distance(Point(400, 1500 + 41 - narrower_m)) > 0


def test_a_small_block_is_filled_and_a_large_one_is_not() -> None:
    for side, open_inside in ((280.0, False), (600.0, True)):
        block = shapely.box(0, 0, side, side).boundary.buffer(40.0)
        assert (not smooth(block, 0.0).contains(Point(side / 2, side / 2))) is open_inside


def test_an_empty_area_is_not_drawn_and_the_next_keeps_its_own_line() -> None:
    (area,) = drawn_areas(FRAME, [(1000.0, shapely.Polygon()), (2000.0, DISC)], [])
    assert (area.limit_m, area.edge) == (2000.0, EDGES[1])


def test_every_line_around_an_area_has_its_own_dashes_and_none_is_whole_like_a_walk() -> None:
    assert all(edge.dash for edge in EDGES)
    assert len({edge.dash for edge in EDGES}) == len(EDGES)


def test_outlines_that_run_together_are_one_line_for_both_distances_and_others_each_have_their_own() -> None:
    same = drawn_areas(FRAME, [(1000.0, DISC), (2000.0, DISC)], [])
    assert told_limits(FRAME, same) == [(EDGES[0], (1000.0, 2000.0))]
    wider = drawn_areas(FRAME, [(1000.0, DISC), (2000.0, shapely.union(DISC, STREETS.buffer(40.0)))], [])
    assert [limits for _, limits in told_limits(FRAME, wider)] == [(1000.0,), (2000.0,)]
    near, far = own_lines(wider)
    # Along the disc there is one line; the street runs on for 400 m, 16 mm, at both sides, as two lines and an end.
    assert near.equals(wider[0].shape.boundary)
    assert far.distance(wider[0].shape.boundary) > 0
    assert far.length == pytest.approx(2 * 2 * 16, rel=0.15)
