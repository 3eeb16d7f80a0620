"""Classes of numbers: those of all partings that fit best, found here by trying every one, and round numbers between."""

import math
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.maps.classes import MOST_CLASSES, Classes, find_classes

NUMBERS = st.integers(1, 600).map(lambda tenths: tenths / 10)


def classes(*values: float) -> Classes:
    found = find_classes(values, decimals=1)
    assert found is not None
    return found


def spread(group: list[float]) -> float:
    mean = sum(group) / len(group)
    return sum((value - mean) ** 2 for value in group)


def parted(values: list[float], breaks: tuple[float, ...]) -> list[list[float]]:
    edges = (-math.inf, *breaks, math.inf)
    return [[value for value in values if low <= value < high] for low, high in pairwise(edges)]


def best(values: list[float], count: int) -> list[list[list[float]]]:
    """Give the ways to part sorted numbers into classes that have the least spread, tried one by one."""
    cuts = combinations(range(1, len(values)), count - 1)
    ways = [[values[a:b] for a, b in pairwise((0, *cut, len(values)))] for cut in cuts]
    spreads = [sum(map(spread, way)) for way in ways]
    return [way for way, each in zip(ways, spreads, strict=True) if math.isclose(each, min(spreads), abs_tol=1e-9)]


def near(way: list[list[float]], breaks: tuple[float, ...]) -> bool:
    """Tell whether each break lies between its two classes, or a quarter of the narrower one beside that."""
    rooms = [0.25 * min(one[-1] - one[0], two[-1] - two[0]) + 1e-6 for one, two in pairwise(way)]
    ends = [(one[-1] - room, two[0] + room) for (one, two), room in zip(pairwise(way), rooms, strict=True)]
    return all(low <= cut <= high for (low, high), cut in zip(ends, breaks, strict=True))


@pytest.mark.parametrize(
    ("values", "breaks"),
    [
        ((5.0, 12.0, 12.5, 40.0), (10.0, 20.0)),
        ((11.6, 23.2, 23.3, 37.0, 49.7), (20.0, 30.0)),
        ((1.0, 2.0, 3.0, 9.0, 10.0, 11.0, 19.0, 21.0), (5.0, 15.0, 20.0)),
        ((3.3, 3.4), (3.4,)),
        ((0.1, 5.0), (5.0,)),
        ((96.0, 104.0), (100.0,)),
        ((800.0, 2400.0), (2000.0,)),
    ],
)
def test_the_breaks_that_one_would_choose_by_hand(values: tuple[float, ...], breaks: tuple[float, ...]) -> None:
    assert classes(*values).breaks == breaks


@given(st.lists(NUMBERS, min_size=2, max_size=9))
def test_each_class_holds_something_and_no_break_is_finer_than_the_numbers(values: list[float]) -> None:
    found = classes(*values)
    groups = parted(sorted(values), found.breaks)
    assert all(groups)
    assert len(groups) == found.count <= min(MOST_CLASSES, len(set(values)))
    assert list(found.breaks) == sorted({round(each, 1) for each in found.breaks})
    assert [found.place(value) for group in groups for value in group] == [
        at for at, group in enumerate(groups) for _ in group
    ]


@given(st.lists(NUMBERS, min_size=4, max_size=9, unique=True))
def test_the_classes_are_the_best_there_are_but_for_breaks_that_moved_to_a_rounder_number(values: list[float]) -> None:
    found = classes(*values)
    assert any(near(way, found.breaks) for way in best(sorted(values), found.count))


def test_all_alike_is_one_class_without_breaks() -> None:
    assert classes(*[7.5] * 12) == Classes(breaks=(), lowest=7.5, highest=7.5)
    assert classes(7.5).count == 1


def test_a_class_begins_at_its_break() -> None:
    found = classes(5.0, 12.0, 12.5, 40.0)
    assert [found.place(value) for value in (0.1, 9.9, 10.0, 19.9, 20.0, 99.0)] == [0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize("values", [(), (0.0, 0.0), (float("nan"),), (0.0, float("nan"))])
def test_without_a_number_above_nought_there_are_no_classes(values: tuple[float, ...]) -> None:
    assert find_classes(values, decimals=1) is None


def test_a_hundred_numbers_have_no_more_classes_than_there_are_shades() -> None:
    assert classes(*(value * 1.7 for value in range(1, 101))).count == MOST_CLASSES


def test_the_order_of_the_numbers_does_not_matter() -> None:
    values = (3.0, 41.0, 8.0, 8.5, 22.0, 19.0, 2.5, 60.0)
    assert classes(*values) == classes(*reversed(values)) == classes(*sorted(values))
