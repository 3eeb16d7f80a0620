"""Gathers what the workbook shows of the judgement of candidates."""

from collections.abc import Mapping

import pandas as pd

from geo.report.results import Shown
from geo.stages.results_candidates import by_rank
from geo.stages.results_facts import unit_words, with_unit
from geo.stages.results_names import candidate_names, with_names
from geo.stages.results_side_by_side import side_by_side
from geo.stages.stage import Work
from geo.tables.columns import Table
from geo.tables.facts import FACTS
from geo.tables.ranking import (
    CRITERIA,
    PAIRS,
    RANK_SHARES,
    RANKING,
    SCORES,
    SENSITIVITY,
    SWINGS,
    TOPPLING,
    VERDICTS,
)

_TABLES = (RANKING, VERDICTS, CRITERIA, SCORES, RANK_SHARES, PAIRS, TOPPLING, SWINGS, SENSITIVITY)
_CANDIDATES = ("candidate_id", "better_id", "worse_id", "winner_id", "rival_id")


def ranking_tables(work: Work) -> tuple[Shown, ...]:
    """Give the tables of the ranking with candidates by name; none in a plan without candidates.

    Parameters
    ----------
    work
        What the stages made.
    """
    if work.inputs().candidates.empty:
        return ()
    names, units = candidate_names(work.inputs().candidates), unit_words(work.frame(FACTS.name))
    tables = (told(table, work.frame(table.name), units) for table in _TABLES)
    named = (with_names(shown, names, *_CANDIDATES) for shown in tables)
    return (*side_by_side(work, names), *(shown for shown in named if shown is not None))


def told(table: Table, frame: pd.DataFrame, units: Mapping[str, str]) -> Shown:
    """Set the ranking in the order of the ranks, and the unit beside the values of the rules."""
    if table.name == RANKING.name:
        return Shown(table=table, frame=by_rank(frame))
    if table.name == VERDICTS.name:
        return with_unit(Shown(table=table, frame=frame), "fact", units, before="value")
    return Shown(table=table, frame=frame)
