"""A sheet as SVG: vectors, words as words, and the letters that they need in the file itself."""

import base64
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from typing import get_args
from xml.sax.saxutils import escape

import matplotlib as mpl
from fontTools import subset
from fontTools.ttLib import TTFont
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patheffects import Stroke
from matplotlib.text import Text

from geo.maps import style
from geo.maps.sheets import Sheet
from geo.maps.style import Weight

_USUAL = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100)))) + "–—‘’“”…€−≤≥×→←↑↓²³½"
"""Letters that every file holds, so that the font is cut once for nearly all sheets."""
_SALT = "geo"
_HALOED = re.compile(r'<g id="h(\d+)">(\s*)<text style="')


def svg_bytes(sheet: Sheet) -> bytes:
    """Draw a sheet as SVG: the same bytes every time, nothing from elsewhere, its alternative text as description.

    Parameters
    ----------
    sheet
        The sheet. Its drawing is as it was when this ends.
    """
    stream = io.StringIO()
    with _halos_aside(sheet.figure) as halos, mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": _SALT}):
        about = {"Date": None, "Creator": None, "Format": None, "Type": None}
        FigureCanvasSVG(sheet.figure).print_svg(stream, metadata=about)  # type: ignore[no-untyped-call]
        fonts = _font_faces(sheet.figure)
    drawn = stream.getvalue()
    body = drawn[drawn.index(">", drawn.index("<svg ")) + 1 :]
    body = _HALOED.sub(lambda found: f'<g>{found[2]}<text style="{halos[int(found[1])]}', body)
    body = body.replace('<g id="text">', "<g>")
    return (_head(sheet) + fonts + body).encode()


def _head(sheet: Sheet) -> str:
    """Open the drawing in its true size, with title and description for those who cannot see it."""
    size = sheet.info.size
    width, height = size.width_mm, size.height_mm
    points = f"{width / 25.4 * 72:.6f} {height / 25.4 * 72:.6f}"
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" '
        f'width="{width:g}mm" height="{height:g}mm" viewBox="0 0 {points}" role="img" lang="nl" '
        'aria-labelledby="title desc">\n'
        f'<title id="title">{escape(sheet.info.headline.strip())}</title>\n'
        f'<desc id="desc">{escape(sheet.info.alt_text)}</desc>\n'
    )


@contextmanager
def _halos_aside(figure: Figure) -> Iterator[list[str]]:
    """Leave the halos out for a while, and mark each text that has one; gives what draws them in SVG.

    As outlines of letters they would take most of the file; SVG can draw the edge of a text before the text.
    """
    looks: list[str] = []
    changed: list[tuple[Text, str | None, bool]] = []
    texts = [text for axes in figure.axes for text in axes.texts]
    for halo, text in pairwise(texts):
        effects = halo.get_path_effects()
        if halo.get_gid() != "halo" or not isinstance(effect := next(iter(effects), None), Stroke):
            continue
        look = _edge(effect)
        if look not in looks:
            looks.append(look)
        changed += [(halo, halo.get_gid(), True), (text, text.get_gid(), True)]
        halo.set_visible(False)
        text.set_gid(f"h{looks.index(look)}")
    try:
        yield looks
    finally:
        for text, gid, visible in changed:
            text.set_gid(gid)
            text.set_visible(visible)


def _edge(effect: Stroke) -> str:
    told = effect._gc  # type: ignore[attr-defined]  # noqa: SLF001
    return (
        f"paint-order: stroke; stroke: {to_hex(told['foreground'])}; stroke-width: {told['linewidth']:.3f}; "
        "stroke-linejoin: round; "
    )


def _font_faces(figure: Figure) -> str:
    """Give the letters that the texts of a drawing need, as rules of style."""
    used: dict[Weight, set[str]] = {weight: set() for weight in get_args(Weight)}
    weights = {style.font_path(weight): weight for weight in used}
    for axes in figure.axes:
        for text in axes.texts:
            used[weights[style.path_of(text.get_fontproperties())]] |= set(text.get_text())
    rules = [
        f"@font-face {{ font-family: '{style.FAMILY}'; font-weight: {style.CSS_WEIGHTS[weight]}; "
        f"font-style: {'italic' if weight == 'italic' else 'normal'}; "
        f"src: url(data:font/woff;base64,{_cut_font(weight, ''.join(sorted(signs - set(_USUAL))))}) format('woff'); }}"
        for weight, signs in used.items()
        if signs
    ]
    return "<style>" + "\n".join(rules) + "</style>"


@cache
def _cut_font(weight: Weight, rare: str) -> str:
    """Cut the usual letters and some rare ones out of a font; gives it in base64."""
    options = subset.Options(
        flavor="woff", layout_features=["kern", "mark", "ccmp"], hinting=False, notdef_outline=True
    )
    font = TTFont(style.font_path(weight), recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(text=_USUAL + rare)
    cutter.subset(font)
    stream = io.BytesIO()
    font.flavor = "woff"
    font.save(stream, reorderTables=True)
    return base64.b64encode(stream.getvalue()).decode("ascii")
