"""What is known of land: the facts that the rules of a profile ask, as far as land has them."""

from dataclasses import replace

import geopandas as gpd
import numpy as np

from geo.analysis.candidates.facts import Facts
from geo.analysis.candidates.land import AREA_FACTS, Way, access_facts, area_facts, ways_of
from geo.analysis.distances import distances
from geo.plan import ModeName
from geo.stages.networks import distance_options, facilities_for, facilities_in_force, surroundings
from geo.stages.stage import Work
from geo.tables.profiles import Profile


def land_facts(work: Work, land: gpd.GeoDataFrame, profile: Profile, *, area_is: str) -> Facts:
    """Give the facts of land that a profile asks.

    Parameters
    ----------
    work
        Streets, facilities and inputs.
    land
        `site_id` and areas, in the plan's metric system, sorted by id.
    profile
        The rules; a fact that none asks is not looked for.
    area_is
        What the size of an area is: ``site``, ``floor``, or nothing where land is squares. From squares, distances
        begin in their middle; from areas, at the point of their outline that is nearest to a road, as for locations.

    Returns
    -------
    facts
        Only those that land can have, and of the modes and categories of the plan.
    """
    asked = {part.fact for rule in profile.rules if not rule.reported for part in rule.parts}
    of_plan, facts = work.plan.distances, _nothing(land)
    for mode in of_plan.modes:
        ways = [way for way in ways_of(asked) if way.mode == mode and way.category in of_plan.categories]
        if ways:
            facts = facts.beside(_access(work, land, mode, ways, of_outline=bool(area_is)))
    if area_is and AREA_FACTS[area_is] in asked:
        facts = facts.beside(area_facts(land, area_is))
    return facts


def _nothing(land: gpd.GeoDataFrame) -> Facts:
    ids = land["site_id"].to_numpy(dtype=object)
    none, texts = np.empty((len(ids), 0)), np.empty((len(ids), 0), dtype=object)
    return Facts(ids=ids, facts=(), value=none, low=none, high=none, status=texts, note=texts)


def _access(work: Work, land: gpd.GeoDataFrame, mode: ModeName, ways: list[Way], *, of_outline: bool) -> Facts:
    """Find the nearest facilities by one mode."""
    extract, inputs, plan = work.extract(), work.inputs(), work.plan
    places = land.geometry if of_outline else land.representative_point()
    origins = gpd.GeoDataFrame({"origin_id": land["site_id"]}, geometry=places, crs=land.crs)
    categories = sorted({way.category for way in ways})
    nearest = distances(
        origins,
        facilities_for(mode, facilities_in_force(extract, inputs), inputs),
        work.network(mode),
        categories=categories,
        options=replace(distance_options(plan, mode), nearest=1),
        surroundings=surroundings(extract, inputs),
    )
    measure = "m" if plan.distances.weight == "distance" else "minutes"
    ids = land["site_id"].to_numpy(dtype=object)
    return access_facts(nearest, ids, ways, limits={measure: plan.distances.limit(mode)})
