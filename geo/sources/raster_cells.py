"""Reads the cells of an opened raster by windows: their values, and which of them say something."""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from rasterio.enums import MaskFlags
from rasterio.windows import Window

from geo.crs import to_crs_finely, without_height
from geo.sources.raw import FileSpec, opening

Floats = NDArray[np.float64]
Cells = NDArray[Any]
Flags = NDArray[np.bool_]
CELLS_AT_ONCE = 4_000_000
"""Cells that are in memory at the same time."""
_SMALL_INTEGER = 2
"""Bytes of a whole number that a single-precision number holds exactly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """An opened raster as a grid of cells: columns to the right and rows down from its first corner, both from 0."""

    spec: FileSpec
    """The file, as the plan names it."""
    raster: Any
    """The opened raster."""
    crs: CRS
    """Its reference system."""
    nodata: float | None = None
    """Value of cells without data, beside the one that the file itself says."""

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of rows and columns."""
        return self.raster.height, self.raster.width

    @property
    def single(self) -> bool:
        """Whether its values are single-precision numbers, which hold seven digits."""
        return _kind(np.dtype(self.raster.dtypes[0])) == np.float32

    def block(self) -> tuple[int, int]:
        """Give the rows and columns to read at once, so that no block of the file is read twice in a row of windows."""
        rows, columns = self.raster.block_shapes[0]
        wide = self.raster.width if columns >= self.raster.width else _multiple(columns, CELLS_AT_ONCE**0.5)
        return _multiple(rows, CELLS_AT_ONCE / wide), wide

    def place(self, shapes: gpd.GeoSeries) -> NDArray[np.object_]:
        """Bring shapes to the grid, as (column, row) with parts of cells; the raster itself stays as it is.

        Shapes in another reference system get points along their edges first, so that these bend with the earth, and
        are brought over with the shift between the datums.

        Returns
        -------
        shapes
            None where a shape has no place in the reference system of the raster.
        """
        found = np.asarray(to_crs_finely(shapes, without_height(self.crs)), dtype=object)
        a, b, c, d, e, f = tuple(~self.raster.transform)[:6]
        with np.errstate(invalid="ignore"):  # what has no place there is infinitely far
            placed = shapely.transform(
                found, lambda xy: np.column_stack([xy[:, 0] * a + xy[:, 1] * b + c, xy[:, 0] * d + xy[:, 1] * e + f])
            )
        placed = np.asarray(placed, dtype=object)
        placed[shapely.is_empty(placed)] = None
        coordinates, owner = shapely.get_coordinates(placed, return_index=True)
        placed[np.unique(owner[~np.isfinite(coordinates).all(axis=1)])] = None
        return placed

    def read(self, row: int, column: int, rows: int, columns: int) -> tuple[Cells, Flags | None]:
        """Read a window.

        Returns
        -------
        values, valid
            In the unit of the raster; a cell without data, or with what is no number, is not valid. None where all are.

        Raises
        ------
        UnreadableError
            If the file is damaged there.
        """
        window = Window(column, row, columns, rows)
        flags, declared = self.raster.mask_flag_enums[0], self.raster.nodata
        masked = MaskFlags.all_valid not in flags and (MaskFlags.nodata not in flags or declared is None)
        with opening(self.spec):
            raw = self.raster.read(1, window=window)
            mask = self.raster.read_masks(1, window=window) if masked else None
        values = _scaled(raw, self.raster.scales[0], self.raster.offsets[0])
        valid = np.isfinite(values)
        if mask is not None:
            valid &= mask != 0
        for nodata in (declared, self.nodata):
            if nodata is not None:
                valid &= _differs(raw, nodata)
        return values, None if valid.all() else valid


def _multiple(block: int, wanted: float) -> int:
    return max(1, int(wanted) // block) * block


def _differs(raw: Cells, nodata: float) -> Flags:
    if np.isnan(nodata):
        return ~np.isnan(raw)
    if raw.dtype.kind == "f":
        with np.errstate(over="ignore"):
            return np.asarray(raw != np.asarray(nodata).astype(raw.dtype))
    return np.asarray(raw != int(nodata)) if float(nodata).is_integer() else np.ones(raw.shape, dtype=bool)


def _kind(of_file: np.dtype[Any]) -> np.dtype[Any]:
    """Choose single or double precision, whichever holds the values of a file."""
    if of_file.kind == "f" and of_file.itemsize > _SMALL_INTEGER:
        return of_file
    return np.dtype(np.float32 if of_file.itemsize <= _SMALL_INTEGER else np.float64)


def _scaled(raw: Cells, scale: float, offset: float) -> Cells:
    values = raw.astype(_kind(raw.dtype), copy=False)
    return values if (scale, offset) == (1.0, 0.0) else values * values.dtype.type(scale) + values.dtype.type(offset)
