"""What departs from each stop on a day, once more from the files of a timetable: a loop over rows, nothing of `geo`."""

import csv
import io
import zipfile
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from pathlib import Path

Row = dict[str, str]
Departure = tuple[int, tuple[str, int, int], str]
"""Seconds after midnight of the day; trip, days ago and beginning of the run; route."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def rows(path: Path, name: str) -> list[Row]:
    """Read a file of a zipped timetable; none where it is missing."""
    with zipfile.ZipFile(path) as archive:
        if name not in archive.namelist():
            return []
        text = archive.read(name).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), skipinitialspace=True))


def seconds(text: str) -> int | None:
    """Read a time."""
    if not text.strip():
        return None
    hours, minutes, rest = text.split(":")
    return 3600 * int(hours) + 60 * int(minutes) + int(rest)


def runs_on(path: Path, day: date) -> set[str]:
    """List the services of a day."""
    stamp = day.strftime("%Y%m%d")
    found = {
        row["service_id"]
        for row in rows(path, "calendar.txt")
        if row[WEEKDAYS[day.weekday()]] == "1" and row["start_date"] <= stamp <= row["end_date"]
    }
    for row in rows(path, "calendar_dates.txt"):
        if row["date"] == stamp:
            (found.add if row["exception_type"] == "1" else found.discard)(row["service_id"])
    return found


def departures(path: Path, day: date) -> dict[str, list[Departure]]:
    """List the departures of a calendar day by stop, in order."""
    calls = defaultdict(list)
    for row in rows(path, "stop_times.txt"):
        calls[row["trip_id"]].append(row)
    headways = defaultdict(list)
    for row in rows(path, "frequencies.txt"):
        headways[row["trip_id"]].append(row)
    services = [runs_on(path, day - timedelta(days=back)) for back in range(4)]
    found = defaultdict(list)
    for trip in rows(path, "trips.txt"):
        if not any(trip["service_id"] in those for those in services):
            continue
        ordered = sorted(calls[trip["trip_id"]], key=lambda row: int(row["stop_sequence"]))
        times = filled([first_of(seconds(row["departure_time"]), seconds(row["arrival_time"])) for row in ordered])
        for begin, shift in beginnings(headways[trip["trip_id"]], times[0] if times else 0):
            for row, time in list(zip(ordered, times, strict=True))[:-1]:
                back, rest = divmod(time + shift, 86400)
                if row.get("pickup_type") != "1" and back < 4 and trip["service_id"] in services[back]:
                    run = (trip["trip_id"], back, begin)
                    found[row["stop_id"]].append((rest, run, trip["route_id"]))
    return {stop: sorted(those) for stop, those in found.items()}


def first_of(one: int | None, other: int | None) -> int | None:
    """Give the first that is known."""
    return other if one is None else one


def filled(times: list[int | None]) -> list[int]:
    """Fill gaps evenly, in whole seconds downwards."""
    whole = []
    for at, time in enumerate(times):
        if time is not None:
            whole.append(time)
            continue
        low = max(other for other in range(at) if times[other] is not None)
        high = min(other for other in range(at, len(times)) if times[other] is not None)
        start, end = times[low] or 0, times[high] or 0
        whole.append(start + floor(Fraction((end - start) * (at - low), high - low)))
    return whole


def beginnings(headways: list[Row], first: int) -> list[tuple[int, int]]:
    """Give the beginning of each run of a trip and by how much its times shift; without headways its own times."""
    if not headways:
        return [(0, 0)]
    found = []
    for row in headways:
        begin, end = seconds(row["start_time"]) or 0, seconds(row["end_time"]) or 0
        while begin < end:
            found.append((begin, begin - first))
            begin += int(row["headway_secs"])
    return found
