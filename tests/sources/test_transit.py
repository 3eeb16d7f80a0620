"""Timetables in GTFS: what departs on a day, worked out by hand, and every fault with its place."""

from collections import defaultdict
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from geo.errors import Fault, FaultsError
from geo.figures import format_clock
from geo.sources.raw import FileSpec
from geo.sources.transit import Timetable, read_timetable, transit_faults
from tests import gtfs
from tests.toytowns import LAT, LON, degrees

AREA = box(LON - 0.1, LAT - 0.1, LON + 0.1, LAT + 0.1)


def spec(path: Path) -> FileSpec:
    return FileSpec(path=path, shown="ov")


def read(path: Path, day: date = gtfs.DAY, area: Polygon = AREA) -> Timetable:
    return read_timetable(spec(path), day=day, area=area)


def times(timetable: Timetable) -> dict[str, list[str]]:
    found = defaultdict(list)
    for stop, seconds in zip(timetable.calls["stop_id"], timetable.calls["seconds"], strict=True):
        found[stop].append(f"{format_clock(seconds)}:{seconds % 60:02d}")
    return dict(found)


def faults(path: Path, day: date = gtfs.DAY) -> list[tuple[str, int, str, str]]:
    with pytest.raises(FaultsError) as caught:
        read(path, day)
    for fault in caught.value.faults:
        assert fault.sentence("nl") != fault.sentence("en")
    return [(fault.file, fault.row, fault.column, fault.code) for fault in caught.value.faults]


def test_what_departs_on_the_day_is_as_worked_out_by_hand(tmp_path: Path) -> None:
    found = read(gtfs.folder(tmp_path / "ov", gtfs.files(degrees)))
    assert times(found) == gtfs.DEPARTURES
    stops = found.stops.set_index("stop_id")
    assert stops.index.tolist() == ["B", "C", "P1", "P2"], "a station, an entrance and a node are no stops"
    assert stops["place_id"].to_dict() == {"B": "B", "C": "C", "P1": "S", "P2": "S"}
    assert stops["name"].to_dict() == {"B": "Brug", "C": "Centrum, plein", "P1": "Station perron 1", "P2": "Station"}
    assert (stops.loc["B"].geometry.x, stops.loc["B"].geometry.y) == degrees((500, 0))
    assert set(found.calls["line"]) == {"A 1", "A R2", "A N1"}


def test_a_trip_on_two_days_and_a_run_of_every_headway_are_runs_of_their_own(tmp_path: Path) -> None:
    calls = read(gtfs.folder(tmp_path / "ov", gtfs.files(degrees))).calls
    of_lines = calls.groupby("line")["run"].nunique().to_dict()
    # Line 1: t1, t2, three runs from 12:00 and two (23:50, 24:00) of today, of which 24:00 departs tomorrow, and the one
    # of 24:00 of yesterday. Night: today's at 23:50, yesterday's at 0:10 and Sunday's at 0:15.
    assert of_lines == {"A 1": 2 + 3 + 1 + 1, "A R2": 1, "A N1": 3}


def test_on_a_sunday_the_weekend_line_departs_and_friday_night_is_not_sunday(tmp_path: Path) -> None:
    found = times(read(gtfs.folder(tmp_path / "ov", gtfs.files(degrees)), date(2020, 9, 20)))
    # The long trip of Saturday departs from P1 at 47:30, on Sunday; what began on Friday at 24:10 departed on Saturday.
    assert found == {"P1": ["11:30:00", "23:30:00"]}


@pytest.mark.parametrize("inside", ["", "ov/", "feeds/2020/"])
def test_a_zip_gives_the_same_as_a_folder_with_marks_of_byte_order_and_other_line_ends(
    tmp_path: Path, inside: str
) -> None:
    texts = gtfs.files(degrees)
    plain = read(gtfs.packed(tmp_path / "ov.zip", texts, inside=inside))
    marked = {name: text.replace("\n", "\r\n") for name, text in texts.items()}
    again = read(gtfs.folder(tmp_path / "ov", marked, encoding="utf-8-sig"))
    assert plain.calls.equals(again.calls)
    assert plain.stops.equals(again.stops)
    assert times(plain) == gtfs.DEPARTURES


def test_optional_files_and_columns_may_be_missing(tmp_path: Path) -> None:
    without = gtfs.files(degrees, frequencies=None, calendar_dates=None)
    without["trips.txt"] = without["trips.txt"].replace("R2,FAIR,fair\n", "")
    lines = [line for line in without["stop_times.txt"].splitlines() if not line.startswith("fair")]
    without["stop_times.txt"] = "\n".join(line.rsplit(",", 1)[0] for line in lines)
    found = times(read(gtfs.folder(tmp_path / "ov", without)))
    # Without exceptions OFF runs; without headways the pattern is a trip; without pickup_type one may board everywhere.
    assert found["P1"] == ["06:00:00", "08:00:00", "11:00:00", "23:50:00"]
    assert found["B"] == ["00:10:00", "00:15:00", "06:04:00", "08:05:00", "09:05:00"]


def test_a_timetable_may_have_only_exceptions_and_an_empty_file(tmp_path: Path) -> None:
    days = "service_id,date,exception_type\nWD,20200915,1\nFAIR,20200915,1\nOFF,20200916,1\nWE,20200920,1\n"
    texts = gtfs.files(
        degrees, calendar=None, calendar_dates=days, frequencies="trip_id,start_time,end_time,headway_secs"
    )
    found = times(read(gtfs.folder(tmp_path / "ov", texts)))
    assert found["P1"] == ["06:00:00", "08:00:00", "10:00:30", "23:50:00"]
    assert found["B"] == ["06:04:00", "08:05:00"], "nothing ran the day before"


def test_stops_outside_the_area_are_left_out(tmp_path: Path) -> None:
    west = box(LON - 0.1, LAT - 0.1, degrees((400, 0))[0], LAT + 0.1)
    found = read(gtfs.folder(tmp_path / "ov", gtfs.files(degrees)), area=west)
    assert times(found) == {stop: gtfs.DEPARTURES[stop] for stop in ("P1", "P2")}
    assert found.stops["stop_id"].tolist() == ["P1", "P2"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(tmp_path: Path, chance: Random) -> None:
    texts = gtfs.files(degrees)
    for name, text in texts.items():
        heading, *rows = text.splitlines()
        chance.shuffle(rows)
        texts[name] = "\n".join([heading, *rows])
    shuffled = read(gtfs.folder(tmp_path / "shuffled", texts))
    plain = read(gtfs.folder(tmp_path / "plain", gtfs.files(degrees)))
    assert shuffled.calls.equals(plain.calls)
    assert shuffled.stops.equals(plain.stops)


def test_every_fault_of_every_file_is_told_at_once_with_its_row_and_column(tmp_path: Path) -> None:
    texts = gtfs.files(degrees)
    changes = {
        "stops.txt": [("B,Brug,", "B,Brug,n")],
        "trips.txt": [("R2,FAIR", "R9,FAIR"), ("R1,WE", "R1,NOOIT"), ("N,WD,night", "N,WD,t1")],
        "stop_times.txt": [
            ("t2,09:00:00,09:00:00,C,1,", "t2,09:00:00,9.00 uur,C,1,"),
            ("fair,10:00:30,10:00:30,P1", "fair,10:00:30,10:00:30,P7"),
            ("t1,08:10:00,08:10:00,C,9,", "t1,,,C,9,"),
            ("every,06:04:00,06:04:00,B,2,0", "every,06:04:00,96:00:00,B,twee,0"),
        ],
        "frequencies.txt": [("12:00:00,13:00:00,1200", "12:00:00,,0")],
    }
    for name, pairs in changes.items():
        for before, after in pairs:
            assert before in texts[name]
            texts[name] = texts[name].replace(before, after)
    assert faults(gtfs.folder(tmp_path / "ov", texts)) == [
        ("ov/frequencies.txt", 2, "end_time", "feed_time"),
        ("ov/frequencies.txt", 2, "headway_secs", "headway"),
        ("ov/stop_times.txt", 4, "departure_time", "no_end_time"),
        ("ov/stop_times.txt", 5, "departure_time", "feed_time"),
        ("ov/stop_times.txt", 9, "stop_id", "feed_unknown"),
        ("ov/stop_times.txt", 15, "trip_id", "feed_unknown"),
        ("ov/stop_times.txt", 16, "trip_id", "feed_unknown"),
        ("ov/stop_times.txt", 17, "trip_id", "feed_unknown"),
        ("ov/stop_times.txt", 22, "departure_time", "feed_time"),
        ("ov/stop_times.txt", 22, "stop_sequence", "not_a_number"),
        ("ov/stops.txt", 5, "stop_lat", "feed_place"),
        ("ov/trips.txt", 4, "route_id", "feed_unknown"),
        ("ov/trips.txt", 6, "service_id", "feed_unknown"),
        ("ov/trips.txt", 7, "trip_id", "double_id"),
    ]


def test_what_is_missing_or_wrong_with_the_days_is_found_without_reading_the_calls(tmp_path: Path) -> None:
    texts = gtfs.files(degrees, routes=None)
    texts["stop_times.txt"] = texts["stop_times.txt"].replace("stop_sequence", "volgorde")
    texts["calendar.txt"] = texts["calendar.txt"].replace("WE,0", "WE,nee").replace("20201231", "2020-12-31", 1)
    texts["calendar_dates.txt"] = texts["calendar_dates.txt"].replace("20200915,2", "15-9-2020,3")
    wrong = [
        ("ov/calendar.txt", 2, "end_date", "feed_date"),
        ("ov/calendar.txt", 3, "monday", "choice"),
        ("ov/calendar_dates.txt", 3, "date", "feed_date"),
        ("ov/calendar_dates.txt", 3, "exception_type", "choice"),
        ("ov/routes.txt", 0, "", "missing_feed_file"),
        ("ov/stop_times.txt", 1, "stop_sequence", "missing_feed_column"),
    ]
    path = gtfs.folder(tmp_path / "ov", texts)
    assert faults(path) == wrong
    found = transit_faults(spec(path), gtfs.DAY)
    assert [(fault.file, fault.row, fault.column, fault.code) for fault in sorted(found)] == wrong


def test_a_day_outside_the_timetable_is_said_with_what_it_covers(tmp_path: Path) -> None:
    path = gtfs.folder(tmp_path / "ov", gtfs.files(degrees))
    (fault,) = transit_faults(spec(path), date(2021, 3, 2))
    assert (fault.file, fault.column, fault.code) == ("plan.toml", "transit.date", "no_service")
    assert fault.sentence("en").startswith(
        "plan.toml, key transit.date: on 02-03-2021 0 of the 4 services of ov run; "
        "the timetable covers 01-09-2020 to 31-12-2020. Choose"
    )
    assert faults(path, date(2021, 3, 2)) == [("plan.toml", 0, "transit.date", "no_service")]
    assert transit_faults(spec(path), gtfs.DAY) == transit_faults(spec(path), None) == ()


def test_a_timetable_without_a_day_on_which_anything_runs_says_so(tmp_path: Path) -> None:
    bare = gtfs.files(degrees, calendar=None, calendar_dates=None)
    assert faults(gtfs.folder(tmp_path / "bare", bare)) == [("ov/calendar.txt", 0, "", "no_calendar")]
    hollow = gtfs.files(degrees, calendar=gtfs.FILES["calendar.txt"].splitlines()[0], calendar_dates=None)
    assert faults(gtfs.folder(tmp_path / "hollow", hollow)) == [("plan.toml", 0, "transit.date", "no_service_ever")]


def test_a_timetable_of_another_place_is_said_in_words(tmp_path: Path) -> None:
    swapped = gtfs.files(lambda place: degrees(place)[::-1])  # type: ignore[arg-type]
    assert faults(gtfs.folder(tmp_path / "ov", swapped)) == [("ov/stops.txt", 0, "", "stops_elsewhere")]


def test_the_same_fault_in_many_rows_is_told_ten_times_and_counted(tmp_path: Path) -> None:
    texts = gtfs.files(degrees)
    texts["stop_times.txt"] += "".join(f"spook,08:00:00,08:00:00,P1,{number},0\n" for number in range(1, 31))
    found = faults(gtfs.folder(tmp_path / "ov", texts))
    assert [row for _, row, _, code in found if code == "feed_unknown"] == list(range(24, 34))
    with pytest.raises(FaultsError) as caught:
        read(tmp_path / "ov")
    more = Fault("ov/stop_times.txt", 0, "trip_id", "more_rows", (("count", "20"),))
    assert more in caught.value.faults


def test_a_row_with_too_few_cells_is_a_fault(tmp_path: Path) -> None:
    texts = gtfs.files(degrees)
    texts["stop_times.txt"] = texts["stop_times.txt"].replace("t1,,,B,5,\n", "t1,,,B\n")
    assert faults(gtfs.folder(tmp_path / "ov", texts)) == [("ov/stop_times.txt", 3, "", "cells")]


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "missing_file"), (b"", "empty_file"), (b"geen zip", "no_feed"), (b"PK\3\4half", "no_feed")],
)
def test_what_is_no_timetable_is_a_fault(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "ov.zip"
    if content is not None:
        path.write_bytes(content)
    assert faults(path) == [("ov", 0, "", code)]
    assert [fault.code for fault in transit_faults(spec(path), gtfs.DAY)] == [code]


def test_a_damaged_zip_and_text_in_another_encoding_are_faults(tmp_path: Path) -> None:
    texts = gtfs.files(degrees)
    whole = gtfs.packed(tmp_path / "ov.zip", texts).read_bytes()
    at = whole.index(b"stop_times.txt") + 60
    (tmp_path / "ov.zip").write_bytes(whole[:at] + bytes(20) + whole[at + 20 :])
    assert {code for *_, code in faults(tmp_path / "ov.zip")} == {"damaged"}
    texts["stops.txt"] = texts["stops.txt"].replace("Brug", "Bréug")
    path = gtfs.folder(tmp_path / "ov", texts, encoding="cp1252")
    assert faults(path) == [("ov/stops.txt", 0, "", "damaged")]
