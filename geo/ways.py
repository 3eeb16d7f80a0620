"""Lines of ways between two places: a leg to the street at either end, and the streets between."""

import numpy as np
import shapely
from numpy.typing import NDArray

_LEG_POINTS = 2
"""Points of a way without any street between its legs."""


def simplified_way(points: NDArray[np.float64], most_m: float) -> shapely.LineString:
    """Simplify a way between its legs, which stay as they are.

    Parameters
    ----------
    points
        Places in metres; the first and the last piece are the legs.
    most_m
        How far the line may leave the streets, metres; 0 for not at all.
    """
    way = points[1:-1]
    if most_m and len(way) > _LEG_POINTS:
        simple = shapely.simplify(shapely.LineString(way), most_m)
        way = way if simple.is_empty else shapely.get_coordinates(simple)
    return shapely.LineString(np.vstack([points[:1], way, points[-1:]]))
