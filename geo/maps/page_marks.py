"""The marks of sites: drawings of our own, in the shapes and colours of the sheets; only their size follows the data.

Shape and colour tell the type, the fill tells the decision, so that colour never stands alone.
"""

import math
from collections.abc import Hashable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from geo.contrast import contrast
from geo.maps import style
from geo.maps.page_cells import is_missing, plain_text
from geo.maps.page_content import LayerKind
from geo.maps.shapes import outline
from geo.maps.style import MarkStyle
from geo.tables.choices import ENDED

SIZES = (150, 500, 1000)
"""Numbers of places that the legend shows; the first is that of the smallest mark."""
_SMALLEST_PX = round(math.sqrt(SIZES[0]), 1)
_LARGEST_PX = 40.0
_UNKNOWN_PX = 16.0
_ROOM = 0.95
"""Half the width of the drawing, for a shape of area 1."""
_RADIUS = round(1 / math.sqrt(math.pi), 3)
_CIRCLE = f"M0-{_RADIUS}A{_RADIUS} {_RADIUS} 0 1 {{turn}} 0 {_RADIUS}"
_CROSS = "M-.32-.32L.32.32M.32-.32L-.32.32"
_SIGNS: Mapping[str, str] = MappingProxyType({"+": "M-.3 0H.3M0-.3V.3", "−": "M-.3 0H.3"})
"""Drawing of each sign of `style.EVENT_SIGNS`."""
_ASK = "M-.2-.2A.2.2 0 1 1 .09-.02Q0 .03 0 .13M0 .33V.34"
_NO_TYPE = replace(style.UNKNOWN_TYPE, fill="unknown")


def mark_size(capacity: float | None) -> float:
    """Give the size of a mark in pixels: the side of a square of the same area, which grows with the places.

    Unknown has a size of its own; below the first of `SIZES` all marks are equal, so that they can be seen and hit.
    """
    if is_missing(capacity):
        return _UNKNOWN_PX
    return round(min(max(_SMALLEST_PX, math.sqrt(float(capacity or 0))), _LARGEST_PX), 1)


def type_style(kind: LayerKind, of: str) -> MarkStyle:
    """Give the look of a type of site.

    Parameters
    ----------
    kind
        Kind of layer; ``portfolio`` shows current types, the others types after the transition.
    of
        The type; empty where there is none.
    """
    if kind == "portfolio":
        return style.CURRENT_TYPES.get(of, style.OTHER_TYPE) if of else _NO_TYPE
    return style.FUTURE_TYPES.get(of, style.FUTURE_TYPES[""])


def site_style(kind: LayerKind, record: Mapping[Hashable, Any]) -> MarkStyle:
    """Give the look of a site from its ``type``, ``decision`` or ``event``, and ``capacity``, as the sheets do."""
    of, decision = plain_text(record.get("type")), plain_text(record.get("decision"))
    if kind == "candidates":
        return replace(type_style(kind, of), fill="open", colour=style.CONFIDENTIAL)
    look = type_style(kind, "" if kind == "allocation" and decision == ENDED else of)
    if kind == "allocation":
        look = replace(look, fill=style.DECISION_FILLS.get(decision, "unknown"))
    if kind == "transition":
        look = replace(look, fill=style.EVENT_FILLS.get(plain_text(record.get("event")), "full"))
    return replace(look, fill="unknown") if is_missing(record.get("capacity")) else look


def site_mark(kind: LayerKind, record: Mapping[Hashable, Any], size: float | None = None) -> str:
    """Draw the mark of a site.

    Parameters
    ----------
    kind
        Kind of layer.
    record
        ``type``, ``decision`` or ``event``, and ``capacity`` of the site.
    size
        Size in pixels; by its capacity where none is given.
    """
    capacity = record.get("capacity")
    asked = mark_size(capacity) if size is None else size
    sign = _sign(plain_text(record.get("event"))) if kind == "transition" else ""
    look = site_style(kind, record)
    return mark_svg(look, asked, ask=is_missing(capacity), dashed=kind == "candidates", sign=sign)


def event_mark(event: str, size: float) -> str:
    """Draw the mark that explains an event of a quarter, whatever the type of the site."""
    look = MarkStyle(shape="circle", colour=style.GREY, fill=style.EVENT_FILLS.get(event, "full"))
    return mark_svg(look, size, sign=_sign(event))


def _sign(event: str) -> str:
    return _SIGNS.get(style.EVENT_SIGNS.get(event, ""), "")


def mark_width(size: float) -> int:
    """Give the width of the drawing of a mark of some size, in pixels; an even number, so that it has a middle."""
    return 2 * round(_ROOM * size)


def mark_svg(look: MarkStyle, size: float, *, ask: bool = False, dashed: bool = False, sign: str = "") -> str:
    """Draw a mark.

    Parameters
    ----------
    look
        Shape, colour and fill.
    size
        Size in pixels, as of `mark_size`.
    ask
        Whether something of the site is unknown, which a question mark tells.
    dashed
        Whether the outline is dashed.
    sign
        Path of a sign in it.
    """
    path, width = _path(look), mark_width(size)
    full = look.colour if look.fill == "full" else style.PAPER
    parts = [
        f'<path d="{path}" class="halo"/>',
        f'<path d="{path}" class="shape{" bare" * dashed}" style="fill:{full}"/>',
    ]
    if look.fill in ("open", "unknown"):
        parts.append(f'<path d="{path}" class="ring{" dashed" * dashed}" style="stroke:{look.colour}"/>')
        parts.append("" if dashed else f'<path d="{path}" class="line"/>')
    if look.fill == "half":
        parts.append(f'<path d="{_left_half(look)}" style="fill:{look.colour}"/><path d="{path}" class="line"/>')
    if look.fill == "crossed":
        parts.append(f'<path d="{_CROSS}" class="sign"/>')
    if sign:
        pale = max((style.PAPER, style.INK), key=lambda ink: contrast(ink, full)) == style.PAPER
        parts.append(f'<path d="{sign}" class="sign{" pale" * pale}"/>')
    if ask or look.fill == "unknown":
        parts.append(f'<path d="{_ASK}" class="sign"/>')
    box = f"-{_ROOM} -{_ROOM} {2 * _ROOM} {2 * _ROOM}"
    head = f'<svg viewBox="{box}" width="{width}" height="{width}" aria-hidden="true" focusable="false">'
    return f"{head}{''.join(parts)}</svg>"


def _path(look: MarkStyle) -> str:
    if look.shape == "circle":
        return f"{_CIRCLE.format(turn=1)}A{_RADIUS} {_RADIUS} 0 1 1 0-{_RADIUS}Z"
    return _polygon([(float(x), float(y)) for x, y in outline(look.shape)])


def _left_half(look: MarkStyle) -> str:
    if look.shape == "circle":
        return f"{_CIRCLE.format(turn=0)}Z"
    return _polygon([(min(float(x), 0.0), float(y)) for x, y in outline(look.shape)])


def _polygon(corners: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{round(x, 3) + 0.0:g} {round(y, 3) + 0.0:g}" for x, y in corners) + "Z"
