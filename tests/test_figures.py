"""How figures are written, and how the unknown travels through a sum."""

from datetime import date

import pytest

from geo.figures import (
    Figure,
    add_up,
    format_at_least,
    format_date,
    format_km,
    format_metres,
    format_minutes,
    format_number,
    format_quarter,
    format_quarter_short,
    format_quarters,
    format_share,
    format_signed,
    named,
)
from geo.quarters import Quarter


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1100, 0, "1.100"),
        (0, 0, "0"),
        (1234567.891, 2, "1.234.567,89"),
        (-80, 0, "−80"),
        (2.5, 0, "3"),
        (0.25, 1, "0,3"),
        (-0.4, 0, "0"),
        (None, 0, "onbekend"),
    ],
)
def test_numbers_are_written_in_dutch(value: float | None, decimals: int, text: str) -> None:
    assert format_number(value, decimals) == text


def test_distances_dates_quarters_and_shares() -> None:
    assert format_km(949) == "0,9 km"
    assert format_km(950) == "1,0 km"
    assert format_km(None) == "onbekend"
    assert [format_km(metres) for metres in (0, 0.4, 49.9, 50)] == ["0,0 km", "< 0,1 km", "< 0,1 km", "0,1 km"]
    assert format_metres(1250.4) == "1.250 m"
    assert format_date(date(2021, 12, 31)) == "31-12-2021"
    assert format_quarter(Quarter(2022, 2)) == "2e kwartaal 2022"
    assert format_quarter_short(Quarter(2022, 2)) == "2022-II"
    assert format_share(0.605) == "61%"
    assert format_signed(120) == "+120"
    assert format_signed(-80) == "−80"
    assert format_signed(0) == "0"


def test_unknown_adds_nothing_and_is_counted() -> None:
    total = add_up([800, None, 440, None], unit="plekken")
    assert (total.value, total.unknown) == (1240, 2)
    assert total.text() == "≥ 1.240 plekken; 2 onbekend"


def test_a_sum_of_known_values_is_written_plain() -> None:
    assert add_up([500, 300]).text() == "800"
    assert Figure(value=None).text() == "onbekend"


def test_english_has_its_own_forms() -> None:
    assert format_number(1234.5, 1, lang="en") == "1,234.5"
    assert format_number(None, lang="en") == "unknown"
    assert format_km(949, lang="en") == "0.9 km"
    assert format_km(12, lang="en") == "< 0.1 km"
    assert [format_minutes(minutes) for minutes in (0, 0.4, 0.5, 61.2)] == ["0 min", "< 1 min", "1 min", "61 min"]
    assert format_date(date(2021, 12, 31), lang="en") == "31 December 2021"
    assert format_quarter(Quarter(2022, 2), lang="en") == "Q2 2022"


def test_quarters_are_ranges_without_gaps() -> None:
    quarters = [Quarter(2023, 4), Quarter(2020, 4), Quarter(2021, 1), Quarter(2023, 1), Quarter(2020, 3)]
    assert format_quarters(quarters) == "3e kwartaal 2020 t/m 1e kwartaal 2021, 1e kwartaal 2023 en 4e kwartaal 2023"
    assert format_quarters(quarters, lang="en") == "Q3 2020 to Q1 2021, Q1 2023 and Q4 2023"
    assert format_quarters([Quarter(2022, 2)]) == "2e kwartaal 2022"


def test_a_sum_with_unknown_parts_is_a_lower_bound() -> None:
    assert format_at_least(1240, unknown=0) == "1.240"
    assert format_at_least(1240, unknown=2) == "≥ 1.240"
    assert format_at_least(80, unknown=2, signed=True) == "≥ +80"
    assert format_at_least(None, unknown=2) == "onbekend"


@pytest.mark.parametrize(
    ("places", "task", "decimals", "text"),
    [
        (5699, 6325, 0, "90%"),  # Overijssel 2024
        (10474, 11704, 1, "89,5%"),  # Gelderland 2024
        (15180, 19776, 1, "76,8%"),  # Zuid-Holland 2024
        (15180, 19776, 0, "77%"),  # as the press wrote it
    ],
)
def test_published_shares_of_2024(places: int, task: int, decimals: int, text: str) -> None:
    assert format_share(places / task, decimals) == text


@pytest.mark.parametrize(("name", "text"), [("Zuidrand", "Zuidrand (ZUI)"), ("", "ZUI"), ("ZUI", "ZUI")])
def test_a_name_has_its_id_behind_it_and_an_id_is_said_once(name: str, text: str) -> None:
    assert named(name, "ZUI") == text
