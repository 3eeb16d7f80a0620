"""A square province of two municipalities with a few locations, a toy landscape, and sheets read back from paper."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pdfplumber
from shapely import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.crs import RD_NEW
from geo.figures import Figure
from geo.imprint import Imprint, Source
from geo.maps import style
from geo.maps.allocation import allocation_sheet
from geo.maps.basemap import Basemap, prepare_basemap
from geo.maps.coverage import coverage_sheet
from geo.maps.location import location_sheet
from geo.maps.paper_size import A3, A4, PaperSize
from geo.maps.portfolio import portfolio_sheet
from geo.maps.region import Region, find_region
from geo.maps.sheets import Sheet, write_pdf
from geo.maps.site import Near, Site
from geo.quarters import Quarter

X, Y, SIDE = 150_000.0, 480_000.0, 20_000.0
"""South-west corner and side of the province, in metres of RD New."""
IMPRINT = Imprint(
    title="Provinciaal plan Vierkant",
    province="Vierkant",
    prt="Provinciale Regietafel Vierkant",
    reference_date=date(2020, 9, 1),
    version="0.1",
    status="concept",
    edition="vertrouwelijk",
    fictional=True,
    sources=(
        Source(what="Wegen", credit="verzonnen wegennet", reference_date=date(2020, 8, 31)),
        Source(what="Grenzen", credit="verzonnen grenzen", reference_date=None),
    ),
)
OPEN = replace(IMPRINT, edition="openbaar")
QUARTER = Quarter(2023, 4)
TOTAL = Figure(value=1100, unit="plekken", unknown=1)
MM = 25.4 / 72
"""Millimetres in a point."""
PAGE_MM = (210.0, 297.0)
MARGIN_MM = 10.0


def at(east_m: float, north_m: float) -> tuple[float, float]:
    """Give a place by its metres from the south-west corner of the province."""
    return X + east_m, Y + north_m


def square(west: float, south: float, east: float, north: float) -> Polygon:
    """Give a rectangle by its metres from that corner."""
    return box(X + west, Y + south, X + east, Y + north)


def municipalities() -> gpd.GeoDataFrame:
    """Give two halves of the province, and one municipality of the neighbour."""
    half = SIDE / 2
    rows = {
        "code": ["GM1", "GM2", "GM9"],
        "name": ["Westmaar", "Oostmaar", "Verweg"],
        "province_code": ["PV1", "PV1", "PV9"],
    }
    shapes = [square(0, 0, half, SIDE), square(half, 0, SIDE, SIDE), square(0, SIDE, SIDE, SIDE + 9000)]
    return gpd.GeoDataFrame(rows, geometry=shapes, crs=RD_NEW)


def provinces() -> gpd.GeoDataFrame:
    """Give the province and its neighbour to the north."""
    shapes = [square(0, 0, SIDE, SIDE), square(0, SIDE, SIDE, SIDE + 9000)]
    return gpd.GeoDataFrame({"code": ["PV1", "PV9"], "name": ["Vierkant", "Buurland"]}, geometry=shapes, crs=RD_NEW)


def locations(
    *rows: tuple[str, str, object, object, tuple[float, float] | None], opened: bool = True
) -> gpd.GeoDataFrame:
    """Make current locations of id, name, type now, places and a place in the province."""
    shapes = [None if row[4] is None else Point(at(*row[4])) for row in rows]
    frame = {
        "location_id": [row[0] for row in rows],
        "name": [row[1] for row in rows],
        "current_type": [row[2] for row in rows],
        "capacity": pd.array([row[3] for row in rows], dtype="Int64"),
        "places": pd.array([row[3] for row in rows], dtype="Int64"),
        "municipality": ["Westmaar"] * len(rows),
        "open": opened,
    }
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=RD_NEW)


CURRENT = (
    ("L1", "azc De Linde", "azc", 1100, (4000.0, 14000.0)),
    ("L2", "noodopvang Hal", "noodopvang", 300, (14000.0, 12000.0)),
    ("L3", "pol De Gouw", "pol", pd.NA, (12000.0, 4000.0)),
)


def future(*rows: tuple[str, str, object, object, object, object, str, tuple[float, float]]) -> gpd.GeoDataFrame:
    """Make future locations of id, name, type, decision, places now, places then, main location and place."""
    names = ["location_id", "name", "type", "decision", "places_now", "places", "hub_id"]
    frame = pd.DataFrame([row[:7] for row in rows], columns=names)
    counted = frame.astype({"places_now": "Int64", "places": "Int64"}).assign(municipality="Oostmaar", open=True)
    return gpd.GeoDataFrame(counted, geometry=[Point(at(*row[7])) for row in rows], crs=RD_NEW)


FUTURE = (
    ("L1", "gvl De Linde", "gvl", "omvormen", 1100, 600, "", (4000.0, 14000.0)),
    ("L4", "satelliet Dorp", "satelliet", "nieuw", pd.NA, 120, "L1", (9000.0, 17000.0)),
    ("L5", "rol De Beemd", "regionaal", "voortzetten", 400, 400, "", (15000.0, 15000.0)),
    ("L6", "rol Zoek", "regionaal", "nieuw", pd.NA, pd.NA, "", (15000.0, 8000.0)),
    ("L7", "azc Weg", pd.NA, "beeindigen", 250, 0, "", (5000.0, 5000.0)),
    ("L8", "azc Onbeslist", "gvl", pd.NA, 500, 500, "", (10000.0, 10000.0)),
)

REGIONS = ("Noord", "Midden", "Zuid", "Stil")


def regions() -> gpd.GeoDataFrame:
    """Give four strips of the province, from north to south."""
    strip = SIDE / len(REGIONS)
    shapes = [square(0, SIDE - (at_row + 1) * strip, SIDE, SIDE - at_row * strip) for at_row in range(len(REGIONS))]
    return gpd.GeoDataFrame(
        {"region_id": [name[0] for name in REGIONS], "region_name": REGIONS}, geometry=shapes, crs=RD_NEW
    )


COVERAGE = (
    # region, supply, need, balance, unknown locations, status
    ("N", (600, 600), (900, 1000), (-400, -300), 0, "short"),
    ("M", (800, 950), (900, 1000), (-200, 50), 0, "within"),
    ("Z", (1400, 1400), (1000, 1100), (300, 400), 2, "above"),
)


def coverage(rows: Sequence[tuple[Any, ...]] = COVERAGE, quarters: Sequence[Quarter] = (QUARTER,)) -> pd.DataFrame:
    """Make rows of the table of coverage; nothing is said of the region ``Stil``."""
    listed = [
        {
            "quarter": str(quarter), "region_id": region, "bucket": "regionaal", "status": status,
            "supply_min": supply[0], "supply_max": supply[1], "need_min": need[0], "need_max": need[1],
            "balance_min": balance[0], "balance_max": balance[1], "unknown_locations": unknown,
        }
        for quarter in quarters
        for region, supply, need, balance, unknown, status in rows
    ]  # fmt: skip
    bands = [f"{of}_{end}" for of in ("supply", "need", "balance") for end in ("min", "max")]
    return pd.DataFrame(listed).astype(dict.fromkeys(bands, "Int64"))


def landscape(*rows: tuple[str, str, str, BaseGeometry]) -> gpd.GeoDataFrame:
    """Make a landscape of layer, kind, name and shape."""
    frame = pd.DataFrame([row[:3] for row in rows], columns=["layer", "kind", "name"]).assign(ref="")
    return gpd.GeoDataFrame(frame, geometry=[row[3] for row in rows], crs=RD_NEW)


HOME = (5000.0, 5000.0)
"""Place of the location of the location sheet."""


def near_home(east: float, north: float) -> tuple[float, float]:
    """Give a place by its metres from that location."""
    return at(HOME[0] + east, HOME[1] + north)


def road(*points: tuple[float, float]) -> LineString:
    """Give a line by metres from that location."""
    return LineString([near_home(*point) for point in points])


def patch(west: float, south: float, east: float, north: float) -> Polygon:
    """Give a rectangle by metres from that location."""
    return box(*near_home(west, south), *near_home(east, north))


TOWN = (
    ("farmland", "meadow", "", patch(-3000, -3000, 3000, 3000)),
    ("built", "residential", "", patch(-800, -800, 800, 800)),
    ("water", "lake", "Plas", patch(900, 900, 1900, 1500)),
    ("waterway", "canal", "Plas", road((-2000, 1700), (2500, 1700))),
    ("waterway", "canal", "Vaart", road((-2000, -1700), (2500, -1700))),
    ("road", "residential", "Vaart", road((-1500, 600), (1500, 600))),
    ("road", "residential", "Dorpsstraat", road((-1500, 0), (1500, 0))),
    ("road", "primary", "Provincialeweg", road((-2500, -900), (2500, -900))),
    ("rail", "rail", "", road((-2500, -1100), (2500, -1100))),
    ("building", "house", "", patch(-300, 100, -200, 200)),
    ("place", "village", "Lindedorp", Point(near_home(-600, 300))),
    ("place", "hamlet", "Lindedorp", Point(near_home(-600, 250))),
    ("station", "station", "Lindedorp Halte", Point(near_home(500, -1100))),
)


def town() -> Basemap:
    """Make the base map of a small town around the location."""
    return prepare_basemap(landscape(*TOWN), crs=RD_NEW, extent=patch(-4000, -4000, 4000, 4000))


def facility(
    category: str, rank: int, distance_m: float | None, place: tuple[float, float] | None, *, name: str = "",
    status: str = "ok", border: bool = False,
) -> Near:  # fmt: skip
    """Make a facility by its metres from the location; without a name it is called after its category."""
    spot = None if place is None else near_home(*place)
    called = name or f"{category} {rank}".capitalize()
    return Near(category=category, rank=rank, name=called, distance_m=distance_m, status=status, border=border, xy=spot)


NEAR = (
    facility("supermarket", 1, 420.0, (300.0, 200.0), name="Buurtwinkel"),
    facility("supermarket", 2, 2030.0, (-900.0, -1000.0), name="Verkoop"),
    facility("gp", 1, 800.0, (-500.0, 400.0), name="Huisarts De Wilg"),
    facility("bus_stop", 1, 50.0, (10.0, 0.0), name="Halte Linde"),
)


def site(near: Sequence[Near] = NEAR, **changes: Any) -> Site:
    """Make the location of the location sheet, reached within one and two kilometres."""
    reached = {limit: Point(near_home(0, 0)).buffer(0.6 * limit) for limit in (1000.0, 2000.0)}
    plain = Site(
        location_id="L9", name="azc De Linde", municipality="Westmaar", xy=near_home(0, 0), open=True,
        catchments=reached, near=tuple(near),
    )  # fmt: skip
    return replace(plain, **changes)


def region(basemap: Basemap | None = None, size: PaperSize = A4) -> Region:
    """Give the own province with what lies around it."""
    return replace(find_region(municipalities(), provinces(), ["PV1"], basemap), paper=size)


def draw_portfolio(
    rows: gpd.GeoDataFrame | None = None, *, imprint: Imprint = IMPRINT, total: Figure | None = None,
    basemap: Basemap | None = None, size: PaperSize = A4,
) -> Sheet:  # fmt: skip
    """Draw the sheet of the portfolio."""
    return portfolio_sheet(
        locations(*CURRENT) if rows is None else rows, region(basemap, size),
        imprint=imprint, number="2", total=total or TOTAL,
    )  # fmt: skip


def draw_allocation(rows: gpd.GeoDataFrame | None = None, *, imprint: Imprint = IMPRINT, size: PaperSize = A4) -> Sheet:
    """Draw the sheet of the allocation."""
    return allocation_sheet(
        future(*FUTURE) if rows is None else rows, region(size=size),
        imprint=imprint, number="4a", quarter=QUARTER,
        total=Figure(value=1620, unit="plekken", unknown=1),
    )  # fmt: skip


def draw_coverage(rows: pd.DataFrame | None = None, *, imprint: Imprint = IMPRINT, size: PaperSize = A4) -> Sheet:
    """Draw the sheet of coverage."""
    return coverage_sheet(
        regions(), coverage() if rows is None else rows, region(size=size),
        imprint=imprint, number="4b", bucket="regionaal", quarter=QUARTER,
    )  # fmt: skip


def draw_location(
    of: Site | None = None, *, imprint: Imprint = IMPRINT, basemap: Basemap | None = None, size: PaperSize = A4
) -> Sheet:
    """Draw the sheet of a location."""
    return location_sheet(of or site(), basemap or town(), imprint=imprint, limits={"walk": "5,0 km"}, size=size)


@dataclass
class Printed:
    """A sheet as it comes from the printer, measured in millimetres from the upper left corner."""

    sheet: Sheet

    @cached_property
    def data(self) -> bytes:
        """The PDF."""
        stream = io.BytesIO()
        write_pdf([self.sheet], stream, title="Kaarten")  # type: ignore[arg-type]
        return stream.getvalue()

    @cached_property
    def page(self) -> Any:
        """The one page of it."""
        return pdfplumber.open(io.BytesIO(self.data)).pages[0]

    @cached_property
    def said(self) -> str:
        """All words as they were set, without printing: heading, map, strip, table, ground, legend, remarks, foot."""
        texts = [text for text in self.sheet.figure.axes[0].texts if text.get_gid() == "text"]
        return " ".join(text.get_text() for text in texts)

    @cached_property
    def text(self) -> str:
        """All words in reading order, lines joined."""
        return " ".join(word["text"] for word in self.page.extract_words(use_text_flow=False, keep_blank_chars=False))

    @cached_property
    def words(self) -> list[str]:
        """The words, turned ones included."""
        return self.text.split()

    @cached_property
    def map_box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the line around the map: the largest that is 0,3 mm wide and not filled."""
        rings = [rect for rect in self.page.rects if not rect["fill"] and abs(rect["linewidth"] * MM - 0.3) < 1e-3]
        ring = max(rings, key=lambda rect: rect["width"] * rect["height"])
        return ring["x0"] * MM, ring["top"] * MM, ring["x1"] * MM, ring["bottom"] * MM

    @cached_property
    def map_bottom(self) -> float:
        """Lower edge of the map."""
        return self.map_box[3]

    @cached_property
    def on_map(self) -> Any:
        """The part of the page that the map takes."""
        return self.page.crop([edge / MM for edge in self.map_box])

    @cached_property
    def table_lines(self) -> list[str]:
        """Lines of the table below its headings, as far as it reaches down the page."""
        first, last = (str(self.sheet.info.table.columns[at]) for at in (0, -1))
        words = self.page.extract_words()
        start, end = next(
            (one, other)
            for one in words
            for other in words
            if one["text"] == first and other["text"] == last and abs(one["top"] - other["top"]) < 1
        )
        box = (start["x0"] - 1, start["bottom"] + 1, end["x1"] + 30, self.foot_top / MM)
        return [line for line in self.page.crop(box).extract_text().splitlines() if line]

    @cached_property
    def foot_top(self) -> float:
        """Line above the foot."""
        width = self.sheet.info.size.width_mm - 2 * MARGIN_MM
        return max(line["top"] * MM for line in self.page.lines if abs(line["width"] * MM - width) < 1e-3)

    def words_on_map(self) -> list[str]:
        """Give the words within the map, from top to bottom."""
        window = (MARGIN_MM / MM, 29.0 / MM, (PAGE_MM[0] - MARGIN_MM) / MM, self.map_bottom / MM)
        return [word["text"] for word in self.page.crop(window).extract_words()]

    def lines_of_text(self) -> list[str]:
        """Lines as they stand on the page."""
        return self.page.extract_text().splitlines()

    def inks(self) -> list[tuple[float, float, float, float]]:
        """Boxes of all letters: left, top, right, bottom."""
        return [(c["x0"] * MM, c["top"] * MM, c["x1"] * MM, c["bottom"] * MM) for c in self.page.chars]

    def boxes(self, colour: str | None = None) -> list[tuple[float, float, float, float]]:
        """Boxes of drawn shapes, of one fill or of all: left, top, right, bottom."""
        shapes = [*self.page.rects, *self.page.curves, *self.page.lines]
        wanted = [shape for shape in shapes if colour is None or fill_of(shape) == colour]
        return [(s["x0"] * MM, s["top"] * MM, s["x1"] * MM, s["bottom"] * MM) for s in wanted]


def fill_of(shape: dict[str, Any]) -> str:
    """Give the fill of a shape on a page as ``#rrggbb``, ``hatch`` for a pattern; empty for none."""
    return _hex(shape["non_stroking_color"]) if shape["fill"] else ""


def stroke_of(shape: dict[str, Any]) -> str:
    """Give the colour of the line of a shape on a page; empty for none."""
    return _hex(shape["stroking_color"]) if shape["stroke"] else ""


def _hex(colour: Any) -> str:
    if colour is None:
        return ""
    parts = tuple(colour) if isinstance(colour, tuple | list) else (colour,)
    if any(isinstance(part, str) for part in parts):
        return "hatch"
    return "#" + "".join(f"{round(255 * part):02x}" for part in (parts * 3 if len(parts) == 1 else parts))


SHEETS = ("portfolio", "allocation", "coverage", "location")
LYING = tuple(f"{kind} A3" for kind in SHEETS)
"""The same kinds of sheets on the larger paper."""
DRAW: dict[str, Callable[..., Sheet]] = {
    "portfolio": draw_portfolio,
    "allocation": draw_allocation,
    "coverage": draw_coverage,
    "location": draw_location,
}


@cache
def printed(kind: str) -> Printed:
    """Print one of the four kinds of sheets as it stands in this file, once for all tests; ``portfolio A3`` lies."""
    return Printed(DRAW[kind.removesuffix(" A3")](size=A3 if kind.endswith(" A3") else A4))


@cache
def crowd() -> Printed:
    """Print a portfolio of sixty locations of every type that stand on one another, ``opvang 00`` to ``opvang 59``."""
    kinds = (*style.CURRENT_TYPES, "kwv", pd.NA)
    spots = np.random.default_rng(3).uniform((6000, 6000), (14_000, 14_000), (60, 2))
    rows = [
        (f"L{at:02d}", f"opvang {at:02d}", kinds[at % len(kinds)], pd.NA if at % 9 == 0 else at * 37 % 900, (x, y))
        for at, (x, y) in enumerate(spots.tolist())
    ]
    return Printed(draw_portfolio(locations(*rows)))
