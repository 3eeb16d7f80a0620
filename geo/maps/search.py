"""The sheet of the search for sites: what falls, what cannot be tested and where a closer look is needed.

Colour never speaks alone: each of the three has a hatch of its own, or none.
"""

from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.figures import format_date, format_list, format_number
from geo.imprint import Imprint
from geo.maps import style
from geo.maps.composition import Page, Scene
from geo.maps.frame import MapFrame
from geo.maps.ground import Region, area_wishes, draw_ground, ground_within
from geo.maps.labels import Board, Placement, Wish, around
from geo.maps.layout import Heading, TableBlock, TableColumn
from geo.maps.legend import Item, Section
from geo.maps.marks import draw_placements, point_of
from geo.maps.outlines import area_path
from geo.maps.paper import Letter, Paper, mark_box
from geo.maps.provincial import province_sheet
from geo.maps.sheets import Sheet, check_edition, sheet_name
from geo.maps.style import MarkStyle
from geo.tables.ranking import ELIGIBILITIES
from geo.words import say

_MARK_MM2 = 7.0
_KEY = Letter(size_pt=style.LABEL_PT, weight="semibold", halo=style.PAPER)
_MARKS = {
    "location": MarkStyle(shape="circle", colour=style.BLUE),
    "candidate": MarkStyle(shape="diamond", colour=style.VERMILION),
}
"""Mark of what is there already, and of what is offered."""
_M2_PER_KM2 = 1e6


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
) -> Sheet:
    """Draw which land needs a closer look.

    Parameters
    ----------
    land
        `passed` and areas, in a metric reference system.
    summary
        The table `geo.tables.finder.FINDER_SUMMARY`.
    places
        Locations and candidates: `location_id`, `kind` (``location`` or ``candidate``), `open` and `geometry`.
    region, imprint
        As for `geo.maps.portfolio.portfolio_sheet`.
    words
        What the sheet says of the search.

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
    counted = {word: land[land["passed"] == word] for word in ELIGIBILITIES}
    shapes = {word: shapely.union_all(np.asarray(rows.geometry.values)) for word, rows in counted.items()}
    ground = replace(region, cover=shapely.union_all(list(shapes.values())))
    told = format_list([_told(word, rows) for word, rows in counted.items()])
    return province_sheet(
        Page(
            heading=Heading(number=label, title=title, subtitle=f"{words.profile} · {words.land} · {state}"),
            table=_table(summary, len(land)),
            sections=(_classes(counted), _about(words, places)),
        ),
        ground,
        lambda frame: _scene(frame, ground, shapes, places, words.notes),
        land,
        imprint=imprint,
        name=sheet_name(label, "", imprint),
        alt_text=say("search.alt", province=imprint.province, profile=words.profile_dated, land=words.land, told=told),
    )


def _told(word: str, rows: gpd.GeoDataFrame) -> str:
    return say("search.class", what=say(f"eligible.{word}"), count=format_number(len(rows)), area=_area(rows))


def _area(rows: gpd.GeoDataFrame) -> str:
    return f"{format_number(rows.geometry.area.sum() / _M2_PER_KM2, 1)} km²"


def _classes(counted: dict[str, gpd.GeoDataFrame]) -> Section:
    items = [Item(symbol=style.SEARCH_AREAS[word], text=_told(word, rows)) for word, rows in counted.items()]
    return Section(title=say("search.classes"), items=tuple(items))


def _about(words: SearchWords, places: gpd.GeoDataFrame) -> Section:
    """Explain the marks, and name the profile that was asked."""
    marks = [
        Item(symbol=mark, text=say(f"search.{kind}")) for kind, mark in _MARKS.items() if (places["kind"] == kind).any()
    ]
    said = [say("search.profile", profile=words.profile_dated, source=words.source), say("search.screening")]
    return Section(title="", items=(*marks, *(Item(symbol=None, text=text) for text in said)), mark_mm2=_MARK_MM2)


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


def _scene(
    frame: MapFrame,
    region: Region,
    classes: dict[str, BaseGeometry],
    places: gpd.GeoDataFrame,
    notes: tuple[str, ...],
) -> Scene:
    ground = ground_within(frame, region)
    spots = {
        (str(row["location_id"]), str(row["kind"])): frame.to_mm(spot)[0]
        for row in places.sort_values(["kind", "location_id"]).to_dict("records")
        if (spot := point_of(row["geometry"])) is not None and bool(frame.holds(spot, margin_mm=2.0)[0])
    }
    placed, lost = _labels(frame, region, spots)

    def draw(paper: Paper) -> None:
        draw_ground(paper, frame, ground)
        for word, shape in classes.items():
            look, path = style.SEARCH_AREAS[word], area_path(np.array([frame.shape_to_mm(shape)]))
            paper.add(path, fill=look.colour, edge=None, width_mm=0, hatch=look.hatch, order=1.0, alpha=style.OVERLAY)
            paper.add(path, fill=None, edge=style.GREY, width_mm=0.12, hatch="", order=1.1)
        for (_, kind), (x, y) in spots.items():
            paper.mark((float(x), float(y)), _MARKS[kind], _MARK_MM2)
        draw_placements(paper, placed)

    unnamed = (say("maps.unnamed", names=", ".join(lost)),) if lost else ()
    return Scene(notes=(*notes, *unnamed), unplaced=lost, draw=draw)


def _labels(
    frame: MapFrame, region: Region, spots: dict[tuple[str, str], NDArray[np.float64]]
) -> tuple[tuple[Placement, ...], tuple[str, ...]]:
    """Give each mark its number where there is room, and then each area its name; names may be lost."""
    boxes = {key: mark_box((float(x), float(y)), _MARKS[key[1]], _MARK_MM2) for key, (x, y) in spots.items()}
    left, top, right, bottom = frame.box
    board = Board(frame=(left + 1, top + 1, right - 1, bottom - 1), taken=list(boxes.values()))
    wishes = [
        Wish(key=key[0], lines=(key[0],), letter=_KEY, candidates=around(box, (key[0],), _KEY))
        for key, box in boxes.items()
    ]
    placed, named = board.place(wishes), board.place(_names(frame, region))
    lost = tuple(sorted(wish.key for wish in (*placed.unplaced, *named.unplaced)))
    return (*placed.placements, *named.placements), lost


def _names(frame: MapFrame, region: Region) -> list[Wish]:
    """Ask for the names of areas, with a halo that stands out from a hatch."""
    wishes = area_wishes(frame, region)
    return [replace(wish, letter=replace(wish.letter, halo=style.PAPER)) for wish in wishes]
