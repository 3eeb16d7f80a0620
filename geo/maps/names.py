"""Names on a town map: places, stations, water, streets and road numbers, each where it is free."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from geo.maps import style
from geo.maps.basemap import Basemap
from geo.maps.frame import MapFrame
from geo.maps.labels import Candidate, Wish, along, around, centred, size_mm, within
from geo.maps.paper import Letter

_PLACES = {
    "city": Letter(size_pt=12.5, weight="semibold", halo=style.PAPER),
    "town": Letter(size_pt=11.0, weight="semibold", halo=style.PAPER),
    "village": Letter(size_pt=9.0, weight="semibold", halo=style.PAPER),
    "suburb": Letter(size_pt=7.6, colour=style.GREY, halo=style.PAPER),
    "quarter": Letter(size_pt=7.2, colour=style.GREY, halo=style.PAPER),
    "neighbourhood": Letter(size_pt=6.8, colour=style.GREY, halo=style.PAPER),
    "hamlet": Letter(size_pt=6.8, colour=style.GREY, halo=style.PAPER),
    "island": Letter(size_pt=6.8, colour=style.GREY, halo=style.PAPER),
}
STATION = Letter(size_pt=6.8, weight="semibold", colour=style.INK, halo=style.PAPER)
WATER = Letter(size_pt=7.4, weight="italic", colour=style.WATER_TEXT, halo=style.WATER)
ROAD_NUMBER = Letter(size_pt=5.6, weight="semibold", colour=style.PAPER)
_STREETS = (
    (("primary", "secondary", "trunk"), Letter(size_pt=6.4, colour=style.GREY, halo=style.PAPER)),
    (("tertiary",), Letter(size_pt=6.0, colour=style.GREY, halo=style.PAPER)),
    (
        ("unclassified", "residential", "pedestrian", "living_street"),
        Letter(size_pt=5.6, colour=style.GREY, halo=style.PAPER),
    ),
)
"""Kinds of streets that are named, the most important first, with their letter."""
_WATERWAY = Letter(size_pt=6.2, weight="italic", colour=style.WATER_TEXT, halo=style.LAND)
_PLACES_TO = {"suburb": 50_000, "quarter": 40_000, "neighbourhood": 30_000}
"""Largest denominator at which a part of a town is named."""
_NUMBERED = ("motorway", "trunk", "primary", "secondary")
_MOST_STREETS, _FEWER_STREETS, _DETAILED = 36, 16, 35_000
"""How many streets are named up to a denominator, and how many beyond it."""
_MOST_PLATES, _LEAST_WATERWAY_MM, _BESIDE_MM = 12, 16.0, 1.9
_STATION_MM = 1.0
_APART_MM = 30.0
_ALONG_COST = 5.0


def place_wishes(basemap: Basemap, frame: MapFrame) -> tuple[Wish, ...]:
    """Ask for the names of towns and villages, the larger first; one name on two of them is asked for once."""
    rows = _named(basemap, frame, "place")
    found: dict[str, Wish] = {}
    for kind, letter in _PLACES.items():
        if frame.scale > _PLACES_TO.get(kind, frame.scale):
            continue
        for name, spot in sorted(_points(rows[rows["kind"] == kind], frame)):
            if name in found:
                continue
            box = (spot[0] - 0.1, spot[1] - 0.1, spot[0] + 0.1, spot[1] + 0.1)
            lines = (name,)
            middle = centred(spot, lines, letter)
            near = around(box, lines, letter, rings=(0.0, 1.5, 4.0, 7.0))
            moved = tuple(_plain(candidate) for candidate in near)
            found[name] = Wish(key=name, lines=lines, letter=letter, candidates=(middle, *moved))
    return tuple(found.values())


def _plain(candidate: Candidate) -> Candidate:
    """Leave out the leader: a place is an area, which its name may stand off from."""
    return Candidate(boxes=candidate.boxes, origin=candidate.origin, align=candidate.align, cost=candidate.cost + 0.4)


def station_spots(basemap: Basemap, frame: MapFrame) -> dict[str, tuple[float, float]]:
    """Give the stations in the frame by name, on paper."""
    return dict(sorted(_points(_named(basemap, frame, "station"), frame, margin_mm=2 * _STATION_MM)))


def station_wishes(spots: Mapping[str, tuple[float, float]]) -> tuple[Wish, ...]:
    """Ask for the names of stations."""
    found = []
    for name, (x, y) in spots.items():
        box = (x - _STATION_MM, y - _STATION_MM, x + _STATION_MM, y + _STATION_MM)
        found.append(
            Wish(key=name, lines=(name,), letter=STATION, candidates=around(box, (name,), STATION, rings=(0.0, 1.2)))
        )
    return tuple(found)


def water_wishes(basemap: Basemap, frame: MapFrame) -> tuple[Wish, ...]:
    """Ask for the names of water, each once: inside lakes, else along rivers and canals."""
    areas, lines = _named(basemap, frame, "water"), _named(basemap, frame, "waterway")
    places: dict[str, list[Candidate]] = {}
    for name, shape in _together(areas, frame):
        places.setdefault(name, []).extend(within(shape, (name,), WATER) if shape.area > 0 else ())
    for name, shape in _together(lines, frame):
        along_it = _along_parts(shape, name, WATER)
        places.setdefault(name, []).extend(replace(place, cost=place.cost + _ALONG_COST) for place in along_it)
    return tuple(
        Wish(key=name, lines=(name,), letter=WATER, candidates=tuple(found)) for name, found in places.items() if found
    )


def street_wishes(basemap: Basemap, frame: MapFrame, way: BaseGeometry | None = None) -> tuple[Wish, ...]:
    """Ask for the names of streets, through roads and long streets first.

    Parameters
    ----------
    basemap
        The base map.
    frame
        The window.
    way
        Line on paper that names may stand beside, since it hides the streets it runs along; None for none.
    """
    rows = _long_enough(_named(basemap, frame, "road"), frame)
    most = _MOST_STREETS if frame.scale <= _DETAILED else _FEWER_STREETS
    found: list[tuple[int, float, Wish]] = []
    for rank, (kinds, letter) in enumerate(_STREETS):
        for name, shape in _together(rows[rows["kind"].isin(kinds)], frame):
            candidates = (*_along_parts(shape, name, letter), *_beside_parts(shape, way, name, letter))
            if candidates:
                found.append((rank, -shape.length, Wish(key=name, lines=(name,), letter=letter, candidates=candidates)))
    ordered = sorted(found, key=lambda each: (each[0], each[1], each[2].key))
    first = {wish.key: wish for _, _, wish in reversed(ordered)}
    return tuple(wish for _, _, wish in ordered if first[wish.key] is wish)[:most]


def _long_enough(rows: gpd.GeoDataFrame, frame: MapFrame) -> gpd.GeoDataFrame:
    """Leave out the streets that are shorter than their names."""
    lengths = rows.length.groupby(rows["name"]).sum() / frame.metres_per_mm
    smallest = _STREETS[-1][1]
    fits = [name for name, length in lengths.items() if length > smallest.width_mm(str(name))]
    return rows[rows["name"].isin(fits)]


def number_wishes(basemap: Basemap, frame: MapFrame) -> tuple[Wish, ...]:
    """Ask for the numbers of main roads, such as ``N307``."""
    rows = basemap.names[(basemap.names["layer"] == "road") & basemap.names["kind"].isin(_NUMBERED)]
    rows = rows[rows["ref"].fillna("") != ""].assign(
        name=rows["ref"].astype("str").str.split(";").str[0].str.replace(" ", "")
    )
    found = []
    for name, shape in _together(rows, frame):
        spots = _spread(max(shapely.get_parts(shape), key=shapely.length))
        places = tuple(centred(spot, (name,), ROAD_NUMBER, cost=abs(part - 0.5)) for part, spot in spots)
        found.append(Wish(key=name, lines=(name,), letter=ROAD_NUMBER, candidates=places))
    return tuple(found)


def _spread(line: LineString) -> list[tuple[float, tuple[float, float]]]:
    """Give points along a line, each with its part of the length."""
    count = int(np.clip(line.length / _APART_MM * 3, 1, _MOST_PLATES))
    parts = (np.arange(count) + 0.5) / count
    spots = shapely.get_coordinates(shapely.line_interpolate_point(line, parts * line.length))
    return [(float(part), (float(x), float(y))) for part, (x, y) in zip(parts, spots, strict=True)]


def waterway_wishes(basemap: Basemap, frame: MapFrame) -> tuple[Wish, ...]:
    """Ask for the names of long canals and rivers along them, each once."""
    rows = _named(basemap, frame, "waterway")
    found = []
    for name, shape in _together(rows[rows["kind"].isin(("canal", "river"))], frame):
        places = _along_parts(shape, name, _WATERWAY) if shape.length >= _LEAST_WATERWAY_MM else ()
        if places:
            found.append(Wish(key=name, lines=(name,), letter=_WATERWAY, candidates=places, optional=True))
    return tuple(found)


def points_of(
    basemap: Basemap, frame: MapFrame, layer: str, *, kind: str, margin_mm: float
) -> list[tuple[str, tuple[float, float]]]:
    """Give what the base map names of a kind in the frame, by name, on paper."""
    rows = _named(basemap, frame, layer)
    return sorted(_points(rows[rows["kind"] == kind], frame, margin_mm=margin_mm))


def number_box(wish: Wish, place: Candidate) -> tuple[float, float, float, float]:
    """Give the plate behind a road number: left, top, width and height."""
    left, top, right, bottom = place.boxes[0]
    width, height = size_mm(wish.lines, wish.letter)
    return (left + right - width) / 2 - 0.5, (top + bottom - height) / 2 - 0.1, width + 1.0, height + 0.2


def _named(basemap: Basemap, frame: MapFrame, layer: str) -> gpd.GeoDataFrame:
    rows = basemap.names[(basemap.names["layer"] == layer) & (basemap.names["name"] != "")]
    return rows[rows.intersects(shapely.box(*frame.limits))]


def _points(
    rows: gpd.GeoDataFrame, frame: MapFrame, *, margin_mm: float = 0.0
) -> Iterator[tuple[str, tuple[float, float]]]:
    for name, shape in zip(rows["name"], rows.geometry, strict=True):
        spot = shapely.get_coordinates(shapely.point_on_surface(shape))
        if frame.holds(spot, margin_mm=margin_mm)[0]:
            x, y = frame.to_mm(spot)[0]
            yield str(name), (float(x), float(y))


def _together(rows: gpd.GeoDataFrame, frame: MapFrame) -> Iterator[tuple[str, BaseGeometry]]:
    """Give what bears one name as one shape on paper, by name."""
    for name, group in rows.groupby("name"):
        shape = frame.shape_to_mm(shapely.union_all(np.asarray(group.geometry.values)))
        joined = shapely.line_merge(shape) if shape.geom_type == "MultiLineString" else shape
        if not joined.is_empty:
            yield str(name), joined


def _along_parts(shape: BaseGeometry, name: str, letter: Letter) -> tuple[Candidate, ...]:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "LineString"]
    longest = sorted(parts, key=lambda part: -part.length)[:3]
    return tuple(candidate for part in longest for candidate in along(shapely.simplify(part, 0.15), name, letter))


def _beside_parts(shape: BaseGeometry, way: BaseGeometry | None, name: str, letter: Letter) -> tuple[Candidate, ...]:
    """List places at both sides of the parts of a street that a way hides."""
    if way is None or way.is_empty:
        return ()
    hidden = shapely.intersection(shape, shapely.buffer(way, 0.3))
    whole = shapely.line_merge(hidden) if hidden.geom_type == "MultiLineString" else hidden
    sides = [shapely.offset_curve(whole, side * _BESIDE_MM) for side in (1, -1)]
    return tuple(candidate for side in sides for candidate in _along_parts(side, name, letter))
