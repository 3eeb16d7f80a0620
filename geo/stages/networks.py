"""What the stages about distances share: the facilities that count, the names of things, and the edge of the data."""

from collections.abc import Iterable, Sequence
from typing import get_args

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from shapely import Polygon

from geo.analysis.distances import DistanceOptions, Surroundings
from geo.crs import WGS84, to_crs
from geo.extract import Extract
from geo.figures import format_km, format_minutes
from geo.network.modes import MODES
from geo.plan import ModeName, Plan
from geo.sources.inputs import Inputs
from geo.words import known, say

ORIGIN_COLUMNS = ("location_id", "facilities_on_site", "geometry")
"""What distances need to know of the sites that they start from."""


def facilities_in_force(extract: Extract, inputs: Inputs) -> gpd.GeoDataFrame:
    """Give the facilities of the extract, with the official lists in the place of the categories they replace.

    Parameters
    ----------
    extract
        Streets and facilities.
    inputs
        The plan's own lists.
    """
    own = extract.facilities[~extract.facilities["category"].isin(inputs.replaced)]
    if not inputs.replaced:
        return own
    both = pd.concat([own, inputs.facility_lists], ignore_index=True)
    return gpd.GeoDataFrame(both.sort_values(["category", "facility_id"], ignore_index=True), crs=WGS84)


def distance_options(plan: Plan, mode: ModeName) -> DistanceOptions:
    """Give the options of a mode."""
    asked = plan.distances
    return DistanceOptions(
        nearest=asked.nearest,
        weight=asked.weight,
        limit_m=asked.limit(mode) if asked.weight == "distance" else None,
        limit_minutes=asked.limit(mode) if asked.weight == "time" else None,
        far_snap_m=asked.far_snap_m,
        max_snap_m=asked.max_snap_m,
    )


def limit_words(plan: Plan, lang: str = "nl") -> dict[str, str]:
    """Write the limit of each mode for people: kilometres, or minutes where the quickest way counts."""
    by_distance = plan.distances.weight == "distance"
    limits = {str(mode): plan.distances.limit(mode) for mode in get_args(ModeName)}
    if by_distance:
        return {mode: format_km(limit_m, lang=lang) for mode, limit_m in limits.items()}
    return {mode: format_minutes(minutes, lang=lang) for mode, minutes in limits.items()}


def edge_of(extract: Extract, crs: CRS) -> Polygon:
    """Give the edge of the data in a metric reference system."""
    edge: Polygon = to_crs(gpd.GeoSeries([extract.boundary], crs=WGS84), crs).iloc[0]
    return edge


def sites_of(inputs: Inputs, columns: Sequence[str]) -> gpd.GeoDataFrame:
    """Give some columns, the geometry among them, of the locations and below them the candidates."""
    both = pd.concat([inputs.locations[list(columns)], inputs.candidates[list(columns)]], ignore_index=True)
    return gpd.GeoDataFrame(both, crs=inputs.locations.crs)


def category_words(categories: Iterable[str]) -> list[str]:
    """Name categories for people; one of the plan's own has the name that it was given."""
    return [say(f"category.{name}") if known(f"category.{name}") else name for name in categories]


def street_name(name: str, ref: str, highway: str) -> str:
    """Name a street for people: by its name, its number, or what it is."""
    kind = say(f"highway.{highway}") if known(f"highway.{highway}") else say("highway.other")
    return name or ref or say("explain.nameless", kind=kind)


def facilities_for(mode: str, facilities: gpd.GeoDataFrame, inputs: Inputs) -> gpd.GeoDataFrame:
    """Give the facilities, in degrees, that count for a mode: a domestic one keeps to the country if that is known."""
    if not MODES[mode].domestic or inputs.country is None:
        return facilities
    return gpd.GeoDataFrame(facilities[facilities.intersects(inputs.country)])


def surroundings(extract: Extract, inputs: Inputs) -> Surroundings:
    """Give the edge of the data, and of the country where the plan knows it."""
    return Surroundings(boundary=extract.boundary, country=inputs.country)


def street_lines(extract: Extract) -> gpd.GeoDataFrame:
    """Give the ways as lines with their class."""
    streets = extract.streets
    place = np.column_stack([streets.node_lon, streets.node_lat])[streets.way_node]
    owner = np.repeat(np.arange(len(streets.way_id)), np.diff(streets.way_start))
    lines = shapely.linestrings(place, indices=owner)
    return gpd.GeoDataFrame({"kind": streets.way_tags["highway"].astype("str")}, geometry=lines, crs=WGS84)
