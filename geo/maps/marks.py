"""Marks of locations on a provincial map: their area is the number of places; portfolio and allocation share them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from geo.figures import format_number
from geo.maps import style
from geo.maps.composition import Scene
from geo.maps.crowds import Parted, close_to_many, gathered_groups, part
from geo.maps.frame import MapFrame
from geo.maps.ground import Ground, Region, area_wishes, border_lines, draw_ground, ground_items, ground_within
from geo.maps.insets import (
    Inset,
    draw_extent,
    draw_inset,
    edge_boxes,
    inset_ground,
    name_at,
    plan_insets,
    sign_box,
    without_dots,
)
from geo.maps.labels import Board, Box, Placed, Placement, Wish, around
from geo.maps.legend import Item
from geo.maps.names import number_box
from geo.maps.paper import Letter, Paper, mark_box
from geo.maps.place_mark import PlaceMark, mark_areas
from geo.maps.style import AreaStyle, MarkStyle
from geo.words import say

_EDGE_MM, _INSET_EDGE_MM = 4.0, 3.0
"""How far from the edge of the map a mark stands at least; one that is nearer is named beside the map."""
_MOST_TOGETHER, _TOGETHER_MM, _GATHERED_MM2 = 60, 14.0, 34.0
"""How many marks may stand within a reach before they are drawn as one, and the area of that one."""
_GATHERED = MarkStyle(shape="circle", colour=style.GREY, fill="open")
_WORSE = 3
"""How many times worse it is to write over the border of a province than over one within it."""
_MOST_BARE = 0.1
"""Part of the marks that may stay without a number before crowded ones give up their names."""
_MOST_LISTED = 80
"""How many names a remark lists."""
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
class _Room:
    """What is not free for labels, and who needs none."""

    brief: bool = False
    """Whether marks that stand close to many others get their number alone, so that more of them have one."""
    insets: tuple[Inset, ...] = ()
    """Windows within the map; what they show is named there."""
    ground: Ground | None = None
    """The ground that is named; None for one that stays without names."""
    edge_mm: float = _EDGE_MM
    """How far from the edge a mark stands at least."""

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
class MarkScene(Scene):
    """A map of marks with its insets."""

    base: tuple[Item, ...]
    """Legend of the ground: that of the map, and what its insets show besides."""


def mark_scene(frame: MapFrame, region: Region, marks: Sequence[PlaceMark]) -> MarkScene:
    """Place marks and labels on the ground of a province, with insets where marks stand too close for their names.

    Every label that finds no place is in a note: first it loses its name, then its number.
    """
    areas, ground = mark_areas(marks), ground_within(frame, region)
    shown, gathered = gather(frame, region, marks, areas)
    placed = _placed(frame, region, shown, areas, _Room(ground=ground))
    points = {mark.key: mark.xy for mark in placed.marks if mark.xy is not None and not mark.quiet}
    planned = plan_insets(frame, region, points, placed.boxes, placed.numbered | placed.bare)
    if planned.insets:
        placed = _placed(frame, region, shown, areas, _Room(ground=ground, insets=planned.insets))
    within_inset = _Room(edge_mm=_INSET_EDGE_MM)
    parts = [placed, *(_placed(one.frame, region, marks, areas, within_inset) for one in planned.insets)]
    grounds = [without_dots(ground, planned.insets), *(inset_ground(one, region) for one in planned.insets)]
    notes = _notes(shown, parts)

    def draw(paper: Paper) -> None:
        draw_ground(paper, frame, grounds[0])
        _draw(paper, placed, planned.insets)
        for inset, beneath, inner in zip(planned.insets, grounds[1:], parts[1:], strict=True):
            draw_extent(paper, inset)
            draw_inset(paper, inset, beneath)
            _draw(paper, inner, ())

    said = [say("maps.ground.no_inset", names=", ".join(planned.without))] if planned.without else []
    said += [say("maps.ground.moved")] if any(each.parted.moved for each in parts) else []
    return MarkScene(
        notes=(*gathered, *(say(key, names=_listed(names)) for key, names in notes), *said),
        unplaced=tuple(name for _, names in notes for name in names),
        draw=draw,
        base=_base_items(grounds, region),
    )


def _base_items(grounds: Sequence[Ground], region: Region) -> tuple[Item, ...]:
    whole, *others = grounds
    items = {item.text: item for ground in (*reversed(others), whole) for item in ground_items(ground, region)}
    first = [item.text for item in ground_items(whole, region)]
    ordered = (*first, *(text for text in items if text not in first))
    look = AreaStyle(colour=style.PAPER, edge=style.INK, edge_mm=0.25)
    extent = (Item(symbol=look, text=say("maps.ground.extent")),) if others else ()
    return (*(items[text] for text in ordered), *extent)


def _listed(names: Sequence[str]) -> str:
    """Write names one after another; very many are cut, and the table has them all."""
    if len(names) <= _MOST_LISTED:
        return ", ".join(names)
    rest = format_number(len(names) - _MOST_LISTED)
    return say("maps.ground.and_more", listed=", ".join(names[:_MOST_LISTED]), count=rest)


def gather(
    frame: MapFrame, region: Region, marks: Sequence[PlaceMark], areas: dict[str, float]
) -> tuple[tuple[PlaceMark, ...], tuple[str, ...]]:
    """Draw hopelessly many marks in one spot as one; gives the marks, and a note on each that stands for many.

    The area of a mark that stands for many is added to the areas.
    """
    by_key = {mark.key: mark for mark in marks}
    spots = {
        mark.key: (float(x), float(y))
        for mark in marks
        if mark.xy is not None and not mark.quiet and bool(frame.holds(mark.xy)[0])
        for x, y in frame.to_mm(mark.xy)
    }
    groups = gathered_groups(spots, most=_MOST_TOGETHER, reach_mm=_TOGETHER_MM)
    found, notes = [], []
    for group in groups:
        points = [xy for key in group if (xy := by_key[key].xy) is not None]
        told, count, names = min(group), format_number(len(group)), name_at(region, points)
        x, y = np.median(np.array(points), axis=0)
        areas[f"{told}…"] = _GATHERED_MM2
        words = say("maps.ground.gathered", count=count)
        found.append(
            PlaceMark(key=f"{told}…", name=words, xy=(float(x), float(y)), places=None, style=_GATHERED,
                      told=say("maps.ground.gathered_told"), label=words)
        )  # fmt: skip
        notes.append(say("maps.ground.gathered_note", count=count, name=names))
    inside = {key for group in groups for key in group}
    return (*(mark for mark in marks if mark.key not in inside), *found), tuple(notes)


def _placed(
    frame: MapFrame, region: Region, marks: Sequence[PlaceMark], areas: dict[str, float], room: _Room
) -> _Placed:
    """Place marks and labels; where many would stay without a number, crowded ones do without their names."""
    named = _place(frame, region, marks, areas, room)
    if len(named.bare) <= _MOST_BARE * len(named.marks):
        return named
    brief = _place(frame, region, marks, areas, replace(room, brief=True))
    return brief if len(brief.bare) < len(named.bare) else named


def _place(
    frame: MapFrame, region: Region, marks: Sequence[PlaceMark], areas: dict[str, float], room: _Room
) -> _Placed:
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
    left, top, right, bottom = frame.box
    spots = parted.spots
    hubs = [shapely.LineString([spots[mark.key], spots[mark.hub]]) for mark in known if mark.hub in spots]
    board = Board(
        frame=(left + 1, top + 1, right - 1, bottom - 1),
        lines=[*border_lines(frame, region.municipalities), *_WORSE * border_lines(frame, region.provinces), *hubs],
        taken=[*boxes.values(), *room.boxes, *(dot_box(spot) for spot in parted.moved.values())],
    )
    brief = close_to_many(parted.spots, boxes) if room.brief else frozenset()
    first = board.place(_wish(mark, boxes[mark.key], full=False) for mark in asking if mark.key in brief)
    full = board.place(_wish(mark, boxes[mark.key], full=True) for mark in asking if mark.key not in brief)
    late = _keys(full) | _keys(first)
    short = board.place(_wish(mark, boxes[mark.key], full=False) for mark in asking if mark.key in late)
    missed = _keys(short)
    last = board.place(_wish(mark, boxes[mark.key], full=False, letter=_SMALL) for mark in asking if mark.key in missed)
    bare = frozenset(_keys(last))
    names = board.place(area_wishes(frame, region, room.ground) if room.ground is not None else ())
    return _Placed(
        marks=tuple(known),
        parted=parted,
        areas=areas,
        boxes=boxes,
        labels=tuple(each for some in (first, full, short, last, names) for each in some.placements),
        numbered=frozenset(mark.key for mark in asking if mark.key in brief | late) - bare,
        bare=bare,
        unnamed=tuple(sorted(_keys(names))),
    )


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


def _wish(mark: PlaceMark, box: Box, *, full: bool, letter: Letter = _NAME) -> Wish:
    lines = (mark.label or f"{mark.key} {mark.name}", mark.places_text) if full else (mark.label or mark.key,)
    rings = _RINGS_MM if full else _NUMBER_RINGS_MM
    return Wish(key=mark.key, lines=lines, letter=letter, candidates=around(box, lines, letter, rings=rings))


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
