"""``docs/tabellen.md`` is what its maker writes, names every column, and its smallest plan runs."""

import re
from pathlib import Path

import pytest
import toy_workspace
from command import Caller

from geo.plan import load_plan
from geo.sources.cells import parse
from geo.stages.check import read_inputs
from geo.tables.columns import Column, Table
from geo.tables.facility_categories import CATEGORY_IDS
from scripts.tabellen import PAGE, TABLES, choices, example, page

COLUMNS = [(table, column) for table in TABLES for column in table.columns]


def plans() -> list[str]:
    return re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_page_in_the_repository_is_what_its_maker_writes() -> None:
    assert PAGE.read_bytes() == page().encode(), "run `python -m scripts.tabellen`"


def test_the_smallest_plan_of_the_page_can_be_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = toy_workspace.make(tmp_path / "toy")
    smallest = plans()[0]
    assert set(re.findall(r"^(\w+) =", smallest, re.MULTILINE)) == {
        *("province", "prt", "reference_date"),
        *("osm", "boundaries", "locations"),
    }
    ours = smallest.replace('"Overijssel"', '"Toets"')
    (folder / "plan.toml").write_text(ours, encoding="utf-8")
    done = Caller(monkeypatch, capsys)("check", "--plan", folder)
    assert (done.code, done.err) == (0, "")
    assert len(read_inputs(load_plan(folder)).locations) == 3
    for line in ours.strip().splitlines():
        if "=" in line:
            (folder / "plan.toml").write_text(ours.replace(line, ""), encoding="utf-8")
            code = 0 if line.startswith("osm = ") else 3
            assert Caller(monkeypatch, capsys)("check", "--plan", folder).code == code, line


def test_the_own_headings_of_the_page_are_read(tmp_path: Path) -> None:
    folder = toy_workspace.make(tmp_path / "toy")
    raw = folder / "data" / "raw"
    rows = (raw / "locations.csv").read_text(encoding="utf-8-sig").replace("capaciteit", "bedden")
    (raw / "locations.csv").write_text(f"Lijst;;\n;;\n{rows}", encoding="utf-8")
    own = plans()[1].replace("locaties.xlsx", "locations.csv").replace('sheet = "Lijst", ', "")
    smallest = plans()[0].replace('"Overijssel"', '"Toets"')
    (folder / "plan.toml").write_text(re.sub(r"locations = .*\n", lambda _: own, smallest), encoding="utf-8")
    assert read_inputs(load_plan(folder)).locations["capacity"].tolist() == [400, 100, 150]


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[f"{table.name}-{column.name}" for table, column in COLUMNS])
def test_every_column_has_an_example_that_is_read(table: Table, column: Column) -> None:
    assert parse(example(table, column), column) not in {None, ()}
    read = [parse(word, column) for word in choices(column)]
    assert [one[0] if isinstance(one, tuple) else one for one in read] == list(column.choices)


def test_the_page_names_every_table_and_column_and_keeps_its_lines_short() -> None:
    text = page()
    parts = dict(re.findall(r"^### (.*?)$(.*?)(?=^### |\Z)", text, re.MULTILINE | re.DOTALL))
    assert set(parts) == {table.title for table in TABLES}
    for table, column in COLUMNS:
        inherited = table.name == "candidates" and f"(`{column.name}`)" in parts["Locaties"]
        assert inherited or f"**{column.heading}** (`{column.name}`)" in parts[table.title]
    assert max(map(len, text.splitlines())) <= 120


def test_the_page_is_in_dutch() -> None:
    """Names of categories and modes, as programs call them, stand nowhere; headings that are read are as they are."""
    text = re.sub(r"`[^`]*`|```.*?```| Ook: .*?\.$", "", page(), flags=re.DOTALL | re.MULTILINE)
    ours = {name for name in CATEGORY_IDS if "_" in name} | {"supermarket", "police", "walk", "bike"}
    assert {word for word in ours if re.search(rf"\b{word}\b", text)} == set()


def test_a_heading_that_means_two_columns_is_not_offered() -> None:
    assert not re.search(r"(Ook: |; )oppervlakte[;.]", page().replace("\n  ", " "))
