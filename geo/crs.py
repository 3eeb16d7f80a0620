"""Reference systems: the metric one to work in, and lengths on the ellipsoid.

Distances are geodesic metres on WGS84. The metric system serves to find the
nearest point, to measure areas and to draw; in the Netherlands it is RD New.
"""

from functools import lru_cache
from typing import TypeVar

import geopandas as gpd
import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS, Geod, Transformer
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from geo.errors import CrsError

WGS84 = CRS.from_epsg(4326)
RD_NEW = CRS.from_epsg(28992)
RD_BOX = (7_000.0, 289_000.0, 300_000.0, 629_000.0)
"""Box in which RD New holds (x_min, y_min, x_max, y_max), in metres."""
SCALE_SLACK = 1.02
"""How far the metric system for a place may stretch a length, at most."""
_DUTCH_BOX = (3.2, 50.7, 7.3, 53.7)
_GEOD = Geod(ellps="WGS84")
_LONGEST_EDGE_M, _LONGEST_EDGE_DEGREES = 250.0, 0.0025
"""Longest straight piece of an edge that is brought to another system; on 250 m it bends by a few millimetres."""
_SURE = 70
"""From this on (of 100) a system that a file describes is one of the register."""

Frame = TypeVar("Frame", gpd.GeoDataFrame, gpd.GeoSeries)
Floats = NDArray[np.float64]


def read_crs(text: str) -> CRS:
    """Read a reference system such as ``EPSG:28992``.

    Raises
    ------
    CrsError
        If the text names no reference system.
    """
    try:
        return CRS.from_user_input(text)
    except CRSError as error:
        msg = f"`{text}` is not a coordinate reference system; write for example EPSG:28992"
        raise CrsError(msg) from error


def metric_crs(lon: float, lat: float) -> CRS:
    """Choose the metric system for a place: RD New, elsewhere the UTM zone.

    Parameters
    ----------
    lon, lat
        A point in the middle of the area, in degrees.
    """
    west, south, east, north = _DUTCH_BOX
    if west <= lon <= east and south <= lat <= north:
        return RD_NEW
    zone = int((lon + 180) // 6) % 60 + 1
    return CRS.from_epsg((32600 if lat >= 0 else 32700) + zone)


def metric_crs_of(area: BaseGeometry) -> CRS:
    """Choose the metric system for an area, in degrees, by its middle."""
    return metric_crs(area.centroid.x, area.centroid.y)


def to_crs(frame: Frame, crs: CRS) -> Frame:
    """Bring a frame into a reference system.

    Raises
    ------
    CrsError
        If the frame does not say in which system its coordinates are.
    """
    return frame if _declared(frame.crs) == crs else frame.to_crs(crs)


def to_crs_finely(shapes: gpd.GeoSeries, crs: CRS) -> gpd.GeoSeries:
    """Bring shapes into a reference system with points along their long edges, so that these bend with the earth.

    Areas that cross themselves are mended first. Systems that agree on the ground count as one: files write the same
    system in several ways, and between two of these no shift of the datum may come.

    Raises
    ------
    CrsError
        If the shapes do not say in which system they are.
    """
    source = _declared(shapes.crs)
    if _same_ground(source, crs):
        return gpd.GeoSeries(shapes.set_crs(crs, allow_override=True))
    longest = _LONGEST_EDGE_M if source.is_projected else _LONGEST_EDGE_DEGREES
    sound = shapes.make_valid(method="structure")  # of an outline that crosses itself a lobe would get lost
    return to_crs(gpd.GeoSeries(sound.segmentize(longest), crs=source), crs)


def without_height(crs: CRS) -> CRS:
    """Leave the height off a system of place and height."""
    return crs.sub_crs_list[0] if crs.is_compound else crs


def _same_ground(one: CRS, other: CRS) -> bool:
    one, other = without_height(one), without_height(other)
    code = one.to_epsg(min_confidence=_SURE)
    return one.equals(other, ignore_axis_order=True) or (
        code is not None and code == other.to_epsg(min_confidence=_SURE)
    )


def _declared(crs: CRS | None) -> CRS:
    if crs is None:
        msg = 'these geometries have no reference system; declare one, for example crs = "EPSG:28992"'
        raise CrsError(msg)
    return crs


def reproject(x: ArrayLike, y: ArrayLike, source: CRS | None, crs: CRS) -> tuple[Floats, Floats]:
    """Bring coordinates from one reference system to another; those that are in it already stay as they are.

    Parameters
    ----------
    x, y
        Coordinates, x first in every system (longitude, then latitude).
    source, crs
        The reference system they are in, and the one to bring them to.

    Returns
    -------
    x, y
        Not finite where a point has no place in the other system.

    Raises
    ------
    CrsError
        If the reference system they are in is not declared.
    """
    if _declared(source) != crs:
        x, y = _between(source, crs).transform(x, y)
    return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)


@lru_cache(maxsize=16)
def _between(source: CRS | None, crs: CRS) -> Transformer:
    """Give the way from one reference system to another; to look it up takes longer than to bring a thousand points."""
    return Transformer.from_crs(source, crs, always_xy=True)


def project(lon: ArrayLike, lat: ArrayLike, crs: CRS) -> tuple[Floats, Floats]:
    """Project degrees on WGS84 to metres x, y."""
    return reproject(lon, lat, WGS84, crs)


def unproject(x: ArrayLike, y: ArrayLike, crs: CRS) -> tuple[Floats, Floats]:
    """Bring metres x, y back to degrees on WGS84."""
    return reproject(x, y, crs, WGS84)


def geodesic_m(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> Floats:
    """Give the geodesic distance between pairs of points, in metres on WGS84."""
    lon1, lat1, lon2, lat2 = np.broadcast_arrays(lon1, lat1, lon2, lat2)
    _, _, distance_m = _GEOD.inv(lon1.ravel(), lat1.ravel(), lon2.ravel(), lat2.ravel())
    return np.asarray(distance_m, dtype=np.float64).reshape(lon1.shape)
