"""How QGIS draws a layer of areas by an outcome: the style that a GeoPackage carries, in the colours of the sheets."""

from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from matplotlib.colors import to_rgb

from geo.maps.style import HATCH, AreaStyle

_PATTERNS = {"////": "b_diagonal", "xx": "diagonal_x", "..": "dense6"}
"""Patterns of QGIS for the hatches of the sheets."""
_HEAD = (
    '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">\n<qgis version="3.22.0" styleCategories="Symbology">'
)


def areas_by(column: str, looks: Mapping[str, tuple[str, AreaStyle]], *, outlined: bool) -> str:
    """Write the style of areas by the value of a column, as QGIS 3.22 and later read it (QML).

    Parameters
    ----------
    column
        The column.
    looks
        By value: what it is called, and how its areas are drawn.
    outlined
        Whether each area has its outline; squares that touch have none.
    """
    rows = list(looks.items())
    categories = "".join(
        f'<category value={quoteattr(value)} symbol="{at}" label={quoteattr(label)} render="true"/>'
        for at, (value, (label, _)) in enumerate(rows)
    )
    symbols = "".join(
        f'<symbol name="{at}" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">{_layers(look, outlined)}</symbol>'
        for at, (_, (_, look)) in enumerate(rows)
    )
    begin = f'<renderer-v2 type="categorizedSymbol" attr={quoteattr(column)} symbollevels="0" forceraster="0">'
    inner = f"<categories>{categories}</categories><symbols>{symbols}</symbols>"
    return f"{_HEAD}{begin}{inner}</renderer-v2></qgis>"


def _layers(look: AreaStyle, outlined: bool) -> str:
    """Write a fill, and over it a hatch, which QGIS draws as a fill with a pattern."""
    edge = {"outline_color": _colour(look.edge), "outline_width": f"{look.edge_mm:g}", "outline_width_unit": "MM"}
    outline = {**edge, "outline_style": "solid" if outlined else "no"}
    fill = _layer({"color": _colour(look.colour), "style": "solid", **outline})
    if not look.hatch:
        return fill
    return fill + _layer({"color": _colour(HATCH), "style": _PATTERNS[look.hatch], "outline_style": "no"})


def _layer(options: Mapping[str, str]) -> str:
    told = "".join(f'<Option name="{name}" type="QString" value="{value}"/>' for name, value in options.items())
    return f'<layer class="SimpleFill" enabled="1" locked="0" pass="0"><Option type="Map">{told}</Option></layer>'


def _colour(ink: str) -> str:
    return ",".join([*(str(round(255 * part)) for part in to_rgb(ink)), "255"])
