"""The sheets of flexible forms, reserve, years and candidates of the toy province, printed once for all tests."""

from functools import cache

import geopandas as gpd
import pandas as pd
from shapely import Point

from geo.crs import RD_NEW
from geo.figures import Figure
from geo.imprint import Imprint
from geo.maps.candidate_verdicts import candidates_sheet
from geo.maps.flexible import flexible_sheet
from geo.maps.reserve import reserve_sheet
from geo.maps.size_scale import SizeScale
from geo.maps.year_end import Series, YearTotals, year_sheet
from geo.quarters import Quarter
from tests.maps.builders import IMPRINT, Printed, at, region

NA = pd.NA
Spot = tuple[float, float] | None


def _frame(columns: list[str], rows: list[tuple[object, ...]], spots: list[Spot], *, opened: bool) -> gpd.GeoDataFrame:
    shapes = [None if spot is None else Point(at(*spot)) for spot in spots]
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns).assign(open=opened), geometry=shapes, crs=RD_NEW)


FLEXIBLE = (
    ("F1", "Vaartzicht", "uitwisselbaar", ("studenten", "spoedzoekers"), 120, 300, 90, (4000.0, 14000.0)),
    ("F2", "De Hoek", "gelijktijdig", ("studenten",), 40, 120, 1, (14000.0, 12000.0)),
    ("F3", "Nul", "volgtijdelijk", (), 0, 100, NA, (12000.0, 4000.0)),
    ("F4", "Eigen vorm", "seizoensopvang", NA, NA, 80, 14, (5000.0, 5000.0)),
    ("F5", "Raadsel", NA, NA, 20, NA, NA, (8000.0, 9000.0)),
)


def flexible(rows: tuple[tuple[object, ...], ...] = FLEXIBLE, *, opened: bool = True) -> gpd.GeoDataFrame:
    """Make flexible locations of id, name, form, target groups, least and most places, switching days and place."""
    columns = ["location_id", "name", "flexible_form", "target_groups", "places_min", "places_max", "switch_days"]
    made = _frame(columns, [row[:7] for row in rows], [row[7] for row in rows], opened=opened)  # type: ignore[misc]
    return made.astype(dict.fromkeys(columns[4:], "Int64"))


def draw_flexible(rows: gpd.GeoDataFrame | None = None, *, imprint: Imprint = IMPRINT) -> Printed:
    """Print the sheet of flexible forms."""
    frame = flexible() if rows is None else rows
    return Printed(
        flexible_sheet(
            frame, region(), imprint=imprint, number="5",
            least=Figure(value=180, unit="plekken", unknown=1), most=Figure(value=600, unit="plekken", unknown=1),
        )
    )  # fmt: skip


RESERVE = (
    (1, NA, "uitbreiding Noord", 100, "te maken", 240, None),
    (2, "L1", "azc De Linde", 200, "beschikbaar", 14, (4000.0, 14000.0)),
    (2, "L2", "azc De Beemd", 80, "te maken", 30, (14000.0, 12000.0)),
    (3, "L1", "azc De Linde, paviljoen", 50, NA, NA, (4000.0, 14000.0)),
    (4, "L3", "hal", NA, "te maken", NA, (12000.0, 4000.0)),
    (5, NA, "sporthallen", 150, "te maken", 3, None),
)


def reserve(rows: tuple[tuple[object, ...], ...] = RESERVE, *, opened: bool = True) -> gpd.GeoDataFrame:
    """Make rows of reserve of rung, location, name, places, state, days and place."""
    columns = ["rung", "location_id", "name", "places", "available", "days"]
    made = _frame(columns, [row[:6] for row in rows], [row[6] for row in rows], opened=opened)  # type: ignore[misc]
    return made.astype({"rung": "Int64", "places": "Int64", "days": "Int64"}).assign(agreement_needed=True)


def draw_reserve(rows: gpd.GeoDataFrame | None = None, *, imprint: Imprint = IMPRINT) -> Printed:
    """Print the sheet of reserve."""
    return Printed(
        reserve_sheet(
            reserve() if rows is None else rows, region(), imprint=imprint, number="6",
            total=Figure(value=580, unit="reserveplekken", unknown=1),
            states={
                "beschikbaar": Figure(value=200), "te maken": Figure(value=330, unknown=1), "": Figure(value=50),
            },
        )
    )  # fmt: skip


YEAR = (
    ("A", "azc De Linde", "gvl", 1100, NA, "", (), (4000.0, 14000.0)),
    ("B", "pol De Gouw", "regionaal", 120, NA, "open", (("open", "2021-Q4"),), (14000.0, 12000.0)),
    ("C", "sat Dorp", "satelliet", 300, NA, "shrink", (("grow", "2021-Q1"), ("shrink", "2021-Q3")), (12000.0, 4000.0)),
    ("D", "azc Weg", "", 0, 240, "end", (("end", "2021-Q2"),), (5000.0, 5000.0)),
    ("E", "rol Raadsel", "regionaal", NA, NA, "unknown", (), (15000.0, 15000.0)),
    ("F", "gvl Om", "gvl", 400, NA, "convert", (("convert", "2021-Q3"),), (9000.0, 9000.0)),
)
QUARTER = Quarter(2021, 4)
TOTALS = YearTotals(
    total=Figure(value=1920, unit="plekken", unknown=1),
    certain=Figure(value=1800, unit="plekken", unknown=1),
    types={
        "gvl": Figure(value=1500, unit="plekken"),
        "satelliet": Figure(value=300, unit="plekken"),
        "regionaal": Figure(value=120, unit="plekken", unknown=1),
        "": Figure(value=0, unit="plekken"),
    },
)
SERIES = Series(scale=SizeScale(most=1100, crowd=9), numbers="7a t/m 7d")


def year(rows: tuple[tuple[object, ...], ...] = YEAR, *, opened: bool = True) -> gpd.GeoDataFrame:
    """Make locations at the end of a year: id, name, type, places, places before, event, changes and place."""
    columns = ["location_id", "name", "type", "places", "places_before", "event", "changes"]
    made = _frame(columns, [row[:7] for row in rows], [row[7] for row in rows], opened=opened)  # type: ignore[misc]
    return made.astype({"places": "Int64", "places_before": "Int64"}).assign(municipality="Westmaar")


def draw_year(
    rows: gpd.GeoDataFrame | None = None, *, imprint: Imprint = IMPRINT, quarter: Quarter = QUARTER,
    series: Series = SERIES,
) -> Printed:  # fmt: skip
    """Print the sheet of the end of a year."""
    return Printed(
        year_sheet(
            year() if rows is None else rows, region(), imprint=imprint, number="7b", quarter=quarter,
            totals=TOTALS, series=series,
        )
    )  # fmt: skip


CANDIDATES = (
    ("K2", "Kazerne", 700, "yes", 1, 1, 3, (4000.0, 14000.0)),
    ("K1", "Veiling", 350, "yes", 2, 1, 4, (14000.0, 12000.0)),
    ("K4", "Veerhaven", 50, "untestable", 3, 2, 4, (12000.0, 4000.0)),
    ("K3", "Camping", NA, "no", NA, NA, NA, (5000.0, 5000.0)),
)


def candidates(rows: tuple[tuple[object, ...], ...] = CANDIDATES, *, opened: bool = True) -> gpd.GeoDataFrame:
    """Make candidates of id, name, places, verdict, rank, best and worst rank, and place."""
    columns = ["candidate_id", "name", "places", "eligible", "rank", "rank_low", "rank_high"]
    made = _frame(columns, [row[:7] for row in rows], [row[7] for row in rows], opened=opened)  # type: ignore[misc]
    return made.astype(dict.fromkeys(("places", *columns[4:]), "Int64")).assign(municipality="Oostmaar")


def existing(*, opened: bool = True) -> gpd.GeoDataFrame:
    """Make two locations that there are."""
    rows: list[tuple[object, ...]] = [("L1", "azc De Linde"), ("L2", "azc De Beemd")]
    return _frame(["location_id", "name"], rows, [(9000.0, 9000.0), (16000.0, 5000.0)], opened=opened)


def draw_candidates(
    rows: gpd.GeoDataFrame | None = None, places: gpd.GeoDataFrame | None = None, *, imprint: Imprint = IMPRINT
) -> Printed:
    """Print the sheet of candidates."""
    return Printed(
        candidates_sheet(
            candidates() if rows is None else rows, existing() if places is None else places, region(),
            imprint=imprint, number="4d",
        )
    )  # fmt: skip


@cache
def printed(kind: str) -> Printed:
    """Print one of the four as it stands in this file, once for all tests."""
    draw = {"flexible": draw_flexible, "reserve": draw_reserve, "year": draw_year, "candidates": draw_candidates}
    return draw[kind]()
