"""Gathers what the workbook and the layers for QGIS show of the search for sites."""

from dataclasses import replace

import geopandas as gpd

from geo.maps import style
from geo.maps.qgis_style import Look, areas_by, merged
from geo.report.results import Shown
from geo.stages.finder import searched_land
from geo.stages.stage import Work
from geo.tables.finder import FINDER, FINDER_SUMMARY
from geo.words import say

_LAYER = "zoekgebied"


def search_tables(work: Work) -> tuple[Shown, ...]:
    """Give what came of the search, by rule and by piece of land; nothing in a plan that does not search.

    The rules have their titles. Squares, which have no names, have no column for these.
    """
    if not _searched(work):
        return ()
    summary, land = work.frame(FINDER_SUMMARY.name), work.frame(FINDER.name)
    titles = dict(zip(summary["rule"], summary["title"], strict=True))
    table = FINDER if (land["name"] != "").any() else FINDER.without("name")
    told = land.assign(rule=land["rule"].map(titles).fillna(""))
    return (Shown(table=FINDER_SUMMARY.without("rule"), frame=summary), Shown(table=table, frame=told))


def search_layers(work: Work) -> dict[str, gpd.GeoDataFrame]:
    """Give the land with what came of it as a layer; nothing in a plan that does not search."""
    return {_LAYER: searched_land(work)} if _searched(work) else {}


def search_look(work: Work) -> Look:
    """Give how QGIS draws that layer: as on the sheet; squares, which touch, as one area."""
    asked = work.plan.finder
    looks = {word: (say(f"eligible.{word}"), look) for word, look in style.SEARCH_AREAS.items()}
    look = replace(areas_by("passed", looks, outlined=True), heading=say("search.classes"), opacity=style.OVERLAY)
    return look if asked is not None and asked.areas is not None else merged(look)


def _searched(work: Work) -> bool:
    return work.plan.finder is not None and work.streets == "used"
