"""Measures on a printed sheet, by the letters and lines that a reader sees, which labels lie on what they should not.

Knows nothing of how the labels were placed: letters come from the PDF one by one, turned ones with their turn.
"""

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import pdfplumber
from shapely import LineString, Polygon, STRtree, box
from shapely.geometry.base import BaseGeometry

MM = 25.4 / 72
INK = (0x1D, 0x1D, 0x1B)
BORDER_MM, KEYLINE_MM, LEADER_MM = 0.30, 0.22, 0.18
UP, DOWN = 0.70, 0.19
"""Ink above and below the base line, in sizes of the letter."""
CORNERS = 5
"""Points of a rectangle, the first again at its end."""
LEAST_MM2 = 0.05
"""Smallest overlap that counts."""
_SIGN_MM, _LONGEST_SIGN = 0.8, 3
"""How near the middle of a mark its sign stands, and the most letters that it has."""


@dataclass(frozen=True)
class Line:
    """A line of text on paper."""

    text: str
    shape: Polygon
    size_pt: float


@dataclass(frozen=True)
class Overlaps:
    """What lies on what within the frame of the map; each a list, empty where all is well."""

    labels: list[Line]
    marks: list[Polygon]
    leaders: list[LineString]
    label_on_label: list[tuple[str, str]]
    label_on_mark: list[str]
    outside: list[str]
    leader_on_label: list[str]
    leader_on_mark: list[LineString]
    leader_on_leader: list[tuple[LineString, LineString]]

    @property
    def count(self) -> int:
        """How many there are in all."""
        found = (self.label_on_label, self.label_on_mark, self.outside, self.leader_on_label, self.leader_on_mark,
                 self.leader_on_leader)  # fmt: skip
        return sum(len(each) for each in found)


def _is_sign(line: Line, mark: Polygon) -> bool:
    """Tell whether a text is the sign in the middle of a mark: its rank, rung or change."""
    near = line.shape.centroid.distance(mark.centroid) <= _SIGN_MM
    return near and len(line.text) <= _LONGEST_SIGN


def overlaps(pdf: bytes, page_number: int = 0) -> Overlaps:
    """Measure a page of a PDF."""
    with pdfplumber.open(io.BytesIO(pdf)) as whole:
        page = whole.pages[page_number]
        frames = _frames(page)
        outer = max(frames, key=lambda frame: frame.area)
        labels = [line for line in _lines(page) if outer.contains(line.shape.centroid)]
        marks = [mark for mark in _marks(page) if outer.buffer(1).contains(mark)]
        leaders = [line for line in _leaders(page) if outer.intersects(line)]
    named = [line for line in labels if not any(_is_sign(line, mark) for mark in marks)]
    return Overlaps(
        labels=named,
        marks=marks,
        leaders=leaders,
        label_on_label=[(a.text, b.text) for a, b in _pairs(labels)],
        label_on_mark=[line.text for line in named for mark in _met(line.shape, marks)],
        outside=[line.text for line in named for frame in frames if _crosses(line.shape, frame)],
        leader_on_label=[
            line.text for leader in leaders for line in named if line.shape.buffer(-0.25).intersects(leader)
        ],
        leader_on_mark=[leader for leader in leaders for mark in marks if _inside_mm(leader, mark) > 0.6],
        leader_on_leader=[
            (one, other) for at, one in enumerate(leaders) for other in leaders[at + 1 :] if one.crosses(other)
        ],
    )


def _frames(page: Any) -> list[BaseGeometry]:
    """Give the borders of the map and of its insets."""
    shapes = [each for each in (*page.rects, *page.curves) if not each["fill"] and _is_ink(each, BORDER_MM)]
    rects = [each for each in shapes if len(each["pts"]) <= CORNERS]
    found = [_box(each) for each in rects]
    return [frame for frame in found if frame.area > 400.0]


@dataclass(frozen=True)
class _Letter:
    """A letter on paper: where its base line starts, its directions, its width and the size of the type, in mm."""

    text: str
    start: np.ndarray
    along: np.ndarray
    up: np.ndarray
    width: float
    size: float

    @property
    def end(self) -> np.ndarray:
        return np.asarray(self.start + self.along * self.width)


def _letter(char: dict[str, Any], height: float) -> _Letter:
    a, b, _, _, east, north = char["matrix"]
    along = np.array([a, -b]) / np.hypot(a, b)
    width, cos, sin = float(char["adv"]), abs(along[0]), abs(along[1])
    wide, high = char["x1"] - char["x0"], char["bottom"] - char["top"]
    size = (high - width * sin) / cos if cos > sin else (wide - width * cos) / sin
    start = np.array([east, height - north]) * MM
    return _Letter(char["text"], start, along, np.array([along[1], -along[0]]), width * MM, float(size) * MM)


def _lines(page: Any) -> list[Line]:
    """Join letters that follow one another on one base line."""
    found: list[list[_Letter]] = []
    for char in page.chars:
        letter = _letter(char, float(page.height))
        if found and _follows(found[-1][-1], letter):
            found[-1].append(letter)
        else:
            found.append([letter])
    return [_line(group) for group in found if "".join(each.text for each in group).strip()]


def _follows(before: _Letter, after: _Letter) -> bool:
    same = np.allclose(before.along, after.along, atol=1e-3) and abs(before.size - after.size) < 0.02
    return same and float(np.hypot(*(after.start - before.end))) < 0.3 * after.size


def _line(group: list[_Letter]) -> Line:
    first, last = group[0], group[-1]
    above, below = first.up * UP * first.size, first.up * DOWN * first.size
    corners = [first.start - below, last.end - below, last.end + above, first.start + above]
    text = "".join(each.text for each in group).strip()
    return Line(text=text, shape=Polygon(corners), size_pt=first.size / MM)


def _marks(page: Any) -> list[Polygon]:
    """Give the outlines with a fill and the keyline of a mark."""
    found = []
    for each in (*page.rects, *page.curves):
        if each["fill"] and _is_ink(each, KEYLINE_MM) and len(each["pts"]) > 2:
            shape = Polygon([(x * MM, y * MM) for x, y in each["pts"]]).buffer(0)
            if 0.5 < shape.area < 120:
                found.append(shape)
    return found


def _leaders(page: Any) -> list[LineString]:
    return [LineString([(x * MM, y * MM) for x, y in each["pts"]]) for each in page.lines if _is_ink(each, LEADER_MM)]


def _is_ink(each: dict[str, Any], width_mm: float) -> bool:
    colour = each["stroking_color"]
    if not each["stroke"] or not isinstance(colour, tuple | list) or len(colour) != len(INK):
        return False
    same = all(abs(255 * part - ink) < 1 for part, ink in zip(colour, INK, strict=True))
    return same and abs(float(each["linewidth"]) * MM - width_mm) < 0.015


def _box(each: dict[str, Any]) -> BaseGeometry:
    return box(each["x0"] * MM, each["top"] * MM, each["x1"] * MM, each["bottom"] * MM)


def _pairs(lines: list[Line]) -> list[tuple[Line, Line]]:
    shapes = np.array([line.shape for line in lines], dtype=object)
    near = STRtree(shapes).query(shapes, predicate="intersects").T
    return [
        (lines[one], lines[other])
        for one, other in near.tolist()
        if one < other and lines[one].shape.intersection(lines[other].shape).area > LEAST_MM2
    ]


def _met(shape: Polygon, marks: list[Polygon]) -> list[Polygon]:
    return [mark for mark in marks if shape.intersection(mark).area > LEAST_MM2]


def _crosses(shape: Polygon, frame: BaseGeometry) -> bool:
    inside = shape.intersection(frame).area
    return LEAST_MM2 < inside < shape.area - LEAST_MM2


def _inside_mm(leader: LineString, mark: BaseGeometry) -> float:
    return float(leader.intersection(mark).length)
