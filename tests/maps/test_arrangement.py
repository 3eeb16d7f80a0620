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


def _long(width_m: float, height_m: float, *, size: PaperSize = A4, others: int = 1) -> Sheet:
    """Draw a province of a shape, with others to the west of it in a row."""
    own = box(X, Y, X + width_m, Y + height_m)
    provinces = gpd.GeoDataFrame({"code": ["PV1"], "name": ["Vierkant"]}, geometry=[own], crs=RD_NEW)
    towns = gpd.GeoDataFrame({"code": ["GM1"], "name": ["Maar"], "province_code": ["PV1"]}, geometry=[own], crs=RD_NEW)
    far = [box(X - 9e4, Y - 6e4 + at * 2e4, X - 6e4, Y - 4e4 + at * 2e4) for at in range(others)]
    rest = {"code": [f"PV{at + 2}" for at in range(others)], "name": [f"Ander {at}" for at in range(others)]}
    drawn = replace(
        region(), provinces=provinces, municipalities=towns, neighbours=gpd.GeoDataFrame(rest, geometry=far, crs=RD_NEW),
        paper=size,
    )  # fmt: skip
    return portfolio_sheet(locations(*CURRENT[:1]), drawn, imprint=IMPRINT, number="2", total=TOTAL)


def test_a_tall_province_has_its_map_beside_the_text_and_a_wide_one_above_it() -> None:
    tall, wide = Printed(_long(12_000.0, 60_000.0)), Printed(_long(60_000.0, 20_000.0))
    left, top, right, bottom = tall.map_box
    assert bottom - top > 2 * (right - left)
    assert tall.sheet.info.scale == 300_000
    left, top, right, bottom = wide.map_box
    assert right - left == pytest.approx(190.0, abs=1e-3)
    assert wide.sheet.info.scale == 400_000


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
