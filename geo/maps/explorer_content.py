"""What the explorer of candidate sites shows: the sites and the tables about them."""

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from geo.imprint import Imprint


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplorerContent:
    """All that the explorer shows; only scores by other weights, and the ranks that follow, are computed by the page.

    A candidate has its row in the tables, or they know nothing of it: no fact is then *onbekend*, no score means no
    rank.
    """

    imprint: Imprint
    """Title, edition, reference date and sources."""
    candidates: gpd.GeoDataFrame
    """One row a site: ``candidate_id``, ``name``, ``municipality``, ``open`` and geometry, with a reference system."""
    facts: pd.DataFrame
    """The table `geo.tables.facts.FACTS`, in the order in which facts are told."""
    candidate_facts: pd.DataFrame
    """The table `geo.tables.facts.CANDIDATE_FACTS`."""
    verdicts: pd.DataFrame
    """The table `geo.tables.ranking.VERDICTS`; its rules are told in the order of the rows."""
    criteria: pd.DataFrame
    """The table `geo.tables.ranking.CRITERIA`."""
    scores: pd.DataFrame
    """The table `geo.tables.ranking.SCORES`; those that drop out have scores too, so that they can come back."""
    ranking: pd.DataFrame
    """The table `geo.tables.ranking.RANKING`."""
    pairs: pd.DataFrame
    """The table `geo.tables.ranking.PAIRS`; may be empty."""
    profile: str
    """Title of the profile of rules."""
    landscape: gpd.GeoDataFrame
    """Base map: ``layer``, ``kind``, ``name``, geometry, with a reference system; may be empty."""
    left_out: tuple[str, ...] = ()
    """Criteria of the plan that do not count, as there is no fact for them; a plan asks for their weights too."""
