"""A location as a mark on the map: its area is the number of places."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.figures import format_number
from geo.maps.style import GREY, MarkStyle
from geo.words import say

_LARGEST_MM2 = 62.0
_SMALLEST_MM2 = 3.2
_UNKNOWN_MM2 = 16.0
_MM2_PER_PLACE = 0.05
_CROWD, _CROWD_POWER, _LEAST_UNKNOWN_MM2 = 15, 0.8, 7.0
"""From how many marks on they shrink, how fast, and how small one of unknown size becomes."""
_ROUND = tuple(base * 10**power for power in range(1, 4) for base in (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMark:
    """A location on the map."""

    key: str
    """Id of the location, as in every table."""
    name: str
    """Name."""
    xy: tuple[float, float] | None
    """Position in metres; None where unknown."""
    places: int | None
    """Regular places; None where unknown."""
    style: MarkStyle
    """Shape, colour and fill."""
    hub: str = ""
    """Id of the main location that it hangs on; empty for none."""
    told: str = ""
    """What the label says below the name; the number of places without."""
    area_mm2: float | None = None
    """Area on paper where this does not follow from the places of this sheet; None where it does."""
    quiet: bool = False
    """Whether it goes without a label: it is not what the sheet is about."""
    label: str = ""
    """What the label says in place of number and name; empty for these."""

    @property
    def places_text(self) -> str:
        """What the label says below the name."""
        return self.told or places_words(self.places)


def places_words(places: int | None) -> str:
    """Write a number of places, also where it is unknown."""
    return say("maps.places_unknown") if places is None else say("maps.places", places=format_number(places))


def measure(key: str, places: int | None) -> PlaceMark:
    """Make a mark that stands nowhere, to reckon how large one with so many places is."""
    return PlaceMark(key=key, name="", xy=None, places=places, style=MarkStyle(shape="circle", colour=GREY))


def point_of(shape: BaseGeometry | None) -> tuple[float, float] | None:
    """Give the point at which a location is marked; an area is marked in its middle."""
    if shape is None or shape.is_empty:
        return None
    x, y = shapely.get_coordinates(shapely.point_on_surface(shape))[0]
    return float(x), float(y)


def whole(value: object) -> int | None:
    """Read a number of places that may be missing."""
    return None if pd.isna(value) else int(value)  # type: ignore[call-overload]


def text_cell(value: object) -> str:
    """Write a cell that may be missing."""
    return "" if pd.isna(value) else str(value)  # type: ignore[call-overload]


def mark_areas(marks: Sequence[PlaceMark]) -> dict[str, float]:
    """Give each mark its area in mm², in proportion to its places; tiny and unknown ones have a fixed area."""
    per_place = _per_place(marks)
    unknown = max(_LEAST_UNKNOWN_MM2, _UNKNOWN_MM2 * _shrunk(marks))
    areas = {
        mark.key: unknown if mark.places is None else max(_SMALLEST_MM2, per_place * mark.places) for mark in marks
    }
    return areas | {mark.key: mark.area_mm2 for mark in marks if mark.area_mm2 is not None}


def _per_place(marks: Sequence[PlaceMark]) -> float:
    most = max((mark.places or 0 for mark in marks), default=0)
    return min(_MM2_PER_PLACE, _LARGEST_MM2 / most if most else _MM2_PER_PLACE) * _shrunk(marks)


def _shrunk(marks: Sequence[PlaceMark]) -> float:
    return float(min(1.0, (_CROWD / max(len(marks), 1)) ** _CROWD_POWER))


def smallest_places(marks: Sequence[PlaceMark]) -> int | None:
    """Give the most places that the smallest mark stands for; None where every mark is in proportion."""
    most = int(_SMALLEST_MM2 / _per_place(marks))
    return most if any(mark.places is not None and mark.places <= most for mark in marks) else None


def size_steps(marks: Sequence[PlaceMark]) -> tuple[tuple[int, float], ...]:
    """Choose round numbers of places for the legend, with their areas in mm²."""
    most = max((mark.places or 0 for mark in marks), default=0)
    per_place = _per_place(marks)
    wanted = [max((nice for nice in _ROUND if nice <= part), default=0) for part in (most, most / 2.6, most / 9)]
    steps = [(int(places), per_place * places) for places in dict.fromkeys(wanted)]
    return tuple((places, area) for places, area in steps if area >= _SMALLEST_MM2)
