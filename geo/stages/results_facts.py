"""Gathers what the workbook shows of the facts of candidate sites."""

from collections.abc import Mapping

import pandas as pd

from geo.report.results import Shown
from geo.stages.results_names import candidate_names
from geo.stages.stage import Work
from geo.tables.columns import Column, Table
from geo.tables.facts import CANDIDATE_FACTS, FACTS
from geo.words import known, say


def fact_tables(work: Work) -> tuple[Shown, ...]:
    """Give the facts of candidates, under their names and titles; nothing where there are no candidates."""
    if work.inputs().candidates.empty:
        return ()
    facts, known_of = work.frame(FACTS.name), work.frame(CANDIDATE_FACTS.name)
    titles = dict(zip(facts["fact"], facts["title"], strict=True))
    rows = with_unit(Shown(table=CANDIDATE_FACTS, frame=known_of), "fact", unit_words(facts), before="value")
    named = rows.frame.assign(
        candidate_id=known_of["candidate_id"].map(candidate_names(work.inputs().candidates)),
        fact=known_of["fact"].map(titles),
    )
    return (Shown(table=FACTS, frame=facts), Shown(table=rows.table, frame=named))


def unit_words(facts: pd.DataFrame) -> dict[str, str]:
    """Tell per fact what its numbers count: its unit, or what a number of its kind means.

    Parameters
    ----------
    facts
        The table of facts.
    """
    return {
        str(fact): _unit("" if pd.isna(unit) else str(unit), str(kind))
        for fact, unit, kind in zip(facts["fact"], facts["unit"], facts["kind"], strict=True)
    }


def _unit(unit: str, kind: str) -> str:
    key = f"value_unit.{kind}"
    return unit or (say(key) if known(key) else "")


def with_unit(shown: Shown, of: str, units: Mapping[str, str], *, before: str) -> Shown:
    """Set a column with the unit of each row beside its value.

    Parameters
    ----------
    shown
        Rows with a value.
    of
        Column with the fact that a value is of; one that nobody knows has no unit.
    units
        From `unit_words`.
    before
        Column before which the unit is to stand.
    """
    unit = Column(name="unit", heading=FACTS.column("unit").heading)
    place = shown.table.names.index(before)
    columns = (*shown.table.columns[:place], unit, *shown.table.columns[place:])
    table = Table(name=shown.table.name, title=shown.table.title, columns=columns, key=shown.table.key)
    told = [units.get(str(fact), "") for fact in shown.frame[of]]
    return Shown(table=table, frame=shown.frame.assign(unit=pd.Series(told, index=shown.frame.index, dtype="str")))
