"""How a sheet is arranged: by which way shows most, with a small map where the country is known."""

from dataclasses import replace

import geopandas as gpd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from geo.crs import RD_NEW
from geo.maps.layout import TableBlock, TableColumn
from geo.maps.paper import Letter
from geo.maps.paper_size import A3, A4, PaperSize
from geo.maps.portfolio import portfolio_sheet
from geo.maps.sheets import Sheet
from tests.maps.builders import CURRENT, IMPRINT, MM, TOTAL, Printed, X, Y, fill_of, locations, region

COLUMNS = (
    TableColumn(heading="Nr", width=12),
    TableColumn(heading="Naam", width=60),
    TableColumn(heading="Gemeente", width=40),
    TableColumn(heading="Plekken", width=20, right=True),
)
ROWS = (("L1", "regionale opvang Havenkwartier", "Zuiderhaven", "1.200"), ("", "Totaal", "", "≥ 2.480; 2 onbekend"))


def _block() -> TableBlock:
    return TableBlock(title="", columns=COLUMNS, rows=ROWS, bold=frozenset({1}))


@settings(max_examples=30)
@given(st.floats(min_value=60.0, max_value=200.0))
def test_a_table_fits_a_width_and_breaks_no_number(width: float) -> None:
    fitted = _block().fitted(width)
    assert fitted.width <= max(width, 0.0) + 1e-6
    assert fitted.rows == ROWS
    assert fitted.columns[-1].width > Letter(size_pt=fitted.size_pt).width_mm("1.200")


def test_a_table_gives_up_empty_room_before_it_breaks_a_text() -> None:
    assert [len(cell) for cell in _block().fitted(90.0).lines(0)] == [1, 1, 1, 1]
    assert len(_block().fitted(62.0).lines(0)[1]) > 1


def test_a_table_that_is_hardly_narrower_becomes_as_wide_and_another_stays() -> None:
    assert _block().fitted(140.0).width == pytest.approx(140.0)
    assert _block().fitted(180.0).width == pytest.approx(132.0)


def test_a_much_narrower_table_gives_room_to_texts_that_are_broken() -> None:
    narrow = replace(_block(), columns=tuple(replace(each, width=min(each.width, 25.0)) for each in COLUMNS))
    assert len(narrow.lines(0)[1]) > 1
    assert [len(cell) for cell in narrow.fitted(180.0).lines(0)] == [1, 1, 1, 1]
    assert narrow.fitted(180.0).width < 180.0


def test_a_word_without_end_is_broken_and_leaves_the_other_columns_theirs() -> None:
    endless = replace(_block(), rows=(("L1", "w" * 80, "Zuiderhaven", "1.200"),))
    fitted = endless.fitted(120.0)
    assert not fitted.is_cramped
    assert len(fitted.lines(0)[1]) > 1
    assert [len(cell) for cell in fitted.lines(0)[2:]] == [1, 1]


def _long(width_m: float, height_m: float, *, size: PaperSize = A4, others: int = 1, count: int = 1) -> Sheet:
    """Draw a province of a shape with so many locations, and others to the west of it in a row."""
    own = box(X, Y, X + width_m, Y + height_m)
    provinces = gpd.GeoDataFrame({"code": ["PV1"], "name": ["Vierkant"]}, geometry=[own], crs=RD_NEW)
    towns = gpd.GeoDataFrame({"code": ["GM1"], "name": ["Maar"], "province_code": ["PV1"]}, geometry=[own], crs=RD_NEW)
    far = [box(X - 9e4, Y - 6e4 + at * 2e4, X - 6e4, Y - 4e4 + at * 2e4) for at in range(others)]
    rest = {"code": [f"PV{at + 2}" for at in range(others)], "name": [f"Ander {at}" for at in range(others)]}
    drawn = replace(
        region(), provinces=provinces, municipalities=towns, neighbours=gpd.GeoDataFrame(rest, geometry=far, crs=RD_NEW),
        paper=size,
    )  # fmt: skip
    rows = [(f"L{at + 1}", f"azc {at + 1}", *CURRENT[0][2:]) for at in range(count)]
    return portfolio_sheet(locations(*rows), drawn, imprint=IMPRINT, number="2", total=TOTAL)


def _size_of(sheet: Sheet, words: str) -> float:
    """Give the size of the letters that words are set in, in points."""
    (found,) = {text.get_fontsize() for text in sheet.figure.axes[0].texts if text.get_text() == words}
    return float(found)


def test_a_tall_province_has_its_map_beside_the_text_and_a_wide_one_above_it() -> None:
    tall, wide = Printed(_long(12_000.0, 60_000.0)), Printed(_long(60_000.0, 20_000.0))
    left, top, right, bottom = tall.map_box
    assert bottom - top > 2 * (right - left)
    assert tall.sheet.info.scale == 300_000
    left, top, right, bottom = wide.map_box
    assert right - left == pytest.approx(190.0, abs=1e-3)
    assert wide.sheet.info.scale == 400_000


def test_a_page_that_lies_has_text_below_a_map_that_then_shows_more_and_beside_any_other() -> None:
    wide, square = Printed(_long(60_000.0, 20_000.0, size=A3)), Printed(_long(20_000.0, 20_000.0, size=A3))
    left, _, right, _ = wide.map_box
    assert right - left == pytest.approx(400.0, abs=1e-3)
    assert wide.sheet.info.scale == 200_000
    left, _, right, _ = square.map_box
    assert right - left < 320
    for page in (wide, square):
        assert page.said.count("Ondergrond") == page.said.count("Soort opvang") == 1


def test_a_table_is_cramped_where_a_word_or_a_number_does_not_fit_its_column() -> None:
    assert not _block().is_cramped
    assert not _block().fitted(70.0).is_cramped
    assert _block().fitted(40.0).is_cramped


def test_letters_are_larger_where_there_is_room_and_as_small_as_on_a4_where_there_is_not() -> None:
    """On A3 a table of few rows has the largest letters; one of very many the smallest, before it is cut."""
    sheets = [_long(20_000.0, 20_000.0, size=A3, count=count) for count in (1, 20, 33)]
    sizes = [_size_of(sheet, "Totaal regulier") for sheet in sheets]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1] == _size_of(_long(20_000.0, 20_000.0), "Totaal regulier")
    assert sum("zie de tabel" in Printed(sheet).said for sheet in sheets) == 0


@pytest.mark.parametrize(("others", "told"), [(11, True), (10, False)])
def test_a_small_map_shows_the_place_in_the_country_where_the_boundaries_hold_all_of_it(
    others: int, told: bool
) -> None:
    page = Printed(_long(20_000.0, 20_000.0, size=A3, others=others))
    assert ("Ligging in Nederland" in page.said) == told
    right = page.map_box[2]
    small = [shape for shape in page.page.rects if fill_of(shape) == "#e2e1dc" and shape["x0"] * MM > right]
    assert len([shape for shape in small if shape["height"] * MM != pytest.approx(3.0, abs=0.01)]) == (
        11 if told else 0
    )
