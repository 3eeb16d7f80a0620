"""The criteria and weights of a plan: what they say, those that the package has, and what can be wrong with them.

With `geo.plan`, its sections and `geo.plan_values` the only room that knows pydantic.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cache, partial
from importlib.resources import files
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from geo.figures import format_number
from geo.plan_faults import nearest
from geo.plan_sections import Section
from geo.plan_values import name_of, wrong
from geo.sources.cells import choice_words
from geo.sources.toml_files import parse_toml
from geo.tables.criteria import MISSING, SHAPE

OWN_CHOICE = "eigen keuze"
"""Source of a value function for which the plan names none."""
MISSING_WORD = BeforeValidator(partial(name_of, column=MISSING))
"""For the rule about unknown values, which a plan may also name in Dutch."""
Number = Annotated[float, Field(allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Bounds = tuple[Share, Share]
Found = tuple[tuple[str, ...], PydanticCustomError]
"""Place below ``[candidates]``, and what is wrong there."""
_ENDS = {"linear": ("worst", "best"), "stepped": ("steps",), "target": ("target", "zero")}
"""What each form of a value function must say."""
_USUAL = "criteria.toml"
_ROUNDING = 0.01
"""So much may weights that were rounded add to more or less than 1."""
_TINY = 1e-9
_FEWEST_STEPS = 2
_MOST_DECIMALS = 3


class CriterionSection(Section):
    """A criterion of the plan."""

    fact: str
    """Fact that it values."""
    title: str = ""
    """What it asks, in Dutch; the title of the fact by default."""
    value: Annotated[Literal["linear", "stepped", "target"], BeforeValidator(partial(name_of, column=SHAPE))] = "linear"
    """Form of the value function."""
    worst: Number | None = None
    """Of a linear one: the value from which it scores 0."""
    best: Number | None = None
    """Of a linear one: the value from which it scores 1."""
    steps: tuple[tuple[Number, Share], ...] = ()
    """Of a stepped one: from this value on, this score."""
    target: tuple[Number, Number] | None = None
    """Of a target: the values between which it scores 1."""
    zero: tuple[Number, Number] | None = None
    """Of a target: the values below and above which it scores 0."""
    source: str = OWN_CHOICE
    """Where the value function comes from, in Dutch."""


@cache
def usual_criteria() -> Mapping[str, CriterionSection]:
    """Give the criteria of a plan that names none (``geo/templates/criteria.toml``)."""
    said, _ = parse_toml((files("geo") / "templates" / _USUAL).read_bytes(), _USUAL)
    return {name: CriterionSection.model_validate(one) for name, one in said.items()}


def criteria_faults(criteria: Mapping[str, CriterionSection]) -> Iterator[Found]:
    """List the value functions that lack their ends, or whose ends say nothing.

    Parameters
    ----------
    criteria
        The criteria of the plan by name.
    """
    for name, criterion in criteria.items():
        for key, found in _value_faults(criterion):
            yield ("criteria", name, key), found


def _value_faults(criterion: CriterionSection) -> Iterator[tuple[str, PydanticCustomError]]:
    own, shape = _ENDS[criterion.value], choice_words(SHAPE)[criterion.value]
    for key in (key for keys in _ENDS.values() for key in keys):
        given = getattr(criterion, key) not in (None, ())
        if given and key not in own:
            yield key, wrong("criterion_strange_end", end=key, shape=shape, ends=", ".join(own))
        if not given and key in own:
            yield key, wrong("criterion_without_end", end=key, shape=shape)
    if criterion.value == "linear" and criterion.worst is not None and criterion.worst == criterion.best:
        yield "best", wrong("criterion_equal_ends", value=f"{criterion.best:g}")
    if criterion.value == "stepped" and criterion.steps:
        yield from _step_faults([at for at, _ in criterion.steps])
    if criterion.value == "target" and criterion.target and criterion.zero:
        in_order = (criterion.zero[0], *criterion.target, criterion.zero[1])
        if not in_order[0] < in_order[1] <= in_order[2] < in_order[3]:
            yield "zero", wrong("criterion_target_order", values=", ".join(f"{one:g}" for one in in_order))


def _step_faults(starts: list[float]) -> Iterator[tuple[str, PydanticCustomError]]:
    if len(starts) < _FEWEST_STEPS:
        yield "steps", wrong("criterion_one_step", value=f"{starts[0]:g}")
    back = next(((one, two) for one, two in pairwise(starts) if two <= one), None)
    if back is not None:
        yield "steps", wrong("criterion_steps_order", first=f"{back[0]:g}", second=f"{back[1]:g}")


def weight_faults(
    names: tuple[str, ...],
    weights: Mapping[str, float],
    bounds: Mapping[str, Bounds],
    *,
    unclear: Set[str] = frozenset(),
) -> Iterator[Found]:
    """List what is wrong with weights and their bounds.

    Weights add to 1; what rounding makes of that, up to 0.01, is let pass. They are then divided by their sum.

    Parameters
    ----------
    names
        The criteria.
    weights
        Weight of each criterion; none at all where all are the same.
    bounds
        Least and most weight of a criterion; 0 and 1 for one that is not in it.
    unclear
        Criteria whose weight the plan gives, but not so that it can be understood.
    """
    yield from unknown_criteria("weights", weights, names)
    yield from unknown_criteria("weight_bounds", bounds, names)
    known = {name: weight for name, weight in weights.items() if name in names}
    unsound = [name for name, weight in known.items() if not (math.isfinite(weight) and weight >= 0)]
    for name in unsound:
        yield ("weights", name), _no_weight(known[name])
    lacking = [name for name in names if name not in known and name not in unclear] if weights or unclear else []
    if lacking:
        yield ("weights",), wrong("criterion_without_weight", value=", ".join(lacking))
    if known and not unsound and not lacking and not unclear:
        yield from _sum_faults(known)
    yield from _bound_faults({name: bounds.get(name, (0.0, 1.0)) for name in names})
    shares = known if weights or unclear else dict.fromkeys(names, 1 / len(names))
    yield from _outside({name: share for name, share in shares.items() if name not in unsound}, bounds)


def unknown_criteria(key: str, given: Iterable[str], names: tuple[str, ...]) -> Iterator[Found]:
    """List what stands under a key for a criterion that the plan does not have."""
    for name in given:
        if name not in names:
            listed = ", ".join(names)
            yield (key, name), wrong("unknown_criterion", value=name, known=listed, hint=nearest(name, names))


def _no_weight(weight: float) -> PydanticCustomError:
    """Say what is wrong with a weight that is none."""
    if math.isfinite(weight):
        return wrong("weight_negative", value=f"{weight:g}")
    return wrong("weight_no_number", value=f"{weight:g}")


def _sum_faults(weights: Mapping[str, float]) -> Iterator[Found]:
    total = math.fsum(weights.values())
    if total == 0:
        yield ("weights",), wrong("weights_zero")
    elif abs(total - 1) > _ROUNDING + _TINY:
        divided = ", ".join(f"{name} = {weight / total:.4g}" for name, weight in weights.items())
        yield ("weights",), wrong("weights_sum", value=_told(total), divided=divided)


def _bound_faults(bounds: Mapping[str, Bounds]) -> Iterator[Found]:
    backwards = [name for name, (low, high) in bounds.items() if low > high]
    for name in backwards:
        low, high = bounds[name]
        yield ("weight_bounds", name), wrong("weight_bounds_backwards", first=_told(low), last=_told(high))
    if backwards:
        return
    lows, highs = (math.fsum(both[at] for both in bounds.values()) for at in (0, 1))
    if lows > 1 + _TINY:
        yield ("weight_bounds",), wrong("weight_bounds_too_high", value=_told(lows))
    if highs < 1 - _TINY:
        yield ("weight_bounds",), wrong("weight_bounds_too_low", value=_told(highs))


def _outside(shares: Mapping[str, float], bounds: Mapping[str, Bounds]) -> Iterator[Found]:
    """List the criteria whose weight lies outside their bounds."""
    for name, (low, high) in bounds.items():
        if name in shares and low <= high and not low - _TINY <= shares[name] <= high + _TINY:
            values = {"weight": _told(shares[name]), "low": _told(low), "high": _told(high)}
            yield ("weight_bounds", name), wrong("weight_outside_bounds", **values)


def _told(value: float) -> str:
    """Write a number with the decimals that it has, three at most."""
    decimals = next((few for few in range(_MOST_DECIMALS) if round(value, few) == value), _MOST_DECIMALS)
    return format_number(value, decimals)
