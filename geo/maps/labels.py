"""Where labels go: the first free place in order of priority; what finds none is returned.

All coordinates are millimetres on paper, y downwards. Nothing random, nothing timed.
"""

from collections.abc import Iterable, Sequence
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
_LEADER_FROM_MM = 1.5
_LEADER_GAP_MM = 0.3
"""Part of a leader at its mark that does not count: there it leaves the mark."""
_CROSSING_COST = 2.2
_WIDE_ENOUGH = 0.85
"""Part of the widest room that the middle of an area must have to carry its name."""
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
        tree = STRtree(list(self.lines))
        placements, unplaced = [], []
        for wish in wishes:
            place = self._best(wish, tree)
            if place is None:
                unplaced += [] if wish.optional else [wish]
                continue
            placements.append(Placement(wish=wish, place=place))
            self.taken += [*place.boxes, *_leader_boxes(place)]
        return Placed(placements=tuple(placements), unplaced=tuple(unplaced))

    def _best(self, wish: Wish, tree: STRtree) -> Candidate | None:
        taken = np.array(self.taken, dtype=np.float64).reshape(-1, 4)
        free = self._free([place for place in wish.candidates if self._inside(place)], taken)
        if not free:
            return None
        costs = np.array([place.cost for place in free]) + _CROSSING_COST * _crossings(free, tree)
        return free[int(np.argmin(costs))]

    def _inside(self, place: Candidate) -> bool:
        left, top, right, bottom = self.frame
        return all(b[0] >= left and b[1] >= top and b[2] <= right and b[3] <= bottom for b in place.boxes)

    def _free(self, places: Sequence[Candidate], taken: NDArray[np.float64]) -> list[Candidate]:
        free = _apart(places, [place.boxes for place in places], taken)
        return _apart(free, [_leader_boxes(place) for place in free], taken)


def _apart(places: Sequence[Candidate], boxes: Sequence[Sequence[Box]], taken: NDArray[np.float64]) -> list[Candidate]:
    """Give the places of which no box lies on what is taken."""
    owners = np.repeat(np.arange(len(places)), [len(each) for each in boxes])
    one = np.array([box for each in boxes for box in each], dtype=np.float64).reshape(-1, 4)[:, None, :]
    lies = (taken[:, 0] < one[..., 2]) & (taken[:, 2] > one[..., 0]) & (taken[:, 1] < one[..., 3])
    hit = set(owners[(lies & (taken[:, 3] > one[..., 1])).any(axis=1)].tolist())
    return [place for at, place in enumerate(places) if at not in hit]


def _crossings(places: Sequence[Candidate], tree: STRtree) -> NDArray[np.int64]:
    """Count for each place the lines that it crosses."""
    owners = np.repeat(np.arange(len(places)), [len(place.boxes) for place in places])
    left, top, right, bottom = np.array([box for place in places for box in place.boxes]).T
    boxes, lines = tree.query(np.asarray(shapely.box(left, top, right, bottom)), predicate="intersects")
    pairs = np.unique(np.column_stack([owners[boxes], lines]), axis=0)
    return np.bincount(pairs[:, 0], minlength=len(places))


def _leader_boxes(place: Candidate) -> list[Box]:
    if place.leader is None:
        return []
    (x0, y0), (x1, y1) = place.leader
    length = max(float(np.hypot(x1 - x0, y1 - y0)), 2 * _LEADER_GAP_MM)
    steps = np.linspace(_LEADER_GAP_MM / length, 1.0, max(2, int(length / 0.3)))
    xs, ys = x0 + steps * (x1 - x0), y0 + steps * (y1 - y0)
    return [
        (float(left), float(top), float(right), float(bottom))
        for left, top, right, bottom in np.column_stack([xs - 0.15, ys - 0.15, xs + 0.15, ys + 0.15])
    ]


def size_mm(lines: Sequence[str], letter: Letter) -> tuple[float, float]:
    """Measure a block of lines on paper: width and height."""
    return max(letter.width_mm(line) for line in lines), len(lines) * 0.86 * letter.height_mm + 0.14 * letter.height_mm


def around(
    mark: Box, lines: Sequence[str], letter: Letter, *, rings: Sequence[float] = _RINGS_MM
) -> tuple[Candidate, ...]:
    """List places around a mark, near ones first; from some distance with a leader line."""
    width, height = size_mm(lines, letter)
    cx, cy = (mark[0] + mark[2]) / 2, (mark[1] + mark[3]) / 2
    rx, ry = (mark[2] - mark[0]) / 2 + 0.7, (mark[3] - mark[1]) / 2 + 0.35
    found = []
    for ring in rings:
        for align, dx, dy, cost in _SIDES:
            x, y = cx + dx * (rx + ring), cy + dy * (ry + ring)
            left = {"right": x, "left": x - width, "center": x - width / 2}[align]
            top = y - height / 2 + (0 if align != "center" else np.sign(dy) * height / 2)
            if align != "center" and dy:
                top = y - height / 2 + np.sign(dy) * height * 0.32
            box = (left, float(top), left + width, float(top) + height)
            leader = _leader((cx, cy), mark, box) if ring > _LEADER_FROM_MM else None
            at, side = _anchor(box, align, letter)
            found.append(Candidate(boxes=(box,), origin=at, align=side, cost=cost + 0.9 * ring, leader=leader))
    return tuple(found)


def _anchor(box: Box, align: str, letter: Letter) -> tuple[tuple[float, float], str]:
    x = {"right": box[0], "left": box[2], "center": (box[0] + box[2]) / 2}[align]
    side = {"right": "left", "left": "right", "center": "center"}[align]
    return (x, box[1] + 0.80 * letter.height_mm), side


def _leader(centre: tuple[float, float], mark: Box, box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    near = (min(max(centre[0], box[0]), box[2]), min(max(centre[1], box[1]), box[3]))
    dx, dy = near[0] - centre[0], near[1] - centre[1]
    reach = min(
        ((mark[2] - mark[0]) / 2) / abs(dx) if dx else np.inf, ((mark[3] - mark[1]) / 2) / abs(dy) if dy else np.inf
    )
    start = (centre[0] + min(1.0, reach) * dx, centre[1] + min(1.0, reach) * dy)
    return (float(start[0]), float(start[1])), near


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
    at, side = _anchor(box, "center", letter)
    return Candidate(boxes=(box,), origin=at, align=side, cost=cost)


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


def push_apart(
    points: NDArray[np.float64], radii_mm: NDArray[np.float64], *, most_mm: float = 2.0, rounds: int = 16
) -> NDArray[np.float64]:
    """Part marks that would hide one another.

    Parameters
    ----------
    points
        Places on paper. The first is where it is and stays there.
    radii_mm
        Room that each mark takes.
    most_mm
        How far a mark may move from its true place.
    rounds
        How often all pairs are looked at.
    """
    moved, near = points.copy(), _near_pairs(points, radii_mm, 4 * most_mm)
    for _ in range(rounds):
        for one, other in near:
            between = moved[other] - moved[one]
            away, gap = float(np.hypot(*between)), float(radii_mm[one] + radii_mm[other])
            if away < gap:
                unit = between / away if away > 0 else np.array([1.0, 0.0])
                moved[one] -= unit * (gap - away) / 2
                moved[other] += unit * (gap - away) / 2
        shift = moved - points
        far = np.maximum(np.hypot(shift[:, 0], shift[:, 1]) / most_mm, 1.0)
        moved = points + shift / far[:, None]
        moved[:1] = points[:1]
    return moved


def _near_pairs(points: NDArray[np.float64], radii_mm: NDArray[np.float64], spare_mm: float) -> list[tuple[int, int]]:
    """Give the pairs of marks that could come to touch."""
    ones, others = np.triu_indices(len(points), k=1)
    away = np.hypot(*(points[others] - points[ones]).T)
    close = away < radii_mm[ones] + radii_mm[others] + spare_mm
    return list(zip(ones[close].tolist(), others[close].tolist(), strict=True))
