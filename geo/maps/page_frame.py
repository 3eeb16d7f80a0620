"""The frame that every page of ours has: policy, header with edition, sources, and what the page carries along."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
from jinja2 import Environment, FunctionLoader, StrictUndefined

from geo.crs import WGS84, to_crs
from geo.figures import format_date
from geo.imprint import Imprint, Source
from geo.maps.page_assets import read_asset, refuse_loads, script_hash, script_json, style_asset
from geo.words import say

_NETHERLANDS = (3.3, 50.7, 7.3, 53.6)
_LEAST_DEGREES = 0.01
"""Least height and width of a view, since a map cannot be fitted to a single place: some hundreds of metres."""


def render_page(
    template: str,
    imprint: Imprint,
    *,
    styles: tuple[str, ...],
    scripts: tuple[str, ...],
    data: Mapping[str, Any],
    values: Mapping[str, Any],
    images: tuple[str, ...] = (),
) -> str:
    """Make a page from its template.

    Parameters
    ----------
    template
        Name of a template that extends the frame.
    imprint
        What header and footer say.
    styles
        Names of style sheets, in their order.
    scripts
        Texts of scripts, in their order; the policy of the page allows these alone.
    data
        What the scripts read, by the id of its element.
    values
        What the template writes, each text escaped.
    images
        Hosts from which pictures may come once the reader asks for them; none, and a page can never ask.

    Returns
    -------
    page
        HTML that needs no other file and no network.

    Raises
    ------
    ValueError
        If the page would need anything that it does not carry.
    """
    environment = Environment(
        loader=FunctionLoader(read_asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template(template).render(
        imprint=imprint,
        say=say,
        format_date=format_date,
        sources=[_source(source) for source in imprint.sources],
        policy=" ".join(script_hash(f"\n{script}") for script in scripts),
        images=images,
        scripts=scripts,
        styles=[style_asset(name) for name in styles],
        data={name: script_json(value) for name, value in data.items()},
        **values,
    )
    refuse_loads(page)
    return page


def _source(source: Source) -> str:
    day: date | None = source.reference_date
    if day is None:
        return say("page.source", what=source.what, credit=source.credit)
    return say("page.source_dated", what=source.what, credit=source.credit, date=format_date(day))


def view_of(frames: list[gpd.GeoDataFrame]) -> list[list[float]]:
    """Give what a map shows at first: all shapes of some frames, or the country where there are none.

    Returns
    -------
    corners
        South-west and north-east, each as latitude and longitude.
    """
    boxes = pd.DataFrame(
        [to_crs(frame, WGS84).total_bounds for frame in frames if not frame.empty],
        columns=["west", "south", "east", "north"],
    )
    low, high = boxes.min(), boxes.max()
    west, south, east, north = (
        (float(low["west"]), float(low["south"]), float(high["east"]), float(high["north"]))
        if len(boxes)
        else _NETHERLANDS
    )
    rise, run = (max(_LEAST_DEGREES - span, 0.0) / 2 for span in (north - south, east - west))
    return [[south - rise, west - run], [north + rise, east + run]]
