"""Writes tiny OpenStreetMap files for tests, in metres east and north of a corner."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import osmium
from osmium.osm import Box
from osmium.osm.mutable import Node, Relation, Way

CORNER = (5.9, 52.5)
METRES_PER_DEGREE = (67_910.0, 111_277.0)
"""East and north at 52.5 degrees: the series for WGS84, to about 1 m in 100 km."""

Tags = dict[str, str]


def lon_lat(east_m: float, north_m: float) -> tuple[float, float]:
    """Turn metres east and north of the corner into degrees as the file stores them."""
    lon = CORNER[0] + east_m / METRES_PER_DEGREE[0]
    lat = CORNER[1] + north_m / METRES_PER_DEGREE[1]
    return round(lon, 7), round(lat, 7)


class OsmBuilder:
    """Collects nodes, ways and relations, and writes them in the order that files have."""

    def __init__(self) -> None:
        self._nodes: dict[int, Node] = {}
        self._ways: dict[int, Way] = {}
        self._relations: dict[int, Relation] = {}
        self._left_out: set[int] = set()

    def node(self, east_m: float, north_m: float, tags: Tags | None = None, *, node_id: int = 0) -> int:
        node_id = node_id or max(self._nodes, default=0) + 1
        self._nodes[node_id] = Node(id=node_id, location=lon_lat(east_m, north_m), tags=tags or {}, version=1)
        return node_id

    def way(self, nodes: Sequence[int], tags: Tags | None = None, *, way_id: int = 0) -> int:
        way_id = way_id or max(self._ways, default=0) + 1
        self._ways[way_id] = Way(id=way_id, nodes=list(nodes), tags=tags or {}, version=1)
        return way_id

    def square(self, east_m: float, north_m: float, side_m: float, tags: Tags | None = None, *, way_id: int = 0) -> int:
        """Add a square whose south-west corner is given; its nodes run anticlockwise from there."""
        corners = [(0, 0), (side_m, 0), (side_m, side_m), (0, side_m)]
        nodes = [self.node(east_m + east, north_m + north) for east, north in corners]
        return self.way([*nodes, nodes[0]], tags, way_id=way_id)

    def relation(self, members: Iterable[tuple[str, int, str]], tags: Tags, *, relation_id: int = 0) -> int:
        relation_id = relation_id or max(self._relations, default=0) + 1
        self._relations[relation_id] = Relation(id=relation_id, members=list(members), tags=tags, version=1)
        return relation_id

    def leave_out(self, *node_ids: int) -> None:
        """Leave nodes out of the file although ways use them, as a cut extract does."""
        self._left_out.update(node_ids)

    def write(self, path: Path, *, box: tuple[float, float, float, float] | None = None, timestamp: str = "") -> Path:
        header = osmium.io.Header()
        if box:
            header.add_box(Box(*box))
        if timestamp:
            header.set("osmosis_replication_timestamp", timestamp)
        with osmium.SimpleWriter(str(path), header=header) as writer:
            for node_id in sorted(set(self._nodes) - self._left_out):
                writer.add_node(self._nodes[node_id])
            for way_id in sorted(self._ways):
                writer.add_way(self._ways[way_id])
            for relation_id in sorted(self._relations):
                writer.add_relation(self._relations[relation_id])
        return path
