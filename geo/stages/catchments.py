"""Stage: the area within walking distance of each location and candidate, for the maps."""

import geopandas as gpd
import numpy as np

from geo.crs import read_crs
from geo.network.catchment import catchment
from geo.network.snap import snap
from geo.stages.networks import sites_of
from geo.stages.stage import Made, Stage, Work


def _run(work: Work) -> Made:
    sites, plan = sites_of(work.inputs(), ("location_id", "geometry")), work.plan
    crs = read_crs(plan.plan.crs)
    network = work.network("walk")
    feet = snap(network, sites.geometry, max_snap_m=plan.distances.max_snap_m)
    rows = []
    for row, name in enumerate(sites["location_id"]):
        own = feet.take(np.array([row]))
        rows += [
            (name, limit_m, catchment(network, own, limit_m=limit_m)) for limit_m in sorted(plan.maps.catchments_m)
        ]
        work.advance(row + 1, len(sites))
    columns = ["location_id", "limit_m", "geometry"]
    frame = gpd.GeoDataFrame(rows, columns=columns, crs=crs).astype({"limit_m": "float64"})
    return Made(results={"catchments": frame})


STAGE = Stage(
    name="catchments",
    needs=("extract",),
    reads=("locations", "candidates", "boundaries", "addresses"),
    sections=("plan", "distances", "maps"),
    run=_run,
)
