"""Which objects of one category are one facility.

OpenStreetMap draws one facility as several objects: a node inside the outline
of the same school, a stop with a node on either side of the road, three general
practitioners at one door.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from geo.crs import metric_crs, project
from geo.tables.facility_categories import CATEGORIES, Merge

Pairs = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An object of a category."""

    facility_id: str
    """``n``, ``w`` or ``r`` and the number of the object."""
    category: str
    """Id of the category."""
    name: str
    """Name, empty where there is none."""
    geometry: BaseGeometry
    """Where it is entered, degrees on WGS84: point, points or the area itself."""
    outline: BaseGeometry | None = None
    """The area, where the object is one."""


def merge_facilities(found: Iterable[Found]) -> list[Found]:
    """Make one row of every real facility.

    A point inside an area of its category goes, as does an area inside another of
    the same name, and a school of unknown level that is the outline of, or lies in, one
    whose level is known. Then what lies close together is merged by the category's rule.
    A merged facility has the id of its first object (nodes before ways before
    relations, then by number), the first name, and the places of all.

    Returns
    -------
    facilities
        Sorted by category and id (as text).
    """
    rules = {category.id: category.merge for category in CATEGORIES}
    rows = sorted(_drop_vaguer(list(found)), key=lambda row: (row.category, _rank(row)))
    merged: list[Found] = []
    for category, group in groupby(rows, key=lambda row: row.category):
        merged += _merge(_drop_inside(list(group)), rules[category])
    return sorted(merged, key=lambda row: (row.category, row.facility_id))


def _rank(row: Found) -> tuple[int, int]:
    return "nwr".index(row.facility_id[0]), int(row.facility_id[1:])


def _drop_vaguer(rows: list[Found]) -> list[Found]:
    """Drop what is in a category for the rest, but is drawn over a facility that is known better."""
    gone: set[tuple[str, str]] = set()
    for category in CATEGORIES:
        known = [row for row in rows if row.category in category.otherwise_of]
        vague = [row for row in rows if row.category == category.id]
        if not (known and vague):
            continue
        tree = STRtree([row.outline or row.geometry for row in known])
        pairs = tree.query([row.outline or row.geometry for row in vague], predicate="intersects")
        for v, k in pairs.T.tolist():
            if vague[v].name in {"", known[k].name} or not known[k].name:
                gone.add((category.id, vague[v].facility_id))
    return [row for row in rows if (row.category, row.facility_id) not in gone]


def _drop_inside(rows: list[Found]) -> list[Found]:
    areas = [row for row in rows if row.outline is not None]
    if not areas:
        return rows
    tree = STRtree([area.outline for area in areas if area.outline is not None])
    inner, outer = tree.query([row.outline or row.geometry for row in rows], predicate="covered_by")
    gone = {
        rows[i].facility_id
        for i, o in zip(inner.tolist(), outer.tolist(), strict=True)
        if rows[i] is not areas[o] and _is_copy(rows[i], areas[o])
    }
    return [row for row in rows if row.facility_id not in gone]


def _is_copy(row: Found, area: Found) -> bool:
    if row.outline is None:
        return bool(row.geometry.geom_type == "Point")
    same = bool(row.outline.equals(area.outline))
    return bool(row.name) and row.name == area.name and (not same or _rank(row) > _rank(area))


def _merge(rows: list[Found], rule: Merge) -> list[Found]:
    reach = max(rule.same_name_m, rule.unnamed_m, rule.any_name_m)
    if reach == 0 or len(rows) == 1:
        return rows
    pairs, metres = _near_pairs(rows, reach)
    names = np.array([row.name.casefold() for row in rows])
    one, other = names[pairs[:, 0]], names[pairs[:, 1]]
    is_point = np.array([row.geometry.geom_type == "Point" for row in rows])
    joined = (one == other) & (one != "") & (metres <= rule.same_name_m)
    joined |= is_point[pairs].all(axis=1) & (metres <= rule.any_name_m)
    unnamed = ((one == "") | (other == "")) & (metres <= rule.unnamed_m)
    group = _components(len(rows), pairs[joined])
    group = _join_unnamed(group, names, pairs[unnamed], metres[unnamed])
    return [_one([rows[i] for i in np.flatnonzero(group == label)], rule) for label in np.unique(group)]


def _near_pairs(rows: list[Found], reach_m: float) -> tuple[Pairs, NDArray[np.float64]]:
    places = [row.geometry.representative_point() for row in rows]
    lon, lat = shapely.get_x(places), shapely.get_y(places)
    x, y = project(lon, lat, metric_crs(float(lon.mean()), float(lat.mean())))
    points = np.asarray(shapely.points(x, y))
    first, second = STRtree(points).query(points, predicate="dwithin", distance=reach_m)
    keep = first < second
    pairs = np.column_stack([first[keep], second[keep]]).astype(np.int64)
    return pairs, shapely.distance(points[pairs[:, 0]], points[pairs[:, 1]])


def _components(size: int, pairs: Pairs) -> NDArray[np.int64]:
    """Label each row with the lowest row that it hangs together with."""
    label = np.arange(size, dtype=np.int64)
    for first, second in pairs.tolist():
        low, high = sorted((int(label[first]), int(label[second])))
        label[label == high] = low
    return label


def _join_unnamed(
    group: NDArray[np.int64], names: NDArray[np.str_], pairs: Pairs, metres: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Add each object without name to the nearest named one, and the rest to each other."""
    label = group.copy()
    placed: set[int] = set()
    for _, first, second in sorted(zip(metres.tolist(), *pairs.T.tolist(), strict=True)):
        for nameless, named in ((first, second), (second, first)):
            if not names[nameless] and names[named] and nameless not in placed:
                label[nameless] = label[named]
                placed.add(nameless)
    for first, second in pairs.tolist():
        if not (names[first] or names[second] or first in placed or second in placed):
            low, high = sorted((int(label[first]), int(label[second])))
            label[label == high] = low
    return label


def _one(rows: list[Found], rule: Merge) -> Found:
    first = min(rows, key=_rank)
    if len(rows) == 1:
        return first
    name = next((row.name for row in sorted(rows, key=_rank) if row.name), "")
    if rule.first_only:
        return replace(first, name=name)
    places = sorted({place for row in rows for place in _places(row)})
    geometry = shapely.Point(places[0]) if len(places) == 1 else shapely.MultiPoint(places)
    return replace(first, name=name, geometry=geometry, outline=None)


def _places(row: Found) -> list[tuple[float, float]]:
    if row.geometry.geom_type in {"Point", "MultiPoint"}:
        return [(point.x, point.y) for point in shapely.get_parts(row.geometry)]
    inside = row.geometry.representative_point()
    return [(inside.x, inside.y)]
