"""The map of a location or candidate: its surroundings at a town scale, walks, areas within walking distance, names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.figures import format_km, format_list, format_metres
from geo.maps import style
from geo.maps.basemap import Basemap, draw_layers, layers_within
from geo.maps.catchment_area import DrawnArea, Spot, draw_areas, drawn_areas, told_limits
from geo.maps.composition import Scene
from geo.maps.crowds import push_apart
from geo.maps.frame import MapFrame
from geo.maps.ground import layer_items
from geo.maps.labels import Board, Box, Placement, Wish, around, centred
from geo.maps.legend import Item, Section
from geo.maps.locator import OWN, Locator, free_corner
from geo.maps.marks import draw_placements
from geo.maps.names import (
    number_box,
    number_wishes,
    place_wishes,
    station_spots,
    station_wishes,
    street_wishes,
    water_wishes,
)
from geo.maps.paper import Letter, Paper, mark_box
from geo.maps.pointers import ARROW, Pointer, pointers
from geo.maps.remarks import listed
from geo.maps.site import Near, Site
from geo.maps.style import MarkStyle
from geo.maps.town_routes import (
    LEG,
    draw_routes,
    group_of,
    has_leg,
    keys_of_routes,
    route_line,
    seen_stretches,
    stretches,
)
from geo.plain_text import capital
from geo.words import say

_FACILITY_MM2, _LOCATION_MM2 = 9.0, 20.0
_FACILITY_RADIUS_MM, _LOCATION_RADIUS_MM, _STATION_RADIUS_MM = 1.75, 3.4, 1.0
_MOST_MOVED_MM, _EDGE_MM = 5.2, 2.0
"""How far a mark may be moved to be seen, and how far from the edge of the map it stands at least."""
_KEY = Letter(size_pt=7.0, weight="semibold", halo=style.PAPER)
_SMALL_KEY = Letter(size_pt=6.2, weight="semibold", halo=style.PAPER)
_NAME = Letter(size_pt=10.0, weight="semibold", halo=style.PAPER)
_NAME_MM = 42.0
"""A longer name is broken into lines."""
_STATION_MM2 = 3.2
_RINGS_MM = (0.0, 1.0, 2.2, 3.6, 5.4)
_FAR_RINGS_MM = (*_RINGS_MM, 7.6, 10.0, 13.0, 17.0)
"""How far a key may stand from its mark, and how far where it is crowded."""


def _look(near: Near, site: Site) -> MarkStyle:
    mark = style.FACILITY_GROUPS[group_of(near.category)]
    inside = near.distance_m is not None and near.distance_m <= site.limit_m
    return MarkStyle(shape=mark.shape, colour=mark.colour, fill="full" if inside else "open")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """What stands on the map, in place."""

    own: tuple[float, float]
    marks: tuple[tuple[Near, tuple[float, float]], ...]
    stations: Mapping[str, tuple[float, float]]
    areas: tuple[DrawnArea, ...]
    arrows: tuple[Pointer, ...]
    labels: tuple[Placement, ...]
    plates: tuple[Placement, ...]
    inset: Locator | None
    notes: tuple[tuple[str, tuple[str, ...]], ...]
    """Key of a remark and the names that it is about."""


def _outside(frame: MapFrame, basemap: Basemap) -> BaseGeometry | None:
    """Give the part of the window of which nothing is known; None where that is nothing."""
    beyond = shapely.difference(shapely.box(*frame.limits), basemap.extent)
    return beyond if beyond.area > 1.0 else None


def base_items(frame: MapFrame, basemap: Basemap) -> tuple[Item, ...]:
    """Explain the ground in the window."""
    items = layer_items(list(layers_within(basemap, frame)))
    if _outside(frame, basemap) is None:
        return items
    return (*items, Item(symbol=style.AreaStyle(colour=style.BEYOND), text=say("maps.legend.outside")))


def town_scene(frame: MapFrame, site: Site, basemap: Basemap, locator: Locator | None = None) -> Scene:
    """Place marks, walks, areas and names of a site and its surroundings in a window.

    Parameters
    ----------
    frame
        The window.
    site
        The location or candidate.
    basemap
        Base map in the same metric reference system.
    locator
        Small map of the province for a corner that is free; None for none.
    """
    layers, beyond = layers_within(basemap, frame), _outside(frame, basemap)
    placed = _place(frame, site, basemap, locator)

    def draw(paper: Paper) -> None:
        axes = paper.map_axes((frame.left, frame.top, frame.width, frame.height), frame.limits)
        draw_layers(layers, axes, frame)
        if beyond is not None:
            paper.shape(frame.shape_to_mm(beyond), fill=style.BEYOND, order=1.0)
        draw_areas(paper, frame, placed.areas)
        draw_routes(paper, frame, site.near)
        _draw(paper, site, placed)
        if placed.inset is not None:
            placed.inset.draw_inset(paper, site.xy)

    return Scene(
        notes=tuple(say(key, names=listed(names)) for key, names in placed.notes),
        unplaced=tuple(name for _, names in placed.notes for name in names),
        draw=draw,
    )


def shown_near(frame: MapFrame, site: Site) -> list[tuple[Near, tuple[float, float]]]:
    """Give the facilities in the window with their true places."""
    return [(near, near.xy) for near in site.near if near.xy is not None and _holds(frame, near.xy)]


def _away(frame: MapFrame, site: Site) -> list[tuple[Near, tuple[float, float]]]:
    """Give the facilities outside the window with their places."""
    return [(near, near.xy) for near in site.near if near.xy is not None and not _holds(frame, near.xy)]


def _holds(frame: MapFrame, xy: tuple[float, float]) -> bool:
    return bool(frame.holds(xy, margin_mm=_EDGE_MM)[0])


@dataclass(frozen=True, slots=True)
class _Spots:
    """Where the marks stand on paper."""

    own: tuple[float, float]
    marks: tuple[tuple[Near, tuple[float, float]], ...]
    stations: Mapping[str, tuple[float, float]]

    def boxes(self) -> list[Box]:
        """Give the room that they take, the facilities between the location and the stations."""
        marks = [
            mark_box(spot, style.FACILITY_GROUPS[group_of(near.category)], _FACILITY_MM2) for near, spot in self.marks
        ]
        posts = [mark_box(spot, style.STATION, _STATION_MM2) for spot in self.stations.values()]
        return [mark_box(self.own, OWN, _LOCATION_MM2), *marks, *posts]


def _spots(frame: MapFrame, site: Site, basemap: Basemap) -> _Spots:
    """Give each mark its place, parted from the ones that it would hide."""
    own, shown, posts_at = frame.to_mm(site.xy)[0], shown_near(frame, site), station_spots(basemap, frame)
    true = np.vstack([own, *(frame.to_mm(xy) for _, xy in shown), *posts_at.values()])
    radii = [_LOCATION_RADIUS_MM, *([_FACILITY_RADIUS_MM] * len(shown)), *([_STATION_RADIUS_MM] * len(posts_at))]
    spots = [(float(x), float(y)) for x, y in push_apart(true, np.array(radii), most_mm=_MOST_MOVED_MM)]
    marks = tuple((near, spot) for (near, _), spot in zip(shown, spots[1:], strict=False))
    return _Spots(spots[0], marks, dict(zip(posts_at, spots[1 + len(shown) :], strict=True)))


def areas_of(frame: MapFrame, site: Site, marks: tuple[tuple[Near, tuple[float, float]], ...]) -> list[DrawnArea]:
    """Give the areas within walking distance as they are drawn around the marks."""
    spots = [Spot(at=spot, distance_m=near.distance_m) for near, spot in marks if near.distance_m is not None]
    return drawn_areas(frame, sorted(site.catchments.items()), spots)


def _place(frame: MapFrame, site: Site, basemap: Basemap, locator: Locator | None) -> _Drawn:
    spots = _spots(frame, site, basemap)
    areas, boxes = areas_of(frame, site, spots.marks), spots.boxes()
    arrows = _arrows(frame, site)
    left, top, right, bottom = frame.box
    ways = [frame.shape_to_mm(part.line) for part in stretches(site.near)]
    lines = [*(area.shape.boundary for area in areas), *ways]
    taken = [*boxes, *(arrow.box for arrow in arrows)]
    shown = [*(area.shape for area in areas), *ways, *(shapely.box(*box) for box in taken)]
    inset = free_corner(frame, locator, shown) if locator is not None else None
    board = Board(
        frame=(left + 0.7, top + 0.7, right - 0.7, bottom - 0.7),
        lines=[line for line in lines if not line.is_empty],
        taken=[*taken, *([inset.frame.box] if inset is not None else [])],
    )
    first = board.place([_name_wish(site, boxes[0])])
    keyed = [(near, box) for (near, _), box in zip(spots.marks, boxes[1:], strict=False)]
    keys = board.place(_key_wish(near, box, _KEY) for near, box in keyed)
    late = {wish.key for wish in keys.unplaced}
    small = board.place(
        _key_wish(near, box, _SMALL_KEY, rings=_FAR_RINGS_MM) for near, box in keyed if near.key in late
    )
    told = board.place(arrow.wish() for arrow in arrows)
    plates = board.place(number_wishes(basemap, frame))
    labels = [placed for part in (first, keys, small, told) for placed in part.placements]
    lost = tuple(wish.key for part in (first, small) for wish in part.unplaced)
    unsaid = {wish.key for wish in told.unplaced}
    away = tuple(key for arrow in arrows if arrow.keys[0] in unsaid for key in arrow.keys)
    notes = (("maps.unnamed", lost), ("maps.off_window", away))
    return _Drawn(
        own=spots.own,
        marks=spots.marks,
        stations=spots.stations,
        areas=tuple(areas),
        arrows=tuple(arrow for arrow in arrows if arrow.keys[0] not in unsaid),
        labels=(*labels, *_ground_labels(board, frame, basemap, spots)),
        plates=plates.placements,
        inset=inset,
        notes=tuple((key, names) for key, names in notes if names),
    )


def _arrows(frame: MapFrame, site: Site) -> tuple[Pointer, ...]:
    """Point to the facilities outside the window, near ones first."""
    away = sorted(_away(frame, site), key=lambda each: each[0].distance_m or 0.0)
    return pointers(frame, site.xy, [(near.key, f"{near.key} {outcome_of(near, site)}", xy) for near, xy in away])


def _ground_labels(board: Board, frame: MapFrame, basemap: Basemap, spots: _Spots) -> tuple[Placement, ...]:
    """Place the names of the base map; a street that bears the name of a water stays without."""
    places = board.place(place_wishes(basemap, frame))
    stations = board.place(station_wishes(spots.stations))
    water = board.place(water_wishes(basemap, frame))
    named = {placed.wish.key for placed in water.placements}
    streets = board.place(wish for wish in street_wishes(basemap, frame) if wish.key not in named)
    return (*places.placements, *stations.placements, *water.placements, *streets.placements)


def _name_wish(site: Site, box: Box) -> Wish:
    lines = _even(site.name)
    near = around(box, lines, _NAME, rings=(0.0, 1.2, 3.0, 6.0, 10.0, 14.0, 19.0))
    x, y = (box[0] + box[2]) / 2, box[3] + 3.5
    return Wish(key=site.name, lines=lines, letter=_NAME, candidates=(*near, centred((x, y), lines, _NAME, cost=9.0)))


def _even(name: str) -> tuple[str, ...]:
    """Break a long name into as few lines as fit, each about as long."""
    broken = [_NAME.wrap(name, width) for width in np.arange(_NAME_MM, _NAME_MM / 2, -1.0)]
    return min((lines for lines in broken if len(lines) == len(broken[0])), key=lambda lines: max(map(len, lines)))


def _key_wish(near: Near, box: Box, letter: Letter, rings: Sequence[float] = _RINGS_MM) -> Wish:
    lines = (near.key,)
    return Wish(key=near.key, lines=lines, letter=letter, candidates=around(box, lines, letter, rings=rings))


def _draw(paper: Paper, site: Site, placed: _Drawn) -> None:
    for spot in placed.stations.values():
        paper.mark(spot, style.STATION, _STATION_MM2, order=3.6)
    for near, spot in placed.marks:
        paper.mark(spot, _look(near, site), _FACILITY_MM2, order=4.0)
    for arrow in placed.arrows:
        arrow.draw(paper)
    paper.mark(placed.own, OWN, _LOCATION_MM2, order=4.3)
    for plate in placed.plates:
        paper.box(number_box(plate.wish, plate.place), fill=style.GREY, edge=style.PAPER, width_mm=0.2, order=3.0)
    draw_placements(paper, (*placed.plates, *placed.labels))


def town_legend(
    frame: MapFrame,
    site: Site,
    basemap: Basemap,
    *,
    own: str = "maps.legend.location",
    keyed: str = "maps.legend.keyed",
) -> Section:
    """Explain what is in the window; the keys are of what the site and its facilities are called."""
    shown = [near for near, _ in shown_near(frame, site)]
    spots = _spots(frame, site, basemap)
    hidden = shapely.union_all([shapely.box(*box) for box in spots.boxes()])
    routes = keys_of_routes(frame, site.near, hidden)
    items = [Item(symbol=OWN, text=say(own)), *_mark_items(shown, routes, keyed)]
    if any(_look(near, site).fill == "open" for near in shown):
        open_mark = MarkStyle(shape="circle", colour=style.GREY, fill="open")
        items.append(Item(symbol=open_mark, text=say("maps.legend.open_mark", limit=limit_words(site.limit_m))))
    if any(len(part.groups) > 1 for part in seen_stretches(frame, site.near, hidden)):
        items.append(Item(symbol=None, text=say("maps.locator.shared")))
    if has_leg(frame, site.near, hidden):
        items.append(Item(symbol=LEG, text=say("maps.locator.leg")))
    if _away(frame, site):
        items.append(Item(symbol=ARROW, text=say("maps.locator.away")))
    if station_spots(basemap, frame):
        items.append(Item(symbol=style.STATION, text=say("maps.legend.station")))
    for edge, limits in told_limits(frame, areas_of(frame, site, spots.marks)):
        limit = format_list([limit_words(limit_m) for limit_m in limits])
        items.append(Item(symbol=edge, text=say("maps.legend.catchment", limit=limit, mode=say("maps.mode.walk"))))
    return Section(title=say("maps.legend.legend"), items=tuple(items), mark_mm2=_FACILITY_MM2)


def _mark_items(shown: list[Near], routes: Mapping[str, tuple[str, ...]], keyed: str) -> list[Item]:
    """Explain the marks of the groups on the map, each category by its key, with the walk to it."""
    by_group: dict[str, list[str]] = {}
    for category in dict.fromkeys(near.category for near in shown):
        text = say(keyed, category=say(f"category.{category}"), sign=say(f"maps.key.{category}"))
        by_group.setdefault(group_of(category), []).append(text)
    items = []
    for group, texts in by_group.items():
        what = capital(", ".join(texts))
        if group in routes:
            what = say("maps.locator.with_route", what=what, keys=format_list(list(routes[group])))
        line = route_line(group) if group in routes else None
        items.append(Item(symbol=style.FACILITY_GROUPS[group], text=what, under=line))
    gone = [group for group in routes if group not in by_group]
    items += [
        Item(symbol=route_line(group), text=say("maps.locator.route", keys=format_list(list(routes[group]))))
        for group in gone
    ]
    return items


def outcome_of(near: Near, site: Site) -> str:
    """Write how far a facility is: in kilometres, or in metres where that would contradict the map."""
    if near.distance_m is None:
        return ""
    for limit_m in site.catchments:
        if (_tenths(near.distance_m) <= limit_m / 100) != (near.distance_m <= limit_m):
            return format_metres(_away_from(near.distance_m, limit_m))
    return format_km(near.distance_m)


def _tenths(distance_m: float) -> float:
    """Round to tenths of a kilometre, as a distance is written."""
    return float(np.floor(distance_m / 100 + 0.5))


def _away_from(distance_m: float, limit_m: float) -> float:
    """Round to whole metres, but not onto or over the limit: a hair beyond it is written as a metre beyond it."""
    return float(np.ceil(distance_m) if distance_m > limit_m else np.floor(distance_m))


def limit_words(limit_m: float) -> str:
    """Write a limit in kilometres, but in metres where a decimal would round it."""
    return format_metres(limit_m) if limit_m % 100 else format_km(limit_m)
