"""What came of a rule, in words: how far within or beyond its bound, or why it cannot be tested."""

import math
from collections.abc import Mapping
from typing import Any

from geo.fact_words import quantity
from geo.tables.columns import Kind
from geo.tables.profiles import FAILS, REPORTED, UNTESTABLE
from geo.words import known, say


def reason(row: Mapping[str, Any], *, kind: Kind, unit: str = "", lang: str = "nl") -> str:
    """Tell the margin of a verdict: ``200 m te ver``, ``meer dan 2,0 km te ver``, ``1,8 km binnen de grens``.

    Parameters
    ----------
    row
        A row of `geo.tables.ranking.VERDICTS`.
    kind, unit
        How the value of its fact is written.

    Returns
    -------
    text
        Empty for a rule without bound; the words for *cannot be tested* where nothing decides.
    """
    verdict, margin = row["verdict"], row["margin"]
    if verdict == REPORTED:
        return ""
    if verdict == UNTESTABLE:
        return say("verdict.untestable", lang)
    if margin is None or math.isnan(margin):
        return say(f"verdict.{verdict}", lang)
    size = quantity(abs(margin), kind=kind, unit=unit, lang=lang)
    within = verdict != FAILS or margin >= 0
    key = "margin.within" if within else _beyond(row, kind)
    text = say(key, lang, size=size)
    return say("margin.more", lang, text=text) if row["at_least_margin"] and not within else text


def _beyond(row: Mapping[str, Any], kind: Kind) -> str:
    """Choose the words for a value beyond its bound, above or below it."""
    value, bound = row["value"], row["bound"]
    below = value is not None and not math.isnan(value) and value < bound
    key = f"margin.{'under' if below else 'over'}.{kind}"
    return key if known(key) else f"margin.{'under' if below else 'over'}.other"
