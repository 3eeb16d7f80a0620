"""A province with roads, water, towns and a crowd of locations in one of them."""

from dataclasses import replace
from functools import cache

import geopandas as gpd
import numpy as np
from shapely import LineString, Point

from geo.crs import RD_NEW
from geo.figures import Figure
from geo.maps.basemap import Basemap, prepare_basemap
from geo.maps.paper_size import A3, A4, PaperSize
from geo.maps.portfolio import portfolio_sheet
from tests.maps.builders import IMPRINT, SIDE, Printed, at, landscape, locations, region, square

CROWDED = (10_500.0, 9_500.0)
"""Middle of the crowded town, in metres from the south-west corner of the province."""
Row = tuple[str, str, object, object, tuple[float, float]]


def rows_in_town(count: int, spread_m: float = 350.0) -> list[Row]:
    """Give locations in one town, and six elsewhere in the province."""
    near = np.random.default_rng(11).normal(CROWDED, spread_m, (count, 2))
    far = [(3000.0 + 14_000 * (each % 2), 3000.0 + 7000 * (each // 2)) for each in range(6)]
    kinds = ("azc", "noodopvang", "gl", "amv")
    return [
        (f"L{each:03d}", f"opvang {each}", kinds[each % 4], 40 + each * 53 % 600, (float(x), float(y)))
        for each, (x, y) in enumerate([*near, *far])
    ]


@cache
def country() -> Basemap:
    """Make the base map of the province: a lake, a canal, a motorway, a railway, towns and stations."""

    def line(*points: tuple[float, float]) -> LineString:
        return LineString([at(*point) for point in points])

    rows = landscape(
        ("water", "lake", "Grote Plas", square(1000, 14_000, 8000, 19_000)),
        ("waterway", "canal", "Lange Vaart", line((0, 6000), (20_000, 6500))),
        ("road", "motorway", "", line((10_000, -3000), (10_300, 23_000))),
        ("road", "secondary", "", line((0, 9000), (20_000, 10_000))),
        ("rail", "rail", "", line((5000, -3000), (15_000, 23_000))),
        ("built", "residential", "", square(9500, 8500, 11_500, 10_500)),
        ("place", "city", "Middelstad", Point(at(*CROWDED))),
        ("place", "town", "Oosterveld", Point(at(17_000, 6000))),
        ("place", "village", "Kleindorp", Point(at(4000, 11_000))),
        ("place", "village", "Kleindorp Buiten", Point(at(4200, 11_200))),
        ("place", "hamlet", "Gehucht", Point(at(15_000, 15_000))),
        ("station", "station", "Middelstad", Point(at(9800, 9500))),
    )
    refs = {"motorway": "A6", "secondary": "N307"}
    named = gpd.GeoDataFrame(rows.assign(ref=[refs.get(kind, "") for kind in rows["kind"]]))
    return prepare_basemap(named, crs=RD_NEW, extent=square(-3000, -3000, SIDE + 3000, SIDE + 3000))


def draw_rows(rows: list[Row], paper: PaperSize = A4, basemap: Basemap | None = None) -> Printed:
    """Draw the portfolio of some locations."""
    found = portfolio_sheet(
        locations(*rows), replace(region(basemap), paper=paper),
        imprint=IMPRINT, number="2", total=Figure(value=1, unit="plekken"),
    )  # fmt: skip
    return Printed(found)


@cache
def crowded(kind: str) -> Printed:
    """Print a sheet with a crowd, once for all tests."""
    rows = {"town": rows_in_town(14), "four hundred": rows_in_town(400), "few": rows_in_town(2, 2500.0)}
    name, _, size = kind.partition(" on ")
    return draw_rows(rows[name], A3 if size == "A3" else A4, country())
