"""The sheets of the locations, one each: what is near and how far one walks."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import partial
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.crs import read_crs, to_crs
from geo.figures import UNKNOWN
from geo.maps.place_mark import point_of
from geo.maps.print_run import location_on
from geo.maps.site import Near, Site, nearby
from geo.stages.imprint import imprint_of_sheet
from geo.stages.networks import facilities_in_force, limit_words
from geo.stages.sheet_job import Draw
from geo.stages.stage import Work
from geo.tables.inputs import LOCATIONS
from geo.tables.render import shown
from geo.tables.transition import ALLOCATION_OVERVIEW
from geo.words import say


def location_drawings(work: Work) -> Iterator[Draw]:
    """Draw the surroundings of each location whose place is known."""
    limits, imprint = limit_words(work.plan), imprint_of_sheet(work, "location", work.plan.maps.categories)
    for site in _sites(work):
        yield partial(location_on, site, imprint=imprint, limits=limits)


def _sites(work: Work) -> Iterator[Site]:
    overview = work.frame("allocation_overview").set_index("location_id")
    standing = work.frame("standing").set_index("location_id")["places"]
    near_of = near_sites(work)
    for row in work.inputs().locations.to_dict("records"):
        spot = point_of(row["geometry"])
        if spot is not None:
            name = row["location_id"]
            yield Site(
                location_id=name,
                name=row["name"],
                municipality=row["municipality"] if isinstance(row["municipality"], str) else "",
                xy=spot,
                open=bool(row["open"]),
                catchments=catchments_of(work, name),
                near=near_of(name),
                facts=_facts(row, _overview(name, overview, standing)),
            )


def _overview(location_id: str, overview: pd.DataFrame, standing: "pd.Series[Any]") -> dict[Hashable, Any]:
    """Give the transition of a location, with its emergency places now too, which the transition does not count."""
    facts = overview.loc[location_id].to_dict() if location_id in overview.index else {}
    return {**facts, "places_now": standing[location_id]} if location_id in standing.index else facts


def catchments_of(work: Work, location_id: str) -> dict[float, BaseGeometry]:
    """Give the areas within walking distance of a location or candidate, by distance."""
    catchments = work.frame("catchments")
    own = catchments[catchments["location_id"] == location_id]
    return dict(zip(own["limit_m"], own["geometry"], strict=True))


def near_sites(work: Work) -> Callable[[str], tuple[Near, ...]]:
    """Prepare to give what is near a location or candidate on foot, with the walk to the nearest of each category."""
    crs, categories = read_crs(work.plan.plan.crs), work.plan.maps.categories
    distances, lines = work.frame("distances"), work.frame("location_routes")
    walked = distances[distances["mode"].eq("walk") & distances["category"].isin(list(categories))]
    routes = to_crs(gpd.GeoDataFrame(lines[lines["mode"] == "walk"]), crs)
    every = facilities_in_force(work.extract(), work.inputs())
    named = to_crs(every[every["facility_id"].isin(set(walked["facility_id"]))], crs)

    def near(location_id: str) -> tuple[Near, ...]:
        own, ways = walked[walked["origin_id"] == location_id], routes[routes["origin_id"] == location_id]
        keys = zip(ways["category"], ways["facility_id"], strict=True)
        facilities = named[named["facility_id"].isin(set(own["facility_id"]))]
        return nearby(own, facilities, categories, dict(zip(keys, ways.geometry, strict=True)))

    return near


def _facts(site: Mapping[Hashable, Any], overview: Mapping[Hashable, Any]) -> tuple[str, ...]:
    """Tell the type, the places, the end of the agreement and the decision, as the tables tell them."""
    kind = shown(site["current_type"], LOCATIONS.column("current_type"))
    kind = kind or shown(overview.get("type"), ALLOCATION_OVERVIEW.column("type"))
    return tuple(part for part in (kind, _places(overview), _agreement(site), _decision(overview)) if part)


def _places(overview: Mapping[Hashable, Any]) -> str:
    """Tell the places on the reference date and, where these are others, at the end of the plan."""
    now, end = (
        shown(overview.get(name), ALLOCATION_OVERVIEW.column(name), missing=UNKNOWN)
        for name in ("places_now", "places")
    )
    if now == end == UNKNOWN:
        return say("maps.locator.places_unknown")
    return say("maps.locator.places" if now == end else "maps.locator.places_both", now=now, end=end)


def _agreement(site: Mapping[Hashable, Any]) -> str:
    end = site["agreement_end"]
    if not pd.isna(end):
        return say("maps.locator.until", date=shown(end, LOCATIONS.column("agreement_end")))
    return say("maps.locator.endless" if site["agreement_term"] == "onbepaald" else "maps.locator.until_unknown")


def _decision(overview: Mapping[Hashable, Any]) -> str:
    decision, certainty = (
        shown(overview.get(name), ALLOCATION_OVERVIEW.column(name)) for name in ("decision", "certainty")
    )
    if not decision:
        return say("maps.locator.undecided")
    key = "maps.locator.decided" if certainty else "maps.locator.decision"
    return say(key, decision=decision, certainty=certainty)
