"""The tables and the legend of a page: what stands beside the map, and of which the pop-ups are copies."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from geo.maps.page_cells import EMPTY, TEXT_KINDS, cell_text, is_missing, plain_text
from geo.maps.page_content import SITE_KINDS, LayerKind, PageContent, PageLayer, SiteList
from geo.maps.page_distances import DistanceTable, distance_tables
from geo.maps.page_folium import category_key
from geo.maps.page_marks import mark_svg, site_mark
from geo.maps.style import CURRENT_TYPES, DECISION_FILLS, FUTURE_TYPES, GREY, MarkStyle
from geo.tables.choices import CONTINUED, ENDED
from geo.tables.columns import Column
from geo.tables.coverage import BALANCES
from geo.words import catalogue, known, say

_LEGEND_PX = 11.0
_TABLE_PX = 12.0
_PLACES = Column(name="capacity", heading="plekken", kind="places")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRow:
    """A site as the page tells it."""

    ref: str
    """Reference that map and table share."""
    name: str
    """Name."""
    place: str
    """Municipality."""
    states: tuple[SiteState, ...]
    """What each layer of the table tells."""
    facts: tuple[tuple[str, str], ...]
    """Headings with values."""
    distances: DistanceTable | None
    """Distances; None where none were computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteTable:
    """The table of a list of sites."""

    title: str
    """Title."""
    headings: tuple[str, ...]
    """Heading per layer of sites."""
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
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    """Reference and cells of each shape."""


def site_tables(content: PageContent, refs: Mapping[str, str]) -> list[SiteTable]:
    """Make the tables of the sites.

    Parameters
    ----------
    content
        What the page shows.
    refs
        Reference per site.
    """
    distances = distance_tables(content.distances, content.limits)
    return [_site_table(sites, content.layers, refs, distances) for sites in content.sites if len(sites.frame)]


def _site_table(
    sites: SiteList,
    layers: tuple[PageLayer, ...],
    refs: Mapping[str, str],
    distances: Mapping[str, DistanceTable],
) -> SiteTable:
    own = set(sites.frame["location_id"])
    told = [layer for layer in layers if layer.kind in SITE_KINDS and own & set(layer.frame["location_id"])]
    states = [_states(layer) for layer in told]
    rows = []
    for record in sites.frame.to_dict("records"):
        key = str(record["location_id"])
        rows.append(
            SiteRow(
                ref=refs[key],
                name=str(record["name"]),
                place=plain_text(record["municipality"]) or EMPTY,
                states=tuple(found.get(key, SiteState()) for found in states),
                facts=tuple(_facts(record, sites.facts)),
                distances=distances.get(key),
            )
        )
    return SiteTable(title=sites.title, headings=tuple(layer.heading for layer in told), rows=tuple(rows))


def _facts(record: Record, columns: tuple[Column, ...]) -> Iterator[tuple[str, str]]:
    for column in columns:
        if column.kind not in TEXT_KINDS or not is_missing(record[column.name]):
            yield column.heading, cell_text(record[column.name], column)


def _states(layer: PageLayer) -> dict[str, SiteState]:
    records = layer.frame.drop(columns=layer.frame.geometry.name).to_dict("records")
    return {str(record["location_id"]): _state(layer.kind, record) for record in records}


def _state(kind: LayerKind, record: Record) -> SiteState:
    of, decision = plain_text(record.get("type")), plain_text(record.get("decision"))
    short, ends = f"type_short.{of}", kind == "allocation" and decision == ENDED
    capacity = record.get("capacity")
    unknown = is_missing(capacity)
    told = say(f"decision.{decision}") if kind == "allocation" and known(f"decision.{decision}") else ""
    return SiteState(
        mark=site_mark(kind, record, _TABLE_PX),
        type=told if ends else say(short) if kind != "portfolio" and known(short) else of or EMPTY,
        places=say("maps.places_unknown") if unknown else say("maps.places", places=cell_text(capacity, _PLACES)),
        decision="" if ends else told,
    )


def chapters(layers: tuple[PageLayer, ...]) -> list[tuple[str, list[LayerBlock]]]:
    """Group the layers by chapter, with legend and rows."""
    blocks: dict[int, list[LayerBlock]] = {}
    for number, layer in enumerate(layers):
        blocks.setdefault(layer.chapter, []).append(_block(layer, number))
    return [(say(f"report.chapter.{chapter}"), blocks[chapter]) for chapter in sorted(blocks)]


def _block(layer: PageLayer, number: int) -> LayerBlock:
    records = layer.frame.drop(columns=layer.frame.geometry.name).to_dict("records") if layer.columns else []
    rows = (
        (f"layer-{number}-{row}", tuple(cell_text(record[column.name], column) for column in layer.columns))
        for row, record in enumerate(records)
    )
    return LayerBlock(
        number=number,
        name=layer.name,
        kind=layer.kind,
        shown=layer.shown,
        entries=tuple(_entries(layer)),
        columns=layer.columns,
        rows=tuple(rows),
    )


def _entries(layer: PageLayer) -> list[LegendEntry]:
    if layer.kind in SITE_KINDS:
        return [*_type_entries(layer), *_decision_entries(layer), *_unknown_entry(layer)]
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
    present = {plain_text(value) for value in layer.frame["type"]}
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
        word = "unknown" if layer.kind == "portfolio" else "none"
        entries.append(LegendEntry(mark=_drawn(layer.kind, ""), text=say(f"maps.type.{word}")))
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


def _unknown_entry(layer: PageLayer) -> list[LegendEntry]:
    if not layer.frame["capacity"].isna().any():
        return []
    look = MarkStyle(shape="circle", colour="", fill="unknown")
    return [LegendEntry(mark=mark_svg(look, _LEGEND_PX), text=say("maps.legend.unknown_capacity"))]


def _drawn(kind: LayerKind, of: str) -> str:
    """Draw the mark of a type, whatever its decision."""
    record: Record = {"type": of, "decision": CONTINUED, "capacity": 0}
    return site_mark(kind, record, _LEGEND_PX)
