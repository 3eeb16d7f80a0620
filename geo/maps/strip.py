"""What belongs to a map whatever it shows: the line around it, scale bar, scale in words and north."""

from pyproj import CRS

from geo.crs import RD_NEW
from geo.figures import format_number
from geo.maps import style
from geo.maps.frame import MapFrame
from geo.maps.layout import SMALL
from geo.maps.paper import Letter, Paper
from geo.words import say

STRIP = 12.5
"""Height of the strip with scale and north under a map."""
NARROW_STRIP = 22.0
"""Height of the same where the words stand below the bar."""
_BESIDE = 116.0
"""Width from which the words stand beside the bar."""
_METRES_PER_KM = 1000
_STEPS_M = tuple(base * 10**power for power in range(1, 6) for base in (1.0, 2.0, 2.5, 5.0))
BAR_PARTS = 4
"""Into how many parts a scale bar is divided."""
_BAR_MM, _NORTH_ROOM = 46.0, 6.0


def is_narrow(width: float) -> bool:
    """Tell whether the words stand below the bar, so that the strip takes more height."""
    return width < _BESIDE


def draw_map_border(paper: Paper, frame: MapFrame) -> None:
    """Draw the line around a map."""
    left, top, right, bottom = frame.box
    paper.box((left, top, right - left, bottom - top), fill=None, edge=style.INK, width_mm=0.3, order=8)


def draw_strip(paper: Paper, frame: MapFrame, top: float, crs: CRS) -> None:
    """Draw scale bar, scale in words and north arrow in a strip under the map, as wide as the map."""
    draw_strip_in(paper, frame, (frame.left, top, frame.width), crs)


def draw_strip_in(paper: Paper, frame: MapFrame, place: tuple[float, float, float], crs: CRS) -> None:
    """Draw the same elsewhere: from a left edge and a height on paper, in a width; where that is narrow, higher."""
    left, top, width = place
    step = bar_step(frame)
    _draw_bar(paper, frame, step, (left, top + 3.0))
    beside = not is_narrow(width)
    x = left + max(4 * step / frame.metres_per_mm + 11, 54) if beside else left
    y = top if beside else top + 9.0
    scale = Letter(size_pt=8.5, weight="semibold")
    paper.text((x, y + 5.0), say("maps.scale", scale=format_number(frame.scale), paper=paper.size.name), scale)
    ground = _length(frame.metres_per_mm * 10)
    north = left + width - 4.0
    free = north - _NORTH_ROOM - SMALL.width_mm(_north_words(crs)) - x
    for row, line in enumerate(SMALL.wrap(say("maps.print_full", ground=ground), free)):
        paper.text((x, y + 8.6 + 2.9 * row), line, SMALL)
    _draw_north(paper, (north, y + 1.2 if beside else y - 0.4), crs)


def bar_step(frame: MapFrame) -> float:
    """Give the round number of metres of a part of the scale bar."""
    most = _BAR_MM * frame.metres_per_mm / BAR_PARTS
    return float(max((step for step in _STEPS_M if step <= most), default=_STEPS_M[0]))


def in_kilometres(step: float) -> bool:
    """Tell whether a scale bar of such parts counts kilometres."""
    return BAR_PARTS * step > _METRES_PER_KM


def _length(metres: float) -> str:
    if metres < _METRES_PER_KM:
        return f"{format_number(metres)} m"
    return f"{format_number(metres / _METRES_PER_KM, 0 if metres % 1000 == 0 else 1 if metres % 100 == 0 else 2)} km"


def _draw_bar(paper: Paper, frame: MapFrame, step: float, at: tuple[float, float]) -> None:
    left, top = at
    long = step / frame.metres_per_mm
    kilo = in_kilometres(step)
    every = 1 if not kilo or step % _METRES_PER_KM == 0 or 2 * step % _METRES_PER_KM else 2
    for part in range(4):
        fill = style.INK if part % 2 == 0 else style.PAPER
        paper.box((left + 1 + part * long, top + 1.5, long, 1.5), fill=fill, edge=style.INK, width_mm=0.15)
    for mark in range(0, 5, every):
        value = mark * step / (_METRES_PER_KM if kilo else 1)
        text = format_number(value, 0 if value == int(value) else 1)
        letter = Letter(size_pt=style.TEXT_PT)
        paper.text((left + 1 + mark * long, top + 0.6), text, letter, align="center")
    end = left + 1 + 4 * long + Letter().width_mm(text) / 2
    paper.text((end + 0.8, top + 0.6), "km" if kilo else "m", Letter(size_pt=style.TEXT_PT))


def _draw_north(paper: Paper, at: tuple[float, float], crs: CRS) -> None:
    x, top = at
    letter = Letter(size_pt=8.0, weight="semibold")
    paper.text((x, top + 1.6), "N", letter, align="center")
    tip, base, notch = top + 2.2, top + 9.4, top + 7.8
    paper.area([(x, tip), (x - 1.9, base), (x, notch)], fill=style.INK, edge=style.INK, width_mm=0.15)
    paper.area([(x, tip), (x + 1.9, base), (x, notch)], fill=style.PAPER, edge=style.INK, width_mm=0.15)
    paper.text((x - 4.0, top + 8.6), _north_words(crs), SMALL, align="right")


def _north_words(crs: CRS) -> str:
    return say("maps.north" if crs == RD_NEW else "maps.grid_north")
