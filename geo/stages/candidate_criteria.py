"""Which criteria a plan judges its candidates by: its own or those of the package, as far as there are facts."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from geo.errors import Fault, FaultsError
from geo.plan_candidates import Candidates
from geo.plan_criteria import CriterionSection, usual_criteria
from geo.tables.criteria import Criterion, Value
from geo.tables.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The criteria that count."""

    criteria: tuple[Criterion, ...]
    """The criteria, in the order of the plan; their weights add to 1."""
    left_out: pd.DataFrame
    """``criterion, title, fact`` of those that do not count, as nobody made a fact for them."""


def chosen_criteria(candidates: Candidates, facts: Mapping[str, Fact]) -> Chosen:
    """Choose the criteria for which there are facts, and divide their weights by their sum.

    Parameters
    ----------
    candidates
        What the plan says of candidates.
    facts
        The facts that there are, by id.

    Raises
    ------
    FaultsError
        Where all criteria that are left weigh nothing.

    Notes
    -----
    Criteria whose fact is not there are left out; that is told where the inputs are read. Bounds are stretched to hold
    the weight that a criterion has now: where others were left out it may weigh more than the plan says.
    """
    listed = candidates.criteria or usual_criteria()
    left = {name: one for name, one in listed.items() if one.fact in facts}
    weights = {name: candidates.weights.get(name, 0.0 if candidates.weights else 1.0) for name in left}
    total = sum(weights.values())
    if left and total == 0:
        raise FaultsError(Fault("plan.toml", 0, "candidates.weights", "weights_zero"))
    criteria = tuple(
        _criterion(name, one, facts[one.fact], weights[name] / total, candidates.weight_bounds.get(name, (0.0, 1.0)))
        for name, one in left.items()
    )
    lost = [(name, one.title, one.fact) for name, one in listed.items() if name not in left]
    return Chosen(criteria=criteria, left_out=pd.DataFrame(lost, columns=["criterion", "title", "fact"], dtype="str"))


def _criterion(name: str, said: CriterionSection, fact: Fact, weight: float, bounds: tuple[float, float]) -> Criterion:
    low, high = bounds
    return Criterion(
        id=name,
        title=said.title or fact.title,
        fact=said.fact,
        value=_value(said),
        weight=weight,
        weight_low=min(low, weight),
        weight_high=max(high, weight),
        source=said.source,
    )


def _value(said: CriterionSection) -> Value:
    """Give the value function; the ends that its form does not have count for nothing."""
    return Value(
        shape=said.value,
        worst=0.0 if said.worst is None else said.worst,
        best=1.0 if said.best is None else said.best,
        steps=said.steps,
        target=said.target or (0.0, 0.0),
        zero=said.zero or (0.0, 0.0),
    )
