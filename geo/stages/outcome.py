"""What became of the candidates, in a few figures: for the end of a run."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from geo.stages.results_names import candidate_names
from geo.tables.ranking import ELIGIBILITIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How many candidates came through, and which are first."""

    counts: Mapping[str, int]
    """How many candidates there are of each of `geo.tables.ranking.ELIGIBILITIES`."""
    first: tuple[str, ...]
    """Those that are first, more than one where they score the same, as people read them: ``Oude veiling (MK01)``."""


def outcome_of(ranking: pd.DataFrame, candidates: pd.DataFrame) -> Outcome:
    """Count what became of the candidates.

    Parameters
    ----------
    ranking
        The table ``ranking``.
    candidates
        As read: `location_id`, `name`.
    """
    names = candidate_names(candidates)
    first = sorted(ranking.loc[ranking["rank"].eq(1).fillna(value=False).astype(bool), "candidate_id"])
    return Outcome(
        counts={one: int((ranking["eligible"] == one).sum()) for one in ELIGIBILITIES},
        first=tuple(names[str(one)] for one in first),
    )
