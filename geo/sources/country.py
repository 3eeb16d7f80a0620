"""The land in which facilities and streets count as domestic."""

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84, to_crs
from geo.errors import Fault
from geo.sources.layers import read_layer
from geo.sources.probe import constraint_faults
from geo.sources.rasters import is_raster
from geo.sources.raw import FileSpec, UnreadableError


def read_country(spec: FileSpec) -> BaseGeometry:
    """Read the area of a country.

    Parameters
    ----------
    spec
        A layer of areas that together are the country: one, or its provinces.

    Returns
    -------
    area
        In degrees on WGS84.

    Raises
    ------
    UnreadableError
        With all that is wrong, if the file is missing, damaged, has no reference system, or no areas alone.
    """
    faults = (Fault(spec.shown, 0, "", "not_areas"),) if is_raster(spec) else constraint_faults(spec)
    if faults:
        raise UnreadableError(*faults)
    layer = read_layer(spec)
    shapes = gpd.GeoSeries(shapely.make_valid(layer.shapes), crs=layer.crs)
    area: BaseGeometry = shapely.union_all(to_crs(shapes, WGS84).to_numpy())
    return area
