"""The sheet of one location: its surroundings at a town scale, the area within walking distance, the facilities."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import shapely

from geo.figures import format_number
from geo.imprint import Imprint
from geo.maps.basemap import Basemap
from geo.maps.composition import BoxMm, Legend, Page, Scene, compose
from geo.maps.frame import TOWN_SCALES, MapFrame, fit_frame, moved_into
from geo.maps.layout import Heading, TableBlock, TableColumn
from geo.maps.locator import Locator, prepare_locator
from geo.maps.paper_size import A4, PaperSize
from geo.maps.region import Region
from geo.maps.sheets import Sheet, check_edition, sheet_name
from geo.maps.site import Near, Site
from geo.maps.town import base_items, limit_words, outcome_of, town_legend, town_scene
from geo.plain_text import capital
from geo.words import say

_LOCATOR_W, _LOCATOR_H = 34.0, 30.0
"""Size of the small map of the province, mm."""
_MARGIN_MM = 2.2
"""Room within the window around areas, walks and marks."""
_PART = " · "
Bounds = tuple[float, float, float, float]


def location_sheet(
    site: Site,
    basemap: Basemap,
    *,
    imprint: Imprint,
    limits: Mapping[str, str],
    region: Region | None = None,
    size: PaperSize = A4,
) -> Sheet:
    """Draw the surroundings of a location.

    Parameters
    ----------
    site
        The location with its catchments and facilities.
    basemap
        Base map in the same metric reference system.
    imprint
        What stands on every sheet.
    limits
        Farthest distance looked at per mode, for the words *verder dan*.
    region
        The own provinces, for the small map of where it lies; None for no such map.
    size
        Size of the paper.

    Raises
    ------
    InputError
        If the edition is open and the location is not.
    CrsError
        If the base map is not metric.
    """
    check_edition(pd.DataFrame({"open": [site.open]}), imprint)
    page = Page(heading=_heading(site), table=_table(site, limits))
    locator = _locator(region)
    drawn = compose(
        page,
        imprint=imprint,
        crs=basemap.crs,
        frame_in=lambda box: site_frame(site, box, basemap.extent.bounds),
        legend_in=lambda frame: Legend(base=base_items(frame, basemap), sections=(town_legend(frame, site, basemap),)),
        scene_in=lambda frame: _scene(frame, site, basemap, locator),
        size=size,
    )
    return drawn.sheet(
        name=sheet_name(say("maps.location_name"), site.location_id, imprint, size),
        alt_text=_alt_text(site, limits, drawn.frame.scale),
    )


def _heading(site: Site) -> Heading:
    lies_in = (say("maps.lies_in", municipality=site.municipality),) if site.municipality else ()
    number = say("maps.location_number", number=site.location_id)
    return Heading(number=number, title=site.name, subtitle=_PART.join([*lies_in, *site.facts]))


def _locator(region: Region | None) -> Locator | None:
    """Prepare the small map of where in the province the location lies; land use would not be seen at that size."""
    return None if region is None else prepare_locator(replace(region, basemap=None), _LOCATOR_W, _LOCATOR_H)


def _alt_text(site: Site, limits: Mapping[str, str], scale: int) -> str:
    shown = " en ".join(limit_words(limit) for limit in sorted(site.catchments))
    listed = "; ".join(
        say("maps.alt.near", what=_what(near), distance=_outcome(near, site, limits)) for near in site.near
    )
    return say("maps.alt.location", name=site.name, scale=format_number(scale), limits=shown, listed=listed)


def site_bounds(site: Site) -> Bounds:
    """Give the box that must be in the picture: the largest catchment, the location in any case."""
    area = site.catchments[site.limit_m]
    x, y = site.xy
    half = site.limit_m / 2
    around_it = shapely.box(x - half, y - half, x + half, y + half)
    west, south, east, north = shapely.union_all([area, around_it]).bounds
    return float(west), float(south), float(east), float(north)


def site_frame(site: Site, box: BoxMm, known: Bounds | None = None) -> MapFrame:
    """Choose the largest scale that holds the areas and the walk to the nearest facility of each category.

    Where the smallest scale holds the areas but not all walks, it holds those to the nearest that still fit.

    Parameters
    ----------
    site
        The location.
    box
        Place of the map on paper.
    known
        Where the landscape is known, in metres: the window shows as little as it can of what lies beyond.
    """
    bounds = site_bounds(site)
    scales: tuple[int, ...] = TOWN_SCALES
    for walk in _walks(site):
        wider = _joined(bounds, walk)
        if _fits(wider, box):
            bounds = wider
        else:
            # A window that is too small must not gain a larger scale by what it leaves out.
            scales = TOWN_SCALES[-1:]
    frame = fit_frame(bounds, box, scales, margin_mm=_MARGIN_MM)
    return frame if known is None else moved_into(frame, bounds, known, margin_mm=_MARGIN_MM)


def _walks(site: Site) -> Iterator[Bounds]:
    """Give the boxes of the walks to the nearest facilities, the shortest first."""
    first = [near for near in site.near if near.rank == 1 and near.xy is not None]
    for near in sorted(first, key=lambda near: near.distance_m or 0.0):
        points = np.array([near.xy]) if near.route is None else shapely.get_coordinates(near.route)
        (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
        yield float(west), float(south), float(east), float(north)


def _joined(one: Bounds, other: Bounds) -> Bounds:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _fits(bounds: Bounds, box: BoxMm) -> bool:
    """Tell whether a box in metres fits a window at the smallest scale."""
    frame = fit_frame(bounds, box, TOWN_SCALES, margin_mm=_MARGIN_MM)
    corners = np.array([bounds[:2], bounds[2:]])
    return bool(frame.holds(corners, margin_mm=_MARGIN_MM - 1e-9).all())


def _scene(frame: MapFrame, site: Site, basemap: Basemap, locator: Locator | None) -> Scene:
    """Say also which area is not wholly on the map."""
    scene = town_scene(frame, site, basemap, locator)
    window = shapely.box(*frame.limits)
    cut = [limit for limit, area in sorted(site.catchments.items()) if not shapely.covers(window, area)]
    notes = tuple(say("maps.locator.cut", limit=limit_words(limit)) for limit in cut)
    return replace(scene, notes=(*scene.notes, *notes))


def _what(near: Near) -> str:
    category = say(f"category.{near.category}")
    if near.status != "ok":
        return category
    return near.name or say("maps.nameless", category=category)


def _outcome(near: Near, site: Site, limits: Mapping[str, str]) -> str:
    """Say how far it is, or why there is no distance."""
    if near.status != "ok" or near.distance_m is None:
        return say(f"status.{near.status}", limit=limits.get("walk", say("unknown.word")))
    return outcome_of(near, site)


def _table(site: Site, limits: Mapping[str, str]) -> TableBlock:
    columns = (
        TableColumn(heading=say("maps.column.number"), width=9),
        TableColumn(heading=say("maps.column.facility"), width=60),
        TableColumn(heading=say("maps.column.category"), width=30),
        TableColumn(heading=say("maps.column.distance"), width=18, right=True),
        TableColumn(heading=say("maps.locator.minutes"), width=12, right=True),
    )
    rows = tuple(_row(near, site, limits) for near in site.near)
    note = say("maps.outcome.border") if any(near.border for near in site.near) else ""
    return TableBlock(title=say("maps.nearest_walking"), columns=columns, rows=rows, note=note)


def _row(near: Near, site: Site, limits: Mapping[str, str]) -> tuple[str, ...]:
    """Tell a facility, or in the place of its name why there is none."""
    star, category = "*" if near.border else "", say(f"category.{near.category}")
    outcome = _outcome(near, site, limits) + star
    if near.status != "ok":
        return "", capital(outcome), category, "", ""
    minutes = "" if near.minutes is None else format_number(near.minutes)
    return near.key if near.xy is not None else "", _what(near), category, outcome, minutes
