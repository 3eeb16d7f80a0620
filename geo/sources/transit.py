"""Public transport from a timetable in GTFS: the stops, and what departs from them on one day.

A departure is a call at which one may board, on the calendar day: what a timetable calls 24:10 departs at 0:10 on the
day after. The last call of a trip is none. Times between two that are given lie evenly over the calls between.
"""

from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84
from geo.errors import Fault, FaultsError
from geo.figures import format_date
from geo.sources.feed import Feed, open_feed
from geo.sources.raw import FileSpec, UnreadableError
from geo.sources.service_days import CALENDAR, DAYS_BACK, EXCEPTIONS, ServiceDays, read_service_days
from geo.sources.trip_calls import (
    DAY_S,
    HEADWAY_COLUMNS,
    HEADWAYS,
    NEEDED,
    STOPS,
    Trips,
    read_calls,
    read_headways,
    read_table,
    read_trips,
)

_STOP_KINDS = {"", "0"}
"""What a row of ``stops.txt`` says to be a place where one boards: no station, entrance or node."""
_LAT_MAX, _LON_MAX = 90.0, 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """Stops, and what departs from them on one day."""

    stops: gpd.GeoDataFrame
    """`stop_id`, `name`, `place_id` (its parent station, or itself) and geometry in degrees; sorted by id."""
    calls: pd.DataFrame
    """`stop_id`, `seconds` (after midnight of the day), `run` (the same number for one trip on one day) and `line`."""


def transit_faults(spec: FileSpec, day: date | None) -> tuple[Fault, ...]:
    """List what can be wrong with a timetable without reading its calls.

    Parameters
    ----------
    spec
        A zip or a folder.
    day
        Day that will be asked for; None where it is not known.

    Returns
    -------
    faults
        A file or column that is missing, days that cannot be read, and a day on which nothing runs.
    """
    try:
        feed, _ = _opened(spec, day)
    except UnreadableError as error:
        return error.faults
    return feed.wrong.faults


def read_timetable(spec: FileSpec, *, day: date, area: BaseGeometry) -> Timetable:
    """Read what departs on a day from the stops of an area.

    Parameters
    ----------
    spec
        A zip or a folder.
    day
        The calendar day.
    area
        Area in degrees on WGS84; stops outside it are left out.

    Returns
    -------
    timetable
        Calls sorted by stop, time and trip. A trip that is given by its headway counts as one run from each whole
        headway after its beginning, before its end.

    Raises
    ------
    FaultsError
        With all that is wrong with the files, on the first ten rows of each kind; with a day on which no service runs;
        and where none of the stops lies in the area.
    """
    try:
        feed, days = _opened(spec, day)
        timetable = None if feed.wrong.faults else _read(feed, days, area)
    except UnreadableError as error:
        raise FaultsError(*error.faults) from error
    if timetable is None or feed.wrong.faults:
        raise FaultsError(*feed.wrong.faults)
    return timetable


def _opened(spec: FileSpec, day: date | None) -> tuple[Feed, ServiceDays]:
    """Open a timetable, look whether all is there, and whether anything runs on the day."""
    feed = open_feed(spec)
    _probe(feed)
    days = read_service_days(feed, day or date(2000, 1, 1))
    if day is not None and not feed.wrong.faults:
        _require_service(feed, days, day)
    return feed, days


def _probe(feed: Feed) -> None:
    for name, columns in NEEDED.items():
        feed.lacks(name, columns)
    if feed.has(HEADWAYS):
        feed.lacks(HEADWAYS, HEADWAY_COLUMNS)
    if not feed.has(CALENDAR) and not feed.has(EXCEPTIONS):
        feed.wrong.add(feed.shown(CALENDAR), 0, "", "no_calendar", other=EXCEPTIONS)


def _require_service(feed: Feed, days: ServiceDays, day: date) -> None:
    if days.running[0]:
        return
    values = {"date": format_date(day), "count": str(len(days.services)), "file": feed.spec.shown}
    if days.first is None or days.last is None:
        feed.wrong.add("plan.toml", 0, "transit.date", "no_service_ever", **values)
    else:
        covered = {"first": format_date(days.first), "last": format_date(days.last)}
        feed.wrong.add("plan.toml", 0, "transit.date", "no_service", **values, **covered)


def _read(feed: Feed, days: ServiceDays, area: BaseGeometry) -> Timetable:
    stops, trips = _read_stops(feed), read_trips(feed, days)
    inside = shapely.intersects_xy(area, stops["lon"].to_numpy(), stops["lat"].to_numpy())
    if not inside.any():
        feed.wrong.add(feed.shown(STOPS), 0, "", "stops_elsewhere", count=str(len(stops)))
    calls = read_calls(feed, trips, {name: at for at, name in enumerate(stops["stop_id"])})
    headways = read_headways(feed, trips)
    departing = calls[calls["boards"] & inside[calls["stop"]]]
    departures = _on_day(pd.concat([_timed(departing, headways), _by_headway(departing, headways)]), trips)
    called = np.isin(np.arange(len(stops)), departures["stop"])
    kept = stops[inside & (stops["kind"].isin(_STOP_KINDS) | called)]
    return Timetable(
        stops=gpd.GeoDataFrame(
            kept[["stop_id", "name", "place_id"]].reset_index(drop=True),
            geometry=gpd.points_from_xy(kept["lon"], kept["lat"]),
            crs=WGS84,
        ),
        calls=pd.DataFrame(
            {
                "stop_id": stops["stop_id"].to_numpy()[departures["stop"]],
                "seconds": departures["seconds"],
                "run": departures["run"],
                "line": trips.line[departures["trip"]],
            }
        ),
    )


def _read_stops(feed: Feed) -> pd.DataFrame:
    """Read the stops; one without a name bears that of its station, and a place that cannot be read is a fault."""
    columns = ("stop_id", "stop_lat", "stop_lon", "stop_name", "location_type", "parent_station")
    stops = read_table(feed, STOPS, columns)
    boarded = stops["location_type"].isin(_STOP_KINDS)
    numbers = {name: pd.to_numeric(stops[name], errors="coerce") for name in ("stop_lat", "stop_lon")}
    for (name, values), most in zip(numbers.items(), (_LAT_MAX, _LON_MAX), strict=True):
        lost = stops[(values.isna() & boarded) | (values.abs() > most)].sort_values("row")
        place = (feed.shown(STOPS), name)
        feed.wrong.add_rows(place, "feed_place", lost["row"].to_numpy(), value=lost[name].to_list())
    names = dict(zip(stops["stop_id"], stops["stop_name"], strict=True))
    parent = stops["parent_station"]
    return pd.DataFrame(
        {
            "stop_id": stops["stop_id"],
            "name": stops["stop_name"].where(stops["stop_name"] != "", parent.map(names).fillna("")),
            "place_id": parent.where(parent != "", stops["stop_id"]),
            "kind": stops["location_type"],
            "lat": numbers["stop_lat"],
            "lon": numbers["stop_lon"],
        }
    )


def _timed(calls: pd.DataFrame, headways: pd.DataFrame) -> pd.DataFrame:
    """Give the departures of the trips that are given by their times."""
    return calls.loc[~calls["trip"].isin(headways["trip"]), ["trip", "stop", "seconds"]].assign(begin=0)


def _by_headway(calls: pd.DataFrame, headways: pd.DataFrame) -> pd.DataFrame:
    """Give the departures of the trips that are given by their headway: a run from each headway, before the end."""
    joined = calls.merge(headways, on="trip")
    count = (-((joined["begin"] - joined["end"]) // joined["headway_s"])).clip(lower=0)
    runs = joined.loc[joined.index.repeat(count)]
    begin = runs["begin"] + runs.groupby(level=0).cumcount() * runs["headway_s"]
    return runs[["trip", "stop"]].assign(seconds=begin + runs["since"], begin=begin)


def _on_day(departures: pd.DataFrame, trips: Trips) -> pd.DataFrame:
    """Give what departs on the calendar day, and number the runs: one trip, from one beginning, on one day."""
    trip, seconds = departures["trip"].to_numpy(), departures["seconds"].to_numpy()
    parts: list[pd.DataFrame] = []
    for back, running in enumerate(trips.running):
        found = departures[running[trip] & (seconds // DAY_S == back)]
        run = (found["trip"].astype("int64") * (DAYS_BACK + 1) + back) * (DAYS_BACK + 1) * DAY_S + found["begin"]
        parts.append(found.assign(seconds=found["seconds"] - back * DAY_S, run=run))
    whole = pd.concat(parts, ignore_index=True)
    return whole.sort_values(["stop", "seconds", "run"], ignore_index=True)
