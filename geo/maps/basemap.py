"""The base map: what lies under the theme, generalised per class of scales when a sheet first asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from pyproj import CRS
from shapely import Polygon

from geo.crs import to_crs
from geo.maps import style
from geo.maps.frame import MapFrame
from geo.maps.levels import AREAS, LEVELS, LINES, generalise, level_of
from geo.maps.outlines import Shapes, area_path, line_path

_PEN_SCALE, _DETAIL_THICK, _THICKEST_AT = 25_000, 1.15, 75_000
"""Scale that pens are described for, how much thicker they get, and the scale beyond which none gets thinner."""

_WOODS = {"forest", "wood", "scrub"}
_ROADS = {
    "main": {"motorway", "trunk", "motorway_link", "trunk_link"},
    "primary": {"primary", "secondary", "primary_link", "secondary_link"},
    "street": {"tertiary", "tertiary_link", "unclassified", "residential", "living_street", "pedestrian", "road"},
    "lane": {"service", "busway"},
    "path": {"cycleway", "footway", "path", "track", "bridleway", "steps"},
}
_AREA, _GRID_M = 2, 0.01
_NAMES = ("road", "waterway", "water", "place", "station")


@dataclass(frozen=True, slots=True, kw_only=True)
class Basemap:
    """What lies under the theme, generalised and ready to draw; can be sent to other processes."""

    crs: CRS
    """Metric reference system of all shapes."""
    extent: Polygon
    """Where the landscape is known; beyond it nothing is drawn, which is not the same as nothing being there."""
    names: gpd.GeoDataFrame
    """`layer`, `kind`, `name`, `ref`, `geometry` of what can be named."""
    made: dict[int, Mapping[str, Shapes]] = field(repr=False, compare=False)
    """Shapes per layer for the classes of scales of `geo.maps.levels.LEVELS` that have been asked for."""

    def layers(self, scale: int) -> Mapping[str, Shapes]:
        """Give the shapes per layer for a denominator of scale; made at the first asking, then kept."""
        wanted = level_of(scale)
        for place in range(1, wanted + 1):
            if place not in self.made:
                self.made[place] = generalise(self.made[place - 1], LEVELS[place])
        return self.made[wanted]


def prepare_basemap(landscape: gpd.GeoDataFrame, *, crs: CRS, extent: Polygon | None = None) -> Basemap:
    """Make a landscape ready for drawing.

    Parameters
    ----------
    landscape
        `layer`, `kind`, `name`, `ref`, `geometry`; other layers than those of the base map are left out.
    crs
        Metric reference system to draw in.
    extent
        Where the landscape is known, in `crs`; without it the box of the landscape.

    Returns
    -------
    basemap
        Layers that have no objects are empty.
    """
    metric = to_crs(landscape, crs)
    whole = extent if extent is not None else shapely.box(*metric.total_bounds)
    layers = {name: _area_layer(metric, name) for name in AREAS} | {name: _line_layer(metric, name) for name in LINES}
    named = metric[metric["layer"].isin(_NAMES) & ((metric["name"] != "") | (metric.get("ref", "") != ""))]
    return Basemap(crs=crs, extent=whole, names=named.reset_index(drop=True), made={0: generalise(layers, LEVELS[0])})


def _area_layer(landscape: gpd.GeoDataFrame, name: str) -> Shapes:
    layer = {"open_green": "green", "woods": "green"}.get(name, name)
    rows = landscape[landscape["layer"] == layer]
    if layer == "green":
        rows = rows[rows["kind"].isin(_WOODS) == (name == "woods")]
    shapes = np.asarray(rows.geometry.values, dtype=object)
    areas = shapes[shapely.get_dimensions(shapes) == _AREA]
    if name == "water" and len(areas):
        areas = shapely.union_all(areas, grid_size=_GRID_M)  # one lake may be many areas, whose seams would show
    return np.asarray(shapely.get_parts(areas), dtype=object)


def _line_layer(landscape: gpd.GeoDataFrame, name: str) -> Shapes:
    if name in _ROADS:
        rows = landscape[(landscape["layer"] == "road") & landscape["kind"].isin(_ROADS[name])]
    elif name == "waterway":
        rows = landscape[(landscape["layer"] == "waterway") & ~landscape["kind"].isin({"fairway", "river"})]
    else:
        rows = landscape[(landscape["layer"] == name) & (landscape["kind"] != "siding")]
    parts = shapely.get_parts(np.asarray(rows.geometry.values, dtype=object))
    lines = np.asarray(parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING], dtype=object)
    merged = shapely.line_merge(shapely.multilinestrings(lines)) if len(lines) else lines
    return np.asarray(shapely.get_parts(merged), dtype=object)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pen:
    """How a layer is drawn; widths in mm at 1 : 25.000, and in metres what fills a gap between areas."""

    fill: str = ""
    edge: str = ""
    width_mm: float = 0.0
    casing_mm: float = 0.0
    dash: tuple[float, float] | None = None
    spread_m: float = 0.0


_PENS = {
    # Fields lie a ditch apart; bare paper between them would look like a road.
    "farmland": _Pen(fill=style.FARMLAND, edge=style.FARMLAND, spread_m=15.0),
    "built": _Pen(fill=style.BUILT),
    "industry": _Pen(fill=style.INDUSTRY),
    "open_green": _Pen(fill=style.OPEN_GREEN),
    "woods": _Pen(fill=style.GREENERY),
    "water": _Pen(fill=style.WATER, edge=style.WATERSIDE, width_mm=0.12),
    "waterway": _Pen(edge=style.WATERSIDE, width_mm=0.22),
    "building": _Pen(fill=style.BUILDING),
    "path": _Pen(edge=style.PATH, width_mm=0.14, dash=(0.9, 0.6)),
    "lane": _Pen(edge=style.ROAD, casing_mm=0.42, width_mm=0.24),
    "street": _Pen(edge=style.ROAD, casing_mm=0.78, width_mm=0.54),
    "primary": _Pen(edge=style.THROUGH_ROAD, casing_mm=1.1, width_mm=0.8),
    "main": _Pen(edge=style.MAIN_ROAD, casing_mm=1.35, width_mm=1.0),
    "rail": _Pen(edge=style.RAIL, width_mm=0.45),
    "ferry": _Pen(edge=style.WATER_TEXT, width_mm=0.2, dash=(1.2, 0.8)),
}


def layers_within(basemap: Basemap, frame: MapFrame) -> dict[str, Shapes]:
    """Cut the base map to a frame.

    Returns
    -------
    layers
        Shapes per layer, from the bottom up; a layer of which nothing is in the frame is left out.
    """
    layers = basemap.layers(frame.scale)
    left, bottom, right, top = frame.limits
    margin = 0.01 * (right - left)
    box = (left - margin, bottom - margin, right + margin, top + margin)
    cut = {name: _clip(layers[name], box) for name in (*AREAS, *LINES) if name in layers}
    return {name: shapes for name, shapes in cut.items() if len(shapes)}


def draw_layers(layers: Mapping[str, Shapes], axes: Axes, frame: MapFrame) -> None:
    """Draw layers that `layers_within` cut."""
    thin, dry = thinness(frame), sum(name in AREAS[: AREAS.index("water")] for name in layers)
    for order, name in enumerate(layers):
        if name in AREAS:
            _draw_areas(axes, layers[name], _PENS[name], order, frame.metres_per_mm)
        elif name == "waterway":
            # Beneath areas of water, else the middle of a river would be a line in it.
            pen, bed = _PENS[name], 1 + 0.01 * (dry - 0.5)
            _stroke(axes, line_path(layers[name]), pen.edge, pen.width_mm * thin, order=bed)
        else:
            _draw_lines(axes, layers[name], _PENS[name], thin, order)


def thinness(frame: MapFrame) -> float:
    """Give how much thinner lines are than at the scale they are described for."""
    scale = min(frame.scale, _THICKEST_AT)
    return LEVELS[level_of(frame.scale)].thin * float(min(_DETAIL_THICK, (_PEN_SCALE / scale) ** 0.45))


def _clip(shapes: Shapes, box: tuple[float, float, float, float]) -> Shapes:
    bounds = shapely.bounds(shapes).reshape(-1, 4)
    near = (bounds[:, 0] < box[2]) & (bounds[:, 2] > box[0]) & (bounds[:, 1] < box[3]) & (bounds[:, 3] > box[1])
    cut = shapely.clip_by_rect(shapes[near], *box)
    return np.asarray(cut[~shapely.is_empty(cut)], dtype=object)


def _draw_areas(axes: Axes, shapes: Shapes, pen: _Pen, order: int, metres_per_mm: float) -> None:
    patch = PathPatch(
        area_path(shapes),
        facecolor=pen.fill,
        edgecolor=pen.edge or "none",
        linewidth=(pen.width_mm + pen.spread_m / metres_per_mm) * style.POINTS_PER_MM,
        joinstyle="bevel",
        zorder=1 + 0.01 * order,
    )
    axes.add_artist(patch)


def _draw_lines(axes: Axes, shapes: Shapes, pen: _Pen, thin: float, order: int) -> None:
    path = line_path(shapes)
    if pen.casing_mm:
        colour = style.MAIN_CASING if pen.edge == style.MAIN_ROAD else style.ROAD_CASING
        _stroke(axes, path, colour, pen.casing_mm * thin, order=1.3 + 0.01 * order)
    _stroke(axes, path, pen.edge, pen.width_mm * thin, dash=pen.dash, order=1.5 + 0.01 * order)
    if pen.edge == style.RAIL:
        _stroke(axes, path, style.PAPER, pen.width_mm * thin * 0.5, dash=(1.6, 1.6), order=1.51 + 0.01 * order)


def _stroke(
    axes: Axes,
    path: Outline,
    colour: str,
    width_mm: float,
    *,
    dash: tuple[float, float] | None = None,
    order: float,
) -> None:
    patch = PathPatch(
        path,
        facecolor="none",
        edgecolor=colour,
        linewidth=width_mm * style.POINTS_PER_MM,
        capstyle="round",
        zorder=order,
    )
    if dash:
        patch.set_linestyle((0, tuple(part / width_mm for part in dash)))
        patch.set_capstyle("butt")
    axes.add_artist(patch)
