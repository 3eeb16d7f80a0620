"""Gathers what the document and the workbook show of the Spreidingswet."""

from collections.abc import Mapping
from dataclasses import replace

from geo.report.results import Dispersal, Shown
from geo.stages.stage import Work
from geo.tables.spreidingswet import SPREIDINGSWET

_WHOSE = ("area_id", "date")
_PARTS = (
    "task", "durable", "durable_share", "durable_status", "durable_ahead", "durable_unknown", "ahead_unknown",
    "amv_task", "amv_places", "amv_balance", "amv_status", "amv_unknown",
)  # fmt: skip
"""Columns of the second table; the first has the others, and the task as well."""


def dispersal(work: Work, names: Mapping[str, str]) -> Dispersal | None:
    """Give the places against the task, and the durable ones with those for minors; None without the section.

    Parameters
    ----------
    work
        What the stages made.
    names
        Name of each region and province by its id.
    """
    section = work.plan.spreidingswet
    if section is None:
        return None
    frame = work.frame(SPREIDINGSWET.name)
    named = frame.assign(area_id=[names.get(area, area) for area in frame["area_id"]])
    whole = SPREIDINGSWET.without(*(name for name in _PARTS if name != "task"))
    parts = SPREIDINGSWET.only(*(name for name in SPREIDINGSWET.names if name in (*_WHOSE, *_PARTS)))
    second = replace(parts, name="spreidingswet_parts", title="Duurzame plekken en plekken amv")
    return Dispersal(
        whole=Shown(table=whole, frame=named),
        parts=Shown(table=second, frame=named),
        months=section.durable_months,
        above=section.durable_places_above,
    )


def dispersal_tables(work: Work, names: Mapping[str, str]) -> tuple[Shown, ...]:
    """Give the tables of the workbook."""
    found = dispersal(work, names)
    return () if found is None else (found.whole, found.parts)
