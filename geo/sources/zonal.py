"""Statistics of a raster in polygons and at points, under the exact-fraction rule or the cell-centre rule.

Unknown is never 0: cells without data, and what lies outside the raster, count for nothing and are told as a share.
"""

from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import FaultsError
from geo.sources.raster_cells import Flags, Floats, Grid
from geo.sources.rasters import crs_of_raster, opened_raster
from geo.sources.raw import FileSpec, UnreadableError
from geo.sources.zonal_centres import centres
from geo.sources.zonal_fractions import fractions

Rule = Literal["fraction", "centre"]
Shapes = NDArray[np.object_]
_ROUNDING = 1e-5
"""Share of a shape that rounding may lose; parts of cells are single-precision numbers."""
_POINT, _AREA = 0, 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Zonal:
    """Statistics of a raster, one of each for a shape; NaN where no cell of the shape has data."""

    mean: Floats
    """Mean of the cells with data, each by its part in the shape, or by its middle."""
    max: Floats
    """Greatest value of those cells."""
    share_above: Floats
    """Share of the part with data that lies above the threshold; NaN too where none was asked."""
    covered: Floats
    """Share of the shape that lies in the raster on cells with data, from 0 to 1; of a point 0 or 1."""
    cells: Floats
    """How many cells the shape has, parts added up, or middles; also those outside the raster."""
    by_cell: Flags
    """Whether the shape is so small that it has no middle of a cell, and got the value of the cell that it lies in."""


def zonal_statistics(
    spec: FileSpec, shapes: gpd.GeoSeries, *, rule: Rule = "fraction", above: float | None = None,
    nodata: float | None = None,
) -> Zonal:  # fmt: skip
    """Give the mean and the greatest value of a raster in each shape, the share above a value and what is covered.

    Parameters
    ----------
    spec
        A raster with one band. Its scale and offset are applied.
    shapes
        Polygons and points, single or of several parts, in any reference system; they are brought to the raster. A
        point has the value of its cell. What has no area, or under the second rule no middle of a cell, counts by the
        cell of a point in it, each of its parts alike.
    rule
        ``fraction``: a cell counts by the part of it that lies in the polygon (exactextract), so that areas add up.
        ``centre``: it counts whole where its middle lies there; a middle on an edge belongs to one side of it.
    above
        Value above which the share is given, in the unit of the raster.
    nodata
        Value of cells without data, beside the one that the file says.

    Returns
    -------
    statistics
        In the order of the shapes. Shares are of areas in the cells of the raster: in a raster in degrees these differ
        from areas on the ground by less than a thousandth over the height of a town.

    Raises
    ------
    FaultsError
        If the raster is missing, damaged, has several bands or no reference system.
    """
    try:
        with opened_raster(spec) as raster:
            grid = Grid(spec=spec, raster=raster, crs=crs_of_raster(spec, raster), nodata=nodata)
            return _statistics(grid, grid.place(shapes), rule, above)
    except UnreadableError as error:
        raise FaultsError(*error.faults) from error


def _statistics(grid: Grid, shapes: Shapes, rule: Rule, above: float | None) -> Zonal:
    """Take the polygons by the rule, and what is no polygon, or too small for it, by its cell."""
    shapes = np.asarray(shapely.make_valid(shapes, method="structure"), dtype=object)
    areal = (shapely.get_dimensions(shapes) == _AREA) & (shapely.area(shapes) > 0)
    polygons = shapes[areal]
    sums = {name: np.zeros(len(shapes)) for name in ("count", "sum", "high", "all")}
    sums["max"] = np.full(len(shapes), -np.inf)
    found = _by_fraction(grid, polygons, above) if rule == "fraction" else centres(grid, polygons, above)
    for name, values in found.items():
        sums[name][areal] = values
    by_cell = ~shapely.is_missing(shapes) & (sums["all"] == 0)
    _take_cells(grid, shapes, np.flatnonzero(by_cell), above, sums)
    if above is None:
        sums["high"] = np.full(len(shapes), np.nan)
    return _told(sums, by_cell & areal, single=grid.single)


def _by_fraction(grid: Grid, polygons: Shapes, above: float | None) -> dict[str, Floats]:
    """Take each part of a polygon by itself, so that between parts far from each other nothing is read."""
    parts, owner = shapely.get_parts(polygons, return_index=True)
    rows, columns = grid.shape
    near = shapely.intersects(parts, shapely.box(0, 0, columns, rows)) & (shapely.area(parts) > 0)
    found = fractions(grid, parts[near], above)
    owner, count = owner[near], len(polygons)
    made: dict[str, Floats] = {"all": shapely.area(polygons), "max": np.full(count, -np.inf)}
    for name in found.keys() & {"count", "sum", "high"}:
        made[name] = np.bincount(owner, found[name], count).astype(np.float64)
    np.maximum.at(made["max"], owner, found["max"])
    return made


def _take_cells(
    grid: Grid, shapes: Shapes, chosen: NDArray[np.int64], above: float | None, sums: dict[str, Floats]
) -> None:
    """Take the cells in which points lie, and for small or strange shapes a point in their middle."""
    parts, of = shapely.get_parts(shapes[chosen], return_index=True)
    points = np.where(shapely.get_dimensions(parts) == _POINT, parts, shapely.point_on_surface(parts))
    owner = chosen[of]
    values = _as_written(_at(grid, shapely.get_x(points), shapely.get_y(points)), single=grid.single)
    np.add.at(sums["all"], owner, 1.0)
    owner, values = owner[~np.isnan(values)], values[~np.isnan(values)]
    np.add.at(sums["count"], owner, 1.0)
    np.add.at(sums["sum"], owner, values)
    np.maximum.at(sums["max"], owner, values)
    if above is not None:
        np.add.at(sums["high"], owner, values > above)


def _at(grid: Grid, x: Floats, y: Floats) -> Floats:
    """Give the values of the cells in which points lie; NaN without data and outside. The last edges belong to it."""
    rows, columns = grid.shape
    inside = (x >= 0) & (x <= columns) & (y >= 0) & (y <= rows)
    found = np.full(len(x), np.nan)
    column, row = (
        np.minimum(np.floor(at[inside]).astype(np.int64), last - 1) for at, last in ((x, columns), (y, rows))
    )
    high, wide = grid.block()
    window = row // high * (columns // wide + 1) + column // wide
    taken = np.full(len(row), np.nan)
    for one in np.unique(window):
        here = np.flatnonzero(window == one)
        top, left = row[here].min(), column[here].min()
        values, valid = grid.read(top, left, row[here].max() - top + 1, column[here].max() - left + 1)
        kept = values if valid is None else np.where(valid, values, np.nan)
        taken[here] = kept[row[here] - top, column[here] - left]
    found[inside] = taken
    return found


def _told(sums: dict[str, Floats], by_cell: Flags, *, single: bool) -> Zonal:
    none = sums["count"] == 0
    count = np.where(none, np.nan, sums["count"])
    whole = np.where(sums["all"] == 0, 1.0, sums["all"])
    covered = np.clip(sums["count"] / whole, 0.0, 1.0)
    return Zonal(
        mean=_as_written(sums["sum"] / count, single=single),
        max=_as_written(np.where(none, np.nan, sums["max"]), single=single),
        share_above=np.clip(sums["high"] / count, 0.0, 1.0),
        covered=np.where(covered > 1 - _ROUNDING, 1.0, covered),
        cells=sums["all"],
        by_cell=by_cell,
    )


def _as_written(values: Floats, *, single: bool) -> Floats:
    """Give single-precision values as people wrote them: 0.1, not 0.10000000149, which is more than a bound of 0.1."""
    return np.array([float(str(np.float32(value))) for value in values], dtype=np.float64) if single else values
