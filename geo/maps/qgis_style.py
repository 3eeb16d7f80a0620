"""How QGIS draws a layer: by what its rows are told apart, its labels, and what its fields are called.

A layer of the GeoPackage carries the look for whoever opens it alone; the project holds the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from geo.maps import style
from geo.maps.paper import Letter
from geo.maps.qgis_symbols import area_layers, symbol
from geo.maps.qgis_xml import QGIS_VERSION, colour, document, node, plain, reckoned, told
from geo.maps.style import AreaStyle

FONT = "Source Sans Pro"
"""The letter of the sheets; where it is not installed QGIS takes the next."""
_NEXT_FONTS = ("Source Sans 3", "Open Sans", "DejaVu Sans")
_BOLD, _REGULAR = "63", "50"
"""Weights as Qt counts them."""
_SHOWN, _NOT_SHOWN = "1", "2"
_NAMED_STYLES = {"regular": "Regular", "semibold": "Semibold", "italic": "Italic"}
_ROW_MM, _MARK_ROW_MM = 5.2, 6.8
"""Height of a line of a legend, and of one with a mark."""
_AROUND_POINT, _IN_AREA, _ALONG_LINE = "6", "4", "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Rows that are drawn alike."""

    value: str
    """Value that they share; empty for all that share none of the others."""
    label: str
    """What they are called."""
    layers: tuple[Element, ...]
    """Layers of their symbol."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Text at the rows."""

    expression: str
    """Gives the text; empty for none, where others keep off the rows."""
    letter: Letter
    """How it is set."""
    distance: str = ""
    """Gives how far from the point the text stands, in mm."""
    inside: bool = False
    """Whether the text stands within areas."""
    every: bool = True
    """Whether a text that has no room is drawn in red rather than not at all."""
    ink: str = ""
    """Gives the colour of the text; empty for that of the letter."""
    halo: str = ""
    """Gives the colour around the text; empty for that of the letter."""

    @property
    def told(self) -> dict[str, str]:
        """What QGIS reckons of each row, as it calls it."""
        each = {"LabelDistance": self.distance, "Color": self.ink, "BufferColor": self.halo}
        return {name: expression for name, expression in each.items() if expression}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a layer is drawn."""

    geometry: str
    """``marker``, ``line`` or ``fill``."""
    renderer: Element
    """What is drawn of each row."""
    labels: Labels | None = None
    """Text at the rows; None for none."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """What fields are called, by name."""
    opacity: float = 1.0
    """How much hides what lies below."""
    titled: bool = True
    """Whether its kinds need its title above them in a legend."""
    heading: str = ""
    """What stands above its kinds in a legend, where that is not its title."""

    @property
    def height_mm(self) -> float:
        """How much room a legend of it takes."""
        return self.rows * (_MARK_ROW_MM if self.geometry == "marker" else _ROW_MM)

    @property
    def rows(self) -> int:
        """How many lines a legend has of it."""
        return len(list(self.renderer.iter("category"))) + self.titled or 1


def all_alike(geometry: str, layers: Sequence[Element]) -> Element:
    """Draw all rows alike."""
    return node("renderer-v2", _about("singleSymbol"), _symbols(geometry, [layers]))


def by_value(
    geometry: str, expression: str, kinds: Sequence[Kind], *, levels: bool = False, first: str = ""
) -> Element:
    """Draw rows by the value of an expression.

    Parameters
    ----------
    geometry
        ``marker``, ``line`` or ``fill``.
    expression
        Field or expression.
    kinds
        The values, in the order of the legend.
    levels
        Whether strokes lie over one another by their level.
    first
        Expression of which rows with a high value are drawn first, so that small marks lie over large ones.
    """
    listed = [
        node("category", {"value": kind.value, "symbol": at, "label": told(kind.label), "render": "true"})
        for at, kind in enumerate(kinds)
    ]
    about = _about("categorizedSymbol", attr=expression, symbollevels="1" if levels else "0")
    about["enableorderby"] = "1" if first else "0"
    inner = [node("categories", None, *listed), _symbols(geometry, [kind.layers for kind in kinds])]
    if first:
        inner.append(node("orderby", None, node("orderByClause", {"asc": "0", "nullsFirst": "0"}, text=first)))
    return node("renderer-v2", about, *inner)


def merged(look: Look) -> Look:
    """Draw areas that touch and are alike as one, with one outline and hatch."""
    return replace(look, renderer=node("renderer-v2", _about("mergedFeatureRenderer"), look.renderer))


def areas_by(column: str, looks: Mapping[str, tuple[str, AreaStyle]], *, outlined: bool) -> Look:
    """Give the look of areas by the value of a column.

    Parameters
    ----------
    column
        The column.
    looks
        By value: what it is called, and how its areas are drawn.
    outlined
        Whether each area has its outline; squares that touch have none.
    """
    kinds = [
        Kind(value=value, label=label, layers=tuple(area_layers(look, outlined=outlined)))
        for value, (label, look) in looks.items()
    ]
    return Look(geometry="fill", renderer=by_value("fill", column, kinds))


def qml_of(look: Look) -> str:
    """Write the look for a GeoPackage, as QGIS 3.22 and later read it (QML)."""
    about = {
        "version": QGIS_VERSION,
        "styleCategories": "Symbology|Labeling|Fields",
        "labelsEnabled": "1" if look.labels else "0",
    }
    return document(node("qgis", about, *look_nodes(look)))


def look_nodes(look: Look) -> list[Element]:
    """Give the elements that tell a look, of a style and of a layer of a project alike."""
    named = [node("alias", {"field": name, "name": alias}) for name, alias in look.aliases.items()]
    return [
        look.renderer,
        *([node("labeling", {"type": "simple"}, _settings(look))] if look.labels else []),
        node("blendMode", text="0"),
        node("layerOpacity", text=f"{look.opacity:g}"),
        node("aliases", None, *named),
    ]


def text_style(letter: Letter, *children: Element, **more: str) -> Element:
    """Write how a text is set; a halo is a buffer."""
    drawn = "1" if letter.halo else "0"
    halo = {
        "bufferSize": f"{style.HALO_MM:g}",
        "bufferSizeUnits": "MM",
        "bufferColor": colour(letter.halo or style.PAPER),
    }
    about = {
        "fontFamily": FONT,
        "namedStyle": _NAMED_STYLES[letter.weight],
        "fontSize": f"{letter.size_pt:g}",
        "fontSizeUnit": "Point",
        "fontWeight": _BOLD if letter.weight == "semibold" else _REGULAR,
        "fontItalic": "1" if letter.weight == "italic" else "0",
        "textColor": colour(letter.colour),
        "textOpacity": "1",
        "allowHtml": "0",
        "multilineHeight": "0.9",
        **more,
    }
    families = node("families", None, *(node("family", {"name": name}) for name in _NEXT_FONTS))
    buffer = node("text-buffer", {"bufferDraw": drawn, **halo, "bufferOpacity": "1", "bufferJoinStyle": "128"})
    return node("text-style", about, families, buffer, *children)


def font_tag(tag: str, letter: Letter) -> Element:
    """Name a letter as parts of a print layout do."""
    weight = _BOLD if letter.weight == "semibold" else _REGULAR
    slope = "1" if letter.weight == "italic" else "0"
    about = f"{FONT},{letter.size_pt:g},-1,5,{weight},{slope},0,0,0,0"
    return node(tag, {"description": about, "style": _NAMED_STYLES[letter.weight]})


def _about(kind: str, **more: str) -> dict[str, str]:
    return {"type": kind, "symbollevels": "0", "forceraster": "0", "enableorderby": "0", "referencescale": "-1", **more}


def _symbols(geometry: str, each: Sequence[Sequence[Element]]) -> Element:
    return node("symbols", None, *(symbol(str(at), geometry, layers) for at, layers in enumerate(each)))


def _settings(look: Look) -> Element:
    labels = look.labels
    if labels is None:
        msg = "a look without labels has no settings for them"
        raise ValueError(msg)
    text = text_style(labels.letter, fieldName=plain(labels.expression), isExpression="1")
    where = {"marker": _AROUND_POINT, "line": _ALONG_LINE, "fill": _IN_AREA}[look.geometry]
    placement = {
        "placement": where,
        "dist": "1",
        "distUnits": "MM",
        "offsetType": "0",
        "predefinedPositionOrder": "R,L,TR,BR,TL,BL,TSR,BSR,TSL,BSL,T,B",
        "centroidInside": "1",
        "centroidWhole": "0",
        "priority": "9" if labels.every else "1",
        "fitInPolygonOnly": "0",
        "polygonPlacementFlags": "2",
    }
    rendering = {
        "drawLabels": "1" if labels.expression else "0",
        "displayAll": "0",
        "unplacedVisibility": _SHOWN if labels.every else _NOT_SHOWN,
        "obstacle": "1" if look.geometry == "marker" else "0",
        "obstacleFactor": "1",
        "maxNumLabels": "2000",
    }
    return node(
        "settings",
        {"calloutType": "simple"},
        text,
        node("text-format", {"multilineAlign": "1" if labels.inside else "3", "autoWrapLength": "0"}),
        node("placement", placement),
        node("rendering", rendering),
        *([reckoned(labels.told, tag="dd_properties")] if labels.told else []),
    )
