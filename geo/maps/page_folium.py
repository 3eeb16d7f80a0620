"""The map itself, through folium: shapes, constant styles and numbers, and not one word of the data.

folium evaluates Jinja in what it is given and puts text into the page as markup
(pop-ups, tooltips, names of layers). Therefore it is given none: every shape
bears a reference of our own making, by which the page finds its words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import folium
import geopandas as gpd
import shapely

from geo.crs import WGS84, metric_crs, to_crs
from geo.maps.page_content import PageLayer
from geo.maps.page_marks import mark_size, mark_svg

POINT_KINDS = ("portfolio", "allocation")
"""Kinds of layers that show locations with marks."""
COVERAGE_STATUSES = ("short", "within", "above", "untestable")
"""Statuses for which the page has a pattern."""

_DECIMALS = 5
_DETAIL_M = 3.0
_NEEDED = {"leaflet", "leaflet_css"}
_NEEDLESS = {
    "jquery", "bootstrap", "bootstrap_css", "glyphicons_css", "awesome_markers", "awesome_markers_font_css",
    "awesome_markers_css", "awesome_rotate_css",
}  # fmt: skip
_RANDOM_ID = re.compile(r"\b([a-z_]+)_([0-9a-f]{32})(?![0-9a-f])")
_STYLES: Mapping[str, Mapping[str, Any]] = MappingProxyType({
    "coverage": {"color": "#3d464d", "weight": 1.5, "fillOpacity": 1},
    "catchments": {"color": "#6a3d7c", "weight": 1.5, "dashArray": "5 4", "fillColor": "#6a3d7c", "fillOpacity": 0.09},
    "areas": {"color": "#4a5560", "weight": 1.4, "dashArray": "1 4", "fill": False},
})  # fmt: skip
_DOT: Mapping[str, Any] = MappingProxyType({
    "radius": 3.5, "color": "#fff", "weight": 1, "fillColor": "#30363b", "fillOpacity": 0.9,
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FoliumMap:
    """What folium made, without its page."""

    html: str
    """The element that holds the map."""
    script: str
    """The script that draws it."""
    name: str
    """Variable of the map in the script."""
    layers: tuple[str, ...]
    """Variables of the layers, in their order."""


def draw_map(layers: tuple[PageLayer, ...], refs: Mapping[str, str], bounds: tuple[float, ...]) -> FoliumMap:
    """Draw the layers.

    Parameters
    ----------
    layers
        Layers of the page.
    refs
        Reference of each location by its id. Other shapes get ``layer-<i>-<row>``.
    bounds
        What the map shows at first: west, south, east, north in degrees.

    Raises
    ------
    ValueError
        If folium asks for a library that the page does not know.
    """
    figure = folium.Figure()
    chart = folium.Map(tiles=None, zoom_control=False, attribution_control=False, zoom_snap=0.5, max_zoom=18)
    figure.add_child(chart)
    groups = [_group(layer, number, refs) for number, layer in enumerate(layers)]
    for group in groups:
        group.add_to(chart)
    west, south, east, north = bounds
    chart.fit_bounds([[south, west], [north, east]], padding=(24, 24))
    figure.render()
    _refuse_unknown(figure)
    names = _Names()
    html, script = (names.settle(part.render()) for part in (figure.html, figure.script))
    return FoliumMap(
        html=html,
        script=script,
        name=names.settle(chart.get_name()),
        layers=tuple(names.settle(group.get_name()) for group in groups),
    )


def _refuse_unknown(figure: Any) -> None:
    asked = {name for name, child in figure.header._children.items() if hasattr(child, "url")}
    unknown = sorted(asked - _NEEDED - _NEEDLESS)
    if unknown:
        msg = f"the map asks for {', '.join(unknown)}, which the page does not carry"
        raise ValueError(msg)


class _Names:
    """Numbers instead of the random ids of folium, so that the same plan gives the same page."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def settle(self, text: str) -> str:
        """Replace the random ids in a text."""
        return _RANDOM_ID.sub(self._number, text)

    def _number(self, match: re.Match[str]) -> str:
        return f"{match[1]}_{self._numbers.setdefault(match[2], len(self._numbers))}"


def _group(layer: PageLayer, number: int, refs: Mapping[str, str]) -> Any:
    group = folium.FeatureGroup(name=f"layer-{number}", show=layer.shown)
    if layer.frame.empty:
        return group
    wgs84 = to_crs(layer.frame, WGS84)
    if layer.kind in POINT_KINDS:
        _add_marks(group, layer.kind, wgs84, refs)
    else:
        _add_shapes(group, layer, wgs84, [f"layer-{number}-{row}" for row in range(len(wgs84))])
    return group


def _add_marks(group: Any, kind: str, wgs84: gpd.GeoDataFrame, refs: Mapping[str, str]) -> None:
    spots = shapely.get_coordinates(shapely.point_on_surface(wgs84.geometry.array)).round(_DECIMALS)
    for (lon, lat), record in zip(spots, wgs84.drop(columns=wgs84.geometry.name).to_dict("records"), strict=True):
        capacity = record.get("capacity")
        size = mark_size(None if capacity is None or capacity != capacity else float(capacity))  # noqa: PLR0124
        fill = "present" if kind == "portfolio" else str(record.get("decision"))
        icon = folium.DivIcon(
            html=mark_svg(str(record.get("type")), fill, size),
            icon_size=(size, size),
            icon_anchor=(size / 2, size / 2),
            class_name="mark",
        )
        ref = refs[str(record["location_id"])]
        folium.Marker((lat, lon), icon=icon, ref=ref, z_index_offset=round(1000 - 10 * size)).add_to(group)


def _add_shapes(group: Any, layer: PageLayer, wgs84: gpd.GeoDataFrame, refs: list[str]) -> None:
    statuses = wgs84["status"] if layer.kind == "coverage" else [""] * len(wgs84)
    features = [
        {"type": "Feature", "properties": {"ref": ref, "status": _status(status)}, "geometry": shape.__geo_interface__}
        for ref, status, shape in zip(refs, statuses, _plain(wgs84), strict=True)
    ]
    dots = layer.kind == "facilities"
    kind = layer.kind

    def style(feature: Mapping[str, Any]) -> dict[str, Any]:
        return {**_STYLES.get(kind, {}), "className": f"{kind} {feature['properties']['status']}".strip()}

    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        name="shapes",
        marker=folium.CircleMarker(**_DOT) if dots else None,
        style_function=None if dots else style,
    ).add_to(group)


def _status(value: Any) -> str:
    return str(value) if value in COVERAGE_STATUSES else ""


def _plain(wgs84: gpd.GeoDataFrame) -> list[shapely.Geometry]:
    west, south, east, north = wgs84.total_bounds
    metric = to_crs(wgs84, metric_crs((west + east) / 2, (south + north) / 2))
    simple = gpd.GeoSeries(shapely.simplify(metric.geometry.array, _DETAIL_M), crs=metric.crs).to_crs(WGS84)
    return list(shapely.transform(simple.array, lambda places: places.round(_DECIMALS)))
