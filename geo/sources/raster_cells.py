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

from geo.crs import to_crs
from geo.sources.raw import FileSpec, opening

Floats = NDArray[np.float64]
Cells = NDArray[Any]
Flags = NDArray[np.bool_]
CELLS_AT_ONCE = 4_000_000
"""Cells that are in memory at the same time."""
_LONGEST_EDGE = 250.0
_LONGEST_EDGE_DEGREES = 0.0025
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
        found = np.asarray(_transformed(shapes, self.crs), dtype=object)
        a, b, c, d, e, f = tuple(~self.raster.transform)[:6]
        with np.errstate(invalid="ignore"):  # what has no place there is infinitely far
            placed = shapely.transform(
                found, lambda xy: np.column_stack([xy[:, 0] * a + xy[:, 1] * b + c, xy[:, 0] * d + xy[:, 1] * e + f])
            )
        placed = np.asarray(placed, dtype=object)
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
            valid = self.raster.read_masks(1, window=window) != 0 if masked else np.ones(raw.shape, dtype=bool)
        for nodata in (declared, self.nodata):
            if nodata is not None:
                valid &= _differs(raw, nodata)
        values = _scaled(raw, self.raster.scales[0], self.raster.offsets[0])
        valid &= np.isfinite(values)
        return values, None if valid.all() else valid


def _multiple(block: int, wanted: float) -> int:
    return max(1, int(wanted) // block) * block


def _transformed(shapes: gpd.GeoSeries, crs: CRS) -> gpd.GeoSeries:
    source = shapes.crs
    if source is None or _same_place(source, crs):
        return shapes
    longest = _LONGEST_EDGE if source.is_projected else _LONGEST_EDGE_DEGREES
    return to_crs(gpd.GeoSeries(shapes.segmentize(longest), crs=source), _flat(crs))


def _same_place(one: CRS, other: CRS) -> bool:
    """Tell whether systems agree on the ground; files write one and the same system in several ways."""
    one, other = _flat(one), _flat(other)
    code = one.to_epsg(min_confidence=70)
    return one.equals(other, ignore_axis_order=True) or (code is not None and code == other.to_epsg(min_confidence=70))


def _flat(crs: CRS) -> CRS:
    """Leave the height off a system of place and height."""
    return crs.sub_crs_list[0] if crs.is_compound else crs


def _differs(raw: Cells, nodata: float) -> Flags:
    if np.isnan(nodata):
        return ~np.isnan(raw)
    if raw.dtype.kind == "f":
        with np.errstate(over="ignore"):
            return np.asarray(raw != np.asarray(nodata).astype(raw.dtype))
    return np.asarray(raw != int(nodata)) if float(nodata).is_integer() else np.ones(raw.shape, dtype=bool)


def _scaled(raw: Cells, scale: float, offset: float) -> Cells:
    """Give values as single- or double-precision numbers, whichever holds them."""
    if raw.dtype.kind == "f" and raw.dtype.itemsize > _SMALL_INTEGER:
        values = raw
    else:
        values = raw.astype(np.float32 if raw.dtype.itemsize <= _SMALL_INTEGER else np.float64)
    return values if (scale, offset) == (1.0, 0.0) else values * values.dtype.type(scale) + values.dtype.type(offset)
