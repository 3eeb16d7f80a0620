"""Arrows at the edge of a map towards what lies beyond it."""

import pytest

from geo.maps.frame import MapFrame
from geo.maps.pointers import pointers

FRAME = MapFrame(left=10.0, top=30.0, width=100.0, height=100.0, scale=10_000, centre=(500.0, 500.0))
"""A window of 1 by 1 km."""


@pytest.mark.parametrize(
    ("place", "at", "towards"),
    [
        ((2000.0, 500.0), (107.4, 80.0), (1.0, 0.0)), ((500.0, 3000.0), (60.0, 32.6), (0.0, -1.0)),
        ((-900.0, 500.0), (12.6, 80.0), (-1.0, 0.0)), ((500.0, -10.0), (60.0, 127.4), (0.0, 1.0)),
        ((1500.0, 1500.0), (107.4, 32.6), (0.5**0.5, -(0.5**0.5))),
    ],
)  # fmt: skip
def test_an_arrow_stands_within_the_edge_in_the_direction_of_the_place(
    place: tuple[float, float], at: tuple[float, float], towards: tuple[float, float]
) -> None:
    (arrow,) = pointers(FRAME, (500.0, 500.0), [("S1", "S1 1,5 km", place)])
    assert arrow.at == pytest.approx(at)
    assert arrow.towards == pytest.approx(towards)
    left, top, right, bottom = FRAME.box
    assert left < arrow.box[0] < arrow.box[2] < right
    assert top < arrow.box[1] < arrow.box[3] < bottom


def test_places_in_about_one_direction_share_an_arrow_that_names_them_in_order() -> None:
    away = [
        ("H2", "H2 4,0 km", (4000.0, 510.0)),
        ("Z1", "Z1 4,5 km", (500.0, 4000.0)),
        ("B3", "B3 5,0 km", (5000.0, 500.0)),
    ]
    east, north = pointers(FRAME, (500.0, 500.0), away)
    assert (east.keys, east.told) == (("H2", "B3"), ("H2 4,0 km", "B3 5,0 km"))
    assert north.keys == ("Z1",)


def test_nothing_beyond_the_edge_has_no_arrow() -> None:
    assert pointers(FRAME, (500.0, 500.0), []) == ()
