"""The sheet of the future allocation: size by places, shape by type, fill by decision, a line to the main location."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.figures import Figure, format_date, format_number, format_quarter
from geo.imprint import Imprint
from geo.maps import style
from geo.maps.composition import Page
from geo.maps.layout import Heading, TableBlock, TableColumn, key_column
from geo.maps.legend import Item, LineStyle, Section
from geo.maps.place_mark import PlaceMark, point_of, size_steps, smallest_places, text_cell, whole
from geo.maps.portfolio import with_count
from geo.maps.provincial import marked_sheet
from geo.maps.region import Region
from geo.maps.shapes import Shape
from geo.maps.sheets import Sheet, counted, sheet_name
from geo.maps.style import Fill, MarkStyle
from geo.quarters import Quarter
from geo.tables.choices import ENDED
from geo.words import say


def allocation_sheet(
    locations: gpd.GeoDataFrame,
    region: Region,
    *,
    imprint: Imprint,
    number: str,
    quarter: Quarter,
    total: Figure,
    by_type: Mapping[str, Figure] | None = None,
) -> Sheet:
    """Draw with which locations the need is met at the end of the horizon.

    Parameters
    ----------
    locations
        Locations in a metric reference system: `location_id`, `name`, `municipality`, `type`, `decision`,
        `places_now`, `places`, `hub_id`, `open`, `geometry`. A location that ends is as large as it is now. Unknown
        places have a mark of their own.
    region, imprint, number
        As for `geo.maps.portfolio.portfolio_sheet`.
    quarter
        Last quarter of the horizon.
    total
        Total of the places on its last day, as computed elsewhere.
    by_type
        The same per type after the transition, for the legend.

    Raises
    ------
    InputError
        If the edition is open and a row is not.
    CrsError
        If the locations have no reference system.
    """
    marks = tuple(_marks(locations))
    label, title = say("maps.number", number=number), say("maps.allocation", province=imprint.province)
    end = say("maps.end_of", quarter=format_quarter(quarter))
    left = sum(whole(places) != 0 for places in locations["places"])
    said = say("maps.with_total", count=counted(left), total=total.text())
    rows = locations.to_dict("records")
    listed = "; ".join(
        say("maps.alt.allocated", name=mark.name, type=_type(row["type"]), decision=_decision(row["decision"]),
            places=format_number(whole(row["places"])))
        for mark, row in zip(marks, rows, strict=True)
    )  # fmt: skip
    return marked_sheet(
        Page(
            heading=Heading(number=label, title=title, subtitle=f"{said} · {end}"),
            table=_table(locations, total),
            sections=_legend(marks, _counts(rows), by_type or {}),
        ),
        marks,
        locations,
        region,
        imprint=imprint,
        name=sheet_name(label, say("maps.allocation_name"), imprint, region.paper),
        alt_text=say("maps.alt.allocation", province=imprint.province, count=said, listed=listed),
    )


def _marks(locations: gpd.GeoDataFrame) -> list[PlaceMark]:
    found = []
    for row in locations.to_dict("records"):
        kind, decision = text_cell(row["type"]), text_cell(row["decision"])
        ends = decision == ENDED
        places = whole(row["places_now"] if ends else row["places"])
        shape = style.FUTURE_TYPES.get("" if ends else kind, style.FUTURE_TYPES[""])
        fill = style.DECISION_FILLS.get(decision, "unknown") if places is not None else "unknown"
        found.append(
            PlaceMark(
                key=str(row["location_id"]),
                name=str(row["name"]),
                xy=point_of(row["geometry"]),
                places=places,
                style=MarkStyle(shape=shape.shape, colour=shape.colour, fill=fill),
                hub=text_cell(row["hub_id"]),
                told=_told(row, places, ends=ends),
            )
        )
    return found


def _told(row: dict[Hashable, Any], places: int | None, *, ends: bool) -> str:
    """Say what the label tells instead of the places: that it ends, or that its agreement does not last so long."""
    if places is None:
        return ""
    if ends:
        return _ending(places)
    until = row.get("agreement_end")
    return "" if places or pd.isna(until) else say("maps.lapsed", date=format_date(until))


def _ending(places_now: int) -> str:
    """Say that a location ends; emergency reception has no regular places to lose."""
    return say("maps.ends", places=format_number(places_now)) if places_now else say("maps.ends_emergency")


def _type(kind: object) -> str:
    text = text_cell(kind)
    return say(f"type_short.{text}") if text in style.FUTURE_TYPES and text else say("type_short.geen")


def _decision(decision: object) -> str:
    text = text_cell(decision)
    return say(f"decision.{text}") if text in style.DECISION_FILLS and text else say("unknown.word")


def _type_words(kind: str) -> str:
    return say(f"maps.type.{kind or 'none'}")


def _shown_fill(fills: Collection[Fill]) -> Fill:
    """Show a type in its colour, but a type of which the map shows no colour as it stands on the map."""
    return "full" if {"full", "open", "half"} & set(fills) else next(iter(fills))


def _counts(rows: Iterable[Mapping[Hashable, Any]]) -> Counter[str]:
    """Count per type the locations that the heading counts: those that have places on the last day, or may have."""
    return Counter(text_cell(row["type"]) for row in rows if whole(row["places"]) != 0)


def _legend(
    marks: tuple[PlaceMark, ...], counts: Mapping[str, int], by_type: Mapping[str, Figure]
) -> tuple[Section, ...]:
    shown: dict[tuple[Shape, str], list[Fill]] = {}
    for mark in marks:
        shown.setdefault((mark.style.shape, mark.style.colour), []).append(mark.style.fill)
    types = [
        Item(
            symbol=replace(mark, fill=_shown_fill(shown[mark.shape, mark.colour])),
            text=with_count(_type_words(kind), counts.get(kind, 0), by_type.get(kind)),
        )
        for kind, mark in style.FUTURE_TYPES.items()
        if (mark.shape, mark.colour) in shown
    ]
    fills = {mark.style.fill for mark in marks}
    decisions = [
        Item(
            symbol=MarkStyle(shape="circle", colour=style.GREY, fill=fill),
            text=say(f"maps.decision.{key or 'unknown'}"),
        )
        for key, fill in style.DECISION_FILLS.items()
        if fill in fills
    ]
    keys = {mark.key for mark in marks}
    if any(mark.hub in keys for mark in marks):
        line = LineStyle(colour=style.INK, width_mm=style.HUB_MM, dash=style.HUB_DASH)
        decisions.append(Item(symbol=line, text=say("maps.legend.hub")))
    return (
        Section(
            title=say("maps.legend.type"), items=tuple(types), sizes=size_steps(marks), smallest=smallest_places(marks)
        ),
        Section(title=say("maps.legend.decision"), items=tuple(decisions)),
    )


def _table(locations: gpd.GeoDataFrame, total: Figure) -> TableBlock:
    rows = locations.to_dict("records")
    columns = (
        key_column([str(row["location_id"]) for row in rows]),
        TableColumn(heading=say("maps.column.location"), width=38),
        TableColumn(heading=say("maps.column.municipality"), width=22),
        TableColumn(heading=say("maps.column.type"), width=16),
        TableColumn(heading=say("maps.column.decision"), width=18),
        TableColumn(heading=say("maps.column.places"), width=14, right=True),
    )
    cells = [
        (str(row["location_id"]), str(row["name"]), text_cell(row["municipality"]), _type(row["type"]),
         _decision(row["decision"]), format_number(whole(row["places"])))
        for row in rows
    ]  # fmt: skip
    cells.append(("", say("maps.total"), "", "", "", total.without_unit()))
    bold = frozenset({len(cells) - 1})
    return TableBlock(title=say("maps.legend.locations"), columns=columns, rows=tuple(cells), bold=bold)
