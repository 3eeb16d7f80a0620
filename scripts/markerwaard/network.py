"""Joins all streets into one network: lines that cross at grade meet in a node."""

from collections import Counter
from dataclasses import dataclass

import networkx as nx
import numpy as np
import shapely
from shapely import LineString, STRtree

from markerwaard.towns import Street, Tags

_RANK = (
    "secondary", "tertiary", "motorway_link", "unclassified", "residential", "living_street", "service", "cycleway",
    "footway", "path", "track",
)  # fmt: skip
_DRIVEN = {*_RANK[: _RANK.index("cycleway")]} - {"motorway_link"}
GRID_M = 0.5
STUB_M = 2.5


@dataclass(frozen=True, slots=True)
class Way:
    """A street with its nodes, as places on a half-metre grid."""

    places: tuple[tuple[float, float], ...]
    tags: Tags


def joined(streets: tuple[Street, ...]) -> tuple[Way, ...]:
    """Cut streets where they meet, and give each piece the tags of the street it was.

    Parameters
    ----------
    streets
        Lines at grade; where two run along each other the more important one counts.
    """
    ordered = sorted(streets, key=lambda street: (_rank(street), street.line.wkb))
    lines = [street.line for street in ordered]
    pieces = shapely.unary_union(lines, grid_size=GRID_M)
    tree = STRtree(lines)
    ways = []
    for piece in _without_stubs(sorted(pieces.geoms, key=lambda line: line.wkb)):
        middle = piece.interpolate(0.5, normalized=True)
        near = tree.query(middle, predicate="dwithin", distance=2 * GRID_M)
        if len(near) and piece.length > GRID_M:
            ways.append(Way(_places(piece), ordered[int(near.min())].tags))
    return _without_traps(_together(_merged(ways)))


def _without_stubs(pieces: list[LineString]) -> list[LineString]:
    """Leave out the ends that reach a little past the street they meet."""
    ends = Counter(place for piece in pieces for place in (piece.coords[0], piece.coords[-1]))
    return [
        piece for piece in pieces if piece.length > STUB_M or min(ends[piece.coords[0]], ends[piece.coords[-1]]) > 1
    ]


def _together(ways: tuple[Way, ...]) -> tuple[Way, ...]:
    """Leave out what is cut off from the other streets; the ferry counts as a street."""
    graph = nx.Graph()
    for way in ways:
        nx.add_path(graph, way.places)
    whole = max(nx.connected_components(graph), key=len)
    return tuple(way for way in ways if way.places[0] in whole)


def _without_traps(ways: tuple[Way, ...]) -> tuple[Way, ...]:
    """Open every one-way street both ways that cars could only leave, or only enter."""
    graph = nx.DiGraph()
    for way in ways:
        tags = dict(way.tags)
        if tags.get("highway") in _DRIVEN:
            nx.add_path(graph, way.places)
            if "oneway" not in tags:
                nx.add_path(graph, way.places[::-1])
    part = {place: number for number, some in enumerate(nx.strongly_connected_components(graph)) for place in some}
    return tuple(
        way
        if part.get(way.places[0]) == part.get(way.places[-1])
        else Way(way.places, tuple((key, value) for key, value in way.tags if not key.startswith("oneway")))
        for way in ways
    )


def _rank(street: Street) -> int:
    kind = dict(street.tags).get("highway", "")
    return _RANK.index(kind) if kind in _RANK else len(_RANK)


def _places(line: LineString) -> tuple[tuple[float, float], ...]:
    rounded = np.round(np.asarray(line.coords) / GRID_M) * GRID_M
    kept = [tuple(map(float, rounded[0]))]
    kept += [place for place in (tuple(map(float, xy)) for xy in rounded[1:]) if place != kept[-1]]
    return tuple(dict.fromkeys(kept)) if kept[0] != kept[-1] else tuple(kept)


def _merged(ways: list[Way]) -> tuple[Way, ...]:
    """Join pieces of the same tags that follow each other; keep one-way streets as they are."""
    by_tags: dict[Tags, list[Way]] = {}
    for way in ways:
        if len(way.places) > 1:
            by_tags.setdefault(way.tags, []).append(way)
    merged: list[Way] = []
    for tags, some in sorted(by_tags.items()):
        if any(key.startswith("oneway") for key, _ in tags):
            merged += some
            continue
        lines = shapely.line_merge(shapely.multilinestrings([LineString(way.places) for way in some]))
        parts = lines.geoms if hasattr(lines, "geoms") else [lines]
        merged += [Way(_places(part), tags) for part in sorted(parts, key=lambda line: line.wkb)]
    return tuple(merged)
