"""The frame of every sheet: heading and marks above, map, scale and north below it, sources and maker at the foot."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
from pyproj import CRS

from geo.crs import RD_NEW
from geo.figures import format_date, format_number
from geo.imprint import Imprint
from geo.maps import style
from geo.maps.frame import MapFrame
from geo.maps.paper import Letter, Paper
from geo.words import say

LEFT = 10.0
RIGHT = 200.0
WIDTH = RIGHT - LEFT
MAP_TOP = 29.0
STRIP = 12.5
"""Height of the strip with scale and north under a map."""
GAP = 5.0
_FOOT = 289.5
_FOOT_LINE = 3.3
_NOTE_LINE, _NOTE_GAP = 3.1, 0.6
_METRES_PER_KM = 1000
_WIDEST_KEY = 26.0
_STEPS_M = tuple(base * 10**power for power in range(1, 6) for base in (1.0, 2.0, 2.5, 5.0))
_BAR_MM = 46.0
_PART, _SUBTITLE_LINES = " · ", 2

SUBTITLE = Letter(size_pt=9.0, colour=style.GREY)
SMALL = Letter(size_pt=style.SMALL_PT, colour=style.GREY)
MAKER = Letter(size_pt=style.SMALL_PT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What stands above a map and on the last line of the sheet."""

    number: str
    """For example ``Kaart 2``."""
    title: str
    """Title."""
    subtitle: str
    """A line below it."""


def foot_top(imprint: Imprint, crs: CRS) -> float:
    """Give the height on paper where the foot begins, in mm from the top."""
    return _FOOT - _FOOT_LINE * (len(_foot_lines(imprint, crs)) + 1) - 2.2


def draw_heading(paper: Paper, heading: Heading, imprint: Imprint) -> None:
    """Set number, title and subtitle, and the marks that the reader must not miss."""
    start = LEFT
    if heading.number:
        number = Letter(size_pt=style.TITLE_PT, weight="semibold", colour=style.ACCENT)
        paper.text((LEFT, 17.5), heading.number, number)
        start += number.width_mm(heading.number) + 4.5
    size = style.TITLE_PT
    while size > style.HEADING_PT and Letter(size_pt=size, weight="semibold").width_mm(heading.title) > RIGHT - start:
        size -= 0.5
    title = Letter(size_pt=size, weight="semibold")
    paper.text((start, 17.5), one_line(heading.title, title, RIGHT - start), title)
    room = draw_marks(paper, imprint) - LEFT - 3
    for row, line in enumerate(subtitle_lines(heading.subtitle, room)):
        paper.text((LEFT, 23.2 + row * 3.6), line, SUBTITLE)


def one_line(text: str, letter: Letter, width: float) -> str:
    """Cut a text that does not fit a line, and show that it is cut."""
    if letter.width_mm(text) <= width:
        return text
    lines = letter.wrap(text, width - letter.width_mm("…"))
    return f"{lines[0]}…"


def subtitle_lines(text: str, width: float) -> list[str]:
    """Break a subtitle between its parts; a part that is too long is cut."""
    lines: list[str] = []
    for part in text.split(_PART):
        joined = f"{lines[-1]}{_PART}{part}" if lines else part
        if lines and (SUBTITLE.width_mm(joined) <= width or len(lines) == _SUBTITLE_LINES):
            lines[-1] = joined
        else:
            lines.append(part)
    return [one_line(line, SUBTITLE, width) for line in lines]


def draw_marks(paper: Paper, imprint: Imprint, *, top: float = 20.2) -> float:
    """Draw the boxes that say how secret, how real and how final a sheet is at the right; gives where they begin."""
    marks = [(say("maps.confidential"), style.CONFIDENTIAL)] if imprint.edition == "vertrouwelijk" else []
    marks += [(say("maps.fictional"), style.ACCENT)] if imprint.fictional else []
    marks += [(say("maps.concept"), style.WARNING)] if imprint.status == "concept" else []
    right = RIGHT
    for text, colour in marks:
        letter = Letter(size_pt=8.0, weight="semibold", colour=colour)
        width = letter.width_mm(text) + 5
        paper.box((right - width, top, width, 5.6), fill=style.PAPER, edge=colour, width_mm=0.45)
        paper.text((right - width / 2, top + 3.9), text, letter, align="center")
        right -= width + 2.5
    return right


def draw_map_border(paper: Paper, frame: MapFrame) -> None:
    """Draw the line around a map."""
    left, top, right, bottom = frame.box
    paper.box((left, top, right - left, bottom - top), fill=None, edge=style.INK, width_mm=0.3, order=8)


def draw_strip(paper: Paper, frame: MapFrame, top: float, crs: CRS) -> None:
    """Draw scale bar, scale in words and north arrow in a strip under the map, as wide as the map."""
    step = _bar_step(frame)
    _draw_bar(paper, frame, step, top + 3.0)
    width = 4 * step / frame.metres_per_mm
    x = frame.left + max(width + 14, 60)
    scale = Letter(size_pt=8.5, weight="semibold")
    paper.text((x, top + 5.0), say("maps.scale", scale=format_number(frame.scale), paper=paper.size.name), scale)
    ground = _length(frame.metres_per_mm * 10)
    paper.text((x, top + 9.0), say("maps.print_full", ground=ground), SMALL)
    _draw_north(paper, (frame.left + frame.width - 4.0, top + 1.2), crs)


def _bar_step(frame: MapFrame) -> float:
    most = _BAR_MM * frame.metres_per_mm / 4
    return float(max((step for step in _STEPS_M if step <= most), default=_STEPS_M[0]))


def _length(metres: float) -> str:
    if metres < _METRES_PER_KM:
        return f"{format_number(metres)} m"
    return f"{format_number(metres / _METRES_PER_KM, 0 if metres % 1000 == 0 else 1 if metres % 100 == 0 else 2)} km"


def _draw_bar(paper: Paper, frame: MapFrame, step: float, top: float) -> None:
    long = step / frame.metres_per_mm
    kilo = 4 * step > _METRES_PER_KM
    for part in range(4):
        fill = style.INK if part % 2 == 0 else style.PAPER
        paper.box((frame.left + 1 + part * long, top + 1.5, long, 1.5), fill=fill, edge=style.INK, width_mm=0.15)
    for mark in range(5):
        value = mark * step / (_METRES_PER_KM if kilo else 1)
        text = format_number(value, 0 if value == int(value) else 1)
        letter = Letter(size_pt=style.TEXT_PT)
        paper.text((frame.left + 1 + mark * long, top + 0.6), text, letter, align="center")
    end = frame.left + 1 + 4 * long + Letter().width_mm(text) / 2
    paper.text((end + 0.8, top + 0.6), "km" if kilo else "m", Letter(size_pt=style.TEXT_PT))


def _draw_north(paper: Paper, at: tuple[float, float], crs: CRS) -> None:
    x, top = at
    letter = Letter(size_pt=8.0, weight="semibold")
    paper.text((x, top + 1.6), "N", letter, align="center")
    tip, base, notch = top + 2.2, top + 9.4, top + 7.8
    paper.area([(x, tip), (x - 1.9, base), (x, notch)], fill=style.INK, edge=style.INK, width_mm=0.15)
    paper.area([(x, tip), (x + 1.9, base), (x, notch)], fill=style.PAPER, edge=style.INK, width_mm=0.15)
    words = say("maps.north" if crs == RD_NEW else "maps.grid_north")
    paper.text((x - 4.0, top + 8.6), words, SMALL, align="right")


def draw_foot(paper: Paper, heading: Heading, imprint: Imprint, crs: CRS) -> None:
    """Name the sources with their dates, the reference system, the maker and the version."""
    top = foot_top(imprint, crs)
    paper.line([(LEFT, top), (RIGHT, top)], width_mm=0.2)
    lines = _foot_lines(imprint, crs)
    for row, line in enumerate(lines):
        paper.text((LEFT, top + 3.6 + row * _FOOT_LINE), line, SMALL)
    words = say(
        "maps.maker",
        prt=imprint.prt,
        number=" ".join(part for part in (heading.number or heading.title,) if part),
        version=imprint.version,
        status=say("maps.concept").lower() if imprint.status == "concept" else say("maps.final"),
        date=format_date(imprint.reference_date),
    )
    paper.text((LEFT, top + 3.8 + len(lines) * _FOOT_LINE), MAKER.wrap(words, WIDTH)[0], MAKER)


def _foot_lines(imprint: Imprint, crs: CRS) -> tuple[str, ...]:
    said = [
        say("maps.source", what=source.what, credit=source.credit, date=format_date(source.reference_date))
        if source.reference_date
        else say("maps.source_undated", what=source.what, credit=source.credit)
        for source in imprint.sources
    ]
    code = crs.to_authority()
    name = f"{'RD New' if crs == RD_NEW else crs.name} ({':'.join(code)})" if code else crs.name
    return SMALL.wrap(" ".join([*said, say("maps.projection", crs=name)]), WIDTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """A column of a table on a sheet."""

    heading: str
    """Heading."""
    width: float
    """Width in mm."""
    right: bool = False
    """Whether the text stands at the right."""
    indent: float = 0.0
    """Room at the left of the text, mm."""


def key_column(keys: Sequence[str]) -> TableColumn:
    """Give the first column of a table, wide enough for the ids of locations."""
    heading = say("maps.column.number")
    widths = [Letter(weight="semibold").width_mm(key) for key in (heading, *keys)]
    return TableColumn(heading=heading, width=min(max(widths) + 3.0, _WIDEST_KEY))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock:
    """A table as it is set on a sheet."""

    title: str
    """Heading above it; empty for none."""
    columns: tuple[TableColumn, ...]
    """The columns in order."""
    rows: tuple[tuple[str, ...], ...]
    """The cells."""
    bold: frozenset[int] = frozenset()
    """Rows that are set bold: totals."""
    size_pt: float = style.TEXT_PT
    """Size of the letter."""
    note: str = ""
    """What a mark in the table means; empty for none."""
    rest: str = "maps.more_rows"
    """Words that tell how many rows are left out, and where they are."""

    @property
    def width(self) -> float:
        """Width in mm."""
        return sum(column.width for column in self.columns)

    def frame(self) -> pd.DataFrame:
        """Give the same cells under their headings."""
        return pd.DataFrame(list(self.rows), columns=[column.heading for column in self.columns], dtype="str")

    def lines(self, row: int) -> list[tuple[str, ...]]:
        """Break the cells of a row into lines; a number at the right is not broken."""
        letter = self._letter(row)
        return [
            (text,) if column.right else letter.wrap(text, column.width - column.indent - 1.6) or ("",)
            for text, column in zip(self.rows[row], self.columns, strict=True)
        ]

    def _letter(self, row: int) -> Letter:
        return Letter(size_pt=self.size_pt, weight="semibold" if row in self.bold else "regular")

    def row_height(self, row: int) -> float:
        """Height of a row in mm."""
        return max(len(cell) for cell in self.lines(row)) * self.size_pt * 0.43 + 1.35

    @property
    def height(self) -> float:
        """Height of the whole in mm, title included."""
        title = 6.0 if self.title else 0.0
        rows = sum(self.row_height(row) for row in range(len(self.rows)))
        return title + 5.0 + rows + notes_height((self.note,) if self.note else (), self.width)

    def cut_to(self, height: float) -> "TableBlock":
        """Leave out rows until the table fits a height, and say how many; bold rows stay."""
        plain = [row for row in range(len(self.rows)) if row not in self.bold]
        if self.height <= height:
            return self
        count = bisect_right(
            range(1, len(plain)), height, key=lambda kept: self._without(frozenset(plain[kept:])).height
        )
        return self._without(frozenset(plain[max(count, 1) :]))

    def _without(self, gone: frozenset[int]) -> "TableBlock":
        if not gone:
            return self
        kept = [row for row in range(len(self.rows)) if row not in gone]
        place = next((at for at, row in enumerate(kept) if row > min(gone)), len(kept))
        rows = [self.rows[row] for row in kept]
        said = ["" for _ in self.columns]
        said[self._widest] = say(self.rest, count=len(gone))
        bold = {at if at < place else at + 1 for at, row in enumerate(kept) if row in self.bold}
        return replace(self, rows=(*rows[:place], tuple(said), *rows[place:]), bold=frozenset(bold))

    @property
    def _widest(self) -> int:
        """The widest column of texts."""
        return max(range(len(self.columns)), key=lambda at: (not self.columns[at].right, self.columns[at].width))

    def draw(self, paper: Paper, left: float, top: float) -> None:
        """Set the table with its upper left corner at a point."""
        y = top
        if self.title:
            paper.text((left, y + 3.6), self.title, Letter(size_pt=style.HEADING_PT, weight="semibold"))
            y += 6.0
        heading = Letter(size_pt=self.size_pt, weight="semibold")
        self._draw_cells(paper, left, y + 3.2, [(column.heading,) for column in self.columns], heading)
        y += 5.0
        paper.line([(left, y - 0.6), (left + self.width, y - 0.6)], width_mm=0.28)
        for row in range(len(self.rows)):
            height = self.row_height(row)
            self._draw_cells(paper, left, y + self.size_pt * 0.43 - 0.35, self.lines(row), self._letter(row))
            y += height
            colour = style.INK if row in self.bold else style.RULE
            paper.line([(left, y - 0.55), (left + self.width, y - 0.55)], colour=colour, width_mm=0.14)
        draw_notes(paper, (self.note,) if self.note else (), left, y, self.width)

    def _draw_cells(
        self, paper: Paper, left: float, base: float, cells: Sequence[Sequence[str]], letter: Letter
    ) -> None:
        for column, lines in zip(self.columns, cells, strict=True):
            x = left + column.width if column.right else left + column.indent
            for number, line in enumerate(lines):
                at = (x, base + number * self.size_pt * 0.43)
                paper.text(at, line, letter, align="right" if column.right else "left")
            left += column.width


def notes_height(notes: Sequence[str], width: float) -> float:
    """Height in mm of remarks set in a width."""
    return sum(len(SMALL.wrap(note, width)) * _NOTE_LINE + _NOTE_GAP for note in notes)


def draw_notes(paper: Paper, notes: Sequence[str], left: float, top: float, width: float) -> None:
    """Set remarks below one another."""
    y = top
    for note in notes:
        for line in SMALL.wrap(note, width):
            paper.text((left, y + 2.6), line, SMALL)
            y += _NOTE_LINE
        y += _NOTE_GAP
