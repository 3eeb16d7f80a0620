"""The sheet of the current portfolio: size by places, shape and colour by current type."""

from collections.abc import Mapping

import geopandas as gpd

from geo.figures import Figure, format_date, format_number
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


def portfolio_sheet(
    locations: gpd.GeoDataFrame,
    region: Region,
    *,
    imprint: Imprint,
    number: str,
    total: Figure,
    by_type: Mapping[str, Figure] | None = None,
) -> Sheet:
    """Draw the current portfolio.

    Parameters
    ----------
    locations
        Locations in a metric reference system: `location_id`, `name`, `current_type`, `capacity`, `places`,
        `municipality`, `open`, `geometry`. Reserve is not shown. A location whose `places` do not count because its
        capacity or term is unknown has a mark of its own.
    region
        The own provinces and what lies around them, in the same system.
    imprint
        What stands on every sheet.
    number
        Number of the map, for example ``2``.
    total
        Total of the places as computed elsewhere; the sheet adds nothing up.
    by_type
        The same per current type, for the legend; a type that it lacks stands there without a number.

    Raises
    ------
    InputError
        If the edition is open and a row is not.
    CrsError
        If the locations have no reference system.
    """
    marks = tuple(_marks(locations))
    label, title = say("maps.number", number=number), say("maps.portfolio", province=imprint.province)
    said = say("maps.with_regular", count=counted(len(marks)), total=total.text())
    state = say("maps.state", date=format_date(imprint.reference_date))
    listed = "; ".join(say("maps.alt.listed", name=mark.name, places=mark.places_text) for mark in marks)
    return marked_sheet(
        Page(
            heading=Heading(number=label, title=title, subtitle=f"{said} · {state}"),
            table=_table(locations, marks, total),
            sections=(_legend(locations, marks, by_type or {}),),
        ),
        marks,
        locations,
        region,
        imprint=imprint,
        name=sheet_name(label, say("maps.portfolio_name"), imprint, region.paper),
        alt_text=say("maps.alt.portfolio", province=imprint.province, count=said, date=state, listed=listed),
    )


def current_style(kind: str) -> MarkStyle:
    """Give the mark of a current type; types of the plan's own share one mark."""
    return style.CURRENT_TYPES.get(kind, style.OTHER_TYPE) if kind else style.UNKNOWN_TYPE


def with_count(what: str, count: int, places: Figure | None) -> str:
    """Name a kind of location with how many there are and their places, where these are told."""
    if places is None or not count:
        return what
    return say("maps.counted_places", what=what, count=counted(count), places=places.text())


def _marks(locations: gpd.GeoDataFrame) -> list[PlaceMark]:
    found = []
    for row in locations.to_dict("records"):
        places, capacity = whole(row["places"]), whole(row["capacity"])
        mark = current_style(text_cell(row["current_type"]))
        if places is None:
            mark = MarkStyle(shape=mark.shape, colour=mark.colour, fill="unknown")
        uncounted = places is None and capacity is not None
        found.append(
            PlaceMark(
                key=str(row["location_id"]),
                name=str(row["name"]),
                xy=point_of(row["geometry"]),
                places=places,
                style=mark,
                told=say("maps.places_uncounted", places=format_number(capacity)) if uncounted else "",
            )
        )
    return found


def _legend(locations: gpd.GeoDataFrame, marks: tuple[PlaceMark, ...], by_type: Mapping[str, Figure]) -> Section:
    kinds = [text_cell(kind) for kind in locations["current_type"]]
    usual = [kind for kind in style.CURRENT_TYPES if kind in kinds]
    others = sorted({kind for kind in kinds if kind and kind not in style.CURRENT_TYPES})
    items = [
        Item(
            symbol=current_style(kind), text=with_count(say(f"maps.type.{kind}"), kinds.count(kind), by_type.get(kind))
        )
        for kind in usual
    ]
    if others:
        items.append(Item(symbol=style.OTHER_TYPE, text=say("maps.type.other", types=", ".join(others))))
    if "" in kinds:
        items.append(Item(symbol=style.UNKNOWN_TYPE, text=say("maps.type.unknown")))
    if any(mark.places is None for mark in marks):
        unknown = MarkStyle(shape="circle", colour=style.RULE, fill="unknown")
        items.append(Item(symbol=unknown, text=say("maps.legend.unknown_capacity")))
    return Section(
        title=say("maps.legend.kinds"), items=tuple(items), sizes=size_steps(marks), smallest=smallest_places(marks)
    )


def _table(locations: gpd.GeoDataFrame, marks: tuple[PlaceMark, ...], total: Figure) -> TableBlock:
    columns = (
        key_column([mark.key for mark in marks]),
        TableColumn(heading=say("maps.column.location"), width=40),
        TableColumn(heading=say("maps.column.municipality"), width=28),
        TableColumn(heading=say("maps.column.type"), width=22),
        TableColumn(heading=say("maps.column.places"), width=16, right=True),
    )
    rows = [
        (mark.key, mark.name, text_cell(row["municipality"]), text_cell(row["current_type"]) or say("unknown.word"),
         format_number(mark.places))
        for mark, row in zip(marks, locations.to_dict("records"), strict=True)
    ]  # fmt: skip
    rows.append(("", say("maps.total"), "", "", total.without_unit()))
    bold = frozenset({len(rows) - 1})
    return TableBlock(title=say("maps.legend.locations"), columns=columns, rows=tuple(rows), bold=bold)
