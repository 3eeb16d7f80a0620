"""The sheet of the search for sites: what falls, what cannot be tested and where a closer look is needed.

Colour never speaks alone: each of the three has a hatch of its own, or none.
"""

from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.figures import format_date, format_list, format_number
from geo.imprint import Imprint
from geo.maps import style
from geo.maps.composition import Page
from geo.maps.layout import Heading, TableBlock, TableColumn
from geo.maps.legend import Item, Section
from geo.maps.provincial import province_sheet
from geo.maps.region import Region
from geo.maps.search_scene import MARK_MM2, MARKS, SMALL_MARK_MM2, outcomes, search_scene
from geo.maps.sheets import Sheet, check_edition, sheet_name
from geo.tables.finder import PASSES
from geo.tables.ranking import ELIGIBILITIES
from geo.words import say

_M2_PER_KM2, _M2_PER_HA = 1e6, 1e4
_MOST_LISTED = 40
"""How many areas that pass are named beside the map."""
_ROOM, _LEAST_ROOM_M, _MOST_OF_PROVINCE = 0.1, 250.0, 0.6
"""Room around areas, as a part of their length and at least; what takes more of a province shows all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchWords:
    """What the sheet says of the search."""

    profile: str
    """Name of the profile of rules."""
    profile_dated: str
    """The same, with what is known of its date."""
    source: str
    """Where the profile comes from."""
    land: str
    """What was searched: ``vierkanten van 250 m``, or the file with areas."""
    notes: tuple[str, ...] = ()
    """What the reader must know beside."""


def search_sheet(
    land: gpd.GeoDataFrame,
    summary: pd.DataFrame,
    places: gpd.GeoDataFrame,
    region: Region,
    *,
    imprint: Imprint,
    words: SearchWords,
    numbered: bool,
) -> Sheet:
    """Draw which land needs a closer look.

    Parameters
    ----------
    land
        `site_id`, `name`, `passed` and areas, in a metric reference system.
    summary
        The table `geo.tables.finder.FINDER_SUMMARY`.
    places
        Locations and candidates: `location_id`, `kind` (``location`` or ``candidate``), `open` and `geometry`.
    region, imprint
        As for `geo.maps.portfolio.portfolio_sheet`.
    words
        What the sheet says of the search.
    numbered
        Whether land is areas of the plan's own, with numbers that people know: the window is theirs, and those that
        pass are named. Squares show the whole province and have no numbers.

    Raises
    ------
    InputError
        If the edition is open and a location or candidate is not.
    CrsError
        If the land has no reference system.
    """
    check_edition(places, imprint)
    label, title = say("search.number"), say("search.title", province=imprint.province)
    state = say("maps.state", date=format_date(imprint.reference_date))
    counted = {word: rows for word in ELIGIBILITIES if len(rows := land[land["passed"] == word])}
    drawn = outcomes(land, numbered=numbered)
    joined = shapely.union_all([shape for outcome in drawn.values() for shape in outcome.shapes])
    ground = replace(region, window=_window(land, region)) if numbered else replace(region, cover=joined)
    mark_mm2 = SMALL_MARK_MM2 if numbered else MARK_MM2
    told = format_list([_told(word, rows) for word, rows in counted.items()])
    return province_sheet(
        Page(
            heading=Heading(number=label, title=title, subtitle=f"{words.profile} · {words.land} · {state}"),
            table=_table(summary, len(land)),
            sections=(_classes(counted), *(_passing(counted) if numbered else ()), _about(words, places, mark_mm2)),
        ),
        ground,
        lambda frame: search_scene(frame, ground, drawn, places, words.notes),
        land,
        imprint=imprint,
        name=sheet_name(label, "", imprint, region.paper),
        alt_text=say("search.alt", province=imprint.province, profile=words.profile_dated, land=words.land, told=told),
    )


def _window(land: gpd.GeoDataFrame, region: Region) -> tuple[float, float, float, float]:
    """Give the window of some areas, with room around them; where they lie all over a province, that of the whole."""
    (west, south, east, north), whole = land.total_bounds, region.provinces.total_bounds
    length = max(east - west, north - south)
    room = max(_ROOM * length, _LEAST_ROOM_M)
    if length > _MOST_OF_PROVINCE * max(whole[2] - whole[0], whole[3] - whole[1]):
        (west, south), (east, north) = np.fmin((west, south), whole[:2]), np.fmax((east, north), whole[2:])
        room = 0.0
    return float(west - room), float(south - room), float(east + room), float(north + room)


def _told(word: str, rows: gpd.GeoDataFrame) -> str:
    return say("search.class", what=say(f"eligible.{word}"), count=format_number(len(rows)), area=_area(rows))


def _area(rows: gpd.GeoDataFrame) -> str:
    """Write how large areas are together: in hectares where that is less than a square kilometre."""
    size_m2 = rows.geometry.area.sum()
    unit, size = ("km²", size_m2 / _M2_PER_KM2) if size_m2 >= _M2_PER_KM2 else ("ha", size_m2 / _M2_PER_HA)
    return f"{format_number(size, 1)} {unit}"


def _classes(counted: dict[str, gpd.GeoDataFrame]) -> Section:
    looks = {word: style.over_land(look) for word, look in style.SEARCH_AREAS.items()}
    items = [Item(symbol=looks[word], text=_told(word, rows)) for word, rows in counted.items()]
    return Section(title=say("search.classes"), items=tuple(items))


def _passing(counted: dict[str, gpd.GeoDataFrame]) -> tuple[Section, ...]:
    """Name the areas that pass; none where nothing does."""
    if PASSES not in counted:
        return ()
    names = [f"{row['site_id']} {row['name']}".strip() for row in counted[PASSES].to_dict("records")]
    listed = "; ".join(names[:_MOST_LISTED])
    if len(names) > _MOST_LISTED:
        listed = say("search.and_more", listed=listed, count=format_number(len(names) - _MOST_LISTED))
    return (Section(title=say("search.passing"), items=(Item(symbol=None, text=listed),)),)


def _about(words: SearchWords, places: gpd.GeoDataFrame, mark_mm2: float) -> Section:
    """Explain the marks, and name the profile that was asked."""
    marks = [
        Item(symbol=mark, text=say(f"search.{kind}")) for kind, mark in MARKS.items() if (places["kind"] == kind).any()
    ]
    said = [say("search.profile", profile=words.profile_dated, source=words.source), say("search.screening")]
    return Section(title="", items=(*marks, *(Item(symbol=None, text=text) for text in said)), mark_mm2=mark_mm2)


def _table(summary: pd.DataFrame, count: int) -> TableBlock:
    columns = (
        TableColumn(heading=say("search.column.rule"), width=62),
        TableColumn(heading=say("search.column.first"), width=22, right=True),
        TableColumn(heading=say("search.column.fails"), width=18, right=True),
        TableColumn(heading=say("search.column.untestable"), width=21, right=True),
    )
    asked = summary[summary["asked"] & summary["hard"]]
    names = ("fell_first", "fails", "untestable")
    cells = [(row["title"], *(format_number(row[name]) for name in names)) for row in asked.to_dict("records")]
    total = say("search.of_total", count=format_number(count))
    return TableBlock(title=say("search.rules", total=total), columns=columns, rows=tuple(cells))
