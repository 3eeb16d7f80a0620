"""The outlines of marks: what tells types apart where print is grey."""

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Shape = Literal[
    "circle", "square", "triangle", "diamond", "hexagon", "plus", "pentagon", "star", "tent",
    "cross", "dome", "bar", "pillar", "trapezium",
]  # fmt: skip


def outline(shape: Shape) -> NDArray[np.float64]:
    """Give the corners of a shape of area 1 around the origin, y downwards."""
    corners = _CORNERS[shape]()
    x, y = corners[:, 0], corners[:, 1]
    area = abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
    return np.asarray(corners / np.sqrt(area), dtype=np.float64)


def _ring(count: int, turn: float = -90.0) -> NDArray[np.float64]:
    angles = np.radians(turn + np.arange(count) * 360 / count)
    return np.column_stack([np.cos(angles), np.sin(angles)])


def _star() -> NDArray[np.float64]:
    radii = np.where(np.arange(10) % 2 == 0, 1.0, 0.45)
    return _ring(10) * radii[:, None]


def _dome() -> NDArray[np.float64]:
    angles = np.radians(180 + np.arange(33) * 180 / 32)
    return np.column_stack([np.cos(angles), np.sin(angles) + 0.45])


def _cross() -> NDArray[np.float64]:
    turn = np.sqrt(0.5) * np.array([(1.0, 1.0), (-1.0, 1.0)])
    return np.asarray(_plus() @ turn, dtype=np.float64)


def _box(width: float, height: float) -> NDArray[np.float64]:
    return np.array([(-width, -height), (width, -height), (width, height), (-width, height)])


def _plus() -> NDArray[np.float64]:
    a, b = 0.36, 1.0
    return np.array(
        [(-a, -b), (a, -b), (a, -a), (b, -a), (b, a), (a, a), (a, b), (-a, b), (-a, a), (-b, a), (-b, -a), (-a, -a)]
    )


_CORNERS: dict[Shape, Callable[[], NDArray[np.float64]]] = {
    "circle": lambda: _ring(64),
    "square": lambda: _box(1.0, 1.0),
    "triangle": lambda: _ring(3),
    "diamond": lambda: _ring(4),
    "hexagon": lambda: _ring(6, 0.0),
    "pentagon": lambda: _ring(5),
    "plus": _plus,
    "star": _star,
    "tent": lambda: _ring(3, 90.0),
    "cross": _cross,
    "dome": _dome,
    "bar": lambda: _box(1.0, 0.5),
    "pillar": lambda: _box(0.5, 1.0),
    "trapezium": lambda: np.array([(-0.45, -0.7), (0.45, -0.7), (1.0, 0.7), (-1.0, 0.7)]),
}
