"""The files of a sheet: PDF for print, SVG for those who edit it, PNG for screen and document."""

import io

from geo.maps.sheet_png import png_bytes
from geo.maps.sheet_svg import svg_bytes
from geo.maps.sheets import Sheet, SheetInfo, write_pdf


def vector_bytes(sheet: Sheet) -> dict[str, bytes]:
    """Make the files of a sheet that hold its vectors, the same bytes every time.

    Parameters
    ----------
    sheet
        The sheet.

    Returns
    -------
    files
        By their ending: ``pdf`` and ``svg``, in that order.
    """
    stream = io.BytesIO()
    write_pdf([sheet], stream, title=sheet.info.headline)
    return {"pdf": stream.getvalue(), "svg": svg_bytes(sheet)}


def picture_bytes(vectors: dict[str, bytes], info: SheetInfo) -> bytes:
    """Make the picture of a sheet out of its PDF, at 300 dpi; the drawing itself may be gone by then.

    Parameters
    ----------
    vectors
        What `vector_bytes` made.
    info
        What the sheet is.
    """
    return png_bytes(vectors["pdf"], title=info.headline, description=info.alt_text)


def sheet_bytes(sheet: Sheet) -> dict[str, bytes]:
    """Make all files of a sheet by their ending: ``pdf``, ``svg`` and ``png``, in that order.

    Parameters
    ----------
    sheet
        The sheet.
    """
    vectors = vector_bytes(sheet)
    return {**vectors, "png": picture_bytes(vectors, sheet.info)}
