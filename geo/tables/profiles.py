"""What a profile of rules for candidate sites is: dated thresholds, each with its source."""

from dataclasses import dataclass

MEETS, ATTENTION, FAILS, UNTESTABLE, REPORTED = VERDICT_WORDS = (
    "meets", "attention", "fails", "untestable", "reported",
)  # fmt: skip
"""What can come of a rule. ``attention`` lies between the green bound and the red one; ``reported`` has no bound."""


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
