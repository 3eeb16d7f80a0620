"""The made-up province of `page_example` over five quarters, with the ways behind some of its distances.

Gouwzee has one big location that gets another type, one that ends, one that opens, grows and then is unknown. All
numbers that the page must tell are worked out by hand beside the rows.
"""

import dataclasses

import geopandas as gpd
import pandas as pd
from shapely import LineString, Point, box

from geo.crs import WGS84
from geo.imprint import EditionName
from geo.maps.interactive import AreaTotal, PageContent, PageLayer, PageQuarter
from geo.quarters import Quarter
from geo.tables.columns import Column
from geo.tables.coverage import COVERAGE
from tests.maps.page_example import SITES, content

QUARTERS = ("2020-Q3", "2020-Q4", "2021-Q1", "2021-Q2", "2021-Q3")
STANDING = (
    # quarter, location, type, places, event; places on the last day
    ("2020-Q3", "G1", None, 650, ""),
    ("2020-Q3", "G2", None, 240, ""),
    ("2020-Q4", "G1", None, 650, ""),
    ("2020-Q4", "G2", None, 0, "end"),
    ("2021-Q1", "G1", "gvl", 600, "convert"),
    ("2021-Q1", "G3", "regionaal", 300, "open"),
    ("2021-Q2", "G1", "gvl", 600, ""),
    ("2021-Q2", "G3", "regionaal", 420, "grow"),
    ("2021-Q3", "G1", "gvl", 600, ""),
    ("2021-Q3", "G3", "regionaal", None, "unknown"),
)
TOTALS = (
    # places, unknown, need from, need to, verdict: 650 + 240; 650; 600 + 300; 600 + 420; 600 and who knows
    (890, 0, None, None, "untestable"),
    (650, 0, 600, 700, "within"),
    (900, 0, 950, 1000, "short"),
    (1020, 0, 900, 1000, "above"),
    (600, 1, 900, 1000, "untestable"),
)
STATUSES = {
    "Noord": ("untestable", "within", "short", "above", "untestable"),
    "Oost": ("untestable", "short", "short", "within", "within"),
}
"""What comes of each region in each quarter."""
ROUTES = (
    # origin, mode, category, longitude and latitude: the place, its foot, the streets, the foot of the facility, the facility
    ("G1", "walk", "gp", ((5.10, 52.44), (5.1002, 52.4402), (5.1030, 52.4440), (5.1049, 52.4451), (5.105, 52.445))),
    ("G1", "bike", "gp", ((5.10, 52.44), (5.1002, 52.4402), (5.1049, 52.4451), (5.105, 52.445))),
    ("G1", "car", "gp", ((5.10, 52.44), (5.1002, 52.4402), (5.1200, 52.4350), (5.1299, 52.4301), (5.13, 52.43))),
    ("G2", "walk", "gp", ((5.16, 52.46), (5.1590, 52.4590), (5.1049, 52.4451), (5.105, 52.445))),
    ("GK1", "walk", "gp", ((5.18, 52.42), (5.1790, 52.4210), (5.1049, 52.4451), (5.105, 52.445))),
)


def transition() -> PageLayer:
    """The locations by quarter."""
    spots = {str(row[0]): Point(float(str(row[3])), float(str(row[4]))) for row in SITES}
    frame = pd.DataFrame(STANDING, columns=["quarter", "location_id", "type", "capacity", "event"])
    return PageLayer(
        name="Locaties per kwartaal",
        chapter=7,
        kind="transition",
        frame=gpd.GeoDataFrame(
            frame.astype({"capacity": "Int64"}), geometry=list(frame["location_id"].map(spots)), crs=WGS84
        ),
        key="location_id",
        shown=False,
    )


def coverage() -> PageLayer:
    """Two regions by quarter."""
    shapes = {"Noord": box(5.11, 52.445, 5.15, 52.455), "Oost": box(5.13, 52.42, 5.17, 52.435)}
    rows = [
        (name, quarter, status)
        for name, all_ in STATUSES.items()
        for quarter, status in zip(QUARTERS, all_, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["name", "quarter", "status"])
    return PageLayer(
        name="Dekking per kwartaal",
        chapter=4,
        kind="coverage",
        frame=gpd.GeoDataFrame(frame, geometry=list(frame["name"].map(shapes)), crs=WGS84),
        key="name",
        columns=(Column(name="name", heading="regio"), COVERAGE.column("quarter"), COVERAGE.column("status")),
        shown=False,
    )


def routes() -> gpd.GeoDataFrame:
    """The ways, in the reference system of a plan."""
    frame = pd.DataFrame([row[:3] for row in ROUTES], columns=["origin_id", "mode", "category"])
    lines = [LineString(row[3]) for row in ROUTES]
    return gpd.GeoDataFrame(frame, geometry=lines, crs=WGS84).to_crs("EPSG:28992")


def timed_content(edition: EditionName = "vertrouwelijk", *, opened: bool = False) -> PageContent:
    """A whole page with quarters and routes."""
    page = content(edition, opened=opened)
    return dataclasses.replace(
        page,
        layers=(*page.layers, coverage(), transition()),
        quarters=tuple(
            PageQuarter(
                quarter=Quarter.parse(quarter),
                totals=(
                    AreaTotal(area="", places=places, unknown=unknown, need_min=least, need_max=most, status=status),
                ),
            )
            for quarter, (places, unknown, least, most, status) in zip(QUARTERS, TOTALS, strict=True)
        ),
        routes=routes(),
    )
