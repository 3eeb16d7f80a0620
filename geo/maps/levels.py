"""How much of the ground a scale can carry: which layers, how small an area, how fine a line, in mm on paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.maps.frame import FINE_MM
from geo.maps.outlines import Shapes

AREAS = ("farmland", "built", "industry", "open_green", "woods", "water", "building")
LINES = ("waterway", "path", "lane", "street", "primary", "main", "rail", "ferry")
_SEAM_M = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A class of scales that share one generalised ground."""

    up_to: float
    """Largest denominator that it is drawn at."""
    made_for: int
    """Denominator that its sizes on paper are reckoned for."""
    areas: Mapping[str, float]
    """Layers of areas, with the smallest that is kept in mm²."""
    lines: Mapping[str, float]
    """Layers of lines, with the shortest that is kept in mm."""
    thin: float
    """How much thinner lines are than on a town map, before the scale itself counts."""
    joined_m: float = 0.0
    """Buildings that stand nearer to one another than twice this are one block."""
    seamless: frozenset[str] = field(default_factory=frozenset)
    """Layers of which pieces that almost touch are joined."""

    @property
    def tolerance_m(self) -> float:
        """How far a line may be from where it is."""
        return FINE_MM * self.made_for / 1000


LEVELS = (
    Level(
        up_to=15_000,
        made_for=10_000,
        areas={**dict.fromkeys(AREAS, 3.0), "water": 1.0, "building": 0.45},
        lines=dict.fromkeys(LINES, 0.0),
        thin=1.0,
    ),
    Level(
        up_to=35_000,
        made_for=25_000,
        areas={**dict.fromkeys(AREAS, 1.5), "water": 0.8, "building": 0.16},
        lines={**dict.fromkeys(LINES, 0.0), "waterway": 3.0, "path": 3.0, "lane": 2.0},
        thin=1.0,
        joined_m=3.0,
    ),
    Level(
        up_to=75_000,
        made_for=50_000,
        areas={**dict.fromkeys(AREAS, 2.0), "water": 1.0, "building": 1.0},
        lines={"waterway": 6.0, "street": 2.0, "primary": 0.0, "main": 0.0, "rail": 0.0, "ferry": 0.0},
        thin=0.85,
        joined_m=12.0,
    ),
    Level(
        up_to=300_000,
        made_for=150_000,
        areas={"built": 1.5, "industry": 3.0, "woods": 6.0, "water": 4.0},
        lines={"waterway": 14.0, "primary": 0.0, "main": 0.0, "rail": 0.0, "ferry": 4.0},
        thin=0.92,
        joined_m=30.0,
        seamless=frozenset({"built", "industry", "woods", "water"}),
    ),
    Level(
        up_to=float("inf"),
        made_for=450_000,
        areas={"built": 1.5, "water": 4.0},
        lines={"main": 0.0, "rail": 0.0},
        thin=0.92,
        seamless=frozenset({"built", "water"}),
    ),
)
"""From the town to the country, each made of the one before it."""


def level_of(scale: int) -> int:
    """Give the place in `LEVELS` of what is drawn at a denominator."""
    return next(place for place, level in enumerate(LEVELS) if scale <= level.up_to)


def generalise(layers: Mapping[str, Shapes], level: Level) -> dict[str, Shapes]:
    """Bring layers down to what a level can carry; buildings that it does not show become built-up area."""
    found = dict(layers)
    if level.joined_m and len(found.get("building", ())):
        found["building"] = _blocks(found["building"], level.joined_m)
    if "building" not in level.areas and "built" in level.areas and len(found.get("building", ())):
        found["built"] = np.concatenate([found["built"], found["building"]])
    mm_m = level.made_for / 1000
    areas = {
        name: _areas(found[name], smallest * mm_m**2, level, seamless=name in level.seamless)
        for name, smallest in level.areas.items()
    }
    lines = {name: _lines(found[name], shortest * mm_m, level) for name, shortest in level.lines.items()}
    return areas | lines


def _blocks(buildings: Shapes, reach_m: float) -> Shapes:
    grown = shapely.buffer(shapely.simplify(buildings, reach_m / 3), reach_m, quad_segs=1, join_style="mitre")
    return _parts(shapely.buffer(_parts(shapely.union_all(grown)), -reach_m, quad_segs=1, join_style="mitre"))


def _parts(shapes: Shapes | BaseGeometry) -> Shapes:
    parts = shapely.get_parts(np.atleast_1d(np.asarray(shapes, dtype=object)))
    return np.asarray(parts[~shapely.is_empty(parts)], dtype=object)


def _areas(shapes: Shapes, smallest_m2: float, level: Level, *, seamless: bool) -> Shapes:
    kept = shapes[shapely.area(shapes) >= (smallest_m2 / 20 if seamless else smallest_m2)]
    if len(kept) and seamless:
        half = shapely.simplify(kept, level.tolerance_m / 2)
        joined = _parts(shapely.union_all(shapely.buffer(half, _SEAM_M, quad_segs=1)))
        kept = joined[shapely.area(joined) >= smallest_m2]
    return _simple(kept, level.tolerance_m)


def _lines(shapes: Shapes, shortest_m: float, level: Level) -> Shapes:
    return _simple(shapes[shapely.length(shapes) >= shortest_m], level.tolerance_m)


def _simple(shapes: Shapes, tolerance: float) -> Shapes:
    simple = shapely.simplify(shapes, tolerance)
    return np.asarray(simple[~shapely.is_empty(simple)], dtype=object)
