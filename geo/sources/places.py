"""Where a row lies: coordinates, a shape, or an address looked up offline."""

from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.crs import RD_BOX, RD_NEW, WGS84, read_crs, to_crs
from geo.errors import Fault
from geo.sources.addresses import find_address
from geo.sources.read_tables import ReadTable

_MOST_DEGREES = 180.0
_SUGGESTIONS = 3
_ADDRESS_CODES = {False: "address_none", True: "address_many"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Geography:
    """What a place is tested against."""

    crs: CRS
    """Metric reference system of the plan."""
    province: BaseGeometry | None
    """Area of the province in that system; None where no boundaries are given."""
    addresses: Callable[[], pd.DataFrame]
    """Gives the known addresses when a row needs one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The places of a table."""

    geometry: gpd.GeoSeries
    """Point or polygon of each row in the metric system; missing where it could not be found."""
    faults: tuple[Fault, ...]
    """What is wrong."""
    notes: tuple[Fault, ...]
    """What was mended and must be said."""


@dataclass(frozen=True, slots=True)
class _Spot:
    shape: BaseGeometry | None
    crs: CRS
    column: str
    fault: Fault | None = None


def place_rows(read: ReadTable, geography: Geography) -> Placed:
    """Find the place of every row of a table.

    The first of these that a row has counts: its own shape, ``x`` and ``y``, ``lon`` and ``lat``, a postcode with a
    house number. Shapes that cross themselves are mended, and said.

    Parameters
    ----------
    read
        The table.
    geography
        Reference system, province and addresses.
    """
    shapes: list[BaseGeometry | None] = []
    faults: list[Fault] = []
    notes: list[Fault] = []
    for row in range(len(read.frame)):
        spot = _spot(read, row, geography)
        if spot.fault is not None:
            faults.append(spot.fault)
        shape = spot.shape
        if shape is not None and not shape.is_valid:
            shape = shapely.make_valid(shape, method="structure")
            notes.append(read.fault(row, spot.column, "mended_shape"))
        metric = None if shape is None else to_crs(gpd.GeoSeries([shape], crs=spot.crs), geography.crs).iloc[0]
        outside = _outside(read, row, spot, metric, geography)
        faults.extend(outside)
        shapes.append(metric)
    geometry = gpd.GeoSeries(shapes, crs=geography.crs, index=read.frame.index)
    return Placed(geometry=geometry, faults=tuple(faults), notes=tuple(notes))


def _spot(read: ReadTable, row: int, geography: Geography) -> _Spot:
    values = read.frame.iloc[row]
    if read.shapes and read.shapes[row] is not None:
        return _Spot(read.shapes[row], read.crs or WGS84, "geometry")
    if pd.notna(values["x"]) and pd.notna(values["y"]):
        return _metric_spot(read, row, float(values["x"]), float(values["y"]), geography)
    if pd.notna(values["lon"]) and pd.notna(values["lat"]):
        return _Spot(shapely.Point(values["lon"], values["lat"]), WGS84, "lon")
    if pd.notna(values["postcode"]):
        return _address_spot(read, row, geography)
    if _has_faulty_place(read, row):
        return _Spot(None, geography.crs, "")
    return _Spot(None, geography.crs, "", Fault(read.spec.shown, read.row_numbers[row], "", "no_place"))


def _has_faulty_place(read: ReadTable, row: int) -> bool:
    """Tell whether a cell that says where the row lies is faulty already."""
    names = {read.headings.get(name, name) for name in ("x", "y", "lon", "lat", "bag_id")}
    return any(fault.row == read.row_numbers[row] and fault.column in names for fault in read.faults)


def _metric_spot(read: ReadTable, row: int, x: float, y: float, geography: Geography) -> _Spot:
    crs = read_crs(read.spec.crs) if read.spec.crs else geography.crs
    spot = _Spot(shapely.Point(x, y), crs, "x")
    if crs.is_geographic:
        return spot
    if abs(x) <= _MOST_DEGREES and abs(y) <= _MOST_DEGREES:
        fault = read.fault(row, "x", "degrees", x=f"{x:g}", y=f"{y:g}", crs=crs.to_string())
        return _Spot(None, crs, "x", fault)
    if crs == RD_NEW and _in_rd(y, x) and not _in_rd(x, y):
        return _Spot(None, crs, "x", read.fault(row, "x", "swapped", x=f"{x:.0f}", y=f"{y:.0f}"))
    return spot


def _in_rd(x: float, y: float) -> bool:
    west, south, east, north = RD_BOX
    return west <= x <= east and south <= y <= north


def _address_spot(read: ReadTable, row: int, geography: Geography) -> _Spot:
    values = read.frame.iloc[row]
    postcode = str(values["postcode"])
    number = str(values["house_number"]) if pd.notna(values["house_number"]) else ""
    answer = find_address(geography.addresses(), postcode, number)
    hits = answer.hits
    if len(hits) == 1:
        return _Spot(shapely.Point(hits.iloc[0]["lon"], hits.iloc[0]["lat"]), WGS84, "postcode")
    shown = [f"{hit.street} {hit.house_number}, {hit.city}" for hit in hits.itertuples()] or list(answer.suggestions)
    said = {
        "address": f"{postcode} {number}".strip(),
        "count": str(len(hits)),
        "options": "; ".join(shown[:_SUGGESTIONS]) or "–",
    }
    return _Spot(None, WGS84, "postcode", read.fault(row, "postcode", _ADDRESS_CODES[len(hits) > 0], **said))


def _outside(
    read: ReadTable, row: int, spot: _Spot, metric: BaseGeometry | None, geography: Geography
) -> tuple[Fault, ...]:
    if metric is None or geography.province is None:
        return ()
    point = metric.representative_point()
    if not (shapely.is_valid(point) and geography.province.covers(point)):
        at = f"{point.x:.0f}, {point.y:.0f}"
        code = "swapped_degrees" if _swapped_degrees(spot, geography) else "outside_province"
        return (read.fault(row, spot.column, code, at=at),)
    return ()


def _swapped_degrees(spot: _Spot, geography: Geography) -> bool:
    """Tell whether a point in degrees would lie in the province with its axes the other way round."""
    if not (isinstance(spot.shape, shapely.Point) and spot.crs == WGS84 and geography.province is not None):
        return False
    turned = gpd.GeoSeries([shapely.Point(spot.shape.y, spot.shape.x)], crs=WGS84)
    point = to_crs(turned, geography.crs).iloc[0]
    return bool(point.is_valid and geography.province.covers(point))
