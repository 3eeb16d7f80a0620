"""The landscape of an extract, for the base map: water, green, buildings, roads, places."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from osmium.osm import Area
from pyproj import CRS
from shapely import LineString, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84, metric_crs, project, to_crs
from geo.sources.extent import read_extent
from geo.sources.osm_blocks import WAY, Nodes, Part, Tags, Ways
from geo.sources.osm_columns import Places, gather
from geo.sources.pbf import UNITS, Refs, area_of, degrees, named, polygon_of, relation_areas, tags_of, ways_by_id
from geo.sources.rebuild import rebuild_area
from geo.words import say

log = logging.getLogger(__name__)

Layers = tuple[tuple[str, str, frozenset[str]], ...]


def _layer(layer: str, key: str, values: str) -> tuple[str, str, frozenset[str]]:
    return layer, key, frozenset(values.split())


AREA_LAYERS: Layers = (
    _layer("water", "natural", "water"),
    _layer("water", "waterway", "riverbank dock"),
    _layer("water", "landuse", "reservoir basin"),
    _layer("building", "building", ""),
    _layer("green", "leisure", "park garden golf_course dog_park"),
    _layer("green", "landuse", "forest grass recreation_ground village_green allotments cemetery"),
    _layer("green", "natural", "wood scrub heath grassland wetland beach sand dune"),
    _layer("farmland", "landuse", "farmland meadow orchard farmyard greenhouse_horticulture plant_nursery vineyard"),
    _layer("industry", "landuse", "industrial commercial port quarry landfill railway depot"),
    _layer("built", "landuse", "residential retail garages religious education institutional construction"),
)
"""Layer, key and values of areas, the first that fits; no values means any but ``no``."""

LINE_LAYERS: Layers = (
    _layer(
        "road",
        "highway",
        "motorway motorway_link trunk trunk_link primary primary_link secondary secondary_link tertiary tertiary_link "
        "unclassified residential living_street service road pedestrian busway track cycleway footway bridleway path "
        "steps",
    ),
    _layer("rail", "railway", "rail light_rail subway tram narrow_gauge"),
    _layer("waterway", "waterway", "river canal stream ditch drain fairway"),
    _layer("ferry", "route", "ferry"),
    _layer("dyke", "man_made", "dyke embankment"),
)
"""Layer, key and values of lines."""

POINT_LAYERS: Layers = (
    _layer("place", "place", "city town village suburb quarter neighbourhood hamlet isolated_dwelling island locality"),
    _layer("station", "railway", "station halt"),
)
"""Layer, key and values of points."""

_RELATION, _SEA = 2, 3
_KINDS = ("n", "w", "r", "coastline ")
_SIDINGS = {"yard", "siding", "spur", "crossover"}
_COLUMNS = ("layer", "kind", "name", "ref")


def read_landscape(path: Path, *, crs: CRS = WGS84, buildings: bool = True) -> gpd.GeoDataFrame:
    """Read what a base map shows.

    Areas that the edge of the extract has cut are rebuilt up to the edge where
    their outline allows, and so is the sea (water of kind ``coastline``); the others
    are left out, and a warning says which.

    Parameters
    ----------
    path
        An `.osm.pbf`.
    crs
        Reference system of the answer.
    buildings
        Whether to read buildings as well.

    Returns
    -------
    landscape
        `layer` (``water``, ``waterway``, ``green``, ``farmland``, ``built``, ``industry``,
        ``building``, ``road``, ``rail``, ``ferry``, ``dyke``, ``place``, ``station``), `kind`
        (the value of the tag, such as the class of road; ``siding`` for side tracks),
        `name` and `ref` (empty where there is none), `geometry`. Sorted by layer, kind
        and object; areas may overlap.

    Raises
    ------
    SourceError
        If the file is missing, empty or damaged.
    """
    keys = {key for _, key, _ in (*AREA_LAYERS, *LINE_LAYERS, *POINT_LAYERS)}  # natural=coastline is among them
    places = Places()
    seen = _Seen(places=places, keys=keys if buildings else keys - {"building"})
    gather(path, (places, seen))
    for area in relation_areas(path, seen.areas):
        seen.add_area(area)
    rows = [row for row in seen.rows if buildings or row.layer != "building"]
    return to_crs(_frame([*rows, *_rebuilt(path, seen)]), crs)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    object_id: tuple[int, int]
    layer: str
    kind: str
    name: str
    ref: str
    geometry: BaseGeometry


@dataclass(slots=True)
class _Seen:
    places: Places
    keys: set[str]
    areas: set[int] = field(default_factory=set)
    rows: list[_Row] = field(default_factory=list)
    cut_ways: dict[int, tuple[Tags, Refs]] = field(default_factory=dict)
    relations: dict[int, tuple[Tags, list[int]]] = field(default_factory=dict)
    built: set[int] = field(default_factory=set)
    coast: dict[int, Refs] = field(default_factory=dict)
    land: list[tuple[float, float]] = field(default_factory=list)

    def add(self, part: Part) -> None:
        """Take what a map shows; the nodes of an extract come before its ways."""
        with_key = part.tags.owner()[part.tags.numbered(dict.fromkeys(self.keys, 0)) >= 0]
        things = np.unique(with_key).tolist()
        every = zip(part.ids[things].tolist(), map(part.tags.of, things), strict=True)
        if isinstance(part, Nodes):
            for (number, tags), thing in zip(every, things, strict=True):
                place = shapely.Point(int(part.x[thing]) / UNITS, int(part.y[thing]) / UNITS)
                self._add((0, number), tags, POINT_LAYERS, place)
        elif isinstance(part, Ways):
            nodes = [part.nodes(thing) for thing in things]
            for (number, tags), way, refs in zip(every, nodes, self.places.refs(nodes), strict=True):
                self._add_way(number, tags, refs, closed=way.size > 0 and bool(way[0] == way[-1]))
        else:
            for (number, tags), thing in zip(every, things, strict=True):
                self._expect(number, tags, part.members(thing))

    def _add_way(self, number: int, tags: Tags, refs: Refs, *, closed: bool) -> None:
        places = degrees(refs)
        if _match(tags, AREA_LAYERS) and not (closed and tags.get("area") == "no"):
            shape = polygon_of(refs) if closed else None
            if shape is None:
                self.cut_ways[number] = (tags, refs)
            self._add((1, number), tags, AREA_LAYERS, shape)
        if len({*places}) > 1 and not (closed and tags.get("area") == "yes"):
            self._add((1, number), tags, LINE_LAYERS, LineString(places) if _match(tags, LINE_LAYERS) else None)
        if tags.get("natural") == "coastline":
            self.coast[number] = refs
        if closed and tags.get("railway") in {"station", "halt"}:
            shape = polygon_of(refs)
            self._add((1, number), tags, POINT_LAYERS[1:], shape and shape.representative_point())
        if "highway" in tags and "bridge" not in tags and "tunnel" not in tags:
            self.land += places

    def _expect(self, number: int, tags: Tags, members: list[tuple[int, int, str]]) -> None:
        if _match(tags, AREA_LAYERS):
            self.areas.add(number)
            if tags.get("type") == "multipolygon":
                self.relations[number] = (tags, [member for kind, member, _ in members if kind == WAY])

    def add_area(self, area: Area) -> None:
        """Take a relation of which osmium found the whole outline."""
        shape = area_of(area)
        if shape is not None:
            self.built.add(area.orig_id())
            self._add((2, area.orig_id()), tags_of(area), AREA_LAYERS, shape)

    def _add(self, object_id: tuple[int, int], tags: Tags, layers: Layers, shape: BaseGeometry | None) -> None:
        found = _match(tags, layers)
        if found and shape is not None:
            self.rows.append(_row(object_id, tags, found, shape))


def _row(object_id: tuple[int, int], tags: Tags, found: tuple[str, str], shape: BaseGeometry) -> _Row:
    return _Row(
        object_id=object_id,
        layer=found[0],
        kind=found[1],
        name=tags.get("name", ""),
        ref=tags.get("ref", ""),
        geometry=shape,
    )


def _match(tags: Tags, layers: Layers) -> tuple[str, str] | None:
    for layer, key, values in layers:
        value = tags.get(key, "no")
        if value != "no" and (value in values or not values):
            siding = layer == "rail" and tags.get("service") in _SIDINGS
            return layer, "siding" if siding else value
    return None


def _rebuilt(path: Path, seen: _Seen) -> list[_Row]:
    """Close what the edge has cut; say how much of it could not be closed."""
    cut = _cut_objects(seen)
    if not cut:
        return []
    lon, lat = np.array(seen.land).reshape(-1, 2).T
    extent = read_extent(path, lon, lat)
    crs = metric_crs(extent.centroid.x, extent.centroid.y)
    outlines = _outlines(path, seen, cut, crs)
    frame = gpd.GeoSeries([extent], crs=WGS84).to_crs(crs).iloc[0]
    land = STRtree(np.asarray(shapely.points(*project(lon, lat, crs))))
    shapes = {
        row.object_id: rebuild_area(outlines[row.object_id], frame, land if row.layer == "water" else None)
        for row in cut
    }
    whole = gpd.GeoSeries(list(shapes.values()), crs=crs).to_crs(WGS84)
    rows = [replace(row, geometry=shape) for row, shape in zip(cut, whole, strict=True) if shape is not None]
    lost = [_KINDS[kind] + str(number) for (kind, number), shape in shapes.items() if shape is None]
    log.warning(say("osm.cut_areas", path=path, rebuilt=len(rows), lost=len(lost), ids=named(lost)))
    return rows


def _cut_objects(seen: _Seen) -> list[_Row]:
    """List what the edge has cut, still without shape; buildings and what has no outline left are not worth it."""
    tags = {(1, way_id): tags for way_id, (tags, _) in seen.cut_ways.items()}
    tags |= {(2, number): cut for number, (cut, _) in seen.relations.items() if number not in seen.built}
    found = {object_id: _match(each, AREA_LAYERS) for object_id, each in sorted(tags.items())}
    sea = [_row((_SEA, min(seen.coast)), {}, ("water", "coastline"), Polygon())] if seen.coast else []
    return [
        _row(object_id, tags[object_id], kind, Polygon())
        for object_id, kind in found.items()
        if kind and kind[0] != "building"
    ] + sea


def _outlines(path: Path, seen: _Seen, cut: Sequence[_Row], crs: CRS) -> dict[tuple[int, int], list[LineString]]:
    """Find the pieces of outline that the file holds, in metres, by object."""
    members = {row.object_id: seen.relations[row.object_id[1]][1] for row in cut if row.object_id[0] == _RELATION}
    refs = ways_by_id(path, {way_id for ways in members.values() for way_id in ways})
    members |= {row.object_id: sorted(seen.coast) for row in cut if row.object_id[0] == _SEA}
    refs |= {way_id: nodes for way_id, (_, nodes) in seen.cut_ways.items()} | seen.coast
    lines = {way_id: line for way_id, nodes in refs.items() if (line := _line(nodes)) is not None}
    metric = dict(zip(lines, gpd.GeoSeries(list(lines.values()), crs=WGS84).to_crs(crs), strict=True))
    return {
        row.object_id: [metric[way] for way in members.get(row.object_id, row.object_id[1:]) if way in metric]
        for row in cut
    }


def _line(refs: Refs) -> LineString | None:
    places = degrees(refs)
    return LineString(places) if len({*places}) > 1 else None


def _frame(rows: Sequence[_Row]) -> gpd.GeoDataFrame:
    ordered = sorted(rows, key=lambda row: (row.layer, row.kind, row.object_id))
    columns = {name: [getattr(row, name) for row in ordered] for name in _COLUMNS}
    return gpd.GeoDataFrame(pd.DataFrame(columns, dtype="str"), geometry=[row.geometry for row in ordered], crs=WGS84)
