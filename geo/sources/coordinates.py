"""What coordinates in the Dutch metric system can be: inside its box, and metres where points part their thousands."""

from functools import cache

from pyproj import CRS

from geo.crs import RD_BOX, RD_NEW

Pair = tuple[float, float]


@cache
def is_rd(crs: CRS) -> bool:
    """Tell whether a reference system is RD New."""
    return bool(crs == RD_NEW) or crs.to_epsg() == RD_NEW.to_epsg()


def in_rd(x: float, y: float) -> bool:
    """Tell whether a point lies in the box of RD New."""
    west, south, east, north = RD_BOX
    return west <= x <= east and south <= y <= north


def whole_metres(pair: Pair, grouped: tuple[float | None, float | None]) -> Pair:
    """Take a point between three digits for what parts thousands, where that alone brings a place inside the box of RD.

    Parameters
    ----------
    pair
        x and y as numbers.
    grouped
        What each is when its point parts thousands; None where it cannot.

    Returns
    -------
    pair
        In metres. Axes that are swapped stay so, but then can be told from what is no place at all.
    """
    if in_rd(*pair):
        return pair
    x, y = (own if other is None else other for own, other in zip(pair, grouped, strict=True))
    return (x, y) if in_rd(x, y) or in_rd(y, x) else pair
