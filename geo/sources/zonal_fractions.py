"""Statistics of a raster under the exact-fraction rule: a cell counts by the part of it that lies in a shape."""

from collections.abc import Iterator

import numpy as np
import shapely
from exactextract import exact_extract
from exactextract.feature import Feature, FeatureSource
from exactextract.operation import Operation
from exactextract.raster import RasterSource
from numpy.typing import NDArray

from geo.sources.raster_cells import Cells, Flags, Floats, Grid

Window = tuple[int, int, int, int]


def fractions(grid: Grid, polygons: NDArray[np.object_], above: float | None) -> dict[str, Floats]:
    """Give statistics of the cells of a grid in polygons, each cell by the part of it that lies in the polygon.

    Parameters
    ----------
    grid
        The raster.
    polygons
        Valid polygons without more parts, on the grid; they may overlap, and reach outside it.
    above
        Value above which cells are counted.

    Returns
    -------
    statistics
        ``count``: cells with data in the polygon, parts added up; ``sum`` of their values by the same parts, ``high``
        the cells above the value; ``max`` (minus infinite where there is no cell).
    """
    reader = _Reader(grid)
    values, high = _Values(reader), _High(reader, np.inf if above is None else above)  # operations do not hold them
    asked = [Operation(name, name, values) for name in ("count", "sum", "max")]
    if above is not None:
        asked.append(Operation("sum", "high", high))
    features = _Features(polygons, grid.shape[0])
    strategy = "feature-sequential"
    found = exact_extract(
        [values, high], features, asked, output="pandas", strategy=strategy, max_cells_in_memory=4_000_000
    )
    empty = {"count": 0.0, "sum": 0.0, "high": 0.0, "max": -np.inf}
    return {name: found[name].astype(float).fillna(empty[name]).to_numpy() for name in found}


class _Reader:
    """Reads windows; the last is kept, as two sources ask for it one after the other."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self._last: tuple[Window, tuple[Cells, Flags | None]] | None = None

    def read(self, window: Window) -> tuple[Cells, Flags | None]:
        if self._last is None or self._last[0] != window:
            column, row, columns, rows = window
            self._last = window, self.grid.read(row, column, rows, columns)
        return self._last[1]


class _Values(RasterSource):  # type: ignore[misc]  # exactextract has no types
    """The values of a grid, whose rows count upwards here."""

    name = "values"

    def __init__(self, reader: _Reader) -> None:
        super().__init__()
        self.set_name(self.name)  # what is known of a source is kept under its name
        self._reader = reader

    def res(self) -> tuple[float, float]:
        return 1.0, 1.0

    def extent(self) -> tuple[float, float, float, float]:
        rows, columns = self._reader.grid.shape
        return 0.0, 0.0, float(columns), float(rows)

    def nodata_value(self) -> None:
        return None

    def srs_wkt(self) -> None:
        return None

    def read_window(self, x0: int, y0: int, nx: int, ny: int) -> Cells:
        """Give a window with NaN where there is no data; of a masked array exactextract does not hold the mask."""
        values, valid = self._reader.read((x0, y0, nx, ny))
        told = self._told(values)
        return told if valid is None else np.where(valid, told, told.dtype.type(np.nan))

    def _told(self, values: Cells) -> Cells:
        return values


class _High(_Values):
    """Which values lie above one."""

    name = "high"

    def __init__(self, reader: _Reader, above: float) -> None:
        super().__init__(reader)
        self._above = above

    def _told(self, values: Cells) -> Cells:
        return (values > self._above).astype(np.float32)


class _Polygon(Feature):  # type: ignore[misc]  # exactextract has no types
    def __init__(self, wkb: bytes) -> None:
        super().__init__()
        self._wkb = wkb

    def geometry(self) -> bytes:
        return self._wkb

    def fields(self) -> list[str]:
        return []


class _Features(FeatureSource):  # type: ignore[misc]  # exactextract has no types
    def __init__(self, polygons: NDArray[np.object_], rows: int) -> None:
        super().__init__()
        upwards = shapely.transform(polygons, lambda xy: np.column_stack([xy[:, 0], rows - xy[:, 1]]))
        self._wkb = shapely.to_wkb(np.asarray(upwards, dtype=object))

    def count(self) -> int:
        return len(self._wkb)

    def srs_wkt(self) -> None:
        return None

    def __iter__(self) -> Iterator[_Polygon]:
        yield from map(_Polygon, self._wkb)
