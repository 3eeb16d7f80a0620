"""Texts that lie on each other in a PDF, by the letters as they are printed: nothing of whoever placed them is asked."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pdfplumber
from shapely import Polygon, STRtree, unary_union
from shapely.geometry.base import BaseGeometry

MM = 25.4 / 72
"""Millimetres in a point."""
_CAPITAL = 0.66
"""Where ink reaches above the base line, in heights of the letter; what hangs below it is not counted."""
_GAP = 0.75
"""Letters of a text are never further apart than this, in heights of the letter."""
_TOUCH_MM2 = 0.02
"""Texts that share less than this touch, which rounding does too."""


@dataclass
class Text:
    """Letters that were printed one after the other along a line."""

    words: str = ""
    boxes: list[Polygon] = field(default_factory=list)
    size: float = 0.0
    angle: float = 0.0
    end: tuple[float, float] = (0.0, 0.0)

    @property
    def shape(self) -> BaseGeometry:
        """What its letters cover, in square millimetres."""
        return unary_union(self.boxes)


def overlaps(path: Path) -> list[tuple[int, str, str]]:
    """Give the pairs of texts that lie on each other: page, and both texts."""
    found = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            texts = [text for text in _texts(page.chars) if text.words.strip()]
            shapes = [text.shape for text in texts]
            tree = STRtree(shapes)
            for first, second in zip(*tree.query(shapes, predicate="intersects"), strict=True):
                if first < second and shapes[first].intersection(shapes[second]).area > _TOUCH_MM2:
                    found.append((page.page_number, texts[first].words, texts[second].words))
            page.close()
    return found


def _texts(chars: list[Any]) -> Iterator[Text]:
    now = Text()
    for char in chars:
        a, b, _, _, x, y = char["matrix"]
        size, angle, wide = _height(char), math.atan2(b, a), char["adv"]
        near = math.dist((x, y), now.end) <= _GAP * size
        if not (now.words and near and abs(size - now.size) < 0.1 and abs(angle - now.angle) < 0.2):
            if now.words:
                yield now
            now = Text(size=size)
        along, up = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
        corners = [
            (x + along[0] * east + up[0] * north, y + along[1] * east + up[1] * north)
            for east, north in ((0.0, 0.0), (wide, 0.0), (wide, _CAPITAL * size), (0.0, _CAPITAL * size))
        ]
        if char["text"].strip():
            now.boxes.append(Polygon([(MM * east, MM * north) for east, north in corners]))
        now.words += char["text"]
        now.end = (x + along[0] * wide, y + along[1] * wide)
        now.angle = angle
    if now.words:
        yield now


def _height(char: Any) -> float:
    """Give the size of a letter: what its upright box owes to its height and not to its width."""
    a, b = char["matrix"][:2]
    cosine, sine = abs(a) / math.hypot(a, b), abs(b) / math.hypot(a, b)
    if cosine >= sine:
        return float((char["y1"] - char["y0"] - char["adv"] * sine) / cosine)
    return float((char["x1"] - char["x0"] - char["adv"] * cosine) / sine)
