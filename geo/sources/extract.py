"""Reading a whole extract: streets, facilities, the area covered and the moment."""

from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from geo.extract import Extract, Streets
from geo.sources.facilities import read_facilities
from geo.sources.pbf import node_places, read_header
from geo.sources.streets import read_streets

Box = tuple[float, float, float, float]

_LARGEST_DEGREES = 45.0
_LEAST_DEGREES = 1e-6
_LEAST_SHARE_INSIDE = 0.5


def read_extract(path: Path) -> Extract:
    """Read streets, facilities, boundary and timestamp of an `.osm.pbf`.

    The file is streamed once for the streets and once for the facilities.

    Parameters
    ----------
    path
        The extract; unfiltered, or at least with streets and facilities.

    Returns
    -------
    extract
        All in degrees on WGS84. The boundary is the header's box where that is
        plausible (some say 0 0 180 90), else the convex hull of the nodes.

    Raises
    ------
    SourceError
        If the file is missing, empty, cut short or damaged.
    InputError
        If it holds no streets.
    """
    box, timestamp = read_header(path)
    streets = read_streets(path)
    return Extract(
        streets=streets,
        facilities=read_facilities(path),
        boundary=read_boundary(path, box, streets),
        timestamp=timestamp,
    )


def read_boundary(path: Path, box: Box | None, streets: Streets) -> Polygon:
    """Give the area that an extract covers, in degrees on WGS84.

    Parameters
    ----------
    path
        The extract.
    box
        The header's box, if it has one.
    streets
        The streets, of which at least half must lie in a box to be believed.
    """
    if box is not None and _plausible(box, streets.node_lon, streets.node_lat):
        return shapely.box(*box)
    hull = shapely.MultiPoint(node_places(path)).convex_hull
    if isinstance(hull, Polygon):
        return hull
    return shapely.box(*hull.buffer(_LEAST_DEGREES).bounds)


def _plausible(box: Box, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> bool:
    west, south, east, north = box
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):  # noqa: PLR2004 - degrees of the globe
        return False
    if east - west > _LARGEST_DEGREES or north - south > _LARGEST_DEGREES:
        return False
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return bool(inside.mean() >= _LEAST_SHARE_INSIDE)
