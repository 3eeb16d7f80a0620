"""Symbols for QGIS: areas with hatches, lines with casings, and the marks of the sheets with the same outlines."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

import numpy as np
from matplotlib.textpath import TextPath
from numpy.typing import NDArray

from geo.contrast import contrast
from geo.maps import style
from geo.maps.paper import sign_fits, sign_letter
from geo.maps.qgis_xml import colour, either, node, options, reckoned
from geo.maps.shapes import outline
from geo.maps.style import AreaStyle, MarkStyle

_SIDE = 2.4
"""Side of the picture of a mark of area 1; it leaves room for the halo of the smallest."""
LEGEND_MM2 = 5.0
"""Area of a mark in the legend."""
LEGEND_PART = 0.4
"""Core of a split mark in the legend."""
_HALO, _RING = 4.0, 3.5
"""Widths of the halo and of the ring of an open mark, in keylines, as on the sheets."""
_CROSS_REACH, _CROSS_MM, _QUERY_SIZE = 0.34, 0.4, 0.74
_SIGNED = frozenset({"full", "open"})
"""Fills that leave room for a sign."""
_STROKES = {"+": "M-0.26 0L0.26 0M0 -0.26L0 0.26", "−": "M-0.26 0L0.26 0"}
"""Signs that are lines, in a mark of area 1; a letter would not stand in the middle."""
_SIGN_MM = 0.5
_HATCH_MM = 0.18
_DOT_MM, _DOTS_MM = 0.55, 2.6
_LINES: dict[str, tuple[tuple[float, float], ...]] = {
    "/": ((45.0, 1.9),),
    "\\": ((135.0, 1.9),),
    "|": ((90.0, 1.9),),
    "-": ((0.0, 1.9),),
    "x": ((45.0, 2.4), (135.0, 2.4)),
}
"""Angles of the lines of a hatch and how far apart they are, by the sign that stands for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A line along a shape."""

    colour: str
    """Ink."""
    width_mm: float
    """Width."""
    dash: tuple[float, ...] = ()
    """Dashes and gaps in mm; empty for a whole line."""
    level: int = 0
    """Strokes of a higher level are drawn over all those of a lower one, whatever the shape."""


def symbol(name: str, kind: str, layers: Sequence[Element], *, opacity: float = 1.0) -> Element:
    """Put the layers of a symbol together, the lowest first."""
    about = {"name": name, "type": kind, "alpha": f"{opacity:g}", "clip_to_extent": "1", "force_rhr": "0"}
    return node("symbol", about, *layers)


def layer(kind: str, settings: dict[str, str], *inner: Element, level: int = 0) -> Element:
    """Write a layer of a symbol."""
    about = {"class": kind, "enabled": "1", "locked": "0", "pass": str(level)}
    return node("layer", about, options(settings), *inner)


def area_layers(look: AreaStyle, *, outlined: bool = True) -> list[Element]:
    """Write a fill, and over it a hatch of lines or dots."""
    edge = {
        "outline_color": colour(look.edge),
        "outline_width": f"{look.edge_mm:g}",
        "outline_width_unit": "MM",
        "outline_style": "solid" if outlined else "no",
        "joinstyle": "round",
    }
    brush = "no" if look.colour == "none" else "solid"
    fill = layer("SimpleFill", {"color": colour(look.colour), "style": brush, **edge})
    return [fill, *_hatch(look)]


def _hatch(look: AreaStyle) -> list[Element]:
    if not look.hatch:
        return []
    ink = look.edge if look.colour == "none" else style.HATCH
    sign = look.hatch[0]
    if sign == ".":
        return [_dots(ink)]
    return [_hatching(ink, angle, apart) for angle, apart in _LINES[sign]]


def _hatching(ink: str, angle: float, apart_mm: float) -> Element:
    inner = symbol("hatch", "line", line_layers([Stroke(colour=ink, width_mm=_HATCH_MM)]))
    settings = {"angle": f"{angle:g}", "distance": f"{apart_mm:g}", "distance_unit": "MM", "color": colour(ink)}
    return layer("LinePatternFill", settings, inner)


def _dots(ink: str) -> Element:
    dot = {"name": "circle", "color": colour(ink), "size": f"{_DOT_MM:g}", "size_unit": "MM", "outline_style": "no"}
    inner = symbol("hatch", "marker", [layer("SimpleMarker", dot)])
    apart = {"distance_x": f"{_DOTS_MM:g}", "distance_y": f"{_DOTS_MM:g}", "displacement_x": f"{_DOTS_MM / 2:g}"}
    units = {f"{name}_unit": "MM" for name in apart}
    return layer("PointPatternFill", {**apart, **units}, inner)


def changed(expression: str, layers: Sequence[Element]) -> Element:
    """Draw strokes along what an expression makes of a shape."""
    settings = {"SymbolType": "Line", "geometryModifier": expression, "units": "MapUnit"}
    return layer("GeometryGenerator", settings, symbol("changed", "line", layers))


def line_layers(strokes: Sequence[Stroke]) -> list[Element]:
    """Write strokes over one another, the widest first; dashes have flat ends."""
    return [_stroke(one) for one in strokes]


def _stroke(stroke: Stroke) -> Element:
    settings = {
        "line_color": colour(stroke.colour),
        "line_width": f"{stroke.width_mm:g}",
        "line_width_unit": "MM",
        "line_style": "solid",
        "capstyle": "flat" if stroke.dash else "round",
        "joinstyle": "round",
        "use_custom_dash": "1" if stroke.dash else "0",
        "customdash": ";".join(f"{part:g}" for part in stroke.dash) or "5;2",
        "customdash_unit": "MM",
    }
    return layer("SimpleLine", settings, level=stroke.level)


def mark_layers(
    mark: MarkStyle, *, area_mm2: float = LEGEND_MM2, area: str = "", core: str = "", sign: str = ""
) -> list[Element]:
    """Write a mark with its keyline and halo: the outline of the sheets, so that equal areas are equal places.

    Parameters
    ----------
    mark
        Shape, colour and fill.
    area_mm2
        Area of the mark, and in the legend.
    area
        Expression that gives the area of the mark of a row in mm²; empty where all have one area.
    core
        Of a split mark: expression that gives the part of its area that is filled.
    sign
        Expression that gives the sign of a row; empty where that is the sign of the mark.
    """
    corners, key = outline(mark.shape), style.KEYLINE_MM
    shape = _path(corners)
    full = {"full": mark.colour, "split": style.tint(mark.colour)}.get(mark.fill, style.PAPER)
    parts = [
        _Part(shape, fill=style.PAPER, edge=style.PAPER, width_mm=_HALO * key),
        _Part(shape, fill=full, edge=style.INK, width_mm=key),
    ]
    if mark.fill in {"open", "unknown"}:
        parts.append(_Part(shape, edge=mark.colour, width_mm=_RING * key))
    if mark.fill == "half":
        left = np.minimum(corners, np.array([0.0, np.inf]))
        parts.append(_Part(_path(left), fill=mark.colour))
    if mark.fill in {"open", "unknown", "half"}:
        parts.append(_Part(shape, edge=style.INK, width_mm=key))
    if mark.fill == "crossed":
        parts.append(_Part(_cross(corners), edge=style.INK, width_mm=_CROSS_MM))
    if mark.fill == "unknown":
        parts.append(_Part(_query(), fill=style.INK))
    drawn = [_drawn(part, area_mm2, area) for part in parts]
    if mark.fill == "split":
        inner = _Part(shape, fill=mark.colour, edge=style.INK, width_mm=key / 2)
        drawn.append(_drawn(inner, area_mm2 * (mark.part or LEGEND_PART), f"{area} * {core}" if core else area))
    if mark.sign in _STROKES and mark.fill in _SIGNED:
        lines = _Part(_STROKES[mark.sign], edge=_sign_ink(mark), width_mm=_SIGN_MM)
        drawn.append(_drawn(lines, area_mm2, area))
    elif (sign or mark.sign) and mark.fill in _SIGNED:
        drawn.append(_signed(mark, area_mm2, area, sign))
    return drawn


def _sign_ink(mark: MarkStyle) -> str:
    under = mark.colour if mark.fill == "full" else style.PAPER
    return max((style.PAPER, style.INK), key=lambda one: contrast(one, under))


def _signed(mark: MarkStyle, area_mm2: float, area: str, sign: str) -> Element:
    """Write the sign in a mark as the sheets size it; it goes where the mark is too small for it."""
    measured = mark if mark.sign else replace(mark, sign="0")
    sides = np.linspace(0.5, 9.0, 341)
    points = np.array([sign_letter(measured, side**2).size_pt for side in sides])
    low, high = sides[points > points[0]][0], sides[points < points[-1]][-1]
    fits = next((side for side in sides if sign_fits(measured, side**2)), sides[-1])
    settings = {
        "font": style.FAMILY,
        "font_style": "Semibold",
        "chr": mark.sign or " ",
        "color": colour(_sign_ink(mark)),
        "outline_width": "0",
        "size": f"{sign_letter(measured, area_mm2).size_pt:g}",
        "size_unit": "Point",
    }
    told = {"char": sign} if sign else {}
    if area:
        reach = f"{low:.3g}, {high:.3g}, {points[0]:g}, {points[-1]:g}"
        told["size"] = either([(f"{area} < {fits**2:.3g}", "0")], f"scale_linear(sqrt({area}), {reach})")
    return layer("FontMarker", settings, *([reckoned(told)] if told else []))


@dataclass(frozen=True, slots=True)
class _Part:
    """A path of a mark of area 1."""

    path: str
    fill: str = ""
    edge: str = ""
    width_mm: float = 0.0


def _drawn(part: _Part, area_mm2: float, area: str) -> Element:
    inks = f'fill="{"param(fill)" if part.fill else "none"}"'
    if part.edge:
        inks += ' stroke="param(outline)" stroke-width="param(outline-width)" stroke-linejoin="miter"'
    half = _SIDE / 2
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-half:g} {-half:g} {_SIDE:g} {_SIDE:g}">'
        f'<path d="{part.path}" {inks}/></svg>'
    )
    settings = {
        "name": "base64:" + base64.b64encode(picture.encode()).decode(),
        "color": colour(part.fill or style.PAPER),
        "outline_color": colour(part.edge or style.INK),
        "outline_width": f"{part.width_mm:g}",
        "outline_width_unit": "MM",
        "size": f"{_SIDE * area_mm2**0.5:.4g}",
        "size_unit": "MM",
        "scale_method": "diameter",
    }
    return layer("SvgMarker", settings, *([reckoned({"size": f"{_SIDE:g} * sqrt({area})"})] if area else []))


def _path(corners: NDArray[np.float64]) -> str:
    return "M" + "L".join(f"{x:.4f} {y:.4f}" for x, y in corners) + "Z"


def _cross(corners: NDArray[np.float64]) -> str:
    reach = _CROSS_REACH * float(np.abs(corners).max())
    return f"M{-reach:.4f} {-reach:.4f}L{reach:.4f} {reach:.4f}M{-reach:.4f} {reach:.4f}L{reach:.4f} {-reach:.4f}"


def _query() -> str:
    """Draw a question mark as an outline, so that it needs no letter on the reader's machine."""
    rings = TextPath((0.0, 0.0), "?", size=_QUERY_SIZE, prop=style.font("semibold")).to_polygons()
    every = np.vstack(rings)
    middle = (every.min(axis=0) + every.max(axis=0)) / 2
    return "".join(_path((np.asarray(ring) - middle) * (1.0, -1.0)) for ring in rings)
