"""A fact about a candidate site as people read it: its value in its unit, or what is known instead of one."""

import math
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from geo.figures import format_km, format_metres, format_minutes, format_number, format_share, format_signed
from geo.tables.columns import Kind
from geo.tables.facts import AT_LEAST, AT_MOST, BEYOND, BORDER, KNOWN, ON_SITE, PARTLY
from geo.words import say

_KM = 1_000.0
_SMALL, _MIDDLING = 1.0, 100.0
_MOST_DECIMALS = 3
_ZEROS = re.compile(r",0+(?!\d)")
_WORDED: tuple[Kind, ...] = ("yes_no", "balance")
"""Kinds of which two values never read the same."""
_SAID: Mapping[Kind, str] = MappingProxyType({
    "minutes": "minutes.short", "places": "fact.places", "months": "fact.months", "days": "fact.days",
})  # fmt: skip
_SIGNS: Mapping[Kind, tuple[str, str]] = MappingProxyType({
    "metres": ("", " m"), "share": ("", "%"), "area_m2": ("", " m²"), "money": ("€ ", ""),
})  # fmt: skip
"""What stands before and behind the number of a kind; of others that is the unit."""
_PUT: Mapping[str, str] = MappingProxyType(
    {BORDER: "fact.at_most", AT_MOST: "fact.at_most", AT_LEAST: "fact.at_least", PARTLY: "fact.partly"}
)
"""How a value is put that is not all that there is to know."""


def quantity(value: float, *, kind: Kind, unit: str = "", lang: str = "nl", beside: float | None = None) -> str:
    """Write a number in its unit: ``620 m``, ``1,2 km``, ``35%``, ``€ 1.200``, ``0,35 m``, ``ja``.

    Parameters
    ----------
    value
        The number; distances in metres, times in minutes, shares between 0 and 1.
    kind
        What it is.
    unit
        Unit to write behind a plain number.
    beside
        Another number that people read beside it, such as a bound. Where both would read the same although they
        differ, each is written with as many decimals as tell them apart, three at most: ``3.005 m`` beside ``3.000 m``.
    """
    if beside is not None and math.isfinite(beside) and math.isfinite(value):
        decimals = _telling(value, beside, kind, unit)
        if decimals is not None:
            return _exactly(value, kind, unit, decimals, lang)
    return _usual(value, kind, unit, lang)


def _usual(value: float, kind: Kind, unit: str, lang: str) -> str:
    writer = _WRITERS.get(kind)
    if writer is not None:
        return writer(value, lang)
    text = format_number(value, _decimals(value), lang=lang)
    return f"{text} {unit}" if unit else text


def fact_text(
    value: float | None,
    *,
    kind: Kind,
    unit: str = "",
    status: str = KNOWN,
    low: float | None = None,
    lang: str = "nl",
    beside: float | None = None,
) -> str:
    """Write a fact as people read it: ``1,2 km``, ``verder dan 5,0 km``, ``op locatie``, ``onbekend``.

    Parameters
    ----------
    value
        Its value; None or NaN where there is none.
    kind, unit
        How a value is written.
    status
        How sure it is: `geo.tables.facts.FACT_STATUSES`.
    low
        The true value is at least this, which is told where it is all that is known.
    beside
        As in `quantity`.
    """
    if status == BEYOND and low is not None and math.isfinite(low):
        return say("fact.beyond", lang, limit=quantity(low, kind=kind, unit=unit, lang=lang, beside=beside))
    if value is None or math.isnan(value) or status == ON_SITE:
        return say(f"fact_status.{status}" if status != KNOWN else "fact_status.unknown", lang)
    text = quantity(value, kind=kind, unit=unit, lang=lang, beside=beside)
    key = _PUT.get(status)
    return text if key is None else say(key, lang, value=text)


def _decimals(value: float) -> int:
    """Give a plain number as many decimals as say something: two below 1, one below 100, none where it is whole."""
    if value == round(value) or abs(value) >= _MIDDLING:
        return 0
    return 2 if abs(value) < _SMALL else 1


def _telling(value: float, beside: float, kind: Kind, unit: str) -> int | None:
    """Give the decimals with which two numbers that differ read differently; None where they do as usual, or never."""
    if kind in _WORDED or _reads(_usual(value, kind, unit, "nl")) != _reads(_usual(beside, kind, unit, "nl")):
        return None
    return next(
        (
            decimals
            for decimals in range(_MOST_DECIMALS + 1)
            if _exactly(value, kind, unit, decimals, "nl") != _exactly(beside, kind, unit, decimals, "nl")
        ),
        None,
    )


def _reads(text: str) -> str:
    """Leave off decimals that are all zero: ``7,0 m²`` reads as ``7 m²``."""
    return _ZEROS.sub("", text)


def _exactly(value: float, kind: Kind, unit: str, decimals: int, lang: str) -> str:
    """Write a number with so many decimals; a distance in metres, whatever its length."""
    number = format_number(100 * value if kind == "share" else value, decimals, lang=lang)
    if kind in _SAID:
        return say(_SAID[kind], lang, count=number)
    before, behind = _SIGNS.get(kind, ("", f" {unit}" if unit else ""))
    return f"{before}{number}{behind}"


def _distance(value: float, lang: str) -> str:
    return format_metres(value, lang=lang) if round(abs(value)) < _KM else format_km(value, lang=lang)


def _unit(key: str) -> Callable[[float, str], str]:
    return lambda value, lang: say(key, lang, count=format_number(value, _decimals(value), lang=lang))


_WRITERS: Mapping[str, Callable[[float, str], str]] = MappingProxyType({
    "metres": _distance,
    "minutes": lambda value, lang: format_minutes(value, lang=lang),
    "share": lambda value, _lang: format_share(value, 0 if value in {0.0, 1.0} else 1),
    "area_m2": lambda value, lang: f"{format_number(value, _decimals(value), lang=lang)} m²",
    "money": lambda value, lang: f"€ {format_number(value, lang=lang)}",
    "balance": lambda value, lang: format_signed(value, lang=lang),
    "places": _unit("fact.places"),
    "months": _unit("fact.months"),
    "days": _unit("fact.days"),
    "yes_no": lambda value, lang: say("yes_no.yes" if value else "yes_no.no", lang),
})  # fmt: skip
"""How each kind of value is written, but for plain numbers."""
