"""Value functions in words, in both languages."""

import pytest

from geo.tables.criteria import Value
from geo.value_words import value_text


@pytest.mark.parametrize(
    ("value", "nl", "en"),
    [
        (
            Value(shape="linear", worst=0, best=1),
            "0 bij nee, 1 bij ja, ertussen naar evenredigheid",
            "0 at no, 1 at yes, in proportion between",
        ),
        (
            Value(shape="target", target=(1, 1), zero=(0, 3)),
            "1 bij ja, aflopend naar 0 bij nee en bij ja",
            "1 at yes, down to 0 at no and at yes",
        ),
    ],
)
def test_a_value_function_is_told_in_the_kind_of_its_fact(value: Value, nl: str, en: str) -> None:
    assert (value_text(value, kind="yes_no"), value_text(value, kind="yes_no", lang="en")) == (nl, en)


def test_steps_have_the_decimals_of_their_scores_and_the_first_holds_below_the_second() -> None:
    steps = Value(shape="stepped", steps=((100, 0), (500, 0.25), (1_000, 0.5), (2_000, 1)))
    assert value_text(steps, kind="metres") == "onder 500 m: 0; vanaf 500 m: 0,25; vanaf 1,0 km: 0,5; vanaf 2,0 km: 1"
    assert value_text(steps, kind="number", unit="dB", lang="en") == (
        "below 500 dB: 0; from 500 dB: 0.25; from 1,000 dB: 0.5; from 2,000 dB: 1"
    )
    thirds = Value(shape="stepped", steps=((0, 1 / 3), (1, 2 / 3)))
    assert value_text(thirds, kind="number") == "onder 1: 0,33; vanaf 1: 0,67"
