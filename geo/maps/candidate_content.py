"""What a fact sheet says of a candidate site, in words, and which of it is told where not all of it fits."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from geo.tables.facts import GROUPS
from geo.tables.profiles import ATTENTION, FAILS, MEETS, REPORTED, UNTESTABLE
from geo.words import say

Screening = Literal["yes", "no", "untestable"]
Turn = Literal[0, 1, 2, 3]
MOST_FACTS = 35
"""More facts than this are not told, even where there is room."""
_GRAVEST = (FAILS, UNTESTABLE, ATTENTION, MEETS, REPORTED)
"""Verdicts, those that must be told first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """A fact, written out."""

    title: str
    """What it is."""
    text: str
    """Its value in its unit, or what is known instead of one."""
    group: str
    """What it is about: one of `geo.tables.facts.GROUPS`."""
    note: str = ""
    """What the value is of, such as the facility found."""
    source: str = ""
    """Where it comes from, with the day that it describes; empty where that is not said."""
    flag: str = ""
    """What must be known of the way with the value, such as that it takes a ferry."""
    known: bool = True
    """Whether it has a value, or a bound."""
    turn: Turn = 2
    """How soon it is told, the same for all candidates of a run. 0: a knock-out rule or a criterion asks it, or it is
    one that every sheet should have; 1: another rule asks it; 3: it is of the way there, or tells in minutes what
    another tells in metres."""

    @property
    def said(self) -> str:
        """Its value with what must be known of it."""
        return say("sheet.facts.flagged", text=self.text, flag=self.flag) if self.flag else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """What came of a rule, written out."""

    title: str
    """What the rule asks."""
    verdict: str
    """One of `geo.tables.profiles.VERDICT_WORDS`."""
    hard: bool
    """Whether a candidate that fails drops out."""
    reason: str
    """How far within or beyond the bound, or why it cannot be tested; empty where there is nothing to say."""
    value: str = ""
    """Value of the fact that decided; empty where none did."""
    others: int = 0
    """How many other things that it asks at the same time fail too or cannot be tested."""
    sources: tuple[str, ...] = ()
    """Where its bounds stand: publications, or that they are a choice of one's own."""

    @property
    def gravity(self) -> tuple[bool, int]:
        """The lower, the sooner it must be told."""
        return not (self.hard and self.verdict in {FAILS, UNTESTABLE}), _GRAVEST.index(self.verdict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """The score on a criterion."""

    title: str
    """What the criterion asks."""
    weight: float
    """Its weight; those of all criteria add to 1."""
    score: float | None
    """Score from 0 to 1; None where the candidate is not scored."""
    low: float | None
    """The least that it may turn out to be; None where that is not said."""
    high: float | None
    """The most that it may turn out to be; None where that is not said."""
    part: float | None
    """Weight times score; None where there is no score."""
    missing: bool
    """Whether the score comes from the rule for missing values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The place of a candidate among the ranked ones."""

    count: int
    """How many are ranked."""
    rank: int | None
    """Its place; None where it is not ranked."""
    low: int | None = None
    """The best place over all weightings; None where that is not said."""
    high: int | None = None
    """The worst place over all weightings; None where that is not said."""
    score: float | None = None
    """Sum of weight times score; None where it is not scored."""
    unknown: int = 0
    """How many facts that its place hangs on are unknown."""
    if_best: int | None = None
    """Its place if all of them turn out best; None where that is not said."""
    if_worst: int | None = None
    """Its place if all of them turn out worst; None where that is not said."""
    words: tuple[str, ...] = ()
    """What is told of it, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateContent:
    """All that a sheet says of a candidate."""

    candidate_id: str
    """Id."""
    name: str
    """Name."""
    about: tuple[str, ...]
    """Municipality, type and capacity, in words."""
    open: bool
    """Whether it may be shown in the open edition."""
    screening: Screening
    """What came of the hard rules."""
    screened_on: tuple[str, ...]
    """The hard rules that it fails, with the reason, or that cannot be tested; empty where it meets all of them."""
    profile: str
    """Profile of rules and what is known of its date, in words."""
    facts: tuple[FactLine, ...]
    """The facts."""
    rules: tuple[RuleLine, ...]
    """What came of the rules, in the order of the profile."""
    scores: tuple[ScoreLine, ...]
    """Scores per criterion, in the order of the plan."""
    standing: Standing
    """Its place."""
    changes: tuple[str, ...]
    """What would change that, in sentences."""

    def screened(self, most: int | None = None) -> str:
        """Say what came of the hard rules, naming so many of them and counting the rest; never that a site is fit."""
        if not self.screened_on:
            return say(f"sheet.screening.bare.{self.screening}")
        named, rest = self.screened_on[:most], len(self.screened_on[len(self.screened_on[:most]) :])
        said = say(f"sheet.screening.{self.screening}", rules="; ".join(named))
        return say("sheet.listed_more", listed=said, count=rest) if rest else said


def chosen_facts(facts: Sequence[FactLine], most: int) -> tuple[FactLine, ...]:
    """Choose the facts to tell.

    What is known of a candidate has no part in it, so that the sheets of a run can be laid side by side. Of facts whose
    turn is the same those go first of groups of which the least is told, so that no group crowds out another.

    Parameters
    ----------
    facts
        All facts.
    most
        How many there is room for.

    Returns
    -------
    chosen
        By group in the order of `geo.tables.facts.GROUPS`, within a group in the order in which they were given.
    """
    told: Counter[str] = Counter()
    order = []
    for place, fact in sorted(enumerate(facts), key=lambda one: (one[1].turn, one[0])):
        order.append((fact.turn, told[fact.group], GROUPS.index(fact.group), place))
        told[fact.group] += 1
    places = [at[-1] for at in sorted(order)[: max(most, 0)]]
    return tuple(facts[place] for place in sorted(places, key=lambda at: (GROUPS.index(facts[at].group), at)))


def chosen_rules(rules: Sequence[RuleLine], most: int) -> tuple[RuleLine, ...]:
    """Choose the rules to tell: the gravest, in the order of the profile."""
    places = sorted(range(len(rules)), key=lambda at: (rules[at].gravity, at))[: max(most, 0)]
    return tuple(rules[at] for at in sorted(places))


def chosen_scores(scores: Sequence[ScoreLine], most: int) -> tuple[ScoreLine, ...]:
    """Choose the criteria to tell: the weightiest, in the order of the plan."""
    places = sorted(range(len(scores)), key=lambda at: (-scores[at].weight, at))[: max(most, 0)]
    return tuple(scores[at] for at in sorted(places))
