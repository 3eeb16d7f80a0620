"""How many inhabitants live within walking distance of candidates."""

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.analysis.candidates.facts import Floats, Texts
from geo.analysis.candidates.measures import Bools, Measure, Origin, chosen, joined, ranged, told, where
from geo.analysis.demand import demand_points, without_number
from geo.crs import SCALE_SLACK
from geo.figures import format_km, format_number
from geo.network.around import sums_within
from geo.network.build import Network
from geo.network.snap import Snaps, snap
from geo.tables.facts import AT_LEAST, KNOWN, UNKNOWN, Fact
from geo.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Homes:
    """Where people live, as candidates look for them."""

    points: gpd.GeoDataFrame
    """Places with ``people``; missing where an area has no number."""
    unplaced: gpd.GeoDataFrame
    """Areas with ``people`` of whom nobody knows along which street they live."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Around:
    """What lies within the limits of candidates: a row a candidate, a column a limit."""

    people: Floats
    """Inhabitants that were found."""
    unnumbered: Floats
    """Areas that were found without a number of people."""
    unplaced: Floats
    """People at most, of areas within the limit as the crow flies of whom nobody knows where they live."""


def homes(population: gpd.GeoDataFrame, streets: gpd.GeoDataFrame, *, edge: BaseGeometry) -> Homes:
    """Put inhabitants on the map: squares in their middle, those of coarse areas along their residential streets.

    Parameters
    ----------
    population
        ``area_id, people, fine`` and polygons, in a metric reference system.
    streets
        Lines with their class as ``kind``, in the same system.
    edge
        Area that the data cover, in the same system; who lives outside it is in nothing.
    """
    points = demand_points(population, boundary=edge, streets=streets)
    bare = points[~points["known"] & points.intersects(edge)].groupby("area_id")["people"].sum()
    areas = population[population["area_id"].isin(bare.index)]
    lost = without_number(population)
    lost = lost[lost.intersects(edge)].assign(people=np.nan)
    placed = pd.concat([points.loc[points["known"], ["people", "geometry"]], lost[["people", "geometry"]]])
    return Homes(
        points=gpd.GeoDataFrame(placed, geometry="geometry", crs=population.crs),
        unplaced=gpd.GeoDataFrame({"people": areas["area_id"].map(bare)}, geometry=areas.geometry, crs=population.crs),
    )


def around(
    sites: gpd.GeoSeries,
    feet: Snaps,
    where_people_live: Homes,
    network: Network,
    *,
    limits_m: tuple[float, ...],
    max_snap_m: float,
) -> Around:
    """Find who lives within some distances of candidates, over the network.

    Parameters
    ----------
    sites
        Candidates, in the reference system of the homes.
    feet
        Their feet on the network.
    where_people_live
        From `homes`.
    network
        Network of the mode in which people go, out from the candidate.
    limits_m
        Distances in metres, themselves included.
    max_snap_m
        Longest leg; who lives farther from any street is not found.
    """
    people = where_people_live.points["people"].to_numpy(dtype=float)
    goals = snap(network, where_people_live.points.geometry, max_snap_m=max_snap_m)
    weights = np.column_stack([np.nan_to_num(people), np.isnan(people)])
    sums = sums_within(network, feet, goals, weights, limits_m=limits_m)
    unplaced = [_crow_flies(sites, where_people_live.unplaced, limit) for limit in limits_m]
    return Around(people=sums[..., 0], unnumbered=sums[..., 1], unplaced=np.column_stack(unplaced))


def _crow_flies(sites: gpd.GeoSeries, areas: gpd.GeoDataFrame, limit_m: float) -> Floats:
    """Add up the people of areas that lie within a distance of each site in a straight line: no more by road."""
    found = np.zeros(len(sites))
    tree = shapely.STRtree(areas.geometry.to_numpy())
    site, area = tree.query(sites.to_numpy(), predicate="dwithin", distance=limit_m * SCALE_SLACK)
    np.add.at(found, site, areas["people"].to_numpy(dtype=float)[area])
    return found


def people_measures(
    found: Around | None, *, limits_m: tuple[float, ...], edge_m: Floats, has_foot: Bools, origin: Origin
) -> Iterator[Measure]:
    """Give how many inhabitants live within some walking distances.

    Parameters
    ----------
    found
        From `around`; None where nobody knows where people live.
    limits_m
        The distances.
    edge_m
        Distance of each candidate to the edge of the data, 0 outside it.
    has_foot
        Which candidates have a street near.
    origin
        Where the inhabitants come from.

    Yields
    ------
    measure
        One a limit. Areas without a number, and an edge of the data within the limit, make it a lower bound; people of
        whom nobody knows the street make it one too, with them as the most. Without a street near, and outside the
        data, nothing is known.
    """
    for at, limit in enumerate(limits_m):
        fact = Fact(
            id=f"people_{limit:g}_m",
            title=say("fact_title.people", limit=format_km(limit)),
            kind="count",
            group="people",
            unit=say("fact_unit.inhabitants"),
            source=origin.source,
            reference_date=origin.day,
        )
        if found is None:
            nothing = np.full(len(edge_m), np.nan)
            yield ranged(fact, nothing, nothing, nothing)
        else:
            parts = (found.people[:, at], found.unnumbered[:, at], found.unplaced[:, at])
            yield _within(fact, parts, limit, edge_m, has_foot)


def _within(fact: Fact, parts: tuple[Floats, Floats, Floats], limit: float, edge_m: Floats, known: Bools) -> Measure:
    people, unnumbered, unplaced = parts
    near_edge, known = edge_m < limit, known & (edge_m > 0)
    value = np.where(known, people, np.nan)
    endless = near_edge | (unnumbered > 0)
    status = chosen(UNKNOWN, (~known, UNKNOWN), (endless | (unplaced > 0), AT_LEAST), (known, KNOWN))
    high = np.where(endless, np.nan, value + unplaced)
    return ranged(fact, value, value, high, status=status, note=_notes(parts, near_edge, edge_m, known))


def _notes(parts: tuple[Floats, Floats, Floats], near_edge: Bools, edge_m: Floats, known: Bools) -> Texts:
    _, unnumbered, unplaced = parts
    several, ends, bare = known & (unnumbered > 1), known & near_edge, known & (unplaced > 0)
    counts, people = (map(format_number, some) for some in (unnumbered[several], unplaced[bare]))
    return joined(
        where(known & (unnumbered == 1), say("fact_note.square")),
        told(several, (say("fact_note.squares", count=count) for count in counts)),
        told(bare, (say("fact_note.unplaced", count=count) for count in people)),
        told(ends, (say("fact_note.map_ends", distance=format_km(float(m))) for m in edge_m[ends])),
        where(~known & (edge_m <= 0), say("fact_note.outside")),
        where(~known & (edge_m > 0), say("fact_note.no_street")),
    )
