"""Computes in memory what a plan says without its streets, and checks it: what `geo check` tells; nothing is written.

The stages are those of a run; only where they keep their results differs.
"""

from dataclasses import dataclass
from typing import NoReturn

from geo.findings import Finding, from_frame
from geo.pipeline import usual_outputs
from geo.plan import Plan
from geo.sources.inputs import Inputs
from geo.stages.check import read_inputs
from geo.stages.order import chosen
from geo.stages.stage import Result, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What checking a plan gave."""

    inputs: Inputs
    """All that the plan names but the streets."""
    findings: tuple[Finding, ...]
    """What the checks found, the most serious first; nothing about what needs streets."""


def check(plan: Plan) -> Checked:
    """Read all inputs and check the arithmetic of the plan; nothing is written and no street is read.

    Parameters
    ----------
    plan
        The plan, from `geo.plan.load_plan`.

    Returns
    -------
    checked
        The inputs and the findings.

    Raises
    ------
    FaultsError
        With every fault of every file; then nothing is computed.
    """
    inputs = read_inputs(plan)
    return Checked(inputs=inputs, findings=from_frame(worked_out(plan, inputs).frame("findings")))


def worked_out(plan: Plan, inputs: Inputs, *stages: str) -> Work:
    """Do the stages of the arithmetic and the checks in memory.

    Parameters
    ----------
    plan, inputs
        The plan, and what it reads.
    stages
        Stages to do, with those before them; the checks by default.

    Returns
    -------
    work
        Gives the results of these stages by name.
    """
    results: dict[str, Result] = {}
    work = Work(
        plan=plan,
        outputs=usual_outputs(plan),
        inputs=lambda: inputs,
        result=results.__getitem__,
        network=_of_streets,
        imprint=_of_streets,
        streets="not_given" if plan.input.osm is None else "later",
    )
    for stage in chosen(stages or ["checks"], streets=False):
        made = stage.run(work)
        results |= {**made.results, **{table.name: frame for table, frame in made.tables}}
    return work


def _of_streets(*_asked: str) -> NoReturn:
    msg = "this stage needs streets, which are not read here"
    raise LookupError(msg)
