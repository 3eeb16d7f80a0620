"""Ways to arrange a sheet: text below the map, or in a column beside it; the one that shows most is chosen."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

import numpy as np
from pyproj import CRS

from geo.maps.frame import MapFrame
from geo.maps.layout import GAP, SUBTITLE, TableBlock, draw_notes, notes_height
from geo.maps.legend import Item, Section, draw_legend, legend_height
from geo.maps.measures import Measures
from geo.maps.paper import Paper
from geo.maps.strip import NARROW_STRIP, STRIP, draw_map_border, draw_strip, draw_strip_in, is_narrow
from geo.words import say

_BoxMm = tuple[float, float, float, float]
"""Left, top, width and height on paper."""
_BASE_COLUMN = 37.0
"""Width that a column of the legend of the ground has at least."""
_LEAST_TABLE = 24.0
_LEAST_LEGEND = 46.0
_WIDEST_TABLE = 0.45
"""Part of the width of a page that lies which a table below the map may have."""
_OVERVIEW, _OVERVIEW_HEAD = (38.0, 62.0), 6.0
"""Height that a small map has at least and at most, and that of the words above it."""
_ROUNDS = 6
_SHOWS = 4
"""How many of the parts of a rank say what is shown; the rest is how well it reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A small map that shows where a window lies."""

    title: str
    """Words above it."""
    shape: float
    """Its width as a part of its height."""
    draw: Callable[[Paper, _BoxMm], None]
    """Draws it in a box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What stands around a map."""

    table: TableBlock
    """The same content as a table."""
    sections: tuple[Section, ...]
    """Legend of what the map is about."""
    base: tuple[Item, ...]
    """Legend of the ground."""

    def ground(self, width: float) -> Section:
        """Set the legend of the ground in as many columns as a width has room for."""
        step = self.table.step
        columns = max(1, int(width // (step * _BASE_COLUMN)))
        return Section(title=say("maps.legend.base"), items=self.base, columns=columns, step=step)

    @property
    def larger(self) -> "Texts":
        """Set the legends in letters as much larger as those of the table."""
        return replace(self, sections=tuple(replace(each, step=self.table.step) for each in self.sections))


class Arrangement(Protocol):
    """A map with its texts, in place."""

    @property
    def frame(self) -> MapFrame:
        """The window of the map."""

    @property
    def texts(self) -> Texts:
        """What stands around it; a table that is too long is cut, and says so."""

    def holds(self, notes: tuple[str, ...]) -> bool:
        """Tell whether there is room for remarks."""

    def draw(self, paper: Paper, notes: tuple[str, ...], overview: Overview | None, crs: CRS) -> None:
        """Set all but the map itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What there is to arrange, and where."""

    page: Measures
    """Measures of the paper."""
    lies: bool
    """Whether the page is wider than high."""
    foot: float
    """Where the foot begins."""
    table: TableBlock
    """The table as a whole."""
    notes: tuple[str, ...]
    """Remarks for which there must be room."""
    frame_in: Callable[[_BoxMm], MapFrame]
    """Gives the window of the map in a box."""
    texts_in: Callable[[MapFrame, TableBlock], Texts]
    """Gives what must be explained in a window, beside a table."""


def arranged(room: Room) -> Arrangement:
    """Choose the arrangement that shows most: all remarks, then the largest scale, most of the table, large letters."""
    rank = partial(_rank, room)
    ways: list[Arrangement] = []
    if not room.lies:
        ways += [_above(room, wide) for wide in (False, True)]
    if room.page.legends is not None:
        ways.append(_standing(room, room.page.legends))
    ways += [
        _lying(room, width, below, step)
        for step in room.page.steps
        for width in room.page.columns
        for below in (False, True)
    ]
    best = min(ways, key=rank)
    if not room.lies:
        return best
    # Text is read more easily beside the map: below it stands only where the map then shows more.
    under = min((_under(room, step) for step in room.page.steps), key=rank)
    return min(best, under, key=lambda found: rank(found)[:_SHOWS])


def _rank(room: Room, found: Arrangement) -> tuple[bool, bool, int, int, int, float, float]:
    table = found.texts.table
    # A cut table has a row more, which says how many are left out.
    cut = len(room.table.rows) - len(table.rows) + 1 if table.rows != room.table.rows else 0
    whole, alike = room.table.larger(table.step), room.table.least_mm > 0
    rows = () if cut or alike else range(len(table.rows))
    broken = sum(table.row_height(row) > whole.row_height(row) for row in rows)
    area = found.frame.width * found.frame.height
    # The sheets of a series must come to the same, whatever their tables say: first the widest column.
    last = (found.frame.width, -table.step) if alike and room.lies else (-table.step, -area)
    return not found.holds(room.notes), room.lies and table.is_cramped, found.frame.scale, cut, broken, *last


def _above(room: Room, wide: bool) -> "_Above":
    """Give the map the height that the text below it leaves; a table that leaves too little is cut."""
    page = room.page
    free, height = room.foot - page.map_top - STRIP - 2 * GAP, page.most_map
    whole = table = room.table.fitted(page.width - GAP - _LEAST_LEGEND)
    for _ in range(_ROUNDS):
        frame = room.frame_in((page.left, page.map_top, page.width, height))
        found = _Above(page=page, foot=room.foot, frame=frame, texts=room.texts_in(frame, table), wide=wide)
        below = found.height(room.notes)
        if free - below < page.least_map:
            table = whole.cut_to(free - page.cut_map - found.beside_table(room.notes))
            found = replace(found, texts=replace(found.texts, table=table))
            below = found.height(room.notes)
        left = max(free - below, page.least_map)
        if left >= height:
            break
        height = float(np.clip(left, page.least_map, page.most_map))
    return found


def _below(frame: MapFrame) -> float:
    """Tell where the text below a map and its strip begins."""
    return frame.top + frame.height + STRIP + GAP


@dataclass(frozen=True, slots=True, kw_only=True)
class _Above:
    """The map above; below it the table at the left, the legend at the right, ground and remarks where they fit."""

    page: Measures
    foot: float
    frame: MapFrame
    texts: Texts
    wide: bool
    """Whether the ground stands below both, as wide as the page, and not below the table alone."""

    def holds(self, notes: tuple[str, ...]) -> bool:
        return _below(self.frame) + self.height(notes) <= self.foot

    def height(self, notes: tuple[str, ...]) -> float:
        """Height of the text in mm."""
        return min(self._with_notes_at_right(notes), self._columns + notes_height(notes, self.page.width))

    def beside_table(self, notes: tuple[str, ...]) -> float:
        """Tell how much of that height the table must leave, in mm."""
        return GAP + self._base.height(self._base_width) + notes_height(notes, self.page.width)

    @property
    def _base_width(self) -> float:
        return self.page.width if self.wide else self.texts.table.width

    @property
    def _base(self) -> Section:
        return self.texts.ground(self._base_width)

    @property
    def _right(self) -> tuple[float, float]:
        """Where the column at the right begins, and its width."""
        left = self.page.left + self.texts.table.width + GAP
        return left, self.page.right - left

    @property
    def _columns(self) -> float:
        return self._with_notes_at_right(())

    def _with_notes_at_right(self, notes: tuple[str, ...]) -> float:
        table, width, ground = self.texts.table.height, self._right[1], GAP + self._base.height(self._base_width)
        right = legend_height(self.texts.sections, width) + notes_height(notes, width)
        return max(table, right) + ground if self.wide else max(table + ground, right)

    def draw(self, paper: Paper, notes: tuple[str, ...], overview: Overview | None, crs: CRS) -> None:
        del overview  # a page that stands has no room to spare
        draw_map_border(paper, self.frame)
        draw_strip(paper, self.frame, self.frame.top + self.frame.height, crs)
        (left, width), table, top = self._right, self.texts.table, _below(self.frame)
        table.draw(paper, self.page.left, top)
        end = draw_legend(paper, self.texts.sections, left, top, width)
        if self._with_notes_at_right(notes) <= self._columns + notes_height(notes, self.page.width):
            draw_notes(paper, notes, left, end, width)
            end += notes_height(notes, width)
        else:
            draw_notes(paper, notes, self.page.left, top + self._columns, self.page.width)
        beside = max(table.height, end - top) if self.wide else table.height
        self._base.draw(paper, self.page.left, top + beside + GAP, self._base_width)


def _standing(room: Room, legends: tuple[float, float]) -> "_Standing":
    """Set the legends in a column beside the map, the table below the map."""
    page = room.page
    column = float(np.clip(page.width - GAP - room.table.width, *legends))
    width = page.width - GAP - column
    whole = room.table.fitted(width)
    free = room.foot - page.map_top - STRIP - 2 * GAP
    table = whole if free - whole.height >= page.least_map else whole.cut_to(free - page.cut_map)
    height = float(np.clip(free - table.height, page.least_map, page.most_map))
    frame = room.frame_in((page.left, page.map_top, width, height))
    return _Standing(page=page, foot=room.foot, frame=frame, texts=room.texts_in(frame, table))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """The map at the left with the table below it; a column with legend, ground and remarks at the right."""

    page: Measures
    foot: float
    frame: MapFrame
    texts: Texts

    @property
    def _column(self) -> tuple[float, float]:
        """Where the column begins, and its width."""
        left = self.frame.left + self.frame.width + GAP
        return left, self.page.right - left

    def holds(self, notes: tuple[str, ...]) -> bool:
        _, width = self._column
        parts = (*self.texts.sections, self.texts.ground(width))
        return self.page.map_top + legend_height(parts, width) + notes_height(notes, width) + GAP <= self.foot

    def draw(self, paper: Paper, notes: tuple[str, ...], overview: Overview | None, crs: CRS) -> None:
        del overview  # a page that stands has no room to spare
        draw_map_border(paper, self.frame)
        below = self.frame.top + self.frame.height
        draw_strip(paper, self.frame, below, crs)
        self.texts.table.draw(paper, self.page.left, below + STRIP + GAP)
        left, width = self._column
        parts = (*self.texts.sections, self.texts.ground(width))
        draw_notes(paper, notes, left, draw_legend(paper, parts, left, self.page.map_top, width), width)


def _lying(room: Room, column: float, below: bool, step: float) -> "_Lying":
    """Set a column of a width beside the map, its letters as large as told, with remarks in it or below the map."""
    page = room.page
    width = page.width - GAP - column
    height = room.foot - GAP - page.map_top - (notes_height(room.notes, width) + 1.0 if below else 0.0)
    frame = room.frame_in((page.left, page.map_top, width, max(height, page.least_map)))
    texts = room.texts_in(frame, room.table.larger(step).fitted(column)).larger
    found = _Lying(page=page, foot=room.foot, frame=frame, texts=texts, below=below)
    free = found.spare(room.notes) + texts.table.height
    if texts.table.height > free:
        found = replace(found, texts=replace(texts, table=texts.table.cut_to(max(free, _LEAST_TABLE))))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lying:
    """The map at the left, as high as the page; beside it legend, table, ground, a small map, scale and north."""

    page: Measures
    foot: float
    frame: MapFrame
    texts: Texts
    below: bool

    @property
    def _column(self) -> tuple[float, float]:
        """Where the column begins, and its width."""
        left = self.frame.left + self.frame.width + GAP
        return left, self.page.right - left

    @property
    def _bottom(self) -> float:
        return self.foot - GAP

    def _strip(self, width: float) -> float:
        return NARROW_STRIP if is_narrow(width) else STRIP

    def spare(self, notes: tuple[str, ...]) -> float:
        """Height in mm that is left in the column; below 0 where it is too full."""
        _, width = self._column
        legends = legend_height((*self.texts.sections, self.texts.ground(width)), width)
        said = 0.0 if self.below else notes_height(notes, width)
        used = legends + 2 * GAP + self.texts.table.height + said + self._strip(width)
        return self._bottom - self.page.map_top - used

    def holds(self, notes: tuple[str, ...]) -> bool:
        if self.below and self._below_map + notes_height(notes, self.frame.width) > self.foot - GAP + 1e-6:
            return False
        return self.spare(notes) >= 0

    @property
    def _below_map(self) -> float:
        return self.frame.top + self.frame.height + 1.0

    def draw(self, paper: Paper, notes: tuple[str, ...], overview: Overview | None, crs: CRS) -> None:
        draw_map_border(paper, self.frame)
        left, width = self._column
        end = draw_legend(paper, self.texts.sections, left, self.page.map_top, width) + GAP / 2
        self.texts.table.draw(paper, left, end)
        end = self.texts.ground(width).draw(paper, left, end + self.texts.table.height + GAP / 2, width)
        if self.below:
            draw_notes(paper, notes, self.frame.left, self._below_map, self.frame.width)
        else:
            draw_notes(paper, notes, left, end, width)
            end += notes_height(notes, width)
        strip = self._bottom - self._strip(width)
        least, most = _OVERVIEW
        height = min(strip - GAP - end - GAP - _OVERVIEW_HEAD, most)
        if overview is not None and height >= least:
            top = strip - GAP - height
            paper.text((left, top - 2.0), overview.title, SUBTITLE)
            overview.draw(paper, (left, top, min(height * overview.shape, width), height))
        draw_strip_in(paper, self.frame, (left, strip, width), crs)


def _under(room: Room, step: float) -> "_Under":
    """Give the map the whole width of a page that lies, and the height that three columns below it leave."""
    page = room.page
    free, height = room.foot - page.map_top - STRIP - 2 * GAP, page.most_map
    whole = room.table.larger(step).fitted(_WIDEST_TABLE * page.width)
    table = whole.cut_to(free - page.least_map)
    for _ in range(_ROUNDS):
        frame = room.frame_in((page.left, page.map_top, page.width, height))
        found = _Under(page=page, foot=room.foot, frame=frame, texts=room.texts_in(frame, table).larger)
        left = free - found.height(room.notes)
        if left >= height or height <= page.least_map:
            break
        height = float(np.clip(left, page.least_map, height))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Under:
    """The map as wide as a page that lies; below it the table, the legend, and the ground with remarks."""

    page: Measures
    foot: float
    frame: MapFrame
    texts: Texts

    def holds(self, notes: tuple[str, ...]) -> bool:
        return _below(self.frame) + self.height(notes) <= self.foot - GAP + 1e-6

    @property
    def _column(self) -> float:
        """Width of each of both columns at the right."""
        return (self.page.width - self.texts.table.width) / 2 - 2 * GAP

    def height(self, notes: tuple[str, ...]) -> float:
        """Height of the text in mm."""
        width = self._column
        ground = self.texts.ground(width).height(width) + notes_height(notes, width)
        return max(self.texts.table.height, legend_height(self.texts.sections, width), ground)

    def draw(self, paper: Paper, notes: tuple[str, ...], overview: Overview | None, crs: CRS) -> None:
        del overview  # a map as wide as the page leaves no room
        draw_map_border(paper, self.frame)
        draw_strip(paper, self.frame, self.frame.top + self.frame.height, crs)
        width, top = self._column, _below(self.frame)
        self.texts.table.draw(paper, self.page.left, top)
        draw_legend(paper, self.texts.sections, self.page.right - 2 * width - 2 * GAP, top, width)
        left = self.page.right - width
        draw_notes(paper, notes, left, self.texts.ground(width).draw(paper, left, top, width), width)
