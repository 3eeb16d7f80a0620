"""Stage: the tables as one workbook and the layers as one GeoPackage."""

import geopandas as gpd
import pandas as pd

from geo.crs import read_crs, to_crs
from geo.maps.qgis import write_geopackage
from geo.report.workbook import write_workbook
from geo.sources.inputs import Inputs
from geo.stages.areas import region_shapes
from geo.stages.networks import category_words, facilities_in_force
from geo.stages.results import workbook_tables
from geo.stages.results_search import search_layers, search_styles
from geo.stages.stage import Made, Stage, Work
from geo.store import whole_file


def _run(work: Work) -> Made:
    book, package = work.outputs.processed / "plan.xlsx", work.outputs.processed / "plan.gpkg"
    with whole_file(book) as beside:
        write_workbook(workbook_tables(work), beside, imprint=work.imprint())
    with whole_file(package) as beside:
        write_geopackage(_layers(work), beside, styles=search_styles(work))
    return Made(files=(book, package))


def _layers(work: Work) -> dict[str, gpd.GeoDataFrame]:
    inputs = work.inputs()
    layers = {
        "locations": inputs.locations.assign(geometry=inputs.locations.representative_point()),
        "candidates": inputs.candidates.assign(geometry=inputs.candidates.representative_point()),
        **(_layers_of_streets(work) if work.streets == "used" else {}),
        "municipalities": inputs.own_municipalities,
        "provinces": inputs.own_provinces,
        "partnerships": _partnerships(inputs, work.frame("partnership_overview")),
    }
    if len(inputs.table("regions")):
        coverage = work.frame("coverage")
        last = coverage[coverage["quarter"] == coverage["quarter"].max()]
        layers["coverage"] = gpd.GeoDataFrame(region_shapes(inputs).merge(last, on="region_id"))
    layers |= search_layers(work)
    return {name: layer for name, layer in layers.items() if len(layer)}


def _layers_of_streets(work: Work) -> dict[str, gpd.GeoDataFrame]:
    reached = work.frame("catchments")
    return {
        "facilities": _facilities(work),
        "snaps": gpd.GeoDataFrame(work.frame("snap_legs")),
        "catchments": gpd.GeoDataFrame(reached[~gpd.GeoSeries(reached["geometry"]).is_empty]),
    }


def _facilities(work: Work) -> gpd.GeoDataFrame:
    """Give the facilities that the distances name, with the sites for which each is the nearest in some mode."""
    distances = work.frame("distances").dropna(subset=["facility_id"])
    key = ["facility_id", "category"]
    first = distances[distances["rank"] == 1].drop_duplicates([*key, "origin_id"]).sort_values("origin_id")
    near = {of: tuple(rows["origin_id"]) for of, rows in first.groupby(key)}
    found = facilities_in_force(work.extract(), work.inputs()).merge(distances[key].drop_duplicates(), on=key)
    whole = to_crs(gpd.GeoDataFrame(found), read_crs(work.plan.plan.crs))
    sites = [near.get(of, ()) for of in zip(whole["facility_id"], whole["category"], strict=True)]
    told = whole.assign(
        category_nl=category_words(whole["category"]), nearest_of=sites, geometry=whole.representative_point()
    )
    columns = ["facility_id", "category", "category_nl", "name", "nearest_of", "geometry"]
    return told[columns].sort_values(key, ignore_index=True)


def _partnerships(inputs: Inputs, overview: pd.DataFrame) -> gpd.GeoDataFrame:
    """Give the partnerships as areas, members across the border included; they may overlap."""
    members = inputs.table("partnership_members")[["partnership_id", "municipality_code"]].drop_duplicates()
    towns = inputs.municipalities[["code", "geometry"]].rename(columns={"code": "municipality_code"})
    areas = gpd.GeoDataFrame(towns.merge(members, on="municipality_code")).dissolve("partnership_id", as_index=False)
    return areas[["partnership_id", "geometry"]].merge(overview, on="partnership_id")


STAGE = Stage(
    name="layers",
    needs=(
        "portfolio", "coverage", "filling", "candidate_facts", "ranking", "factsheets", "checks", "attention",
        "forecasts",
    ),
    uses=(
        "extract", "distances", "departures", "route_quality", "completeness", "snaps", "reach", "catchments",
        "regional_distances", "finder",
    ),
    reads=(
        "locations", "candidates", "boundaries", "regions", "partnership_members", "replace", "addresses", "osm",
        "obligations", "profiles",
    ),
    sections=("plan", "input", "distances", "candidates", "finder"),
    run=_run,
)  # fmt: skip
