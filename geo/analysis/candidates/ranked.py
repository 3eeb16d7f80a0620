"""The tables of criteria and of the ranking, from scores and from what the hard rules leave."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from geo.analysis.candidates.criteria import Flags, Scores
from geo.analysis.candidates.crosscheck import topsis
from geo.analysis.candidates.facts import Floats
from geo.analysis.candidates.ranking import pareto, ranks, weighted_sum
from geo.tables.facts import Fact
from geo.tables.ranking import CRITERIA, ELIGIBILITIES
from geo.value_words import value_text

_FAILS = ELIGIBILITIES[1]


def ranked(scores: Scores, eligible: pd.Series) -> Flags:
    """Tell which candidates are ranked: those that fail no hard rule and that the rule for missing values lets in.

    Parameters
    ----------
    scores
        Scores of all candidates.
    eligible
        One of `geo.tables.ranking.ELIGIBILITIES` for each of them, in the same order.
    """
    if not scores.criteria:
        return np.zeros(len(scores.ids), dtype=bool)
    passes = np.asarray(eligible != _FAILS, dtype=bool)
    whole: Flags = ~np.isnan(scores.score.sum(axis=1))
    return passes & whole


def ranking(scores: Scores, eligibility: pd.DataFrame) -> pd.DataFrame:
    """Rank the candidates by the weighted sum, with what another method and the Pareto set say of them.

    Parameters
    ----------
    scores
        Scores of all candidates.
    eligibility
        ``candidate_id, eligible, failed_rules, untested_rules`` of the same candidates, in the same order.

    Returns
    -------
    table
        Those columns of `geo.tables.ranking.RANKING` that weights other than the plan's have no part in, by candidate.
        The score is told of everyone that has one; rank, Pareto and TOPSIS of those that `ranked` keeps alone.
    """
    inside = ranked(scores, eligibility["eligible"])
    kept, weights = scores.score[inside], scores.weights
    sums = weighted_sum(scores.score, weights) if scores.criteria else np.full(len(scores.ids), np.nan)
    return eligibility.assign(
        score=sums,
        rank=_whole(ranks(sums[inside]), inside),
        pareto=pd.Series(_spread(pareto(kept).astype(float), inside)).astype("boolean"),
        topsis_rank=_whole(ranks(topsis(kept, weights)), inside),
        missing=scores.missing.sum(axis=1).astype("int64"),
    )


def _spread(found: Floats, inside: Flags) -> Floats:
    """Put what was found of the ranked among all candidates; NaN for the others."""
    spread = np.full(len(inside), np.nan)
    spread[inside] = found
    return spread


def _whole(found: Floats, inside: Flags) -> pd.Series:
    """Put whole numbers of the ranked among all candidates."""
    return pd.Series(_spread(found, inside)).astype("Int64")


def criteria_table(scores: Scores, inside: Flags, facts: Mapping[str, Fact]) -> pd.DataFrame:
    """Tell the criteria with their weights, and how far they tell the ranked candidates apart.

    Parameters
    ----------
    scores
        Scores of all candidates.
    inside
        Which of them are ranked.
    facts
        The facts by id.

    Returns
    -------
    table
        The columns of `geo.tables.ranking.CRITERIA`, in the order of the plan. ``spread`` is the highest score less the
        lowest; 0 is a criterion that makes no difference, NaN with fewer than two candidates.
    """
    kept = scores.score[inside]
    spread = np.ptp(kept, axis=0) if len(kept) > 1 else np.full(len(scores.criteria), np.nan)
    rows = [
        {
            "criterion": one.id,
            "title": one.title,
            "fact": one.fact,
            "value": value_text(one.value, kind=facts[one.fact].kind, unit=facts[one.fact].unit),
            "weight": one.weight,
            "weight_low": one.weight_low,
            "weight_high": one.weight_high,
            "source": one.source,
        }
        for one in scores.criteria
    ]
    frame = pd.DataFrame(rows, columns=[name for name in CRITERIA.names if name != "spread"])
    texts = dict.fromkeys(("criterion", "title", "fact", "value", "source"), "str")
    shares = dict.fromkeys(("weight", "weight_low", "weight_high"), "float64")
    return frame.astype(texts | shares).assign(spread=spread)[list(CRITERIA.names)]
