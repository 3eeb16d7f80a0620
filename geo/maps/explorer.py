"""The explorer of candidate sites: one file with map, ranking, weights and rules, for use without a network.

Texts of others stand only in the data of the page, and its script writes them as text, never as markup. What a fact or
a verdict says is written here; the script computes scores and ranks alone.
"""

import geopandas as gpd

from geo.maps.explorer_content import ExplorerContent
from geo.maps.explorer_data import explorer_data
from geo.maps.page_assets import script_asset
from geo.maps.page_base import base_map
from geo.maps.page_frame import render_page, view_of
from geo.maps.sheets import check_edition

__all__ = ["ExplorerContent", "explorer_page"]


def explorer_page(content: ExplorerContent) -> str:
    """Make the explorer.

    Parameters
    ----------
    content
        Imprint, candidates and the tables about them. Any text in it may hold anything.

    Returns
    -------
    page
        HTML that needs no other file and no network. The same content gives the same text.

    Raises
    ------
    InputError
        If the edition is ``openbaar`` and a candidate is not open.
    CrsError
        If a frame does not say in which reference system it is.
    ValueError
        If a candidate is listed twice, a table tells of one that is not listed, or the page would need anything that
        it does not carry.
    """
    check_edition(content.candidates, content.imprint)
    candidates = _in_order(content)
    data = explorer_data(content, candidates) | {
        "bounds": view_of([candidates] if len(candidates) else [content.landscape])
    }
    return render_page(
        "explorer.html.j2",
        content.imprint,
        styles=("leaflet.css", "frame.css", "explorer.css"),
        scripts=(script_asset("leaflet.js"), script_asset("map.js"), script_asset("explorer.js")),
        data={"setting": data, "base": base_map(content.landscape)},
        values={},
    )


def _in_order(content: ExplorerContent) -> gpd.GeoDataFrame:
    """Sort the candidates by their ids, which settle ties; refuse what cannot be told apart or is not listed."""
    ids = content.candidates["candidate_id"].astype(str)
    told = (content.candidate_facts, content.verdicts, content.scores, content.ranking)
    used = {str(key) for frame in told for key in frame["candidate_id"].unique()}
    pairs = content.pairs
    used |= {str(key) for name in ("better_id", "worse_id") for key in pairs[name].unique()}
    if not ids.is_unique or not used <= set(ids):
        missing, twice = sorted(used - set(ids)), sorted(set(ids[ids.duplicated()]))
        msg = f"the explorer lists every candidate once; missing: {missing}, twice: {twice}"
        raise ValueError(msg)
    return content.candidates.iloc[sorted(range(len(ids)), key=ids.to_list().__getitem__)]
