"""Pictures of sheets that are written already: dots of any density, from the vectors of their PDF."""

from pathlib import Path
from typing import cast

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from geo.errors import SourceError
from geo.maps.sheet_png import png_bytes

Dots = NDArray[np.uint8]
"""Red, green and blue of each dot, row by row."""
DOCUMENT_DPI = 160
"""Dots an inch of a map in the plan document: sharp on screen and on an office printer, and not too large to mail."""
_POINTS = 72.0
_BGR = (2, 1, 0)


def dots_of(pdf: Path, *, dpi: float) -> Dots:
    """Turn the first page of a PDF into dots.

    Parameters
    ----------
    pdf
        The file.
    dpi
        Dots an inch.

    Raises
    ------
    SourceError
        If the file cannot be read.
    """
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            bitmap = document[0].render(scale=dpi / _POINTS)
            return cast("Dots", bitmap.to_numpy()[:, :, _BGR])
    except (pypdfium2.PdfiumError, OSError) as error:
        raise _unreadable(pdf, error) from error


def size_of(pdf: Path) -> tuple[float, float]:
    """Give width and height of the first page of a PDF, in inches."""
    with pypdfium2.PdfDocument(pdf) as document:
        width, height = document[0].get_size()
    return width / _POINTS, height / _POINTS


def write_picture(pdf: Path, path: Path, *, dpi: float = DOCUMENT_DPI) -> None:
    """Write the first page of a PDF as PNG of few colours, the same bytes every time; errors as in `dots_of`."""
    try:
        made = png_bytes(pdf.read_bytes(), dpi=dpi)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise _unreadable(pdf, error) from error
    path.write_bytes(made)


def _unreadable(pdf: Path, error: Exception) -> SourceError:
    return SourceError(f"`{pdf}` cannot be read: {error}")
