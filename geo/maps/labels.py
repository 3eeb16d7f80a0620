"""Where labels go: the first free place in order of priority; what finds none is returned.

All coordinates are millimetres on paper, y downwards. Nothing random, nothing timed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from geo.maps.paper import Letter

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_RINGS_MM = (0.0, 1.0, 2.2, 3.6, 5.4, 7.6)
_DIRECTIONS = 24
_CLOSE_RINGS_MM = (0.0, 0.4, 0.8, 1.3, 1.8, 2.4, 3.0, 3.8, 4.5, 5.5, 6.5, 7.7, 9.0, 10.5, 12.0, 13.5, 15.0, 17.0, 19.0)
"""Directions and distances of the places on a map on which few are free."""
_LEADER_FROM_MM = 1.5
_LEADER_GAP_MM = 0.3
"""Part of a leader at its mark that does not count: there it leaves the mark."""
_LEADER_HALF_MM = 0.15
"""Half of the width that is kept free for a leader."""
_AIR_MM = 0.7
"""Room beside a label that no other may take, so that two are not read as one."""
_CROSSING_COST = 2.2
_WIDE_ENOUGH = 0.85
"""Part of the widest room that the middle of an area must have to carry its name."""
_MOST_MOVES = 300
"""How many moves are tried to make room on a map."""
_NEAREST, _FARTHER = 50, 60
"""How many places near the middle of an area are looked at, and about how many of all the others."""
_SIDES = (
    ("right", 1.0, 0.0, 0.0),
    ("left", -1.0, 0.0, 0.3),
    ("right", 0.8, -0.75, 0.4),
    ("right", 0.8, 0.75, 0.5),
    ("left", -0.8, -0.75, 0.7),
    ("left", -0.8, 0.75, 0.8),
    ("center", 0.0, 1.0, 0.9),
    ("center", 0.0, -1.0, 1.0),
)
"""Side, direction x and y, cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place where a label could stand."""

    boxes: tuple[Box, ...]
    """What it covers; several boxes for a text that is turned."""
    origin: tuple[float, float]
    """Point of the base line of the first line."""
    align: str = "left"
    """Side of the text at that point."""
    angle: float = 0.0
    """Degrees that the text is turned, counter-clockwise."""
    cost: float = 0.0
    """The lower, the better."""
    leader: tuple[tuple[float, float], tuple[float, float]] | None = None
    """Line from the mark to the label, where it stands off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A label that asks for a place."""

    key: str
    """What it belongs to."""
    lines: tuple[str, ...]
    """Its text."""
    letter: Letter
    """How it is set."""
    candidates: tuple[Candidate, ...]
    """Where it could stand."""
    plate: str = ""
    """Colour of the plate behind it; empty for none."""
    optional: bool = False
    """Whether it is one of many names of the ground, of which a map shows those that fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A label with its place."""

    wish: Wish
    """The label."""
    place: Candidate
    """Its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What came of placing."""

    placements: tuple[Placement, ...]
    """The labels that have a place."""
    unplaced: tuple[Wish, ...]
    """The labels that found none, but for the optional ones."""


@dataclass(slots=True)
class Board:
    """The map on paper, with what is taken already."""

    frame: Box
    """Labels stay within."""
    lines: Sequence[BaseGeometry] = ()
    """Lines that labels would rather not cross."""
    taken: list[Box] = field(default_factory=list)
    """Boxes that nothing may cover."""

    def place(self, wishes: Iterable[Wish]) -> Placed:
        """Give each label, in order, the cheapest place that is still free."""
        tree, taken = STRtree(list(self.lines)), _rows(self.taken)
        placements, unplaced = [], []
        for wish in wishes:
            place = self._best(wish, tree, taken)
            if place is None:
                unplaced += [] if wish.optional else [wish]
                continue
            placements.append(Placement(wish=wish, place=place))
            covered = covered_by(place)
            self.taken += covered
            taken = np.concatenate([taken, _rows(covered)])
        return Placed(placements=tuple(placements), unplaced=tuple(unplaced))

    def make_room(
        self, placements: Sequence[Placement], wishes: Sequence[Wish], elsewhere: Mapping[str, Wish]
    ) -> Placed:
        """Give labels without a place that of another one, where this has another place to go to.

        Parameters
        ----------
        placements
            The labels that stand on the map; what is taken without them is on the board.
        wishes
            The labels that found no place, in order.
        elsewhere
            How the labels that may move ask for another place, by their key.
        """
        tree, fixed, tries = STRtree(list(self.lines)), _rows(self.taken), _MOST_MOVES
        standing, left = list(placements), []
        covered = [_rows(covered_by(each.place)) for each in standing]
        for wish in wishes:
            for place, own, at in self._barred_by_one(wish, fixed, covered):
                others = np.concatenate([fixed, own, *covered[:at], *covered[at + 1 :]])
                moved = elsewhere.get(standing[at].wish.key)
                other = self._best(moved, tree, others) if moved is not None and tries > 0 else None
                tries -= 1
                if moved is not None and other is not None:
                    standing[at] = Placement(wish=moved, place=other)
                    standing.append(Placement(wish=wish, place=place))
                    covered[at] = _rows(covered_by(other))
                    covered.append(own)
                    break
            else:
                left.append(wish)
        return Placed(placements=tuple(standing), unplaced=tuple(left))

    def _barred_by_one(
        self, wish: Wish, fixed: NDArray[np.float64], covered: Sequence[NDArray[np.float64]]
    ) -> Iterator[tuple[Candidate, NDArray[np.float64], int]]:
        """List the places, cheap ones first, on which one label stands and nothing else; with that label."""
        owners = np.repeat(np.arange(len(covered)), [len(each) for each in covered])
        boxes = np.concatenate([np.empty((0, 4)), *covered])
        free = [wish.candidates[at] for at in self._free(wish.candidates, fixed)]
        for place in sorted(free, key=lambda each: each.cost):
            own = _rows(covered_by(place))
            barring = np.unique(owners[_lie(own, boxes).any(axis=0)])
            if len(barring) == 1 and not _leads_over(place, fixed):
                yield place, own, int(barring[0])

    def _best(self, wish: Wish, tree: STRtree, taken: NDArray[np.float64]) -> Candidate | None:
        """Look at the places that are free, cheap ones first, until no other can be cheaper."""
        if not wish.candidates:
            return None
        taken = taken[_lie(_reach(wish.candidates)[None], taken)[0]]
        found: tuple[float, int] | None = None
        for at in sorted(self._free(wish.candidates, taken), key=lambda at: wish.candidates[at].cost):
            place = wish.candidates[at]
            if found is not None and place.cost > found[0]:
                break
            cost = place.cost + _CROSSING_COST * _crossings(place, tree)
            if (found is None or (cost, at) < found) and not _leads_over(place, taken):
                found = (cost, at)
        return None if found is None else wish.candidates[found[1]]

    def _free(self, places: Sequence[Candidate], taken: NDArray[np.float64]) -> list[int]:
        """Give the places of which every box is within the frame and on nothing that is taken."""
        owners = np.repeat(np.arange(len(places)), [len(place.boxes) for place in places])
        boxes = _rows([box for place in places for box in place.boxes])
        left, top, right, bottom = self.frame
        out = (boxes[:, 0] < left) | (boxes[:, 1] < top) | (boxes[:, 2] > right) | (boxes[:, 3] > bottom)
        barred = set(owners[out | _lie(boxes, taken).any(axis=1)].tolist())
        return [at for at in range(len(places)) if at not in barred]


def covered_by(place: Candidate) -> list[Box]:
    """List the boxes of a label, with some air beside it, and of its leader."""
    airy = [(left - _AIR_MM, top, right + _AIR_MM, bottom) for left, top, right, bottom in place.boxes]
    return [*airy, *_leader_boxes(place)]


def _rows(boxes: Sequence[Box]) -> NDArray[np.float64]:
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)


def _lie(boxes: NDArray[np.float64], taken: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell for each box and each that is taken whether they lie on one another."""
    one = boxes[:, None, :]
    beside = (taken[:, 0] < one[..., 2]) & (taken[:, 2] > one[..., 0])
    return np.asarray(beside & (taken[:, 1] < one[..., 3]) & (taken[:, 3] > one[..., 1]))


def _crossings(place: Candidate, tree: STRtree) -> int:
    """Count the lines that a place crosses."""
    boxes = np.asarray(shapely.box(*_rows(place.boxes).T))
    return len(np.unique(tree.query(boxes, predicate="intersects")[1]))


def _leads_over(place: Candidate, taken: NDArray[np.float64]) -> bool:
    """Whether the leader of a place lies on something that is taken."""
    boxes = _rows(_leader_boxes(place))
    if not len(boxes):
        return False
    return bool(_lie(boxes, taken[_lie(_hull(boxes)[None], taken)[0]]).any())


def _reach(places: Sequence[Candidate]) -> NDArray[np.float64]:
    """Give the box that holds some places and their leaders."""
    ends = [(*end, *end) for place in places if place.leader is not None for end in place.leader]
    hull = _hull(_rows([*(box for place in places for box in place.boxes), *ends]))
    return hull + np.array([-1.0, -1.0, 1.0, 1.0]) * 2 * _LEADER_HALF_MM


def _hull(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])


def _leader_boxes(place: Candidate) -> list[Box]:
    if place.leader is None:
        return []
    (x0, y0), (x1, y1) = place.leader
    length = max(float(np.hypot(x1 - x0, y1 - y0)), 2 * _LEADER_GAP_MM)
    steps = np.linspace(_LEADER_GAP_MM / length, 1.0, max(2, int(length / 0.3))).tolist()
    points = [(x0 + step * (x1 - x0), y0 + step * (y1 - y0)) for step in steps]
    half = _LEADER_HALF_MM
    return [(x - half, y - half, x + half, y + half) for x, y in points]


def size_mm(lines: Sequence[str], letter: Letter) -> tuple[float, float]:
    """Measure a block of lines on paper: width and height."""
    return max(letter.width_mm(line) for line in lines), len(lines) * 0.86 * letter.height_mm + 0.14 * letter.height_mm


def _base_mm(letter: Letter) -> float:
    """Tell how far below the top of a label the letters of its first line stand."""
    return 0.80 * letter.height_mm


def around(
    mark: Box, lines: Sequence[str], letter: Letter, *, rings: Sequence[float] = _RINGS_MM
) -> tuple[Candidate, ...]:
    """List places around a mark, near ones first; from some distance with a leader line."""
    width, height = size_mm(lines, letter)
    cx, cy = (mark[0] + mark[2]) / 2, (mark[1] + mark[3]) / 2
    rx, ry = (mark[2] - mark[0]) / 2 + 0.7, (mark[3] - mark[1]) / 2 + 0.35
    base, found = _base_mm(letter), []
    for ring in rings:
        for align, dx, dy, cost in _SIDES:
            x, y = cx + dx * (rx + ring), cy + dy * (ry + ring)
            down = (dy > 0) - (dy < 0)
            if align == "center":
                left, top = x - width / 2, y - height / 2 + down * height / 2
                at, side = (left + (left + width)) / 2, align
            else:
                left, top = x if align == "right" else x - width, y - height / 2 + down * height * 0.32
                at, side = (left, "left") if align == "right" else (left + width, "right")
            box = (left, top, left + width, top + height)
            leader = _leader((cx, cy), mark, box) if ring > _LEADER_FROM_MM else None
            place = Candidate(boxes=(box,), origin=(at, top + base), align=side, cost=cost + 0.9 * ring, leader=leader)
            found.append(place)
    return tuple(found)


def all_around(mark: Box, lines: Sequence[str], letter: Letter) -> tuple[Candidate, ...]:
    """List very many places around a mark, for a map on which few are free."""
    width, height = size_mm(lines, letter)
    cx, cy = (mark[0] + mark[2]) / 2, (mark[1] + mark[3]) / 2
    rx, ry = (mark[2] - mark[0]) / 2 + 0.3, (mark[3] - mark[1]) / 2 + 0.2
    turns = np.linspace(0, 2 * np.pi, _DIRECTIONS, endpoint=False)
    ways = list(enumerate(zip(np.cos(turns).tolist(), np.sin(turns).tolist(), strict=True)))
    found = []
    for ring in _CLOSE_RINGS_MM:
        for order, (dx, dy) in ways:
            left = cx + dx * (rx + ring + width / 2) - width / 2
            top = cy + dy * (ry + ring + height / 2) - height / 2
            box = (left, top, left + width, top + height)
            leader = _leader((cx, cy), mark, box) if ring > _LEADER_FROM_MM else None
            at, cost = (left, top + _base_mm(letter)), 0.05 * order + 0.9 * ring
            found.append(Candidate(boxes=(box,), origin=at, cost=cost, leader=leader))
    return tuple(found)


def _leader(centre: tuple[float, float], mark: Box, box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    """Draw a line from the edge of a mark to the nearest point of a box."""
    cx, cy = centre
    x = box[0] if cx < box[0] else min(cx, box[2])
    y = box[1] if cy < box[1] else min(cy, box[3])
    dx, dy = x - cx, y - cy
    across = ((mark[2] - mark[0]) / 2) / abs(dx) if dx else 1.0
    along_y = ((mark[3] - mark[1]) / 2) / abs(dy) if dy else 1.0
    part = min(1.0, across, along_y)
    return (cx + part * dx, cy + part * dy), (x, y)


def within(area: BaseGeometry, lines: Sequence[str], letter: Letter, *, step_mm: float = 2.0) -> tuple[Candidate, ...]:
    """List places inside an area, the middle first: of the whole where that is wide enough, else of the widest part."""
    biggest = max(shapely.get_parts(area), key=lambda part: part.area, default=Polygon())
    if biggest.is_empty:
        return ()
    width, height = size_mm(lines, letter)
    middle = _middle(biggest)
    left, top, right, bottom = biggest.bounds
    xs, ys = np.meshgrid(np.arange(left, right, step_mm), np.arange(top, bottom, step_mm))
    centres = np.vstack([middle, np.column_stack([xs.ravel(), ys.ravel()])])
    boxes = shapely.box(
        centres[:, 0] - width / 2, centres[:, 1] - height / 2, centres[:, 0] + width / 2, centres[:, 1] + height / 2
    )
    shapely.prepare(biggest)
    good = centres[shapely.contains(biggest, boxes)]
    away = np.hypot(*(good - middle).T)
    nearest = np.argsort(away, kind="stable")
    order = [*nearest[:_NEAREST], *nearest[_NEAREST :: max(1, len(nearest) // _FARTHER)]]
    return tuple(centred(tuple(good[at]), lines, letter, cost=0.2 * float(away[at])) for at in order)


def _middle(area: Polygon) -> NDArray[np.float64]:
    pole, edge = shapely.get_coordinates(shapely.maximum_inscribed_circle(area, tolerance=0.5))
    centre = area.centroid
    room = shapely.distance(centre, area.boundary) if shapely.contains(area, centre) else 0.0
    wide = room >= _WIDE_ENOUGH * float(np.hypot(*(edge - pole)))
    return np.asarray(shapely.get_coordinates(centre)[0] if wide else pole)


def centred(centre: tuple[float, ...], lines: Sequence[str], letter: Letter, *, cost: float = 0.0) -> Candidate:
    """Give the place of a label around its middle."""
    width, height = size_mm(lines, letter)
    x, y = float(centre[0]), float(centre[1])
    box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    origin = ((box[0] + box[2]) / 2, box[1] + _base_mm(letter))
    return Candidate(boxes=(box,), origin=origin, align="center", cost=cost)


def along(line: LineString, text: str, letter: Letter, *, step_mm: float = 6.0) -> tuple[Candidate, ...]:
    """List places along a line where it is straight enough to carry the text, the straightest first."""
    width, height = letter.width_mm(text), 0.75 * letter.height_mm
    if line.length < width + 2:
        return ()
    found = []
    for start in np.arange(1.0, line.length - width - 1.0 + 1e-9, step_mm):
        marks = shapely.line_interpolate_point(line, start + np.linspace(0, width, 9))
        points = shapely.get_coordinates(marks)
        chord = points[-1] - points[0]
        length = float(np.hypot(*chord))
        if length < 0.96 * width:
            continue
        bend = _bend(points)
        if bend <= 0.22 * height + 0.2:
            found.append(_turned(points, width, height, cost=bend + 0.02 * abs(start + width / 2 - line.length / 2)))
    return tuple(sorted(found, key=lambda place: place.cost)[:12])


def _bend(points: NDArray[np.float64]) -> float:
    chord = points[-1] - points[0]
    off = points - points[0]
    return float(np.abs(off[:, 0] * chord[1] - off[:, 1] * chord[0]).max() / np.hypot(*chord))


def _turned(points: NDArray[np.float64], width: float, height: float, *, cost: float) -> Candidate:
    first, last = (points[0], points[-1]) if points[0][0] <= points[-1][0] else (points[-1], points[0])
    direction = (last - first) / np.hypot(*(last - first))
    down = np.array([-direction[1], direction[0]])
    middle = points.mean(axis=0)
    start = middle - direction * width / 2 + down * height * 0.34
    steps = np.linspace(-width / 2, width / 2, max(3, int(width / height) + 1))
    half = height / 2 + 0.15
    boxes = tuple(
        (float(c[0] - half), float(c[1] - half), float(c[0] + half), float(c[1] + half))
        for c in (middle + direction * step for step in steps)
    )
    angle = -float(np.degrees(np.arctan2(direction[1], direction[0])))
    return Candidate(boxes=boxes, origin=(float(start[0]), float(start[1])), align="left", angle=angle, cost=cost)
