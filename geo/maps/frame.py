"""The window of a map: its place on paper, its exact round scale, and the way between metres and millimetres."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

PROVINCE_SCALES = tuple(
    1000 * thousand
    for thousand in (25, 50, 75, 100, 125, 150, 200, 250, 300, 400, 500, 600, 750, 1000, 1250, 1500, 2000, 2500)
)
"""Denominators for a province, larger scales first: those of printed series, that a ruler can be read by."""
TOWN_SCALES = (10_000, 25_000, 50_000)
"""Denominators for a location and its surroundings on a sheet of its own: those of the maps that people know."""
FINE_SCALES = (10_000, 15_000, 20_000, 25_000, 30_000, 40_000, 50_000)
"""Denominators for a small map of a town, or of a route."""
FINE_MM = 0.08
"""What is finer on paper is not seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFrame:
    """A window on the map."""

    left: float
    """Left edge on paper, mm."""
    top: float
    """Upper edge on paper, mm."""
    width: float
    """Width on paper, mm."""
    height: float
    """Height on paper, mm."""
    scale: int
    """Denominator of the scale, exact on paper."""
    centre: tuple[float, float]
    """Middle of the window in metres."""

    @property
    def metres_per_mm(self) -> float:
        """Metres in the field for a millimetre on paper."""
        return self.scale / 1000

    @property
    def fine_m(self) -> float:
        """Metres in the field of what is too fine to be seen on paper."""
        return FINE_MM * self.metres_per_mm

    @property
    def limits(self) -> tuple[float, float, float, float]:
        """West, south, east and north edge in metres."""
        half_w, half_h = self.width * self.metres_per_mm / 2, self.height * self.metres_per_mm / 2
        x, y = self.centre
        return x - half_w, y - half_h, x + half_w, y + half_h

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom on paper, mm."""
        return self.left, self.top, self.left + self.width, self.top + self.height

    def to_mm(self, xy: ArrayLike) -> NDArray[np.float64]:
        """Bring points from metres to millimetres on paper."""
        points = np.asarray(xy, dtype=np.float64).reshape(-1, 2)
        west, _, _, north = self.limits
        across = self.left + (points[:, 0] - west) / self.metres_per_mm
        down = self.top + (north - points[:, 1]) / self.metres_per_mm
        return np.column_stack([across, down])

    def shape_to_mm(self, shape: BaseGeometry) -> BaseGeometry:
        """Bring a shape to millimetres on paper, cut to the window."""
        cut = shapely.clip_by_rect(shape, *self.limits)
        moved: BaseGeometry = shapely.transform(cut, self.to_mm)
        return moved

    def simple_to_mm(self, shape: BaseGeometry) -> BaseGeometry:
        """Bring a shape to millimetres on paper, cut to the window, without what is too fine to be seen."""
        return self.shape_to_mm(shapely.simplify(shape, self.fine_m))

    def holds(self, xy: ArrayLike, *, margin_mm: float = 0.0) -> NDArray[np.bool_]:
        """Tell which points lie in the window."""
        mm = self.to_mm(xy)
        left, top, right, bottom = self.box
        inside = (mm[:, 0] >= left + margin_mm) & (mm[:, 0] <= right - margin_mm)
        return np.asarray(inside & (mm[:, 1] >= top + margin_mm) & (mm[:, 1] <= bottom - margin_mm))


def moved_into(
    frame: MapFrame,
    shown: tuple[float, float, float, float],
    known: tuple[float, float, float, float],
    *,
    margin_mm: float,
) -> MapFrame:
    """Move a window so that less of it lies where nothing is known, while it goes on holding what must be shown.

    Parameters
    ----------
    frame
        The window, which holds what must be shown.
    shown, known
        West, south, east, north of what must be shown, and of where the landscape is known, in metres.
    margin_mm
        Room to leave between what must be shown and the edge.
    """
    room = margin_mm * frame.metres_per_mm
    sizes = (frame.width * frame.metres_per_mm, frame.height * frame.metres_per_mm)
    x, y = (
        _moved(frame.centre[at], sizes[at] / 2, (shown[at] - room, shown[at + 2] + room), (known[at], known[at + 2]))
        for at in (0, 1)
    )
    return replace(frame, centre=(x, y))


def _moved(centre: float, half: float, shown: tuple[float, float], known: tuple[float, float]) -> float:
    least, most = known[0] + half, known[1] - half
    wanted = (least + most) / 2 if least > most else float(np.clip(centre, least, most))
    first, last = shown[1] - half, shown[0] + half
    return centre if first > last else float(np.clip(wanted, first, last))


def fit_frame(
    bounds: tuple[float, float, float, float],
    box_mm: tuple[float, float, float, float],
    scales: Sequence[int],
    *,
    margin_mm: float,
) -> MapFrame:
    """Choose the largest round scale at which a box of metres fits a window.

    Parameters
    ----------
    bounds
        West, south, east, north in metres.
    box_mm
        Left, top, width, height on paper.
    scales
        Denominators to choose from, larger scales first; the last where none holds it.
    margin_mm
        Room to leave within the window.
    """
    west, south, east, north = bounds
    left, top, width, height = box_mm
    need = max((east - west) / (width - 2 * margin_mm), (north - south) / (height - 2 * margin_mm)) * 1000
    scale = next((each for each in scales if each >= need), scales[-1])
    centre = ((west + east) / 2, (south + north) / 2)
    return MapFrame(left=left, top=top, width=width, height=height, scale=scale, centre=centre)
