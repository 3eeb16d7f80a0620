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
from geo.maps.paper_size import A4, PaperSize
from geo.words import say

BoxMm = tuple[float, float, float, float]
"""Left, top, width and height on paper."""
_MOST_MAP, _LEAST_MAP = 178.0, 96.0
_BASE_COLUMNS = 3
_ROUNDS, _TRIES = 6, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What stands around a map."""

    heading: Heading
    """Title and number."""
    table: TableBlock
    """The same content as a table."""
    sections: tuple[Section, ...] = ()
    """Legend of what the map is about, whatever its window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """What must be explained in a window."""

    base: tuple[Item, ...]
    """Legend of the ground."""
    sections: tuple[Section, ...] = ()
    """Legend of what the map is about, as far as it is in the window."""


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
    legend_in: Callable[[MapFrame], Legend],
    scene_in: Callable[[MapFrame], Scene],
    size: PaperSize = A4,
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
    legend_in
        Gives what must be explained in that window.
    scene_in
        Gives what the map shows in that window.
    size
        Size of the paper.
    """
    notes: tuple[str, ...] = ()
    for _ in range(_TRIES):
        fitted, frame = _fitted(page, foot_top(imprint, crs), notes, frame_in, legend_in)
        scene, legend = scene_in(frame), legend_in(frame)
        if _Below(fitted, legend, scene.notes).height <= _Below(fitted, legend, notes).height:
            break
        notes = scene.notes
    paper = Paper(size)
    draw_heading(paper, page.heading, imprint)
    scene.draw(paper)
    draw_map_border(paper, frame)
    draw_strip(paper, frame, MAP_TOP + frame.height, crs)
    _Below(fitted, legend, scene.notes).draw(paper, MAP_TOP + frame.height + STRIP + GAP)
    draw_foot(paper, page.heading, imprint, crs)
    return Composed(paper=paper, frame=frame, unplaced=scene.unplaced)


def _fitted(
    page: Page,
    foot: float,
    notes: tuple[str, ...],
    frame_in: Callable[[BoxMm], MapFrame],
    legend_in: Callable[[MapFrame], Legend],
) -> tuple[Page, MapFrame]:
    """Give the map the height that the rest leaves; a table that leaves too little is cut."""
    room, height, whole = foot - MAP_TOP - STRIP - 2 * GAP, _MOST_MAP, page.table
    for _ in range(_ROUNDS):
        frame = frame_in((LEFT, MAP_TOP, WIDTH, height))
        below = _Below(page, legend_in(frame), notes)
        if room - below.height < _LEAST_MAP:
            page = replace(page, table=whole.cut_to(room - _LEAST_MAP - below.beside_table))
            below = replace(below, page=page)
        free = max(room - below.height, _LEAST_MAP)
        if free >= height:
            break
        height = float(np.clip(free, _LEAST_MAP, _MOST_MAP))
    return page, frame


@dataclass(frozen=True, slots=True)
class _Below:
    """What stands below the map: table and ground at the left, the legend at the right, remarks where they fit."""

    page: Page
    legend: Legend
    notes: tuple[str, ...]

    @property
    def height(self) -> float:
        """Height of the whole in mm."""
        return min(self._with_notes_at_right, self._columns + self._notes_below)

    @property
    def beside_table(self) -> float:
        """What the table must leave of that height, in mm."""
        return GAP + self._base.height(self.page.table.width) + self._notes_below

    @property
    def _base(self) -> Section:
        return Section(title=say("maps.legend.base"), items=self.legend.base, columns=_BASE_COLUMNS)

    @property
    def _sections(self) -> tuple[Section, ...]:
        return (*self.page.sections, *self.legend.sections)

    @property
    def _right(self) -> tuple[float, float]:
        """Where the column at the right begins, and its width."""
        left = LEFT + self.page.table.width + GAP
        return left, RIGHT - left

    @property
    def _at_left(self) -> float:
        return self.page.table.height + GAP + self._base.height(self.page.table.width)

    @property
    def _columns(self) -> float:
        return max(self._at_left, legend_height(self._sections, self._right[1]))

    @property
    def _with_notes_at_right(self) -> float:
        width = self._right[1]
        return max(self._at_left, legend_height(self._sections, width) + notes_height(self.notes, width))

    @property
    def _notes_below(self) -> float:
        return notes_height(self.notes, WIDTH)

    def draw(self, paper: Paper, top: float) -> None:
        """Set all of it from a height on paper."""
        left, width = self._right
        table = self.page.table
        table.draw(paper, LEFT, top)
        self._base.draw(paper, LEFT, top + table.height + GAP, table.width)
        end = draw_legend(paper, self._sections, left, top, width)
        if self._with_notes_at_right <= self._columns + self._notes_below:
            draw_notes(paper, self.notes, left, end, width)
        else:
            draw_notes(paper, self.notes, LEFT, top + self._columns, WIDTH)
