"""What a profile of rules for candidate sites is: dated thresholds, each with its source."""

import math
from dataclasses import dataclass

MEETS, ATTENTION, FAILS, UNTESTABLE, REPORTED = VERDICT_WORDS = (
    "meets", "attention", "fails", "untestable", "reported",
)  # fmt: skip
"""What can come of a rule. ``attention`` lies between the green bound and the red one; ``reported`` has no bound."""

Bounds = tuple[float, float]
"""Least and most that is allowed; infinite where there is no bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """Something that is asked of one fact; a bound that is None does not count, and bounds are included."""

    fact: str
    """Fact that it is asked of."""
    at_most: float | None = None
    """Beyond this it fails."""
    at_least: float | None = None
    """Below this it fails."""
    good_at_most: float | None = None
    """Up to here it meets; between this and ``at_most`` it asks for attention. None: as ``at_most``."""
    good_at_least: float | None = None
    """From here on it meets; between this and ``at_least`` it asks for attention. None: as ``at_least``."""
    also: tuple["Test", ...] = ()
    """What must hold at the same time; these have nothing below ``also`` themselves."""

    @property
    def parts(self) -> tuple["Test", ...]:
        """The test itself and what must hold with it."""
        return (self, *self.also)

    @property
    def red(self) -> Bounds:
        """Outside these it fails."""
        least = -math.inf if self.at_least is None else self.at_least
        return least, math.inf if self.at_most is None else self.at_most

    @property
    def green(self) -> Bounds:
        """Within these it meets."""
        least, most = self.red
        return (
            least if self.good_at_least is None else self.good_at_least,
            most if self.good_at_most is None else self.good_at_most,
        )

    @property
    def can_fail(self) -> bool:
        """Whether there is a value with which it, or what must hold with it, fails."""
        return any(part.red != (-math.inf, math.inf) for part in self.parts)

    @property
    def has_bound(self) -> bool:
        """Whether it asks anything of its own fact."""
        return self.green != (-math.inf, math.inf)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: any one of its tests is enough."""

    id: str
    """Name in the profile."""
    title: str
    """What it asks, in Dutch."""
    source: str
    """Where the threshold stands: publication and place, or the words *eigen keuze*."""
    hard: bool
    """Whether a candidate that fails drops out; otherwise it only asks for attention."""
    tests: tuple[Test, ...]
    """Alternatives, in the order in which they are told."""

    @property
    def parts(self) -> tuple[Test, ...]:
        """The tests and what must hold with each, in order."""
        return tuple(part for test in self.tests for part in test.parts)

    @property
    def reported(self) -> bool:
        """Whether it has no bound: its fact is told, and nothing is made of it."""
        return not any(part.has_bound for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A set of rules as somebody published it at some time."""

    id: str
    """Name, as the plan calls it."""
    title: str
    """Name for people, in Dutch."""
    date: str
    """What is known of its date, in Dutch."""
    source: str
    """Where it comes from."""
    rules: tuple[Rule, ...]
    """The rules, in the order in which they are told."""

    @property
    def named(self) -> str:
        """Its name with what is known of its date, as a verdict names it."""
        return f"{self.title} ({self.date})"

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that its rules ask for, each once, in the order of the rules."""
        return tuple(dict.fromkeys(part.fact for rule in self.rules for part in rule.parts))
