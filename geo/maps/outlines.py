"""Many shapes as one compound path: how a layer is drawn in one stroke."""

from collections.abc import Sequence

import numpy as np
import shapely
from matplotlib.path import Path as Outline
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Shapes = NDArray[np.object_]
SPECK_MM2 = 1.5
"""An area that is smaller on paper is hidden by its own outline."""


def area_path(shapes: Shapes) -> Outline:
    """Make one compound path of polygons, holes turned the other way so that they stay open."""
    parts = shapely.get_parts(np.atleast_1d(np.asarray(shapes, dtype=object)))
    areas = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return _path(shapely.get_rings(shapely.orient_polygons(areas)), closed=True)


def without_specks(shapes: Shapes | Sequence[BaseGeometry]) -> Shapes:
    """Give the parts of areas on paper that are large enough to have an outline."""
    parts = shapely.get_parts(np.atleast_1d(np.array(shapes, dtype=object)))
    return np.asarray(parts[shapely.area(parts) > SPECK_MM2], dtype=object)


def polygon_parts(shapes: Shapes) -> Shapes:
    """Part shapes into their polygons; what is a point or a line is left out."""
    parts = shapely.get_parts(shapes)
    return np.asarray(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON], dtype=object)


def line_path(shapes: Shapes) -> Outline:
    """Make one compound path of lines."""
    parts = shapely.get_parts(np.atleast_1d(np.asarray(shapes, dtype=object)))
    return _path(parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING], closed=False)


def _path(parts: Shapes, *, closed: bool) -> Outline:
    coords, index = shapely.get_coordinates(parts, return_index=True)
    codes = np.full(len(coords), Outline.LINETO, dtype=np.uint8)
    starts = np.flatnonzero(np.r_[True, index[1:] != index[:-1]]) if len(index) else np.array([], dtype=int)
    codes[starts] = Outline.MOVETO
    if closed and len(starts):
        codes[np.r_[starts[1:] - 1, len(coords) - 1]] = Outline.CLOSEPOLY
    return Outline(coords, codes)
