"""Facts and verdicts as people read them."""

import math

import pytest

from geo.fact_words import fact_text, quantity
from geo.tables.columns import Kind
from geo.verdict_words import is_small, reason


@pytest.mark.parametrize(
    ("value", "kind", "unit", "text"),
    [
        (0.0, "metres", "m", "0 m"),
        (619.6, "metres", "m", "620 m"),
        (1_249.0, "metres", "m", "1,2 km"),
        (12.4, "minutes", "min", "12 min"),
        (0.354, "share", "", "35,4%"),
        (1.0, "share", "", "100%"),
        (4_500.0, "area_m2", "m2", "4.500 m²"),
        (1_900_000.0, "money", "", "€ 1.900.000"),
        (-80.0, "balance", "", "−80"),
        (80.0, "balance", "", "+80"),
        (350.0, "places", "", "350 plekken"),
        (59.5, "months", "", "59,5 maanden"),
        (1.0, "yes_no", "", "ja"),
        (0.0, "yes_no", "", "nee"),
        (0.354, "number", "m", "0,35 m"),
        (54.26, "number", "dB", "54,3 dB"),
        (540.26, "number", "", "540"),
        (4.0, "number", "", "4"),
    ],
)
def test_a_value_is_written_in_its_unit(value: float, kind: str, unit: str, text: str) -> None:
    assert quantity(value, kind=kind, unit=unit) == text


@pytest.mark.parametrize(
    ("value", "bound", "kind", "unit", "texts"),
    [
        (3_005.1, 3_000.0, "metres", "m", ("3.005 m", "3.000 m")),
        (3_000.4, 3_000.0, "metres", "m", ("3.000,4 m", "3.000,0 m")),
        (999.7, 1_000.0, "metres", "m", ("999,7 m", "1.000,0 m")),
        (998.7, 1_000.0, "metres", "m", ("999 m", "1,0 km")),
        (4_100.0, 3_000.0, "metres", "m", ("4,1 km", "3,0 km")),
        (3_000.0, 3_000.0, "metres", "m", ("3,0 km", "3,0 km")),
        (3_000.0001, 3_000.0, "metres", "m", ("3,0 km", "3,0 km")),  # nobody measures so finely
        (7.04, 7.0, "area_m2", "m²", ("7,04 m²", "7,00 m²")),
        (0.0003, 0.0, "share", "", ("0,03%", "0,00%")),
        (15.3, 15.0, "minutes", "min", ("15,3 min", "15,0 min")),
        (1_200.4, 1_200.0, "money", "", ("€ 1.200,4", "€ 1.200,0")),
        (23.96, 24.0, "months", "", ("23,96 maanden", "24,00 maanden")),
        (54.26, 54.3, "number", "dB", ("54,26 dB", "54,30 dB")),
        (1.0, 0.0, "yes_no", "", ("ja", "nee")),
        (math.inf, 3_000.0, "places", "", None),
    ],
)
def test_two_numbers_that_differ_never_read_the_same(
    value: float, bound: float, kind: Kind, unit: str, texts: tuple[str, str] | None
) -> None:
    if texts is None:
        assert quantity(bound, kind=kind, unit=unit, beside=value) == quantity(bound, kind=kind, unit=unit)
        return
    one = quantity(value, kind=kind, unit=unit, beside=bound)
    other = quantity(bound, kind=kind, unit=unit, beside=value)
    assert (one, other) == texts
    assert fact_text(value, kind=kind, unit=unit, beside=bound) == one


def test_a_fact_beside_a_bound_keeps_its_words() -> None:
    told = fact_text(3_005.1, kind="metres", status="border", beside=3_000.0)
    assert told == "ten hoogste 3.005 m"
    assert fact_text(None, kind="metres", status="beyond_limit", low=3_004.0, beside=3_000.0) == "verder dan 3.004 m"
    assert quantity(3_005.1, kind="metres", lang="en", beside=3_000.0) == "3,005 m"


def test_what_is_known_is_said_where_there_is_no_value() -> None:
    told = {
        status: fact_text(math.nan, kind="metres", unit="m", status=status)
        for status in ("on_site", "unreachable", "none", "unknown", "ok")
    }
    assert told == {
        "on_site": "op locatie",
        "unreachable": "niet bereikbaar",
        "none": "geen voorziening gevonden",
        "unknown": "onbekend",
        "ok": "onbekend",
    }
    assert fact_text(None, kind="metres", status="beyond_limit", low=5_000.0) == "verder dan 5,0 km"
    assert fact_text(0.0, kind="metres", status="on_site") == "op locatie"
    assert fact_text(740.0, kind="metres", status="border") == "ten hoogste 740 m"
    assert fact_text(740.0, kind="count", unit="inwoners", status="at_least") == "ten minste 740 inwoners"
    assert fact_text(None, kind="months", status="indefinite", low=float("inf")) == "onbepaalde tijd"
    assert fact_text(740.0, kind="metres", status="ok", lang="en") == "740 m"


@pytest.mark.parametrize(
    ("verdict", "value", "bound", "margin", "more", "kind", "text"),
    [
        ("fails", 700.0, 500.0, -200.0, False, "metres", "200 m te ver"),
        ("fails", math.nan, 3_000.0, -2_000.0, True, "metres", "meer dan 2,0 km te ver"),
        ("fails", 18.0, 24.0, -6.0, False, "months", "6 maanden te kort"),
        ("fails", 1_600.0, 1_500.0, -100.0, False, "places", "100 plekken te veel"),
        ("fails", 6.5, 7.0, -0.5, False, "number", "0,50 te weinig"),
        ("meets", 300.0, 500.0, 200.0, False, "metres", "200 m binnen de grens"),
        ("attention", 600.0, 1_000.0, 400.0, False, "metres", "400 m binnen de grens"),
        ("untestable", math.nan, math.nan, math.nan, False, "metres", "niet toetsbaar"),
        ("fails", math.nan, 500.0, math.nan, False, "metres", "buiten de norm"),
        ("reported", 900.0, math.nan, math.nan, False, "metres", ""),
    ],
)  # fmt: skip
def test_a_verdict_tells_its_margin(  # noqa: PLR0917
    verdict: str, value: float, bound: float, margin: float, more: bool, kind: str, text: str
) -> None:
    row = {"verdict": verdict, "value": value, "bound": bound, "margin": margin, "at_least_margin": more}
    assert reason(row, kind=kind, unit="") == text


@pytest.mark.parametrize(
    ("margin", "bound", "more", "kind", "small"),
    [
        (-5.1, 3_000.0, False, "metres", True),
        (149.9, 3_000.0, False, "metres", True),
        (150.0, 3_000.0, False, "metres", False),  # 5% itself is not below it
        (0.0, 3_000.0, False, "metres", True),
        (-5.1, 3_000.0, True, "metres", False),  # at least so much: how far is not known
        (math.nan, 3_000.0, False, "metres", False),
        (-0.01, 0.0, False, "share", False),
        (0.0, 1.0, False, "yes_no", False),
        (None, None, False, "metres", False),
    ],
)
def test_a_margin_below_a_twentieth_of_the_bound_is_small(
    margin: float | None, bound: float | None, more: bool, kind: Kind, small: bool
) -> None:
    assert is_small({"margin": margin, "bound": bound, "at_least_margin": more}, kind=kind) is small


def test_what_may_be_nearer_or_is_known_in_part_says_so() -> None:
    assert fact_text(3_100.0, kind="metres", status="at_most") == "ten hoogste 3,1 km"
    assert fact_text(0.35, kind="number", unit="m", status="partly") == "0,35 m (deels bekend)"
