"""Verdicts in words, as they come out of the rules and with all that the table of facts adds."""

import math

import pytest

from geo.tables.profiles import Test as Ask
from geo.verdict_words import reason
from geo.words import catalogue
from tests.analysis.candidates.frames import (
    CUT_OFF,
    HERE,
    NO_SUCH,
    NOT_GIVEN,
    Cell,
    at_border,
    between,
    beyond,
    judged,
    sure,
)

NEAR = Ask(fact="walk", at_most=1000, good_at_most=500)
FAR = Ask(fact="walk", at_least=1000, good_at_least=2000)
MONTHS = Ask(fact="walk", at_least=24, good_at_least=60)
PLACES = Ask(fact="walk", at_least=50, good_at_least=300, good_at_most=600, at_most=1500)
YES = Ask(fact="walk", at_least=1)
SHARE = Ask(fact="walk", good_at_most=0.1)


def said(test: Ask, cell: Cell, kind: str, *, lang: str = "nl") -> str:
    row = {name: math.nan if value is None else value for name, value in judged([test], walk=cell).items()}
    return reason({**row, "status": cell[3]}, kind=kind, lang=lang)


@pytest.mark.parametrize(
    ("test", "cell", "kind", "text"),
    [
        (NEAR, sure(300), "metres", "200 m binnen de grens"),
        (NEAR, HERE, "metres", "500 m binnen de grens"),
        (NEAR, sure(500), "metres", "precies op de grens"),
        (NEAR, sure(600), "metres", "100 m verder dan gewenst"),
        (NEAR, sure(1200), "metres", "200 m te ver"),
        (NEAR, sure(2500), "metres", "1,5 km te ver"),
        (NEAR, beyond(5000), "metres", "meer dan 4,0 km te ver"),
        (NEAR, beyond(1000), "metres", "te ver"),
        (NEAR, beyond(700), "metres", "niet toetsbaar: verder dan is gezocht"),
        (NEAR, at_border(1200), "metres", "niet toetsbaar: mogelijk dichterbij buiten kaartgebied"),
        (NEAR, CUT_OFF, "metres", "niet bereikbaar"),
        (NEAR, NO_SUCH, "metres", "niet toetsbaar: geen voorziening gevonden"),
        (NEAR, NOT_GIVEN, "metres", "niet toetsbaar: onbekend"),
        (NEAR, between(400, 1100), "metres", "niet toetsbaar: deels onbekend"),
        (NEAR, sure(1012), "minutes", "12 min te lang"),
        (NEAR, sure(512), "minutes", "12 min langer dan gewenst"),
        (FAR, sure(1200), "metres", "800 m dichterbij dan gewenst"),
        (FAR, sure(800), "metres", "200 m te dichtbij"),
        (FAR, at_border(800), "metres", "meer dan 200 m te dichtbij"),
        (FAR, (math.nan, 100.0, 800.0, "ok"), "metres", "meer dan 200 m te dichtbij"),
        (FAR, CUT_OFF, "metres", "niet bereikbaar"),
        (MONTHS, sure(18), "months", "6 maanden te kort"),
        (MONTHS, sure(36), "months", "24 maanden korter dan gewenst"),
        (MONTHS, sure(72), "months", "12 maanden binnen de grens"),
        (PLACES, sure(1600), "places", "100 plekken te veel"),
        (PLACES, sure(650), "places", "50 plekken meer dan gewenst"),
        (PLACES, sure(250), "places", "50 plekken minder dan gewenst"),
        (PLACES, sure(20), "places", "30 plekken te weinig"),
        (PLACES, (300.0, 150.0, 300.0, "ok"), "places", "150 plekken minder dan gewenst"),
        (PLACES, (700.0, 150.0, 700.0, "ok"), "places", "150 plekken minder dan gewenst"),
        (PLACES, (900.0, 200.0, 900.0, "ok"), "places", "300 plekken meer dan gewenst"),
        (SHARE, sure(0.35), "share", "25,0% meer dan gewenst"),
        (YES, sure(0), "yes_no", "nee"),
        (YES, sure(1), "yes_no", "ja"),
        (YES, NOT_GIVEN, "yes_no", "niet toetsbaar: onbekend"),
    ],
)
def test_a_verdict_is_told_with_its_margin_or_why_there_is_none(test: Ask, cell: Cell, kind: str, text: str) -> None:
    assert said(test, cell, kind) == text


def test_it_is_told_in_english_too() -> None:
    assert said(NEAR, beyond(5000), "metres", lang="en") == "more than 4.0 km too far"
    assert said(NEAR, sure(600), "metres", lang="en") == "100 m farther than wanted"
    assert said(NEAR, at_border(1200), "metres", lang="en") == "cannot be tested: perhaps nearer outside the map"


def test_without_the_table_of_facts_it_is_told_without_reason() -> None:
    row = judged([NEAR], walk=NO_SUCH)
    assert reason(row, kind="metres") == "niet toetsbaar"
    assert reason({**row, "status": math.nan}, kind="metres") == "niet toetsbaar"
    assert reason(judged([NEAR], walk=CUT_OFF), kind="metres") == "buiten de norm"


def test_nothing_is_ever_called_suitable() -> None:
    words = [
        text
        for key, told in catalogue().items()
        for text in told.values()
        if key.startswith(("verdict.", "eligible.", "margin."))
    ]
    assert len(words) > 40
    assert not [text for text in words if "geschikt" in text or "suitable" in text]
