"""Street patterns of towns: blocks cut again and again, bent a little, with closes reaching into them.

A town is cut along two curved main streets and a ring, then every block is halved across its longest side until
it is as large as a Dutch housing block. Halving gives T-junctions, as in new towns; closes give dead ends. Cyclists
keep off the outer street of a town: a path runs beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.random import Generator
from shapely import LineString, Point, Polygon
from shapely.ops import split

from markerwaard.terrain import LARGER, Town, outline

BLOCK_M2 = 31_000.0
SMALL_M = 800.0
CLOSE_SHARES = (0.5, 0.86)
"""Share of the blocks that get a close, in towns of a smaller radius and in the others."""
STEP_M = 14.0
"""Distance between the nodes of a bent street."""
CYCLE_PATH_M = 8.0
"""From the middle of an outer street to that of the cycle path beside it."""


Tags = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Street:
    """A line of the network with its OpenStreetMap tags."""

    line: LineString
    tags: Tags


@dataclass(frozen=True, slots=True)
class Block:
    """A block between streets."""

    shape: Polygon
    use: str
    """residential, park, water, school, retail, industrial or sports."""
    town: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TownPlan:
    """Streets and blocks of a town."""

    town: Town
    streets: tuple[Street, ...]
    rim: tuple[LineString, ...]
    """The outer streets."""
    blocks: tuple[Block, ...]
    names: tuple[str, ...]


def tags(**values: str) -> Tags:
    """Write tags sorted; an underscore pair stands for a colon."""
    return tuple(sorted((key.rstrip("_").replace("__", ":"), value) for key, value in values.items()))


def plan_town(town: Town, taken: shapely.Geometry) -> TownPlan:
    """Draw a town.

    Parameters
    ----------
    town
        Where and how large.
    taken
        Canals and railways that the blocks keep free of.
    """
    random = np.random.default_rng([2003, round(town.x), town.inhabitants])
    whole = outline(town)
    sectors = _sectors(whole, town, random)
    blocks = [block for sector in sectors for block in _halved(sector, random)]
    blocks = _tidy(blocks)
    bend = _Bend(town, random)
    streets, rim = _streets(blocks, sectors, town, bend, random)
    used = [_use(block, town, random) for block in blocks]
    bent = [Block(bend.polygon(block), use, town.name) for block, use in zip(blocks, used, strict=True)]
    streets += _closes(blocks, used, bend, (random, CLOSE_SHARES[town.radius_m > SMALL_M]))
    if town in LARGER:
        streets.append(_cycle_path(rim))
    free = [block for whole_block in bent for block in _clear_of(whole_block, taken)]
    return TownPlan(town=town, streets=tuple(streets), rim=tuple(rim), blocks=tuple(free), names=_names(random, 400))


def _clear_of(block: Block, taken: shapely.Geometry) -> list[Block]:
    left = shapely.difference(block.shape, taken)
    parts = [part for part in getattr(left, "geoms", [left]) if part.geom_type == "Polygon" and part.area > 1_500]
    return [Block(part, block.use, block.town) for part in parts]


def _sectors(whole: Polygon, town: Town, random: Generator) -> list[Polygon]:
    """Cut the town into a centre and sectors by a ring and curved radials."""
    middle = Point(town.x, town.y)
    count = 4 if town.radius_m < 600 else 6 if town.radius_m < 1_000 else 8
    start = random.uniform(0, 2 * np.pi)
    parts = [whole]
    ring = LineString(middle.buffer(town.radius_m * 0.42, quad_segs=10).exterior)
    for blade in range(count // 2):
        angle = start + np.pi * blade / (count // 2) + random.uniform(-0.12, 0.12)
        reach = 2 * town.radius_m
        direction = np.array([np.cos(angle), np.sin(angle)])
        side = np.array([-direction[1], direction[0]]) * random.uniform(-0.12, 0.12) * town.radius_m
        points = [
            (town.x, town.y) + direction * along * reach + side * (1 - along**2) for along in np.linspace(-1, 1, 13)
        ]
        parts = [piece for part in parts for piece in split(part, LineString(points)).geoms]
    return [piece for part in parts for piece in split(part, ring).geoms if piece.area > 500]


def _halved(block: Polygon, random: Generator) -> list[Polygon]:
    if block.area < BLOCK_M2 * random.uniform(0.75, 1.7):
        return [block]
    box = shapely.oriented_envelope(block)
    corners = np.asarray(box.exterior.coords)[:4]
    one, two = corners[1] - corners[0], corners[2] - corners[1]
    long, short = (one, two) if np.hypot(*one) >= np.hypot(*two) else (two, one)
    centre = corners.mean(axis=0) + long * random.uniform(-0.14, 0.14)
    across = short + long * random.uniform(-0.09, 0.09)
    pieces = list(split(block, LineString([centre - across, centre + across])).geoms)
    if len(pieces) < 2 or min(piece.area for piece in pieces) < 1_500:
        return [block]
    return [small for piece in pieces for small in _halved(piece, random)]


def _tidy(blocks: list[Polygon]) -> list[Polygon]:
    """Snap the corners of neighbours to a grid, so that they share their edges exactly."""
    return [piece for piece in shapely.set_precision(blocks, 0.5) if piece.geom_type == "Polygon" and piece.area > 300]


class _Bend:
    """Shifts every place smoothly, so that streets curve and no two towns look alike."""

    def __init__(self, town: Town, random: Generator) -> None:
        self.origin = np.array([town.x, town.y])
        self.radius = town.radius_m
        self.phase = random.uniform(0, 2 * np.pi, 8)
        self.wave = random.uniform(0.7, 1.5, 4) * 2 * np.pi / np.clip(town.radius_m, 350, 900)

    def __call__(self, xy: np.ndarray) -> np.ndarray:
        away = xy - self.origin
        fade = np.clip(1.04 - (np.hypot(away[:, 0], away[:, 1]) / (1.25 * self.radius)) ** 6, 0, 1)
        east = np.sin(self.wave[0] * away[:, 1] + self.phase[0]) + 0.6 * np.sin(
            self.wave[1] * away[:, 0] + self.phase[1]
        )
        north = np.sin(self.wave[2] * away[:, 0] + self.phase[2]) + 0.6 * np.sin(
            self.wave[3] * away[:, 1] + self.phase[3]
        )
        size = 26.0 * min(1.0, self.radius / 600)
        return xy + size * np.column_stack([east * fade, north * fade])

    def line(self, line: LineString) -> LineString:
        return shapely.transform(shapely.segmentize(line, STEP_M), self)

    def polygon(self, shape: Polygon) -> Polygon:
        return shapely.transform(shapely.segmentize(shape, 2 * STEP_M), self).buffer(0)


def _streets(
    blocks: list[Polygon], sectors: list[Polygon], town: Town, bend: _Bend, random: Generator
) -> tuple[list[Street], list[LineString]]:
    """Make streets of the edges of the blocks, and tell the outer ones; these, ring and radials are wider."""
    edges = shapely.line_merge(shapely.unary_union(shapely.boundary(blocks), grid_size=0.5))
    main = shapely.union_all(shapely.boundary(sectors)).buffer(1.5)
    edge_of_town = outline(town).exterior.buffer(2.0)
    around = {"maxspeed": "50", "lit": "yes"}
    if town in LARGER:
        around |= {"cycleway": "separate", "bicycle": "use_sidepath"}
    streets, rim = [], []
    for edge in sorted(edges.geoms, key=lambda line: line.coords[0]):
        middle = edge.interpolate(0.5, normalized=True)
        if edge_of_town.covers(middle):
            kind = tags(highway="tertiary", **around)
            rim.append(bend.line(edge))
        elif main.covers(middle):
            kind = tags(highway="tertiary", maxspeed="50", lit="yes", sidewalk="both")
        elif random.uniform() < 0.05:
            kind = tags(highway="residential", maxspeed="30", lit="yes", oneway="yes", oneway__bicycle="no")
        elif random.uniform() < 0.03:
            kind = tags(highway="residential", maxspeed="30", lit="yes", oneway="yes")
        else:
            kind = tags(highway="residential", maxspeed="30", lit="yes")
        streets.append(Street(bend.line(edge), kind))
    return streets, rim


def enclosed(rim: Iterable[LineString]) -> Polygon:
    """Give the area inside the outer streets of a town."""
    faces = shapely.polygonize([shapely.union_all(list(rim), grid_size=0.5)])
    return Polygon(max(faces.geoms, key=lambda face: face.area).exterior)


def _cycle_path(rim: list[LineString]) -> Street:
    """Lay a cycle path around the outer streets."""
    path = shapely.simplify(enclosed(rim).buffer(CYCLE_PATH_M, join_style="mitre"), 0.5).exterior
    return Street(path, tags(highway="cycleway", surface="asphalt", lit="yes"))


def _closes(blocks: list[Polygon], uses: list[str], bend: _Bend, chance: tuple[Generator, float]) -> list[Street]:
    """Let a close reach into most blocks, and often a path go on from its head to the other side."""
    random, share = chance
    streets: list[Street] = []
    for block, use in zip(blocks, uses, strict=True):
        inside = block.representative_point() if not block.contains(block.centroid) else block.centroid
        if use == "park":
            streets += _park_paths(block, bend)
        if use not in {"residential", "industrial", "school", "retail"} or random.uniform() > share:
            continue
        start = _longest_side(block, random)
        head = LineString([start, inside]).interpolate(random.uniform(0.7, 0.95), normalized=True)
        kind = {"residential": "living_street", "industrial": "unclassified"}.get(use, "service")
        close = LineString([past(head, start), head])
        streets.append(Street(bend.line(close), tags(highway=kind, lit="yes", maxspeed="15")))
        if use == "residential" and random.uniform() < 0.45:
            beyond = shapely.shortest_line(head, block.exterior)
            away = Point(2 * inside.x - start.x, 2 * inside.y - start.y)
            other = shapely.shortest_line(away, block.exterior).coords[-1]
            through = LineString([head, other])
            end = other if block.buffer(0.1).covers(through) else beyond.coords[-1]
            path = LineString([head, past(head, Point(end))])
            streets.append(Street(bend.line(path), tags(highway="footway", lit="yes", surface="paving_stones")))
    return streets


def past(inside: Point, edge: Point) -> Point:
    """Go a metre beyond the edge, so that the street there is met however it bends; the stub is cut off later."""
    length = max(inside.distance(edge), 1.0)
    return Point(edge.x + (edge.x - inside.x) / length, edge.y + (edge.y - inside.y) / length)


def _park_paths(block: Polygon, bend: _Bend) -> list[Street]:
    corners = np.asarray(shapely.simplify(block, 5).exterior.coords)[:-1]
    middle = block.representative_point()
    some = corners[:: max(1, len(corners) // 3)]
    kind = tags(highway="path", foot="designated", bicycle="yes", lit="no", surface="gravel")
    return [Street(bend.line(LineString([corner, (middle.x, middle.y)])), kind) for corner in some]


def _longest_side(block: Polygon, random: Generator) -> Point:
    points = np.asarray(shapely.simplify(block, 2).exterior.coords)
    sides = [LineString(points[i : i + 2]) for i in range(len(points) - 1)]
    longest = max(sides, key=lambda side: side.length)
    return longest.interpolate(random.uniform(0.35, 0.65), normalized=True)


def _use(block: Polygon, town: Town, random: Generator) -> str:
    """Choose what a block is for: shops in the middle, work at one edge, green in between."""
    place = block.centroid
    away = place.distance(Point(town.x, town.y)) / town.radius_m
    angle = np.arctan2(place.y - town.y, place.x - town.x)
    draw = random.uniform()
    if away < 0.13:
        return "retail"
    if away > 0.72 and 0.3 < angle < 1.3 and town.radius_m > 600:
        return "industrial"
    if away > 0.8 and -2.2 < angle < -1.8:
        return "sports"
    if draw < 0.055:
        return "park"
    if draw < 0.075:
        return "water"
    return "school" if draw < 0.105 else "residential"


_FIRST = (
    "Aalscholver", "Berken", "Botter", "Dijk", "Esdoorn", "Fuut", "Grutto", "Haven", "Iepen", "Jol", "Karper", "Kievit",
    "Kogge", "Lepelaar", "Linden", "Meerkoet", "Molen", "Otter", "Paling", "Populieren", "Reiger", "Riet", "Schelp",
    "Schokker", "Sluis", "Snoek", "Spiering", "Stern", "Tjalk", "Veen", "Vlas", "Waal", "Wilgen", "Wulp", "Zeilmaker",
    "Zwaluw", "Koolzaad", "Tarwe", "Gerst", "Haver",
)  # fmt: skip
_LAST = ("straat", "laan", "weg", "hof", "plein", "dreef", "kade", "pad", "singel", "gracht", "erf", "marke")


def _names(random: Generator, count: int) -> tuple[str, ...]:
    names = [first + last for first in _FIRST for last in _LAST]
    return tuple(names[i] for i in random.permutation(len(names))[:count])
