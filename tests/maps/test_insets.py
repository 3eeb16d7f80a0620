"""A crowded town gets a larger view, hopelessly many locations become one mark, and nothing is lost on the way."""

import re
from dataclasses import replace

import numpy as np
import pytest

from geo.maps import style
from geo.maps.crowds import gathered_groups, part
from geo.maps.frame import MapFrame
from geo.maps.insets import Inset, crowds, plan_insets
from geo.maps.labels import Box
from tests.maps.builders import MM, crowd, fill_of, region
from tests.maps.crowded import CROWDED, crowded, draw_rows, rows_in_town
from tests.oracles.label_overlaps import overlaps

FRAME = MapFrame(left=10.0, top=29.0, width=190.0, height=160.0, scale=150_000, centre=(160_000.0, 490_000.0))


def _boxes(points: dict[str, tuple[float, float]], half: float = 2.0) -> dict[str, Box]:
    return {
        key: (float(x) - half, float(y) - half, float(x) + half, float(y) + half)
        for key, xy in points.items()
        for x, y in FRAME.to_mm(xy)
    }


def _town(count: int, *, east: float = 160_000.0, north: float = 490_000.0) -> dict[str, tuple[float, float]]:
    """Give points in a ring of 500 m."""
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return {f"L{at}": (east + 500 * np.cos(a), north + 500 * np.sin(a)) for at, a in enumerate(angles)}


def _only(points: dict[str, tuple[float, float]], lost: set[str]) -> Inset:
    (inset,) = plan_insets(FRAME, region(), points, _boxes(points), lost).insets
    return inset


def test_marks_that_hang_together_are_one_crowd_and_others_are_not() -> None:
    points = {**_town(5), "far": (167_000.0, 498_000.0)}
    assert crowds(points, _boxes(points)) == [frozenset({"L0", "L1", "L2", "L3", "L4"})]


def test_a_crowd_without_names_gets_an_inset_that_shows_all_of_it_at_a_round_larger_scale() -> None:
    points = _town(8)
    inset = _only(points, set(points))
    assert inset.frame.holds(list(points.values()), margin_mm=5.0).all()
    assert inset.frame.scale % 5000 == 0
    assert inset.frame.scale <= FRAME.scale / 1.6
    assert inset.title in {"Westmaar", "Oostmaar"}


def test_the_extent_on_the_map_is_what_the_inset_shows() -> None:
    points = _town(8)
    inset = _only(points, set(points))
    left, top, right, bottom = inset.extent
    ratio = inset.frame.scale / FRAME.scale
    assert (right - left, bottom - top) == pytest.approx((inset.frame.width * ratio, inset.frame.height * ratio))
    centre = FRAME.to_mm(inset.frame.centre)[0]
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx(tuple(centre))


def test_an_inset_lies_in_a_corner_and_hides_no_mark_and_not_its_own_extent() -> None:
    corners = {f"C{at}": spot for at, spot in enumerate([(147_500.0, 479_500.0), (172_500.0, 479_500.0)])}
    points = {**_town(8), **corners}
    boxes = _boxes(points)
    inset = _only(points, set(_town(8)))
    left, top, right, bottom = inset.box
    assert (top, left in {10.0} or right in {200.0}) == (29.0, True)
    for other in (*boxes.values(), inset.extent):
        assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


def test_marks_that_all_have_their_names_get_no_inset() -> None:
    points = _town(8)
    assert plan_insets(FRAME, region(), points, _boxes(points), set()).insets == ()


def test_a_crowd_for_which_no_corner_is_free_is_told() -> None:
    around = {f"C{east}{north}": (160_000.0 + east * 3500, 490_000.0 + north * 3500)
              for east in range(-4, 5) for north in range(-3, 4) if abs(east) + abs(north) > 1}  # fmt: skip
    points = {**_town(8), **around}
    planned = plan_insets(FRAME, region(), points, _boxes(points), set(_town(8)))
    assert planned.insets == ()
    assert len(planned.without) == 1


def test_a_sheet_with_an_inset_tells_its_name_its_scale_and_what_it_is() -> None:
    page = crowded("town on A3")
    title = re.search(r"A (\w+maar), schaal 1 : ([\d.]+)", page.said)
    assert title is not None
    assert int(title[2].replace(".", "")) <= page.sheet.info.scale / 1.6
    assert "Uitsnede die elders op de kaart groter staat" in page.said
    assert "Uitsnede" not in crowded("few").said
    assert "Voor een uitvergroting van Oostmaar is op de kaart geen plaats" in crowded("town").said


def test_each_location_of_a_crowd_is_named_once_on_map_or_inset_or_told() -> None:
    page = crowded("town")
    said = [line.text for line in overlaps(page.data).labels]
    told = " ".join(page.sheet.info.unplaced)
    for key, name, *_ in rows_in_town(14):
        labels = [text for text in said if text.split()[0] == key]
        assert len(labels) == 1 or f"{key} {name}" in told, key
        assert (labels == [f"{key} {name}"]) != (f"{key} {name}" in told)


def test_four_hundred_locations_in_one_town_are_one_mark_that_says_so() -> None:
    page = crowded("four hundred")
    count = int(re.search(r"(\d+) locaties zie de tabel", page.said)[1])  # type: ignore[index]
    assert count > 380
    assert f"Als één grijs teken getekend, omdat de tekens elkaar zouden bedekken: {count} locaties in " in page.said
    assert len(page.sheet.info.table) == 407
    marks = overlaps(page.data).marks
    assert len(marks) == 406 - count + 1


def test_marks_are_gathered_only_where_there_are_too_many_within_reach() -> None:
    points = {f"a{at}": (float(at % 5), float(at // 5)) for at in range(25)}
    points |= {f"b{at}": (100.0 + at, 0.0) for at in range(10)}
    (group,) = gathered_groups(points, most=20, reach_mm=8.0)
    assert sorted(group) == sorted(key for key in points if key.startswith("a"))
    assert gathered_groups(points, most=25, reach_mm=8.0) == []


def test_a_mark_that_no_longer_covers_its_place_is_tied_to_it() -> None:
    parted = part({"large": (50.0, 50.0), "small": (50.5, 50.0)}, {"large": 30.0, "small": 3.2}, ["large", "small"])
    assert parted.spots["large"] == (50.0, 50.0)
    assert parted.moved == {"small": (50.5, 50.0)}
    assert part({"a": (50.0, 50.0), "b": (60.0, 50.0)}, {"a": 30.0, "b": 30.0}, ["a", "b"]).moved == {}


def test_the_sheet_ties_a_moved_mark_to_its_place_and_explains_it() -> None:
    rows = [("L1", "groot", "azc", 1200, CROWDED), ("L2", "klein", "noodopvang", 10, CROWDED)]
    page = draw_rows(rows)
    assert "Tekens die elkaar zouden bedekken, zijn iets verschoven" in page.said
    (small,) = [box for box in page.boxes(style.VERMILION) if box[3] < page.map_bottom]
    round_ones = [each for each in page.page.curves if fill_of(each) == style.INK and len(each["pts"]) > 60]
    dots = [each for each in round_ones if (each["x1"] - each["x0"]) * MM < 1.0]
    (dot,) = dots
    spot = ((dot["x0"] + dot["x1"]) / 2 * MM, (dot["top"] + dot["bottom"]) / 2 * MM)
    away = np.hypot(spot[0] - (small[0] + small[2]) / 2, spot[1] - (small[1] + small[3]) / 2)
    assert 1.0 < away <= 3.2


def test_the_same_crowd_gives_the_same_bytes() -> None:
    rows = rows_in_town(9)
    assert draw_rows(rows).data == draw_rows(rows).data


def test_a_province_without_municipalities_names_the_inset_after_itself() -> None:
    bare = replace(region(), municipalities=region().municipalities.iloc[:0])
    points = _town(8)
    (inset,) = plan_insets(FRAME, bare, points, _boxes(points), set(points)).insets
    assert inset.title == "Vierkant"


def test_a_crowd_of_sixty_has_a_number_for_most() -> None:
    page = crowd()
    without = page.said.partition("Op de kaart zonder nummer: ")[2].partition(".")[0].split(", ")
    assert 0 < len(without) <= 14


def test_a_place_with_a_larger_view_is_not_said_to_lack_one() -> None:
    page = crowd()
    shown = set(re.findall(r"[AB] (\w+maar), schaal", page.said))
    lacking = page.said.partition("Voor een uitvergroting van ")[2].partition(" is op")[0]
    assert shown
    assert not shown & set(lacking.split(", "))
