"""Marks of locations on a provincial map: their area is the number of places; portfolio and allocation share them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.figures import format_number
from geo.maps import style
from geo.maps.composition import Scene
from geo.maps.frame import MapFrame
from geo.maps.ground import Region, area_wishes, border_lines, draw_ground, ground_within
from geo.maps.labels import Board, Box, Placed, Placement, Wish, around
from geo.maps.paper import Letter, Paper, mark_box
from geo.maps.style import MarkStyle
from geo.words import say

_LARGEST_MM2 = 62.0
_SMALLEST_MM2 = 3.2
_UNKNOWN_MM2 = 16.0
_MM2_PER_PLACE = 0.05
_CROWD = 20
_EDGE_MM = 4.0
"""How far from the edge of the map a mark stands at least; one that is nearer is named beside the map."""
_NAME = Letter(size_pt=style.LABEL_PT, weight="semibold", halo=style.PAPER)
_RINGS_MM = (0.0, 1.0, 2.2, 3.6, 5.4, 7.6)
_NUMBER_RINGS_MM = (0.0, 0.8, 1.8, 3.0, 4.5, 6.5, 9.0, 12.0)
_ROUND = tuple(base * 10**power for power in range(1, 4) for base in (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMark:
    """A location on the map."""

    key: str
    """Id of the location, as in every table."""
    name: str
    """Name."""
    xy: tuple[float, float] | None
    """Position in metres; None where unknown."""
    places: int | None
    """Regular places; None where unknown."""
    style: MarkStyle
    """Shape, colour and fill."""
    hub: str = ""
    """Id of the main location that it hangs on; empty for none."""
    told: str = ""
    """What the label says below the name; the number of places without."""
    area_mm2: float | None = None
    """Area on paper where this does not follow from the places of this sheet; None where it does."""
    quiet: bool = False
    """Whether it goes without a label: it is not what the sheet is about."""

    @property
    def places_text(self) -> str:
        """What the label says below the name."""
        if self.told:
            return self.told
        if self.places is None:
            return say("maps.places_unknown")
        return say("maps.places", places=format_number(self.places))


def point_of(shape: BaseGeometry | None) -> tuple[float, float] | None:
    """Give the point at which a location is marked; an area is marked in its middle."""
    if shape is None or shape.is_empty:
        return None
    x, y = shapely.get_coordinates(shapely.point_on_surface(shape))[0]
    return float(x), float(y)


def whole(value: object) -> int | None:
    """Read a number of places that may be missing."""
    return None if pd.isna(value) else int(value)  # type: ignore[call-overload]


def text_cell(value: object) -> str:
    """Write a cell that may be missing."""
    return "" if pd.isna(value) else str(value)  # type: ignore[call-overload]


def mark_areas(marks: Sequence[PlaceMark]) -> dict[str, float]:
    """Give each mark its area in mm², in proportion to its places; tiny and unknown ones have a fixed area."""
    per_place = _per_place(marks)
    areas = {
        mark.key: _UNKNOWN_MM2 if mark.places is None else max(_SMALLEST_MM2, per_place * mark.places) for mark in marks
    }
    return areas | {mark.key: mark.area_mm2 for mark in marks if mark.area_mm2 is not None}


def _per_place(marks: Sequence[PlaceMark]) -> float:
    most = max((mark.places or 0 for mark in marks), default=0)
    crowd = float(min(1.0, (_CROWD / max(len(marks), 1)) ** 0.5))
    return min(_MM2_PER_PLACE, _LARGEST_MM2 / most if most else _MM2_PER_PLACE) * crowd


def smallest_places(marks: Sequence[PlaceMark]) -> int | None:
    """Give the most places that the smallest mark stands for; None where every mark is in proportion."""
    most = int(_SMALLEST_MM2 / _per_place(marks))
    return most if any(mark.places is not None and mark.places <= most for mark in marks) else None


def size_steps(marks: Sequence[PlaceMark]) -> tuple[tuple[int, float], ...]:
    """Choose round numbers of places for the legend, with their areas in mm²."""
    most = max((mark.places or 0 for mark in marks), default=0)
    per_place = _per_place(marks)
    wanted = [max((nice for nice in _ROUND if nice <= part), default=0) for part in (most, most / 2.6, most / 9)]
    steps = [(int(places), per_place * places) for places in dict.fromkeys(wanted)]
    return tuple((places, area) for places, area in steps if area >= _SMALLEST_MM2)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """The marks of a frame with their labels."""

    marks: tuple[PlaceMark, ...]
    """The marks within the frame, the largest first."""
    spots: dict[str, tuple[float, float]]
    """Place of each mark on paper."""
    areas: dict[str, float]
    """Area of each mark in mm²."""
    labels: tuple[Placement, ...]
    """Labels with their place."""
    notes: tuple[tuple[str, tuple[str, ...]], ...]
    """Key of a remark and the names that it is about."""


def mark_scene(frame: MapFrame, region: Region, marks: Sequence[PlaceMark]) -> Scene:
    """Place marks and labels on the ground of a province.

    Every label that finds no place is in a note: first it loses its name, then its number.
    """
    ground = ground_within(frame, region)
    placed = _place(frame, region, marks)

    def draw(paper: Paper) -> None:
        draw_ground(paper, frame, ground)
        _draw(paper, placed)

    return Scene(
        notes=tuple(say(key, names=", ".join(names)) for key, names in placed.notes),
        unplaced=tuple(name for _, names in placed.notes for name in names),
        draw=draw,
    )


def _place(frame: MapFrame, region: Region, marks: Sequence[PlaceMark]) -> _Placed:
    areas = mark_areas(marks)
    spots = {
        mark.key: (float(x), float(y))
        for mark in marks
        if mark.xy is not None and bool(frame.holds(mark.xy, margin_mm=_EDGE_MM)[0])
        for x, y in frame.to_mm(mark.xy)
    }
    known = sorted(
        (mark for mark in marks if mark.key in spots), key=lambda each: (not each.quiet, -areas[each.key], each.key)
    )
    boxes = {mark.key: mark_box(spots[mark.key], mark.style, areas[mark.key]) for mark in known}
    left, top, right, bottom = frame.box
    board = Board(
        frame=(left + 1, top + 1, right - 1, bottom - 1),
        lines=border_lines(frame, region.municipalities),
        taken=list(boxes.values()),
    )
    full = board.place(_wish(mark, boxes[mark.key], full=True) for mark in known if not mark.quiet)
    late = _keys(full)
    short = board.place(_wish(mark, boxes[mark.key], full=False) for mark in known if mark.key in late)
    names = board.place(area_wishes(frame, region))
    labels = (*full.placements, *short.placements, *names.placements)
    away = tuple(mark.name for mark in marks if mark.key not in spots)
    unnamed = tuple(sorted(_keys(names)))
    notes = (*_notes(known, late, _keys(short)), ("maps.unnamed", unnamed), ("maps.off_map", away))
    told = tuple((key, said) for key, said in notes if said)
    return _Placed(marks=tuple(known), spots=spots, areas=areas, labels=labels, notes=told)


def _keys(placed: Placed) -> set[str]:
    return {wish.key for wish in placed.unplaced}


def _notes(known: Sequence[PlaceMark], late: set[str], lost: set[str]) -> list[tuple[str, tuple[str, ...]]]:
    ordered = sorted(known, key=lambda mark: mark.key)
    numbered = [f"{mark.key} {mark.name}" for mark in ordered if mark.key in late - lost]
    unmarked = [f"{mark.key} {mark.name}" for mark in ordered if mark.key in lost]
    return [("maps.numbered", tuple(numbered)), ("maps.unmarked", tuple(unmarked))]


def _wish(mark: PlaceMark, box: Box, *, full: bool) -> Wish:
    lines = (f"{mark.key} {mark.name}", mark.places_text) if full else (mark.key,)
    rings = _RINGS_MM if full else _NUMBER_RINGS_MM
    return Wish(key=mark.key, lines=lines, letter=_NAME, candidates=around(box, lines, _NAME, rings=rings))


def _draw(paper: Paper, placed: _Placed) -> None:
    for mark in placed.marks:
        if mark.hub in placed.spots:
            ends = [placed.spots[mark.key], placed.spots[mark.hub]]
            paper.line(ends, colour=style.PAPER, width_mm=0.9, order=3.0)
            paper.line(ends, colour=style.INK, width_mm=style.HUB_MM, dash=style.HUB_DASH, order=3.1)
    for rank, mark in enumerate(placed.marks):
        paper.mark(placed.spots[mark.key], mark.style, placed.areas[mark.key], order=4 + 0.4 * rank / 1000)
    draw_placements(paper, placed.labels)


def draw_placements(paper: Paper, placements: Collection[Placement]) -> None:
    """Draw labels in their places, with their leaders."""
    for placement in placements:
        wish, place = placement.wish, placement.place
        if place.leader is not None:
            paper.line(place.leader, colour=style.PAPER, width_mm=0.6, order=3.4)
            paper.line(place.leader, colour=style.INK, width_mm=0.18, order=3.5)
        step = 0.86 * wish.letter.height_mm
        x, y = place.origin
        for number, line in enumerate(wish.lines):
            paper.text((x, y + number * step), line, wish.letter, align=place.align, angle=place.angle, order=6)
