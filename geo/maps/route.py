"""The sheet of one journey: the way from a location to a facility, with its streets as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.imprint import Imprint
from geo.maps import style
from geo.maps.basemap import Basemap, draw_layers, layers_within
from geo.maps.composition import BoxMm, Legend, Page, Scene, compose
from geo.maps.frame import FINE_SCALES, MapFrame, fit_frame
from geo.maps.ground import layer_items
from geo.maps.labels import Board, Box, Wish, around
from geo.maps.layout import Heading, TableBlock, TableColumn
from geo.maps.legend import Item, LineStyle, Section
from geo.maps.marks import draw_placements
from geo.maps.names import place_wishes, street_wishes, water_wishes
from geo.maps.outlines import line_path
from geo.maps.paper import Letter, Paper, mark_box
from geo.maps.remarks import listed
from geo.maps.sheets import Sheet, check_edition, sheet_name
from geo.maps.style import MarkStyle
from geo.words import say

_OWN, _GOAL = MarkStyle(shape="star", colour=style.INK), MarkStyle(shape="circle", colour=style.CATCHMENT)
_MARK_MM2 = 20.0
_WAY = LineStyle(colour=style.CATCHMENT, width_mm=1.0)
_LEG = LineStyle(colour=style.CATCHMENT, width_mm=0.6, dash=(1.2, 0.8))
_NAME = Letter(size_pt=10.0, weight="semibold", halo=style.PAPER)
_SCALES = (2_500, 5_000, *FINE_SCALES, 75_000, 100_000, 150_000, 200_000)
_HALF_MM = 0.4
"""Half the width of the way, as names must keep off it."""
_LEAST_M = 150.0
"""How far around the journey the map shows at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """What a route sheet shows; places and lines in the metric reference system of the base map."""

    location_id: str
    """Id of the location."""
    name: str
    """Name of the location."""
    facility: str
    """Name of the facility."""
    key: str
    """Category and mode, as the name of the file has them."""
    told: str
    """Category, mode, distance and time, in one line."""
    open: bool
    """Whether the location may be shown to all."""
    ends: tuple[tuple[float, float], tuple[float, float]]
    """Place of the location and of the facility."""
    way: BaseGeometry
    """The way over the network."""
    legs: BaseGeometry
    """The straight lines to and from the network."""
    rows: Sequence[tuple[str, str]]
    """Streets and legs with their length, in order; the last is the whole."""


def route_sheet(journey: Journey, basemap: Basemap, *, imprint: Imprint) -> Sheet:
    """Draw the way of a journey.

    Parameters
    ----------
    journey
        What to show.
    basemap
        Base map in the same metric reference system.
    imprint
        What stands on every sheet.

    Raises
    ------
    InputError
        If the edition is open and the location is not.
    """
    check_edition(pd.DataFrame({"open": [journey.open]}), imprint)
    number = say("maps.route_number", number=journey.location_id)
    title = say("maps.route_title", name=journey.name, facility=journey.facility)
    page = Page(heading=Heading(number=number, title=title, subtitle=journey.told), table=_table(journey))

    def frame_in(box: BoxMm) -> MapFrame:
        shown = shapely.union_all([journey.way, journey.legs]).buffer(_LEAST_M)
        west, south, east, north = shown.bounds
        return fit_frame((float(west), float(south), float(east), float(north)), box, _SCALES, margin_mm=8)

    drawn = compose(
        page,
        imprint=imprint,
        crs=basemap.crs,
        frame_in=frame_in,
        legend_in=lambda frame: Legend(base=layer_items(list(layers_within(basemap, frame))), sections=(_legend(),)),
        scene_in=lambda frame: _scene(frame, journey, basemap),
    )
    return drawn.sheet(
        name=sheet_name(say("maps.route_name"), f"{journey.location_id} {journey.key}", imprint),
        alt_text=say("maps.alt.route", title=title, told=journey.told),
    )


def _line_boxes(line: BaseGeometry) -> list[Box]:
    """Give small boxes along a line on paper, which no name may cover."""
    spots = shapely.get_coordinates(shapely.segmentize(line, 2 * _HALF_MM))
    return [(float(x) - _HALF_MM, float(y) - _HALF_MM, float(x) + _HALF_MM, float(y) + _HALF_MM) for x, y in spots]


def _table(journey: Journey) -> TableBlock:
    columns = (
        TableColumn(heading=say("maps.column.street"), width=88),
        TableColumn(heading=say("maps.column.length"), width=24, right=True),
    )
    rows = tuple(journey.rows)
    return TableBlock(
        title=say("maps.route_streets"),
        columns=columns,
        rows=rows,
        bold=frozenset({len(rows) - 1}),
        rest="maps.more_streets",
    )


def _legend() -> Section:
    items = (
        Item(symbol=_OWN, text=say("maps.legend.location")),
        Item(symbol=_GOAL, text=say("maps.legend.goal")),
        Item(symbol=_WAY, text=say("maps.legend.way")),
        Item(symbol=_LEG, text=say("maps.legend.leg")),
    )
    return Section(title=say("maps.legend.legend"), items=items)


def _scene(frame: MapFrame, journey: Journey, basemap: Basemap) -> Scene:
    layers = layers_within(basemap, frame)
    spots = [(float(x), float(y)) for x, y in np.vstack([frame.to_mm(xy) for xy in journey.ends])]
    boxes = [mark_box(spot, mark, _MARK_MM2) for spot, mark in zip(spots, (_OWN, _GOAL), strict=True)]
    left, top, right, bottom = frame.box
    way = frame.shape_to_mm(journey.way)
    board = Board(
        frame=(left + 0.7, top + 0.7, right - 0.7, bottom - 0.7),
        lines=[way] if not way.is_empty else [],
        taken=boxes,
    )
    names = [
        Wish(key=name, lines=(name,), letter=_NAME, candidates=around(box, (name,), _NAME, rings=(0.0, 1.2, 3.0, 6.0)))
        for name, box in zip((journey.name, journey.facility), boxes, strict=True)
    ]
    first = board.place(names)
    board.taken += _line_boxes(way)
    wishes = (street_wishes(basemap, frame, way), place_wishes(basemap, frame), water_wishes(basemap, frame))
    ground = [board.place(each) for each in wishes]
    lost = tuple(wish.key for wish in first.unplaced)

    def draw(paper: Paper) -> None:
        axes = paper.map_axes((frame.left, frame.top, frame.width, frame.height), frame.limits)
        draw_layers(layers, axes, frame)
        for shape, look in ((journey.legs, _LEG), (journey.way, _WAY)):
            if not shape.is_empty:
                path = line_path(np.array([frame.shape_to_mm(shape)]))
                paper.stroke(path, colour=style.PAPER, width_mm=look.width_mm + 0.7, order=3.0)
                paper.stroke(path, colour=look.colour, width_mm=look.width_mm, dash=look.dash or (), order=3.1)
        for spot, mark in zip(spots, (_OWN, _GOAL), strict=True):
            paper.mark(spot, mark, _MARK_MM2, order=4.2)
        draw_placements(paper, tuple(placed for part in (first, *ground) for placed in part.placements))

    notes = (say("maps.unnamed", names=listed(lost)),) if lost else ()
    return Scene(notes=notes, unplaced=lost, draw=draw)
