"""Stage: the explorer of candidate sites, one page for use without a network."""

import geopandas as gpd
import pandas as pd

from geo.maps.explorer import ExplorerContent, explorer_page
from geo.stages.stage import Made, Stage, Work
from geo.store import write_text

_TABLES = ("facts", "candidate_facts", "verdicts", "criteria", "scores", "ranking", "pairs")
_LANDSCAPE = ("layer", "kind", "name")


def _run(work: Work) -> Made:
    listed = work.inputs().candidates
    if listed.empty:
        return Made()
    imprint, tables = work.imprint(), {name: work.frame(name) for name in _TABLES}
    content = ExplorerContent(
        imprint=imprint,
        candidates=listed.rename(columns={"location_id": "candidate_id"}),
        profile=_profile(tables["verdicts"]),
        landscape=_landscape(work, listed),
        left_out=tuple(work.frame("criteria_left_out")["criterion"].astype(str)),
        **tables,
    )
    path = work.outputs.maps / f"kandidaatlocaties-{imprint.edition}.html"
    return Made(files=(write_text(path, explorer_page(content)),))


def _profile(verdicts: pd.DataFrame) -> str:
    return "" if verdicts.empty else str(verdicts["profile"].iloc[0])


def _landscape(work: Work, like: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the base map; an empty one in a plan without streets."""
    found = work.frame_of_streets("landscape")
    if found is None:
        return gpd.GeoDataFrame({name: [] for name in _LANDSCAPE}, geometry=[], crs=like.crs)
    return gpd.GeoDataFrame(found)


STAGE = Stage(
    name="explorer",
    needs=("candidate_facts", "ranking"),
    uses=("landscape",),
    reads=("locations", "candidates", "boundaries", "addresses", "osm"),
    sections=("plan", "input", "candidates"),
    run=_run,
)
