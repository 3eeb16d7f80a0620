"""The facts of 10,000 candidate sites on the real streets of Kampen, with the networks built.

    python -m benchmarks.candidates_facts [--runs 5] [--candidates 10000]

Distances and minutes on foot and by bicycle to the nearest of six categories, the nearest existing reception, the
inhabitants within two walks, all that the list declares, and the municipality and the region. Before anything is timed
the distances and the inhabitants of some candidates are held against the matrix of all distances. What is known of map
layers comes beside these: `extra` is where it is put in. The last line is one JSON object; other work on the machine
counts in the seconds by the clock, and not in those of the processor.
"""

import argparse
import json
import os
import platform
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from benchmarks.main_job import table
from benchmarks.network_race import shared_data
from geo.analysis.candidates.access import Looked, category_names, distance_measures
from geo.analysis.candidates.declared import (
    agreement_measures,
    as_offered,
    offer_of,
    own_measures,
    site_measures,
)
from geo.analysis.candidates.facts import Facts
from geo.analysis.candidates.measures import Measure, Origin, together
from geo.analysis.candidates.people import Homes, around, homes, people_measures
from geo.analysis.candidates.region import Ending, balance_measures, municipality_measures
from geo.analysis.distances import DistanceOptions, Surroundings, distances
from geo.crs import RD_NEW, WGS84, to_crs
from geo.extract import Extract
from geo.network.build import Network, build
from geo.network.matrix import matrix
from geo.network.snap import Snaps, snap
from geo.quarters import Quarter
from geo.sources.extract import read_extract
from geo.sources.population import read_population
from geo.sources.raw import FileSpec
from geo.sources.read_tables import empty_table
from geo.stages.candidate_ways import stand_of
from geo.stages.networks import street_lines
from geo.stages.own_columns import own_columns
from geo.tables.coverage import ALWAYS, COVERAGE
from geo.tables.inputs import CANDIDATES
from geo.tables.portfolio import MUNICIPALITIES

MODES = ("walk", "bike")
LIMITS_M = {"walk": 5_000.0, "bike": 15_000.0}
CATEGORIES = ("supermarket", "primary_school", "gp", "bus_stop", "pharmacy", "childcare")
WALKS_M = (1_000.0, 2_000.0)
MAX_SNAP_M = 1_000.0
CHECKED = 60
"""How many candidates are held against the matrix."""
_SEED = 20200901
_ORIGIN = Origin(source="benchmark")
Extra = Callable[[gpd.GeoDataFrame], Facts]
"""Gives more facts of the same candidates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is there before anything is reckoned."""

    extract: Extract
    networks: dict[str, Network]
    population: gpd.GeoDataFrame
    candidates: gpd.GeoDataFrame
    reception: gpd.GeoDataFrame
    towns: pd.DataFrame
    ending: Ending


def setting(count: int) -> Setting:
    """Read the extract, build the networks, and make up candidates on it."""
    extract = read_extract(shared_data("kampen/kampen.osm.pbf"))
    crs = RD_NEW
    networks = {mode: build(extract.streets, mode, crs=crs) for mode in MODES}
    spec = FileSpec(path=shared_data("nl/boundaries_2022.gpkg"), shown="boundaries", layer="postcodes4")
    population, _ = read_population(spec, crs=crs)
    edge = to_crs(gpd.GeoSeries([extract.boundary], crs=WGS84), crs).iloc[0]
    near = gpd.GeoDataFrame(population[population.intersects(edge)]).reset_index(drop=True)
    random = np.random.default_rng(_SEED)
    codes, regions = [f"GM{number:04d}" for number in range(40)], [f"R{number}" for number in range(8)]
    towns = pd.DataFrame({"code": codes, "name": codes, "inhabitants": random.integers(5_000, 90_000, 40)})
    towns = towns.assign(places=random.integers(0, 900, 40), unknown=random.integers(0, 2, 40))
    keys = [(region, bucket) for region in regions for bucket in ALWAYS]
    covered = pd.DataFrame(
        [("2023-Q4", region, bucket, "", 0, -100, 60) for region, bucket in keys],
        columns=["quarter", "region_id", "bucket", "scenario", "unknown_locations", "balance_min", "balance_max"],
    ).reindex(columns=list(COVERAGE.names))  # fmt: skip
    reception = (
        spread(edge, 40, random, crs).rename(columns={"id": "facility_id"}).assign(category="reception", name="azc")
    )
    return Setting(
        extract=extract,
        networks=networks,
        population=near,
        candidates=made_up(spread(edge, count, random, crs), random, codes, regions),
        reception=reception,
        towns=towns.reindex(columns=[name for name in MUNICIPALITIES.names if name in towns]),
        ending=Ending(coverage=covered, quarter=Quarter(2023, 4), scenario="", names={one: one for one in regions}),
    )


def spread(edge: shapely.Polygon, count: int, random: np.random.Generator, crs: object) -> gpd.GeoDataFrame:
    """Put places at random within the edge."""
    west, south, east, north = edge.bounds
    x, y = random.uniform(west, east, 4 * count), random.uniform(south, north, 4 * count)
    inside = np.flatnonzero(shapely.contains_xy(edge, x, y))[:count]
    ids = [f"K{number:06d}" for number in range(len(inside))]
    return gpd.GeoDataFrame({"id": ids}, geometry=shapely.points(x[inside], y[inside]), crs=crs)


def made_up(
    places: gpd.GeoDataFrame, random: np.random.Generator, codes: list[str], regions: list[str]
) -> gpd.GeoDataFrame:
    """Declare what candidates offer, with gaps in every column; every tenth is an area."""
    count = len(places)
    frame = empty_table(CANDIDATES).reindex(range(count))

    def numbers(low: int, high: int) -> pd.Series:
        values = pd.Series(random.integers(low, high, count)).astype("Float64")
        return values.mask(pd.Series(random.random(count) < 0.05))

    days = pd.to_datetime("2022-01-01") + pd.to_timedelta(random.integers(0, 2_000, count), unit="D")
    shapes = places.geometry.where(np.arange(count) % 10 > 0, places.buffer(60, cap_style="square"))
    frame = frame.assign(
        location_id=places["id"].astype("str"),
        name=places["id"].astype("str"),
        capacity=numbers(20, 900).astype("Int64"),
        site_area_m2=numbers(2_000, 60_000),
        floor_area_m2=numbers(300, 9_000),
        cost_opening=numbers(100_000, 9_000_000),
        cost_year=numbers(100_000, 9_000_000),
        type=pd.Series(random.choice(["regionaal", "gvl", "satelliet"], count), dtype="str"),
        available_from=days.astype("datetime64[s]"),
        available_until=(days + pd.to_timedelta(random.integers(100, 4_000, count), unit="D")).astype("datetime64[s]"),
        municipality_code=random.choice(codes, count),
        region_id=random.choice(regions, count),
        draagvlak=pd.Series(random.integers(1, 6, count).astype(str)),
        bouwrijp=pd.Series(random.choice(["ja", "nee"], count)),
    )
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=places.crs)


def facts_of(given: Setting, extra: Extra | None = None) -> Facts:
    """Give all facts of the candidates, with networks that are there already."""
    sites = given.candidates
    ids = sites["location_id"].to_numpy(dtype=object)
    feet = snap(given.networks["walk"], sites.geometry, max_snap_m=MAX_SNAP_M)
    walk = stand_of(feet, given.extract.boundary, given.networks["walk"])
    measures: list[Measure] = []
    for mode in MODES:
        measures += _access(given, ids, mode)
    living = _homes(given)
    found = around(sites.geometry, feet, living, given.networks["walk"], limits_m=WALKS_M, max_snap_m=MAX_SNAP_M)
    measures += people_measures(found, limits_m=WALKS_M, edge_m=walk.edge_m, has_foot=walk.has_foot, origin=_ORIGIN)
    offered = as_offered(sites)
    offer = offer_of(offered)
    measures += site_measures(sites, offer, origin=_ORIGIN)
    measures += agreement_measures(offered, offer, origin=_ORIGIN)
    measures += municipality_measures(sites, offer, given.towns, origin=_ORIGIN)
    measures += balance_measures(offered, given.ending, origin=_ORIGIN)
    measures += own_measures(own_columns(sites), origin=_ORIGIN)
    facts = together(ids, measures)
    return facts if extra is None else facts.beside(extra(sites))


def _access(given: Setting, ids: np.ndarray, mode: str) -> list[Measure]:
    network = given.networks[mode]
    feet = snap(network, given.candidates.geometry, max_snap_m=MAX_SNAP_M)
    stand = stand_of(feet, given.extract.boundary, network)
    speed = float(network.farthest_m(60.0))
    options = DistanceOptions(nearest=1, limit_m=LIMITS_M[mode], max_snap_m=MAX_SNAP_M)
    nearest = distances(
        given.candidates, given.extract.facilities, network, categories=CATEGORIES, options=options,
        surroundings=Surroundings(boundary=given.extract.boundary),
    )  # fmt: skip
    looked = Looked(mode=mode, metres=LIMITS_M[mode], minutes=LIMITS_M[mode] / speed, metres_per_minute=speed)
    names, origins = category_names(CATEGORIES), dict.fromkeys(CATEGORIES, _ORIGIN)
    measures = list(distance_measures(nearest, ids, looked=looked, names=names, stand=stand, origins=origins))
    options = DistanceOptions(nearest=1, max_snap_m=MAX_SNAP_M)
    there = distances(given.candidates, given.reception, network, categories=("reception",), options=options)
    names, origins = {"reception": "opvang"}, {"reception": _ORIGIN}
    measures += distance_measures(there, ids, looked=looked, names=names, stand=stand, origins=origins)
    return measures


def _homes(given: Setting) -> Homes:
    crs = given.population.crs
    edge = to_crs(gpd.GeoSeries([given.extract.boundary], crs=WGS84), crs).iloc[0]
    return homes(given.population, street_lines(given.extract).to_crs(crs), edge=edge)


def assert_equal(given: Setting, found: Facts) -> int:
    """Hold some candidates against the matrix of all distances; give how many figures were compared."""
    rows = np.unique(np.linspace(0, len(found.ids) - 1, CHECKED).astype(int))
    walk, facilities = given.networks["walk"], given.extract.facilities
    sites = _feet(walk, given.candidates.geometry.iloc[rows])
    compared = 0
    for category in CATEGORIES:
        goals = _feet(walk, facilities.geometry[facilities["category"] == category])
        least = np.concatenate(
            [_least(block.distance_m) for block in matrix(walk, sites, goals, limit=LIMITS_M["walk"])]
        )
        ours = found.value[rows, found.column(f"walk_{category}_m")]
        assert np.array_equal(ours, least, equal_nan=True), category
        compared += len(rows)
    living = _homes(given).points
    people = np.nan_to_num(living["people"].to_numpy(dtype=float))
    goals = _feet(walk, living.geometry)
    for block in matrix(walk, sites, goals, limit=max(WALKS_M)):
        for limit in WALKS_M:
            some = rows[block.first : block.first + len(block.distance_m)]
            ours = found.value[some, found.column(f"people_{limit:g}_m")]
            known = ~np.isnan(ours)
            assert np.allclose(ours[known], ((block.distance_m <= limit) @ people)[known], rtol=1e-9, atol=1e-6), limit
            compared += int(known.sum())
    return compared


def _least(distance_m: np.ndarray) -> np.ndarray:
    least: np.ndarray = np.where(np.isnan(distance_m), np.inf, distance_m).min(axis=1)
    return np.where(np.isinf(least), np.nan, least)


def _feet(network: Network, places: gpd.GeoSeries) -> Snaps:
    return snap(network, places, max_snap_m=MAX_SNAP_M)


def measure(runs: int, *, candidates: int = 10_000, extra: Extra | None = None) -> dict[str, float]:
    """Measure the seconds by the clock, after the networks are there."""
    given = setting(candidates)
    found = facts_of(given, extra)
    living = _homes(given)
    print(
        f"{len(found.ids)} candidates x {len(found.facts)} facts, {len(given.extract.facilities)} facilities, "
        f"{len(living.points)} places where people live"
    )
    print(f"{assert_equal(given, found)} figures compared, all equal")
    taken, work = [], []
    for _ in range(runs):
        clock, processor = time.perf_counter(), time.process_time()
        facts_of(given, extra)
        taken.append(time.perf_counter() - clock)
        work.append(time.process_time() - processor)
    table("facts", taken, "s")
    table("facts, work of the processor", work, "s")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6:.0f} MB")
    return {
        "facts_seconds": round(min(taken), 2),
        "facts_work_seconds": round(min(work), 2),
        "facts_count": len(found.facts),
    }


def main() -> None:
    """Measure, and end with JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--candidates", type=int, default=10_000)
    asked = parser.parse_args()
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    print(
        f"Python {platform.python_version()}, numpy {np.__version__}, pandas {pd.__version__}, "
        f"geopandas {gpd.__version__}, {os.cpu_count()} cores, {platform.machine()}; load {load}"
    )
    print(json.dumps(measure(asked.runs, candidates=asked.candidates)))


if __name__ == "__main__":
    main()
