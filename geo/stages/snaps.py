"""Stage: how every location, candidate and facility meets the network of each mode."""

import geopandas as gpd
import pandas as pd

from geo.crs import read_crs, to_crs
from geo.extract import Streets
from geo.network.audit import audit, ranked
from geo.plan import Plan
from geo.sources.inputs import Inputs
from geo.stages.networks import facilities_for, facilities_in_force, street_name
from geo.stages.open_water import open_water
from geo.stages.stage import Made, Stage, Work
from geo.tables.snaps import SNAPS

_COLUMNS = ["place_id", "kind", "category", "name", "geometry"]


def _run(work: Work) -> Made:
    plan, extract = work.plan, work.extract()
    asked = plan.distances
    facilities = facilities_in_force(extract, work.inputs())
    facilities = gpd.GeoDataFrame(facilities[facilities["category"].isin(asked.categories)])
    water = open_water(work.frame("landscape")).geometry
    parts = []
    for done, mode in enumerate(asked.modes, start=1):
        network = work.network(mode)
        places = _places(plan, work.inputs(), facilities_for(mode, facilities, work.inputs()))
        far_m, longest_m = asked.far_snap_m, asked.max_snap_m
        parts.append(audit(network, places, water=water, far_snap_m=far_m, max_snap_m=longest_m))
        work.advance(done, len(asked.modes))
    legs = ranked(gpd.GeoDataFrame(pd.concat(parts, ignore_index=True)))
    legs = legs.assign(street=_streets(extract.streets, legs["way_id"]))[[*SNAPS.names, "geometry"]]
    drawn = gpd.GeoDataFrame(legs[legs.length > 0].reset_index(drop=True))
    return Made(results={"snap_legs": drawn}, tables=((SNAPS, pd.DataFrame(legs[list(SNAPS.names)])),))


def _places(plan: Plan, inputs: Inputs, facilities: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Gather the places in the metric system of the plan."""
    parts = [
        inputs.locations.rename(columns={"location_id": "place_id"}).assign(kind="location", category=""),
        inputs.candidates.rename(columns={"location_id": "place_id"}).assign(kind="candidate", category=""),
        facilities.rename(columns={"facility_id": "place_id"}).assign(kind="facility"),
    ]
    crs = read_crs(plan.plan.crs)
    metric = [to_crs(gpd.GeoDataFrame(part[_COLUMNS]), crs) for part in parts]
    return gpd.GeoDataFrame(pd.concat([part for part in metric if len(part)], ignore_index=True), crs=crs)


def _streets(streets: Streets, way_ids: pd.Series) -> list[str]:
    """Name the streets of ways; empty where there is no way."""
    tags = streets.way_tags.set_axis(streets.way_id, axis=0)[["name", "ref", "highway"]]
    names = {way: street_name(*tags.loc[way]) for way in way_ids.dropna().unique()}
    return [names.get(way, "") for way in way_ids]


STAGE = Stage(
    name="snaps",
    needs=("extract", "landscape"),
    reads=("locations", "candidates", "replace", "boundaries", "addresses", "country"),
    sections=("plan", "distances"),
    run=_run,
)
