"""Stage: the tables as one workbook and the layers as one GeoPackage."""

import geopandas as gpd

from geo.maps.qgis import write_geopackage
from geo.report.workbook import write_workbook
from geo.stages.areas import region_shapes
from geo.stages.results import workbook_tables
from geo.stages.stage import Made, Stage, Work
from geo.store import whole_file


def _run(work: Work) -> Made:
    book, package = work.outputs.processed / "plan.xlsx", work.outputs.processed / "plan.gpkg"
    with whole_file(book) as beside:
        write_workbook(workbook_tables(work), beside, imprint=work.imprint())
    with whole_file(package) as beside:
        write_geopackage(_layers(work), beside)
    return Made(files=(book, package))


def _layers(work: Work) -> dict[str, gpd.GeoDataFrame]:
    inputs = work.inputs()
    reached = work.frame("catchments")
    layers = {
        "locations": inputs.locations.assign(geometry=inputs.locations.representative_point()),
        "candidates": inputs.candidates.assign(geometry=inputs.candidates.representative_point()),
        "catchments": gpd.GeoDataFrame(reached[~gpd.GeoSeries(reached["geometry"]).is_empty]),
        "municipalities": inputs.own_municipalities,
        "provinces": inputs.own_provinces,
    }
    if len(inputs.table("regions")):
        coverage = work.frame("coverage")
        last = coverage[coverage["quarter"] == coverage["quarter"].max()]
        layers["coverage"] = gpd.GeoDataFrame(region_shapes(inputs).merge(last, on="region_id"))
    return {name: layer for name, layer in layers.items() if len(layer)}


STAGE = Stage(
    name="layers",
    needs=("distances", "reach", "portfolio", "coverage", "filling", "checks", "catchments"),
    reads=("locations", "candidates", "boundaries", "regions", "addresses", "osm"),
    sections=("plan", "input"),
    run=_run,
)
