"""Which stages run, in their order: those asked for with what comes before them, with or without streets."""

from collections.abc import Iterable

import geo.stages as rooms
from geo.errors import Message, UsageError
from geo.plan import Plan
from geo.stages.stage import Stage


def chosen(names: Iterable[str], *, streets: bool = True) -> tuple[Stage, ...]:
    """List the stages of these names and those that come before them, in order; all when no name is given.

    Parameters
    ----------
    names
        Names of stages.
    streets
        Whether the stages come along that need streets and whose results are used where they are there.

    Raises
    ------
    UsageError
        If a name is not that of a stage.
    """
    known = {stage.name: stage for stage in rooms.STAGES}
    wanted: set[str] = set()
    open_names = list(names) or list(known)
    while open_names:
        name = open_names.pop()
        if name not in known:
            raise UsageError(Message.of("usage.stage", value=name, known=", ".join(known)))
        if name not in wanted:
            wanted.add(name)
            open_names.extend(known[name].after(streets=streets))
    return tuple(stage for stage in rooms.STAGES if stage.name in wanted)


def planned_of(plan: Plan, names: Iterable[str]) -> tuple[Stage, ...]:
    """List the stages to run: of a plan without streets all that can do without.

    Parameters
    ----------
    plan
        The plan.
    names
        Names of the stages that are wanted; all by default.

    Raises
    ------
    UsageError
        If a name is not that of a stage.
    FaultsError
        If the plan has no streets and a stage is asked for that cannot do without.
    """
    if plan.input.osm is not None:
        return chosen(names)
    wanted, lost = tuple(names), _of_streets()
    for name in wanted:
        if name in lost:
            plan.streets(name)
    return chosen(wanted or [stage.name for stage in rooms.STAGES if stage.name not in lost], streets=False)


def _of_streets() -> set[str]:
    """Name the stages that cannot run without streets."""
    lost: set[str] = set()
    for stage in rooms.STAGES:
        if stage.of_streets or lost & set(stage.needs):
            lost.add(stage.name)
    return lost
