"""Stage: the distance from regional reception to every municipality of its region (chapter 3)."""

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.analysis.regional import (
    Journey,
    housing_figures,
    housing_targets,
    regional_distances,
    regional_pairs,
    regional_reach,
)
from geo.crs import to_crs
from geo.network.build import Network
from geo.network.route import nearest
from geo.network.snap import snap
from geo.stages.hubs import hub_mode
from geo.stages.networks import edge_of, facilities_in_force
from geo.stages.stage import Made, Stage, Work
from geo.tables.regions import REGIONAL_DISTANCES, REGIONAL_REACH

_TOWN_HALL = "town_hall"
_SECONDS = 60.0


def _run(work: Work) -> Made:
    inputs, network = work.inputs(), work.network(hub_mode(work.plan))
    locations = inputs.locations
    pairs = regional_pairs(locations, inputs.table("regions"))
    towns = inputs.municipalities[inputs.municipalities["code"].isin(pairs["municipality_code"])]
    facilities = facilities_in_force(work.extract(), inputs)
    halls = to_crs(facilities[facilities["category"] == _TOWN_HALL], locations.crs)
    targets = housing_targets(towns, halls.geometry, inputs.population)
    sites = locations[locations["location_id"].isin(pairs["location_id"])].reset_index(drop=True)
    found = list(_journeys(work, network, pairs, sites, targets)) if len(pairs) else []
    table = regional_distances(pairs, found, targets=targets, names=inputs.municipalities)
    figures = housing_figures(table, inputs.municipalities)
    facts = pd.DataFrame(
        [(name, one.value, one.unit, one.unknown, one.source) for name, one in figures.items()],
        columns=["name", "value", "unit", "unknown", "source"],
    ).astype({"value": "float64"})
    return Made(
        results={"housing_figures": facts},
        tables=((REGIONAL_DISTANCES, table), (REGIONAL_REACH, regional_reach(table, inputs.municipalities))),
    )


def _journeys(
    work: Work, network: Network, pairs: pd.DataFrame, sites: gpd.GeoDataFrame, targets: gpd.GeoDataFrame
) -> Iterator[Journey]:
    """Find the way from every location of a region to the nearest target of each of its municipalities."""
    asked, edge = work.plan.distances, edge_of(work.extract(), sites.crs)
    feet = snap(network, sites.geometry, max_snap_m=asked.max_snap_m)
    goals = snap(network, targets.geometry, max_snap_m=asked.max_snap_m)
    beyond = set(sites.loc[~sites.intersects(edge), "location_id"])
    place = {name: row for row, name in enumerate(sites["location_id"])}
    for code, some in pairs.groupby("municipality_code"):
        own = np.flatnonzero(targets["municipality_code"] == code)
        lost = not targets.geometry.iloc[own].intersects(edge).any()
        origins = np.array([place[name] for name in some["location_id"]])
        found = nearest(network, feet.take(origins), goals.take(own), k=1, weight=asked.weight)
        ways = dict(zip(found.origin.tolist(), zip(found.total_m, found.seconds, strict=True), strict=True))
        for row, name in enumerate(some["location_id"]):
            metres, seconds = ways.get(row, (None, None))
            yield Journey(
                location_id=name,
                municipality_code=str(code),
                distance_m=None if metres is None else float(metres),
                minutes=None if seconds is None else float(seconds) / _SECONDS,
                outside=lost or name in beyond,
            )


STAGE = Stage(
    name="regional_distances",
    needs=("extract",),
    reads=("locations", "regions", "boundaries", "population", "replace", "addresses", "osm", "country"),
    sections=("plan", "distances"),
    run=_run,
)
