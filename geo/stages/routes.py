"""Stage: the way from every location and candidate to the nearest facility of each category, for the maps.

The result ``location_routes`` has the columns ``origin_id, mode, category, facility_id, distance_m`` and a line in the
plan's reference system, as `geo.analysis.journeys.routes` gives it.
"""

import geopandas as gpd
import pandas as pd

from geo.analysis.journeys import ROUTE_COLUMNS, routes
from geo.crs import read_crs, to_crs
from geo.stages.networks import distance_options, facilities_for, facilities_in_force, sites_of
from geo.stages.stage import Made, Stage, Work

_SIMPLIFY_M = 1.0
"""Less than what can be seen at 1 : 10.000."""


def _run(work: Work) -> Made:
    extract, inputs, modes = work.extract(), work.inputs(), work.plan.distances.modes
    origins, crs = sites_of(inputs, ("location_id", "geometry")), read_crs(work.plan.plan.crs)
    facilities, table = facilities_in_force(extract, inputs), work.frame("distances")
    parts = []
    for done, mode in enumerate(modes, start=1):
        some, options = facilities_for(mode, facilities, inputs), distance_options(work.plan, mode)
        drawn = routes(table, origins, some, work.network(mode), options, simplify_m=_SIMPLIFY_M)
        parts.append(to_crs(drawn, crs))
        work.advance(done, len(modes))
    every = pd.concat(parts, ignore_index=True).sort_values(["origin_id", "mode", "category"], ignore_index=True)
    frame = gpd.GeoDataFrame(every[[*ROUTE_COLUMNS, "geometry"]], crs=crs)
    return Made(results={"location_routes": frame})


STAGE = Stage(
    name="routes",
    needs=("extract", "distances"),
    reads=("locations", "candidates", "replace", "boundaries", "addresses", "country"),
    sections=("plan", "distances"),
    run=_run,
)
