"""Marks of locations on a provincial map: their area is the number of places; portfolio and allocation share them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

import shapely
from shapely.geometry.base import BaseGeometry

from geo.maps import style
from geo.maps.composition import Scene, Shown
from geo.maps.crowds import Parted, close_to_many, gather, part
from geo.maps.frame import MapFrame
from geo.maps.ground import Ground, area_wishes, border_lines, draw_ground, ground_items, ground_within
from geo.maps.insets import (
    Inset,
    Planned,
    draw_extent,
    draw_inset,
    edge_boxes,
    inset_ground,
    plan_insets,
    sign_box,
    without_dots,
)
from geo.maps.labels import Board, Box, Placed, Placement, Wish, all_around, around, covered_by
from geo.maps.legend import Item
from geo.maps.names import number_box
from geo.maps.paper import Letter, Paper, mark_box
from geo.maps.place_mark import PlaceMark, mark_areas
from geo.maps.region import Region
from geo.maps.remarks import listed
from geo.maps.style import AreaStyle
from geo.words import say

_EDGE_MM, _INSET_EDGE_MM = 4.0, 3.0
"""How far from the edge of the map a mark stands at least; one that is nearer is named beside the map."""
_WORSE = 3
"""How many times worse it is to write over the border of a province than over one within it."""
_MOST_BARE = 0.1
"""Part of the marks that may stay without a number before crowded ones give up their names."""
_MOST_ASKING, _MOST_HELPED = 120, 40
"""How many marks may ask for their names before crowded ones get their number at once; for how many room is made."""
_NAME = Letter(size_pt=style.LABEL_PT, weight="semibold", halo=style.PAPER)
_SMALL = Letter(size_pt=6.0, weight="semibold", halo=style.PAPER)
_RINGS_MM = (0.0, 1.0, 2.2, 3.6, 5.4, 7.6)
_NUMBER_RINGS_MM = (0.0, 0.4, 0.8, 1.3, 1.8, 3.0, 4.5, 6.5, 9.0, 12.0, 15.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """The marks of a frame with their labels."""

    marks: tuple[PlaceMark, ...]
    """The marks within the frame, the largest first."""
    parted: Parted
    """Place of each mark on paper, and which of them moved."""
    areas: dict[str, float]
    """Area of each mark in mm²."""
    boxes: dict[str, Box]
    """What each mark covers."""
    labels: tuple[Placement, ...]
    """Labels with their place."""
    numbered: frozenset[str]
    """Marks that have a number only."""
    bare: frozenset[str]
    """Marks that have no number either."""
    unnamed: tuple[str, ...]
    """Names of the ground that found no place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """The marks of a frame where they stand, before any has a label."""

    frame: MapFrame
    """The window."""
    marks: tuple[PlaceMark, ...]
    """Those within the frame, the largest first."""
    asking: tuple[PlaceMark, ...]
    """Those that ask for a label."""
    parted: Parted
    """Place of each mark on paper, and which of them moved."""
    areas: dict[str, float]
    """Area of each mark in mm²."""
    boxes: dict[str, Box]
    """What each mark covers."""
    lines: tuple[BaseGeometry, ...]
    """Lines that labels would rather not cross."""
    taken: tuple[Box, ...]
    """What labels may not cover."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Room:
    """What is not free for labels, and who needs none."""

    insets: tuple[Inset, ...] = ()
    """Windows within the map; what they show is named there."""
    ground: Ground | None = None
    """The ground that is named; None for one that stays without names."""
    edge_mm: float = _EDGE_MM
    """How far from the edge a mark stands at least."""
    thorough: bool = False
    """Whether labels make room for marks that would stay without a number."""

    def silent(self, mark: PlaceMark) -> bool:
        """Whether a mark is named in an inset."""
        return any(
            mark.xy is not None and bool(one.frame.holds(mark.xy, margin_mm=_INSET_EDGE_MM)[0]) for one in self.insets
        )

    @property
    def boxes(self) -> list[Box]:
        """Dots of the ground, what the insets cover, and the lines around their extents on the map."""
        dots = [] if self.ground is None else [town.spot for town in self.ground.settlements]
        dots += [] if self.ground is None else list(self.ground.stations.values())
        around_insets = [box for one in self.insets for box in (one.box, sign_box(one), *edge_boxes(one))]
        return [*map(dot_box, dots), *around_insets]


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """A window with what stands in it before its insets are drawn."""

    frame: MapFrame
    """The window."""
    marks: tuple[PlaceMark, ...]
    """What is drawn in it: hopelessly many marks in one spot are one."""
    gathered: tuple[str, ...]
    """A remark on each mark that stands for many."""
    areas: dict[str, float]
    """Area of each mark in mm²."""
    placed: _Placed
    """Marks and labels where there are no insets."""
    insets: Planned
    """The insets."""
    ground: Ground
    """The ground of the window, with the dots that the insets take away."""
    grounds: tuple[Ground, ...]
    """Ground of the window and of each inset."""


def mark_map(region: Region, marks: Sequence[PlaceMark]) -> Shown:
    """Show marks and labels on the ground of a province, with insets where marks stand too close for their names.

    Every label that finds no place is in a note: first it loses its name, then its number.
    """
    planned = cache(partial(_view, region, marks))
    return Shown(
        base_in=lambda frame: _base_items(planned(frame).grounds, region),
        scene_in=lambda frame: _scene(planned(frame), region, marks),
    )


def _view(region: Region, marks: Sequence[PlaceMark], frame: MapFrame) -> _View:
    areas, ground = mark_areas(marks), ground_within(frame, region)
    shown, gathered = gather(frame, region, marks, areas)
    placed = _placed(frame, region, shown, areas, _Room(ground=ground))
    points = {mark.key: mark.xy for mark in placed.marks if mark.xy is not None and not mark.quiet}
    found = plan_insets(frame, region, points, placed.boxes, placed.numbered | placed.bare)
    grounds = (without_dots(ground, found.insets), *(inset_ground(one, region) for one in found.insets))
    return _View(
        frame=frame,
        marks=shown,
        gathered=gathered,
        areas=areas,
        placed=placed,
        insets=found,
        ground=ground,
        grounds=grounds,
    )


def _scene(view: _View, region: Region, marks: Sequence[PlaceMark]) -> Scene:
    frame, placed, areas, insets = view.frame, view.placed, view.areas, view.insets.insets
    if insets or placed.bare:
        placed = _placed(frame, region, view.marks, areas, _Room(ground=view.ground, insets=insets, thorough=True))
    within_inset = _Room(edge_mm=_INSET_EDGE_MM, thorough=True)
    parts = [placed, *(_placed(one.frame, region, marks, areas, within_inset) for one in insets)]
    notes = _notes(view.marks, parts)

    def draw(paper: Paper) -> None:
        draw_ground(paper, frame, view.grounds[0])
        _draw(paper, placed, insets)
        for inset, beneath, inner in zip(insets, view.grounds[1:], parts[1:], strict=True):
            draw_extent(paper, inset)
            draw_inset(paper, inset, beneath)
            _draw(paper, inner, ())

    without = view.insets.without
    said = [say("maps.ground.no_inset", names=listed(without))] if without else []
    said += [say("maps.ground.moved")] if any(each.parted.moved for each in parts) else []
    return Scene(
        notes=(*view.gathered, *(say(key, names=listed(names)) for key, names in notes), *said),
        unplaced=tuple(name for _, names in notes for name in names),
        draw=draw,
    )


def _base_items(grounds: Sequence[Ground], region: Region) -> tuple[Item, ...]:
    whole, *others = grounds
    items = {item.text: item for ground in (*reversed(others), whole) for item in ground_items(ground, region)}
    first = [item.text for item in ground_items(whole, region)]
    ordered = (*first, *(text for text in items if text not in first))
    look = AreaStyle(colour=style.PAPER, edge=style.INK, edge_mm=0.25)
    extent = (Item(symbol=look, text=say("maps.ground.extent")),) if others else ()
    return (*(items[text] for text in ordered), *extent)


def _placed(
    frame: MapFrame, region: Region, marks: Sequence[PlaceMark], areas: dict[str, float], room: _Room
) -> _Placed:
    """Place marks and labels; where many would stay without a number, crowded ones do without their names."""
    standing = _standing(frame, region, marks, areas, room)
    close = close_to_many(standing.parted.spots, standing.boxes)
    found = _labelled(standing, close if len(standing.asking) > _MOST_ASKING else frozenset())
    if len(standing.asking) <= _MOST_ASKING and len(found.bare) > _MOST_BARE * len(found.marks):
        brief = _labelled(standing, close)
        found = brief if len(brief.bare) < len(found.bare) else found
    if room.thorough and found.bare:
        found = _with_room(standing, found)
    if room.ground is None:
        return found
    names = _board(standing, found.labels).place(area_wishes(frame, region, room.ground))
    labels = (*found.labels, *names.placements)
    return replace(found, labels=labels, unnamed=tuple(sorted(_keys(names))))


def _standing(
    frame: MapFrame, region: Region, marks: Sequence[PlaceMark], areas: dict[str, float], room: _Room
) -> _Standing:
    true = {
        mark.key: (float(x), float(y))
        for mark in marks
        if mark.xy is not None and bool(frame.holds(mark.xy, margin_mm=room.edge_mm)[0])
        for x, y in frame.to_mm(mark.xy)
    }
    known = sorted(
        (mark for mark in marks if mark.key in true), key=lambda each: (not each.quiet, -areas[each.key], each.key)
    )
    asking = [mark for mark in known if not mark.quiet and not room.silent(mark)]
    quiet = [mark for mark in known if mark.quiet]
    parted = part(true, areas, [mark.key for mark in (*asking, *quiet)])
    boxes = {mark.key: mark_box(parted.spots[mark.key], mark.style, areas[mark.key]) for mark in known}
    spots = parted.spots
    hubs = [shapely.LineString([spots[mark.key], spots[mark.hub]]) for mark in known if mark.hub in spots]
    return _Standing(
        frame=frame,
        marks=tuple(known),
        asking=tuple(asking),
        parted=parted,
        areas=areas,
        boxes=boxes,
        lines=(*border_lines(frame, region.municipalities), *_WORSE * border_lines(frame, region.provinces), *hubs),
        taken=(*boxes.values(), *room.boxes, *(dot_box(spot) for spot in parted.moved.values())),
    )


def _board(standing: _Standing, labels: Sequence[Placement] = ()) -> Board:
    """Give the map with what stands on it already."""
    left, top, right, bottom = standing.frame.box
    taken = [*standing.taken, *(box for each in labels for box in covered_by(each.place))]
    return Board(frame=(left + 1, top + 1, right - 1, bottom - 1), lines=standing.lines, taken=taken)


def _labelled(standing: _Standing, brief: Collection[str]) -> _Placed:
    """Place the labels of marks, some of which get their number alone."""
    boxes, asking, board = standing.boxes, standing.asking, _board(standing)
    first = board.place(_wish(mark, boxes[mark.key], full=False) for mark in asking if mark.key in brief)
    full = board.place(_wish(mark, boxes[mark.key], full=True) for mark in asking if mark.key not in brief)
    late = _keys(full) | _keys(first)
    short = board.place(_wish(mark, boxes[mark.key], full=False) for mark in asking if mark.key in late)
    missed = _keys(short)
    last = board.place(_wish(mark, boxes[mark.key], full=False, letter=_SMALL) for mark in asking if mark.key in missed)
    bare = frozenset(_keys(last))
    return _Placed(
        marks=standing.marks,
        parted=standing.parted,
        areas=standing.areas,
        boxes=boxes,
        labels=tuple(each for some in (first, full, short, last) for each in some.placements),
        numbered=frozenset(mark.key for mark in asking if mark.key in brief or mark.key in late) - bare,
        bare=bare,
        unnamed=(),
    )


def _with_room(standing: _Standing, placed: _Placed) -> _Placed:
    """Let numbers make room for marks that have none."""
    closely = {
        mark.key: _wish(mark, standing.boxes[mark.key], full=False, letter=_SMALL, closely=True)
        for mark in standing.asking
        if mark.key in placed.bare | placed.numbered
    }
    asking = [wish for key, wish in closely.items() if key in placed.bare][:_MOST_HELPED]
    found = _board(standing).make_room(placed.labels, asking, closely)
    bare = placed.bare - {each.wish.key for each in found.placements}
    numbered = placed.numbered | (placed.bare - bare)
    return replace(placed, labels=found.placements, numbered=numbered, bare=bare)


def dot_box(spot: tuple[float, float]) -> Box:
    """Give what the dot at the true place of a mark covers."""
    return spot[0] - 0.4, spot[1] - 0.4, spot[0] + 0.4, spot[1] + 0.4


def _keys(placed: Placed) -> set[str]:
    return {wish.key for wish in placed.unplaced}


def _notes(shown: Sequence[PlaceMark], parts: Sequence[_Placed]) -> list[tuple[str, tuple[str, ...]]]:
    """Tell what the map and its insets could not name, each remark with the names that it is about."""
    named = {wish.wish.key for each in parts for wish in each.labels}
    full = {wish.wish.key for each in parts for wish in each.labels if wish.wish.key not in each.numbered}
    ordered = sorted(shown, key=lambda mark: mark.key)
    on_map = {mark.key for mark in parts[0].marks}
    numbered = [f"{mark.key} {mark.name}" for mark in ordered if mark.key in (named & on_map) - full]
    bare = [f"{mark.key} {mark.name}" for mark in ordered if not mark.quiet and mark.key in on_map - named]
    away = tuple(mark.name for mark in shown if mark.key not in on_map)
    notes = [
        ("maps.numbered", tuple(numbered)),
        ("maps.unmarked", tuple(bare)),
        ("maps.unnamed", parts[0].unnamed),
        ("maps.off_map", away),
    ]
    return [(key, names) for key, names in notes if names]


def _wish(mark: PlaceMark, box: Box, *, full: bool, letter: Letter = _NAME, closely: bool = False) -> Wish:
    lines = (mark.label or f"{mark.key} {mark.name}", mark.places_text) if full else (mark.label or mark.key,)
    rings = _RINGS_MM if full else _NUMBER_RINGS_MM
    places = all_around(box, lines, letter) if closely else around(box, lines, letter, rings=rings)
    return Wish(key=mark.key, lines=lines, letter=letter, candidates=places)


def _draw(paper: Paper, placed: _Placed, insets: Sequence[Inset]) -> None:
    spots, hidden = placed.parted.spots, shapely.union_all([shapely.box(*inset.box) for inset in insets])
    for mark in placed.marks:
        if mark.hub in spots:
            line = shapely.difference(shapely.LineString([spots[mark.key], spots[mark.hub]]), hidden)
            for piece in shapely.get_parts(line):
                ends = [(float(x), float(y)) for x, y in shapely.get_coordinates(piece)]
                paper.line(ends, colour=style.PAPER, width_mm=0.9, order=3.0)
                paper.line(ends, colour=style.INK, width_mm=style.HUB_MM, dash=style.HUB_DASH, order=3.1)
    for rank, mark in enumerate(placed.marks):
        paper.mark(spots[mark.key], mark.style, placed.areas[mark.key], order=4 + 0.4 * rank / 1000)
    for key, true in placed.parted.moved.items():
        paper.line([true, spots[key]], colour=style.PAPER, width_mm=0.6, order=4.5)
        paper.line([true, spots[key]], colour=style.INK, width_mm=0.22, order=4.6)
        paper.dot(true, style.TRUE_DOT, order=4.7)
    draw_placements(paper, placed.labels)


def draw_placements(paper: Paper, placements: Collection[Placement]) -> None:
    """Draw labels in their places, with their leaders."""
    for placement in placements:
        wish, place = placement.wish, placement.place
        if place.leader is not None:
            paper.line(place.leader, colour=style.PAPER, width_mm=0.6, order=3.4)
            paper.line(place.leader, colour=style.INK, width_mm=0.18, order=3.5)
        if wish.plate:
            paper.box(number_box(wish, place), fill=wish.plate, edge=wish.letter.colour, width_mm=0.2, order=3.0)
        step = 0.86 * wish.letter.height_mm
        x, y = place.origin
        for number, line in enumerate(wish.lines):
            paper.text((x, y + number * step), line, wish.letter, align=place.align, angle=place.angle, order=6)
