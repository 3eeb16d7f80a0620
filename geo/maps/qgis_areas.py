"""How QGIS draws areas and lines: coverage, regions, numbers per municipality, catchments, and the ground."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

import geopandas as gpd

from geo.figures import format_km, format_number
from geo.maps import style
from geo.maps.catchment_area import EDGES
from geo.maps.choropleth import DECIMALS, LEAST, class_words, shown_rate
from geo.maps.classes import find_classes
from geo.maps.coverage import legend_words
from geo.maps.division_scene import tints_of
from geo.maps.ground import layer_items
from geo.maps.legend import LineStyle
from geo.maps.paper import Letter
from geo.maps.place_mark import text_cell
from geo.maps.qgis_style import Kind, Labels, Look, all_alike, areas_by, by_value
from geo.maps.qgis_symbols import Stroke, area_layers, changed, line_layers
from geo.maps.qgis_xml import colour, decimal_number, either, field, joined, literal, whole_number
from geo.maps.style import AreaStyle
from geo.words import say

_PROVINCE = Letter(size_pt=9.5, weight="semibold", colour=style.GREY, halo=style.LAND)
_NEIGHBOUR = Letter(size_pt=8.0, colour=style.GREY, halo=style.NEIGHBOUR)
_MUNICIPALITY = Letter(size_pt=6.8, colour=style.GREY, halo=style.LAND)
_AREA = Letter(size_pt=9.0, weight="semibold", halo=style.PAPER)
_VALUE = Letter(size_pt=7.5, weight="semibold", halo=style.PAPER)
_BORDER_MM, _MUNICIPAL_MM, _PROVINCE_MM, _NEIGHBOUR_MM = 0.6, 0.25, 0.42, 0.18
_CLOSED = "boundary(buffer(buffer($geometry, 60, 3), -60, 3))"
"""Outline of an area without the gaps between streets that are near one another."""
_ELSEWHERE = "attribute(@atlas_feature, 'location_id') <> location_id"
"""Whether a row belongs to another location than that of the page."""
_WITHIN = "boundary(buffer($geometry, -min({mm} * @map_scale / 1000, 0.06 * sqrt(area($geometry)))))"
"""Outline of an area a little within its border on paper, so that those of two areas with one border both show."""
_INSET_MM, _APART_MM, _AROUND_MM = 0.65, 1.0, 0.3
_CASED, _OVERVIEW_THIN = 1.36, 0.62


def coverage_look() -> Look:
    """Give the look of supply against need per region: colour and hatch by `status`, the balance as text."""
    looks = {
        status: (legend_words(status), replace(area, edge=style.INK, edge_mm=_BORDER_MM))
        for status, area in style.BALANCE_AREAS.items()
    }
    names = [(f"{field('status')} = {literal(status)}", literal(say(f"balance.{status}"))) for status in looks]
    low, high = _end("balance_min"), _end("balance_max")
    same = f"{field('balance_min')} = {field('balance_max')}"
    known = f"{field('balance_min')} IS NOT NULL AND {field('balance_max')} IS NOT NULL"
    band = either([(same, low)], joined([low, literal(say("maps.to")), high]))
    balance = either([(known, joined([literal("\n"), band]))], "''")
    text = joined([field("region_name"), literal("\n"), either(names, literal(say("balance.untestable"))), balance])
    look = areas_by("status", looks, outlined=True)
    return replace(look, labels=Labels(expression=text, letter=_AREA, inside=True), opacity=style.OVERLAY)


def _end(column: str) -> str:
    at_least = either([(f"{field('unknown_locations')} > 0", literal("≥ "))], "''")
    return joined([at_least, whole_number(field(column), signed=True)])


def regions_look(rows: gpd.GeoDataFrame) -> Look:
    """Give the look of the division in regions: tints and numbers of the sheet.

    Parameters
    ----------
    rows
        `region_id`, `region_name` and `geometry`, in the order of their numbers.
    """
    tints, looks, names = tints_of(tuple(rows.geometry)), {}, []
    for number, (row, tint) in enumerate(zip(rows.to_dict("records"), tints, strict=True), start=1):
        key = str(row["region_id"])
        name = say("areas.regions.entry", number=number, name=text_cell(row["region_name"]) or key)
        looks[key] = (name, AreaStyle(colour=tint, edge=style.INK, edge_mm=_BORDER_MM))
        names.append((f"{field('region_id')} = {literal(key)}", literal(name)))
    labels = Labels(expression=either(names, field("region_name")), letter=_AREA, inside=True)
    return replace(areas_by("region_id", looks, outlined=True), labels=labels, heading=say("areas.regions.legend"))


def partnerships_look(rows: Sequence[tuple[str, str]]) -> Look:
    """Give the look of partnerships, which overlap: outline and a direction of hatch each, nothing filled.

    Parameters
    ----------
    rows
        `partnership_id` and `name` of each, in the order of the sheet.
    """
    patterns = style.PARTNERSHIP_AREAS
    kinds = []
    for at, (key, name) in enumerate(rows):
        look = patterns[at % len(patterns)]
        under = Stroke(colour=style.PAPER, width_mm=look.edge_mm + _AROUND_MM)
        over = Stroke(colour=look.edge, width_mm=look.edge_mm)
        inset = _WITHIN.format(mm=f"{_INSET_MM + at % len(patterns) * _APART_MM:g}")
        layers = [*area_layers(look, outlined=False), changed(inset, line_layers([under, over]))]
        kinds.append(Kind(value=key, label=name or key, layers=tuple(layers)))
    renderer = by_value("fill", "partnership_id", kinds)
    return Look(geometry="fill", renderer=renderer, heading=say("areas.regions.crossing"))


def per_inhabitants_look(values: Sequence[float]) -> Look:
    """Give the look of places per 1.000 inhabitants, in the classes of the sheets: `per_1000` and `name`."""
    classes = find_classes([shown_rate(value) for value in values], decimals=DECIMALS)
    rate = field("per_1000")
    tiny = f"{rate} > 0 AND {rate} < {LEAST / 2:g}"
    number = either([(tiny, f"{LEAST:g}")], f"round({rate}, {DECIMALS})")
    cases = [(f"{rate} IS NULL", "unknown"), (f"{rate} = 0", "0")]
    areas, words = {"0": style.NO_VALUE}, {"0": say("areas.context.none")}
    for at, shade in reversed([*enumerate(style.sequence(classes.count) if classes else ())]):
        key = str(at + 1)
        if classes is not None:
            cases.append((f"{number} >= {classes.breaks[at - 1]:g}" if at else "true", key))
            areas[key], words[key] = AreaStyle(colour=shade), class_words(classes, at)
    areas["unknown"], words["unknown"] = style.UNTESTABLE, say("areas.context.untestable")
    order = [*(key for key in areas if key not in {"0", "unknown"}), "0", "unknown"]
    kinds = [Kind(value=key, label=words[key], layers=_plain(areas[key])) for key in order]
    value = either([(when, literal(key)) for when, key in cases], "'unknown'")
    said = either(
        [
            (f"{rate} IS NULL", literal(say("areas.context.untold"))),
            (f"{rate} = 0", "'0'"),
            (tiny, literal(f"< {format_number(LEAST, DECIMALS)}")),
        ],
        decimal_number(rate),
    )
    labels = Labels(
        expression=joined([field("name"), literal("\n"), said]),
        letter=_VALUE,
        inside=True,
        ink=_inked(cases, {key: style.ink_on(area.colour) for key, area in areas.items()}, style.INK),
        halo=_inked(cases, {key: area.colour for key, area in areas.items()}, style.PAPER),
    )
    renderer = by_value("fill", value, kinds)
    return Look(geometry="fill", renderer=renderer, labels=labels, heading=say("areas.context.classes"))


def _inked(cases: Sequence[tuple[str, str]], inks: Mapping[str, str], other: str) -> str:
    """Give the colour of a class, in an expression."""
    return either([(when, literal(colour(inks[key]))) for when, key in cases], literal(colour(other)))


def _plain(look: AreaStyle) -> tuple[Element, ...]:
    return tuple(area_layers(replace(look, edge=style.GREY, edge_mm=_MUNICIPAL_MM)))


def catchments_look(limits_m: Collection[float]) -> Look:
    """Give the look of the areas within walking distance: an outline per `limit_m`, each with its own dashes.

    On a page of a location only its own are drawn. Gaps between streets are closed in what is drawn, not in the data.
    """
    kinds = []
    for at, limit in enumerate(sorted(limits_m)):
        edge = EDGES[min(at, len(EDGES) - 1)]
        stroke = Stroke(colour=edge.colour, width_mm=edge.width_mm, dash=edge.dash or ())
        label = say("maps.legend.catchment", limit=format_km(limit), mode=say("maps.mode.walk"))
        kinds.append(Kind(value=f"{limit:g}", label=label, layers=(changed(_CLOSED, line_layers([stroke])),)))
    return Look(geometry="fill", renderer=by_value("fill", either([(_ELSEWHERE, "''")], field("limit_m")), kinds))


def snaps_look() -> Look:
    """Give the look of the legs between places and their streets."""
    return _lines(Stroke(colour=style.WARNING, width_mm=0.3, dash=(1.0, 0.6)))


def hubs_look() -> Look:
    """Give the look of the lines between satellites and their main locations."""
    under = Stroke(colour=style.PAPER, width_mm=0.9)
    return _lines(under, Stroke(colour=style.INK, width_mm=style.HUB_MM, dash=style.HUB_DASH))


def routes_look() -> Look:
    """Give the look of the walks to facilities; on a page of a location only its own are drawn."""
    strokes = [Stroke(colour=style.PAPER, width_mm=1.2), Stroke(colour=style.ACCENT, width_mm=0.7)]
    kinds = [Kind(value="walk", label=say("qgis.layer.routes"), layers=tuple(line_layers(strokes)))]
    return Look(geometry="line", renderer=by_value("line", either([(_ELSEWHERE, "''")], field("mode")), kinds))


def _lines(*strokes: Stroke) -> Look:
    return Look(geometry="line", renderer=all_alike("line", line_layers(strokes)), titled=False)


def provinces_look() -> Look:
    """Give the look of the border of the own provinces."""
    layers = line_layers([Stroke(colour=style.BORDER, width_mm=_PROVINCE_MM)])
    return Look(geometry="fill", renderer=all_alike("fill", layers), titled=False)


def municipalities_look() -> Look:
    """Give the look of the own municipalities as ground: border and name."""
    layers = line_layers([Stroke(colour=style.PAPER, width_mm=_MUNICIPAL_MM)])
    labels = Labels(expression=field("name"), letter=_MUNICIPALITY, inside=True, every=False)
    return Look(geometry="fill", renderer=all_alike("fill", layers), labels=labels, titled=False)


def municipal_borders_look() -> Look:
    """Give the look of the own municipalities over areas that hide the ground: border and name."""
    layers = line_layers([Stroke(colour=style.BORDER, width_mm=_MUNICIPAL_MM)])
    labels = Labels(expression=field("name"), letter=replace(_MUNICIPALITY, halo=style.PAPER), inside=True, every=False)
    return Look(geometry="fill", renderer=all_alike("fill", layers), labels=labels, titled=False)


def land_look() -> Look:
    """Give the look of the own land, below all else, with the names of the provinces."""
    layers = area_layers(AreaStyle(colour=style.LAND), outlined=False)
    labels = Labels(expression=f"upper({field('name')})", letter=_PROVINCE, inside=True, every=False)
    return Look(geometry="fill", renderer=all_alike("fill", layers), labels=labels, titled=False)


def neighbours_look() -> Look:
    """Give the look of the provinces beside: pale, with their names."""
    area = AreaStyle(colour=style.NEIGHBOUR, edge=style.NEIGHBOUR_BORDER, edge_mm=_NEIGHBOUR_MM)
    labels = Labels(expression=f"upper({field('name')})", letter=_NEIGHBOUR, inside=True, every=False)
    return Look(geometry="fill", renderer=all_alike("fill", area_layers(area)), labels=labels, titled=False)


def ground_areas_look(layers: Sequence[str]) -> Look:
    """Give the look of the areas of the base map, by `layer`, as their legend on the sheets has them."""
    kinds = [
        Kind(value=name, label=item.text, layers=tuple(area_layers(item.symbol, outlined=False)))
        for name in layers
        for item in layer_items([name])
        if isinstance(item.symbol, AreaStyle)
    ]
    return Look(geometry="fill", renderer=by_value("fill", field("layer"), kinds), titled=False)


def ground_lines_look(layers: Sequence[str], *, overview: bool) -> Look:
    """Give the look of the lines of the base map, by `layer`: casings below all, thinner where much is shown."""
    thin = _OVERVIEW_THIN if overview else 1.0
    kinds = [
        Kind(value=name, label=item.text, layers=tuple(line_layers(_road(item.symbol, thin, 2 * at))))
        for at, name in enumerate(layers)
        for item in layer_items([name])
        if isinstance(item.symbol, LineStyle)
    ]
    return Look(geometry="line", renderer=by_value("line", field("layer"), kinds, levels=True), titled=False)


def _road(line: LineStyle, thin: float, level: int) -> list[Stroke]:
    over = Stroke(colour=line.colour, width_mm=line.width_mm * thin, dash=line.dash or (), level=level + 1)
    if not line.casing:
        return [over]
    cased = line.width_mm * (2.0 if line.dash else _CASED)
    return [Stroke(colour=line.casing, width_mm=cased * thin, level=level), over]
