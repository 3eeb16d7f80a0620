"""The sheet of all candidates of chapter 4."""

from collections.abc import Iterator
from functools import partial

import geopandas as gpd
import pandas as pd

from geo.maps.candidate_verdicts import candidates_sheet
from geo.stages.imprint import imprint_of_sheet
from geo.stages.results_candidates import by_rank
from geo.stages.sheet_job import Draw
from geo.stages.stage import Work
from geo.tables.facts import CANDIDATE_FACTS
from geo.tables.ranking import RANKING

_SHOWN = ["candidate_id", "eligible", "rank", "rank_low", "rank_high"]


def candidate_drawings(work: Work, *, number: str) -> Iterator[Draw]:
    """Draw all candidates with their verdict and rank; nothing in a plan without candidates.

    Parameters
    ----------
    work
        What the stages made.
    number
        Number of the map, for example ``4d``.
    """
    inputs = work.inputs()
    if inputs.candidates.empty:
        return
    sites = inputs.candidates.rename(columns={"location_id": "candidate_id"})
    judged = by_rank(work.frame(RANKING.name))[_SHOWN].merge(places_of_candidates(work), on="candidate_id", how="left")
    about = sites[["candidate_id", "name", "municipality", "open", "geometry"]]
    yield partial(
        candidates_sheet,
        gpd.GeoDataFrame(judged.merge(about, on="candidate_id"), geometry="geometry", crs=sites.crs),
        gpd.GeoDataFrame(inputs.locations[["location_id", "name", "open", "geometry"]]),
        imprint=imprint_of_sheet(work, "candidates"),
        number=number,
    )


def places_of_candidates(work: Work) -> pd.DataFrame:
    """Give the places of each candidate as its facts have them: of flexible ones the most."""
    facts = work.frame(CANDIDATE_FACTS.name)
    known = facts[facts["fact"] == "capacity"].rename(columns={"value": "places"})
    return known[["candidate_id", "places"]].astype({"places": "Int64"})
