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
_FAILS, _UNTESTABLE, _ATTENTION, _MEETS, _REPORTED = range(len(LEVELS))

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """What came of a test or a rule, of each candidate."""

    level: Whole
    """Place in `LEVELS`."""
    part: Whole
    """Part of the rule that decided, by its place in ``rule.parts``."""
    bound: Floats
    """Bound that counted: the red one where it fails or cannot be tested, else the green one; NaN without bound."""
    margin: Floats
    """How far within that bound, negative beyond it; infinite without a path, NaN where it cannot be told."""
    more: NDArray[np.bool_]
    """Whether it lies still farther beyond the bound than the margin says."""
    room: Floats
    """The margin as a part of the bound, by which tests about unlike things are compared."""

    def is_at(self, word: str) -> NDArray[np.bool_]:
        """Tell for which candidates this is what came of it."""
        return np.equal(self.level, LEVELS.index(word))


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


def _without_bound(count: int) -> Outcome:
    nothing = np.full(count, np.nan)
    return Outcome(
        level=np.full(count, _REPORTED),
        part=np.zeros(count, dtype=np.int64),
        bound=nothing,
        margin=nothing,
        more=np.zeros(count, dtype=bool),
        room=nothing,
    )


def _judged(test: Test, place: int, facts: Facts) -> Outcome:
    low, high, over_low = _interval(facts, test.fact)
    (floor, ceiling), (good_floor, good_ceiling) = test.red, test.green
    over, under = over_low > ceiling, high < floor
    known = np.isfinite(low) | np.isfinite(high) | (low == high)
    good = (low >= good_floor) & (high <= good_ceiling)
    allowed = (low >= floor) & (high <= ceiling)
    level = np.select([over | under, good & known, allowed & known], [_FAILS, _MEETS, _ATTENTION], _UNTESTABLE)
    above, below = _room(good_ceiling, high), _room(low, good_floor)
    tight = (above < below) | ~np.isfinite(good_floor)
    cases = [over, under, level == _UNTESTABLE]
    at_stake = ceiling if np.isfinite(ceiling) else floor
    bound = np.select(cases, [ceiling, floor, at_stake], np.where(tight, good_ceiling, good_floor))
    margin = np.select(cases, [_room(ceiling, low), _room(high, floor), np.nan], np.where(tight, above, below))
    scale = np.where(np.isfinite(bound) & (bound != 0), np.abs(bound), 1.0)
    return Outcome(
        level=level,
        part=np.full(len(level), place),
        bound=np.where(np.isfinite(bound), bound, np.nan),
        margin=margin,
        more=(over | under) & (low != high),
        room=np.where(level == _UNTESTABLE, 0.0, margin / scale),
    )


def _interval(facts: Facts, fact: str) -> tuple[Floats, Floats, Floats]:
    """Give the least and the most that a fact may be, and from where on it is over a bound.

    What is farther than was looked is farther than that limit, not on it.
    """
    at = facts.column(fact)
    if at is None:
        nothing = np.full(len(facts.ids), np.inf)
        return -nothing, nothing, -nothing
    low, high = facts.low[:, at], facts.high[:, at]
    return low, high, np.where(facts.status[:, at] == BEYOND, np.nextafter(low, np.inf), low)


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
