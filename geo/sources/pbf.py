"""Streaming through an OpenStreetMap file, with errors that people can read.

The one place that opens an `.osm.pbf`; the readers of streets, facilities,
landscape, addresses and boundaries go through it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import osmium
import shapely
from osmium.osm import AREA, NODE, NOTHING, RELATION, WAY, Area, Node, Relation, Way
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import InputError, Message, SourceError
from geo.sources.osm_blocks import NO_PLACE, Tags, block_places

OsmObject = Node | Way | Relation | Area
Refs = list[tuple[int, int, int]]

UNITS = 1e7
"""Coordinates are whole numbers of 1e-7 degree."""
_MOST_NAMED = 20


def check_file(path: Path) -> None:
    """Check that a file is there and holds something.

    Raises
    ------
    SourceError
        If the file is missing or empty.
    """
    if not path.is_file():
        raise SourceError(Message.of("osm.missing", path=path))
    if path.stat().st_size == 0:
        raise SourceError(Message.of("osm.empty", path=path))


def scan(path: Path, keys: Iterable[str], *, relations: bool = False, areas: bool = False) -> Iterator[OsmObject]:
    """Stream the objects of a file that have at least one of some keys.

    Nodes come first, then ways (with the places of their nodes), then, if asked
    for, relations and the areas made from multipolygon relations.

    Parameters
    ----------
    path
        The extract.
    keys
        Keys of which an object must have one.
    relations
        Whether to stream relations as well.
    areas
        Whether to build areas; needs a second reading of the relations.

    Raises
    ------
    SourceError
        If the file is missing, empty, cut short or no OpenStreetMap file.
    """
    check_file(path)
    wanted = NODE | WAY | RELATION if relations or areas else NODE | WAY
    processor = osmium.FileProcessor(path, wanted).with_locations("flex_mem")
    if areas:
        processor = processor.with_areas()
    processor = processor.with_filter(osmium.filter.KeyFilter(*keys))
    yield from _guarded(path, processor)


def relation_areas(path: Path, relation_ids: Collection[int]) -> Iterator[Area]:
    """Build the areas of some multipolygon relations, as far as the file holds their outlines.

    Those with a negative id have none: osmium does not place nodes with a negative id.

    Raises
    ------
    SourceError
        If the file is missing, empty, cut short or no OpenStreetMap file.
    """
    ids = [number for number in relation_ids if number >= 0]
    if not ids:
        return
    areas = osmium.FileProcessor(path).with_locations("flex_mem").with_areas(osmium.filter.IdFilter(ids))
    areas = areas.with_filter(osmium.filter.EntityFilter(AREA))
    areas = areas.with_filter(osmium.filter.IdFilter([2 * number + 1 for number in ids]))
    yield from _guarded(path, areas)


def _guarded(path: Path, objects: Iterable[Any]) -> Iterator[Any]:
    try:
        yield from objects
    except (RuntimeError, ValueError, OSError) as error:
        raise SourceError(Message.of("osm.damaged", path=path, reason=error)) from error


def read_header(path: Path) -> tuple[tuple[float, float, float, float] | None, str]:
    """Read what the file says of itself.

    Returns
    -------
    box, timestamp
        West, south, east and north in degrees on WGS84, None where the file does
        not say; the moment of the data, ISO 8601, empty where it does not say.

    Raises
    ------
    SourceError
        If the file is missing, empty or no OpenStreetMap file.
    """
    check_file(path)
    try:
        with osmium.io.Reader(str(path), NOTHING) as reader:
            header = reader.header()
    except (RuntimeError, ValueError, OSError) as error:
        raise SourceError(Message.of("osm.damaged", path=path, reason=error)) from error
    timestamp = header.get("osmosis_replication_timestamp") or header.get("timestamp")
    box = header.box()
    if not box.valid():
        return None, timestamp
    low, high = box.bottom_left, box.top_right
    return (low.lon, low.lat, high.lon, high.lat), timestamp


def check_whole(path: Path) -> None:
    """Check that an `.osm.pbf` is whole from its first block to its last, without unpacking them.

    Raises
    ------
    SourceError
        If the file is missing, empty, cut short or no OpenStreetMap file.
    InputError
        If it holds nothing beyond its header.
    """
    read_header(path)
    if path.suffix != ".pbf":
        return
    try:
        with path.open("rb") as file:
            blocks = sum(1 for _ in block_places(file, path.stat().st_size))
    except ValueError as error:
        raise SourceError(Message.of("osm.damaged", path=path, reason=error)) from error
    if blocks == 1:
        raise InputError(Message.of("osm.no_ways", path=path))


def ways_by_id(path: Path, way_ids: Collection[int]) -> dict[int, Refs]:
    """Give the nodes of some ways, as far as the file holds them; ways that it lacks are not in the answer."""
    if not way_ids:
        return {}
    check_file(path)
    ways = osmium.FileProcessor(path, NODE | WAY).with_locations("flex_mem")
    ways = ways.with_filter(osmium.filter.EntityFilter(WAY)).with_filter(osmium.filter.IdFilter(way_ids))
    return {way.id: refs_of(way.nodes) for way in _guarded(path, ways)}


def named(ids: Sequence[str]) -> str:
    """List the first ids for a message; a province may cut thousands of areas."""
    if len(ids) <= _MOST_NAMED:
        return ", ".join(ids) or "–"
    return ", ".join([*ids[:_MOST_NAMED], "…"])


def tags_of(thing: OsmObject) -> Tags:
    """Give the tags of an object as a dictionary."""
    return {tag.k: tag.v for tag in thing.tags}


def refs_of(nodes: Iterable[Any]) -> Refs:
    """Give id, x and y (units of 1e-7 degree) of the nodes that the file holds."""
    return [(node.ref, node.x, node.y) for node in nodes if node.x != NO_PLACE]


def degrees(refs: Refs) -> list[tuple[float, float]]:
    """Give longitude and latitude of nodes."""
    return [(x / UNITS, y / UNITS) for _, x, y in refs]


def polygon_of(refs: Refs) -> BaseGeometry | None:
    """Make a valid polygon of a closed ring of nodes; None if it encloses nothing."""
    ring = degrees(refs)
    if len({*ring}) < 3:  # noqa: PLR2004 - the corners of a triangle
        return None
    return _areal(Polygon(ring))


def area_of(area: Area) -> BaseGeometry | None:
    """Make a valid (multi)polygon of an area; None if the file lacks part of its outline."""
    if area.num_rings()[0] == 0:
        return None
    parts = []
    for outer in area.outer_rings():
        holes = [degrees(refs_of(inner)) for inner in area.inner_rings(outer)]
        parts.append(Polygon(degrees(refs_of(outer)), holes))
    shape = parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
    return _areal(shape)


def _areal(shape: BaseGeometry) -> BaseGeometry | None:
    if shape.is_valid:
        return shape
    pieces = [part for part in shapely.get_parts(shapely.make_valid(shape)) if part.area > 0]
    pieces = [piece for part in pieces for piece in shapely.get_parts(part) if piece.area > 0]
    if not pieces:
        return None
    return pieces[0] if len(pieces) == 1 else shapely.MultiPolygon(pieces)
