"""Gathers what the workbook shows of the judgement of candidates."""

from geo.report.results import Shown
from geo.stages.results_candidates import candidate_names
from geo.stages.results_names import with_names
from geo.stages.stage import Work
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
    names = candidate_names(work)
    named = (with_names(Shown(table=table, frame=work.frame(table.name)), names, *_CANDIDATES) for table in _TABLES)
    return tuple(shown for shown in named if shown is not None)
