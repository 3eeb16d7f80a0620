"""The search for sites that nobody has offered yet: which pieces of land pass all hard rules, and where others fall.

A piece of land that passes has passed what can be asked of land: it needs a closer look, no more than that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.candidates.facts import Facts, Floats, Texts
from geo.analysis.candidates.judging import LEVELS, judge
from geo.tables.finder import FALLS, FINDER, FINDER_SUMMARY, PASSES, UNDECIDED
from geo.tables.profiles import ATTENTION, FAILS, MEETS, UNTESTABLE, Profile, Rule

Bools = NDArray[np.bool_]
Whole = NDArray[np.int64]
_NOTHING = -1
_MET = (MEETS, ATTENTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What came of a search."""

    table: pd.DataFrame
    """The columns of `geo.tables.finder.FINDER`, sorted by id."""
    summary: pd.DataFrame
    """The columns of `geo.tables.finder.FINDER_SUMMARY`, in the order of the profile."""


def search(facts: Facts, profile: Profile, area_m2: Floats, *, names: Texts | None = None) -> Search:
    """Tell which pieces of land pass all hard rules, and of each other one the first rule that it fails.

    A rule is asked if it has a bound and one of its alternatives asks a fact that is known of land. Where only
    alternatives that ask for other facts could save a piece of land, the rule cannot be tested.

    Parameters
    ----------
    facts
        What is known of the pieces of land.
    profile
        The rules.
    area_m2
        Area of each piece, square metres.
    names
        Name of each piece; None where they have none.

    Returns
    -------
    search
        A piece that fails no hard rule but for which one cannot be tested is ``untestable``, with the first such rule;
        where no hard rule was asked, all are.
    """
    known = {fact.id for fact in facts.facts}
    asked = [rule for rule in profile.rules if not rule.reported and known & {part.fact for part in rule.parts}]
    judged = _judged(facts, asked)
    hard = np.array([rule.hard for rule in asked], dtype=bool)
    falls, undecided = (_first((judged.verdict == word) & hard) for word in (FAILS, UNTESTABLE))
    otherwise = PASSES if hard.any() else UNDECIDED
    rule = np.where(falls == _NOTHING, undecided, falls)
    table = pd.DataFrame(
        {
            "site_id": facts.ids,
            "name": "" if names is None else names,
            "passed": np.select([falls != _NOTHING, undecided != _NOTHING], [FALLS, UNDECIDED], otherwise),
            "rule": _of(np.tile([rule.id for rule in asked], (len(facts.ids), 1)), rule, ""),
            "margin": _of(judged.margin, falls, np.nan),
            "unit": _of(judged.unit, falls, ""),
            "at_least_margin": _of(judged.more, falls, otherwise=False),
            "rules_met": np.isin(judged.verdict, _MET).sum(axis=1),
            "rules_asked": len(asked),
            "area_m2": np.round(area_m2, 1),
        }
    )
    texts = dict.fromkeys(("site_id", "name", "passed", "rule", "unit"), "str")
    kinds = {**texts, "margin": "float64", "at_least_margin": "bool"}
    return Search(table=table.astype(kinds)[list(FINDER.names)], summary=_summary(judged, asked, profile, falls))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Judged:
    """What came of each rule for each piece of land: a row a piece, a column a rule."""

    verdict: Texts
    margin: Floats
    """Not a number where it is not known, or endless."""
    more: Bools
    unit: Texts


def _judged(facts: Facts, asked: Sequence[Rule]) -> _Judged:
    """Hold all land against all rules."""
    shape = (len(facts.ids), len(asked))
    verdict, unit = np.empty(shape, dtype=object), np.empty(shape, dtype=object)
    margin, more = np.empty(shape), np.zeros(shape, dtype=bool)
    units = {fact.id: fact.unit for fact in facts.facts}
    for at, rule in enumerate(asked):
        found = judge(rule, facts)
        verdict[:, at] = np.array(LEVELS, dtype=object)[found.level]
        margin[:, at] = np.where(np.isfinite(found.margin), found.margin, np.nan)
        more[:, at] = found.more
        unit[:, at] = np.array([units.get(part.fact, "") for part in rule.parts], dtype=object)[found.part]
    return _Judged(verdict=verdict, margin=margin, more=more, unit=unit)


def _first(hits: Bools) -> Whole:
    """Give the first column that is hit in each row; -1 where none is."""
    if not hits.shape[1]:
        return np.full(len(hits), _NOTHING)
    return np.where(hits.any(axis=1), hits.argmax(axis=1), _NOTHING)


def _of(values: NDArray[Any], place: Whole, otherwise: object) -> list[object]:
    """Give of each row the value in one column."""
    return [otherwise if at == _NOTHING else values[row, at] for row, at in enumerate(place)]


def _summary(judged: _Judged, asked: Sequence[Rule], profile: Profile, falls: Whole) -> pd.DataFrame:
    place = {rule.id: at for at, rule in enumerate(asked)}

    def row(rule: Rule) -> dict[str, object]:
        about = {"rule": rule.id, "title": rule.title, "hard": rule.hard, "source": rule.source}
        at = place.get(rule.id)
        if at is None:
            return {**about, "asked": False}
        verdict = judged.verdict[:, at]
        return {
            **about,
            "asked": True,
            "fell_first": (falls == at).sum(),
            "fails": (verdict == FAILS).sum(),
            "untestable": (verdict == UNTESTABLE).sum(),
            "met": np.isin(verdict, _MET).sum(),
        }

    frame = pd.DataFrame([row(rule) for rule in profile.rules], columns=list(FINDER_SUMMARY.names))
    texts, counts = ("rule", "title", "source"), ("fell_first", "fails", "untestable", "met")
    return frame.astype(
        {**dict.fromkeys(texts, "str"), **dict.fromkeys(counts, "Int64"), "hard": "bool", "asked": "bool"}
    )
