"""The marks of locations: constant drawings, of which only the size follows the data.

Shape tells the type, fill tells the decision, so that colour never stands alone.
"""

import math
from collections.abc import Mapping
from types import MappingProxyType

SHAPES: Mapping[str, str] = MappingProxyType({
    "gvl": "M3 3H21V21H3Z",
    "satelliet": "M12 2L22.5 20.5H1.5Z",
    "regionaal": "M12 2A10 10 0 1 1 11.99 2Z",
    "geen": "M12 1.5L22.5 12L12 22.5L1.5 12Z",
})  # fmt: skip
"""Outline per type in a box of 24 by 24; what has no type yet is a lozenge."""

_FILLS: Mapping[str, str] = MappingProxyType({
    "present": "fill:#0a6ba8",
    "nieuw": "fill:#fff",
    "voortzetten": "fill:#0a6ba8",
    "omvormen": "fill:#e69f00",
    "beeindigen": "fill:#fff",
    "unknown": "fill:#d5d8da",
})  # fmt: skip
_SIGNS: Mapping[str, str] = MappingProxyType({
    "nieuw": "M12 8V18M7 13H17",
    "omvormen": "M7 13H17M13.5 9.5L17 13L13.5 16.5",
    "beeindigen": "M8 9L16 17M16 9L8 17",
})  # fmt: skip
"""Sign inside the shape per decision: plus, arrow, cross."""

SIZES = (100, 500, 1000)
"""Numbers of places that the legend shows."""
_SMALLEST_PX, _LARGEST_PX = 18.0, 46.0
_PX_PER_ROOT = 1.25


def mark_size(capacity: float | None) -> float:
    """Give the width of a mark in pixels: its area grows with the places; unknown is the smallest."""
    if capacity is None or math.isnan(capacity):
        return _SMALLEST_PX
    return round(min(max(_SMALLEST_PX, _PX_PER_ROOT * math.sqrt(capacity)), _LARGEST_PX), 1)


def mark_svg(kind: str, fill: str, size: float) -> str:
    """Draw a mark.

    Parameters
    ----------
    kind
        Type of location; one that is not known draws the lozenge.
    fill
        ``present`` or a decision; one that is not known draws grey.
    size
        Width in pixels.
    """
    shape = SHAPES.get(kind, SHAPES["geen"])
    paint = _FILLS.get(fill, _FILLS["unknown"])
    sign = f'<path d="{_SIGNS[fill]}" class="sign"/>' if fill in _SIGNS else ""
    return (
        f'<svg viewBox="0 0 24 24" width="{size:g}" height="{size:g}" aria-hidden="true" focusable="false">'
        f'<path d="{shape}" class="shape" style="{paint}"/>{sign}</svg>'
    )
