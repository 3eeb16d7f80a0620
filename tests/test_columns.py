"""Tables with fewer columns."""

import pytest

from geo.tables.columns import Column, Table

TABLE = Table(name="toy", title="Speelgoed", columns=tuple(Column(name=one, heading=one) for one in "abc"), key=("a",))


def test_columns_are_left_out_and_the_rest_stays_as_it_was() -> None:
    left = TABLE.without("b", "x")
    assert (left.names, left.name, left.title, left.key) == (("a", "c"), "toy", "Speelgoed", ("a",))
    assert TABLE.without() == TABLE


def test_columns_are_kept_in_the_order_asked_for() -> None:
    assert TABLE.only("c", "a").names == ("c", "a")
    with pytest.raises(RuntimeError):
        TABLE.only("x")
