"""The area that an extract covers."""

from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from geo.sources.osm_columns import Places, gather
from geo.sources.pbf import UNITS, read_header

_LARGEST_DEGREES = 45.0
_LEAST_DEGREES = 1e-6
_LEAST_SHARE_INSIDE = 0.5


def read_extent(
    path: Path, lon: NDArray[np.float64], lat: NDArray[np.float64], places: Places | None = None
) -> Polygon:
    """Give the area that an extract covers, in degrees on WGS84.

    Parameters
    ----------
    path
        The extract.
    lon, lat
        Places of the streets, in degrees; at least half of them must lie in the
        header's box for it to be believed.
    places
        All nodes of the extract, where they are read already.

    Returns
    -------
    extent
        The header's box where that is plausible (some say 0 0 180 90), else the
        convex hull of all nodes.

    Raises
    ------
    SourceError
        If the file is missing, empty or damaged.
    """
    box, _ = read_header(path)
    if box is not None and _plausible(box, lon, lat):
        return shapely.box(*box)
    if places is None:
        places = Places()
        gather(path, (places,))
    _, x, y = places.sorted()
    ring = np.column_stack([np.append(x, x[:1]), np.append(y, y[:1])]) / UNITS
    hull = shapely.LineString(ring).convex_hull
    if isinstance(hull, Polygon):
        return hull
    return shapely.box(*hull.buffer(_LEAST_DEGREES).bounds)


def _plausible(box: tuple[float, float, float, float], lon: NDArray[np.float64], lat: NDArray[np.float64]) -> bool:
    west, south, east, north = box
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):  # noqa: PLR2004 - degrees of the globe
        return False
    if east - west > _LARGEST_DEGREES or north - south > _LARGEST_DEGREES:
        return False
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return bool(np.mean(inside) >= _LEAST_SHARE_INSIDE) if inside.size else True
