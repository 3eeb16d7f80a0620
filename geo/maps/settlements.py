"""Towns, villages, stations and roads by name on a provincial map, as far as the base map knows them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from geo.maps import style
from geo.maps.basemap import Basemap
from geo.maps.frame import MapFrame
from geo.maps.labels import Candidate, Wish, around
from geo.maps.names import number_wishes, points_of, waterway_wishes
from geo.maps.paper import Letter, Paper

_LETTERS = {
    "city": Letter(size_pt=7.8, colour=style.GREY, halo=style.LAND),
    "town": Letter(size_pt=7.0, colour=style.GREY, halo=style.LAND),
    "village": Letter(size_pt=6.4, colour=style.GREY, halo=style.LAND),
}
_SHOWN_TO = {"city": 2_500_000, "town": 450_000, "village": 225_000}
"""Largest denominator at which a kind of place is shown."""
_APART_MM, _MOST = 7.0, 40
_RINGS_MM, _PLATE_MM = (0.0, 0.8, 1.8, 3.2), 0.6
_CITY_RINGS_MM = (*_RINGS_MM, 4.8, 6.5, 8.5)
"""A city is an area: its name may stand off from its dot, which is better than a map without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """A town or village on paper."""

    name: str
    """Name."""
    kind: str
    """Rank: city, town or village."""
    spot: tuple[float, float]
    """Place on paper."""


def settlements_within(basemap: Basemap, frame: MapFrame) -> tuple[Settlement, ...]:
    """Choose the towns and villages to show, the larger first; one that lies too near a larger one is left out."""
    found: list[Settlement] = []
    for kind, shown_to in _SHOWN_TO.items():
        if frame.scale > shown_to:
            continue
        for name, spot in points_of(basemap, frame, "place", kind=kind, margin_mm=1.5):
            known = any(each.name == name for each in found)
            near = any(np.hypot(each.spot[0] - spot[0], each.spot[1] - spot[1]) < _APART_MM for each in found)
            if not known and not near and len(found) < _MOST:
                found.append(Settlement(name=name, kind=kind, spot=spot))
    return tuple(found)


def settlement_wishes(settlements: tuple[Settlement, ...]) -> tuple[Wish, ...]:
    """Ask for their names, each beside its dot."""
    found = []
    for each in settlements:
        letter, (x, y) = _LETTERS[each.kind], each.spot
        half = 0.5 * float(np.sqrt(style.TOWN_DOT.area_mm2))
        box = (x - half, y - half, x + half, y + half)
        rings = _CITY_RINGS_MM if each.kind == "city" else _RINGS_MM
        places = tuple(replace(place, leader=None) for place in around(box, (each.name,), letter, rings=rings))
        found.append(Wish(key=each.name, lines=(each.name,), letter=letter, candidates=places))
    return tuple(found)


def line_wishes(basemap: Basemap, frame: MapFrame) -> tuple[Wish, ...]:
    """Ask for the numbers of main roads, on plates, and the names of canals and rivers along them."""
    quiet = Letter(size_pt=5.4, weight="semibold", colour=style.GREY)
    plates = tuple(
        replace(wish, letter=quiet, plate=style.PAPER, optional=True, candidates=tuple(map(_plate, wish.candidates)))
        for wish in number_wishes(basemap, frame)
    )
    return (*plates, *waterway_wishes(basemap, frame))


def draw_dots(paper: Paper, settlements: tuple[Settlement, ...], stations: Mapping[str, tuple[float, float]]) -> None:
    """Draw a dot for each town and village, and a small square for each station."""
    for each in settlements:
        paper.dot(each.spot, style.TOWN_DOT)
    for spot in stations.values():
        paper.dot(spot, style.STATION_DOT)


def _plate(place: Candidate) -> Candidate:
    """Keep room for the plate around a number."""
    boxes = tuple((left - _PLATE_MM, top - _PLATE_MM, right + _PLATE_MM, bottom + _PLATE_MM)
                  for left, top, right, bottom in place.boxes)  # fmt: skip
    return replace(place, boxes=boxes)
