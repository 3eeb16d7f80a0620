"""A table that the tool writes as CSV for people can be read again as it stands, headings with units and all."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from geo.sources.cells import Value
from geo.sources.raw import FileSpec
from geo.sources.read_tables import ReadTable, read_table
from geo.tables.columns import Column, Kind, Table
from geo.tables.inputs import FACILITY_LIST, INPUT_TABLES
from geo.tables.render import csv_bytes

EXAMPLES: dict[Kind, Value] = {
    "text": "Café; 't Hoekje",
    "id": "A1",
    "bag_id": "0166010000000001",
    "list": ("sporters", "koks"),
    "places": 1300,
    "months": 12,
    "days": 5,
    "count": 3,
    "area_m2": 983.125,
    "money": 1_250_000.0,
    "number": 193_500.25,
    "date": date(2021, 12, 31),
    "due": date(2022, 6, 30),
    "yes_no": True,
    "quarter": "2021-Q4",
}
TABLES = (*INPUT_TABLES.values(), FACILITY_LIST)


def _example(column: Column) -> Value:
    if column.kind == "list" and column.choices:
        return column.choices
    return column.choices[-1] if column.choices else EXAMPLES[column.kind]


def _written(folder: Path, table: Table) -> ReadTable:
    frame = pd.DataFrame({column.name: [_example(column)] for column in table.columns})
    path = folder / f"{table.name}.csv"
    path.write_bytes(csv_bytes(frame, table))
    return read_table(FileSpec(path=path, shown=path.name), table)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_that_was_written_is_read_back_as_it_was(tmp_path: Path, table: Table) -> None:
    found = _written(tmp_path, table)
    assert (found.faults, found.notes) == ((), ())
    assert tuple(found.headings) == table.names
    values = {name: found.frame[name].iloc[0] for name in table.names}
    days = {column.name for column in table.columns if column.kind in {"date", "due"}}
    assert {name: value.date() if name in days else value for name, value in values.items()} == {
        column.name: _example(column) for column in table.columns
    }


def test_the_unit_stands_in_the_heading(tmp_path: Path) -> None:
    found = _written(tmp_path, INPUT_TABLES["candidates"])
    units = {name: heading for name, heading in found.headings.items() if "(" in heading}
    assert units == {
        "site_area_m2": "oppervlakte terrein (m²)",
        "floor_area_m2": "bvo (m²)",
        "cost_opening": "kosten opening (€)",
        "cost_year": "kosten per jaar (€)",
    }
