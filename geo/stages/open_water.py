"""Which parts of the landscape are open water; how wide an area must be for that, `geo.network.water` says."""

import geopandas as gpd
import pandas as pd

_LINES = ("river", "canal")
"""Waterways of which the middle line counts, as nobody steps over them; ditches, drains and streams are left out."""
_BASIN = "basin"
"""Kind of areas of water that often stand dry, such as those for rain."""


def open_water(landscape: pd.DataFrame) -> gpd.GeoDataFrame:
    """Keep the areas of water, and the middle lines of rivers and canals.

    Parameters
    ----------
    landscape
        From the stage `landscape`: ``layer``, ``kind``, ``name`` and geometry. Ditches that are drawn as areas are
        still among what is kept.
    """
    lines = (landscape["layer"] == "waterway") & landscape["kind"].isin(_LINES)
    areas = (landscape["layer"] == "water") & (landscape["kind"] != _BASIN)
    return gpd.GeoDataFrame(landscape[areas | lines])
