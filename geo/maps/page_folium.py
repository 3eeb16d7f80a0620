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
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84, metric_crs, to_crs
from geo.maps.page_assets import loads_of
from geo.maps.page_content import SITE_KINDS, LayerKind, PageLayer
from geo.maps.page_marks import mark_size, mark_width, site_mark
from geo.maps.page_time import shapes_of
from geo.tables.coverage import BALANCES
from geo.words import known, say

_DECIMALS = 5
_DETAIL_M = 4.0
_NO_KEY = "·"
_NEEDED = {"leaflet", "leaflet_css"}
_NEEDLESS = {
    "jquery", "bootstrap", "bootstrap_css", "glyphicons_css", "awesome_markers", "awesome_markers_font_css",
    "awesome_markers_css", "awesome_rotate_css",
}  # fmt: skip
_RANDOM_ID = re.compile(r"\b([a-z_]+)_([0-9a-f]{32})(?![0-9a-f])")
_STYLES: Mapping[str, Mapping[str, Any]] = MappingProxyType({
    "coverage": {"color": "#3a3a37", "weight": 1.5, "fillOpacity": 1},
    "catchments": {"color": "#6a1b8c", "weight": 1.2, "fillColor": "#6a1b8c", "fillOpacity": 0.14},
    "areas": {"color": "#3a3a37", "weight": 1.8, "fill": False},
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


def draw_map(layers: tuple[PageLayer, ...], refs: Mapping[str, str], bounds: list[list[float]]) -> FoliumMap:
    """Draw the layers.

    Parameters
    ----------
    layers
        Layers of the page.
    refs
        Reference of each location by its id. Other shapes get ``layer-<i>-<row>``.
    bounds
        What the map shows at first: its south-west and north-east corners, latitude before longitude.

    Raises
    ------
    ValueError
        If folium asks for a library that the page does not know.
    """
    figure = folium.Figure()
    chart = folium.Map(
        tiles=None, zoom_control=False, attribution_control=False, zoom_snap=0.5, max_zoom=18, fade_animation=False
    )
    figure.add_child(chart)
    groups = [_group(layer, number, refs) for number, layer in enumerate(layers)]
    for group in groups:
        group.add_to(chart)
    chart.fit_bounds(bounds, padding=(24, 24))
    figure.render()
    _refuse_unknown(figure.header.render())
    names = _Names()
    html, script = (names.settle(part.render()) for part in (figure.html, figure.script))
    return FoliumMap(
        html=html,
        script=script,
        name=names.settle(chart.get_name()),
        layers=tuple(names.settle(group.get_name()) for group in groups),
    )


def _refuse_unknown(header: str) -> None:
    own = (*folium.Map.default_js, *folium.Map.default_css)
    addresses = [address for name, address in own if name in _NEEDED | _NEEDLESS]
    unknown = [load for load in loads_of(header) if not any(f"={address}>" in load for address in addresses)]
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
    wgs84 = to_crs(shapes_of(layer), WGS84)
    if layer.kind in SITE_KINDS:
        _add_marks(group, layer, wgs84, refs)
    else:
        _add_shapes(group, layer.kind, wgs84, number)
    return group


def _add_marks(group: Any, layer: PageLayer, wgs84: gpd.GeoDataFrame, refs: Mapping[str, str]) -> None:
    spots = shapely.get_coordinates(shapely.point_on_surface(wgs84.geometry.array)).round(_DECIMALS)
    for (lon, lat), record in zip(spots, wgs84.drop(columns=wgs84.geometry.name).to_dict("records"), strict=True):
        size = mark_size(record.get("capacity"))
        width = mark_width(size)
        icon = folium.DivIcon(
            html=site_mark(layer.kind, record),
            icon_size=(width, width),
            icon_anchor=(width // 2, width // 2),
            class_name=f"mark {layer.kind}",
        )
        ref = refs[str(record["location_id"])]
        folium.Marker((lat, lon), icon=icon, ref=ref, z_index_offset=round(1000 - 10 * size)).add_to(group)


def _add_shapes(group: Any, kind: LayerKind, wgs84: gpd.GeoDataFrame, number: int) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"ref": f"layer-{number}-{row}", "note": note},
            "geometry": mapping(shape),
        }
        for row, (shape, note) in enumerate(zip(_plain(wgs84), _notes(kind, wgs84), strict=True))
    ]
    dots = kind == "facilities"

    def style(feature: Mapping[str, Any]) -> dict[str, Any]:
        return {**_STYLES.get(kind, {}), "className": f"{kind} {feature['properties']['note']}".strip()}

    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        name="shapes",
        marker=folium.CircleMarker(**_DOT) if dots else None,
        style_function=None if dots else style,
    ).add_to(group)


def _notes(kind: LayerKind, frame: gpd.GeoDataFrame) -> list[str]:
    """Give the one word of ours that goes with a shape: its status, or the letters of its category."""
    if kind == "coverage":
        return [str(status) if status in BALANCES else "" for status in frame["status"]]
    if kind == "facilities":
        return [category_key(str(category)) for category in frame["category"]]
    return [""] * len(frame)


def category_key(category: str) -> str:
    """Give the letters of a category of facilities, as on the sheets."""
    word = f"maps.key.{category}"
    return say(word) if known(word) else _NO_KEY


def _plain(wgs84: gpd.GeoDataFrame) -> list[BaseGeometry]:
    west, south, east, north = wgs84.total_bounds
    metric = to_crs(wgs84, metric_crs((west + east) / 2, (south + north) / 2))
    simple = gpd.GeoSeries(shapely.simplify(metric.geometry.array, _DETAIL_M), crs=metric.crs).to_crs(WGS84)
    return list(shapely.transform(simple.array, lambda places: places.round(_DECIMALS)))
