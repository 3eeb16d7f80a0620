"""Facts and verdicts as people read them."""

import math

import pytest

from geo.fact_words import fact_text, quantity
from geo.verdict_words import reason


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


def test_what_may_be_nearer_or_is_known_in_part_says_so() -> None:
    assert fact_text(3_100.0, kind="metres", status="at_most") == "ten hoogste 3,1 km"
    assert fact_text(0.35, kind="number", unit="m", status="partly") == "0,35 m (deels bekend)"
