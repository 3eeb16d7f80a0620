"""The interactive page: one file with map, pop-ups and tables, for use without a network.

Words of the input stand only in the tables, which are escaped; the map holds
shapes, and pop-ups are copies of what the tables say. So map and tables cannot
differ, and no text of others is ever read as markup or script.
"""

from datetime import date

import pandas as pd
from jinja2 import Environment, StrictUndefined, Template

from geo.crs import WGS84, to_crs
from geo.figures import format_date, format_number
from geo.imprint import Source
from geo.maps.page_assets import read_asset, refuse_loads, script_asset, script_hash, script_json, style_asset
from geo.maps.page_base import base_map
from geo.maps.page_cells import NUMBER_KINDS
from geo.maps.page_content import SITE_KINDS, PageContent, PageLayer, SiteList
from geo.maps.page_folium import draw_map
from geo.maps.page_marks import SIZES, mark_size, mark_svg, type_style
from geo.maps.page_tables import chapters, site_tables
from geo.maps.sheets import check_edition
from geo.words import say

__all__ = ["PageContent", "PageLayer", "SiteList", "interactive_page"]

_NETHERLANDS = (3.3, 50.7, 7.3, 53.6)
_BASE_LEGEND = (
    "water", "green", "farmland", "built", "industry", "building", "major", "minor", "path", "rail", "ferry",
)  # fmt: skip
_SCRIPT_WORDS = ("whole", "zoom_in", "zoom_out", "close", "count", "count_more", "hits", "map")


def interactive_page(content: PageContent) -> str:
    """Make the page.

    Parameters
    ----------
    content
        Imprint, sites, distances, layers and base map. Any text in it may hold anything.

    Returns
    -------
    page
        HTML that needs no other file and no network. The same content gives the same text.

    Raises
    ------
    InputError
        If the edition is ``openbaar`` and a site is not open.
    CrsError
        If a frame does not say in which reference system it is.
    ValueError
        If the page would need anything that it does not carry, or a layer or distance is of a site that it does not
        list, or that it lists twice.
    """
    refs = _refs(content)
    west, south, east, north = bounds = _bounds(content)
    chart = draw_map(content.layers, refs, bounds)
    setting = {
        "map": chart.name,
        "bounds": [[south, west], [north, east]],
        "layers": [
            {"name": name, "kind": layer.kind} for name, layer in zip(chart.layers, content.layers, strict=True)
        ],
        "words": {name: say(f"page.{name}") for name in _SCRIPT_WORDS},
    }
    scripts = (script_asset("leaflet.js"), chart.script, script_asset("page.js"))
    page = _template().render(
        imprint=content.imprint,
        say=say,
        format_date=format_date,
        sources=[_source(source) for source in content.imprint.sources],
        policy=" ".join(script_hash(f"\n{script}") for script in scripts),
        scripts=scripts,
        styles=[style_asset(name) for name in ("leaflet.css", "page.css")],
        setting=script_json(setting),
        base=script_json(base_map(content.landscape)),
        map_html=chart.html,
        tables=site_tables(content, refs),
        chapters=chapters(content.layers),
        numeric=NUMBER_KINDS,
        base_legend=[(name, say(f"page.base_layer.{name}")) for name in _BASE_LEGEND],
        sizes=[(mark_svg(type_style("portfolio", "azc"), mark_size(size)), format_number(size)) for size in SIZES],
    )
    refuse_loads(page)
    return page


def _refs(content: PageContent) -> dict[str, str]:
    """Give every site a reference of our own; refuse sites that the page may not or cannot tell of."""
    for sites in content.sites:
        check_edition(sites.frame, content.imprint)
    keys = [str(key) for sites in content.sites for key in sites.frame["location_id"]]
    refs = {key: f"site-{row}" for row, key in enumerate(keys)}
    named = [layer.frame["location_id"] for layer in content.layers if "location_id" in layer.frame]
    used = {str(key) for column in (*named, content.distances["origin_id"]) for key in column}
    if len(refs) < len(keys) or not used <= set(refs):
        twice = sorted({key for key in keys if keys.count(key) > 1})
        msg = f"a page lists every site once; missing: {sorted(used - set(refs))}, twice: {twice}"
        raise ValueError(msg)
    return refs


def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(read_asset("page.html.j2"))


def _source(source: Source) -> str:
    day: date | None = source.reference_date
    if day is None:
        return say("page.source", what=source.what, credit=source.credit)
    return say("page.source_dated", what=source.what, credit=source.credit, date=format_date(day))


def _bounds(content: PageContent) -> tuple[float, ...]:
    """Choose what the map shows at first: the sites, otherwise all shapes, the base map, or the country."""
    filled = [layer for layer in content.layers if not layer.frame.empty]
    marks = [layer for layer in filled if layer.kind in SITE_KINDS] or filled
    frames = [layer.frame for layer in marks] or [frame for frame in (content.landscape,) if not frame.empty]
    boxes = pd.DataFrame(
        [to_crs(frame, WGS84).total_bounds for frame in frames], columns=["west", "south", "east", "north"]
    )
    if boxes.empty:
        return _NETHERLANDS
    low, high = boxes.min(), boxes.max()
    return float(low["west"]), float(low["south"]), float(high["east"]), float(high["north"])
