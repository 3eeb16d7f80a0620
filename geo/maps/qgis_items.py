"""The parts of a print layout of QGIS: map, label, legend, scale bar, north arrow, and boxes and circles."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from geo.maps import style
from geo.maps.frame import MapFrame
from geo.maps.paper import Letter
from geo.maps.qgis_style import font_tag, text_style
from geo.maps.qgis_symbols import Stroke, area_layers, line_layers, symbol
from geo.maps.qgis_xml import colour, node, options, told
from geo.maps.strip import BAR_PARTS, bar_step, in_kilometres
from geo.maps.style import AreaStyle

_PAGE, _MAP, _PICTURE, _LABEL, _LEGEND, _SHAPE, _SCALE_BAR = 65638, 65639, 65640, 65641, 65642, 65643, 65646
"""Kinds of parts, as QGIS numbers them."""
LEFT_ALIGNED, RIGHT_ALIGNED, CENTRED = "1", "2", "4"
_AT_TOP, _IN_MIDDLE = "32", "128"
_KILOMETRE = 1000
_DUTCH = {"decimal_separator": ",", "thousand_separator": ".", "decimals": "1"}
_PLAIN = Letter(size_pt=style.TEXT_PT)
_SUBHEADING = Letter(size_pt=8.5, weight="semibold")
_HEADING = Letter(size_pt=style.HEADING_PT, weight="semibold")
_ARROW = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 7.6"><g stroke="{ink}" stroke-width="0.15">'
    '<path d="M2 0.1L0.1 7.3L2 5.7Z" fill="{ink}"/><path d="M2 0.1L3.9 7.3L2 5.7Z" fill="{paper}"/></g></svg>'
)

BoxMm = tuple[float, float, float, float]
"""Left, top, width and height on paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """How a part is bounded."""

    frame: str = ""
    """Ink of the line around it; empty for none."""
    ground: str = ""
    """Colour below it; empty for none."""


_BARE = Edge()


def part(kind: int, box: BoxMm, more: Mapping[str, str], *inner: Element, edge: Edge = _BARE) -> Element:
    """Write a part of a layout in its place."""
    left, top, width, height = box
    about = {
        "type": str(kind),
        "position": f"{left:.4f},{top:.4f},mm",
        "positionOnPage": f"{left:.4f},{top:.4f},mm",
        "size": f"{width:.4f},{height:.4f},mm",
        "referencePoint": "0",
        "visibility": "1",
        "opacity": "1",
        "frame": "true" if edge.frame else "false",
        "frameJoinStyle": "miter",
        "outlineWidthM": "0.3,mm",
        "background": "true" if edge.ground else "false",
        "positionLock": "false",
        "excludeFromExports": "0",
        "itemRotation": "0",
        **more,
    }
    inks = [_ink("FrameColor", edge.frame or style.INK), _ink("BackgroundColor", edge.ground or style.PAPER)]
    return node("LayoutItem", about, *inks, *inner)


def page(width_mm: float, height_mm: float, key: str) -> Element:
    """Write the page."""
    about = {"uuid": key, "templateUuid": key}
    box = (0.0, 0.0, width_mm, height_mm)
    sheet = part(_PAGE, box, about, _filled(style.PAPER), edge=Edge(ground=style.PAPER))
    return node("PageCollection", None, _filled(style.PAPER), sheet)


def map_part(frame: MapFrame, key: str, name: str, *, theme: str, each: bool) -> Element:
    """Write the map in its window, which shows a theme whatever layers are on elsewhere.

    Parameters
    ----------
    frame
        The window; its scale is exact.
    key, name
        Id of the part, and what expressions call it.
    theme
        Name of the theme.
    each
        Whether it moves to each row of the layer that the layout has pages for.
    """
    about = {
        "id": name,
        "uuid": key,
        "followPreset": "true",
        "followPresetName": theme,
        "keepLayerSet": "false",
        "mapRotation": "0",
        "drawCanvasItems": "false",
        "mapFlags": "0",
    }
    limits = zip(("xmin", "ymin", "xmax", "ymax"), frame.limits, strict=True)
    extent = node("Extent", {edge: f"{value:.6f}" for edge, value in limits})
    moved = node("AtlasMap", {"atlasDriven": "1" if each else "0", "scalingMode": "0", "margin": "0.1"})
    box = (frame.left, frame.top, frame.width, frame.height)
    return part(_MAP, box, about, extent, moved, edge=Edge(frame=style.INK, ground=style.BEYOND))


def label(
    box: BoxMm, text: str, letter: Letter, *, align: str = LEFT_ALIGNED, frame: str = "", reckoned: bool = False
) -> Element:
    """Write text in a box; ``reckoned`` where it holds expressions of our own, never where it holds data."""
    about = {
        "labelText": text if reckoned else told(text),
        "htmlState": "0",
        "halign": align,
        "valign": _IN_MIDDLE if frame else _AT_TOP,
        "marginX": "0",
        "marginY": "0",
    }
    edge = Edge(frame=frame, ground=style.PAPER if frame else "")
    ink = _ink("FontColor", letter.colour)
    return part(_LABEL, box, about, font_tag("LabelFont", letter), ink, text_style(letter), edge=edge)


def arrow(box: BoxMm) -> Element:
    """Write the north arrow."""
    drawn = base64.b64encode(_ARROW.format(ink=style.INK, paper=style.PAPER).encode()).decode()
    about = {"file": f"base64:{drawn}", "mode": "0", "resizeMode": "0", "anchorPoint": "0", "northMode": "0"}
    return part(_PICTURE, box, about)


def circle(box: BoxMm) -> Element:
    """Write a circle that fills a box."""
    look = AreaStyle(colour=style.PAPER, edge=style.INK, edge_mm=style.KEYLINE_MM)
    about = {"shapeType": "0", "cornerRadiusMeasure": "0,mm"}
    return part(_SHAPE, box, about, symbol("", "fill", area_layers(look)))


def scale_bar(frame: MapFrame, key: str) -> Element:
    """Write the scale bar of a map below it; it follows the map when that is changed."""
    step = bar_step(frame)
    kilo = in_kilometres(step)
    about = {
        "style": "Single Box",
        "unitType": "km" if kilo else "meters",
        "unitLabel": "km" if kilo else "m",
        "numUnitsPerSegment": f"{step / (_KILOMETRE if kilo else 1):g}",
        "numMapUnitsPerScaleBarUnit": "1",
        "numSegments": str(BAR_PARTS),
        "numSegmentsLeft": "0",
        "segmentSizeMode": "0",
        "height": "1.5",
        "labelBarSpace": "0.8",
        "boxContentSpace": "0.5",
        "outlineWidth": "0.15",
        "alignment": "0",
        "mapUuid": key,
    }
    numbers = options(_DUTCH, kinds={"decimal_separator": "QChar", "thousand_separator": "QChar", "decimals": "int"})
    return part(
        _SCALE_BAR,
        (frame.left, frame.box[3] + 1.0, 60.0, 8.0),
        about,
        text_style(_PLAIN),
        node("numericFormat", {"id": "basic"}, numbers),
        _ink("fillColor", style.INK),
        _ink("fillColor2", style.PAPER),
        node("lineSymbol", None, symbol("", "line", line_layers([Stroke(colour=style.INK, width_mm=0.15)]))),
        node("fillSymbol1", None, _filled(style.INK)),
        node("fillSymbol2", None, _filled(style.PAPER)),
    )


def legend(box: BoxMm, tree: Element, key: str, *, columns: int) -> Element:
    """Write the legend of what the map shows and nothing else."""
    about = {
        "title": "",
        "columnCount": str(columns),
        "splitLayer": "1",
        "equalColumnWidth": "0",
        "resizeToContents": "1",
        "legendFilterByMap": "1",
        "legendFilterByAtlas": "0",
        "map_uuid": key,
        "symbolWidth": "7",
        "symbolHeight": "3.6",
        "boxSpace": "0",
        "columnSpace": "4",
        "lineSpacing": "1",
        "wrapChar": "",
        "symbolAlignment": "1",
        "titleAlignment": "1",
    }
    letters = {
        "title": (_HEADING, 0.0),
        "group": (_SUBHEADING, 0.0),
        "subgroup": (_SUBHEADING, 2.2),
        "symbol": (_PLAIN, 1.1),
    }
    styles = [_legend_style(name, letter, above) for name, (letter, above) in letters.items()]
    text = {"name": "symbolLabel", "alignment": "1", "marginTop": "0.7", "marginLeft": "2"}
    styles.append(node("style", text, font_tag("styleFont", _PLAIN)))
    return part(_LEGEND, box, about, node("styles", None, *styles), tree)


def _legend_style(name: str, letter: Letter, above_mm: float) -> Element:
    about = {"name": name, "alignment": "1", "marginTop": f"{above_mm:g}", "marginLeft": "0"}
    return node("style", about, font_tag("styleFont", letter))


def _ink(tag: str, ink: str) -> Element:
    red, green, blue, _ = colour(ink).split(",")
    return node(tag, {"red": red, "green": green, "blue": blue, "alpha": "255"})


def _filled(ink: str) -> Element:
    return symbol("", "fill", area_layers(AreaStyle(colour=ink), outlined=False))
