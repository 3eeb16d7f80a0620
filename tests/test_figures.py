"""How figures are written, and how the unknown travels through a sum."""

from datetime import date

import pytest

from geo.figures import (
    Figure,
    add_up,
    format_date,
    format_km,
    format_metres,
    format_number,
    format_quarter,
    format_quarter_short,
    format_share,
    format_signed,
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
