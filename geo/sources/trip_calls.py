"""The trips of a timetable that are under way on a day, and where and when each of them calls."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.sources.feed import Feed, Ints, Rows
from geo.sources.service_days import DAYS_BACK, ServiceDays

Bools = NDArray[np.bool_]
DAY_S = 86_400
STOPS, ROUTES, TRIPS, TIMES, HEADWAYS = "stops.txt", "routes.txt", "trips.txt", "stop_times.txt", "frequencies.txt"
NEEDED: Mapping[str, tuple[str, ...]] = {
    STOPS: ("stop_id", "stop_lat", "stop_lon"),
    ROUTES: ("route_id",),
    TRIPS: ("route_id", "service_id", "trip_id"),
    TIMES: ("trip_id", "stop_id", "stop_sequence", "arrival_time", "departure_time"),
}
"""Files and columns without which nothing can be counted."""
HEADWAY_COLUMNS = ("trip_id", "start_time", "end_time", "headway_secs")
"""Columns of `HEADWAYS`, where that file is there."""
_TIME = re.compile(r"(\d{1,2}):([0-5]\d):([0-5]\d)")
_NO_BOARDING = "1"
_EMPTY, _WRONG = -1, -2
"""What stands for an empty cell, and for one that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trips:
    """The trips of a timetable, by their ids in order."""

    place: Mapping[str, int]
    """Place of each trip, by its id."""
    line: NDArray[np.object_]
    """Line of each: its carrier and number, or the id of its route."""
    running: Bools
    """Whether each runs on the day itself, on the day before, and so on: a row a day."""


def read_table(feed: Feed, name: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """Read a file that fits in memory as text, sorted by its first column, which tells rows apart.

    Parameters
    ----------
    feed
        The timetable; a value of the first column that stands twice is a fault.
    name
        Name of the file.
    columns
        Columns to read.

    Returns
    -------
    table
        The columns, and ``row``: the number of each row.
    """
    parts = [
        pd.DataFrame({column: rows.texts(column) for column in columns}).assign(row=_numbers(rows))
        for rows in feed.rows(name, columns)
    ]
    empty = pd.DataFrame({column: [] for column in columns}, dtype="str").assign(row=np.array([], dtype=np.int64))
    whole, key = pd.concat(parts or [empty], ignore_index=True), columns[0]
    first = whole.groupby(key)["row"].transform("first")
    double = whole.assign(first=first)[first != whole["row"]]
    feed.wrong.add_rows(
        (feed.shown(name), key),
        "double_id",
        double["row"].to_numpy(),
        value=double[key].to_list(),
        first=double["first"].to_list(),
    )
    return whole.drop(index=double.index).sort_values(key, ignore_index=True)


def read_trips(feed: Feed, days: ServiceDays) -> Trips:
    """Read the trips, the line of each and whether it runs; a route or service that is not known is a fault."""
    routes = read_table(feed, ROUTES, ("route_id", "agency_id", "route_short_name"))
    number = routes["route_short_name"].where(routes["route_short_name"] != "", routes["route_id"])
    lines = dict(zip(routes["route_id"], routes["agency_id"] + " " + number, strict=True))
    trips = read_table(feed, TRIPS, ("trip_id", "route_id", "service_id"))
    for column, known, file in (("route_id", set(lines), ROUTES), ("service_id", days.services, "calendar")):
        lost = trips[~trips[column].isin(known)].sort_values("row")
        feed.wrong.add_rows(
            (feed.shown(TRIPS), column),
            "feed_unknown",
            lost["row"].to_numpy(),
            value=lost[column].to_list(),
            file=[file] * len(lost),
        )
    return Trips(
        place={name: at for at, name in enumerate(trips["trip_id"])},
        line=trips["route_id"].map(lines).to_numpy(dtype=object),
        running=np.array([trips["service_id"].isin(those) for those in days.running], dtype=bool),
    )


def read_calls(feed: Feed, trips: Trips, stop_place: Mapping[str, int]) -> pd.DataFrame:
    """Read the calls of the trips that are under way.

    Parameters
    ----------
    feed
        The timetable. A trip or stop that is not known is a fault, and so is a time that cannot be read, or one that
        is missing from the first or last call of a trip.
    trips
        From `read_trips`.
    stop_place
        Place of each stop, by its id.

    Returns
    -------
    calls
        `trip`, `stop`, `seconds` (of the departure, after midnight of the day on which the trip began), `since` (the
        same after the departure from the first stop) and `boards` (false where one may not board, and at the end of
        the trip). Times between two that are given lie evenly over the calls between, in whole seconds downwards.
    """
    parts = list(_parts(feed, trips, stop_place))
    if not parts:
        return pd.DataFrame(
            {name: np.array([], dtype=np.int64) for name in ("trip", "stop", "seconds", "since")}
        ).assign(boards=np.array([], dtype=bool))
    whole = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((whole["stop"], whole["sequence"], whole["trip"]))
    sorted_calls = {name: values[order] for name, values in whole.items()}
    trip, seconds = sorted_calls["trip"], sorted_calls["seconds"]
    begins = np.diff(trip, prepend=-1) != 0
    ends = np.diff(trip, append=-1) != 0
    bare = np.sort(sorted_calls["row"][(begins | ends) & (seconds == _EMPTY)])
    feed.wrong.add_rows((feed.shown(TIMES), "departure_time"), "no_end_time", bare)
    seconds = _filled(seconds)
    first = np.flatnonzero(begins)[np.cumsum(begins) - 1]
    boards = sorted_calls["boards"].astype(bool) & ~ends
    values = {"trip": trip, "stop": sorted_calls["stop"], "seconds": seconds, "since": seconds - seconds[first]}
    return pd.DataFrame(values).assign(boards=boards)


def read_headways(feed: Feed, trips: Trips) -> pd.DataFrame:
    """Read which trips are given by their headway: `trip`, `begin`, `end` and `headway_s`, all in seconds."""
    parts = []
    for rows in feed.rows(HEADWAYS, HEADWAY_COLUMNS):
        begin, end = (_times(feed, HEADWAYS, rows, column) for column in ("start_time", "end_time"))
        headway_s = rows.whole("headway_secs", _above_zero)
        _tell(feed, (HEADWAYS, "headway_secs"), rows, headway_s < 0, "headway")
        for column, times in (("start_time", begin), ("end_time", end)):
            _tell(feed, (HEADWAYS, column), rows, times == _EMPTY, "feed_time")
        trip = _places(feed, (HEADWAYS, "trip_id", TRIPS), rows, trips.place)
        parts.append(pd.DataFrame({"trip": trip, "begin": begin, "end": end, "headway_s": headway_s}))
    empty = pd.DataFrame({name: np.array([], dtype=np.int64) for name in ("trip", "begin", "end", "headway_s")})
    return pd.concat(parts, ignore_index=True) if parts else empty


def _parts(feed: Feed, trips: Trips, stop_place: Mapping[str, int]) -> Iterator[dict[str, NDArray[np.int32]]]:
    """Give the calls of the trips under way, a part of the file at a time."""
    under_way = np.append(trips.running.any(axis=0), False)
    for rows in feed.rows(TIMES, (*NEEDED[TIMES], "pickup_type")):
        trip = _places(feed, (TIMES, "trip_id", TRIPS), rows, trips.place)
        stop = _places(feed, (TIMES, "stop_id", STOPS), rows, stop_place)
        sequence = rows.whole("stop_sequence", _from_zero)
        _tell(feed, (TIMES, "stop_sequence"), rows, sequence < 0, "not_a_number")
        departure, arrival = (_times(feed, TIMES, rows, f"{what}_time") for what in ("departure", "arrival"))
        values = {
            "trip": trip,
            "stop": stop,
            "sequence": sequence,
            "seconds": np.where(departure == _EMPTY, arrival, departure),
            "boards": rows.whole("pickup_type", lambda text: text != _NO_BOARDING),
            "row": _numbers(rows),
        }
        kept = under_way[trip] & (stop >= 0)
        yield {name: value[kept].astype(np.int32) for name, value in values.items()}


def _filled(seconds: Ints) -> Ints:
    """Fill in the times that are not given, evenly between the calls with a time before and after."""
    at = np.arange(len(seconds))
    given = seconds >= 0
    before = np.maximum.accumulate(np.where(given, at, 0))
    after = np.minimum.accumulate(np.where(given, at, len(at) - 1)[::-1])[::-1]
    start = seconds[before].astype(np.int64)
    gained = (seconds[after] - start) * (at - before) // np.maximum(after - before, 1)
    filled: Ints = start + gained
    return filled


def _times(feed: Feed, name: str, rows: Rows, column: str) -> Ints:
    """Give times as seconds; a text that is no time is a fault."""
    seconds = rows.whole(column, _seconds)
    _tell(feed, (name, column), rows, seconds == _WRONG, "feed_time")
    return seconds


def _places(feed: Feed, where: tuple[str, str, str], rows: Rows, known: Mapping[str, int]) -> Ints:
    """Give the places of ids; one that is not known is a fault."""
    name, column, other = where
    found = rows.whole(column, lambda text: known.get(text, _EMPTY))
    _tell(feed, (name, column), rows, found < 0, "feed_unknown", file=other)
    return found


def _tell(feed: Feed, place: tuple[str, str], rows: Rows, wrong: Bools, code: str, **values: str) -> None:
    name, column = place
    at = np.flatnonzero(wrong)
    if len(at):
        told = {"value": rows.columns[column].take(at).to_pylist()}
        same = {key: [value] * len(at) for key, value in values.items()}
        feed.wrong.add_rows((feed.shown(name), column), code, at + rows.first, **told, **same)


def _numbers(rows: Rows) -> Ints:
    return np.arange(rows.first, rows.first + len(rows))


def _seconds(text: str) -> int:
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return _WRONG if text.strip() else _EMPTY
    hours, minutes, seconds = map(int, found.groups())
    total = 3_600 * hours + 60 * minutes + seconds
    return total if total < (DAYS_BACK + 1) * DAY_S else _WRONG


def _from_zero(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else _WRONG


def _above_zero(text: str) -> int:
    return _from_zero(text) or _WRONG
