"""Reads the map layers of a plan at its candidates; the stage ``candidate_facts`` puts their facts beside others."""

from collections.abc import Collection, Iterator

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.analysis.candidates.facts import Facts, Floats
from geo.analysis.candidates.layer_facts import About, area_measures, raster_measures, water_measures
from geo.analysis.candidates.measures import Measure, Origin, together
from geo.analysis.candidates.overlays import nearest_water, overlay
from geo.crs import to_crs
from geo.plan import Plan
from geo.plan_candidates import LayerFile
from geo.sources.area_layers import read_area_shapes
from geo.sources.raw import FileSpec
from geo.sources.zonal import zonal_statistics
from geo.stages.fact_sources import origins_of
from geo.stages.imprint import credit_of
from geo.stages.networks import edge_of
from geo.stages.open_water import open_water
from geo.stages.stage import Work
from geo.tables.fact_names import of_layer

OPEN_WATER = "open_water"
"""Layer that the extract itself is."""


def layer_facts(work: Work, candidates: gpd.GeoDataFrame) -> Facts:
    """Give what the map layers of the plan and the open water of its extract say of candidates.

    Parameters
    ----------
    work
        The plan, its inputs, and of the earlier stages ``landscape`` where the plan has streets.
    candidates
        `location_id` and geometry in the metric system of the plan, sorted by id.

    Raises
    ------
    FaultsError
        If a file has become unreadable since the inputs were checked.
    """
    return together(candidates["location_id"].to_numpy(dtype=object), layer_measures(work, candidates))


def layer_measures(
    work: Work, candidates: gpd.GeoDataFrame, *, asked: Collection[str] | None = None
) -> Iterator[Measure]:
    """Give the same facts one by one, layers in the order of the plan; see `layer_facts`.

    Where some facts are asked, a layer of which none is among them is not looked at.
    """
    files, wanted = work.inputs().layers, layers_asked(work.plan, asked)
    for name in wanted:
        layer = work.plan.layers[name]
        origin = Origin(source=credit_of(name, layer, work.plan), day=layer.reference_date)
        title = layer.title or name
        about = About(name=name, title=title, origin=origin, unit=layer.unit, above=layer.above)
        yield from _of_layer(about, layer, files[name], candidates.geometry)
    if asked is None or any(fact.startswith(f"{OPEN_WATER}_") for fact in asked):
        yield from _of_water(work, candidates.geometry)


def layers_asked(plan: Plan, asked: Collection[str] | None) -> tuple[str, ...]:
    """List the map layers of a plan of which some facts are asked, in its order; all of them where it is None."""
    return tuple(name for name in plan.layers if asked is None or set(of_layer(name)) & set(asked))


def _of_layer(about: About, layer: LayerFile, file: FileSpec, sites: gpd.GeoSeries) -> Iterator[Measure]:
    if layer.is_raster:
        cells = zonal_statistics(file, sites, rule=layer.rule, above=layer.above, nodata=layer.nodata)
        return raster_measures(about, cells)
    areas = read_area_shapes(file, sites.crs)
    return area_measures(about, overlay(_shapes(sites), _shapes(areas)))


def _of_water(work: Work, sites: gpd.GeoSeries) -> Iterator[Measure]:
    landscape = work.frame_of_streets("landscape")
    if landscape is None:
        return water_measures(None, np.zeros(len(sites)), origin=Origin())
    rows = to_crs(open_water(landscape), sites.crs)
    water = nearest_water(_shapes(sites), _shapes(rows.geometry), rows["name"].to_numpy(dtype=object))
    return water_measures(water, _edge_m(sites, edge_of(work.extract(), sites.crs)), origin=origins_of(work)["osm"])


def _edge_m(sites: gpd.GeoSeries, area: shapely.Polygon) -> Floats:
    """Give the distance to the edge of the map, in metres; 0 for a site that is not whole on it."""
    shapes = _shapes(sites)
    shapely.prepare(area)
    inside = shapely.covers(area, shapes)
    return np.where(inside, shapely.distance(area.boundary, shapes), 0.0)


def _shapes(series: gpd.GeoSeries) -> NDArray[np.object_]:
    return np.asarray(series.to_numpy(), dtype=object)
