"""A page of a PDF as PNG: small, since few colours fill it, and each of these stays as it is."""

import re
import struct
import zlib
from functools import cache

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from geo.maps import style

DPI = 300
_POINTS = 72
_MOST, _STEP = 256, 3
"""How many colours a palette holds; every how manieth dot is looked at to find the most frequent."""
_LEVEL, _SHORTS, _BAND = 6, 1 << 18, 32
_HEX = re.compile(r"#[0-9a-f]{6}")

_Colours = NDArray[np.uint32]


def png_bytes(pdf: bytes, *, title: str = "", description: str = "", dpi: float = DPI) -> bytes:
    """Draw the first page of a PDF as PNG, the same bytes every time.

    Parameters
    ----------
    pdf
        The file.
    title, description
        What the picture says of itself.
    dpi
        Dots an inch.
    """
    dots = _dots(pdf, dpi)
    height, width = dots.shape
    found = _palette(dots, looked_up := _short(dots))
    if found is None:
        rows = np.empty((height, 1 + 3 * width), dtype=np.uint8)
        rows[:, 1:] = (
            np.ascontiguousarray(dots).view(np.uint8).reshape(height, width, 4)[:, :, 2::-1].reshape(height, -1)
        )
        kind, palette = 2, b""
    else:
        colours, places = found
        rows = np.empty((height, 1 + width), dtype=np.uint8)
        np.take(places, looked_up, out=rows[:, 1:])
        kind, palette = 3, colours.astype(">u4").view(np.uint8).reshape(-1, 4)[:, 1:].tobytes()
    rows[:, 0] = 0
    per_metre = round(dpi / 0.0254)
    said = {"Title": title, "Description": description}
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)),
        (b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
        *((b"iTXt", key.encode() + b"\0\0\0\0\0" + text.encode()) for key, text in said.items() if text),
        *([(b"PLTE", palette)] if palette else []),
        (b"IDAT", zlib.compress(rows.tobytes(), _LEVEL)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _dots(pdf: bytes, dpi: float) -> _Colours:
    """Give the dots of the first page as numbers ``0xrrggbb``."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        width, height = (round(side / _POINTS * dpi) for side in page.get_size())
        bitmap = page.render(scale=dpi / _POINTS, prefer_bgrx=True, maybe_alpha=False)
        dots = np.array(bitmap.to_numpy().view("<u4")[:height, :width, 0]) & np.uint32(0xFFFFFF)
    finally:
        document.close()
    return np.asarray(dots, dtype=np.uint32)


def _short(colours: _Colours) -> _Colours:
    """Leave of each colour 6 bits a part, by which a palette is looked up."""
    short = np.empty_like(colours)
    for start in range(0, len(colours), _BAND):  # a band of rows stays in the cache of the processor
        band, out = colours[start : start + _BAND], short[start : start + _BAND]
        np.right_shift(band, 6, out=out)
        out &= 0x3F000
        out |= (band >> 4) & 0x00FC0
        out |= (band >> 2) & 0x0003F
    return short


def _palette(dots: _Colours, looked_up: _Colours) -> tuple[_Colours, NDArray[np.uint8]] | None:
    """Choose the most frequent colours and those of the house, and tell which stands for which short colour.

    Only the blends along the edges of letters and lines become a near one. Gives None where two colours of the house
    in the picture are too near to be told apart by their short colours.
    """
    seen, counts = np.unique(dots[::_STEP, ::_STEP], return_counts=True)
    house = np.isin(seen, _house())
    order = np.lexsort((seen, -counts, ~house))
    seen, shorts = seen[order], _short(seen[order])
    kept = np.sort(np.unique(shorts, return_index=True)[1])[:_MOST]
    if np.count_nonzero(house) > np.count_nonzero(np.isin(seen[kept], _house())):
        return None
    colours = seen[kept]
    occurs = np.zeros(_SHORTS, dtype=np.bool_)
    occurs[looked_up] = True
    asked = np.flatnonzero(occurs)
    middles = np.column_stack([4 * (asked >> shift & 63) + 2 for shift in (12, 6, 0)])
    parts = np.column_stack([(colours >> shift) & 255 for shift in (16, 8, 0)]).astype(np.int64)
    places = np.zeros(_SHORTS, dtype=np.uint8)
    places[asked] = ((middles[:, None, :] - parts[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
    places[shorts[kept]] = np.arange(len(kept))
    return colours, places


@cache
def _house() -> _Colours:
    """Give the colours of the house, as numbers."""
    looks = [*style.BALANCE_AREAS.values(), *style.SEARCH_AREAS.values()]
    named = [value for value in vars(style).values() if isinstance(value, str)] + [look.colour for look in looks]
    return np.array(sorted({int(value[1:], 16) for value in named if _HEX.fullmatch(value)}), dtype=np.uint32)
