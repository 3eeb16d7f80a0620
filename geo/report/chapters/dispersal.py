"""The part of chapter 4 about the task of the Spreidingswet; only in a plan that asks for it."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from geo.figures import Figure, format_date, format_number, format_share, lower_bound
from geo.report.chapters.parts import counted, heading, sentence, table
from geo.report.content import Block
from geo.report.results import Dispersal, Shown
from geo.words import say

_ASIDE = ("unknown_locations", "guaranteed_unknown", "durable_unknown", "ahead_unknown", "amv_unknown")
"""Counts that make another column a lower bound; the workbook has them, the document leaves them out."""


def blocks(found: Dispersal | None) -> tuple[Block, ...]:
    """Give a sentence per area and reference date, and the tables."""
    if found is None or found.whole.frame.empty:
        return ()
    told = (_sentence(row) for row in found.whole.frame.to_dict("records"))
    durable = say("report.durable", months=format_number(found.months), above=format_number(found.above))
    return (
        heading("spreidingswet"),
        *told,
        table(_fitting(found.whole), "4.4a", "spreidingswet", note=say("report.guaranteed")),
        table(_fitting(found.parts), "4.4b", "spreidingswet_parts", note=durable),
    )


def _sentence(row: Mapping[Hashable, Any]) -> Block:
    unknown = int(row["unknown_locations"])
    total = replace(counted(int(row["total"]), "emergency", "spreidingswet.total"), unknown=unknown)
    words = {"area": str(row["area_id"]), "date": format_date(row["date"])}
    if pd.isna(row["task"]):
        return sentence("dispersal_untested", {"total": total}, **words)
    task = Figure(value=int(row["task"]), source="spreidingswet.task")
    if row["status"] == "untestable":
        return sentence("dispersal_untestable", {"total": total, "task": task}, **words)
    told = {"share": _percentage(row["share"], unknown), "guaranteed": _guaranteed(row)}
    return sentence("dispersal", {"total": replace(total, unit=""), "task": task}, **words, **told)


def _guaranteed(row: Mapping[Hashable, Any]) -> str:
    """Say which part of the task is guaranteed; none known is not none."""
    unknown = int(row["guaranteed_unknown"])
    if unknown and not row["guaranteed"]:
        return say("report.guaranteed_unknown")
    return say("report.guaranteed_share", share=_percentage(row["guaranteed_share"], unknown))


def _percentage(share: float | None, unknown: int) -> str:
    """Write a share in whole percent, as the reports to the minister do."""
    text = format_share(None if pd.isna(share) else share)
    return lower_bound(text) if unknown and not pd.isna(share) else text


def _fitting(shown: Shown) -> Shown:
    """Leave out the counts and, in the columns of decisions, those in which no places stand."""
    empty = {name for name in ("search", "unstated") if name in shown.frame and not shown.frame[name].any()}
    return Shown(table=shown.table.without(*_ASIDE, *empty), frame=shown.frame)
