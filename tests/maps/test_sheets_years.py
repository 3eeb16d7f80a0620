"""The end of each year: totals from the quarter table, one scale of sizes, and events told by fill or sign."""

import numpy as np
import pandas as pd
import pytest

from geo.errors import InputError
from geo.maps import style
from geo.maps.place_mark import PlaceMark, mark_areas
from geo.maps.size_scale import SizeScale
from geo.maps.style import MarkStyle
from geo.quarters import Quarter
from tests.maps.builders import MM, OPEN, Printed, fill_of
from tests.maps.theme_examples import SERIES, YEAR, draw_year, printed, year

NA = pd.NA


def _mark(key: str, places: int | None) -> PlaceMark:
    return PlaceMark(key=key, name=key, xy=(0.0, 0.0), places=places, style=MarkStyle(shape="circle", colour="#000000"))


def _on_map(page: Printed, colour: str) -> list[float]:
    shapes = [*page.page.curves, *page.page.rects]
    drawn = [each for each in shapes if fill_of(each) == colour and each["bottom"] * MM < page.map_bottom]
    return [_area(each["pts"]) for each in drawn]


def _area(points: list[tuple[float, float]]) -> float:
    x, y = np.array(points, dtype=float).T
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2 * MM**2)


def test_the_totals_are_those_of_the_quarter_table() -> None:
    page = printed("year")
    assert "5 locaties, ≥ 1.920 plekken; 1 onbekend" in page.said
    assert "waarvan ≥ 1.800 bestaand en vastgesteld" in page.said
    assert "op 31-12-2021" in page.said
    assert page.sheet.info.table["Plekken"].tolist() == [
        "1.100", "120", "300", "0", "onbekend", "400", "≥ 1.920; 1 onbekend",
    ]  # fmt: skip


def test_the_legend_counts_each_type_as_the_map_and_the_quarter_table_do() -> None:
    said = printed("year").said
    assert "GVL: 2 locaties · 1.500 plekken" in said
    assert "Satelliet: 1 locatie · 300 plekken" in said
    assert "ROL: 2 locaties · ≥ 120 plekken; 1 onbekend" in " ".join(said.split())
    assert "Nog zonder type:" not in said
    assert "Nog zonder type" in said


def test_what_changed_is_told_by_fill_or_sign_and_in_the_table_with_its_quarter() -> None:
    page = printed("year")
    assert page.sheet.info.table["In 2021"].tolist()[:-1] == [
        "–", "opent (4e kw.)", "groeit (1e kw.), krimpt (3e kw.)", "eindigt (2e kw.)", "–", "krijgt ander type (3e kw.)",
    ]  # fmt: skip
    assert page.words.count("−") == 2  # on the map and in the legend
    assert "+" not in page.words
    assert "D azc Weg eindigt; was 240 plekken" in page.said
    legend = page.said[page.said.index("Wat er in 2021 verandert") :]
    for words in ("Ongewijzigd", "Opent", "Krijgt ander type", "Krimpt", "Eindigt; zo groot als ervoor", "onbekend"):
        assert words in legend
    assert "Groeit" not in legend


def test_a_quiet_year_has_no_events_in_its_legend() -> None:
    said = draw_year(year(YEAR[:1])).said
    legend = said[said.index("Wat er in 2021 verandert") : said.index("Wegen:")]
    assert "Ongewijzigd" in legend
    assert not any(words in legend for words in ("Opent", "Eindigt", "Krimpt", "Groeit", "Krijgt", "onbekend"))


def test_so_many_places_are_as_large_on_the_sheet_of_every_year() -> None:
    few, many = draw_year(year(YEAR[:1])), printed("year")
    assert max(_on_map(few, style.BLUE)) == pytest.approx(max(_on_map(many, style.BLUE)), rel=1e-3)
    alone = draw_year(year(YEAR[2:3]))
    assert _on_map(alone, style.VERMILION) == pytest.approx(_on_map(many, style.VERMILION), rel=1e-3)


def test_the_scale_of_a_series_is_that_of_its_fullest_sheet_with_its_largest_mark() -> None:
    fullest = [_mark(str(at), 900) for at in range(45)]
    areas = mark_areas(fullest)
    scale = SizeScale(most=900, crowd=45)
    one, half, none, unknown = scale.sized([_mark("one", 900), _mark("half", 450), _mark("none", 0), _mark("x", None)])
    assert one.area_mm2 == pytest.approx(areas["0"])
    assert half.area_mm2 == pytest.approx(areas["0"] / 2)
    assert (none.area_mm2, unknown.area_mm2) == (3.2, 7.0)
    assert scale.smallest([one, half]) is None
    assert scale.smallest([none]) is not None


def test_the_maps_of_a_series_have_one_scale_whatever_the_length_of_their_tables() -> None:
    tall = SERIES.__class__(scale=SERIES.scale, table_mm=100.0)
    assert draw_year(year(YEAR[:1]), series=tall).sheet.info.scale == draw_year(series=tall).sheet.info.scale


def test_a_horizon_that_ends_within_a_year_names_its_last_quarter() -> None:
    page = draw_year(year(YEAR[:1]), quarter=Quarter(2022, 2))
    assert "Opvangportefeuille Vierkant eind 2e kwartaal 2022" in page.said
    assert "op 30-06-2022" in page.said


def test_what_ended_without_known_places_is_small_and_says_that_it_ends() -> None:
    page = draw_year(year((("D", "azc Weg", "", 0, NA, "end", (("end", "2021-Q1"),), (5000.0, 5000.0)), YEAR[0])))
    assert "D azc Weg eindigt" in page.said
    assert "was" not in page.words


def test_rows_that_are_not_open_do_not_stand_on_an_open_sheet() -> None:
    with pytest.raises(InputError):
        draw_year(year(opened=False), imprint=OPEN)
