"""Legends hold what is on the sheet and nothing else, as it looks there."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.maps import style
from geo.maps.legend import Item, LineStyle, Section, draw_legend, legend_height
from geo.maps.paper import Paper
from geo.maps.place_mark import PlaceMark, mark_areas, size_steps, smallest_places
from geo.maps.sheets import Sheet, SheetInfo
from geo.maps.style import AreaStyle, MarkStyle
from tests.maps.builders import CURRENT, MM, Printed, draw_portfolio, locations, printed

AREA = AreaStyle(colour=style.WATER)
LONG = "Gemeenschappelijke vreemdelingenlocatie met een heel lange omschrijving erbij"


def _marks(*places: int | None) -> list[PlaceMark]:
    look = MarkStyle(shape="circle", colour=style.BLUE)
    return [
        PlaceMark(key=f"L{at}", name="x", xy=(0.0, 0.0), places=count, style=look) for at, count in enumerate(places)
    ]


def _printed(*sections: Section, width: float = 60.0) -> Printed:
    paper = Paper()
    draw_legend(paper, sections, 20.0, 30.0, width)
    info = SheetInfo(number="", title="", name="", alt_text="", table=locations(), scale=0, unplaced=())
    return Printed(Sheet(info=info, figure=paper.figure))


@given(st.lists(st.integers(min_value=0, max_value=4000), min_size=1, max_size=60))
def test_the_sizes_of_the_legend_are_those_of_the_map(places: list[int]) -> None:
    marks = _marks(*places)
    areas, smallest = mark_areas(marks), smallest_places(marks) or 0
    for step, area in size_steps(marks):
        assert step <= max(places)
        for mark in marks:
            if mark.places and mark.places > smallest:
                assert areas[mark.key] / mark.places == pytest.approx(area / step)


@given(st.lists(st.integers(min_value=0, max_value=4000), min_size=1, max_size=60))
def test_the_sizes_of_the_legend_go_from_large_to_small_by_round_numbers(places: list[int]) -> None:
    steps = [step for step, _ in size_steps(_marks(*places))]
    assert steps == sorted(set(steps), reverse=True)
    assert len(steps) <= 3
    assert all(step % 10 == 0 and len(str(step).rstrip("0")) <= 2 for step in steps)


def test_the_drawn_sizes_are_circles_of_their_area() -> None:
    (step, area), *_ = size_steps(_marks(1000, 300, 50))
    section = Section(title="", items=(), sizes=size_steps(_marks(1000, 300, 50)))
    circles = [box for box in _printed(section).boxes(style.PAPER) if box[0] > 20]
    widest = max(right - left for left, _, right, _ in circles)
    assert step == 1000
    assert widest == pytest.approx(2 * np.sqrt(area / np.pi), rel=2e-3)


def test_the_smallest_mark_is_explained_only_where_some_mark_is_that_small() -> None:
    assert smallest_places(_marks(500, 300)) is None
    assert smallest_places(_marks(500, 64)) == 64
    assert smallest_places(_marks(500, 65)) is None
    assert "Kleinste teken" not in printed("portfolio").said
    small = Printed(draw_portfolio(locations(("L1", "klein", "azc", 20, (5000.0, 5000.0)), *CURRENT)))
    assert "Kleinste teken: 64 plekken of minder" in small.said


def test_the_line_on_the_smallest_mark_stands_clear_of_the_marks_where_all_are_that_small() -> None:
    cross = MarkStyle(shape="plus", colour=style.BLUE)
    page = _printed(Section(title="Soort", items=(Item(symbol=cross, text="amv"),), smallest=895)).page
    mark = max(float(each["bottom"]) for each in page.rects + page.curves if each["height"] * MM < 10)
    line = min(float(word["top"]) for word in page.extract_words() if word["text"] in ("Kleinste", "895"))
    assert line * MM > mark * MM + 0.9


def test_types_of_the_legend_are_those_of_the_map_in_words() -> None:
    text = printed("portfolio").said
    assert "Asielzoekerscentrum (azc)" in text
    assert "Noodopvang" in text
    assert "Procesopvanglocatie (pol)" in text
    for word in ("Crisisnoodopvang", "Gezinslocatie (gl)", "Opvang voor amv", "Overig:", "Type onbekend"):
        assert word not in text


def test_the_ground_of_the_legend_is_that_of_the_map() -> None:
    text = printed("portfolio").said
    for word in ("Gemeenten Vierkant", "Buurprovincie", "Buitenland of zee", "Provinciegrens", "Gemeentegrens"):
        assert word in text
    for word in ("Water", "Woongebied", "Spoorweg", "Buiten het kaartgebied"):
        assert word not in text


@settings(max_examples=15)
@given(count=st.integers(min_value=0, max_value=12), columns=st.integers(min_value=1, max_value=4))
def test_a_part_is_as_high_as_it_says(count: int, columns: int) -> None:
    items = tuple(Item(symbol=AREA, text=LONG if at % 3 else "Water") for at in range(count))
    section = Section(title="Ondergrond", items=items, columns=columns, sizes=((500, 25.0),), smallest=20)
    end = section.draw(Paper(), 10.0, 40.0, 120.0)
    assert end - 40.0 == pytest.approx(section.height(120.0))
    assert legend_height((section, section), 120.0) == pytest.approx(2 * section.height(120.0))


def test_entries_stay_within_their_width_and_their_height() -> None:
    items = tuple(Item(symbol=AREA, text=f"{LONG} {at}") for at in range(5))
    section = Section(title="Een kop die zelf ook te lang is voor de breedte", items=items, columns=2)
    page = _printed(section, width=70.0)
    assert page.said.count("Gemeenschappelijke") == 5
    for left, top, right, bottom in page.inks():
        assert left >= 19.99
        assert right <= 90.1
        assert top >= 30.0
        assert bottom <= 30.0 + section.height(70.0) + 0.5


def test_columns_are_filled_from_top_to_bottom() -> None:
    items = tuple(Item(symbol=AREA, text=text) for text in ("een", "twee", "drie", "vier", "vijf"))
    words = _printed(Section(title="", items=items, columns=2), width=80.0).page.extract_words()
    lefts = {word["text"]: round(word["x0"]) for word in words}
    assert lefts["een"] == lefts["twee"] == lefts["drie"] < lefts["vier"] == lefts["vijf"]


@pytest.mark.parametrize(
    ("symbol", "colour"),
    [
        (AREA, style.WATER),
        (MarkStyle(shape="square", colour=style.BLUE), style.BLUE),
        (LineStyle(colour=style.PAPER, width_mm=0.25, ground=style.LAND), style.LAND),
    ],
)
def test_symbols_are_drawn_in_their_colour(symbol: AreaStyle | MarkStyle | LineStyle, colour: str) -> None:
    assert _printed(Section(title="", items=(Item(symbol=symbol, text="teken"),))).boxes(colour)


def test_an_entry_without_a_symbol_starts_at_the_margin() -> None:
    words = _printed(
        Section(title="", items=(Item(symbol=None, text="alleen"), Item(symbol=AREA, text="water")))
    ).page.extract_words()
    lefts = {word["text"]: word["x0"] * MM for word in words}
    assert lefts["alleen"] == pytest.approx(20.0, abs=0.2)
    assert lefts["water"] > 26.0
