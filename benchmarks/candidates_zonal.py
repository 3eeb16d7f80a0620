"""Statistics of a raster in polygons: 345 large ones over 10,000 × 10,000 cells, 3,000 small ones over 4,000 × 4,000.

    PYTHONPATH=. .venv/bin/python -m benchmarks.candidates_zonal [--runs 5] [--folder DIR]

Two rules, and each is held against the package that keeps the same one: exact parts of cells against exactextract
itself (both of its documented strategies, of which the faster counts), middles of cells against rasterstats. Mean,
greatest and least value and the number of cells must be equal before anything is timed. The large polygons are the
municipalities of 2022; the rasters are made up, float32 in tiles, with cells without data. ``zonal_vs_exactextract`` is
our time by theirs, of the worse of the two cases, ``zonal_vs_rasterstats`` their time by ours, likewise; both are of
the work of the processor, which is one thread for all. The last line is one JSON object.
"""

import argparse
import importlib
import json
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from exactextract import exact_extract

from benchmarks.network_race import shared_data
from geo.sources.raw import FileSpec
from geo.sources.zonal import Rule, Zonal, zonal_statistics

STRATEGIES = ("feature-sequential", "raster-sequential")
STATISTICS = ["mean", "max", "count"]
NODATA = -1.0
LARGEST_RATIO, LEAST_TIMES = 1.2, 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Polygons over a raster."""

    name: str
    raster: Path
    shapes: gpd.GeoSeries

    @property
    def spec(self) -> FileSpec:
        """The raster, as the package names it."""
        return FileSpec(path=self.raster, shown=self.raster.name)


def cases(folder: Path) -> tuple[Case, Case]:
    """Make both cases in a folder."""
    towns = gpd.read_file(shared_data("nl/boundaries_2022.gpkg"), layer="gemeenten").to_crs(28992)
    large = _raster(folder / "large.tif", size=10_000, cell=32.0, north=625_000.0)
    small = _raster(folder / "small.tif", size=4_000, cell=5.0, north=500_000.0)
    rng = np.random.default_rng(20200901)
    x, y = rng.uniform(0, 4_000 * 5.0, (2, 3_000))
    centres = shapely.points(x, 500_000.0 - y)
    blobs = shapely.buffer(centres, rng.uniform(5, 100, 3_000), quad_segs=6)
    return (
        Case(name=f"{len(towns)} large", raster=large, shapes=towns.geometry),
        Case(name="3,000 small", raster=small, shapes=gpd.GeoSeries(blobs, crs=28992)),
    )


def _raster(path: Path, *, size: int, cell: float, north: float) -> Path:
    rng = np.random.default_rng(size)
    place = rasterio.Affine(cell, 0, 0, 0, -cell, north)
    shape = {"count": 1, "width": size, "height": size, "dtype": "float32", "nodata": NODATA}
    tiles = {"tiled": True, "blockxsize": 256, "blockysize": 256}
    with rasterio.open(path, "w", driver="GTiff", crs="EPSG:28992", transform=place, **shape, **tiles) as raster:
        values = np.round(100 * rng.random((size, size), dtype=np.float32), 1)
        values[rng.random((size // 100, size // 100)).repeat(100, 0).repeat(100, 1) < 0.02] = NODATA
        raster.write(values, 1)
    return path


def ours(case: Case, rule: Rule) -> Zonal:
    """Ask the package."""
    return zonal_statistics(case.spec, case.shapes, rule=rule)


def of_exactextract(case: Case, strategy: str) -> Mapping[str, Any]:
    """Ask exactextract, as its documentation does."""
    frame = gpd.GeoDataFrame(geometry=case.shapes)
    return dict(exact_extract(case.raster, frame, STATISTICS, strategy=strategy, output="pandas"))


def of_rasterstats(case: Case, peer: Any) -> Mapping[str, Any]:
    """Ask rasterstats, as its documentation does."""
    rows = peer.zonal_stats(case.shapes, str(case.raster), stats=STATISTICS)
    return {name: np.array([row[name] for row in rows], dtype=float) for name in STATISTICS}


def assert_equal(found: Zonal, theirs: Mapping[str, Any], *, exact: bool) -> int:
    """Compare every figure; give how many were compared.

    A peer that has no middle of a cell for a polygon says nothing, where we give the value of its cell. Rasterstats
    adds up in single precision.
    """
    count = np.nan_to_num(np.asarray(theirs["count"], dtype=float))
    assert np.allclose(found.cells * found.covered * ~found.by_cell, count, rtol=1e-4, atol=0 if exact else 1e-2)
    known = count > 0
    for name, near in (("mean", 1e-4 if exact else 1e-5), ("max", 1e-6)):
        mine, other = getattr(found, name)[known], np.asarray(theirs[name], dtype=float)[known]
        assert np.allclose(mine, other, rtol=near, atol=1e-6), name
    return 3 * int(known.sum())


def timed(work: Callable[[], object], runs: int) -> dict[str, float]:
    """Give the least and the middle time by the clock, and the least work of the processor, in seconds."""
    clock, worked = [], []
    for _ in range(runs):
        began, busy = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - began)
        worked.append(time.process_time() - busy)
    return {"min": min(clock), "median": statistics.median(clock), "work": min(worked)}


def measure(runs: int, folder: Path | None = None) -> dict[str, float]:
    """Measure both rules in both cases; a peer that is missing is left out and said so.

    Parameters
    ----------
    runs
        How often each is timed.
    folder
        Where to put the rasters, 500 MB; a folder that is thrown away by default.
    """
    with tempfile.TemporaryDirectory() as scratch:
        both = cases(folder or Path(scratch))
        ratios = [fraction_ratio(case, runs) for case in both]
        times = [found for case in both if (found := centre_times(case, runs)) is not None]
    answer = {"zonal_vs_exactextract": round(max(ratios), 2)}
    return answer | ({"zonal_vs_rasterstats": round(min(times), 1)} if times else {})


def fraction_ratio(case: Case, runs: int) -> float:
    """Give our work by that of exactextract under the rule of exact parts."""
    found = ours(case, "fraction")
    compared = sum(assert_equal(found, of_exactextract(case, one), exact=False) for one in STRATEGIES)
    mine = _told(case, "ours, exact parts", lambda: ours(case, "fraction"), runs, compared)
    theirs = [
        _told(case, f"exactextract {one}", lambda one=one: of_exactextract(case, one), runs) for one in STRATEGIES
    ]
    return mine / min(theirs)


def centre_times(case: Case, runs: int) -> float | None:
    """Give the work of rasterstats by ours under the rule of middles; None where it is not there."""
    try:
        peer = importlib.import_module("rasterstats")
    except ImportError:
        print("rasterstats is not installed here, and is left out")
        return None
    compared = assert_equal(ours(case, "centre"), of_rasterstats(case, peer), exact=True)
    mine = _told(case, "ours, middles", lambda: ours(case, "centre"), runs, compared)
    return _told(case, "rasterstats", lambda: of_rasterstats(case, peer), min(runs, 3)) / mine


def _told(case: Case, who: str, work: Callable[[], object], runs: int, compared: int = 0) -> float:
    found = timed(work, runs)
    seconds = "".join(f"{found[name]:>10.2f}" for name in ("min", "median", "work"))
    print(f"{case.name:<12} {who:<34}{seconds}" + (f"   {compared:,} figures equal" if compared else ""))
    return found["work"]


def main() -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    versions = ", ".join(f"{name} {version(name)}" for name in ("exactextract", "rasterio", "numpy", "shapely"))
    print(f"Python {platform.python_version()}, {versions}; seconds: least and middle by the clock, least work\n")
    answer = measure(asked.runs, asked.folder)
    for name, holds in (
        ("zonal_vs_exactextract", answer["zonal_vs_exactextract"] <= LARGEST_RATIO),
        ("zonal_vs_rasterstats", answer.get("zonal_vs_rasterstats", LEAST_TIMES) >= LEAST_TIMES),
    ):
        print(f"{name}: {'holds' if holds else 'DOES NOT HOLD'}")
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
