"""The files of a sheet: PDF for print, SVG for those who edit it, PNG for screen and document."""

import io

from geo.maps.sheet_png import png_bytes
from geo.maps.sheet_svg import svg_bytes
from geo.maps.sheets import Sheet, write_pdf


def sheet_bytes(sheet: Sheet) -> dict[str, bytes]:
    """Make the files of a sheet by their ending, the same bytes every time; the picture is that of the PDF at 300 dpi.

    Parameters
    ----------
    sheet
        The sheet.

    Returns
    -------
    files
        ``pdf``, ``svg`` and ``png``, in that order.
    """
    stream = io.BytesIO()
    write_pdf([sheet], stream, title=sheet.headline)
    pdf = stream.getvalue()
    picture = png_bytes(pdf, title=sheet.headline, description=sheet.info.alt_text)
    return {"pdf": pdf, "svg": svg_bytes(sheet), "png": picture}
