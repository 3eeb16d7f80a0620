"""Stage: the interactive page, with the results of every chapter as layers."""

from collections.abc import Iterator

import geopandas as gpd
import pandas as pd

from geo.crs import read_crs, to_crs
from geo.figures import format_date, format_km, format_quarter_short
from geo.maps.interactive import PageContent, PageLayer, SiteList, interactive_page
from geo.stages.areas import region_shapes
from geo.stages.networks import category_words, facilities_in_force, limit_words
from geo.stages.page_sites import site_lists
from geo.stages.page_time import coverage_layers, page_quarters, transition_layer
from geo.stages.stage import Made, Stage, Work
from geo.store import write_text
from geo.tables.columns import Column
from geo.tables.portfolio import MUNICIPALITIES, PORTFOLIO
from geo.tables.regions import PARTNERSHIPS_TABLE, REGIONS_TABLE
from geo.words import say

_M2_PER_KM2 = 1e6


def _run(work: Work) -> Made:
    imprint, sites = work.imprint(), site_lists(work)
    distances = _distances(work)
    content = PageContent(
        imprint=imprint,
        sites=sites,
        distances=distances,
        layers=tuple(layer for layer in _layers(work, sites, distances) if len(layer.frame)),
        landscape=gpd.GeoDataFrame(work.frame("landscape")),
        limits=limit_words(work.plan),
        quarters=page_quarters(work),
        routes=gpd.GeoDataFrame(work.frame("location_routes")),
    )
    path = work.outputs.maps / f"kaart-{imprint.edition}.html"
    return Made(files=(write_text(path, interactive_page(content)),))


def _distances(work: Work) -> pd.DataFrame:
    """Give the distances with the categories in the order of the plan."""
    order = {name: place for place, name in enumerate(work.plan.distances.categories)}
    frame = work.frame("distances")
    return frame.iloc[frame["category"].map(order).argsort(kind="stable")]


def _layers(work: Work, sites: tuple[SiteList, ...], distances: pd.DataFrame) -> Iterator[PageLayer]:
    yield _municipalities(work)
    yield _portfolio(work)
    yield _facilities(work, sites, distances)
    yield from _catchments(work)
    yield _regions(work)
    yield _partnerships(work)
    yield from coverage_layers(work, _counted_areas(work))
    yield _allocation(work)
    yield _candidates(work)
    yield transition_layer(work)


def _today(work: Work) -> str:
    return format_date(work.plan.plan.reference_date)


def _last(work: Work) -> str:
    return format_quarter_short(work.plan.quarters[-1])


def _with_shapes(rows: pd.DataFrame, shapes: gpd.GeoDataFrame, key: str) -> gpd.GeoDataFrame:
    """Give rows the shapes with the same key; rows without one are left out."""
    joined = rows.merge(shapes[[key, shapes.geometry.name]], on=key)
    return gpd.GeoDataFrame(joined, geometry=shapes.geometry.name, crs=shapes.crs)


def _municipalities(work: Work) -> PageLayer:
    told = ("name", "inhabitants", "places", "unknown", "per_1000")
    return PageLayer(
        name=say("page.layer.municipalities"),
        chapter=1,
        kind="areas",
        frame=_with_shapes(work.frame("municipalities"), work.inputs().own_municipalities, "code"),
        columns=MUNICIPALITIES.only(*told).columns,
        shown=False,
    )


def _portfolio(work: Work) -> PageLayer:
    standing = work.frame("standing")[["location_id", "current_type", "places"]]
    rows = standing.rename(columns={"current_type": "type", "places": "capacity"})
    return PageLayer(
        name=say("page.layer.portfolio", date=_today(work)),
        heading=say("page.state.portfolio", date=_today(work)),
        chapter=2,
        kind="portfolio",
        frame=_with_shapes(rows, work.inputs().locations, "location_id"),
    )


def _facilities(work: Work, sites: tuple[SiteList, ...], distances: pd.DataFrame) -> PageLayer:
    """Show the facilities that the distances name: the nearest of its category for some site by some mode."""
    names = {key: name for one in sites for key, name in zip(one.frame["location_id"], one.frame["name"], strict=True)}
    named = distances[(distances["rank"] == 1) & distances["facility_id"].notna()]
    of = {key: tuple(map(names.get, dict.fromkeys(ids))) for key, ids in named.groupby("facility_id")["origin_id"]}
    rows = pd.DataFrame({"facility_id": list(of), "near": list(of.values())})
    places = facilities_in_force(work.extract(), work.inputs())
    frame = _with_shapes(rows.merge(places.drop(columns="geometry"), on="facility_id"), places, "facility_id")
    words = category_words(frame["category"])
    unnamed = [say("page.fact.unnamed", category=word) for word in words]
    return PageLayer(
        name=say("page.layer.facilities"),
        chapter=2,
        kind="facilities",
        frame=frame.assign(
            geometry=frame.geometry.representative_point(),
            kind=words,
            name=frame["name"].mask(frame["name"].fillna("") == "", pd.Series(unnamed, index=frame.index)),
        ).sort_values(["kind", "name", "facility_id"], ignore_index=True),
        columns=(
            Column(name="name", heading=say("page.fact.facility")),
            Column(name="kind", heading=say("page.fact.category")),
            Column(name="near", heading=say("page.fact.nearest_of"), kind="list"),
        ),
        shown=False,
    )


def _catchments(work: Work) -> Iterator[PageLayer]:
    """Give a layer per walking distance; locations off the network have no area."""
    frame = to_crs(gpd.GeoDataFrame(work.frame("catchments")), read_crs(work.plan.plan.crs))
    names = work.inputs().locations[["location_id", "name", "municipality"]]
    whole = frame[~frame.is_empty].merge(names, on="location_id")
    for limit_m, rows in whole.groupby("limit_m"):
        yield PageLayer(
            name=say("page.layer.catchments", limit=format_km(float(str(limit_m)))),
            chapter=2,
            kind="catchments",
            frame=rows.assign(area_km2=rows.area / _M2_PER_KM2).reset_index(drop=True),
            columns=(
                Column(name="name", heading=say("page.location").lower()),
                PORTFOLIO.column("municipality"),
                Column(name="area_km2", heading=say("page.fact.area"), kind="number"),
            ),
            shown=False,
        )


def _regions(work: Work) -> PageLayer:
    told = ("region_name", "members", "inhabitants", "places")
    return PageLayer(
        name=say("page.layer.regions"),
        chapter=3,
        kind="areas",
        frame=_with_shapes(work.frame("region_overview"), _counted_areas(work), "region_id"),
        columns=REGIONS_TABLE.only(*told).columns,
    )


def _partnerships(work: Work) -> PageLayer:
    told = ("name", "kind", "members", "inhabitants", "places", "lead_prt", "cross_province", "agreements", "contact")
    shapes = work.inputs().municipalities[["code", "geometry"]]
    members = work.inputs().table("partnership_members").rename(columns={"municipality_code": "code"})
    areas = _with_shapes(members[["partnership_id", "code"]], shapes, "code").dissolve("partnership_id", as_index=False)
    return PageLayer(
        name=say("page.layer.partnerships"),
        chapter=3,
        kind="areas",
        frame=_with_shapes(work.frame("partnership_overview"), areas, "partnership_id"),
        columns=PARTNERSHIPS_TABLE.only(*told).columns,
        shown=False,
    )


def _counted_areas(work: Work) -> gpd.GeoDataFrame:
    """Give the counting regions, or the provinces of a plan without regions: `region_id`, `region_name`, geometry."""
    inputs = work.inputs()
    if len(inputs.table("regions")):
        return region_shapes(inputs)
    return inputs.own_provinces.rename(columns={"code": "region_id", "name": "region_name"})


def _allocation(work: Work) -> PageLayer:
    rows = work.frame("allocation_overview")[["location_id", "type", "decision", "places"]]
    return PageLayer(
        name=say("page.layer.allocation", quarter=_last(work)),
        heading=say("page.state.allocation", quarter=_last(work)),
        chapter=4,
        kind="allocation",
        frame=_with_shapes(rows.rename(columns={"places": "capacity"}), work.inputs().locations, "location_id"),
        shown=False,
    )


def _candidates(work: Work) -> PageLayer:
    rows = work.inputs().candidates
    return PageLayer(
        name=say("page.layer.candidates"),
        heading=say("page.state.candidates"),
        chapter=4,
        kind="candidates",
        frame=rows[["location_id", "type", "capacity", "geometry"]],
        shown=False,
    )


STAGE = Stage(
    name="page",
    needs=("extract", "landscape", "distances", "catchments", "routes", "portfolio", "coverage", "filling", "ranking"),
    reads=(
        "locations", "candidates", "boundaries", "regions", "partnerships", "partnership_members", "need", "replace",
        "addresses", "osm",
    ),
    sections=("plan", "input", "distances"),
    run=_run,
)  # fmt: skip
