"""What an OpenStreetMap extract holds, as plain arrays and frames.

The sources make these values; the network, the maps and the analysis use them.
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from shapely import Polygon

STREET_TAGS = (
    "highway", "route", "name", "ref", "junction", "oneway", "oneway:bicycle", "oneway:foot",
    "cycleway", "cycleway:left", "cycleway:right", "cycleway:both", "access", "foot", "bicycle",
    "vehicle", "motor_vehicle", "motorcar", "motorroad", "service", "surface", "tracktype",
    "maxspeed", "lit", "sidewalk", "sidewalk:left", "sidewalk:right", "sidewalk:both", "bridge",
    "tunnel", "layer", "duration", "bicycle_road", "construction", "area", "ferry", "bicycle:forward",
    "bicycle:backward", "oneway:motor_vehicle", "oneway:motorcar", "motor_vehicle:forward", "motor_vehicle:backward",
)  # fmt: skip
"""Tags of streets and ferries that are kept, as columns of `Streets.way_tags`."""

NODE_TAGS = ("barrier", "access", "foot", "bicycle", "vehicle", "motor_vehicle", "motorcar", "locked")
"""Tags of street nodes that are kept, as columns of `Streets.node_tags`."""

TURN_COLUMNS = {
    "relation_id": "int64", "from_way": "int64", "via_node": "int64", "to_way": "int64", "only": "bool",
    "exempt": "str", "limited": "str",
}  # fmt: skip
"""Columns of `Streets.turns` and their types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Streets:
    """Streets, paths and ferries of an extract; every way that could carry a traveller."""

    node_id: NDArray[np.int64]
    """OSM ids of the nodes that the ways use, sorted."""
    node_lon: NDArray[np.float64]
    """Longitude of each node, degrees on WGS84."""
    node_lat: NDArray[np.float64]
    """Latitude of each node, degrees on WGS84."""
    way_id: NDArray[np.int64]
    """OSM ids of the ways, sorted."""
    way_start: NDArray[np.int64]
    """Where the nodes of way i begin in `way_node`; one longer than `way_id`."""
    way_node: NDArray[np.int64]
    """Positions in the node arrays, way after way, in the way's direction."""
    way_tags: pd.DataFrame
    """One row a way, columns `STREET_TAGS`; empty text where a tag is missing."""
    node_tags: pd.DataFrame
    """Tags of nodes with a barrier, columns `NODE_TAGS`; the index is the position in the node arrays."""
    turns: pd.DataFrame
    """Forbidden and obliged turns at a node, sorted by `relation_id`, `from_way` and `to_way`.

    Also `via_node` (position in the node arrays), `only` (true where no other turn is permitted), `exempt` (vehicles
    that need not obey, as the file has it) and `limited` (the one vehicle that it is for; empty for all).
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """Streets and facilities of one extract."""

    streets: Streets
    """The ways that could carry a traveller."""
    facilities: gpd.GeoDataFrame
    """One row a facility: `facility_id`, `category`, `name`, `geometry` (WGS84), `source`."""
    boundary: Polygon
    """Area that the extract covers, in degrees on WGS84."""
    timestamp: str
    """Moment of the data as the file says, ISO 8601; empty where it does not say."""
