"""A made-up timetable of the buses, in GTFS: a line a town along its stops, there on one side and back on the other.

The lines of the towns go by headway and stop at nine in the evening; the neighbourhood bus of Dijkveer goes at weekends
alone; the night line of the capital goes past midnight, with times at its ends alone.
"""

import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import osmium

from markerwaard.terrain import TOWNS, Town

NIGHT, WEEKEND = "N1", "buurtbus"
BETWEEN_STOPS_S = 90
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HEADWAYS = {
    "city": (("06:30", "19:00", 900), ("19:00", "21:00", 1_800)),
    "town": (("06:30", "09:00", 900), ("09:00", "19:00", 1_800), ("19:00", "21:00", 3_600)),
    "village": (("07:00", "19:00", 3_600),),
    "hamlet": (("09:00", "18:00", 7_200),),
}
"""From when, to when and how many seconds apart, by the kind of town."""
NIGHT_TIMES = ("23:15", "24:15")
Stop = tuple[str, str, float, float]


def write_timetable(path: Path, extract: Path) -> None:
    """Write the timetable as a zip, the same bytes each time.

    Parameters
    ----------
    path
        The zip.
    extract
        The extract whose bus stops are served; they come in pairs, one on either side of the street.
    """
    stops = _stops(extract)
    served = [town for town in TOWNS if town.name in stops]
    lines = {
        town.name: WEEKEND if town.kind == "hamlet" else str(number) for number, town in enumerate(served, start=1)
    }
    files = {
        "agency.txt": (("agency_id", "agency_name", "agency_url", "agency_timezone"), [_agency()]),
        "calendar.txt": (
            ("service_id", *WEEKDAYS, "start_date", "end_date"),
            [("week", 1, 1, 1, 1, 1, 0, 0, 20191215, 20201212), ("weekend", 0, 0, 0, 0, 0, 1, 1, 20191215, 20201212)],
        ),
        "calendar_dates.txt": (
            ("service_id", "date", "exception_type"),
            [("week", 20200427, 2), ("weekend", 20200427, 1)],
        ),
        "stops.txt": (
            ("stop_id", "stop_name", "stop_lat", "stop_lon", "location_type", "parent_station"),
            [row for town in served for row in _places(stops[town.name])],
        ),
        "routes.txt": (
            ("route_id", "agency_id", "route_short_name", "route_type"),
            [(line, "MVM", line, 3) for line in (*lines.values(), NIGHT)],
        ),
        "trips.txt": (("route_id", "service_id", "trip_id"), list(_trips(served, lines))),
        "stop_times.txt": (
            ("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"),
            list(_calls(served, lines, stops)),
        ),
        "frequencies.txt": (
            ("trip_id", "start_time", "end_time", "headway_secs"),
            [
                (f"{lines[town.name]}-{way}", f"{begin}:00", f"{end}:00", headway_s)
                for town in served
                for way in ("heen", "terug")
                for begin, end, headway_s in HEADWAYS[town.kind]
            ],
        ),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, (headings, rows) in files.items():
            text = "".join(",".join(map(_cell, row)) + "\n" for row in (headings, *rows))
            archive.writestr(zipfile.ZipInfo(name, (2020, 9, 1, 0, 0, 0)), text)


def _agency() -> tuple[str, ...]:
    return "MVM", "Markerwaardse Vervoer Maatschappij", "https://example.org", "Europe/Amsterdam"


def _cell(value: object) -> str:
    text = str(value)
    return f'"{text}"' if "," in text else text


def _stops(extract: Path) -> dict[str, list[Stop]]:
    """Give the bus stops of each town in the order of the file, which is along its streets."""
    found = defaultdict(list)
    nodes = osmium.FileProcessor(str(extract), osmium.osm.NODE)
    for node in nodes.with_filter(osmium.filter.TagFilter(("highway", "bus_stop"))):
        name, at = node.tags["name"], node.location
        found[name.split(", ")[0]].append((str(node.id), name, round(at.lat, 7), round(at.lon, 7)))
    return dict(found)


def _places(stops: list[Stop]) -> Iterator[tuple[object, ...]]:
    """Give the two sides of each stop, below the stop as a whole."""
    for near, far in zip(stops[::2], stops[1::2], strict=True):
        whole = f"halte-{near[0]}"
        yield whole, *near[1:], 1, ""
        for side in (near, far):
            yield *side, 0, whole


def _trips(served: list[Town], lines: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for town in served:
        line = lines[town.name]
        for way in ("heen", "terug"):
            yield line, "weekend" if line == WEEKEND else "week", f"{line}-{way}"
    for time in NIGHT_TIMES:
        yield NIGHT, "week", f"{NIGHT}-{time}"


def _calls(served: list[Town], lines: dict[str, str], stops: dict[str, list[Stop]]) -> Iterator[tuple[object, ...]]:
    for town in served:
        near, far = stops[town.name][::2], stops[town.name][1::2]
        for way, along in (("heen", near), ("terug", far[::-1])):
            for number, stop in enumerate(along):
                time = _time(6 * 3600 + number * BETWEEN_STOPS_S)
                yield f"{lines[town.name]}-{way}", time, time, stop[0], number + 1
    night = stops[served[0].name][::2]
    for begin in NIGHT_TIMES:
        hours, minutes = map(int, begin.split(":"))
        start = 3600 * hours + 60 * minutes
        for number, stop in enumerate(night):
            ends = number in {0, len(night) - 1}
            time = _time(start + number * BETWEEN_STOPS_S) if ends else ""
            yield f"{NIGHT}-{begin}", time, time, stop[0], number + 1


def _time(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
