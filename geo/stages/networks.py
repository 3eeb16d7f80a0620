"""What the stages about distances share: the facilities that count and the edge of the data."""

import geopandas as gpd
import pandas as pd

from geo.analysis.distances import DistanceOptions, Surroundings
from geo.crs import WGS84
from geo.extract import Extract
from geo.plan import ModeName, Plan
from geo.sources.inputs import Inputs


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
        limit_m=asked.limit(mode),
        far_snap_m=asked.far_snap_m,
        max_snap_m=asked.max_snap_m,
    )


def surroundings(extract: Extract) -> Surroundings:
    """Give the edge of the data."""
    return Surroundings(boundary=extract.boundary)
