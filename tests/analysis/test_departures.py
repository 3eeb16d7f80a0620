"""Departures in reach of places on a street whose answers are worked out by hand."""

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.departures import DepartureOptions, departures
from geo.analysis.distances import Surroundings
from geo.network.build import Network, build
from geo.tables.departures import DEPARTURES
from geo.tables.render import csv_bytes
from tests.toytowns import CRS, degrees, places, street

HOUR_S = 3_600
NOWHERE = Surroundings()
STOPS = {"B": (500, 0), "P1": (290, 10), "P2": (310, 0), "Z": (900, 0)}
PARENTS = {"P1": "S", "P2": "S"}
CALLS = [
    # stop, time, run, line
    ("P1", "06:59", 1, "1"), ("P2", "07:00", 2, "1"), ("P1", "08:00", 3, "1"), ("P2", "08:30", 4, "2"),
    ("B", "07:01", 1, "1"), ("B", "08:05", 3, "1"), ("B", "09:00", 5, "3"), ("B", "23:30", 6, "N"), ("B", "00:10", 7, "N"),
]  # fmt: skip
"""Run 1 calls at P1 before seven and at B after, run 3 at both within the hours; run 5 departs when the hours end."""


@pytest.fixture(scope="module")
def network() -> Network:
    return build(street(1000.0), "walk", crs=CRS)


def sites(**spots: tuple[float, float]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"location_id": list(spots)}, geometry=places(*spots.values()))


def stops() -> gpd.GeoDataFrame:
    frame = {
        "stop_id": list(STOPS),
        "name": [f"halte {name}" for name in STOPS],
        "place_id": [PARENTS.get(name, name) for name in STOPS],
    }
    return gpd.GeoDataFrame(frame, geometry=places(*STOPS.values()))


def calls(rows: list[tuple[str, str, int, str]]) -> pd.DataFrame:
    seconds = [HOUR_S * int(time[:2]) + 60 * int(time[3:]) for _, time, _, _ in rows]
    columns = {"stop_id": [row[0] for row in rows], "seconds": np.array(seconds, dtype=np.int64)}
    return pd.DataFrame(columns).assign(
        run=np.array([row[2] for row in rows], dtype=np.int64), line=pd.Series([row[3] for row in rows], dtype="str")
    )


def options(reach_m: float = 250.0, hours: tuple[float, float] = (7, 9), limit_m: float = np.inf) -> DepartureOptions:
    from_s, until_s = (int(hour * HOUR_S) for hour in hours)
    day = date(2020, 9, 15)
    return DepartureOptions(day=day, from_s=from_s, until_s=until_s, reach_m=reach_m, limit_m=limit_m)


def table(
    network: Network, asked: gpd.GeoDataFrame, chosen: DepartureOptions, around: Surroundings = NOWHERE
) -> pd.DataFrame:
    found = departures(asked, (stops(), calls(CALLS)), network, options=chosen, surroundings=around)
    assert tuple(found.columns) == DEPARTURES.names
    return found.set_index("location_id")


def test_runs_lines_and_stops_in_reach_are_as_worked_out_by_hand(network: Network) -> None:
    # From A the platforms lie at 10 + 10 + 90 and 110 m, B at 300 m; only the platforms are in reach.
    near = table(network, sites(A=(200, 0)), options()).loc["A"]
    assert (near["status"], near["stops"], near["departures"], near["lines"]) == ("ok", 1, 3, 2)
    assert near["per_hour"] == 1.5
    assert (near["first"], near["last"]) == ("06:59", "08:30")
    assert (near["from"], near["until"], near["reach_m"]) == ("07:00", "09:00", 250)
    assert near["date"] == pd.Timestamp(2020, 9, 15)
    # Within 300 m B joins: runs 1 (at B), 2, 3 (once), 4; the night line gives the first and last of the day.
    far = table(network, sites(A=(200, 0)), options(300.0)).loc["A"]
    assert (far["stops"], far["departures"], far["lines"], far["per_hour"]) == (2, 4, 2, 2.0)
    assert (far["first"], far["last"]) == ("00:10", "23:30")


def test_what_departs_at_the_end_of_the_hours_is_not_counted_and_at_their_beginning_is(network: Network) -> None:
    at = sites(A=(500, 0))
    assert table(network, at, options(50.0, (8, 9)))["departures"].tolist() == [1]
    assert table(network, at, options(50.0, (9, 10)))["departures"].tolist() == [1]
    assert table(network, at, options(50.0, (0, 24)))["departures"].tolist() == [5]


def test_a_stop_without_departures_is_a_real_zero_and_a_place_off_the_streets_is_unknown(network: Network) -> None:
    found = table(network, sites(A=(700, 0), D=(950, 0), Z=(500, 5_000)), options(150.0, limit_m=400.0))
    assert found["status"].to_dict() == {"A": "none", "D": "ok", "Z": "unreachable"}
    assert found["stops"].tolist() == [0, 1, pd.NA]
    assert found["departures"].tolist() == [0, 0, pd.NA]
    assert found["per_hour"].fillna(-1).tolist() == [0, 0, -1]
    assert found[["first", "last"]].isna().all(axis=None)
    # Z has no service, so the nearest for D is B at 450 m, beyond the limit.
    assert found["nearest_id"].fillna("-").to_dict() == {"A": "B", "D": "-", "Z": "-"}
    assert (found.loc["A", "nearest_m"], found.loc["A", "nearest_name"]) == (pytest.approx(200, abs=1e-3), "halte B")
    written = csv_bytes(found.reset_index(), DEPARTURES).decode("utf-8-sig").splitlines()
    assert written[2].startswith("D;15-09-2020;07:00;09:00;150;berekend;1;0;0;0;;;;;;")
    assert written[3] == "Z;15-09-2020;07:00;09:00;150;niet bereikbaar;;;;;;;;;;nee"


def test_a_place_nearer_to_the_edge_than_its_reach_is_flagged(network: Network) -> None:
    (west, south), (east, north) = degrees((-100, -2_000)), degrees((1_100, 2_000))
    edge = gpd.GeoSeries.from_wkt(
        [f"POLYGON (({west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}))"]
    ).iloc[0]
    found = table(network, sites(A=(100, 0), B=(500, 0)), options(), Surroundings(boundary=edge))
    assert found["border"].to_dict() == {"A": True, "B": False}


def test_without_departures_that_day_every_count_is_zero_and_no_stop_is_nearest(network: Network) -> None:
    found = departures(sites(A=(300, 0)), (stops(), calls([])), network, options=options(100.0), surroundings=NOWHERE)
    assert found[["stops", "departures", "lines"]].to_numpy().tolist() == [[1, 0, 0]]
    assert found["nearest_m"].isna().all()


Rows = st.lists(
    st.tuples(
        st.sampled_from(sorted(STOPS)),
        st.integers(0, 24 * 60 - 1).map(lambda minute: f"{minute // 60:02d}:{minute % 60:02d}"),
        st.integers(1, 9),
        st.sampled_from("12N"),
    ),
    max_size=30,
)


@settings(max_examples=25, deadline=None)
@given(rows=Rows, hours=st.lists(st.integers(0, 24), min_size=4, max_size=4, unique=True), chance=st.randoms())
def test_narrower_hours_never_have_more_departures_and_the_order_of_rows_changes_nothing(
    network: Network, rows: list[tuple[str, str, int, str]], hours: list[int], chance: object
) -> None:
    begin, inner_begin, inner_end, end = sorted(hours)
    asked = sites(A=(200, 0), B=(600, 0), C=(880, 0))

    def found(some: list[tuple[str, str, int, str]], frame: gpd.GeoDataFrame, span: tuple[int, int]) -> pd.DataFrame:
        return departures(frame, (stops(), calls(some)), network, options=options(300.0, span), surroundings=NOWHERE)

    wide, narrow = found(rows, asked, (begin, end)), found(rows, asked, (inner_begin, inner_end))
    assert (narrow["departures"] <= wide["departures"]).all()
    assert (narrow["lines"] <= wide["lines"]).all()
    assert (wide["departures"] <= len({row[2] for row in rows})).all()
    mixed = list(rows)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert found(mixed, asked.iloc[::-1], (begin, end)).equals(wide)
