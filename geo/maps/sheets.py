"""What a sheet is, what it is called, and how it is written as vectors."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import matplotlib as mpl
import pandas as pd
from fontTools import subset
from fontTools.ttLib import TTFont
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from pyproj import CRS

from geo.errors import CrsError, InputError
from geo.imprint import Imprint
from geo.maps.paper_size import A4, PaperSize
from geo.words import say

_LAYOUT_TABLES = ("GDEF", "GPOS", "GSUB")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetInfo:
    """What report and page need to know of a sheet."""

    number: str
    """Number as printed, for example ``Kaart 2``."""
    title: str
    """Title in Dutch."""
    name: str
    """File name without extension, edition included."""
    alt_text: str
    """What the map shows, in words and figures."""
    table: pd.DataFrame
    """The same content as a table, ready to be shown: Dutch headings, formatted cells."""
    scale: int
    """Denominator of the scale."""
    unplaced: tuple[str, ...]
    """Labels that found no place; each is listed on the sheet."""
    size: PaperSize = A4
    """Size of its paper."""

    @property
    def headline(self) -> str:
        """Number and title."""
        return f"{self.number} {self.title}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A drawn sheet."""

    info: SheetInfo
    """What it is."""
    figure: Figure
    """The drawing."""


def sheet_name(number: str, words: str, imprint: Imprint, size: PaperSize = A4) -> str:
    """Name the file of a sheet: ``kaart-2-huidige-portefeuille-vertrouwelijk``; a size other than A4 is told."""
    larger = "" if size == A4 else size.name
    said = f"{number} {words} {larger} {imprint.edition}".lower()
    signs = "".join(sign if sign.isalnum() else "-" for sign in said)
    return "-".join(part for part in signs.split("-") if part)


def check_edition(rows: pd.DataFrame, imprint: Imprint) -> None:
    """Refuse to draw rows that are not open on a sheet of the open edition.

    Raises
    ------
    InputError
        If the edition is ``openbaar`` and a row is not.
    """
    if imprint.edition == "openbaar" and not bool(rows["open"].fillna(False).all()):
        msg = "rows that are not open cannot stand on a sheet of the open edition"
        raise InputError(msg)


def check_metric(crs: CRS | None) -> CRS:
    """Refuse to draw what cannot be measured in metres; gives the reference system.

    Raises
    ------
    CrsError
        If there is no reference system, or one that is not metric.
    """
    if crs is None:
        msg = "the rows of a map have no reference system"
        raise CrsError(msg)
    if not crs.is_projected:
        msg = "a sheet needs a metric reference system"
        raise CrsError(msg)
    return crs


def write_pdf(sheets: Iterable[Sheet], path: Path | BinaryIO, *, title: str) -> None:
    """Write sheets as pages of one PDF: vectors, text as text, the same bytes every time.

    The exact round scale of each sheet holds when the PDF is printed at 100%.

    Parameters
    ----------
    sheets
        One or more sheets; each is drawn on a page of its own size.
    path
        File to write, in a folder that exists, or a stream.
    title
        Title of the document.
    """
    about = {"Title": title, "Creator": "geo", "Producer": None, "CreationDate": None}
    with (
        mpl.rc_context({"pdf.fonttype": 42, "pdf.compression": 6}),
        _letters_alone(),
        PdfPages(path, metadata=about) as pages,
    ):
        for sheet in sheets:
            pages.savefig(sheet.figure)


@contextmanager
def _letters_alone() -> Iterator[None]:
    """Leave the tables by which a font lays out text out of what is embedded.

    In a PDF every letter has its place already, and to read and cut these tables takes longer than all else of a font.
    """
    usual = subset.load_font

    def without_layout(*given: Any, **options: Any) -> TTFont:
        font = usual(*given, **options)
        for table in _LAYOUT_TABLES:
            if table in font:
                del font[table]
        return font

    subset.load_font = without_layout
    try:
        yield
    finally:
        subset.load_font = usual


def counted(count: int) -> str:
    """Say how many locations there are."""
    return say("maps.locations_one") if count == 1 else say("maps.locations_many", count=count)
