"""Facilities of an extract, by the categories of `geo.tables.facility_categories`.

Nodes, ways and multipolygon relations count, one row per real object: the two
nodes of a bus stop become one facility, and a node inside an area of the same
category goes.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from osmium.osm import Area
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84
from geo.sources.merging import Found, merge_facilities
from geo.sources.osm_blocks import Nodes, Part, Tags, TagTable, Ways
from geo.sources.osm_columns import Places, gather
from geo.sources.pbf import (
    UNITS,
    Refs,
    area_of,
    degrees,
    named,
    polygon_of,
    refs_of,
    relation_areas,
    tags_of,
)
from geo.sources.protobuf import Ints
from geo.tables.facility_categories import (
    CATEGORIES,
    NOT_ENTRANCES,
    NOT_IN_USE,
    NOT_PUBLIC,
    NOT_SERVED,
    Rule,
    Tag,
)
from geo.words import say

log = logging.getLogger(__name__)

_BUS_STOP = ("highway", "bus_stop")
_POINTED = re.compile(r"\b[A-Za-z]\.(?:\s?[A-Za-z]\.)*(?:\s?[A-Za-z]\.|[A-Za-z]\b)")


def read_facilities(path: Path) -> gpd.GeoDataFrame:
    """Read the facilities of an extract.

    Parameters
    ----------
    path
        An `.osm.pbf`.

    Returns
    -------
    facilities
        `facility_id` (``n1``, ``w2``, ``r3``), `category`, `name` (empty where
        there is none), `source` (``OSM``) and `geometry` in degrees on WGS84:
        a point; several points of access, of which the nearest counts; or the
        area itself where no entrance is tagged. An object of several categories
        has several rows. Sorted by category and id. Bus stops that are no longer
        served by their name are left out; a warning says which.

    Raises
    ------
    SourceError
        If the file is missing, empty or damaged.
    """
    places, found = Places(), FacilityGatherer()
    gather(path, (places, found))
    return found.facilities(path, places)


def categories_of(tags: Tags, *, is_area: bool = False) -> tuple[str, ...]:
    """Tell to which categories an object with these tags belongs, in the order of the table.

    Parameters
    ----------
    tags
        OpenStreetMap tags, as the file has them.
    is_area
        Whether the object is an area.
    """
    candidates = _candidates(tags)
    if not candidates:
        return ()
    values = _values(tags)
    if any(_has(values, tag) for tag in NOT_IN_USE):
        return ()
    private = any(_has(values, tag) for tag in NOT_PUBLIC)
    name, operator = _label(tags.get("name", "")), _label(tags.get("operator", ""))
    found: list[str] = []
    for category in CATEGORIES:
        if category.id not in candidates or (private and not category.private_too):
            continue
        if any(other in found for other in category.otherwise_of):
            continue
        labels = (f"{name} {operator}" if rule.operator_too else name for rule in category.rules)
        if any(
            _holds(rule, values, label, is_area=is_area) for rule, label in zip(category.rules, labels, strict=True)
        ):
            found.append(category.id)
    return tuple(found)


def _candidates(tags: Tags) -> set[str]:
    """Give the categories of which some tag is there; most objects have none, and need no more reading."""
    index, keys = _index(), _indexed_keys()
    return {
        category
        for key, text in tags.items()
        if key in keys
        for value in (*_split(key, text), "")
        for category in index.get((key, value), ())
    }


def _values(tags: Tags) -> dict[str, tuple[str, ...]]:
    return {key: _split(key, text) for key, text in tags.items()}


def _label(text: str) -> str:
    """Write the abbreviations in a name without points: ``O.B.S. De Bron`` is ``OBS De Bron``."""
    return _POINTED.sub(lambda found: found[0].replace(".", "").replace(" ", ""), text)


def _holds(rule: Rule, values: dict[str, tuple[str, ...]], label: str, *, is_area: bool) -> bool:
    return (
        any(_has(values, tag) for tag in rule.any_of)
        and all(_has(values, tag) for tag in rule.also)
        and not any(_has(values, tag) for tag in rule.unless)
        and all(_has(values, tag) for tag in rule.only if tag.key in values)
        and not any(set(values[tag.key]) <= set(tag.values) for tag in rule.not_merely if tag.key in values)
        and (not rule.name or _pattern(rule.name).search(label) is not None)
        and (not rule.unless_name or _pattern(rule.unless_name).search(label) is None)
        and (rule.ages is None or _age_within(values, rule.ages))
        and (is_area or not rule.areas_only)
    )


def _has(values: dict[str, tuple[str, ...]], tag: Tag) -> bool:
    present = values.get(tag.key)
    if present is None:
        return False
    return any(value in tag.values for value in present) if tag.values else present != ("no",)


def _age_within(values: dict[str, tuple[str, ...]], ages: tuple[float, float]) -> bool:
    age = values.get("min_age", ("",))[0]
    return re.fullmatch(r"\d+(?:\.\d+)?", age) is not None and ages[0] <= float(age) <= ages[1]


def _split(key: str, text: str) -> tuple[str, ...]:
    """Give the values of a list; levels of education may also be written `1-3` or `1,2`."""
    if key != "isced:level":
        return tuple(value.strip().lower() for value in text.split(";"))
    levels: list[str] = []
    for part in re.split(r"[;,]", text):
        span = re.fullmatch(r"\s*(\d)\s*-\s*(\d)\s*", part)
        levels += map(str, range(int(span[1]), int(span[2]) + 1)) if span else [part.strip()]
    return tuple(levels)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


@cache
def _indexed_keys() -> frozenset[str]:
    return frozenset(key for key, _ in _index())


@cache
def _index() -> dict[tuple[str, str], frozenset[str]]:
    index: dict[tuple[str, str], set[str]] = {}
    for category in CATEGORIES:
        for tag in (tag for rule in category.rules for tag in rule.any_of):
            for value in tag.values or ("",):
                index.setdefault((tag.key, value), set()).add(category.id)
    return {pair: frozenset(ids) for pair, ids in index.items()}


@cache
def _matters(key: str, value: str) -> bool:
    """Tell whether a tag can make a facility, or say something of one."""
    return key == "entrance" or (key, value) == _BUS_STOP or bool(_candidates({key: value}))


def _worth_reading(tags: TagTable) -> list[int]:
    """List the objects with a tag that matters; of most objects the keys alone say that they have none."""
    read = tags.numbered(dict.fromkeys((*_indexed_keys(), "entrance", _BUS_STOP[0]), 0)) >= 0
    count = len(tags.texts)
    pairs, pair = np.unique(tags.key[read] * count + tags.value[read], return_inverse=True)
    matters = [_matters(tags.texts[each // count], tags.texts[each % count]) for each in pairs.tolist()]
    owners: list[int] = np.unique(tags.owner()[read][np.array(matters, dtype=np.bool_)[pair]]).tolist()
    return owners


@dataclass(frozen=True, slots=True, kw_only=True)
class _DrawnWay:
    way_id: int
    tags: Tags
    categories: tuple[str, ...]
    nodes: Ints
    closed: bool


class FacilityGatherer:
    """Takes what makes facilities from the parts of an extract."""

    def __init__(self) -> None:
        self._rows: list[Found] = []
        self._ways: list[_DrawnWay] = []
        self._relations: set[int] = set()
        self._entrances: dict[int, tuple[float, float]] = {}
        self._broken: set[str] = set()
        self._closed: set[str] = set()
        self._expected: set[str] = set()

    def add(self, part: Part) -> None:
        """Take what belongs to a facility."""
        for thing in _worth_reading(part.tags):
            number, tags = int(part.ids[thing]), part.tags.of(thing)
            if isinstance(part, Nodes):
                self._add_node(number, tags, (int(part.x[thing]) / UNITS, int(part.y[thing]) / UNITS))
            elif isinstance(part, Ways):
                self._add_way(number, tags, part.nodes(thing).copy())
            else:
                self._add_relation(number, tags)

    def _add_node(self, number: int, tags: Tags, place: tuple[float, float]) -> None:
        if (_BUS_STOP[0], tags.get(_BUS_STOP[0])) == _BUS_STOP and _pattern(NOT_SERVED).search(tags.get("name", "")):
            self._closed.add(f"n{number}")
        if "entrance" in tags and not any(_has(_values(tags), tag) for tag in NOT_ENTRANCES):
            self._entrances[number] = place
        for category in categories_of(tags):
            self._add(f"n{number}", category, tags, shapely.Point(place))

    def _add_way(self, number: int, tags: Tags, nodes: Ints) -> None:
        closed = bool(nodes.size) and bool(nodes[0] == nodes[-1])
        categories = categories_of(tags, is_area=closed)
        if categories:
            self._ways.append(_DrawnWay(way_id=number, tags=tags, categories=categories, nodes=nodes, closed=closed))

    def _add_relation(self, number: int, tags: Tags) -> None:
        """Remember a multipolygon; osmium stays silent about one of which members are missing."""
        if categories_of(tags, is_area=True):
            self._relations.add(number)
            if tags.get("type") == "multipolygon":
                self._expected.add(f"r{number}")

    def facilities(self, path: Path, places: Places) -> gpd.GeoDataFrame:
        """Make the facilities of all that was taken; warnings name those that are broken or closed."""
        for way, refs in zip(self._ways, places.refs([way.nodes for way in self._ways]), strict=True):
            shape = polygon_of(refs) if way.closed else _middle(refs)
            for category in way.categories:
                self._add(f"w{way.way_id}", category, way.tags, shape, refs)
        for area in relation_areas(path, self._relations):
            self._add_area(area)
        broken, closed = sorted(self._broken | self._expected), sorted(self._closed)
        if broken:
            log.warning(say("osm.broken_facilities", path=path, count=len(broken), ids=named(broken)))
        if closed:
            log.warning(say("osm.closed_stops", path=path, count=len(closed), ids=named(closed)))
        return _frame(self._rows)

    def _add_area(self, area: Area) -> None:
        name, tags = f"r{area.orig_id()}", tags_of(area)
        self._expected.discard(name)
        refs = [ref for ring in area.outer_rings() for ref in refs_of(ring)]
        for category in categories_of(tags, is_area=True):
            self._add(name, category, tags, area_of(area), refs)

    def _add(
        self,
        facility_id: str,
        category: str,
        tags: Tags,
        shape: BaseGeometry | None,
        refs: Sequence[tuple[int, int, int]] = (),
    ) -> None:
        if shape is None:
            self._broken.add(facility_id)
            return
        is_area = shape.geom_type != "Point"
        doors = sorted({self._entrances[ref] for ref, _, _ in refs if ref in self._entrances}) if is_area else []
        self._rows.append(
            Found(
                facility_id=facility_id,
                category=category,
                name=(tags.get("name") or tags.get("brand", "")).strip(),
                geometry=_points(doors) if doors else shape,
                outline=shape if is_area else None,
            )
        )


def _points(places: list[tuple[float, float]]) -> BaseGeometry:
    return shapely.Point(places[0]) if len(places) == 1 else shapely.MultiPoint(places)


def _middle(refs: Refs) -> BaseGeometry | None:
    """Give the point halfway an open way, such as a platform drawn as a line."""
    if len({*refs}) < 2:  # noqa: PLR2004 - the ends of a line
        return None
    return shapely.LineString(degrees(refs)).interpolate(0.5, normalized=True)


def _frame(rows: list[Found]) -> gpd.GeoDataFrame:
    merged = merge_facilities(rows)
    columns = {
        "facility_id": [row.facility_id for row in merged],
        "category": [row.category for row in merged],
        "name": [row.name for row in merged],
        "source": ["OSM"] * len(merged),
    }
    frame = pd.DataFrame(columns, dtype="str")
    return gpd.GeoDataFrame(frame, geometry=[row.geometry for row in merged], crs=WGS84)
