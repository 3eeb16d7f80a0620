"""A timetable in GTFS whose departures can be worked out by hand, as a folder or a zip.

Tuesday 15 September 2020 is the day that is asked for. Stops lie in metres east and north of a corner.
"""

import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

Files = Mapping[str, str]
DAY = date(2020, 9, 15)
PLACES = {"S": (300, 0), "P1": (290, 10), "P2": (310, 0), "B": (500, 0), "C": (900, 0), "V": (300, 0)}
"""A station with two platforms, two stops, and the entrance of the station."""

STOPS = """\
stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station
S,Station,{S},1,
P1,Station perron 1,{P1},0,S
P2,,{P2},,S
B,Brug,{B},0,
C,"Centrum, plein",{C},0,
V,Ingang,{V},2,S
K,Knoop,,,3,S
"""
FILES = {
    "routes.txt": """\
route_id,agency_id,route_short_name
R1,A,1
R2,A,
N,A,N1
""",
    "calendar.txt": """\
service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
WD,1,1,1,1,1,0,0,20200901,20201231
WE,0,0,0,0,0,1,1,20200901,20201231
OFF,1,1,1,1,1,0,0,20200901,20201231
""",
    "calendar_dates.txt": """\
service_id,date,exception_type
FAIR,20200915,1
OFF,20200915,2
""",
    "trips.txt": """\
route_id,service_id,trip_id
R1,WD,t1
R1,WD,t2
R2,FAIR,fair
R1,OFF,off
R1,WE,weekend
N,WD,night
N,WE,long
R1,WD,every
""",
    "stop_times.txt": """\
trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type
t1,08:00:00,08:00:00,P1,1,0
t1,,,B,5,
t1,08:10:00,08:10:00,C,9,
t2,09:00:00,09:00:00,C,1,
t2,09:05:00,09:05:00,B,2,1
t2, 9:10:00,,P2,3,3
t2,09:20:00,09:20:00,C,4,0
fair,10:00:30,10:00:30,P1,1,0
fair,10:09:00,10:09:00,C,2,0
off,11:00:00,11:00:00,P1,1,0
off,11:10:00,11:10:00,C,2,0
weekend,11:30:00,11:30:00,P1,1,0
weekend,11:40:00,11:40:00,C,2,0
night,23:50:00,23:50:00,P1,1,0
night,24:10:00,24:10:00,B,2,0
night,24:20:00,24:20:00,C,3,0
long,47:30:00,47:30:00,P1,1,0
long,48:15:00,48:15:00,B,2,0
long,50:00:00,50:00:00,C,3,0
every,06:00:00,06:00:00,P1,1,0
every,06:04:00,06:04:00,B,2,0
every,06:10:00,06:10:00,C,3,0
""",
    "frequencies.txt": """\
trip_id,start_time,end_time,headway_secs
every,12:00:00,13:00:00,1200
every,23:50:00,24:10:00,600
""",
}
DEPARTURES = {
    "P1": ["00:00:00", "08:00:00", "10:00:30", "12:00:00", "12:20:00", "12:40:00", "23:50:00", "23:50:00"],
    "P2": ["09:10:00"],
    # 0:04 and 0:10: the runs of yesterday at 24:04 (of 24:00) and 24:10 (night); 0:15 of Sunday's trip at 48:15.
    "B": ["00:04:00", "00:10:00", "00:15:00", "08:05:00", "12:04:00", "12:24:00", "12:44:00", "23:54:00"],
    "C": ["09:00:00"],
}
"""What departs from each stop on the day; at 0:00 yesterday's run of 24:00, while today's departs tomorrow."""


def files(degrees: Callable[[tuple[float, float]], tuple[float, float]], **changed: str | None) -> dict[str, str]:
    """Give the files, with some of them changed (by the name without ending) or, by None, left out."""
    spots = {name: degrees(place) for name, place in PLACES.items()}
    texts = {name: f"{lat!r},{lon!r}" for name, (lon, lat) in spots.items()}
    whole: dict[str, str | None] = {"stops.txt": STOPS.format(**texts), **FILES}
    whole |= {f"{name}.txt": text for name, text in changed.items()}
    return {name: text for name, text in whole.items() if text is not None}


def folder(at: Path, texts: Files, *, encoding: str = "utf-8") -> Path:
    """Write a timetable as a folder."""
    at.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (at / name).write_text(text, encoding=encoding)
    return at


def packed(at: Path, texts: Files, *, inside: str = "") -> Path:
    """Write a timetable as a zip, in a folder of its own or not."""
    with zipfile.ZipFile(at, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(inside + name, text)
    return at
