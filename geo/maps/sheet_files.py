"""The files of a sheet: PDF for print, SVG for those who edit it, PNG for screen and document."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import Message, OutputLockedError, SourceError
from geo.maps.sheet_png import png_bytes
from geo.maps.sheet_svg import svg_bytes
from geo.maps.sheets import Sheet, write_pdf

ENDINGS = ("pdf", "svg", "png")
"""Ends of the names of the files of a sheet, in the order in which they are written."""


def write_sheet(sheet: Sheet, folder: Path) -> tuple[Path, ...]:
    """Write a sheet as PDF, SVG and PNG, the same bytes every time; the picture is that of the PDF at 300 dpi.

    Parameters
    ----------
    sheet
        The sheet; its name is that of the files.
    folder
        Where to write. Each file takes its name once it is whole.

    Raises
    ------
    OutputLockedError
        If a file is open in another program.
    SourceError
        If the disk is full or may not be written.
    """
    pdf = _pdf_bytes(sheet)
    picture = png_bytes(pdf, title=sheet.headline, description=sheet.info.alt_text)
    paths = tuple(folder / f"{sheet.info.name}.{ending}" for ending in ENDINGS)
    for path, content in zip(paths, (pdf, svg_bytes(sheet), picture), strict=True):
        with _whole(path) as beside:
            beside.write_bytes(content)
    return paths


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Give a place to write beside a path; it takes the name of the path once it is whole."""
    beside = path.with_name(f".{os.getpid()}-{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield beside
        _rename(beside, path)
    except OutputLockedError:
        raise
    except OSError as error:
        raise SourceError(Message.of("terminal.unwritable", path=path, reason=error.strerror or error)) from error
    finally:
        beside.unlink(missing_ok=True)


def _rename(beside: Path, path: Path) -> None:
    try:
        beside.replace(path)
    except PermissionError as error:
        raise OutputLockedError(Message.of("terminal.locked", path=path)) from error


def _pdf_bytes(sheet: Sheet) -> bytes:
    stream = io.BytesIO()
    write_pdf([sheet], stream, title=sheet.headline)
    return stream.getvalue()
