"""The sheet of chapter 1: reception places per 1,000 inhabitants, a shade for each class, and the locations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.figures import Figure, format_at_least, format_date, format_number, rounded
from geo.imprint import Imprint
from geo.maps import style
from geo.maps.area_labels import AreaLabel, place_labels
from geo.maps.classes import Classes, find_classes
from geo.maps.composition import Page, Scene
from geo.maps.folded import folded
from geo.maps.frame import MapFrame
from geo.maps.ground import draw_ground, ground_within
from geo.maps.labels import Box
from geo.maps.layout import Heading, TableBlock, TableColumn
from geo.maps.legend import Item, LineStyle, Section
from geo.maps.marks import draw_placements
from geo.maps.outlines import area_path, without_specks
from geo.maps.paper import Paper, mark_box
from geo.maps.place_mark import point_of, whole
from geo.maps.provincial import province_sheet
from geo.maps.region import Region
from geo.maps.remarks import listed
from geo.maps.sheets import Sheet, check_edition, sheet_name
from geo.maps.style import AreaStyle, MarkStyle
from geo.words import say

DECIMALS = 1
"""Decimals of a number per 1,000 inhabitants, on the map, in the table and for the classes alike."""
LEAST = 10.0**-DECIMALS
"""The least that is written; what is less than half of it is told as less than this."""
_MOST_ROWS = 12
"""A longer table is set in two halves beside each other, so that the map keeps its room."""
_WIDE_MM, _NARROW_MM = (50.0, 26.0, 30.0, 26.0), (25.0, 14.0, 23.5, 12.0)
"""Widths of the columns of a short and of a long table."""
_BORDER_MM, _CASING_MM, _PROVINCE_MM = 0.25, 0.75, 0.5
"""Widths of a municipal border, of the light line under it that shows it between dark areas, of a provincial border."""
SPOT = MarkStyle(shape="circle", colour=style.GREY)
SPOT_MM2 = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceSums:
    """What the municipalities come to together, as computed elsewhere; the sheet adds nothing up."""

    inhabitants: Figure
    """Inhabitants."""
    places: Figure
    """Regular places."""
    per_1000: float | None
    """Regular places per 1,000 inhabitants; None where it cannot be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Town:
    """A municipality with what the sheet tells of it."""

    name: str
    """Name."""
    shape: BaseGeometry
    """Area in metres."""
    inhabitants: int | None
    """Inhabitants; None where unknown."""
    places: int | None
    """Regular places that are known."""
    unknown: int
    """Locations whose places are unknown."""
    value: float | None
    """Places per 1,000 inhabitants, rounded as they are written; None where it cannot be told."""
    tiny: bool
    """Whether there are fewer than the least that is written."""

    @property
    def said(self) -> str:
        """The value as it is written."""
        if self.value is None:
            return say("areas.context.untold")
        return f"{'< ' if self.tiny else ''}{format_number(self.value, DECIMALS if self.value else 0)}"


def reception_sheet(
    municipalities: gpd.GeoDataFrame,
    locations: gpd.GeoDataFrame,
    region: Region,
    *,
    imprint: Imprint,
    number: str,
    sums: ProvinceSums,
) -> Sheet:
    """Draw the places per 1,000 inhabitants of each municipality.

    Parameters
    ----------
    municipalities
        Rows of the table `geo.tables.portfolio.MUNICIPALITIES` with their areas: `name`, `inhabitants`, `places`,
        `unknown`, `per_1000`, geometry, in a metric reference system. Where `per_1000` is missing it cannot be told.
    locations
        `location_id`, `name`, `open` and `geometry` of the current locations, in the same system.
    region, imprint, number
        As for `geo.maps.portfolio.portfolio_sheet`.
    sums
        The last row of the table.

    Raises
    ------
    InputError
        If the edition is open and a location is not.
    CrsError
        If the municipalities have no reference system.
    """
    check_edition(locations, imprint)
    towns = tuple(_towns(municipalities))
    classes = find_classes([town.value for town in towns if town.value is not None], decimals=DECIMALS)
    ground = replace(region, cover=shapely.union_all(np.asarray(municipalities.geometry.values)))
    label, date = say("maps.number", number=number), format_date(imprint.reference_date)
    table = _table(towns, sums, imprint.province)
    listed = "; ".join(say("areas.context.alt_row", name=town.name, value=town.said) for town in towns)
    sheet = province_sheet(
        Page(
            heading=Heading(
                number=label,
                title=say("areas.context.title", province=imprint.province),
                subtitle=say("maps.state", date=date),
            ),
            table=folded(table) if len(table.rows) > _MOST_ROWS else table,
            sections=(_legend(towns, classes, locations),),
        ),
        ground,
        lambda frame: _scene(frame, ground, towns, classes, locations),
        municipalities,
        imprint=imprint,
        name=sheet_name(label, say("areas.context.name"), imprint, region.paper),
        alt_text=say("areas.context.alt", province=imprint.province, date=date, listed=listed),
    )
    return replace(sheet, info=replace(sheet.info, table=table.frame()))


def _towns(rows: gpd.GeoDataFrame) -> Iterator[_Town]:
    for row in rows.to_dict("records"):
        exact = _number(row["per_1000"])
        yield _Town(
            name=str(row["name"]),
            shape=row["geometry"],
            inhabitants=whole(row["inhabitants"]),
            places=whole(row["places"]),
            unknown=whole(row["unknown"]) or 0,
            value=None if exact is None else shown_rate(exact),
            tiny=exact is not None and 0 < exact < LEAST / 2,
        )


def shown_rate(exact: float) -> float:
    """Round a number per 1,000 inhabitants as it is written; a little is never nothing."""
    return LEAST if 0 < exact < LEAST / 2 else rounded(exact, DECIMALS)


def _number(value: object) -> float | None:
    number = float("nan") if pd.isna(value) else float(value)  # type: ignore[call-overload, arg-type]
    return number if np.isfinite(number) else None


def _look(town: _Town, classes: Classes | None) -> AreaStyle:
    if town.value is None:
        return style.UNTESTABLE
    if town.value == 0 or classes is None:
        return style.NO_VALUE
    return AreaStyle(colour=style.sequence(classes.count)[classes.place(town.value)])


def _scene(
    frame: MapFrame, region: Region, towns: Sequence[_Town], classes: Classes | None, locations: gpd.GeoDataFrame
) -> Scene:
    ground = ground_within(frame, region)
    looks = [_look(town, classes) for town in towns]
    shapes = [frame.simple_to_mm(town.shape) for town in towns]
    provinces = [frame.simple_to_mm(shape) for shape in region.provinces.geometry]
    spots, away = _spots(frame, locations)
    taken: list[Box] = [mark_box(spot, SPOT, SPOT_MM2) for spot in spots]
    labels = [
        AreaLabel(key=town.name, lines=(town.name, town.said), shape=shape, colour=look.colour)
        for town, shape, look in zip(towns, shapes, looks, strict=True)
    ]
    placed, lost = place_labels(frame, labels, taken)

    def draw(paper: Paper) -> None:
        draw_ground(paper, frame, ground)
        for shape, look in zip(shapes, looks, strict=True):
            path = area_path(np.array([shape]))
            paper.add(path, fill=look.colour, edge=None, width_mm=0, hatch=look.hatch, order=1.0)
        _draw_borders(paper, shapes, provinces)
        for spot in spots:
            paper.mark(spot, SPOT, SPOT_MM2)
        draw_placements(paper, placed)

    notes = [say("areas.unplaced", names=listed(lost))] if lost else []
    notes += [say("areas.context.off_map", names=listed(away))] if away else []
    return Scene(notes=tuple(notes), unplaced=lost, draw=draw)


def _draw_borders(paper: Paper, shapes: Sequence[BaseGeometry], provinces: Sequence[BaseGeometry]) -> None:
    """Draw the borders of municipalities, light under dark, and those of provinces; specks have none."""
    inner, outer = area_path(without_specks(shapes)), area_path(without_specks(provinces))
    paper.stroke(inner, colour=style.PAPER, width_mm=_CASING_MM, order=1.4)
    paper.stroke(inner, colour=style.BORDER, width_mm=_BORDER_MM, order=1.5)
    paper.stroke(outer, colour=style.BORDER, width_mm=_PROVINCE_MM, order=1.6)


def _spots(frame: MapFrame, locations: gpd.GeoDataFrame) -> tuple[list[tuple[float, float]], tuple[str, ...]]:
    """Give the locations on paper, and the names of those that are not on the map."""
    spots, away = [], []
    for row in locations.to_dict("records"):
        at = point_of(row["geometry"])
        if at is None or not bool(frame.holds(at)[0]):
            away.append(str(row["name"]))
        else:
            x, y = frame.to_mm(at)[0]
            spots.append((float(x), float(y)))
    return spots, tuple(away)


def _legend(towns: Sequence[_Town], classes: Classes | None, locations: gpd.GeoDataFrame) -> Section:
    values = [town.value for town in towns]
    items = [
        _item(
            AreaStyle(colour=colour),
            class_words(classes, place),
            sum(_falls(value, classes, place) for value in values),
        )
        for classes in ([classes] if classes else [])
        for place, colour in enumerate(style.sequence(classes.count))
    ][::-1]
    if 0 in values:
        items.append(_item(style.NO_VALUE, say("areas.context.none"), values.count(0)))
    if None in values:
        items.append(_item(style.UNTESTABLE, say("areas.context.untestable"), values.count(None)))
    border = LineStyle(colour=style.BORDER, width_mm=_BORDER_MM)
    items.append(Item(symbol=border, text=say("maps.legend.municipal_border")))
    if any(point_of(shape) is not None for shape in locations.geometry):
        items.append(Item(symbol=SPOT, text=say("areas.context.location")))
    items += [Item(symbol=None, text=say(f"areas.context.{key}")) for key in ("told", "regular")]
    if None in values:
        items.append(Item(symbol=None, text=say("areas.context.why_untestable")))
    return Section(title=say("areas.context.classes"), items=tuple(items), mark_mm2=SPOT_MM2)


def _falls(value: float | None, classes: Classes, place: int) -> bool:
    return value is not None and value > 0 and classes.place(value) == place


def _item(look: AreaStyle, what: str, count: int) -> Item:
    return Item(symbol=look, text=say("areas.context.counted", what=what, count=format_number(count)))


def class_words(classes: Classes, place: int) -> str:
    """Say what is in a class: one number, all numbers where there is one class, else from break to break."""
    if classes.count == 1:
        low, high = (format_number(end, DECIMALS) for end in (classes.lowest, classes.highest))
        return say("areas.context.one" if low == high else "areas.context.range", low=low, high=high)
    low = _break(classes.breaks[place - 1]) if place else ""
    high = _break(classes.breaks[place]) if place < classes.count - 1 else ""
    return say(f"areas.context.{'between' if low and high else 'from' if low else 'below'}", low=low, high=high)


def _break(value: float) -> str:
    return format_number(value, 0 if value == int(value) else DECIMALS)


def _table(towns: Sequence[_Town], sums: ProvinceSums, province: str) -> TableBlock:
    widths = _WIDE_MM if len(towns) < _MOST_ROWS else _NARROW_MM
    columns = tuple(
        TableColumn(heading=say(f"areas.context.{name}"), width=width, right=name != "municipality")
        for name, width in zip(("municipality", "inhabitants", "places", "per_1000"), widths, strict=True)
    )
    ordered = sorted(towns, key=lambda town: town.name)
    rows = [(town.name, format_number(town.inhabitants), _places(town), town.said) for town in ordered]
    rate = sums.per_1000
    told = say("areas.context.untold") if rate is None else format_number(rate, DECIMALS if rate else 0)
    rows.append((province, sums.inhabitants.without_unit(), sums.places.without_unit(), told))
    bold = frozenset({len(rows) - 1})
    return TableBlock(title=say("areas.context.table"), columns=columns, rows=tuple(rows), bold=bold)


def _places(town: _Town) -> str:
    told = format_at_least(town.places, unknown=town.unknown)
    return f"{told}{say('maps.and_unknown', count=town.unknown)}" if town.unknown else told
