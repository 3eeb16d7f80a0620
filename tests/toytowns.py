"""Toy towns: small `Streets` whose distances can be worked out by hand.

Places are given in metres east and north of a corner on the equator, where parallels are straight: lengths come out
within a few micrometres a hundred metres. `CRS` is the metric system of that place.
"""

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
from shapely import MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.extract import NODE_TAGS, STREET_TAGS, TURN_COLUMNS, Streets

LON, LAT = 3.0, 0.0
CRS = pyproj.CRS.from_epsg(32631)
_EAST_M = 6378137.0
_NORTH_M = _EAST_M * (1 - 0.0066943799901413165)
Place = tuple[float, float]
Turn = tuple[int, int, int, str]
"""From way, via node, to way, and the value of `restriction`."""


def degrees(place: Place) -> Place:
    """Bring metres east and north of the corner to degrees."""
    return LON + float(np.degrees(place[0] / _EAST_M)), LAT + float(np.degrees(place[1] / _NORTH_M))


def town(
    places: Mapping[int, Place],
    ways: Sequence[tuple[int, Sequence[int], Mapping[str, str]]],
    barriers: Mapping[int, Mapping[str, str]] | None = None,
    turns: Sequence[Turn] = (),
) -> Streets:
    """Make streets of places (node id -> metres), ways (id, nodes, tags), barrier nodes (id -> tags) and turns."""
    ids = sorted(places)
    spot = {node: index for index, node in enumerate(ids)}
    lonlat = np.array([degrees(places[node]) for node in ids], dtype=np.float64).reshape(-1, 2)
    ways = sorted(ways, key=lambda way: way[0])
    nodes = [[spot[node] for node in way[1]] for way in ways]
    blocks = {spot[node]: tags for node, tags in sorted((barriers or {}).items())}
    return Streets(
        node_id=np.array(ids, dtype=np.int64),
        node_lon=lonlat[:, 0],
        node_lat=lonlat[:, 1],
        way_id=np.array([way[0] for way in ways], dtype=np.int64),
        way_start=np.cumsum([0, *(len(part) for part in nodes)], dtype=np.int64),
        way_node=np.array([node for part in nodes for node in part], dtype=np.int64),
        way_tags=_tags([way[2] for way in ways], STREET_TAGS),
        node_tags=_tags(list(blocks.values()), NODE_TAGS).set_axis(np.array(list(blocks), dtype=np.int64), axis=0),
        turns=_turns([(first, spot[via], last, value) for first, via, last, value in turns]),
    )


def _turns(rows: Sequence[Turn]) -> pd.DataFrame:
    columns = {
        "relation_id": np.arange(1, len(rows) + 1),
        "from_way": np.array([row[0] for row in rows], dtype=np.int64),
        "via_node": np.array([row[1] for row in rows], dtype=np.int64),
        "to_way": np.array([row[2] for row in rows], dtype=np.int64),
        "only": np.array([row[3].startswith("only_") for row in rows], dtype=bool),
        "exempt": [""] * len(rows),
        "limited": [""] * len(rows),
    }
    return pd.DataFrame(columns).astype(TURN_COLUMNS)


def _tags(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(
        [{tag: row.get(tag, "") for tag in columns} for row in rows], columns=list(columns), dtype="str"
    )


def places(*spots: Place | list[Place] | BaseGeometry) -> gpd.GeoSeries:
    """Make places in degrees: a pair is a point, a list of pairs a multipoint, a shape (in metres) is brought over."""
    return gpd.GeoSeries([_shape(spot) for spot in spots], crs="EPSG:4326")


def _shape(spot: Place | list[Place] | BaseGeometry) -> BaseGeometry:
    if isinstance(spot, Polygon):
        return Polygon([degrees((x, y)) for x, y in spot.exterior.coords])
    if isinstance(spot, BaseGeometry):
        return spot
    return MultiPoint([degrees(part) for part in spot]) if isinstance(spot, list) else Point(degrees(spot))


RESIDENTIAL = {"highway": "residential"}


def grid(
    columns: int = 3, rows: int = 3, *, spacing_m: float = 100.0, tags: Mapping[str, str] = RESIDENTIAL
) -> Streets:
    """Make a grid of streets; node r*columns+c+1 stands at (c, r), ways 101… run east and 201… run north."""
    spots = {
        row * columns + column + 1: (column * spacing_m, row * spacing_m)
        for row in range(rows)
        for column in range(columns)
    }
    east = [(101 + row, [row * columns + column + 1 for column in range(columns)], tags) for row in range(rows)]
    north = [(201 + column, [row * columns + column + 1 for row in range(rows)], tags) for column in range(columns)]
    return town(spots, east + north)


def street(length_m: float = 1000.0, *, parts: int = 10, tags: Mapping[str, str] = RESIDENTIAL) -> Streets:
    """Make one straight street to the east (way 1, nodes 1 to parts+1)."""
    spots = {index + 1: (index * length_m / parts, 0.0) for index in range(parts + 1)}
    return town(spots, [(1, list(spots), tags)])


def river_town(*, bridge: bool = True) -> Streets:
    """Make two quays of 1,000 m, 100 m apart (way 1 south, way 2 north), with one bridge (way 3) at the east end."""
    spots = {1: (0.0, 0.0), 2: (500.0, 0.0), 3: (1000.0, 0.0), 4: (0.0, 100.0), 5: (500.0, 100.0), 6: (1000.0, 100.0)}
    ways = [(1, [1, 2, 3], RESIDENTIAL), (2, [4, 5, 6], RESIDENTIAL)]
    return town(spots, [*ways, (3, [3, 6], RESIDENTIAL)] if bridge else ways)


def one_way_ring(*, side_m: float = 200.0, tags: Mapping[str, str] | None = None) -> Streets:
    """Make a square one-way ring, anticlockwise from node 1 at the corner (way 1, nodes 1-2-3-4-1)."""
    spots = {1: (0.0, 0.0), 2: (side_m, 0.0), 3: (side_m, side_m), 4: (0.0, side_m)}
    return town(spots, [(1, [1, 2, 3, 4, 1], tags or {"highway": "residential", "oneway": "yes"})])


def two_islands(*, ferry: Mapping[str, str] | None = None, gap_m: float = 1000.0) -> Streets:
    """Make two streets of 600 m on one line (ways 1 and 2), `gap_m` of water apart, perhaps with a ferry (way 3)."""
    east = 600.0 + gap_m
    spots = {
        1: (0.0, 0.0),
        2: (300.0, 0.0),
        3: (600.0, 0.0),
        4: (east, 0.0),
        5: (east + 300, 0.0),
        6: (east + 600, 0.0),
    }
    ways = [(1, [1, 2, 3], RESIDENTIAL), (2, [4, 5, 6], RESIDENTIAL)]
    return town(spots, ways if ferry is None else [*ways, (3, [3, 4], {"route": "ferry", **ferry})])
