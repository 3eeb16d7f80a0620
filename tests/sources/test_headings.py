"""Which column a heading is: our words, those of officials, those of the plan, and words that could be two."""

from collections import Counter
from pathlib import Path

import pytest

from geo.sources.boundaries import _NAMES, COLUMNS
from geo.sources.cells import plain
from geo.sources.column_names import ColumnNames, other_words, our_words, shared_words
from geo.sources.raw import FileSpec
from geo.sources.read_tables import ReadTable, read_table
from geo.tables.columns import Table
from geo.tables.inputs import ADDRESSES, FACILITY_LIST, INPUT_TABLES
from geo.words import LANGUAGES

TABLES = (*INPUT_TABLES.values(), FACILITY_LIST, ADDRESSES)
SHARED = {
    "locations": {"oppervlakte", "oppervlakte_m2"},
    "candidates": {"oppervlakte", "oppervlakte_m2", "begindatum", "startdatum", "ingangsdatum", "einddatum"},
}
"""The words that mean two columns, and so none: of a site or its floors; of the agreement or of the site itself."""
Told = Counter[tuple[int, str, str, str]]


def read(folder: Path, text: str, table: str = "locations", **options: object) -> ReadTable:
    path = folder / f"{table}.csv"
    path.write_text(text, encoding="utf-8")
    return read_table(FileSpec(path=path, shown=path.name, **options), INPUT_TABLES[table])  # type: ignore[arg-type]


def told(found: ReadTable, value: str = "") -> Told:
    """Count what was told by row, column, code and one value of its sentence."""
    each = (*found.faults, *found.notes)
    return Counter((one.row, one.column, one.code, dict(one.parameters).get(value, "")) for one in each)


@pytest.mark.parametrize(
    ("heading", "table", "column"),
    [
        ("Locatienummer", "locations", "location_id"),
        ("AANTAL PLEKKEN", "locations", "capacity"),
        ("aantal_plekken", "locations", "capacity"),
        ("Oppervlakte terrein (m²)", "locations", "site_area_m2"),
        ("terreinoppervlakte (m2)", "locations", "site_area_m2"),
        ("BVO (m²)", "locations", "floor_area_m2"),
        ("bruto-vloeroppervlakte", "locations", "floor_area_m2"),
        ("Einddatum overeenkomst", "locations", "agreement_end"),
        ("W.v. AMV", "locations", "amv_places"),
        ("X-coördinaat", "locations", "x"),
        ("kosten opening (€)", "candidates", "cost_opening"),
        ("Investeringskosten", "candidates", "cost_opening"),
        ("ondergrens", "need", "places_min"),
        ("GM-code", "regions", "municipality_code"),
        ("Beeindigde plekken", "national", "ended"),
        ("capaciteit reserve", "capacity_steps", "reserve"),
    ],
)
def test_a_heading_that_officials_write_finds_its_column(tmp_path: Path, heading: str, table: str, column: str) -> None:
    found = read(tmp_path, f"{heading};iets\n1;\n", table)
    assert found.headings == {column: heading}
    assert not [one for one in told(found) if one[:2] == (1, heading)]


def test_a_word_of_two_columns_finds_neither_and_says_so_once(tmp_path: Path) -> None:
    found = read(tmp_path, "nr;naam;oppervlakte\nA;Een;5\nB;Twee;6\n")
    assert told(found, "options") == {(1, "oppervlakte", "two_meanings", "oppervlakte terrein / bvo"): 1}
    assert found.frame[["site_area_m2", "floor_area_m2"]].isna().all(axis=None)
    said = [found.notes[0].sentence(lang) for lang in LANGUAGES]
    assert [part in sentence for part, sentence in zip(("twee dingen", "two things"), said, strict=True)] == [True] * 2


def test_a_word_of_two_columns_stays_nobodys_where_one_of_them_is_there(tmp_path: Path) -> None:
    found = read(tmp_path, "nr;naam;bvo;oppervlakte (m²)\nA;Een;5;6\n")
    assert told(found) == {(1, "oppervlakte (m²)", "two_meanings", ""): 1}
    assert found.frame["floor_area_m2"].tolist() == [5.0]


def test_our_heading_goes_before_another_word_wherever_it_stands(tmp_path: Path) -> None:
    found = read(tmp_path, "nr;naam;aantal plekken;capaciteit;opvangcapaciteit\nA;Een;1;2;3\n")
    assert found.frame["capacity"].tolist() == [2]
    assert told(found) == {
        (1, "aantal plekken", "unused_column", ""): 1,
        (1, "opvangcapaciteit", "unused_column", ""): 1,
    }


def test_of_two_other_words_the_first_counts(tmp_path: Path) -> None:
    found = read(tmp_path, "nr;naam;aantal plekken;opvangcapaciteit\nA;Een;1;3\n")
    assert found.frame["capacity"].tolist() == [1]
    assert told(found) == {(1, "opvangcapaciteit", "unused_column", ""): 1}


def test_a_word_close_to_another_word_is_misspelt(tmp_path: Path) -> None:
    found = read(tmp_path, "nr;naam;bruto vloeropervlakte;opvangkapaciteit\nA;Een;5;6\n")
    assert told(found, "near") == {
        (1, "bruto vloeropervlakte", "misspelt_column", "bvo"): 1,
        (1, "opvangkapaciteit", "misspelt_column", "capaciteit"): 1,
    }
    assert found.misspelt == {"floor_area_m2", "capacity"}


@pytest.mark.parametrize("ours", ["capacity", "Capaciteit", "aantal plekken", "AANTAL-PLEKKEN"])
def test_the_plan_may_name_a_column_in_dutch_or_english(tmp_path: Path, ours: str) -> None:
    found = read(tmp_path, "nr;naam;bedden;capaciteit\nA;Een;1;2\n", columns=((ours, "Bedden"),), key="input.locations")
    assert found.frame["capacity"].tolist() == [1], "the plan goes before our own heading"
    assert told(found) == {(1, "capaciteit", "unused_column", ""): 1}


def test_the_plan_names_with_a_column_what_would_mean_two(tmp_path: Path) -> None:
    text = "nr;naam;oppervlakte\nA;Een;5\n"
    found = read(tmp_path, text, columns=(("oppervlakte terrein", "oppervlakte"),), key="input.locations")
    assert (told(found), found.frame["site_area_m2"].tolist()) == ({}, [5.0])
    vain = read(tmp_path, text, columns=(("oppervlakte", "oppervlakte"),), key="input.locations")
    assert {(fault.file, fault.column, fault.code) for fault in vain.faults} == {
        ("plan.toml", "input.locations.columns.oppervlakte", "unknown_column_name")
    }


def test_a_column_that_the_plan_names_twice_stands_twice(tmp_path: Path) -> None:
    columns = (("capaciteit", "bedden"), ("capacity", "stoelen"))
    found = read(tmp_path, "nr;naam;bedden;stoelen\nA;Een;1;2\n", columns=columns, key="input.locations")
    assert [(fault.file, fault.row, fault.column, fault.code) for fault in found.faults] == [
        ("plan.toml", 0, "input.locations.columns.capacity", "stands_twice")
    ]
    assert dict(found.faults[0].parameters) == {"value": "capacity"}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_word_for_a_column_is_the_heading_or_name_of_another(table: Table) -> None:
    ours = {word: column.name for column in table.columns for word in our_words(column)}
    assert len(ours) == sum(len(our_words(column)) for column in table.columns)
    strange = {
        (column.name, word) for column in table.columns for word in other_words(column) if ours.get(word, "") != ""
    }
    assert strange == set()
    assert shared_words(table.columns) == SHARED.get(table.name, set())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_other_word_is_written_once_in_plain_dutch(table: Table) -> None:
    for column in table.columns:
        reduced = [plain(word) for word in column.also]
        assert Counter(reduced) == Counter(set(reduced)), column.name
        assert all(reduced), column.name
        assert all(word == " ".join(word.casefold().split()) for word in column.also), column.name


def test_every_heading_of_the_tool_finds_its_column_in_either_language() -> None:
    for table in TABLES:
        words = ColumnNames(table.columns).ours
        assert {words[plain(column.heading)].name for column in table.columns} == set(table.names)
        assert {words[plain(column.name)].name for column in table.columns} == set(table.names)


def test_the_columns_of_boundaries_may_be_named_in_dutch_too() -> None:
    assert {column.name for column in _NAMES.columns} == set(COLUMNS)
    spec = FileSpec(path=Path("a.gpkg"), shown="a.gpkg", columns=(("Naam", "statnaam"), ("code", "statcode")))
    assert _NAMES.own(spec) == {"name": "statnaam", "code": "statcode"}
