"""The interactive page: one file with map, pop-ups and tables, for use without a network.

Words of the input stand only in the tables, which are escaped; the map holds
shapes, and pop-ups are copies of what the tables say. So map and tables cannot
differ, and no text of others is ever read as markup or script.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from geo.crs import WGS84, to_crs
from geo.figures import format_date, format_number
from geo.imprint import Source
from geo.maps.page_assets import read_asset, refuse_loads, script_asset, script_hash, script_json, style_asset
from geo.maps.page_base import base_map
from geo.maps.page_cells import EMPTY, cell_text
from geo.maps.page_content import PageContent, PageLayer
from geo.maps.page_distances import DistanceTable, distance_tables
from geo.maps.page_folium import COVERAGE_STATUSES, POINT_KINDS, draw_map
from geo.maps.page_marks import SHAPES, SIZES, mark_size, mark_svg
from geo.words import known, say

__all__ = ["PageContent", "PageLayer", "interactive_page"]

_NETHERLANDS = (3.3, 50.7, 7.3, 53.6)
_BASE_LEGEND = (
    "water",
    "green",
    "farmland",
    "built",
    "industry",
    "building",
    "major",
    "minor",
    "path",
    "rail",
    "ferry",
)
_LEGEND_PX = 18.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Location:
    """A location as the page tells it."""

    ref: str
    name: str
    place: str
    type: str
    mark: Markup
    capacity: str
    facts: tuple[tuple[str, str], ...]
    distances: DistanceTable | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _LayerBlock:
    """A layer in legend and tables."""

    number: int
    name: str
    shown: bool
    entries: tuple[tuple[Markup, str], ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def interactive_page(content: PageContent) -> str:
    """Make the page.

    Parameters
    ----------
    content
        Imprint, locations, distances, layers and base map. Any text in it may hold anything.

    Returns
    -------
    page
        HTML that needs no other file and no network. The same content gives the same text.

    Raises
    ------
    ValueError
        If the page would need anything that it does not carry.
    CrsError
        If a frame does not say in which reference system it is.
    """
    refs = {str(key): f"location-{row}" for row, key in enumerate(content.locations["location_id"])}
    chart = draw_map(content.layers, refs, _bounds(content))
    setting = {"map": chart.name, "layers": chart.layers, "words": _script_words()}
    scripts = (script_asset("leaflet.js"), chart.script, script_asset("page.js"))
    page = _template().render(
        imprint=content.imprint,
        say=say,
        format_date=format_date,
        sources=[_source(source) for source in content.imprint.sources],
        policy=Markup(" ").join(Markup(script_hash(f"\n{script}")) for script in scripts),  # noqa: S704
        scripts=[Markup(script) for script in scripts],  # noqa: S704 - of our own making, without words of others
        styles=[Markup(style_asset(name)) for name in ("leaflet.css", "page.css")],  # noqa: S704
        setting=Markup(script_json(setting)),  # noqa: S704
        base=Markup(script_json(base_map(content.landscape))),  # noqa: S704
        map_html=Markup(chart.html),  # noqa: S704
        locations=_locations(content, refs),
        chapters=_chapters(content.layers),
        base_legend=[(name, say(f"page.base_layer.{name}")) for name in _BASE_LEGEND],
        sizes=", ".join(format_number(size) for size in SIZES),
        size_marks=[(Markup(mark_svg("regionaal", "unknown", mark_size(size))), format_number(size)) for size in SIZES],  # noqa: S704
    )
    refuse_loads(page)
    return page


def _template() -> Any:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(read_asset("page.html.j2"))


def _script_words() -> dict[str, str]:
    return {name: say(f"page.{name}") for name in ("whole", "zoom_in", "zoom_out", "close", "count", "map", "show")}


def _source(source: Source) -> str:
    day: date | None = source.reference_date
    if day is None:
        return say("page.source", what=source.what, credit=source.credit)
    return say("page.source_dated", what=source.what, credit=source.credit, date=format_date(day))


def _bounds(content: PageContent) -> tuple[float, ...]:
    filled = [layer for layer in content.layers if not layer.frame.empty]
    marks = [layer for layer in filled if layer.kind in POINT_KINDS] or filled
    frames = [layer.frame for layer in marks] or [frame for frame in (content.landscape,) if not frame.empty]
    boxes = [to_crs(frame, WGS84).total_bounds for frame in frames]
    if not boxes:
        return _NETHERLANDS
    west, south, east, north = zip(*boxes, strict=True)
    return float(min(west)), float(min(south)), float(max(east)), float(max(north))


def _locations(content: PageContent, refs: dict[str, str]) -> list[_Location]:
    tables = distance_tables(content.distances, content.limits_m)
    facts = [column for column in content.facts if column.name in content.locations]
    told = []
    for record in content.locations.to_dict("records"):
        key = str(record["location_id"])
        texts = {column.name: cell_text(record[column.name], column) for column in facts}
        kind = _plain(record.get("type"))
        told.append(
            _Location(
                ref=refs[key],
                name=str(record["name"]),
                place=texts.get("municipality", EMPTY),
                type=say(f"type_short.{kind}")
                if kind in SHAPES and kind != "geen"
                else texts.get("current_type", EMPTY),
                mark=Markup(mark_svg(kind, _plain(record.get("decision")) or "present", _LEGEND_PX)),  # noqa: S704
                capacity=texts.get("capacity", EMPTY),
                facts=tuple((column.heading, texts[column.name]) for column in facts),
                distances=tables.get(key),
            )
        )
    return told


def _plain(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def _chapters(layers: tuple[PageLayer, ...]) -> list[tuple[str, list[_LayerBlock]]]:
    blocks: dict[int, list[_LayerBlock]] = {}
    for number, layer in enumerate(layers):
        blocks.setdefault(layer.chapter, []).append(_block(layer, number))
    return [(say(f"page.chapter.{chapter}"), blocks[chapter]) for chapter in sorted(blocks)]


def _block(layer: PageLayer, number: int) -> _LayerBlock:
    records = (
        [] if layer.kind in POINT_KINDS else layer.frame.drop(columns=layer.frame.geometry.name).to_dict("records")
    )
    rows = (
        (f"layer-{number}-{row}", tuple(cell_text(record[column.name], column) for column in layer.columns))
        for row, record in enumerate(records)
    )
    return _LayerBlock(
        number=number,
        name=layer.name,
        shown=layer.shown,
        entries=tuple(_entries(layer)),
        headings=tuple(column.heading for column in layer.columns),
        rows=tuple(rows) if layer.columns else (),
    )


def _entries(layer: PageLayer) -> list[tuple[Markup, str]]:
    """Give the legend of a layer: only what occurs in it."""
    if layer.kind == "coverage":
        present = [status for status in COVERAGE_STATUSES if (layer.frame["status"] == status).any()]
        return [(_swatch(f"coverage {status}"), say(f"balance.{status}")) for status in present]
    if layer.kind not in POINT_KINDS:
        return [(_swatch(layer.kind), "")]
    fill = "present" if layer.kind == "portfolio" else "unknown"
    entries = [(_drawn(kind, fill), _type_word(kind)) for kind in _present(layer, "type", [*SHAPES, ""])]
    if layer.kind == "allocation":
        decisions = _present(layer, "decision", ["voortzetten", "nieuw", "omvormen", "beeindigen"])
        entries += [(_drawn("regionaal", decision), say(f"decision.{decision}")) for decision in decisions]
    return entries


def _present(layer: PageLayer, column: str, order: list[str]) -> list[str]:
    values = {_plain(value) for value in layer.frame[column]} if column in layer.frame else {""}
    return [value for value in order if value in values]


def _type_word(kind: str) -> str:
    return say(f"type.{kind}") if kind and known(f"type.{kind}") else say("unknown.word")


def _drawn(kind: str, fill: str) -> Markup:
    return Markup(mark_svg(kind, fill, _LEGEND_PX))  # noqa: S704


def _swatch(name: str) -> Markup:
    box = '<rect x="1" y="1" width="22" height="14" class="{}"/>'
    return Markup('<svg viewBox="0 0 24 16" width="24" height="16" aria-hidden="true">' + box + "</svg>").format(name)
