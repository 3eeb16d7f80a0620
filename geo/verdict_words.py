"""What came of a rule, in words: how far within or beyond its bound, or why it cannot be tested."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from geo.fact_words import quantity
from geo.tables.columns import Kind
from geo.tables.facts import AT_LEAST, AT_MOST, BEYOND, KNOWN, ON_SITE, PARTLY
from geo.tables.profiles import ATTENTION, FAILS, REPORTED, UNTESTABLE
from geo.words import known, say

_OVER, _UNDER = {FAILS: "over", ATTENTION: "wanted_less"}, {FAILS: "under", ATTENTION: "wanted_more"}

SMALL_MARGIN = 0.05
"""A margin below this share of the bound is small: about what a place of entrance or a path left off the map makes."""

_WHY = {
    **dict.fromkeys((KNOWN, AT_LEAST, PARTLY), "margin.partly"),
    AT_MOST: "margin.perhaps_nearer",
    BEYOND: "margin.farther",
}
"""Why something cannot be tested, where the word for the status of its fact does not say it."""


_INSIDE = "_inside_share"
"""How the name of a fact ends that tells which part of a site lies within areas."""


def reason(
    row: Mapping[str, Any], *, kind: Kind, unit: str = "", lang: str = "nl", titles: Mapping[str, str] | None = None
) -> str:
    """Tell the margin of a verdict: ``200 m te ver``, ``meer dan 2,0 km te ver``, ``100 m verder dan gewenst``.

    Parameters
    ----------
    row
        A row of `geo.tables.ranking.VERDICTS`. Where it also has the ``status`` of the fact, as
        `geo.tables.facts.CANDIDATE_FACTS` has it, it is also told why something cannot be tested, or that there is no
        path.
    kind, unit
        How the value of its fact is written.
    titles
        What people call each fact; with it is also told which alternative of several decided, and what else in it
        fails or cannot be tested: ``alternatief 3: 150 m² te weinig; ook buiten de grens: capaciteit``.

    Returns
    -------
    text
        Empty for a rule without bound; the words of the verdict where there is no margin.
    """
    text = _margin(row, kind, unit, lang)
    return (
        text if titles is None or row["verdict"] not in {FAILS, UNTESTABLE} else _with_others(text, row, titles, lang)
    )


def _with_others(text: str, row: Mapping[str, Any], titles: Mapping[str, str], lang: str) -> str:
    alternative = row.get("alternative")
    if alternative is not None and not _is_missing(alternative):
        text = say("margin.alternative", lang, number=int(alternative), text=text)
    for name in ("also_short", "also_untested"):
        facts = row.get(name)
        if isinstance(facts, tuple) and facts:
            listed = ", ".join(titles.get(str(fact), str(fact)) for fact in facts)
            text = say(f"margin.{name}", lang, text=text, facts=listed)
    return text


def _margin(row: Mapping[str, Any], kind: Kind, unit: str, lang: str) -> str:
    verdict, margin = row["verdict"], row["margin"]
    if verdict == REPORTED:
        return ""
    if verdict == UNTESTABLE or _is_missing(margin):
        return _without_margin(row, lang)
    if kind == "yes_no" and not _is_missing(row["value"]):
        return quantity(row["value"], kind=kind, lang=lang)
    if _must_lie_outside(row, kind):
        share = quantity(row["value"], kind=kind, lang=lang)
        return say("margin.inside" if row["value"] else "margin.outside", lang, share=share)
    size = quantity(abs(margin), kind=kind, unit=unit, lang=lang)
    if verdict not in _OVER or margin > 0:
        return say("margin.within" if margin else "margin.on", lang, size=size)
    if margin == 0:
        return say(_of_kind("somewhat", kind), lang) if row["at_least_margin"] else say("margin.on", lang)
    text = say(_of_kind((_UNDER if _is_below(row) else _OVER)[verdict], kind), lang, size=size)
    return say("margin.more", lang, text=text) if row["at_least_margin"] else text


def is_small(row: Mapping[str, Any], *, kind: Kind) -> bool:
    """Tell whether a value lies so near its bound that measuring on the spot may turn the verdict.

    Parameters
    ----------
    row
        A row of `geo.tables.ranking.VERDICTS`.
    kind
        What the value of its fact is.

    Returns
    -------
    small
        Whether the margin is known and less than `SMALL_MARGIN` of the bound; never of a bound of 0 or a yes or no.
    """
    margin, bound = row["margin"], row["bound"]
    if kind == "yes_no" or _is_missing(margin) or _is_missing(bound) or row["at_least_margin"]:
        return False
    return bool(abs(margin) < SMALL_MARGIN * abs(bound))


def _must_lie_outside(row: Mapping[str, Any], kind: Kind) -> bool:
    """Tell whether no part of a site may lie within some areas: then it lies in or out, and there is no more to say."""
    inside = kind == "share" and str(row.get("fact")).endswith(_INSIDE)
    return inside and row["bound"] == 0 and not _is_missing(row["value"])


def _without_margin(row: Mapping[str, Any], lang: str) -> str:
    """Tell why there is no margin, as far as the status of the fact tells it."""
    status, verdict = row.get("status"), row["verdict"]
    if not isinstance(status, str) or (verdict != UNTESTABLE and status in {KNOWN, ON_SITE}):
        return say(f"verdict.{verdict}", lang)
    why = say(_WHY.get(status, f"fact_status.{status}"), lang)
    return say("margin.because", lang, text=say("verdict.untestable", lang), why=why) if verdict == UNTESTABLE else why


def _is_below(row: Mapping[str, Any]) -> bool:
    """Tell whether a value lies below its bound; where the kind of the bound is not told, as the value itself lies."""
    if isinstance(kind := row.get("bound_is"), str):
        return kind == "at_least"
    return not _is_missing(row["value"]) and bool(row["value"] < row["bound"])


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NA or math.isnan(value)


def _of_kind(key: str, kind: Kind) -> str:
    own = f"margin.{key}.{kind}"
    return own if known(own) else f"margin.{key}.other"
