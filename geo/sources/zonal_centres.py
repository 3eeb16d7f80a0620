"""Statistics of a raster under the cell-centre rule: a cell counts whole where its middle lies in a shape."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.sources.raster_cells import Floats, Grid

Whole = NDArray[np.int64]
_CROSSINGS_AT_ONCE = 2_000_000
_NONE = {"count": 0.0, "sum": 0.0, "high": 0.0, "all": 0.0, "max": -np.inf}
"""What the statistics are of no cells."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Spans:
    """Cells beside each other in a row, whose middles lie in a polygon."""

    owner: Whole
    """The polygon."""
    row: Whole
    first: Whole
    """First column."""
    end: Whole
    """Column after the last."""

    def __getitem__(self, chosen: NDArray[np.bool_] | Whole | slice) -> "_Spans":
        return _Spans(owner=self.owner[chosen], row=self.row[chosen], first=self.first[chosen], end=self.end[chosen])


def centres(grid: Grid, polygons: NDArray[np.object_], above: float | None) -> dict[str, Floats]:
    """Give statistics of the cells of a grid whose middles lie in polygons.

    Instead of burning each polygon into an image, the crossings of its edges with the middle line of each row are
    sorted; between two of them lies a span of cells. Spans of polygons that overlap do not hinder each other, those of
    polygons that share an edge leave no cell out and take none twice, and a window of the raster is read but once.

    Parameters
    ----------
    grid
        The raster.
    polygons
        Valid polygons, on the grid; they may overlap, and reach outside it.
    above
        Value above which cells are counted.

    Returns
    -------
    statistics
        ``all``: cells in the polygon, also outside the raster; ``count`` of those with data, ``sum`` of their values,
        ``high`` those above the value; ``max`` (minus infinite where there is no cell).
    """
    made = {name: np.full(len(polygons), none) for name, none in _NONE.items()}
    for chosen in _batches(polygons):
        spans = _spans(polygons[chosen], chosen)
        np.add.at(made["all"], spans.owner, spans.end - spans.first)
        for window in _windows(_inside(spans, grid), grid):
            _add(made, window, grid, above)
    return made


def _batches(polygons: NDArray[np.object_]) -> Iterator[Whole]:
    """Part polygons so that their crossings fit in memory; those at the same height stay together."""
    bounds = shapely.bounds(polygons)
    rows = np.clip(np.ceil(bounds[:, 3] - bounds[:, 1]), 1, None) * 2
    order = np.argsort(bounds[:, 1], kind="stable")
    turn = np.cumsum(rows[order]) // _CROSSINGS_AT_ONCE
    yield from (np.asarray(part) for part in np.split(order, np.flatnonzero(np.diff(turn)) + 1) if len(part))


def _spans(polygons: NDArray[np.object_], owners: Whole) -> _Spans:
    x, row, owner = _crossings(polygons)
    order = np.lexsort((x, row, owner))
    column = np.floor(x[order] + 0.5).astype(np.int64)
    row, owner = row[order][::2], owners[owner[order][::2]]
    spans = _Spans(owner=owner, row=row, first=column[::2], end=column[1::2])
    return spans[spans.end > spans.first]


def _crossings(polygons: NDArray[np.object_]) -> tuple[Floats, Whole, Whole]:
    """Find where the edges of polygons cross the middle lines of rows: an even number of times for each row.

    An edge is followed from its top, whichever way it is drawn, so that neighbours find the same crossing. A line
    through a corner crosses the edge below it alone.
    """
    parts, of_part = shapely.get_parts(polygons, return_index=True)
    rings, of_ring = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    edge = np.flatnonzero(ring[1:] == ring[:-1])
    down = xy[edge, 1] <= xy[edge + 1, 1]
    top, bottom = xy[np.where(down, edge, edge + 1)], xy[np.where(down, edge + 1, edge)]
    first, end = (np.ceil(ends[:, 1] - 0.5).astype(np.int64) for ends in (top, bottom))
    count = end - first
    which = np.repeat(np.arange(len(edge)), count)
    row = first[which] + np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    slope = (bottom[which, 0] - top[which, 0]) / (bottom[which, 1] - top[which, 1])
    x = top[which, 0] + (row + 0.5 - top[which, 1]) * slope
    return x, row, of_part[of_ring[ring[edge[which]]]]


def _inside(spans: _Spans, grid: Grid) -> _Spans:
    rows, columns = grid.shape
    first, end = np.clip(spans.first, 0, columns), np.clip(spans.end, 0, columns)
    cut = _Spans(owner=spans.owner, row=spans.row, first=first, end=end)
    return cut[(cut.row >= 0) & (cut.row < rows) & (cut.end > cut.first)]


def _windows(spans: _Spans, grid: Grid) -> Iterator[_Spans]:
    """Part spans by the windows of the raster that are read at once; a span over several is cut."""
    rows, columns = grid.block()
    pieces = (spans.end - 1) // columns - spans.first // columns + 1
    which = np.repeat(np.arange(len(pieces)), pieces)
    at = spans.first[which] // columns + np.arange(len(which)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    cut = _Spans(
        owner=spans.owner[which],
        row=spans.row[which],
        first=np.maximum(spans.first[which], at * columns),
        end=np.minimum(spans.end[which], (at + 1) * columns),
    )
    window = cut.row // rows * (at.max(initial=0) + 1) + at
    order = np.lexsort((cut.first, cut.row, window))
    edges = np.flatnonzero(np.diff(window[order])) + 1
    yield from (cut[part] for part in np.split(order, edges) if len(part))


def _add(made: dict[str, Floats], spans: _Spans, grid: Grid, above: float | None) -> None:
    """Add what the spans of one window hold to the statistics of their polygons."""
    top, left = int(spans.row.min()), int(spans.first.min())
    height, width = int(spans.row.max()) + 1 - top, int(spans.end.max()) - left
    values, valid = grid.read(top, left, height, width)
    begin = (spans.row - top) * width + spans.first - left
    bounds = np.column_stack([begin, begin + spans.end - spans.first]).ravel()
    # one cell more, as the end of the last span must be a place of its own
    cells = np.empty(values.size + 1, dtype=values.dtype)
    cells[:-1] = values.ravel()
    bad = np.empty(0, dtype=np.int64) if valid is None else np.flatnonzero(~valid)
    count = spans.end - spans.first
    if valid is not None:
        known = np.append(valid, False).view(np.uint8)
        count = np.add.reduceat(known, bounds, dtype=np.int32)[::2].astype(np.int64)
    np.add.at(made["count"], spans.owner, count.astype(np.float64))
    cells[bad] = 0
    np.add.at(made["sum"], spans.owner, np.add.reduceat(cells, bounds, dtype=np.float64)[::2])
    cells[bad] = -np.inf
    np.maximum.at(made["max"], spans.owner, np.maximum.reduceat(cells, bounds)[::2].astype(np.float64))
    if above is not None:
        high = np.greater(cells, above).view(np.uint8)
        np.add.at(made["high"], spans.owner, np.add.reduceat(high, bounds, dtype=np.int32)[::2].astype(np.float64))
