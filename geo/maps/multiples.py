"""Many small maps of one scale on a sheet: where each stands, and the window that it shares with the others."""

import math
from dataclasses import dataclass, replace

from geo.maps.frame import PROVINCE_SCALES, MapFrame, fit_frame

_FINER_FROM = 500_000
PANEL_SCALES = (
    *(scale for scale in PROVINCE_SCALES if scale < _FINER_FROM),
    *(100_000 * hundreds for hundreds in (5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 22, 25, 30, 35, 40, 50, 60, 80)),
)  # fmt: skip
"""Denominators for small maps, larger scales first: the finer steps use the little room there is."""
TITLE_MM = 4.2
"""Height of the line above each panel."""
_GAP_MM, _EDGE_MM = 2.0, 1.2
"""Between two panels, and between them and the border of the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Rows and columns in which the panels stand."""

    rows: int
    """How many rows."""
    columns: int
    """How many columns."""

    def panel_size(self, width: float, height: float) -> tuple[float, float]:
        """Give the width and height of the map of a panel, its title not included, in a box of that size."""
        wide = (width - 2 * _EDGE_MM - (self.columns - 1) * _GAP_MM) / self.columns
        high = (height - 2 * _EDGE_MM - (self.rows - 1) * _GAP_MM) / self.rows - TITLE_MM
        return wide, high


def best_grid(
    bounds: tuple[float, float, float, float],
    box_mm: tuple[float, float, float, float],
    count: int,
    *,
    margin_mm: float,
) -> Grid:
    """Choose rows and columns for so many panels: the largest scale, the fewest empty places, panels of the shape.

    Parameters
    ----------
    bounds, box_mm, margin_mm
        As for `grid_frame`.
    count
        How many panels there are.
    """
    west, south, east, north = bounds
    shape = (east - west) / (north - south)

    def rank(grid: Grid) -> tuple[int, int, float]:
        wide, high = grid.panel_size(box_mm[2], box_mm[3])
        if min(wide, high) <= 2 * margin_mm:
            return PANEL_SCALES[-1], count, math.inf
        scale = grid_frame(bounds, box_mm, grid, margin_mm=margin_mm).scale
        return scale, grid.rows * grid.columns - count, abs(math.log(wide / high / shape))

    return min((Grid(rows=-(-count // columns), columns=columns) for columns in range(1, count + 1)), key=rank)


def grid_frame(
    bounds: tuple[float, float, float, float],
    box_mm: tuple[float, float, float, float],
    grid: Grid,
    *,
    margin_mm: float,
) -> MapFrame:
    """Choose the largest round scale at which a box of metres fits every panel.

    Parameters
    ----------
    bounds
        West, south, east, north in metres.
    box_mm
        Left, top, width, height on paper of all panels together.
    grid
        Rows and columns.
    margin_mm
        Room to leave within a panel.

    Returns
    -------
    frame
        The box of all panels, at their scale; `panel_frame` cuts it up.
    """
    left, top, width, height = box_mm
    wide, high = grid.panel_size(width, height)
    one = fit_frame(bounds, (left, top, wide, high), PANEL_SCALES, margin_mm=margin_mm)
    return replace(one, width=width, height=height)


def panel_frame(whole: MapFrame, grid: Grid, row: int, column: int) -> MapFrame:
    """Give the window of one panel, below its title; all have the same scale, size and centre."""
    wide, high = grid.panel_size(whole.width, whole.height)
    return replace(
        whole,
        left=whole.left + _EDGE_MM + column * (wide + _GAP_MM),
        top=whole.top + _EDGE_MM + row * (high + TITLE_MM + _GAP_MM) + TITLE_MM,
        width=wide,
        height=high,
    )
