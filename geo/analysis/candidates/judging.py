"""What comes of one rule for all candidates at once, whatever the unknown facts turn out to be.

A fact is an interval in which the true value lies. A test fails where no value of the interval is within the red
bounds, meets where every value is within the green ones, and asks for attention where every value is within the red
ones; otherwise, and where nothing is known of the fact, it cannot be tested. The worst counts of what must hold
together and the best of alternatives, in the order of `LEVELS`, as in Kleene's logic. That says no more than is
certain, and all that is certain where the parts of a rule are about different facts.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from geo.analysis.candidates.facts import Facts, Floats
from geo.tables.facts import BEYOND
from geo.tables.profiles import ATTENTION, FAILS, MEETS, REPORTED, UNTESTABLE, Rule, Test

LEVELS = (FAILS, UNTESTABLE, ATTENTION, MEETS, REPORTED)
"""What can come of a rule, from the worst to the best; a rule without bound comes last."""
_FAILS, _UNTESTABLE, _, _, _REPORTED = range(len(LEVELS))

Levels = NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """What came of a test or a rule, of each candidate."""

    level: Levels
    """Place in `LEVELS`."""
    part: NDArray[np.int64]
    """Part of the rule that decided, by its place in ``rule.parts``."""
    bound: Floats
    """Bound that counted: the red one, if any, where it fails or cannot be tested, else the green one; NaN without."""
    least: NDArray[np.bool_]
    """Whether that is the least that is asked, not the most."""
    margin: Floats
    """How far within that bound, negative beyond it; infinite without a path, NaN where it cannot be told."""
    more: NDArray[np.bool_]
    """Whether it lies still farther beyond the bound than the margin says."""
    room: Floats
    """The margin as a part of the bound, by which tests about unlike things are compared."""


def judge(rule: Rule, facts: Facts) -> Outcome:
    """Judge all candidates by a rule.

    Parameters
    ----------
    rule
        The rule. Of its alternatives the best decides, among equals the one with the most room; of what must hold
        together the worst, among equals the one with the least; then the first.
    facts
        The facts; one that is missing is unknown.

    Returns
    -------
    outcome
        In the order of the candidates.
    """
    if rule.reported:
        return _without_bound(len(facts.ids))
    alternatives, place = [], 0
    for test in rule.tests:
        parts = [_judged(part, place + at, facts) for at, part in enumerate(test.parts)]
        alternatives.append(reduce(_worse, parts))
        place += len(parts)
    return reduce(_better, alternatives)


def also_short(rule: Rule, facts: Facts, outcome: Outcome, level: str) -> list[tuple[str, ...]]:
    """Name what else stands in the way within the alternative that decided, of each candidate.

    Parameters
    ----------
    rule, facts, outcome
        The rule, and what `judge` made of it with those facts.
    level
        One of `LEVELS`.

    Returns
    -------
    facts
        Facts of the parts of that alternative that come to this level, but for the part that decided; none where the
        rule neither fails nor cannot be tested.
    """
    found: list[tuple[str, ...]] = [()] * len(facts.ids)
    place, bad = 0, outcome.level <= _UNTESTABLE
    for test in rule.tests:
        here = bad & (outcome.part >= place) & (outcome.part < place + len(test.parts))
        for at, part in enumerate(test.parts if test.also and here.any() else ()):
            same = _level(part, _span(facts, part.fact)) == LEVELS.index(level)
            for row in np.flatnonzero(here & same & (outcome.part != place + at)):
                found[row] = (*found[row], part.fact)
        place += len(test.parts)
    return found


def alternatives(rule: Rule, outcome: Outcome) -> Floats:
    """Tell which alternative decided, from 1; NaN where the rule has one, and where each asks one fact alone."""
    if len(rule.tests) == 1 or not any(test.also for test in rule.tests):
        return np.full(len(outcome.part), np.nan)
    ends = np.cumsum([len(test.parts) for test in rule.tests])
    return (1 + np.searchsorted(ends, outcome.part, side="right")).astype(np.float64)


def _without_bound(count: int) -> Outcome:
    nothing = np.full(count, np.nan)
    return Outcome(
        level=np.full(count, _REPORTED, dtype=np.int8),
        part=np.zeros(count, dtype=np.int64),
        bound=nothing,
        least=np.zeros(count, dtype=bool),
        margin=nothing,
        more=np.zeros(count, dtype=bool),
        room=nothing,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Span:
    """What is known of a fact, of each candidate."""

    low: Floats
    """The true value is at least this."""
    high: Floats
    """The true value is at most this."""
    above: Floats
    """As ``low``, but just over it where the true value lies over it: what is farther than was looked."""


def _span(facts: Facts, fact: str) -> _Span:
    at = facts.column(fact)
    if at is None:
        nothing = np.full(len(facts.ids), np.inf)
        return _Span(low=-nothing, high=nothing, above=-nothing)
    low, high = (np.ascontiguousarray(bounds[:, at]) for bounds in (facts.low, facts.high))
    endless = np.flatnonzero(np.isfinite(low) & np.isinf(high))
    beyond, above = endless[facts.status[endless, at] == BEYOND], low.copy()
    above[beyond] = np.nextafter(low[beyond], np.inf)
    return _Span(low=low, high=high, above=above)


def _level(test: Test, span: _Span) -> Levels:
    (floor, ceiling), (good_floor, good_ceiling) = test.red, test.green
    fails = (span.above > ceiling) | (span.high < floor)
    known = np.isfinite(span.low) | np.isfinite(span.high) | (span.low == span.high)
    allowed = (span.low >= floor) & (span.high <= ceiling) & known
    good = (span.low >= good_floor) & (span.high <= good_ceiling) & allowed
    return np.where(fails, _FAILS, _UNTESTABLE + allowed.astype(np.int8) + good)


def _judged(test: Test, place: int, facts: Facts) -> Outcome:
    span = _span(facts, test.fact)
    level, (floor, ceiling), (good_floor, good_ceiling) = _level(test, span), test.red, test.green
    above, below = _room(good_ceiling, span.high), _room(span.low, good_floor)
    tight = above < below
    stakes = ((ceiling, False), (floor, True), (good_ceiling, False), (good_floor, True))
    at_stake, at_stake_least = next((one for one in stakes if np.isfinite(one[0])), (np.nan, False))
    over, fails, unsure = span.above > ceiling, level == _FAILS, level == _UNTESTABLE
    cases = [over, fails, unsure]
    bound = np.select(cases, [ceiling, floor, at_stake], np.where(tight, good_ceiling, good_floor))
    beyond = (_room(ceiling, span.low), _room(span.high, floor))
    margin = np.select(cases, [*beyond, np.nan], np.where(tight, above, below))
    scale = np.where(np.isfinite(bound) & (bound != 0), np.abs(bound), 1.0)
    return Outcome(
        level=level,
        part=np.full(len(level), place),
        bound=np.where(np.isfinite(bound), bound, np.nan),
        least=np.select(cases, [np.False_, np.True_, np.bool_(at_stake_least)], ~tight),
        margin=margin,
        more=fails & (span.low != span.high),
        room=np.where(unsure, 0.0, margin / scale),
    )


def _room(most: Floats | float, least: Floats | float) -> Floats:
    """Give how far the one is above the other; infinite where either is no bound."""
    with np.errstate(invalid="ignore"):
        room = np.asarray(most - least, dtype=float) + 0.0
    return np.where(np.isnan(room), np.inf, room)


def _better(one: Outcome, other: Outcome) -> Outcome:
    return _chosen(one, other, np.greater)


def _worse(one: Outcome, other: Outcome) -> Outcome:
    return _chosen(one, other, np.less)


def _chosen(one: Outcome, other: Outcome, before: Callable[..., NDArray[np.bool_]]) -> Outcome:
    """Take of each candidate the other outcome where that goes before, by level and then by room."""
    take = before(other.level, one.level) | ((other.level == one.level) & before(other.room, one.room))
    names = [field.name for field in fields(Outcome)]
    return Outcome(**{name: np.where(take, getattr(other, name), getattr(one, name)) for name in names})
