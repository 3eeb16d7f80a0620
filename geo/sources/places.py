"""Where a row lies: coordinates, a shape, or an address looked up offline."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84, read_crs, to_crs
from geo.errors import Fault, Note
from geo.sources.addresses import find_address, find_bag
from geo.sources.coordinates import in_rd, is_rd, whole_metres
from geo.sources.read_tables import ReadTable

_MOST_DEGREES = (180.0, 90.0)
_SUGGESTIONS = 3
_PLACE_COLUMNS = ("x", "y", "lon", "lat", "postcode", "house_number", "bag_id")
_COORDINATES = ("x", "y", "lon", "lat")
_GEOMETRY = "geometry"
_EXACT = {"degrees", "outside_rd"}
"""Faults that show coordinates as they are; others round them to metres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Geography:
    """What a place is tested against."""

    crs: CRS
    """Metric reference system of the plan."""
    province: BaseGeometry | None
    """Area of the province in that system; None where no boundaries are given."""
    addresses: Callable[[], pd.DataFrame | None]
    """Gives the known addresses when a row needs one; None where they cannot be read."""
    bag: Callable[[frozenset[str]], pd.DataFrame | None] | None = None
    """Gives what carries one of some BAG ids, None where that cannot be read; without it, the addresses are asked."""
    searchable: bool = True
    """Whether there is a source of addresses at all; without one a row that has an address alone is a fault."""
    near: bool = False
    """Whether a place in degrees outside the box of RD is a fault where no province is given, as it is in metres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The places of a table."""

    geometry: gpd.GeoSeries
    """Point or polygon of each row in the metric system; missing where it could not be found."""
    faults: tuple[Fault, ...]
    """What is wrong."""
    notes: tuple[Note, ...]
    """What was mended and must be said."""


@dataclass(frozen=True, slots=True)
class _Spot:
    shape: BaseGeometry | None
    crs: CRS
    column: str
    faults: tuple[Fault, ...] = ()


def place_rows(read: ReadTable, geography: Geography) -> Placed:
    """Find the place of every row of a table.

    The first of these that a row has counts: its own shape, ``x`` and ``y``, ``lon`` and ``lat``, a BAG id that is
    found, a postcode with a house number. Shapes that cross themselves are mended, and said.

    Parameters
    ----------
    read
        The table.
    geography
        Reference system, province and addresses.
    """
    spots = _Finder(read, geography).spots()
    notes: list[Note] = []
    shapes: list[BaseGeometry | None] = []
    for row, spot in enumerate(spots):
        shape = spot.shape
        if shape is not None and not shape.is_valid:
            shape = shapely.make_valid(shape, method="structure")
            notes.append(read.note(row, spot.column, "mended_shape"))
        shapes.append(shape)
    metric = _metric(shapes, [spot.crs for spot in spots], geography.crs)
    geometry = gpd.GeoSeries(metric, crs=geography.crs, index=read.frame.index)
    faults = [fault for spot in spots for fault in spot.faults]
    faults += _placeless(read) + _outside(read, spots, metric, geography)
    return Placed(geometry=geometry, faults=tuple(faults), notes=tuple(notes))


def _metric(shapes: list[BaseGeometry | None], systems: list[CRS], crs: CRS) -> list[BaseGeometry | None]:
    """Bring shapes of several systems into one."""
    metric: list[BaseGeometry | None] = [None] * len(shapes)
    for system in dict.fromkeys(systems):
        rows = [row for row, own in enumerate(systems) if own == system and shapes[row] is not None]
        moved = to_crs(gpd.GeoSeries([shapes[row] for row in rows], crs=system), crs)
        for row, shape in zip(rows, moved, strict=True):
            metric[row] = shape
    return metric


def _placeless(read: ReadTable) -> list[Fault]:
    """Tell once that a table has no column at all that says where its rows lie."""
    if read.shapes or not read.headings or any(read.has(name) for name in _PLACE_COLUMNS) or _is_misspelt(read):
        return []
    return [Fault(read.spec.shown, read.header_row, "", "no_place_columns")]


def _is_misspelt(read: ReadTable) -> bool:
    return bool(read.misspelt & set(_PLACE_COLUMNS))


class _Finder:
    """Finds the rows of one table."""

    def __init__(self, read: ReadTable, geography: Geography) -> None:
        self._read, self._geography = read, geography
        self._columns = {name: read.frame[name].tolist() for name in _PLACE_COLUMNS}
        self._own = read_crs(read.spec.crs) if read.spec.crs else geography.crs
        self._can_say = any(read.has(name) for name in _PLACE_COLUMNS) or bool(read.shapes)
        self._bag = self._bag_objects()

    def spots(self) -> list[_Spot]:
        return [self._spot(row) for row in range(len(self._read.frame))]

    def _spot(self, row: int) -> _Spot:
        read, crs = self._read, self._geography.crs
        shape = read.shapes[row] if read.shapes else None
        if shape is not None:
            known = read.crs
            return _Spot(None, crs, _GEOMETRY) if known is None else self._checked(row, shape, known, _GEOMETRY)
        for first, second, system in (("x", "y", self._own), ("lon", "lat", WGS84)):
            if self._has(row, first) and self._has(row, second):
                return self._checked(row, self._written(row, (first, second), system), system, first)
        if (found := self._by_bag(row)) is not None:
            return found
        if self._has(row, "postcode"):
            return self._by_address(row)
        return _Spot(None, crs, "", self._nowhere(row))

    def _written(self, row: int, axes: tuple[str, str], system: CRS) -> shapely.Point:
        """Give the point of two columns; of metres the thousands may be parted."""
        first, second = ((float(self._columns[name][row]), self._read.grouped.get((row, name))) for name in axes)
        pair = (first[0], second[0])
        return shapely.Point(whole_metres(pair, (first[1], second[1])) if is_rd(system) else pair)

    def _has(self, row: int, column: str) -> bool:
        return not pd.isna(self._columns[column][row])

    def _checked(self, row: int, shape: BaseGeometry, crs: CRS, column: str) -> _Spot:
        """Refuse what cannot be in its system: degrees for metres or the other way, swapped axes, outside its box."""
        code = _axes(shape, crs)
        spot = _Spot(shape, crs, column)
        if not code:
            return spot
        return _Spot(None, crs, column, (self._read.fault(row, column, code, **_as_written(spot, code)),))

    def _nowhere(self, row: int) -> tuple[Fault, ...]:
        """Say that nothing tells where a row lies, unless a cell that should is faulty or its heading misspelt."""
        if not self._can_say or self._read.is_faulty(row, *_COORDINATES) or _is_misspelt(self._read):
            return ()
        if self._has(row, "bag_id"):
            return self._bag_fault(row)
        return (Fault(self._read.spec.shown, self._read.row_numbers[row], "", "no_place"),)

    def _bag_fault(self, row: int) -> tuple[Fault, ...]:
        """Say that a BAG id has no place, or several; nothing where the source of ids could not be read."""
        value = str(self._columns["bag_id"][row])
        if self._bag is None:
            return self._unsearched(row, "bag_id", value)
        count = len(find_bag(self._bag, value))
        code = "bag_many" if count else "bag_none"
        return (self._read.fault(row, "bag_id", code, value=value, count=str(count)),)

    def _unsearched(self, row: int, column: str, value: str) -> tuple[Fault, ...]:
        """Say that nothing was searched; a source that could not be read has its fault already."""
        if self._geography.searchable:
            return ()
        return (self._read.fault(row, column, "address_unsearched", value=value),)

    def _bag_objects(self) -> pd.DataFrame | None:
        rows = range(len(self._read.frame))
        ids = frozenset(str(self._columns["bag_id"][row]) for row in rows if self._needs_bag(row))
        if not ids:
            return None
        ask = self._geography.bag
        return self._geography.addresses() if ask is None else ask(ids)

    def _needs_bag(self, row: int) -> bool:
        drawn = bool(self._read.shapes) and self._read.shapes[row] is not None
        pairs = (("x", "y"), ("lon", "lat"))
        placed = drawn or any(self._has(row, first) and self._has(row, second) for first, second in pairs)
        return not placed and self._has(row, "bag_id")

    def _by_bag(self, row: int) -> _Spot | None:
        if self._bag is None or not self._has(row, "bag_id"):
            return None
        hits = find_bag(self._bag, str(self._columns["bag_id"][row]))
        return _point(hits, "bag_id") if len(hits) == 1 else None

    def _by_address(self, row: int) -> _Spot:
        known = self._geography.addresses()
        postcode = str(self._columns["postcode"][row])
        number = str(self._columns["house_number"][row]) if self._has(row, "house_number") else ""
        if known is None:
            return _Spot(None, WGS84, "postcode", self._unsearched(row, "postcode", f"{postcode} {number}".strip()))
        answer = find_address(known, postcode, number)
        hits = answer.hits
        if len(hits) == 1:
            return _point(hits, "postcode")
        shown = [f"{hit.street} {hit.house_number}, {hit.city}" for hit in hits.itertuples()]
        said = {
            "address": f"{postcode} {number}".strip(),
            "count": str(len(hits)),
            "options": "; ".join((shown or list(answer.suggestions))[:_SUGGESTIONS]) or "–",
        }
        code = "address_many" if len(hits) else "address_none"
        return _Spot(None, WGS84, "postcode", (self._read.fault(row, "postcode", code, **said),))


def _point(hits: pd.DataFrame, column: str) -> _Spot:
    return _Spot(shapely.Point(hits.iloc[0]["lon"], hits.iloc[0]["lat"]), WGS84, column)


def _as_written(spot: _Spot, code: str) -> dict[str, str]:
    """Give the coordinates of a place and their system, for the sentence of a fault."""
    west, south, *_ = (0.0, 0.0) if spot.shape is None else spot.shape.bounds
    form = ".9g" if code in _EXACT else ".0f"
    return {"x": f"{west:{form}}", "y": f"{south:{form}}", "crs": _name(spot.crs)}


def _axes(shape: BaseGeometry, crs: CRS) -> str:
    """Tell what is wrong with coordinates in their system: a fault code, empty where nothing is."""
    bounds = np.array(shape.bounds)
    small = bool((np.abs(bounds) <= np.array(_MOST_DEGREES * 2)).all())
    if crs.is_geographic:
        return "" if bool((np.abs(bounds) <= _MOST_DEGREES[0]).all()) else "metres"
    if small:
        return "degrees"
    x, y = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    if not is_rd(crs) or in_rd(x, y):
        return ""
    return "swapped" if in_rd(y, x) else "outside_rd"


@cache
def _name(crs: CRS) -> str:
    authority = crs.to_authority()
    return ":".join(authority) if authority else str(crs.name)


def _outside(
    read: ReadTable, spots: list[_Spot], metric: list[BaseGeometry | None], geography: Geography
) -> list[Fault]:
    if not _knows_area(geography):
        return []
    faults: list[Fault] = []
    for row, (spot, shape) in enumerate(zip(spots, metric, strict=True)):
        if shape is None:
            continue
        point = shape.representative_point()
        if _is_inside(point, geography):
            continue
        at = f"{point.x:.0f}, {point.y:.0f}"
        if _swapped_degrees(spot, geography):
            faults.append(read.fault(row, spot.column, "swapped_degrees", at=at))
        elif geography.province is not None:
            faults.append(read.fault(row, spot.column, "outside_province", at=at))
        elif geography.near:
            faults.append(read.fault(row, spot.column, "outside_rd", **_as_written(spot, "outside_rd")))
    return faults


def _knows_area(geography: Geography) -> bool:
    """Tell whether there is an area to be in: the province, else the box of RD."""
    return geography.province is not None or is_rd(geography.crs)


def _is_inside(point: shapely.Point, geography: Geography) -> bool:
    if not point.is_valid:
        return False
    return in_rd(point.x, point.y) if geography.province is None else bool(geography.province.covers(point))


def _swapped_degrees(spot: _Spot, geography: Geography) -> bool:
    """Tell whether a place in degrees would lie where it should with its axes the other way round."""
    if spot.shape is None or not spot.crs.is_geographic:
        return False
    middle = spot.shape.representative_point()
    turned = gpd.GeoSeries([shapely.Point(middle.y, middle.x)], crs=spot.crs)
    return _is_inside(to_crs(turned, geography.crs).iloc[0], geography)
