"""Walks on the sheet of a location: parted where they fork, in the colours of what they lead to, below the marks."""

from dataclasses import replace

import pytest
from shapely import LineString, Point, Polygon

from geo.maps import style
from geo.maps.frame import MapFrame
from geo.maps.site import Near
from geo.maps.town_routes import has_leg, keys_of_routes, legs, seen_stretches, stretches
from tests.maps.builders import Printed, draw_location, facility, near_home, site, stroke_of

SHOP = facility("supermarket", 1, 700.0, (400.0, 300.0), name="Buurtwinkel")
GP = facility("gp", 1, 500.0, (400.0, -100.0), name="Huisarts")
DENTIST = facility("dentist", 1, 420.0, (400.0, 20.0), name="Tandarts")


def walk(near: Near, *points: tuple[float, float]) -> Near:
    """Give a facility a walk by metres from the location."""
    return replace(near, route=LineString([near_home(*point) for point in points]))


# All go 400 m east along one street; then the shop lies 300 m north and the practice 100 m south.
TO_SHOP = walk(SHOP, (0, 0), (0, 0), (400, 0), (400, 300), (400, 300))
TO_GP = walk(GP, (0, 0), (0, 0), (400, 0), (400, -100), (400, -100))
TO_DENTIST = walk(DENTIST, (0, 0), (0, 0), (400, 0), (400, 20))


FRAME = MapFrame(left=10, top=30, width=100, height=100, scale=25_000, centre=near_home(0, 0))


def told(near: list[Near]) -> list[tuple[tuple[str, ...], int]]:
    return sorted((part.groups, round(part.line.length)) for part in stretches(near))


def test_what_walks_share_is_one_stretch_for_all_of_their_groups() -> None:
    assert told([TO_SHOP]) == [(("shop",), 700)]
    # Two routes are held against one another every ten metres, and are one while they lie within four.
    parts = told([TO_SHOP, TO_GP])
    assert [groups for groups, _ in parts] == [("care",), ("care", "shop"), ("shop",)]
    assert [length for _, length in parts] == pytest.approx([100, 400, 300], abs=10)
    assert sum(length for _, length in parts) == 800


def test_walks_of_one_group_are_one_line_and_no_metre_of_street_is_drawn_twice_or_missing() -> None:
    parts = told([TO_GP, TO_DENTIST])
    assert {groups for groups, _ in parts} == {("care",)}
    assert sum(length for _, length in parts) == 500
    every = told([TO_SHOP, TO_GP, TO_DENTIST])
    assert sum(length for _, length in every) == pytest.approx(800, abs=1)


def test_walks_that_start_at_other_doors_share_nothing() -> None:
    other = walk(GP, (50, 50), (50, 60), (400, 60), (400, -100), (400, -100))
    assert told([TO_SHOP, other]) == [(("care",), 510), (("shop",), 700)]


def test_without_a_walk_nothing_is_drawn_and_on_one_foot_the_legs_alone() -> None:
    assert stretches([SHOP]) == ()
    assert legs([SHOP, TO_SHOP]).is_empty
    on_foot = walk(SHOP, (0, 0), (0, 40), (0, 40), (0, 100))
    assert stretches([on_foot]) == ()
    assert legs([on_foot]).length == pytest.approx(100)


@pytest.mark.parametrize(("leg_m", "seen"), [(25.0, False), (40.0, True)])
def test_a_leg_is_explained_where_it_can_be_seen(leg_m: float, seen: bool) -> None:
    near = [walk(SHOP, (0, 0), (0, leg_m), (400, leg_m), (400, leg_m))]
    assert has_leg(FRAME, near, Polygon()) is seen
    assert not has_leg(FRAME, near, Point(60, 80).buffer(2))


def test_the_legend_names_each_walk_with_the_mark_that_it_leads_to() -> None:
    page = Printed(draw_location(site([TO_SHOP, TO_GP, TO_DENTIST])))
    assert "lijn: kortste looproute naar H1 en T1" in page.said
    assert "lijn: kortste looproute naar S1" in page.said
    assert "routes lopen samen" in page.said
    every, nothing = {"shop": ("S1",), "care": ("H1", "T1")}, Polygon()
    assert dict(keys_of_routes(FRAME, [TO_SHOP, TO_GP, TO_DENTIST], nothing)) == every
    plain = Printed(draw_location(site([SHOP, GP])))
    assert "looproute" not in plain.said
    assert "routes lopen samen" not in plain.said


def test_a_walk_that_lies_beneath_the_marks_is_not_in_the_legend() -> None:
    # At 1 : 25.000 the shared 400 m are 16 mm from the middle of the map; from there the shop lies 12 mm off, the practice 4.
    x, y = FRAME.left + FRAME.width / 2, FRAME.top + FRAME.height / 2
    disc = Point(x, y).buffer(16.6)
    assert dict(keys_of_routes(FRAME, [TO_SHOP, TO_GP], disc)) == {"shop": ("S1",)}
    assert [part.groups for part in seen_stretches(FRAME, [TO_SHOP, TO_GP], disc)] == [("shop",)]
    assert dict(keys_of_routes(FRAME, [TO_SHOP, TO_GP], Point(x, y).buffer(40))) == {}


def test_a_walk_is_a_line_in_the_colour_of_its_group_below_the_marks() -> None:
    page = Printed(draw_location(site([TO_SHOP])))
    drawn = [shape for shape in [*page.page.curves, *page.page.lines] if stroke_of(shape) == style.BLUE]
    assert drawn
    figure = page.sheet.figure.axes[0]
    orders = {
        patch.get_zorder() for patch in figure.patches if patch.get_edgecolor()[:3] == (0.0, 114 / 255, 178 / 255)
    }
    marks = [patch.get_zorder() for patch in figure.patches if patch.get_facecolor()[:3] == (0.0, 114 / 255, 178 / 255)]
    assert max(orders) < min(marks)
