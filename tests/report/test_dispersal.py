"""The part of chapter 4 about the Spreidingswet: its sentences, and what a table leaves out."""

from typing import Any

import pandas as pd

from geo.report.chapters.dispersal import blocks
from geo.report.content import Fact, TableBlock
from geo.report.grids import grids
from geo.report.results import Dispersal, Shown
from geo.tables.spreidingswet import SPREIDINGSWET

USUAL: dict[str, Any] = {
    **dict.fromkeys(SPREIDINGSWET.names, 0),
    "area_id": "Overijssel (PV23)", "date": pd.Timestamp("2025-07-01"), "task": 6325, "existing": 3858,
    "intended": 1841, "total": 5699, "share": 5699 / 6325, "guaranteed": 3858, "guaranteed_share": 3858 / 6325,
    "balance": -626, "status": "short", "durable_status": "untestable", "amv_status": "untestable", "amv_task": None,
}  # fmt: skip


def made(*rows: dict[str, Any]) -> tuple[list[str], list[TableBlock]]:
    frame = pd.DataFrame([{**USUAL, **row} for row in rows])
    shown = Shown(table=SPREIDINGSWET, frame=frame)
    found = blocks(Dispersal(whole=shown, parts=shown, months=60, above=100))
    told = [block.text for block in found if isinstance(block, Fact)]
    return told, [block for block in found if isinstance(block, TableBlock)]


def test_the_sentence_is_that_of_the_reports() -> None:
    assert made({})[0] == ["Overijssel (PV23) heeft op 01-07-2025 5.699 van 6.325 plekken, 90%; 61% gegarandeerd."]


def test_what_is_unknown_is_not_none() -> None:
    part = {"unknown_locations": 2, "guaranteed_unknown": 3}
    none = {"guaranteed": 0, "guaranteed_share": 0.0, "guaranteed_unknown": 1}
    told, _ = made(part, none, {"status": "untestable", **part}, {"task": None, "status": "untestable", **part})
    assert told == [
        "Overijssel (PV23) heeft op 01-07-2025 ≥ 5.699; 2 onbekend van 6.325 plekken, ≥ 90%; ≥ 61% gegarandeerd.",
        "Overijssel (PV23) heeft op 01-07-2025 5.699 van 6.325 plekken, 90%; hoeveel daarvan is gegarandeerd, is onbekend.",
        "Overijssel (PV23) heeft op 01-07-2025 ≥ 5.699 plekken; 2 onbekend; of de opgave van 6.325 is gehaald, is niet te zeggen.",
        "Overijssel (PV23) heeft op 01-07-2025 ≥ 5.699 plekken; 2 onbekend; de opgave is niet bekend.",
    ]  # fmt: skip


def test_the_tables_show_one_decimal_and_bounds_and_leave_out_what_is_nowhere() -> None:
    _, tables = made({}, {"unknown_locations": 1, "guaranteed_unknown": 1}, {}, {})
    first = grids(tables[0])[0]
    assert [table.number for table in tables] == ["4.4a", "4.4b"]
    assert not {"Zoeklocatie", "Status onbekend", "Locaties onbekend"} & set(first.headings)
    shares = [dict(zip(first.headings, cells, strict=True))["Van de opgave"] for cells in first.rows]
    assert shares == ["90,1%", "≥ 90,1%", "90,1%", "90,1%"]
    balances = [dict(zip(first.headings, cells, strict=True))["Saldo"] for cells in first.rows]
    assert balances[:2] == ["−626", "≥ −626"]
    _, tables = made({"search": 5}, {}, {}, {})
    assert "Zoeklocatie" in grids(tables[0])[0].headings


def test_without_reference_dates_there_is_nothing() -> None:
    assert blocks(None) == ()
    assert made()[0] == []
