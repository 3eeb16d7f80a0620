"""Reads all inputs of a plan and reports every fault of every file at once."""

from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.crs import WGS84
from geo.errors import FaultsError
from geo.plan import Plan, load_plan
from geo.plan_draft import draft_files
from geo.sources.boundaries import Boundaries
from geo.sources.inputs import Inputs
from geo.sources.profiles import is_own_profile
from geo.stages.reading import SITES, Reading
from geo.tables.inputs import INPUT_TABLES


def load_sound_plan(place: Path | str) -> Plan:
    """Read a plan; where it is faulty, say what is wrong with the files that it names as well.

    Parameters
    ----------
    place
        The workspace, or its ``plan.toml``.

    Raises
    ------
    FaultsError
        With every fault of the plan, and then also every fault of every file, as far as the plan can be understood.
        The faults of the files of a sound plan are left to `read_inputs`.
    """
    try:
        return load_plan(place)
    except FaultsError as error:
        of_plan = error.faults
        reading = Reading(draft_files(place))  # raises the same faults again where nothing of the plan can be read
    reading.read()
    raise FaultsError(*dict.fromkeys([*of_plan, *reading.faults, *reading.notes]))


def read_inputs(plan: Plan) -> Inputs:
    """Read everything that a plan names but the streets.

    Parameters
    ----------
    plan
        The plan.

    Returns
    -------
    inputs
        All tables, areas and texts, checked.

    Raises
    ------
    FaultsError
        With every fault of every file, and what was noticed beside.
    """
    reading = Reading(plan.named_files)
    reading.read()
    if reading.faults:
        raise FaultsError(*dict.fromkeys([*reading.faults, *reading.notes]))
    boundaries = reading.boundaries
    regions = reading.table("regions")
    listed = plan.named_files
    named = [*listed.inputs.values(), *listed.replaced.values(), *listed.layers.values()]
    named += [] if listed.areas is None else [listed.areas]
    paths = {file.path for file in named} | {name for name in plan.profiles.values() if is_own_profile(name)}
    profile = reading.profiles["candidates.profile"]
    return Inputs(
        locations=_with_areas(reading.sites["locations"], boundaries, regions),
        candidates=_with_areas(reading.sites["candidates"], boundaries, regions),
        tables={name: reading.table(name) for name in INPUT_TABLES if name not in SITES},
        given=frozenset(reading.tables),
        provinces=boundaries.provinces if boundaries else gpd.GeoDataFrame(),
        municipalities=boundaries.municipalities if boundaries else gpd.GeoDataFrame(),
        province_codes=reading.codes,
        population=reading.population,
        country=reading.country,
        gtfs=reading.gtfs,
        layers=reading.layers,
        facility_lists=_joined(reading.lists),
        areas=reading.areas,
        replaced=tuple(sorted(plan.distances.replace)),
        texts=reading.texts,
        files=tuple(sorted(paths)),
        notes=tuple(sorted(reading.notes)),
        profile=profile,
        finder_profile=reading.profiles.get("finder.profile", profile),
    )


def _with_areas(sites: gpd.GeoDataFrame, boundaries: Boundaries | None, regions: pd.DataFrame) -> gpd.GeoDataFrame:
    """Add municipality, province, region and openness to each site, by where it lies."""
    points = gpd.GeoDataFrame(geometry=sites.geometry.representative_point(), crs=sites.crs)
    names = ["code", "name", "province_code"]
    areas = boundaries.municipalities[[*names, "geometry"]] if boundaries else gpd.GeoDataFrame(columns=names)
    joined = gpd.sjoin(points, areas, how="left", predicate="covered_by")
    first = joined[~joined.index.duplicated()].sort_index()
    region_of = dict(zip(regions["municipality_code"], regions["region_id"], strict=True))
    return sites.assign(
        municipality_code=first["code"].astype("str"),
        municipality=first["name"].astype("str"),
        province_code=first["province_code"].astype("str"),
        region_id=first["code"].map(region_of).astype("str"),
        open=(sites["disclosure"] == "openbaar").fillna(value=False).astype(bool),
    )


def _joined(lists: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    names = ["facility_id", "category", "name", "source"]
    if not lists:
        return gpd.GeoDataFrame({name: [] for name in names}, geometry=gpd.GeoSeries([], crs=WGS84), crs=WGS84)
    return gpd.GeoDataFrame(pd.concat(lists, ignore_index=True), crs=WGS84)
