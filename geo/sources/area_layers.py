"""Reads a layer of areas that something is held against."""

import geopandas as gpd
from pyproj import CRS

from geo.crs import to_crs_finely
from geo.errors import FaultsError
from geo.sources.layers import read_layer
from geo.sources.raw import FileSpec, UnreadableError, unreadable


def read_area_shapes(spec: FileSpec, crs: CRS) -> gpd.GeoSeries:
    """Read the areas of a layer as they are, also those that cross themselves.

    Parameters
    ----------
    spec
        A layer of areas.
    crs
        Reference system of the answer.

    Raises
    ------
    FaultsError
        If the file is missing or damaged, or has no shapes or no reference system.
    """
    try:
        layer = read_layer(spec)
        if layer.shapes is None:
            raise unreadable(spec, "not_areas")
        if layer.crs is None:
            raise unreadable(spec, "no_crs")
    except UnreadableError as error:
        raise FaultsError(*error.faults) from error
    return to_crs_finely(gpd.GeoSeries(layer.shapes, crs=layer.crs), crs)
