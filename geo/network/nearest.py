"""The compiled search for the nearest of many segments.

The segments lie in a tree of boxes, each with four others in it, in the order of a curve that fills the plane. It is as
good for a city amid sea as for an even spread, and a long segment stretches its own boxes only. Points are searched for
in the order of that curve too, so that each begins with the segment that the one before it found.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Tree = tuple[Floats, Ints, Floats, Ints]
"""Boxes (west, south, east, north), in which the four of box i are 4i + 1 to 4i + 4 and the last are leaves; where the
segments of each leaf begin; the segments in order (x, y, dx, dy); and the number that each had."""
_BRANCHES, _LEAF = 4, 8
"""Boxes in a box, and segments in a leaf at most."""
_STACK = 64
"""Boxes that wait at most: three a level and one, so enough for 4^21 leaves."""
_BITS = 16
_SPREAD = ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555))
"""Shifts and masks that put a zero before each of sixteen bits."""


def nearest(ends: Floats, x: Floats, y: Floats, *, tie_m: float) -> Ints:
    """Find the nearest segment of every point, in the plane.

    Parameters
    ----------
    ends
        One row a segment: x and y of its begin and of its end, metres, finite.
    x, y
        The points, metres, finite.
    tie_m
        Distances that differ from the least by no more are equal; of these the first segment counts.

    Returns
    -------
    rows
        Row of the nearest segment of each point; -1 where there are no segments.
    """
    found = np.full(len(x), -1, dtype=np.int64)
    if len(ends) and len(x):
        corner = ends.reshape(-1, 2).min(axis=0)
        side = float((ends.reshape(-1, 2).max(axis=0) - corner).max()) or 1.0
        middle_x, middle_y = (ends[:, :2] + ends[:, 2:]).T / 2
        tree = _tree(ends, np.argsort(_on_curve(middle_x, middle_y, corner, side), kind="stable"))
        _search(tree, (x, y), np.argsort(_on_curve(x, y, corner, side), kind="stable"), tie_m, found)
    return found


def _on_curve(x: Floats, y: Floats, corner: Floats, side: float) -> NDArray[np.uint32]:
    """Give the place of points on a curve through a square: the bits of x and y in turns. Beyond an edge is on it."""
    places = np.zeros(len(x), dtype=np.uint32)
    for bit, values in enumerate((x - corner[0], y - corner[1])):
        part = (np.clip(values / side, 0.0, 1.0) * (2**_BITS - 1)).astype(np.uint32)
        for shift, mask in _SPREAD:
            part = (part | (part << np.uint32(shift))) & np.uint32(mask)
        places |= part << np.uint32(bit)
    return places


def _tree(ends: Floats, number: Ints) -> Tree:
    """Put segments, in the order of their numbers, in boxes: first in leaves, then these by fours in others."""
    count = leaves = 1
    while leaves * _LEAF < len(ends):
        leaves *= _BRANCHES
        count += leaves
    begin, segments = np.arange(leaves + 1) * len(ends) // leaves, ends[number]
    boxes = np.empty((count, 4))
    low, high = boxes[:, :2], boxes[:, 2:]
    low[-leaves:] = np.minimum.reduceat(np.minimum(segments[:, :2], segments[:, 2:]), begin[:-1])
    high[-leaves:] = np.maximum.reduceat(np.maximum(segments[:, :2], segments[:, 2:]), begin[:-1])
    while leaves > 1:
        inner = slice(count - leaves, count)
        count, leaves = count - leaves, leaves // _BRANCHES
        low[count - leaves : count] = low[inner].reshape(leaves, _BRANCHES, 2).min(axis=1)
        high[count - leaves : count] = high[inner].reshape(leaves, _BRANCHES, 2).max(axis=1)
    segments[:, 2:] -= segments[:, :2]
    return boxes, begin, segments, number


@njit(cache=True, nogil=True)
def _square_to_segment(x: float, y: float, segments: Floats, at: int) -> float:
    """Give the square of the distance of a point to a segment."""
    east, north, dx, dy = x - segments[at, 0], y - segments[at, 1], segments[at, 2], segments[at, 3]
    square = dx * dx + dy * dy
    part = min(max((east * dx + north * dy) / (square if square > 0.0 else 1.0), 0.0), 1.0)
    east, north = east - part * dx, north - part * dy
    return float(east * east + north * north)


# One function: it reads the arrays at every step, and to hand them on would cost as much as the step.
@njit(cache=True, nogil=True)
def _search(  # noqa: C901, PLR0912
    tree: Tree, points: tuple[Floats, Floats], order: Ints, tie_m: float, found: Ints
) -> None:  # fmt: skip
    """Find the nearest segment of every point: first how near it is, then, if another is as near, the first of these.

    Boxes wait on a stack, the nearest of each four on top.
    """
    boxes, begin, segments, number = tree
    leaf = len(boxes) - len(begin) + 1
    nodes, gaps = np.empty(_STACK, dtype=np.int64), np.empty(_STACK)
    pick = 0
    for row in order:
        x, y = points[0][row], points[1][row]
        least = _square_to_segment(x, y, segments, pick)
        second, reach = np.inf, (np.sqrt(least) + tie_m) ** 2
        for again in range(2):
            nodes[0], gaps[0], size = 0, 0.0, 1
            while size > 0:
                size -= 1
                node, bottom = nodes[size], size
                if gaps[size] > reach:
                    continue
                if node < leaf:
                    for child in range(_BRANCHES * node + 1, _BRANCHES * node + 1 + _BRANCHES):
                        gap = max(boxes[child, 0] - x, x - boxes[child, 2], 0.0) ** 2
                        gap += max(boxes[child, 1] - y, y - boxes[child, 3], 0.0) ** 2
                        if gap > reach:
                            continue
                        place = size
                        if size > bottom and gap > gaps[size - 1]:
                            nodes[size], gaps[size], place = nodes[size - 1], gaps[size - 1], size - 1
                        nodes[place], gaps[place] = child, gap
                        size += 1
                    continue
                for at in range(begin[node - leaf], begin[node - leaf + 1]):
                    gap = _square_to_segment(x, y, segments, at)
                    if again:
                        pick = at if gap <= reach and number[at] < number[pick] else pick
                    elif gap < least:
                        second, least, reach, pick = least, gap, (np.sqrt(gap) + tie_m) ** 2, at
                    elif at != pick:
                        second = min(second, gap)
            if second > reach:
                break
        found[row] = number[pick]
