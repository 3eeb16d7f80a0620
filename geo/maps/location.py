"""The sheet of one location: its surroundings at a town scale, the area within walking distance, the facilities."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import CrsError
from geo.figures import format_km, format_metres, format_number
from geo.imprint import Imprint
from geo.maps import style
from geo.maps.basemap import Basemap, draw_layers, layers_within
from geo.maps.composition import BoxMm, Legend, Page, Scene, compose
from geo.maps.frame import TOWN_SCALES, MapFrame, fit_frame
from geo.maps.ground import layer_items
from geo.maps.labels import Board, Box, Placement, Wish, around, centred, push_apart
from geo.maps.layout import Heading, TableBlock, TableColumn
from geo.maps.legend import Item, LineStyle, Section
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
from geo.maps.outlines import line_path
from geo.maps.paper import Letter, Paper, mark_box
from geo.maps.paper_size import A4, PaperSize
from geo.maps.sheets import Sheet, SheetInfo, check_edition, sheet_name
from geo.maps.site import Near, Site
from geo.maps.style import MarkStyle
from geo.words import say

_FACILITY_MM2, _LOCATION_MM2 = 9.0, 20.0
_FACILITY_RADIUS_MM, _LOCATION_RADIUS_MM, _STATION_RADIUS_MM = 1.75, 3.4, 1.0
_MOST_MOVED_MM, _EDGE_MM = 3.5, 2.0
"""How far a mark may be moved to be seen, and how far from the edge of the map it stands at least."""
_CLOSE_M, _SMALLEST_HOLE_M2 = 80.0, 60_000.0
"""How far apart streets may lie to be within one line, and the smallest hole that is drawn."""
_EDGES = (
    LineStyle(colour=style.CATCHMENT, width_mm=0.55),
    LineStyle(colour=style.CATCHMENT, width_mm=0.55, dash=(2.2, 1.2)),
    LineStyle(colour=style.CATCHMENT, width_mm=0.55, dash=(0.6, 0.9)),
)
_KEY = Letter(size_pt=7.0, weight="semibold", halo=style.PAPER)
_SMALL_KEY = Letter(size_pt=6.2, weight="semibold", halo=style.PAPER)
_NAME = Letter(size_pt=10.0, weight="semibold", halo=style.PAPER)
OWN = MarkStyle(shape="star", colour=style.INK)
_STATION_MM2 = 3.2
_TINT = 0.07


def location_sheet(
    site: Site, basemap: Basemap, *, imprint: Imprint, limits: Mapping[str, str], size: PaperSize = A4
) -> Sheet:
    """Draw the surroundings of a location.

    Parameters
    ----------
    site
        The location with its catchments and facilities.
    basemap
        Base map in the same metric reference system.
    imprint
        What stands on every sheet.
    limits
        Farthest distance looked at per mode, for the words *verder dan*.
    size
        Size of the paper.

    Raises
    ------
    InputError
        If the edition is open and the location is not.
    CrsError
        If the base map is not metric.
    """
    check_edition(pd.DataFrame({"open": [site.open]}), imprint)
    if not basemap.crs.is_projected:
        msg = "a location sheet needs a base map in a metric reference system"
        raise CrsError(msg)
    label = say("maps.location_number", number=site.location_id)
    subtitle = say("maps.lies_in", municipality=site.municipality) if site.municipality else ""
    page = Page(
        heading=Heading(number=label, title=site.name, subtitle=subtitle),
        table=_table(site, limits),
    )

    def frame_in(box: BoxMm) -> MapFrame:
        return fit_frame(site_bounds(site), box, TOWN_SCALES, margin_mm=3)

    drawn = compose(
        page,
        imprint=imprint,
        crs=basemap.crs,
        frame_in=frame_in,
        legend_in=lambda frame: Legend(base=base_items(frame, basemap), sections=(town_legend(frame, site, basemap),)),
        scene_in=lambda frame: town_scene(frame, site, basemap),
        size=size,
    )
    shown = " en ".join(_limit(limit) for limit in sorted(site.catchments))
    listed = "; ".join(
        say("maps.alt.near", what=_what(near), distance=_outcome(near, site, limits)) for near in site.near
    )
    info = SheetInfo(
        number=label,
        title=site.name,
        name=sheet_name(say("maps.location_name"), site.location_id, imprint, size),
        alt_text=say(
            "maps.alt.location", name=site.name, scale=format_number(drawn.frame.scale), limits=shown, listed=listed
        ),
        table=page.table.frame(),
        scale=drawn.frame.scale,
        unplaced=drawn.unplaced,
        size=size,
    )
    return Sheet(info=info, figure=drawn.paper.figure)


def site_bounds(site: Site) -> tuple[float, float, float, float]:
    """Give the box that must be in the picture: the largest catchment, the location in any case."""
    area = site.catchments[site.limit_m]
    x, y = site.xy
    half = site.limit_m / 2
    around_it = shapely.box(x - half, y - half, x + half, y + half)
    west, south, east, north = shapely.union_all([area, around_it]).bounds
    return float(west), float(south), float(east), float(north)


def _group(category: str) -> MarkStyle:
    return style.FACILITY_GROUPS[style.GROUP_OF.get(category, "other")]


def _look(near: Near, site: Site) -> MarkStyle:
    mark = _group(near.category)
    inside = near.distance_m is not None and near.distance_m <= site.limit_m
    return MarkStyle(shape=mark.shape, colour=mark.colour, fill="full" if inside else "open")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """What stands on the map, in place."""

    own: tuple[float, float]
    marks: tuple[tuple[Near, tuple[float, float]], ...]
    stations: Mapping[str, tuple[float, float]]
    labels: tuple[Placement, ...]
    plates: tuple[Placement, ...]
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


def town_scene(frame: MapFrame, site: Site, basemap: Basemap) -> Scene:
    """Place marks, catchments and names of a site and its surroundings in a window."""
    layers, beyond = layers_within(basemap, frame), _outside(frame, basemap)
    placed = _place(frame, site, basemap)

    def draw(paper: Paper) -> None:
        axes = paper.map_axes((frame.left, frame.top, frame.width, frame.height), frame.limits)
        draw_layers(layers, axes, frame)
        if beyond is not None:
            paper.shape(frame.shape_to_mm(beyond), fill=style.BEYOND, order=1.0)
        _draw_catchments(paper, frame, site)
        _draw(paper, site, placed)

    return Scene(
        notes=tuple(say(key, names=", ".join(names)) for key, names in placed.notes),
        unplaced=tuple(name for _, names in placed.notes for name in names),
        draw=draw,
    )


def shown_near(frame: MapFrame, site: Site) -> list[tuple[Near, tuple[float, float]]]:
    """Give the facilities in the window with their true places."""
    return [
        (near, near.xy)
        for near in site.near
        if near.xy is not None and bool(frame.holds(near.xy, margin_mm=_EDGE_MM)[0])
    ]


@dataclass(frozen=True, slots=True)
class _Spots:
    """Where the marks stand on paper."""

    own: tuple[float, float]
    marks: tuple[tuple[Near, tuple[float, float]], ...]
    stations: Mapping[str, tuple[float, float]]


def _spots(frame: MapFrame, site: Site, basemap: Basemap) -> _Spots:
    """Give each mark its place, parted from the ones that it would hide."""
    own, shown, posts_at = frame.to_mm(site.xy)[0], shown_near(frame, site), station_spots(basemap, frame)
    true = np.vstack([own, *(frame.to_mm(xy) for _, xy in shown), *posts_at.values()])
    radii = [_LOCATION_RADIUS_MM, *([_FACILITY_RADIUS_MM] * len(shown)), *([_STATION_RADIUS_MM] * len(posts_at))]
    spots = [(float(x), float(y)) for x, y in push_apart(true, np.array(radii), most_mm=_MOST_MOVED_MM)]
    marks = tuple((near, spot) for (near, _), spot in zip(shown, spots[1:], strict=False))
    return _Spots(spots[0], marks, dict(zip(posts_at, spots[1 + len(shown) :], strict=True)))


def _place(frame: MapFrame, site: Site, basemap: Basemap) -> _Drawn:
    spots = _spots(frame, site, basemap)
    star = mark_box(spots.own, OWN, _LOCATION_MM2)
    boxes = [mark_box(spot, _group(near.category), _FACILITY_MM2) for near, spot in spots.marks]
    posts = [mark_box(spot, style.STATION, _STATION_MM2) for spot in spots.stations.values()]
    left, top, right, bottom = frame.box
    board = Board(
        frame=(left + 0.7, top + 0.7, right - 0.7, bottom - 0.7),
        lines=[frame.shape_to_mm(_outline(area).boundary) for area in site.catchments.values() if not area.is_empty],
        taken=[star, *boxes, *posts],
    )
    first = board.place([_name_wish(site, star)])
    keyed = [(near, box) for (near, _), box in zip(spots.marks, boxes, strict=True)]
    keys = board.place(_key_wish(near, box, _KEY) for near, box in keyed)
    late = {wish.key for wish in keys.unplaced}
    small = board.place(_key_wish(near, box, _SMALL_KEY) for near, box in keyed if near.key in late)
    plates = board.place(number_wishes(basemap, frame))
    labels = [placed for part in (first, keys, small) for placed in part.placements]
    lost = tuple(wish.key for part in (first, small) for wish in part.unplaced)
    inside = {near.key for near, _ in spots.marks}
    away = tuple(near.key for near in site.near if near.xy is not None and near.key not in inside)
    notes = (("maps.unnamed", lost), ("maps.off_window", away))
    return _Drawn(
        own=spots.own,
        marks=spots.marks,
        stations=spots.stations,
        labels=(*labels, *_ground_labels(board, frame, basemap, spots)),
        plates=plates.placements,
        notes=tuple((key, names) for key, names in notes if names),
    )


def _ground_labels(board: Board, frame: MapFrame, basemap: Basemap, spots: _Spots) -> tuple[Placement, ...]:
    """Place the names of the base map; a street that bears the name of a water stays without."""
    places = board.place(place_wishes(basemap, frame))
    stations = board.place(station_wishes(spots.stations))
    water = board.place(water_wishes(basemap, frame))
    named = {placed.wish.key for placed in water.placements}
    streets = board.place(wish for wish in street_wishes(basemap, frame) if wish.key not in named)
    return (*places.placements, *stations.placements, *water.placements, *streets.placements)


def _name_wish(site: Site, box: Box) -> Wish:
    lines = (site.name,)
    near = around(box, lines, _NAME, rings=(0.0, 1.2, 3.0, 6.0, 10.0))
    x, y = (box[0] + box[2]) / 2, box[3] + 3.5
    return Wish(key=site.name, lines=lines, letter=_NAME, candidates=(*near, centred((x, y), lines, _NAME, cost=9.0)))


def _key_wish(near: Near, box: Box, letter: Letter) -> Wish:
    lines = (near.key,)
    return Wish(key=near.key, lines=lines, letter=letter, candidates=around(box, lines, letter))


def _draw_catchments(paper: Paper, frame: MapFrame, site: Site) -> None:
    for edge, (_, area) in zip(_EDGES, sorted(site.catchments.items()), strict=False):
        if area.is_empty:
            continue
        drawn = frame.shape_to_mm(_outline(area))
        paper.shape(drawn, fill=edge.colour, order=2.3, alpha=_TINT)
        path = line_path(np.array([frame.shape_to_mm(_outline(area).boundary)]))
        paper.stroke(path, colour=style.PAPER, width_mm=1.2, order=2.4)
        paper.stroke(path, colour=edge.colour, width_mm=edge.width_mm, dash=edge.dash or (), order=2.5)


def _outline(area: BaseGeometry) -> BaseGeometry:
    """Draw one line around streets that lie close together, without the small blocks between them."""
    closed = shapely.buffer(shapely.buffer(area, _CLOSE_M, quad_segs=4), -_CLOSE_M, quad_segs=4)
    parts = [
        shapely.Polygon(
            part.exterior, [hole for hole in part.interiors if shapely.Polygon(hole).area > _SMALLEST_HOLE_M2]
        )
        for part in shapely.get_parts(closed)
    ]
    return shapely.simplify(shapely.multipolygons(parts), 4.0)


def _draw(paper: Paper, site: Site, placed: _Drawn) -> None:
    for spot in placed.stations.values():
        paper.mark(spot, style.STATION, _STATION_MM2, order=3.6)
    for near, spot in placed.marks:
        paper.mark(spot, _look(near, site), _FACILITY_MM2, order=4.0)
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
    """Explain the marks that are in the window; the keys are of what the site and its facilities are called."""
    shown = [near for near, _ in shown_near(frame, site)]
    items = [Item(symbol=OWN, text=say(own))]
    by_mark: dict[MarkStyle, list[str]] = {}
    for category in dict.fromkeys(near.category for near in shown):
        text = say(keyed, category=say(f"category.{category}"), sign=say(f"maps.key.{category}"))
        by_mark.setdefault(_group(category), []).append(text)
    items += [Item(symbol=mark, text=_capital(", ".join(texts))) for mark, texts in by_mark.items()]
    if any(_look(near, site).fill == "open" for near in shown):
        open_mark = MarkStyle(shape="circle", colour=style.GREY, fill="open")
        items.append(Item(symbol=open_mark, text=say("maps.legend.open_mark", limit=_limit(site.limit_m))))
    if station_spots(basemap, frame):
        items.append(Item(symbol=style.STATION, text=say("maps.legend.station")))
    for edge, (limit_m, area) in zip(_EDGES, sorted(site.catchments.items()), strict=False):
        if not area.is_empty:
            text = say("maps.legend.catchment", limit=_limit(limit_m), mode=say("maps.mode.walk"))
            items.append(Item(symbol=edge, text=text))
    return Section(title=say("maps.legend.legend"), items=tuple(items), mark_mm2=_FACILITY_MM2)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _what(near: Near) -> str:
    category = say(f"category.{near.category}")
    if near.status != "ok":
        return category
    return near.name or say("maps.nameless", category=category)


def _outcome(near: Near, site: Site, limits: Mapping[str, str]) -> str:
    if near.status != "ok" or near.distance_m is None:
        return say(f"status.{near.status}", limit=limits.get("walk", say("unknown.word")))
    reads_inside = _tenths(near.distance_m) <= site.limit_m / 100
    contradicts = reads_inside != (near.distance_m <= site.limit_m)
    return format_metres(_away_from(near.distance_m, site.limit_m)) if contradicts else format_km(near.distance_m)


def _tenths(distance_m: float) -> float:
    """Round to tenths of a kilometre, as a distance is written."""
    return float(np.floor(distance_m / 100 + 0.5))


def _away_from(distance_m: float, limit_m: float) -> float:
    """Round to whole metres, but not onto or over the limit: a hair beyond it is written as a metre beyond it."""
    return float(np.ceil(distance_m) if distance_m > limit_m else np.floor(distance_m))


def _limit(limit_m: float) -> str:
    """Write a limit in kilometres, but in metres where a decimal would round it."""
    return format_metres(limit_m) if limit_m % 100 else format_km(limit_m)


def _table(site: Site, limits: Mapping[str, str]) -> TableBlock:
    columns = (
        TableColumn(heading=say("maps.column.number"), width=9),
        TableColumn(heading=say("maps.column.facility"), width=50),
        TableColumn(heading=say("maps.column.category"), width=27),
        TableColumn(heading=say("maps.column.distance"), width=26, right=True),
    )
    rows = tuple(
        (
            near.key if near.xy is not None else "",
            _what(near) if near.status == "ok" else "",
            say(f"category.{near.category}"),
            _outcome(near, site, limits) + ("*" if near.border else ""),
        )
        for near in site.near
    )
    note = say("maps.outcome.border") if any(near.border for near in site.near) else ""
    return TableBlock(title=say("maps.nearest_walking"), columns=columns, rows=rows, note=note)
