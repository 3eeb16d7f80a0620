"""Legends: only what is on the sheet, drawn exactly as on the map."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from geo.figures import format_number
from geo.maps import style
from geo.maps.paper import Letter, Paper
from geo.maps.shapes import outline
from geo.maps.style import AreaStyle, DotStyle, MarkStyle
from geo.words import say

_SYMBOL = 7.5
"""Width of the column of symbols, mm."""
_LINE_PT = 0.43
_COLUMN_GAP = 2.0
_HEADING = Letter(size_pt=style.HEADING_PT, weight="semibold")
_HEADING_STEP = 4.6
_SMALLEST_STEP, _MARK_STEP, _APART = 3.4, 5.0, 1.4
_PLAIN = Letter(size_pt=style.TEXT_PT)
_QUIET = Letter(size_pt=style.TEXT_PT, colour=style.GREY)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineStyle:
    """How a line is drawn."""

    colour: str
    """Ink."""
    width_mm: float
    """Width."""
    dash: tuple[float, float] | None = None
    """Dash and gap in mm."""
    casing: str = ""
    """Ink of the edges of a road; empty for none."""
    ground: str = ""
    """Colour of the area that the line runs through; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry of a legend."""

    symbol: MarkStyle | AreaStyle | LineStyle | DotStyle | None
    """What is explained; None for text alone."""
    text: str
    """What it means."""
    letter: Letter = _PLAIN
    """How it is set."""
    under: LineStyle | None = None
    """Line that runs to the symbol, beneath it; None for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a legend under one heading."""

    title: str
    """Heading; empty for none."""
    items: tuple[Item, ...]
    """Entries."""
    sizes: tuple[tuple[int, float], ...] = ()
    """Nested marks: places and area in mm², largest first."""
    smallest: int | None = None
    """The most places that the smallest mark stands for; None where no mark is the smallest."""
    mark_mm2: float = 10.0
    """Area of the marks in the legend."""
    columns: int = 1
    """Columns in which the entries stand, filled from top to bottom."""
    least: int = 0
    """How many entries it has room for at least, so that the sheets of a series are arranged alike."""
    step: float = 1.0
    """How much larger its letters are than usual; marks are as on the map, whatever it is."""

    def height(self, width: float) -> float:
        """Height in mm when set in a width."""
        total = self._title_height(width)
        room = self._room(width)
        total += max((sum(self._item_height(item, room) for item in part) for part in self._parts()), default=0.0)
        total += max(self.least - len(self.items), 0) * self.step * _MARK_STEP
        total += self._sizes_height
        return total + (_SMALLEST_STEP * self.step if self.smallest is not None else 0.0) + 1.5

    @property
    def _sizes_height(self) -> float:
        """Height in mm of the marks of sizes; without them, of the gap before the line on the smallest mark."""
        if self.sizes:
            return _sizes_height(self.sizes, self.step)
        return _APART * self.step if self.smallest is not None else 0.0

    def _title_height(self, width: float) -> float:
        lines = self._larger(_HEADING).wrap(self.title, width)
        return 1.6 + _HEADING_STEP * self.step * len(lines) if self.title else 1.0

    def _larger(self, letter: Letter) -> Letter:
        return replace(letter, size_pt=self.step * letter.size_pt)

    def _item_height(self, item: Item, width: float) -> float:
        indent, letter = _SYMBOL if item.symbol is not None else 0.0, self._larger(item.letter)
        least = self.step * (_MARK_STEP if isinstance(item.symbol, MarkStyle) else 4.2)
        return max(least, len(letter.wrap(item.text, width - indent)) * letter.size_pt * _LINE_PT + 1.2)

    def _parts(self) -> list[tuple[Item, ...]]:
        size = -(-len(self.items) // self.columns) or 1
        return [self.items[start : start + size] for start in range(0, len(self.items), size)]

    def _room(self, width: float) -> float:
        return (width - _COLUMN_GAP * (self.columns - 1)) / self.columns

    def draw(self, paper: Paper, left: float, top: float, width: float) -> float:
        """Set the part with its upper left corner at a point; gives where it ends."""
        heading = self._larger(_HEADING)
        for line, text in enumerate(heading.wrap(self.title, width) if self.title else ()):
            paper.text((left, top + (3.6 + line * _HEADING_STEP) * self.step), text, heading)
        y = top + self._title_height(width)
        room, lowest = self._room(width), y
        for place, part in enumerate(self._parts()):
            at = y
            for item in part:
                at += self._draw_item(paper, item, left + place * (room + _COLUMN_GAP), at, room)
            lowest = max(lowest, at)
        y = lowest
        if self.sizes:
            _draw_sizes(paper, self.sizes, (left, y), self.step)
        y += self._sizes_height
        if self.smallest is not None:
            said = say("maps.legend.smallest", places=format_number(self.smallest))
            paper.text((left, y + 2.2 * self.step), said, self._larger(_QUIET))
        return top + self.height(width)

    def _draw_item(self, paper: Paper, item: Item, left: float, top: float, width: float) -> float:
        height, letter = self._item_height(item, width), self._larger(item.letter)
        middle = top + height / 2
        if item.under is not None:
            _draw_line(paper, item.under, (left + 2.9, middle), 3.5)
        _draw_symbol(paper, item.symbol, (left + 2.9, middle), self.mark_mm2)
        indent = _SYMBOL if item.symbol is not None else 0.0
        lines = letter.wrap(item.text, width - indent)
        step = letter.size_pt * _LINE_PT
        first = middle - (len(lines) - 1) * step / 2 + letter.size_pt * 0.125
        for number, line in enumerate(lines):
            paper.text((left + indent, first + number * step), line, letter)
        return height


def _draw_symbol(
    paper: Paper, symbol: MarkStyle | AreaStyle | LineStyle | DotStyle | None, at: tuple[float, float], mark_mm2: float
) -> None:
    x, y = at
    if isinstance(symbol, MarkStyle):
        paper.mark(at, symbol, mark_mm2)
    elif isinstance(symbol, DotStyle):
        paper.dot(at, symbol, order=4.0)
    elif isinstance(symbol, AreaStyle):
        box = (x - 2.7, y - 1.5, 5.4, 3.0)
        paper.box(box, fill=symbol.colour, edge=symbol.edge, width_mm=symbol.edge_mm, hatch=symbol.hatch)
    elif isinstance(symbol, LineStyle):
        if symbol.ground:
            paper.box((x - 2.7, y - 1.5, 5.4, 3.0), fill=symbol.ground, edge=style.GREY, width_mm=0.12)
        _draw_line(paper, symbol, at, 2.7)


def _draw_line(paper: Paper, line: LineStyle, at: tuple[float, float], half: float) -> None:
    ends = [(at[0] - half, at[1]), (at[0] + half, at[1])]
    if line.casing:
        paper.line(ends, colour=line.casing, width_mm=line.width_mm + 0.35)
    paper.line(ends, colour=line.colour, width_mm=line.width_mm, dash=line.dash or (), order=3.1)


def _sizes_height(sizes: Sequence[tuple[int, float]], step: float) -> float:
    return max(2 * float(np.sqrt(sizes[0][1] / np.pi)), 3.0 * step * len(sizes)) + 8.0 * step


def _draw_sizes(paper: Paper, sizes: Sequence[tuple[int, float]], place: tuple[float, float], step: float) -> None:
    (left, top), letter = place, Letter(size_pt=step * style.TEXT_PT)
    paper.text((left, top + 3.6 * step), say("maps.legend.size"), replace(letter, colour=style.GREY))
    radii = [float(np.sqrt(area / np.pi)) for _, area in sizes]
    bottom = top + 6.6 * step + max(2 * radii[0], 3.0 * step * len(sizes))
    x = left + 0.5 + radii[0]
    level = bottom - 2 * radii[0]
    for (places, area), radius in zip(sizes, radii, strict=True):
        corners = outline("circle") * np.sqrt(area) + np.array([x, bottom - radius])
        paper.area(corners, fill=style.PAPER, edge=style.INK, width_mm=0.2, order=3)
        edge = bottom - 2 * radius
        level = max(level, edge)
        paper.line([(x, edge), (x + radii[0] + 2, level), (x + radii[0] + 5, level)], colour=style.GREY, width_mm=0.15)
        text = say("maps.places", places=format_number(places))
        paper.text((x + radii[0] + 6, level + 0.9 * step), text, letter)
        level += 3.0 * step


def legend_height(sections: Sequence[Section], width: float) -> float:
    """Height in mm of parts set below one another."""
    return sum(section.height(width) for section in sections)


def draw_legend(paper: Paper, sections: Sequence[Section], left: float, top: float, width: float) -> float:
    """Set parts below one another; gives where they end."""
    for section in sections:
        top = section.draw(paper, left, top, width)
    return top
