"""How wide water is: what is narrower than a ditch is no open water, whoever asks."""

import numpy as np
import shapely
from numpy.typing import NDArray

DITCH_M = 6.0
"""Water narrower than this is a ditch. The maps of the Kadaster (TOP10NL) draw water up to 6 m wide as a line."""
_CLOSE = 0.05
"""How closely the widest circle is sought, as a part of area by outline, which is half the width of a strip."""


class Widths:
    """Widths of areas of water, each reckoned once, when it is asked for."""

    def __init__(self, shapes: NDArray[np.object_]) -> None:
        self.shapes = shapes
        """The areas, in a metric reference system."""
        self._known: dict[int, float] = {}

    def of(self, which: int) -> float:
        """Give twice the radius of the largest circle that fits in an area, in metres."""
        found = self._known.get(which)
        if found is None:
            shape = shapely.make_valid(self.shapes[which], method="structure")
            slack = max(_CLOSE * shape.area / shape.length, _CLOSE) if shape.length else _CLOSE
            found = 2 * float(shapely.length(shapely.maximum_inscribed_circle(shape, tolerance=slack)))
            self._known[which] = found
        return found
