"""One cell at a time: what each kind reads, and what it refuses."""

from contextlib import suppress
from datetime import date
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.sources.cells import Cell, CellError, Value, cell_text, choice_words, meant, near_word, parse, suggestion
from geo.tables.choices import ALSO_CALLED
from geo.tables.columns import Column, Kind
from geo.tables.criteria import MISSING
from geo.tables.finder import AREA_IS
from geo.tables.inputs import CATEGORY, INPUT_TABLES, LOCATIONS, MODE, NEED, SES_WOA
from geo.words import LANGUAGES, say


def read(cell: Cell, kind: Kind, *, decimal_point: bool = False) -> Value:
    return parse(cell, Column(name="c", heading="c", kind=kind), decimal_point=decimal_point)


def refused(cell: Cell, kind: Kind) -> str:
    with pytest.raises(CellError) as caught:
        read(cell, kind)
    return caught.value.code


def test_amounts_keep_their_decimal_point_and_other_signs_are_refused() -> None:
    assert read("€ 1.250", "money", decimal_point=True) == 1.25
    assert read("€1,900,000.50", "money", decimal_point=True) == 1_900_000.5
    assert [refused(cell, "money") for cell in ("$ 100", "100 € per jaar", "€ veel", "-€ 5")] == ["not_a_number"] * 4
    assert refused("€ -5", "money") == "negative"
    assert refused("€ 400", "places") == "not_a_number"


@pytest.mark.parametrize(
    ("word", "column", "near"),
    [
        ("middel", MISSING, "midden"),
        ("midle", MISSING, "middle"),
        ("slechste", MISSING, "slechtste"),
        ("left_ot", MISSING, "left_out"),
        ("lopn", MODE, "lopen"),
        ("terein", AREA_IS, "terrein"),
        ("flor", AREA_IS, "floor"),
        ("xxxxxx", MISSING, ""),
    ],
)
def test_a_suggestion_is_in_the_language_of_what_was_written(word: str, column: Column, near: str) -> None:
    assert near_word(word, column) == near


@pytest.mark.parametrize(
    ("cell", "kind", "value"),
    [
        # text of a Dutch file: points part thousands of what is counted, commas are decimal
        ("1.100", "places", 1100),
        ("1 100", "places", 1100),
        ("1\u00a0100", "places", 1100),
        ("1.100,00", "places", 1100),
        ("400", "places", 400),
        # an amount may have the sign of the euro, and a dash for no cents
        ("1.900.000,50 €", "money", 1_900_000.5),
        ("€ 1.900.000,50", "money", 1_900_000.5),
        ("€\u00a01.900.000,-", "money", 1_900_000.0),
        ("€1.900.000,--", "money", 1_900_000.0),
        ("12.500,- eur", "money", 12_500.0),
        ("EUR 12.500", "money", 12_500.0),
        ("€ -", "money", None),
        ("€", "money", None),
        ("3.050", "area_m2", 3050.0),
        ("3.050,25", "area_m2", 3050.25),
        ("0.125", "area_m2", 0.125),
        ("983,125", "area_m2", 983.125),
        ("5.31", "number", 5.31),
        ("52,516870", "number", 52.51687),
        ("1,234,567", "number", 1234567.0),
        # numbers stay numbers, whatever they look like when written
        (983.125, "area_m2", 983.125),
        (1300.0, "places", 1300),
        (1300, "places", 1300),
        (0.5, "number", 0.5),
        (12.5, "text", "12,5"),
        (12.0, "id", "12"),
        (2021.0, "due", date(2021, 12, 31)),
        # BAG ids: whole numbers are exact, and the zero at the beginning can be put back
        ("0166010000000001", "bag_id", "0166010000000001"),
        (1992010000000009, "bag_id", "1992010000000009"),
        (9100010000000009, "bag_id", "9100010000000009"),
        (166010000000001, "bag_id", "0166010000000001"),
        # dates, with a time that does not matter
        ("31-12-2021", "date", date(2021, 12, 31)),
        ("1-2-2021", "date", date(2021, 2, 1)),
        ("2021-12-31", "date", date(2021, 12, 31)),
        ("31-12-2021 00:00", "date", date(2021, 12, 31)),
        ("31-12-2021 00:00:00", "date", date(2021, 12, 31)),
        ("2021-12-31 14:30:00", "date", date(2021, 12, 31)),
        ("2021-12-31T00:00:00+00:00", "date", date(2021, 12, 31)),
        ("2021-12-31T00:00:00Z", "date", date(2021, 12, 31)),
        ("01-01-1970", "date", None),
        ("01-01-1970 00:00:00", "date", None),
        ("1970-01-01", "due", None),
        ("2199-12-31", "date", date(2199, 12, 31)),
        ("1900-01-01", "date", date(1900, 1, 1)),
        ("29-02-2020", "date", date(2020, 2, 29)),
        ("2021-Q4", "due", date(2021, 12, 31)),
        ("2021", "due", date(2021, 12, 31)),
        ("vóór 2024", "due", date(2023, 12, 31)),
        ("2021K4", "quarter", "2021-Q4"),
        ("1e kwartaal 2021", "quarter", "2021-Q1"),
        ("Q2 2021", "due", date(2021, 6, 30)),
        ("2021-III", "due", date(2021, 9, 30)),
        ("Ja", "yes_no", True),
        ("n.v.t.", "places", None),
        ("", "list", ()),
        ("a, b; c", "list", ("a", "b", "c")),
    ],
)
def test_what_a_cell_says(cell: Cell, kind: Kind, value: Value) -> None:
    assert read(cell, kind) == value


@pytest.mark.parametrize(
    ("cell", "kind", "code"),
    [
        ("ca. 400", "places", "not_a_number"),
        ("1_000", "places", "not_a_number"),
        ("12 5", "places", "not_a_number"),
        ("inf", "places", "not_a_number"),
        ("-5", "places", "negative"),
        (-5.0, "places", "negative"),
        ("12,5", "places", "fraction"),
        (983.125, "places", "fraction"),
        ("1.53E+15", "places", "scientific"),
        ("1,53E+15", "area_m2", "scientific"),
        ("9" * 400, "places", "too_large"),
        (float("inf"), "number", "too_large"),
        ("#N/B", "places", "formula"),
        ("#REF!", "text", "formula"),
        ("1,53E+15", "bag_id", "bag_exponent"),
        (9100010000000009.0, "bag_id", "bag_exponent"),
        ("166010000000001", "bag_id", "bag_leading_zero"),
        (166010000000001.0, "bag_id", "bag_leading_zero"),
        (16601, "bag_id", "bag_digits"),
        ("12/31/2021", "date", "date"),
        ("31-02-2021", "date", "date_impossible"),
        ("29-02-2021", "date", "date_impossible"),
        ("2021-02-29", "due", "date_impossible"),
        ("31-06-2021", "date", "date_impossible"),
        ("00-13-2021", "date", "date_impossible"),
        ("31-12-9999", "date", "date_far"),
        ("9999-12-31 00:00:00", "due", "date_far"),
        ("9999-Q3", "due", "date_far"),
        ("01-01-0201", "date", "date_year"),
        (44561.0, "date", "date"),
        ("2021-12-30T23:00:00Z", "date", "date"),
        ("0000", "due", "date"),
        ("9999-Q4", "quarter", "quarter"),
        ("0000-Q1", "quarter", "quarter"),
        ("misschien", "yes_no", "yes_no"),
    ],
)
def test_what_is_refused(cell: Cell, kind: Kind, code: str) -> None:
    assert refused(cell, kind) == code


def test_an_agreement_without_end_is_told_where_to_say_so() -> None:
    with pytest.raises(CellError) as caught:
        parse("31-12-9999", LOCATIONS.column("agreement_end"))
    assert (caught.value.code, caught.value.values) == ("date_endless", {"value": "31-12-9999"})
    for lang in LANGUAGES:
        assert "`onbepaald`" in say("fault.date_endless.remedy", lang)


def test_where_commas_part_the_columns_a_point_is_decimal() -> None:
    assert read("983.125", "area_m2", decimal_point=True) == 983.125
    assert read("983.125", "area_m2") == 983125
    assert read("1.300", "places", decimal_point=True) == 1300


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("azc", "azc"),
        ("AZC", "azc"),
        (" Noodopvang ", "noodopvang"),
        ("NOODOPVANG", "noodopvang"),
        ("crisis-noodopvang", "crisisnoodopvang"),
        ("Crisis  noodopvang", "crisisnoodopvang"),
        ("CNO", "crisisnoodopvang"),
        ("Asielzoekerscentrum", "azc"),
        ("Gezinslocatie", "gl"),
        ("Pol", "pol"),
        ("KWV", "kwv"),
        ("Hotel  aan de Kade", "Hotel aan de Kade"),
    ],
)
def test_an_open_list_knows_its_words_however_written_and_leaves_others_alone(text: str, kept: str) -> None:
    assert parse(text, LOCATIONS.column("current_type")) == kept


def test_the_other_open_lists_are_tidied_too() -> None:
    assert parse("Gemeente", LOCATIONS.column("ownership")) == "gemeente"
    assert parse("coa", LOCATIONS.column("ownership")) == "COA"
    assert parse("Woningstichting Oost", LOCATIONS.column("ownership")) == "Woningstichting Oost"
    assert parse("Studenten; sporters", LOCATIONS.column("target_groups")) == ("studenten", "sporters")


def test_choices_are_read_as_the_catalogue_says_them() -> None:
    assert parse("Bestuurlijk voornemen", LOCATIONS.column("certainty")) == "voornemen"
    assert parse("Beëindigen", LOCATIONS.column("decision")) == "beeindigen"
    assert parse("ROL", LOCATIONS.column("type")) == "regionaal"
    assert parse("GVL of satelliet", NEED.column("bucket")) == "gvl_satelliet"


@pytest.mark.parametrize(
    "text", ["GVL", "gvl's", "Satelliet", "satellietlocaties", "Gemeenschappelijke vreemdelingenlocatie"]
)
def test_a_part_of_what_is_given_together_is_told_to_be_added_up(text: str) -> None:
    with pytest.raises(CellError) as caught:
        parse(text, NEED.column("bucket"))
    assert (caught.value.code, caught.value.values) == (
        "choice_part",
        {"value": text, "whole": "GVL of satelliet (gvl_satelliet)"},
    )


def test_a_point_is_how_cbs_writes_what_it_suppresses() -> None:
    assert parse(".", SES_WOA.column("score")) is None
    assert parse("-0,303", SES_WOA.column("score")) == parse("-0.303", SES_WOA.column("score")) == -0.303


def test_facilities_on_site_are_categories_by_id_or_in_dutch() -> None:
    column = LOCATIONS.column("facilities_on_site")
    assert parse("gp; Supermarkt, BASISSCHOOL; gp", column) == ("gp", "supermarket", "primary_school")
    with pytest.raises(CellError) as caught:
        parse("gp, huisart, fietsen", column)
    assert caught.value.code == "choice_near"
    assert (caught.value.values["value"], caught.value.values["near"]) == ("huisart, fietsen", "huisarts (gp)")
    with pytest.raises(CellError) as caught:
        parse("qqqq", column)
    assert caught.value.code == "choice"
    assert caught.value.values["allowed"].startswith(
        "huisarts (gp); huisartsenpost (out_of_hours_gp); tandarts (dentist)"
    )


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("Huisartsenpraktijk, station", ("gp", "train_station")),
        ("tram- of metrohalte; Bushaltes", ("tram_metro_stop", "bus_stop")),
        ("school, soort onbekend", ("school_unknown",)),
        ("huisarts, school, soort onbekend, kerk", ("gp", "school_unknown", "place_of_worship")),
    ],
)
def test_facilities_are_read_as_people_call_them(text: str, categories: tuple[str, ...]) -> None:
    assert parse(text, LOCATIONS.column("facilities_on_site")) == categories


@pytest.mark.parametrize(
    ("text", "mode"), [("walk", "walk"), ("Lopend", "walk"), ("te voet", "walk"), ("fiets", "bike"), ("auto", "car")]
)
def test_modes_are_read_in_dutch(text: str, mode: str) -> None:
    assert parse(text, MODE) == mode


def test_what_a_choice_can_be_is_told_in_dutch_with_our_word_behind_it() -> None:
    assert list(choice_words(MODE).values()) == ["lopen (walk)", "fietsen (bike)", "auto (car)", "auto (CBS) (cbs_car)"]
    assert list(choice_words(LOCATIONS.column("type")).values()) == ["GVL", "satelliet", "ROL (regionaal)", "geen"]
    assert list(choice_words(LOCATIONS.column("decision")).values())[-1] == "beëindigen"


def test_no_word_for_a_choice_means_two() -> None:
    for column in (CATEGORY, MODE, *(column for table in INPUT_TABLES.values() for column in table.columns)):
        for choice in column.choices:
            also = (ALSO_CALLED.get(section, {}).get(choice, ()) for section in (column.words, column.name))
            assert {meant(word, column) for word in (choice, *chain(*also))} == {choice}


def test_a_suggestion_agrees_in_its_first_signs() -> None:
    known = [f"L{number:02d}" for number in range(1, 31)]
    assert suggestion("L0l", known, least=0.5) == "L01"
    assert suggestion("L100", known) == "L10"
    assert suggestion("Q", known) == ""
    assert suggestion("L01", []) == ""


@given(st.integers(min_value=0, max_value=10**12))
def test_a_whole_number_is_read_as_itself_however_a_file_holds_it(number: int) -> None:
    dutch = f"{number:,}".replace(",", ".")
    assert {read(cell, "places") for cell in (number, float(number), str(number), dutch)} == {number}


@given(st.floats(min_value=0, max_value=1e12))
def test_a_number_is_never_misread(number: float) -> None:
    assert read(number, "area_m2") == number
    if "e" not in str(number):
        assert read(str(number).replace(".", ","), "area_m2") == number


@given(
    st.text(max_size=12), st.sampled_from(["places", "area_m2", "number", "date", "due", "bag_id", "quarter", "list"])
)
def test_no_text_breaks_a_parser(text: str, kind: Kind) -> None:
    with suppress(CellError):
        read(text, kind)
    assert isinstance(cell_text(text), str)
