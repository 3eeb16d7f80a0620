"""Gathers what the document shows of the candidate sites: names instead of ids, margins in words."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from geo.fact_words import fact_text, quantity
from geo.figures import format_number, format_share
from geo.report.results import Judgement, ReportInput, Shown
from geo.stages.results_names import candidate_names
from geo.stages.stage import Work
from geo.tables.columns import Column, Table
from geo.tables.profiles import FAILS, UNTESTABLE
from geo.tables.ranking import CRITERIA, ELIGIBILITIES, RANKING, TOPPLING, VERDICTS
from geo.verdict_words import is_small, reason
from geo.words import say

_SCORE_DECIMALS = 3
_MOST = 5
"""So many rivals the document names."""


def with_judgement(results: ReportInput, work: Work) -> ReportInput:
    """Add what became of the candidates; nothing without candidates or without streets."""
    return replace(results, judgement=judgement(work))


def judgement(work: Work) -> Judgement | None:
    """Give what became of the candidates; None without candidates or without streets."""
    ranking = None if work.inputs().candidates.empty else work.frame_of_streets("ranking")
    if ranking is None:
        return None
    names, verdicts = candidate_names(work.inputs().candidates), work.frame("verdicts")
    ordered = by_rank(ranking)
    first = ordered.iloc[0] if ordered["rank"].notna().any() else None
    return Judgement(
        ranking=_ranking(ordered, names, verdicts),
        verdicts=_verdicts(verdicts, names, work.frame("candidate_facts"), work.frame("facts")),
        criteria=_criteria(work.frame("criteria")),
        changes=_changes(work.frame("toppling"), names),
        profile="" if verdicts.empty else str(verdicts["profile"].iloc[0]),
        left_out=tuple(work.frame("criteria_left_out")["title"].astype("str")),
        counts={one: int((ranking["eligible"] == one).sum()) for one in ELIGIBILITIES},
        first="" if first is None else names[str(first["candidate_id"])],
        first_share=None if first is None or pd.isna(first["first_share"]) else float(first["first_share"]),
        weightings=work.plan.candidates.weightings,
        edition=work.imprint().edition,
    )


def by_rank(ranking: pd.DataFrame) -> pd.DataFrame:
    """Set candidates in the order of their ranks; those without one last, by their ids."""
    return ranking.sort_values(["rank", "candidate_id"], na_position="last", ignore_index=True)


def _named(table: Table, *columns: str) -> Table:
    """Let the column of ids hold names."""
    first = replace(table.column(columns[0]), kind="text")
    return Table(name=table.name, title=table.title, columns=(first, *table.only(*columns[1:]).columns))


def _ranking(ordered: pd.DataFrame, names: dict[str, str], verdicts: pd.DataFrame) -> Shown:
    """Give the ranking in its order; a rank that there is none of is a dash, as is the score of who dropped out."""
    shown = _named(RANKING, "candidate_id", "eligible", "score", "rank")
    span, share = Column(name="span", heading=say("report.rank_span")), RANKING.column("first_share")
    other = Column(name="other", heading=say("report.other_rules"), kind="count")
    spans = [
        f"{int(low)}–{int(high)}" if pd.notna(low) and pd.notna(high) else "–"
        for low, high in zip(ordered["rank_low"], ordered["rank_high"], strict=True)
    ]
    told = ordered.assign(
        candidate_id=ordered["candidate_id"].map(names),
        score=_texts(
            ordered["score"].where(ordered["rank"].notna()), lambda value: format_number(value, _SCORE_DECIMALS)
        ),
        rank=_texts(ordered["rank"], format_number),
        first_share=_texts(ordered["first_share"], lambda value: format_share(value, share.decimals)),
        span=spans,
        other=_other_rules(ordered["candidate_id"], verdicts),
    )
    columns = (*shown.columns, span, share, *(() if verdicts.empty else (other,)))
    return Shown(table=replace(shown, columns=columns), frame=told)


def _other_rules(ids: pd.Series, verdicts: pd.DataFrame) -> list[int]:
    """Count per candidate the rules that are no knock-out and that it does not meet."""
    failed = verdicts.loc[~verdicts["hard"].astype("bool") & (verdicts["verdict"] == FAILS), "candidate_id"]
    counts = failed.value_counts()
    return [int(counts.get(one, 0)) for one in ids]


def _texts(values: pd.Series, write: Callable[[float], str]) -> list[str]:
    return ["–" if pd.isna(value) else write(float(value)) for value in values]


def _verdicts(verdicts: pd.DataFrame, names: dict[str, str], facts: pd.DataFrame, kinds: pd.DataFrame) -> Shown:
    """Give the hard rules that are failed or untestable, with value and margin in words."""
    rows = verdicts[verdicts["hard"] & verdicts["verdict"].isin([FAILS, UNTESTABLE])]
    rows = rows.merge(kinds[["fact", "kind", "unit"]], on="fact", how="left")
    titles = dict(zip(kinds["fact"].astype("str"), kinds["title"].astype("str"), strict=True))
    rows = rows.merge(facts[["candidate_id", "fact", "status", "low"]], on=["candidate_id", "fact"], how="left")
    told = [
        {**row, "candidate_id": names[row["candidate_id"]], **_measured(row, titles)} for row in rows.to_dict("records")
    ]
    columns = (
        replace(VERDICTS.column("candidate_id"), kind="text"),
        VERDICTS.column("title"),
        VERDICTS.column("verdict"),
        *(replace(VERDICTS.column(name), kind="text") for name in ("value", "bound", "margin")),
        VERDICTS.column("basis"),
    )
    table = Table(name=VERDICTS.name, title=VERDICTS.title, columns=columns)
    return Shown(table=table, frame=pd.DataFrame(told, columns=[column.name for column in columns]))


def _measured(row: Mapping[Hashable, Any], titles: Mapping[str, str]) -> dict[str, str]:
    """Write value, bound and margin of a verdict; a fact that the plan does not have cannot be tested."""
    if pd.isna(row["kind"]):
        return {"value": "–", "bound": "–", "margin": say("verdict.untestable")}
    how = {"kind": row["kind"], "unit": row["unit"]}
    told = {str(name): value for name, value in row.items()}
    margin = reason(told, titles=titles, **how)
    beside = row["low"] if pd.isna(row["value"]) else row["value"]
    return {
        "value": fact_text(row["value"], status=row["status"], low=row["low"], beside=row["bound"], **how),
        "bound": "–" if pd.isna(row["bound"]) else quantity(row["bound"], beside=beside, **how),
        "margin": say("report.small_margin", margin=margin) if is_small(told, kind=row["kind"]) else margin,
    }


def _criteria(frame: pd.DataFrame) -> Shown:
    return Shown(table=CRITERIA.only("title", "value", "weight"), frame=frame)


def _changes(frame: pd.DataFrame, names: dict[str, str]) -> Shown:
    """Give the rivals that the smallest changes put first, the smallest first; the workbook has them all."""
    rows = frame[frame["possible"].astype("bool")].sort_values(["change", "rival_id"], ignore_index=True).head(_MOST)
    table = _named(TOPPLING, "rival_id", "change", "weights")
    return Shown(table=table, frame=rows.assign(rival_id=rows["rival_id"].map(names)))
