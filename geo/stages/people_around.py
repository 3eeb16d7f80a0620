"""Counts who lives around candidates or land, from the inhabitants that the plan gives."""

from collections.abc import Iterator

import geopandas as gpd
import numpy as np

from geo.analysis.candidates.facts import Floats
from geo.analysis.candidates.measures import Measure, Origin
from geo.analysis.candidates.people import Around, around, homes, people_measures
from geo.network.snap import Snaps
from geo.stages.networks import edge_of, street_lines
from geo.stages.stage import Work


def people_around(
    work: Work,
    sites: gpd.GeoSeries,
    feet: Snaps | None,
    *,
    limits_m: tuple[float, ...],
    edge_m: Floats,
    origin: Origin,
) -> Iterator[Measure]:
    """Give how many inhabitants live within some walking distances of places.

    Parameters
    ----------
    work
        The plan, its inhabitants and its streets.
    sites
        The places, in the metric system of the plan.
    feet
        Their feet on the network on which one walks; None without streets.
    limits_m
        The distances, in metres.
    edge_m
        Distance of each place to the edge of the data, 0 outside it.
    origin
        Where the inhabitants come from.
    """
    has_foot = np.zeros(len(sites), dtype=bool)
    if feet is not None:
        has_foot[feet.owner[feet.segment >= 0]] = True
    found = _found(work, sites, feet, limits_m)
    return people_measures(found, limits_m=limits_m, edge_m=edge_m, has_foot=has_foot, origin=origin)


def _found(work: Work, sites: gpd.GeoSeries, feet: Snaps | None, limits_m: tuple[float, ...]) -> Around | None:
    """Find who lives around; None without streets, or where the plan does not say where people live."""
    population = work.inputs().population
    if population is None or feet is None:
        return None
    crs, extract = population.crs, work.extract()
    living = homes(population, street_lines(extract).to_crs(crs), edge=edge_of(extract, crs))
    longest_m = work.plan.distances.max_snap_m
    return around(sites, feet, living, work.network("walk"), limits_m=limits_m, max_snap_m=longest_m)
