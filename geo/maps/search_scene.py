"""What the sheet of the search draws: areas by their outcome, small ones larger, and marks that do not hide others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.figures import format_number
from geo.maps import style
from geo.maps.composition import Scene
from geo.maps.crowds import push_apart
from geo.maps.frame import MapFrame
from geo.maps.ground import area_wishes, draw_ground, ground_within
from geo.maps.labels import Board, Box, Candidate, Placement, Wish, around, within
from geo.maps.marks import draw_placements
from geo.maps.outlines import area_path
from geo.maps.paper import Letter, Paper, mark_box
from geo.maps.place_mark import point_of
from geo.maps.region import Region
from geo.maps.remarks import listed
from geo.maps.style import MarkStyle
from geo.words import say

MARK_MM2, SMALL_MARK_MM2 = 7.0, 3.6
"""Area of a mark of a location or candidate; beside numbered areas it is small: these are what the map is about."""
MARKS = {
    "location": MarkStyle(shape="circle", colour=style.BLUE),
    "candidate": MarkStyle(shape="diamond", colour=style.VERMILION),
}
"""Mark of what is there already, and of what is offered."""
SMALLEST_MM = 2.0
"""Areas of the plan's own that are smaller on paper are drawn so large, where they are not too many."""
MOST_ENLARGED, _MOST_NUMBERED = 300, 120
"""How many areas of one outcome are drawn larger, and how many of all get their number."""
_ROOM_OF_MARK, _MOST_MOVED_MM = 0.64, 3.4
"""Room that a mark takes around its middle, as a part of the root of its area; how far one is moved at most."""
_RINGS_MM = (0.0, 0.8, 1.8, 3.0, 4.5)
_KEY = Letter(size_pt=style.LABEL_PT, weight="semibold", halo=style.PAPER)
_AREA_KEYS = {
    "yes": Letter(size_pt=style.LABEL_PT, weight="semibold", colour=style.ACCENT, halo=style.PAPER),
    "untestable": Letter(size_pt=style.SMALL_PT, colour=style.GREY, halo=style.PAPER),
    "no": Letter(size_pt=style.SMALL_PT, colour=style.GREY, halo=style.PAPER),
}
"""How the number of an area is set, in the order in which they get a place."""

Spot = tuple[float, float]
Shapes = NDArray[np.object_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """The land of one outcome, as it is drawn."""

    shapes: Shapes
    """Areas in metres; of squares one, all of them together."""
    keys: tuple[str, ...]
    """Number of each area; none of squares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Numbered:
    """An area with its number."""

    key: str
    shape: BaseGeometry
    """On paper, as it is drawn."""
    outcome: str


def outcomes(land: gpd.GeoDataFrame, *, numbered: bool) -> dict[str, Outcome]:
    """Part land by what came of it, in the order in which it is drawn: what passes comes last.

    Parameters
    ----------
    land
        As for `geo.maps.search.search_sheet`.
    numbered
        Whether each area stands for itself, with its number; else they are joined.
    """
    found = {}
    for word in reversed(_AREA_KEYS):
        rows = land[land["passed"] == word]
        shapes = np.asarray(rows.geometry.values, dtype=object)
        joined = shapes if numbered else np.array([shapely.union_all(shapes)], dtype=object)
        found[word] = Outcome(shapes=joined, keys=tuple(map(str, rows["site_id"])) if numbered else ())
    return found


def search_scene(
    frame: MapFrame,
    region: Region,
    land: Mapping[str, Outcome],
    places: gpd.GeoDataFrame,
    notes: tuple[str, ...],
) -> Scene:
    """Place land, marks and labels in a frame.

    Parameters
    ----------
    frame, region
        The window, and the ground in it.
    land
        From `outcomes`. Areas with numbers that are small on paper are drawn larger.
    places
        As for `geo.maps.search.search_sheet`.
    notes
        What the reader must know, whatever the map shows.
    """
    ground, shapes, enlarged = ground_within(frame, region), *_on_paper(frame, land)
    areas = list(_numbered(land, shapes))
    mark_mm2 = SMALL_MARK_MM2 if areas else MARK_MM2
    spots, moved = _spots(frame, places, mark_mm2)
    boxes = {key: mark_box(spot, MARKS[key[1]], mark_mm2) for key, spot in spots.items()}
    placed, lost, bare = _labels(frame, region, boxes, areas)

    def draw(paper: Paper) -> None:
        draw_ground(paper, frame, ground)
        _draw_land(paper, shapes)
        for (_, kind), spot in spots.items():
            paper.mark(spot, MARKS[kind], mark_mm2)
        draw_placements(paper, placed)

    said = [say("search.moved")] if moved else []
    said += [say("search.enlarged")] if enlarged else []
    said += [say("search.bare", count=format_number(bare))] if bare else []
    said += [say("maps.unnamed", names=listed(lost))] if lost else []
    return Scene(notes=(*notes, *said), unplaced=lost, draw=draw)


def _on_paper(frame: MapFrame, land: Mapping[str, Outcome]) -> tuple[dict[str, Shapes], bool]:
    """Give the shapes of each outcome on paper, and tell whether some are drawn larger than they are."""
    found, enlarged = {}, False
    for word, outcome in land.items():
        shapes = np.array([frame.shape_to_mm(shape) for shape in outcome.shapes], dtype=object)
        if outcome.keys and len(shapes) <= MOST_ENLARGED:
            enlarged |= bool((shapely.area(shapes) < SMALLEST_MM**2).any())
            shapes = _enlarged(shapes)
        found[word] = shapes
    return found, enlarged


def _enlarged(shapes: Shapes) -> Shapes:
    """Let no shape be smaller than a square of the least side; it grows to all sides alike."""
    short = np.maximum(SMALLEST_MM - np.sqrt(shapely.area(shapes)), 0.0)
    return np.asarray(np.where(short > 0, shapely.buffer(shapes, short / 2, join_style="mitre"), shapes), dtype=object)


def _draw_land(paper: Paper, shapes: Mapping[str, Shapes]) -> None:
    for rank, (word, parts) in enumerate(shapes.items()):
        look, path, order = style.SEARCH_AREAS[word], area_path(parts), 1.0 + 0.2 * rank
        paper.add(path, fill=look.colour, edge=None, width_mm=0, hatch=look.hatch, order=order, alpha=style.OVERLAY)
        paper.add(path, fill=None, edge=look.edge, width_mm=look.edge_mm, hatch="", order=order + 0.1)


def _numbered(land: Mapping[str, Outcome], shapes: Mapping[str, Shapes]) -> Iterator[_Numbered]:
    """List the areas in the order in which they get their number: those that pass first."""
    for word in _AREA_KEYS:
        for key, shape in zip(land[word].keys, shapes[word], strict=False):
            yield _Numbered(key=key, shape=shape, outcome=word)


def _spots(frame: MapFrame, places: gpd.GeoDataFrame, mark_mm2: float) -> tuple[dict[tuple[str, str], Spot], bool]:
    """Give the marks in the window their places, parted where one would hide another, and tell whether some moved."""
    true = {
        (str(row["location_id"]), str(row["kind"])): frame.to_mm(spot)[0]
        for row in places.sort_values(["kind", "location_id"]).to_dict("records")
        if (spot := point_of(row["geometry"])) is not None and bool(frame.holds(spot, margin_mm=2.0)[0])
    }
    if not true:
        return {}, False
    points = np.vstack(list(true.values()))
    radius_mm = _ROOM_OF_MARK * float(np.sqrt(mark_mm2))
    parted = push_apart(points, np.full(len(points), radius_mm), most_mm=_MOST_MOVED_MM)
    spots = {key: (float(x), float(y)) for key, (x, y) in zip(true, parted, strict=True)}
    return spots, not np.array_equal(points, parted)


def _labels(
    frame: MapFrame, region: Region, marks: Mapping[tuple[str, str], Box], areas: list[_Numbered]
) -> tuple[tuple[Placement, ...], tuple[str, ...], int]:
    """Give areas that pass their numbers, then marks, the other areas and the ground; tell what found no place.

    Returns
    -------
    placements, lost, bare
        The labels, the names of marks and of the ground that found no place, and how many areas have no number.
    """
    passing = [area for area in areas if area.outcome == "yes"]
    small = [_box(area.shape) for area in passing if _is_small(area.shape)]
    left, top, right, bottom = frame.box
    board = Board(frame=(left + 1, top + 1, right - 1, bottom - 1), taken=[*marks.values(), *small])
    first = board.place(_area_wish(area) for area in passing[:_MOST_NUMBERED])
    numbers = board.place(
        Wish(key=key[0], lines=(key[0],), letter=_KEY, candidates=around(box, (key[0],), _KEY))
        for key, box in marks.items()
    )
    rest = [area for area in areas if area.outcome != "yes"]
    then = board.place(_area_wish(area) for area in rest[: max(_MOST_NUMBERED - len(passing), 0)])
    named = board.place(_names(frame, region))
    lost = tuple(sorted(wish.key for wish in (*numbers.unplaced, *named.unplaced)))
    every = tuple(placed for part in (first, numbers, then, named) for placed in part.placements)
    return every, lost, len(areas) - len(first.placements) - len(then.placements)


def _area_wish(area: _Numbered) -> Wish:
    """Ask for a number within an area, or beside a small one."""
    lines, letter = (area.key,), _AREA_KEYS[area.outcome]
    places: tuple[Candidate, ...] = () if area.shape.is_empty else within(area.shape, lines, letter)
    if not places and not area.shape.is_empty:
        places = around(_box(area.shape), lines, letter, rings=_RINGS_MM)
    return Wish(key=area.key, lines=lines, letter=letter, candidates=places)


def _is_small(shape: BaseGeometry) -> bool:
    return not shape.is_empty and bool(shape.area <= 4 * SMALLEST_MM**2)


def _box(shape: BaseGeometry) -> Box:
    west, south, east, north = shape.bounds
    return float(west), float(south), float(east), float(north)


def _names(frame: MapFrame, region: Region) -> list[Wish]:
    """Ask for the names of areas, with a halo that stands out from a hatch."""
    wishes = area_wishes(frame, region)
    return [replace(wish, letter=replace(wish.letter, halo=style.PAPER)) for wish in wishes]
