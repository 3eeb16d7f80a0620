"""The base map in a compact form: whole numbers, steps instead of places, one object a class."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import WGS84, metric_crs, to_crs

_UNITS_PER_DEGREE = 100_000
"""Five decimals of a degree, about a metre."""
_MAJOR = {"motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link", "secondary", "secondary_link"}
_PATHS = {"track", "cycleway", "footway", "path", "bridleway", "steps", "pedestrian", "service"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseClass:
    """A class of the base map, drawn as one object."""

    name: str
    """Key in the words and in the style of the page."""
    layer: str
    """Layer of the landscape."""
    area: bool = False
    """Whether it is filled."""
    holds: Callable[[str], bool] = bool
    """Which kinds belong to it."""
    zoom: int = 0
    """Zoom from which it is drawn."""


def _any(_kind: str) -> bool:
    return True


BASE_CLASSES = (
    BaseClass(name="farmland", layer="farmland", area=True, holds=_any),
    BaseClass(name="built", layer="built", area=True, holds=_any),
    BaseClass(name="industry", layer="industry", area=True, holds=_any),
    BaseClass(name="green", layer="green", area=True, holds=_any),
    BaseClass(name="water", layer="water", area=True, holds=_any),
    BaseClass(name="stream", layer="waterway", holds=_any, zoom=13),
    BaseClass(name="building", layer="building", area=True, holds=_any, zoom=14),
    BaseClass(name="path", layer="road", holds=_PATHS.__contains__, zoom=14),
    BaseClass(name="minor", layer="road", holds=lambda kind: kind not in _PATHS | _MAJOR, zoom=11),
    BaseClass(name="rail", layer="rail", holds=_any),
    BaseClass(name="ferry", layer="ferry", holds=_any),
    BaseClass(name="major", layer="road", holds=_MAJOR.__contains__),
)
"""From the bottom up."""

_LABEL_ZOOM: Mapping[str, int] = {
    "city": 0, "town": 0, "village": 11, "hamlet": 13, "suburb": 13, "island": 12, "neighbourhood": 15, "quarter": 14,
}  # fmt: skip

DETAILS_M = (2.0, 5.0, 12.0, 30.0)
"""How far a line may stray from the data, in metres; the finest that fits the budget is taken."""
MOST_NUMBERS = 750_000
"""Coordinates that the page can carry: about 2.5 MB, drawn fluently on a canvas."""


def base_map(landscape: gpd.GeoDataFrame) -> dict[str, Any]:
    """Give the base map as the page reads it.

    Parameters
    ----------
    landscape
        ``layer``, ``kind``, ``name`` and geometry, with a reference system.

    Returns
    -------
    base
        ``scale``, ``classes`` (name, zoom, area, and parts: each a list of rings, a ring being a first place and
        then steps, longitude before latitude, in units of 1/scale degrees) and ``labels`` (longitude, latitude,
        kind, zoom, name). The names are text of others and must be shown as text.
    """
    if landscape.empty:
        return {"scale": _UNITS_PER_DEGREE, "classes": [], "labels": []}
    wgs84 = to_crs(landscape, WGS84)
    west, south, east, north = wgs84.total_bounds
    metric = to_crs(wgs84, metric_crs((west + east) / 2, (south + north) / 2))
    for detail_m in DETAILS_M:
        classes = [_encode(found, metric, detail_m) for found in BASE_CLASSES]
        if sum(len(ring) for found in classes for part in found["parts"] for ring in part) <= MOST_NUMBERS:
            break
    return {
        "scale": _UNITS_PER_DEGREE,
        "classes": [found for found in classes if found["parts"]],
        "labels": _labels(wgs84),
    }


def _encode(found: BaseClass, metric: gpd.GeoDataFrame, detail_m: float) -> dict[str, Any]:
    rows = metric[(metric["layer"] == found.layer) & metric["kind"].fillna("").map(found.holds)]
    shapes = shapely.simplify(shapely.force_2d(rows.geometry.array), detail_m)
    kept = gpd.GeoSeries(shapes, crs=metric.crs).explode(ignore_index=True)
    kept = kept[kept.geom_type == ("Polygon" if found.area else "LineString")]
    kept = kept[kept.area > 4 * detail_m**2] if found.area else kept[kept.length > detail_m]
    parts = [rings for shape in kept.to_crs(WGS84) if (rings := list(_rings(shape)))]
    return {"name": found.name, "zoom": found.zoom, "area": found.area, "parts": parts}


def _rings(shape: shapely.Geometry) -> Iterator[list[int]]:
    """Give outline and holes as steps; outlines turn one way and holes the other, so that overlaps stay filled."""
    if isinstance(shape, shapely.Polygon):
        turned = shapely.orient_polygons(shape)
        lines = [turned.exterior, *turned.interiors]
    else:
        lines = [shape]
    for line in lines:
        places = np.rint(shapely.get_coordinates(line) * _UNITS_PER_DEGREE).astype(np.int64)
        steps = _steps(places)
        if len(steps) > (4 if isinstance(shape, shapely.Polygon) else 2):
            yield steps


def _steps(places: NDArray[np.int64]) -> list[int]:
    moved = np.diff(places, axis=0)
    moved = moved[(moved != 0).any(axis=1)]
    return [int(number) for number in np.concatenate([places[:1], moved]).ravel()]


def _labels(wgs84: gpd.GeoDataFrame) -> list[list[Any]]:
    places = wgs84[
        (wgs84["layer"] == "place") & wgs84["kind"].isin(list(_LABEL_ZOOM)) & wgs84["name"].fillna("").ne("")
    ]
    spots = shapely.get_coordinates(shapely.point_on_surface(places.geometry.array)).round(5)
    told = [
        [float(lon), float(lat), str(kind), _LABEL_ZOOM[str(kind)], str(name)]
        for (lon, lat), kind, name in zip(spots, places["kind"], places["name"], strict=True)
    ]
    rank = {kind: number for number, kind in enumerate(_LABEL_ZOOM)}
    return sorted(told, key=lambda label: (rank[label[2]], label[4], label[0]))
