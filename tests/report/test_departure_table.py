"""Departures in the plan document: what is unknown, what is zero and what is too far are told apart."""

import pandas as pd
import pytest

from geo.report.chapters.capacity import blocks
from geo.report.content import TableBlock
from geo.report.departure_table import departure_table
from geo.report.grids import cell_text
from geo.report.results import ReportInput
from geo.tables.departures import DEPARTURES
from tests.report.example import portfolio

NAMES = {"MW02": "Satelliet Wijdenes-Oost", "MW01": "Azc Gouwzee", "MW03": "Pol De Gouw", "MW09": "zonder rij"}


@pytest.fixture
def departures() -> pd.DataFrame:
    rows = {
        "MW01": ("ok", 3, 93, 7.75, 2, "00:10", "23:40", "h1", "Gouwzee, Dam", 120.0, True),
        "MW02": ("none", 0, 0, 0.0, 0, None, None, "h2", "Oosterleek, Kerk", 1_940.0, False),
        "MW03": ("unreachable", pd.NA, pd.NA, float("nan"), pd.NA, None, None, None, None, float("nan"), False),
        "MK01": ("none", 0, 0, 0.0, 0, None, None, None, None, float("nan"), False),
    }
    columns = [name for name in DEPARTURES.names if name not in {"location_id", "date", "from", "until", "reach_m"}]
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("location_id").reset_index()
    counts = dict.fromkeys(("stops", "departures", "lines"), "Int64")
    told = {"date": pd.Timestamp(2020, 9, 15), "from": "07:00", "until": "19:00", "reach_m": 500.0}
    return frame.assign(**told).astype(counts)[list(DEPARTURES.names)]


def cells(block: TableBlock) -> list[list[str]]:
    columns = block.table.columns
    return [[cell_text(row[column.name], column) for column in columns] for _, row in block.frame.iterrows()]


def test_zero_unknown_and_too_far_are_told_apart_in_the_order_of_the_locations(departures: pd.DataFrame) -> None:
    block = departure_table(departures, NAMES, "5,0 km", number="2.2c")
    assert block is not None
    assert cells(block) == [
        ["Satelliet Wijdenes-Oost", "0", "0,0", "0", "n.v.t.", "n.v.t.", "Oosterleek, Kerk", "1,9 km"],
        ["Azc Gouwzee *", "3", "7,8", "2", "00:10", "23:40", "Gouwzee, Dam", "0,1 km"],
        ["Pol De Gouw", *["onbekend"] * 7],
    ]
    assert block.number == "2.2c"
    assert "op 15-09-2020 van 07:00 tot 19:00 uur bij haltes binnen 500 m lopen" in block.note
    assert block.note.endswith("* mogelijk meer buiten kaartgebied.")
    far = departure_table(departures, {"MK01": "Terrein"}, "5,0 km", number="2.2c")
    assert far is not None
    assert cells(far)[0][-2:] == ["", "geen binnen 5,0 km"]
    assert "*" not in far.note


def test_the_table_stands_behind_the_distances_and_is_absent_without_a_timetable(departures: pd.DataFrame) -> None:
    with_table = [
        block
        for block in blocks(ReportInput(portfolio=portfolio(), departures=departures))
        if isinstance(block, TableBlock)
    ]
    assert [block.number for block in with_table if block.table.name == "departures"] == ["2.2b"]
    without = blocks(ReportInput(portfolio=portfolio()))
    assert not [block for block in without if isinstance(block, TableBlock) and block.table.name == "departures"]
    assert departure_table(departures, {"X": "elders"}, None, number="2.2b") is None
