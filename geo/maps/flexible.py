"""The sheet of flexible forms: the whole mark is the most places for asylum, its filled core the least."""

from collections.abc import Sequence
from dataclasses import replace

import geopandas as gpd
import numpy as np

from geo.figures import Figure, format_at_least, format_list, format_number, format_range
from geo.imprint import Imprint
from geo.maps import style
from geo.maps.composition import Page
from geo.maps.layout import Heading, TableBlock, TableColumn, key_column
from geo.maps.legend import Item, Section
from geo.maps.place_mark import PlaceMark, point_of, size_steps, smallest_places, text_cell, whole
from geo.maps.provincial import marked_sheet
from geo.maps.region import Region
from geo.maps.sheets import Sheet, counted, sheet_name
from geo.maps.style import MarkStyle
from geo.words import say

_LEGEND_PART = 0.4
"""Core of the mark that the legend explains the split with."""


def flexible_sheet(
    locations: gpd.GeoDataFrame, region: Region, *, imprint: Imprint, number: str, least: Figure, most: Figure
) -> Sheet:
    """Draw the flexible forms of reception.

    Parameters
    ----------
    locations
        Locations in a metric reference system: `location_id`, `name`, `flexible_form`, `target_groups`, `places_min`,
        `places_max`, `switch_days`, `open`, `geometry`. An unknown maximum has a mark of its own; an unknown minimum is
        a mark without a core, and its label says so.
    region, imprint, number
        As for `geo.maps.portfolio.portfolio_sheet`.
    least, most
        Totals of the places for asylum as computed elsewhere; the sheet adds nothing up.

    Raises
    ------
    InputError
        If the edition is open and a row is not.
    CrsError
        If the locations have no reference system.
    """
    rows = locations.to_dict("records")
    marks = tuple(_mark(row) for row in rows)
    label = say("maps.number", number=number)
    said = say("maps.flexible.said", count=counted(len(marks)), range=_between(least, most))
    listed = "; ".join(
        say("maps.flexible.listed", name=mark.name, form=_form(row["flexible_form"]), range=_range(row),
            days=days_text(row["switch_days"]))
        for mark, row in zip(marks, rows, strict=True)
    )  # fmt: skip
    return marked_sheet(
        Page(
            heading=Heading(
                number=label,
                title=say("maps.flexible.title", province=imprint.province),
                subtitle=f"{said} · {say('maps.flexible.when')}",
            ),
            table=_table(locations, least, most),
            sections=_legend(locations, marks),
        ),
        marks,
        locations,
        region,
        imprint=imprint,
        name=sheet_name(label, say("maps.flexible.file"), imprint, region.paper),
        alt_text=say("maps.flexible.alt", province=imprint.province, count=counted(len(marks)), listed=listed),
    )


def _mark(row: dict[str, object]) -> PlaceMark:
    least, most = whole(row["places_min"]), whole(row["places_max"])
    form = text_cell(row["flexible_form"])
    plain = style.FLEXIBLE_FORMS.get(form, style.OTHER_FORM) if form else style.FORMLESS
    part = min((least or 0) / most, 1.0) if most else 0.0
    days = whole(row["switch_days"])
    told = say("maps.flexible.told", range=_range(row))
    if days is not None:
        told = say("maps.flexible.switched", range=_range(row), days=days_text(days))
    return PlaceMark(
        key=str(row["location_id"]),
        name=str(row["name"]),
        xy=point_of(row["geometry"]),  # type: ignore[arg-type]
        places=most,
        style=replace(plain, fill="unknown") if most is None else replace(plain, part=part),
        told=told,
    )


def _range(row: dict[str, object]) -> str:
    return format_range(whole(row["places_min"]), whole(row["places_max"]))


def _between(least: Figure, most: Figure) -> str:
    """Write two totals as one range; one of which a part is unknown is a lower bound."""
    if least.unknown or most.unknown:
        return say("maps.to").join(format_at_least(one.value, unknown=one.unknown) for one in (least, most))
    return format_range(least.value, most.value)


def _form(form: object) -> str:
    text = text_cell(form)
    return text or say("unknown.word")


def days_text(days: object) -> str:
    """Write a number of days that may be missing."""
    count = whole(days)
    if count is None:
        return say("unknown.word")
    return say("maps.flexible.one_day") if count == 1 else say("maps.flexible.days", count=format_number(count))


def _groups(groups: object) -> str:
    """List the target groups; where none are given nobody knows them."""
    listed = groups if isinstance(groups, Sequence | np.ndarray) and not isinstance(groups, str) else [groups]
    known = [str(group) for group in listed if isinstance(group, str) and group]
    return format_list(known) or say("unknown.word")


def _legend(locations: gpd.GeoDataFrame, marks: tuple[PlaceMark, ...]) -> tuple[Section, ...]:
    forms = [text_cell(form) for form in locations["flexible_form"]]
    items = [
        Item(symbol=replace(mark, part=_LEGEND_PART), text=say(f"maps.flexible.form.{form}"))
        for form, mark in style.FLEXIBLE_FORMS.items()
        if form in forms
    ]
    others = sorted({form for form in forms if form and form not in style.FLEXIBLE_FORMS})
    if others:
        text = say("maps.flexible.other", forms=", ".join(others))
        items.append(Item(symbol=replace(style.OTHER_FORM, part=_LEGEND_PART), text=text))
    if "" in forms:
        items.append(Item(symbol=replace(style.FORMLESS, part=_LEGEND_PART), text=say("maps.flexible.formless")))
    return (
        Section(
            title=say("maps.flexible.forms"), items=tuple(items),
            sizes=size_steps(marks), smallest=smallest_places(marks),
        ),
        Section(title=say("maps.flexible.split"), items=_split(marks), mark_mm2=11.0),
    )  # fmt: skip


def _split(marks: tuple[PlaceMark, ...]) -> tuple[Item, ...]:
    """Explain the whole and the core on a mark as it stands on the map."""
    shown = next((mark.style for mark in marks if mark.style.part), None)
    known = [mark for mark in marks if mark.places is not None]
    items = []
    if shown is not None:
        items.append(Item(symbol=replace(shown, part=_LEGEND_PART), text=say("maps.flexible.both")))
    coreless = next((mark.style for mark in known if not mark.style.part), None)
    if coreless is not None:
        items.append(Item(symbol=coreless, text=say("maps.flexible.no_minimum")))
    unknown = next((mark.style for mark in marks if mark.places is None), None)
    if unknown is not None:
        items.append(
            Item(symbol=MarkStyle(shape="circle", colour=style.BLUE, fill="unknown"), text=say("maps.flexible.unknown"))
        )
    return tuple(items)


def _table(locations: gpd.GeoDataFrame, least: Figure, most: Figure) -> TableBlock:
    rows = locations.to_dict("records")
    columns = (
        key_column([str(row["location_id"]) for row in rows]),
        TableColumn(heading=say("maps.column.location"), width=32),
        TableColumn(heading=say("maps.flexible.column.form"), width=20),
        TableColumn(heading=say("maps.flexible.column.groups"), width=30),
        TableColumn(heading=say("maps.flexible.column.range"), width=22, right=True),
        TableColumn(heading=say("maps.flexible.column.switch"), width=21, right=True),
    )
    cells = [
        (str(row["location_id"]), str(row["name"]), _form(row["flexible_form"]), _groups(row["target_groups"]),
         _range(row), days_text(row["switch_days"]))
        for row in rows
    ]  # fmt: skip
    cells.append(("", say("maps.flexible.total"), "", "", _between(least, most), ""))
    bold = frozenset({len(cells) - 1})
    return TableBlock(title=say("maps.legend.locations"), columns=columns, rows=tuple(cells), bold=bold)
