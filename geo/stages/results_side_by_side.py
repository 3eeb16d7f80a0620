"""Gathers the sheet on which analysts filter: a row per candidate, its facts side by side as numbers."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any, cast

import pandas as pd

from geo.report.results import Shown
from geo.stages.results_candidates import by_rank
from geo.stages.stage import Work
from geo.tables.columns import Column, Kind, Table
from geo.tables.portfolio import PORTFOLIO
from geo.tables.ranking import RANKING, VERDICTS
from geo.words import say

_ALWAYS = ("layers", "own")
"""Groups of facts that somebody put into the plan and so wants to see, asked for by a rule or not."""


def side_by_side(work: Work, names: Mapping[str, str]) -> tuple[Shown, ...]:
    """Give a row per candidate in the order of the ranks, with every fact that a rule or a criterion asks for.

    Parameters
    ----------
    work
        What the stages made; facts of map layers and of own columns are told too, whether asked for or not.
    names
        Name per candidate.

    Returns
    -------
    shown
        One table; what is unknown is empty. Nothing without a ranking.
    """
    ranking = by_rank(work.frame(RANKING.name))
    if ranking.empty:
        return ()
    profile = work.inputs().profile
    asked = {*(profile.facts if profile else ()), *work.frame("criteria")["fact"]}
    facts = [
        fact
        for fact in work.frame("facts").to_dict("records")
        if str(fact["fact"]) in asked or str(fact["group"]) in _ALWAYS
    ]
    wide = _wide(work.frame("candidate_facts"), ranking["candidate_id"])
    towns = dict(work.inputs().candidates[["location_id", "municipality"]].itertuples(index=False, name=None))
    frame = ranking.assign(
        municipality=ranking["candidate_id"].map(towns),
        candidate_id=ranking["candidate_id"].map(names),
        **{str(fact["fact"]): _numbers(wide, str(fact["fact"])) for fact in facts},
    )
    table = Table(
        name="side_by_side",
        title=say("report.side_by_side"),
        columns=(
            RANKING.column("candidate_id"),
            PORTFOLIO.column("municipality"),
            replace(RANKING.column("eligible"), heading=VERDICTS.column("verdict").heading),
            RANKING.column("rank"),
            RANKING.column("score"),
            *(_column(fact, frame[str(fact["fact"])]) for fact in facts),
        ),
    )
    return (Shown(table=table, frame=frame[list(table.names)]),)


def _wide(known: pd.DataFrame, ids: pd.Series) -> pd.DataFrame:
    """Give a row per candidate and a column per fact."""
    columns = {fact: rows.set_index("candidate_id")["value"] for fact, rows in known.groupby("fact", sort=False)}
    return pd.DataFrame(columns, index=pd.Index(ids))


def _numbers(wide: pd.DataFrame, fact: str) -> list[float]:
    return list(wide[fact]) if fact in wide else [float("nan")] * len(wide)


def _column(fact: Mapping[Hashable, Any], values: pd.Series) -> Column:
    """Head a column with title and unit; an area that is no whole number has a decimal, as one per place has."""
    kind, unit = str(fact["kind"]), "" if pd.isna(fact["unit"]) else str(fact["unit"])
    known = values.dropna()
    broken = kind == "area_m2" and bool((known != known.round()).any())
    return Column(
        name=str(fact["fact"]),
        heading=str(fact["title"]),
        kind=cast("Kind", "number" if broken else kind),
        unit=unit,
    )
