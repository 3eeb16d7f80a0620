"""Every sheet for every eye: what its legend tells apart is told apart by the colour-blind, and in grey print."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations

import pytest

from geo.maps import legend, style
from geo.maps.legend import Item, LineStyle, Section
from geo.maps.style import AreaStyle, MarkStyle
from geo.words import say
from tests.maps import area_builders, builders, test_division, test_shortage, theme_examples
from tests.oracles.colours import VISIONS, ciede2000, lab, lightness

LEAST, LEAST_GREY, MOST_COLOURS = 10.0, 8.0, 5
"""Least difference of two colours in each vision, and of two greys; most colours of marks."""
SHEETS: dict[str, Callable[[], object]] = {
    "portfolio": builders.draw_portfolio,
    "allocation": builders.draw_allocation,
    "coverage": builders.draw_coverage,
    "location": builders.draw_location,
    "reception": area_builders.draw_reception,
    "division": test_division.draw,
    "shortage": test_shortage.draw,
    "flexible": theme_examples.draw_flexible,
    "reserve": theme_examples.draw_reserve,
    "year": theme_examples.draw_year,
    "candidates": theme_examples.draw_candidates,
}
EVERY_SHEET = pytest.mark.parametrize("kind", SHEETS)
NAMED = {*style.REGION_TINTS, "none"}
"""Tints of areas of which each has its name or number on it; areas that are hatch and outline alone."""


@cache
def sections(kind: str) -> tuple[Section, ...]:
    """Give the legend of a sheet as it is drawn, but for that of the ground, which carries no theme."""
    found: list[Section] = []
    draw = Section.draw

    def kept(self: Section, *place: object) -> float:
        found.append(self)
        return draw(self, *place)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(legend.Section, "draw", kept)
        SHEETS[kind]()
    return tuple(each for each in found if each.title != say("maps.legend.base"))


def pairs(kind: str, sort: type) -> Iterator[tuple[Item, Item]]:
    for section in sections(kind):
        yield from combinations([item for item in section.items if isinstance(item.symbol, sort)], 2)


def difference(one: str, other: str, vision: str) -> float:
    return ciede2000(lab(one, vision), lab(other, vision))


@EVERY_SHEET
def test_the_colours_of_a_sheet_are_told_apart_in_every_vision(kind: str) -> None:
    marks = {
        item.symbol.colour for section in sections(kind) for item in section.items if isinstance(item.symbol, MarkStyle)
    }
    areas = {
        (one.symbol.colour, other.symbol.colour)
        for one, other in pairs(kind, AreaStyle)
        if isinstance(one.symbol, AreaStyle)
        and isinstance(other.symbol, AreaStyle)
        and one.symbol.colour != other.symbol.colour
        and not {one.symbol.colour, other.symbol.colour} & NAMED
    }
    coloured = marks - {style.GREY, style.INK, style.RULE, style.PAPER}
    assert len(coloured) <= MOST_COLOURS
    close = [
        (one, other, vision)
        for one, other in (*combinations(sorted(coloured), 2), *sorted(areas))
        for vision in ("", *VISIONS)
        if difference(one, other, vision) < LEAST
    ]
    assert close == []


def grey_look(item: Item) -> tuple[object, ...]:
    """Give what is left of a symbol where print is grey: shape, fill, sign, hatch, dash, width, casing."""
    symbol = item.symbol
    if isinstance(symbol, MarkStyle):
        return symbol.shape, symbol.fill, symbol.sign, symbol.part
    if isinstance(symbol, AreaStyle):
        return (symbol.hatch,)
    assert isinstance(symbol, LineStyle)
    return symbol.dash, symbol.width_mm, bool(symbol.casing)


@EVERY_SHEET
def test_in_grey_print_shape_fill_or_hatch_alone_tell_marks_and_lines_apart(kind: str) -> None:
    alike = [
        (one.text, other.text)
        for sort in (MarkStyle, LineStyle)
        for one, other in pairs(kind, sort)
        if grey_look(one) == grey_look(other)
    ]
    assert alike == []


@EVERY_SHEET
def test_in_grey_print_areas_have_a_hatch_of_their_own_or_are_clearly_lighter_or_darker(kind: str) -> None:
    alike = [
        (one.text, other.text)
        for one, other in pairs(kind, AreaStyle)
        if grey_look(one) == grey_look(other)
        and isinstance(one.symbol, AreaStyle)
        and isinstance(other.symbol, AreaStyle)
        and not {one.symbol.colour, other.symbol.colour} & NAMED
        and abs(lightness(one.symbol.colour) - lightness(other.symbol.colour)) < LEAST_GREY
    ]
    assert alike == []


def test_every_sheet_explains_something() -> None:
    counts = {
        kind: sum(item.symbol is not None for section in sections(kind) for item in section.items) for kind in SHEETS
    }
    assert min(counts.values()) >= 2, counts
    assert sum(counts.values()) >= 60, counts
