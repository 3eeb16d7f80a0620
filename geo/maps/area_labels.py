"""Labels of areas, a name and what is told of it: inside, else over the border, else beside it with a leader."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from geo.maps import style
from geo.maps.frame import MapFrame
from geo.maps.labels import Board, Box, Candidate, Placement, Wish, around, within
from geo.maps.paper import Letter

_SIZES_PT = (8.5, 7.2, 6.2)
_STEP_MM = 1.0
_SPILL_MM = 2.0
"""How far a label may stand over the border of a small area."""
_RINGS_MM = (2.2, 3.6, 5.4, 7.6, 10.0)
_DOT_MM = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLabel:
    """What an area is to be labelled with."""

    key: str
    """What it is called where it finds no place."""
    lines: tuple[str, ...]
    """Its lines: the name, and what is told of it."""
    shape: BaseGeometry
    """Area on paper, in mm."""
    colour: str
    """Fill of the area, which gives the ink."""


def place_labels(
    frame: MapFrame, labels: Sequence[AreaLabel], taken: Sequence[Box]
) -> tuple[tuple[Placement, ...], tuple[str, ...]]:
    """Give labels their places.

    Parameters
    ----------
    frame
        Window of the map; labels stay within.
    labels
        What is to be placed; an area that is not in the window has none.
    taken
        Boxes that no label may cover.

    Returns
    -------
    placements, lost
        Labels with their place, and the keys of those that found none, sorted.
    """
    left, top, right, bottom = frame.box
    board = Board(frame=(left + 1, top + 1, right - 1, bottom - 1), taken=list(taken))
    found: list[Placement] = []
    rest = list(labels)
    for ask in (*(_inside(size) for size in _SIZES_PT), _one_line, _over, _beside):
        seen = [label for label in rest if not label.shape.is_empty]
        placed = board.place(ask(label) for label in seen)
        found += placed.placements
        late = {wish.key for wish in placed.unplaced}
        rest = [label for label in rest if label.shape.is_empty or label.key in late]
    return tuple(found), tuple(sorted(label.key for label in rest))


def _inside(size_pt: float) -> Callable[[AreaLabel], Wish]:
    def ask(label: AreaLabel) -> Wish:
        letter = _letter(label, size_pt)
        return _wish(label, label.lines, letter, within(label.shape, label.lines, letter, step_mm=_STEP_MM))

    return ask


def _one_line(label: AreaLabel) -> Wish:
    letter, lines = _letter(label, _SIZES_PT[-1]), (" ".join(label.lines),)
    return _wish(label, lines, letter, within(label.shape, lines, letter, step_mm=_STEP_MM))


def _over(label: AreaLabel) -> Wish:
    wider = shapely.buffer(label.shape, _SPILL_MM)
    return _wish(label, label.lines, _free_letter(), within(wider, label.lines, _free_letter(), step_mm=_STEP_MM))


def _beside(label: AreaLabel) -> Wish:
    x, y = shapely.get_coordinates(shapely.point_on_surface(label.shape))[0]
    dot = (x - _DOT_MM, y - _DOT_MM, x + _DOT_MM, y + _DOT_MM)
    lines = (" ".join(label.lines),)
    return _wish(label, lines, _free_letter(), around(dot, lines, _free_letter(), rings=_RINGS_MM))


def _wish(label: AreaLabel, lines: tuple[str, ...], letter: Letter, places: tuple[Candidate, ...]) -> Wish:
    return Wish(key=label.key, lines=lines, letter=letter, candidates=places)


def _letter(label: AreaLabel, size_pt: float) -> Letter:
    ink = style.ink_on(label.colour)
    return Letter(size_pt=size_pt, weight="semibold", colour=ink, halo=label.colour)


def _free_letter() -> Letter:
    return Letter(size_pt=_SIZES_PT[-1], weight="semibold", halo=style.PAPER)
