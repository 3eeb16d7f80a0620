"""What stands on every sheet: heading and marks above, tables and remarks, sources and maker at the foot."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
from pyproj import CRS

from geo.crs import RD_NEW
from geo.figures import format_date
from geo.imprint import LOGO_MM, Imprint
from geo.maps import style
from geo.maps.measures import measures_of
from geo.maps.paper import Letter, Paper, read_picture
from geo.maps.paper_size import A4, PaperSize
from geo.words import say

_STANDING = measures_of(A4)
LEFT, RIGHT, WIDTH = _STANDING.left, _STANDING.right, _STANDING.width
"""Edges of what is printed on a page of A4, for the sheets that have no other size."""
GAP = 5.0
_FOOT_LINE = 3.3
_NOTE_LINE, _NOTE_GAP = 3.1, 0.6
_WIDEST_KEY, _HARDLY = 26.0, 1.1
_PADDING, _WORD_MM = 1.6, 40.0
"""Room between the texts of two columns, and how wide a word may make one: a longer word is broken inside."""
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


def foot_top(imprint: Imprint, crs: CRS, size: PaperSize = A4) -> float:
    """Give the height on paper where the foot begins, in mm from the top."""
    page = measures_of(size)
    return page.foot - _FOOT_LINE * (len(_foot_lines(imprint, crs, page.width)) + 1) - 2.2


def draw_heading(paper: Paper, heading: Heading, imprint: Imprint) -> None:
    """Set number, title and subtitle, and the marks that the reader must not miss."""
    page = measures_of(paper.size)
    start, right = page.left, page.right - draw_logo(paper, imprint)
    if heading.number:
        number = Letter(size_pt=page.title_pt, weight="semibold", colour=imprint.house.colour or style.ACCENT)
        paper.text((start, 17.5), heading.number, number)
        start += number.width_mm(heading.number) + 4.5
    size = page.title_pt
    while size > style.HEADING_PT and Letter(size_pt=size, weight="semibold").width_mm(heading.title) > right - start:
        size -= 0.5
    title = Letter(size_pt=size, weight="semibold")
    paper.text((start, 17.5), one_line(heading.title, title, right - start), title)
    room = draw_marks(paper, imprint) - page.left - 3
    for row, line in enumerate(subtitle_lines(heading.subtitle, room)):
        paper.text((page.left, 23.2 + row * 3.6), line, SUBTITLE)


def draw_logo(paper: Paper, imprint: Imprint) -> float:
    """Set the logo of the province at the right of the title; gives the width that this takes."""
    if not imprint.house.logo:
        return 0.0
    page = measures_of(paper.size)
    picture = read_picture(imprint.house.logo)
    high, wide = picture.shape[0], picture.shape[1]
    most_w, most_h = LOGO_MM
    each = min(most_w / wide, most_h / high)
    width = float(wide * each)
    paper.picture((page.right - width, page.top, width, high * each), picture)
    return width + GAP


def one_line(text: str, letter: Letter, width: float) -> str:
    """Cut a text that does not fit a line, and show that it is cut."""
    if letter.width_mm(text) <= width:
        return text
    lines = letter.wrap(text, width - letter.width_mm("…"))
    return f"{lines[0]}…"


def subtitle_lines(text: str, width: float) -> list[str]:
    """Break a subtitle between its parts into even lines; a part that is too long is cut."""
    parts = text.split(_PART)
    halves = [[_PART.join(parts[:at]), _PART.join(parts[at:])] for at in range(1, len(parts))]
    even = min(halves, key=lambda lines: max(map(SUBTITLE.width_mm, lines)), default=[text])
    if SUBTITLE.width_mm(text) > width and max(map(SUBTITLE.width_mm, even)) <= width:
        return even
    lines: list[str] = []
    for part in parts:
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
    right = measures_of(paper.size).right
    for text, colour in marks:
        letter = Letter(size_pt=8.0, weight="semibold", colour=colour)
        width = letter.width_mm(text) + 5
        paper.box((right - width, top, width, 5.6), fill=style.PAPER, edge=colour, width_mm=0.45)
        paper.text((right - width / 2, top + 3.9), text, letter, align="center")
        right -= width + 2.5
    return right


def draw_foot(paper: Paper, heading: Heading, imprint: Imprint, crs: CRS) -> None:
    """Name the sources with their dates, the reference system, the maker and the version."""
    top, page = foot_top(imprint, crs, paper.size), measures_of(paper.size)
    paper.line([(page.left, top), (page.right, top)], colour=imprint.house.colour or style.INK, width_mm=0.2)
    lines = _foot_lines(imprint, crs, page.width)
    for row, line in enumerate(lines):
        paper.text((page.left, top + 3.6 + row * _FOOT_LINE), line, SMALL)
    words = maker_words(imprint, heading.number or heading.title)
    paper.text((page.left, top + 3.8 + len(lines) * _FOOT_LINE), MAKER.wrap(words, page.width)[0], MAKER)


def maker_words(imprint: Imprint, number: str) -> str:
    """Say who made a sheet, which it is, of which version and date."""
    return say(
        "maps.maker",
        prt=imprint.prt,
        number=number,
        version=imprint.version,
        status=say("maps.concept").lower() if imprint.status == "concept" else say("maps.final"),
        date=format_date(imprint.reference_date),
    )


def source_words(imprint: Imprint, crs: CRS) -> str:
    """Name the sources of a sheet with their dates, and its reference system."""
    said = [
        say("maps.source", what=source.what, credit=source.credit, date=format_date(source.reference_date))
        if source.reference_date
        else say("maps.source_undated", what=source.what, credit=source.credit)
        for source in imprint.sources
    ]
    code = crs.to_authority()
    name = f"{'RD New' if crs == RD_NEW else crs.name} ({':'.join(code)})" if code else crs.name
    return " ".join([*said, say("maps.projection", crs=name)])


def _foot_lines(imprint: Imprint, crs: CRS, width: float) -> tuple[str, ...]:
    sources = SMALL.wrap(source_words(imprint, crs), width)
    return (*sources, *(SMALL.wrap(imprint.house.disclaimer, width) if imprint.house.disclaimer else ()))


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
    once: bool = False
    """Whether a cell that says the same as the one above it is left open on the sheet."""


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
    least_mm: float = 0.0
    """Room that it takes at least, so that the maps of a series have one scale."""
    step: float = 1.0
    """How much larger its letters are than they would be on a small sheet."""

    @property
    def width(self) -> float:
        """Width in mm."""
        return sum(column.width for column in self.columns)

    def frame(self) -> pd.DataFrame:
        """Give the same cells under their headings."""
        return pd.DataFrame(list(self.rows), columns=[column.heading for column in self.columns], dtype="str")

    def lines(self, row: int) -> list[tuple[str, ...]]:
        """Break the cells of a row into lines; a number at the right is not broken."""
        letter, above = self._letter(row), self.rows[row - 1] if row else None
        cells = [
            "" if column.once and above is not None and text == above[place] else text
            for place, (text, column) in enumerate(zip(self.rows[row], self.columns, strict=True))
        ]
        return [
            (text,) if column.right else letter.wrap(text, column.width - column.indent - _PADDING) or ("",)
            for text, column in zip(cells, self.columns, strict=True)
        ]

    def _letter(self, row: int) -> Letter:
        return Letter(size_pt=self.size_pt, weight="semibold" if row in self.bold else "regular")

    def row_height(self, row: int) -> float:
        """Height of a row in mm."""
        return max(len(cell) for cell in self.lines(row)) * self.size_pt * 0.43 + 1.35

    @property
    def height(self) -> float:
        """Height of the whole in mm, title included."""
        title = 6.0 * self.step if self.title else 0.0
        rows = sum(self.row_height(row) for row in range(len(self.rows)))
        return max(
            self.least_mm, title + 5.0 * self.step + rows + notes_height((self.note,) if self.note else (), self.width)
        )

    def larger(self, step: float) -> "TableBlock":
        """Set the table in larger letters, with as much more room."""
        grown = self._spread(step)
        return replace(grown, step=step, size_pt=step * self.size_pt, least_mm=step * self.least_mm)

    def fitted(self, width: float) -> "TableBlock":
        """Make the columns narrower until they fit a width: first what is empty, then by breaking texts into lines.

        A table that is hardly narrower becomes as wide, so that it ends where the map or the column does; one that is
        much narrower gives room to the columns whose texts are broken.
        """
        if self.width <= width <= _HARDLY * self.width:
            return self._spread(width / self.width)
        if self.width <= width:
            return self._unbroken(width - self.width)
        needs = [self._needed(at) for at in range(len(self.columns))]
        least, most = [one for one, _ in needs], [one for _, one in needs]
        spare = width - sum(most)
        if spare >= 0:
            share = spare / self.width
            wide = [one + share * column.width for one, column in zip(most, self.columns, strict=True)]
        else:
            give = max(sum(most) - sum(least), 1e-9)
            part = min(-spare / give, 1.0)
            wide = [high - part * (high - low) for low, high in needs]
        factor = min(width / sum(wide), 1.0)
        columns = [replace(column, width=one * factor) for column, one in zip(self.columns, wide, strict=True)]
        return replace(self, columns=tuple(columns))

    @property
    def is_cramped(self) -> bool:
        """Whether a column is too narrow for one of its words or numbers."""
        return any(column.width < self._needed(at)[0] - 1e-6 for at, column in enumerate(self.columns))

    def _spread(self, factor: float) -> "TableBlock":
        return replace(self, columns=tuple(replace(column, width=column.width * factor) for column in self.columns))

    def _unbroken(self, spare: float) -> "TableBlock":
        """Share room among the columns whose texts are broken, no more than they need."""
        lacks = [max(self._needed(at)[1] - column.width, 0.0) for at, column in enumerate(self.columns)]
        part = min(spare / max(sum(lacks), 1e-9), 1.0)
        columns = [
            replace(each, width=each.width + part * lack) for each, lack in zip(self.columns, lacks, strict=True)
        ]
        return replace(self, columns=tuple(columns))

    def _needed(self, at: int) -> tuple[float, float]:
        """Give the width that a column must have, and that with which none of its texts is broken."""
        column, heading = self.columns[at], Letter(size_pt=self.size_pt, weight="semibold")
        rest = column.indent + _PADDING
        said = [(heading, column.heading)]
        # A number may spread over the empty cells at its left, as a total does.
        said += [
            (self._letter(row), cells[at])
            for row, cells in enumerate(self.rows)
            if not (column.right and at and not cells[at - 1])
        ]
        most = max(letter.width_mm(text) for letter, text in said) + rest
        if column.right:
            return most, most
        words = [(letter, word) for letter, text in said[1:] for word in text.split()]
        longest = min(max((letter.width_mm(word) for letter, word in words), default=0.0), _WORD_MM)
        return max(longest, heading.width_mm(column.heading)) + rest, most

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
        return replace(self, rows=(*rows[:place], tuple(said), *rows[place:]), bold=frozenset(bold), least_mm=0.0)

    @property
    def _widest(self) -> int:
        """The widest column of texts."""
        return max(range(len(self.columns)), key=lambda at: (not self.columns[at].right, self.columns[at].width))

    def draw(self, paper: Paper, left: float, top: float) -> None:
        """Set the table with its upper left corner at a point."""
        y = top
        if self.title:
            title = Letter(size_pt=self.step * style.HEADING_PT, weight="semibold")
            paper.text((left, y + 3.6 * self.step), self.title, title)
            y += 6.0 * self.step
        heading = Letter(size_pt=self.size_pt, weight="semibold")
        self._draw_cells(paper, left, y + 3.2 * self.step, [(column.heading,) for column in self.columns], heading)
        y += 5.0 * self.step
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
