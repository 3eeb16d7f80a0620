"""The ways from candidate sites to reception: the nearest that exists, and the main location that each one names."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.analysis.candidates.access import Looked, Stand, distance_measures
from geo.analysis.candidates.facts import Texts
from geo.analysis.candidates.measures import Measure, Origin, joined, told, where
from geo.analysis.candidates.region import existing_reception
from geo.analysis.distances import DistanceOptions, distances, edge_m
from geo.network.build import Network
from geo.network.snap import Snaps
from geo.plan import ModeName, Plan
from geo.stages.areas import last_day, reference_day
from geo.stages.stage import Work
from geo.tables.distances import DISTANCES
from geo.words import say

RECEPTION, HUB = "reception", "hub"
"""What stands in the place of a category."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """The reception that candidates are held against."""

    existing: gpd.GeoDataFrame
    """Locations that count as existing: ``location_id, name`` and geometry."""
    locations: gpd.GeoDataFrame
    """All locations of the list, of which one may be a main location."""


def reception_measures(
    candidates: gpd.GeoDataFrame,
    reception: Reception,
    network: Network | None,
    *,
    stand: Stand,
    mode: ModeName,
    plan: Plan,
    origin: Origin,
) -> Iterator[Measure]:
    """Give how far the nearest existing reception is, and the main location of each candidate.

    Parameters
    ----------
    candidates
        Candidates, sorted by id.
    reception
        The reception.
    network
        Network of the mode; None without streets.
    stand
        Where the candidates stand on it.
    mode
        Mode of travel.
    plan
        The plan, whose legs and weight count; there is no limit.
    origin
        Where the list of locations comes from.
    """
    ids, options = candidates["location_id"].to_numpy(dtype=object), _options(plan)
    looked = looked_with(plan, mode, network, limit=np.inf)
    yield nearest_reception(candidates, reception, network, stand=stand, mode=mode, plan=plan, origin=origin)
    named = candidates["hub_id"].where(candidates["hub_id"].isin(reception.locations["location_id"]))
    hubs = [
        _to(
            gpd.GeoDataFrame(rows),
            reception.locations[reception.locations["location_id"] == hub],
            HUB,
            network,
            options,
        )
        for hub, rows in candidates.groupby(named)
    ]
    table = pd.concat(hubs) if hubs else pd.DataFrame(columns=list(DISTANCES.names))
    yield _remarked(_first(table, ids, looked, stand, HUB, origin), candidates["hub_id"], named)


def nearest_reception(
    sites: gpd.GeoDataFrame,
    reception: Reception,
    network: Network | None,
    *,
    stand: Stand,
    mode: ModeName,
    plan: Plan,
    origin: Origin,
) -> Measure:
    """Give how far the nearest existing reception is from places; as `reception_measures` for the rest.

    Parameters
    ----------
    sites
        ``location_id`` and geometry, sorted by id.
    reception, network, stand, mode, plan, origin
        As there.
    """
    ids = sites["location_id"].to_numpy(dtype=object)
    nearest = _to(sites, reception.existing, RECEPTION, network, _options(plan))
    return _first(nearest, ids, looked_with(plan, mode, network, limit=np.inf), stand, RECEPTION, origin)


def reception_of(work: Work) -> Reception:
    """Give the reception of a plan; what exists is of the stage ``portfolio``."""
    plan, locations = work.plan, work.inputs().locations
    today, last = reference_day(plan), last_day(plan)
    existing = existing_reception(locations, work.frame("supply"), reference_date=today, last=last)
    return Reception(existing=existing, locations=locations)


def _options(plan: Plan) -> DistanceOptions:
    return DistanceOptions(
        nearest=1,
        weight=plan.distances.weight,
        far_snap_m=plan.distances.far_snap_m,
        max_snap_m=plan.distances.max_snap_m,
    )


def _to(
    sites: gpd.GeoDataFrame, goals: gpd.GeoDataFrame, category: str, network: Network | None, options: DistanceOptions
) -> pd.DataFrame:
    """Find the nearest of some locations from each site; nothing without streets."""
    if network is None:
        return pd.DataFrame(columns=list(DISTANCES.names))
    targets = gpd.GeoDataFrame(
        {"facility_id": goals["location_id"], "category": category, "name": goals["name"]},
        geometry=goals.geometry,
        crs=goals.crs,
    )
    return distances(sites[["location_id", "geometry"]], targets, network, categories=(category,), options=options)


def _first(table: pd.DataFrame, ids: Texts, looked: Looked, stand: Stand, what: str, origin: Origin) -> Measure:
    """Give the distance of the two facts.

    None can be nearer outside the data, as the locations are a list. But where the data have no path, there may be one
    that leaves them.
    """
    has_edge = table["origin_id"].isin(ids[np.isfinite(stand.edge_m)])
    measures = distance_measures(
        table.assign(border=(table["status"] == "unreachable") & has_edge),
        ids,
        looked=looked,
        names={what: say(f"fact_what.{what}")},
        stand=stand,
        origins={what: origin},
    )
    return next(measures)


def _remarked(measure: Measure, given: pd.Series, known: pd.Series) -> Measure:
    none = given.isna().to_numpy(dtype=bool)
    lost = ~none & known.isna().to_numpy(dtype=bool)
    lines = (say("fact_note.unknown_hub", hub=hub) for hub in given[lost])
    note = joined(measure.note, where(none, say("fact_note.no_hub")), told(lost, lines))
    return replace(measure, note=note)


def looked_with(plan: Plan, mode: ModeName, network: Network | None, *, limit: float | None = None) -> Looked:
    """Give how far is looked with a mode: as the stage of distances does, or to another limit; nowhere without streets.

    Parameters
    ----------
    plan
        The plan.
    mode
        How one travels.
    network
        Its network; None without streets.
    limit
        Another limit than that of the plan, in its unit.
    """
    speed = np.inf if network is None else float(network.farthest_m(60.0))
    limit = plan.distances.limit(mode) if limit is None else limit
    by_time = plan.distances.weight == "time"
    return Looked(
        mode=mode,
        metres=0.0 if by_time else limit,
        minutes=limit if by_time else limit / speed,
        metres_per_minute=speed,
        max_snap_m=plan.distances.max_snap_m,
    )


def stand_of(feet: Snaps, boundary: BaseGeometry | None, network: Network) -> Stand:
    """Tell where places stand on the network of a mode.

    Parameters
    ----------
    feet
        Their feet on it. Of several points of access the nearest to the edge of the data counts.
    boundary
        Area that the data cover, in degrees on WGS84; None tells no edge.
    network
        The network.
    """
    edge, has_foot = np.full(feet.count, np.inf), np.zeros(feet.count, dtype=bool)
    np.minimum.at(edge, feet.owner, edge_m(feet, boundary, network))
    has_access = np.isin(np.arange(feet.count), feet.owner)
    has_foot[feet.owner[feet.segment >= 0]] = True
    return Stand(edge_m=np.where(has_access, edge, 0.0), has_foot=has_foot)


def nowhere(count: int) -> Stand:
    """Tell that places stand on no network, as there are no streets."""
    return Stand(edge_m=np.zeros(count), has_foot=np.zeros(count, dtype=bool))
