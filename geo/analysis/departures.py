"""How often public transport departs within walking distance of places, on one day of a timetable."""

from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.analysis.distances import Surroundings, edge_m
from geo.figures import format_clock
from geo.network.build import Network
from geo.network.route import nearest, within
from geo.network.snap import Snaps, snap
from geo.tables.departures import DEPARTURES

_HOUR_S = 3_600


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartureOptions:
    """What is counted."""

    day: date
    """Day of the timetable."""
    from_s: int
    """Beginning of the hours that count, in seconds after midnight."""
    until_s: int
    """Their end, not itself included."""
    reach_m: float = 500.0
    """How far a stop may lie over the network, legs and limit included."""
    limit_m: float = np.inf
    """How far the nearest stop with service is looked for."""
    max_snap_m: float = 1_000.0
    """A longer leg is none: the place is unreachable."""


def departures(
    sites: gpd.GeoDataFrame,
    timetable: tuple[gpd.GeoDataFrame, pd.DataFrame],
    network: Network,
    *,
    options: DepartureOptions,
    surroundings: Surroundings,
) -> pd.DataFrame:
    """Count the departures at the stops in reach of each place.

    Parameters
    ----------
    sites
        ``location_id`` and geometry, in any declared reference system.
    timetable
        The stops (``stop_id``, ``name``, ``place_id`` and geometry, sorted by id) and their calls on the day
        (``stop_id``, ``seconds`` after midnight, ``run`` and ``line``), as `geo.sources.transit.read_timetable` gives
        them.
    network
        Network of the mode in which one goes to the stop.
    options
        Which hours, and how far.
    surroundings
        Where the extract ends.

    Returns
    -------
    table
        The columns of `geo.tables.departures.DEPARTURES`, sorted by place. A run that calls at two stops in reach, or
        twice at one, counts once. Without a stop in reach there are 0 departures; for a place without a street near,
        everything is missing.
    """
    stops, calls = timetable
    sites = sites.sort_values("location_id", ignore_index=True)
    feet = snap(network, sites.geometry, max_snap_m=options.max_snap_m)
    goals = snap(network, stops.geometry, max_snap_m=options.max_snap_m)
    near = within(network, feet, goals, limit=options.reach_m)
    found = pd.DataFrame({"site": near.origin, "place": stops["place_id"].to_numpy()[near.target]})
    called = found.assign(stop_id=stops["stop_id"].to_numpy()[near.target]).merge(calls, on="stop_id")
    edge = np.full(len(sites), np.inf)
    np.minimum.at(edge, feet.owner, edge_m(feet, surroundings.boundary, network))
    table = pd.concat(
        [
            _asked(sites, options),
            _counts(found, called, _grounded(feet), options),
            _nearest(stops, np.isin(stops["stop_id"], calls["stop_id"]), network, (feet, goals), options),
        ],
        axis="columns",
    )
    return table.assign(border=edge < options.reach_m)[list(DEPARTURES.names)]


def _asked(sites: gpd.GeoDataFrame, options: DepartureOptions) -> pd.DataFrame:
    return pd.DataFrame({"location_id": sites["location_id"]}).assign(
        date=pd.Timestamp(options.day),
        **{"from": format_clock(options.from_s), "until": format_clock(options.until_s)},
        reach_m=float(options.reach_m),
    )


def _grounded(feet: Snaps) -> pd.Series:
    """Tell which places have a foot on the network."""
    answer = np.zeros(feet.count, dtype=bool)
    answer[feet.owner[feet.segment >= 0]] = True
    return pd.Series(answer)


def _counts(found: pd.DataFrame, called: pd.DataFrame, known: pd.Series, options: DepartureOptions) -> pd.DataFrame:
    """Count stops, runs and lines of each place; what is not known is missing."""
    inside = called[(called["seconds"] >= options.from_s) & (called["seconds"] < options.until_s)]
    parts = {"stops": (found, "place"), "departures": (inside, "run"), "lines": (inside, "line")}
    counts = {
        name: rows.groupby("site")[column].nunique().reindex(known.index, fill_value=0).astype("Int64").where(known)
        for name, (rows, column) in parts.items()
    }
    times = called.groupby("site")["seconds"]
    status = pd.Series("unreachable", index=known.index, dtype="str")
    status = status.mask(known & (counts["stops"] == 0), "none").mask(known & (counts["stops"] > 0), "ok")
    hours = (options.until_s - options.from_s) / _HOUR_S
    return pd.DataFrame(counts).assign(
        status=status,
        per_hour=counts["departures"].astype("float64") / hours,
        first=times.min().map(format_clock).reindex(known.index).astype("str"),
        last=times.max().map(format_clock).reindex(known.index).astype("str"),
    )


def _nearest(
    stops: gpd.GeoDataFrame,
    served: np.ndarray,
    network: Network,
    ends: tuple[Snaps, Snaps],
    options: DepartureOptions,
) -> pd.DataFrame:
    """Find the nearest stop with service; missing where there is none within the limit."""
    feet, goals = ends
    rows = np.flatnonzero(served)
    first = nearest(network, feet, goals.take(rows), k=1, limit=options.limit_m)
    chosen = stops.iloc[rows[first.target]]
    values = {"nearest_id": chosen["stop_id"], "nearest_name": chosen["name"], "nearest_m": first.total_m}
    found = pd.DataFrame({name: np.asarray(value) for name, value in values.items()}, index=first.origin)
    return found.reindex(range(feet.count)).astype({"nearest_id": "str", "nearest_name": "str"})
