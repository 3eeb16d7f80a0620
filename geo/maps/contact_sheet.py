"""The contact sheet: all maps of a run as small pictures with their names, to look through at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg

from geo.figures import format_date, format_number
from geo.imprint import Imprint
from geo.maps import style
from geo.maps.layout import one_line
from geo.maps.paper import Letter, Paper
from geo.maps.paper_size import PaperSize
from geo.maps.pictures import dots_of, size_of
from geo.words import say

_DOTS = 10
"""Dots in a millimetre of the contact sheet."""
_CELL_W, _CELL_H, _MOST_W, _MOST_H, _EDGE, _HEAD, _FOOT = 48.0, 57.0, 44.0, 43.0, 6.0, 21.0, 4.0
_COLUMNS, _ROWS, _LINES, _LINE = 6, 12, 2, 3.1
_TITLE = Letter(size_pt=15.0, weight="semibold")
_ABOUT = Letter(size_pt=9.0, colour=style.GREY)
_MARK = Letter(size_pt=11.0, weight="semibold", colour=style.WARNING)
_NUMBER = Letter(size_pt=7.5, weight="semibold")
_NAME = Letter(size_pt=7.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumb:
    """A map on the contact sheet."""

    number: str
    """Number as on the map, for example ``Kaart 2``."""
    title: str
    """Its title."""
    pdf: Path
    """The map."""


def write_contact_sheets(thumbs: Sequence[Thumb], folder: Path, *, imprint: Imprint) -> tuple[Path, ...]:
    """Write the contact sheet, the same bytes every time; of very many maps more than one.

    Parameters
    ----------
    thumbs
        The maps, in order; one at least.
    folder
        Where to write; it exists.
    imprint
        Who made the plan, of what, when and in which edition.

    Returns
    -------
    files
        The files, of at most 3,000 dots wide.
    """
    most = _COLUMNS * _ROWS
    parts = [thumbs[start : start + most] for start in range(0, len(thumbs), most)]
    written = []
    for turn, part in enumerate(parts, start=1):
        words = f"{say('preview.name')}-{turn}" if turn > 1 else say("preview.name")
        path = folder / f"{words}-{imprint.edition}.png"
        told = say("preview.part", part=turn, parts=len(parts)) if len(parts) > 1 else ""
        _write(_drawn(part, len(thumbs), told, imprint), path)
        written.append(path)
    return tuple(written)


def _drawn(thumbs: Sequence[Thumb], total: int, told: str, imprint: Imprint) -> Paper:
    columns = min(_COLUMNS, max(3, ceil(sqrt(1.5 * len(thumbs)))))
    width, height = 2 * _EDGE + columns * _CELL_W, _HEAD + ceil(len(thumbs) / columns) * _CELL_H + _FOOT
    paper = Paper(PaperSize(name="", width_mm=width, height_mm=height))
    paper.figure.set_dpi(25.4 * _DOTS)
    _draw_heading(paper, total, told, imprint)
    for place, thumb in enumerate(thumbs):
        row, column = divmod(place, columns)
        _draw_thumb(paper, thumb, _EDGE + column * _CELL_W + _CELL_W / 2, _HEAD + row * _CELL_H)
    return paper


def _draw_heading(paper: Paper, total: int, told: str, imprint: Imprint) -> None:
    right = paper.size.width_mm - _EDGE
    mark = say("edition.mark") if imprint.edition == "vertrouwelijk" else ""
    room = right - _EDGE - _MARK.width_mm(mark) - 4.0
    date = format_date(imprint.reference_date)
    count = say("preview.count_one") if total == 1 else say("preview.count", count=format_number(total))
    made = say("atlas.version", version=imprint.version, status=imprint.status, date=date)
    paper.text((_EDGE, 9.5), one_line(say("preview.title", title=imprint.title), _TITLE, room), _TITLE)
    paper.text((right, 9.5), mark, _MARK, align="right")
    about = " · ".join(part for part in (count, told, made) if part)
    paper.text((_EDGE, 15.0), one_line(about, _ABOUT, right - _EDGE), _ABOUT)


def _draw_thumb(paper: Paper, thumb: Thumb, middle: float, top: float) -> None:
    """Draw a map as large as its cell allows, with number and title below it."""
    width_in, height_in = size_of(thumb.pdf)
    per_inch = min(_MOST_W / width_in, _MOST_H / height_in)
    dots = dots_of(thumb.pdf, dpi=per_inch * _DOTS)
    width, height = dots.shape[1] / _DOTS, dots.shape[0] / _DOTS
    left, upper = round(middle - width / 2, 1), top + _MOST_H - height
    below = round((paper.size.height_mm - upper - height) * _DOTS)
    paper.figure.figimage(dots, xo=round(left * _DOTS), yo=below, origin="upper")
    paper.box((left, upper, width, height), fill=None, edge=style.GREY, width_mm=0.15, order=1.0)
    number = one_line(thumb.number, _NUMBER, _CELL_W - 3.0)
    paper.text((middle, top + _MOST_H + 3.4), number, _NUMBER, align="center")
    lines = _NAME.wrap(thumb.title, _CELL_W - 3.0)
    if len(lines) > _LINES:
        lines = (*lines[: _LINES - 1], one_line(" ".join(lines[_LINES - 1 :]), _NAME, _CELL_W - 3.0))
    for row, line in enumerate(lines, start=1):
        paper.text((middle, top + _MOST_H + 3.4 + row * _LINE), line, _NAME, align="center")


def _write(paper: Paper, path: Path) -> None:
    about = {"Software": None}
    with mpl.rc_context({"text.hinting": "none"}), path.open("wb") as file:
        FigureCanvasAgg(paper.figure).print_png(file, metadata=about)  # type: ignore[no-untyped-call]
