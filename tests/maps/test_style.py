"""The look of the sheets: enough contrast, colours that every eye tells apart, and a word for every mark."""

import itertools
from typing import get_args

import numpy as np
import pytest

from geo.maps import style
from geo.maps.shapes import Shape, outline
from geo.tables.coverage import BALANCES
from geo.tables.facility_categories import CATEGORY_IDS
from geo.tables.inputs import CURRENT_TYPES, DECISIONS, TYPES
from geo.words import say
from tests.oracles.colours import VISIONS, ciede2000, lab

TEXT, GRAPHICS = 4.5, 3.0
"""Least contrast by WCAG 2.1."""
GROUNDS = (
    style.LAND, style.NEIGHBOUR, style.BEYOND, style.WATER, style.BUILT, style.INDUSTRY, style.FARMLAND,
    style.GREENERY, style.OPEN_GREEN, style.PAPER,
)  # fmt: skip
AREAS = {status: area.colour for status, area in style.BALANCE_AREAS.items()}


def _closest(colours: set[str], vision: str = "") -> float:
    return min(ciede2000(lab(one, vision), lab(other, vision)) for one, other in itertools.combinations(colours, 2))


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.0, 2.0), (50, 0, 0), 2.3669),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ],
)
def test_the_measure_of_colour_difference_gives_the_published_values(
    one: tuple[float, ...], other: tuple[float, ...], difference: float
) -> None:
    assert ciede2000(np.array(one), np.array(other)) == pytest.approx(difference, abs=1e-4)


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#0072b2", "#0072b2", 1.0)]
)
def test_contrast_gives_the_published_values_both_ways(one: str, other: str, ratio: float) -> None:
    assert style.contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert style.contrast(other, one) == style.contrast(one, other)


@pytest.mark.parametrize("ground", GROUNDS)
def test_dark_letters_can_be_read_on_every_ground(ground: str) -> None:
    assert style.contrast(style.INK, ground) >= TEXT
    assert style.contrast(style.GREY, ground) >= TEXT


@pytest.mark.parametrize(
    ("letter", "ground"),
    [
        (style.ACCENT, style.PAPER), (style.WARNING, style.PAPER), (style.CONFIDENTIAL, style.PAPER),
        (style.WATER_TEXT, style.WATER), (style.PAPER, style.GREY), *((style.INK, area) for area in AREAS.values()),
    ],
)  # fmt: skip
def test_coloured_letters_and_plates_can_be_read(letter: str, ground: str) -> None:
    assert style.contrast(letter, ground) >= TEXT


@pytest.mark.parametrize("ground", GROUNDS)
def test_outlines_of_marks_borders_and_catchments_stand_out_from_every_ground(ground: str) -> None:
    for line in (style.INK, style.BORDER, style.CATCHMENT):
        assert style.contrast(line, ground) >= GRAPHICS


@pytest.mark.parametrize("status", [status for status, area in style.BALANCE_AREAS.items() if area.hatch])
def test_hatches_stand_out_from_the_area_that_they_lie_on(status: str) -> None:
    assert style.contrast(style.HATCH, AREAS[status]) >= GRAPHICS


MARK_SETS = [
    pytest.param({mark.colour for mark in (*style.CURRENT_TYPES.values(), style.OTHER_TYPE)}, id="current types"),
    pytest.param({mark.colour for mark in style.FUTURE_TYPES.values()}, id="future types"),
    pytest.param({mark.colour for mark in style.FACILITY_GROUPS.values()}, id="facilities"),
    pytest.param(set(AREAS.values()), id="coverage"),
]


@pytest.mark.parametrize("colours", MARK_SETS)
def test_colours_used_together_can_be_told_apart_in_every_vision(colours: set[str]) -> None:
    assert len(colours) <= 5
    assert _closest(colours) >= 20
    for vision in VISIONS:
        assert _closest(colours, vision) >= 10, vision


@pytest.mark.parametrize("vision", ["", *VISIONS])
def test_the_line_of_a_catchment_is_not_the_colour_of_a_mark(vision: str) -> None:
    line = lab(style.CATCHMENT, vision)
    marks = {mark.colour for mark in style.FACILITY_GROUPS.values()}
    assert min(ciede2000(line, lab(mark, vision)) for mark in marks) >= 8


def test_colour_never_speaks_alone() -> None:
    for marks in (style.CURRENT_TYPES, style.FUTURE_TYPES, style.FACILITY_GROUPS):
        looks = {(mark.shape, mark.colour) for mark in marks.values()}
        assert len(looks) == len(marks)
    assert len({mark.shape for mark in style.FUTURE_TYPES.values()}) == len(style.FUTURE_TYPES)
    assert len({mark.shape for mark in style.FACILITY_GROUPS.values()}) == len(style.FACILITY_GROUPS)
    assert len(set(style.DECISION_FILLS.values())) == len(style.DECISION_FILLS)
    assert len({area.hatch for area in style.BALANCE_AREAS.values()}) == len(style.BALANCE_AREAS)


def test_another_type_does_not_look_like_a_known_one() -> None:
    looks = {(mark.shape, mark.colour) for mark in style.CURRENT_TYPES.values()}
    assert (style.OTHER_TYPE.shape, style.OTHER_TYPE.colour) not in looks


def test_every_type_decision_and_verdict_has_a_look_and_a_word() -> None:
    assert set(style.CURRENT_TYPES) <= set(CURRENT_TYPES)
    assert {*TYPES} - {"geen"} == set(style.FUTURE_TYPES) - {""}
    assert set(DECISIONS) == set(style.DECISION_FILLS) - {""}
    assert set(style.BALANCE_AREAS) == set(BALANCES)
    keys = [
        *(f"maps.type.{kind or 'none'}" for kind in (*style.CURRENT_TYPES, *style.FUTURE_TYPES)),
        *(f"type_short.{kind}" for kind in TYPES),
        *(f"maps.decision.{decision or 'unknown'}" for decision in style.DECISION_FILLS),
        *(f"decision.{decision}" for decision in DECISIONS),
        *(f"balance.{status}" for status in style.BALANCE_AREAS),
    ]
    assert all(say(key) for key in keys)


def test_every_category_of_facilities_has_a_sign_of_its_own_a_word_and_a_group() -> None:
    signs = [say(f"maps.key.{category}") for category in CATEGORY_IDS]
    assert len(set(signs)) == len(signs)
    assert all(sign.isupper() and len(sign) <= 2 for sign in signs)
    assert all(say(f"category.{category}") for category in CATEGORY_IDS)
    assert set(style.GROUP_OF) <= set(CATEGORY_IDS)
    assert set(style.GROUP_OF.values()) | {"other"} == set(style.FACILITY_GROUPS)


@pytest.mark.parametrize("shape", get_args(Shape))
def test_every_shape_has_area_one_around_its_middle(shape: Shape) -> None:
    x, y = outline(shape).T
    area = abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
    assert area == pytest.approx(1.0, abs=1e-12)
    assert x.min() < 0 < x.max()
    assert y.min() < 0 < y.max()


def test_text_is_measured_without_hints_and_in_proportion_to_its_size() -> None:
    assert style.text_width_mm("Markerwaard", 20.0) == pytest.approx(
        2 * style.text_width_mm("Markerwaard", 10.0), rel=0.01
    )
    assert style.text_width_mm("Markerwaard", 8.0, "semibold") > style.text_width_mm("Markerwaard", 8.0)


def test_text_from_data_becomes_one_line_of_known_letters() -> None:
    assert style.clean(" azc\n De\tLinde ") == "azc De Linde"
    assert style.clean("Ééë ≥ ≤ − ’ …") == "Ééë ≥ ≤ − ’ …"
    assert style.clean("a\x07b\u200bc") == "abc"
    assert style.clean("中") == "?"
    assert style.clean("Cafe\u0301") == "Café"


def test_the_letters_that_the_font_lacks_are_told_each_once() -> None:
    assert style.lacking("azc 中文中 De Linde ’s-Hertogenbosch é") == "中文"
    assert style.lacking("Cafe\u0301 \u200b\n") == ""
