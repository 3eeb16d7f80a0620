"""Collects nodes, ways and relations and writes them as an extract."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import osmium
import pyproj
from osmium.osm import Box
from osmium.osm.mutable import Node, Relation, Way
from shapely import Polygon
from shapely.geometry.polygon import LinearRing

TIMESTAMP = "2020-08-31T20:00:00Z"
FIRST_NODE, FIRST_WAY, FIRST_RELATION = 1_000_001, 200_001, 20_001
Place = tuple[float, float]
Tags = dict[str, str]


@dataclass
class OsmFile:
    """An extract in the making; places are RD metres."""

    tags: dict[int, Tags] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    ids: dict[Place, int] = field(default_factory=dict)
    ways: list[tuple[list[int], Tags]] = field(default_factory=list)
    relations: list[tuple[list[tuple[str, int, str]], Tags]] = field(default_factory=list)

    def shared(self, place: Place) -> int:
        """Give the node at a place of the street network, the same one for every way that meets there."""
        if place not in self.ids:
            self.ids[place] = self.own(place)
        return self.ids[place]

    def own(self, place: Place, tags: Tags | None = None) -> int:
        """Add a node of its own."""
        number = FIRST_NODE + len(self.places)
        self.places.append(place)
        if tags:
            self.tags[number] = tags
        return number

    def tag(self, number: int, tags: Tags) -> None:
        """Add tags to a node."""
        self.tags[number] = self.tags.get(number, {}) | tags

    def way(self, nodes: Iterable[int], tags: Tags) -> int:
        """Add a way; returns its number."""
        self.ways.append((list(nodes), tags))
        return FIRST_WAY + len(self.ways) - 1

    def area(self, shape: Polygon, tags: Tags) -> list[int]:
        """Add a closed way around a shape, or a multipolygon relation if it has holes; returns the outer nodes."""
        outer = self._ring(shape.exterior)
        if not shape.interiors:
            self.way([*outer, outer[0]], tags)
            return outer
        rings = [outer, *(self._ring(hole) for hole in shape.interiors)]
        roles = ["outer"] + ["inner"] * len(shape.interiors)
        members = [("w", self.way([*ring, ring[0]], {}), role) for ring, role in zip(rings, roles, strict=True)]
        self.relations.append((members, {"type": "multipolygon"} | tags))
        return outer

    def _ring(self, ring: LinearRing) -> list[int]:
        return [self.own((float(x), float(y))) for x, y in np.round(ring.coords[:-1], 1)]

    def write(self, path: Path, box: tuple[float, float, float, float]) -> None:
        """Write the file: the same bytes for the same content.

        Parameters
        ----------
        path
            ``.osm.pbf``; replaced if it exists.
        box
            Area that the file covers, RD metres.
        """
        turn = pyproj.Transformer.from_crs(28992, 4326, always_xy=True).transform
        lon, lat = turn(*np.array(self.places).T)
        west, south = turn(box[0], box[1])
        east, north = turn(box[2], box[3])
        header = osmium.io.Header()
        header.add_box(Box(round(west, 4), round(south, 4), round(east, 4), round(north, 4)))
        header.set("osmosis_replication_timestamp", TIMESTAMP)
        header.set("generator", "markerwaard")
        path.unlink(missing_ok=True)
        about = {"version": 1, "timestamp": TIMESTAMP}
        with osmium.SimpleWriter(str(path), header=header) as writer:
            for index, at in enumerate(zip(lon.round(7), lat.round(7), strict=True)):
                number = FIRST_NODE + index
                writer.add_node(Node(id=number, location=at, tags=self.tags.get(number, {}), **about))
            for index, (nodes, tags) in enumerate(self.ways):
                writer.add_way(Way(id=FIRST_WAY + index, nodes=nodes, tags=tags, **about))
            for index, (members, tags) in enumerate(self.relations):
                writer.add_relation(Relation(id=FIRST_RELATION + index, members=members, tags=tags, **about))


def first_address(path: Path, city: str) -> tuple[str, str]:
    """Give the first address of a town in an extract whose postcode and number no other address has."""
    found: dict[tuple[str, str], int] = {}
    for node in osmium.FileProcessor(str(path)).with_filter(osmium.filter.TagFilter(("addr:city", city))):
        key = (node.tags["addr:postcode"], node.tags["addr:housenumber"])
        found[key] = found.get(key, 0) + 1
    return next(key for key, count in sorted(found.items()) if count == 1)
