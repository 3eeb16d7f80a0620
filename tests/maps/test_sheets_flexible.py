"""Flexible forms: the whole mark is the most places, the core the least, and what is unknown is never a zero."""

import numpy as np
import pandas as pd
import pytest

from geo.errors import InputError
from geo.maps import style
from tests.maps.builders import MM, OPEN, Printed, fill_of
from tests.maps.theme_examples import FLEXIBLE, draw_flexible, flexible, printed

NA = pd.NA


def _areas(page: Printed, colour: str) -> list[float]:
    """Give the areas on the map of shapes with a fill, the largest first, in mm²."""
    shapes = [*page.page.curves, *page.page.rects]
    found = [each for each in shapes if fill_of(each) == colour and each["bottom"] * MM < page.map_bottom]
    return sorted((_area(each["pts"]) for each in found), reverse=True)


def _area(points: list[tuple[float, float]]) -> float:
    x, y = np.array(points, dtype=float).T
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2 * MM**2)


def test_the_core_is_to_the_whole_as_the_least_places_are_to_the_most() -> None:
    page = printed("flexible")
    wholes, cores = _areas(page, style.tint(style.BLUE)), _areas(page, style.BLUE)
    assert len(wholes) == 4
    assert len(cores) == 2
    assert cores[0] / wholes[0] == pytest.approx(120 / 300, abs=0.002)
    assert cores[1] / wholes[1] == pytest.approx(40 / 120, abs=0.002)
    assert wholes[0] / wholes[1] == pytest.approx(300 / 120, abs=0.005)


def test_another_minimum_is_another_core_and_another_label() -> None:
    rows = flexible(FLEXIBLE[:1]).assign(places_min=pd.array([240], dtype="Int64"))
    page = draw_flexible(rows)
    assert _areas(page, style.BLUE)[0] / _areas(page, style.tint(style.BLUE))[0] == pytest.approx(0.8, abs=0.002)
    assert "240–300 plekken; omschakeltijd 90 dagen" in page.said
    assert "120–300" not in page.said


def test_the_parts_of_a_split_mark_are_told_apart_in_grey() -> None:
    assert style.contrast(style.BLUE, style.tint(style.BLUE)) >= 3
    assert style.contrast(style.INK, style.tint(style.BLUE)) >= 3


def test_labels_and_table_tell_the_range_with_what_is_unknown_of_it() -> None:
    page = printed("flexible")
    for told in (
        "F1 Vaartzicht 120–300 plekken; omschakeltijd 90 dagen", "F2 De Hoek 40–120 plekken; omschakeltijd 1 dag",
        "F3 Nul 0–100 plekken", "F4 Eigen vorm onbekend–80 plekken", "F5 Raadsel 20–onbekend plekken",
    ):  # fmt: skip
        assert told in page.said
    table = page.sheet.info.table
    assert table["Plekken min–max"].tolist()[:5] == ["120–300", "40–120", "0–100", "onbekend–80", "20–onbekend"]
    assert table["Omschakeltijd"].tolist()[:5] == ["90 dagen", "1 dag", "onbekend", "14 dagen", "onbekend"]
    assert table["Doelgroepen"].tolist()[:4] == ["studenten en spoedzoekers", "studenten", "onbekend", "onbekend"]
    assert table["Plekken min–max"].tolist()[-1] == "≥ 180 tot ≥ 600"
    assert "nan" not in page.said


def test_the_legend_explains_the_split_and_lists_the_forms_that_are_drawn() -> None:
    legend = printed("flexible").said
    for words in (
        "Uitwisselbaar", "Gelijktijdig", "Volgtijdelijk", "Andere vorm: seizoensopvang", "Vorm onbekend",
        "Heel teken: plekken voor asiel ten", "Zonder kern: minimum is 0 of", "Maximum onbekend",
    ):  # fmt: skip
        assert words in legend
    one = draw_flexible(flexible(FLEXIBLE[:1])).said
    for words in ("Gelijktijdig", "Volgtijdelijk", "Andere vorm", "Vorm onbekend", "Zonder kern", "Maximum onbekend"):
        assert words not in one


def test_a_form_has_a_shape_of_its_own() -> None:
    shapes = [mark.shape for mark in (*style.FLEXIBLE_FORMS.values(), style.OTHER_FORM, style.FORMLESS)]
    assert len(set(shapes)) == len(shapes)


def test_rows_that_are_not_open_do_not_stand_on_an_open_sheet() -> None:
    with pytest.raises(InputError):
        draw_flexible(flexible(opened=False), imprint=OPEN)
    assert draw_flexible(imprint=OPEN).sheet.info.name == "kaart-5-flexibele-opvangvormen-openbaar"


def test_none_and_ten_thousand_places_and_a_name_of_eighty_letters_share_a_sheet() -> None:
    long = "regionale opvang " + "Lange Naam " * 5 + "aan de Vaart"
    rows = (
        ("F1", long[:80], "uitwisselbaar", ("studenten",) * 6, 2500, 10_000, 400, (10_000.0, 10_000.0)),
        ("F2", "'s-Hertogenhof", "gelijktijdig", (), 0, 0, 0, (4000.0, 4000.0)),
    )
    page = draw_flexible(flexible(rows))
    assert "2.500–10.000 plekken; omschakeltijd 400 dagen" in page.said
    assert "0 plekken; omschakeltijd 0 dagen" in page.said
    assert _areas(page, style.BLUE)[0] / _areas(page, style.tint(style.BLUE))[0] == pytest.approx(0.25, abs=0.002)
    assert min(left for left, *_ in page.inks()) >= 10.0 - 1e-3
    assert max(right for _, _, right, _ in page.inks()) <= 200.0 + 1e-3
