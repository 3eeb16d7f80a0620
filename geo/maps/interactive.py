"""The interactive page: one file with map, pop-ups and tables, for use without a network.

Words of the input stand only in the tables, which are escaped; the map holds
shapes, and pop-ups are copies of what the tables say. So map and tables cannot
differ, and no text of others is ever read as markup or script.
"""

from geo.figures import format_list, format_number
from geo.maps.page_assets import script_asset
from geo.maps.page_base import base_map
from geo.maps.page_cells import NUMBER_KINDS
from geo.maps.page_content import SITE_KINDS, AreaTotal, PageContent, PageLayer, PageQuarter, SiteList
from geo.maps.page_folium import draw_map
from geo.maps.page_frame import render_page, view_of
from geo.maps.page_marks import SIZES, mark_size, mark_svg, type_style
from geo.maps.page_routes import encode_routes
from geo.maps.page_tables import chapters, site_tables
from geo.maps.page_tiles import TILES, online_background
from geo.maps.page_time import first_shown, quarter_texts
from geo.maps.sheets import check_edition
from geo.words import say

__all__ = ["AreaTotal", "PageContent", "PageLayer", "PageQuarter", "SiteList", "interactive_page"]

_BASE_LEGEND = (
    "water", "green", "farmland", "built", "industry", "building", "major", "minor", "path", "rail", "ferry",
)  # fmt: skip
_SCRIPT_WORDS = (
    "whole", "zoom_in", "zoom_out", "close", "count", "count_more", "hits", "map", "time.play", "time.pause",
    "time.next", "route.told", "route.clear", "route.legs", "measure.start", "measure.panel", "measure.help",
    "measure.total", "measure.undo", "measure.clear", "measure.stop", "place.found", "place.more", "place.show",
    "paper.printed",
)  # fmt: skip
_MOST_GROWTH = 2.0
"""How many times wider than its sites the first view may be to hold whole areas."""
_SCRIPTS = ("map.js", "page_time.js", "page_routes.js", "page_measure.js", "page_search.js")
"""Scripts of every page, before the one that ties them together."""


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
    bounds = _bounds(content)
    chart = draw_map(content.layers, refs, bounds)
    routes = encode_routes(content.routes)
    online = online_background(content)
    setting = {
        "map": chart.name,
        "bounds": bounds,
        "first": first_shown(content),
        **({"tiles": dict(TILES)} if online else {}),
        "layers": [
            {"name": name, "kind": layer.kind} for name, layer in zip(chart.layers, content.layers, strict=True)
        ],
        "words": {name.replace(".", "_"): say(f"page.{name}") for name in _SCRIPT_WORDS}
        | ({"failed": say("page.tiles.failed"), "credit": say("page.tiles.credit")} if online else {}),
    }
    scripts = (*_SCRIPTS, *(("page_tiles.js",) if online else ()), "page.js")
    return render_page(
        "page.html.j2",
        content.imprint,
        styles=("leaflet.css", "frame.css", "page.css"),
        scripts=(script_asset("leaflet.js"), chart.script, *map(script_asset, scripts)),
        data={"setting": setting, "base": base_map(content.landscape), "routes": routes.data},
        images=(TILES["host"],) if online else (),
        values={
            "map_html": chart.html,
            "tables": site_tables(content, refs, routes.numbers),
            "chapters": chapters(content.layers, content.quarters),
            "quarters": quarter_texts(content),
            "first": first_shown(content),
            "has_routes": bool(routes.numbers),
            "left_out": format_list(routes.left_out),
            "online": online,
            "numeric": NUMBER_KINDS,
            "base_legend": [(name, say(f"page.base_layer.{name}")) for name in _BASE_LEGEND],
            "sizes": [
                (mark_svg(type_style("portfolio", "azc"), mark_size(size)), format_number(size)) for size in SIZES
            ],
        },
    )


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


def _bounds(content: PageContent) -> list[list[float]]:
    """Choose what the map shows at first: the sites, otherwise all shapes, the base map, or the country.

    The areas are shown whole with the sites, unless these would become small beside each other.
    """
    filled = [layer for layer in content.layers if not layer.frame.empty]
    marks = [layer.frame for layer in filled if layer.kind in SITE_KINDS]
    if not marks:
        return view_of([layer.frame for layer in filled] or [content.landscape])
    close, whole = view_of(marks), view_of([*marks, *(layer.frame for layer in filled if layer.kind == "areas")])
    if len({str(key) for sites in content.sites for key in sites.frame["location_id"]}) == 1:
        return whole
    grown = [(whole[1][axis] - whole[0][axis], close[1][axis] - close[0][axis]) for axis in (0, 1)]
    return whole if all(areas <= _MOST_GROWTH * sites for areas, sites in grown) else close
