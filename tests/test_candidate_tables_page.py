"""``docs/tabellen-kandidaten.md`` is what its maker writes, and names every table about candidates, column by column."""

import importlib
import re

from geo.tables.columns import Table
from geo.words import say
from scripts.tabellen_kandidaten import PAGE, TABLES, page, words


def test_the_page_in_the_repository_is_what_its_maker_writes() -> None:
    assert PAGE.read_bytes() == page().encode(), "run `python -m scripts.tabellen_kandidaten`"


def test_every_table_about_candidates_is_on_it() -> None:
    rooms = [importlib.import_module(f"geo.tables.{room}") for room in ("facts", "ranking", "finder")]
    declared = {one.name for room in rooms for one in vars(room).values() if isinstance(one, Table)}
    assert {table.name for table in TABLES} == declared
    assert len(TABLES) == len(declared) == 13


def test_every_column_has_a_meaning_of_its_own_and_nothing_else_has() -> None:
    said = words()
    assert set(said["purposes"]) == {table.name for table in TABLES}
    assert {name: list(columns) for name, columns in said["columns"].items()} == {
        table.name: list(table.names) for table in TABLES
    }
    used = {column.kind for table in TABLES for column in table.columns if not column.choices}
    assert set(said["kinds"]) == used


def test_every_column_is_a_row_with_heading_name_and_the_words_it_may_hold() -> None:
    parts = dict(re.findall(r"^## (.*?)$(.*?)(?=^## |\Z)", page(), re.MULTILINE | re.DOTALL))
    compared = 0
    for table in TABLES:
        rows = [line.strip("| ").split(" | ") for line in parts[table.title].splitlines() if line.startswith("| ")][1:]
        assert [row[1] for row in rows] == [f"`{column.name}`" for column in table.columns]
        for row, column in zip(rows, table.columns, strict=True):
            assert row[0].startswith(column.heading)
            assert all(f"{say(f'{column.words}.{one}')} (`{one}`)" in row[2] for one in column.choices)
            compared += 1
    assert compared == sum(len(table.columns) for table in TABLES)
