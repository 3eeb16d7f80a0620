"""Writes rasters that are made here: cells of one byte, with what each value means and a colour for it.

With the rooms of `geo.sources`, which read, the only room that knows rasterio.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from pyproj import CRS
from rasterio.features import rasterize
from rasterio.transform import Affine
from shapely.geometry.base import BaseGeometry

from geo.store import whole_file

Bytes = NDArray[np.uint8]
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellGrid:
    """Where the cells of a raster lie: square ones, whose corners are multiples of their side."""

    west: int
    """Column of the first cell, counted in cells from x = 0."""
    north: int
    """Upper edge of the first row, counted in cells from y = 0."""
    columns: int
    """How many cells from west to east."""
    rows: int
    """How many cells from north to south."""
    cell_m: int
    """Side of a cell, metres."""

    @property
    def transform(self) -> Affine:
        """The way from cells to metres."""
        return Affine(self.cell_m, 0.0, self.west * self.cell_m, 0.0, -self.cell_m, self.north * self.cell_m)


def grid_over(bounds: tuple[float, float, float, float], cell_m: int) -> CellGrid:
    """Give the least grid that covers a box: west, south, east, north in metres."""
    west, south = np.floor(np.array(bounds[:2]) / cell_m).astype(int)
    east, north = np.ceil(np.array(bounds[2:]) / cell_m).astype(int)
    return CellGrid(
        west=int(west), north=int(north), columns=int(east - west), rows=int(north - south), cell_m=cell_m
    )  # fmt: skip


def put(grid: CellGrid, column: NDArray[np.int64], row: NDArray[np.int64], value: Bytes, *, nodata: int) -> Bytes:
    """Put values in cells.

    Parameters
    ----------
    grid
        Where the cells lie.
    column, row
        South-west corner of each cell, counted in cells from x = 0 and y = 0.
    value
        What comes in each.
    nodata
        What comes in all others.
    """
    cells = np.full((grid.rows, grid.columns), nodata, dtype=np.uint8)
    cells[grid.north - 1 - row, column - grid.west] = value
    return cells


def burn(grid: CellGrid, shapes: NDArray[np.object_], value: Bytes, *, nodata: int) -> Bytes:
    """Give the cells whose middle lies in an area its value; where areas overlap, the last one's.

    Parameters
    ----------
    grid
        Where the cells lie.
    shapes
        Areas in metres, in the order in which they are laid over each other.
    value
        What comes in the cells of each.
    nodata
        What comes in all others.
    """
    pairs: list[tuple[BaseGeometry, int]] = list(zip(shapes, value.tolist(), strict=True))
    size = (grid.rows, grid.columns)
    if not pairs:
        return np.full(size, nodata, dtype=np.uint8)
    cells: Bytes = rasterize(pairs, out_shape=size, transform=grid.transform, fill=nodata, dtype="uint8")
    return cells


def write_raster(
    path: Path,
    cells: Bytes,
    grid: CellGrid,
    *,
    crs: CRS,
    nodata: int,
    tags: Mapping[str, str],
    colours: Mapping[int, Colour],
) -> Path:
    """Write cells as a GeoTIFF of one band, whole; the same bytes every time.

    Parameters
    ----------
    path
        File to write.
    cells
        A row from west to east, the northernmost first.
    grid
        Where they lie.
    crs
        Metric reference system.
    nodata
        Value of a cell about which nothing is said.
    tags
        What stands in the file for people: what it is, what each value means.
    colours
        Colour of each value; without any the file has no table of colours.
    """
    about = {"driver": "GTiff", "dtype": "uint8", "count": 1, "compress": "deflate", "tiled": False}
    with whole_file(path) as beside, rasterio.open(
        beside, "w", **about, height=grid.rows, width=grid.columns, crs=crs.to_wkt(), transform=grid.transform,
        nodata=nodata,
    ) as raster:  # fmt: skip
        raster.update_tags(**tags)
        if colours:
            raster.write_colormap(1, {value: (*colour, 255) for value, colour in colours.items()})
        raster.write(cells, 1)
    return path
