"""A print layout of QGIS: the map at an exact round scale, and around it what the sheets have around theirs."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

import numpy as np
from pyproj import CRS

from geo.crs import RD_NEW
from geo.figures import format_number
from geo.imprint import Imprint
from geo.maps import style
from geo.maps.frame import PROVINCE_SCALES, MapFrame, fit_frame
from geo.maps.layout import maker_words, source_words
from geo.maps.paper import Letter
from geo.maps.paper_size import PaperSize
from geo.maps.qgis_items import CENTRED, RIGHT_ALIGNED, BoxMm, arrow, circle, label, legend, map_part, page, scale_bar
from geo.maps.qgis_xml import key_of, node, told, whole_number
from geo.words import say

TOWN_SCALE = 25_000
"""Denominator of the scale of a map around a location."""
MAP = "Kaart"
"""What expressions call the map of a layout."""
_LEFT, _TOP, _GAP, _STRIP, _MARGIN = 10.0, 29.0, 4.0, 12.5, 5.0
_LEAST_MM = 120.0
_LEGEND_MM = 96.0
_MOST_ROWS = 13
"""A legend with more lines stands in two columns on a small sheet."""
_GROUND_MM, _ABOVE, _LEGEND_LINE = 36.0, 2.0, 3.4
_FOOT_LINE, _FOOT_END = 3.5, 290.0
_LOOSE = 1.36
"""Room for another letter than that of the sheets, which may be wider."""
_NOTE_MM = 88.0
_LONG_KEY = "ML000"
_DPI = 300
_PLAIN = Letter(size_pt=style.TEXT_PT)
_SMALL = Letter(size_pt=style.SMALL_PT, colour=style.GREY)
_SCALE = f"item_variables('{MAP}')['map_scale']"


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What a map shows."""

    name: str
    """What it is called in the lists of themes and layouts."""
    number: str
    """For example ``Kaart 2``; empty for none."""
    title: str
    """Title."""
    subtitle: str
    """A line below it."""
    layers: tuple[str, ...]
    """Ids of the layers that it shows."""
    sizes: tuple[tuple[int, float], ...] = ()
    """Nested marks of the legend: places and area in mm²; none where size tells nothing."""
    smallest: int | None = None
    """The most places that the smallest mark stands for; None where no mark is the smallest."""
    notes: tuple[str, ...] = ()
    """What the legend says below the marks."""
    imprint: Imprint | None = None
    """What stands on the sheet, with the sources of what it shows; None for that of the project."""
    each: str = ""
    """Id of the layer that gives each of its rows a page; number and title are then expressions. Empty for none."""
    middle: tuple[float, float] | None = None
    """Middle of the map in metres, at the scale of a town; None for the whole of the provinces."""

    @property
    def smallest_told(self) -> bool:
        """Whether the legend tells what the smallest mark stands for."""
        return bool(self.sizes) and self.smallest is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Legends:
    """What the legends explain."""

    own: Element
    """Tree of the layers that the map is about."""
    ground: Element
    """Tree of the layers of the ground."""
    rows: int
    """How many lines the first has."""
    height_mm: float
    """How much room these take."""


def theme_name(theme: Theme) -> str:
    """Name a theme, as it stands in the list of themes."""
    return told(theme.name)


def layout(theme: Theme, size: PaperSize, legends: Legends, *, imprint: Imprint, bounds: BoxMm, crs: CRS) -> Element:
    """Write the print layout of a map.

    Parameters
    ----------
    theme
        What it shows.
    size
        Paper.
    legends
        What its legends explain.
    imprint
        What stands on every sheet.
    bounds
        West, south, east and north of the own provinces, in metres.
    crs
        Metric reference system of the map.
    """
    name = f"{theme_name(theme)} ({size.name})"
    key, foot_top, foot = _key(name, "map"), *_foot(theme, imprint, crs, size)
    room = foot_top - _TOP - _STRIP - _GAP - (0.0 if size.lies else _legend_mm(theme, legends))
    frame = _frame(theme, size, bounds, room)
    items = [
        *_explained(theme, size, frame, legends, key),
        *_heading(theme, imprint, size),
        *_strip(frame, size, crs, key),
        *foot,
        map_part(frame, key, MAP, theme=theme_name(theme), each=bool(theme.each)),
    ]
    for at, item in enumerate(items):
        own = item.get("uuid") or _key(name, str(at))
        item.set("uuid", own)
        item.set("templateUuid", own)
        item.set("zValue", str(len(items) - at))
    about = {"name": name, "units": "mm", "printResolution": str(_DPI), "worldFileMap": ""}
    return node("Layout", about, page(size.width_mm, size.height_mm, _key(name, "page")), *items, _pages(theme))


def _key(*parts: str) -> str:
    return "{" + key_of("layout", *parts) + "}"


def _pages(theme: Theme) -> Element:
    """Say of which layer each row has a page of its own (an atlas, as QGIS calls it)."""
    about = {
        "enabled": "1" if theme.each else "0",
        "coverageLayer": theme.each,
        "hideCoverage": "0",
        "sortFeatures": "1",
        "sortKey": "location_id",
        "sortAscending": "1",
        "filterFeatures": "0",
        "pageNameExpression": "location_id",
        "filenamePattern": "lower(location_id)",
    }
    return node("Atlas", about if theme.each else {"enabled": "0"})


def _frame(theme: Theme, size: PaperSize, bounds: BoxMm, room: float) -> MapFrame:
    """Choose the window of the map in the height that there is: the scales of the sheets."""
    width, height = size.width_mm - 2 * _LEFT, max(room, _LEAST_MM)
    if size.lies:
        width -= _LEFT + _LEGEND_MM
    if theme.middle is not None:
        return MapFrame(left=_LEFT, top=_TOP, width=width, height=height, scale=TOWN_SCALE, centre=theme.middle)
    return fit_frame(bounds, (_LEFT, _TOP, width, height), PROVINCE_SCALES, margin_mm=_MARGIN)


def _explained(theme: Theme, size: PaperSize, frame: MapFrame, legends: Legends, key: str) -> list[Element]:
    """Set the legends of map and ground: one above the other beside a wide map, side by side below another."""
    _, _, right, bottom = frame.box
    below = _sizes_mm(theme)
    if size.lies:
        left, top = right + _LEFT, bottom - below - _GROUND_MM
        own = legend((left, _TOP, _LEGEND_MM, top - _TOP), legends.own, key, columns=1)
        ground = legend((left, top, _LEGEND_MM, _GROUND_MM), legends.ground, key, columns=2)
        return [own, ground, *_sizes(theme, (left, top + _GROUND_MM + _ABOVE))]
    left, top = _LEFT, bottom + _STRIP
    columns = 2 if legends.rows > _MOST_ROWS else 1
    own = legend((left, top, _LEGEND_MM, 60.0), legends.own, key, columns=columns)
    left += _LEGEND_MM + 2.0
    ground = legend((left, top, 90.0, _GROUND_MM), legends.ground, key, columns=2)
    return [own, ground, *_sizes(theme, (left, top + _GROUND_MM + _ABOVE))]


def _legend_mm(theme: Theme, legends: Legends) -> float:
    """Tell how much room the legends below a map take."""
    own = legends.height_mm if legends.rows <= _MOST_ROWS else legends.height_mm / 2 + _GAP
    return max(own + _GAP, _GROUND_MM + _sizes_mm(theme))


def _heading(theme: Theme, imprint: Imprint, size: PaperSize) -> list[Element]:
    """Set number, title and subtitle, and the marks that the reader must not miss."""
    items, left, right = [], _LEFT, size.width_mm - _LEFT
    own = bool(theme.each)
    if theme.number:
        number = Letter(size_pt=style.TITLE_PT, weight="semibold", colour=imprint.house.colour or style.ACCENT)
        width = _LOOSE * number.width_mm(f"{theme.name} {_LONG_KEY}" if own else theme.number) + 4
        items.append(label((left, 11.5, width, 7.5), theme.number, number, reckoned=own))
        left += width
    points = style.TITLE_PT
    while points > style.TEXT_PT and _LOOSE * _title(points).width_mm(theme.title) > right - left and not own:
        points -= 0.5
    items.append(label((left, 11.5, right - left, 7.5), theme.title, _title(points), reckoned=own))
    marks = [(say("maps.confidential"), style.CONFIDENTIAL)] if imprint.edition == "vertrouwelijk" else []
    marks += [(say("maps.fictional"), style.ACCENT)] if imprint.fictional else []
    marks += [(say("maps.concept"), style.WARNING)] if imprint.status == "concept" else []
    for text, ink in marks:
        letter = Letter(size_pt=8.0, weight="semibold", colour=ink)
        width = _LOOSE * letter.width_mm(text) + 2
        items.append(label((right - width, 20.2, width, 5.6), text, letter, align=CENTRED, frame=ink))
        right -= width + 2.5
    subtitle = Letter(size_pt=9.0, colour=style.GREY)
    return [*items, label((_LEFT, 20.0, right - _LEFT, 8.5), theme.subtitle, subtitle)]


def _title(points: float) -> Letter:
    return Letter(size_pt=points, weight="semibold")


def _strip(frame: MapFrame, size: PaperSize, crs: CRS, key: str) -> list[Element]:
    """Set scale bar, scale in words and the north arrow below the map; the words follow the map when it is changed."""
    left, _, right, bottom = frame.box
    words = say("maps.scale", scale=f"[% {whole_number(_SCALE)} %]", paper=size.name)
    ground = f"[% replace(to_string(round({_SCALE} / 100000, 3)), '.', ',') %] km"
    north = say("maps.north" if crs == RD_NEW else "maps.grid_north")
    return [
        scale_bar(frame, key),
        label((left + 66, bottom + 2.0, 70, 4.5), words, Letter(size_pt=8.5, weight="semibold"), reckoned=True),
        label((left + 66, bottom + 6.4, 80, 4.0), say("maps.print_full", ground=ground), _SMALL, reckoned=True),
        label((right - 38, bottom + 7.0, 30, 4.0), north, _SMALL, align=RIGHT_ALIGNED),
        label((right - 8, bottom + 0.4, 8, 3.6), "N", Letter(size_pt=8.0, weight="semibold"), align=CENTRED),
        arrow((right - 6.0, bottom + 4.0, 4.0, 7.6)),
    ]


def _sizes_mm(theme: Theme) -> float:
    """Tell how much room the nested marks and the notes take, with that above them."""
    lines = (2 + theme.smallest_told) if theme.sizes else 0
    nested = max(_widths(theme)[0], _LEGEND_LINE * len(theme.sizes)) if theme.sizes else 0.0
    return _ABOVE + nested + _LEGEND_LINE * (lines + len(_note_lines(theme)))


def _widths(theme: Theme) -> list[float]:
    return [2 * float(np.sqrt(area / np.pi)) for _, area in theme.sizes]


def _note_lines(theme: Theme) -> list[str]:
    return [line for note in theme.notes for line in _SMALL.wrap(note, _NOTE_MM / _LOOSE)]


def _sizes(theme: Theme, at: tuple[float, float]) -> list[Element]:
    """Draw the nested marks that tell what size means, with what the smallest stands for, and say the notes."""
    x, y = at
    items: list[Element] = []
    if theme.sizes:
        across = _widths(theme)
        base = y + 4.5 + across[0]
        circles = [circle((x + (across[0] - wide) / 2, base - wide, wide, wide)) for wide in across]
        left = x + across[0] + 3
        items.append(label((x, y, _NOTE_MM, 4.0), say("maps.legend.size"), _SMALL))
        words = "\n".join(say("maps.places", places=format_number(places)) for places, _ in theme.sizes)
        items.append(label((left, y + 4.0, 50.0, _LEGEND_LINE * len(across) + 1), words, _PLAIN))
        items += reversed(circles)
        y = max(base, y + 4.0 + _LEGEND_LINE * len(across)) + 0.8
    told_notes = [say("maps.legend.smallest", places=format_number(theme.smallest))] if theme.smallest_told else []
    told_notes += _note_lines(theme)
    if told_notes:
        items.append(label((x, y, _NOTE_MM, _LEGEND_LINE * len(told_notes) + 1), "\n".join(told_notes), _SMALL))
    return items


def _foot(theme: Theme, imprint: Imprint, crs: CRS, size: PaperSize) -> tuple[float, list[Element]]:
    """Name sources, reference system, disclaimer, maker and version; says first where the foot begins."""
    width = size.width_mm - 2 * _LEFT
    told_lines = [text for text in (source_words(imprint, crs), imprint.house.disclaimer) if text]
    lines = sum(len(_SMALL.wrap(text, width / _LOOSE)) for text in told_lines)
    top = _FOOT_END - _FOOT_LINE * (lines + 1)
    maker = maker_words(imprint, theme.name if theme.each else theme.number or theme.title)
    end = top + _FOOT_LINE * lines
    items = [
        label((_LEFT, top, width, _FOOT_LINE * lines), "\n".join(told_lines), _SMALL),
        label((_LEFT, end, width, _FOOT_LINE + 1), maker, Letter(size_pt=style.SMALL_PT)),
    ]
    return top, items
