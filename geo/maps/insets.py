"""Insets: where marks stand too close for their names, a window at a larger scale in an empty corner of the map."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.figures import format_number
from geo.maps import style
from geo.maps.basemap import layers_within, thinness
from geo.maps.frame import MapFrame, fit_frame
from geo.maps.ground import Ground, draw_ground, ground_within
from geo.maps.labels import Box
from geo.maps.paper import Letter, Paper
from geo.maps.region import Region
from geo.words import say

_LINKED_MM, _WIDEST_MM = 5.0, 62.0
"""How near marks stand to be of one crowd, and how wide a crowd an inset can still help."""
_LEAST_LOST, _LOST_SHARE = 3, 0.3
"""How many marks of a crowd have no name on the map, and which part of it, before it gets an inset."""
_SCALES = (
    10_000, 15_000, 20_000, 25_000, 30_000, 40_000, 50_000, 60_000, 75_000, 100_000, 125_000, 150_000, 200_000,
)  # fmt: skip
_GAIN = 1.6
"""How many times larger than the map an inset is at least."""
_SIZES = ((88.0, 76.0), (78.0, 66.0), (68.0, 60.0), (60.0, 52.0), (52.0, 58.0), (54.0, 44.0), (46.0, 40.0))
"""Width and height in mm, the largest that finds a corner is taken."""
_MOST_OF_WIDTH, _MOST_OF_HEIGHT = 0.42, 0.62
_HIDDEN_SHARE = 0.04
"""Part of an inset that may lie on land of the own province before a smaller one is tried."""
_STRIP_MM, _MARGIN_MM, _CLEAR_MM = 5.0, 8.0, 1.5
_MOST = 2
_QUIET = {"built", "industry", "woods", "water", "waterway", "street", "primary", "main", "rail"}
_TITLE = Letter(size_pt=style.SMALL_PT, weight="semibold")
_SMALL = Letter(size_pt=style.SMALL_PT, weight="semibold", halo=style.PAPER)

Spots = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inset:
    """A window at a larger scale within a map."""

    frame: MapFrame
    """Its place on paper and what it shows."""
    box: Box
    """What it covers of the map, its title included."""
    extent: Box
    """What it shows, on the map."""
    title: str
    """Name of the place."""
    letter: str
    """Sign at the window and at its extent."""
    sign: tuple[float, float] = (0.0, 0.0)
    """Where that sign stands at its extent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """The insets of a map."""

    insets: tuple[Inset, ...]
    """Those that found a corner."""
    without: tuple[str, ...]
    """Places that would have had one, but for want of room."""


def plan_insets(
    frame: MapFrame, region: Region, points: Spots, boxes: Mapping[str, Box], lost: AbstractSet[str]
) -> Planned:
    """Choose the crowds that get an inset, and a corner of the map for each.

    Parameters
    ----------
    frame, region
        The map.
    points
        True places of the marks in metres.
    boxes
        What the marks cover on paper.
    lost
        Marks whose name found no place.
    """
    insets: list[Inset] = []
    without: list[str] = []
    own = shapely.union_all(shapely.simplify(np.asarray(region.provinces.geometry.values), frame.metres_per_mm))
    land = frame.shape_to_mm(own)
    for members in crowds(points, boxes):
        few = len(members & lost) < max(_LEAST_LOST, _LOST_SHARE * len(members))
        if few or len(insets) == _MOST:
            continue
        title = name_at(region, [points[key] for key in members])
        found = _fitted(frame, land, [points[key] for key in sorted(members)], boxes, insets)
        if found is None:
            without.append(title)
        else:
            letter = "ABC"[len(insets)]
            sign = _free_sign(found.extent, letter, frame, boxes.values())
            insets.append(replace(found, title=title, letter=letter, sign=sign))
    shown = {one.title for one in insets}
    return Planned(insets=tuple(insets), without=tuple(each for each in dict.fromkeys(without) if each not in shown))


def crowds(points: Spots, boxes: Mapping[str, Box], *, linked_mm: float = _LINKED_MM) -> list[frozenset[str]]:
    """Give the groups of marks of which each stands near another, the largest group first."""
    keys = [key for key in boxes if key in points]
    if not keys:
        return []
    middles = np.array([((boxes[key][0] + boxes[key][2]) / 2, (boxes[key][1] + boxes[key][3]) / 2) for key in keys])
    labels = _linked(middles, linked_mm)
    groups = [[key for key, label in zip(keys, labels, strict=True) if label == each] for each in np.unique(labels)]
    close = [frozenset(group) for group in groups if len(group) > 1 and _width(middles, keys, group) <= _WIDEST_MM]
    return sorted(close, key=lambda group: (-len(group), min(group)))


def _linked(points: NDArray[np.float64], reach: float) -> NDArray[np.int64]:
    """Give each point the number of its group; those of a group hang together by steps of no more than a reach."""
    spots = np.asarray(shapely.points(points), dtype=object)
    one, other = shapely.STRtree(spots).query(spots, predicate="dwithin", distance=reach)
    labels = np.arange(len(points))
    while True:
        lower = labels.copy()
        np.minimum.at(lower, one, labels[other])
        if np.array_equal(lower, labels):
            return labels
        labels = lower


def _width(middles: NDArray[np.float64], keys: Sequence[str], group: Sequence[str]) -> float:
    inside = np.isin(keys, group)
    return float(np.ptp(middles[inside], axis=0).max())


def name_at(region: Region, points: Sequence[tuple[float, float]]) -> str:
    """Name the municipality that holds most of some points; the province where none does."""
    spots = shapely.points(np.array(points))
    shapes = np.asarray(region.municipalities.geometry.values)
    counts = [int(shapely.intersects(shape, spots).sum()) for shape in shapes]
    if not counts or max(counts) == 0:
        return region.names
    return str(region.municipalities["name"].iloc[int(np.argmax(counts))])


def _fitted(
    frame: MapFrame,
    land: BaseGeometry,
    points: Sequence[tuple[float, float]],
    boxes: Mapping[str, Box],
    others: Sequence[Inset],
) -> Inset | None:
    (west, south), (east, north) = np.min(points, axis=0), np.max(points, axis=0)
    bounds = (float(west), float(south), float(east), float(north))
    taken = [*boxes.values(), *(box for one in others for box in (one.box, one.extent))]
    best: tuple[float, Inset] | None = None
    for width, height in _SIZES:
        if width > _MOST_OF_WIDTH * frame.width or height > _MOST_OF_HEIGHT * frame.height:
            continue
        shown = fit_frame(bounds, (0, 0, width, height - _STRIP_MM), _SCALES, margin_mm=_MARGIN_MM)
        apart = not any(_overlap(_on_map(frame, shown), one.extent) for one in others)
        corner = _corner(frame, shown, land, taken) if apart and shown.scale * _GAIN <= frame.scale else None
        if corner is not None and corner[0] <= _HIDDEN_SHARE * width * height:
            return corner[1]
        if corner is not None and (best is None or corner[0] < best[0]):
            best = corner
    return best[1] if best is not None else None


def _corner(frame: MapFrame, shown: MapFrame, land: BaseGeometry, taken: Sequence[Box]) -> tuple[float, Inset] | None:
    """Put an inset in the corner that hides the least land of the own province; none where marks are in the way.

    Gives how many mm² of it are hidden as well.
    """
    extent = _on_map(frame, shown)
    left, top, right, bottom = frame.box
    height = shown.height + _STRIP_MM
    found: list[tuple[float, int, Inset]] = []
    for x in (left, right - shown.width):
        for y in (bottom - height, top):
            box = (x, y, x + shown.width, y + height)
            clear = (x - _CLEAR_MM, y - _CLEAR_MM, box[2] + _CLEAR_MM, box[3] + _CLEAR_MM)
            if not any(_overlap(clear, each) for each in (*taken, extent)):
                hidden = shapely.intersection(shapely.box(*box), land).area
                placed = replace(shown, left=x, top=y + _STRIP_MM)
                found.append((hidden, len(found), Inset(frame=placed, box=box, extent=extent, title="", letter="")))
    if not found:
        return None
    hidden, _, inset = min(found, key=lambda each: each[:2])
    return hidden, inset


def _on_map(frame: MapFrame, shown: MapFrame) -> Box:
    west, south, east, north = shown.limits
    (left, bottom), (right, top) = frame.to_mm([(west, south), (east, north)])
    return float(left), float(top), float(right), float(bottom)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def inset_ground(inset: Inset, region: Region) -> Ground:
    """Cut the ground to an inset; the base map is drawn where it covers the window, though it may not the province."""
    ground = ground_within(inset.frame, region)
    basemap = region.basemap
    if basemap is None or not shapely.contains(basemap.extent, shapely.box(*inset.frame.limits)):
        return replace(ground, settlements=())
    layers = {name: shapes for name, shapes in layers_within(basemap, inset.frame).items() if name in _QUIET}
    return replace(ground, layers=layers, thin=thinness(inset.frame), settlements=())


def without_dots(ground: Ground, insets: Sequence[Inset]) -> Ground:
    """Leave out the dots that would stand on an inset."""

    def free(spot: tuple[float, float]) -> bool:
        return not any(_overlap((*spot, *spot), inset.box) for inset in insets)

    return replace(
        ground,
        settlements=tuple(each for each in ground.settlements if free(each.spot)),
        stations={name: spot for name, spot in ground.stations.items() if free(spot)},
    )


def draw_extent(paper: Paper, inset: Inset) -> None:
    """Draw on the map what an inset shows, with the letter of the inset."""
    left, top, right, bottom = inset.extent
    paper.box((left, top, right - left, bottom - top), fill=None, edge=style.PAPER, width_mm=0.7, order=3.6)
    paper.box((left, top, right - left, bottom - top), fill=None, edge=style.INK, width_mm=0.25, order=3.7)
    paper.text(inset.sign, inset.letter, _SMALL, order=6)


def _free_sign(extent: Box, letter: str, frame: MapFrame, taken: Iterable[Box]) -> tuple[float, float]:
    """Choose a place for the letter at a corner of an extent: one without a mark, and within the map."""
    left, top, right, bottom = extent
    width = _SMALL.width_mm(letter) + 0.3
    spots = [(x, y) for y in (top - 0.9, bottom + 2.8) for x in (left + 0.3, right - width)]
    spots += [(x, y) for y in (top + 2.9, bottom - 0.9) for x in (left + 0.8, right - width - 0.5)]
    spots += [(x, (top + bottom) / 2) for x in (left - width - 0.4, right + 0.6)]
    boxes = list(taken)

    def free(spot: tuple[float, float]) -> bool:
        box = _sign_box(spot, letter)
        inside = frame.box[0] <= box[0] and frame.box[1] <= box[1] and box[2] <= frame.box[2] and box[3] <= frame.box[3]
        return inside and not any(_overlap(box, each) for each in boxes)

    return next(filter(free, spots), spots[0])


def _sign_box(spot: tuple[float, float], letter: str) -> Box:
    return spot[0] - 0.3, spot[1] - 2.4, spot[0] + _SMALL.width_mm(letter) + 0.4, spot[1] + 0.6


def sign_box(inset: Inset) -> Box:
    """Give what the letter at the extent covers."""
    return _sign_box(inset.sign, inset.letter)


def edge_boxes(inset: Inset) -> list[Box]:
    """Give what the lines around its extent cover."""
    left, top, right, bottom = inset.extent
    half = 0.3
    return [
        (left - half, top - half, right + half, top + half),
        (left - half, bottom - half, right + half, bottom + half),
        (left - half, top - half, left + half, bottom + half),
        (right - half, top - half, right + half, bottom + half),
    ]


def draw_inset(paper: Paper, inset: Inset, ground: Ground) -> None:
    """Draw the ground of an inset, its title with the scale, and the line around it."""
    draw_ground(paper, inset.frame, ground)
    left, top, right, bottom = inset.box
    paper.box((left, top, right - left, _STRIP_MM), fill=style.PAPER, edge=None, order=2.8)
    scale = say("maps.ground.inset", letter=inset.letter, name=inset.title, scale=format_number(inset.frame.scale))
    paper.text((left + 1.5, top + 3.6), scale, _TITLE)
    paper.line([(left, top + _STRIP_MM), (right, top + _STRIP_MM)], colour=style.GREY, width_mm=0.15, order=7.9)
    paper.box((left, top, right - left, bottom - top), fill=None, edge=style.INK, width_mm=0.3, order=8)
