"""How cells are written in a document."""

import pandas as pd
import pytest

from geo.report.content import TableBlock
from geo.report.grids import cell_text, grids
from geo.report.widths import lay_out
from geo.tables.columns import Column, Table
from geo.tables.coverage import COVERAGE


@pytest.mark.parametrize(
    ("value", "name", "text"),
    [
        (-120.0, "balance_min", "−120"),
        (80.0, "balance_max", "+80"),
        (float("nan"), "balance_max", "onbekend"),
        (float("nan"), "need_min", "onbekend"),
        (1240, "supply_min", "1.240"),
        ("≥ 1.240; 2 onbekend", "supply_min", "≥ 1.240; 2 onbekend"),
        ("untestable", "status", "niet toetsbaar"),
        ("2022-Q2", "quarter", "2022-II"),
        ("gvl_satelliet", "bucket", "GVL of satelliet"),
    ],
)
def test_cells_read_in_dutch(value: object, name: str, text: str) -> None:
    assert cell_text(value, COVERAGE.column(name)) == text


def test_a_table_too_wide_for_a_turned_page_is_continued() -> None:
    # 30 columns of 17 + 2 characters: 19 × 30 = 570; a turned page holds 190, so 10 columns (190), then 1 + 9 a page
    columns = tuple(Column(name=f"c{place}", heading=f"{place:02d}" + "x" * 15) for place in range(30))
    frame = pd.DataFrame({column.name: ["a"] * 4 for column in columns})
    block = TableBlock(number="2.1", caption="Breed", table=Table(name="t", title="T", columns=columns), frame=frame)
    made = grids(block)
    assert [len(grid.headings) for grid in made] == [10, 10, 10, 3]
    assert {grid.headings[0] for grid in made} == {"00" + "x" * 15}
    assert made[1].caption == "Tabel 2.1 Breed (vervolg)"
    assert all(grid.landscape for grid in made)


def test_a_wide_table_of_few_rows_stands_on_its_side() -> None:
    columns = tuple(Column(name=f"c{place}", heading=f"kop {place}" + "x" * 15) for place in range(8))
    frame = pd.DataFrame({column.name: [f"een {column.name}", f"twee {column.name}"] for column in columns})
    block = TableBlock(number="5.1", caption="Smal", table=Table(name="t", title="T", columns=columns), frame=frame)
    (grid,) = grids(block)
    assert (grid.landscape, len(grid.rows)) == (False, 7)
    assert grid.headings == ("Kop 0" + "x" * 15, "een c0", "twee c0")
    assert grid.rows[-1] == ("Kop 7" + "x" * 15, "een c7", "twee c7")


def test_a_column_in_which_nothing_stands_is_left_out_but_an_unknown_number_is_not() -> None:
    columns = (
        Column(name="a", heading="a"),
        Column(name="b", heading="b"),
        Column(name="c", heading="c", kind="places"),
    )
    frame = pd.DataFrame({"a": ["x"], "b": [None], "c": pd.array([pd.NA], dtype="Int64")})
    (grid,) = grids(TableBlock(number="", caption="", table=Table(name="t", title="T", columns=columns), frame=frame))
    assert (grid.headings, grid.rows) == (("A", "C"), (("x", "onbekend"),))


def test_long_tables_say_where_the_rest_is() -> None:
    table = Table(name="t", title="T", columns=(Column(name="a", heading="a"),))
    block = TableBlock(number="", caption="Lang", table=table, frame=pd.DataFrame({"a": ["x"] * 75}))
    (grid,) = grids(block)
    assert len(grid.rows) == 60
    assert grid.note == "De overige 15 regels staan in plan.xlsx."


BOUNDED = Table(
    name="t",
    title="T",
    columns=(
        Column(name="supply", heading="aanbod", kind="places", at_least="lost"),
        Column(name="balance", heading="saldo", kind="balance", at_least="lost"),
        Column(name="short", heading="tekort", kind="places", at_most="lost"),
        Column(name="lost", heading="onbekend", kind="count"),
    ),
)


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ((2500, 100, 0, 0), ("2.500", "+100", "0", "0")),
        ((2500, 100, 0, 2), ("≥ 2.500", "≥ +100", "0", "2")),  # less than no shortage there is not
        ((0, -200, 200, 1), ("≥ 0", "≥ −200", "ten hoogste 200", "1")),
        ((300, 0, 1200, 1), ("≥ 300", "≥ 0", "ten hoogste 1.200", "1")),
        ((None, None, None, 1), ("onbekend", "onbekend", "onbekend", "1")),
        (("al gezegd", "n.v.t.", "geen", 1), ("al gezegd", "n.v.t.", "geen", "1")),
        ((300, 0, 5, None), ("300", "0", "5", "")),
    ],
)
def test_a_number_of_which_a_part_is_unknown_is_a_bound(row: tuple[object, ...], cells: tuple[str, ...]) -> None:
    frame = pd.DataFrame([row], columns=list(BOUNDED.names), dtype="object")
    (grid,) = grids(TableBlock(number="", caption="", table=BOUNDED, frame=pd.concat([frame] * 4)))
    assert grid.rows[0] == tuple(cell for cell in cells if cell)


def test_without_the_count_of_unknowns_a_number_is_a_number() -> None:
    frame = pd.DataFrame({"supply": [2500], "short": [200]})
    (grid,) = grids(TableBlock(number="", caption="", table=BOUNDED, frame=frame))
    assert grid.rows == (("2.500", "200"),)


def test_bare_numbers_have_their_unit_in_the_heading() -> None:
    columns = (
        Column(name="a", heading="bvo per plek", kind="number", unit="m²"),
        Column(name="b", heading="bvo", kind="area_m2", unit="m²"),
        Column(name="c", heading="per 1.000 inwoners", kind="number"),
    )
    frame = pd.DataFrame({"a": [10.71], "b": [9100.0], "c": pd.array([pd.NA], dtype="Float64")})
    (grid,) = grids(TableBlock(number="", caption="", table=Table(name="t", title="T", columns=columns), frame=frame))
    assert grid.headings == ("Bvo per plek (m²)", "Bvo (m²)", "Per 1.000 inwoners")
    assert grid.rows == (("10,7", "9.100", "onbekend"),)


def long_table(frame: pd.DataFrame, whole: int = 0) -> TableBlock:
    table = Table(name="t", title="T", columns=(Column(name="nr", heading="nr", kind="count"),))
    return TableBlock(number="7.1", caption="Lang", table=table, frame=frame, whole=whole)


@pytest.mark.parametrize(("rows", "whole", "shown"), [(60, 0, 60), (61, 0, 60), (90, 70, 70), (90, 10, 60)])
def test_rows_that_must_be_shown_lengthen_a_table(rows: int, whole: int, shown: int) -> None:
    (grid,) = grids(long_table(pd.DataFrame({"nr": range(rows)}), whole))
    assert len(grid.rows) == shown
    assert grid.note == (f"De overige {rows - shown} regels staan in plan.xlsx." if rows > shown else "")


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [([90, 90], 180), ([150, 150, 100], 400), ([150, 150, 101], 300), ([401], 400), ([399, 2], 399)],
)
def test_a_long_table_ends_with_an_area_that_is_whole(sizes: list[int], shown: int) -> None:
    areas = [area for area, size in zip("ABC", sizes, strict=False) for _ in range(size)]
    (grid,) = grids(long_table(pd.DataFrame({"nr": range(len(areas)), "area_id": areas})))
    assert len(grid.rows) == shown


def test_a_range_of_ranks_is_set_right_and_a_dash_leaves_that_open() -> None:
    columns = (Column(name="a", heading="a"), Column(name="b", heading="b"), Column(name="c", heading="c"))
    frame = pd.DataFrame({"a": ["1–8", "–"], "b": ["–", "geen"], "c": ["500 m", "–"]})
    (grid,) = grids(TableBlock(number="", caption="", table=Table(name="t", title="T", columns=columns), frame=frame))
    assert grid.right == (True, False, True)


def test_a_text_after_a_number_gets_room_between_unless_that_would_turn_the_page() -> None:
    headings, cells = ["Grens", "Marge"], [["500 m"], ["te ver"]]
    (close,), (apart,) = lay_out(headings, cells), lay_out(headings, cells, right=(True, False))
    assert apart.widths[1] == close.widths[1] + 2
    assert lay_out(headings, cells, right=(True, True)) == (close,)
    # 14 columns of 7 + 2 characters are 126, all that an upright page holds
    full = [["x" * 7] for _ in range(14)]
    assert lay_out(["x"] * 14, full, right=(True, False) * 7) == lay_out(["x"] * 14, full)
