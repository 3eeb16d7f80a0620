"""A page of a PDF as PNG: small, since few colours fill it, and each of these stays as it is."""

import re
import struct
import zlib
from collections.abc import Iterator
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
    height, width, _ = dots.shape
    found = _palette(dots)
    kind, palette = (2, b"") if found is None else (3, b"".join(int(each).to_bytes(3) for each in found[0]))
    rows = _rows(dots, None if found is None else found[1])
    per_metre = round(dpi / 0.0254)
    said = {"Title": title, "Description": description}
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)),
        (b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
        *((b"iTXt", key.encode() + b"\0\0\0\0\0" + text.encode()) for key, text in said.items() if text),
        *([(b"PLTE", palette)] if palette else []),
        (b"IDAT", zlib.compress(rows.data, _LEVEL)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _rows(dots: NDArray[np.uint8], places: NDArray[np.uint8] | None) -> NDArray[np.uint8]:
    """Give the rows of a picture, each after a 0 that says that nothing is filtered; in full without a palette."""
    height, width, parts = dots.shape
    rows = np.zeros((height, 1 + (parts * width if places is None else width)), dtype=np.uint8)
    for band in _bands(height):
        some = dots[band]
        rows[band, 1:] = some[..., ::-1].reshape(len(some), -1) if places is None else places[_short(_colours(some))]
    return rows


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _dots(pdf: bytes, dpi: float) -> NDArray[np.uint8]:
    """Give blue, green and red of each dot of the first page: the picture itself, of which no second is made."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        width, height = (round(side / _POINTS * dpi) for side in page.get_size())
        bitmap = page.render(scale=dpi / _POINTS, maybe_alpha=False)
    finally:
        document.close()
    dots: NDArray[np.uint8] = bitmap.to_numpy()
    return dots[:height, :width]


def _bands(height: int) -> Iterator[slice]:
    """Part rows into bands that stay in the cache of the processor."""
    return (slice(start, start + _BAND) for start in range(0, height, _BAND))


def _colours(dots: NDArray[np.uint8]) -> _Colours:
    """Give dots as numbers ``0xrrggbb``."""
    blue, green, red = (dots[..., part].astype(np.uint32) for part in range(3))
    return np.asarray(red << 16 | green << 8 | blue, dtype=np.uint32)


def _short(colours: _Colours) -> _Colours:
    """Leave of each colour 6 bits a part, by which a palette is looked up."""
    short = (colours >> 6) & 0x3F000 | (colours >> 4) & 0x00FC0 | (colours >> 2) & 0x0003F
    return np.asarray(short, dtype=np.uint32)


def _palette(dots: NDArray[np.uint8]) -> tuple[_Colours, NDArray[np.uint8]] | None:
    """Choose the most frequent colours and those of the house, and tell which stands for which short colour.

    Only the blends along the edges of letters and lines become a near one. Gives None where two colours of the house
    in the picture are too near to be told apart by their short colours.
    """
    seen, counts = _counted(dots[::_STEP, ::_STEP])
    house = np.isin(seen, _house())
    order = np.lexsort((seen, -counts, ~house))
    seen, shorts = seen[order], _short(seen[order])
    kept = np.sort(np.unique(shorts, return_index=True)[1])[:_MOST]
    if np.count_nonzero(house) > np.count_nonzero(np.isin(seen[kept], _house())):
        return None
    colours = seen[kept]
    occurs = np.zeros(_SHORTS, dtype=np.bool_)
    for band in _bands(len(dots)):
        occurs[_short(_colours(dots[band]))] = True
    asked = np.flatnonzero(occurs)
    middles = np.column_stack([4 * (asked >> shift & 63) + 2 for shift in (12, 6, 0)]).astype(np.float64)
    parts = np.column_stack([(colours >> shift) & 255 for shift in (16, 8, 0)]).astype(np.float64)
    # The square of the distance, less what is the same for all colours of the palette; exact in whole numbers.
    distances = (parts**2).sum(axis=1) - 2 * middles @ parts.T
    places = np.zeros(_SHORTS, dtype=np.uint8)
    places[asked] = distances.argmin(axis=1)
    places[shorts[kept]] = np.arange(len(kept))
    return colours, places


def _counted(dots: NDArray[np.uint8]) -> tuple[_Colours, NDArray[np.int64]]:
    """Tell which colours occur, and how often."""
    found = [np.unique(_colours(dots[band]), return_counts=True) for band in _bands(len(dots))]
    seen, places = np.unique(np.concatenate([colours for colours, _ in found]), return_inverse=True)
    counts = np.bincount(places, weights=np.concatenate([counts for _, counts in found]))
    return seen, counts.astype(np.int64)


@cache
def _house() -> _Colours:
    """Give the colours of the house, as numbers."""
    looks = [*style.BALANCE_AREAS.values(), *style.SEARCH_AREAS.values()]
    named = [value for value in vars(style).values() if isinstance(value, str)] + [look.colour for look in looks]
    return np.array(sorted({int(value[1:], 16) for value in named if _HEX.fullmatch(value)}), dtype=np.uint32)
