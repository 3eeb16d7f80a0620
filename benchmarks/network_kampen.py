"""The distances of a whole region with the networks kept: three modes, twenty categories, every cell of 100 m."""

import statistics
import tempfile
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from benchmarks.network_race import Figures, Setting, shared_data
from geo.analysis.distances import DistanceOptions, Surroundings, distances
from geo.crs import RD_NEW, WGS84, to_crs
from geo.extract import Extract
from geo.kept import Networks
from geo.network.build import build
from geo.sources.extract import read_extract

MODES = ("walk", "bike", "car")
NEAREST = 3
_CELL_M = 100


def kampen_all(setting: Setting) -> Figures:
    """Make the table of distances from the cells of Kampen to the nearest three of each of its categories."""
    extract = read_extract(shared_data("kampen/kampen.osm.pbf"))
    places = cells(extract)
    categories = sorted(extract.facilities["category"].unique())
    asked = {"options": DistanceOptions(nearest=NEAREST), "surroundings": Surroundings(boundary=extract.boundary)}
    print(f"Kampen: {len(places)} cells, {len(categories)} categories, {', '.join(MODES)}")
    with tempfile.TemporaryDirectory(prefix="geo-benchmark-") as folder:
        networks = Networks(
            folder=Path(folder), key="kampen", crs=RD_NEW, streets=lambda: extract.streets, tell=lambda _message: None
        )

        def table(mode: str, *, kept: bool) -> pd.DataFrame:
            network = networks.of(mode) if kept else build(extract.streets, mode, crs=RD_NEW)
            return distances(places, extract.facilities, network, categories=categories, **asked)

        rows = 0
        for mode in MODES:
            networks.of(mode)
            fresh = table(mode, kept=False)
            pd.testing.assert_frame_equal(table(mode, kept=True), fresh)
            rows += len(fresh)
        taken = []
        for _ in range(setting.runs):
            began = time.perf_counter()
            for mode in MODES:
                table(mode, kept=True)
            taken.append(time.perf_counter() - began)
    print(f"  {rows} rows, equal to those of networks built anew")
    print(f"  min {min(taken):.2f} s, median {statistics.median(taken):.2f} s of {len(taken)} runs")
    return {"kampen_all_seconds": statistics.median(taken)}


def cells(extract: Extract) -> gpd.GeoDataFrame:
    """Give the middles of the cells of 100 m in the extract."""
    edge = to_crs(gpd.GeoSeries([extract.boundary], crs=WGS84), RD_NEW).iloc[0]
    west, south, east, north = np.floor(np.array(edge.bounds) / _CELL_M) * _CELL_M + _CELL_M / 2
    x, y = np.meshgrid(np.arange(west, east, _CELL_M), np.arange(south, north, _CELL_M))
    points = shapely.points(x.ravel(), y.ravel())
    points = points[shapely.within(points, edge)]
    return gpd.GeoDataFrame({"origin_id": [str(number) for number in range(len(points))]}, geometry=points, crs=RD_NEW)
