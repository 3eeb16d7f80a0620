"""Measures the search for sites: squares of 100 m over the Markerwaard, and the land use of Kampen as areas.

Run it from the repository: ``python -m benchmarks.candidates_finder``. Streets are built once before; what is measured
is the land, its facts over the network and the rules, without the drawing. Before that the outcome is held against a
search over the same land in two halves, which must say the same. Kampen is left out without the real data.
"""

import argparse
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.analysis.candidates.access import Looked, category_names, distance_measures
from geo.analysis.candidates.finder import search
from geo.analysis.candidates.land import squares
from geo.analysis.candidates.measures import together
from geo.analysis.distances import DistanceOptions, Surroundings, distances
from geo.crs import RD_NEW
from geo.extract import Extract
from geo.network.build import Network, build
from geo.network.snap import snap
from geo.sources.areas import read_areas
from geo.sources.extract import read_extract
from geo.sources.profiles import shipped_profile
from geo.sources.raw import FileSpec
from geo.stages.candidate_ways import stand_of
from geo.tables.facility_categories import CATEGORY_IDS

ROOT = Path(__file__).parents[1]
LIMIT_M = 5_000.0
SQUARE_M = 100


@dataclass(frozen=True, slots=True)
class Town:
    """Streets and facilities, ready to be asked."""

    extract: Extract
    network: Network


def town(path: Path) -> Town:
    """Read an extract and build its streets for walking."""
    extract = read_extract(path)
    return Town(extract, build(extract.streets, "walk", crs=RD_NEW))


def searched(where: Town, land: gpd.GeoDataFrame, *, of_outline: bool) -> pd.DataFrame:
    """Search land by the standard profile, in one process."""
    profile, ids = shipped_profile("standaard"), land["site_id"].to_numpy(dtype=object)
    asked = {part.fact for rule in profile.rules if not rule.reported for part in rule.parts}
    categories = [one for one in CATEGORY_IDS if f"walk_{one}_m" in asked]
    places = land.geometry if of_outline else land.representative_point()
    origins = gpd.GeoDataFrame({"origin_id": ids}, geometry=places)
    nearest = distances(
        origins,
        where.extract.facilities,
        where.network,
        categories=categories,
        options=DistanceOptions(nearest=1, limit_m=LIMIT_M),
        surroundings=Surroundings(boundary=where.extract.boundary),
    )
    feet = snap(where.network, origins.geometry)
    measures = distance_measures(
        nearest,
        ids,
        looked=Looked(mode="walk", metres=LIMIT_M),
        names=category_names(categories),
        stand=stand_of(feet, where.extract.boundary, where.network),
        origins={},
    )
    facts = together(ids, [one for one in measures if one.fact.id in asked])
    return search(facts, profile, land.geometry.area.to_numpy()).table


def markerwaard() -> tuple[Town, Callable[[], gpd.GeoDataFrame], bool]:
    """Give the Markerwaard and squares over it."""
    provinces = gpd.read_file(ROOT / "data" / "raw" / "boundaries.gpkg", layer="provincies")
    province = shapely.union_all(provinces.loc[provinces["code"] == "PV90", "geometry"].to_numpy())
    return town(ROOT / "data" / "raw" / "streets.osm.pbf"), partial(squares, province, SQUARE_M, RD_NEW), False


def kampen(shared: Path) -> tuple[Town, Callable[[], gpd.GeoDataFrame], bool]:
    """Give Kampen and its land use."""
    spec = FileSpec(path=shared / "kampen" / "landuse.gpkg", shown="landuse.gpkg")
    return town(shared / "kampen" / "kampen.osm.pbf"), lambda: read_areas(spec, crs=RD_NEW)[0], True


def seconds(job: Callable[[], object], runs: int) -> list[tuple[float, float]]:
    """Time a job some times: by the clock, and by the processor, which other work on the machine hardly changes."""
    taken = []
    for _ in range(runs):
        began, worked = time.perf_counter(), time.process_time()
        job()
        taken.append((time.perf_counter() - began, time.process_time() - worked))
    return taken


def require_equal(where: Town, land: gpd.GeoDataFrame, *, of_outline: bool) -> None:
    """Check that land in two halves is judged as it is in one piece."""
    whole = searched(where, land, of_outline=of_outline)
    even = np.arange(len(land)) % 2 == 0
    halves = [searched(where, land[some].reset_index(drop=True), of_outline=of_outline) for some in (even, ~even)]
    both = pd.concat(halves).sort_values("site_id", ignore_index=True)
    pd.testing.assert_frame_equal(whole, both)


def measure(runs: int) -> dict[str, float]:
    """Measure the search.

    Returns
    -------
    figures
        Least and middling seconds, and how many pieces of land, of each place.
    """
    shared = Path(os.environ.get("GEO_SHARED", ROOT.parent / "shared" / "data"))
    cases = {"finder_markerwaard": markerwaard()}
    if (shared / "kampen" / "landuse.gpkg").is_file():
        cases["finder_kampen"] = kampen(shared)
    figures: dict[str, float] = {}
    for name, (where, land, of_outline) in cases.items():
        require_equal(where, land(), of_outline=of_outline)
        taken = seconds(lambda: searched(where, land(), of_outline=of_outline), runs)  # noqa: B023
        figures[f"{name}_pieces"] = float(len(land()))
        for kind, values in zip(("", "cpu_"), zip(*taken, strict=True), strict=True):
            figures[f"{name}_{kind}seconds"] = round(min(values), 3)
            figures[f"{name}_{kind}median_seconds"] = round(statistics.median(values), 3)
    figures["finder_peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    return figures


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    figures = measure(parser.parse_args().runs)
    print(f"python -m benchmarks.candidates_finder · Python {platform.python_version()} · {sys.platform}")
    for name, value in figures.items():
        print(f"{name:40} {value:12,.3f}")


if __name__ == "__main__":
    main()
