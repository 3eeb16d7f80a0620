"""Quarters and half years: parsing, first and last days, order, and how far a half year has come."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError
from geo.quarters import HalfYear, Quarter, quarters_between


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-Q1", Quarter(2020, 1)),
        ("2023-q4", Quarter(2023, 4)),
        ("2022 K2", Quarter(2022, 2)),
        ("20213", Quarter(2021, 3)),
        ("2021-Q1", Quarter(2021, 1)),
        ("2021 Q1", Quarter(2021, 1)),
        ("2021 - Q1", Quarter(2021, 1)),
        ("Q1 2021", Quarter(2021, 1)),
        ("K3-2021", Quarter(2021, 3)),
        ("2021-I", Quarter(2021, 1)),
        ("2021-iv", Quarter(2021, 4)),
        ("2021-1", Quarter(2021, 1)),
        ("1e kwartaal 2021", Quarter(2021, 1)),
        ("2021 2e kwartaal", Quarter(2021, 2)),
        ("Derde  kwartaal van 2021", Quarter(2021, 3)),
        ("4e kw. 2021", Quarter(2021, 4)),
        ("kwartaal 2 2021", Quarter(2021, 2)),
    ],
)
def test_parse_reads_the_usual_forms(text: str, expected: Quarter) -> None:
    assert Quarter.parse(text) == expected


@pytest.mark.parametrize(
    "text", ["2020-Q5", "Q1", "", "2020", "1-2020", "2020-12", "2020-V", "2020-IIII", "5e kwartaal 2020"]
)
def test_parse_refuses_what_is_no_quarter(text: str) -> None:
    with pytest.raises(InputError, match="is not a quarter"):
        Quarter.parse(text)


def test_last_day_is_the_day_before_the_next_quarter() -> None:
    assert [Quarter(2020, n).last_day for n in (1, 2, 3, 4)] == [
        date(2020, 3, 31),
        date(2020, 6, 30),
        date(2020, 9, 30),
        date(2020, 12, 31),
    ]


def test_default_horizon_has_sixteen_quarters() -> None:
    horizon = quarters_between(Quarter(2020, 1), Quarter(2023, 4))
    assert len(horizon) == 16
    assert (str(horizon[0]), str(horizon[-1])) == ("2020-Q1", "2023-Q4")


def test_horizon_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InputError, match="before it begins"):
        quarters_between(Quarter(2021, 1), Quarter(2020, 4))


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)))
def test_every_day_lies_in_its_own_quarter(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert Quarter.parse(str(quarter)) == quarter


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2020-1", 1),
        ("2020-2", 2),
        ("2020/II", 2),
        ("2020 I", 1),
        ("II-2020", 2),
        ("2020-H2", 2),
        ("H1 2020", 1),
        ("1e halfjaar 2020", 1),
        ("2e half jaar 2020", 2),
        ("Tweede  halfjaar van 2020", 2),
        ("de eerste helft van 2020", 1),
        ("2020 2e halfjaar", 2),
        ("halfjaar 2 2020", 2),
        ("januari t/m juni 2020", 1),
        ("juli - december 2020", 2),
        ("1 januari t/m 30 juni 2020", 1),
        ("1 juli 2020 - 31 december 2020", 2),
        ("jan-jun 2020", 1),
    ],
)
def test_a_half_year_is_read_as_people_write_it(text: str, number: int) -> None:
    assert HalfYear.parse(text) == HalfYear(2020, number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020",
        "2-2020",
        "2020-3",
        "halfjaar 2020",
        "2020-Q2",
        "januari t/m december 2020",
        "1 juli 2019 - 31 dec 2020",
    ],
)
def test_what_is_no_half_year_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is not a half year"):
        HalfYear.parse(text)


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(2020, 6, 30), None),
        (date(2020, 7, 1), 0),
        (date(2020, 7, 31), 0),
        (date(2020, 8, 1), 1),
        (date(2020, 9, 1), 2),
        (date(2020, 12, 31), 5),
        (date(2021, 1, 1), 6),
        (date(2025, 1, 1), 6),
    ],
)
def test_whole_months_of_a_half_year_that_have_passed(day: date, months: int | None) -> None:
    assert HalfYear(2020, 2).months_passed(day) == months
