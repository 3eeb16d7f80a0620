"""The sheets of the transition: the portfolio at the end of each year, on one scale, with what changed in that year."""

from dataclasses import dataclass, replace

import geopandas as gpd

from geo.figures import Figure, format_at_least, format_date, format_number, format_quarter
from geo.imprint import Imprint
from geo.maps import style
from geo.maps.composition import Page
from geo.maps.layout import Heading, TableBlock, TableColumn, key_column
from geo.maps.legend import Item, Section
from geo.maps.place_mark import PlaceMark, point_of, text_cell, whole
from geo.maps.portfolio import with_count
from geo.maps.provincial import marked_sheet
from geo.maps.region import Region
from geo.maps.sheets import Sheet, counted, sheet_name
from geo.maps.size_scale import SizeScale
from geo.maps.style import MarkStyle
from geo.quarters import Quarter
from geo.words import say

_YEAR_END = 4
_ORDER = ("", "open", "convert", "grow", "shrink", "end", "unknown")
_WORDS = {"": "same"}


@dataclass(frozen=True, slots=True, kw_only=True)
class YearTotals:
    """What the quarter table says of the last day of a year."""

    total: Figure
    """All places."""
    certain: Figure
    """Those of what exists or is adopted, flexible places at their minimum."""
    types: dict[str, Figure]
    """Places per type; those without a type under an empty key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What the sheets of all years share."""

    scale: SizeScale
    """How large a mark is."""
    numbers: str = ""
    """Numbers of the first and the last sheet, as the legend names them; empty for a single sheet."""
    table_mm: float = 0.0
    """Height of the tallest table, so that the maps have one scale."""
    entries: tuple[int, int] = (0, 0)
    """The most types and the most changes that a sheet explains, so that the legends take the same room."""


def year_sheet(
    locations: gpd.GeoDataFrame,
    region: Region,
    *,
    imprint: Imprint,
    number: str,
    quarter: Quarter,
    totals: YearTotals,
    series: Series,
) -> Sheet:
    """Draw the portfolio on the last day of a year.

    Parameters
    ----------
    locations
        Rows of `geo.analysis.year_ends.year_end` in a metric reference system, with `name`, `municipality`, `open` and
        `geometry`. What ended in the year is as large as before it ended. Unknown places have a mark of their own.
    region, imprint, number
        As for `geo.maps.portfolio.portfolio_sheet`.
    quarter
        Last quarter of the year.
    totals
        Its row of the quarter table; the sheet adds nothing up.
    series
        What it shares with the sheets of the other years.

    Raises
    ------
    InputError
        If the edition is open and a row is not.
    CrsError
        If the locations have no reference system.
    """
    rows = locations.to_dict("records")
    marks = series.scale.sized([_mark(row) for row in rows])
    label, year = say("maps.number", number=number), str(quarter.year)
    standing = counted(sum(row["event"] != "end" for row in rows))
    certain = format_at_least(totals.certain.value, unknown=totals.certain.unknown)
    said = say("maps.year.said", count=standing, total=totals.total.text())
    sure = say("maps.year.certain", places=certain)
    listed = "; ".join(_listed(mark, row) for mark, row in zip(marks, rows, strict=True))
    day = say("maps.year.on", date=format_date(quarter.last_day))
    return marked_sheet(
        Page(
            heading=Heading(
                number=label, title=year_title(imprint.province, quarter), subtitle=f"{said} · {sure} · {day}"
            ),
            table=replace(_table(rows, totals.total, year), least_mm=series.table_mm),
            sections=_legend(rows, marks, totals=totals, year=year, series=series),
        ),
        marks,
        locations,
        region,
        imprint=imprint,
        name=sheet_name(label, say("maps.year.file", year=year), imprint, region.paper),
        alt_text=say("maps.year.alt", province=imprint.province, day=day, total=f"{said}, {sure}", listed=listed),
    )


def table_height(locations: gpd.GeoDataFrame, quarter: Quarter, total: Figure) -> float:
    """Tell how tall the table of a year is, in mm; arguments as for `year_sheet`."""
    return _table(locations.to_dict("records"), total, str(quarter.year)).height


def legend_entries(locations: gpd.GeoDataFrame) -> tuple[int, int]:
    """Tell how many types and how many changes the sheet of a year explains."""
    rows = locations.to_dict("records")
    return len({_kind(row) for row in rows}), len({str(row["event"]) for row in rows} & set(_ORDER))


def year_title(province: str, quarter: Quarter) -> str:
    """Give the title of the sheet of a year."""
    if quarter.number == _YEAR_END:
        return say("maps.year.title", province=province, year=quarter.year)
    end = say("maps.end_of", quarter=format_quarter(quarter))
    return say("maps.year.title_quarter", province=province, quarter=end)


def _mark(row: dict[str, object]) -> PlaceMark:
    event = str(row["event"])
    ended = event == "end"
    places = whole(row["places_before"] if ended else row["places"])
    if ended and places is None:
        places = 0
    plain = style.FUTURE_TYPES.get(text_cell(row["type"]), style.FUTURE_TYPES[""])
    return PlaceMark(
        key=str(row["location_id"]),
        name=str(row["name"]),
        xy=point_of(row["geometry"]),  # type: ignore[arg-type]
        places=places,
        style=_style(plain, event),
        told=_ended(row["places_before"]) if ended else "",
    )


def _style(plain: MarkStyle, event: str) -> MarkStyle:
    fill, sign = style.EVENT_FILLS.get(event, "full"), style.EVENT_SIGNS.get(event, "")
    return MarkStyle(shape=plain.shape, colour=plain.colour, fill=fill, sign=sign)


def _ended(places: object) -> str:
    had = whole(places)
    return say("maps.year.ended", places=format_number(had)) if had else say("maps.year.ended_bare")


def _type(kind: object) -> str:
    text = text_cell(kind)
    return say(f"type_short.{text}") if text in style.FUTURE_TYPES and text else say("maps.year.no_type")


def _changes(row: dict[str, object]) -> str:
    """List what changed in the year, with the quarter; a dash where nothing did."""
    told = [
        say(
            "maps.year.event_in",
            event=say(f"event.{event}"),
            quarter=say("maps.year.quarter", number=Quarter.parse(str(quarter)).number),
        )
        for event, quarter in row["changes"]  # type: ignore[attr-defined]
    ]
    return ", ".join(told)


def _listed(mark: PlaceMark, row: dict[str, object]) -> str:
    said, changes = {"name": mark.name, "type": _type(row["type"]), "places": mark.places_text}, _changes(row)
    return say("maps.year.listed_event", **said, event=changes) if changes else say("maps.year.listed", **said)


def _legend(
    rows: list[dict[str, object]],
    marks: tuple[PlaceMark, ...],
    *,
    totals: YearTotals,
    year: str,
    series: Series,
) -> tuple[Section, ...]:
    types = [
        Item(symbol=mark, text=_counted_type(kind, rows, totals))
        for kind, mark in style.FUTURE_TYPES.items()
        if any(_kind(row) == kind for row in rows)
    ]
    if series.numbers:
        types.append(Item(symbol=None, text=say("maps.year.one_scale", numbers=series.numbers)))
    shown = {str(row["event"]) for row in rows}
    grey = MarkStyle(shape="circle", colour=style.GREY)
    events = [
        Item(symbol=_style(grey, event), text=say(f"maps.year.{_WORDS.get(event, event)}"))
        for event in _ORDER
        if event in shown
    ]
    return (
        Section(
            title=say("maps.year.types"),
            items=tuple(types),
            sizes=series.scale.steps(),
            smallest=series.scale.smallest(marks),
            least=series.entries[0] + bool(series.numbers),
        ),
        Section(title=say("maps.year.events", year=year), items=tuple(events), least=series.entries[1]),
    )


def _kind(row: dict[str, object]) -> str:
    kind = text_cell(row["type"])
    return kind if kind in style.FUTURE_TYPES else ""


def _counted_type(kind: str, rows: list[dict[str, object]], totals: YearTotals) -> str:
    """Name a type with its locations and places on the last day; one of which all ended has none of these."""
    words = say(f"maps.year.type.{kind or 'none'}")
    count = sum(_kind(row) == kind and row["event"] != "end" for row in rows)
    return with_count(words, count, totals.types.get(kind))


def _table(rows: list[dict[str, object]], total: Figure, year: str) -> TableBlock:
    columns = (
        key_column([str(row["location_id"]) for row in rows]),
        TableColumn(heading=say("maps.column.location"), width=37),
        TableColumn(heading=say("maps.column.municipality"), width=19),
        TableColumn(heading=say("maps.column.type"), width=14),
        TableColumn(heading=say("maps.year.change", year=year), width=34),
        TableColumn(heading=say("maps.column.places"), width=15, right=True),
    )
    cells = [
        (str(row["location_id"]), str(row["name"]), text_cell(row["municipality"]), _type(row["type"]),
         _changes(row) or say("maps.year.nothing"), format_number(whole(row["places"])))
        for row in rows
    ]  # fmt: skip
    cells.append(("", say("maps.total"), "", "", "", total.without_unit()))
    bold = frozenset({len(cells) - 1})
    return TableBlock(title=say("maps.legend.locations"), columns=columns, rows=tuple(cells), bold=bold)
