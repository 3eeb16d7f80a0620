"""What is known of land: the facts that the rules of a profile ask, as far as land has them."""

from collections.abc import Iterator
from dataclasses import replace

import geopandas as gpd

from geo.analysis.candidates.access import category_names, departure_measure, distance_measures, with_perhaps
from geo.analysis.candidates.facts import Facts
from geo.analysis.candidates.land import AREA_FACTS, area_measure
from geo.analysis.candidates.measures import Measure, Origin, together
from geo.analysis.distances import distances
from geo.network.snap import snap
from geo.plan import ModeName
from geo.stages.candidate_ways import RECEPTION, looked_with, nearest_reception, reception_of, stand_of
from geo.stages.departures import departures_near
from geo.stages.layer_facts import layer_measures
from geo.stages.networks import distance_options, facilities_for, facilities_in_force, surroundings
from geo.stages.people_around import people_around
from geo.stages.stage import Work
from geo.tables.profiles import Profile

DEPARTURES_FACT = "departures_per_hour"


def land_facts(work: Work, land: gpd.GeoDataFrame, profile: Profile, *, area_is: str) -> Facts:
    """Give the facts of land that a profile asks.

    Parameters
    ----------
    work
        Streets, facilities, layers and inputs.
    land
        `site_id` and areas, in the plan's metric system, sorted by id.
    profile
        The rules; a fact that none with a bound asks is not looked for.
    area_is
        What the size of an area is: ``site``, ``floor``, or nothing where land is squares. From squares, distances
        begin in their middle; from areas, at the point of their outline that is nearest to a road, as for locations.

    Returns
    -------
    facts
        Only those that land can have, of the modes, categories, walking distances and layers of the plan.
    """
    asked = facts_asked(profile)
    places = land.geometry if area_is else land.representative_point()
    origins = gpd.GeoDataFrame({"location_id": land["site_id"]}, geometry=places, crs=land.crs)
    measures = [one for mode in work.plan.distances.modes for one in _access(work, origins, mode, asked)]
    measures += [*_surroundings(work, origins, asked)]
    measures += [area_measure(land, area_is)] if area_is else []
    measures += layer_measures(work, land, asked=asked)
    known = [one for one in measures if one.fact.id in asked | set(AREA_FACTS.values())]
    return together(land["site_id"].to_numpy(dtype=object), known)


def facts_asked(profile: Profile) -> set[str]:
    """List the facts that the rules with a bound of a profile ask."""
    return {part.fact for rule in profile.rules if not rule.reported for part in rule.parts}


def _access(work: Work, origins: gpd.GeoDataFrame, mode: ModeName, asked: set[str]) -> Iterator[Measure]:
    """Find the nearest facilities of the categories that are asked for by one mode."""
    extract, inputs, plan = work.extract(), work.inputs(), work.plan
    categories = [one for one in plan.distances.categories if {f"{mode}_{one}_m", f"{mode}_{one}_minutes"} & asked]
    if not categories:
        return
    categories = with_perhaps(categories, plan.distances.categories)
    network, ids = work.network(mode), origins["location_id"].to_numpy(dtype=object)
    nearest = distances(
        origins,
        facilities_for(mode, facilities_in_force(extract, inputs), inputs),
        network,
        categories=categories,
        options=replace(distance_options(plan, mode), nearest=1),
        surroundings=surroundings(extract, inputs),
    )
    feet = snap(network, origins.geometry, max_snap_m=plan.distances.max_snap_m)
    yield from distance_measures(
        nearest,
        ids,
        looked=looked_with(plan, mode, network),
        names=category_names(categories),
        stand=stand_of(feet, extract.boundary, network),
        origins={},
    )


def _surroundings(work: Work, origins: gpd.GeoDataFrame, asked: set[str]) -> Iterator[Measure]:
    """Give what else is near and asked for: existing reception, inhabitants, departures of public transport."""
    modes = [mode for mode in work.plan.distances.modes if f"{mode}_{RECEPTION}_m" in asked]
    for mode in modes:
        network = work.network(mode)
        feet = snap(network, origins.geometry, max_snap_m=work.plan.distances.max_snap_m)
        stand = stand_of(feet, work.extract().boundary, network)
        yield nearest_reception(
            origins, reception_of(work), network, stand=stand, mode=mode, plan=work.plan, origin=Origin()
        )
    limits = tuple(limit for limit in work.plan.candidates.catchments_m if f"people_{limit:g}_m" in asked)
    if limits:
        network = work.network("walk")
        feet = snap(network, origins.geometry, max_snap_m=work.plan.distances.max_snap_m)
        edge = stand_of(feet, work.extract().boundary, network).edge_m
        yield from people_around(work, origins.geometry, feet, limits_m=limits, edge_m=edge, origin=Origin())
    if DEPARTURES_FACT in asked:
        ids = origins["location_id"].to_numpy(dtype=object)
        yield departure_measure(departures_near(work, origins), ids, origin=Origin())
