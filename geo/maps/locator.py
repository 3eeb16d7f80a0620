"""The small map that shows where in the province a place lies."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from matplotlib.path import Path as Outline
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from geo.maps import style
from geo.maps.frame import PROVINCE_SCALES, MapFrame, fit_frame
from geo.maps.ground import Ground, area_wishes, border_lines, draw_ground, ground_within
from geo.maps.labels import Board, Wish, around
from geo.maps.marks import draw_placements
from geo.maps.outlines import Shapes, area_path
from geo.maps.paper import Letter, Paper, mark_box
from geo.maps.region import Region
from geo.maps.strip import draw_map_border
from geo.maps.style import MarkStyle

OWN = MarkStyle(shape="star", colour=style.INK)
"""Mark of the location or candidate that a sheet is about."""
_STAR_MM2, _INSET_STAR_MM2, _MARGIN_MM, _APART_MM = 15.0, 7.0, 1.5, 1.0
_SCALES = (*PROVINCE_SCALES, 3_000_000, 4_000_000, 5_000_000, 7_500_000, 10_000_000)
_NAME = Letter(size_pt=8.0, weight="semibold", halo=style.PAPER)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Locator:
    """The province, cut to a small window once for all sheets."""

    frame: MapFrame
    """The window; each sheet moves it to its place."""
    ground: Ground
    """The ground within it."""
    region: Region
    """What the ground is made of."""

    def at(self, left: float, top: float) -> "Locator":
        """Move the window to a place on paper."""
        across, down = left - self.frame.left, top - self.frame.top
        return replace(self, frame=replace(self.frame, left=left, top=top), ground=self.ground.moved(across, down))

    def draw(self, paper: Paper, name: str, xy: tuple[float, float]) -> None:
        """Draw the map with a star at a place, in metres; a place outside it has none."""
        frame = self.frame
        draw_ground(paper, frame, self.ground)
        x, y = frame.to_mm(xy)[0]
        spot = (float(x), float(y))
        left, top, right, bottom = frame.box
        star = mark_box(spot, OWN, _STAR_MM2)
        board = Board(
            frame=(left + 0.7, top + 0.7, right - 0.7, bottom - 0.7),
            lines=border_lines(frame, self.region.municipalities),
            taken=[star],
        )
        wish = Wish(key=name, lines=(name,), letter=_NAME, candidates=around(star, (name,), _NAME))
        own, names = board.place([wish]), board.place(area_wishes(frame, self.region))
        if bool(frame.holds(xy)[0]):
            paper.mark(spot, OWN, _STAR_MM2)
            draw_placements(paper, own.placements)
        draw_placements(paper, names.placements)
        draw_map_border(paper, frame)

    def draw_inset(self, paper: Paper, xy: tuple[float, float]) -> None:
        """Draw the map without names over a larger one, with a star at a place in metres."""
        frame, ground = self.frame, self.ground
        paper.box((frame.left, frame.top, frame.width, frame.height), fill=style.BEYOND, order=6.5)
        fills = ((ground.near, style.NEIGHBOUR), (ground.lakes, style.WATER), (ground.mine, style.LAND))
        for turn, (shapes, colour) in enumerate(fills):
            paper.add(self._path(shapes), fill=colour, edge=None, width_mm=0, hatch="", order=6.51 + 0.01 * turn)
        lines = ((ground.near, style.NEIGHBOUR_BORDER, 0.15), (ground.provinces, style.BORDER, 0.3))
        for turn, (shapes, colour, width_mm) in enumerate(lines):
            paper.stroke(self._path(shapes), colour=colour, width_mm=width_mm, order=6.55 + 0.01 * turn)
        if bool(frame.holds(xy)[0]):
            x, y = frame.to_mm(xy)[0]
            paper.mark((float(x), float(y)), OWN, _INSET_STAR_MM2, order=7.0)
        paper.box(
            (frame.left, frame.top, frame.width, frame.height), fill=None, edge=style.INK, width_mm=0.3, order=8.0
        )

    def _path(self, shapes: Shapes) -> Outline:
        return area_path(np.array([self.frame.shape_to_mm(shape) for shape in shapes], dtype=object))


def prepare_locator(region: Region, width: float, height: float) -> Locator:
    """Cut the own provinces to the window of the small map.

    Parameters
    ----------
    region
        The own provinces with what lies around them, in the metric reference system of the sheets.
    width, height
        Size of the window on paper, mm.
    """
    frame = fit_frame(region.bounds, (0.0, 0.0, width, height), _SCALES, margin_mm=_MARGIN_MM)
    return Locator(frame=frame, ground=ground_within(frame, region), region=region)


def free_corner(frame: MapFrame, locator: Locator, taken: Sequence[BaseGeometry]) -> Locator | None:
    """Put the small map in the corner of a larger one where it hides nothing; None where every corner is taken.

    Parameters
    ----------
    frame
        Window of the larger map.
    locator
        The small map.
    taken
        What must stay to be seen, in mm on paper.
    """
    left, top, right, bottom = frame.box
    width, height = locator.frame.width, locator.frame.height
    tree = STRtree(list(taken))
    for y in (bottom - height, top):
        for x in (left, right - width):
            box = shapely.box(x, y, x + width, y + height)
            if len(tree.query(box, predicate="dwithin", distance=_APART_MM)) == 0:
                return locator.at(x, y)
    return None
