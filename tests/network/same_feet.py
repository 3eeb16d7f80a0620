"""Feet on a network beside those of the oracle of the streets."""

import geopandas as gpd
import numpy as np
import osm_streets

from geo.network.build import Network
from geo.network.snap import snap


def same_feet(network: Network, oracle: osm_streets.StreetOracle, spots: gpd.GeoSeries) -> tuple[int, int]:
    """Insist on the feet of the oracle; give how many were compared, and how many of these lie inside a segment."""
    found = snap(network, spots, max_snap_m=np.inf)
    feet = [foot for spot in spots for foot in oracle.feet(spot)]
    assert found.segment.tolist() == [foot.segment for foot in feet]
    np.testing.assert_allclose(found.fraction, [foot.fraction for foot in feet], rtol=0, atol=1e-6)
    np.testing.assert_allclose(found.leg_m, [foot.leg_m for foot in feet], rtol=0, atol=1e-3)
    return len(feet), sum(0 < foot.fraction < 1 for foot in feet)
