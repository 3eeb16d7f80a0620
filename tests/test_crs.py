"""Reference systems: RD New with its datum shift, and geodesic lengths."""

import geopandas as gpd
import numpy as np
import pytest
from pyproj import CRS
from shapely import Point

from geo.crs import RD_NEW, WGS84, geodesic_m, metric_crs, project, read_crs, to_crs, unproject
from geo.errors import CrsError

AMERSFOORT = (5.38720621, 52.15517440)
"""Onze Lieve Vrouwetoren, RD (155000, 463000)."""


def test_amersfoort_tower_lies_at_its_rd_coordinates_within_half_a_metre() -> None:
    x, y = project(*AMERSFOORT, RD_NEW)
    assert np.hypot(x - 155_000, y - 463_000) < 0.5


def test_there_and_back_is_the_same_place() -> None:
    lon, lat = unproject(*project(*AMERSFOORT, RD_NEW), RD_NEW)
    assert np.allclose([lon, lat], AMERSFOORT, atol=1e-8, rtol=0)


def test_a_degree_of_latitude_on_the_equator_is_as_published() -> None:
    # One degree of latitude from the equator on WGS84: 110 574.389 m.
    assert geodesic_m(0, 0, 0, 1) == pytest.approx(110_574.389, abs=0.001)


def test_the_metric_system_follows_the_place() -> None:
    assert metric_crs(5.9, 52.5) == RD_NEW
    assert metric_crs(9.55, 47.15).to_epsg() == 32632
    assert metric_crs(-51.2, -30.0).to_epsg() == 32722


def test_a_frame_without_reference_system_is_refused() -> None:
    with pytest.raises(CrsError, match="no reference system"):
        to_crs(gpd.GeoSeries([Point(1, 2)]), RD_NEW)


def test_a_text_that_is_no_reference_system_is_refused() -> None:
    with pytest.raises(CrsError, match="RD-nieuw"):
        read_crs("RD-nieuw")
    assert read_crs("EPSG:4326") == CRS(WGS84)
