"""Stage: the tables as one workbook, the layers as one GeoPackage, and the project in which QGIS shows them."""

from collections.abc import Iterator

import geopandas as gpd
import pandas as pd

from geo.crs import read_crs, to_crs
from geo.maps.qgis import write_geopackage
from geo.maps.qgis_areas import catchments_look, coverage_look, partnerships_look, routes_look, snaps_look
from geo.maps.qgis_chapters import verdicts_look
from geo.maps.qgis_marks import facilities_look, sites_look
from geo.maps.qgis_project import write_project
from geo.maps.qgis_style import qml_of
from geo.report.workbook import write_workbook
from geo.sources.inputs import Inputs
from geo.stages.areas import region_shapes
from geo.stages.maps import basemap_of
from geo.stages.networks import category_words, facilities_in_force
from geo.stages.qgis_layers import Layer, layer_of, layers_of_areas, layers_of_chapters, layers_of_ground
from geo.stages.qgis_project import project_of
from geo.stages.results import workbook_tables
from geo.stages.results_search import search_layers, search_look
from geo.stages.sheets_candidates import places_of_candidates
from geo.stages.stage import Made, Stage, Work
from geo.store import whole_file


def _run(work: Work) -> Made:
    folder = work.outputs.processed
    book, package, project = folder / "plan.xlsx", folder / "plan.gpkg", folder / "plan.qgz"
    with whole_file(book) as beside:
        write_workbook(workbook_tables(work), beside, imprint=work.imprint())
    layers = {layer.name: layer for layer in _layers(work) if len(layer.frame)}
    with whole_file(package) as beside:
        write_geopackage(
            {name: layer.frame for name, layer in layers.items()},
            beside,
            styles={name: qml_of(layer.look) for name, layer in layers.items()},
            titles={name: layer.title for name, layer in layers.items()},
        )
    with whole_file(project) as beside:
        write_project(project_of(work, layers), beside)
    return Made(files=(book, package, project))


def _layers(work: Work) -> Iterator[Layer]:
    inputs = work.inputs()
    locations = inputs.locations.assign(geometry=inputs.locations.representative_point())
    yield layer_of("locations", locations, sites_look(locations))
    if len(inputs.candidates):  # without them there is no ranking either
        yield layer_of("candidates", _candidates(work), verdicts_look(len(inputs.candidates)))
    if work.streets == "used":
        yield from _layers_of_streets(work)
    yield from layers_of_areas(work)
    named = _partnerships(inputs, work.frame("partnership_overview"))
    if len(named):
        look = partnerships_look(list(zip(named["partnership_id"], named["name"], strict=True)))
        yield layer_of("partnerships", named, look)
    if len(inputs.table("regions")):
        coverage = work.frame("coverage")
        last = coverage[coverage["quarter"] == coverage["quarter"].max()]
        yield layer_of("coverage", gpd.GeoDataFrame(region_shapes(inputs).merge(last, on="region_id")), coverage_look())
    for name, layer in search_layers(work).items():
        yield layer_of(name, layer, search_look(work))
    yield from layers_of_chapters(work)
    if work.streets == "used":
        yield from layers_of_ground(work, basemap_of(work))


def _candidates(work: Work) -> gpd.GeoDataFrame:
    """Give the candidates with what came of the rules, as far as they were tested."""
    sites = work.inputs().candidates
    if sites.empty:
        return sites
    told = work.frame("ranking")[["candidate_id", "eligible", "rank", "score"]]
    told = told.merge(places_of_candidates(work), on="candidate_id", how="left")
    both = sites.merge(told.rename(columns={"candidate_id": "location_id"}), on="location_id", how="left")
    return gpd.GeoDataFrame(both.assign(geometry=sites.representative_point().to_numpy()), crs=sites.crs)


def _layers_of_streets(work: Work) -> Iterator[Layer]:
    found, reached = _facilities(work), work.frame("catchments")
    yield layer_of("facilities", found, facilities_look(list(found["category"].unique())))
    yield layer_of("snaps", gpd.GeoDataFrame(work.frame("snap_legs")), snaps_look())
    areas = gpd.GeoDataFrame(reached[~gpd.GeoSeries(reached["geometry"]).is_empty])
    ways = work.frame("location_routes").rename(columns={"origin_id": "location_id"})
    yield layer_of("routes", gpd.GeoDataFrame(ways[ways["mode"] == "walk"]), routes_look())
    yield layer_of("catchments", areas, catchments_look(list(work.plan.maps.catchments_m)))


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
    both = overview.merge(areas[["partnership_id", "geometry"]], on="partnership_id")
    return gpd.GeoDataFrame(both, geometry="geometry", crs=inputs.municipalities.crs)


STAGE = Stage(
    name="layers",
    needs=(
        "portfolio", "coverage", "filling", "candidate_facts", "ranking", "factsheets", "checks", "attention",
        "forecasts",
    ),
    uses=(
        "extract", "distances", "departures", "route_quality", "completeness", "snaps", "reach", "catchments",
        "regional_distances", "finder", "landscape", "routes",
    ),
    reads=(
        "locations", "candidates", "boundaries", "regions", "partnership_members", "replace", "addresses", "osm",
        "obligations", "profiles", "need",
    ),
    sections=("plan", "input", "distances", "candidates", "finder", "maps"),
    run=_run,
)  # fmt: skip
