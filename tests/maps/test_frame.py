"""The window of a map: round scales that are exact, with room to spare at the edges."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.maps.frame import PROVINCE_SCALES, TOWN_SCALES, MapFrame, fit_frame, moved_into

BOX = (10.0, 29.0, 190.0, 178.0)
LADDERS = [pytest.param(PROVINCE_SCALES, id="province"), pytest.param(TOWN_SCALES, id="town")]

metres = st.floats(min_value=-400_000, max_value=700_000, allow_nan=False)
sizes = st.floats(min_value=1.0, max_value=900_000, allow_nan=False)
bounds = st.builds(lambda x, y, w, h: (x, y, x + w, y + h), metres, metres, sizes, sizes)
boxes = st.builds(
    lambda width, height: (10.0, 29.0, width, height),
    st.floats(min_value=40.0, max_value=190.0),
    st.floats(min_value=96.0, max_value=178.0),
)


def _frame(scale: int = 25_000) -> MapFrame:
    left, top, width, height = BOX
    return MapFrame(left=left, top=top, width=width, height=height, scale=scale, centre=(150_000.0, 480_000.0))


def _margins(frame: MapFrame, around: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    west, south, east, north = around
    (left, bottom), (right, top) = frame.to_mm([(west, south), (east, north)])
    edges = frame.box
    return left - edges[0], top - edges[1], edges[2] - right, edges[3] - bottom


@pytest.mark.parametrize("scales", LADDERS)
def test_scales_go_from_large_to_small_and_are_whole_thousands(scales: tuple[int, ...]) -> None:
    assert list(scales) == sorted(set(scales))
    assert all(scale % 1000 == 0 for scale in scales)


@pytest.mark.parametrize("scale", sorted({*PROVINCE_SCALES, *TOWN_SCALES}))
def test_a_kilometre_is_a_million_millimetres_divided_by_the_scale(scale: int) -> None:
    frame = _frame(scale)
    start, east, north = frame.to_mm([frame.centre, (151_000.0, 480_000.0), (150_000.0, 481_000.0)])
    assert east - start == pytest.approx([1_000_000 / scale, 0.0], abs=1e-9)
    assert north - start == pytest.approx([0.0, -1_000_000 / scale], abs=1e-9)


@pytest.mark.parametrize(
    ("known", "west"),
    [((0.0, 0.0, 9e4, 9e4), 30_000.0), ((34_000.0, 0.0, 9e4, 9e4), 34_000.0), ((39_000.0, 0.0, 9e4, 9e4), 36_000.0),
     ((0.0, 0.0, 46_000.0, 9e4), 26_000.0), ((0.0, 0.0, 41_000.0, 9e4), 24_000.0)],
)  # fmt: skip
def test_a_window_moves_to_where_the_landscape_is_known_as_far_as_it_holds_what_it_must_show(
    known: tuple[float, float, float, float], west: float
) -> None:
    """Twenty kilometres wide around 37 to 43: it may begin from 24 to 36 where a kilometre of room is left."""
    frame = MapFrame(left=0, top=0, width=200, height=200, scale=100_000, centre=(40_000.0, 40_000.0))
    moved = moved_into(frame, (37_000.0, 37_000.0, 43_000.0, 43_000.0), known, margin_mm=10)
    assert moved.limits[0] == pytest.approx(west)
    assert (moved.centre[1], moved.scale) == (frame.centre[1], frame.scale)


@pytest.mark.parametrize("scale", [10_000, 25_000, 450_000])
def test_the_edges_in_metres_are_the_edges_on_paper(scale: int) -> None:
    frame = _frame(scale)
    west, south, east, north = frame.limits
    assert east - west == pytest.approx(190 * scale / 1000, abs=1e-6)
    assert north - south == pytest.approx(178 * scale / 1000, abs=1e-6)
    assert frame.to_mm((west, north))[0] == pytest.approx([10.0, 29.0], abs=1e-9)
    assert frame.to_mm((east, south))[0] == pytest.approx([200.0, 207.0], abs=1e-9)


@pytest.mark.parametrize("scales", LADDERS)
@given(around=bounds, box=boxes, margin=st.floats(min_value=0.0, max_value=10.0))
def test_the_margin_is_kept_at_every_scale_that_holds_the_area(
    scales: tuple[int, ...], around: tuple[float, float, float, float], box: tuple[float, ...], margin: float
) -> None:
    frame = fit_frame(around, (box[0], box[1], box[2], box[3]), scales, margin_mm=margin)
    if frame.scale < scales[-1]:
        assert min(_margins(frame, around)) >= margin - 1e-6


@pytest.mark.parametrize("scales", LADDERS)
@given(around=bounds)
def test_no_larger_scale_would_have_held_the_area(
    scales: tuple[int, ...], around: tuple[float, float, float, float]
) -> None:
    frame = fit_frame(around, BOX, scales, margin_mm=5.0)
    larger = [scale for scale in scales if scale < frame.scale]
    if larger:
        tighter = MapFrame(
            left=frame.left, top=frame.top, width=190.0, height=178.0, scale=larger[-1], centre=frame.centre
        )
        assert min(_margins(tighter, around)) < 5.0 + 1e-6


def test_an_area_that_fills_the_window_to_the_margin_gets_that_very_scale() -> None:
    width_m = (190.0 - 2 * 5.0) * 125
    assert fit_frame((0, 0, width_m, 1), BOX, PROVINCE_SCALES, margin_mm=5.0).scale == 125_000
    assert fit_frame((0, 0, width_m + 0.1, 1), BOX, PROVINCE_SCALES, margin_mm=5.0).scale == 150_000


def test_an_area_larger_than_every_scale_gets_the_smallest_scale() -> None:
    assert fit_frame((0, 0, 5e6, 5e6), BOX, TOWN_SCALES, margin_mm=5.0).scale == TOWN_SCALES[-1]


def test_points_on_the_edge_are_held_and_points_beyond_the_margin_are_not() -> None:
    frame = _frame(25_000)
    west, south, east, north = frame.limits
    corners = [(west, south), (east, north), (west - 1, south), (east, north + 1)]
    assert frame.holds(corners).tolist() == [True, True, False, False]
    inside = [(west + 49, north - 51), (west + 51, north - 51)]
    assert frame.holds(inside, margin_mm=2.0).tolist() == [False, True]


def test_a_shape_is_brought_to_paper_cut_to_the_window() -> None:
    frame = _frame(25_000)
    x, y = frame.centre
    half_out = shapely.box(x - 500, y - 500, x + 100_000, y + 500)
    assert frame.shape_to_mm(half_out).bounds == pytest.approx((85.0, 98.0, 200.0, 138.0), abs=1e-9)
    assert frame.shape_to_mm(shapely.box(x + 90_000, y, x + 90_100, y + 100)).is_empty


def test_a_single_point_and_a_list_of_points_come_out_alike() -> None:
    frame = _frame()
    assert np.array_equal(frame.to_mm((150_100.0, 480_100.0)), frame.to_mm([(150_100.0, 480_100.0)]))
