"""Tables on a sheet leave room for the map, say what they leave out, and keep their total."""

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.maps.layout import TableBlock, TableColumn, key_column
from geo.maps.paper import Letter, Paper
from geo.maps.sheets import Sheet, SheetInfo
from geo.quarters import Quarter, quarters_between
from tests.maps.builders import (
    COVERAGE,
    IMPRINT,
    LYING,
    MARGIN_MM,
    MM,
    SHEETS,
    Printed,
    coverage,
    crowd,
    draw_coverage,
    draw_location,
    draw_portfolio,
    facility,
    locations,
    printed,
    site,
)

COLUMNS = (
    TableColumn(heading="Nr", width=12),
    TableColumn(heading="Naam", width=40),
    TableColumn(heading="Plekken", width=16, right=True),
)


def _block(count: int, *, total: bool = True) -> TableBlock:
    rows = [(f"L{at}", f"locatie {at}", str(at)) for at in range(count)] + ([("", "Totaal", "99")] if total else [])
    return TableBlock(title="Locaties", columns=COLUMNS, rows=tuple(rows), bold=frozenset({count} if total else ()))


@cache
def _many(count: int) -> Printed:
    spots = np.random.default_rng(5).uniform((1000, 1000), (19_000, 19_000), (count, 2)).tolist()
    rows = [(f"L{at:02d}", f"opvang {at:02d}", "azc", 100, (x, y)) for at, (x, y) in enumerate(spots)]
    return Printed(draw_portfolio(locations(*rows)))


@pytest.mark.parametrize("count", [60])
def test_a_table_that_is_too_long_is_cut_says_how_many_are_left_out_and_keeps_its_total(count: int) -> None:
    page = _many(count)
    lines = page.table_lines
    kept = [line for line in lines if line.startswith("L") and " azc " in line]
    assert 1 <= len(kept) < count
    (said,) = [line for line in lines if line.startswith("En nog ")]
    assert said.split(";")[0] == f"En nog {count - len(kept)}"
    assert lines.index(said) == lines.index(kept[-1]) + 1
    assert lines[lines.index(said) + 1].startswith("Totaal regulier")


def test_a_table_that_makes_way_for_many_remarks_still_counts_its_rows() -> None:
    lines = crowd().table_lines
    kept = [line for line in lines if re.match(r"L\d\d opvang \d\d Westmaar", line)]
    assert kept
    assert f"En nog {60 - len(kept)}; zie de tabel bij de kaart." in lines


def test_the_table_that_goes_with_the_sheet_is_whole_even_if_the_printed_one_is_cut() -> None:
    assert len(_many(60).sheet.info.table) == 61
    assert not _many(60).sheet.info.table["Locatie"].str.startswith("En nog").any()


@pytest.mark.parametrize("count", [1, 10, 60])
def test_the_map_keeps_its_least_height_whatever_the_table(count: int) -> None:
    assert _many(count).map_bottom - 29.0 >= 96.0 - 1e-3


def _page(name: str) -> Printed:
    if name == "crowd":
        return crowd()
    return printed(name) if name in (*SHEETS, *LYING) else _many(int(name))


@pytest.mark.parametrize("name", [*SHEETS, *LYING, "10", "60", "crowd"])
def test_nothing_but_the_foot_stands_at_the_foot(name: str) -> None:
    sheet = _page(name)
    foot = sheet.page.crop((0, sheet.foot_top / MM, sheet.page.width, sheet.page.height)).extract_text().split()
    assert foot[0] == "Wegen:"
    assert foot[-1] == "01-09-2020"
    assert len(foot) < 45
    above = [box for box in sheet.inks() if box[1] < sheet.foot_top]
    assert max(bottom for *_, bottom in above) <= sheet.foot_top + 0.4
    edge = sheet.sheet.info.size.width_mm - MARGIN_MM + 0.05
    assert all(left >= MARGIN_MM - 0.05 and right <= edge for left, _, right, _ in sheet.inks())


def test_a_table_of_many_quarters_is_cut_too() -> None:
    quarters = quarters_between(Quarter(2014, 4), Quarter(2023, 4))
    page = Printed(draw_coverage(coverage(quarters=quarters)))
    kept = [line for line in page.table_lines if "-I" in line]
    assert kept
    assert f"En nog {len(COVERAGE) * len(quarters) + 1 - len(kept)}; zie de tabel bij de" in page.text
    assert page.map_bottom - 29.0 >= 96.0 - 1e-3


def test_a_location_with_very_many_facilities_keeps_its_map() -> None:
    near = [facility("supermarket", rank, 100.0 * rank, (20.0 * rank, 30.0 * rank)) for rank in range(1, 51)]
    page = Printed(draw_location(site(near)))
    assert page.map_bottom - 29.0 >= 96.0 - 1e-3
    assert "En nog" in page.text
    assert len(page.sheet.info.table) == 50


@settings(max_examples=40)
@given(count=st.integers(min_value=2, max_value=60), height=st.floats(min_value=5.0, max_value=300.0))
def test_a_cut_table_fits_if_it_can_and_never_loses_a_row_without_a_word(count: int, height: float) -> None:
    cut = _block(count).cut_to(height)
    kept = [row for row in cut.rows if row[0]]
    said = [row[1] for row in cut.rows if row[1].startswith("En nog")]
    gone = count - len(kept)
    assert said == ([f"En nog {gone}; zie de tabel bij de kaart."] if gone else [])
    assert cut.rows[-1] == ("", "Totaal", "99")
    assert cut.bold == {len(cut.rows) - 1}
    assert cut.height <= height or len(kept) == 1


def test_a_table_that_fits_is_left_alone() -> None:
    block = _block(5)
    assert block.cut_to(block.height) is block


def test_a_long_name_is_broken_over_lines_and_its_row_is_taller() -> None:
    block = TableBlock(
        title="", columns=COLUMNS, rows=(("L1", "kort", "1"), ("L2", "kleinschalige wooneenheid voor gezinnen", "2"))
    )
    assert len(block.lines(1)[1]) == 2
    assert " ".join(block.lines(1)[1]) == "kleinschalige wooneenheid voor gezinnen"
    assert block.row_height(1) > block.row_height(0)


def test_the_first_column_is_wide_enough_for_long_ids_and_breaks_absurd_ones() -> None:
    widths = [key_column([key]).width for key in ("L1", "COA-OV-0012", "x" * 80)]
    assert widths[0] < widths[1] <= widths[2] == 26.0
    assert widths[1] >= Letter(weight="semibold").width_mm("COA-OV-0012")


@given(st.text(alphabet=st.characters(codec="latin-1"), max_size=80), st.floats(min_value=6.0, max_value=60.0))
def test_wrapped_text_fits_its_width_and_loses_no_letter(text: str, width: float) -> None:
    letter = Letter(size_pt=7.5)
    lines = letter.wrap(text, width)
    assert all(letter.width_mm(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == "".join(" ".join(lines).split())


def test_cells_stand_in_their_columns_numbers_at_the_right() -> None:
    paper = Paper()
    _block(3).draw(paper, 20.0, 30.0)
    info = SheetInfo(number="", title="", name="", alt_text="", table=locations(), scale=0, unplaced=())
    words = Printed(Sheet(info=info, figure=paper.figure)).page.extract_words()
    ends = {word["text"]: (word["x0"] * MM, word["x1"] * MM) for word in words}
    assert ends["L0"][0] == pytest.approx(20.0, abs=0.1)
    assert ends["locatie"][0] == pytest.approx(32.0, abs=0.1)
    assert [ends[number][1] for number in ("Plekken", "0", "99")] == pytest.approx([88.0] * 3, abs=0.15)


def test_sources_of_many_lines_push_the_rest_up() -> None:
    many = replace(IMPRINT, sources=IMPRINT.sources * 9)
    page = Printed(draw_portfolio(imprint=many))
    assert page.foot_top < printed("portfolio").foot_top - 10
    assert page.text.count("Wegen: verzonnen wegennet") == 9
    assert max(bottom for *_, bottom in page.inks()) <= 290.0


def test_a_cell_that_repeats_the_one_above_is_left_open_on_the_sheet_and_told_elsewhere() -> None:
    columns = (replace(COLUMNS[1], once=True), COLUMNS[2])
    rows = (("Noord", "1"), ("Noord", "1"), ("Zuid", "1"), ("Noord", "2"))
    block = TableBlock(title="Regio's", columns=columns, rows=rows)
    assert [block.lines(row) for row in range(4)] == [
        [("Noord",), ("1",)], [("",), ("1",)], [("Zuid",), ("1",)], [("Noord",), ("2",)],
    ]  # fmt: skip
    assert block.frame()["Naam"].tolist() == ["Noord", "Noord", "Zuid", "Noord"]
