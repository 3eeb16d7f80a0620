"""What the sheet of regions and partnerships draws: quiet fills, clear borders, hatches across the border."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.maps import style
from geo.maps.composition import Scene
from geo.maps.frame import MapFrame
from geo.maps.ground import Ground, Region, draw_ground, ground_within
from geo.maps.labels import Board, Placed, Wish, around, within
from geo.maps.marks import draw_placements
from geo.maps.outlines import Shapes, area_path, line_path
from geo.maps.paper import Letter, Paper
from geo.maps.style import AreaStyle
from geo.words import say

REGION_MM, MUNICIPAL_MM, _PROVINCE_MM = 0.6, 0.18, 0.42
MEMBER = AreaStyle(colour="#e6e4dd")
"""Municipality of a partnership that lies in another province."""
WITHOUT_REGION = AreaStyle(colour=style.LAND)
_INSET_MM, _APART_MM = 0.75, 1.0
"""How far the outline of the first partnership lies within its border, and each further one within that."""
_BESIDE_M = 50.0
_NAME = Letter(size_pt=9.5, weight="semibold", halo=style.PAPER)
_SMALL_NAME = Letter(size_pt=7.6, weight="semibold", halo=style.PAPER)
_TOWN = Letter(size_pt=6.8, halo=style.PAPER)
_NEIGHBOUR = Letter(size_pt=8.0, colour=style.GREY, halo=style.NEIGHBOUR)
_SPILL_MM = 2.5
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

    said = (say("maps.unnamed", names=", ".join(lost)),) if lost else ()
    return Scene(notes=(*notes, *said), unplaced=lost, draw=draw)


def _on_paper(frame: MapFrame, shape: BaseGeometry) -> BaseGeometry:
    return frame.shape_to_mm(shapely.simplify(shape, 0.08 * frame.metres_per_mm))


def _draw_areas(paper: Paper, frame: MapFrame, division: Division) -> None:
    fills = [(shape, MEMBER.colour) for _, shape in division.members]
    fills += [(shape, WITHOUT_REGION.colour) for name, shape in division.towns if name in division.bare]
    fills += [(place.shape, place.look.colour) for place in division.regions]
    for shape, colour in fills:
        paper.shape(_on_paper(frame, shape), fill=colour, order=1.0)
    thin = area_path(_cut(frame, [shape for _, shape in (*division.members, *division.towns)]))
    thick = area_path(_cut(frame, [place.shape for place in division.regions]))
    paper.stroke(thin, colour=style.GREY, width_mm=MUNICIPAL_MM, order=1.4)
    paper.stroke(thick, colour=style.INK, width_mm=REGION_MM, order=1.6)


def _cut(frame: MapFrame, shapes: Sequence[BaseGeometry]) -> Shapes:
    return np.array([_on_paper(frame, shape) for shape in shapes], dtype=object)


def _draw_provinces(paper: Paper, frame: MapFrame, ground: Ground) -> None:
    """Draw the provincial border again, over the fills."""
    window = shapely.box(*frame.box)
    on_paper = shapely.intersection(shapely.transform(ground.provinces, frame.to_mm), window)
    paper.stroke(area_path(on_paper), colour=style.BORDER, width_mm=_PROVINCE_MM, order=1.5)


def _draw_partnerships(paper: Paper, frame: MapFrame, partnerships: Sequence[Place]) -> None:
    """Hatch each partnership, and draw its outline a little within its border, so that two of them stay apart."""
    for rank, place in enumerate(partnerships):
        shape, look = _on_paper(frame, place.shape), place.look
        paper.add(area_path(np.array([shape])), fill=None, edge=None, width_mm=0, hatch=look.hatch, order=1.2)
        inner = line_path(np.array([_outline(frame, rank, place)]))
        paper.stroke(inner, colour=style.PAPER, width_mm=look.edge_mm + 0.3, order=1.7 + 0.01 * rank)
        paper.stroke(inner, colour=look.edge, width_mm=look.edge_mm, order=1.705 + 0.01 * rank)


def _outline(frame: MapFrame, rank: int, place: Place) -> BaseGeometry:
    """Give the outline of a partnership on paper; the further one, the farther within its border."""
    inner: BaseGeometry = shapely.buffer(
        _on_paper(frame, place.shape), -_INSET_MM - rank * _APART_MM, join_style="mitre"
    )
    return shapely.union_all(shapely.get_rings(shapely.get_parts(inner)))


def _labels(frame: MapFrame, region: Region, division: Division) -> Placed:
    left, top, right, bottom = frame.box
    borders = _cut(frame, [shape for _, shape in (*division.members, *division.towns)])
    lines = [
        *shapely.boundary(borders),
        *(_outline(frame, rank, each) for rank, each in enumerate(division.partnerships)),
    ]
    board = Board(frame=(left + 1, top + 1, right - 1, bottom - 1), lines=lines)
    first = board.place(_region_wishes(frame, division, _NAME))
    late = {wish.key for wish in first.unplaced}
    again = [wish for wish in _region_wishes(frame, division, _SMALL_NAME) if wish.key in late]
    second = board.place(again)
    rest = board.place([*_town_wishes(frame, division), *_neighbour_wishes(frame, region.neighbours)])
    return Placed(
        placements=(*first.placements, *second.placements, *rest.placements),
        unplaced=(*second.unplaced, *rest.unplaced),
    )


def _region_wishes(frame: MapFrame, division: Division, letter: Letter) -> Iterator[Wish]:
    for number, place in enumerate(division.regions, start=1):
        lines = (say("areas.regions.entry", number=number, name=place.name),)
        yield _wish(place.name, lines, _on_paper(frame, place.shape), letter)


def _town_wishes(frame: MapFrame, division: Division) -> Iterator[Wish]:
    for name, shape in (*division.members, *division.towns):
        on_paper = _on_paper(frame, shape)
        if not on_paper.is_empty:
            yield _wish(name, (name,), on_paper, _TOWN)


def _neighbour_wishes(frame: MapFrame, neighbours: gpd.GeoDataFrame) -> Iterator[Wish]:
    for name, shape in zip(neighbours["name"], neighbours.geometry, strict=True):
        on_paper = _on_paper(frame, shape)
        if on_paper.area > _LEAST_MM2:
            lines = (str(name).upper(),)
            near = around(on_paper.bounds, lines, _NEIGHBOUR, rings=(0.0, 1.0))
            places = (
                *within(on_paper, lines, _NEIGHBOUR),
                *(replace(each, cost=each.cost + _OUTSIDE) for each in near),
            )
            yield Wish(key=str(name), lines=lines, letter=_NEIGHBOUR, candidates=places)


def _wish(key: str, lines: tuple[str, ...], shape: BaseGeometry, letter: Letter) -> Wish:
    places = [*within(shape, lines, letter), *within(shape.buffer(_SPILL_MM), lines, letter)]
    return Wish(key=key, lines=lines, letter=letter, candidates=tuple(places))
