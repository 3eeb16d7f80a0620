"""The tables and the legend of a page: what stands beside the map, and of which the pop-ups are copies."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import geopandas as gpd

from geo.maps.page_cells import EMPTY, TEXT_KINDS, cell_text, is_missing, plain_text
from geo.maps.page_content import SITE_KINDS, LayerKind, PageContent, PageLayer, PageQuarter, SiteList
from geo.maps.page_distances import DistanceTable, distance_tables
from geo.maps.page_folium import category_key
from geo.maps.page_marks import event_mark, mark_size, mark_svg, mark_width, site_mark
from geo.maps.page_routes import RouteKey
from geo.maps.page_time import Span, quarter_numbers, shape_numbers, span_text, spans
from geo.maps.style import CURRENT_TYPES, DECISION_FILLS, FUTURE_TYPES, GREY, RULE, MarkStyle
from geo.tables.choices import CONTINUED, ENDED
from geo.tables.columns import Column
from geo.tables.coverage import BALANCES
from geo.tables.transition import EVENTS
from geo.words import catalogue, known, say

_LEGEND_PX = 11.0
_TABLE_PX = 12.0
_PLACES = Column(name="capacity", heading="plekken", kind="places")
_NO_ROUTES: Mapping[RouteKey, int] = MappingProxyType({})
Record = Mapping[Hashable, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteState:
    """What a layer tells of a site."""

    mark: str = ""
    """Its mark, a drawing of our own; empty where the layer does not hold the site."""
    type: str = EMPTY
    """Its type."""
    places: str = ""
    """Its places."""
    decision: str = ""
    """What happens to it; empty where the layer does not tell."""
    width: int = 0
    """Width of its mark on the map in pixels, where that changes with the quarter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateColumn:
    """A column of the table of sites: what a layer tells."""

    kind: LayerKind
    """How the layer is drawn."""
    heading: str
    """Heading; empty of a layer that follows the quarter, which is headed by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedState:
    """What a layer tells of a site during some quarters."""

    state: SiteState
    """What it tells."""
    quarters: Span | None = None
    """During which quarters; None where it does not follow the quarter."""
    during: str = ""
    """The same in words."""


_ABSENT = (TimedState(state=SiteState()),)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRow:
    """A site as the page tells it."""

    ref: str
    """Reference that map and table share."""
    name: str
    """Name."""
    place: str
    """Municipality."""
    states: tuple[tuple[TimedState, ...], ...]
    """What each layer of the table tells, one after the other."""
    facts: tuple[tuple[str, str], ...]
    """Headings with values."""
    distances: DistanceTable | None
    """Distances; None where none were computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteTable:
    """The table of a list of sites."""

    title: str
    """Title."""
    columns: tuple[StateColumn, ...]
    """A column per layer of sites."""
    rows: tuple[SiteRow, ...]
    """The sites."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendEntry:
    """A sign of the legend with its meaning."""

    text: str
    """Meaning; empty where the name of the layer says it."""
    mark: str = ""
    """A mark, a drawing of our own."""
    swatch: str = ""
    """Classes of a swatch, instead of a mark."""
    key: str = ""
    """Letters in a dot, instead of a mark."""
    during: tuple[int, ...] | None = None
    """Numbers of the quarters in which the map shows it; None where that does not change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerRow:
    """A row of the table of a layer."""

    ref: str
    """Reference that map and table share."""
    cells: tuple[str, ...]
    """Its cells."""
    status: str
    """Status by which its shape is filled; empty where it has none."""
    quarters: Span | None
    """The quarter that it is of; None where the layer does not follow the quarter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerBlock:
    """A layer in legend and tables."""

    number: int
    """Place among the layers of the page."""
    name: str
    """Name."""
    kind: LayerKind
    """How it is drawn."""
    shown: bool
    """Whether it is on when the page opens."""
    entries: tuple[LegendEntry, ...]
    """Its legend: only what occurs in it."""
    columns: tuple[Column, ...]
    """Columns of its table; none for sites, which have tables of their own."""
    rows: tuple[LayerRow, ...]
    """A row per shape, and per quarter where the layer follows it."""
    shapes: int
    """How many shapes it has."""


def site_tables(
    content: PageContent, refs: Mapping[str, str], routes: Mapping[RouteKey, int] = _NO_ROUTES
) -> list[SiteTable]:
    """Make the tables of the sites.

    Parameters
    ----------
    content
        What the page shows.
    refs
        Reference per site.
    routes
        Number of each way that the page carries.
    """
    distances = distance_tables(content.distances, content.limits, routes)
    return [_site_table(sites, content, refs, distances) for sites in content.sites if len(sites.frame)]


def _site_table(
    sites: SiteList, content: PageContent, refs: Mapping[str, str], distances: Mapping[str, DistanceTable]
) -> SiteTable:
    own = set(sites.frame["location_id"])
    told = [layer for layer in content.layers if layer.kind in SITE_KINDS and own & set(layer.frame["location_id"])]
    states = [_states(layer, content.quarters) for layer in told]
    rows = []
    for record in sites.frame.to_dict("records"):
        key = str(record["location_id"])
        rows.append(
            SiteRow(
                ref=refs[key],
                name=str(record["name"]),
                place=plain_text(record["municipality"]) or EMPTY,
                states=tuple(found.get(key, _ABSENT) for found in states),
                facts=tuple(_facts(record, sites.facts)),
                distances=distances.get(key),
            )
        )
    columns = tuple(StateColumn(kind=layer.kind, heading="" if layer.key else layer.heading) for layer in told)
    return SiteTable(title=sites.title, columns=columns, rows=tuple(rows))


def _facts(record: Record, columns: tuple[Column, ...]) -> Iterator[tuple[str, str]]:
    for column in columns:
        if column.kind not in TEXT_KINDS or not is_missing(record[column.name]):
            yield column.heading, cell_text(record[column.name], column)


def _states(layer: PageLayer, quarters: tuple[PageQuarter, ...]) -> dict[str, tuple[TimedState, ...]]:
    records = layer.frame.drop(columns=layer.frame.geometry.name).to_dict("records")
    if not layer.key:
        return {str(record["location_id"]): (TimedState(state=_state(layer.kind, record)),) for record in records}
    numbers = quarter_numbers(quarters)
    told: dict[str, dict[int, SiteState]] = {}
    for record in records:
        own = told.setdefault(str(record["location_id"]), {})
        own[numbers[str(record["quarter"])]] = _state(layer.kind, record)
    return {key: tuple(_timed(own, quarters)) for key, own in told.items()}


def _timed(told: Mapping[int, SiteState], quarters: tuple[PageQuarter, ...]) -> Iterator[TimedState]:
    for span, state in spans(told, SiteState(), len(quarters)):
        yield TimedState(state=state, quarters=span, during=span_text(span, quarters))


def _state(kind: LayerKind, record: Record) -> SiteState:
    of, happens = plain_text(record.get("type")), _happens(kind, record)
    ends = (kind, happens) in (("allocation", say(f"decision.{ENDED}")), ("transition", say("event.end")))
    short = f"type_short.{of}"
    none = say("page.time.untyped") if kind == "transition" else EMPTY
    capacity = record.get("capacity")
    unknown = is_missing(capacity)
    return SiteState(
        mark=site_mark(kind, record, _TABLE_PX),
        type=happens if ends else say(short) if kind != "portfolio" and known(short) else of or none,
        places=say("maps.places_unknown") if unknown else say("maps.places", places=cell_text(capacity, _PLACES)),
        decision="" if ends else happens,
        width=mark_width(mark_size(capacity)) if kind == "transition" else 0,
    )


def _happens(kind: LayerKind, record: Record) -> str:
    """Tell the decision, or the event of the quarter; that something is unknown is told with the places."""
    if kind == "transition":
        event = plain_text(record.get("event"))
        return say(f"event.{event}") if event and event != "unknown" else ""
    word = f"decision.{plain_text(record.get('decision'))}"
    return say(word) if kind == "allocation" and known(word) else ""


def chapters(
    layers: tuple[PageLayer, ...], quarters: tuple[PageQuarter, ...] = ()
) -> list[tuple[str, list[LayerBlock]]]:
    """Group the layers by chapter, with legend and rows."""
    blocks: dict[int, list[LayerBlock]] = {}
    for number, layer in enumerate(layers):
        blocks.setdefault(layer.chapter, []).append(_block(layer, number, quarter_numbers(quarters)))
    return [(say(f"report.chapter.{chapter}"), blocks[chapter]) for chapter in sorted(blocks)]


def _block(layer: PageLayer, number: int, quarters: Mapping[str, int]) -> LayerBlock:
    records = layer.frame.drop(columns=layer.frame.geometry.name).to_dict("records") if layer.columns else []
    when = [quarters[str(record["quarter"])] if layer.key else None for record in records]
    rows = (
        LayerRow(
            ref=f"layer-{number}-{shape}",
            cells=tuple(cell_text(record[column.name], column) for column in layer.columns),
            status=_status(layer.kind, record),
            quarters=None if at is None else (at, at),
        )
        for shape, at, record in zip(shape_numbers(layer) if records else (), when, records, strict=True)
    )
    return LayerBlock(
        number=number,
        name=layer.name,
        kind=layer.kind,
        shown=layer.shown,
        entries=tuple(_during(layer, quarters) if layer.key else _entries(layer)),
        columns=layer.columns,
        rows=tuple(rows),
        shapes=len(set(shape_numbers(layer))),
    )


def _status(kind: LayerKind, record: Record) -> str:
    status = plain_text(record.get("status"))
    return status if kind == "coverage" and status in BALANCES else ""


def _during(layer: PageLayer, quarters: Mapping[str, int]) -> Iterator[LegendEntry]:
    """Explain a layer that follows the quarter, and say of each sign in which quarters it is on the map."""
    shown = {
        quarters[str(quarter)]: {entry.text for entry in _entries(replace(layer, frame=gpd.GeoDataFrame(rows)))}
        for quarter, rows in layer.frame.groupby("quarter")
    }
    for entry in _entries(layer):
        yield replace(entry, during=tuple(number for number, told in sorted(shown.items()) if entry.text in told))


def _entries(layer: PageLayer) -> list[LegendEntry]:
    if layer.kind in SITE_KINDS:
        return [*_type_entries(layer), *_decision_entries(layer), *_event_entries(layer), *_unknown_entry(layer)]
    if layer.kind == "coverage":
        present = [status for status in BALANCES if (layer.frame["status"] == status).any()]
        return [LegendEntry(swatch=f"coverage {status}", text=say(f"balance.{status}")) for status in present]
    if layer.kind == "facilities":
        categories = set(layer.frame["category"])
        named = [key.removeprefix("category.") for key in catalogue() if key.startswith("category.")]
        return [
            LegendEntry(key=category_key(name), text=say(f"category.{name}")) for name in named if name in categories
        ]
    return [LegendEntry(swatch=layer.kind, text="")]


def _type_entries(layer: PageLayer) -> list[LegendEntry]:
    looks = CURRENT_TYPES if layer.kind == "portfolio" else FUTURE_TYPES
    rows = layer.frame
    if layer.kind == "transition":
        rows = rows[(rows["event"] != "end") | rows["type"].notna()]
    present = {plain_text(value) for value in rows["type"]}
    other = sorted(present - set(looks) - {""})
    entries = [
        LegendEntry(mark=_drawn(layer.kind, name), text=say(f"maps.type.{name}"))
        for name in looks
        if name and name in present
    ]
    if other and layer.kind == "portfolio":
        entries.append(
            LegendEntry(mark=_drawn(layer.kind, other[0]), text=say("maps.type.other", types=", ".join(other)))
        )
    if "" in present or (other and layer.kind != "portfolio"):
        words = {"portfolio": "maps.type.unknown", "transition": "page.time.untyped_legend"}
        text = say(words.get(layer.kind, "maps.type.none"))
        entries.append(LegendEntry(mark=_drawn(layer.kind, ""), text=text))
    return entries


def _decision_entries(layer: PageLayer) -> list[LegendEntry]:
    if layer.kind != "allocation":
        return []
    present = {plain_text(value) for value in layer.frame["decision"]}
    return [
        LegendEntry(
            mark=mark_svg(MarkStyle(shape="circle", colour=GREY, fill=fill), _LEGEND_PX),
            text=say(f"maps.decision.{decision or 'unknown'}"),
        )
        for decision, fill in DECISION_FILLS.items()
        if decision in present
    ]


def _event_entries(layer: PageLayer) -> list[LegendEntry]:
    if layer.kind != "transition":
        return []
    present = {plain_text(value) for value in layer.frame["event"]} - {"", "unknown"}
    return [
        LegendEntry(mark=event_mark(event, _LEGEND_PX), text=say(f"page.time.legend.{event}"))
        for event in EVENTS
        if event in present
    ]


def _unknown_entry(layer: PageLayer) -> list[LegendEntry]:
    if not layer.frame["capacity"].isna().any():
        return []
    look = MarkStyle(shape="circle", colour=RULE, fill="unknown")
    return [LegendEntry(mark=mark_svg(look, _LEGEND_PX), text=say("maps.legend.unknown_capacity"))]


def _drawn(kind: LayerKind, of: str) -> str:
    """Draw the mark of a type, whatever its decision."""
    record: Record = {"type": of, "decision": CONTINUED, "capacity": 0}
    return site_mark(kind, record, _LEGEND_PX)
