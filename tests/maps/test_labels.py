"""Labels find a free place in order of priority, and none is lost without a word."""

import itertools
from functools import cache

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.textpath import TextPath
from matplotlib.transforms import Bbox
from numpy.typing import NDArray
from shapely import LineString, Point, Polygon, box

from geo.maps import style
from geo.maps.crowds import push_apart
from geo.maps.labels import Board, Box, Candidate, Placed, Placement, Wish, along, around, centred, within
from geo.maps.paper import Letter

LETTER = Letter(size_pt=7.2, weight="semibold", halo=style.PAPER)
FRAME: Box = (0.0, 0.0, 190.0, 178.0)
RADIUS = 2.5


def _wish(key: str, *candidates: Candidate) -> Wish:
    return Wish(key=key, lines=(key,), letter=LETTER, candidates=candidates)


def _spot(left: float, top: float, right: float, bottom: float, cost: float = 0.0) -> Candidate:
    return Candidate(boxes=((left, top, right, bottom),), origin=(left, bottom), cost=cost)


@cache
def _extents(text: str, size_pt: float, weight: style.Weight) -> Bbox:
    return TextPath((0, 0), text, size=size_pt, prop=style.font(weight)).get_extents()


def _ink(placement: Placement) -> list[Polygon]:
    """Measure the ink of a label by its outlines and its place alone, whatever boxes the placer kept free."""
    wish, place = placement.wish, placement.place
    found = []
    for row, line in enumerate(wish.lines):
        size = wish.letter.size_pt
        ink = _extents(style.clean(line), size, wish.letter.weight)
        width = {"left": 0.0, "right": ink.x1, "center": (ink.x0 + ink.x1) / 2}[place.align]
        scale = 25.4 / 72
        x, y = place.origin[0], place.origin[1] + row * 0.86 * wish.letter.height_mm
        flat = box(x + (ink.x0 - width) * scale, y - ink.y1 * scale, x + (ink.x1 - width) * scale, y - ink.y0 * scale)
        turn = np.radians(-place.angle)
        rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        found.append(shapely.transform(flat, lambda at, o=place.origin, r=rotation: (at - o) @ r.T + o))
    return found


def _crowd(count: int = 60) -> list[tuple[str, Box]]:
    spots = np.random.default_rng(7).uniform((60, 60), (130, 120), (count, 2))
    return [
        (f"L{at:02d} azc Nummer {at}", (float(x - RADIUS), float(y - RADIUS), float(x + RADIUS), float(y + RADIUS)))
        for at, (x, y) in enumerate(spots)
    ]


def _place_crowd() -> tuple[list[tuple[str, Box]], Placed]:
    marks = _crowd()
    board = Board(frame=FRAME, taken=[mark for _, mark in marks])
    wishes = [
        Wish(
            key=name, lines=(name, "100 plekken"), letter=LETTER, candidates=around(mark, (name, "100 plekken"), LETTER)
        )
        for name, mark in marks
    ]
    return marks, board.place(wishes)


def test_no_label_touches_another_label_or_a_mark_in_a_crowd() -> None:
    marks, placed = _place_crowd()
    inks = [shapely.unary_union(_ink(placement)) for placement in placed.placements]
    assert len(inks) > 10
    assert not any(one.intersects(other) for one, other in itertools.combinations(inks, 2))
    assert not any(ink.intersects(box(*mark)) for ink in inks for _, mark in marks)


def test_two_labels_on_one_line_are_not_read_as_one() -> None:
    first, beside = _spot(50, 50, 60, 54), _spot(60, 50, 70, 54)
    farther = _spot(61, 50, 71, 54, cost=5.0)
    placed = Board(frame=FRAME).place([_wish("a", first), _wish("b", beside, farther)])
    assert [placement.place for placement in placed.placements] == [first, farther]


def test_the_ink_of_a_label_stays_within_the_boxes_that_were_kept_free() -> None:
    _, placed = _place_crowd()
    for placement in placed.placements:
        kept = shapely.unary_union([box(*each) for each in placement.place.boxes]).buffer(0.01)
        assert all(kept.contains(ink) for ink in _ink(placement))


def test_every_label_of_a_crowd_is_placed_or_returned() -> None:
    marks, placed = _place_crowd()
    names = [placement.wish.key for placement in placed.placements] + [wish.key for wish in placed.unplaced]
    assert placed.unplaced
    assert sorted(names) == sorted(name for name, _ in marks)


def test_leaders_start_outside_their_mark_and_cross_no_other_mark() -> None:
    marks, placed = _place_crowd()
    by_name = dict(marks)
    led = [placement for placement in placed.placements if placement.place.leader is not None]
    assert led
    for placement in led:
        own = by_name[placement.wish.key]
        centre = Point((own[0] + own[2]) / 2, (own[1] + own[3]) / 2)
        leader = LineString(placement.place.leader)
        assert leader.distance(centre) >= RADIUS - 1e-9
        others = [box(*mark).buffer(-0.35) for name, mark in marks if name != placement.wish.key]
        assert not any(leader.intersects(other) for other in others)


def test_labels_next_to_their_mark_have_no_leader() -> None:
    near = around((10, 10, 14, 14), ("L1",), LETTER, rings=(0.0, 1.0))
    assert near
    assert all(place.leader is None for place in near)


def test_the_first_wish_gets_the_best_place_and_the_next_gives_way() -> None:
    best, second = _spot(10, 10, 20, 14), _spot(10, 20, 20, 24, cost=1.0)
    placed = Board(frame=FRAME).place(
        [_wish("first", best, second), _wish("second", best, second), _wish("last", best)]
    )
    assert [(each.wish.key, each.place) for each in placed.placements] == [("first", best), ("second", second)]
    assert [wish.key for wish in placed.unplaced] == ["last"]


def test_labels_stay_within_the_frame() -> None:
    out, inside = _spot(-1, 10, 9, 14), _spot(1, 10, 11, 14, cost=5.0)
    placed = Board(frame=FRAME).place([_wish("edge", out, inside), _wish("nowhere", out)])
    assert placed.placements[0].place is inside
    assert [wish.key for wish in placed.unplaced] == ["nowhere"]


def test_labels_would_rather_not_cross_a_line() -> None:
    crossing, clear = _spot(10, 10, 20, 14), _spot(30, 10, 40, 14, cost=1.0)
    river = LineString([(15, 0), (15, 50)])
    placed = Board(frame=FRAME, lines=[river]).place([_wish("name", crossing, clear)])
    assert placed.placements[0].place is clear
    forced = Board(frame=FRAME, lines=[river]).place([_wish("name", crossing)])
    assert forced.placements[0].place is crossing


def test_labels_are_aligned_towards_their_mark() -> None:
    right, left, *_ = around((10, 10, 14, 14), ("naam",), LETTER)
    assert (right.align, left.align) == ("left", "right")
    assert right.origin[0] > 14
    assert left.origin[0] < 10


def test_the_name_of_an_oblong_stands_in_its_middle() -> None:
    best = within(box(0, 0, 100, 10), ("Midden",), LETTER)[0]
    left, top, right, bottom = best.boxes[0]
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((50.0, 5.0), abs=1e-6)


def test_the_name_of_a_crooked_area_stands_where_it_is_wide() -> None:
    hook = shapely.union_all([box(0, 0, 60, 4), box(0, 0, 30, 30)])
    places = within(hook, ("Hoekland",), LETTER)
    assert places
    assert all(hook.contains(box(*place.boxes[0])) for place in places)
    assert box(0, 0, 30, 30).contains(box(*places[0].boxes[0]))


def test_an_area_smaller_than_its_name_has_no_place() -> None:
    assert within(box(0, 0, 3, 3), ("Veel te lange naam",), LETTER) == ()
    assert within(Polygon(), ("Leeg",), LETTER) == ()


@given(st.floats(min_value=-180, max_value=180), st.booleans())
def test_a_name_along_a_line_follows_it_and_is_never_upside_down(degrees: float, backwards: bool) -> None:
    turn = np.radians(degrees)
    ends = [(100.0, 100.0), (100.0 + 60 * np.cos(turn), 100.0 + 60 * np.sin(turn))]
    line = LineString(ends[::-1] if backwards else ends)
    places = along(line, "Dorpsstraat", LETTER)
    assert places
    for place in places:
        assert -90 <= place.angle <= 90
        (ink,) = _ink(Placement(wish=_wish("Dorpsstraat", place), place=place))
        assert line.distance(ink.centroid) < 0.6


def test_a_line_that_is_too_short_or_too_crooked_carries_no_name() -> None:
    assert along(LineString([(0, 0), (5, 0)]), "Burgemeester van Engelenweg", LETTER) == ()
    zigzag = LineString([(at, 6.0 * (at % 2)) for at in range(20)])
    assert along(zigzag, "Burgemeester", LETTER) == ()


def test_a_centred_name_has_its_middle_where_it_was_asked() -> None:
    place = centred((50.0, 60.0), ("Naam",), LETTER)
    left, top, right, bottom = place.boxes[0]
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((50.0, 60.0))
    assert place.align == "center"


coordinates = st.floats(min_value=0.0, max_value=20.0, allow_nan=False)
clouds = st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=9).map(lambda at: np.array(at, dtype=float))


@settings(max_examples=60)
@given(points=clouds, most=st.floats(min_value=0.1, max_value=4.0))
def test_pushing_apart_leaves_the_first_and_moves_no_mark_too_far(points: NDArray[np.float64], most: float) -> None:
    before = points.copy()
    moved = push_apart(points, np.full(len(points), 1.75), most_mm=most)
    assert np.array_equal(points, before)
    assert np.array_equal(moved[0], points[0])
    assert (np.hypot(*(moved - points).T) <= most + 1e-9).all()


def test_marks_that_have_room_are_left_alone() -> None:
    points = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]])
    assert np.array_equal(push_apart(points, np.full(3, 1.75)), points)


def test_two_marks_on_one_spot_are_parted_far_enough_to_be_seen() -> None:
    points = np.array([[50.0, 50.0], [10.0, 10.0], [10.0, 10.0]])
    moved = push_apart(points, np.array([2.6, 1.75, 1.75]))
    assert np.hypot(*(moved[1] - moved[2])) == pytest.approx(3.5, abs=1e-6)
    assert (moved[1] + moved[2]) / 2 == pytest.approx([10.0, 10.0])


def test_a_mark_beside_the_first_makes_way_for_it() -> None:
    moved = push_apart(np.array([[10.0, 10.0], [12.0, 10.0]]), np.array([2.6, 1.75]), most_mm=3.0)
    assert np.hypot(*(moved[1] - moved[0])) == pytest.approx(4.35, abs=1e-3)
