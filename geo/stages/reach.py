"""Stage: the share of inhabitants within each distance of facilities."""

import numpy as np
import pandas as pd
import shapely

from geo.analysis.demand import demand_points, without_number
from geo.analysis.reach import Nearby, areas_of, reach
from geo.crs import read_crs
from geo.network.build import Network
from geo.network.route import count_within, nearest
from geo.network.snap import Snaps, snap
from geo.stages.areas import region_shapes
from geo.stages.networks import edge_of, facilities_for, facilities_in_force, street_lines
from geo.stages.stage import Made, Stage, Work
from geo.tables.reach import REACH


def _run(work: Work) -> Made:
    plan, inputs, extract = work.plan, work.inputs(), work.extract()
    if inputs.population is None:
        return Made(tables=((REACH, pd.DataFrame({name: [] for name in REACH.names})),))
    crs = read_crs(plan.plan.crs)
    own = inputs.population[inputs.population.intersects(shapely.union_all(inputs.own_provinces.geometry.to_numpy()))]
    points = demand_points(own, boundary=edge_of(extract, crs), streets=street_lines(extract).to_crs(crs))
    network = work.network(plan.reach.mode)
    feet = snap(network, points.geometry, max_snap_m=plan.distances.max_snap_m)
    facilities = facilities_for(plan.reach.mode, facilities_in_force(extract, inputs), inputs)
    found: list[Nearby] = []
    for done, category in enumerate(plan.reach.categories, start=1):
        some = facilities[facilities["category"] == category]
        goals = snap(network, some.geometry, max_snap_m=plan.distances.max_snap_m)
        found += _nearby(network, (feet, goals), category, plan.reach.limits_m)
        work.advance(done, len(plan.reach.categories))
    layers = {"code": inputs.own_municipalities, "code:province": inputs.own_provinces}
    if len(inputs.table("regions")):
        layers["region_id"] = region_shapes(inputs)
    lost = areas_of(without_number(own), layers)
    return Made(tables=((REACH, reach(points, areas_of(points, layers), found, without_number=lost)),))


def _nearby(network: Network, feet: tuple[Snaps, Snaps], category: str, limits_m: tuple[float, ...]) -> list[Nearby]:
    origins, goals = feet
    farthest = max(limits_m)
    first = nearest(network, origins, goals, k=1, limit=farthest)
    distance_m = np.full(origins.count, np.nan)
    distance_m[first.origin] = first.total_m
    return [
        Nearby(
            category=category,
            mode=network.mode.name,
            limit_m=limit_m,
            distance_m=distance_m,
            count=count_within(network, origins, goals, limit=limit_m).astype(np.float64),
        )
        for limit_m in sorted(limits_m)
    ]


STAGE = Stage(
    name="reach",
    needs=("extract",),
    reads=("population", "boundaries", "regions", "replace", "addresses", "osm", "country"),
    sections=("plan", "reach", "distances"),
    run=_run,
)
