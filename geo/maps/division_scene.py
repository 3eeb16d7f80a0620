"""What the sheet of regions and partnerships draws: quiet fills, clear borders, hatches across the border."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import geopandas as gpd
import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from geo.maps import style
from geo.maps.composition import Scene
from geo.maps.frame import MapFrame
from geo.maps.ground import Ground, draw_ground, ground_within
from geo.maps.labels import Board, Candidate, Placed, Placement, Wish, around, within
from geo.maps.marks import draw_placements
from geo.maps.outlines import SPECK_MM2, Shapes, area_path, line_path, without_specks
from geo.maps.paper import Letter, Paper
from geo.maps.region import Region
from geo.maps.remarks import listed
from geo.maps.style import AreaStyle
from geo.words import say

REGION_MM, MUNICIPAL_MM, _PROVINCE_MM = 0.6, 0.18, 0.42
MEMBER = AreaStyle(colour="#e6e4dd")
"""Municipality of a partnership that lies in another province."""
WITHOUT_REGION = AreaStyle(colour=style.LAND)
_INSET_MM, _APART_MM, _MOST_INSET = 0.75, 1.0, 0.6
"""How far the outline of a partnership lies within its border, how far one that shares land lies within that, and
how far at most, as a part of the widest room."""
_BESIDE_M = 50.0
_WORSE = 3
"""How many times worse than on other sheets it is to write over a border: this one is about borders."""
_NAME = Letter(size_pt=9.5, weight="semibold", halo=style.PAPER)
_SMALL_NAME = Letter(size_pt=7.6, weight="semibold", halo=style.PAPER)
_WAYS = ((_NAME, 80.0), (_NAME, 30.0), (_SMALL_NAME, 60.0), (_SMALL_NAME, 20.0), (_NAME, 0.0))
"""How the name of a region is tried, in order: its letter and the width that a line may have; 0 for the number alone,
which the legend explains."""
_TOWN, _SMALL_TOWN = (Letter(size_pt=size, halo=style.PAPER) for size in (6.8, 6.0))
_NEIGHBOUR = Letter(size_pt=8.0, colour=style.GREY, halo=style.NEIGHBOUR)
_STEPS_MM, _SPILL_MM = (2.0, 7.0, 15.0), 2.5
"""How far the places for a name are apart, near its middle and beyond, and how far it may stand over the border."""
_ROOM_MM = 1.2
"""Room at either side of the name of a region."""
_LEAST_MM2, _OUTSIDE = 4.0, 50.0
"""Smallest neighbour that is named, and what it costs that its name stands beside it."""

Named = tuple[str, BaseGeometry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A region or a partnership."""

    name: str
    """Name."""
    shape: BaseGeometry
    """Area in metres."""
    look: AreaStyle
    """How it is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """What is drawn."""

    regions: tuple[Place, ...]
    """The counting regions, in the order of their numbers."""
    partnerships: tuple[Place, ...]
    """The partnerships that are drawn."""
    towns: tuple[Named, ...]
    """The own municipalities."""
    members: tuple[Named, ...]
    """Municipalities of drawn partnerships outside the province."""
    bare: tuple[str, ...]
    """Names of the own municipalities that are in no region."""


def tints_of(shapes: Sequence[BaseGeometry]) -> tuple[str, ...]:
    """Give each area a tint that no area beside it has, as far as there are tints."""
    wide = [shapely.buffer(shapely.simplify(shape, _BESIDE_M), _BESIDE_M) for shape in shapes]
    chosen: list[int] = []
    for at, shape in enumerate(wide):
        beside = {chosen[other] for other in range(at) if shapely.intersects(shape, wide[other])}
        count = len(style.REGION_TINTS)
        chosen.append(next((tint for tint in range(count) if tint not in beside), at % count))
    return tuple(style.REGION_TINTS[tint] for tint in chosen)


def division_scene(frame: MapFrame, region: Region, division: Division, notes: tuple[str, ...]) -> Scene:
    """Place regions, partnerships and names in a frame.

    Parameters
    ----------
    frame, region
        The window, and the ground in it.
    division
        What is drawn.
    notes
        What the reader must know, whatever the map shows.
    """
    ground = ground_within(frame, region)
    placed = _labels(frame, region, division)
    lost = tuple(sorted(wish.key for wish in placed.unplaced))

    def draw(paper: Paper) -> None:
        draw_ground(paper, frame, ground)
        _draw_areas(paper, frame, division)
        _draw_provinces(paper, frame, ground)
        _draw_partnerships(paper, frame, division.partnerships)
        draw_placements(paper, placed.placements)

    said = (say("maps.unnamed", names=listed(lost)),) if lost else ()
    return Scene(notes=(*notes, *said), unplaced=lost, draw=draw)


def _draw_areas(paper: Paper, frame: MapFrame, division: Division) -> None:
    fills = [(shape, MEMBER.colour) for _, shape in division.members]
    fills += [(shape, WITHOUT_REGION.colour) for name, shape in division.towns if name in division.bare]
    fills += [(place.shape, place.look.colour) for place in division.regions]
    for shape, colour in fills:
        paper.shape(frame.simple_to_mm(shape), fill=colour, order=1.0)
    thin = area_path(without_specks(_cut(frame, [shape for _, shape in (*division.members, *division.towns)])))
    thick = area_path(without_specks(_cut(frame, [place.shape for place in division.regions])))
    paper.stroke(thin, colour=style.GREY, width_mm=MUNICIPAL_MM, order=1.4)
    paper.stroke(thick, colour=style.INK, width_mm=REGION_MM, order=1.6)


def _cut(frame: MapFrame, shapes: Sequence[BaseGeometry]) -> Shapes:
    return np.array([frame.simple_to_mm(shape) for shape in shapes], dtype=object)


def _draw_provinces(paper: Paper, frame: MapFrame, ground: Ground) -> None:
    """Draw the provincial border again, over the fills."""
    window = shapely.box(*frame.box)
    on_paper = shapely.intersection(shapely.transform(ground.provinces, frame.to_mm), window)
    paper.stroke(area_path(without_specks(on_paper)), colour=style.BORDER, width_mm=_PROVINCE_MM, order=1.5)


def _draw_partnerships(paper: Paper, frame: MapFrame, partnerships: Sequence[Place]) -> None:
    """Hatch each partnership, and draw its outline a little within its border, so that two of them stay apart."""
    ranks = _ranks(partnerships)
    for at, (place, rank) in enumerate(zip(partnerships, ranks, strict=True)):
        shape, look = frame.simple_to_mm(place.shape), place.look
        paper.add(area_path(np.array([shape])), fill=None, edge=None, width_mm=0, hatch=look.hatch, order=1.2)
        inner = line_path(np.array([_outline(shape, rank)]))
        paper.stroke(inner, colour=style.PAPER, width_mm=look.edge_mm + 0.3, order=1.7 + 0.01 * at)
        paper.stroke(inner, colour=look.edge, width_mm=look.edge_mm, order=1.705 + 0.01 * at)


def _ranks(partnerships: Sequence[Place]) -> tuple[int, ...]:
    """Give each partnership the lowest rank that none has with which it shares land."""
    ranks: list[int] = []
    for at, place in enumerate(partnerships):
        core = shapely.buffer(place.shape, -_BESIDE_M)
        taken = {ranks[other] for other in range(at) if shapely.intersects(core, partnerships[other].shape)}
        ranks.append(next(rank for rank in range(at + 1) if rank not in taken))
    return tuple(ranks)


def _outline(shape: BaseGeometry, rank: int) -> BaseGeometry:
    """Give the outline of each part on paper; the higher the rank, the farther within, but it never goes."""
    inset = _INSET_MM + rank * _APART_MM
    parts = [part for part in shapely.get_parts(shape) if part.area > SPECK_MM2]
    kept = [shapely.buffer(part, -min(inset, _MOST_INSET * _radius(part)), join_style="mitre") for part in parts]
    return shapely.union_all(shapely.get_rings(shapely.get_parts(np.array(kept, dtype=object))))


def _radius(part: Polygon) -> float:
    return float(shapely.length(shapely.maximum_inscribed_circle(part, tolerance=0.2)))


def _labels(frame: MapFrame, region: Region, division: Division) -> Placed:
    left, top, right, bottom = frame.box
    borders = _cut(frame, [shape for _, shape in (*division.members, *division.towns)])
    outlines = [
        _outline(frame.simple_to_mm(place.shape), rank)
        for place, rank in zip(division.partnerships, _ranks(division.partnerships), strict=True)
    ]
    lines = _WORSE * [*shapely.boundary(borders), *outlines]
    board = Board(frame=(left + 1, top + 1, right - 1, bottom - 1), lines=lines)
    found, left_over = _tried(board, [partial(_region_wish, *way) for way in _WAYS], _regions_on(frame, division))
    towns = [(name, frame.simple_to_mm(shape)) for name, shape in (*division.members, *division.towns)]
    named, unnamed = _tried(board, [_town_wish, _small_town_wish], [each for each in towns if not each[1].is_empty])
    rest = board.place(_neighbour_wishes(frame, region.neighbours, division.members))
    return Placed(placements=(*found, *named, *rest.placements), unplaced=(*left_over, *unnamed, *rest.unplaced))


def _tried(
    board: Board, ways: Sequence[Callable[[Named], Wish]], areas: Sequence[Named]
) -> tuple[list[Placement], list[Wish]]:
    """Place the names of areas, each in the first way in which there is room for it."""
    found: list[Placement] = []
    lost: list[Wish] = []
    for way in ways:
        placed = board.place(way(area) for area in areas)
        found, lost = [*found, *placed.placements], list(placed.unplaced)
        late = {wish.key for wish in lost}
        areas = [area for area in areas if area[0] in late]
    return found, lost if areas else []


def _regions_on(frame: MapFrame, division: Division) -> list[Named]:
    return [
        (say("areas.regions.entry", number=number, name=place.name), frame.simple_to_mm(place.shape))
        for number, place in enumerate(division.regions, start=1)
    ]


def _region_wish(letter: Letter, width_mm: float, area: Named) -> Wish:
    """Ask for the name of a region with its number; where no width is given, for its number alone."""
    name, shape = area
    lines = letter.wrap(name, width_mm) if width_mm else (name.split()[0],)
    broken = width_mm > 0 and " ".join(lines) != name
    places = () if broken else within(shape, lines, letter)
    return Wish(key=name, lines=lines, letter=letter, candidates=tuple(_with_room(place) for place in places))


def _with_room(place: Candidate) -> Candidate:
    """Keep a name a little away from borders and from other names."""
    boxes = tuple((left - _ROOM_MM, top, right + _ROOM_MM, bottom) for left, top, right, bottom in place.boxes)
    return replace(place, boxes=boxes)


def _town_wish(area: Named) -> Wish:
    return _wish(*area, _TOWN)


def _small_town_wish(area: Named) -> Wish:
    return _wish(*area, _SMALL_TOWN)


def _neighbour_wishes(frame: MapFrame, neighbours: gpd.GeoDataFrame, members: Sequence[Named]) -> Iterator[Wish]:
    """Ask for the names of the other provinces, beside what is hatched there."""
    hatched = shapely.union_all(_cut(frame, [shape for _, shape in members]))
    for name, shape in zip(neighbours["name"], neighbours.geometry, strict=True):
        on_paper = frame.simple_to_mm(shape)
        if on_paper.area > _LEAST_MM2:
            lines = (str(name).upper(),)
            near = around(on_paper.bounds, lines, _NEIGHBOUR, rings=(0.0, 1.0))
            places = (
                *within(shapely.difference(on_paper, hatched), lines, _NEIGHBOUR),
                *(replace(each, cost=each.cost + _OUTSIDE) for each in near),
            )
            yield Wish(key=str(name), lines=lines, letter=_NEIGHBOUR, candidates=places)


def _wish(name: str, shape: BaseGeometry, letter: Letter) -> Wish:
    inside = [place for step in _STEPS_MM for place in within(shape, (name,), letter, step_mm=step)]
    places = [*inside, *within(shape.buffer(_SPILL_MM), (name,), letter)]
    return Wish(key=name, lines=(name,), letter=letter, candidates=tuple(places))
