"""How sure the ranking of candidate sites is, as tables: with other weights, and with other values of unsure facts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.analysis.candidates.criteria import Flags, Scores
from geo.analysis.candidates.facts import Texts
from geo.analysis.candidates.pairs import pairs
from geo.analysis.candidates.ranking import ranks, weighted_sum
from geo.analysis.candidates.sensitivity import rank_span, sensitivity
from geo.analysis.candidates.smaa import Smaa, smaa
from geo.analysis.candidates.toppling import swings, toppling
from geo.tables.columns import Kind, Table
from geo.tables.ranking import PAIRS, RANK_SHARES, SENSITIVITY, SWINGS, TOPPLING

SHARED_RANKS = 10
"""Ranks whose shares are told."""
PAIRED = 500
"""Best candidates among which pairs are sought; of all pairs of thousands nobody reads a table."""
_DTYPES: dict[Kind, str] = {"number": "float64", "share": "Float64", "count": "Int64", "yes_no": "boolean"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Certainty:
    """How sure a ranking is."""

    ranks: pd.DataFrame
    """``candidate_id, rank_low, rank_high, first_share`` of the ranked, over the weightings drawn, and their
    ``rank_if_best, rank_if_worst`` from `geo.analysis.candidates.sensitivity.rank_span`."""
    rank_shares: pd.DataFrame
    """The columns of `geo.tables.ranking.RANK_SHARES`, for the first `SHARED_RANKS` ranks."""
    pairs: pd.DataFrame
    """From `geo.analysis.candidates.pairs.pairs`, of the first `PAIRED` candidates."""
    toppling: pd.DataFrame
    """From `geo.analysis.candidates.toppling.toppling`."""
    swings: pd.DataFrame
    """From `geo.analysis.candidates.toppling.swings`."""
    sensitivity: pd.DataFrame
    """From `geo.analysis.candidates.sensitivity.sensitivity`."""

    def tables(self) -> tuple[tuple[Table, pd.DataFrame], ...]:
        """List the tables with their columns."""
        return (
            (RANK_SHARES, self.rank_shares),
            (PAIRS, self.pairs),
            (TOPPLING, self.toppling),
            (SWINGS, self.swings),
            (SENSITIVITY, self.sensitivity),
        )


def certainty(scores: Scores, inside: Flags, *, weightings: int, seed: int) -> Certainty:
    """Tell how sure a ranking is.

    Parameters
    ----------
    scores
        Scores of all candidates.
    inside
        Which of them are ranked.
    weightings, seed
        How many weightings are drawn, and from which seed.

    Returns
    -------
    certainty
        Tables without rows where nobody is ranked.
    """
    if not inside.any():
        return _nothing()
    kept = scores.only(inside)
    drawn = smaa(kept.score, kept.bounds, weightings=weightings, seed=seed, top=SHARED_RANKS)
    names, told = (_texts(tuple(getattr(one, name) for one in kept.criteria)) for name in ("id", "title"))
    best = ranks(weighted_sum(kept.score, kept.weights)) <= PAIRED
    return Certainty(
        ranks=_ranks(kept, drawn),
        rank_shares=_rank_shares(kept.ids, drawn),
        pairs=pairs(kept.ids[best], kept.score[best], kept.bounds),
        toppling=toppling(kept.ids, kept.score, told, kept.weights, kept.bounds),
        swings=swings(kept.ids, kept.score, names, kept.weights, kept.bounds),
        sensitivity=sensitivity(kept.ids, kept.score, kept.low, kept.high, names, kept.weights),
    )


def with_certainty(ranking: pd.DataFrame, found: Certainty) -> pd.DataFrame:
    """Add how the rank of each candidate may come out, and how often it is first; unknown of those not ranked."""
    return ranking.merge(found.ranks, on="candidate_id", how="left")


def _texts(names: tuple[str, ...]) -> Texts:
    return np.array(names, dtype=object)


def _ranks(kept: Scores, drawn: Smaa) -> pd.DataFrame:
    best, worst = rank_span(kept.score, kept.low, kept.high, kept.weights)
    return pd.DataFrame(
        {
            "candidate_id": pd.Series(kept.ids, dtype="str"),
            "rank_low": pd.Series(drawn.rank_low, dtype="Int64"),
            "rank_high": pd.Series(drawn.rank_high, dtype="Int64"),
            "first_share": pd.Series(drawn.first_share, dtype="Float64"),
            "rank_if_best": pd.Series(best, dtype="Int64"),
            "rank_if_worst": pd.Series(worst, dtype="Int64"),
        }
    )


def _rank_shares(ids: Texts, drawn: Smaa) -> pd.DataFrame:
    """Give a row for each candidate and rank; there are no more ranks than candidates."""
    count = min(SHARED_RANKS, len(ids))
    return pd.DataFrame(
        {
            "candidate_id": pd.Series(np.repeat(ids, count), dtype="str"),
            "rank": pd.Series(np.tile(np.arange(1, count + 1), len(ids)), dtype="Int64"),
            "share": pd.Series(drawn.shares[:, :count].ravel(), dtype="Float64"),
        }
    )


def _nothing() -> Certainty:
    counts = dict.fromkeys(("rank_low", "rank_high", "rank_if_best", "rank_if_worst"), "Int64")
    kinds = {"candidate_id": "str", **counts, "first_share": "Float64"}
    return Certainty(
        ranks=pd.DataFrame({name: pd.Series([], dtype=kind) for name, kind in kinds.items()}),
        rank_shares=_empty(RANK_SHARES),
        pairs=_empty(PAIRS),
        toppling=_empty(TOPPLING),
        swings=_empty(SWINGS),
        sensitivity=_empty(SENSITIVITY),
    )


def _empty(table: Table) -> pd.DataFrame:
    return pd.DataFrame({one.name: pd.Series([], dtype=_DTYPES.get(one.kind, "str")) for one in table.columns})
