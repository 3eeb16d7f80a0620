"""What a criterion for candidate sites is: a fact, and how good each value of it is."""

from dataclasses import dataclass
from typing import Literal

from geo.tables.columns import Column

Missing = Literal["worst", "middle", "left_out"]
"""What an unknown value counts as: the least score that it may have, the middle between that and the greatest one, or
the candidate is not ranked. Where nothing is known of a value these are 0 and 0.5."""
Shape = Literal["linear", "stepped", "target"]
"""Form of a value function."""

MISSING = Column(
    name="missing", heading="ontbrekende waarde", kind="choice", choices=("worst", "middle", "left_out"),
    words="missing_rule", doc="What an unknown value counts as, as a plan names it.",
)  # fmt: skip
SHAPE = Column(
    name="value", heading="waardering", kind="choice", choices=("linear", "stepped", "target"), words="value_shape",
    doc="Form of a value function, as a plan names it.",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """How good a value is, from 0 to 1.

    ``linear``: 0 at ``worst``, 1 at ``best``, straight between, level beyond; ``worst`` may be above ``best``.
    ``stepped``: the score of the last step that is not above the value; below the first step the score of the first.
    ``target``: 1 from ``target[0]`` up to ``target[1]``, straight down to 0 at ``zero[0]`` below and ``zero[1]`` above.
    """

    shape: Shape
    worst: float = 0.0
    best: float = 1.0
    steps: tuple[tuple[float, float], ...] = ()
    """From this value on, this score; ascending."""
    target: tuple[float, float] = (0.0, 0.0)
    zero: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A criterion."""

    id: str
    """Name, as the plan calls it."""
    title: str
    """What it asks, in Dutch."""
    fact: str
    """Fact that it values."""
    value: Value
    """How good each value is."""
    weight: float
    """Weight; those of all criteria add to 1."""
    weight_low: float = 0.0
    """Least weight that anyone would give it."""
    weight_high: float = 1.0
    """Most weight that anyone would give it."""
    source: str = ""
    """Where its value function comes from, in Dutch."""
