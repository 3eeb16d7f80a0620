"""Marks of locations: their area is their number of places, the unknown has a look of its own, and none is lost."""

import re
from dataclasses import replace
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.figures import Figure
from geo.maps import style
from geo.maps.paper import Paper, mark_box
from geo.maps.place_mark import PlaceMark, mark_areas, size_steps, smallest_places
from geo.maps.portfolio import portfolio_sheet
from geo.maps.shapes import Shape, outline
from geo.maps.sheets import Sheet, SheetInfo
from geo.maps.style import MarkStyle
from tests.maps.builders import (
    CURRENT,
    FUTURE,
    IMPRINT,
    MM,
    Printed,
    crowd,
    draw_allocation,
    draw_portfolio,
    fill_of,
    future,
    locations,
    printed,
    region,
)
from tests.oracles.label_overlaps import overlaps

SHAPES = get_args(Shape)


def _mark(key: str, places: int | None, shape: Shape = "circle") -> PlaceMark:
    return PlaceMark(key=key, name=key, xy=(0.0, 0.0), places=places, style=MarkStyle(shape=shape, colour=style.BLUE))


def _polygon_area(points: list[tuple[float, float]]) -> float:
    x, y = np.array(points, dtype=float).T
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2 * MM**2)


def _on_the_map(page: Printed) -> list[dict[str, object]]:
    words: list[dict[str, object]] = page.on_map.extract_words()
    return words


@given(st.lists(st.integers(min_value=1, max_value=3000), min_size=2, max_size=40))
def test_areas_are_in_proportion_to_places_but_for_the_smallest(places: list[int]) -> None:
    marks = [_mark(f"L{at}", count) for at, count in enumerate(places)]
    areas, smallest = mark_areas(marks), smallest_places(marks) or 0
    rates = {areas[mark.key] / mark.places for mark in marks if mark.places and mark.places > smallest}
    assert len({round(rate, 9) for rate in rates}) <= 1
    least = min(areas.values())
    assert all(areas[mark.key] == least for mark in marks if (mark.places or 0) <= smallest)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_drawn_outline_has_the_area_that_was_asked_for_whatever_its_shape(shape: Shape) -> None:
    paper = Paper()
    paper.mark((100.0, 100.0), MarkStyle(shape=shape, colour=style.BLUE), 25.0)
    info = SheetInfo(number="", title="", name="", alt_text="", table=locations(), scale=0, unplaced=())
    page = Printed(Sheet(info=info, figure=paper.figure)).page
    (drawn,) = [each for each in (*page.curves, *page.rects) if fill_of(each) == style.BLUE]
    assert _polygon_area(drawn["pts"][: len(outline(shape))]) == pytest.approx(25.0, abs=0.02)


def test_twice_the_places_is_twice_the_area_across_shapes() -> None:
    marks = [_mark("one", 200, "circle"), _mark("two", 400, "triangle"), _mark("three", 800, "plus")]
    areas = mark_areas(marks)
    assert areas["two"] == pytest.approx(2 * areas["one"])
    assert areas["three"] == pytest.approx(4 * areas["one"])


def test_the_box_of_a_mark_holds_its_outline_and_keyline() -> None:
    for shape in SHAPES:
        left, top, right, bottom = mark_box((50.0, 60.0), MarkStyle(shape=shape, colour=style.BLUE), 16.0)
        corners = 4.0 * outline(shape) + np.array([50.0, 60.0])
        assert (left, top) == pytest.approx(corners.min(axis=0) - style.KEYLINE_MM)
        assert (right, bottom) == pytest.approx(corners.max(axis=0) + style.KEYLINE_MM)


def test_an_unknown_number_has_a_fixed_area_that_is_not_that_of_zero() -> None:
    areas = mark_areas([_mark("none", 0), _mark("unknown", None), _mark("many", 1000)])
    assert areas["none"] < areas["unknown"] < areas["many"]


def test_a_portfolio_of_unknown_numbers_alone_is_drawn_without_sizes() -> None:
    marks = [_mark("one", None), _mark("two", None)]
    assert size_steps(marks) == ()
    assert smallest_places(marks) is None
    assert set(mark_areas(marks).values()) == {16.0}


def test_an_unknown_capacity_has_its_own_mark_and_entry_and_is_never_a_zero() -> None:
    page = printed("portfolio")
    assert page.said.count("Aantal plekken of looptijd onbekend") == 1
    assert page.said.count("aantal onbekend") == 1
    assert page.words.count("?") == 2
    assert not re.search(r"(?<![\d.])0 plekken", page.said)
    assert page.sheet.info.table["Plekken"].tolist() == ["1.100", "300", "onbekend", "≥ 1.100; 1 onbekend"]
    assert "pol De Gouw: aantal onbekend" in page.sheet.info.alt_text


def test_places_that_do_not_count_because_the_term_is_unknown_are_marked_as_unknown() -> None:
    rows = locations(*CURRENT[:2])
    page = Printed(draw_portfolio(rows.assign(places=pd.array([pd.NA, 300], dtype="Int64"))))
    assert page.said.count("Aantal plekken of looptijd onbekend") == 1
    assert page.words.count("?") == 2
    assert "plekken onbekend (capaciteit 1.100)" in page.said
    assert page.sheet.info.table["Plekken"].tolist()[:2] == ["onbekend", "300"]


def test_without_an_unknown_capacity_there_is_no_entry_for_it() -> None:
    page = Printed(draw_portfolio(locations(*CURRENT[:2])))
    assert "onbekend" not in page.said.split("Wegen:")[0].replace("1 onbekend", "")
    assert "?" not in page.words


def test_a_capacity_of_zero_is_written_as_zero() -> None:
    page = Printed(draw_portfolio(locations(("L1", "azc Leeg", "azc", 0, (5000.0, 5000.0)), *CURRENT[1:2])))
    assert "azc Leeg 0 plekken" in page.said
    assert "Kleinste teken: 64 plekken of minder" in page.said


def test_types_of_the_plans_own_share_a_mark_and_are_named_and_an_unknown_type_says_so() -> None:
    rows = [
        (f"L{at}", f"opvang {at}", kind, 100, (4000.0 * at, 9000.0)) for at, kind in enumerate(("kwv", "htl", pd.NA), 1)
    ]
    page = Printed(draw_portfolio(locations(*rows)))
    assert "Overig: htl, kwv" in page.said
    assert "Type onbekend" in page.said
    assert page.sheet.info.table["Type"].tolist()[:3] == ["kwv", "htl", "onbekend"]


def test_every_location_of_a_crowd_is_named_on_the_map_or_in_a_note() -> None:
    page = crowd()
    labels = {line.text for line in overlaps(page.data).labels}
    notes = page.said[page.said.index("Alleen met nummer") : page.said.index("Wegen:")]
    for at in range(60):
        noted = f"L{at:02d} opvang {at:02d}"
        assert (noted in labels) != (noted in page.sheet.info.unplaced), noted
        assert (noted in notes) == (noted in page.sheet.info.unplaced)
    assert "Op de kaart zonder nummer: " in notes


def test_a_number_alone_on_the_map_is_told_apart_from_no_number_at_all() -> None:
    page = crowd()
    labels = {line.text for line in overlaps(page.data).labels}
    numbered, unmarked = page.said.split("Alleen met nummer op de kaart: ")[1].split("Op de kaart zonder nummer: ")
    assert all(item.split()[0] in labels for item in numbered.strip(" .").split(", "))
    assert not any(item.split()[0] in labels for item in unmarked.split(".")[0].split(", "))


def test_the_larger_mark_is_drawn_first_so_that_the_smaller_lies_on_top() -> None:
    rows = [("L1", "klein", "noodopvang", 100, (9000.0, 9000.0)), ("L2", "groot", "azc", 1000, (9000.0, 9000.0))]
    page = Printed(draw_portfolio(locations(*rows)))
    drawn = [fill_of(each) for each in page.page.objects["curve"] if each["bottom"] * MM < page.map_bottom]
    assert [fill for fill in drawn if fill in {style.BLUE, style.VERMILION}] == [style.BLUE, style.VERMILION]


def test_what_has_no_place_or_lies_outside_the_map_is_named_beside_it() -> None:
    rows = [*CURRENT[:1], ("L8", "azc Ver Weg", "azc", 50, (90_000.0, 5000.0)), ("L9", "azc Nergens", "azc", 50, None)]
    page = Printed(draw_portfolio(locations(*rows)))
    assert "Niet op de kaart: azc Ver Weg, azc Nergens." in page.said
    assert {"azc Ver Weg", "azc Nergens"} <= set(page.sheet.info.unplaced)
    assert page.said.count("azc Ver Weg") == 2


def test_a_mark_at_the_very_edge_of_the_map_is_named_beside_it_rather_than_cut() -> None:
    page = Printed(draw_portfolio(locations(*CURRENT[:1], ("L8", "azc Rand", "azc", 900, (10_000.0, 21_000.0)))))
    bottom, top = page.map_bottom, 29.0
    for left, upper, right, lower in page.boxes(style.BLUE):
        if lower < bottom + 5:
            assert (left >= 10.0, right <= 200.0, upper >= top, lower <= bottom) == (True, True, True, True)


def test_the_allocation_shows_type_by_shape_and_decision_by_fill() -> None:
    page = printed("allocation")
    legend = page.said[page.said.index("Type na de transitie") :]
    for words in (
        "Gemeenschappelijke vreemdelingenlocatie (GVL)", "Satellietlocatie", "Regionale opvanglocatie (ROL)",
        "Geen type na de transitie", "Voortzetten", "Omvormen", "Nieuw", "Beëindigen",
        "Vervolg of aantal plekken onbekend", "Satelliet en hoofdlocatie",
    ):  # fmt: skip
        assert words in legend
    assert page.sheet.info.table["Vervolg"].tolist()[:-1] == [
        "omvormen", "nieuw", "voortzetten", "nieuw", "beëindigen", "onbekend",
    ]  # fmt: skip


def test_a_location_that_ends_is_as_large_as_it_is_now_and_says_so() -> None:
    page = printed("allocation")
    assert "L7 azc Weg eindigt; nu 250 plekken" in page.said
    assert page.sheet.info.table.iloc[4].tolist()[-1] == "0"


def test_a_type_without_a_colour_on_the_map_has_none_in_the_legend() -> None:
    page = printed("allocation")
    assert page.boxes(style.ORANGE) == []
    assert page.boxes(style.GREEN)


def test_decisions_that_are_not_on_the_map_are_not_in_the_legend() -> None:
    page = Printed(draw_allocation(future(FUTURE[2])))
    assert "Voortzetten" in page.said
    for words in ("Omvormen", "Nieuw", "Beëindigen", "onbekend;", "Satellietlocatie", "Satelliet en hoofdlocatie"):
        assert words not in page.said.split("Wegen:")[0]


def test_a_satellite_is_tied_to_its_main_location_by_a_dashed_line() -> None:
    page = printed("allocation")
    dashed = [line for line in page.page.lines if line["dash"] and list(line["dash"][0])]
    lengths = [np.hypot(line["x1"] - line["x0"], line["bottom"] - line["top"]) * MM for line in dashed]
    between_mm = np.hypot(9000 - 4000, 17_000 - 14_000) / page.sheet.info.scale * 1000
    assert sorted(lengths) == pytest.approx([5.4, between_mm], abs=1e-3)


def test_the_number_of_locations_leaves_out_those_that_end() -> None:
    assert "5 locaties met samen ≥ 1.620 plekken; 1 onbekend · eind 4e kwartaal 2023" in printed("allocation").said
    assert "Kaart van Vierkant met de toekomstige invulling van 5 locaties" in printed("allocation").sheet.info.alt_text


def test_emergency_places_are_counted_as_locations_but_not_in_the_regular_total() -> None:
    assert "3 locaties, regulier ≥ 1.100 plekken; 1 onbekend" in printed("portfolio").said


def test_areas_whose_name_finds_no_place_are_told() -> None:
    long = "Provincie met een naam van tachtig tekens die nergens op de kaart kan staan, hoe ook"
    here = region()
    named = replace(here, provinces=here.provinces.assign(name=long))
    total = Figure(value=1, unit="plekken")
    page = Printed(portfolio_sheet(locations(*CURRENT), named, imprint=IMPRINT, number="2", total=total))
    assert f"Zonder naam op de kaart: {long}." in page.said
    assert long in page.sheet.info.unplaced
    assert "Zonder naam op de kaart" not in printed("portfolio").said


def test_a_location_with_a_very_long_name_has_at_least_its_number() -> None:
    name = "opvang in 's-Hertogenbosch met een naam die tachtig tekens telt en nergens kan staan"
    rows = [("L1", name, "azc", 90, (10_000.0, 10_000.0)), *CURRENT[1:]]
    page = Printed(draw_portfolio(locations(*rows)))
    assert "L1" in {str(word["text"]) for word in _on_the_map(page)}
    labels = {line.text for line in overlaps(page.data).labels}
    assert (f"L1 {name}" in labels) != (f"L1 {name}" in page.sheet.info.unplaced)


def test_a_long_subtitle_is_broken_between_its_parts() -> None:
    total = Figure(value=12_500, unit="reguliere opvangplekken", unknown=12)
    lines = [text.get_text() for text in draw_portfolio(total=total).figure.axes[0].texts]
    assert "3 locaties, regulier ≥ 12.500 reguliere opvangplekken; 12 onbekend" in lines
    assert "peildatum 01-09-2020" in lines
