"""Puts a sheet together: the map above, table and legends below it, and as much map as these leave room for."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from pyproj import CRS

from geo.imprint import Imprint
from geo.maps.frame import MapFrame
from geo.maps.layout import (
    GAP,
    LEFT,
    MAP_TOP,
    RIGHT,
    STRIP,
    WIDTH,
    Heading,
    TableBlock,
    draw_foot,
    draw_heading,
    draw_map_border,
    draw_notes,
    draw_strip,
    foot_top,
    notes_height,
)
from geo.maps.legend import Item, Section, draw_legend, legend_height
from geo.maps.paper import Paper
from geo.words import say

BoxMm = tuple[float, float, float, float]
"""Left, top, width and height on paper."""
_MOST_MAP, _LEAST_MAP = 178.0, 96.0
_BASE_COLUMNS = 3
_ROUNDS, _TRIES = 6, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What stands around a map."""

    heading: Heading
    """Title and number."""
    table: TableBlock
    """The same content as a table."""
    sections: tuple[Section, ...]
    """Legend of what the map is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a map shows in a frame, ready to draw."""

    notes: tuple[str, ...]
    """What the map could not show."""
    unplaced: tuple[str, ...]
    """Labels that found no place."""
    draw: Callable[[Paper], None]
    """Draws the map within its frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A drawn sheet."""

    paper: Paper
    """The sheet."""
    frame: MapFrame
    """The window of the map."""
    unplaced: tuple[str, ...]
    """Labels that found no place; each is in a note."""


def compose(
    page: Page,
    *,
    imprint: Imprint,
    crs: CRS,
    frame_in: Callable[[BoxMm], MapFrame],
    base_in: Callable[[MapFrame], tuple[Item, ...]],
    scene_in: Callable[[MapFrame], Scene],
) -> Composed:
    """Draw a whole sheet.

    Parameters
    ----------
    page
        What stands around the map. A table that leaves no room for a map is cut, and says so.
    imprint
        What stands on every sheet.
    crs
        Reference system of the map.
    frame_in
        Gives the window of the map in a box on paper.
    base_in
        Gives the legend of the ground in that window.
    scene_in
        Gives what the map shows in that window.
    """
    notes: tuple[str, ...] = ()
    for _ in range(_TRIES):
        page, frame = _fitted(page, foot_top(imprint, crs), notes, frame_in, base_in)
        scene = scene_in(frame)
        if scene.notes == notes:
            break
        notes = scene.notes
    base = _base(base_in(frame))
    paper = Paper()
    draw_heading(paper, page.heading, imprint)
    scene.draw(paper)
    draw_map_border(paper, frame)
    draw_strip(paper, frame, MAP_TOP + frame.height, crs)
    _draw_below(paper, page, base, scene.notes, MAP_TOP + frame.height + STRIP + GAP)
    draw_foot(paper, page.heading, imprint, crs)
    return Composed(paper=paper, frame=frame, unplaced=scene.unplaced)


def _fitted(
    page: Page,
    foot: float,
    notes: tuple[str, ...],
    frame_in: Callable[[BoxMm], MapFrame],
    base_in: Callable[[MapFrame], tuple[Item, ...]],
) -> tuple[Page, MapFrame]:
    """Give the map the height that the rest leaves; a table that leaves too little is cut."""
    room, height = foot - MAP_TOP - STRIP - 2 * GAP, _MOST_MAP
    for _ in range(_ROUNDS):
        frame = frame_in((LEFT, MAP_TOP, WIDTH, height))
        base = _base(base_in(frame))
        free = room - _below(page, base, notes)
        if free < _LEAST_MAP:
            page = replace(page, table=page.table.cut_to(page.table.height - (_LEAST_MAP - free)))
            free = max(room - _below(page, base, notes), _LEAST_MAP)
        if free >= height:
            break
        height = float(np.clip(free, _LEAST_MAP, _MOST_MAP))
    return page, frame


def _base(items: tuple[Item, ...]) -> Section:
    return Section(title=say("maps.legend.base"), items=items, columns=_BASE_COLUMNS)


def _right(page: Page) -> tuple[float, float]:
    """Give where the column at the right begins, and its width."""
    left = LEFT + page.table.width + GAP
    return left, RIGHT - left


def _below(page: Page, base: Section, notes: tuple[str, ...]) -> float:
    """Height in mm of what stands below the map."""
    _, width = _right(page)
    at_left = page.table.height + GAP + base.height(page.table.width)
    return max(at_left, legend_height(page.sections, width) + notes_height(notes, width))


def _draw_below(paper: Paper, page: Page, base: Section, notes: tuple[str, ...], top: float) -> None:
    left, width = _right(page)
    page.table.draw(paper, LEFT, top)
    base.draw(paper, LEFT, top + page.table.height + GAP, page.table.width)
    end = draw_legend(paper, page.sections, left, top, width)
    draw_notes(paper, notes, left, end, width)
