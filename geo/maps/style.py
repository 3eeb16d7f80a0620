"""The look of the sheets as named values: inks, colours, shapes, fills, hatches, letters.

Colour never speaks alone: the type of a location is shape and colour, its
decision is the fill, the status of coverage is colour and hatch. Text keeps a
contrast of 4.5 : 1 with what lies under it, graphics 3 : 1 (WCAG 2.1).
"""

import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import numpy as np
from matplotlib.colors import to_hex, to_rgb
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import FT2Font, LoadFlags

from geo.contrast import contrast
from geo.errors import MissingToolError
from geo.maps.shapes import Shape
from geo.tables.choices import AVAILABILITIES, CONTINUED, CONVERTED, ENDED, NEW

INK = "#1d1d1b"
GREY = "#55544f"
PAPER = "#ffffff"
RULE = "#c9c8c3"
ACCENT = "#005a93"
WARNING = "#a03a00"
CONFIDENTIAL = "#8c1212"

BLUE = "#0072b2"
VERMILION = "#d55e00"
GREEN = "#009e73"
ORANGE = "#e69f00"
SKY = "#56b4e9"
"""Five of the colours of Okabe and Ito; more cannot be told apart in every vision."""

LAND = "#e2e1dc"
NEIGHBOUR = "#f3f2ee"
BEYOND = "#fafaf8"
WATER = "#c9e0ee"
FAR_WATER = "#e0edf5"
WATER_TEXT = "#1f5f8b"
BORDER = "#3a3a37"
NEIGHBOUR_BORDER = "#a3a19b"
COUNTRY_BORDER = "#cdbfd6"
CATCHMENT = "#6a1b8c"

BUILT = "#f1e9e1"
INDUSTRY = "#e6e4ec"
FARMLAND = "#f2f5e4"
GREENERY = "#d3e6c6"
OPEN_GREEN = "#e3efd3"
BUILDING = "#cfc1b5"
WATERSIDE = "#8db9d3"
ROAD = "#ffffff"
ROAD_CASING = "#aaa69e"
THROUGH_ROAD = "#fdf0cf"
MAIN_ROAD = "#f8d287"
MAIN_CASING = "#a5803a"
PATH = "#8f6f5a"
RAIL = "#5b5b58"

_TINT = 0.22
"""How much of a colour is left in its light tone."""
POINTS_PER_MM = 72 / 25.4
TEXT_PT = 7.5
SMALL_PT = 6.8
LABEL_PT = 7.2
HEADING_PT = 10.0
TITLE_PT = 15.0
KEYLINE_MM = 0.22
HALO_MM = 0.55
HUB_MM = 0.3
HUB_DASH = (0.9, 0.9)

Weight = Literal["regular", "semibold", "italic"]
Fill = Literal["full", "open", "half", "crossed", "unknown", "split"]

_FACES = {"regular": "Regular", "semibold": "Semibold", "italic": "It"}
_FONT = "font_source_sans_pro"
FAMILY = "Source Sans Pro"
CSS_WEIGHTS: dict[Weight, int] = {"regular": 400, "semibold": 600, "italic": 400}
"""Name and weights of the letter, as a browser knows them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkStyle:
    """Shape and colour of a kind of mark."""

    shape: Shape
    """Outline; equal areas whatever the shape."""
    colour: str
    """Colour of the fill."""
    fill: Fill = "full"
    """How the outline is filled."""
    part: float = 0.0
    """Of a split mark: the part of its area that is filled, in the middle, in the same shape."""
    sign: str = ""
    """Number or sign in the middle; it is left out where the mark is too small to hold it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaStyle:
    """Colour and hatch of a kind of area."""

    colour: str
    """Colour of the area."""
    hatch: str = ""
    """Hatch, as matplotlib writes it; empty for none."""
    edge: str = GREY
    """Ink of its outline in the legend, and on a map that draws it."""
    edge_mm: float = 0.12
    """Width of that outline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DotStyle:
    """A small sign of the ground, without keyline or halo."""

    shape: Shape
    """Outline."""
    fill: str
    """Colour of the inside."""
    edge: str
    """Ink of the outline."""
    edge_mm: float
    """Width of that outline."""
    area_mm2: float
    """Size, on the map and in the legend."""


TOWN_DOT = DotStyle(shape="circle", fill=PAPER, edge=GREY, edge_mm=0.3, area_mm2=0.9)
STATION_DOT = DotStyle(shape="square", fill=RAIL, edge=PAPER, edge_mm=0.2, area_mm2=1.3)
"""Towns and stations on a provincial map."""
TRUE_DOT = DotStyle(shape="circle", fill=INK, edge=PAPER, edge_mm=0.15, area_mm2=0.6)
"""The true place of a mark that was moved."""

CURRENT_TYPES: dict[str, MarkStyle] = {
    "azc": MarkStyle(shape="circle", colour=BLUE),
    "noodopvang": MarkStyle(shape="triangle", colour=VERMILION),
    "crisisnoodopvang": MarkStyle(shape="tent", colour=VERMILION),
    "col": MarkStyle(shape="hexagon", colour=GREEN),
    "pol": MarkStyle(shape="pentagon", colour=GREEN),
    "gl": MarkStyle(shape="bar", colour=ORANGE),
    "vbl": MarkStyle(shape="diamond", colour=ORANGE),
    "amv": MarkStyle(shape="plus", colour=SKY),
    "avo": MarkStyle(shape="pillar", colour=GREEN),
    "gvl": MarkStyle(shape="square", colour=BLUE),
    "satelliet": MarkStyle(shape="dome", colour=GREEN),
    "regionaal": MarkStyle(shape="cross", colour=SKY),
}
"""Mark per current type of a location; the shape alone tells them apart, since print may be grey."""
OTHER_TYPE = MarkStyle(shape="star", colour=SKY)
UNKNOWN_TYPE = MarkStyle(shape="trapezium", colour=RULE)

FUTURE_TYPES: dict[str, MarkStyle] = {
    "gvl": MarkStyle(shape="square", colour=BLUE),
    "satelliet": MarkStyle(shape="triangle", colour=VERMILION),
    "regionaal": MarkStyle(shape="circle", colour=GREEN),
    "": MarkStyle(shape="diamond", colour=ORANGE),
}
"""Mark per type after the transition; empty where there is none."""

DECISION_FILLS: dict[str, Fill] = {
    CONTINUED: "full",
    CONVERTED: "half",
    NEW: "open",
    ENDED: "crossed",
    "": "unknown",
}
"""Fill per decision; empty where none is known."""

FLEXIBLE_FORMS: dict[str, MarkStyle] = {
    "uitwisselbaar": MarkStyle(shape="circle", colour=BLUE, fill="split"),
    "gelijktijdig": MarkStyle(shape="square", colour=BLUE, fill="split"),
    "volgtijdelijk": MarkStyle(shape="triangle", colour=BLUE, fill="split"),
}
"""Mark per flexible form; its part is that of the least places in the most."""
OTHER_FORM = MarkStyle(shape="hexagon", colour=BLUE, fill="split")
"""Mark of the plan's own forms."""
FORMLESS = MarkStyle(shape="pentagon", colour=BLUE, fill="split")
"""Mark of a location of which the form is unknown."""

RUNGS: dict[int, MarkStyle] = {
    1: MarkStyle(shape="circle", colour=BLUE, sign="1"),
    2: MarkStyle(shape="square", colour=BLUE, sign="2"),
    3: MarkStyle(shape="triangle", colour=BLUE, sign="3"),
    4: MarkStyle(shape="hexagon", colour=BLUE, sign="4"),
    5: MarkStyle(shape="diamond", colour=BLUE, sign="5"),
}
"""Mark per rung of the ladder of reserve; the number stands in it."""
OTHER_RUNG = MarkStyle(shape="pentagon", colour=BLUE)
"""Mark of a rung beyond these, and of reserve without a rung."""
AVAILABLE_FILLS: dict[str, Fill] = {AVAILABILITIES[0]: "full", AVAILABILITIES[1]: "open", "": "half"}
"""Fill per state of reserve: there already, to be made, unknown."""

EVENT_FILLS: dict[str, Fill] = {"": "full", "open": "open", "convert": "half", "end": "crossed", "unknown": "unknown"}
"""Fill per event of a year; one that grows or shrinks is full and has a sign."""
EVENT_SIGNS = {"grow": "+", "shrink": "−"}
"""Sign of what grew or shrank in a year."""

VERDICT_MARKS: dict[str, MarkStyle] = {
    "yes": MarkStyle(shape="circle", colour=BLUE),
    "untestable": MarkStyle(shape="circle", colour=BLUE, fill="open"),
    "no": MarkStyle(shape="circle", colour=GREY, fill="crossed"),
}
"""Mark of a candidate per verdict; its rank stands in it."""
QUIET = MarkStyle(shape="square", colour="#8a8984")
"""Mark of what is there already, on a sheet that is about something else."""

BALANCE_AREAS: dict[str, AreaStyle] = {
    "short": AreaStyle(colour="#ffc184", hatch="////"),
    "within": AreaStyle(colour="#9fcaaf"),
    "above": AreaStyle(colour="#b6a4d2", hatch=".."),
    "untestable": AreaStyle(colour="#f4f3ef", hatch="xx"),
}
"""Area per status of coverage."""
SEARCH_AREAS: dict[str, AreaStyle] = {
    "yes": AreaStyle(colour="#a5dcc0", hatch="////", edge=INK, edge_mm=0.3),
    "no": AreaStyle(colour="#cdb08b"),
    "untestable": AreaStyle(colour="#f6f5f1", hatch="xx"),
}
"""Area per outcome of the search for sites: in grey what falls is darker than any ground, and has no hatch."""
SEQUENCE = ("#fbe3c0", "#f2b978", "#d5883c", "#a05a17", "#5f300a")
"""Shades of one hue for classes of numbers, low to high; warm, so that none is like water."""
NO_VALUE = AreaStyle(colour="#ffffff")
"""Area with the value 0."""
UNTESTABLE = AreaStyle(colour="#cfcdc6", hatch="xx")
"""Area whose value nobody knows."""
REGION_TINTS = ("#ece3c8", "#cfe0cb", "#dcd3e6", "#f0d5c8", "#cbdde0")
"""Quiet fills of regions, told apart by their names; neighbours get different ones."""
PARTNERSHIP_AREAS = (
    AreaStyle(colour="none", hatch="///", edge="#b84a00", edge_mm=0.7),
    AreaStyle(colour="none", hatch="\\\\\\", edge=BLUE, edge_mm=0.7),
    AreaStyle(colour="none", hatch="|||", edge="#00664b", edge_mm=0.7),
    AreaStyle(colour="none", hatch="---", edge=CATCHMENT, edge_mm=0.7),
)
"""Partnerships across the provincial border: each has a direction of its hatch and a colour of its outline."""
HATCH = GREY
OVERLAY = 0.82
"""Opacity of an area over the ground."""

FACILITY_GROUPS: dict[str, MarkStyle] = {
    "care": MarkStyle(shape="plus", colour=GREEN),
    "school": MarkStyle(shape="circle", colour=VERMILION),
    "shop": MarkStyle(shape="square", colour=BLUE),
    "transport": MarkStyle(shape="diamond", colour=ORANGE),
    "other": MarkStyle(shape="triangle", colour=SKY),
}
"""Mark per group of facility categories."""
GROUP_OF: dict[str, str] = {
    **dict.fromkeys(("gp", "out_of_hours_gp", "dentist", "pharmacy", "hospital"), "care"),
    **dict.fromkeys(("primary_school", "secondary_school", "school_unknown", "language_school", "childcare"), "school"),
    **dict.fromkeys(("supermarket", "other_food"), "shop"),
    **dict.fromkeys(("bus_stop", "tram_metro_stop", "train_station"), "transport"),
}
"""Group of a facility category; the rest is ``other``."""
STATION = MarkStyle(shape="bar", colour=GREY)


@cache
def font_path(weight: Weight) -> Path:
    """Find the file of a letter.

    Raises
    ------
    MissingToolError
        If the font package is not installed; there is no fallback, since another letter would move every label.
    """
    spec = find_spec(_FONT)
    if spec is None or spec.origin is None:
        msg = "the font is missing; install the package font-source-sans-pro"
        raise MissingToolError(msg)
    path = Path(spec.origin).parent / "files" / f"SourceSansPro-{_FACES[weight]}.ttf"
    if not path.is_file():
        msg = f"the font file {path.name} is missing; install the package font-source-sans-pro again"
        raise MissingToolError(msg)
    return path


@cache
def font(weight: Weight) -> FontProperties:
    """Give the letter for matplotlib, by its file, so that no other can take its place."""
    return FontProperties(
        family=FAMILY,
        weight=CSS_WEIGHTS[weight],
        style="italic" if weight == "italic" else "normal",
        fname=str(font_path(weight)),
    )


def path_of(letter: FontProperties) -> Path:
    """Give the file of a letter from `font`."""
    return Path(str(letter.get_file()))


@cache
def _face(weight: Weight) -> FT2Font:
    return get_font(str(font_path(weight)))


@cache
def clean(text: str, weight: Weight = "regular") -> str:
    """Make text from data fit to be drawn: one line, no control characters, no glyph that the letter lacks."""
    missing = lacking(text, weight)
    return "".join("?" if sign in missing else sign for sign in _one_line(text))


@cache
def lacking(text: str, weight: Weight = "regular") -> str:
    """Give the signs of a text that the letter lacks, each once."""
    face = _face(weight)
    return "".join(dict.fromkeys(sign for sign in _one_line(text) if not face.get_char_index(ord(sign))))


def _one_line(text: str) -> str:
    """Write a text on one line, its accents on their letters, without what cannot be seen."""
    words = " ".join(unicodedata.normalize("NFC", str(text)).split())
    return "".join(sign for sign in words if sign.isprintable())


@cache
def text_width_mm(text: str, size_pt: float, weight: Weight = "regular") -> float:
    """Measure a line of text on paper, without a renderer and so the same for every output."""
    face = _face(weight)
    face.set_size(size_pt, 720)
    face.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    advance = face.get_width_height()[0] / 64
    return float(advance / 720 * 25.4)


def line_height_mm(size_pt: float) -> float:
    """Give the height of a line of text on paper, ascenders and descenders included."""
    return size_pt * 1.16 / POINTS_PER_MM


def tint(colour: str) -> str:
    """Give a light tone of a colour, for the part of a split mark that is not filled."""
    red, green, blue = (
        _TINT * over + (1 - _TINT) * under for over, under in zip(to_rgb(colour), to_rgb(PAPER), strict=True)
    )
    return to_hex((red, green, blue))


def over_land(area: AreaStyle) -> AreaStyle:
    """Give an area the colour that it has on the map, where the land shines through."""
    red, green, blue = (
        OVERLAY * over + (1 - OVERLAY) * under for over, under in zip(to_rgb(area.colour), to_rgb(LAND), strict=True)
    )
    return replace(area, colour=to_hex((red, green, blue)))


def sequence(count: int) -> tuple[str, ...]:
    """Give as many shades of the sequence as there are classes; a few do without the darkest, which hides much."""
    few = {1: (2,), 2: (0, 2), 3: (0, 2, 3)}
    places = few.get(count) or tuple(round(at) for at in np.linspace(0, len(SEQUENCE) - 1, count))
    return tuple(SEQUENCE[place] for place in places)


def ink_on(colour: str) -> str:
    """Give the ink for text on a colour: the dark one, or that of the paper where it reads better."""
    return INK if contrast(INK, colour) >= contrast(PAPER, colour) else PAPER
