"""Six municipalities side by side in the square province, each with a part of the sums worked out by hand."""

from functools import cache

import geopandas as gpd
import pandas as pd
from shapely import Point
from shapely.geometry.base import BaseGeometry

from geo.crs import RD_NEW
from geo.figures import Figure
from geo.imprint import Imprint
from geo.maps.choropleth import ProvinceSums, reception_sheet
from geo.maps.region import Region, find_region
from geo.maps.sheets import Sheet
from tests.maps.builders import IMPRINT, SIDE, Printed, at, provinces, square

NAMES = ("Aardam", "Beek", "Cothen", "Duin", "Eiland", "Fort")
STRIP = SIDE / len(NAMES)
INHABITANTS = (10_000, 10_000, 20_000, 8_000, 10_000, 5_000)
PLACES = (50, 0, 250, 20, 120, 200)
UNKNOWN = (0, 0, 0, 1, 0, 0)
"""Per 1,000: 5, 0, 12.5, not to be told, 12, 40; breaks at 10 and 20."""


def strips() -> list[BaseGeometry]:
    """Give the areas, from west to east."""
    return [square(number * STRIP, 0, (number + 1) * STRIP, SIDE) for number in range(len(NAMES))]


def towns(
    names: tuple[str, ...] = NAMES,
    places: tuple[object, ...] = PLACES,
    inhabitants: tuple[object, ...] = INHABITANTS,
    unknown: tuple[int, ...] = UNKNOWN,
    per_1000: tuple[object, ...] | None = None,
    shapes: list[BaseGeometry] | None = None,
) -> gpd.GeoDataFrame:
    """Make rows of the table ``municipalities`` with their areas."""
    ratio = per_1000 or tuple(
        pd.NA if lost or pd.isna(people) else 1000 * count / people
        for count, people, lost in zip(places, inhabitants, unknown, strict=True)
    )
    frame = {
        "code": [f"GM{number}" for number in range(1, len(names) + 1)],
        "name": list(names),
        "inhabitants": pd.array(inhabitants, dtype="Int64"),
        "places": pd.array(places, dtype="Int64"),
        "unknown": pd.array(unknown, dtype="Int64"),
        "per_1000": pd.array(ratio, dtype="Float64"),
    }
    return gpd.GeoDataFrame(frame, geometry=shapes or strips()[: len(names)], crs=RD_NEW)


def spots(*places: tuple[float, float] | None, opened: bool = True) -> gpd.GeoDataFrame:
    """Make locations by their metres from the south-west corner; None for one whose place is not known."""
    shapes = [None if place is None else Point(at(*place)) for place in places]
    ids = [f"L{number}" for number in range(1, len(places) + 1)]
    frame = {"location_id": ids, "name": [f"azc {one}" for one in ids], "open": opened}
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=RD_NEW)


SUMS = ProvinceSums(inhabitants=Figure(value=63_000), places=Figure(value=640, unknown=1), per_1000=None)


def ground(rows: gpd.GeoDataFrame | None = None) -> Region:
    """Give the province of six with its neighbour to the north."""
    own = (towns() if rows is None else rows)[["code", "name", "geometry"]].assign(province_code="PV1")
    beyond = gpd.GeoDataFrame(
        {"code": ["GM9"], "name": ["Verweg"], "province_code": ["PV9"]},
        geometry=[square(0, SIDE, SIDE, SIDE + 9000)], crs=RD_NEW,
    )  # fmt: skip
    return find_region(gpd.GeoDataFrame(pd.concat([own, beyond]), crs=RD_NEW), provinces(), ["PV1"], None)


def draw_reception(
    rows: gpd.GeoDataFrame | None = None, locations: gpd.GeoDataFrame | None = None, *, imprint: Imprint = IMPRINT,
    sums: ProvinceSums = SUMS,
) -> Sheet:  # fmt: skip
    """Draw the sheet of places per 1,000 inhabitants."""
    of = towns() if rows is None else rows
    return reception_sheet(
        of, spots((1000, 9000)) if locations is None else locations, ground(None if of.crs is None else of),
        imprint=imprint, number="1", sums=sums,
    )  # fmt: skip


@cache
def reception() -> Printed:
    """Print that sheet as it stands here, once for all tests."""
    return Printed(draw_reception())
