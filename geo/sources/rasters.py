"""Opens rasters: one band, a reference system, and cells that can be read."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from pyproj import CRS
from rasterio.windows import Window

from geo.crs import read_crs
from geo.sources.raw import FileSpec, opening, require_file, unreadable

ENDINGS = {".tif", ".tiff", ".vrt", ".asc", ".img"}
"""Endings of files that are rasters."""


def is_raster(spec: FileSpec) -> bool:
    """Tell by its name whether a file is a raster."""
    return spec.path.suffix.lower() in ENDINGS


def check_raster(spec: FileSpec) -> None:
    """Check that a raster can be used: it opens, has one band and a reference system, and its last cells are there.

    Raises
    ------
    UnreadableError
        If it cannot.
    """
    with opened_raster(spec) as raster, opening(spec):
        for row in {0, raster.height - 1}:
            raster.read(1, window=Window(0, row, raster.width, 1))


def read_cells(spec: FileSpec) -> gpd.GeoDataFrame:
    """Read the cells of a raster that are not 0 or empty, as squares.

    Returns
    -------
    cells
        `row`, `column`, `value` and `geometry` in the reference system of the raster.

    Raises
    ------
    UnreadableError
        If the raster cannot be used.
    """
    with opened_raster(spec) as raster:
        with opening(spec):
            cells = raster.read(1, masked=True)
        values = cells.astype("float64").filled(np.nan)
        transform, crs = raster.transform, crs_of_raster(spec, raster)
    rows, columns = np.nonzero(np.nan_to_num(values) != 0)
    west, east = (transform.c + transform.a * (columns + step) for step in (0, 1))
    north, south = (transform.f + transform.e * (rows + step) for step in (0, 1))
    cells = {"row": rows, "column": columns, "value": values[rows, columns]}
    return gpd.GeoDataFrame(cells, geometry=shapely.box(west, south, east, north), crs=crs)


@contextmanager
def opened_raster(spec: FileSpec) -> Iterator[Any]:
    """Open a raster that can be used: one band and a reference system.

    Raises
    ------
    UnreadableError
        If it cannot.
    """
    require_file(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", category=rasterio.errors.NotGeoreferencedWarning)
        with opening(spec):
            opened = rasterio.open(spec.path)
        with opened as raster:
            if raster.count != 1:
                raise unreadable(spec, "bands", count=str(raster.count))
            crs_of_raster(spec, raster)
            yield raster


def crs_of_raster(spec: FileSpec, raster: Any) -> CRS:
    """Give the reference system of a raster: its own, else that of the plan.

    Raises
    ------
    UnreadableError
        If neither says it.
    """
    if raster.crs is not None:
        return CRS.from_user_input(raster.crs)
    if spec.crs is None:
        raise unreadable(spec, "no_crs")
    return read_crs(spec.crs)
