"""Checks of the judgement of candidate sites: who is left, what could not be tested, and how sure the first is."""

from collections.abc import Iterator

import pandas as pd

from geo.analysis.checks.given import CheckInput, Judged
from geo.analysis.checks.rules import LEAST_FIRST_SHARE, breach
from geo.findings import Finding, Value


def judgement(given: CheckInput) -> Iterator[Finding]:
    """Look at what became of the candidates."""
    judged = given.judged
    if judged is None or judged.ranking.empty:
        return
    yield from _dropped(judged)
    yield from _untested(judged)
    yield from _criteria(judged)
    yield from _first(judged)


def _dropped(judged: Judged) -> Iterator[Finding]:
    rows = judged.ranking
    ids = list(rows.loc[rows["eligible"] == "no", "candidate_id"])
    said: dict[str, Value] = {"profile": _profile(judged), "dropped": len(ids), "candidates": len(rows)}
    if len(ids) == len(rows):
        yield breach("no_candidate_left", ids, **said)
    elif ids:
        yield breach("candidates_dropped", ids, names=judged.named(ids), **said)


def _profile(judged: Judged) -> str:
    return "" if judged.verdicts.empty else str(judged.verdicts["profile"].iloc[0])


def _untested(judged: Judged) -> Iterator[Finding]:
    """Tell per hard rule for which candidates that are still in it cannot be tested."""
    rows = judged.ranking
    still = set(rows.loc[rows["eligible"] == "untestable", "candidate_id"])
    verdicts = judged.verdicts
    asked = verdicts["hard"] & verdicts["verdict"].eq("untestable") & verdicts["candidate_id"].isin(still)
    for _, own in verdicts[asked].groupby("rule", sort=True):
        ids = sorted(own["candidate_id"])
        title = str(own["title"].iloc[0])
        yield breach("candidates_untestable", ids, names=judged.named(ids), asked=title)


def _criteria(judged: Judged) -> Iterator[Finding]:
    rows, ranked = judged.scores, set(judged.ranking.loc[judged.ranking["rank"].notna(), "candidate_id"])
    for criterion in judged.criteria.to_dict("records"):
        own = rows[(rows["criterion"] == criterion["criterion"]) & rows["candidate_id"].isin(ranked)]
        title = str(criterion["title"])
        if len(own) > 1 and own["score"].max() == own["score"].min():  # as they count: what stands in for a gap too
            yield breach("criterion_without_spread", asked=title)
        lost = sorted(own.loc[own["missing"].astype("bool"), "candidate_id"])
        if lost:
            yield breach("criterion_values_missing", lost, asked=title, names=judged.named(lost))


def _first(judged: Judged) -> Iterator[Finding]:
    """Tell where another is first in most weightings, or by another method."""
    ranked = judged.ranking.dropna(subset=["rank"])
    if len(ranked) < 2:  # noqa: PLR2004 (one is first whatever one does)
        return
    first = _least(ranked, "rank")
    share = first["first_share"]
    if pd.notna(share) and share < LEAST_FIRST_SHARE:
        rival = ranked[ranked["candidate_id"] != first["candidate_id"]].sort_values(
            ["first_share", "candidate_id"], ascending=[False, True]
        )
        other = str(rival["candidate_id"].iloc[0])
        name, rivals = judged.named([str(first["candidate_id"]), other])
        yield breach("first_unsure", [first["candidate_id"]], name=name, other_name=rivals, share=float(share))
    by_other = ranked.dropna(subset=["topsis_rank"])
    if len(by_other) and float(by_other.set_index("candidate_id")["topsis_rank"].get(first["candidate_id"], 1)) > 1:
        other = str(_least(by_other, "topsis_rank")["candidate_id"])
        name, rivals = judged.named([str(first["candidate_id"]), other])
        yield breach("methods_differ", [first["candidate_id"], other], name=name, other_name=rivals)


def _least(rows: pd.DataFrame, column: str) -> pd.Series:
    return rows.sort_values([column, "candidate_id"]).iloc[0]
