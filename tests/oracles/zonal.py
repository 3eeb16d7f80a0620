"""Statistics of a raster in a shape, cell by cell with shapely: slow, and without any of our rules.

The raster is an array with north up and square cells; ``west`` and ``north`` are its first corner. A cell that is masked
or no number has no data.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Statistics:
    """What the cells of a shape hold; None where none has data."""

    mean: float | None
    max: float | None
    min: float | None
    above: float | None
    covered: float


def of_fractions(
    values: np.ma.MaskedArray, shape: BaseGeometry, *, west: float, north: float, cell: float, above: float
) -> Statistics:
    """Count each cell by the area that it has in common with the shape."""
    pairs, total = [], 0.0
    for row, column in np.ndindex(values.shape):
        left, top = west + column * cell, north - row * cell
        part = shapely.intersection(shape, shapely.box(left, top - cell, left + cell, top)).area
        if part > 0 and _has_data(values[row, column]):
            pairs.append((float(values[row, column]), part))
            total += part
    return _statistics(pairs, total / shape.area, above)


def of_centres(
    values: np.ma.MaskedArray, shape: BaseGeometry, *, west: float, north: float, cell: float, above: float
) -> Statistics:
    """Count a cell whole where its middle lies in the shape; middles outside the raster are without data."""
    x_min, y_min, x_max, y_max = shape.bounds
    pairs, inside = [], 0
    for row in range(int((north - y_max) // cell) - 1, int((north - y_min) // cell) + 2):
        for column in range(int((x_min - west) // cell) - 1, int((x_max - west) // cell) + 2):
            if shape.contains(shapely.Point(west + (column + 0.5) * cell, north - (row + 0.5) * cell)):
                inside += 1
                on_map = 0 <= row < values.shape[0] and 0 <= column < values.shape[1]
                if on_map and _has_data(values[row, column]):
                    pairs.append((float(values[row, column]), 1.0))
    return _statistics(pairs, len(pairs) / inside if inside else 0.0, above)


def _has_data(value: object) -> bool:
    return value is not np.ma.masked and bool(np.isfinite(value))


def _statistics(pairs: list[tuple[float, float]], covered: float, above: float) -> Statistics:
    if not pairs:
        return Statistics(None, None, None, None, covered)
    weight = sum(part for _, part in pairs)
    return Statistics(
        mean=sum(value * part for value, part in pairs) / weight,
        max=max(value for value, _ in pairs),
        min=min(value for value, _ in pairs),
        above=sum(part for value, part in pairs if value > above) / weight,
        covered=covered,
    )
